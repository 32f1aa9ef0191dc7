"""Classes that are mainly records of fields.

The methods are compiled from text, so that a traced `__init__` is as plain as a written one.

Counterpart: lib-python/3/dataclasses.py.
"""

import keyword
import sys
from types import MappingProxyType

from _pypy_generic_alias import GenericAlias as _GenericAlias

__all__ = [
    "dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "MISSING", "fields",
    "asdict", "astuple", "make_dataclass", "replace", "is_dataclass",
]


class FrozenInstanceError(AttributeError):
    pass


class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return "<factory>"


class _MISSING_TYPE:
    pass


class _FIELD_BASE:
    """A kind of field."""

    __slots__ = ("name",)

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()
MISSING = _MISSING_TYPE()
_EMPTY_METADATA = MappingProxyType({})
_FIELD = _FIELD_BASE("_FIELD")
_FIELD_CLASSVAR = _FIELD_BASE("_FIELD_CLASSVAR")
_FIELD_INITVAR = _FIELD_BASE("_FIELD_INITVAR")
_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"
_POST_INIT_NAME = "__post_init__"


class InitVar:
    """The type of a field that is only a parameter of `__init__`."""

    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        if isinstance(self.type, type) and not isinstance(self.type, _GenericAlias):
            name = self.type.__name__
        else:
            name = repr(self.type)
        return "dataclasses.InitVar[%s]" % name

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """What is known about one field; made by `field()` alone."""

    __slots__ = (
        "name", "type", "default", "default_factory", "repr", "hash", "init", "compare",
        "metadata", "_field_type",
    )

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata):
        # These three are known when the class is processed.
        self.name = self.type = self._field_type = None
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.hash, self.compare = init, repr, hash, compare
        self.metadata = _EMPTY_METADATA if metadata is None else MappingProxyType(metadata)

    def __repr__(self):
        return (
            "Field(name=%r,type=%r,default=%r,default_factory=%r,init=%r,repr=%r,hash=%r,"
            "compare=%r,metadata=%r,_field_type=%r)" % (
                self.name, self.type, self.default, self.default_factory, self.init, self.repr,
                self.hash, self.compare, self.metadata, self._field_type))

    def __set_name__(self, owner, name):
        notify = getattr(type(self.default), "__set_name__", None)
        if notify:
            notify(self.default, owner, name)

    __class_getitem__ = classmethod(_GenericAlias)


