"""The inner names of importing that libraries use."""

# Part of jitreel.

from builtins import __import__
from _frozen_importlib import BuiltinImporter, ModuleSpec

from .machinery import FrozenImporter
from .util import module_from_spec, resolve_name, spec_from_loader
from _importing import import_module as _gcd_import

_ERR_MSG_PREFIX = "No module named "
_ERR_MSG = _ERR_MSG_PREFIX + "{!r}"


def _builtin_from_name(name):
    return _gcd_import(name)


def _load(spec):
    return _gcd_import(spec.name)


def _exec(spec, module):
    from _importing import reload

    return reload(module)


def _find_spec(name, path, target=None):
    from _importing import find_spec

    return find_spec(name)
