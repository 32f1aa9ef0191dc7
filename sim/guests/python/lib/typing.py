"""Type hints at run time.

Three kinds of objects stand for types here: special forms (`Any`, `Union`), names for generic
classes of other modules (`List`; made when first asked for, see `_NAMES`), and whatever a subscript
gives. Each subscript knows what was written (`_written`); its text, its pickle and `get_args`
follow from that.

Counterpart: lib-python/3/typing.py. Names with an underscore that programs in the wild ask for
(pydantic, attrs, dataclasses, typing_inspect, typing_extensions) are those of CPython 3.9:
_SpecialForm, _GenericAlias, _SpecialGenericAlias, _UnionGenericAlias, _LiteralGenericAlias,
_AnnotatedAlias, _ProtocolMeta, _TypedDictMeta, _eval_type, _type_check, _type_repr,
_collect_type_vars, _get_protocol_attrs; the attributes _name, _nparams, _is_protocol, copy_with.
"""

import sys
import types
from abc import ABCMeta

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
Text = str


def _caller_module(depth=2):
    """The name of the module whose code called the caller of this."""
    try:
        return sys._getframe(depth).f_globals.get("__name__", "__main__")
    except ValueError:
        return "__main__"


# What may stand in brackets


def _type_convert(arg, module=None):
    if isinstance(arg, str):
        return ForwardRef(arg, module=module)
    return type(None) if arg is None else arg


def _type_check(arg, msg, is_argument=True, module=None, *, allow_special_forms=False):
    """The type that an argument stands for; a TypeError for what is none."""
    arg = _type_convert(arg, module)
    if isinstance(arg, _GenericAlias):
        head = arg.__origin__
        refused = head is Generic or head is Protocol
        if not allow_special_forms:
            refused = refused or head is ClassVar or (is_argument and head is Final)
        if refused:
            raise TypeError("%s is not valid as type argument" % (arg,))
    elif isinstance(arg, _SpecialForm) or arg is Generic or arg is Protocol:
        if arg is not Any and arg is not NoReturn and arg is not Final:
            raise TypeError("Plain %s is not valid as type argument" % (arg,))
    elif not callable(arg) and not isinstance(arg, (TypeVar, ForwardRef)):
        raise TypeError("%s Got %.100r." % (msg, arg))
    return arg


def _as_types(params, msg="Parameters to generic types must be types."):
    """The types between brackets as a tuple; one alone need not be written as one."""
    if not isinstance(params, tuple):
        params = (params,)
    return tuple([_type_check(param, msg) for param in params])


def _check_count(owner, params, expected):
    if not expected:
        raise TypeError("%s is not a generic class" % (owner,))
    if len(params) != expected:
        raise TypeError("Too %s parameters for %s; actual %s, expected %s" % (
            "many" if len(params) > expected else "few", owner, len(params), expected))


def _callable_types(params):
    """Callable[[A, B], R] keeps A, B and R; Callable[..., R] keeps the ellipsis and R."""
    taken, result = params
    result = _type_check(result, "Callable[args, result]: result must be a type.")
    if not isinstance(taken, tuple):
        taken = (taken,)
    return tuple([_type_convert(arg) for arg in taken]) + (result,)


def _tuple_types(params):
    """Tuple[()] keeps one empty tuple, Tuple[T, ...] the ellipsis."""
    if params == ():
        return ((),)
    if isinstance(params, tuple) and len(params) == 2 and params[1] is ...:
        return _type_check(params[0], "Tuple[t, ...]: t must be a type."), ...
    return _as_types(params, "Tuple[t0, t1, ...]: each t must be a type.")


def _type_repr(obj):
    """The text of something in brackets: classes by their qualified names."""
    if obj is ...:
        return "..."
    if isinstance(obj, list):
        return "[%s]" % _texts(obj)
    if isinstance(obj, types.FunctionType):
        return obj.__name__
    if isinstance(obj, type) and type(obj) is not GenericAlias:
        inside = obj.__module__ == "builtins"
        return obj.__qualname__ if inside else obj.__module__ + "." + obj.__qualname__
    return repr(obj)


def _texts(items):
    return ", ".join([_type_repr(item) for item in items])


def _each_once(items):
    """The items in order, without those that are equal to an earlier one; they need no hash."""
    kept = []
    for item in items:
        if item not in kept:
            kept.append(item)
    return kept


def _is_subscript(obj):
    return isinstance(obj, (_GenericAlias, GenericAlias))


def _collect_type_vars(args):
    """The type variables in some types, each once, in the order of appearance."""
    found = []
    for arg in args:
        if isinstance(arg, TypeVar):
            found.append(arg)
        elif _is_subscript(arg):
            found.extend(arg.__parameters__)
    return tuple(_each_once(found))


