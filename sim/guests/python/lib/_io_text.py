"""Streams of text: in memory, and over streams of bytes."""

# Part of jitreel; the classes belong to the module `_io`.

import codecs

from _io_base import UnsupportedOperation, _TextIOBase

_MARKED = ("utf-16", "utf16", "utf-32", "utf32", "utf-8-sig")

_ALL_NEWLINES = (None, "\n", "\r", ("\r", "\n"), "\r\n", ("\n", "\r\n"), ("\r", "\r\n"))


def _check_newline(newline):
    if newline is not None and not isinstance(newline, str):
        raise TypeError(f"newline must be str or None, not {type(newline).__name__}")
    if newline not in (None, "", "\n", "\r", "\r\n"):
        raise ValueError(f"illegal newline value: {newline}")


def _check_size(size):
    if size is None:
        return -1
    if not isinstance(size, int):
        raise TypeError(f"expected integer, got {type(size).__name__} object")
    return size


class IncrementalNewlineDecoder:
    """Turns all kinds of line ends into one, piece by piece, and remembers which it saw."""

    __module__ = "_io"

    def __init__(self, decoder, translate, errors="strict"):
        self.decoder = decoder
        self.translate = translate
        self.errors = errors
        self.reset()

    def decode(self, input, final=False):
        text = input if self.decoder is None else self.decoder.decode(input, final=final)
        if self._pending and (text or final):
            text = "\r" + text
            self._pending = False
        if text.endswith("\r") and not final:
            text = text[:-1]
            self._pending = True
        return self._note(text)

    def _note(self, text):
        if "\r" not in text:
            if "\n" in text:
                self._seen_lf = True
            return text
        crlf = text.count("\r\n")
        self._seen_crlf = self._seen_crlf or crlf > 0
        self._seen_cr = self._seen_cr or text.count("\r") > crlf
        self._seen_lf = self._seen_lf or text.count("\n") > crlf
        if self.translate:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text

    def reset(self):
        self._pending = False
        self._seen_lf = self._seen_cr = self._seen_crlf = False
        if self.decoder is not None:
            self.decoder.reset()

    def getstate(self):
        return b"", int(self._pending)

    def setstate(self, state):
        self._pending = bool(state[1] & 1)

    @property
    def newlines(self):
        kinds = (("\r", self._seen_cr), ("\n", self._seen_lf), ("\r\n", self._seen_crlf))
        seen = tuple(kind for kind, is_seen in kinds if is_seen)
        if not seen:
            return None
        return seen[0] if len(seen) == 1 else seen


def _line_end(text, start, newline):
    """The index behind the line that starts at `start`; -1 when it has no end."""
    if newline != "":
        ending = newline or "\n"
        index = text.find(ending, start)
        return -1 if index < 0 else index + len(ending)
    lf = text.find("\n", start)
    cr = text.find("\r", start, len(text) if lf < 0 else lf)
    if cr < 0:
        return -1 if lf < 0 else lf + 1
    return cr + 2 if text.startswith("\n", cr + 1) else cr + 1


