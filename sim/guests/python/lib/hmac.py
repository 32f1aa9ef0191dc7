"""Keyed digests (RFC 2104).  Own text, after the behaviour of PyPy 7.3.11."""

import hashlib as _hashlib

trans_5C = bytes([x ^ 0x5C for x in range(256)])
trans_36 = bytes([x ^ 0x36 for x in range(256)])
digest_size = None


def compare_digest(a, b):
    """Whether two digests are equal."""
    if isinstance(a, str) and isinstance(b, str):
        if not (a.isascii() and b.isascii()):
            raise TypeError('comparing strings with non-ASCII characters is not supported')
        return a == b
    for value in a, b:
        if not isinstance(value, (bytes, bytearray, memoryview)):
            raise TypeError('a bytes-like object is required, not ' + type(value).__name__)
    return bytes(a) == bytes(b)


def _maker(digestmod):
    """A function from bytes to a digest object."""
    if callable(digestmod):
        return digestmod
    if isinstance(digestmod, str):
        return lambda data=b'': _hashlib.new(digestmod, data)
    return lambda data=b'': digestmod.new(data)


class HMAC:
    """A digest that only who knows the key can make."""

    blocksize = 64

    def __init__(self, key, msg=None, digestmod=''):
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError('key: expected bytes or bytearray, but got %r' % type(key).__name__)
        if not digestmod:
            raise TypeError("Missing required parameter 'digestmod'.")
        maker = _maker(digestmod)
        self._outer = maker()
        self._inner = maker()
        self._digest_cons = maker
        self.digest_size = self._inner.digest_size
        size = getattr(self._inner, 'block_size', self.blocksize)
        if size < 16:
            size = self.blocksize
        self.block_size = size
        key = maker(key).digest() if len(key) > size else bytes(key)
        key = key.ljust(size, b'\0')
        self._outer.update(key.translate(trans_5C))
        self._inner.update(key.translate(trans_36))
        if msg is not None:
            self.update(msg)

    @property
    def name(self):
        return 'hmac-' + self._inner.name

    def update(self, msg):
        """Adds to the message."""
        self._inner.update(msg)

    def copy(self):
        """Another object in the same state."""
        other = self.__class__.__new__(self.__class__)
        other.__dict__.update(self.__dict__)
        other._inner = self._inner.copy()
        other._outer = self._outer.copy()
        return other

    def _current(self):
        outer = self._outer.copy()
        outer.update(self._inner.digest())
        return outer

    def digest(self):
        return self._current().digest()

    def hexdigest(self):
        return self._current().hexdigest()


def new(key, msg=None, digestmod=''):
    """A keyed digest, begun with msg."""
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    """The keyed digest of a message."""
    return HMAC(key, msg, digest).digest()
