"""Representations of bounded length.

Counterpart: lib-python/3/reprlib.py.
"""

import builtins
from itertools import islice

__all__ = ["Repr", "repr", "recursive_repr"]


def recursive_repr(fillvalue="..."):
    """Let a `__repr__` give the fill value for an object whose text is being made already."""

    def decorate(user_function):
        running = set()

        def wrapper(self):
            key = id(self)
            if key in running:
                return fillvalue
            running.add(key)
            try:
                return user_function(self)
            finally:
                running.discard(key)

        for name in ("__module__", "__doc__", "__name__", "__qualname__", "__annotations__"):
            setattr(wrapper, name, getattr(user_function, name, {}))
        return wrapper

    return decorate


def _cut(text, limit, shown=None):
    """The two ends of a text that is too long; `shown` makes a text of both ends together."""
    if len(text) <= limit:
        return text
    before = max(0, (limit - 3) // 2)
    after = max(0, limit - 3 - before)
    if shown is not None:
        text = shown(before, after)
    return text[:before] + "..." + text[len(text) - after:]


class Repr:
    """Makes representations; the attributes say how much of each kind of value is shown."""

    def __init__(self):
        self.maxlevel = self.maxtuple = self.maxlist = 6
        self.maxset = self.maxfrozenset = self.maxdeque = 6
        self.maxarray = 5
        self.maxdict = 4
        self.maxlong = 40
        self.maxstring = self.maxother = 30

    def repr(self, x):
        return self.repr1(x, self.maxlevel)

    def repr1(self, x, level):
        """The text of a value with levels inside it: by a method repr_TYPE if there is one."""
        name = "_".join(type(x).__name__.split())
        return getattr(self, "repr_" + name, self.repr_instance)(x, level)

    def _some(self, items, size, limit, begin, end, level, show):
        """The first items between brackets, and dots if there are more."""
        if level <= 0 and size:
            return begin + "..." + end
        texts = [show(item) for item in islice(items, limit)]
        return begin + ", ".join(texts + ["..."] * (size > limit)) + end

    def repr_dict(self, x, level):
        def show(key):
            return "%s: %s" % (self.repr1(key, level - 1), self.repr1(x[key], level - 1))

        return self._some(_in_order(x), len(x), self.maxdict, "{", "}", level, show)

    def repr_array(self, x, level):
        begin = "array('%s'" % x.typecode
        return self._list(x, level, begin + ", [", "])", self.maxarray) if x else begin + ")"

    def _list(self, x, level, begin, end, limit):
        return self._some(x, len(x), limit, begin, end, level,
                          lambda item: self.repr1(item, level - 1))

    def repr_str(self, x, level):
        text = builtins.repr(x[:self.maxstring])
        return _cut(text, self.maxstring, lambda before, after: builtins.repr(
            x[:before] + x[len(x) - after:]))

    def repr_int(self, x, level):
        return _cut(builtins.repr(x), self.maxlong)

    def repr_instance(self, x, level):
        try:
            text = builtins.repr(x)
        except Exception:
            return "<%s instance at %#x>" % (x.__class__.__name__, id(x))
        return _cut(text, self.maxother)


def _in_order(values):
    try:
        return sorted(values)
    except Exception:
        return list(values)


def _add_container(name, begin, end, empty=None):
    def method(self, x, level):
        if not x and empty:
            return empty
        items = _in_order(x) if empty else x
        last = "," + end if name == "tuple" and len(x) == 1 and level > 0 else end
        return self._list(items, level, begin, last, getattr(self, "max" + name))

    method.__name__ = "repr_" + name
    method.__qualname__ = "Repr.repr_" + name
    setattr(Repr, method.__name__, method)


_add_container("tuple", "(", ")")
_add_container("list", "[", "]")
_add_container("deque", "deque([", "])")
_add_container("set", "{", "}", "set()")
_add_container("frozenset", "frozenset({", "})", "frozenset()")

aRepr = Repr()
repr = aRepr.repr
