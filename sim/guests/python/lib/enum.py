"""Enumerations.

Counterpart: lib-python/3/enum.py.
"""

import sys
from types import DynamicClassAttribute, MappingProxyType

__all__ = ["EnumMeta", "Enum", "IntEnum", "Flag", "IntFlag", "auto", "unique"]

_RESERVED_NAMES = (
    "_order_", "_create_pseudo_member_", "_generate_next_value_", "_missing_", "_ignore_",
)

# Replaced by the classes below; the metaclass asks whether they exist yet.
Enum = None
Flag = None


def _is_descriptor(value):
    return hasattr(value, "__get__") or hasattr(value, "__set__") or hasattr(value, "__delete__")


def _is_framed(name, mark):
    """Whether a name is `mark`, something that touches no underscore, `mark`."""
    size = len(mark)
    return (len(name) > 2 * size and name[:size] == mark and name[-size:] == mark
            and name[size] != "_" and name[-size - 1] != "_")


def _is_dunder(name):
    return _is_framed(name, "__")


def _is_sunder(name):
    return _is_framed(name, "_")


def _is_private(class_name, name):
    prefix = "_%s__" % class_name
    if not name.startswith(prefix) or len(name) <= len(prefix):
        return False
    return name[-1] != "_" or name[-2] != "_"


def _refuse_pickling(self, proto):
    raise TypeError("%r cannot be pickled" % self)


def _make_class_unpicklable(cls):
    cls.__reduce_ex__ = _refuse_pickling
    cls.__module__ = "<unknown>"


_auto_null = object()


class auto:
    """Instances are replaced with an appropriate value in Enum class suites."""

    value = _auto_null


class _EnumDict(dict):
    """The namespace of an enumeration's body: it knows which names are members."""

    def __init__(self):
        super().__init__()
        self._cls_name = None
        self._member_names = {}
        self._last_values = []
        self._ignore = []
        self._auto_called = False

    def __setitem__(self, key, value):
        if _is_private(self._cls_name, key):
            import warnings
            warnings.warn(
                "private variables, such as %r, will be normal attributes in 3.10" % (key,),
                DeprecationWarning, stacklevel=2)
        if _is_sunder(key):
            value = self._set_sunder(key, value)
        elif _is_dunder(key):
            if key == "__order__":
                key = "_order_"
        elif key in self._member_names:
            raise TypeError("Attempted to reuse key: %r" % key)
        elif key not in self._ignore and not _is_descriptor(value):
            if key in self:
                raise TypeError("%r already defined as: %r" % (key, self[key]))
            if isinstance(value, auto):
                value = self._value_of(key, value)
            self._member_names[key] = None
            self._last_values.append(value)
        super().__setitem__(key, value)

    def _value_of(self, key, placeholder):
        if placeholder.value is _auto_null:
            count = len(self._member_names)
            placeholder.value = self._generate_next_value(key, 1, count, self._last_values[:])
            self._auto_called = True
        return placeholder.value

    def _set_sunder(self, key, value):
        if key not in _RESERVED_NAMES:
            raise ValueError("_names_ are reserved for future Enum use")
        if key == "_generate_next_value_":
            if self._auto_called:
                raise TypeError("_generate_next_value_ must be defined before members")
            self._generate_next_value = value
        elif key == "_ignore_":
            names = value.replace(",", " ").split() if isinstance(value, str) else list(value)
            self._ignore = names
            already = set(names) & set(self._member_names)
            if already:
                raise ValueError("_ignore_ cannot specify already set names: %r" % (already,))
            return names
        return value


