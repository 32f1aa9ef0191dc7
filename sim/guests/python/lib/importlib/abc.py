"""Abstract base classes of loaders and finders."""

# Part of jitreel.

import abc

from . import machinery


class Finder(metaclass=abc.ABCMeta):
    """What finds modules."""


class MetaPathFinder(Finder):
    """A finder on `sys.meta_path`."""

    def find_module(self, fullname, path):
        return None

    def invalidate_caches(self):
        """There are no caches."""


class PathEntryFinder(Finder):
    """A finder for one entry of `sys.path`."""

    def invalidate_caches(self):
        """There are no caches."""


class Loader(metaclass=abc.ABCMeta):
    """What loads modules."""

    def create_module(self, spec):
        return None

    def load_module(self, fullname):
        raise ImportError

    def module_repr(self, module):
        raise NotImplementedError


class ResourceLoader(Loader):
    """A loader that can read files beside modules."""

    @abc.abstractmethod
    def get_data(self, path):
        raise OSError


class InspectLoader(Loader):
    """A loader that can give source and code."""

    def is_package(self, fullname):
        raise ImportError

    @abc.abstractmethod
    def get_source(self, fullname):
        raise ImportError


class ExecutionLoader(InspectLoader):
    """A loader that knows file names."""

    @abc.abstractmethod
    def get_filename(self, fullname):
        raise ImportError


class FileLoader(ResourceLoader, ExecutionLoader):
    """A loader of files."""


class SourceLoader(ResourceLoader, ExecutionLoader):
    """A loader of source files."""


class ResourceReader(metaclass=abc.ABCMeta):
    """Reads resources of packages."""


class Traversable(metaclass=abc.ABCMeta):
    """A folder or file of resources."""


class TraversableResources(ResourceReader):
    """Resources as a tree."""


Loader.register(machinery.SourceFileLoader)
Loader.register(machinery.BuiltinImporter)
MetaPathFinder.register(machinery.PathFinder)
MetaPathFinder.register(machinery.BuiltinImporter)
PathEntryFinder.register(machinery.FileFinder)
