"""Heaps in lists: `heap[k] <= heap[2*k+1]` and `heap[k] <= heap[2*k+2]` for all k.

Written in Python so that traces look inside the comparisons. Programs in the wild also use _siftup,
_siftdown, and the heaps with the largest item first: _heapify_max, _heappop_max, _heapreplace_max.
"""

from itertools import islice

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest",
           "heappushpop"]


def heappush(heap, item):
    """Add an item."""
    heap.append(item)
    _siftdown(heap, 0, len(heap) - 1)


def heappop(heap):
    """Remove and return the smallest item."""
    last = heap.pop()
    if heap:
        result = heap[0]
        heap[0] = last
        _siftup(heap, 0)
        return result
    return last


def heapreplace(heap, item):
    """Remove and return the smallest item, then add one; the heap must not be empty."""
    result = heap[0]
    heap[0] = item
    _siftup(heap, 0)
    return result


def heappushpop(heap, item):
    """Add an item, then remove and return the smallest."""
    if heap and heap[0] < item:
        item, heap[0] = heap[0], item
        _siftup(heap, 0)
    return item


def heapify(x):
    """Turn a list into a heap in place, in linear time."""
    for i in reversed(range(len(x) // 2)):
        _siftup(x, i)


def _heappop_max(heap):
    last = heap.pop()
    if heap:
        result = heap[0]
        heap[0] = last
        _siftup_max(heap, 0)
        return result
    return last


def _heapreplace_max(heap, item):
    result = heap[0]
    heap[0] = item
    _siftup_max(heap, 0)
    return result


def _heapify_max(x):
    for i in reversed(range(len(x) // 2)):
        _siftup_max(x, i)


def _siftdown(heap, startpos, pos):
    """Move the item at pos towards the root until its parent is no larger."""
    item = heap[pos]
    while pos > startpos:
        parentpos = (pos - 1) >> 1
        parent = heap[parentpos]
        if not item < parent:
            break
        heap[pos] = parent
        pos = parentpos
    heap[pos] = item


def _siftup(heap, pos):
    """Let smaller children rise until a leaf is free, put the item there, and move it up."""
    end = len(heap)
    startpos = pos
    item = heap[pos]
    child = 2 * pos + 1
    while child < end:
        right = child + 1
        if right < end and not heap[child] < heap[right]:
            child = right
        heap[pos] = heap[child]
        pos = child
        child = 2 * pos + 1
    heap[pos] = item
    _siftdown(heap, startpos, pos)


def _siftdown_max(heap, startpos, pos):
    item = heap[pos]
    while pos > startpos:
        parentpos = (pos - 1) >> 1
        parent = heap[parentpos]
        if not parent < item:
            break
        heap[pos] = parent
        pos = parentpos
    heap[pos] = item


def _siftup_max(heap, pos):
    end = len(heap)
    startpos = pos
    item = heap[pos]
    child = 2 * pos + 1
    while child < end:
        right = child + 1
        if right < end and not heap[right] < heap[child]:
            child = right
        heap[pos] = heap[child]
        pos = child
        child = 2 * pos + 1
    heap[pos] = item
    _siftdown_max(heap, startpos, pos)


class _Head:
    """The next value of one of the inputs of merge(), and what comes after it there."""

    __slots__ = ("rank", "order", "value", "rest")

    def __init__(self, order, value, rest):
        self.order, self.value, self.rest = order, value, rest

    def __lt__(self, other):
        if self.rank < other.rank:
            return True
        return not other.rank < self.rank and self.order < other.order


class _LargeHead(_Head):
    """For inputs that are sorted from large to small."""

    __slots__ = ()

    def __lt__(self, other):
        if other.rank < self.rank:
            return True
        return not self.rank < other.rank and self.order < other.order


def merge(*iterables, key=None, reverse=False):
    """The items of sorted inputs, in order, one by one."""
    heads = []
    for order, rest in enumerate(map(iter, iterables)):
        for value in rest:
            head = (_LargeHead if reverse else _Head)(order, value, rest)
            head.rank = value if key is None else key(value)
            heads.append(head)
            break
    heapify(heads)
    while len(heads) > 1:
        head = heads[0]
        yield head.value
        for head.value in head.rest:
            head.rank = head.value if key is None else key(head.value)
            heapreplace(heads, head)
            break
        else:
            heappop(heads)
    for head in heads:
        yield head.value
        yield from head.rest


def _first(pair):
    return pair[0]


def _best(n, iterable, key, reverse):
    """The first n of the sorted items; never many more than n are kept."""
    best = []
    if not n >= 1:
        return best
    items = iter(iterable)
    while True:
        more = list(islice(items, n if n > 64 else 64))
        if not more:
            break
        if key is None:
            best = sorted(best + more, reverse=reverse)[:n]
        else:
            best += [(key(item), item) for item in more]
            best = sorted(best, key=_first, reverse=reverse)[:n]
    return best if key is None else [item for _, item in best]


def nsmallest(n, iterable, key=None):
    """The n smallest items in order, as sorted(iterable, key=key)[:n]."""
    return _best(n, iterable, key, False)


def nlargest(n, iterable, key=None):
    """The n largest items in order, as sorted(iterable, key=key, reverse=True)[:n]."""
    return _best(n, iterable, key, True)