class StringIO(_TextIOBase):
    """A stream over text in memory."""

    __module__ = "_io"
    line_buffering = False

    def __init__(self, initial_value="", newline="\n"):
        _check_newline(newline)
        if initial_value is not None and not isinstance(initial_value, str):
            kind = type(initial_value).__name__
            raise TypeError(f"unicode argument expected, got '{kind}'")
        self._newline = newline
        self._decoder = None
        if newline is None or newline == "":
            self._decoder = IncrementalNewlineDecoder(None, newline is None)
        self._text = ""
        self._pieces = []
        self._pos = 0
        self._length = 0
        if initial_value:
            self.write(initial_value)
            self._pos = 0

    def _joined(self):
        if self._pieces:
            self._text += "".join(self._pieces)
            self._pieces = []
        return self._text

    def getvalue(self):
        self._checkClosed()
        return self._joined()

    def write(self, text):
        self._checkClosed()
        if not isinstance(text, str):
            raise TypeError(f"unicode argument expected, got '{type(text).__name__}'")
        count = len(text)
        if self._decoder is not None:
            text = self._decoder.decode(text, final=True)
        elif self._newline != "\n":
            text = text.replace("\n", self._newline)
        size = len(text)
        if size == 0:
            return count
        if self._pos == self._length:
            self._pieces.append(text)
        else:
            old = self._joined()
            if self._pos > self._length:
                old += "\0" * (self._pos - self._length)
            self._text = old[: self._pos] + text + old[self._pos + size :]
        self._pos += size
        if self._pos > self._length:
            self._length = self._pos
        return count

    def read(self, size=-1):
        self._checkClosed()
        size = _check_size(size)
        text = self._joined()
        start = self._pos
        end = self._length if size < 0 else min(start + size, self._length)
        if end <= start:
            return ""
        self._pos = end
        return text[start:end]

    def readline(self, size=-1):
        self._checkClosed()
        size = _check_size(size)
        text = self._joined()
        start = self._pos
        end = _line_end(text, start, self._newline)
        if end < 0:
            end = self._length
        if 0 <= size < end - start:
            end = start + size
        if end <= start:
            return ""
        self._pos = end
        return text[start:end]

    def tell(self):
        self._checkClosed()
        return self._pos

    def seek(self, offset, whence=0):
        self._checkClosed()
        if whence not in (0, 1, 2):
            raise ValueError(f"Invalid whence ({whence}, should be 0, 1 or 2)")
        if whence == 0:
            if offset < 0:
                raise ValueError(f"Negative seek position {offset}")
            self._pos = offset
        else:
            if offset != 0:
                raise OSError("Can't do nonzero cur-relative seeks")
            if whence == 2:
                self._pos = self._length
        return self._pos

    def truncate(self, size=None):
        self._checkClosed()
        if size is None:
            size = self._pos
        if size < 0:
            raise ValueError(f"Negative size value {size}")
        self._text = self._joined()[:size]
        self._length = len(self._text)
        return size

    def close(self):
        self._closed = True

    def readable(self):
        self._checkClosed()
        return True

    writable = seekable = readable

    @property
    def newlines(self):
        self._checkClosed()
        return None if self._decoder is None else self._decoder.newlines