def _change_args(tp, change):
    """A subscript with its arguments changed; itself when none of them became another."""
    args = tuple([change(arg) for arg in tp.__args__])
    if args == tp.__args__:
        return tp
    if isinstance(tp, GenericAlias):
        return GenericAlias(tp.__origin__, args)
    return tp.copy_with(args)


def _remembered(subscribe):
    """A subscription that gives the same object for the same arguments.

    The types of the arguments count too, so that Literal[1] is not Literal[True]. What has no hash
    is not remembered.
    """
    made = {}

    def look_up(owner, params):
        kinds = tuple(map(type, params)) if isinstance(params, tuple) else type(params)
        key = owner, params, kinds
        try:
            return made[key]
        except KeyError:
            value = made[key] = subscribe(owner, params)
            return value
        except TypeError:
            return subscribe(owner, params)

    look_up.__doc__ = subscribe.__doc__
    return look_up


# Special forms


class _Sealed:
    """A class that programs do not derive from; a `_root=True` shows that one means to."""

    __slots__ = ("__weakref__",)

    def __init_subclass__(cls, /, *args, **kwds):
        if "_root" not in kwds and cls.__module__ != __name__:
            raise TypeError("Cannot subclass special typing classes")


class _SpecialForm(_Sealed):
    # `Any` and its like; the function that makes one says what its subscript gives.
    __slots__ = ("_name", "__doc__", "_getitem")

    def __init__(self, getitem):
        self._getitem = getitem
        self._name = getitem.__name__
        self.__doc__ = getitem.__doc__

    @_remembered
    def __getitem__(self, parameters):
        return self._getitem(self, parameters)

    def __repr__(self):
        return "typing." + self._name

    def __reduce__(self):
        return self._name

    def __mro_entries__(self, bases):
        raise TypeError("Cannot subclass %r" % self)

    def __call__(self, *args, **kwds):
        raise TypeError("Cannot instantiate %r" % self)

    def __instancecheck__(self, obj):
        raise TypeError("%s cannot be used with isinstance()" % self)

    def __subclasscheck__(self, cls):
        raise TypeError("%s cannot be used with issubclass()" % self)


@_SpecialForm
def Any(self, parameters):
    """The type that goes with every other."""
    raise TypeError("%s is not subscriptable" % self)


@_SpecialForm
def NoReturn(self, parameters):
    """The result of a function that never returns."""
    raise TypeError("%s is not subscriptable" % self)


@_SpecialForm
def ClassVar(self, parameters):
    """ClassVar[T] annotates what belongs to the class, not to its instances."""
    return _GenericAlias(self, _type_check(parameters, "%s accepts only single type." % self))


@_SpecialForm
def Final(self, parameters):
    """Final[T], or Final alone, annotates a name that is bound once."""
    return _GenericAlias(self, _type_check(parameters, "%s accepts only single type." % self))


@_SpecialForm
def Union(self, parameters):
    """Union[A, B] is what is an A or a B; unions inside are opened, doubles dropped."""
    if parameters == ():
        raise TypeError("Cannot take a Union of no types.")
    members = []
    for member in _as_types(parameters, "Union[arg, ...]: each arg must be a type."):
        members.extend(member.__args__ if isinstance(member, _UnionGenericAlias) else (member,))
    members = _each_once(members)
    return members[0] if len(members) == 1 else _UnionGenericAlias(self, tuple(members))


@_SpecialForm
def Optional(self, parameters):
    """Optional[T] is Union[T, None]."""
    return Union[_type_check(parameters, "%s requires a single type." % self), None]


@_SpecialForm
def Literal(self, parameters):
    """Literal[1, 2] is what is one of these values."""
    values = []
    for value in parameters if isinstance(parameters, tuple) else (parameters,):
        values.extend(value.__args__ if isinstance(value, _LiteralGenericAlias) else (value,))
    made = _LiteralGenericAlias(self, tuple(values))
    try:
        made._key()
    except TypeError:
        # Values without a hash stay as they are.
        return made
    return _LiteralGenericAlias(self, tuple([value for value, _ in _each_once(_typed(values))]))


def _typed(values):
    return [(value, type(value)) for value in values]


