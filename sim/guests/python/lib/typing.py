"""Type hints at run time: special forms, generic classes, protocols, typed records.

Counterpart: lib-python/3/typing.py.
"""

import collections
import collections.abc
import contextlib
import functools
import sys
import types
from abc import ABCMeta, abstractmethod

from _pypy_generic_alias import GenericAlias

__all__ = [
    "Annotated", "Any", "Callable", "ClassVar", "Final", "ForwardRef", "Generic", "Literal",
    "Optional", "Protocol", "Tuple", "Type", "TypeVar", "Union",
    "AbstractSet", "ByteString", "Container", "ContextManager", "Hashable", "ItemsView",
    "Iterable", "Iterator", "KeysView", "Mapping", "MappingView", "MutableMapping",
    "MutableSequence", "MutableSet", "Sequence", "Sized", "ValuesView", "Awaitable",
    "AsyncIterator", "AsyncIterable", "Coroutine", "Collection", "AsyncGenerator",
    "AsyncContextManager",
    "Reversible", "SupportsAbs", "SupportsBytes", "SupportsComplex", "SupportsFloat",
    "SupportsIndex", "SupportsInt", "SupportsRound",
    "ChainMap", "Counter", "Deque", "Dict", "DefaultDict", "List", "OrderedDict", "Set",
    "FrozenSet", "NamedTuple", "TypedDict", "Generator",
    "BinaryIO", "IO", "Match", "Pattern", "TextIO",
    "AnyStr", "cast", "final", "get_args", "get_origin", "get_type_hints", "NewType",
    "no_type_check", "no_type_check_decorator", "NoReturn", "overload", "runtime_checkable",
    "Text", "TYPE_CHECKING",
]

TYPE_CHECKING = False


# Checking and showing of arguments


def _type_convert(arg, module=None):
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        return ForwardRef(arg, module=module)
    return arg


def _type_check(arg, msg, is_argument=True, module=None, *, allow_special_forms=False):
    """The type that an argument stands for; a TypeError for what is none."""
    refused = [Generic, Protocol]
    if not allow_special_forms:
        refused.append(ClassVar)
        if is_argument:
            refused.append(Final)
    arg = _type_convert(arg, module)
    if isinstance(arg, _GenericAlias) and arg.__origin__ in refused:
        raise TypeError("%s is not valid as type argument" % (arg,))
    if arg is Any or arg is NoReturn or arg is Final:
        return arg
    if isinstance(arg, _SpecialForm) or arg is Generic or arg is Protocol:
        raise TypeError("Plain %s is not valid as type argument" % (arg,))
    if isinstance(arg, (type, TypeVar, ForwardRef)):
        return arg
    if not callable(arg):
        raise TypeError("%s Got %.100r." % (msg, arg))
    return arg


def _as_tuple(params):
    return params if isinstance(params, tuple) else (params,)


def _checked_types(params, msg):
    return tuple([_type_check(param, msg) for param in params])


def _type_repr(obj):
    """The text of a type inside of a subscript."""
    if isinstance(obj, GenericAlias):
        return repr(obj)
    if isinstance(obj, type):
        if obj.__module__ == "builtins":
            return obj.__qualname__
        return "%s.%s" % (obj.__module__, obj.__qualname__)
    if obj is ...:
        return "..."
    if isinstance(obj, types.FunctionType):
        return obj.__name__
    return repr(obj)


def _collect_type_vars(args):
    """The type variables in some types, each once, in the order of appearance."""
    found = []
    for arg in args:
        if isinstance(arg, TypeVar):
            if arg not in found:
                found.append(arg)
        elif isinstance(arg, (_GenericAlias, GenericAlias)):
            for inner in arg.__parameters__:
                if inner not in found:
                    found.append(inner)
    return tuple(found)


def _check_generic(cls, parameters, expected):
    """Check the number of parameters of a generic class."""
    if not expected:
        raise TypeError("%s is not a generic class" % (cls,))
    actual = len(parameters)
    if actual != expected:
        raise TypeError("Too %s parameters for %s; actual %s, expected %s" % (
            "many" if actual > expected else "few", cls, actual, expected))


def _deduplicate(params):
    found = []
    for param in params:
        if param not in found:
            found.append(param)
    return found


def _flattened_union(parameters):
    """The members of a union: unions within are opened, doubles are dropped."""
    members = []
    for param in parameters:
        if isinstance(param, _UnionGenericAlias):
            members.extend(param.__args__)
        elif isinstance(param, tuple) and len(param) > 0 and param[0] is Union:
            members.extend(param[1:])
        else:
            members.append(param)
    return tuple(_deduplicate(members))


def _typed_pairs(values):
    return [(value, type(value)) for value in values]


def _tp_cache(func=None, *, typed=False):
    """Remember results; arguments that cannot be hashed are computed again."""

    def decorator(func):
        cached = functools.lru_cache(typed=typed)(func)

        @functools.wraps(func)
        def inner(*args):
            try:
                return cached(*args)
            except TypeError:
                pass
            return func(*args)

        return inner

    if func is not None:
        return decorator(func)
    return decorator


def _eval_type(t, globalns, localns, recursive_guard=frozenset()):
    """A type with all its forward references replaced."""
    if isinstance(t, ForwardRef):
        return t._evaluate(globalns, localns, recursive_guard)
    if isinstance(t, (_GenericAlias, GenericAlias)):
        args = tuple([
            _eval_type(arg, globalns, localns, recursive_guard) for arg in t.__args__])
        if args == t.__args__:
            return t
        if isinstance(t, GenericAlias):
            return GenericAlias(t.__origin__, args)
        return t.copy_with(args)
    return t


