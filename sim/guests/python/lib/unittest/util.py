"""Texts and comparisons for the messages of assertions.

Counterpart: lib-python/3/unittest/util.py.
"""

from collections import namedtuple, Counter

__unittest = True

_MAX_LENGTH = 80
# What stands for characters left out, "[123456 chars]" at its shortest, and the least that is
# kept at the beginning, the end and of what both texts share.
_PLACEHOLDER_LEN = 12
_MIN_PART_LEN = 5
_MIN_DIFF_LEN = _MAX_LENGTH - 3 * _MIN_PART_LEN - 2 * _PLACEHOLDER_LEN


def safe_repr(obj, short=False):
    try:
        result = repr(obj)
    except Exception:
        result = object.__repr__(obj)
    if not short or len(result) < _MAX_LENGTH:
        return result
    return result[:_MAX_LENGTH] + " [truncated]..."


def strclass(cls):
    return "%s.%s" % (cls.__module__, cls.__qualname__)


def _shorten(s, prefixlen, suffixlen):
    skipped = len(s) - prefixlen - suffixlen
    if skipped <= _PLACEHOLDER_LEN:
        return s
    return "%s[%d chars]%s" % (s[:prefixlen], skipped, s[len(s) - suffixlen:])


def _common_prefix_length(texts):
    shortest, longest = min(texts), max(texts)
    for i in range(len(shortest)):
        if shortest[i] != longest[i]:
            return i
    return len(shortest)


def _common_shorten_repr(*args):
    """The representations of values, shortened where they are the same."""
    texts = tuple([safe_repr(arg) for arg in args])
    longest = max([len(text) for text in texts])
    if longest <= _MAX_LENGTH:
        return texts
    size = _common_prefix_length(texts)
    prefix = texts[0][:size]
    kept = _MAX_LENGTH - (longest - size + _MIN_PART_LEN + _PLACEHOLDER_LEN)
    if kept > _MIN_PART_LEN:
        prefix = _shorten(prefix, _MIN_PART_LEN, kept)
        return tuple([prefix + text[size:] for text in texts])
    prefix = _shorten(prefix, _MIN_PART_LEN, _MIN_PART_LEN)
    return tuple([
        prefix + _shorten(text[size:], _MIN_DIFF_LEN, _MIN_PART_LEN) for text in texts])


def three_way_cmp(x, y):
    """Return -1 if x < y, 0 if x == y and 1 if x > y"""
    return (x > y) - (x < y)


_Mismatch = namedtuple("Mismatch", "actual expected value")


def _count_diff_all_purpose(actual, expected):
    """The mismatches of how often items occur, which need no hash."""
    taken = object()
    first, second = list(actual), list(expected)
    result = []
    for i in range(len(first)):
        item = first[i]
        if item is taken:
            continue
        in_first = _take_all(first, item, taken, i)
        in_second = _take_all(second, item, taken, 0)
        if in_first != in_second:
            result.append(_Mismatch(in_first, in_second, item))
    for i in range(len(second)):
        item = second[i]
        if item is not taken:
            result.append(_Mismatch(0, _take_all(second, item, taken, i), item))
    return result


def _take_all(items, wanted, taken, start):
    count = 0
    for i in range(start, len(items)):
        if items[i] is not taken and items[i] == wanted:
            count += 1
            items[i] = taken
    return count


def _count_diff_hashable(actual, expected):
    """The mismatches of how often items occur, which have a hash."""
    first, second = Counter(actual), Counter(expected)
    result = []
    for item, count in first.items():
        other = second.get(item, 0)
        if count != other:
            result.append(_Mismatch(count, other, item))
    for item, count in second.items():
        if item not in first:
            result.append(_Mismatch(0, count, item))
    return result