class ForwardRef(_Sealed):
    """A type that is given as text, to be looked up later."""

    __slots__ = (
        "__forward_arg__", "__forward_code__", "__forward_evaluated__", "__forward_value__",
        "__forward_is_argument__", "__forward_is_class__", "__forward_module__",
    )

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError("Forward reference must be a string -- got %r" % (arg,))
        try:
            self.__forward_code__ = compile(arg, "<string>", "eval")
        except SyntaxError:
            raise SyntaxError("Forward reference must be an expression -- got %r" % (arg,))
        self.__forward_arg__ = arg
        self.__forward_is_argument__, self.__forward_is_class__ = is_argument, is_class
        self.__forward_module__ = module
        self.__forward_evaluated__, self.__forward_value__ = False, None

    def _evaluate(self, globalns, localns, recursive_guard=frozenset()):
        """The type meant; the guard holds the texts that are being evaluated further out."""
        if self.__forward_arg__ in recursive_guard:
            return self
        if self.__forward_evaluated__ and localns is globalns:
            return self.__forward_value__
        outer = globalns if globalns is not None else localns if localns is not None else {}
        inner = outer if localns is None else localns
        # The module that a typed dict was written in goes before the globals of who asks.
        outer = getattr(sys.modules.get(self.__forward_module__), "__dict__", outer)
        found = _type_check(
            eval(self.__forward_code__, outer, inner),
            "Forward references must evaluate to types.", self.__forward_is_argument__,
            allow_special_forms=self.__forward_is_class__)
        guard = frozenset((self.__forward_arg__, *recursive_guard))
        self.__forward_value__ = _eval_type(found, outer, inner, guard)
        self.__forward_evaluated__ = True
        return self.__forward_value__

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        if self.__forward_arg__ != other.__forward_arg__:
            return False
        known = self.__forward_evaluated__ and other.__forward_evaluated__
        return not known or self.__forward_value__ == other.__forward_value__

    def __hash__(self):
        return hash(self.__forward_arg__)

    def __repr__(self):
        return "ForwardRef(%r)" % self.__forward_arg__


def _eval_type(t, globalns, localns, recursive_guard=frozenset()):
    """A type with all its forward references replaced."""
    if isinstance(t, ForwardRef):
        return t._evaluate(globalns, localns, recursive_guard)
    if not _is_subscript(t):
        return t
    return _change_args(t, lambda arg: _eval_type(arg, globalns, localns, recursive_guard))


class TypeVar(_Sealed):
    """A type variable, with a bound or with a choice of types."""

    __slots__ = (
        "__name__", "__bound__", "__constraints__", "__covariant__", "__contravariant__",
        "__dict__",
    )

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False):
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        self.__name__ = name
        self.__covariant__, self.__contravariant__ = bool(covariant), bool(contravariant)
        self.__constraints__ = _as_types(
            constraints, "TypeVar(name, constraint, ...): constraints must be types.")
        self.__bound__ = _type_check(bound, "Bound must be a type.") if bound else None
        module = _caller_module()
        if module != __name__:
            self.__module__ = module

    def __repr__(self):
        sign = "+" if self.__covariant__ else "-" if self.__contravariant__ else "~"
        return sign + self.__name__

    def __reduce__(self):
        return self.__name__

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


# Names for generic classes, and subscripts


class _BaseGenericAlias(_Sealed):
    """What stands for a class: a name of this module for it, or the class with types.

    `_name` is the name here, if there is one. Attributes that are not special are the class's.
    """

    _name = None

    def __call__(self, *args, **kwargs):
        origin = self.__origin__
        if self._name and origin.__module__ == "builtins":
            raise TypeError("Type %s cannot be instantiated; use %s() instead" % (
                self._name, origin.__name__))
        made = origin(*args, **kwargs)
        try:
            made.__orig_class__ = self
        except AttributeError:
            # No room for it.
            pass
        return made

    def __mro_entries__(self, bases):
        """The class, if it is no base itself, and Generic, if no later base brings it."""
        entries = () if self.__origin__ in bases else (self.__origin__,)
        for base in bases[bases.index(self) + 1:]:
            if isinstance(base, _BaseGenericAlias) or issubclass(base, Generic):
                return entries
        return entries + (Generic,)

    def __getattr__(self, attr):
        if "__origin__" in self.__dict__ and not _is_own(attr):
            return getattr(self.__origin__, attr)
        raise AttributeError(attr)

    def __setattr__(self, attr, value):
        if _is_own(attr):
            object.__setattr__(self, attr, value)
        else:
            setattr(self.__origin__, attr, value)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")


def _is_own(attr):
    return attr in ("_name", "_nparams") or attr[:2] == "__" == attr[-2:]


