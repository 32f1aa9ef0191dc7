"""Names of the regular expression engine, and its exception."""

from _sre import MAXREPEAT, MAXGROUPS, MAGIC

SRE_FLAG_TEMPLATE = 1
SRE_FLAG_IGNORECASE = 2
SRE_FLAG_LOCALE = 4
SRE_FLAG_MULTILINE = 8
SRE_FLAG_DOTALL = 16
SRE_FLAG_UNICODE = 32
SRE_FLAG_VERBOSE = 64
SRE_FLAG_DEBUG = 128
SRE_FLAG_ASCII = 256


class error(Exception):
    """A pattern or template that is not valid; where is in pos, lineno and colno."""

    __module__ = 're'

    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        self.lineno = self.colno = None
        text = msg
        if pattern is not None and pos is not None:
            text = '%s at position %d' % (msg, pos)
            newline = '\n' if isinstance(pattern, str) else 10
            self.lineno = self.colno = 1
            for character in pattern[:pos]:
                self.colno += 1
                if character == newline:
                    self.lineno += 1
                    self.colno = 1
            if any(character == newline for character in pattern):
                text += ' (line %d, column %d)' % (self.lineno, self.colno)
        super().__init__(text)
