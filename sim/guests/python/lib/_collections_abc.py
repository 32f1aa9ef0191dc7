"""Abstract base classes of containers, which `collections.abc` publishes.

What a class needs are its abstract methods, listed where they stand; what it gives are the others.
`_recognized` makes a class know strangers by their methods; the built-in types are registered at
the end.
"""

from abc import ABCMeta, abstractmethod
from _jitreel import generic_alias
import sys

__all__ = ["Awaitable", "Coroutine", "AsyncIterable", "AsyncIterator", "AsyncGenerator",
           "Hashable", "Iterable", "Iterator", "Generator", "Reversible", "Sized", "Container",
           "Callable", "Collection", "Set", "MutableSet", "Mapping", "MutableMapping",
           "MappingView", "KeysView", "ItemsView", "ValuesView", "Sequence", "MutableSequence",
           "ByteString"]

# The classes say that they live in the public module.
__name__ = "collections.abc"


def _first_definition(cls, name):
    """What `name` is along the MRO; None when it is missing or switched off."""
    return next((base.__dict__[name] for base in cls.__mro__ if name in base.__dict__), None)


def _recognized(*names):
    """Classes that have these methods are subclasses, without saying so."""
    def decorate(abstract):
        def __subclasshook__(asked, stranger):
            if asked is not abstract:
                return NotImplemented
            has_all = all(_first_definition(stranger, name) is not None for name in names)
            return True if has_all else NotImplemented
        __subclasshook__.__qualname__ = f"{abstract.__qualname__}.__subclasshook__"
        abstract.__subclasshook__ = classmethod(__subclasshook__)
        return abstract
    return decorate


def _generic(abstract):
    """`cls[...]` for annotations."""
    abstract.__class_getitem__ = classmethod(generic_alias)
    return abstract


@_recognized("__hash__")
class Hashable(metaclass=ABCMeta):
    __slots__ = ()

    @abstractmethod
    def __hash__(self):
        return 0


# Awaiting and sending.

def _thrown(typ, val, tb):
    """The exception that throw(typ, val, tb) means."""
    if val is tb is None:
        return typ
    instance = typ() if val is None else val
    return instance if tb is None else instance.with_traceback(tb)


def _close(delegate, what):
    """Throws GeneratorExit in; only its return or the end of the iteration is accepted."""
    try:
        delegate.throw(GeneratorExit)
    except (GeneratorExit, StopIteration):
        return
    raise RuntimeError(f"{what} ignored GeneratorExit")


@_generic
@_recognized("__await__")
class Awaitable(metaclass=ABCMeta):
    __slots__ = ()

    @abstractmethod
    def __await__(self):
        yield


@_recognized("__await__", "send", "throw", "close")
class Coroutine(Awaitable):
    __slots__ = ()

    @abstractmethod
    def send(self, value):
        """Go on with a value; returns the next one or raises StopIteration."""
        raise StopIteration

    @abstractmethod
    def throw(self, typ, val=None, tb=None):
        """Go on with an exception raised where the coroutine waits."""
        raise _thrown(typ, val, tb)

    def close(self):
        """Raise GeneratorExit inside of the coroutine."""
        _close(self, "coroutine")


@_generic
@_recognized("__aiter__")
class AsyncIterable(metaclass=ABCMeta):
    __slots__ = ()

    @abstractmethod
    def __aiter__(self):
        return AsyncIterator()


@_recognized("__anext__", "__aiter__")
class AsyncIterator(AsyncIterable):
    __slots__ = ()

    def __aiter__(self):
        return self

    @abstractmethod
    async def __anext__(self):
        """The next item, or StopAsyncIteration."""
        raise StopAsyncIteration


@_recognized("__aiter__", "__anext__", "asend", "athrow", "aclose")
class AsyncGenerator(AsyncIterator):
    __slots__ = ()

    @abstractmethod
    async def asend(self, value):
        """As send of a generator."""
        raise StopAsyncIteration

    @abstractmethod
    async def athrow(self, typ, val=None, tb=None):
        """As throw of a generator."""
        raise _thrown(typ, val, tb)

    async def aclose(self):
        """As close of a generator."""
        try:
            await self.athrow(GeneratorExit)
        except (GeneratorExit, StopAsyncIteration):
            return
        raise RuntimeError("asynchronous generator ignored GeneratorExit")

    async def __anext__(self):
        return await self.asend(None)