class _SpecialGenericAlias(_BaseGenericAlias):
    """`List` and its like: a name for a class that takes `_nparams` types in brackets."""

    def __init__(self, origin, nparams, *, name=None):
        self.__origin__ = origin
        self._nparams = nparams
        self._name = name or origin.__name__
        self.__doc__ = "A generic version of %s." % _type_repr(origin)

    def __getitem__(self, params):
        if self._name == "Callable":
            if not isinstance(params, tuple) or len(params) != 2:
                raise TypeError("Callable must be used as Callable[[arg, ...], result].")
            if isinstance(params[0], list):
                params = tuple(params[0]), params[1]
        return self._subscribe(params)

    @_remembered
    def _subscribe(self, params):
        if self._name == "Callable":
            args = _callable_types(params)
        elif self._name == "Tuple":
            args = _tuple_types(params)
        else:
            args = _as_types(params)
            _check_count(self, args, self._nparams)
        return _GenericAlias(self.__origin__, args, name=self._name)

    def __subclasscheck__(self, cls):
        if isinstance(cls, _GenericAlias):
            return super().__subclasscheck__(cls)
        asked = cls.__origin__ if isinstance(cls, _SpecialGenericAlias) else cls
        return issubclass(asked, self.__origin__)

    def __repr__(self):
        return "typing." + self._name

    def __reduce__(self):
        return self._name


class _GenericAlias(_BaseGenericAlias):
    """A class or a special form with the types of its brackets."""

    def __init__(self, origin, params, *, name=None):
        self.__origin__ = origin
        self.__args__ = params if isinstance(params, tuple) else (params,)
        self.__parameters__ = _collect_type_vars(self.__args__)
        if name:
            self._name = name
        else:
            self.__module__ = origin.__module__

    def _written(self):
        """What stands before the brackets, and the tuple of what stands in them."""
        args = self.__args__
        if self._name == "Callable" and args[0] is not ...:
            args = list(args[:-1]), args[-1]
        return getattr(sys.modules[__name__], self._name) if self._name else self.__origin__, args

    def _key(self):
        """What counts when two of these are compared."""
        return self.__origin__, self.__args__

    def copy_with(self, params):
        return type(self)(self.__origin__, params, name=self._name)

    @_remembered
    def __getitem__(self, params):
        if self.__origin__ is Generic or self.__origin__ is Protocol:
            raise TypeError("Cannot subscript already-subscripted %s" % self)
        params = _as_types(params)
        _check_count(self, params, len(self.__parameters__))
        values = dict(zip(self.__parameters__, params))

        def replace(arg):
            if isinstance(arg, TypeVar):
                return values[arg]
            if _is_subscript(arg) and arg.__parameters__:
                return arg[tuple([values[variable] for variable in arg.__parameters__])]
            return arg

        return _change_args(self, replace)

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self):
        return hash(self._key())

    def __repr__(self):
        head, args = self._written()
        return "%s[%s]" % (_type_repr(head), _texts(args))

    def __reduce__(self):
        import operator
        head, args = self._written()
        return operator.getitem, (head, args[0] if len(args) == 1 else args)

    def __mro_entries__(self, bases):
        if self._name:
            return super().__mro_entries__(bases)
        if self.__origin__ is Generic:
            # Needed only when nothing else among the bases brings it.
            others = [base for base in bases[bases.index(self) + 1:] if base is not self]
            if Protocol in bases or any([isinstance(b, _BaseGenericAlias) for b in others]):
                return ()
        return (self.__origin__,)


class _UnionGenericAlias(_GenericAlias):
    """A union; the order of its members does not count."""

    def _key(self):
        return Union, frozenset(self.__args__)

    def copy_with(self, params):
        return Union[params]

    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and type(None) in args:
            return "typing.Optional[%s]" % _type_repr(args[args[0] is type(None)])
        return super().__repr__()


class _LiteralGenericAlias(_GenericAlias):
    """Values; neither their order nor how often they stand there counts, their types do."""

    def _key(self):
        return Literal, frozenset(_typed(self.__args__))


class _AnnotatedAlias(_GenericAlias):
    """A type with data that this module does not look into."""

    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            origin, metadata = origin.__origin__, origin.__metadata__ + metadata
        super().__init__(origin, origin)
        self.__metadata__ = metadata

    def _written(self):
        return Annotated, (self.__origin__,) + self.__metadata__

    _key = _written

    def copy_with(self, params):
        return _AnnotatedAlias(params[0], self.__metadata__)

    def __repr__(self):
        data = [repr(item) for item in self.__metadata__]
        return "typing.Annotated[%s]" % ", ".join([_type_repr(self.__origin__)] + data)


