"""Streams of bytes: in memory, over files, buffered."""

# Part of jitreel; the classes belong to the module `_io`.

import sys

import _files
from _io_base import UnsupportedOperation, _BufferedIOBase, _IOBase, _RawIOBase

DEFAULT_BUFFER_SIZE = 8192


def _as_bytes(data, message="'{}' does not support the buffer interface"):
    if isinstance(data, (bytes, bytearray, memoryview)) or hasattr(data, "tobytes"):
        return bytes(data)
    raise TypeError(message.format(type(data).__name__))


_BUFFER_WANTED = "a bytes-like object is required, not {}"


class BytesIO(_BufferedIOBase):
    """A stream over bytes in memory."""

    __module__ = "_io"

    def __init__(self, initial_bytes=b""):
        self._data = bytearray(b"" if initial_bytes is None else _as_bytes(initial_bytes))
        self._pos = 0

    def getvalue(self):
        self._checkClosed()
        return bytes(self._data)

    def getbuffer(self):
        self._checkClosed()
        return memoryview(self._data)

    def close(self):
        self._closed = True

    def readable(self):
        self._checkClosed()
        return True

    writable = seekable = readable

    def flush(self):
        self._checkClosed()

    def read(self, size=-1):
        self._checkClosed()
        start = self._pos
        end = len(self._data)
        if size is not None and 0 <= size < end - start:
            end = start + size
        if end <= start:
            return b""
        self._pos = end
        return bytes(self._data[start:end])

    read1 = read

    def readline(self, size=-1):
        self._checkClosed()
        start = self._pos
        end = self._data.find(b"\n", start) + 1
        if end == 0:
            end = len(self._data)
        if size is not None and 0 <= size < end - start:
            end = start + size
        if end <= start:
            return b""
        self._pos = end
        return bytes(self._data[start:end])

    def write(self, data):
        self._checkClosed()
        data = _as_bytes(data)
        if not data:
            return 0
        length = len(self._data)
        if self._pos > length:
            self._data.extend(bytes(self._pos - length))
        end = self._pos + len(data)
        self._data[self._pos : end] = data
        self._pos = end
        return len(data)

    def tell(self):
        self._checkClosed()
        return self._pos

    def seek(self, offset, whence=0):
        self._checkClosed()
        if whence == 0:
            if offset < 0:
                raise ValueError("negative seek value")
        elif whence == 1:
            offset = max(0, self._pos + offset)
        elif whence == 2:
            offset = max(0, len(self._data) + offset)
        else:
            raise ValueError(f"whence must be between 0 and 2, not {whence}")
        self._pos = offset
        return offset

    def truncate(self, size=None):
        self._checkClosed()
        if size is None:
            size = self._pos
        if size < 0:
            raise ValueError("negative size value")
        del self._data[size:]
        return size


def _open_flags(mode):
    """The flags of the operating system for a mode, and whether it reads, writes and appends."""
    for letter in mode:
        if letter not in "rwaxb+":
            raise ValueError(f"invalid mode: {mode}")
    if sum(letter in "rwax" for letter in mode) != 1 or mode.count("+") > 1:
        raise ValueError(
            "Must have exactly one of create/read/write/append mode and at most one plus"
        )
    readable = "r" in mode or "+" in mode
    writable = "r" not in mode or "+" in mode
    flags = 2 if readable and writable else int(writable)
    for letter, flag in (("w", 0o1100), ("x", 0o300), ("a", 0o2100)):
        if letter in mode:
            flags |= flag
    return flags | 0o2000000, readable, writable


