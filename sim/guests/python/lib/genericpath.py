"""What all kinds of paths have in common."""

# Part of jitreel.

__all__ = [
    "commonprefix",
    "exists",
    "getatime",
    "getctime",
    "getmtime",
    "getsize",
    "isdir",
    "isfile",
    "samefile",
    "sameopenfile",
    "samestat",
]

import stat


def _mode(path):
    try:
        return os.stat(path).st_mode
    except (OSError, ValueError):
        return 0


def exists(path):
    return _mode(path) != 0


def isfile(path):
    return stat.S_ISREG(_mode(path))


def isdir(s):
    return stat.S_ISDIR(_mode(s))


def getsize(filename):
    return os.stat(filename).st_size


def getmtime(filename):
    return os.stat(filename).st_mtime


def getatime(filename):
    return os.stat(filename).st_atime


def getctime(filename):
    return os.stat(filename).st_ctime


def commonprefix(m):
    """The longest string that all of a list begin with."""
    if not m:
        return ""
    if not isinstance(m[0], (list, tuple)):
        m = tuple(map(os.fspath, m))
    low, high = min(m), max(m)
    count = 0
    while count < len(low) and low[count] == high[count]:
        count += 1
    return low[:count]


def samestat(s1, s2):
    return s1.st_ino == s2.st_ino and s1.st_dev == s2.st_dev


def samefile(f1, f2):
    return samestat(os.stat(f1), os.stat(f2))


def sameopenfile(fp1, fp2):
    return fp1 == fp2


def _splitext(p, sep, altsep, extsep):
    start = max(p.rfind(sep), p.rfind(altsep) if altsep else -1) + 1
    dot = p.rfind(extsep)
    name = start
    while name < dot and p[name : name + 1] == extsep:
        name += 1
    if dot > name - 1 and dot >= start and name < dot:
        return p[:dot], p[dot:]
    return p, p[:0]


def _check_arg_types(funcname, *args):
    kinds = set()
    for arg in args:
        if isinstance(arg, (str, bytes)):
            kinds.add(isinstance(arg, str))
        else:
            kind = type(arg).__name__
            message = f"{funcname}() argument must be str, bytes, or os.PathLike object, not {kind!r}"
            raise TypeError(message) from None
    if len(kinds) == 2:
        raise TypeError("Can't mix strings and bytes in path components") from None


# `os` itself needs this module.
import os
