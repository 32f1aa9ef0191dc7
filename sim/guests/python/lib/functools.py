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
        __slots__ = "obj",
        __hash__ = None

        def __init__(self, obj):
            self.obj = obj

        # Sorting asks for nothing but this.
        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

    def comparison(name):
        holds = getattr(int, name)
        return lambda self, other: holds(mycmp(self.obj, other.obj), 0)

    for name in ("__le__", "__eq__", "__gt__", "__ge__"):
        setattr(K, name, comparison(name))
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


def _call_text(name, func, args, keywords):
    shown = [repr(value) for value in (func, *args)]
    shown += ["%s=%r" % item for item in keywords.items()]
    return "%s(%s)" % (name, ", ".join(shown))


def _flattened(cls, func, args, keywords):
    """The function and arguments of an application to what may itself be one of that class."""
    if isinstance(func, cls):
        return func.func, func.args + args, {**func.keywords, **keywords}
    return func, args, keywords


class partial:
    """New function with partial application to some arguments."""

    __slots__ = ("func", "args", "keywords", "__dict__", "__weakref__")

    def __new__(cls, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        made = super().__new__(cls)
        made.func, made.args, made.keywords = _flattened(partial, func, args, keywords)
        return made

    def __call__(self, /, *args, **keywords):
        given = self.keywords
        if given:
            keywords = {**given, **keywords} if keywords else given
        if keywords:
            return self.func(*self.args, *args, **keywords)
        return self.func(*self.args, *args)

    def __repr__(self):
        cls = type(self)
        name = cls.__qualname__
        if cls.__module__ == "functools":
            name = "functools." + name
        return _call_text(name, self.func, self.args, self.keywords)

    # The state is func, args, keywords and the other attributes.

    def __reduce__(self):
        state = self.func, self.args, self.keywords or None, self.__dict__ or None
        return type(self), (self.func,), state

    def __setstate__(self, state):
        if not isinstance(state, tuple):
            raise TypeError("argument to __setstate__ must be a tuple")
        if len(state) != 4:
            raise TypeError(f"expected 4 items in state, got {len(state)}")
        func, args, keywords, others = state
        if not (callable(func) and isinstance(args, tuple)
                and isinstance(keywords, (dict, type(None)))
                and isinstance(others, (dict, type(None)))):
            raise TypeError("invalid partial state")
        self.func = func
        self.args = tuple(args)
        self.keywords = dict(keywords or {})
        self.__dict__.update(others or {})

    __class_getitem__ = classmethod(generic_alias)


class partialmethod:
    """A method of the class it stands in, with some of its arguments already given."""

    def __init__(self, func, /, *args, **keywords):
        if not (callable(func) or hasattr(func, "__get__")):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.func, self.args, self.keywords = _flattened(partialmethod, func, args, keywords)

    def __get__(self, obj, cls=None):
        func = self.func
        bound = func.__get__(obj, cls) if hasattr(func, "__get__") else func
        if bound is not func:
            applied = partial(bound, *self.args, **self.keywords)
            owner = getattr(bound, "__self__", None)
            if owner is not None:
                applied.__self__ = owner
            return applied

        # Nothing was bound: a function is needed that can be.
        def _method(self_or_cls, /, *args, **keywords):
            return func(self_or_cls, *self.args, *args, **{**self.keywords, **keywords})

        _method._partialmethod = self
        _method.__isabstractmethod__ = self.__isabstractmethod__
        return _method.__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

    def __repr__(self):
        cls = type(self)
        name = f"{cls.__module__}.{cls.__qualname__}"
        return _call_text(name, self.func, self.args, self.keywords)

    __class_getitem__ = classmethod(generic_alias)


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
    if callable(maxsize) and isinstance(typed, bool):
        return lru_cache()(maxsize)
    if maxsize is not None and not isinstance(maxsize, int):
        raise TypeError("Expected first argument to be an integer, a callable, or None")
    if maxsize is not None and maxsize < 0:
        maxsize = 0

    def decorate(user_function):
        wrapper = _lru_cache_wrapper(user_function, maxsize, typed)
        wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
        return update_wrapper(wrapper, user_function)
    return decorate


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
        if self.attrname not in (None, name):
            raise TypeError("Cannot assign the same cached_property to two different names "
                            f"({self.attrname!r} and {name!r}).")
        self.attrname = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        name = self.attrname
        if name is None:
            raise TypeError(
                "Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            attributes = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} "
                            f"instance to cache {name!r} property.") from None
        if name not in attributes:
            value = self.func(instance)
            try:
                attributes[name] = value
            except TypeError:
                raise TypeError(f"The '__dict__' attribute on {type(instance).__name__!r} instance "
                                "does not support item assignment for caching "
                                f"{name!r} property.") from None
        return attributes[name]

    __class_getitem__ = classmethod(generic_alias)


def singledispatch(func):
    """Make a function generic: others can be registered for classes of its first argument."""
    from _singledispatch import generic_function
    return generic_function(func)


class singledispatchmethod:
    """A method that is generic in its first argument after self."""

    def __init__(self, func):
        if not (callable(func) or hasattr(func, "__get__")):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.func = func
        self.dispatcher = singledispatch(func)

    def register(self, cls, method=None):
        """Register a method for a class."""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        dispatch = self.dispatcher.dispatch

        def _method(*args, **kwargs):
            return dispatch(args[0].__class__).__get__(obj, cls)(*args, **kwargs)

        _method.register = self.register
        _method.__isabstractmethod__ = self.__isabstractmethod__
        return update_wrapper(_method, self.func)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)
