"""The operating system, as far as a program may see it: the files of its own folder."""

# Part of jitreel. What is written stays in memory; no process can be started; the environment is
# empty.

import abc
import sys
import stat as st
from collections.abc import MutableMapping

import _files
import posixpath as path
from posixpath import (
    curdir,
    pardir,
    sep,
    pathsep,
    defpath,
    extsep,
    altsep,
    devnull,
)

sys.modules["os.path"] = path

name = "posix"
linesep = "\n"
error = OSError
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
F_OK, X_OK, W_OK, R_OK = 0, 1, 2, 4
O_RDONLY, O_WRONLY, O_RDWR = 0, 1, 2
O_CREAT, O_EXCL, O_TRUNC, O_APPEND = 0o100, 0o200, 0o1000, 0o2000
O_DIRECTORY = 0o200000
O_NONBLOCK, O_CLOEXEC, O_NOFOLLOW = 0o4000, 0o2000000, 0o400000
EX_OK, EX_USAGE = 0, 64
P_WAIT, P_NOWAIT = 0, 1
supports_bytes_environ = True
supports_dir_fd = supports_fd = supports_effective_ids = supports_follow_symlinks = set()


def _refuse(*args, **kwargs):
    raise PermissionError(13, "not granted to programs under jitreel")


def _refused(*names):
    for each in names:
        globals()[each] = _refuse


_refused("symlink", "link", "chown", "system", "popen", "fork", "kill", "execv", "execve")
_refused("execvp", "spawnv", "pipe", "mkfifo", "waitpid", "wait", "abort", "readlink", "execl")
_refused("execlp", "killpg")


class PathLike(abc.ABC):
    """What has `__fspath__`."""

    @abc.abstractmethod
    def __fspath__(self):
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike:
            return any("__fspath__" in vars(base) for base in subclass.__mro__) or NotImplemented
        return NotImplemented

    def __class_getitem__(cls, item):
        return cls


def fspath(path):
    """The text or bytes of a path."""
    if isinstance(path, (str, bytes)):
        return path
    kind = type(path)
    if not hasattr(kind, "__fspath__"):
        raise TypeError(f"expected str, bytes or os.PathLike object, not {kind.__name__}")
    text = kind.__fspath__(path)
    if isinstance(text, (str, bytes)):
        return text
    raise TypeError(
        f"expected {kind.__name__}.__fspath__() to return str or bytes, "
        f"not {type(text).__name__}"
    )


def fsencode(filename):
    filename = fspath(filename)
    return filename.encode("utf-8", "surrogateescape") if isinstance(filename, str) else filename


def fsdecode(filename):
    filename = fspath(filename)
    return filename.decode("utf-8", "surrogateescape") if isinstance(filename, bytes) else filename


class _Environ(MutableMapping):
    """The environment: empty when the program starts."""

    def __init__(self):
        self._data = {}

    @staticmethod
    def _text(value):
        if isinstance(value, str):
            return value
        raise TypeError(f"str expected, not {type(value).__name__}")

    def __getitem__(self, key):
        return self._data[self._text(key)]

    def __setitem__(self, key, value):
        self._data[self._text(key)] = self._text(value)

    def __delitem__(self, key):
        del self._data[self._text(key)]

    def __iter__(self):
        return iter(list(self._data))

    def __len__(self):
        return len(self._data)

    def __repr__(self):
        return f"environ({self._data!r})"

    def copy(self):
        return dict(self)


environ = _Environ()


def getenv(key, default=None):
    return environ.get(key, default)


def getcwd():
    """The program's folder is called `/program`, wherever it is."""
    return _files.getcwd()


def getcwdb():
    return getcwd().encode()


def chdir(path):
    _files.chdir(fspath(path))


class stat_result(tuple):
    """What `os.stat` gives; times are 0 unless `utime` has set them."""

    n_fields, n_sequence_fields = 16, 10
    _time = 0

    def __repr__(self):
        fields = ", ".join(f"st_{name}={value}" for name, value in zip(_STAT_NAMES, self))
        return f"os.stat_result({fields})"


