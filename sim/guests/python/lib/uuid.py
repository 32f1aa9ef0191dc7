"""Universally unique identifiers (RFC 4122); random ones come from the run's own source.

Counterpart: lib-python/3/uuid.py.
"""

RESERVED_NCS, RFC_4122, RESERVED_MICROSOFT, RESERVED_FUTURE = [
    "reserved for NCS compatibility", "specified in RFC 4122",
    "reserved for Microsoft compatibility", "reserved for future definition"]

__all__ = [
    "RESERVED_NCS", "RFC_4122", "RESERVED_MICROSOFT", "RESERVED_FUTURE", "SafeUUID", "UUID",
    "getnode", "uuid1", "uuid3", "uuid4", "uuid5", "NAMESPACE_DNS", "NAMESPACE_URL",
    "NAMESPACE_OID", "NAMESPACE_X500",
]

int_ = int

# Name, place of the lowest bit, and number of bits.
_FIELDS = (
    ("time_low", 96, 32), ("time_mid", 80, 16), ("time_hi_version", 64, 16),
    ("clock_seq_hi_variant", 56, 8), ("clock_seq_low", 48, 8), ("node", 0, 48))


def __getattr__(name):
    """SafeUUID is made when somebody asks for it, as enumerations are large."""
    if name != "SafeUUID":
        raise AttributeError("module 'uuid' has no attribute %r" % name)
    from enum import Enum
    members = (("safe", 0), ("unsafe", -1), ("unknown", None))
    globals()[name] = Enum(name, members, module=__name__)
    return globals()[name]


def _swapped(data):
    """The first three fields with their bytes in the other order."""
    return data[3::-1] + data[5:3:-1] + data[7:5:-1] + data[8:]


def _itself(number):
    return number


def _from_hex(text):
    digits = text.replace("urn:", "").replace("uuid:", "").strip("{}").replace("-", "")
    if len(digits) != 32:
        raise ValueError("badly formed hexadecimal UUID string")
    return int_(digits, 16)


def _from_bytes(data, name="bytes"):
    if len(data) != 16:
        raise ValueError("%s is not a 16-char string" % name)
    return int_.from_bytes(data, "big")


def _from_bytes_le(data):
    return _from_bytes(_swapped(data), "bytes_le")


def _from_fields(fields):
    if len(fields) != 6:
        raise ValueError("fields is not a 6-tuple")
    number = 0
    for index, (value, (_, start, bits)) in enumerate(zip(fields, _FIELDS), 1):
        if not 0 <= value < 1 << bits:
            article = "an" if bits == 8 else "a"
            raise ValueError("field %d out of range (need %s %d-bit value)" % (
                index, article, bits))
        number |= value << start
    return number


class UUID:
    """An identifier of 128 bits, which are its attribute `int`."""

    __slots__ = "int", "_safety", "__weakref__"

    def __init__(self, hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None,
                 *, is_safe=None):
        given = [(read, value) for read, value in (
            (_from_hex, hex), (_from_bytes, bytes), (_from_bytes_le, bytes_le),
            (_from_fields, fields), (_itself, int)) if value is not None]
        if len(given) != 1:
            raise TypeError(
                "one of the hex, bytes, bytes_le, fields, or int arguments must be given")
        read, value = given[0]
        number = read(value)
        if not 0 <= number < 1 << 128:
            raise ValueError("int is out of range (need a 128-bit value)")
        if version is not None:
            if not 1 <= version <= 5:
                raise ValueError("illegal version number")
            number = number & ~(0xc000 << 48) | 0x8000 << 48
            number = number & ~(0xf000 << 64) | version << 76
        self.__setstate__({"int": number, "is_safe": getattr(is_safe, "value", None)})

    def __setattr__(self, name, value):
        raise TypeError("UUID objects are immutable")

    def __getstate__(self):
        state = {"int": self.int}
        if self._safety is not None:
            state["is_safe"] = self._safety
        return state

    def __setstate__(self, state):
        object.__setattr__(self, "int", state["int"])
        object.__setattr__(self, "_safety", state.get("is_safe"))

    def __hash__(self):
        return hash(self.int)

    def __int__(self):
        return self.int

    def __str__(self):
        text = self.hex
        return "-".join([text[:8], text[8:12], text[12:16], text[16:20], text[20:]])

    def __repr__(self):
        return "%s(%r)" % (self.__class__.__name__, str(self))

    is_safe = property(lambda self: (globals().get("SafeUUID") or __getattr__("SafeUUID"))(
        self._safety))
    bytes = property(lambda self: self.int.to_bytes(16, "big"))
    bytes_le = property(lambda self: _swapped(self.bytes))
    fields = property(lambda self: tuple([getattr(self, name) for name, _, _ in _FIELDS]))
    time = property(lambda self: (
        (self.time_hi_version & 0xfff) << 48 | self.time_mid << 32 | self.time_low))
    clock_seq = property(lambda self: (self.clock_seq_hi_variant & 0x3f) << 8 | self.clock_seq_low)
    hex = property(lambda self: "%032x" % self.int)
    urn = property(lambda self: "urn:uuid:" + str(self))
    version = property(lambda self: self.int >> 76 & 0xf if self.variant == RFC_4122 else None)

    @property
    def variant(self):
        # Told by the first bits of the clock sequence: 0, 10, 110 or 111.
        bits = self.clock_seq_hi_variant
        if bits < 0x80:
            return RESERVED_NCS
        if bits < 0xc0:
            return RFC_4122
        return RESERVED_MICROSOFT if bits < 0xe0 else RESERVED_FUTURE


def _add_members():
    """The fields, and the comparisons by number."""

    def field(start, bits):
        return property(lambda self: self.int >> start & (1 << bits) - 1)

    def comparison(compare):
        return lambda self, other: (
            compare(self.int, other.int) if isinstance(other, UUID) else NotImplemented)

    for name, start, bits in _FIELDS:
        setattr(UUID, name, field(start, bits))
    for name in ("__eq__", "__lt__", "__le__", "__gt__", "__ge__"):
        setattr(UUID, name, comparison(getattr(int_, name)))


_add_members()


def getnode():
    """A number in the place of a hardware address: the same in every run."""
    return 0x0242ac110002


_last_timestamp = None


def uuid1(node=None, clock_seq=None):
    """An identifier from the run"s clock."""
    global _last_timestamp
    import random
    import time
    timestamp = time.time_ns() // 100 + 0x01b21dd213814000
    if _last_timestamp is not None and timestamp <= _last_timestamp:
        timestamp = _last_timestamp + 1
    _last_timestamp = timestamp
    if clock_seq is None:
        clock_seq = random.getrandbits(14)
    return UUID(fields=(timestamp & 0xffffffff, timestamp >> 32 & 0xffff, timestamp >> 48 & 0xfff,
                        clock_seq >> 8 & 0x3f, clock_seq & 0xff,
                        getnode() if node is None else node), version=1)


def uuid3(namespace, name):
    """An identifier from the MD5 digest of a name."""
    from hashlib import md5
    return UUID(bytes=md5(namespace.bytes + bytes(name, "utf-8")).digest(), version=3)


def uuid4():
    """A random identifier."""
    from random import SystemRandom
    return UUID(bytes=SystemRandom().randbytes(16), version=4)


def uuid5(namespace, name):
    """An identifier from the SHA-1 digest of a name."""
    from hashlib import sha1
    return UUID(bytes=sha1(namespace.bytes + bytes(name, "utf-8")).digest()[:16], version=5)


NAMESPACE_DNS = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_URL = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_OID = UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_X500 = UUID("6ba7b814-9dad-11d1-80b4-00c04fd430c8")
