"""Characters that mean something in HTML."""

# Part of jitreel.

import re
from html.entities import html5 as _names

__all__ = ["escape", "unescape"]

_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_QUOTES = {'"': "&quot;", "'": "&#x27;"}


def escape(s, quote=True):
    """With entities instead of markup, and of quotes."""
    table = {**_MARKUP, **_QUOTES} if quote else _MARKUP
    return s.translate(str.maketrans(table))


# What numbers between 128 and 159 mean: the characters of Windows there.
_WINDOWS = {
    number: bytes([number]).decode("cp1252", "replace")
    for number in range(128, 160) if number not in (129, 141, 143, 144, 157)
}


def _is_noncharacter(number):
    is_control = number < 32 and number not in (9, 10, 12, 13) or 127 <= number < 160
    return is_control or 0xFDD0 <= number <= 0xFDEF or number & 0xFFFE == 0xFFFE or number == 11


def _of_number(number):
    if number == 0 or 0xD800 <= number < 0xE000 or number > 0x10FFFF:
        return "\ufffd"
    if number in _WINDOWS:
        return _WINDOWS[number]
    if number == 13:
        return "\r"
    if 129 <= number < 160:
        return chr(number)
    return "" if _is_noncharacter(number) else chr(number)


def _replaced(match):
    text = match[1]
    if text[0] == "#":
        digits = text[1:].rstrip(";")
        return _of_number(int(digits[1:], 16) if digits[0] in "xX" else int(digits))
    if text in _names:
        return _names[text]
    # The longest beginning that is a name.
    for end in range(len(text) - 1, 1, -1):
        if text[:end] in _names:
            return _names[text[:end]] + text[end:]
    return "&" + text


_REFERENCE = re.compile(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")


def unescape(s):
    """With characters instead of entities."""
    return _REFERENCE.sub(_replaced, s) if "&" in s else s
