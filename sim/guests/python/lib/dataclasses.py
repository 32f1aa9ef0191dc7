"""Classes made from their annotations.

The methods that read the fields (`__init__`, `__repr__`, the comparisons, `__hash__`) are written as
the text of one function per class, executed once: methods with plain attribute accesses are what a
program that compares or makes many values needs.

Known programs use the private names `_FIELDS`, `_FIELD`, `_FIELD_CLASSVAR`, `_FIELD_INITVAR`,
`_MISSING_TYPE`, `_HAS_DEFAULT_FACTORY` and `_is_dataclass_instance`.

Counterpart: lib-python/3/dataclasses.py.
"""

import sys
from types import MappingProxyType, MemberDescriptorType

from _pypy_generic_alias import GenericAlias

__all__ = [
    "dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "MISSING", "fields", "asdict",
    "astuple", "make_dataclass", "replace", "is_dataclass",
]

_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"


class FrozenInstanceError(AttributeError):
    pass


class _MISSING_TYPE:
    pass


class _Mark:
    """A value that is only itself, shown by its name."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


MISSING = _MISSING_TYPE()
_HAS_DEFAULT_FACTORY = _Mark("<factory>")
_FIELD = _Mark("_FIELD")
_FIELD_CLASSVAR = _Mark("_FIELD_CLASSVAR")
_FIELD_INITVAR = _Mark("_FIELD_INITVAR")


class InitVar:
    """The annotation of an argument that `__post_init__` gets, and that is no field."""

    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __class_getitem__(cls, type):
        return InitVar(type)

    def __repr__(self):
        plain = isinstance(self.type, type) and not isinstance(self.type, GenericAlias)
        return "dataclasses.InitVar[%s]" % (self.type.__name__ if plain else repr(self.type))


class Field:
    """What is known of one field."""

    __slots__ = ("name", "type", "default", "default_factory", "repr", "hash", "init", "compare",
                 "metadata", "_field_type")

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata):
        # The name and the type come when the class is made.
        self.name = self.type = self._field_type = None
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.hash, self.compare = init, repr, hash, compare
        self.metadata = MappingProxyType({} if metadata is None else metadata)

    def __repr__(self):
        shown = ["%s=%r" % (name, getattr(self, name)) for name in (
            "name", "type", "default", "default_factory", "init", "repr", "hash", "compare",
            "metadata")]
        return "Field(%s,_field_type=%s)" % (",".join(shown), self._field_type)

    def __set_name__(self, owner, name):
        # The default stands in the class in place of this, and may want to know where.
        tell = getattr(type(self.default), "__set_name__", None)
        if tell:
            tell(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None,
          compare=True, metadata=None):
    """The value of a class variable that tells more about a field than its default."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata)


class _DataclassParams:
    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen")

    def __init__(self, **given):
        for name in self.__slots__:
            setattr(self, name, given[name])

    def __repr__(self):
        shown = ["%s=%r" % (name, getattr(self, name)) for name in self.__slots__]
        return "_DataclassParams(%s)" % ",".join(shown)


# Fields of a class


def _meaning(annotation, cls):
    """An annotation; for one in a string, what the name stands for that it begins with."""
    if not isinstance(annotation, str):
        return annotation
    names = [name.strip() for name in annotation.partition("[")[0].split(".")]
    space = getattr(sys.modules.get(cls.__module__), "__dict__", {})
    if len(names) == 1:
        return space.get(names[0])
    module = space.get(names[0])
    if module is sys.modules.get("typing") or module is sys.modules[__name__]:
        return getattr(module, names[1], None)
    return None


def _kind(annotation, cls):
    meant = _meaning(annotation, cls)
    if meant is InitVar or type(meant) is InitVar:
        return _FIELD_INITVAR
    typing = sys.modules.get("typing")
    if typing is not None and (meant is typing.ClassVar or type(meant) is typing._GenericAlias
                               and meant.__origin__ is typing.ClassVar):
        return _FIELD_CLASSVAR
    return _FIELD