def _is_dunder(name):
    return name.startswith("__") and name.endswith("__")


class _Final:
    """Mixin to prohibit subclassing"""

    __slots__ = ("__weakref__",)

    def __init_subclass__(cls, /, *args, **kwds):
        if "_root" not in kwds:
            raise TypeError("Cannot subclass special typing classes")


class _CopiedAsItself:
    """Mixin of objects that are one and the same in all copies."""

    __slots__ = ()

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self


# Special forms


class _SpecialForm(_Final, _root=True):
    __slots__ = ("_name", "__doc__", "_getitem")

    def __init__(self, getitem):
        self._getitem = getitem
        self._name = getitem.__name__
        self.__doc__ = getitem.__doc__

    def __mro_entries__(self, bases):
        raise TypeError("Cannot subclass %r" % self)

    def __repr__(self):
        return "typing." + self._name

    def __reduce__(self):
        return self._name

    def __call__(self, *args, **kwds):
        raise TypeError("Cannot instantiate %r" % self)

    def __instancecheck__(self, obj):
        raise TypeError("%s cannot be used with isinstance()" % self)

    def __subclasscheck__(self, cls):
        raise TypeError("%s cannot be used with issubclass()" % self)

    @_tp_cache
    def __getitem__(self, parameters):
        return self._getitem(self, parameters)


class _LiteralSpecialForm(_SpecialForm, _root=True):
    @_tp_cache(typed=True)
    def _with_values(self, *parameters):
        return self._getitem(self, *parameters)

    def __getitem__(self, parameters):
        if not isinstance(parameters, tuple):
            parameters = (parameters,)
        return self._with_values(*parameters)


@_SpecialForm
def Any(self, parameters):
    """Special type indicating an unconstrained type.

    Every type is compatible with it, and it with every type; it cannot be used with
    instance or class checks.
    """
    raise TypeError("%s is not subscriptable" % self)


@_SpecialForm
def NoReturn(self, parameters):
    """Special type indicating functions that never return."""
    raise TypeError("%s is not subscriptable" % self)


@_SpecialForm
def ClassVar(self, parameters):
    """Special type construct to mark class variables."""
    item = _type_check(parameters, "%s accepts only single type." % self)
    return _GenericAlias(self, (item,))


@_SpecialForm
def Final(self, parameters):
    """Special typing construct to indicate final names to type checkers."""
    item = _type_check(parameters, "%s accepts only single type." % self)
    return _GenericAlias(self, (item,))


@_SpecialForm
def Union(self, parameters):
    """Union type; Union[X, Y] means either X or Y."""
    if parameters == ():
        raise TypeError("Cannot take a Union of no types.")
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    msg = "Union[arg, ...]: each arg must be a type."
    parameters = _flattened_union([_type_check(param, msg) for param in parameters])
    if len(parameters) == 1:
        return parameters[0]
    return _UnionGenericAlias(self, parameters)


@_SpecialForm
def Optional(self, parameters):
    """Optional type: Optional[X] is equivalent to Union[X, None]."""
    arg = _type_check(parameters, "%s requires a single type." % self)
    return Union[arg, type(None)]


@_LiteralSpecialForm
def Literal(self, *parameters):
    """Special typing form to define literal types (a.k.a. value types)."""
    flat = []
    for param in parameters:
        if isinstance(param, _LiteralGenericAlias):
            flat.extend(param.__args__)
        else:
            flat.append(param)
    parameters = tuple(flat)
    try:
        parameters = tuple([pair[0] for pair in _deduplicate(_typed_pairs(parameters))])
    except TypeError:
        # Values without a hash stay as they are.
        pass
    return _LiteralGenericAlias(self, parameters)


class ForwardRef(_Final, _root=True):
    """Internal wrapper to hold a forward reference."""

    __slots__ = (
        "__forward_arg__", "__forward_code__", "__forward_evaluated__", "__forward_value__",
        "__forward_is_argument__", "__forward_is_class__", "__forward_module__",
    )

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError("Forward reference must be a string -- got %r" % (arg,))
        try:
            code = compile(arg, "<string>", "eval")
        except SyntaxError:
            raise SyntaxError("Forward reference must be an expression -- got %r" % (arg,))
        state = (arg, code, False, None, is_argument, is_class, module)
        for slot, value in zip(ForwardRef.__slots__, state):
            setattr(self, slot, value)

    def _namespaces(self, globalns, localns):
        """Where the text is evaluated; a namespace that is missing is the same as the other."""
        if globalns is None:
            globalns = {} if localns is None else localns
        inner = globalns if localns is None else localns
        module = sys.modules.get(self.__forward_module__)
        return getattr(module, "__dict__", globalns), inner

    def _evaluate(self, globalns, localns, pending):
        """The type meant; `pending` holds the texts that are being evaluated further out."""
        text = self.__forward_arg__
        if text in pending:
            return self
        if not self.__forward_evaluated__ or localns is not globalns:
            outer, inner = self._namespaces(globalns, localns)
            found = _type_check(
                eval(self.__forward_code__, outer, inner),
                "Forward references must evaluate to types.",
                is_argument=self.__forward_is_argument__,
                allow_special_forms=self.__forward_is_class__)
            self.__forward_value__ = _eval_type(found, outer, inner, pending | {text})
            self.__forward_evaluated__ = True
        return self.__forward_value__

    def __eq__(self, other):
        if isinstance(other, ForwardRef):
            same = self.__forward_arg__ == other.__forward_arg__
            if same and self.__forward_evaluated__ and other.__forward_evaluated__:
                return self.__forward_value__ == other.__forward_value__
            return same
        return NotImplemented

    def __hash__(self):
        return hash(self.__forward_arg__)

    def __repr__(self):
        return "ForwardRef(%r)" % self.__forward_arg__


