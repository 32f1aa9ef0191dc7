"""Rational numbers.  Own text, after the behaviour of PyPy 7.3.11."""

import numbers
import operator
from math import gcd as _gcd, isinf as _isinf, isnan as _isnan

__all__ = ['Fraction']

_MODULUS = 2 ** 61 - 1
_HASH_INF = 314159


def _parse(text):
    """Numerator and denominator of a text such as `-3/4`, `1.25` or `1e-3`."""
    rest = text.strip()
    sign = -1 if rest.startswith('-') else 1
    if rest[:1] in ('-', '+'):
        rest = rest[1:]
    number, slash, below = rest.partition('/')
    if slash:
        if number.isdecimal() and below.isdecimal():
            return sign * int(number), int(below)
    else:
        number, mark, exponent = rest.lower().partition('e')
        whole, _, decimals = number.partition('.')
        places = exponent[1:] if exponent[:1] in ('-', '+') else exponent
        if (whole + decimals).isdecimal() and places.isdecimal() == bool(mark):
            power = int(exponent or '0') - len(decimals)
            value = sign * int(whole + decimals)
            return (value * 10 ** power, 1) if power >= 0 else (value, 10 ** -power)
    raise ValueError('Invalid literal for Fraction: %r' % text)


def _made(numerator, denominator):
    """A Fraction of two integers in lowest terms, the second one positive."""
    self = object.__new__(Fraction)
    self._numerator = numerator
    self._denominator = denominator
    return self