class TextIOWrapper(_TextIOBase):
    """Text over a stream of bytes. What is read is decoded at once, up to the end."""

    __module__ = "_io"
    _encoder = None

    def __init__(
        self,
        buffer,
        encoding=None,
        errors=None,
        newline=None,
        line_buffering=False,
        write_through=False,
    ):
        _check_newline(newline)
        if encoding is None or encoding == "locale":
            encoding = "UTF-8"
        "".encode(encoding)
        buffer.readable
        self._buffer = buffer
        self.encoding = encoding
        self.errors = "strict" if errors is None else errors
        self._newline = newline
        self.line_buffering = line_buffering
        self.write_through = write_through
        self._decoder = IncrementalNewlineDecoder(None, False)
        self._forget(0)

    def _forget(self, base):
        """Nothing is decoded; `base` is the position of the next byte."""
        self._encoder = None
        self._text = None
        self._start = 0
        self._base = base

    def __repr__(self):
        text = "<_io.TextIOWrapper"
        for key in ("name", "mode"):
            value = getattr(self, key, None)
            if value is not None:
                text += f" {key}={value!r}"
        return text + f" encoding={self.encoding!r}>"

    @property
    def buffer(self):
        self._attached()
        return self._buffer

    @property
    def name(self):
        return self._buffer.name

    @property
    def closed(self):
        self._attached()
        return self._buffer.closed

    @property
    def newlines(self):
        return self._decoder.newlines

    def _attached(self):
        if self._buffer is None:
            raise ValueError("underlying buffer has been detached")

    def _decoded(self):
        self._attached()
        self._checkClosed()
        if self._text is None:
            if not self._buffer.readable():
                raise UnsupportedOperation("not readable")
            data = self._buffer.read()
            self._text = data.decode(self.encoding, self.errors)
            self._start = 0
        return self._text

    def _translated(self, text):
        self._decoder._note(text)
        if self._newline is None and "\r" in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
        return text

    def read(self, size=-1):
        size = _check_size(size)
        text = self._decoded()
        start = self._start
        if size < 0:
            self._start = len(text)
            return self._translated(text[start:])
        end = min(start + size, len(text))
        piece = self._translated(text[start:end])
        if self._newline is None:
            while True:
                if text.startswith("\n", end) and text[end - 1 : end] == "\r":
                    end += 1
                    piece = self._translated(text[start:end])
                if len(piece) >= size or end >= len(text):
                    break
                end += 1
                piece = self._translated(text[start:end])
        self._start = end
        return piece

    def readline(self, size=-1):
        size = _check_size(size)
        text = self._decoded()
        start = self._start
        newline = "" if self._newline is None else self._newline
        end = _line_end(text, start, newline)
        if end < 0:
            end = len(text)
        if 0 <= size < end - start:
            end = start + size
        self._start = end
        return self._translated(text[start:end])

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def write(self, text):
        self._attached()
        self._checkClosed()
        if not isinstance(text, str):
            raise TypeError(f"unicode argument expected, got '{type(text).__name__}'")
        if not self._buffer.writable():
            raise UnsupportedOperation("not writable")
        self._text = None
        count = len(text)
        has_line = "\n" in text
        if self._newline not in (None, "", "\n"):
            text = text.replace("\n", self._newline)
        self._buffer.write(self._encoded(text))
        if self.line_buffering and has_line:
            self.flush()
        return count

    def _encoded(self, text):
        """The bytes of a text; a mark of the byte order stands at the beginning alone."""
        if not self.encoding.lower().replace("_", "-").startswith(_MARKED):
            return text.encode(self.encoding, self.errors)
        if self._encoder is None:
            self._encoder = codecs.getincrementalencoder(self.encoding)(self.errors)
            if self.seekable() and self._buffer.tell() != 0:
                self._encoder.setstate(0)
        return self._encoder.encode(text)

    def flush(self):
        self._attached()
        self._checkClosed()
        self._buffer.flush()

    def close(self):
        if self._buffer is not None and not self.closed:
            try:
                self.flush()
            finally:
                self._buffer.close()

    def detach(self):
        self._attached()
        self.flush()
        buffer = self._buffer
        self._buffer = None
        return buffer

    def tell(self):
        self._attached()
        self._checkClosed()
        if not self._buffer.seekable():
            raise UnsupportedOperation("underlying stream is not seekable")
        if self._text is None:
            return self._buffer.tell()
        rest = self._text[self._start :].encode(self.encoding, self.errors)
        return self._buffer.tell() - len(rest)

    def seek(self, cookie, whence=0):
        self._attached()
        self._checkClosed()
        if not self._buffer.seekable():
            raise UnsupportedOperation("underlying stream is not seekable")
        if whence == 1:
            if cookie != 0:
                raise UnsupportedOperation("can't do nonzero cur-relative seeks")
            cookie = self.tell()
        elif whence == 2:
            if cookie != 0:
                raise UnsupportedOperation("can't do nonzero end-relative seeks")
            self._buffer.flush()
            self._forget(0)
            return self._buffer.seek(0, 2)
        elif whence != 0:
            raise ValueError(f"invalid whence ({whence}, should be 0, 1 or 2)")
        if cookie < 0:
            raise ValueError(f"negative seek position {cookie}")
        self._buffer.flush()
        self._forget(cookie)
        return self._buffer.seek(cookie)

    def truncate(self, pos=None):
        self.flush()
        return self._buffer.truncate(self.tell() if pos is None else pos)

    def readable(self):
        self._attached()
        return self._buffer.readable()

    def writable(self):
        self._attached()
        return self._buffer.writable()

    def seekable(self):
        self._attached()
        return self._buffer.seekable()

    def fileno(self):
        self._attached()
        return self._buffer.fileno()

    def isatty(self):
        self._attached()
        return self._buffer.isatty()

    def reconfigure(
        self, *, encoding=None, errors=None, newline=False, line_buffering=None, write_through=None
    ):
        self.flush()
        if encoding is not None:
            self.encoding = encoding
            self.errors = "strict" if errors is None else errors
        elif errors is not None:
            self.errors = errors
        if newline is not False:
            _check_newline(newline)
            self._newline = newline
        if line_buffering is not None:
            self.line_buffering = bool(line_buffering)
        if write_through is not None:
            self.write_through = bool(write_through)
