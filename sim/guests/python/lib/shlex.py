"""A lexical analyser for simple syntaxes in the manner of shells.

Counterpart: lib-python/3/shlex.py.
"""

import sys
from collections import deque
from io import StringIO

__all__ = ["shlex", "split", "quote", "join"]

_SAFE = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-")


class shlex:
    """Gives the tokens of a stream or text, one after another."""

    def __init__(self, instream=None, infile=None, posix=False, punctuation_chars=False):
        if instream is None:
            self.instream, self.infile = sys.stdin, None
        else:
            self.instream, self.infile = _as_stream(instream), infile
        self.posix = posix
        self.eof = None if posix else ""
        self.commenters = "#"
        self.wordchars = "abcdfeghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
        if posix:
            self.wordchars += (
                "ßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"
                "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ")
        self.whitespace = " \t\r\n"
        self.whitespace_split = False
        self.quotes = "'\""
        self.escape = "\\"
        self.escapedquotes = '"'
        self.state = " "
        self.pushback = deque()
        self.lineno = 1
        self.debug = 0
        self.token = ""
        self.filestack = deque()
        self.source = None
        if not punctuation_chars:
            punctuation_chars = ""
        elif punctuation_chars is True:
            punctuation_chars = "();<>|&"
        self._punctuation_chars = punctuation_chars
        if punctuation_chars:
            self._pushback_chars = deque()
            self.wordchars += "~-./*?="
            self.wordchars = "".join(
                [char for char in self.wordchars if char not in punctuation_chars])

    @property
    def punctuation_chars(self):
        return self._punctuation_chars

    def push_token(self, tok):
        """Push a token onto the stack popped by the get_token method"""
        self.pushback.appendleft(tok)

    def push_source(self, newstream, newfile=None):
        """Push an input source onto the lexer's input source stack."""
        self.filestack.appendleft((self.infile, self.instream, self.lineno))
        self.infile, self.instream, self.lineno = newfile, _as_stream(newstream), 1

    def pop_source(self):
        """Pop the input source stack."""
        self.instream.close()
        self.infile, self.instream, self.lineno = self.filestack.popleft()
        self.state = " "

    def get_token(self):
        """Get a token from the input stream (or from stack if it's nonempty)"""
        if self.pushback:
            return self.pushback.popleft()
        raw = self.read_token()
        if self.source is not None:
            while raw == self.source:
                found = self.sourcehook(self.read_token())
                if found:
                    newfile, newstream = found
                    self.push_source(newstream, newfile)
                raw = self.get_token()
        while raw == self.eof:
            if not self.filestack:
                return self.eof
            self.pop_source()
            raw = self.get_token()
        return raw

    def read_token(self):
        quoted = False
        # Where an escaped character leads back to: a word, unless it is inside quotes.
        escapedstate = "a"
        while True:
            if self._punctuation_chars and self._pushback_chars:
                nextchar = self._pushback_chars.pop()
            else:
                nextchar = self.instream.read(1)
            if nextchar == "\n":
                self.lineno += 1
            state = self.state
            if state is None:
                self.token = ""
                break
            if state == " ":
                if self._between_tokens(nextchar):
                    if self.token or (self.posix and quoted):
                        break
            elif state in self.quotes:
                quoted = True
                if not nextchar:
                    raise ValueError("No closing quotation")
                if nextchar == state:
                    if not self.posix:
                        self.token += nextchar
                        self.state = " "
                        break
                    self.state = "a"
                elif self.posix and nextchar in self.escape and state in self.escapedquotes:
                    escapedstate = state
                    self.state = nextchar
                else:
                    self.token += nextchar
            elif state in self.escape:
                if not nextchar:
                    raise ValueError("No escaped character")
                # Inside quotes only the quote and the escape character can be escaped.
                if (escapedstate in self.quotes and nextchar != state
                        and nextchar != escapedstate):
                    self.token += state
                self.token += nextchar
                self.state = escapedstate
            else:
                ended, escapedstate = self._in_word(nextchar, quoted, escapedstate)
                if ended:
                    break
        result = self.token
        self.token = ""
        if self.posix and not quoted and result == "":
            result = None
        return result

    def _skip_comment(self):
        self.instream.readline()
        self.lineno += 1

    def _between_tokens(self, nextchar):
        """A character outside of a token; whether a token may be complete."""
        if not nextchar:
            self.state = None
            return True
        if nextchar in self.whitespace:
            return True
        if nextchar in self.commenters:
            self._skip_comment()
        elif self.posix and nextchar in self.escape:
            self.state = nextchar
        elif nextchar in self.wordchars:
            self._begin(nextchar, "a")
        elif nextchar in self._punctuation_chars:
            self._begin(nextchar, "c")
        elif nextchar in self.quotes:
            self._begin("" if self.posix else nextchar, nextchar)
        elif self.whitespace_split:
            self._begin(nextchar, "a")
        else:
            # A token of its own.
            self._begin(nextchar, " ")
            return True
        return False

    def _begin(self, token, state):
        self.token, self.state = token, state

    def _in_word(self, nextchar, quoted, escapedstate):
        """A character after a part of a word or of punctuation; whether the token has ended."""
        if not nextchar:
            self.state = None
            return True, escapedstate
        has_token = bool(self.token or (self.posix and quoted))
        if nextchar in self.whitespace:
            self.state = " "
            return has_token, escapedstate
        if nextchar in self.commenters:
            self._skip_comment()
            if self.posix:
                self.state = " "
                return has_token, escapedstate
            return False, escapedstate
        if self.state == "c":
            if nextchar in self._punctuation_chars:
                self.token += nextchar
                return False, escapedstate
            if nextchar not in self.whitespace:
                self._pushback_chars.append(nextchar)
            self.state = " "
            return True, escapedstate
        if self.posix and nextchar in self.quotes:
            self.state = nextchar
            return False, escapedstate
        if self.posix and nextchar in self.escape:
            self.state = nextchar
            return False, "a"
        if nextchar in self.wordchars or nextchar in self.quotes or (
                self.whitespace_split and nextchar not in self._punctuation_chars):
            self.token += nextchar
            return False, escapedstate
        if self._punctuation_chars:
            self._pushback_chars.append(nextchar)
        else:
            self.pushback.appendleft(nextchar)
        self.state = " "
        return has_token, escapedstate

    def sourcehook(self, newfile):
        """Hook called on a filename to be sourced."""
        if newfile[0] == '"':
            newfile = newfile[1:-1]
        return newfile, open(newfile, "r")

    def error_leader(self, infile=None, lineno=None):
        """Emit a C-compiler-like, Emacs-friendly error-message leader."""
        if infile is None:
            infile = self.infile
        if lineno is None:
            lineno = self.lineno
        return '"%s", line %d: ' % (infile, lineno)

    def __next__(self):
        token = self.get_token()
        if token != self.eof:
            return token
        raise StopIteration

    def __iter__(self):
        return self


def _as_stream(source):
    return StringIO(source) if isinstance(source, str) else source


def split(s, comments=False, posix=True):
    """The words of a text, as a shell would see them."""
    if s is None:
        import warnings
        warnings.warn("Passing None for 's' to shlex.split() is deprecated.",
                      DeprecationWarning, stacklevel=2)
    lexer = shlex(s, posix=posix)
    lexer.whitespace_split = True
    if not comments:
        lexer.commenters = ""
    return list(lexer)


def join(split_command):
    """Return a shell-escaped string from *split_command*."""
    return " ".join([quote(arg) for arg in split_command])


def quote(s):
    """Return a shell-escaped version of the string *s*."""
    if not s:
        return "''"
    for char in s:
        if char not in _SAFE:
            return "'" + s.replace("'", "'\"'\"'") + "'"
    return s
