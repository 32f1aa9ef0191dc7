"""Makes the function by which a decoder reads one value.  Own text."""

from json.decoder import make_scanner

__all__ = ['make_scanner']

py_make_scanner = make_scanner
