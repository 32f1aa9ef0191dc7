"""Generic functions for functools.singledispatch (PEP 443).

The class of an argument is looked up in the registry along its MRO, into which the registered
abstract base classes that it implements are inserted where C3 would have them.
"""

from abc import get_cache_token
from functools import update_wrapper


def _merge(sequences):
    """C3: repeatedly take the first head that is in no tail."""
    result = []
    while True:
        sequences = [s for s in sequences if s]
        if not sequences:
            return result
        for candidate in (s[0] for s in sequences):
            if not any(candidate in s[1:] for s in sequences):
                break
        else:
            raise RuntimeError("Inconsistent hierarchy")
        result.append(candidate)
        for s in sequences:
            if s[0] == candidate:
                del s[0]


def _extended_mro(cls, abcs):
    """The MRO of a class with these abstract classes inserted; they go after the last explicit
    base that is itself abstract."""
    boundary = 0
    for i, base in enumerate(cls.__bases__):
        if hasattr(base, "__abstractmethods__"):
            boundary = i + 1
    explicit = list(cls.__bases__[:boundary])
    others = list(cls.__bases__[boundary:])
    inserted = [abc for abc in abcs if issubclass(cls, abc)
                and not any(issubclass(base, abc) for base in cls.__bases__)]
    rest = [abc for abc in abcs if abc not in inserted]
    groups = (explicit, inserted, others)
    mros = [_extended_mro(base, rest) for group in groups for base in group]
    return _merge([[cls]] + mros + [list(group) for group in groups])


def _lookup_order(cls, types):
    """All classes to look up for `cls`, given the registered ones."""
    bases = set(cls.__mro__)
    related = [t for t in types if t not in bases and hasattr(t, "__mro__") and issubclass(cls, t)]
    lowest = [t for t in related if not any(t is not o and t in o.__mro__ for o in related)]
    order = []
    for typ in lowest:
        found = [[s for s in sub.__mro__ if s in lowest] for sub in typ.__subclasses__()
                 if sub not in bases and issubclass(cls, sub)]
        if not found:
            order.append(typ)
            continue
        found.sort(key=len, reverse=True)
        for chain in found:
            for sub in chain:
                if sub not in order:
                    order.append(sub)
    return _extended_mro(cls, order)


def _best(cls, registry):
    """The implementation for a class."""
    match = None
    for typ in _lookup_order(cls, registry.keys()):
        if match is not None:
            if (typ in registry and typ not in cls.__mro__ and match not in cls.__mro__
                    and not issubclass(match, typ)):
                raise RuntimeError(f"Ambiguous dispatch: {match} or {typ}")
            break
        if typ in registry:
            match = typ
    return registry.get(match)


def _annotated_class(func):
    """The class in the annotation of the first parameter."""
    argname, cls = next(iter(func.__annotations__.items()))
    if isinstance(cls, str):
        cls = eval(cls, func.__globals__)
    if not isinstance(cls, type):
        raise TypeError(f"Invalid annotation for {argname!r}. {cls!r} is not a class.")
    return cls


def generic_function(func):
    registry = {}
    dispatch_cache = {}
    cache_token = None

    def dispatch(cls):
        """The implementation for a class."""
        nonlocal cache_token
        if cache_token is not None:
            current = get_cache_token()
            if cache_token != current:
                dispatch_cache.clear()
                cache_token = current
        impl = dispatch_cache.get(cls)
        if impl is None:
            impl = registry.get(cls)
            if impl is None:
                impl = _best(cls, registry)
            dispatch_cache[cls] = impl
        return impl

    def register(cls, func=None):
        """Register an implementation for a class; may be used as a decorator."""
        nonlocal cache_token
        if func is None:
            if isinstance(cls, type):
                return lambda f: register(cls, f)
            if not getattr(cls, "__annotations__", {}):
                raise TypeError(
                    f"Invalid first argument to `register()`: {cls!r}. "
                    "Use either `@register(some_class)` "
                    "or plain `@register` on an annotated function.")
            func = cls
            cls = _annotated_class(func)
        registry[cls] = func
        if cache_token is None and hasattr(cls, "__abstractmethods__"):
            cache_token = get_cache_token()
        dispatch_cache.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{funcname} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    funcname = getattr(func, "__name__", "singledispatch function")
    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    wrapper._clear_cache = dispatch_cache.clear
    return update_wrapper(wrapper, func)
