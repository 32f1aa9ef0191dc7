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