class EnumMeta(type):
    """Metaclass for Enum"""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        metacls._check_for_existing_members(cls, bases)
        namespace = _EnumDict()
        namespace._cls_name = cls
        first_enum = metacls._get_mixins_(cls, bases)[1]
        if first_enum is not None:
            namespace["_generate_next_value_"] = getattr(first_enum, "_generate_next_value_", None)
        return namespace

    def __new__(metacls, cls, bases, classdict, **kwds):
        ignored = classdict.setdefault("_ignore_", [])
        ignored.append("_ignore_")
        for name in ignored:
            classdict.pop(name, None)
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        new, save_new, use_args = metacls._find_new_(classdict, member_type, first_enum)
        members = {}
        for name in classdict._member_names:
            members[name] = classdict[name]
        for name in members:
            del classdict[name]
        order = classdict.pop("_order_", None)
        invalid = set(members) & {"mro", ""}
        if invalid:
            raise ValueError("Invalid enum member name: " + ",".join(invalid))
        if "__doc__" not in classdict:
            classdict["__doc__"] = "An enumeration."

        enum_class = super().__new__(metacls, cls, bases, classdict, **kwds)
        enum_class._member_names_ = []
        enum_class._member_map_ = {}
        enum_class._member_type_ = member_type
        enum_class._value2member_map_ = {}
        if _cannot_be_pickled(classdict, bases, member_type):
            _make_class_unpicklable(enum_class)
        dynamic = _dynamic_names(enum_class)
        for name, value in members.items():
            _add_member(enum_class, name, value, new, use_args, dynamic)

        # The data type's own versions of these would hide those of Enum.
        for name in ("__repr__", "__str__", "__format__", "__reduce_ex__"):
            if name in classdict:
                continue
            class_method = getattr(enum_class, name)
            object_method = getattr(member_type, name, None)
            enum_method = getattr(first_enum, name, None)
            if object_method is not None and object_method is class_method:
                setattr(enum_class, name, enum_method)

        if Enum is not None:
            # A __new__ of the class made the members; from now on calls look members up.
            if save_new:
                enum_class.__new_member__ = new
            enum_class.__new__ = Enum.__new__
        if order is not None:
            if isinstance(order, str):
                order = order.replace(",", " ").split()
            if order != enum_class._member_names_:
                raise TypeError("member order does not match _order_")
        return enum_class

    def __bool__(self):
        """Classes are always true, with or without members."""
        return True

    def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1):
        """Look a member up by its value, or make a new enumeration."""
        if names is None:
            return cls.__new__(cls, value)
        return cls._create_(
            value, names, module=module, qualname=qualname, type=type, start=start)

    def __contains__(cls, obj):
        if not isinstance(obj, Enum):
            raise TypeError(
                "unsupported operand type(s) for 'in': '%s' and '%s'" % (
                    type(obj).__qualname__, cls.__class__.__qualname__))
        return isinstance(obj, cls) and obj._name_ in cls._member_map_

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            raise AttributeError("%s: cannot delete Enum member." % cls.__name__)
        super().__delattr__(attr)

    def __dir__(self):
        return ["__class__", "__doc__", "__members__", "__module__"] + self._member_names_

    def __getattr__(cls, name):
        """Members whose name is also that of a property."""
        if not _is_dunder(name):
            try:
                return cls._member_map_[name]
            except KeyError:
                raise AttributeError(name) from None
        raise AttributeError(name)

    def __iter__(cls):
        """The members in the order of definition, without aliases."""
        return (cls._member_map_[name] for name in cls._member_names_)

    def __getitem__(cls, name):
        """The member of a name."""
        return cls._member_map_[name]

    def __len__(cls):
        return len(cls._member_names_)

    @property
    def __members__(cls):
        """A read-only mapping of names to members, with aliases."""
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        return "<enum %r>" % cls.__name__

    def __reversed__(cls):
        """The members in the reverse order of definition."""
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __setattr__(cls, name, value):
        """No member may be replaced."""
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError("Cannot reassign members.")
        super().__setattr__(name, value)

    def _convert_(cls, name, module, filter, source=None):
        """Make an enumeration of a module's constants, and put its members in their place."""
        import sys

        names = vars(sys.modules[module])
        known = names if source is None else vars(source)
        members = [(key, known[key]) for key in known if filter(key)]
        try:
            members.sort(key=lambda pair: (pair[1], pair[0]))
        except TypeError:
            members.sort()
        made = cls(name, members, module=module)
        names.update(made.__members__)
        names[name] = made
        return made

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1):
        """The functional interface: an enumeration from a name and the members' names."""
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        cls._get_mixins_(cls, bases)
        classdict = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            names = _numbered(cls, names, start)
        for one in names:
            key, value = (one, names[one]) if isinstance(one, str) else one
            classdict[key] = value
        made = metacls.__new__(metacls, class_name, bases, classdict)
        if module is None:
            try:
                module = sys._getframe(2).f_globals["__name__"]
            except (AttributeError, ValueError):
                # The frames of callers are not known: most enumerations are the program's.
                module = "__main__"
            except KeyError:
                pass
        if qualname is not None:
            made.__qualname__ = qualname
        if module is not None:
            made.__module__ = module
        else:
            _make_class_unpicklable(made)
        return made

    @staticmethod
    def _check_for_existing_members(class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if Enum is not None and issubclass(base, Enum) and base._member_names_:
                    raise TypeError(
                        "%s: cannot extend enumeration %r" % (class_name, base.__name__))

    @staticmethod
    def _get_mixins_(class_name, bases):
        """The type of the members' data, and the first enumeration among the bases."""
        if not bases:
            return object, Enum
        first_enum = bases[-1]
        if not issubclass(first_enum, Enum):
            raise TypeError(
                "new enumerations should be created as "
                "`EnumName([mixin_type, ...] [data_type,] enum_type)`")
        member_type = _find_data_type(class_name, bases) or object
        if first_enum._member_names_:
            raise TypeError("Cannot extend enumerations")
        return member_type, first_enum

    @staticmethod
    def _find_new_(classdict, member_type, first_enum):
        """What makes members, whether it is to be kept, and whether it takes the value."""
        new = classdict.get("__new__", None)
        save_new = new is not None
        if new is None:
            new = _inherited_new(member_type, first_enum)
        return new, save_new, new is not object.__new__


def _inherited_new(member_type, first_enum):
    for method in ("__new_member__", "__new__"):
        for candidate in (member_type, first_enum):
            target = getattr(candidate, method, None)
            if target is None or target is object.__new__:
                continue
            if Enum is not None and target is Enum.__new__:
                continue
            return target
    return object.__new__


def _find_data_type(class_name, bases):
    """The one type besides enumerations that defines `__new__`, or None."""
    found = []
    for chain in bases:
        candidate = None
        for base in chain.__mro__:
            if base is object:
                continue
            if issubclass(base, Enum):
                if base._member_type_ is not object:
                    if base._member_type_ not in found:
                        found.append(base._member_type_)
                    break
            elif "__new__" in base.__dict__:
                kind = candidate or base
                if kind not in found:
                    found.append(kind)
                break
            else:
                candidate = candidate or base
    if len(found) > 1:
        raise TypeError("%r: too many data types: %r" % (class_name, set(found)))
    return found[0] if found else None


def _cannot_be_pickled(classdict, bases, member_type):
    """Whether the data type would make pickled members that cannot be loaded."""
    if "__reduce_ex__" in classdict or member_type is object:
        return False
    methods = ("__getnewargs_ex__", "__getnewargs__", "__reduce_ex__", "__reduce__")
    for name in methods:
        if name in member_type.__dict__:
            return False
    if "__new__" in classdict:
        return True
    for chain in bases:
        for base in chain.__mro__:
            if base is object:
                continue
            for name in methods:
                if name in base.__dict__:
                    return False
            if "__new__" in base.__dict__:
                return True
    return False


def _dynamic_names(enum_class):
    """Names that are properties of members, so that members of that name need a detour."""
    names = set()
    for base in enum_class.__mro__:
        for name, value in base.__dict__.items():
            if isinstance(value, DynamicClassAttribute):
                names.add(name)
    return names


def _add_member(enum_class, name, value, new, use_args, dynamic):
    member_type = enum_class._member_type_
    args = value if isinstance(value, tuple) else (value,)
    if member_type is tuple:
        args = (args,)
    if use_args:
        member = new(enum_class, *args)
        if not hasattr(member, "_value_"):
            member._value_ = value if member_type is object else member_type(*args)
    else:
        member = new(enum_class)
        if not hasattr(member, "_value_"):
            member._value_ = value
    value = member._value_
    member._name_ = name
    member.__objclass__ = enum_class
    member.__init__(*args)
    first = _member_with(enum_class, value)
    if first is None:
        enum_class._member_names_.append(name)
    else:
        member = first
    if name not in dynamic:
        setattr(enum_class, name, member)
    enum_class._member_map_[name] = member
    try:
        enum_class._value2member_map_[value] = member
    except TypeError:
        pass


def _member_with(enum_class, value):
    """The member that has a value; None when there is none."""
    try:
        return enum_class._value2member_map_.get(value)
    except TypeError:
        pass
    for member in enum_class._member_map_.values():
        if member._value_ == value:
            return member
    return None


def _numbered(cls, names, start):
    pairs = []
    values = []
    for count, name in enumerate(names):
        value = cls._generate_next_value_(name, start, count, values[:])
        values.append(value)
        pairs.append((name, value))
    return pairs


class Enum(metaclass=EnumMeta):
    """Generic enumeration: its subclasses have members."""

    def __new__(cls, value):
        # All members exist when a class is called, so this only looks them up.
        member = value if type(value) is cls else _member_with(cls, value)
        if member is not None:
            return member
        exc = None
        try:
            result = cls._missing_(value)
        except Exception as error:
            exc = error
            result = None
        if isinstance(result, cls):
            return result
        invalid = ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        if result is None and exc is None:
            raise invalid
        if exc is None:
            exc = TypeError(
                "error in %s._missing_: returned %r instead of None or a valid member" % (
                    cls.__name__, result))
        exc.__context__ = invalid
        raise exc

    def _generate_next_value_(name, start, count, last_values):
        for last in reversed(last_values):
            try:
                return last + 1
            except TypeError:
                pass
        return start

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        return "<%s.%s: %r>" % (self.__class__.__name__, self._name_, self._value_)

    def __str__(self):
        return "%s.%s" % (self.__class__.__name__, self._name_)

    def __dir__(self):
        added = []
        for cls in self.__class__.mro():
            for name in cls.__dict__:
                if name[0] != "_" and name not in self._member_map_:
                    added.append(name)
        added += [name for name in self.__dict__ if name[0] != "_"]
        return ["__class__", "__doc__", "__module__"] + added

    def __format__(self, format_spec):
        # A pure enumeration, or one with its own __str__, is formatted as its text.
        overridden = type(self).__str__ not in (Enum.__str__, Flag.__str__)
        if self._member_type_ is object or overridden:
            return str.__format__(str(self), format_spec)
        return self._member_type_.__format__(self._value_, format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def _read_value(self):
        """The value of the Enum member."""
        return self._value_

    def _read_name(self):
        """The name of the Enum member."""
        return self._name_

    name = DynamicClassAttribute(_read_name)
    value = DynamicClassAttribute(_read_value)
    del _read_value, _read_name


class IntEnum(int, Enum):
    """An enumeration whose members are ints."""


def _reduce_ex_by_name(self, proto):
    return self.name


class Flag(Enum):
    """Support for flags"""

    def _generate_next_value_(name, start, count, last_values):
        if not count:
            return start if start is not None else 1
        for last in reversed(last_values):
            try:
                return 2 ** (_high_bit(last) + 1)
            except Exception:
                raise TypeError("Invalid Flag value: %r" % last) from None

    @classmethod
    def _missing_(cls, value):
        original = value
        if value < 0:
            value = ~value
        member = cls._create_pseudo_member_(value)
        return ~member if original < 0 else member

    @classmethod
    def _create_pseudo_member_(cls, value):
        """The composite member of a value; every bit must belong to a flag."""
        member = cls._value2member_map_.get(value, None)
        if member is not None:
            return member
        _, extra_flags = _decompose(cls, value)
        if extra_flags:
            raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        member = object.__new__(cls)
        member._name_ = None
        member._value_ = value
        return cls._value2member_map_.setdefault(value, member)

    def __contains__(self, other):
        """Whether all flags of `other` are set here."""
        mine = self.__class__
        if isinstance(other, mine):
            return not other._value_ & ~self._value_
        raise TypeError("unsupported operand type(s) for 'in': '%s' and '%s'" % (
            type(other).__qualname__, mine.__qualname__))

    def __repr__(self):
        cls = self.__class__
        if self._name_ is not None:
            return "<%s.%s: %r>" % (cls.__name__, self._name_, self._value_)
        return "<%s.%s: %r>" % (cls.__name__, _joined_names(self), self._value_)

    def __str__(self):
        cls = self.__class__
        if self._name_ is not None:
            return "%s.%s" % (cls.__name__, self._name_)
        members, _ = _decompose(cls, self._value_)
        if len(members) == 1 and members[0]._name_ is None:
            return "%s.%r" % (cls.__name__, members[0]._value_)
        return "%s.%s" % (cls.__name__, _joined_names(self))

    def __bool__(self):
        return bool(self._value_)

    def __and__(self, other):
        kind = self.__class__
        return kind(self._value_ & other._value_) if isinstance(other, kind) else NotImplemented

    def __or__(self, other):
        kind = self.__class__
        return kind(self._value_ | other._value_) if isinstance(other, kind) else NotImplemented

    def __xor__(self, other):
        kind = self.__class__
        return kind(self._value_ ^ other._value_) if isinstance(other, kind) else NotImplemented

    def __invert__(self):
        members, _ = _decompose(self.__class__, self._value_)
        inverted = self.__class__(0)
        for member in self.__class__:
            if member not in members and not member._value_ & self._value_:
                inverted = inverted | member
        return self.__class__(inverted)


def _joined_names(flag):
    members, _ = _decompose(flag.__class__, flag._value_)
    return "|".join([str(member._name_ or member._value_) for member in members])


class IntFlag(int, Flag):
    """Support for integer-based Flags"""

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        return cls._create_pseudo_member_(value)

    @classmethod
    def _create_pseudo_member_(cls, value):
        """The composite member of a value; bits without a flag get members of their own."""
        known = cls._value2member_map_
        member = known.get(value, None)
        if member is not None:
            return member
        needed = [value]
        _, extra_flags = _decompose(cls, value)
        while extra_flags:
            bit = _high_bit(extra_flags)
            flag_value = 2 ** bit
            if flag_value not in known and flag_value not in needed:
                needed.append(flag_value)
            if extra_flags == -flag_value:
                break
            extra_flags ^= flag_value
        for one in reversed(needed):
            member = int.__new__(cls, one)
            member._name_ = None
            member._value_ = one
            member = known.setdefault(one, member)
        return member

    # Each member is an int, so an int on the other side is all that is asked for.

    def __and__(self, other):
        kind = self.__class__
        if isinstance(other, int):
            return kind(self._value_ & kind(other)._value_)
        return NotImplemented

    def __or__(self, other):
        kind = self.__class__
        if isinstance(other, int):
            return kind(self._value_ | kind(other)._value_)
        return NotImplemented

    def __xor__(self, other):
        kind = self.__class__
        if isinstance(other, int):
            return kind(self._value_ ^ kind(other)._value_)
        return NotImplemented

    __rand__ = __and__
    __ror__ = __or__
    __rxor__ = __xor__

    def __invert__(self):
        return self.__class__(~self._value_)


def _high_bit(value):
    """The index of the highest bit that is set; -1 for none."""
    return value.bit_length() - 1


def unique(enumeration):
    """Class decorator for enumerations ensuring unique member values."""
    duplicates = []
    for name, member in enumeration.__members__.items():
        if name != member.name:
            duplicates.append("%s -> %s" % (name, member.name))
    if duplicates:
        raise ValueError(
            "duplicate values found in %r: %s" % (enumeration, ", ".join(duplicates)))
    return enumeration


def _decompose(flag, value):
    """The named members that make up a value, and the bits that no member covers."""
    rest = value
    members = []
    for member in flag:
        bits = member._value_
        if bits and bits & value == bits:
            members.append(member)
            rest &= ~bits
    known = flag._value2member_map_
    if value >= 0:
        remaining = rest
        while remaining:
            bit_value = 2 ** _high_bit(remaining)
            if bit_value in known:
                members.append(known[bit_value])
                rest &= ~bit_value
            remaining &= ~bit_value
    if not members and value in known:
        members.append(known[value])
    members.sort(key=_value_of_member, reverse=True)
    if len(members) > 1 and members[0]._value_ == value:
        members.pop(0)
    return members, rest


def _value_of_member(member):
    return member._value_
