"""Tools for functions: wrapping, caching, partial application, dispatch by type.

All of it is Python, as on PyPy, so that traces look inside. What few programs use imports its
modules when it is called.
"""

__all__ = ["update_wrapper", "wraps", "WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES", "total_ordering",
           "cache", "cmp_to_key", "lru_cache", "reduce", "partial", "partialmethod",
           "singledispatch", "singledispatchmethod", "cached_property"]

from _jitreel import generic_alias

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Make a wrapper look like what it wraps."""
    for attr in assigned:
        try:
            value = getattr(wrapped, attr)
        except AttributeError:
            continue
        setattr(wrapper, attr, value)
    for attr in updated:
        getattr(wrapper, attr).update(getattr(wrapped, attr, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """update_wrapper as a decorator of the wrapper."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


def _derived_comparison(root, name, symbol, negated, rest):
    """The comparison `name` from the one called `root` and, with `rest`, == or !=."""
    def method(self, other):
        result = getattr(type(self), root)(self, other)
        if result is NotImplemented:
            return result
        if negated:
            result = not result
        if rest == "or":
            return result or self == other
        if rest == "and":
            return result and self != other
        return result
    known = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}[root]
    source = f"({'not ' if negated else ''}a {known} b)"
    if rest:
        source += " or (a == b)" if rest == "or" else " and (a != b)"
    method.__name__ = name
    method.__doc__ = f"Return a {symbol} b.  Computed by @total_ordering from {source}."
    return method


# What follows from each comparison: name, symbol, negated, and what has to be added.
_DERIVED = {
    "__lt__": (("__gt__", ">", True, "and"), ("__le__", "<=", False, "or"),
               ("__ge__", ">=", True, "")),
    "__le__": (("__ge__", ">=", True, "or"), ("__lt__", "<", False, "and"),
               ("__gt__", ">", True, "")),
    "__gt__": (("__lt__", "<", True, "and"), ("__ge__", ">=", False, "or"),
               ("__le__", "<=", True, "")),
    "__ge__": (("__le__", "<=", True, "or"), ("__gt__", ">", False, "and"),
               ("__lt__", "<", True, "")),
}


def total_ordering(cls):
    """Fill in the comparisons that a class leaves out."""
    roots = {op for op in _DERIVED if getattr(cls, op, None) is not getattr(object, op, None)}
    if not roots:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = max(roots)
    for name, symbol, negated, rest in _DERIVED[root]:
        if name not in roots:
            setattr(cls, name, _derived_comparison(root, name, symbol, negated, rest))
    return cls


def cmp_to_key(mycmp):
    """A key function from a comparison function."""
    class K:
        __slots__ = ["obj"]

        def __init__(self, obj):
            self.obj = obj

        __hash__ = None

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0
    return K


_no_initial = object()


def reduce(function, sequence, initial=_no_initial):
    """function(function(function(initial, a), b), c) of a sequence a, b, c."""
    rest = iter(sequence)
    so_far = initial
    if initial is _no_initial:
        try:
            so_far = next(rest)
        except StopIteration:
            raise TypeError("reduce() of empty sequence with no initial value") from None
    for item in rest:
        so_far = function(so_far, item)
    return so_far


