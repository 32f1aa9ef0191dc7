"""Writing JSON.  encode() is one call of the host; iterencode() gives the text in pieces.
Own text."""

import _pypyjson
from _pypyjson import raw_encode_basestring, raw_encode_basestring_ascii

INFINITY = float('inf')


def encode_basestring(s):
    """The JSON text of a string."""
    return '"' + raw_encode_basestring(s) + '"'


def encode_basestring_ascii(s):
    """The JSON text of a string, in ASCII."""
    return '"' + raw_encode_basestring_ascii(s) + '"'


class JSONEncoder(object):
    """Writes values as JSON; a subclass may extend default() for further types."""

    item_separator = ', '
    key_separator = ': '

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True,
                 allow_nan=True, sort_keys=False, indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ','
        if default is not None:
            self.default = default
        self.indent_str = indent if indent is None or isinstance(indent, str) else ' ' * indent

    def default(self, o):
        """A value that can be written, for one of another type; here a TypeError."""
        raise TypeError(f'Object of type {o.__class__.__name__} is not JSON serializable')

    def encode(self, o):
        """The JSON text of o."""
        return _pypyjson.encode(self, o)

    def iterencode(self, o, _one_shot=False):
        """The JSON text of o, piece by piece."""
        return self._pieces(o, {} if self.check_circular else None, 0)

    def _quote(self, s):
        return encode_basestring_ascii(s) if self.ensure_ascii else encode_basestring(s)

    def _float_text(self, o):
        if o == o and o != INFINITY and o != -INFINITY:
            return float.__repr__(o)
        if not self.allow_nan:
            raise ValueError('Out of range float values are not JSON compliant: ' + repr(o))
        return 'NaN' if o != o else 'Infinity' if o > 0 else '-Infinity'

    def _scalar(self, o):
        """The text of a value that is no container, else None."""
        if isinstance(o, str):
            return self._quote(o)
        if o is None:
            return 'null'
        if o is True:
            return 'true'
        if o is False:
            return 'false'
        if isinstance(o, int):
            return int.__str__(o)
        if isinstance(o, float):
            return self._float_text(o)
        return None

    def _key(self, key):
        """The string for a key; None when it is to be skipped."""
        if isinstance(key, str):
            return key
        if isinstance(key, float):
            return self._float_text(key)
        if key is None or isinstance(key, int):
            return self._scalar(key)
        if self.skipkeys:
            return None
        raise TypeError('keys must be str, int, float, bool or None, '
                        f'not {key.__class__.__name__}')

    def _pieces(self, o, markers, level):
        text = self._scalar(o)
        if text is not None:
            yield text
        elif isinstance(o, (list, tuple)):
            yield from self._list_pieces(o, markers, level)
        elif isinstance(o, dict):
            yield from self._dict_pieces(o, markers, level)
        else:
            self._mark(markers, o)
            yield from self._pieces(self.default(o), markers, level)
            self._unmark(markers, o)

    def _mark(self, markers, o):
        if markers is not None:
            if id(o) in markers:
                raise ValueError('Circular reference detected')
            markers[id(o)] = o

    def _unmark(self, markers, o):
        if markers is not None:
            del markers[id(o)]

    def _line(self, level):
        return '' if self.indent is None else '\n' + self.indent_str * level

    def _list_pieces(self, items, markers, level):
        if not items:
            yield '[]'
            return
        self._mark(markers, items)
        line = self._line(level + 1)
        before = '[' + line
        for item in items:
            text = self._scalar(item)
            if text is not None:
                yield before + text
            else:
                yield before
                yield from self._pieces(item, markers, level + 1)
            before = self.item_separator + line
        if self.indent is not None:
            yield self._line(level)
        yield ']'
        self._unmark(markers, items)

    def _dict_pieces(self, mapping, markers, level):
        if not mapping:
            yield '{}'
            return
        self._mark(markers, mapping)
        yield '{'
        line = self._line(level + 1)
        if self.indent is not None:
            yield line
        is_first = True
        for key, value in sorted(mapping.items()) if self.sort_keys else mapping.items():
            key = self._key(key)
            if key is None:
                continue
            if is_first:
                is_first = False
            else:
                yield self.item_separator + line
            yield self._quote(key)
            yield self.key_separator
            yield from self._pieces(value, markers, level + 1)
        if self.indent is not None:
            yield self._line(level)
        yield '}'
        self._unmark(markers, mapping)