class _DataclassParams:
    """The arguments that the decorator was called with."""

    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen")

    def __init__(self, init, repr, eq, order, unsafe_hash, frozen):
        self.init, self.repr, self.frozen = init, repr, frozen
        self.eq, self.order, self.unsafe_hash = eq, order, unsafe_hash

    def __repr__(self):
        return "_DataclassParams(init=%r,repr=%r,eq=%r,order=%r,unsafe_hash=%r,frozen=%r)" % (
            self.init, self.repr, self.eq, self.order, self.unsafe_hash, self.frozen)


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None,
          compare=True, metadata=None):
    """Return an object to identify dataclass fields."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata)


def _create_fn(name, args, body, namespace, module_globals, return_type=MISSING):
    """Compile a function; `namespace` holds what its text refers to besides its globals."""
    returns = ""
    if return_type is not MISSING:
        namespace["_return_type"] = return_type
        returns = " -> _return_type"
    lines = "\n".join(["  " + line for line in body])
    text = "def __create_fn__(%s):\n def %s(%s)%s:\n%s\n return %s" % (
        ", ".join(namespace), name, ", ".join(args), returns, lines, name)
    made = {}
    exec(text, module_globals, made)
    return made["__create_fn__"](**namespace)


def _tuple_text(owner, fields_shown):
    """The text of a tuple of fields, `(self.x,self.y,)`."""
    if not fields_shown:
        return "()"
    return "(%s,)" % ",".join(["%s.%s" % (owner, f.name) for f in fields_shown])


def _init_parameter(f):
    if f.default is MISSING and f.default_factory is MISSING:
        default = ""
    elif f.default is not MISSING:
        default = "=_dflt_" + f.name
    else:
        default = "=_HAS_DEFAULT_FACTORY"
    return "%s:_type_%s%s" % (f.name, f.name, default)


def _init_line(f, frozen, namespace, self_name):
    """The statement that sets a field in `__init__`; None when there is none."""
    default_name = "_dflt_" + f.name
    if f.default_factory is not MISSING:
        namespace[default_name] = f.default_factory
        if f.init:
            value = "%s() if %s is _HAS_DEFAULT_FACTORY else %s" % (default_name, f.name, f.name)
        else:
            value = default_name + "()"
    elif f.init:
        if f.default is not MISSING:
            namespace[default_name] = f.default
        value = f.name
    else:
        return None
    if f._field_type is _FIELD_INITVAR:
        return None
    if frozen:
        return "_set_attribute(%s,%r,%s)" % (self_name, f.name, value)
    return "%s.%s=%s" % (self_name, f.name, value)


def _init_fn(init_fields, frozen, has_post_init, self_name, module_globals):
    seen_default = False
    for f in init_fields:
        if not f.init:
            continue
        if f.default is not MISSING or f.default_factory is not MISSING:
            seen_default = True
        elif seen_default:
            raise TypeError("non-default argument %r follows default argument" % f.name)
    namespace = {"_type_" + f.name: f.type for f in init_fields}
    namespace["MISSING"] = MISSING
    namespace["_HAS_DEFAULT_FACTORY"] = _HAS_DEFAULT_FACTORY
    namespace["_set_attribute"] = object.__setattr__
    body = []
    for f in init_fields:
        line = _init_line(f, frozen, namespace, self_name)
        if line is not None:
            body.append(line)
    if has_post_init:
        passed = [f.name for f in init_fields if f._field_type is _FIELD_INITVAR]
        body.append("%s.%s(%s)" % (self_name, _POST_INIT_NAME, ",".join(passed)))
    args = [self_name] + [_init_parameter(f) for f in init_fields if f.init]
    return _create_fn("__init__", args, body or ["pass"], namespace, module_globals, None)


def _recursive_repr(user_function):
    # Like reprlib's, without its import.
    running = set()

    def wrapper(self):
        key = id(self)
        if key in running:
            return "..."
        running.add(key)
        try:
            return user_function(self)
        finally:
            running.discard(key)

    wrapper.__name__ = user_function.__name__
    wrapper.__qualname__ = user_function.__qualname__
    wrapper.__module__ = user_function.__module__
    wrapper.__doc__ = user_function.__doc__
    wrapper.__wrapped__ = user_function
    return wrapper


def _repr_fn(shown, module_globals):
    parts = ", ".join(["%s={self.%s!r}" % (f.name, f.name) for f in shown])
    body = ['return self.__class__.__qualname__ + f"(%s)"' % parts]
    return _recursive_repr(_create_fn("__repr__", ["self"], body, {}, module_globals))


def _frozen_fns(cls, own_fields, module_globals):
    names = tuple([f.name for f in own_fields])
    condition = "if type(self) is cls"
    if names:
        condition += " or name in %r" % (names,)
    methods = []
    for name, args, verb in (
        ("__setattr__", ["self", "name", "value"], "assign to"),
        ("__delattr__", ["self", "name"], "delete"),
    ):
        body = [
            condition + ":",
            ' raise FrozenInstanceError(f"cannot %s field {name!r}")' % verb,
            "super(cls, self).%s(%s)" % (name, ", ".join(args[1:])),
        ]
        namespace = {"cls": cls, "FrozenInstanceError": FrozenInstanceError}
        methods.append(_create_fn(name, args, body, namespace, module_globals))
    return methods


def _compare_fn(name, operator, compared, module_globals):
    body = [
        "if other.__class__ is self.__class__:",
        " return %s%s%s" % (
            _tuple_text("self", compared), operator, _tuple_text("other", compared)),
        "return NotImplemented",
    ]
    return _create_fn(name, ["self", "other"], body, {}, module_globals)


def _hash_fn(hashed, module_globals):
    body = ["return hash(%s)" % _tuple_text("self", hashed)]
    return _create_fn("__hash__", ["self"], body, {}, module_globals)


def _is_classvar(annotation, typing):
    return annotation is typing.ClassVar or (
        type(annotation) is typing._GenericAlias and annotation.__origin__ is typing.ClassVar)


def _is_initvar(annotation, dataclasses):
    return annotation is dataclasses.InitVar or type(annotation) is dataclasses.InitVar


def _annotation_names(annotation):
    """The module (or None) and the name at the beginning of an annotation's text."""
    first, rest = _leading_name(annotation)
    if not first:
        return None, None
    rest = rest.lstrip()
    if rest[:1] != ".":
        return None, first
    second, _ = _leading_name(rest[1:])
    return (first, second) if second else (None, first)


def _leading_name(text):
    text = text.lstrip()
    end = 0
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return text[:end], text[end:]


def _is_type(annotation, cls, a_module, a_type, predicate):
    """Whether an annotation given as text means a type of a module."""
    module_name, name = _annotation_names(annotation)
    if name is None:
        return False
    namespace = None
    module = sys.modules.get(cls.__module__)
    if module_name is None:
        namespace = module.__dict__ if module is not None else None
    elif module is not None and module.__dict__.get(module_name) is a_module:
        namespace = sys.modules.get(a_type.__module__).__dict__
    return namespace is not None and predicate(namespace.get(name), a_module)


