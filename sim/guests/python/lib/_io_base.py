"""The base classes of all streams."""

# Part of jitreel; the classes belong to the module `_io`.


class UnsupportedOperation(ValueError, OSError):
    """A stream was asked for what it cannot do."""

    __module__ = "io"


class _IOBase:
    """What every stream has: a state, lines, the context manager."""

    __module__ = "_io"
    _closed = False

    def _unsupported(self, name):
        raise UnsupportedOperation(name)

    def seek(self, offset, whence=0):
        self._unsupported("seek")

    def tell(self):
        return self.seek(0, 1)

    def truncate(self, pos=None):
        self._unsupported("truncate")

    def fileno(self):
        self._unsupported("fileno")

    def flush(self):
        self._checkClosed()

    def close(self):
        if not self._closed:
            try:
                self.flush()
            finally:
                self._closed = True

    @property
    def closed(self):
        return self._closed

    def _checkClosed(self, message=None):
        if self.closed:
            raise ValueError("I/O operation on closed file" if message is None else message)

    def readable(self):
        return False

    def writable(self):
        return False

    def seekable(self):
        return False

    def isatty(self):
        self._checkClosed()
        return False

    def _checkReadable(self, message=None):
        if not self.readable():
            raise UnsupportedOperation("not readable" if message is None else message)

    def _checkWritable(self, message=None):
        if not self.writable():
            raise UnsupportedOperation("not writable" if message is None else message)

    def _checkSeekable(self, message=None):
        if not self.seekable():
            raise UnsupportedOperation("not seekable" if message is None else message)

    def __enter__(self):
        self._checkClosed()
        return self

    def __exit__(self, *args):
        self.close()

    def __iter__(self):
        self._checkClosed()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readline(self, size=-1):
        if size is None:
            size = -1
        parts = []
        count = 0
        while size < 0 or count < size:
            byte = self.read(1)
            if not byte:
                break
            parts.append(byte)
            count += 1
            if byte == b"\n":
                break
        return b"".join(parts)

    def readlines(self, hint=None):
        if hint is None or hint <= 0:
            return list(self)
        lines = []
        size = 0
        for line in self:
            lines.append(line)
            size += len(line)
            if size > hint:
                break
        return lines

    def writelines(self, lines):
        self._checkClosed()
        for line in lines:
            self.write(line)


class _RawIOBase(_IOBase):
    """Streams of bytes without a buffer; subclasses have `readinto` and `write`."""

    __module__ = "_io"

    def read(self, size=-1):
        if size is None or size < 0:
            return self.readall()
        buffer = bytearray(size)
        count = self.readinto(buffer)
        if count is None:
            return None
        return bytes(buffer[:count])

    def readall(self):
        parts = []
        while True:
            part = self.read(8192)
            if not part:
                break
            parts.append(part)
        return b"".join(parts)


class _BufferedIOBase(_IOBase):
    """Streams of bytes that read as much as they are asked for."""

    __module__ = "_io"

    def read(self, size=-1):
        self._unsupported("read")

    def read1(self, size=-1):
        self._unsupported("read1")

    def write(self, data):
        self._unsupported("write")

    def detach(self):
        self._unsupported("detach")

    def readinto(self, buffer):
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def readinto1(self, buffer):
        data = self.read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _TextIOBase(_IOBase):
    """Streams of text."""

    __module__ = "_io"
    encoding = None
    errors = None
    newlines = None

    def read(self, size=-1):
        self._unsupported("read")

    def readline(self, size=-1):
        self._unsupported("readline")

    def write(self, text):
        self._unsupported("write")

    def detach(self):
        self._unsupported("detach")
