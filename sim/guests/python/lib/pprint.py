"""Printing of values over several lines.

A value whose text fits stays in its line. Others are laid out by the function that `_LAYOUTS` has
for their kind; nearly all of these are blocks: a beginning, entries one beneath the other, an end.

Counterpart: lib-python/3/pprint.py.
"""

import collections
import sys
import types

__all__ = ["pprint", "pformat", "isreadable", "isrecursive", "saferepr", "PrettyPrinter", "pp"]


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False,
           sort_dicts=True):
    """Print a value."""
    PrettyPrinter(indent, width, depth, stream, compact=compact,
                  sort_dicts=sort_dicts).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True):
    """The text of a value."""
    return PrettyPrinter(indent, width, depth, compact=compact,
                         sort_dicts=sort_dicts).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """Print a value, dictionaries in their own order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """The text of a value in one line, also of one that contains itself."""
    return _in_one_line(object, {}, None, 0, True)[0]


def isreadable(object):
    """Whether the text of a value can be read back."""
    return _in_one_line(object, {}, None, 0, True)[1]


def isrecursive(object):
    """Whether a value contains itself."""
    return _in_one_line(object, {}, None, 0, True)[2]


class PrettyPrinter:
    """Prints values within a width, as far as that is possible."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False,
                 sort_dicts=True):
        indent, width = int(indent), int(width)
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._indent, self._width, self._depth = indent, width, depth
        self._stream = sys.stdout if stream is None else stream
        self._compact = bool(compact)
        self._sort_dicts = sort_dicts

    def pprint(self, object):
        """Print a value."""
        self._stream.write(self.pformat(object) + "\n")

    def pformat(self, object):
        """The text of a value."""
        return self._text(object, 0, 0, {}, 0)

    def isrecursive(self, object):
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        _, readable, recursive = self.format(object, {}, 0, 0)
        return readable and not recursive

    def format(self, object, context, maxlevels, level):
        """Text in one line, whether it can be read back, whether the value contains itself.

        Derived classes may define it in another way; the context has the ids of the values around.
        """
        return _in_one_line(object, context, maxlevels, level, self._sort_dicts)

    # A place for a text is four values: the column in which it begins, how many columns are to be
    # left for what follows it, the ids of the values around, and how many these are.

    def _line(self, value, seen, level):
        return self.format(value, seen.copy(), self._depth, level)[0]

    def _text(self, value, column, reserve, seen, level):
        if id(value) in seen:
            return _recursion(value)
        line = self._line(value, seen, level)
        if len(line) <= self._width - column - reserve:
            return line
        lay_out = _LAYOUTS.get(type(value).__repr__)
        if lay_out is None:
            if not isinstance(value, dict):
                return line
            lay_out = _lay_out_dict
        seen[id(value)] = 1
        text = lay_out(self, value, column, reserve, seen, level + 1)
        del seen[id(value)]
        return text

    def _block(self, begin, entries, end, place, at=None):
        """Entries, each a label and a value, one beneath the other.

        They begin in the column `at`; without it, as far in as the setting says.
        """
        column, reserve, seen, level = place
        if at is None:
            at = column + len(begin) - 1 + self._indent
            begin += " " * (self._indent - 1)
            reserve += len(end)
        texts = []
        for label, value in entries:
            left = reserve if len(texts) == len(entries) - 1 else 1
            texts.append(label + self._text(value, at + len(label), left, seen, level))
        return begin + (",\n" + " " * at).join(texts) + end

    def _values(self, begin, values, end, place):
        """A block of values without labels; as many in each line as fit, if that is the setting."""
        values = list(values)
        column, reserve, seen, level = place
        if not self._compact:
            return self._block(begin, [("", value) for value in values], end, place)
        at = column + len(begin) - 1 + self._indent
        new_line = ",\n" + " " * at
        reserve += len(end)
        whole = left = self._width - at + 1
        text, between = begin + " " * (self._indent - 1), ""
        for index, value in enumerate(values):
            is_last = index == len(values) - 1
            if is_last:
                whole -= reserve
                left -= reserve
            line = self._line(value, seen, level)
            if left < len(line) + 2:
                left = whole
                between = between and new_line
            if left >= len(line) + 2:
                left -= len(line) + 2
                text += between + line
                between = ", "
            else:
                text += between + self._text(value, at, reserve if is_last else 1, seen, level)
                between = new_line
        return text + end

    def _pairs(self, items, seen, level):
        """The entries of a dictionary."""
        return [(self._line(key, seen, level) + ": ", value) for key, value in items]

    def _items(self, mapping):
        return sorted(mapping.items(), key=_pair_key) if self._sort_dicts else mapping.items()


