"""File names by pattern, in the program's folder."""

# Part of jitreel.

import os
import re
import sys
from fnmatch import fnmatchcase

__all__ = ["escape", "glob", "iglob"]

_MAGIC = re.compile("[*?[]")


def has_magic(pathname):
    return _MAGIC.search(pathname) is not None


def escape(pathname):
    """The pattern that matches this name alone."""
    drive, rest = os.path.splitdrive(pathname)
    return drive + re.sub("([*?[])", r"[\1]", rest)


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False):
    """The names that match, in the order of the folders."""
    return list(iglob(pathname, root_dir=root_dir, dir_fd=dir_fd, recursive=recursive))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False):
    names = _matches(root_dir or "", pathname, recursive)
    if recursive and pathname.startswith("**"):
        # The folder itself has no name.
        return (name for name in names if name)
    return names


def _names(folder):
    try:
        return os.listdir(folder or os.curdir)
    except OSError:
        return []


def _below(root, folder):
    """A folder and all below it that are not hidden, as names relative to `root`."""
    yield folder
    for name in _names(os.path.join(root, folder)):
        if not name.startswith("."):
            path = os.path.join(folder, name)
            if os.path.isdir(os.path.join(root, path)):
                yield from _below(root, path)
            else:
                yield path


def _matches(root, pattern, recursive):
    folder, last = os.path.split(pattern)
    if not has_magic(pattern):
        full = os.path.join(root, pattern)
        if os.path.isdir(full) if not last else os.path.lexists(full):
            yield pattern
        return
    if folder and folder != pattern and has_magic(folder):
        folders = [name for name in _matches(root, folder, recursive)
                   if os.path.isdir(os.path.join(root, name))]
    else:
        folders = [folder]
    for parent in folders:
        place = os.path.join(root, parent)
        if recursive and last == "**":
            if os.path.isdir(place or os.curdir):
                prefix = os.path.join(parent, "") if parent else ""
                for name in _below(place, ""):
                    yield prefix + name
        elif not has_magic(last):
            full = os.path.join(place, last)
            if os.path.isdir(place) if not last else os.path.lexists(full):
                yield os.path.join(parent, last)
        else:
            for name in _names(place):
                hidden = name.startswith(".") and not last.startswith(".")
                if not hidden and fnmatchcase(name, last):
                    yield os.path.join(parent, name)
