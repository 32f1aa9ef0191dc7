"""WeakSet: a set of weak references. See weakref about when objects die."""

from _weakref import ref

__all__ = ["WeakSet"]


class WeakSet:

    def __init__(self, data=None):
        # Maps references to None: a set in order of insertion.
        self.data = {}
        self._remove = lambda item, data=self.data: data.pop(item, None)
        if data is not None:
            self.update(data)

    def __iter__(self):
        for itemref in list(self.data):
            item = itemref()
            if item is not None:
                yield item

    def __len__(self):
        return len([1 for r in self.data if r() is not None])

    def __contains__(self, item):
        try:
            return ref(item) in self.data
        except TypeError:
            return False

    def __reduce__(self):
        return self.__class__, (list(self),), getattr(self, "__dict__", None)

    def add(self, item):
        self.data[ref(item, self._remove)] = None

    def clear(self):
        self.data.clear()

    def copy(self):
        return self.__class__(self)

    def pop(self):
        while True:
            try:
                itemref, _ = self.data.popitem()
            except KeyError:
                raise KeyError("pop from empty WeakSet") from None
            item = itemref()
            if item is not None:
                return item

    def remove(self, item):
        key = ref(item)
        if key not in self.data:
            raise KeyError(key)
        del self.data[key]

    def discard(self, item):
        self.data.pop(ref(item), None)

    def update(self, other):
        for element in other:
            self.add(element)

    def __ior__(self, other):
        self.update(other)
        return self

    def difference(self, other):
        """A new set without the elements of the other one."""
        rest = self.copy()
        rest.difference_update(other)
        return rest

    __sub__ = difference

    def difference_update(self, other):
        if self is other:
            self.data.clear()
            return
        for item in other:
            self.data.pop(ref(item), None)

    def __isub__(self, other):
        self.difference_update(other)
        return self

    def intersection(self, other):
        return self.__class__(item for item in other if item in self)

    __and__ = intersection

    def intersection_update(self, other):
        keep = {ref(item) for item in other}
        for item in list(self.data):
            if item not in keep:
                del self.data[item]

    def __iand__(self, other):
        self.intersection_update(other)
        return self

    def issubset(self, other):
        keep = {ref(item) for item in other}
        return all(item in keep for item in self.data)

    __le__ = issubset

    def __lt__(self, other):
        return len(self) < len(other) and self.issubset(other)

    def issuperset(self, other):
        return all(ref(item) in self.data for item in other)

    __ge__ = issuperset

    def __gt__(self, other):
        return len(self) > len(other) and self.issuperset(other)

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self.data.keys() == {ref(item) for item in other}

    __hash__ = None

    def symmetric_difference(self, other):
        """A new set of what is in one of the two only."""
        either = self.copy()
        either.symmetric_difference_update(other)
        return either

    __xor__ = symmetric_difference

    def symmetric_difference_update(self, other):
        if self is other:
            self.data.clear()
            return
        for item in list(other):
            if item in self:
                self.discard(item)
            else:
                self.add(item)

    def __ixor__(self, other):
        self.symmetric_difference_update(other)
        return self

    def union(self, other):
        return self.__class__(e for s in (self, other) for e in s)

    __or__ = union

    def isdisjoint(self, other):
        return len(self.intersection(other)) == 0

    def __repr__(self):
        return repr(self.data.keys())
