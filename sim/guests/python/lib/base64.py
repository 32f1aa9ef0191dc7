"""Bytes as text in base 64, 32 and 16 (RFC 3548, RFC 4648)."""

__all__ = ["encode", "decode", "encodebytes", "decodebytes", "b64encode", "b64decode",
           "b32encode", "b32decode", "b16encode", "b16decode", "standard_b64encode",
           "standard_b64decode", "urlsafe_b64encode", "urlsafe_b64decode"]

import binascii

_B32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_LINE = 76


def _bytes_from_decode_data(s):
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters")
    return bytes(s)


def b64encode(s, altchars=None):
    """Encode; altchars are two characters for + and /."""
    encoded = binascii.b2a_base64(s, newline=False)
    if altchars is not None:
        assert len(altchars) == 2, repr(altchars)
        encoded = encoded.replace(b"+", altchars[:1]).replace(b"/", altchars[1:])
    return encoded


def b64decode(s, altchars=None, validate=False):
    """Decode; characters outside of the alphabet are skipped, or refused with validate."""
    s = _bytes_from_decode_data(s)
    if altchars is not None:
        altchars = _bytes_from_decode_data(altchars)
        assert len(altchars) == 2, repr(altchars)
        s = s.replace(altchars[:1], b"+").replace(altchars[1:], b"/")
    if validate:
        plain = s.rstrip(b"=")
        known = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        if len(s) - len(plain) > 2 or any(c not in known for c in plain):
            raise binascii.Error("Non-base64 digit found")
    return binascii.a2b_base64(s)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    return b64encode(s, b"-_")


def urlsafe_b64decode(s):
    return b64decode(s, b"-_")


def b32encode(s):
    s = bytes(s)
    encoded = bytearray()
    for i in range(0, len(s), 5):
        chunk = s[i:i + 5]
        word = int.from_bytes(chunk + bytes(5 - len(chunk)), "big")
        digits = [_B32[(word >> shift) & 31] for shift in range(35, -5, -5)]
        used = (len(chunk) * 8 + 4) // 5
        encoded += bytes(digits[:used]) + b"=" * (8 - used)
    return bytes(encoded)


def b32decode(s, casefold=False, map01=None):
    s = _bytes_from_decode_data(s)
    if len(s) % 8:
        raise binascii.Error("Incorrect padding")
    if map01 is not None:
        map01 = _bytes_from_decode_data(map01)
        s = s.replace(b"0", b"O").replace(b"1", map01)
    if casefold:
        s = s.upper()
    length = len(s)
    s = s.rstrip(b"=")
    padding = length - len(s)
    decoded = bytearray()
    for i in range(0, len(s), 8):
        chunk = s[i:i + 8]
        word = 0
        for c in chunk:
            digit = _B32.find(c)
            if digit < 0:
                raise binascii.Error("Non-base32 digit found") from None
            word = word << 5 | digit
        word <<= 5 * (8 - len(chunk))
        decoded += word.to_bytes(5, "big")
    if length % 8 or padding not in (0, 1, 3, 4, 6):
        raise binascii.Error("Incorrect padding")
    if padding and decoded:
        del decoded[len(decoded) - 5 + (43 - 5 * padding) // 8:]
    return bytes(decoded)


def b16encode(s):
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    s = _bytes_from_decode_data(s)
    if casefold:
        s = s.upper()
    if any(c not in b"0123456789ABCDEF" for c in s):
        raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(s)


def encodebytes(s):
    """Encode in lines of at most 76 characters."""
    size = _LINE // 4 * 3
    return b"".join(binascii.b2a_base64(s[i:i + size]) for i in range(0, len(s), size))


def decodebytes(s):
    return binascii.a2b_base64(s)


def encode(input, output):
    """Encode a file."""
    output.write(encodebytes(input.read()))


def decode(input, output):
    """Decode a file."""
    output.write(binascii.a2b_base64(input.read()))