def _field_of(cls, name, annotation):
    """The field for an annotation. In the class stays only its default."""
    made = default = getattr(cls, name, MISSING)
    if not isinstance(made, Field):
        # What stands in the class for a slot is no default.
        made = field(default=MISSING if isinstance(default, MemberDescriptorType) else default)
    made.name = name
    made.type = annotation
    made._field_type = _kind(annotation, cls)
    if made._field_type is not _FIELD:
        if made.default_factory is not MISSING:
            raise TypeError("field %s cannot have a default factory" % name)
    elif isinstance(made.default, (list, dict, set)):
        raise ValueError("mutable default %s for field %s is not allowed: use default_factory" % (
            type(made.default), name))
    return made


def _collect_fields(cls, frozen):
    """All fields by name: the inherited ones first, each in the place where it first came."""
    found = {}
    frozen_bases = []
    for base in reversed(cls.__mro__[1:]):
        inherited = getattr(base, _FIELDS, None)
        if inherited is not None:
            found.update(inherited)
            frozen_bases.append(getattr(base, _PARAMS).frozen)
    annotations = cls.__dict__.get("__annotations__", {})
    for made in [_field_of(cls, *item) for item in annotations.items()]:
        found[made.name] = made
        if isinstance(getattr(cls, made.name, None), Field):
            if made.default is MISSING:
                delattr(cls, made.name)
            else:
                setattr(cls, made.name, made.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError("%r is a field but has no type annotation" % name)
    if any(frozen_bases) and not frozen:
        raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
    if frozen and frozen_bases and not any(frozen_bases):
        raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    return found


# Methods


class _Methods:
    """Writes the methods of a class. `values` are those that the text knows by names."""

    def __init__(self, cls, found):
        self.cls = cls
        self.found = found
        self.fields = [made for made in found.values() if made._field_type is _FIELD]
        self.me = "__dataclass_self__" if "self" in found else "self"
        self.values = {"__factory": _HAS_DEFAULT_FACTORY, "__set": object.__setattr__}
        self.texts = {}

    def add(self, name, head, *body):
        self.texts[name] = " def %s(%s):\n  %s\n" % (name, head, "\n  ".join(body))

    def add_init(self, frozen):
        parameters = [made for made in self.found.values()
                      if made._field_type is not _FIELD_CLASSVAR]
        head, body = [self.me], []
        optional = False
        for index, made in enumerate(parameters):
            name = made.name
            value = name
            given = "__default_%d" % index
            parameter = "%s: __type_%d" % (name, index)
            self.values["__type_%d" % index] = made.type
            if made.default_factory is not MISSING:
                self.values[given] = made.default_factory
                parameter += "=__factory"
                value = "%s() if %s is __factory else %s" % (given, name, name)
                if not made.init:
                    value = "%s()" % given
            elif made.default is not MISSING:
                self.values[given] = made.default
                parameter += "=%s" % given
            elif made.init and optional:
                raise TypeError("non-default argument %r follows default argument" % name)
            if made.init:
                head.append(parameter)
                optional = optional or "=" in parameter
            if made._field_type is _FIELD_INITVAR:
                continue
            if made.init or made.default_factory is not MISSING:
                body.append(("__set(%s, %r, %s)" if frozen else "%s.%s = %s") % (
                    self.me, name, value))
        if hasattr(self.cls, "__post_init__"):
            passed = [made.name for made in parameters if made._field_type is _FIELD_INITVAR]
            body.append("%s.__post_init__(%s)" % (self.me, ", ".join(passed)))
        self.add("__init__", ", ".join(head), *body or ["pass"])
        self.texts["__init__"] = self.texts["__init__"].replace("):\n", ") -> None:\n", 1)

    def add_repr(self):
        shown = ["%s={self.%s!r}" % (made.name, made.name) for made in self.fields if made.repr]
        self.add("__repr__", "self",
                 'return self.__class__.__qualname__ + f"(%s)"' % ", ".join(shown))

    def _tuple(self, owner, fields):
        return "(%s)" % "".join(["%s.%s, " % (owner, made.name) for made in fields])

    def add_comparison(self, name, operator):
        compared = [made for made in self.fields if made.compare]
        self.add(name, "self, other",
                 "if other.__class__ is self.__class__:",
                 " return %s %s %s" % (
                     self._tuple("self", compared), operator, self._tuple("other", compared)),
                 "return NotImplemented")

    def add_hash(self):
        hashed = [made for made in self.fields
                  if (made.compare if made.hash is None else made.hash)]
        self.add("__hash__", "self", "return hash(%s)" % self._tuple("self", hashed))

    def make(self):
        """The methods by name."""
        text = "def __create_fn__(%s):\n%s return {%s}\n" % (
            ", ".join(self.values), "".join(self.texts.values()),
            ", ".join(["%r: %s" % (name, name) for name in self.texts]))
        module = sys.modules.get(self.cls.__module__)
        space = {}
        exec(text, {} if module is None else module.__dict__, space)
        return space["__create_fn__"](**self.values)


def _shown_once(method):
    """A `__repr__` that shows "..." for what is just being shown."""
    running = set()

    def __repr__(self):
        key = id(self)
        if key in running:
            return "..."
        running.add(key)
        try:
            return method(self)
        finally:
            running.discard(key)

    __repr__.__qualname__ = method.__qualname__
    __repr__.__module__ = method.__module__
    __repr__.__wrapped__ = method
    return __repr__


def _frozen_methods(cls, names):
    def __setattr__(self, name, value):
        if type(self) is cls or name in names:
            raise FrozenInstanceError("cannot assign to field %r" % name)
        super(cls, self).__setattr__(name, value)

    def __delattr__(self, name):
        if type(self) is cls or name in names:
            raise FrozenInstanceError("cannot delete field %r" % name)
        super(cls, self).__delattr__(name)

    for method in (__setattr__, __delattr__):
        method.__qualname__ = "__create_fn__.<locals>." + method.__name__
    return {"__setattr__": __setattr__, "__delattr__": __delattr__}


_ORDER = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}


