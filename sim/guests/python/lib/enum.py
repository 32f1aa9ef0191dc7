"""Enumerations.

A class body is collected in an `_EnumDict`, which tells the members from the rest and gives those
that ask for one their value; the metaclass then makes the class and its members. Members, and the
combinations of flags made later, are found by their values in `_value2member_map_`.

Names with one underscore on each side are documented or used by known programs; so are `_EnumDict`
with its `_member_names`, and `_decompose`.

Counterpart: lib-python/3/enum.py.
"""

import sys
from types import DynamicClassAttribute, MappingProxyType

__all__ = ["EnumMeta", "Enum", "IntEnum", "Flag", "IntFlag", "auto", "unique"]

# What a class body may set with one underscore on each side.
_SETTINGS = ("_order_", "_create_pseudo_member_", "_generate_next_value_", "_missing_", "_ignore_")
# By any of these a type says how its values are pickled.
_PICKLING = ("__getnewargs_ex__", "__getnewargs__", "__reduce_ex__", "__reduce__")

_auto_null = object()


class auto:
    """In the body of an enumeration: a value that follows from those before it."""

    value = _auto_null


def _is_framed(name, mark):
    """Whether a name is the mark, something that begins and ends otherwise, and the mark."""
    inner = name[len(mark):-len(mark)]
    return (name.startswith(mark) and name.endswith(mark) and inner != ""
            and inner[0] != "_" and inner[-1] != "_")


def _is_private(class_name, name):
    rest = name[len(class_name) + 3:]
    return name.startswith("_%s__" % class_name) and rest != "" and not rest.endswith("__")


def _is_descriptor(value):
    return hasattr(value, "__get__") or hasattr(value, "__set__") or hasattr(value, "__delete__")


def _words(text):
    return text.replace(",", " ").split() if isinstance(text, str) else list(text)


class _EnumDict(dict):
    """The names of a class body; `_member_names` are those of members, in order."""

    def __init__(self, class_name=None, first_enum=None):
        super().__init__()
        self._member_names = []
        self._values = []
        self._ignore = []
        self._auto_used = False
        self._class_name = class_name
        if first_enum is not None:
            self["_generate_next_value_"] = first_enum._generate_next_value_

    def __setitem__(self, key, value):
        if _is_private(self._class_name, key):
            import warnings
            warnings.warn("private variables, such as %r, will be normal attributes in 3.10" % key,
                          DeprecationWarning, 2)
        if _is_framed(key, "_"):
            self._set(key, value)
        elif _is_framed(key, "__"):
            if key == "__order__":
                key = "_order_"
        elif key in self._member_names:
            raise TypeError("Attempted to reuse key: %r" % key)
        elif key not in self._ignore and not _is_descriptor(value):
            if key in self:
                raise TypeError("%r already defined as: %r" % (key, self[key]))
            if isinstance(value, auto):
                if value.value is _auto_null:
                    value.value = self._generate_next_value(
                        key, 1, len(self._member_names), self._values[:])
                    self._auto_used = True
                value = value.value
            self._member_names.append(key)
            self._values.append(value)
        super().__setitem__(key, value)

    def _set(self, key, value):
        if key not in _SETTINGS:
            raise ValueError("_names_ are reserved for future Enum use")
        if key == "_generate_next_value_":
            if self._auto_used:
                raise TypeError("_generate_next_value_ must be defined before members")
            self._generate_next_value = value
        elif key == "_ignore_":
            self._ignore = _words(value)
            already = set(self._ignore) & set(self._member_names)
            if already:
                raise ValueError("_ignore_ cannot specify already set names: %r" % (already,))


def _cannot_be_pickled(self, proto):
    raise TypeError("%r cannot be pickled" % self)


def _forbid_pickling(cls):
    cls.__reduce_ex__ = _cannot_be_pickled
    cls.__module__ = "<unknown>"


def _loses_its_value(bases):
    """Whether a base makes its values in a way of its own and does not say how to pickle them."""
    for base in [base for chain in bases for base in chain.__mro__ if base is not object]:
        if any([name in base.__dict__ for name in _PICKLING]):
            return False
        if "__new__" in base.__dict__:
            return True
    return False


