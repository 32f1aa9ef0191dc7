"""Searching and inserting in sorted lists; in Python so that traces look inside."""


def bisect_right(a, x, lo=0, hi=None):
    """Where to insert x behind all equal items."""
    if lo < 0:
        raise ValueError("lo must be non-negative")
    if hi is None:
        hi = len(a)
    while lo < hi:
        middle = (lo + hi) // 2
        if x < a[middle]:
            hi = middle
        else:
            lo = middle + 1
    return lo


def bisect_left(a, x, lo=0, hi=None):
    """Where to insert x before all equal items."""
    if lo < 0:
        raise ValueError("lo must be non-negative")
    if hi is None:
        hi = len(a)
    while lo < hi:
        middle = (lo + hi) // 2
        if a[middle] < x:
            lo = middle + 1
        else:
            hi = middle
    return lo


def insort_right(a, x, lo=0, hi=None):
    """Insert x behind all equal items."""
    index = bisect_right(a, x, lo, hi)
    a.insert(index, x)


def insort_left(a, x, lo=0, hi=None):
    """Insert x before all equal items."""
    index = bisect_left(a, x, lo, hi)
    a.insert(index, x)


bisect = bisect_right
insort = insort_right