# Layouts: from the printer, a value, and its place


def _lay_out_dict(printer, value, *place):
    return printer._block("{", printer._pairs(printer._items(value), *place[2:]), "}", place)


def _lay_out_list(printer, value, *place):
    return printer._values("[", value, "]", place)


def _lay_out_tuple(printer, value, *place):
    return printer._values("(", value, ",)" if len(value) == 1 else ")", place)


def _lay_out_set(printer, value, *place):
    if not value:
        return repr(value)
    kind = type(value)
    begin, end = ("{", "}") if kind is set else (kind.__name__ + "({", "})")
    return printer._values(begin, sorted(value, key=_Key), end, place)


def _lay_out_data(printer, value, column, reserve, seen, level):
    return printer._text(value.data, column, reserve, seen, level - 1)


def _lay_out_proxy(printer, value, column, reserve, seen, level):
    begin = "mappingproxy("
    return begin + printer._text(
        value.copy(), column + len(begin), reserve + 1, seen, level) + ")"


def _lay_out_namespace(printer, value, *place):
    kind = type(value)
    begin = ("namespace" if kind is types.SimpleNamespace else kind.__name__) + "("
    entries = [(name + "=", item) for name, item in vars(value).items()]
    return printer._block(begin, entries, ")", place, place[0] + len(begin))


def _named(lay_out):
    """A layout for what shows its class's name before what it contains, if it contains anything."""

    def with_name(printer, value, *place):
        return lay_out(printer, value, type(value).__name__ + "(", *place) if value else repr(value)

    return with_name


@_named
def _lay_out_ordered(printer, value, begin, column, reserve, seen, level):
    return begin + printer._text(
        list(value.items()), column + len(begin), reserve + 1, seen, level) + ")"


@_named
def _lay_out_default(printer, value, begin, column, reserve, seen, level):
    at = column + len(begin)
    factory = printer._line(value.default_factory, seen, level)
    return "%s%s,\n%s%s)" % (
        begin, factory, " " * at, _lay_out_dict(printer, value, at, reserve + 1, seen, level))


@_named
def _lay_out_counter(printer, value, begin, *place):
    return printer._block(
        begin + "{", printer._pairs(value.most_common(), *place[2:]), "})", place)


@_named
def _lay_out_deque(printer, value, begin, column, reserve, seen, level):
    if value.maxlen is None:
        return printer._values(begin + "[", value, "])", (column, reserve, seen, level))
    # What follows the items has a line of its own.
    items = printer._values(begin + "[", value, "]", (column, 1, seen, level))
    return "%s,\n%smaxlen=%s)" % (
        items, " " * (column + len(begin)), printer._line(value.maxlen, seen, level))


def _lay_out_chain(printer, value, column, reserve, seen, level):
    if not value.maps:
        return repr(value)
    begin = type(value).__name__ + "("
    entries = [("", mapping) for mapping in value.maps]
    return printer._block(
        begin, entries, ")", (column, reserve + 1, seen, level), column + len(begin))


def _lay_out_literals(chunks):
    """A layout for strings: literals one beneath the other, in brackets if nothing is around."""

    def lay_out(printer, value, column, reserve, seen, level):
        brackets = "(%s)" if level == 1 else "%s"
        at = column + (level == 1)
        literals = chunks(value, printer._width - at, reserve + (level == 1))
        if len(literals) == 1 and isinstance(value, str):
            return literals[0]
        return brackets % ("\n" + " " * at).join(literals)

    return lay_out


def _literals_of(pieces, width, width_of_last, start):
    """Literals of as many pieces as fit; the last piece has a width of its own."""
    literals, current = [], start
    for index, piece in enumerate(pieces):
        room = width_of_last if index == len(pieces) - 1 else width
        if current and len(repr(current + piece)) > room:
            literals.append(repr(current))
            current = start
        current += piece
    return literals + [repr(current)] if current else literals