class partial:
    """New function with partial application of the given arguments and keywords."""

    __slots__ = ("func", "args", "keywords", "__dict__", "__weakref__")

    def __new__(cls, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if hasattr(func, "func"):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self = super().__new__(cls)
        self.func = func
        self.args = args
        self.keywords = keywords
        return self

    def __call__(self, /, *args, **keywords):
        mine = self.keywords
        if mine:
            if keywords:
                keywords = {**mine, **keywords}
            else:
                keywords = mine
        if keywords:
            return self.func(*self.args, *args, **keywords)
        return self.func(*self.args, *args)

    def __repr__(self):
        cls = type(self)
        name = cls.__qualname__
        if cls.__module__ == "functools":
            name = f"functools.{name}"
        args = [repr(self.func)]
        args.extend(repr(x) for x in self.args)
        args.extend(f"{k}={v!r}" for k, v in self.keywords.items())
        return f"{name}({', '.join(args)})"

    def __reduce__(self):
        return type(self), (self.func,), (self.func, self.args, self.keywords or None,
                                          self.__dict__ or None)

    def __setstate__(self, state):
        if not isinstance(state, tuple):
            raise TypeError("argument to __setstate__ must be a tuple")
        size = len(state)
        if size != 4:
            raise TypeError(f"expected 4 items in state, got {size}")
        func, args, kwds, namespace = state
        if (not callable(func) or not isinstance(args, tuple)
                or (kwds is not None and not isinstance(kwds, dict))
                or (namespace is not None and not isinstance(namespace, dict))):
            raise TypeError("invalid partial state")
        self.func = func
        self.args = tuple(args)
        self.keywords = dict(kwds) if kwds is not None else {}
        if namespace is not None:
            self.__dict__.update(namespace)

    __class_getitem__ = classmethod(generic_alias)


class partialmethod:
    """partial for methods: a descriptor that binds before it applies."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        if isinstance(func, partialmethod):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __repr__(self):
        cls = self.__class__
        args = [repr(self.func)]
        args.extend(map(repr, self.args))
        args.extend(f"{k}={v!r}" for k, v in self.keywords.items())
        return f"{cls.__module__}.{cls.__qualname__}({', '.join(args)})"

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})
        _method._partialmethod = self
        _method.__isabstractmethod__ = self.__isabstractmethod__
        return _method

    def __get__(self, obj, cls=None):
        own = self.func
        bind = getattr(own, "__get__", None)
        bound = own if bind is None else bind(obj, cls)
        if bound is own:
            # Nothing was bound, so a function in front must pass the object on.
            return self._make_unbound_method().__get__(obj, cls)
        applied = partial(bound, *self.args, **self.keywords)
        try:
            applied.__self__ = bound.__self__
        except AttributeError:
            pass
        return applied

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)


_kwd_mark = object()


def _make_key(args, kwds, typed):
    """What a call is remembered by; a lone int or str is its own key."""
    if not kwds and not typed:
        if len(args) == 1:
            only = args[0]
            kind = type(only)
            if kind is int or kind is str:
                return only
        return args
    key = args
    if kwds:
        key += (_kwd_mark,)
        for pair in kwds.items():
            key += pair
    if typed:
        key += tuple([type(value) for value in (*args, *kwds.values())])
    return key


_cache_info_class = []


def _CacheInfo(*values):
    if not _cache_info_class:
        from collections import namedtuple
        names = ["hits", "misses", "maxsize", "currsize"]
        _cache_info_class.append(namedtuple("CacheInfo", names, module="functools"))
    return _cache_info_class[0](*values)


def lru_cache(maxsize=128, typed=False):
    """Remember results by arguments; at most maxsize of them, the least recently used go first."""
    if isinstance(maxsize, int):
        if maxsize < 0:
            maxsize = 0
    elif callable(maxsize) and isinstance(typed, bool):
        function = maxsize
        maxsize = 128
        wrapper = _lru_cache_wrapper(function, maxsize, typed)
        wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
        return update_wrapper(wrapper, function)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")

    def decorating_function(user_function):
        wrapper = _lru_cache_wrapper(user_function, maxsize, typed)
        wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
        return update_wrapper(wrapper, user_function)
    return decorating_function


def _lru_cache_wrapper(user_function, maxsize, typed):
    cache = {}
    missing = object()
    hits = misses = 0
    make_key = _make_key
    get = cache.get

    if maxsize == 0:
        def wrapper(*args, **kwds):
            nonlocal misses
            misses += 1
            return user_function(*args, **kwds)

    elif maxsize is None:
        def wrapper(*args, **kwds):
            nonlocal hits, misses
            key = make_key(args, kwds, typed)
            known = get(key, missing)
            if known is missing:
                misses += 1
                known = cache[key] = user_function(*args, **kwds)
            else:
                hits += 1
            return known

    else:
        def wrapper(*args, **kwds):
            # The dictionary's order is the order of use: a hit moves its entry to the end.
            nonlocal hits, misses
            key = make_key(args, kwds, typed)
            result = cache.pop(key, missing)
            if result is not missing:
                hits += 1
                cache[key] = result
                return result
            misses += 1
            result = user_function(*args, **kwds)
            if key not in cache:
                if len(cache) >= maxsize:
                    for oldest in cache:
                        break
                    del cache[oldest]
                cache[key] = result
            return result

    def cache_info():
        """Report cache statistics"""
        return _CacheInfo(hits, misses, maxsize, len(cache))

    def cache_clear():
        """Clear the cache and cache statistics"""
        nonlocal hits, misses
        cache.clear()
        hits = misses = 0

    wrapper.cache_info = cache_info
    wrapper.cache_clear = cache_clear
    return wrapper


def cache(user_function, /):
    """Remember all results by arguments."""
    return lru_cache(maxsize=None)(user_function)


class cached_property:
    """A property that is computed once and then an attribute of the instance."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError("Cannot assign the same cached_property to two different names "
                            f"({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        name = self.attrname
        if name is None:
            raise TypeError(
                "Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            namespace = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} "
                            f"instance to cache {name!r} property.") from None
        if name in namespace:
            return namespace[name]
        value = self.func(instance)
        try:
            namespace[name] = value
        except TypeError:
            raise TypeError(f"The '__dict__' attribute on {type(instance).__name__!r} instance "
                            "does not support item assignment for caching "
                            f"{name!r} property.") from None
        return value


def singledispatch(func):
    """Turn a function into a generic one that dispatches on its first argument's type."""
    from _singledispatch import generic_function
    return generic_function(func)


class singledispatchmethod:
    """singledispatch for methods: a descriptor that dispatches on the first argument after self."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def __get__(self, obj, cls=None):
        def _method(*args, **kwargs):
            chosen = self.dispatcher.dispatch(args[0].__class__)
            return chosen.__get__(obj, cls)(*args, **kwargs)
        _method.register = self.register
        _method.__isabstractmethod__ = self.__isabstractmethod__
        return update_wrapper(_method, self.func)

    def register(self, cls, method=None):
        """Register a method for a class."""
        return self.dispatcher.register(cls, func=method)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)