_STAT_NAMES = ("mode", "ino", "dev", "nlink", "uid", "gid", "size", "atime", "mtime", "ctime")


def _field(index):
    return property(lambda self: self[index])


for _index, _name in enumerate(_STAT_NAMES):
    setattr(stat_result, "st_" + _name, _field(_index))
    if _name.endswith("time"):
        setattr(stat_result, "st_" + _name, property(lambda self: self._time / 1e9))
        setattr(stat_result, f"st_{_name}_ns", property(lambda self: self._time))


def stat(path, *, dir_fd=None, follow_symlinks=True):
    """Whether a path names a file or a folder, and a file's size."""
    mode, number, size, time = _files.stat(path if isinstance(path, int) else fspath(path))
    seconds = time // 10**9
    result = stat_result((mode, number, 1, 1, 0, 0, size, seconds, seconds, seconds))
    result._time = time
    return result


def lstat(path, *, dir_fd=None):
    return stat(path)


def access(path, mode, **kwargs):
    try:
        stat(path)
    except OSError:
        return False
    return True


def listdir(path="."):
    """The names in a folder, sorted."""
    path = fspath(path)
    names = [name.rstrip("/") for name in _files.listdir(fsdecode(path))]
    return [name.encode() for name in names] if isinstance(path, bytes) else names


class DirEntry:
    """An entry of `os.scandir`."""

    def __init__(self, folder, name):
        self.name = name.rstrip("/")
        self.path = path.join(folder, self.name)
        self._is_dir = name.endswith("/")

    def is_dir(self, *, follow_symlinks=True):
        return self._is_dir

    def is_file(self, *, follow_symlinks=True):
        return not self._is_dir

    def is_symlink(self):
        return False

    def stat(self, *, follow_symlinks=True):
        return stat(self.path)

    def inode(self):
        return 1

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"


class _Scan:
    def __init__(self, entries):
        self._entries = iter(entries)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def close(self):
        self._entries = iter(())

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def scandir(path="."):
    folder = fsdecode(path)
    return _Scan([DirEntry(folder, name) for name in _files.listdir(folder)])


def walk(top, topdown=True, onerror=None, followlinks=False):
    """All folders below `top`, with the names of folders and files in each."""
    top = fspath(top)
    try:
        entries = list(scandir(top))
    except OSError as error:
        if onerror is not None:
            onerror(error)
        return
    folders = [entry.name for entry in entries if entry.is_dir()]
    files = [entry.name for entry in entries if not entry.is_dir()]
    if topdown:
        yield top, folders, files
    for folder in folders:
        yield from walk(path.join(top, folder), topdown, onerror, followlinks)
    if not topdown:
        yield top, folders, files


def mkdir(path, mode=0o777, *, dir_fd=None):
    _files.mkdir(fspath(path), mode & ~_mask)


def makedirs(name, mode=0o777, exist_ok=False):
    """Make a folder, and those that it is in."""
    parent, last = path.split(name)
    if not last:
        parent, last = path.split(parent)
    if parent and last and not path.exists(parent):
        makedirs(parent, exist_ok=True)
        here = curdir.encode() if isinstance(last, bytes) else curdir
        if last == here:
            return
    try:
        mkdir(name, mode)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def rmdir(path, *, dir_fd=None):
    _files.rmdir(fspath(path))


def _remove_empty(folder):
    while folder:
        try:
            rmdir(folder)
        except OSError:
            break
        folder = path.dirname(folder)


def removedirs(name):
    """Remove an empty folder, and those that become empty by it."""
    rmdir(name)
    _remove_empty(path.dirname(fspath(name).rstrip(sep)))


def unlink(path, *, dir_fd=None):
    _files.unlink(fspath(path))


def remove(path, *, dir_fd=None):
    _files.unlink(fspath(path))


def rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
    _files.rename(fspath(src), fspath(dst))


def replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
    _files.rename(fspath(src), fspath(dst))


def renames(old, new):
    """Rename, with the folders that this needs or leaves empty."""
    target = path.dirname(new)
    if target and not path.exists(target):
        makedirs(target)
    rename(old, new)
    _remove_empty(path.dirname(old))


