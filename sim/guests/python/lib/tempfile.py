"""Files and folders for a while, below /tmp, which is empty at the start and stays in memory."""

# Part of jitreel. Names are random, by the run's seed.

import io
import os
import random
import shutil
import string

__all__ = ["NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory",
           "mkstemp", "mkdtemp", "mktemp", "TMP_MAX", "gettempprefix", "tempdir", "gettempdir",
           "gettempprefixb", "gettempdirb"]

TMP_MAX = 10000
tempdir = None
template = "tmp"

_random = random.Random()


def gettempprefix():
    return template


def gettempprefixb():
    return template.encode()


def gettempdir():
    """Where temporary files are made."""
    if tempdir is not None:
        return tempdir
    return os.environ.get("TMPDIR") or "/tmp"


def gettempdirb():
    return os.fsencode(gettempdir())


def _fresh(suffix, prefix, dir, make):
    """Makes something under a name that is not taken yet."""
    parts = (suffix, prefix, dir)
    is_bytes = any(isinstance(part, bytes) for part in parts)
    if is_bytes and any(isinstance(part, str) for part in parts):
        raise TypeError("Can't mix bytes and non-bytes in path components.")
    plain = lambda part: os.fsdecode(part) if isinstance(part, bytes) else part
    suffix = plain(suffix) or ""
    prefix = template if prefix is None else plain(prefix)
    folder = gettempdir() if dir is None else plain(os.fspath(dir))
    letters = string.ascii_lowercase + string.digits + "_"
    for _ in range(TMP_MAX):
        name = prefix + "".join(_random.choices(letters, k=8)) + suffix
        path = os.path.abspath(os.path.join(folder, name))
        try:
            made = make(path)
        except FileExistsError:
            continue
        return os.fsencode(path) if is_bytes else path, made
    raise FileExistsError(17, "No usable temporary file name found")


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    """A new file: its descriptor and its name."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL
    path, descriptor = _fresh(suffix, prefix, dir, lambda name: os.open(name, flags, 0o600))
    return descriptor, path


def mkdtemp(suffix=None, prefix=None, dir=None):
    """A new folder."""
    return _fresh(suffix, prefix, dir, lambda name: os.mkdir(name, 0o700))[0]


def mktemp(suffix="", prefix=template, dir=None):
    """A name that is free now."""

    def check(name):
        if os.path.lexists(name):
            raise FileExistsError(17, "taken", name)

    return _fresh(suffix, prefix, dir, check)[0]


class _Wrapper:
    """A file that is removed when it is closed."""

    def __init__(self, file, name, delete):
        self.file = file
        self.name = name
        self.delete = delete

    def __getattr__(self, name):
        return getattr(self.file, name)

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, *details):
        result = self.file.__exit__(*details)
        self.close()
        return result

    def __iter__(self):
        return iter(self.file)

    def close(self):
        self.file.close()
        if self.delete:
            self.delete = False
            os.unlink(self.name)


def NamedTemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None,
                       prefix=None, dir=None, delete=True, *, errors=None):
    """An open file that has a name until it is closed."""
    descriptor, name = mkstemp(suffix, prefix, dir)
    file = io.open(descriptor, mode, buffering, encoding, errors, newline)
    return _Wrapper(file, name, delete)


def TemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None,
                  prefix=None, dir=None, *, errors=None):
    """An open file without a name."""
    descriptor, name = mkstemp(suffix, prefix, dir)
    file = io.open(descriptor, mode, buffering, encoding, errors, newline)
    os.unlink(name)
    return file


class SpooledTemporaryFile:
    """A file in memory; all of them are."""

    def __init__(self, max_size=0, mode="w+b", buffering=-1, encoding=None, newline=None,
                 suffix=None, prefix=None, dir=None, *, errors=None):
        self.mode = mode
        if "b" in mode:
            self._file = io.BytesIO()
        else:
            self._file = io.TextIOWrapper(io.BytesIO(), encoding or "utf-8", errors, newline)

    def __getattr__(self, name):
        return getattr(self._file, name)

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self._file.close()

    def __iter__(self):
        return iter(self._file)

    def rollover(self):
        """It is in memory before and after."""


class TemporaryDirectory:
    """A folder that is removed at the end of a `with`, or by `cleanup`."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False):
        self._ignores = ignore_cleanup_errors
        self.name = mkdtemp(suffix, prefix, dir)

    def __repr__(self):
        return "<{} {!r}>".format(self.__class__.__name__, self.name)

    def __enter__(self):
        return self.name

    def __exit__(self, *details):
        self.cleanup()

    def cleanup(self):
        if os.path.exists(self.name):
            shutil.rmtree(self.name, ignore_errors=self._ignores)
