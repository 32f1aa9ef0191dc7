"""The numeric tower: abstract classes of numbers, from Number down to Integral.

What a class asks of its subclasses is a list of names; what it gives is written out.

Counterpart: lib-python/3/numbers.py.
"""

from abc import ABCMeta, abstractmethod

__all__ = ["Number", "Complex", "Real", "Rational", "Integral"]


def _ask_for(body, names):
    """Puts abstract methods into the body of a class."""
    for name in names.split():
        def method(self, *args):
            raise NotImplementedError
        method.__name__ = name
        method.__qualname__ = "%s.%s" % (body["__qualname__"], name)
        body[name] = abstractmethod(method)


def _asked_property():
    return property(abstractmethod(lambda self: None))


class Number(metaclass=ABCMeta):
    """Any number. There is nothing that all have in common."""

    __slots__ = ()
    __hash__ = None


class Complex(Number):
    """Numbers with a real and an imaginary part."""

    __slots__ = ()
    _ask_for(locals(), "__complex__ __add__ __radd__ __neg__ __pos__ __mul__ __rmul__ __truediv__ "
                       "__rtruediv__ __pow__ __rpow__ __abs__ conjugate __eq__")
    real = _asked_property()
    imag = _asked_property()

    def __bool__(self):
        return self != 0

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other


class Real(Complex):
    """Numbers on a line: with an order, a whole part and a remainder."""

    __slots__ = ()
    _ask_for(locals(), "__float__ __trunc__ __floor__ __ceil__ __round__ __floordiv__ "
                       "__rfloordiv__ __mod__ __rmod__ __lt__ __le__")

    def __divmod__(self, other):
        return self // other, self % other

    def __rdivmod__(self, other):
        return other // self, other % self

    def __complex__(self):
        return complex(float(self))

    def conjugate(self):
        return +self

    real = property(conjugate)
    imag = property(lambda self: 0)


class Rational(Real):
    """Numbers with a numerator and a denominator, in lowest terms."""

    __slots__ = ()
    numerator = _asked_property()
    denominator = _asked_property()

    def __float__(self):
        return self.numerator / self.denominator


class Integral(Rational):
    """Whole numbers, which have bits."""

    __slots__ = ()
    _ask_for(locals(), "__int__ __pow__ __lshift__ __rlshift__ __rshift__ __rrshift__ __and__ "
                       "__rand__ __xor__ __rxor__ __or__ __ror__ __invert__")

    def __index__(self):
        return int(self)

    def __float__(self):
        return float(int(self))

    numerator = property(lambda self: +self)
    denominator = property(lambda self: 1)


Complex.register(complex)
Real.register(float)
Integral.register(int)
