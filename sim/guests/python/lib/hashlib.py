"""Message digests.  The functions are the host module _hashlib's.  Own text, after the behaviour
of PyPy 7.3.11."""

import _hashlib
from _hashlib import (
    openssl_md5 as md5, openssl_sha1 as sha1, openssl_sha224 as sha224, openssl_sha256 as sha256,
    openssl_sha384 as sha384, openssl_sha512 as sha512, blake2b, blake2s, sha3_224, sha3_256,
    sha3_384, sha3_512, shake_128, shake_256, pbkdf2_hmac)

_names = ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'blake2b', 'blake2s', 'sha3_224',
          'sha3_256', 'sha3_384', 'sha3_512', 'shake_128', 'shake_256')
_others = ('md5_sha1', 'ripemd160', 'sha512_224', 'sha512_256', 'sm3')

algorithms_guaranteed = set(_names)
algorithms_available = set(_names + _others)

__all__ = _names + ('new', 'algorithms_guaranteed', 'algorithms_available', 'pbkdf2_hmac')


def new(name, data=b'', **kwargs):
    """The digest function of that name, begun with data."""
    if not isinstance(name, str):
        # As it comes about on PyPy.
        raise TypeError(f"unsupported operand type(s) for +: 'str' and '{type(name).__name__}'")
    lower = name.lower()
    maker = getattr(_hashlib, 'openssl_' + lower.replace('-', '_'), None)
    if maker is None and lower in algorithms_guaranteed:
        maker = getattr(_hashlib, lower)
    if maker is None:
        raise ValueError('unsupported hash type ' + name)
    return maker(data, **kwargs)
