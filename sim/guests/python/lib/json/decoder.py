"""Reading JSON: the decoder class and its error.  Own text."""

import _pypyjson

__all__ = ['JSONDecoder', 'JSONDecodeError']

NaN = float('nan')
PosInf = float('inf')
NegInf = float('-inf')

_CONSTANTS = {'-Infinity': NegInf, 'Infinity': PosInf, 'NaN': NaN}
_SPACE = ' \t\n\r'


class JSONDecodeError(ValueError):
    """A document that is no JSON: what is wrong (msg), the document (doc), where (pos)."""

    def __init__(self, msg, doc, pos):
        line = doc.count('\n', 0, pos) + 1
        column = pos - doc.rfind('\n', 0, pos)
        ValueError.__init__(self, f'{msg}: line {line} column {column} (char {pos})')
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = line
        self.colno = column

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


def scanstring(s, end, strict=True):
    """The string whose opening quote stands before end, and the index after it."""
    return _pypyjson.scanstring(s, end, strict, None, None, None, None, None, JSONDecodeError)


py_scanstring = scanstring


def _after_space(s, index):
    size = len(s)
    while index < size and s[index] in _SPACE:
        index += 1
    return index


def make_scanner(context):
    """The function by which a decoder reads one value."""
    strict = context.strict
    object_hook = context.object_hook
    pairs_hook = context.object_pairs_hook
    parse_float = context.parse_float
    parse_int = context.parse_int
    parse_constant = context.parse_constant

    def scan_once(string, idx):
        return _pypyjson.scan_once(string, idx, strict, object_hook, pairs_hook, parse_float,
                                   parse_int, parse_constant, JSONDecodeError)

    return scan_once


class JSONDecoder(object):
    """Reads JSON documents; hooks say how objects and numbers are made."""

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None,
                 parse_constant=None, strict=True, object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or _CONSTANTS.__getitem__
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook
        self.parse_string = scanstring
        self.memo = {}
        self.scan_once = make_scanner(self)

    def decode(self, s):
        """The value of the document s."""
        obj, end = self.raw_decode(s, idx=_after_space(s, 0))
        end = _after_space(s, end)
        if end != len(s):
            raise JSONDecodeError('Extra data', s, end)
        return obj

    def raw_decode(self, s, idx=0):
        """The value that begins at idx, and the index after it."""
        try:
            obj, end = self.scan_once(s, idx)
        except StopIteration as err:
            raise JSONDecodeError('Expecting value', s, err.value) from None
        return obj, end

