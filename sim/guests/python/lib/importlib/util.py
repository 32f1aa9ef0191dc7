"""Specs of modules: finding them, and making modules of them."""

# Part of jitreel.

__all__ = ["find_spec", "module_from_spec", "resolve_name", "spec_from_loader"]

from _frozen_importlib import ModuleSpec
from _importing import find_spec as _find_spec, resolve_name as _resolve_name

MAGIC_NUMBER = b"\x50\x01\r\n"


def resolve_name(name, package):
    """The absolute name that `name` means in `package`."""
    if not name.startswith("."):
        return name
    if not package:
        raise ImportError(
            f"no package specified for {repr(name)} (required for relative module names)"
        )
    level = len(name) - len(name.lstrip("."))
    return _resolve_name(name[level:], package, level)


def find_spec(name, package=None):
    """The spec of a module, or None when there is no such module."""
    return _find_spec(resolve_name(name, package) if name.startswith(".") else name)


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """A spec for a module that `loader` would load."""
    return ModuleSpec(name, loader, origin=origin, is_package=bool(is_package))


def module_from_spec(spec):
    """A new module with the attributes that its spec says."""
    module = type(__builtins__)(spec.name)
    module.__spec__ = spec
    module.__loader__ = spec.loader
    module.__package__ = spec.parent
    if spec.submodule_search_locations is not None:
        module.__path__ = spec.submodule_search_locations
    if spec.has_location:
        module.__file__ = spec.origin
    return module


def spec_from_file_location(
    name, location=None, *, loader=None, submodule_search_locations=None
):
    """A spec for a module in a file."""
    from .machinery import SourceFileLoader

    if loader is None:
        loader = SourceFileLoader(name, location)
    spec = ModuleSpec(name, loader, origin=location)
    spec.submodule_search_locations = submodule_search_locations
    spec.has_location = True
    spec.cached = cache_from_source(location) if location else None
    return spec


def cache_from_source(path, debug_override=None, *, optimization=None):
    """Where PyPy would keep the compiled form of a file."""
    head, slash, tail = path.rpartition("/")
    stem = tail[:-3] if tail.endswith(".py") else tail
    suffix = f".opt-{optimization}" if optimization else ""
    return f"{head}{slash}__pycache__/{stem}.pypy39{suffix}.pyc"


def source_from_cache(path):
    """The file that a compiled form comes from."""
    head, _, tail = path.rpartition("/")
    folder, _, cache = head.rpartition("/")
    if cache != "__pycache__" and head != "__pycache__":
        raise ValueError(f"__pycache__ not bottom-level directory in {path!r}")
    stem = tail.split(".")[0]
    return f"{folder}/{stem}.py" if folder else f"{stem}.py"


def decode_source(source_bytes):
    """The text of a source file."""
    import io
    import tokenize

    encoding = tokenize.detect_encoding(io.BytesIO(source_bytes).readline)[0]
    return source_bytes.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")


def source_hash(source_bytes):
    raise NotImplementedError("hashes of sources are not supported")


class LazyLoader:
    """Modules are not loaded lazily."""

    def __init__(self, loader):
        self.loader = loader

    @classmethod
    def factory(cls, loader):
        return lambda *args, **kwargs: cls(loader(*args, **kwargs))


def module_for_loader(fxn):
    return fxn


def set_loader(fxn):
    return fxn


def set_package(fxn):
    return fxn
