"""Paths with slashes, as pure text; and questions about the files they name."""

# Part of jitreel. The current folder is that of the program, called ".".

__all__ = [
    "normcase",
    "isabs",
    "join",
    "splitdrive",
    "split",
    "splitext",
    "basename",
    "dirname",
    "commonprefix",
    "getsize",
    "getmtime",
    "getatime",
    "getctime",
    "islink",
    "exists",
    "lexists",
    "isdir",
    "isfile",
    "ismount",
    "expanduser",
    "expandvars",
    "normpath",
    "abspath",
    "samefile",
    "sameopenfile",
    "samestat",
    "curdir",
    "pardir",
    "sep",
    "pathsep",
    "defpath",
    "altsep",
    "extsep",
    "devnull",
    "realpath",
    "supports_unicode_filenames",
    "relpath",
    "commonpath",
]

curdir = "."
pardir = ".."
extsep = "."
sep = "/"
pathsep = ":"
defpath = "/bin:/usr/bin"
altsep = None
devnull = "/dev/null"
supports_unicode_filenames = False

# `os` itself needs what stands above.
import os
import sys
import stat
import genericpath
from genericpath import *


def _same(path, text):
    """`text` as the type of `path`."""
    return text.encode() if isinstance(path, bytes) else text


def _get_sep(path):
    return _same(path, "/")


def normcase(s):
    return os.fspath(s)


def isabs(s):
    s = os.fspath(s)
    return s.startswith(_get_sep(s))


def join(a, *p):
    """Join names with slashes; what is absolute forgets what stands before it."""
    a = os.fspath(a)
    slash = _get_sep(a)
    path = a
    try:
        if not p:
            path[:0] + slash
        for part in map(os.fspath, p):
            if part.startswith(slash):
                path = part
            elif not path or path.endswith(slash):
                path += part
            else:
                path += slash + part
    except (TypeError, AttributeError, BytesWarning):
        genericpath._check_arg_types("join", a, *p)
        raise
    return path


def split(p):
    """The folder and the name."""
    p = os.fspath(p)
    slash = _get_sep(p)
    cut = p.rfind(slash) + 1
    head, tail = p[:cut], p[cut:]
    if head and head != slash * len(head):
        head = head.rstrip(slash)
    return head, tail


def splitext(p):
    """The path and its ending, which begins with a dot or is empty."""
    p = os.fspath(p)
    return genericpath._splitext(p, _get_sep(p), None, _same(p, "."))


def splitdrive(p):
    p = os.fspath(p)
    return p[:0], p


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def islink(path):
    return False


def lexists(path):
    return exists(path)


def ismount(path):
    return os.fspath(path) == _get_sep(os.fspath(path))


def expanduser(path):
    """There are no users: the path itself, unless HOME is set."""
    path = os.fspath(path)
    tilde = _same(path, "~")
    slash = _get_sep(path)
    home = os.environ.get("HOME")
    if home is None or not (path == tilde or path.startswith(tilde + slash)):
        return path
    return _same(path, home).rstrip(slash) + path[1:] or slash


def expandvars(path):
    """Put the values of the environment for $name and ${name}."""
    path = os.fspath(path)
    if isinstance(path, bytes):
        return os.fsencode(expandvars(os.fsdecode(path)))
    parts = []
    i = 0
    while i < len(path):
        end = i + 1
        name = None
        if path[i] == "$":
            if path.startswith("{", i + 1):
                close = path.find("}", i)
                if close > 0:
                    end = close + 1
                    name = path[i + 2 : close]
            else:
                while end < len(path) and (path[end].isalnum() or path[end] == "_"):
                    end += 1
                name = path[i + 1 : end]
        parts.append(os.environ.get(name, path[i:end]) if name else path[i:end])
        i = end
    return "".join(parts)


def normpath(path):
    """The path without empty parts, `.` and `..`."""
    path = os.fspath(path)
    slash = _get_sep(path)
    dot = _same(path, ".")
    dots = _same(path, "..")
    if not path:
        return dot
    slashes = len(path) - len(path.lstrip(slash))
    lead = slash * (2 if slashes == 2 else min(slashes, 1))
    parts = []
    for part in path.split(slash):
        if not part or part == dot:
            continue
        if part != dots or (not lead and not parts) or (parts and parts[-1] == dots):
            parts.append(part)
        elif parts:
            parts.pop()
    return lead + slash.join(parts) or dot


def abspath(path):
    """The path from the root."""
    path = os.fspath(path)
    if not isabs(path):
        path = join(os.getcwdb() if isinstance(path, bytes) else os.getcwd(), path)
    return normpath(path)


def realpath(filename):
    """The path from the root; there are no links."""
    return abspath(filename)


def relpath(path, start=None):
    """The way from folder `start` to `path`."""
    if not path:
        raise ValueError("no path specified")
    path = os.fspath(path)
    start = _same(path, ".") if start is None else os.fspath(start)
    genericpath._check_arg_types("relpath", path, start)
    slash = _get_sep(path)
    here, there = ([part for part in abspath(each).split(slash) if part] for each in (start, path))
    count = len(commonprefix([here, there]))
    parts = [_same(path, "..")] * (len(here) - count) + there[count:]
    return slash.join(parts) or _same(path, ".")


def commonpath(paths):
    """The longest path that all of a sequence begin with."""
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    paths = tuple(map(os.fspath, paths))
    genericpath._check_arg_types("commonpath", *paths)
    slash = _get_sep(paths[0])
    dot = _same(paths[0], ".")
    kinds = set(path.startswith(slash) for path in paths)
    if len(kinds) > 1:
        raise ValueError("Can't mix absolute and relative paths") from None
    split_paths = [[c for c in path.split(slash) if c and c != dot] for path in paths]
    common = commonprefix(split_paths)
    return (slash if kinds.pop() else slash[:0]) + slash.join(common)