# Iterating.

def _nothing():
    yield from ()


@_generic
@_recognized("__iter__")
class Iterable(metaclass=ABCMeta):
    __slots__ = ()

    @abstractmethod
    def __iter__(self):
        return _nothing()


@_recognized("__iter__", "__next__")
class Iterator(Iterable):
    __slots__ = ()

    def __iter__(self):
        return self

    @abstractmethod
    def __next__(self):
        """The next item, or StopIteration."""
        raise StopIteration


@_recognized("__reversed__", "__iter__")
class Reversible(Iterable):
    __slots__ = ()

    @abstractmethod
    def __reversed__(self):
        return _nothing()


@_recognized("__iter__", "__next__", "send", "throw", "close")
class Generator(Iterator):
    __slots__ = ()

    @abstractmethod
    def send(self, value):
        """Go on with a value; returns what is yielded next."""
        raise StopIteration

    @abstractmethod
    def throw(self, typ, val=None, tb=None):
        """Go on with an exception raised at the yield."""
        raise _thrown(typ, val, tb)

    def close(self):
        """Raise GeneratorExit at the yield."""
        _close(self, "generator")

    def __next__(self):
        return self.send(None)


@_recognized("__len__")
class Sized(metaclass=ABCMeta):
    __slots__ = ()

    @abstractmethod
    def __len__(self):
        return 0


@_generic
@_recognized("__contains__")
class Container(metaclass=ABCMeta):
    __slots__ = ()

    @abstractmethod
    def __contains__(self, x):
        return False


@_recognized("__len__", "__iter__", "__contains__")
class Collection(Sized, Iterable, Container):
    __slots__ = ()


@_recognized("__call__")
class Callable(metaclass=ABCMeta):
    __slots__ = ()

    @classmethod
    def __class_getitem__(cls, params):
        from _collections_callable import callable_alias
        return callable_alias(cls, params)

    @abstractmethod
    def __call__(self, *args, **kwds):
        return False


# Sets.

class Set(Collection):
    """A set that does not change; needs __contains__, __iter__, __len__."""

    __slots__ = ()

    @classmethod
    def _from_iterable(cls, it):
        """A set of the result of an operator; override it if the class takes other arguments."""
        return cls(it)

    def _as_set(self, other):
        """`other` as a set, or NotImplemented when it cannot be one."""
        if isinstance(other, Set):
            return other
        return self._from_iterable(other) if isinstance(other, Iterable) else NotImplemented

    def isdisjoint(self, other):
        return not any(item in self for item in other)

    def __eq__(self, other):
        if isinstance(other, Set):
            return len(other) == len(self) and self.__le__(other)
        return NotImplemented

    def __le__(self, other):
        if isinstance(other, Set):
            return len(self) <= len(other) and all(item in other for item in self)
        return NotImplemented

    def __ge__(self, other):
        if isinstance(other, Set):
            return len(self) >= len(other) and all(item in self for item in other)
        return NotImplemented

    def __lt__(self, other):
        if isinstance(other, Set):
            return len(self) < len(other) and self.__le__(other)
        return NotImplemented

    def __gt__(self, other):
        if isinstance(other, Set):
            return len(self) > len(other) and self.__ge__(other)
        return NotImplemented

    def __and__(self, other):
        if isinstance(other, Iterable):
            return self._from_iterable(item for item in other if item in self)
        return NotImplemented

    def __or__(self, other):
        if isinstance(other, Iterable):
            return self._from_iterable(item for part in (self, other) for item in part)
        return NotImplemented

    def __sub__(self, other):
        taken = self._as_set(other)
        if taken is NotImplemented:
            return taken
        return self._from_iterable(item for item in self if item not in taken)

    def __rsub__(self, other):
        left = self._as_set(other)
        if left is NotImplemented:
            return left
        return self._from_iterable(item for item in left if item not in self)

    def __xor__(self, other):
        right = self._as_set(other)
        if right is NotImplemented:
            return right
        return (self - right) | (right - self)

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__

    def _hash(self):
        """A hash of the members in any order, the one that frozenset uses."""
        mask = 2 * sys.maxsize + 1
        mixed = 1927868237 * (len(self) + 1)
        for item_hash in map(hash, self):
            mixed ^= (item_hash ^ (item_hash << 16) ^ 89869747) * 3644798167
        mixed &= mask
        mixed ^= (mixed >> 11) ^ (mixed >> 25)
        mixed = (mixed * 69069 + 907133923) & mask
        signed = mixed - mask - 1 if mixed > sys.maxsize else mixed
        return signed if signed != -1 else 590923713


