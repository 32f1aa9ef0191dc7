"""Signatures of callables, for `inspect`, which loads this when a program asks for one of CLASSES.

The classes say that they are of `inspect`: its name is this module's too.

Counterpart: lib-python/3/inspect.py. Programs in the wild use _empty, _void and _ParameterKind.
"""

import enum
import functools
import types
from collections import OrderedDict

from inspect import formatannotation, isclass, ismethod, unwrap

__name__ = "inspect"


class _void:
    """Stands for an argument that was not given."""


class _empty:
    """Stands for a default or an annotation that is not there."""


class _ParameterKind(enum.IntEnum):
    POSITIONAL_ONLY = 0
    POSITIONAL_OR_KEYWORD = 1
    VAR_POSITIONAL = 2
    KEYWORD_ONLY = 3
    VAR_KEYWORD = 4

    def __str__(self):
        return self._name_

    @property
    def description(self):
        if self in (2, 4):
            return "variadic " + ("positional" if self == 2 else "keyword")
        return self._name_.lower().replace("_", " " if self == 1 else "-")


_POSITIONAL_ONLY, _EITHER, _VAR_POSITIONAL, _KEYWORD_ONLY, _VAR_KEYWORD = _ParameterKind


class Parameter:
    """One parameter of a signature; it never changes."""

    __slots__ = ("_name", "_kind", "_default", "_annotation")

    POSITIONAL_ONLY = _POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _EITHER
    VAR_POSITIONAL = _VAR_POSITIONAL
    KEYWORD_ONLY = _KEYWORD_ONLY
    VAR_KEYWORD = _VAR_KEYWORD
    empty = _empty

    name = property(lambda self: self._name)
    kind = property(lambda self: self._kind)
    default = property(lambda self: self._default)
    annotation = property(lambda self: self._annotation)

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        try:
            self._kind = kind = _ParameterKind(kind)
        except ValueError:
            raise ValueError("value %r is not a valid Parameter.kind" % (kind,)) from None
        if default is not _empty and kind in (_VAR_POSITIONAL, _VAR_KEYWORD):
            raise ValueError("%s parameters cannot have default values" % kind.description)
        self._default, self._annotation = default, annotation
        if name is _empty:
            raise ValueError("name is a required attribute for Parameter")
        if not isinstance(name, str):
            raise TypeError("name must be a str, not a %s" % type(name).__name__)
        if name[:1] == "." and name[1:].isdigit():
            # The parameter of a comprehension, as the compiler calls it.
            if kind is not _EITHER:
                raise ValueError(
                    "implicit arguments must be passed as positional or keyword arguments, "
                    "not %s" % kind.description)
            self._kind = _POSITIONAL_ONLY
            name = "implicit" + name[1:]
        if not name.isidentifier():
            raise ValueError("%r is not a valid parameter name" % name)
        self._name = name

    def replace(self, *, name=_void, kind=_void, annotation=_void, default=_void):
        """A copy with some attributes changed."""
        return type(self)(
            self._name if name is _void else name, self._kind if kind is _void else kind,
            default=self._default if default is _void else default,
            annotation=self._annotation if annotation is _void else annotation)

    def _parts(self):
        return self._name, self._kind, self._default, self._annotation

    def __eq__(self, other):
        if not isinstance(other, Parameter):
            return NotImplemented
        return self._parts() == other._parts()

    def __hash__(self):
        return hash(self._parts())

    def __reduce__(self):
        return (type(self), (self._name, self._kind),
                {"_default": self._default, "_annotation": self._annotation})

    def __setstate__(self, state):
        self._default, self._annotation = state["_default"], state["_annotation"]

    def __str__(self):
        text = {_VAR_POSITIONAL: "*", _VAR_KEYWORD: "**"}.get(self._kind, "") + self._name
        equals = "="
        if self._annotation is not _empty:
            text += ": " + formatannotation(self._annotation)
            equals = " = "
        return text if self._default is _empty else "%s%s%r" % (text, equals, self._default)

    def __repr__(self):
        return '<%s "%s">' % (self.__class__.__name__, self)