def _reduced(numerator, denominator):
    """A Fraction of two integers, the second one positive."""
    divisor = _gcd(numerator, denominator)
    if divisor != 1:
        return _made(numerator // divisor, denominator // divisor)
    return _made(numerator, denominator)


def _operators(exact, name, fallback):
    """A binary operator and its reflection: exact for rational operands, else of floats."""

    def forward(a, b):
        if isinstance(b, (int, Fraction)):
            return exact(a, b)
        if isinstance(b, float):
            return fallback(float(a), b)
        if isinstance(b, complex):
            return fallback(complex(a), b)
        return NotImplemented

    def reverse(b, a):
        if isinstance(a, numbers.Rational):
            return exact(a, b)
        if isinstance(a, numbers.Real):
            return fallback(float(a), float(b))
        if isinstance(a, numbers.Complex):
            return fallback(complex(a), complex(b))
        return NotImplemented

    forward.__name__ = f'__{name}__'
    reverse.__name__ = f'__r{name}__'
    return forward, reverse


def _comparison(compare):
    """The method that compares with rational numbers and floats."""
    def method(self, other):
        if isinstance(other, float):
            if _isnan(other) or _isinf(other):
                return compare(0.0, other)
            other = Fraction(other)
        elif not isinstance(other, numbers.Rational):
            return NotImplemented
        return compare(self._numerator * other.denominator, self._denominator * other.numerator)

    method.__name__ = '__%s__' % compare.__name__
    return method


def _add(a, b):
    da, db = a.denominator, b.denominator
    if da == db:
        return _reduced(a.numerator + b.numerator, da)
    return _reduced(a.numerator * db + b.numerator * da, da * db)


def _sub(a, b):
    da, db = a.denominator, b.denominator
    if da == db:
        return _reduced(a.numerator - b.numerator, da)
    return _reduced(a.numerator * db - b.numerator * da, da * db)


def _mul(a, b):
    return _reduced(a.numerator * b.numerator, a.denominator * b.denominator)


def _div(a, b):
    numerator = a.numerator * b.denominator
    denominator = a.denominator * b.numerator
    if denominator == 0:
        sign = (numerator > 0) - (numerator < 0)
        raise ZeroDivisionError('Fraction(%s, 0)' % sign)
    if denominator < 0:
        return _reduced(-numerator, -denominator)
    return _reduced(numerator, denominator)


def _floordiv(a, b):
    return (a.numerator * b.denominator) // (a.denominator * b.numerator)


def _divmod(a, b):
    da, db = a.denominator, b.denominator
    quotient, rest = divmod(a.numerator * db, da * b.numerator)
    return quotient, _reduced(rest, da * db)


def _mod(a, b):
    da, db = a.denominator, b.denominator
    return _reduced((a.numerator * db) % (b.numerator * da), da * db)


class Fraction(numbers.Rational):
    """A rational number in lowest terms."""

    __slots__ = '_numerator', '_denominator'

    def __new__(cls, numerator=0, denominator=None, *, _normalize=True):
        self = super(Fraction, cls).__new__(cls)
        if denominator is None:
            self._numerator, self._denominator = cls._parts(numerator)
            if isinstance(numerator, str):
                divisor = _gcd(self._numerator, self._denominator)
                self._numerator //= divisor
                self._denominator //= divisor
            return self
        if not (type(numerator) is int is type(denominator)):
            if not (isinstance(numerator, numbers.Rational)
                    and isinstance(denominator, numbers.Rational)):
                raise TypeError('both arguments should be Rational instances')
            numerator, denominator = (numerator.numerator * denominator.denominator,
                                      denominator.numerator * numerator.denominator)
        if denominator == 0:
            raise ZeroDivisionError('Fraction(%s, 0)' % numerator)
        if _normalize:
            divisor = _gcd(numerator, denominator)
            if denominator < 0:
                divisor = -divisor
            numerator //= divisor
            denominator //= divisor
        self._numerator = numerator
        self._denominator = denominator
        return self

    @staticmethod
    def _parts(value):
        """Numerator and denominator of a single argument."""
        if type(value) is int:
            return value, 1
        if isinstance(value, numbers.Rational):
            return value.numerator, value.denominator
        if isinstance(value, float):
            return value.as_integer_ratio()
        if isinstance(value, str):
            numerator, denominator = _parse(value)
            if denominator == 0:
                raise ZeroDivisionError('Fraction(%s, 0)' % numerator)
            return numerator, denominator
        if type(value).__name__ == 'Decimal' or hasattr(value, 'as_integer_ratio'):
            from decimal import Decimal
            if isinstance(value, Decimal):
                return value.as_integer_ratio()
        raise TypeError('argument should be a string or a Rational instance')

    @classmethod
    def from_float(cls, f):
        """The exact value of a float."""
        if isinstance(f, numbers.Integral):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError('%s.from_float() only takes floats, not %r (%s)' % (
                cls.__name__, f, type(f).__name__))
        return cls(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        """The exact value of a Decimal."""
        from decimal import Decimal
        if isinstance(dec, numbers.Integral):
            dec = Decimal(int(dec))
        elif not isinstance(dec, Decimal):
            raise TypeError('%s.from_decimal() only takes Decimals, not %r (%s)' % (
                cls.__name__, dec, type(dec).__name__))
        return cls(*dec.as_integer_ratio())

    def as_integer_ratio(self):
        """Numerator and denominator."""
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        """The nearest Fraction whose denominator is not larger."""
        if max_denominator < 1:
            raise ValueError('max_denominator should be at least 1')
        if self._denominator <= max_denominator:
            return Fraction(self)
        # The convergents of the continued fraction, as far as they fit; then the best between.
        before, last = (0, 1), (1, 0)
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            grown = before[1] + a * last[1]
            if grown > max_denominator:
                break
            before, last = last, (before[0] + a * last[0], grown)
            n, d = d, n - a * d
        k = (max_denominator - before[1]) // last[1]
        between = Fraction(before[0] + k * last[0], before[1] + k * last[1])
        convergent = Fraction(*last)
        return convergent if abs(convergent - self) <= abs(between - self) else between

    @property
    def numerator(a):
        return a._numerator

    @property
    def denominator(a):
        return a._denominator

    def __repr__(self):
        return '%s(%s, %s)' % (self.__class__.__name__, self._numerator, self._denominator)

    def __str__(self):
        if self._denominator == 1:
            return str(self._numerator)
        return '%s/%s' % (self._numerator, self._denominator)

    __add__, __radd__ = _operators(_add, 'add', operator.add)
    __sub__, __rsub__ = _operators(_sub, 'sub', operator.sub)
    __mul__, __rmul__ = _operators(_mul, 'mul', operator.mul)
    __truediv__, __rtruediv__ = _operators(_div, 'truediv', operator.truediv)
    __floordiv__, __rfloordiv__ = _operators(_floordiv, 'floordiv', operator.floordiv)
    __divmod__, __rdivmod__ = _operators(_divmod, 'divmod', divmod)
    __mod__, __rmod__ = _operators(_mod, 'mod', operator.mod)

    def __pow__(a, b):
        if not isinstance(b, numbers.Rational):
            return float(a) ** b
        if b.denominator != 1:
            return float(a) ** float(b)
        power, n, d = b.numerator, a._numerator, a._denominator
        if power < 0:
            n, d, power = (d, n, -power) if n >= 0 else (-d, -n, -power)
            if d == 0:
                raise ZeroDivisionError('Fraction(%s, 0)' % n ** power)
        return _made(n ** power, d ** power)

    def __rpow__(b, a):
        if b._denominator == 1 and b._numerator >= 0:
            return a ** b._numerator
        if isinstance(a, numbers.Rational):
            return Fraction(a.numerator, a.denominator) ** b
        return a ** b._numerator if b._denominator == 1 else a ** float(b)

    def __pos__(a):
        return _made(a._numerator, a._denominator)

    def __neg__(a):
        return _made(-a._numerator, a._denominator)

    def __abs__(a):
        return _made(abs(a._numerator), a._denominator)

    def __trunc__(a):
        whole = abs(a._numerator) // a._denominator
        return -whole if a._numerator < 0 else whole

    def __floor__(a):
        return a.numerator // a.denominator

    def __ceil__(a):
        return -(-a.numerator // a.denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            floor, rest = divmod(self.numerator, self.denominator)
            twice = rest * 2
            return floor + (twice > self.denominator
                            or (twice == self.denominator and floor % 2 == 1))
        shift = 10 ** abs(ndigits)
        if ndigits > 0:
            return Fraction(round(self * shift), shift)
        return Fraction(round(self / shift) * shift)

    def __hash__(self):
        if self._denominator == 1:
            return hash(self._numerator)
        if self._denominator % _MODULUS == 0:
            value = _HASH_INF
        else:
            inverse = pow(self._denominator, _MODULUS - 2, _MODULUS)
            value = hash(hash(abs(self._numerator)) * inverse)
        result = value if self._numerator >= 0 else -value
        return -2 if result == -1 else result

    def __eq__(a, b):
        if type(b) is int:
            return a._numerator == b and a._denominator == 1
        if isinstance(b, numbers.Rational):
            return a._numerator == b.numerator and a._denominator == b.denominator
        if isinstance(b, numbers.Complex) and b.imag == 0:
            b = b.real
        if not isinstance(b, float):
            return NotImplemented
        if _isnan(b) or _isinf(b):
            return 0.0 == b
        return a == a.from_float(b)

    __lt__, __le__, __gt__, __ge__ = map(
        _comparison, (operator.lt, operator.le, operator.gt, operator.ge))

    def __bool__(a):
        return a._numerator != 0

    def __reduce__(self):
        return self.__class__, (str(self),)

    def __copy__(self):
        if type(self) == Fraction:
            return self
        return self.__class__(self._numerator, self._denominator)

    def __deepcopy__(self, memo):
        return self.__copy__()