class FileIO(_RawIOBase):
    """A file of the program's folder, or of a granted one; what is written stays in memory."""

    __module__ = "_io"
    _closed = True

    def __init__(self, file, mode="r", closefd=True, opener=None):
        if isinstance(file, float):
            raise TypeError("integer argument expected, got float")
        flags, self._readable, self._writable = _open_flags(mode)
        self._kind = "x" if "x" in mode else "a" if "a" in mode else ""
        self.name = file
        self.closefd = bool(closefd)
        if isinstance(file, int):
            if file < 0:
                raise ValueError("negative file descriptor")
            _files.is_open(file)
            self._fd = file
        else:
            if not closefd:
                raise ValueError("Cannot use closefd=False with file name")
            if not isinstance(file, (str, bytes)):
                file = type(file).__fspath__(file)
            self._fd = self._opened(file, flags, opener)
        self._closed = False
        if self._kind == "a":
            self.seek(0, 2)

    @staticmethod
    def _opened(file, flags, opener):
        if opener is None:
            return _files.open(file, flags)
        fd = opener(file, flags)
        if not isinstance(fd, int):
            raise TypeError("expected integer from opener")
        if fd < 0:
            raise ValueError(f"opener returned {fd}")
        return fd

    @property
    def mode(self):
        if self._kind:
            return self._kind + ("b+" if self._readable else "b")
        if self._readable:
            return "rb+" if self._writable else "rb"
        return "wb"

    def __repr__(self):
        if self._closed:
            return "<_io.FileIO [closed]>"
        return f"<_io.FileIO name={self.name!r} mode={self.mode!r} closefd={self.closefd}>"

    def close(self):
        if not self._closed:
            try:
                _RawIOBase.close(self)
            finally:
                self._closed = True
                if self.closefd:
                    _files.close(self._fd)

    def fileno(self):
        self._checkClosed()
        return self._fd

    def isatty(self):
        self._checkClosed()
        return False

    def seekable(self):
        self._checkClosed()
        return self._fd > 2

    def readable(self):
        self._checkClosed()
        return self._readable

    def writable(self):
        self._checkClosed()
        return self._writable

    def _check(self, allowed, purpose):
        self._checkClosed()
        if not allowed:
            raise UnsupportedOperation(f"File not open for {purpose}")

    def read(self, size=-1):
        self._check(self._readable, "reading")
        if size is None or size < 0:
            return self.readall()
        return self._part(size)

    def _part(self, size):
        if self._fd == 0:
            return sys.__stdin__.buffer.read(size)
        return _files.read(self._fd, size)

    def readall(self):
        self._check(self._readable, "reading")
        return self._part(-1)

    def readinto(self, buffer):
        self._check(self._readable, "reading")
        view = memoryview(buffer).cast("B")
        data = self._part(len(view))
        view[: len(data)] = data
        return len(data)

    def write(self, data):
        self._check(self._writable, "writing")
        if isinstance(data, str):
            _as_bytes(data, _BUFFER_WANTED)
        return _files.write(self._fd, data)

    def truncate(self, size=None):
        self._check(self._writable, "writing")
        if size is None:
            size = self.tell()
        _files.truncate(self._fd, size)
        return size

    def seek(self, offset, whence=0):
        self._checkClosed()
        return _files.seek(self._fd, offset, whence)

    def tell(self):
        return self.seek(0, 1)


