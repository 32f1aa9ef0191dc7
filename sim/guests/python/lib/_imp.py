"""Importing, as far as it can be asked about; it is host code."""

# Part of jitreel.

import sys


def acquire_lock():
    """There is one thread."""


release_lock = acquire_lock


def lock_held():
    return False


def is_builtin(name):
    return int(name in sys.builtin_module_names)


def is_frozen(name):
    return False


def is_frozen_package(name):
    raise ImportError(f"No such frozen object named {name}", name=name)


get_frozen_object = init_frozen = is_frozen_package


def extension_suffixes():
    return [".pypy39-pp73-x86_64-linux-gnu.so"]


def create_builtin(spec):
    import importlib

    return importlib.import_module(spec.name)


def exec_builtin(module):
    return 0


exec_dynamic = exec_builtin


def create_dynamic(spec, file=None):
    raise ImportError("extension modules are not supported", name=spec.name)


def source_hash(key, source):
    raise NotImplementedError("hashes of sources are not supported")


def _fix_co_filename(code, path):
    """Code objects keep their file's name."""


check_hash_based_pycs = "default"