def _get_field(cls, name, annotation):
    """The field of an annotation of a class body."""
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if type(default).__name__ == "member_descriptor":
            default = MISSING
        f = field(default=default)
    f.name = name
    f.type = annotation
    f._field_type = _FIELD
    typing = sys.modules.get("typing")
    if typing is not None and (_is_classvar(annotation, typing) or (
            isinstance(annotation, str)
            and _is_type(annotation, cls, typing, typing.ClassVar, _is_classvar))):
        f._field_type = _FIELD_CLASSVAR
    if f._field_type is _FIELD:
        dataclasses = sys.modules[__name__]
        if _is_initvar(annotation, dataclasses) or (
                isinstance(annotation, str)
                and _is_type(annotation, cls, dataclasses, dataclasses.InitVar, _is_initvar)):
            f._field_type = _FIELD_INITVAR
    if f._field_type is not _FIELD and f.default_factory is not MISSING:
        raise TypeError("field %s cannot have a default factory" % f.name)
    if f._field_type is _FIELD and isinstance(f.default, (list, dict, set)):
        raise ValueError("mutable default %s for field %s is not allowed: use default_factory" % (
            type(f.default), f.name))
    return f


def _set_new_attribute(cls, name, value):
    """Set an attribute that the class itself does not define; whether it did."""
    if name in cls.__dict__:
        return True
    setattr(cls, name, value)
    return False


def _own_fields(cls, all_fields):
    """Collect the fields of a class's own annotations."""
    annotations = cls.__dict__.get("__annotations__", {})
    own = [_get_field(cls, name, annotation) for name, annotation in annotations.items()]
    for f in own:
        all_fields[f.name] = f
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError("%r is a field but has no type annotation" % name)


def _inherited_fields(cls, all_fields, frozen):
    """Collect the fields of the bases; what is to be raised about them, or None."""
    any_frozen = False
    has_bases = False
    for base in cls.__mro__[-1:0:-1]:
        base_fields = getattr(base, _FIELDS, None)
        if base_fields is None:
            continue
        has_bases = True
        for f in base_fields.values():
            all_fields[f.name] = f
        if getattr(base, _PARAMS).frozen:
            any_frozen = True
    if has_bases and any_frozen and not frozen:
        return "cannot inherit non-frozen dataclass from a frozen one"
    if has_bases and not any_frozen and frozen:
        return "cannot inherit frozen dataclass from a non-frozen one"
    return None


def _has_explicit_hash(cls):
    """Whether the class body says how to hash; None beside an `__eq__` came from that."""
    class_hash = cls.__dict__.get("__hash__", MISSING)
    return not (class_hash is MISSING or (class_hash is None and "__eq__" in cls.__dict__))


def _set_hash(cls, explicit, params, field_list, module_globals):
    if params.unsafe_hash:
        if explicit:
            raise TypeError("Cannot overwrite attribute __hash__ in class %s" % cls.__name__)
    elif not params.eq or explicit:
        return
    elif not params.frozen:
        cls.__hash__ = None
        return
    hashed = [f for f in field_list if (f.compare if f.hash is None else f.hash)]
    cls.__hash__ = _hash_fn(hashed, module_globals)


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen):
    all_fields = {}
    if cls.__module__ in sys.modules:
        module_globals = sys.modules[cls.__module__].__dict__
    else:
        module_globals = {}
    params = _DataclassParams(init, repr, eq, order, unsafe_hash, frozen)
    setattr(cls, _PARAMS, params)
    complaint = _inherited_fields(cls, all_fields, frozen)
    _own_fields(cls, all_fields)
    if complaint is not None:
        raise TypeError(complaint)
    setattr(cls, _FIELDS, all_fields)
    field_list = [f for f in all_fields.values() if f._field_type is _FIELD]
    explicit_hash = _has_explicit_hash(cls)
    if order and not eq:
        raise ValueError("eq must be true if order is true")
    init_fields = None
    if init:
        init_fields = [
            f for f in all_fields.values() if f._field_type in (_FIELD, _FIELD_INITVAR)]
        self_name = "__dataclass_self__" if "self" in all_fields else "self"
        has_post_init = hasattr(cls, _POST_INIT_NAME)
        made = _init_fn(init_fields, frozen, has_post_init, self_name, module_globals)
        if _set_new_attribute(cls, "__init__", made):
            init_fields = None
    if repr:
        shown = [f for f in field_list if f.repr]
        _set_new_attribute(cls, "__repr__", _repr_fn(shown, module_globals))
    compared = [f for f in field_list if f.compare]
    if eq:
        _set_new_attribute(
            cls, "__eq__", _compare_fn("__eq__", "==", compared, module_globals))
    if order:
        for name, operator in (
                ("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")):
            method = _compare_fn(name, operator, compared, module_globals)
            if _set_new_attribute(cls, name, method):
                raise TypeError(
                    "Cannot overwrite attribute %s in class %s. "
                    "Consider using functools.total_ordering" % (name, cls.__name__))
    if frozen:
        for method in _frozen_fns(cls, field_list, module_globals):
            if _set_new_attribute(cls, method.__name__, method):
                raise TypeError("Cannot overwrite attribute %s in class %s" % (
                    method.__name__, cls.__name__))
    _set_hash(cls, explicit_hash, params, field_list, module_globals)
    if not getattr(cls, "__doc__"):
        cls.__doc__ = cls.__name__ + _signature_text(cls, init_fields)
    return cls