class BoundArguments:
    """The arguments of a call by the names of the parameters."""

    __slots__ = ("arguments", "_signature", "__weakref__")

    def __init__(self, signature, arguments):
        self.arguments = arguments
        self._signature = signature

    @property
    def signature(self):
        return self._signature

    def _as_call(self):
        """What stands in the call: values in order, then those by name."""
        values, named = [], {}
        by_name = False
        for name, param in self._signature.parameters.items():
            by_name = by_name or param.kind > _VAR_POSITIONAL or name not in self.arguments
            if name in self.arguments:
                value = self.arguments[name]
                if param.kind is _VAR_KEYWORD:
                    named.update(value)
                elif by_name:
                    named[name] = value
                elif param.kind is _VAR_POSITIONAL:
                    values.extend(value)
                else:
                    values.append(value)
        return tuple(values), named

    args = property(lambda self: self._as_call()[0])
    kwargs = property(lambda self: self._as_call()[1])

    def apply_defaults(self):
        """Put defaults for the arguments that are missing."""
        complete = {}
        for name, param in self._signature.parameters.items():
            if name in self.arguments:
                complete[name] = self.arguments[name]
            elif param.default is not _empty:
                complete[name] = param.default
            elif param.kind is _VAR_POSITIONAL:
                complete[name] = ()
            elif param.kind is _VAR_KEYWORD:
                complete[name] = {}
        self.arguments = complete

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self.signature == other.signature and self.arguments == other.arguments

    def __getstate__(self):
        return {"_signature": self._signature, "arguments": self.arguments}

    def __setstate__(self, state):
        self.__init__(state["_signature"], state["arguments"])

    def __repr__(self):
        shown = ["%s=%r" % item for item in self.arguments.items()]
        return "<%s (%s)>" % (self.__class__.__name__, ", ".join(shown))


class Signature:
    """The parameters of a callable and the annotation of what it returns."""

    __slots__ = ("_return_annotation", "_parameters")

    _parameter_cls = Parameter
    _bound_arguments_cls = BoundArguments
    empty = _empty

    parameters = property(lambda self: self._parameters)
    return_annotation = property(lambda self: self._return_annotation)

    def __init__(self, parameters=None, *, return_annotation=_empty,
                 __validate_parameters__=True):
        by_name = OrderedDict()
        last = None
        for param in parameters or ():
            if __validate_parameters__:
                _check_order(last, param, by_name)
            by_name[param.name] = last = param
        self._parameters = types.MappingProxyType(by_name)
        self._return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True):
        return _signature_of(obj, follow_wrapped, cls)

    @classmethod
    def from_function(cls, func):
        _deprecate_from("function")
        if not _has_code(func):
            raise TypeError("%r is not a Python function" % (func,))
        return _of_function(func, cls)

    @classmethod
    def from_builtin(cls, func):
        _deprecate_from("builtin")
        return _signature_of(func, True, cls)

    def replace(self, *, parameters=_void, return_annotation=_void):
        """A copy with other parameters or another return annotation."""
        if parameters is _void:
            parameters = self.parameters.values()
        if return_annotation is _void:
            return_annotation = self._return_annotation
        return type(self)(parameters, return_annotation=return_annotation)

    def _parts(self):
        """The parameters whose order counts, and by name those for which it does not."""
        params = self._parameters.values()
        return ([param for param in params if param.kind is not _KEYWORD_ONLY],
                {param.name: param for param in params if param.kind is _KEYWORD_ONLY},
                self._return_annotation)

    def __eq__(self, other):
        if not isinstance(other, Signature):
            return NotImplemented
        return self._parts() == other._parts()

    def __hash__(self):
        ordered, named, returned = self._parts()
        return hash((tuple(ordered), frozenset(named.values()), returned))

    def bind(self, /, *args, **kwargs):
        """The arguments of a call by parameters; a TypeError if they do not fit."""
        return self._bind(args, kwargs)

    def bind_partial(self, /, *args, **kwargs):
        """As bind(), for calls that leave out arguments."""
        return self._bind(args, kwargs, partial=True)

    def _bind(self, args, kwargs, *, partial=False):
        waiting, named = list(args), dict(kwargs)
        arguments = {}
        rest = None
        for name, param in self.parameters.items():
            kind = param.kind
            if waiting and kind > _VAR_POSITIONAL:
                raise TypeError("too many positional arguments")
            if kind is _VAR_POSITIONAL:
                if waiting:
                    arguments[name], waiting = tuple(waiting), []
            elif kind is _VAR_KEYWORD:
                rest = name
            elif waiting:
                if name in named and kind is _EITHER:
                    raise TypeError("multiple values for argument %r" % name)
                arguments[name] = waiting.pop(0)
            elif name in named:
                if kind is _POSITIONAL_ONLY:
                    raise TypeError(
                        "%r parameter is positional only, but was passed as a keyword" % name)
                arguments[name] = named.pop(name)
            elif param.default is _empty and not partial:
                raise TypeError("missing a required argument: %r" % name)
        if waiting:
            raise TypeError("too many positional arguments")
        if named and rest is None:
            raise TypeError("got an unexpected keyword argument %r" % next(iter(named)))
        if named:
            arguments[rest] = named
        return self._bound_arguments_cls(self, arguments)

    def __reduce__(self):
        return (type(self), (tuple(self._parameters.values()),),
                {"_return_annotation": self._return_annotation})

    def __setstate__(self, state):
        self._return_annotation = state["_return_annotation"]

    def __str__(self):
        shown = []
        star_is_due = slash_is_due = False
        last = None
        for param in self.parameters.values():
            if last is _POSITIONAL_ONLY and param.kind is not last:
                shown.append("/")
            last = param.kind
            if last is _KEYWORD_ONLY and not star_is_due:
                shown.append("*")
            star_is_due = star_is_due or last in (_VAR_POSITIONAL, _KEYWORD_ONLY)
            shown.append(str(param))
        if last is _POSITIONAL_ONLY:
            shown.append("/")
        text = "(%s)" % ", ".join(shown)
        if self._return_annotation is not _empty:
            text += " -> " + formatannotation(self._return_annotation)
        return text

    def __repr__(self):
        return "<%s %s>" % (self.__class__.__name__, self)