def _string_literals(text, width, reserve):
    """Literals for the lines of a string, or for words of a line that is too long."""
    literals = []
    lines = text.splitlines(True)
    for index, line in enumerate(lines):
        room = width - reserve if index == len(lines) - 1 else width
        if len(repr(line)) <= room:
            literals.append(repr(line))
        else:
            literals += _literals_of(_words(line), width, room, "")
    return literals or [repr(text)]


def _words(line):
    """The words of a line, each with the space after it."""
    words, start, was_space = [], 0, False
    for index, char in enumerate(line):
        is_space = char.isspace()
        if was_space and not is_space:
            words.append(line[start:index])
            start = index
        was_space = is_space
    return words + [line[start:]]


def _bytes_literals(data, width, reserve):
    """Literals for bytes, in steps of four."""
    if len(data) <= 4:
        return [repr(data)]
    steps = [data[start:start + 4] for start in range(0, len(data), 4)]
    # Complete data leave no room to spare in any but the last line.
    return _literals_of(steps, width, width - reserve if len(data) % 4 else width, b"")


_lay_out_string = _lay_out_literals(_string_literals)
_lay_out_bytes = _lay_out_literals(_bytes_literals)


def _lay_out_bytearray(printer, value, column, reserve, seen, level):
    text = _lay_out_bytes(printer, bytes(value), column + 10, reserve + 1, seen, level + 1)
    return "bytearray(%s)" % text


_LAYOUTS = {kind.__repr__: lay_out for kind, lay_out in (
    (dict, _lay_out_dict), (list, _lay_out_list), (tuple, _lay_out_tuple), (set, _lay_out_set),
    (frozenset, _lay_out_set), (str, _lay_out_string), (bytes, _lay_out_bytes),
    (bytearray, _lay_out_bytearray), (types.MappingProxyType, _lay_out_proxy),
    (types.SimpleNamespace, _lay_out_namespace), (collections.OrderedDict, _lay_out_ordered),
    (collections.defaultdict, _lay_out_default), (collections.Counter, _lay_out_counter),
    (collections.ChainMap, _lay_out_chain), (collections.deque, _lay_out_deque),
    (collections.UserDict, _lay_out_data), (collections.UserList, _lay_out_data),
    (collections.UserString, _lay_out_data))}


# Texts in one line


class _Key:
    """Sorts values; those that cannot be compared go by the names of their types."""

    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        try:
            return self.value < other.value
        except TypeError:
            return _kind_and_id(self.value) < _kind_and_id(other.value)


def _kind_and_id(value):
    return str(type(value)), id(value)


def _pair_key(pair):
    return _Key(pair[0]), _Key(pair[1])


def _recursion(value):
    return "<Recursion on %s with id=%s>" % (type(value).__name__, id(value))


_SCALARS = frozenset((str, bytes, bytearray, int, float, complex, bool, type(None)))
_BRACKETS = {dict.__repr__: "{%s}", list.__repr__: "[%s]", tuple.__repr__: "(%s)"}


def _in_one_line(value, context, depth, level, sort_dicts):
    """Text, whether it can be read back, whether the value contains itself."""
    kind = type(value)
    if kind in _SCALARS:
        return repr(value), True, False
    brackets = _BRACKETS.get(kind.__repr__)
    if brackets is None:
        text = repr(value)
        return text, bool(text) and text[0] != "<", False
    if not value:
        return brackets % "", True, False
    if depth and level >= depth:
        return _closed(brackets, value) % "...", False, id(value) in context
    if id(value) in context:
        return _recursion(value), False, True
    groups = zip(value)
    if isinstance(value, dict):
        groups = sorted(value.items(), key=_pair_key) if sort_dicts else value.items()
    context[id(value)] = 1
    readable, recursive, texts = True, False, []
    for group in groups:
        shown = [_in_one_line(each, context, depth, level + 1, sort_dicts) for each in group]
        texts.append(": ".join([text for text, _, _ in shown]))
        readable = readable and all([each for _, each, _ in shown])
        recursive = recursive or any([each for _, _, each in shown])
    del context[id(value)]
    return _closed(brackets, value) % ", ".join(texts), readable, recursive


def _closed(brackets, value):
    """A tuple of one value has a comma."""
    return "(%s,)" if brackets[0] == "(" and len(value) == 1 else brackets
