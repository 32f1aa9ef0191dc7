"""Regular expressions, with the interface of Python 3.9's re."""

import _sre
import enum
import sre_compile
import sre_constants

__all__ = [
    'match', 'fullmatch', 'search', 'sub', 'subn', 'split', 'findall', 'finditer', 'compile',
    'purge', 'template', 'escape', 'error', 'Pattern', 'Match', 'A', 'I', 'L', 'M', 'S', 'X', 'U',
    'ASCII', 'IGNORECASE', 'LOCALE', 'MULTILINE', 'DOTALL', 'VERBOSE', 'UNICODE',
]
__version__ = '2.2.1'

error = sre_constants.error


class RegexFlag(enum.IntFlag):
    ASCII = A = sre_constants.SRE_FLAG_ASCII
    IGNORECASE = I = sre_constants.SRE_FLAG_IGNORECASE
    LOCALE = L = sre_constants.SRE_FLAG_LOCALE
    UNICODE = U = sre_constants.SRE_FLAG_UNICODE
    MULTILINE = M = sre_constants.SRE_FLAG_MULTILINE
    DOTALL = S = sre_constants.SRE_FLAG_DOTALL
    VERBOSE = X = sre_constants.SRE_FLAG_VERBOSE
    TEMPLATE = T = sre_constants.SRE_FLAG_TEMPLATE
    DEBUG = sre_constants.SRE_FLAG_DEBUG

    def __repr__(self):
        if self._name_ is not None:
            return 're.' + self._name_
        value = self._value_
        is_negative = value < 0
        rest = ~value if is_negative else value
        names = []
        for flag in type(self):
            if rest & flag._value_:
                rest &= ~flag._value_
                names.append('re.' + flag._name_)
        if rest:
            names.append(hex(rest))
        text = '|'.join(names)
        if not is_negative:
            return text
        return '~(%s)' % text if len(names) > 1 else '~' + text

    __str__ = object.__str__


globals().update(RegexFlag.__members__)

_DEBUG = sre_constants.SRE_FLAG_DEBUG
Pattern = type(sre_compile.compile('', 0))
Match = type(sre_compile.compile('', 0).match(''))

_cache = {}
_MAXCACHE = 512


def _compile(pattern, flags):
    if isinstance(flags, RegexFlag):
        flags = flags.value
    key = type(pattern), pattern, flags
    try:
        return _cache[key]
    except KeyError:
        pass
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError('cannot process flags argument with a compiled pattern')
        return pattern
    if not sre_compile.isstring(pattern):
        raise TypeError('first argument must be string or compiled pattern')
    compiled = sre_compile.compile(pattern, flags)
    if not flags & _DEBUG:
        if len(_cache) >= _MAXCACHE:
            # The oldest one goes.
            for oldest in _cache:
                break
            del _cache[oldest]
        _cache[key] = compiled
    return compiled


def compile(pattern, flags=0):
    """The Pattern object of a regular expression."""
    return _compile(pattern, flags)


def template(pattern, flags=0):
    """A pattern without repetitions."""
    return _compile(pattern, flags | RegexFlag.T)


def purge():
    """Forget the patterns that functions of this module have compiled."""
    _cache.clear()


def match(pattern, string, flags=0):
    """The match at the start of the string, or None."""
    return _compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    """The match of the whole string, or None."""
    return _compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    """The first match in the string, or None."""
    return _compile(pattern, flags).search(string)


def sub(pattern, repl, string, count=0, flags=0):
    """The string with its matches replaced, at most count of them."""
    return _compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    """What sub returns, and how many matches were replaced."""
    return _compile(pattern, flags).subn(repl, string, count)


def split(pattern, string, maxsplit=0, flags=0):
    """The parts of the string between the matches, with the matches' groups."""
    return _compile(pattern, flags).split(string, maxsplit)


def findall(pattern, string, flags=0):
    """The texts of all matches, or of their groups."""
    return _compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    """An iterator over all matches."""
    return _compile(pattern, flags).finditer(string)


def escape(pattern):
    """The pattern that matches exactly this text."""
    return _sre.escape(pattern)


class Scanner:
    """Splits a text into tokens: a list of (pattern, action) says which there are."""

    def __init__(self, lexicon, flags=0):
        if isinstance(flags, RegexFlag):
            flags = flags.value
        self.lexicon = lexicon
        self._firsts = []
        parts = []
        group = 1
        for phrase, action in lexicon:
            self._firsts.append(group)
            parts.append('(%s)' % phrase)
            group += 1 + _compile(phrase, flags).groups
        self.scanner = sre_compile.compile('|'.join(parts), flags)

    def scan(self, string):
        result = []
        match = self.scanner.scanner(string).match
        position = 0
        while True:
            found = match()
            if not found or found.end() == position:
                return result, string[position:]
            action = self.lexicon[self._firsts.index(found.lastindex)][1]
            if callable(action):
                self.match = found
                action = action(self, found.group())
            if action is not None:
                result.append(action)
            position = found.end()
