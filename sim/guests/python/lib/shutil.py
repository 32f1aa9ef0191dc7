"""Folders and terminals, as far as a program that only reads can use them."""

# Part of jitreel. What would write a file raises PermissionError.

import os
from collections import namedtuple

__all__ = ["copyfileobj", "copyfile", "copy", "copy2", "copytree", "move", "rmtree", "which",
           "get_terminal_size", "disk_usage", "ignore_patterns", "Error", "SameFileError"]


class Error(OSError):
    """Several files could not be dealt with."""


class SameFileError(Error):
    """Source and target are one file."""


def copyfileobj(fsrc, fdst, length=0):
    """Writes what is left of one open file to another."""
    while piece := fsrc.read(length or 65536):
        fdst.write(piece)


def _refuse(name):
    def refuse(src, *args, **kwargs):
        raise PermissionError(1, "files cannot be written", os.fspath(src))
    refuse.__name__ = refuse.__qualname__ = name
    return refuse


copyfile, copy, copy2, copytree, move, rmtree = map(
    _refuse, ("copyfile", "copy", "copy2", "copytree", "move", "rmtree"))


def which(cmd, mode=1, path=None):
    """There are no programs."""
    return None


def ignore_patterns(*patterns):
    from fnmatch import filter

    def ignored(path, names):
        return {name for pattern in patterns for name in filter(names, pattern)}

    return ignored


_Usage = namedtuple("usage", "total used free")


def disk_usage(path):
    return _Usage(0, 0, 0)


def get_terminal_size(fallback=(80, 24)):
    """From COLUMNS and LINES, else the fallback."""
    sizes = []
    for name, missing in zip(("COLUMNS", "LINES"), fallback):
        try:
            size = int(os.environ[name])
        except (KeyError, ValueError):
            size = 0
        sizes.append(size if size > 0 else missing)
    return os.terminal_size(sizes)