def _caller_module():
    """The module that calls the caller of this."""
    try:
        return sys._getframe(2).f_globals.get("__name__", "__main__")
    except (AttributeError, ValueError):
        return "__main__"


class TypeVar(_Final, _CopiedAsItself, _root=True):
    """Type variable."""

    __slots__ = (
        "__name__", "__bound__", "__constraints__", "__covariant__", "__contravariant__",
        "__dict__",
    )

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False):
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        if constraints:
            if bound is not None:
                raise TypeError("Constraints cannot be combined with bound=...")
            if len(constraints) < 2:
                raise TypeError("A single constraint is not allowed")
        self.__name__ = name
        self.__contravariant__, self.__covariant__ = bool(contravariant), bool(covariant)
        self.__constraints__ = _checked_types(
            constraints, "TypeVar(name, constraint, ...): constraints must be types.")
        self.__bound__ = _type_check(bound, "Bound must be a type.") if bound else None
        module = _caller_module()
        if module != "typing":
            self.__module__ = module

    def __repr__(self):
        if self.__covariant__:
            return "+" + self.__name__
        if self.__contravariant__:
            return "-" + self.__name__
        return "~" + self.__name__

    def __reduce__(self):
        return self.__name__


# Subscripted types


class _BaseGenericAlias(_Final, _root=True):
    """What stands for a type of another module, with or without a subscript.

    `_inst` says whether calls make instances; `_name` is the name in this module, if any.
    """

    def __init__(self, origin, *, inst=True, name=None):
        self.__origin__ = origin
        self._inst = inst
        self._name = name
        self.__slots__ = None

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError("Type %s cannot be instantiated; use %s() instead" % (
                self._name, self.__origin__.__name__))
        made = self.__origin__(*args, **kwargs)
        self._note_on(made)
        return made

    def _note_on(self, instance):
        """Tell an instance the type that it was made with, if it has room for it."""
        try:
            instance.__orig_class__ = self
        except AttributeError:
            return

    def __mro_entries__(self, bases):
        entries = []
        if self.__origin__ not in bases:
            entries.append(self.__origin__)
        following = bases[bases.index(self) + 1:]
        for base in following:
            if isinstance(base, _BaseGenericAlias) or issubclass(base, Generic):
                break
        else:
            entries.append(Generic)
        return tuple(entries)

    def __getattr__(self, attr):
        if "__origin__" in self.__dict__ and not _is_dunder(attr):
            return getattr(self.__origin__, attr)
        raise AttributeError(attr)

    def __setattr__(self, attr, value):
        if _is_dunder(attr) or attr in ("_name", "_inst", "_nparams"):
            super().__setattr__(attr, value)
        else:
            setattr(self.__origin__, attr, value)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")


class _GenericAlias(_BaseGenericAlias, _root=True):
    def __init__(self, origin, params, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name)
        if not isinstance(params, tuple):
            params = (params,)
        args = []
        for param in params:
            if param is _TypingEllipsis:
                args.append(...)
            elif param is _TypingEmpty:
                args.append(())
            else:
                args.append(param)
        self.__args__ = tuple(args)
        self.__parameters__ = _collect_type_vars(params)
        if not name:
            self.__module__ = origin.__module__

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    @_tp_cache
    def __getitem__(self, params):
        if self.__origin__ in (Generic, Protocol):
            raise TypeError("Cannot subscript already-subscripted %s" % self)
        params = _checked_types(
            _as_tuple(params), "Parameters to generic types must be types.")
        _check_generic(self, params, len(self.__parameters__))
        values = dict(zip(self.__parameters__, params))
        args = []
        for arg in self.__args__:
            if isinstance(arg, TypeVar):
                arg = values[arg]
            elif isinstance(arg, (_GenericAlias, GenericAlias)):
                inner = arg.__parameters__
                if inner:
                    arg = arg[tuple([values[param] for param in inner])]
            args.append(arg)
        return self.copy_with(tuple(args))

    def copy_with(self, params):
        return self.__class__(self.__origin__, params, name=self._name, inst=self._inst)

    def __repr__(self):
        name = "typing." + self._name if self._name else _type_repr(self.__origin__)
        return "%s[%s]" % (name, ", ".join([_type_repr(arg) for arg in self.__args__]))

    def __reduce__(self):
        import operator
        origin = globals()[self._name] if self._name else self.__origin__
        args = self.__args__
        if len(args) == 1 and not isinstance(args[0], tuple):
            args, = args
        return operator.getitem, (origin, args)

    def __mro_entries__(self, bases):
        if self._name:
            return super().__mro_entries__(bases)
        if self.__origin__ is Generic:
            if Protocol in bases:
                return ()
            for base in bases[bases.index(self) + 1:]:
                if isinstance(base, _BaseGenericAlias) and base is not self:
                    return ()
        return (self.__origin__,)