def _equip(cls, params):
    """Gives a class what a dataclass has."""
    setattr(cls, _PARAMS, params)
    found = _collect_fields(cls, params.frozen)
    setattr(cls, _FIELDS, found)
    own_hash = cls.__dict__.get("__hash__", MISSING)
    # That an `__eq__` in the class body makes `__hash__` None says nothing.
    hash_is_given = own_hash is not MISSING and not (own_hash is None and "__eq__" in cls.__dict__)
    if params.order and not params.eq:
        raise ValueError("eq must be true if order is true")
    methods = _Methods(cls, found)
    if params.init:
        methods.add_init(params.frozen)
    if params.repr:
        methods.add_repr()
    if params.eq:
        methods.add_comparison("__eq__", "==")
    if params.order:
        for name, operator in _ORDER.items():
            methods.add_comparison(name, operator)
    hashable = params.unsafe_hash or params.eq and params.frozen and not hash_is_given
    if hashable:
        methods.add_hash()
    made = methods.make()
    if params.repr:
        made["__repr__"] = _shown_once(made["__repr__"])
    by_fields = made.pop("__hash__", None)
    if params.frozen:
        made.update(_frozen_methods(cls, tuple([made.name for made in methods.fields])))
    for name, method in made.items():
        if name not in cls.__dict__:
            setattr(cls, name, method)
        elif name in _ORDER:
            raise TypeError("Cannot overwrite attribute %s in class %s. Consider using "
                            "functools.total_ordering" % (name, cls.__name__))
        elif name in ("__setattr__", "__delattr__"):
            raise TypeError("Cannot overwrite attribute %s in class %s" % (name, cls.__name__))
    if hashable:
        if hash_is_given:
            raise TypeError("Cannot overwrite attribute __hash__ in class %s" % cls.__name__)
        cls.__hash__ = by_fields
    elif params.eq and not hash_is_given:
        cls.__hash__ = None
    if not getattr(cls, "__doc__"):
        cls.__doc__ = cls.__name__ + _signature_text(cls, made.get("__init__"))
    return cls


