"""Copying, moving and removing files and folders, as far as the program can write them."""

# Part of jitreel.

import fnmatch
import os
import stat
from collections import namedtuple

__all__ = ["copyfileobj", "copyfile", "copymode", "copystat", "copy", "copy2", "copytree",
           "move", "rmtree", "which", "get_terminal_size", "disk_usage", "ignore_patterns",
           "Error", "SpecialFileError", "SameFileError", "ExecError"]


class Error(OSError):
    """Several files could not be dealt with."""


class SameFileError(Error):
    """Source and target are one file."""


class SpecialFileError(OSError):
    """A file of a special kind cannot be copied."""


class ExecError(OSError):
    """A command could not be run."""


def copyfileobj(fsrc, fdst, length=0):
    """Writes what is left of one open file to another."""
    while piece := fsrc.read(length or 65536):
        fdst.write(piece)


def _is_same(src, dst):
    return os.path.abspath(src) == os.path.abspath(dst)


def copyfile(src, dst, *, follow_symlinks=True):
    """Copies the content of a file."""
    if _is_same(src, dst):
        raise SameFileError("{!r} and {!r} are the same file".format(src, dst))
    with open(src, "rb") as source, open(dst, "wb") as target:
        copyfileobj(source, target)
    return dst


def copymode(src, dst, *, follow_symlinks=True):
    if hasattr(os, "chmod"):
        os.chmod(dst, stat.S_IMODE(os.stat(src).st_mode))


def copystat(src, dst, *, follow_symlinks=True):
    copymode(src, dst)


def _target(src, dst):
    """A folder as target means the name of the source in it."""
    return os.path.join(dst, os.path.basename(src)) if os.path.isdir(dst) else dst


def copy(src, dst, *, follow_symlinks=True):
    """Copies a file with its mode."""
    dst = _target(src, dst)
    copyfile(src, dst)
    copymode(src, dst)
    return dst


def copy2(src, dst, *, follow_symlinks=True):
    """Copies a file with what is known of it."""
    dst = _target(src, dst)
    copyfile(src, dst)
    copystat(src, dst)
    return dst


def ignore_patterns(*patterns):
    """For `copytree`: leaves names out."""

    def ignored(path, names):
        return {name for pattern in patterns for name in fnmatch.filter(names, pattern)}

    return ignored


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2,
             ignore_dangling_symlinks=False, dirs_exist_ok=False):
    """Copies a folder with all that is in it."""
    names = os.listdir(src)
    left_out = ignore(os.fspath(src), names) if ignore is not None else ()
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    failures = []
    for name in names:
        if name in left_out:
            continue
        source, target = os.path.join(src, name), os.path.join(dst, name)
        try:
            if os.path.isdir(source):
                copytree(source, target, symlinks, ignore, copy_function,
                         ignore_dangling_symlinks, dirs_exist_ok)
            else:
                copy_function(source, target)
        except Error as error:
            failures.extend(error.args[0])
        except OSError as error:
            failures.append((source, target, str(error)))
    if failures:
        raise Error(failures)
    return dst


def rmtree(path, ignore_errors=False, onerror=None):
    """Removes a folder with all that is in it."""

    def attempt(function, name):
        try:
            return function(name)
        except OSError:
            if onerror is not None:
                import sys
                onerror(function, name, sys.exc_info())
            elif not ignore_errors:
                raise
            return None

    for name in attempt(os.listdir, path) or ():
        inner = os.path.join(path, name)
        if os.path.isdir(inner):
            rmtree(inner, ignore_errors, onerror)
        else:
            attempt(os.unlink, inner)
    attempt(os.rmdir, path)


def move(src, dst, copy_function=copy2):
    """Renames a file or folder; into a folder when the target is one."""
    target = dst
    if os.path.isdir(dst):
        if _is_same(src, dst):
            os.rename(src, dst)
            return None
        target = os.path.join(dst, os.path.basename(os.fspath(src).rstrip("/")))
        if os.path.exists(target):
            raise Error("Destination path '%s' already exists" % target)
    inside = os.path.abspath(target) + "/"
    if os.path.isdir(src) and inside.startswith(os.path.abspath(src) + "/"):
        raise Error("Cannot move a directory '%s' into itself '%s'." % (src, dst))
    os.stat(src)
    os.rename(src, target)
    return target


def which(cmd, mode=1, path=None):
    """There are no programs."""
    return None


_Usage = namedtuple("usage", "total used free")


def disk_usage(path):
    """There is no disk."""
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
