"""Matching of file names with shell patterns.

Counterpart: lib-python/3/fnmatch.py.
"""

import functools
import os
import re

__all__ = ["filter", "fnmatch", "fnmatchcase", "translate"]


def fnmatch(name, pat):
    """Test whether a name matches a pattern, as the file system sees case."""
    return fnmatchcase(os.path.normcase(name), os.path.normcase(pat))


@functools.lru_cache(maxsize=256, typed=True)
def _compile_pattern(pat):
    if isinstance(pat, bytes):
        expression = translate(str(pat, "ISO-8859-1")).encode("ISO-8859-1")
    else:
        expression = translate(pat)
    return re.compile(expression).match


def filter(names, pat):
    """The names that match a pattern."""
    match = _compile_pattern(os.path.normcase(pat))
    return [name for name in names if match(name)]


def fnmatchcase(name, pat):
    """Test whether a name matches a pattern, case included."""
    return _compile_pattern(pat)(name) is not None


def translate(pat):
    """The regular expression of a shell pattern."""
    pieces = _pieces(pat)
    result = []
    i = 0
    size = len(pieces)
    while i < size and pieces[i] is not None:
        result.append(pieces[i])
        i += 1
    groups = 0
    while i < size:
        # A star and the fixed text up to the next one: the first match of that text will do.
        i += 1
        fixed = []
        while i < size and pieces[i] is not None:
            fixed.append(pieces[i])
            i += 1
        text = "".join(fixed)
        if i == size:
            result.append(".*")
            result.append(text)
        else:
            result.append("(?=(?P<g%d>.*?%s))(?P=g%d)" % (groups, text, groups))
            groups += 1
    return "(?s:%s)\\Z" % "".join(result)


def _pieces(pat):
    """One piece of an expression per character matched; None for a run of stars."""
    pieces = []
    i = 0
    size = len(pat)
    while i < size:
        char = pat[i]
        i += 1
        if char == "*":
            if not pieces or pieces[-1] is not None:
                pieces.append(None)
        elif char == "?":
            pieces.append(".")
        elif char == "[":
            end = _end_of_class(pat, i)
            if end >= size:
                pieces.append("\\[")
            else:
                pieces.append(_class_expression(pat[i:end]))
                i = end + 1
        else:
            pieces.append(re.escape(char))
    return pieces


def _end_of_class(pat, i):
    if pat[i:i + 1] == "!":
        i += 1
    if pat[i:i + 1] == "]":
        i += 1
    while i < len(pat) and pat[i] != "]":
        i += 1
    return i


def _class_expression(stuff):
    if "--" not in stuff:
        stuff = stuff.replace("\\", "\\\\")
    else:
        chunks = []
        start = 0
        search = 2 if stuff[0] == "!" else 1
        while True:
            search = stuff.find("-", search)
            if search < 0:
                break
            chunks.append(stuff[start:search])
            start = search + 1
            search += 3
        chunks.append(stuff[start:])
        # Hyphens that make no range are escaped; those between chunks make ranges.
        stuff = "-".join([
            chunk.replace("\\", "\\\\").replace("-", "\\-") for chunk in chunks])
    stuff = re.sub("([&~|])", "\\\\\\1", stuff)
    if stuff[0] == "!":
        stuff = "^" + stuff[1:]
    elif stuff[0] in ("^", "["):
        stuff = "\\" + stuff
    return "[%s]" % stuff
