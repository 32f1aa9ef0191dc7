"""Encoding and decoding by name, over the codecs that `str` and `bytes` have."""

# Part of jitreel.

_searchers = []
_found = {}
_handlers = {}


def register(search_function):
    if not callable(search_function):
        raise TypeError("argument must be callable")
    _searchers.append(search_function)


def lookup(encoding):
    """The CodecInfo of an encoding."""
    name = encoding.lower().replace(" ", "-")
    if name not in _found:
        if not _searchers:
            import encodings
        for search in _searchers:
            info = search(name)
            if info is not None:
                if not isinstance(info, tuple) or len(info) != 4:
                    raise TypeError("codec search functions must return 4-tuples")
                _found[name] = info
                break
        else:
            raise LookupError(f"unknown encoding: {encoding}")
    return _found[name]


def _forget_codec(encoding):
    _found.pop(encoding, None)


def encode(obj, encoding="utf-8", errors="strict"):
    return lookup(encoding)[0](obj, errors)[0]


def decode(obj, encoding="utf-8", errors="strict"):
    return lookup(encoding)[1](obj, errors)[0]


def register_error(errors, handler):
    if not callable(handler):
        raise TypeError("handler must be callable")
    _handlers[errors] = handler


def lookup_error(errors):
    if errors in _handlers:
        return _handlers[errors]
    raise LookupError(f"unknown error handler name {errors}")


def _standard_handlers():
    def strict_errors(error):
        raise error

    def ignore_errors(error):
        return "", error.end

    def replace_errors(error):
        width = error.end - error.start
        if isinstance(error, UnicodeDecodeError):
            return "\ufffd", error.end
        mark = "?" if isinstance(error, UnicodeEncodeError) else "\ufffd"
        return mark * width, error.end

    def by_name(errors):
        def handler(error):
            text = error.object[error.start : error.end]
            return text.encode("ascii", errors).decode("ascii"), error.end

        return handler

    _handlers["strict"] = strict_errors
    _handlers["ignore"] = ignore_errors
    _handlers["replace"] = replace_errors
    for errors in ("xmlcharrefreplace", "backslashreplace", "namereplace"):
        _handlers[errors] = by_name(errors)
    for errors in ("surrogateescape", "surrogatepass"):
        _handlers[errors] = strict_errors


_standard_handlers()


def _codec(name):
    def encoder(text, errors="strict"):
        errors = "strict" if errors is None else errors
        return text.encode(name, errors), len(text)

    def decoder(data, errors="strict", final=False):
        data = bytes(data)
        errors = "strict" if errors is None else errors
        try:
            return data.decode(name, errors), len(data)
        except UnicodeDecodeError as error:
            if final or error.end < len(data) or "end of data" not in error.reason:
                raise
            return data[: error.start].decode(name, errors), error.start

    return encoder, decoder


utf_8_encode, utf_8_decode = _codec("utf-8")
ascii_encode, ascii_decode = _codec("ascii")
latin_1_encode, latin_1_decode = _codec("latin-1")
utf_16_encode, utf_16_decode = _codec("utf-16")
utf_16_le_encode, utf_16_le_decode = _codec("utf-16-le")
utf_16_be_encode, utf_16_be_decode = _codec("utf-16-be")
utf_32_encode, utf_32_decode = _codec("utf-32")
utf_32_le_encode, utf_32_le_decode = _codec("utf-32-le")
utf_32_be_encode, utf_32_be_decode = _codec("utf-32-be")
utf_7_encode, utf_7_decode = _codec("utf-7")
unicode_escape_encode, unicode_escape_decode = _codec("unicode_escape")
raw_unicode_escape_encode, raw_unicode_escape_decode = _codec("raw_unicode_escape")


def charmap_build(table):
    """A map from characters to bytes."""
    return {ord(character): index for index, character in enumerate(table)}


def charmap_encode(text, errors="strict", mapping=None):
    if mapping is None:
        return latin_1_encode(text, errors)
    result = bytearray()
    for index, character in enumerate(text):
        value = mapping.get(ord(character))
        if value is not None:
            result += bytes([value]) if isinstance(value, int) else value
        elif errors == "replace":
            result += b"?"
        elif errors != "ignore":
            reason = "character maps to <undefined>"
            raise UnicodeEncodeError("charmap", text, index, index + 1, reason)
    return bytes(result), len(text)


def charmap_decode(data, errors="strict", mapping=None):
    if mapping is None:
        return latin_1_decode(data, errors)
    result = []
    for index, byte in enumerate(data):
        try:
            value = mapping[byte]
        except (LookupError, TypeError):
            value = "\ufffe"
        if isinstance(value, int):
            value = chr(value)
        if value is not None and value != "\ufffe":
            result.append(value)
        elif errors == "replace":
            result.append("\ufffd")
        elif errors != "ignore":
            reason = "character maps to <undefined>"
            raise UnicodeDecodeError("charmap", bytes(data), index, index + 1, reason)
    return "".join(result), len(data)


def escape_encode(data, errors="strict"):
    return repr(bytes(data))[2:-1].encode("ascii"), len(data)


def escape_decode(data, errors="strict"):
    text = data.decode("latin-1") if isinstance(data, (bytes, bytearray)) else data
    return text.encode("latin-1").decode("unicode_escape").encode("latin-1"), len(data)


def readbuffer_encode(data, errors="strict"):
    data = data.encode() if isinstance(data, str) else bytes(data)
    return data, len(data)


def utf_16_ex_decode(data, errors="strict", byteorder=0, final=False):
    if byteorder == 0 and data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        byteorder = -1 if data[:2] == b"\xff\xfe" else 1
        text, used = utf_16_ex_decode(data[2:], errors, byteorder, final)[:2]
        return text, used + 2, byteorder
    decoder = utf_16_be_decode if byteorder == 1 else utf_16_le_decode
    return decoder(data, errors, final) + (byteorder,)


def utf_32_ex_decode(data, errors="strict", byteorder=0, final=False):
    if byteorder == 0 and data[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        byteorder = -1 if data[:1] == b"\xff" else 1
        text, used = utf_32_ex_decode(data[4:], errors, byteorder, final)[:2]
        return text, used + 4, byteorder
    decoder = utf_32_be_decode if byteorder == 1 else utf_32_le_decode
    return decoder(data, errors, final) + (byteorder,)
