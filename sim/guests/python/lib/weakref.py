"""Weak references, and containers and finalizers that use them.

Objects never die here while the program runs: simulated collections cannot see what the frames
of the running program hold. So references stay alive, and finalizers run at the end.

The two dictionaries are one class: an entry is a key, a value and the reference among them, and a
subclass says which of the two is referred to.
"""

import _collections_abc
from _weakref import (getweakrefcount, getweakrefs, ref, proxy, CallableProxyType, ProxyType,
                      ReferenceType)
from _weakrefset import WeakSet

__all__ = ["ref", "proxy", "getweakrefcount", "getweakrefs", "WeakKeyDictionary",
           "ReferenceType", "ProxyType", "CallableProxyType", "ProxyTypes",
           "WeakValueDictionary", "WeakSet", "WeakMethod", "finalize"]

ProxyTypes = (ProxyType, CallableProxyType)


class WeakMethod(ref):
    """A reference to a bound method that does not hold its object."""

    def __new__(cls, meth, callback=None):
        if not (hasattr(meth, "__self__") and hasattr(meth, "__func__")):
            raise TypeError(f"argument should be a bound method, not {type(meth)}")
        made = ref.__new__(cls, meth.__self__, callback)
        made._function = ref(meth.__func__)
        made._bind = type(meth)
        return made

    def __call__(self):
        function, obj = self._function(), super().__call__()
        return None if function is None or obj is None else self._bind(function, obj)

    def __eq__(self, other):
        if not isinstance(other, WeakMethod):
            return NotImplemented
        return ref.__eq__(self, other) and self._function == other._function

    def __ne__(self, other):
        return not self == other if isinstance(other, WeakMethod) else NotImplemented

    __hash__ = ref.__hash__


class KeyedRef(ref):
    """A reference that knows the key of its value in a WeakValueDictionary."""

    def __new__(cls, ob, callback, key):
        made = ref.__new__(cls, ob, callback)
        made.key = key
        return made

    def __init__(self, ob, callback, key):
        super().__init__(ob, callback)


_MISSING = object()


class _WeakDictionary(_collections_abc.MutableMapping):
    """What both dictionaries have. `data` has references for its keys or its values; `_entries`
    gives the keys and values of those that are alive."""

    def __iter__(self):
        for key, _ in self._entries():
            yield key

    keys = __iter__

    def values(self):
        for _, value in self._entries():
            yield value

    def items(self):
        return self._entries()

    def __len__(self):
        return sum([1 for _ in self._entries()])

    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x}>"

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def setdefault(self, key, default=None):
        found = self.get(key, _MISSING)
        if found is _MISSING:
            self[key] = found = default
        return found

    def pop(self, key, *args):
        found = self.get(key, _MISSING)
        if found is not _MISSING:
            del self[key]
            return found
        if args:
            return args[0]
        raise KeyError(self._stored_key(key))

    def update(self, other=None, /, **kwargs):
        for given in (other, kwargs):
            if given:
                for key, value in given.items() if hasattr(given, "items") else given:
                    self[key] = value

    def copy(self):
        made = self._plain_class()()
        made.update(self)
        return made

    __copy__ = copy

    def __or__(self, other):
        if not isinstance(other, _collections_abc.Mapping):
            return NotImplemented
        made = self.copy()
        made.update(other)
        return made

    def __ror__(self, other):
        if not isinstance(other, _collections_abc.Mapping):
            return NotImplemented
        made = type(self)()
        made.update(other)
        made.update(self)
        return made

    def __ior__(self, other):
        self.update(other)
        return self


class WeakValueDictionary(_WeakDictionary):
    """A mapping that does not hold its values."""

    def __init__(self, other=(), /, **kw):
        self.data = data = {}
        self._forget = lambda reference: data.pop(reference.key, None)
        self.update(other, **kw)

    def _plain_class(self):
        return WeakValueDictionary

    def _stored_key(self, key):
        return key

    def _entries(self):
        for key, reference in list(self.data.items()):
            value = reference()
            if value is not None:
                yield key, value

    def __getitem__(self, key):
        value = self.data[key]()
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key, value):
        self.data[key] = KeyedRef(value, self._forget, key)

    def __delitem__(self, key):
        del self.data[key]

    def __contains__(self, key):
        return key in self.data and self.data[key]() is not None

    def popitem(self):
        while True:
            key, reference = self.data.popitem()
            value = reference()
            if value is not None:
                return key, value

    def valuerefs(self):
        return list(self.data.values())

    def itervaluerefs(self):
        yield from self.valuerefs()

    def __deepcopy__(self, memo):
        from copy import deepcopy
        made = type(self)()
        made.update([(deepcopy(key, memo), value) for key, value in self.items()])
        return made


class WeakKeyDictionary(_WeakDictionary):
    """A mapping that does not hold its keys."""

    def __init__(self, dict=None):
        self.data = data = {}
        self._forget = lambda reference: data.pop(reference, None)
        if dict is not None:
            self.update(dict)

    def _plain_class(self):
        return WeakKeyDictionary

    def _stored_key(self, key):
        return ref(key)

    def _entries(self):
        for reference, value in list(self.data.items()):
            key = reference()
            if key is not None:
                yield key, value

    def __getitem__(self, key):
        return self.data[ref(key)]

    def __setitem__(self, key, value):
        self.data[ref(key, self._forget)] = value

    def __delitem__(self, key):
        del self.data[ref(key)]

    def __contains__(self, key):
        try:
            return ref(key) in self.data
        except TypeError:
            # There are no references to it.
            return False

    def popitem(self):
        while True:
            reference, value = self.data.popitem()
            key = reference()
            if key is not None:
                return key, value

    def keyrefs(self):
        return list(self.data)

    def __deepcopy__(self, memo):
        from copy import deepcopy
        made = type(self)()
        made.update([(key, deepcopy(value, memo)) for key, value in self.items()])
        return made


class finalize:
    """Calls a function when an object dies, or at the end of the program; the newest first."""

    __slots__ = ()

    # Those that are alive, in the order they were made, each with a list: the reference to the
    # object, the function, its arguments and keywords, whether it is called at the end.
    _registry = {}
    _at_exit = []

    def __init__(self, obj, func, /, *args, **kwargs):
        if not finalize._at_exit:
            import atexit
            finalize._at_exit.append(atexit.register(finalize._exitfunc))
        self._registry[self] = [ref(obj, self), func, args, kwargs, True]

    def __call__(self, _=None):
        """Calls the function, unless this was done or detached."""
        entry = self._registry.pop(self, None)
        if entry is not None:
            _, func, args, kwargs, _ = entry
            return func(*args, **kwargs)

    def peek(self):
        """The object, the function and its arguments; None if it is dead."""
        reference, *call, _ = self._registry.get(self) or [lambda: None, None]
        obj = reference()
        return None if obj is None else (obj, *call)

    def detach(self):
        """The same, and the function will not be called."""
        found = self.peek()
        if found is not None:
            del self._registry[self]
        return found

    @property
    def alive(self):
        return self in self._registry

    @property
    def atexit(self):
        return self.alive and self._registry[self][-1]

    @atexit.setter
    def atexit(self, value):
        if self.alive:
            self._registry[self][-1] = bool(value)

    def __repr__(self):
        found = self.peek()
        state = "dead" if found is None else (
            f"for {type(found[0]).__name__!r} at {id(found[0]):#x}")
        return f"<{type(self).__name__} object at {id(self):#x}; {state}>"

    @classmethod
    def _exitfunc(cls):
        for one in reversed(list(cls._registry)):
            if one.atexit:
                one()
