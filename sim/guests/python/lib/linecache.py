"""Lines of source files, for messages.

The interpreter keeps the text of whatever it has compiled from a file; other files are read.

Counterpart: lib-python/3/linecache.py.
"""

from _source import get_source

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

# By name: (size, time of change or None, lines, full name).
cache = {}


def clearcache():
    """Clear the cache entirely."""
    cache.clear()


def getline(filename, lineno, module_globals=None):
    """A line of a file, with its end; '' when there is none."""
    lines = getlines(filename, module_globals)
    if 1 <= lineno <= len(lines):
        return lines[lineno - 1]
    return ""


def getlines(filename, module_globals=None):
    """The lines of a file; [] when it cannot be read."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        return entry[2]
    return updatecache(filename, module_globals)


def checkcache(filename=None):
    """Files do not change during a run, so what is known stays true."""


def updatecache(filename, module_globals=None):
    """Read a file; [] when that is impossible."""
    cache.pop(filename, None)
    if not filename or (filename.startswith("<") and filename.endswith(">")):
        return []
    text = get_source(filename)
    if text is None:
        try:
            with open(filename) as stream:
                text = stream.read()
        except (OSError, UnicodeDecodeError, ValueError):
            return []
    lines = text.splitlines(True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    cache[filename] = len(text), None, lines, filename
    return lines


def lazycache(filename, module_globals):
    """Whether lines could come from the loader of a module: no loader gives any."""
    return False