class Annotated:
    """Annotated[T, x, ...] is the type T with data for whoever knows about it."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        raise TypeError("Type Annotated cannot be instantiated.")

    @_remembered
    def __class_getitem__(cls, params):
        if not isinstance(params, tuple) or len(params) < 2:
            raise TypeError(
                "Annotated[...] should be used with at least two arguments "
                "(a type and an annotation).")
        return _AnnotatedAlias(
            _type_check(params[0], "Annotated[t, ...]: t must be a type."), params[1:])

    def __init_subclass__(cls, *args, **kwargs):
        raise TypeError("Cannot subclass %s.Annotated" % cls.__module__)


# Generic classes


class Generic:
    """The base of classes that take types in brackets."""

    _is_protocol = False
    __slots__ = ()

    @_remembered
    def __class_getitem__(cls, params):
        if params == ():
            raise TypeError("Parameter list to %s[...] cannot be empty" % cls.__qualname__)
        params = _as_types(params)
        if cls is not Generic and cls is not Protocol:
            _check_count(cls, params, len(cls.__parameters__))
        else:
            if not all([isinstance(param, TypeVar) for param in params]):
                raise TypeError("Parameters to %s[...] must all be type variables" % cls.__name__)
            if len(set(params)) != len(params):
                raise TypeError("Parameters to %s[...] must all be unique" % cls.__name__)
        return _GenericAlias(cls, params)

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        written = vars(cls).get("__orig_bases__")
        bases = written or (() if cls.__name__ == "Protocol" else cls.__bases__)
        if Generic in bases:
            raise TypeError("Cannot inherit from plain Generic")
        cls.__parameters__ = _parameters_of_bases(written or ())


def _parameters_of_bases(bases):
    """The type variables of a class: those of its Generic[...], else all those of its bases."""
    variables = _collect_type_vars(bases)
    listed = [
        base.__parameters__ for base in bases
        if isinstance(base, _GenericAlias) and base.__origin__ is Generic]
    if not listed:
        return variables
    if len(listed) > 1:
        raise TypeError("Cannot inherit from Generic[...] multiple types.")
    missing = [str(variable) for variable in variables if variable not in listed[0]]
    if missing:
        raise TypeError("Some type variables (%s) are not listed in Generic[%s]" % (
            ", ".join(missing), ", ".join(map(str, listed[0]))))
    return listed[0]


# Protocols

_NOT_MEMBERS = frozenset("""
    _is_protocol _is_runtime_protocol __abstractmethods__ __annotations__ __class_getitem__ __dict__
    __doc__ __init__ __module__ __new__ __orig_bases__ __orig_class__ __parameters__ __qualname__
    __slots__ __subclasshook__ __weakref__""".split())

# Classes that are no protocols and may be bases of protocols.
_PROTOCOL_LIKE = {
    "collections.abc": (
        "Callable Awaitable Iterable Iterator AsyncIterable Hashable Sized Container Collection "
        "Reversible").split(),
    "contextlib": ["AbstractContextManager", "AbstractAsyncContextManager"],
}


def _get_protocol_attrs(cls):
    """The names that a protocol asks for, its bases' included."""
    asked = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ not in ("Protocol", "Generic"):
            asked.update(vars(base), getattr(base, "__annotations__", ()))
    return {name for name in asked if name not in _NOT_MEMBERS and name[:5] != "_abc_"}


def _has_methods_alone(protocol):
    return all([
        callable(getattr(protocol, name, None)) for name in _get_protocol_attrs(protocol)])


def _class_has(cls, name):
    """Whether a class has a member, or declares it when it is a protocol itself."""
    declares = issubclass(cls, Generic) and cls._is_protocol
    for base in cls.__mro__:
        if name in vars(base):
            return vars(base)[name] is not None
        if declares and name in getattr(base, "__annotations__", ()):
            return True
    return False


def _object_has(obj, name, protocol):
    if not hasattr(obj, name):
        return False
    return getattr(obj, name) is not None or not callable(getattr(protocol, name, None))


class _ProtocolMeta(ABCMeta):
    """The class of protocols: checks look at members where no base class says it."""

    def __instancecheck__(cls, instance):
        if not cls._is_protocol:
            return super().__instancecheck__(instance)
        if _has_methods_alone(cls) and issubclass(instance.__class__, cls):
            return True
        if all([_object_has(instance, name, cls) for name in _get_protocol_attrs(cls)]):
            return True
        return super().__subclasscheck__(instance.__class__)

    def __subclasscheck__(cls, other):
        own = vars(cls)
        if own.get("_is_protocol", False) and "__subclasshook__" not in own:
            if not isinstance(other, type):
                raise TypeError("issubclass() arg 1 must be a class")
            refusal = None
            if not getattr(cls, "_is_runtime_protocol", False):
                refusal = ("Instance and class checks can only be used with "
                           "@runtime_checkable protocols")
            elif not _has_methods_alone(cls):
                refusal = "Protocols with non-method members don't support issubclass()"
            elif all([_class_has(other, name) for name in _get_protocol_attrs(cls)]):
                return True
            # Abstract classes ask all their subclasses in turn, and these may be any protocols.
            if refusal and _caller_module() not in ("abc", "functools"):
                raise TypeError(refusal)
        return super().__subclasscheck__(other)


