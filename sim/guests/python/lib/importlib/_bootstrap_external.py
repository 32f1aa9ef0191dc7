"""The inner names of importing files that libraries use."""

# Part of jitreel.

from _frozen_importlib_external import SourceFileLoader

from .abc import FileLoader
from .machinery import (
    BYTECODE_SUFFIXES,
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    PathFinder,
    SourcelessFileLoader,
)
from .util import (
    MAGIC_NUMBER,
    cache_from_source,
    decode_source,
    source_from_cache,
    spec_from_file_location,
)

SourceLoader = FileLoader
path_sep = "/"


def _unpack_uint16(data):
    return int.from_bytes(data[:2], "little")


def _unpack_uint32(data):
    return int.from_bytes(data[:4], "little")


def _pack_uint32(value):
    return (int(value) & 0xFFFFFFFF).to_bytes(4, "little")


def _get_supported_file_loaders():
    return [(SourceFileLoader, SOURCE_SUFFIXES)]