def _drain(take, end):
    """Calls `take` until it says with an exception that there is nothing left."""
    try:
        while True:
            take()
    except end:
        pass


class MutableSet(Set):
    """A set that changes; needs add and discard, too."""

    __slots__ = ()

    @abstractmethod
    def add(self, value):
        """Have `value` in the set."""
        raise NotImplementedError

    @abstractmethod
    def discard(self, value):
        """Have `value` not in the set."""
        raise NotImplementedError

    def remove(self, value):
        """As discard; KeyError when it is missing."""
        if value in self:
            self.discard(value)
        else:
            raise KeyError(value)

    def pop(self):
        """Remove and return any member; KeyError when there is none."""
        for found in self:
            self.discard(found)
            return found
        raise KeyError

    def clear(self):
        """Remove all members."""
        _drain(self.pop, KeyError)

    def __ior__(self, it):
        for item in it:
            self.add(item)
        return self

    def __iand__(self, it):
        for item in (self - it):
            self.discard(item)
        return self

    def __isub__(self, it):
        if it is self:
            self.clear()
            return self
        for item in it:
            self.discard(item)
        return self

    def __ixor__(self, it):
        if it is self:
            self.clear()
            return self
        for item in it if isinstance(it, Set) else self._from_iterable(it):
            change = self.discard if item in self else self.add
            change(item)
        return self


# Mappings.

class Mapping(Collection):
    """A mapping that does not change; needs __getitem__, __iter__, __len__."""

    __slots__ = ()
    __reversed__ = None

    @abstractmethod
    def __getitem__(self, key):
        raise KeyError

    def __contains__(self, key):
        try:
            self[key]
            return True
        except KeyError:
            return False

    def get(self, key, default=None):
        """The value of `key`, or `default`."""
        try:
            found = self[key]
        except KeyError:
            found = default
        return found

    def keys(self):
        """A view of the keys, as a set."""
        return KeysView(self)

    def values(self):
        """A view of the values."""
        return ValuesView(self)

    def items(self):
        """A view of the pairs, as a set."""
        return ItemsView(self)

    def __eq__(self, other):
        if isinstance(other, Mapping):
            return dict(self.items()) == dict(other.items())
        return NotImplemented


def _same(a, b):
    return a is b or a == b


def _plain_set(cls, it):
    """Operators on views of keys and items give plain sets."""
    return set(it)


@_generic
class MappingView(Sized):
    __slots__ = ("_mapping",)

    def __init__(self, mapping):
        self._mapping = mapping

    def __repr__(self):
        return f"{self.__class__.__name__}({self._mapping!r})"

    def __len__(self):
        return len(self._mapping)


class KeysView(MappingView, Set):
    __slots__ = ()
    _from_iterable = classmethod(_plain_set)

    def __iter__(self):
        return iter(self._mapping)

    def __contains__(self, key):
        return key in self._mapping


class ItemsView(MappingView, Set):
    __slots__ = ()
    _from_iterable = classmethod(_plain_set)

    def __iter__(self):
        return ((key, self._mapping[key]) for key in self._mapping)

    def __contains__(self, item):
        key, wanted = item
        try:
            return _same(self._mapping[key], wanted)
        except KeyError:
            return False


class ValuesView(MappingView, Collection):
    __slots__ = ()

    def __iter__(self):
        return (self._mapping[key] for key in self._mapping)

    def __contains__(self, value):
        return any(_same(found, value) for found in self)


_MISSING = object()