class EnumMeta(type):
    """The type of enumerations."""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        metacls._check_for_existing_members(cls, bases)
        first_enum = metacls._get_mixins_(cls, bases)[1]
        return _EnumDict(cls, first_enum)

    def __new__(metacls, cls, bases, classdict, **kwds):
        ignored = classdict.setdefault("_ignore_", [])
        for key in [*_words(ignored), "_ignore_"]:
            classdict.pop(key, None)
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        own_new = classdict.get("__new__")
        new = own_new or _new_of(member_type, first_enum)
        names = classdict._member_names
        values = [classdict.pop(name) for name in names]
        order = classdict.pop("_order_", None)
        wrong = {"mro", ""}.intersection(names)
        if wrong:
            raise ValueError("Invalid enum member name: %s" % ",".join(wrong))
        classdict.setdefault("__doc__", "An enumeration.")
        made = super().__new__(metacls, cls, bases, classdict, **kwds)
        made._member_names_ = []
        made._member_map_ = {}
        made._member_type_ = member_type
        made._value2member_map_ = {}
        if member_type is not object and "__reduce_ex__" not in classdict:
            if not any([name in member_type.__dict__ for name in _PICKLING]):
                if own_new is not None or _loses_its_value(bases):
                    _forbid_pickling(made)
        detoured = _names_that_members_have(made)
        for name, value in zip(names, values):
            made._add_member(name, value, new, name in detoured)
        if first_enum is not None:
            for name in ("__repr__", "__str__", "__format__", "__reduce_ex__"):
                # These the enumeration gives, and not the type of the values.
                inherited = getattr(member_type, name, None)
                if name not in classdict and getattr(made, name) is inherited is not None:
                    setattr(made, name, getattr(first_enum, name))
            if own_new is not None:
                made.__new_member__ = own_new
            made.__new__ = Enum.__new__
        if order is not None and _words(order) != made._member_names_:
            raise TypeError("member order does not match _order_")
        return made

    def _add_member(cls, name, value, new, detoured):
        member_type = cls._member_type_
        args = value if isinstance(value, tuple) else (value,)
        if member_type is tuple:
            args = (args,)
        member = new(cls) if new is object.__new__ else new(cls, *args)
        if not hasattr(member, "_value_"):
            if new is not object.__new__ and member_type is not object:
                value = member_type(*args)
            member._value_ = value
        value = member._value_
        member._name_ = name
        member.__objclass__ = cls
        member.__init__(*args)
        for known in cls._member_map_.values():
            if known._value_ == value:
                member = known
                break
        else:
            cls._member_names_.append(name)
        if not detoured:
            type.__setattr__(cls, name, member)
        cls._member_map_[name] = member
        try:
            cls._value2member_map_[value] = member
        except TypeError:
            # A value without hash is looked for among the members.
            pass

    # Classes as collections of members

    def __bool__(self):
        return True

    def __len__(cls):
        return len(cls._member_names_)

    def __iter__(cls):
        return iter([cls._member_map_[name] for name in cls._member_names_])

    def __reversed__(cls):
        return iter([cls._member_map_[name] for name in reversed(cls._member_names_)])

    def __contains__(cls, member):
        if not isinstance(member, Enum):
            raise TypeError("unsupported operand type(s) for 'in': '%s' and '%s'" % (
                type(member).__qualname__, type(cls).__qualname__))
        return isinstance(member, cls) and member._name_ in cls._member_map_

    def __getitem__(cls, name):
        return cls._member_map_[name]

    @property
    def __members__(cls):
        """The members by name, with the other names of some."""
        return MappingProxyType(cls._member_map_)

    # Attributes

    def __getattr__(cls, name):
        # Reached for members that have the name of a property of members.
        if _is_framed(name, "__"):
            raise AttributeError(name)
        try:
            return cls._member_map_[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", ()):
            raise AttributeError("Cannot reassign members.")
        super().__setattr__(name, value)

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            raise AttributeError("%s: cannot delete Enum member." % cls.__name__)
        super().__delattr__(attr)

    def __dir__(self):
        return ["__class__", "__doc__", "__members__", "__module__"] + self._member_names_

    def __repr__(cls):
        return "<enum %r>" % cls.__name__

    # Calls

    def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1):
        """The member with the value; with names, a new enumeration called by the value."""
        if names is None:
            return cls.__new__(cls, value)
        return cls._create_(
            value, names, module=module, qualname=qualname, type=type, start=start)

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1):
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        first_enum = cls._get_mixins_(class_name, bases)[1]
        body = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = _words(names)
        values = []
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            for count, name in enumerate(names):
                values.append(first_enum._generate_next_value_(name, start, count, values[:]))
            names = zip(names, values)
        for item in names:
            name, value = (item, names[item]) if isinstance(item, str) else item
            body[name] = value
        made = metacls.__new__(metacls, class_name, bases, body)
        if module is None:
            # That of the program which called the class.
            module = sys._getframe(2).f_globals.get("__name__")
        if module is None:
            _forbid_pickling(made)
        else:
            made.__module__ = module
        if qualname is not None:
            made.__qualname__ = qualname
        return made

    def _convert_(cls, name, module, filter, source=None):
        """Puts an enumeration in place of the constants of a module that fit the filter."""
        space = vars(sys.modules[module])
        constants = vars(source) if source else space
        found = [(key, value) for key, value in constants.items() if filter(key)]
        try:
            found.sort(key=lambda item: (item[1], item[0]))
        except TypeError:
            found.sort(key=lambda item: item[0])
        made = cls(name, found, module=module)
        made.__reduce_ex__ = _reduce_to_name
        space.update(made.__members__)
        space[name] = made
        return made

    # What an enumeration is made of

    @staticmethod
    def _check_for_existing_members(class_name, bases):
        for base in [base for chain in bases for base in chain.__mro__]:
            if isinstance(base, EnumMeta) and base._member_names_:
                raise TypeError(
                    "%s: cannot extend enumeration %r" % (class_name, base.__name__))

    @staticmethod
    def _get_mixins_(class_name, bases):
        """The type of the values, and the enumeration that is the last base."""
        if not bases:
            return object, None
        if not isinstance(bases[-1], EnumMeta):
            raise TypeError("new enumerations should be created as "
                            "`EnumName([mixin_type, ...] [data_type,] enum_type)`")
        if bases[-1]._member_names_:
            raise TypeError("Cannot extend enumerations")
        types = set()
        for chain in bases:
            candidate = None
            for base in chain.__mro__:
                if isinstance(base, EnumMeta):
                    if base._member_type_ is not object:
                        types.add(base._member_type_)
                        break
                elif base is not object:
                    candidate = candidate or base
                    if "__new__" in base.__dict__:
                        types.add(candidate)
                        break
        if len(types) > 1:
            raise TypeError("%r: too many data types: %r" % (class_name, types))
        return types.pop() if types else object, bases[-1]


