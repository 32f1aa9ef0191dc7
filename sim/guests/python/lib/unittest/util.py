"""Texts and comparisons for the messages of assertions.

Counterpart: lib-python/3/unittest/util.py.
"""

__unittest = True

# A representation longer than this is abridged: of its beginning, of the common part before the
# first difference and of its end at least EDGE characters stay, of the difference SHOWN. What is
# left out is told by "[N chars]", which must be longer than MARK characters to be worth it.
_WIDTH = 80
_EDGE = 5
_MARK = 12
_SHOWN = _WIDTH - 3 * _EDGE - 2 * _MARK


def safe_repr(obj, short=False):
    try:
        text = repr(obj)
    except Exception:
        text = object.__repr__(obj)
    return text[:_WIDTH] + " [truncated]..." if short and len(text) >= _WIDTH else text


def strclass(cls):
    return "%s.%s" % (cls.__module__, cls.__qualname__)


def _without_middle(text, head, tail):
    count = len(text) - head - tail
    return "%s[%d chars]%s" % (text[:head], count, text[-tail:]) if count > _MARK else text


def abridged(*values):
    """The representations of values, shortened where they agree and far behind that."""
    texts = tuple([safe_repr(value) for value in values])
    longest = max(map(len, texts))
    if longest <= _WIDTH:
        return texts
    same = 0
    for letters in zip(*texts):
        if letters.count(letters[0]) < len(letters):
            break
        same += 1
    room = _WIDTH - _EDGE - _MARK - (longest - same)
    start = _without_middle(texts[0][:same], _EDGE, max(room, _EDGE))
    if room > _EDGE:
        return tuple([start + text[same:] for text in texts])
    return tuple([start + _without_middle(text[same:], _SHOWN, _EDGE) for text in texts])


def three_way_cmp(x, y):
    """-1 if x < y, 0 if x == y, 1 if x > y."""
    return (x > y) - (x < y)


def count_differences(first, second):
    """For each item not as often in both: how often in the first and in the second, the item."""
    entries = []
    by_value = {}

    def entry_of(item):
        try:
            found = by_value.get(item)
        except TypeError:
            found = next((entry for entry in entries if entry[2] == item), None)
            if found is None:
                entries.append([0, 0, item])
                found = entries[-1]
            return found
        if found is None:
            found = by_value[item] = [0, 0, item]
            entries.append(found)
        return found

    for side, items in enumerate((first, second)):
        for item in items:
            entry_of(item)[side] += 1
    return [entry for entry in entries if entry[0] != entry[1]]