def _signature_text(cls, init):
    """The signature of a class, as `inspect` shows it."""
    plain = cls.__new__ is object.__new__ and type(cls).__call__ is type.__call__
    if not plain or cls.__dict__.get("__init__") is not init or init is None:
        import inspect
        return str(inspect.signature(cls)).replace(" -> None", "")
    names = init.__code__.co_varnames[1:init.__code__.co_argcount]
    defaults = init.__defaults__ or ()
    shown = []
    for index, name in enumerate(names, len(defaults) - len(names)):
        shown.append("%s: %s" % (name, _annotation_text(init.__annotations__[name])))
        if index >= 0:
            shown[-1] += " = %r" % (defaults[index],)
    return "(%s)" % ", ".join(shown)


def _annotation_text(annotation):
    module = getattr(annotation, "__module__", None)
    if module == "typing":
        return repr(annotation).replace("typing.", "")
    if not isinstance(annotation, type):
        return repr(annotation)
    name = annotation.__qualname__
    return name if module == "builtins" else "%s.%s" % (module, name)


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False,
              frozen=False):
    """Adds methods to a class that come from its annotated variables."""
    params = _DataclassParams(
        init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen)
    if cls is None:
        return lambda decorated: _equip(decorated, params)
    return _equip(cls, params)


# Functions on dataclasses and their instances


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


def fields(class_or_instance):
    """The fields, in a tuple."""
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance")
    return tuple([made for made in found.values() if made._field_type is _FIELD])


def _unfolded(obj, unfold):
    """A copy of a value in which dataclass instances are replaced, in containers too."""
    if _is_dataclass_instance(obj):
        return unfold(obj)
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_unfolded(item, unfold) for item in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)([_unfolded(item, unfold) for item in obj])
    if isinstance(obj, dict):
        return type(obj)([(_unfolded(key, unfold), _unfolded(value, unfold))
                          for key, value in obj.items()])
    import copy
    return copy.deepcopy(obj)


def asdict(obj, *, dict_factory=dict):
    """The fields of an instance in a dict, and so of the instances inside."""
    def unfold(one):
        return dict_factory([(made.name, _unfolded(getattr(one, made.name), unfold))
                             for made in fields(one)])

    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return unfold(obj)


def astuple(obj, *, tuple_factory=tuple):
    """The values of the fields of an instance in a tuple, and so of the instances inside."""
    def unfold(one):
        return tuple_factory([_unfolded(getattr(one, made.name), unfold) for made in fields(one)])

    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return unfold(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True,
                   order=False, unsafe_hash=False, frozen=False):
    """A dataclass of fields given as names, pairs with a type, or triples with a default."""
    import keyword
    import types
    annotations = {}
    content = dict(namespace or {})
    for item in fields:
        if isinstance(item, str):
            item = item, "typing.Any"
        if len(item) not in (2, 3):
            raise TypeError("Invalid field: %r" % (item,))
        name, annotation, *default = item
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError("Field names must be valid identifiers: %r" % (name,))
        if keyword.iskeyword(name):
            raise TypeError("Field names must not be keywords: %r" % (name,))
        if name in annotations:
            raise TypeError("Field name duplicated: %r" % (name,))
        annotations[name] = annotation
        if default:
            content[name] = default[0]
    content["__annotations__"] = annotations
    cls = types.new_class(cls_name, bases, {}, lambda body: body.update(content))
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash,
                     frozen=frozen)


def replace(obj, /, **changes):
    """A new instance with the same values but those that are given."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for name, made in getattr(obj, _FIELDS).items():
        if made._field_type is _FIELD_CLASSVAR:
            continue
        if not made.init:
            if name in changes:
                raise ValueError("field %s is declared with init=False, it cannot be specified "
                                 "with replace()" % name)
        elif name not in changes:
            if made._field_type is _FIELD_INITVAR and made.default is MISSING:
                raise ValueError("InitVar %r must be specified with replace()" % name)
            changes[name] = getattr(obj, name)
    return type(obj)(**changes)