class _SpecialGenericAlias(_BaseGenericAlias, _root=True):
    """A name of this module for a generic class of another one."""

    def __init__(self, origin, nparams, *, inst=True, name=None):
        if name is None:
            name = origin.__name__
        super().__init__(origin, inst=inst, name=name)
        self._nparams = nparams
        if origin.__module__ == "builtins":
            self.__doc__ = "A generic version of %s." % origin.__qualname__
        else:
            self.__doc__ = "A generic version of %s.%s." % (
                origin.__module__, origin.__qualname__)

    @_tp_cache
    def __getitem__(self, params):
        params = _checked_types(
            _as_tuple(params), "Parameters to generic types must be types.")
        _check_generic(self, params, self._nparams)
        return self.copy_with(params)

    def copy_with(self, params):
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __repr__(self):
        return "typing." + self._name

    def __subclasscheck__(self, cls):
        if isinstance(cls, _GenericAlias):
            return super().__subclasscheck__(cls)
        asked = cls.__origin__ if isinstance(cls, _SpecialGenericAlias) else cls
        return issubclass(asked, self.__origin__)

    def __reduce__(self):
        return self._name


class _CallableGenericAlias(_GenericAlias, _root=True):
    def __repr__(self):
        taken, result = _signature(self.__args__)
        if taken is ...:
            return super().__repr__()
        return "typing.Callable[[%s], %s]" % (
            ", ".join([_type_repr(arg) for arg in taken]), _type_repr(result))

    def __reduce__(self):
        import operator
        return operator.getitem, (Callable, _signature(self.__args__))


def _signature(args):
    """What was written in the brackets of a Callable: a list or an ellipsis, and a type."""
    taken = args[:-1]
    if len(taken) == 1 and taken[0] is ...:
        return args
    return list(taken), args[-1]


class _CallableType(_SpecialGenericAlias, _root=True):
    def copy_with(self, params):
        return _CallableGenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        args, result = params
        # A list cannot be looked up among the results that are remembered.
        if isinstance(args, list):
            params = (tuple(args), result)
        return self._with_signature(params)

    @_tp_cache
    def _with_signature(self, params):
        args, result = params
        result = _type_check(result, "Callable[args, result]: result must be a type.")
        if args is Ellipsis:
            return self.copy_with((_TypingEllipsis, result))
        if not isinstance(args, tuple):
            args = (args,)
        args = tuple([_type_convert(arg) for arg in args])
        return self.copy_with(args + (result,))


class _TupleType(_SpecialGenericAlias, _root=True):
    @_tp_cache
    def __getitem__(self, params):
        items = _as_tuple(params)
        if not items:
            made = (_TypingEmpty,)
        elif len(items) == 2 and items[1] is ...:
            made = _type_check(items[0], "Tuple[t, ...]: t must be a type."), _TypingEllipsis
        else:
            made = _checked_types(items, "Tuple[t0, t1, ...]: each t must be a type.")
        return self.copy_with(made)


class _UnorderedAlias(_GenericAlias, _root=True):
    """Subscripted types for which the order of the arguments does not count."""

    def _as_set(self):
        return frozenset(self.__args__)

    def __hash__(self):
        return hash(self._as_set())

    def __eq__(self, other):
        if isinstance(other, self.__class__):
            return self._as_set() == other._as_set()
        return NotImplemented


class _UnionGenericAlias(_UnorderedAlias, _root=True):
    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and type(None) in args:
            other = args[1] if args[0] is type(None) else args[0]
            return "typing.Optional[%s]" % _type_repr(other)
        return super().__repr__()

    def copy_with(self, params):
        return Union[params]


class _LiteralGenericAlias(_UnorderedAlias, _root=True):
    def _as_set(self):
        return frozenset(_typed_pairs(self.__args__))


class Generic:
    """Abstract base class for generic types."""

    _is_protocol = False
    __slots__ = ()

    @_tp_cache
    def __class_getitem__(cls, params):
        params = _as_tuple(params)
        if not params and cls is not Tuple:
            raise TypeError("Parameter list to %s[...] cannot be empty" % cls.__qualname__)
        params = _checked_types(params, "Parameters to generic types must be types.")
        if cls is Generic or cls is Protocol:
            for param in params:
                if not isinstance(param, TypeVar):
                    raise TypeError(
                        "Parameters to %s[...] must all be type variables" % cls.__name__)
            if len(set(params)) != len(params):
                raise TypeError("Parameters to %s[...] must all be unique" % cls.__name__)
        else:
            _check_generic(cls, params, len(cls.__parameters__))
        return _GenericAlias(cls, params)

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if "__orig_bases__" in cls.__dict__:
            is_plain = Generic in cls.__orig_bases__
        else:
            is_plain = Generic in cls.__bases__ and cls.__name__ != "Protocol"
        if is_plain:
            raise TypeError("Cannot inherit from plain Generic")
        cls.__parameters__ = _parameters_of_class(cls)


def _parameters_of_class(cls):
    """The type variables of a generic class: those of Generic[...], or all of its bases."""
    if "__orig_bases__" not in cls.__dict__:
        return ()
    variables = _collect_type_vars(cls.__orig_bases__)
    listed = None
    for base in cls.__orig_bases__:
        if isinstance(base, _GenericAlias) and base.__origin__ is Generic:
            if listed is not None:
                raise TypeError("Cannot inherit from Generic[...] multiple types.")
            listed = base.__parameters__
    if listed is None:
        return tuple(variables)
    missing = [str(variable) for variable in variables if variable not in listed]
    if missing:
        raise TypeError("Some type variables (%s) are not listed in Generic[%s]" % (
            ", ".join(missing), ", ".join([str(variable) for variable in listed])))
    return listed


class _TypingEmpty:
    """Internal placeholder for () or []."""


class _TypingEllipsis:
    """Internal placeholder for ...: a subscript that is remembered must be hashable."""


# Protocols