def _check_order(last, param, earlier):
    """A ValueError if a parameter may not come after the last one."""
    if last is not None:
        if param.kind < last.kind:
            raise ValueError("wrong parameter order: %s parameter before %s parameter" % (
                last.kind.description, param.kind.description))
        if (param.kind is last.kind and param.kind <= _EITHER
                and param.default is _empty and last.default is not _empty):
            raise ValueError("non-default argument follows default argument")
    if param.name in earlier:
        raise ValueError("duplicate parameter name: %r" % param.name)


def _deprecate_from(kind):
    import warnings
    warnings.warn("inspect.Signature.from_%s() is deprecated since Python 3.5, use "
                  "Signature.from_callable()" % kind, DeprecationWarning, stacklevel=3)


# Signatures of all kinds of callables


def signature(obj, *, follow_wrapped=True):
    """The signature of a callable."""
    return Signature.from_callable(obj, follow_wrapped=follow_wrapped)


def _has_code(obj):
    return hasattr(getattr(obj, "__code__", None), "co_varnames")


def _signature_of(obj, follow_wrapped, cls, keep_first=False):
    """The signature; that of a method has its object's parameter only if `keep_first` is true."""

    def of(other):
        return _signature_of(other, follow_wrapped, cls, keep_first)

    def of_method(function):
        return of(function) if keep_first else _without_first(of(function))

    if not callable(obj):
        raise TypeError("%r is not a callable object" % (obj,))
    if ismethod(obj):
        return of_method(obj.__func__)
    if follow_wrapped:
        obj = unwrap(obj, stop=lambda f: hasattr(f, "__signature__"))
        if ismethod(obj):
            return of(obj)
    given = getattr(obj, "__signature__", None)
    if given is not None:
        if not isinstance(given, Signature):
            raise TypeError("unexpected object %r in __signature__ attribute" % (given,))
        return given
    partial = getattr(obj, "_partialmethod", None)
    if isinstance(partial, functools.partialmethod):
        return _of_partialmethod(of(partial.func), partial)
    if isclass(obj):
        return _of_class(obj, of_method, cls)
    if _has_code(obj):
        return _of_function(obj, cls)
    if isinstance(obj, functools.partial):
        return _of_partial(of(obj.func), obj)
    if isinstance(obj, types.BuiltinFunctionType):
        raise ValueError("no signature found for builtin %r" % (obj,))
    call = getattr(type(obj), "__call__", None)
    if _has_code(call) or hasattr(call, "__wrapped__"):
        return of_method(call)
    raise ValueError("callable %r is not supported by signature" % (obj,))