def _new_of(member_type, first_enum):
    """The inherited function that makes new members."""
    for name in ("__new_member__", "__new__"):
        for owner in (member_type, first_enum):
            found = getattr(owner, name, None)
            if found is not None and owner is not None and found not in (
                    object.__new__, Enum.__new__):
                return found
    return object.__new__


def _names_that_members_have(cls):
    return {name for base in cls.__mro__ for name, value in base.__dict__.items()
            if isinstance(value, DynamicClassAttribute)}


def _member_of(cls, value):
    """The member with a value; None when there is none."""
    try:
        return cls._value2member_map_.get(value)
    except TypeError:
        members = cls._member_map_.values()
        return next((member for member in members if member._value_ == value), None)


class Enum(metaclass=EnumMeta):
    """The base of enumerations, whose class variables become members."""

    def __new__(cls, value):
        # All members are there when the class is called: they are only found here.
        member = value if type(value) is cls else _member_of(cls, value)
        if member is not None:
            return member
        error = None
        try:
            found = cls._missing_(value)
        except Exception as raised:
            error = raised
            found = None
        if isinstance(found, cls):
            return found
        invalid = ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        if error is None:
            if found is None:
                raise invalid
            error = TypeError(
                "error in %s._missing_: returned %r instead of None or a valid member" % (
                    cls.__name__, found))
        error.__context__ = invalid
        raise error

    def _generate_next_value_(name, start, count, last_values):
        for last in reversed(last_values):
            try:
                return last + 1
            except TypeError:
                pass
        return start

    @classmethod
    def _missing_(cls, value):
        """Called for a value that no member has; may give one all the same."""
        return None

    def __repr__(self):
        return "<%s.%s: %r>" % (type(self).__name__, self._name_, self._value_)

    def __str__(self):
        return "%s.%s" % (type(self).__name__, self._name_)

    def __format__(self, format_spec):
        """As a string if there is no type of values or `__str__` is given; else as the value."""
        value_type = self._member_type_
        if value_type is object or type(self).__str__ not in (Enum.__str__, Flag.__str__):
            return str.__format__(str(self), format_spec)
        return value_type.__format__(self._value_, format_spec)

    def __dir__(self):
        names = ["__class__", "__doc__", "__module__"]
        for space in [base.__dict__ for base in type(self).__mro__]:
            names += [name for name in space if name[0] != "_" and name not in self._member_map_]
        return names + [name for name in self.__dict__ if name[0] != "_"]

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return type(self), (self._value_,)

    @DynamicClassAttribute
    def name(self):
        """The name of the member."""
        return self._name_

    @DynamicClassAttribute
    def value(self):
        """The value of the member."""
        return self._value_


def _reduce_to_name(self, proto):
    return self.name


class IntEnum(int, Enum):
    """An enumeration whose members are ints."""


# Flags