_NOT_MEMBERS = frozenset((
    "__parameters__", "__orig_bases__", "__orig_class__", "_is_protocol", "_is_runtime_protocol",
    "__abstractmethods__", "__annotations__", "__dict__", "__doc__", "__init__", "__module__",
    "__new__", "__slots__", "__subclasshook__", "__weakref__", "__class_getitem__",
    "__qualname__",
))


def _get_protocol_attrs(cls):
    """The names that a protocol asks for, its bases' included."""
    attrs = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ("Protocol", "Generic"):
            continue
        annotations = getattr(base, "__annotations__", {})
        for attr in list(base.__dict__) + list(annotations):
            if not attr.startswith("_abc_") and attr not in _NOT_MEMBERS:
                attrs.add(attr)
    return attrs


def _is_callable_members_only(cls):
    for attr in _get_protocol_attrs(cls):
        if not callable(getattr(cls, attr, None)):
            return False
    return True


def _no_init_or_replace_init(self, *args, **kwargs):
    """The `__init__` of protocols: real classes get the next one of their order instead."""
    cls = type(self)
    if cls._is_protocol:
        raise TypeError("Protocols cannot be instantiated")
    if cls.__init__ is not _no_init_or_replace_init:
        return
    inherited = [vars(base)["__init__"] for base in cls.__mro__ if "__init__" in vars(base)]
    cls.__init__ = [init for init in inherited if init is not _no_init_or_replace_init][0]
    cls.__init__(self, *args, **kwargs)


# How many class checks are under way: those within another one come from abc's own machinery,
# which asks about every subclass and must not be refused.
_checks_under_way = [0]


_PROTO_WHITELIST = {
    "collections.abc": [
        "Callable", "Awaitable", "Iterable", "Iterator", "AsyncIterable", "Hashable", "Sized",
        "Container", "Collection", "Reversible",
    ],
    "contextlib": ["AbstractContextManager", "AbstractAsyncContextManager"],
}


def _has_members(cls, instance):
    for attr in _get_protocol_attrs(cls):
        if not hasattr(instance, attr):
            return False
        # A method can be taken away by setting it to None.
        if callable(getattr(cls, attr, None)) and getattr(instance, attr) is None:
            return False
    return True


class _ProtocolMeta(ABCMeta):
    def __instancecheck__(cls, instance):
        by_class = not getattr(cls, "_is_protocol", False) or _is_callable_members_only(cls)
        if by_class and issubclass(instance.__class__, cls):
            return True
        if cls._is_protocol and _has_members(cls, instance):
            return True
        _checks_under_way[0] += 1
        try:
            return super().__instancecheck__(instance)
        finally:
            _checks_under_way[0] -= 1

    def __subclasscheck__(cls, other):
        if cls.__dict__.get("_is_protocol", False) and not _checks_under_way[0]:
            if not getattr(cls, "_is_runtime_protocol", False):
                raise TypeError(
                    "Instance and class checks can only be used with "
                    "@runtime_checkable protocols")
            if not _is_callable_members_only(cls):
                raise TypeError(
                    "Protocols with non-method members don't support issubclass()")
        _checks_under_way[0] += 1
        try:
            return super().__subclasscheck__(other)
        finally:
            _checks_under_way[0] -= 1


def _make_subclass_hook(cls):
    """The structural check of a protocol, as a subclass hook."""

    def _proto_hook(other):
        if not cls.__dict__.get("_is_protocol", False):
            return NotImplemented
        if not getattr(cls, "_is_runtime_protocol", False):
            return NotImplemented
        if not _is_callable_members_only(cls):
            return NotImplemented
        if not isinstance(other, type):
            raise TypeError("issubclass() arg 1 must be a class")
        for attr in _get_protocol_attrs(cls):
            if not _class_has_member(other, attr):
                return NotImplemented
        return True

    return _proto_hook


def _class_has_member(cls, attr):
    for base in cls.__mro__:
        if attr in base.__dict__:
            return base.__dict__[attr] is not None
        annotations = getattr(base, "__annotations__", {})
        if (isinstance(annotations, collections.abc.Mapping) and attr in annotations
                and issubclass(cls, Generic) and cls._is_protocol):
            return True
    return False


class Protocol(Generic, metaclass=_ProtocolMeta):
    """Base class for protocol classes, which are matched by their members."""

    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get("_is_protocol", False):
            cls._is_protocol = Protocol in cls.__bases__
        if "__subclasshook__" not in cls.__dict__:
            cls.__subclasshook__ = _make_subclass_hook(cls)
        if not cls._is_protocol:
            return
        for base in cls.__bases__:
            allowed = base is object or base is Generic or (
                base.__name__ in _PROTO_WHITELIST.get(base.__module__, ())) or (
                issubclass(base, Generic) and base._is_protocol)
            if not allowed:
                raise TypeError(
                    "Protocols can only inherit from other protocols, got %r" % base)
        cls.__init__ = _no_init_or_replace_init


def runtime_checkable(cls):
    """Mark a protocol class as a runtime protocol."""
    if not issubclass(cls, Generic) or not cls._is_protocol:
        raise TypeError(
            "@runtime_checkable can be only applied to protocol classes, got %r" % (cls,))
    cls._is_runtime_protocol = True
    return cls


# Annotated types


class _AnnotatedAlias(_GenericAlias, _root=True):
    """A type together with metadata that this module does not look at."""

    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            # Metadata of metadata: one list, the inner ones first.
            origin, metadata = origin.__origin__, origin.__metadata__ + metadata
        super().__init__(origin, origin)
        self.__metadata__ = metadata

    def copy_with(self, params):
        return _AnnotatedAlias(params[0], self.__metadata__)

    def __repr__(self):
        return "typing.Annotated[%s, %s]" % (
            _type_repr(self.__origin__), ", ".join([repr(data) for data in self.__metadata__]))

    def __reduce__(self):
        import operator
        return operator.getitem, (Annotated, (self.__origin__,) + self.__metadata__)

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))


