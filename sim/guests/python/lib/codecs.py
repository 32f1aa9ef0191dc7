"""Encodings of text: looking them up, whole and incremental coding, error handlers.

The encodings of text are the host's (_codecs); hex, base64 and rot13 are written here.
"""

import _codecs
from _codecs import register, register_error

BOM_UTF8 = b"\xef\xbb\xbf"
BOM_LE = BOM_UTF16_LE = BOM_UTF16 = BOM = BOM32_LE = b"\xff\xfe"
BOM_BE = BOM_UTF16_BE = BOM32_BE = b"\xfe\xff"
BOM_UTF32_LE = BOM_UTF32 = BOM64_LE = b"\xff\xfe\x00\x00"
BOM_UTF32_BE = BOM64_BE = b"\x00\x00\xfe\xff"


class CodecInfo(tuple):
    """What lookup gives: encoder, decoder, stream reader and writer, with names for them."""

    _is_text_encoding = True

    def __new__(cls, encode, decode, streamreader=None, streamwriter=None,
                incrementalencoder=None, incrementaldecoder=None, name=None,
                *, _is_text_encoding=None):
        made = tuple.__new__(cls, (encode, decode, streamreader, streamwriter))
        made.encode, made.decode, made.streamreader, made.streamwriter = made
        made.incrementalencoder, made.incrementaldecoder = incrementalencoder, incrementaldecoder
        made.name = name
        if _is_text_encoding is not None:
            made._is_text_encoding = _is_text_encoding
        return made

    def __repr__(self):
        kind = self.__class__
        return "<%s.%s object for encoding %s at 0x%x>" % (
            kind.__module__, kind.__qualname__, self.name, id(self))


class Codec:
    """The interface of a stateless codec."""

    def encode(self, input, errors="strict"):
        raise NotImplementedError

    def decode(self, input, errors="strict"):
        raise NotImplementedError


class IncrementalEncoder:
    """Encodes a text given in pieces."""

    def __init__(self, errors="strict"):
        self.errors = errors
        self.buffer = ""

    def encode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        pass

    def getstate(self):
        return 0

    def setstate(self, state):
        pass


class IncrementalDecoder:
    """Decodes bytes given in pieces."""

    def __init__(self, errors="strict"):
        self.errors = errors

    def decode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        pass

    def getstate(self):
        return (b"", 0)

    def setstate(self, state):
        pass


class BufferedIncrementalDecoder(IncrementalDecoder):
    """A decoder that keeps the bytes of an unfinished character for the next piece."""

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self.buffer = b""

    def decode(self, input, final=False):
        known = self.buffer + input
        text, used = self._buffer_decode(known, self.errors, final)
        self.buffer = known[used:]
        return text

    def _buffer_decode(self, input, errors, final):
        """Decodes as much as is complete; gives the text and how many bytes it was."""
        raise NotImplementedError

    def reset(self):
        self.buffer = b""

    def getstate(self):
        return (self.buffer, 0)

    def setstate(self, state):
        self.buffer = state[0]


def _text_codec(name):
    """The CodecInfo of an encoding of the host's."""

    def encode(input, errors="strict"):
        return _codecs.text_encode(name, input, errors)

    def decode(input, errors="strict"):
        return _codecs.text_decode(name, input, errors)

    # What follows the mark of the byte order, for an encoding that has one.
    after_mark = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}
    unmarked = after_mark.get(name)

    class Encoder(IncrementalEncoder):
        started = False

        def encode(self, input, final=False):
            used = name
            if unmarked and self.started:
                used = unmarked
            self.started = True
            return _codecs.text_encode(used, input, self.errors)[0]

        def reset(self):
            self.started = False

        def getstate(self):
            if not unmarked or self.started:
                return 0
            return 1 if name == "utf-8-sig" else 2

        def setstate(self, state):
            self.started = state == 0

    class Decoder(BufferedIncrementalDecoder):
        order = None

        def _buffer_decode(self, input, errors, final):
            if self.order is not None:
                return _codecs.text_decode(self.order, input, errors, final)
            if name in ("utf-16", "utf-32", "utf-8-sig"):
                if len(input) < 4 and not final:
                    return "", 0
                self.order = self._order_of(input)
            return _codecs.text_decode(name, input, errors, final)

        def _order_of(self, input):
            if name == "utf-8-sig":
                return "utf-8"
            mark = BOM_UTF16_BE if name == "utf-16" else BOM_UTF32_BE
            return name + ("-be" if input.startswith(mark) else "-le")

        def reset(self):
            BufferedIncrementalDecoder.reset(self)
            self.order = None

    return CodecInfo(encode, decode, None, None, Encoder, Decoder, name)


