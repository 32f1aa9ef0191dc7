"""Printing of values over several lines.  Own text, after the layouts of PyPy 7.3.11."""

import collections as _collections
import sys as _sys
import types as _types

__all__ = ['pprint', 'pformat', 'isreadable', 'isrecursive', 'saferepr', 'PrettyPrinter', 'pp']

_SCALARS = frozenset({str, bytes, bytearray, int, float, complex, bool, type(None)})


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False,
           sort_dicts=True):
    """Prints a value."""
    PrettyPrinter(stream=stream, indent=indent, width=width, depth=depth, compact=compact,
                  sort_dicts=sort_dicts).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True):
    """The text of a value."""
    return PrettyPrinter(indent=indent, width=width, depth=depth, compact=compact,
                         sort_dicts=sort_dicts).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """Prints a value, dictionaries in their own order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """The text of a value in one line, also of one that contains itself."""
    return _safe_repr(object, {}, None, 0, True)[0]


def isreadable(object):
    """Whether the text of a value can be read back."""
    return _safe_repr(object, {}, None, 0, True)[1]


def isrecursive(object):
    """Whether a value contains itself."""
    return _safe_repr(object, {}, None, 0, True)[2]


class _safe_key:
    """A sorting key for values that may not be comparable: those go by type and identity."""

    __slots__ = ['obj']

    def __init__(self, obj):
        self.obj = obj

    def __lt__(self, other):
        try:
            return self.obj < other.obj
        except TypeError:
            return ((str(type(self.obj)), id(self.obj))
                    < (str(type(other.obj)), id(other.obj)))


def _safe_tuple(pair):
    return _safe_key(pair[0]), _safe_key(pair[1])


class _Pieces:
    """A stream that keeps what is written."""

    def __init__(self):
        self.pieces = []
        self.write = self.pieces.append

    def text(self):
        return ''.join(self.pieces)


class PrettyPrinter:
    """Prints values within a width, as far as that is possible."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False,
                 sort_dicts=True):
        indent = int(indent)
        width = int(width)
        if indent < 0:
            raise ValueError('indent must be >= 0')
        if depth is not None and depth <= 0:
            raise ValueError('depth must be > 0')
        if not width:
            raise ValueError('width must be != 0')
        self._depth = depth
        self._indent_per_level = indent
        self._width = width
        self._stream = _sys.stdout if stream is None else stream
        self._compact = bool(compact)
        self._sort_dicts = sort_dicts

    def pprint(self, object):
        """Prints a value."""
        self._format(object, self._stream, 0, 0, {}, 0)
        self._stream.write('\n')

    def pformat(self, object):
        """The text of a value."""
        stream = _Pieces()
        self._format(object, stream, 0, 0, {}, 0)
        return stream.text()

    def isrecursive(self, object):
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        _, readable, recursive = self.format(object, {}, 0, 0)
        return readable and not recursive

    def format(self, object, context, maxlevels, level):
        """(text in one line, whether it can be read back, whether the value contains itself)."""
        return _safe_repr(object, context, maxlevels, level, self._sort_dicts)

    def _repr(self, object, context, level):
        text, readable, recursive = self.format(object, context.copy(), self._depth, level)
        if not readable:
            self._readable = False
        if recursive:
            self._recursive = True
        return text

    def _format(self, object, stream, indent, allowance, context, level):
        key = id(object)
        if key in context:
            stream.write(_recursion(object))
            self._recursive = True
            self._readable = False
            return
        text = self._repr(object, context, level)
        if len(text) > self._width - indent - allowance:
            printer = self._dispatch.get(type(object).__repr__)
            if printer is None and isinstance(object, dict):
                printer = PrettyPrinter._pprint_dict
            if printer is not None:
                context[key] = 1
                printer(self, object, stream, indent, allowance, context, level + 1)
                del context[key]
                return
        stream.write(text)

    # One printer for each kind of value that does not fit into its line.

    _dispatch = {}

    def _begin(self, stream):
        if self._indent_per_level > 1:
            stream.write((self._indent_per_level - 1) * ' ')

    def _pprint_dict(self, object, stream, indent, allowance, context, level):
        stream.write('{')
        self._begin(stream)
        if object:
            items = sorted(object.items(), key=_safe_tuple) if self._sort_dicts else object.items()
            self._format_dict_items(items, stream, indent, allowance + 1, context, level)
        stream.write('}')

    def _format_dict_items(self, items, stream, indent, allowance, context, level):
        indent += self._indent_per_level
        last = len(items) - 1
        for i, (key, value) in enumerate(items):
            text = self._repr(key, context, level)
            stream.write(text)
            stream.write(': ')
            self._format(value, stream, indent + len(text) + 2, allowance if i == last else 1,
                         context, level)
            if i != last:
                stream.write(',\n' + ' ' * indent)

    def _format_items(self, items, stream, indent, allowance, context, level):
        indent += self._indent_per_level
        self._begin(stream)
        items = list(items)
        line = ',\n' + ' ' * indent
        between = ''
        room = whole = self._width - indent + 1
        for i, item in enumerate(items):
            is_last = i == len(items) - 1
            if is_last:
                room -= allowance
                whole -= allowance
            if self._compact:
                text = self._repr(item, context, level)
                size = len(text) + 2
                if room < size:
                    room = whole
                    if between:
                        between = line
                if room >= size:
                    room -= size
                    stream.write(between)
                    stream.write(text)
                    between = ', '
                    continue
            stream.write(between)
            between = line
            self._format(item, stream, indent, allowance if is_last else 1, context, level)

    def _pprint_list(self, object, stream, indent, allowance, context, level):
        stream.write('[')
        self._format_items(object, stream, indent, allowance + 1, context, level)
        stream.write(']')

    def _pprint_tuple(self, object, stream, indent, allowance, context, level):
        end = ',)' if len(object) == 1 else ')'
        stream.write('(')
        self._format_items(object, stream, indent, allowance + len(end), context, level)
        stream.write(end)

    def _pprint_set(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        kind = object.__class__
        begin, end = ('{', '}') if kind is set else (kind.__name__ + '({', '})')
        stream.write(begin)
        self._format_items(sorted(object, key=_safe_key), stream, indent + len(begin) - 1,
                           allowance + len(end), context, level)
        stream.write(end)

    def _pprint_str(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        in_parentheses = level == 1
        if in_parentheses:
            indent += 1
            allowance += 1
        chunks = _string_chunks(object, self._width - indent, allowance)
        if len(chunks) == 1:
            stream.write(repr(object.splitlines(True)[-1]))
            return
        text = ('\n' + ' ' * indent).join(chunks)
        stream.write('(' + text + ')' if in_parentheses else text)

    def _pprint_bytes(self, object, stream, indent, allowance, context, level):
        if len(object) <= 4:
            stream.write(repr(object))
            return
        in_parentheses = level == 1
        if in_parentheses:
            indent += 1
            allowance += 1
        chunks = _bytes_chunks(object, self._width - indent, allowance)
        text = ('\n' + ' ' * indent).join(chunks)
        stream.write('(' + text + ')' if in_parentheses else text)

    def _pprint_bytearray(self, object, stream, indent, allowance, context, level):
        stream.write('bytearray(')
        self._pprint_bytes(bytes(object), stream, indent + 10, allowance + 1, context, level + 1)
        stream.write(')')

    def _pprint_mappingproxy(self, object, stream, indent, allowance, context, level):
        stream.write('mappingproxy(')
        self._format(object.copy(), stream, indent + 13, allowance + 1, context, level)
        stream.write(')')

    def _pprint_simplenamespace(self, object, stream, indent, allowance, context, level):
        kind = type(object)
        name = 'namespace' if kind is _types.SimpleNamespace else kind.__name__
        indent += len(name) + 1
        items = object.__dict__.items()
        stream.write(name + '(')
        for i, (key, value) in enumerate(items):
            is_last = i == len(items) - 1
            stream.write(key + '=')
            self._format(value, stream, indent + len(key) + 1, allowance if is_last else 1,
                         context, level)
            if not is_last:
                stream.write(',\n' + ' ' * indent)
        stream.write(')')

    def _named(self, object, stream):
        """Begins with the name of the class; what that takes of the line, 0 for nothing left."""
        if not len(object):
            stream.write(repr(object))
            return 0
        name = object.__class__.__name__
        stream.write(name + '(')
        return len(name) + 1

    def _pprint_ordered_dict(self, object, stream, indent, allowance, context, level):
        size = self._named(object, stream)
        if size:
            self._format(list(object.items()), stream, indent + size, allowance + 1, context,
                         level)
            stream.write(')')

    def _pprint_default_dict(self, object, stream, indent, allowance, context, level):
        size = len(object.__class__.__name__) + 1
        if len(object):
            factory = self._repr(object.default_factory, context, level)
            self._named(object, stream)
            stream.write(factory + ',\n' + ' ' * (indent + size))
            self._pprint_dict(object, stream, indent + size, allowance + 1, context, level)
            stream.write(')')
        else:
            stream.write(repr(object))

    def _pprint_counter(self, object, stream, indent, allowance, context, level):
        size = self._named(object, stream)
        if size:
            stream.write('{')
            self._begin(stream)
            self._format_dict_items(object.most_common(), stream, indent + size, allowance + 2,
                                    context, level)
            stream.write('})')

    def _pprint_chain_map(self, object, stream, indent, allowance, context, level):
        if not object.maps:
            stream.write(repr(object))
            return
        name = object.__class__.__name__
        stream.write(name + '(')
        indent += len(name) + 1
        for i, mapping in enumerate(object.maps):
            is_last = i == len(object.maps) - 1
            self._format(mapping, stream, indent, allowance + 1 if is_last else 1, context, level)
            stream.write(')' if is_last else ',\n' + ' ' * indent)

    def _pprint_deque(self, object, stream, indent, allowance, context, level):
        size = self._named(object, stream)
        if not size:
            return
        indent += size
        stream.write('[')
        if object.maxlen is None:
            self._format_items(object, stream, indent, allowance + 2, context, level)
            stream.write('])')
            return
        self._format_items(object, stream, indent, 2, context, level)
        limit = self._repr(object.maxlen, context, level)
        stream.write(f"],\n{' ' * indent}maxlen={limit})")

    def _pprint_user(self, object, stream, indent, allowance, context, level):
        self._format(object.data, stream, indent, allowance, context, level - 1)

    for _kind, _printer in (
            (dict, _pprint_dict), (list, _pprint_list), (tuple, _pprint_tuple),
            (set, _pprint_set), (frozenset, _pprint_set), (str, _pprint_str),
            (bytes, _pprint_bytes), (bytearray, _pprint_bytearray),
            (_types.MappingProxyType, _pprint_mappingproxy),
            (_types.SimpleNamespace, _pprint_simplenamespace),
            (_collections.OrderedDict, _pprint_ordered_dict),
            (_collections.defaultdict, _pprint_default_dict),
            (_collections.Counter, _pprint_counter), (_collections.ChainMap, _pprint_chain_map),
            (_collections.deque, _pprint_deque), (_collections.UserDict, _pprint_user),
            (_collections.UserList, _pprint_user), (_collections.UserString, _pprint_user)):
        _dispatch[_kind.__repr__] = _printer
    del _kind, _printer


def _string_chunks(text, width, allowance):
    """Literals for a string: its lines, and words where a line is too long."""
    chunks = []
    lines = text.splitlines(True)
    for i, line in enumerate(lines):
        is_last = i == len(lines) - 1
        whole = repr(line)
        if len(whole) <= (width - allowance if is_last else width):
            chunks.append(whole)
            continue
        words = _words(line)
        current = ''
        for j, word in enumerate(words):
            room = width - allowance if is_last and j == len(words) - 1 else width
            if len(repr(current + word)) <= room:
                current += word
                continue
            if current:
                chunks.append(repr(current))
            current = word
        if current:
            chunks.append(repr(current))
    return chunks


def _words(line):
    """A line in pieces of a word and the space after it."""
    pieces = []
    start = at = 0
    while at < len(line):
        while at < len(line) and not line[at].isspace():
            at += 1
        while at < len(line) and line[at].isspace():
            at += 1
        pieces.append(line[start:at])
        start = at
    return pieces


def _bytes_chunks(data, width, allowance):
    """Literals for bytes, in steps of four."""
    chunks = []
    current = b''
    last = len(data) // 4 * 4
    for i in range(0, len(data), 4):
        part = data[i:i + 4]
        if i == last:
            width -= allowance
        if len(repr(current + part)) <= width:
            current += part
            continue
        if current:
            chunks.append(repr(current))
        current = part
    if current:
        chunks.append(repr(current))
    return chunks


def _recursion(object):
    return f'<Recursion on {type(object).__name__} with id={id(object)}>'


def _safe_repr(object, context, maxlevels, level, sort_dicts):
    """(text in one line, whether it can be read back, whether the value contains itself)."""
    kind = type(object)
    if kind in _SCALARS:
        return repr(object), True, False
    method = getattr(kind, '__repr__', None)
    if issubclass(kind, dict) and method is dict.__repr__:
        frame = '{%s}'
    elif issubclass(kind, list) and method is list.__repr__:
        frame = '[%s]'
    elif issubclass(kind, tuple) and method is tuple.__repr__:
        frame = '(%s,)' if len(object) == 1 else '(%s)'
    else:
        text = repr(object)
        return text, (text and not text.startswith('<')), False
    if not object:
        return frame % '', True, False
    key = id(object)
    if maxlevels and level >= maxlevels:
        # A dictionary shows its braces, too.
        return frame % '...', False, key in context
    if key in context:
        return _recursion(object), False, True
    context[key] = 1
    if frame == '{%s}':
        items = sorted(object.items(), key=_safe_tuple) if sort_dicts else object.items()
        values = [value for pair in items for value in pair]
    else:
        values = object
    readable, recursive, texts = True, False, []
    for value in values:
        text, is_readable, is_recursive = _safe_repr(value, context, maxlevels, level + 1,
                                                     sort_dicts)
        texts.append(text)
        readable = readable and is_readable
        recursive = recursive or is_recursive
    del context[key]
    if frame == '{%s}':
        texts = [f'{texts[i]}: {texts[i + 1]}' for i in range(0, len(texts), 2)]
    return frame % ', '.join(texts), readable, recursive