class Annotated:
    """Add context specific metadata to a type."""

    __slots__ = ()

    def __new__(cls, *_args, **_kwargs):
        raise TypeError("Type Annotated cannot be instantiated.")

    @_tp_cache
    def __class_getitem__(cls, params):
        if len(_as_tuple(params)) < 2:
            raise TypeError(
                "Annotated[...] should be used with at least two arguments "
                "(a type and an annotation).")
        msg = "Annotated[t, ...]: t must be a type."
        origin = _type_check(params[0], msg, allow_special_forms=True)
        return _AnnotatedAlias(origin, tuple(params[1:]))

    def __init_subclass__(cls, *args, **kwargs):
        raise TypeError("Cannot subclass %s.Annotated" % cls.__module__)


# Functions


def cast(typ, val):
    """Cast a value to a type: this returns the value unchanged."""
    return val


def _get_defaults(func):
    """The default values of a function's parameters, by name."""
    try:
        code = func.__code__
    except AttributeError:
        return {}
    names = code.co_varnames[:code.co_argcount]
    result = dict(func.__kwdefaults__ or {})
    defaults = func.__defaults__ or ()
    result.update(zip(names[len(names) - len(defaults):], defaults))
    return result


def _hint(value, is_class, module=None):
    if value is None:
        return type(None)
    if isinstance(value, str):
        if is_class:
            return ForwardRef(value, is_argument=False, is_class=True)
        return ForwardRef(value, is_argument=not isinstance(module, types.ModuleType))
    return value


def _class_hints(cls, globalns, localns):
    hints = {}
    for base in reversed(cls.__mro__):
        if globalns is None:
            module = sys.modules.get(base.__module__, None)
            base_globals = getattr(module, "__dict__", {})
        else:
            base_globals = globalns
        annotations = base.__dict__.get("__annotations__", {})
        if isinstance(annotations, types.GetSetDescriptorType):
            annotations = {}
        base_locals = dict(vars(base)) if localns is None else localns
        if localns is None and globalns is None:
            # What the class body sees comes first, as it does while it is executed.
            base_globals, base_locals = base_locals, base_globals
        for name, value in annotations.items():
            hints[name] = _eval_type(_hint(value, True), base_globals, base_locals)
    return hints


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The type hints of an object, with forward references evaluated."""
    if getattr(obj, "__no_type_check__", None):
        return {}
    if isinstance(obj, type) and not isinstance(obj, GenericAlias):
        hints = _class_hints(obj, globalns, localns)
    else:
        hints = _object_hints(obj, globalns, localns)
    if include_extras:
        return hints
    return {name: _strip_annotations(hint) for name, hint in hints.items()}


def _object_hints(obj, globalns, localns):
    if globalns is None:
        if isinstance(obj, types.ModuleType):
            globalns = obj.__dict__
        else:
            inner = obj
            while hasattr(inner, "__wrapped__"):
                inner = inner.__wrapped__
            globalns = getattr(inner, "__globals__", {})
        if localns is None:
            localns = globalns
    elif localns is None:
        localns = globalns
    annotations = getattr(obj, "__annotations__", None)
    if annotations is None:
        if isinstance(obj, _allowed_types):
            return {}
        raise TypeError("%r is not a module, class, method, or function." % (obj,))
    defaults = _get_defaults(obj)
    hints = {}
    for name, value in annotations.items():
        value = _eval_type(_hint(value, False, obj), globalns, localns)
        if name in defaults and defaults[name] is None:
            value = Optional[value]
        hints[name] = value
    return hints


def _strip_annotations(t):
    """A type without the metadata of Annotated."""
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    if isinstance(t, (_GenericAlias, GenericAlias)):
        args = tuple([_strip_annotations(arg) for arg in t.__args__])
        if args == t.__args__:
            return t
        if isinstance(t, GenericAlias):
            return GenericAlias(t.__origin__, args)
        return t.copy_with(args)
    return t


def get_origin(tp):
    """Get the unsubscripted version of a type."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseGenericAlias, GenericAlias)):
        return tp.__origin__
    return Generic if tp is Generic else None