def _whole_codec(name, encode_all, decode_all):
    """The CodecInfo of a codec between values of one kind."""

    def encode(input, errors="strict"):
        return encode_all(input), len(input)

    def decode(input, errors="strict"):
        return decode_all(input), len(input)

    class Encoder(IncrementalEncoder):
        def encode(self, input, final=False):
            return encode_all(input)

    class Decoder(IncrementalDecoder):
        def decode(self, input, final=False):
            return decode_all(input)

    return CodecInfo(encode, decode, None, None, Encoder, Decoder, name, _is_text_encoding=False)


def _rot13(text):
    result = []
    for c in text:
        if "a" <= c <= "z" or "A" <= c <= "Z":
            first = ord("a") if c >= "a" else ord("A")
            c = chr((ord(c) - first + 13) % 26 + first)
        result.append(c)
    return "".join(result)


def _other_codec(name):
    if name in ("hex", "hex_codec"):
        import binascii
        return _whole_codec("hex", binascii.b2a_hex, binascii.a2b_hex)
    if name in ("base64", "base_64", "base64_codec"):
        import base64
        return _whole_codec("base64", base64.encodebytes, base64.decodebytes)
    if name in ("rot13", "rot_13"):
        return _whole_codec("rot-13", _rot13, _rot13)
    return None


_known = {}


def lookup(encoding):
    """The CodecInfo of an encoding."""
    known = _known.get(encoding)
    if known is not None:
        return known
    name = _codecs.codec_name(encoding)
    if name is not None:
        info = _text_codec(name)
    else:
        info = _other_codec(encoding.lower().replace("-", "_").replace(" ", "_"))
        if info is None:
            info = _codecs.search(encoding)
            if info is None:
                raise LookupError("unknown encoding: " + encoding)
            return info
    _known[encoding] = info
    return info


def encode(obj, encoding="utf-8", errors="strict"):
    return lookup(encoding)[0](obj, errors)[0]


def decode(obj, encoding="utf-8", errors="strict"):
    return lookup(encoding)[1](obj, errors)[0]


def getencoder(encoding):
    return lookup(encoding).encode


def getdecoder(encoding):
    return lookup(encoding).decode


def getincrementalencoder(encoding):
    encoder = lookup(encoding).incrementalencoder
    if encoder is None:
        raise LookupError(encoding)
    return encoder


def getincrementaldecoder(encoding):
    decoder = lookup(encoding).incrementaldecoder
    if decoder is None:
        raise LookupError(encoding)
    return decoder


def iterencode(iterator, encoding, errors="strict", **kwargs):
    """The pieces of an encoded text."""
    encoder = getincrementalencoder(encoding)(errors, **kwargs)
    for piece in iterator:
        output = encoder.encode(piece)
        if output:
            yield output
    output = encoder.encode("", True)
    if output:
        yield output


def iterdecode(iterator, encoding, errors="strict", **kwargs):
    """The pieces of a decoded text."""
    decoder = getincrementaldecoder(encoding)(errors, **kwargs)
    for piece in iterator:
        output = decoder.decode(piece)
        if output:
            yield output
    output = decoder.decode(b"", True)
    if output:
        yield output


def _part(error):
    return error.object[error.start:error.end]


def strict_errors(error):
    if isinstance(error, Exception):
        raise error
    raise TypeError("codec must pass exception instance")


def ignore_errors(error):
    return ("", error.end)


def replace_errors(error):
    if isinstance(error, UnicodeEncodeError):
        return ("?" * (error.end - error.start), error.end)
    if isinstance(error, UnicodeDecodeError):
        return ("\ufffd", error.end)
    return ("\ufffd" * (error.end - error.start), error.end)


def backslashreplace_errors(error):
    part = _part(error)
    if isinstance(error, UnicodeDecodeError):
        return ("".join("\\x%02x" % byte for byte in part), error.end)
    return (part.encode("ascii", "backslashreplace").decode("ascii"), error.end)


def xmlcharrefreplace_errors(error):
    return (_part(error).encode("ascii", "xmlcharrefreplace").decode("ascii"), error.end)


def namereplace_errors(error):
    return (_part(error).encode("ascii", "namereplace").decode("ascii"), error.end)


_handlers = {
    "strict": strict_errors,
    "ignore": ignore_errors,
    "replace": replace_errors,
    "backslashreplace": backslashreplace_errors,
    "xmlcharrefreplace": xmlcharrefreplace_errors,
    "namereplace": namereplace_errors,
}


def lookup_error(name):
    """The handler of a name."""
    handler = _codecs.registered_error(name)
    if handler is not True:
        return handler
    if name in _handlers:
        return _handlers[name]
    raise LookupError("the error handler %s has no function of its own" % name)
