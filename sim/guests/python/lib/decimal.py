"""Decimal arithmetic.  Numbers and contexts are the host module _decimal; here are the signals,
the context manager and the names.  Own text, after the behaviour of PyPy 7.3.11."""

from collections import namedtuple as _namedtuple
import numbers as _numbers

import _decimal
from _decimal import (
    Decimal, Context, getcontext, setcontext, ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_EVEN,
    ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_HALF_DOWN, ROUND_05UP)

__version__ = '1.70'
__libmpdec_version__ = '2.4.2'
HAVE_THREADS = True
HAVE_CONTEXTVAR = True
MAX_PREC = 999999999999999999
MAX_EMAX = 999999999999999999
MIN_EMIN = -999999999999999999
MIN_ETINY = MIN_EMIN - (MAX_PREC - 1)

DecimalTuple = _namedtuple('DecimalTuple', 'sign digits exponent')


class DecimalException(ArithmeticError):
    """The base of all signals."""


class Clamped(DecimalException):
    """An exponent was changed to fit."""


class InvalidOperation(DecimalException):
    """An operation without a result."""


class ConversionSyntax(InvalidOperation):
    """A text that is no number."""


class DivisionByZero(DecimalException, ZeroDivisionError):
    """A finite number divided by zero."""


class DivisionImpossible(InvalidOperation):
    """An integer quotient with too many digits."""


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    """Zero divided by zero."""


class Inexact(DecimalException):
    """A result that was rounded to another value."""


class InvalidContext(InvalidOperation):
    """A context that cannot be used."""


class Rounded(DecimalException):
    """Digits were dropped."""


class Subnormal(DecimalException):
    """A result below Emin."""


class Overflow(Inexact, Rounded):
    """A result above Emax."""


class Underflow(Inexact, Rounded, Subnormal):
    """A subnormal result that was rounded."""


class FloatOperation(DecimalException, TypeError):
    """A float where a decimal number was meant."""


def _comparable(other, equality):
    """(numerator, denominator) of a Rational; the real part of a complex number, for ==."""
    if isinstance(other, _numbers.Rational):
        return other.numerator, other.denominator
    if equality and isinstance(other, _numbers.Complex) and other.imag == 0:
        return other.real
    return None


DefaultContext, BasicContext, ExtendedContext = _decimal._install(
    (Clamped, DivisionByZero, Inexact, Overflow, Rounded, Underflow, InvalidOperation, Subnormal,
     FloatOperation), DecimalTuple, _comparable)
_numbers.Number.register(Decimal)


class _ContextManager(object):
    """Sets a copy of a context, and the former one at the end."""

    def __init__(self, new_context):
        self.new_context = new_context.copy()

    def __enter__(self):
        self.saved_context = getcontext()
        setcontext(self.new_context)
        return self.new_context

    def __exit__(self, t, v, tb):
        setcontext(self.saved_context)


def localcontext(ctx=None):
    """A context manager over a copy of ctx, or of the current context."""
    if ctx is None:
        ctx = getcontext()
    return _ContextManager(ctx)