def get_args(tp):
    """Get type arguments with all substitutions performed."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__,) + tp.__metadata__
    if isinstance(tp, (_GenericAlias, GenericAlias)):
        if tp.__origin__ is collections.abc.Callable:
            return _signature(tp.__args__)
        return tp.__args__
    return ()


def no_type_check(arg):
    """Decorator to indicate that annotations are not type hints."""
    if isinstance(arg, type):
        for name, value in list(arg.__dict__.items()):
            if value in arg.__bases__ + (arg,):
                continue
            if isinstance(value, types.FunctionType):
                value.__no_type_check__ = True
            if isinstance(value, type):
                no_type_check(value)
    try:
        arg.__no_type_check__ = True
    except TypeError:
        # Classes of the interpreter itself.
        pass
    return arg


def no_type_check_decorator(decorator):
    """Decorator to give another decorator the @no_type_check effect."""

    @functools.wraps(decorator)
    def wrapped_decorator(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))

    return wrapped_decorator


def _overload_dummy(*args, **kwds):
    """Helper for @overload to raise when called."""
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions "
        "outside a stub module should always be followed by an implementation that is not "
        "@overload-ed.")


def overload(func):
    """Decorator for overloaded functions/methods."""
    return _overload_dummy


def final(f):
    """A decorator to indicate final methods and final classes."""
    return f


# Type variables and names for generic classes

T = TypeVar("T")
KT = TypeVar("KT")
VT = TypeVar("VT")
T_co = TypeVar("T_co", covariant=True)
V_co = TypeVar("V_co", covariant=True)
VT_co = TypeVar("VT_co", covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)
CT_co = TypeVar("CT_co", covariant=True, bound=type)
AnyStr = TypeVar("AnyStr", bytes, str)

_alias = _SpecialGenericAlias

# The abstract classes that have the same name here, by the number of their parameters.
for _count, _names in (
        (0, "ByteString Hashable Sized"),
        (1, "AsyncIterable AsyncIterator Awaitable Collection Container Iterable Iterator "
            "KeysView MappingView MutableSequence MutableSet Reversible Sequence ValuesView"),
        (2, "AsyncGenerator ItemsView Mapping MutableMapping"),
        (3, "Coroutine Generator")):
    for _name in _names.split():
        globals()[_name] = _alias(getattr(collections.abc, _name), _count)
del _count, _names, _name

Callable = _CallableType(collections.abc.Callable, 2)
Callable.__doc__ = "Callable type; Callable[[int], str] is a function of (int) -> str."
AbstractSet = _alias(collections.abc.Set, 1, name="AbstractSet")
Tuple = _TupleType(tuple, -1, inst=False, name="Tuple")
Tuple.__doc__ = "Tuple type; Tuple[X, Y] is the cross-product type of X and Y."
List = _alias(list, 1, inst=False, name="List")
Deque = _alias(collections.deque, 1, name="Deque")
Set = _alias(set, 1, inst=False, name="Set")
FrozenSet = _alias(frozenset, 1, inst=False, name="FrozenSet")
ContextManager = _alias(contextlib.AbstractContextManager, 1, name="ContextManager")
AsyncContextManager = _alias(
    contextlib.AbstractAsyncContextManager, 1, name="AsyncContextManager")
Dict = _alias(dict, 2, inst=False, name="Dict")
DefaultDict = _alias(collections.defaultdict, 2, name="DefaultDict")
OrderedDict = _alias(collections.OrderedDict, 2)
Counter = _alias(collections.Counter, 1)
ChainMap = _alias(collections.ChainMap, 2)
Type = _alias(type, 1, inst=False, name="Type")
Type.__doc__ = "A special construct usable to annotate class objects."
Text = str


@runtime_checkable
class SupportsAbs(Protocol[T_co]):
    """What can give its absolute value."""

    @abstractmethod
    def __abs__(self) -> T_co: ...

    __slots__ = ()


@runtime_checkable
class SupportsBytes(Protocol):
    """What can give bytes."""

    @abstractmethod
    def __bytes__(self) -> bytes: ...

    __slots__ = ()


@runtime_checkable
class SupportsComplex(Protocol):
    """What can give a complex number."""

    @abstractmethod
    def __complex__(self) -> complex: ...

    __slots__ = ()


@runtime_checkable
class SupportsFloat(Protocol):
    """What can give a float."""

    @abstractmethod
    def __float__(self) -> float: ...

    __slots__ = ()


@runtime_checkable
class SupportsIndex(Protocol):
    """What can give an index."""

    @abstractmethod
    def __index__(self) -> int: ...

    __slots__ = ()


@runtime_checkable
class SupportsInt(Protocol):
    """What can give an integer."""

    @abstractmethod
    def __int__(self) -> int: ...

    __slots__ = ()


@runtime_checkable
class SupportsRound(Protocol[T_co]):
    """What can give itself, rounded."""

    @abstractmethod
    def __round__(self, ndigits: int = 0) -> T_co: ...

    __slots__ = ()


# Typed records


def _make_nmtuple(name, types, module, defaults=()):
    fields = [field for field, _ in types]
    checked = {
        field: _type_check(t, "field %s annotation must be a type" % field)
        for field, t in types}
    made = collections.namedtuple(name, fields, defaults=defaults, module=module)
    made.__annotations__ = made.__new__.__annotations__ = checked
    return made


_PROHIBITED = frozenset((
    "__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults",
    "_field_types", "_make", "_replace", "_asdict", "_source",
))
_SPECIAL = frozenset(("__module__", "__name__", "__annotations__"))


class NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        assert bases[0] is _NamedTuple
        fields = ns.get("__annotations__", {})
        default_names = []
        for name in fields:
            if name in ns:
                default_names.append(name)
            elif default_names:
                raise TypeError(
                    "Non-default namedtuple field %s cannot follow default field%s %s" % (
                        name, "s" if len(default_names) > 1 else "", ", ".join(default_names)))
        defaults = [ns[name] for name in default_names]
        made = _make_nmtuple(typename, fields.items(), defaults=defaults, module=ns["__module__"])
        for key in ns:
            if key in _PROHIBITED:
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if key not in _SPECIAL and key not in made._fields:
                setattr(made, key, ns[key])
        return made


def NamedTuple(typename, fields=None, /, **kwargs):
    """Typed version of namedtuple."""
    if fields is None:
        fields = kwargs.items()
    elif kwargs:
        raise TypeError(
            "Either list of fields or keywords can be provided to NamedTuple, not both")
    return _make_nmtuple(typename, fields, module=_caller_module())


_NamedTuple = type.__new__(NamedTupleMeta, "NamedTuple", (), {})


def _namedtuple_mro_entries(bases):
    if bases == (NamedTuple,):
        return (_NamedTuple,)
    raise TypeError("Multiple inheritance with NamedTuple is not supported")


NamedTuple.__mro_entries__ = _namedtuple_mro_entries


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        """A plain dict class that knows the names and types of its keys."""
        for base in bases:
            if type(base) is not _TypedDictMeta:
                raise TypeError(
                    "cannot inherit from both a TypedDict type and a non-TypedDict base class")
        made = type.__new__(_TypedDictMeta, name, (dict,), ns)
        msg = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"
        own = {
            field: _type_check(t, msg, module=made.__module__)
            for field, t in ns.get("__annotations__", {}).items()}
        annotations = {}
        required = set()
        optional = set()
        for base in bases:
            annotations.update(base.__dict__.get("__annotations__", {}))
            required.update(base.__dict__.get("__required_keys__", ()))
            optional.update(base.__dict__.get("__optional_keys__", ()))
        annotations.update(own)
        if total:
            required.update(own)
        else:
            optional.update(own)
        made.__annotations__ = annotations
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        if not hasattr(made, "__total__"):
            made.__total__ = total
        return made

    __call__ = dict

    def __subclasscheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")

    __instancecheck__ = __subclasscheck__


def TypedDict(typename, fields=None, /, *, total=True, **kwargs):
    """A simple typed namespace; at run time it is a plain dict."""
    if fields is None:
        fields = kwargs
    elif kwargs:
        raise TypeError(
            "TypedDict takes either a dict or keyword arguments, but not both")
    ns = {"__annotations__": dict(fields), "__module__": _caller_module()}
    return _TypedDictMeta(typename, (), ns, total=total)


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})


def _typeddict_mro_entries(bases):
    return (_TypedDict,)


TypedDict.__mro_entries__ = _typeddict_mro_entries


def NewType(name, tp):
    """A function that returns its argument, and that type checkers take for a type."""

    def new_type(x):
        return x

    new_type.__name__ = name
    new_type.__supertype__ = tp
    return new_type


# Streams and regular expressions


class IO(Generic[AnyStr]):
    """An open stream of text or of bytes."""

    __slots__ = ()

    # Reading and writing

    @abstractmethod
    def read(self, n: int = -1) -> AnyStr: ...

    @abstractmethod
    def readline(self, limit: int = -1) -> AnyStr: ...

    @abstractmethod
    def readlines(self, hint: int = -1) -> List[AnyStr]: ...

    @abstractmethod
    def write(self, s: AnyStr) -> int: ...

    @abstractmethod
    def writelines(self, lines: List[AnyStr]) -> None: ...

    @abstractmethod
    def flush(self) -> None: ...

    # The position

    @abstractmethod
    def tell(self) -> int: ...

    @abstractmethod
    def seek(self, offset: int, whence: int = 0) -> int: ...

    @abstractmethod
    def truncate(self, size: int = None) -> int: ...

    # What the stream is, and its end

    @property
    @abstractmethod
    def name(self) -> str: ...

    @property
    @abstractmethod
    def mode(self) -> str: ...

    @abstractmethod
    def readable(self) -> bool: ...

    @abstractmethod
    def writable(self) -> bool: ...

    @abstractmethod
    def seekable(self) -> bool: ...

    @abstractmethod
    def isatty(self) -> bool: ...

    @abstractmethod
    def fileno(self) -> int: ...

    @property
    @abstractmethod
    def closed(self) -> bool: ...

    @abstractmethod
    def close(self) -> None: ...

    @abstractmethod
    def __exit__(self, type, value, traceback) -> None: ...

    @abstractmethod
    def __enter__(self) -> "IO[AnyStr]": ...


class BinaryIO(IO[bytes]):
    """What open() gives for modes with a b."""

    __slots__ = ()

    @abstractmethod
    def __enter__(self) -> "BinaryIO": ...

    @abstractmethod
    def write(self, s: Union[bytes, bytearray]) -> int: ...


class TextIO(IO[str]):
    """What open() gives for all other modes."""

    __slots__ = ()

    @abstractmethod
    def __enter__(self) -> "TextIO": ...

    @property
    @abstractmethod
    def encoding(self) -> str: ...

    @property
    @abstractmethod
    def errors(self) -> Optional[str]: ...

    @property
    @abstractmethod
    def newlines(self) -> Any: ...

    @property
    @abstractmethod
    def line_buffering(self) -> bool: ...

    @property
    @abstractmethod
    def buffer(self) -> BinaryIO: ...


class io:
    """Wrapper namespace for IO generic classes."""

    __all__ = ["IO", "TextIO", "BinaryIO"]
    IO = IO
    TextIO = TextIO
    BinaryIO = BinaryIO


io.__name__ = __name__ + ".io"
sys.modules[io.__name__] = io

_allowed_types = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType,
    types.WrapperDescriptorType, types.MethodWrapperType, types.MethodDescriptorType,
)


def __getattr__(name):
    """Names that need the regular expressions, which are large, are made when asked for."""
    if name not in ("Pattern", "Match", "re"):
        raise AttributeError("module 'typing' has no attribute %r" % name)
    import re as stdlib_re
    pattern = _alias(stdlib_re.Pattern, 1)
    match = _alias(stdlib_re.Match, 1)
    namespace = {
        "__all__": ["Pattern", "Match"], "__doc__": "Wrapper namespace for re type aliases.",
        "Pattern": pattern, "Match": match, "__module__": __name__,
    }
    made = type("re", (), namespace)
    made.__name__ = __name__ + ".re"
    sys.modules[made.__name__] = made
    globals().update({"Pattern": pattern, "Match": match, "re": made})
    return globals()[name]