def _annotation_text(annotation):
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, type) and type(annotation) is not _GenericAlias:
        if annotation.__module__ == "builtins":
            return annotation.__qualname__
        return "%s.%s" % (annotation.__module__, annotation.__qualname__)
    return repr(annotation)


def _signature_text(cls, init_fields):
    """What `inspect.signature(cls)` would print; `init_fields` are those of a made `__init__`."""
    if init_fields is None or type(cls) is not type or cls.__new__ is not object.__new__:
        import inspect
        return str(inspect.signature(cls)).replace(" -> None", "")
    shown = []
    for f in init_fields:
        if not f.init:
            continue
        text = "%s: %s" % (f.name, _annotation_text(f.type))
        if f.default is not MISSING:
            text += " = %r" % (f.default,)
        elif f.default_factory is not MISSING:
            text += " = <factory>"
        shown.append(text)
    return "(%s)" % ", ".join(shown)


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False,
              frozen=False):
    """Returns the same class as was passed in, with dunder methods added for its fields."""

    def wrap(decorated):
        return _process_class(decorated, init, repr, eq, order, unsafe_hash, frozen)

    if cls is None:
        return wrap
    return wrap(cls)


def fields(class_or_instance):
    """The fields of a dataclass or of an instance of one, as a tuple."""
    try:
        all_fields = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance")
    return tuple([f for f in all_fields.values() if f._field_type is _FIELD])


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Whether an object is a dataclass or an instance of one."""
    if isinstance(obj, type) and not isinstance(obj, _GenericAlias):
        return hasattr(obj, _FIELDS)
    return hasattr(type(obj), _FIELDS)


def asdict(obj, *, dict_factory=dict):
    """The fields of an instance as a dictionary, dataclasses within it likewise."""
    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _convert(obj, _pairs_of, dict_factory)


def astuple(obj, *, tuple_factory=tuple):
    """The fields of an instance as a tuple, dataclasses within it likewise."""
    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _convert(obj, _values_of, tuple_factory)


def _pairs_of(obj, factory):
    return [(f.name, _convert(getattr(obj, f.name), _pairs_of, factory)) for f in fields(obj)]


def _values_of(obj, factory):
    return [_convert(getattr(obj, f.name), _values_of, factory) for f in fields(obj)]


def _convert(obj, contents_of, factory):
    if _is_dataclass_instance(obj):
        return factory(contents_of(obj, factory))
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_convert(value, contents_of, factory) for value in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)([_convert(value, contents_of, factory) for value in obj])
    if isinstance(obj, dict):
        return type(obj)([
            (_convert(key, contents_of, factory), _convert(value, contents_of, factory))
            for key, value in obj.items()])
    import copy
    return copy.deepcopy(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True,
                   order=False, unsafe_hash=False, frozen=False):
    """Return a new dynamically created dataclass."""
    namespace = {} if namespace is None else namespace.copy()
    seen = set()
    annotations = {}
    for item in fields:
        if isinstance(item, str):
            name = item
            annotation = "typing.Any"
        elif len(item) == 2:
            name, annotation = item
        elif len(item) == 3:
            name, annotation, value = item
            namespace[name] = value
        else:
            raise TypeError("Invalid field: %r" % (item,))
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError("Field names must be valid identifiers: %r" % (name,))
        if keyword.iskeyword(name):
            raise TypeError("Field names must not be keywords: %r" % (name,))
        if name in seen:
            raise TypeError("Field name duplicated: %r" % (name,))
        seen.add(name)
        annotations[name] = annotation
    namespace["__annotations__"] = annotations
    import types
    cls = types.new_class(cls_name, bases, {}, lambda body: body.update(namespace))
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash,
                     frozen=frozen)


def replace(obj, /, **changes):
    """Return a new object replacing specified fields with new values."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for f in getattr(obj, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise ValueError(
                    "field %s is declared with init=False, it cannot be specified with "
                    "replace()" % f.name)
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise ValueError("InitVar %r must be specified with replace()" % f.name)
            changes[f.name] = getattr(obj, f.name)
    return obj.__class__(**changes)
