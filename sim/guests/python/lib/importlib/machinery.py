"""The classes behind modules' `__spec__` and `__loader__`."""

# Part of jitreel. Imports are host code; these classes describe what it found.

from _frozen_importlib import BuiltinImporter, ModuleSpec
from _frozen_importlib_external import PathFinder, SourceFileLoader

SOURCE_SUFFIXES = [".py"]
DEBUG_BYTECODE_SUFFIXES = OPTIMIZED_BYTECODE_SUFFIXES = BYTECODE_SUFFIXES = [".pyc"]
EXTENSION_SUFFIXES = []


def all_suffixes():
    """The endings of all kinds of module files."""
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES


class _NamedLoader:
    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def get_filename(self, name=None):
        return self.path


class SourcelessFileLoader(_NamedLoader):
    """Compiled files are never read."""


class ExtensionFileLoader(_NamedLoader):
    """Extension modules are never loaded."""


class FrozenImporter:
    """There are no frozen modules."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return None


class WindowsRegistryFinder(FrozenImporter):
    """There is no registry."""


class FileFinder:
    """Finds modules in one folder."""

    def __init__(self, path, *loader_details):
        self.path = path or "."

    def invalidate_caches(self):
        """There are no caches."""

    def find_spec(self, fullname, target=None):
        from _importing import find_spec

        return find_spec(fullname)

    @classmethod
    def path_hook(cls, *loader_details):
        return lambda path: cls(path, *loader_details)

    def __repr__(self):
        return f"FileFinder({self.path!r})"
