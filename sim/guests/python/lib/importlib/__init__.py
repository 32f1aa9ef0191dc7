"""Importing by name, and importing again."""

# Part of jitreel. The import statement itself is host code; this is what programs call.

__all__ = ["__import__", "import_module", "invalidate_caches", "reload"]

from builtins import __import__
from _importing import (
    import_module as _import_module,
    reload,
    resolve_name as _resolve_name,
)


def import_module(name, package=None):
    """Import a module; a relative name is taken from `package`."""
    level = 0
    if name.startswith("."):
        if not package:
            raise TypeError(
                "the 'package' argument is required to perform a relative import for "
                + repr(name)
            )
        while level < len(name) and name[level] == ".":
            level += 1
        name = _resolve_name(name[level:], package, level)
    return _import_module(name)


def invalidate_caches():
    """There are no caches of what a folder holds."""


def find_loader(name, path=None):
    from .util import find_spec

    spec = find_spec(name)
    return None if spec is None else spec.loader