def chmod(path, mode, *, dir_fd=None, follow_symlinks=True):
    _files.chmod(fspath(path), mode)


def utime(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True):
    """Set a file's time; there is one for reading and changing."""
    if times is not None and ns is not None:
        raise ValueError("utime: you may specify either 'times' or 'ns' but not both")
    if ns is None:
        import time

        ns = (0, time.time_ns() if times is None else int(times[1] * 10**9))
    _files.utime(fspath(path), ns[1])


_mask = 0o022


def umask(mask):
    global _mask
    old, _mask = _mask, mask & 0o777
    return old


def putenv(key, value):
    """`environ` alone holds variables."""


unsetenv = putenv


def open(path, flags, mode=0o777, *, dir_fd=None):
    return _files.open(fspath(path), flags)


def close(fd):
    _files.close(fd)


def closerange(low, high):
    for fd in range(low, high):
        try:
            close(fd)
        except OSError:
            pass


def read(fd, length):
    if length < 0:
        raise OSError(22, strerror(22))
    return sys.__stdin__.buffer.readline(length) if fd == 0 else _files.read(fd, length)


def write(fd, data):
    return _files.write(fd, data)


def lseek(fd, position, how):
    return _files.seek(fd, position, how)


def ftruncate(fd, length):
    _files.truncate(fd, length)


def truncate(path, length):
    if isinstance(path, int):
        return ftruncate(path, length)
    fd = open(path, O_WRONLY)
    try:
        ftruncate(fd, length)
    finally:
        close(fd)


def fstat(fd):
    return stat(fd)


def fsync(fd):
    _files.is_open(fd)


fdatasync = fsync


def dup(fd):
    return _files.dup(fd, None)


def dup2(fd, fd2, inheritable=True):
    return _files.dup(fd, fd2)


def get_inheritable(fd):
    return False


def set_inheritable(fd, inheritable):
    _files.is_open(fd)


def fdopen(fd, *args, **kwargs):
    import io

    if not isinstance(fd, int):
        raise TypeError(f"invalid fd type ({type(fd)}, expected integer)")
    return io.open(fd, *args, **kwargs)


def urandom(size):
    """Bytes from the run's seeded random source."""
    return _files.random_bytes(size)


def strerror(code):
    return _files.strerror(code)


def getpid():
    return 1


def getppid():
    return 0


def _zero():
    return 0


getuid = geteuid = getgid = getegid = _zero


def cpu_count():
    return 1


def isatty(fd):
    return False


def device_encoding(fd):
    return None


def getlogin():
    raise OSError(6, "No such device or address")


def get_exec_path(env=None):
    return defpath.split(pathsep)


def get_terminal_size(fd=1):
    raise OSError(25, "Inappropriate ioctl for device")


class terminal_size(tuple):
    """Columns and lines of a terminal."""

    columns = property(lambda self: self[0])
    lines = property(lambda self: self[1])

    def __repr__(self):
        return f"os.terminal_size(columns={self[0]}, lines={self[1]})"


class uname_result(tuple):
    """What `os.uname` gives."""

    sysname, nodename, release, version, machine = (
        property(lambda self, index=index: self[index]) for index in range(5)
    )


def uname():
    return uname_result(("Linux", "localhost", "0", "0", "x86_64"))


def times():
    import time

    spent = time.process_time()
    return (spent, 0.0, 0.0, 0.0, spent)


def _exit(status):
    raise SystemExit(status)


WNOHANG, WUNTRACED, WCONTINUED = 1, 2, 8


def WIFSIGNALED(status):
    return 0 < status & 0x7F < 0x7F


def WIFEXITED(status):
    return status & 0x7F == 0


def WIFSTOPPED(status):
    return status & 0xFF == 0x7F


def WEXITSTATUS(status):
    return status >> 8 & 0xFF


def WTERMSIG(status):
    return status & 0x7F


WSTOPSIG = WEXITSTATUS


def waitstatus_to_exitcode(status):
    return status >> 8


def register_at_fork(**kwargs):
    """Nothing ever forks."""


del _index, _name
