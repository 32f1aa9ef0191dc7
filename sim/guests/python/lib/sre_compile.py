"""Compiles regular expressions; the work is done by _sre."""

import _sre
from sre_constants import *
from sre_constants import error


def isstring(obj):
    return isinstance(obj, (str, bytes))


def compile(p, flags=0):
    pattern = _sre.compile(p, flags)
    found = _sre.take_warnings()
    if found:
        import warnings
        import builtins
        for category, message in found:
            # Three functions stand between a call of re.compile and this line.
            warnings.warn(message, getattr(builtins, category), stacklevel=4)
    if flags & SRE_FLAG_DEBUG:
        print(_sre.describe(pattern))
    return pattern