class MutableMapping(Mapping):
    """A mapping that changes; needs __setitem__ and __delitem__, too."""

    __slots__ = ()

    @abstractmethod
    def __setitem__(self, key, value):
        raise KeyError

    @abstractmethod
    def __delitem__(self, key):
        raise KeyError

    def pop(self, key, default=_MISSING):
        """Remove a key and return its value; `default`, or KeyError, when it is missing."""
        try:
            found = self[key]
        except KeyError:
            if default is _MISSING:
                raise
            return default
        del self[key]
        return found

    def popitem(self):
        """Remove and return any pair; KeyError when there is none."""
        for key in self:
            pair = key, self[key]
            del self[key]
            return pair
        raise KeyError

    def clear(self):
        """Remove all pairs."""
        _drain(self.popitem, KeyError)

    def setdefault(self, key, default=None):
        """The value of `key`, which is `default` from now on if it was missing."""
        try:
            found = self[key]
        except KeyError:
            self[key] = found = default
        return found

    def update(self, other=(), /, **kwds):
        """Take over the pairs of a mapping or of an iterable of pairs, then the keywords."""
        if isinstance(other, Mapping):
            pairs = ((key, other[key]) for key in other)
        elif hasattr(other, "keys"):
            pairs = ((key, other[key]) for key in other.keys())
        else:
            pairs = other
        for source in (pairs, kwds.items()):
            for key, value in source:
                self[key] = value


# Sequences.

class Sequence(Reversible, Collection):
    """A sequence that does not change; needs __getitem__ and __len__."""

    __slots__ = ()

    @abstractmethod
    def __getitem__(self, index):
        raise IndexError

    def __iter__(self):
        position = 0
        while True:
            try:
                item = self[position]
            except IndexError:
                return
            yield item
            position += 1

    def __reversed__(self):
        position = len(self)
        while position > 0:
            position -= 1
            yield self[position]

    def __contains__(self, value):
        return any(_same(item, value) for item in self)

    def count(self, value):
        """How many items equal `value`."""
        return len([None for item in self if _same(item, value)])

    def index(self, value, start=0, stop=None):
        """The position of the first item that equals `value`; ValueError when there is none."""
        if start is not None and start < 0:
            start = max(0, start + len(self))
        end = stop + len(self) if stop is not None and stop < 0 else stop
        position = start
        try:
            while end is None or position < end:
                if _same(self[position], value):
                    return position
                position += 1
        except IndexError:
            pass
        raise ValueError


class ByteString(Sequence):
    """What bytes and bytearray have in common."""

    __slots__ = ()


class MutableSequence(Sequence):
    """A sequence that changes; needs __setitem__, __delitem__ and insert, too."""

    __slots__ = ()

    @abstractmethod
    def __setitem__(self, index, value):
        raise IndexError

    @abstractmethod
    def __delitem__(self, index):
        raise IndexError

    @abstractmethod
    def insert(self, index, value):
        """Put `value` before the item at `index`."""
        raise IndexError

    def append(self, value):
        """Put `value` at the end."""
        self.insert(len(self), value)

    def extend(self, values):
        """Put all of `values` at the end."""
        for value in (list(values) if values is self else values):
            self.append(value)

    def __iadd__(self, values):
        self.extend(values)
        return self

    def pop(self, index=-1):
        """Remove and return an item; IndexError when there is none."""
        item = self[index]
        del self[index]
        return item

    def remove(self, value):
        """Remove the first item that equals `value`; ValueError when there is none."""
        del self[self.index(value)]

    def clear(self):
        """Remove all items."""
        _drain(self.pop, IndexError)

    def reverse(self):
        """Turn the order of the items round."""
        low, high = 0, len(self) - 1
        while low < high:
            self[low], self[high] = self[high], self[low]
            low, high = low + 1, high - 1


def _register_builtins():
    """The built-in types are what they look like."""
    async def coroutine():
        pass

    async def async_generator():
        yield

    waiting = coroutine()
    waiting.close()
    registered = {
        Set: [frozenset],
        MutableSet: [set],
        Mapping: [type(type.__dict__)],
        MutableMapping: [dict],
        KeysView: [type({}.keys())],
        ItemsView: [type({}.items())],
        ValuesView: [type({}.values())],
        Sequence: [tuple, str, range, memoryview],
        MutableSequence: [list, bytearray],
        ByteString: [bytes, bytearray],
        Coroutine: [type(waiting)],
        AsyncGenerator: [type(async_generator())],
        Generator: [type(_nothing())],
    }
    iterables = (b"", bytearray(), {}.keys(), {}.values(), {}.items(), [], range(0),
                 range(1 << 1000), set(), "", (), zip(), reversed([]))
    registered[Iterator] = [type(iter(iterable)) for iterable in iterables]
    for abstract, types in registered.items():
        for each in types:
            abstract.register(each)


_register_builtins()