class _Buffered(_BufferedIOBase):
    """What the buffered streams share: a raw stream, and a buffer for what was read ahead."""

    __module__ = "_io"

    def __init__(self, raw, buffer_size=DEFAULT_BUFFER_SIZE):
        if buffer_size <= 0:
            raise ValueError("buffer size must be strictly positive")
        self.raw = raw
        self._size = buffer_size
        self._ahead = b""
        self._pending = []

    def __repr__(self):
        name = getattr(self, "name", None)
        if name is None:
            return f"<_io.{type(self).__name__}>"
        return f"<_io.{type(self).__name__} name={name!r}>"

    @property
    def closed(self):
        return self.raw.closed

    @property
    def name(self):
        return self.raw.name

    @property
    def mode(self):
        return self.raw.mode

    def close(self):
        if self.raw is not None and not self.closed:
            try:
                self.flush()
            finally:
                self.raw.close()

    def detach(self):
        self.flush()
        raw = self.raw
        self.raw = None
        return raw

    def fileno(self):
        return self.raw.fileno()

    def isatty(self):
        return self.raw.isatty()

    def seekable(self):
        return self.raw.seekable()

    def readable(self):
        return self.raw.readable()

    def writable(self):
        return self.raw.writable()

    def flush(self):
        self._checkClosed("flush of closed file")
        if self._pending:
            data = b"".join(self._pending)
            self._pending = []
            while data:
                data = data[self.raw.write(data) :]
        if hasattr(self.raw, "flush"):
            self.raw.flush()

    def tell(self):
        self._checkClosed()
        return self.raw.tell() - len(self._ahead) + sum(map(len, self._pending))

    def seek(self, offset, whence=0):
        if whence not in (0, 1, 2):
            raise ValueError(f"whence must be between 0 and 2, not {whence}")
        self._checkClosed("seek of closed file")
        self.flush()
        if whence == 1:
            offset -= len(self._ahead)
        self._ahead = b""
        return self.raw.seek(offset, whence)

    def readinto(self, buffer):
        self._checkClosed("readinto of closed file")
        return _BufferedIOBase.readinto(self, buffer)

    def readinto1(self, buffer):
        self._checkClosed("readinto of closed file")
        return _BufferedIOBase.readinto1(self, buffer)

    def truncate(self, size=None):
        self.flush()
        return self.raw.truncate(self.tell() if size is None else size)

    def _read(self, size=-1):
        self._checkClosed("read of closed file")
        if self._pending:
            self.flush()
        if size is not None and size < -1:
            raise ValueError("read length must be non-negative or -1")
        if size is None or size < 0:
            data = self._ahead + (self.raw.read() or b"")
            self._ahead = b""
            return data
        while len(self._ahead) < size:
            part = self.raw.read(max(self._size, size - len(self._ahead)))
            if not part:
                break
            self._ahead += part
        data = self._ahead[:size]
        self._ahead = self._ahead[size:]
        return data

    def _read_line(self, size=-1):
        self._checkClosed("readline of closed file")
        while b"\n" not in self._ahead:
            if size is not None and 0 <= size <= len(self._ahead):
                break
            part = self.raw.read(self._size)
            if not part:
                break
            self._ahead += part
        end = self._ahead.find(b"\n") + 1
        if end == 0:
            end = len(self._ahead)
        if size is not None and 0 <= size < end:
            end = size
        return self._read(end)

    def _peek(self, size=0):
        self._checkClosed("peek of closed file")
        if not self._ahead:
            self._ahead = self.raw.read(self._size) or b""
        return self._ahead

    def _read1(self, size=-1):
        self._checkClosed("read of closed file")
        if size < 0:
            size = self._size
        if size == 0:
            return b""
        self._peek()
        return self._read(min(size, len(self._ahead)))

    def _write(self, data):
        data = _as_bytes(data, _BUFFER_WANTED)
        self._checkClosed("write to closed file")
        if self._ahead:
            self.seek(0, 1)
        self._pending.append(data)
        if sum(map(len, self._pending)) > self._size:
            self.flush()
        return len(data)


class BufferedReader(_Buffered):
    """Reads ahead from a raw stream."""

    __module__ = "_io"
    read = _Buffered._read
    readline = _Buffered._read_line
    peek = _Buffered._peek
    read1 = _Buffered._read1

    def __init__(self, raw, buffer_size=DEFAULT_BUFFER_SIZE):
        raw._checkReadable()
        _Buffered.__init__(self, raw, buffer_size)

    def writable(self):
        return False


class BufferedWriter(_Buffered):
    """Gathers what is written to a raw stream."""

    __module__ = "_io"
    write = _Buffered._write

    def __init__(self, raw, buffer_size=DEFAULT_BUFFER_SIZE):
        raw._checkWritable()
        _Buffered.__init__(self, raw, buffer_size)

    def readable(self):
        return False


class BufferedRandom(_Buffered):
    """Reads and writes a raw stream."""

    __module__ = "_io"
    read = _Buffered._read
    readline = _Buffered._read_line
    peek = _Buffered._peek
    read1 = _Buffered._read1
    write = _Buffered._write

    def __init__(self, raw, buffer_size=DEFAULT_BUFFER_SIZE):
        raw._checkSeekable()
        raw._checkReadable()
        raw._checkWritable()
        _Buffered.__init__(self, raw, buffer_size)


class BufferedRWPair(_BufferedIOBase):
    """A reader and a writer as one stream."""

    __module__ = "_io"

    def __init__(self, reader, writer, buffer_size=DEFAULT_BUFFER_SIZE):
        self.reader = BufferedReader(reader, buffer_size)
        self.writer = BufferedWriter(writer, buffer_size)

    def read(self, size=-1):
        return self.reader.read(size)

    def readline(self, size=-1):
        return self.reader.readline(size)

    def peek(self, size=0):
        return self.reader.peek(size)

    def read1(self, size=-1):
        return self.reader.read1(size)

    def write(self, data):
        return self.writer.write(data)

    def flush(self):
        return self.writer.flush()

    def readable(self):
        return self.reader.readable()

    def writable(self):
        return self.writer.writable()

    @property
    def closed(self):
        return self.writer.closed

    def close(self):
        self.writer.close()
        self.reader.close()
