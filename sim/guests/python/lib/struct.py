"""Packing values into bytes; all of it is host code in _struct."""

__all__ = ["calcsize", "pack", "pack_into", "unpack", "unpack_from", "iter_unpack", "Struct",
           "error"]

from _struct import *
from _struct import _clearcache
