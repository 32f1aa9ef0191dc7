"""Bytes as text in base 64, 32 and 16 (RFC 3548, RFC 4648)."""

__all__ = ["encode", "decode", "encodebytes", "decodebytes", "b64encode", "b64decode",
           "b32encode", "b32decode", "b16encode", "b16decode", "standard_b64encode",
           "standard_b64decode", "urlsafe_b64encode", "urlsafe_b64decode", "a85encode",
           "a85decode", "b85encode", "b85decode"]

import binascii

_B32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_LINE = 76


def _bytes_from_decode_data(s):
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters")
    try:
        return memoryview(s).tobytes()
    except TypeError:
        kind = type(s).__name__
        raise TypeError(
            f"argument should be a bytes-like object or ASCII string, not {kind!r}"
        ) from None


def _input(s):
    """The bytes of a one-dimensional buffer of single bytes."""
    try:
        view = memoryview(s)
    except TypeError as error:
        raise TypeError(f"expected bytes-like object, not {type(s).__name__}") from error
    if view.format not in ("c", "b", "B"):
        raise TypeError(f"expected single byte elements, not {view.format!r} from "
                        f"{type(s).__name__}")
    if view.ndim != 1:
        raise TypeError(f"expected 1-D data, not {view.ndim}-D data from {type(s).__name__}")
    return view.tobytes()


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
    s = memoryview(s).tobytes()
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
    s = _input(s)
    size = _LINE // 4 * 3
    return b"".join(binascii.b2a_base64(s[i:i + size]) for i in range(0, len(s), size))


def decodebytes(s):
    return binascii.a2b_base64(_input(s))


_B85 = (b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
        b"!#$%&()*+-;<=>?@^_`{|}~")
_A85_START = b"<~"
_A85_END = b"~>"


def _encode_85(data, digits, pad, short=None):
    """Five digits for each four bytes; `short` gives one for some words."""
    data = data if isinstance(data, (bytes, bytearray)) else memoryview(data).tobytes()
    missing = -len(data) % 4
    data += bytes(missing)
    words = []
    for at in range(0, len(data), 4):
        word = int.from_bytes(data[at:at + 4], "big")
        encoded = short(word) if short is not None else None
        if encoded is None:
            rest = word
            letters = bytearray(5)
            for place in range(4, -1, -1):
                rest, digit = divmod(rest, 85)
                letters[place] = digits[digit]
            encoded = bytes(letters)
        words.append(encoded)
    if missing and not pad:
        if words[-1] == b"z":
            words[-1] = digits[:1] * 5
        words[-1] = words[-1][:-missing]
    return b"".join(words)


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    """Encode in Ascii85."""

    def short(word):
        if word == 0:
            return b"z"
        return b"y" if foldspaces and word == 0x20202020 else None

    result = _encode_85(b, bytes(range(33, 118)), pad, short)
    if adobe:
        result = _A85_START + result
    if wrapcol:
        width = max(2 if adobe else 1, wrapcol)
        lines = [result[at:at + width] for at in range(0, len(result), width)]
        if adobe and len(lines[-1]) + 2 > width:
            lines.append(b"")
        result = b"\n".join(lines)
    return result + _A85_END if adobe else result


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b" \t\n\r\v"):
    """Decode Ascii85."""
    b = _bytes_from_decode_data(b)
    if adobe:
        if not b.endswith(_A85_END):
            raise ValueError(f"Ascii85 encoded byte sequences must end with {_A85_END!r}")
        b = b[2:-2] if b.startswith(_A85_START) else b[:-2]
    decoded = bytearray()
    digits = []

    def close():
        word = 0
        for digit in digits:
            word = word * 85 + digit
        if word >= 1 << 32:
            raise ValueError("Ascii85 overflow")
        decoded.extend(word.to_bytes(4, "big"))
        digits.clear()

    for letter in b:
        if 33 <= letter <= 117:
            digits.append(letter - 33)
            if len(digits) == 5:
                close()
        elif letter in b"zy" and (letter == 122 or foldspaces):
            if digits:
                raise ValueError(f"{chr(letter)} inside Ascii85 5-tuple")
            decoded += b"    " if letter == 121 else bytes(4)
        elif letter not in ignorechars:
            raise ValueError(f"Non-Ascii85 digit found: {chr(letter)}")
    if digits:
        missing = 5 - len(digits)
        digits.extend([84] * missing)
        close()
        del decoded[-missing:]
    return bytes(decoded)


def b85encode(b, pad=False):
    """Encode in base 85, as git does."""
    return _encode_85(b, _B85, pad)


def b85decode(b):
    """Decode base 85."""
    b = _bytes_from_decode_data(b)
    missing = -len(b) % 5
    b += b"~" * missing
    decoded = bytearray()
    for at in range(0, len(b), 5):
        word = 0
        for place in range(at, at + 5):
            digit = _B85.find(b[place])
            if digit < 0:
                raise ValueError(f"bad base85 character at position {place}") from None
            word = word * 85 + digit
        if word >= 1 << 32:
            raise ValueError(f"base85 overflow in hunk starting at byte {at}") from None
        decoded += word.to_bytes(4, "big")
    if missing:
        del decoded[-missing:]
    return bytes(decoded)


def encode(input, output):
    """Encode a file."""
    output.write(encodebytes(input.read()))


def decode(input, output):
    """Decode a file."""
    output.write(binascii.a2b_base64(input.read()))