def _init_of_protocols(self, *args, **kwargs):
    """The `__init__` of protocols: real classes get the next one of their order instead."""
    cls = type(self)
    if cls._is_protocol:
        raise TypeError("Protocols cannot be instantiated")
    if cls.__init__ is _init_of_protocols:
        for base in cls.__mro__:
            init = vars(base).get("__init__", _init_of_protocols)
            if init is not _init_of_protocols:
                break
        cls.__init__ = init
        init(self, *args, **kwargs)


class Protocol(Generic, metaclass=_ProtocolMeta):
    """The base of protocols: classes that describe by their members what they accept."""

    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if "_is_protocol" not in vars(cls):
            cls._is_protocol = Protocol in cls.__bases__
        if not cls._is_protocol:
            return
        for base in cls.__bases__:
            known = base is object or base is Generic or (
                base.__name__ in _PROTOCOL_LIKE.get(base.__module__, ()))
            if not known and not (issubclass(base, Generic) and base._is_protocol):
                raise TypeError("Protocols can only inherit from other protocols, got %r" % base)
        cls.__init__ = _init_of_protocols


def runtime_checkable(cls):
    """Let isinstance() and issubclass() look at the members of a protocol."""
    if not issubclass(cls, Generic) or not cls._is_protocol:
        raise TypeError(
            "@runtime_checkable can be only applied to protocol classes, got %r" % (cls,))
    cls._is_runtime_protocol = True
    return cls


# Questions about types

_HAVE_NO_HINTS = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType,
    types.WrapperDescriptorType, types.MethodWrapperType, types.MethodDescriptorType,
)


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The annotations of a class, module or function as types; Annotated data only if asked for."""
    if getattr(obj, "__no_type_check__", None):
        return {}
    of_class = isinstance(obj, type)
    read = _class_hints if of_class else _object_hints
    hints = {}
    for name, hint, scopes in read(obj, globalns, localns):
        if isinstance(hint, str):
            in_class = of_class or isinstance(obj, types.ModuleType)
            hint = ForwardRef(hint, is_argument=not in_class, is_class=of_class)
        hints[name] = _eval_type(type(None) if hint is None else hint, *scopes)
    if not of_class:
        for name in _names_with_none(obj):
            if name in hints:
                hints[name] = Optional[hints[name]]
    return hints if include_extras else {
        name: _strip_annotations(hint) for name, hint in hints.items()}


def _class_hints(cls, globalns, localns):
    """The annotations of a class, those of its bases first, and the namespaces they are read in."""
    for base in reversed(cls.__mro__):
        outer = globalns
        if outer is None:
            outer = getattr(sys.modules.get(base.__module__), "__dict__", {})
        scopes = outer, outer if localns is None else localns
        annotations = vars(base).get("__annotations__", {})
        if not isinstance(annotations, types.GetSetDescriptorType):
            for name, hint in annotations.items():
                yield name, hint, scopes


def _object_hints(obj, globalns, localns):
    annotations = getattr(obj, "__annotations__", None)
    if annotations is None:
        if isinstance(obj, _HAVE_NO_HINTS):
            return
        raise TypeError("%r is not a module, class, method, or function." % (obj,))
    if globalns is None:
        inner = obj
        while hasattr(inner, "__wrapped__"):
            inner = inner.__wrapped__
        is_module = isinstance(obj, types.ModuleType)
        globalns = obj.__dict__ if is_module else getattr(inner, "__globals__", {})
    scopes = globalns, globalns if localns is None else localns
    for name, hint in annotations.items():
        yield name, hint, scopes


def _names_with_none(func):
    """The parameters whose default is None."""
    code = getattr(func, "__code__", None)
    if code is None:
        return []
    positional = code.co_varnames[:code.co_argcount]
    defaults = func.__defaults__ or ()
    named = dict(zip(reversed(positional), reversed(defaults)), **(func.__kwdefaults__ or {}))
    return [name for name, value in named.items() if value is None]


def _strip_annotations(t):
    """A type without the data of Annotated."""
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    return _change_args(t, _strip_annotations) if _is_subscript(t) else t


def get_origin(tp):
    """What stands before the brackets of a type, as a class or special form; else None."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseGenericAlias, GenericAlias)):
        return tp.__origin__
    return Generic if tp is Generic else None