def _decompose(flag, value):
    """The members, from the highest, whose bits are in the value, and the bits of no member."""
    members = []
    rest = value
    for member in flag:
        bits = member._value_
        if bits and bits & value == bits:
            members.append(member)
            rest &= ~bits
    if value >= 0:
        # Single bits that have been made members by name of nothing.
        for index in range(rest.bit_length()):
            bit = 1 << index
            if rest & bit and bit in flag._value2member_map_:
                members.append(flag._value2member_map_[bit])
                rest &= ~bit
    if not members and value in flag._value2member_map_:
        members.append(flag._value2member_map_[value])
    members.sort(key=lambda member: member._value_, reverse=True)
    if len(members) > 1 and members[0]._value_ == value:
        del members[0]
    return members, rest


class Flag(Enum):
    """An enumeration whose members combine by bits."""

    def _generate_next_value_(name, start, count, last_values):
        if not count:
            return 1 if start is None else start
        last = last_values[-1]
        try:
            return 1 << last.bit_length()
        except Exception:
            raise TypeError("Invalid Flag value: %r" % last) from None

    @classmethod
    def _missing_(cls, value):
        """The combination of flags with the value; a negative one is without those of the rest."""
        found = cls._create_pseudo_member_(~value if value < 0 else value)
        return ~found if value < 0 else found

    @classmethod
    def _create_pseudo_member_(cls, value):
        known = cls._value2member_map_.get(value)
        if known is not None:
            return known
        if _decompose(cls, value)[1]:
            raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        return cls._add_combination(object.__new__(cls), value)

    @classmethod
    def _add_combination(cls, made, value):
        made._name_ = None
        made._value_ = value
        return cls._value2member_map_.setdefault(value, made)

    def _names(self):
        """The name, or the names or values of the flags combined."""
        if self._name_ is not None:
            return self._name_
        members = _decompose(type(self), self._value_)[0]
        return "|".join([str(member._name_ or member._value_) for member in members])

    def __repr__(self):
        return "<%s.%s: %r>" % (type(self).__name__, self._names(), self._value_)

    def __str__(self):
        return "%s.%s" % (type(self).__name__, self._names())

    def __bool__(self):
        return bool(self._value_)

    def __contains__(self, other):
        if not isinstance(other, type(self)):
            raise TypeError("unsupported operand type(s) for 'in': '%s' and '%s'" % (
                type(other).__qualname__, type(self).__qualname__))
        return other._value_ & self._value_ == other._value_

    def __or__(self, other):
        cls = type(self)
        return cls(self._value_ | other._value_) if isinstance(other, cls) else NotImplemented

    def __and__(self, other):
        cls = type(self)
        return cls(self._value_ & other._value_) if isinstance(other, cls) else NotImplemented

    def __xor__(self, other):
        cls = type(self)
        return cls(self._value_ ^ other._value_) if isinstance(other, cls) else NotImplemented

    def __invert__(self):
        cls = type(self)
        within = _decompose(cls, self._value_)[0]
        value = 0
        for member in cls:
            if member not in within and not member._value_ & self._value_:
                value |= member._value_
        return cls(value)


class IntFlag(int, Flag):
    """Flags that are ints, and combine with ints; any bit may be set."""

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        return cls._create_pseudo_member_(value)

    @classmethod
    def _create_pseudo_member_(cls, value):
        members = cls._value2member_map_
        if value not in members:
            # Bits that no member has become members of their own, from the lowest.
            rest = _decompose(cls, value)[1]
            missing = []
            while rest:
                bit = 1 << rest.bit_length() - 1
                if bit not in members and bit != value:
                    missing.append(bit)
                rest = 0 if rest == -bit else rest ^ bit
            for bits in [*reversed(missing), value]:
                cls._add_combination(int.__new__(cls, bits), bits)
        return members[value]

    def __or__(self, other):
        cls = type(self)
        if not isinstance(other, (cls, int)):
            return NotImplemented
        return cls(self._value_ | cls(other)._value_)

    def __and__(self, other):
        cls = type(self)
        if not isinstance(other, (cls, int)):
            return NotImplemented
        return cls(self._value_ & cls(other)._value_)

    def __xor__(self, other):
        cls = type(self)
        if not isinstance(other, (cls, int)):
            return NotImplemented
        return cls(self._value_ ^ cls(other)._value_)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __invert__(self):
        return type(self)(~self._value_)


def unique(enumeration):
    """Decorates an enumeration in which no two names may have one value."""
    twice = ["%s -> %s" % (name, member.name)
             for name, member in enumeration.__members__.items() if name != member.name]
    if twice:
        raise ValueError(
            "duplicate values found in %r: %s" % (enumeration, ", ".join(twice)))
    return enumeration