def _of_function(func, cls):
    code = func.__code__
    names = iter(code.co_varnames)
    annotations = getattr(func, "__annotations__", None) or {}
    defaults, named_defaults = func.__defaults__ or (), func.__kwdefaults__ or {}
    required = code.co_argcount - len(defaults)
    params = []

    def add(kind, default=_empty):
        params.append(cls._parameter_cls(
            name, kind, default=default, annotation=annotations.get(name, _empty)))

    for index in range(code.co_argcount):
        name = next(names)
        add(_POSITIONAL_ONLY if index < code.co_posonlyargcount else _EITHER,
            defaults[index - required] if index >= required else _empty)
    # In the code, the names of the keyword-only parameters come before that of the variadic one.
    by_keyword = [next(names) for _ in range(code.co_kwonlyargcount)]
    if code.co_flags & 4:
        name = next(names)
        add(_VAR_POSITIONAL)
    for name in by_keyword:
        add(_KEYWORD_ONLY, named_defaults.get(name, _empty))
    if code.co_flags & 8:
        name = next(names)
        add(_VAR_KEYWORD)
    return cls(params, return_annotation=annotations.get("return", _empty),
               __validate_parameters__=bool(defaults))


def _without_first(sig):
    """The signature of a method that has its object."""
    params = list(sig.parameters.values())
    if not params or params[0].kind > _VAR_POSITIONAL:
        raise ValueError("invalid method signature")
    return sig.replace(parameters=params[params[0].kind < _VAR_POSITIONAL:])


def _of_partial(sig, partial, first=()):
    """What is left of a signature when some arguments are given."""
    named = partial.keywords or {}
    try:
        given = sig.bind_partial(*first, *partial.args, **named).arguments
    except TypeError as error:
        raise ValueError("partial object %r has incorrect arguments" % (partial,)) from error
    params = []
    # From a parameter on that is given by name, all can only be given by name.
    by_name = False
    for name, param in sig.parameters.items():
        kind = param.kind
        if kind is _EITHER:
            by_name = by_name or (name in given and name in named)
        if name in given and kind in (_POSITIONAL_ONLY, _EITHER) and not by_name:
            continue
        if kind is _VAR_POSITIONAL and by_name:
            continue
        if kind is _EITHER and by_name:
            param = param.replace(kind=_KEYWORD_ONLY)
        if name in given and kind in (_EITHER, _KEYWORD_ONLY):
            param = param.replace(default=given[name])
        params.append(param)
    return sig.replace(parameters=params)


def _of_partialmethod(sig, partial):
    """The first parameter, for the object, stays."""
    rest = _of_partial(sig, partial, (None,))
    params = list(sig.parameters.values())
    if params[0].kind is _VAR_POSITIONAL:
        return rest
    return rest.replace(parameters=(params[0], *rest.parameters.values()))


def _of_class(cls, of_method, sigcls):
    """The signature of the metaclass's `__call__`, else of the nearest `__new__` or `__init__`."""
    places = [(type(cls), "__call__")]
    places += [(base, name) for base in cls.__mro__ for name in ("__new__", "__init__")]
    for owner, name in places:
        if name == "__call__" or name in vars(owner):
            method = getattr(owner, name)
            if _has_code(method) or hasattr(method, "__wrapped__"):
                return of_method(method)
            if owner is not type and owner is not object and name != "__call__":
                break
    else:
        if type not in cls.__mro__:
            return sigcls()
        raise ValueError("no signature found for builtin %r" % (cls,))
    raise ValueError("no signature found for builtin type %r" % (cls,))


# The older descriptions of parameters