def get_args(tp):
    """What stands in the brackets of a type, as a tuple."""
    if isinstance(tp, _GenericAlias):
        return tp._written()[1]
    if not isinstance(tp, GenericAlias):
        return ()
    args = tp.__args__
    if tp.__origin__ is _abc("Callable") and args[0] is not ...:
        return list(args[:-1]), args[-1]
    return args


# Decorators and the like


def cast(typ, val):
    """The value, unchanged; a checker takes it for one of the type."""
    return val


def overload(func):
    """Marks one of several signatures; none of them can be called."""
    return _overload_dummy


def _overload_dummy(*args, **kwds):
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions "
        "outside a stub module should always be followed by an implementation that is not "
        "@overload-ed.")


def final(f):
    """Marks a method that is not overridden, or a class without subclasses."""
    return f


def no_type_check(arg):
    """Say that the annotations of a function, or of all functions of a class, are no types."""
    if isinstance(arg, type):
        for value in list(vars(arg).values()):
            if isinstance(value, types.FunctionType):
                value.__no_type_check__ = True
            elif isinstance(value, type) and value is not arg and value not in arg.__bases__:
                no_type_check(value)
    try:
        arg.__no_type_check__ = True
    except TypeError:
        # A class of the interpreter's own.
        pass
    return arg


def no_type_check_decorator(decorator):
    """A decorator like another one, whose results are marked by no_type_check."""
    import functools

    @functools.wraps(decorator)
    def wrapped_decorator(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))

    return wrapped_decorator


def NewType(name, tp):
    """A function that returns its argument and that checkers take for a type."""

    def new_type(x):
        return x

    new_type.__name__ = name
    new_type.__supertype__ = tp
    return new_type


# Typed records

_NOT_IN_RECORDS = frozenset("""
    __new__ __init__ __slots__ __getnewargs__ _fields _field_defaults _field_types _make _replace
    _asdict _source""".split())


def _make_record(name, fields, module, defaults=()):
    from collections import namedtuple
    annotations = {
        field: _type_check(t, "field %s annotation must be a type" % field) for field, t in fields}
    made = namedtuple(name, list(annotations), defaults=defaults, module=module)
    made.__annotations__ = made.__new__.__annotations__ = annotations
    return made


class NamedTupleMeta(type):
    """Turns a class statement with NamedTuple as its base into a named tuple."""

    def __new__(cls, typename, bases, ns):
        fields = ns.get("__annotations__", {})
        with_default = [name for name in fields if name in ns]
        for index, name in enumerate(fields):
            before = [earlier for earlier in list(fields)[:index] if earlier in ns]
            if before and name not in ns:
                raise TypeError(
                    "Non-default namedtuple field %s cannot follow default field%s %s" % (
                        name, "s" if len(before) > 1 else "", ", ".join(before)))
        made = _make_record(
            typename, fields.items(), ns["__module__"], [ns[name] for name in with_default])
        for name, value in ns.items():
            if name in _NOT_IN_RECORDS:
                raise AttributeError("Cannot overwrite NamedTuple attribute " + name)
            if name not in ("__module__", "__name__", "__annotations__", *fields):
                setattr(made, name, value)
        return made


def NamedTuple(typename, fields=None, /, **kwargs):
    """A named tuple whose fields have types; also the base of a class statement that makes one."""
    if fields is not None and kwargs:
        raise TypeError(
            "Either list of fields or keywords can be provided to NamedTuple, not both")
    return _make_record(
        typename, kwargs.items() if fields is None else fields, _caller_module())


def _record_bases(bases):
    if len(bases) > 1:
        raise TypeError("Multiple inheritance with NamedTuple is not supported")
    return (_NamedTuple,)


_NamedTuple = type.__new__(NamedTupleMeta, "NamedTuple", (), {})
NamedTuple.__mro_entries__ = _record_bases


class _TypedDictMeta(type):
    """Makes classes of plain dicts that know the names and types of their keys."""

    def __new__(cls, name, bases, ns, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta:
                raise TypeError(
                    "cannot inherit from both a TypedDict type and a non-TypedDict base class")
        made = type.__new__(_TypedDictMeta, name, (dict,), ns)
        msg = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"
        own = {
            key: _type_check(t, msg, module=made.__module__)
            for key, t in ns.get("__annotations__", {}).items()}
        required, optional = (set(own), set()) if total else (set(), set(own))
        annotations = {}
        for base in bases:
            annotations.update(vars(base).get("__annotations__", ()))
            required.update(vars(base).get("__required_keys__", ()))
            optional.update(vars(base).get("__optional_keys__", ()))
        made.__annotations__ = {**annotations, **own}
        made.__required_keys__, made.__optional_keys__ = frozenset(required), frozenset(optional)
        if not hasattr(made, "__total__"):
            made.__total__ = total
        return made

    __call__ = dict

    def __subclasscheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")

    __instancecheck__ = __subclasscheck__


def TypedDict(typename, fields=None, /, *, total=True, **kwargs):
    """A dict whose keys have types, for checkers; also the base of a class statement."""
    if fields is not None and kwargs:
        raise TypeError("TypedDict takes either a dict or keyword arguments, but not both")
    annotations = dict(kwargs if fields is None else fields)
    ns = {"__annotations__": annotations, "__module__": _caller_module()}
    return _TypedDictMeta(typename, (), ns, total=total)


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)

# Type variables for the generic names below, which programs import as well

T = TypeVar("T")
KT = TypeVar("KT")
VT = TypeVar("VT")
T_co = TypeVar("T_co", covariant=True)
V_co = TypeVar("V_co", covariant=True)
VT_co = TypeVar("VT_co", covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)
CT_co = TypeVar("CT_co", covariant=True, bound=type)
AnyStr = TypeVar("AnyStr", bytes, str)

# Names that are made when first asked for

# Module, number of types in the brackets, and the classes, each with its name here if it differs.
_NAMES = {}
for _module, _count, _classes in (
        ("builtins", 1, "list:List set:Set frozenset:FrozenSet type:Type"),
        ("builtins", 2, "dict:Dict"),
        ("builtins", -1, "tuple:Tuple"),
        ("collections", 1, "deque:Deque Counter"),
        ("collections", 2, "defaultdict:DefaultDict OrderedDict ChainMap"),
        ("contextlib", 1, "AbstractContextManager:ContextManager "
            "AbstractAsyncContextManager:AsyncContextManager"),
        ("re", 1, "Pattern Match"),
        ("_collections_abc", 0, "ByteString Hashable Sized"),
        ("_collections_abc", 1, "AsyncIterable AsyncIterator Awaitable Collection Container "
            "Iterable Iterator KeysView MappingView MutableSequence MutableSet Reversible "
            "Sequence Set:AbstractSet ValuesView"),
        ("_collections_abc", 2, "AsyncGenerator Callable ItemsView Mapping MutableMapping"),
        ("_collections_abc", 3, "Coroutine Generator")):
    for _class in _classes.split():
        _class, _, _name = _class.partition(":")
        _NAMES[_name or _class] = _module, _class, _count
del _module, _count, _classes, _class, _name

_alias = _SpecialGenericAlias
_DOCS = {
    "Callable": "Callable[[A, B], R] is a function from an A and a B to an R.",
    "Tuple": "Tuple[A, B] is a pair of an A and a B; Tuple[A, ...] has any number of As.",
    "Type": "Type[C] is the class C or one derived from it.",
}


def _abc(name):
    import _collections_abc
    return getattr(_collections_abc, name)


def _submodule(name, members):
    """A class that stands for the modules typing.io and typing.re."""
    made = type(name, (), {"__all__": list(members), "__module__": __name__, **members})
    made.__name__ = __name__ + "." + name
    made.__doc__ = "Wrapper namespace for %s." % (
        "IO generic classes" if name == "io" else "re type aliases")
    sys.modules[made.__name__] = made
    return made


def __getattr__(name):
    namespace = globals()
    if name in _NAMES:
        module, its_name, count = _NAMES[name]
        origin = getattr(__import__(module), its_name)
        namespace[name] = _SpecialGenericAlias(origin, count, name=name)
        if name in _DOCS:
            namespace[name].__doc__ = _DOCS[name]
    elif name == "re":
        these = {"Pattern": __getattr__("Pattern"), "Match": __getattr__("Match")}
        namespace[name] = _submodule(name, these)
    elif name in ("io", "IO", "TextIO", "BinaryIO") or name.startswith("Supports"):
        import _typing_classes
        namespace.update(_typing_classes.CLASSES)
        these = {each: namespace[each] for each in ("IO", "TextIO", "BinaryIO")}
        namespace["io"] = _submodule("io", these)
    if name not in namespace:
        raise AttributeError("module 'typing' has no attribute %r" % name)
    return namespace[name]


def __dir__():
    return sorted({*globals(), *__all__, "io", "re"})