def getfullargspec(func):
    """The parameters of a callable: names, defaults and annotations in seven parts."""
    import inspect
    try:
        sig = _signature_of(func, False, Signature, keep_first=True)
    except Exception as error:
        raise TypeError("unsupported callable") from error
    params = sig.parameters.values()
    names = {kind: [p.name for p in params if p.kind is kind] for kind in _ParameterKind}
    annotations = {p.name: p.annotation for p in params if p.annotation is not _empty}
    if sig.return_annotation is not _empty:
        annotations = {"return": sig.return_annotation, **annotations}
    defaults = [(p.kind, p.name, p.default) for p in params if p.default is not _empty]
    return inspect.FullArgSpec(
        names[_POSITIONAL_ONLY] + names[_EITHER],
        *names[_VAR_POSITIONAL] or [None], *names[_VAR_KEYWORD] or [None],
        tuple([default for kind, _, default in defaults if kind <= _EITHER]) or None,
        names[_KEYWORD_ONLY],
        {name: default for kind, name, default in defaults if kind is _KEYWORD_ONLY} or None,
        annotations)


def getargspec(func):
    """Names and defaults, for functions without keyword-only parameters and annotations."""
    import inspect
    import warnings
    warnings.warn("inspect.getargspec() is deprecated since Python 3.0, use inspect.signature() "
                  "or inspect.getfullargspec()", DeprecationWarning, stacklevel=2)
    args, varargs, varkw, defaults, kwonlyargs, _, annotations = getfullargspec(func)
    if kwonlyargs or annotations:
        raise ValueError("Function has keyword-only parameters or annotations, use "
                         "inspect.signature() API which can support them")
    return inspect.ArgSpec(args, varargs, varkw, defaults)


def _and(names):
    """'a', 'b', and 'c'"""
    shown = [repr(name) for name in names]
    if len(shown) < 3:
        return " and ".join(shown)
    return "%s, and %s" % (", ".join(shown[:-1]), shown[-1])


def _refuse_missing(func_name, names, kind):
    raise TypeError("%s() missing %i required %s argument%s: %s" % (
        func_name, len(names), kind, "" if len(names) == 1 else "s", _and(names)))


def getcallargs(func, /, *positional, **named):
    """The arguments of a call by the names of the parameters, defaults included."""
    spec = getfullargspec(func)
    name = func.__name__
    if ismethod(func) and func.__self__ is not None:
        positional = (func.__self__,) + positional
    count = len(positional)
    found = dict(zip(spec.args, positional))
    if spec.varargs:
        found[spec.varargs] = tuple(positional[len(spec.args):])
    others = {}
    if spec.varkw:
        found[spec.varkw] = others
    for key, value in named.items():
        if key not in spec.args and key not in spec.kwonlyargs:
            if not spec.varkw:
                raise TypeError("%s() got an unexpected keyword argument %r" % (name, key))
            others[key] = value
        elif key in found:
            raise TypeError("%s() got multiple values for argument %r" % (name, key))
        else:
            found[key] = value
    if count > len(spec.args) and not spec.varargs:
        _refuse_surplus(name, spec, count, found)
    optional = len(spec.args) - len(spec.defaults or ())
    missing = [arg for arg in spec.args[:optional] if arg not in found]
    if missing and count < len(spec.args):
        _refuse_missing(name, missing, "positional")
    for arg, value in zip(spec.args[optional:], spec.defaults or ()):
        found.setdefault(arg, value)
    for arg, value in (spec.kwonlydefaults or {}).items():
        found.setdefault(arg, value)
    missing = [arg for arg in spec.kwonlyargs if arg not in found]
    if missing:
        _refuse_missing(name, missing, "keyword-only")
    return found


def _refuse_surplus(name, spec, given, found):
    least = len(spec.args) - len(spec.defaults or ())
    if spec.varargs:
        plural, takes = least != 1, "at least %d" % least
    elif spec.defaults:
        plural, takes = True, "from %d to %d" % (least, len(spec.args))
    else:
        plural, takes = len(spec.args) != 1, str(len(spec.args))
    by_name = len([arg for arg in spec.kwonlyargs if arg in found])
    also = ""
    if by_name:
        also = " positional argument%s (and %d keyword-only argument%s)" % (
            "s" if given != 1 else "", by_name, "s" if by_name != 1 else "")
    raise TypeError("%s() takes %s positional argument%s but %d%s %s given" % (
        name, takes, "s" if plural else "", given, also,
        "was" if given == 1 and not by_name else "were"))


CLASSES = {name: globals()[name] for name in (
    "_void _empty _ParameterKind Parameter BoundArguments Signature signature getfullargspec "
    "getargspec getcallargs").split()}
