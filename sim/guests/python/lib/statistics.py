"""Averages, spreads, quantiles, the normal distribution.  Sums are exact.  Own text, after the
behaviour of PyPy 7.3.11."""

import math
import numbers
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import erf, exp, fabs, fsum, hypot, log, sqrt, tau

__all__ = ['NormalDist', 'StatisticsError', 'fmean', 'geometric_mean', 'harmonic_mean', 'mean',
           'median', 'median_grouped', 'median_high', 'median_low', 'mode', 'multimode', 'pstdev',
           'pvariance', 'quantiles', 'stdev', 'variance']


class StatisticsError(ValueError):
    pass


def _sum(data, start=0):
    """(type, exact sum, number of items); by denominators, for speed."""
    count = 0
    numerator, denominator = _exact_ratio(start)
    sums = {denominator: numerator}
    result_type = _coerce(int, type(start))
    for kind, values in groupby(data, type):
        result_type = _coerce(result_type, kind)
        for value in values:
            numerator, denominator = _exact_ratio(value)
            count += 1
            sums[denominator] = sums.get(denominator, 0) + numerator
    if None in sums:
        # Infinities and NaNs decide alone.
        return result_type, sums[None], count
    total = sum([Fraction(n, d) for d, n in sorted(sums.items())])
    return result_type, total, count


def _isfinite(x):
    try:
        return x.is_finite()
    except AttributeError:
        return math.isfinite(x)


def _coerce(T, S):
    """The type of a sum of values of two types."""
    assert T is not bool, 'initial type T is bool'
    if T is S or S is int or S is bool:
        return T
    if T is int or issubclass(S, T):
        return S
    if issubclass(T, S) or issubclass(S, int):
        return T
    if issubclass(T, int) or (issubclass(T, Fraction) and issubclass(S, float)):
        return S
    if issubclass(T, float) and issubclass(S, Fraction):
        return T
    raise TypeError(f"don't know how to coerce {T.__name__} and {S.__name__}")


def _exact_ratio(x):
    """Numerator and denominator; (x, None) for what is not finite."""
    try:
        if type(x) is not float and type(x) is not Decimal:
            try:
                return x.numerator, x.denominator
            except AttributeError:
                pass
        try:
            return x.as_integer_ratio()
        except AttributeError:
            pass
    except (OverflowError, ValueError):
        return x, None
    raise TypeError(f"can't convert type '{type(x).__name__}' to numerator/denominator")


def _convert(value, T):
    """A Fraction as a value of the type that the data have."""
    kind = type(value)
    if kind is T:
        return value
    # Whole types cannot hold a part of one.
    target = float if issubclass(T, int) and value.denominator != 1 else T
    try:
        return target(value)
    except TypeError:
        if not issubclass(target, Decimal):
            raise
    return target(value.numerator) / target(value.denominator)


def _sized(data, least, text):
    """Data that can be walked over more than once, and their number."""
    if iter(data) is data:
        data = list(data)
    if len(data) < least:
        raise StatisticsError(text)
    return data, len(data)


def mean(data):
    """The arithmetic mean."""
    data, n = _sized(data, 1, 'mean requires at least one data point')
    T, total, _ = _sum(data)
    return _convert(total / n, T)


def fmean(data):
    """The arithmetic mean as a float."""
    try:
        n = len(data)
    except TypeError:
        data = list(data)
        n = len(data)
    total = fsum(data)
    if n == 0:
        raise StatisticsError('fmean requires at least one data point') from None
    return total / n


def geometric_mean(data):
    """The n-th root of the product."""
    try:
        return exp(fmean(map(log, data)))
    except ValueError:
        raise StatisticsError('geometric mean requires a non-empty dataset containing positive '
                              'numbers') from None


def harmonic_mean(data):
    """The reciprocal of the mean of reciprocals."""
    negative = 'harmonic mean does not support negative values'
    data, n = _sized(data, 1, 'harmonic_mean requires at least one data point')
    if n == 1:
        if not isinstance(data[0], (numbers.Real, Decimal)):
            raise TypeError('unsupported type')
        if data[0] < 0:
            raise StatisticsError(negative)
        return data[0]

    def reciprocals():
        for x in data:
            if x < 0:
                raise StatisticsError(negative)
            yield 1 / x

    try:
        T, total, _ = _sum(reciprocals())
    except ZeroDivisionError:
        return 0
    return _convert(n / total, T)


def _ordered(data):
    data = sorted(data)
    if not data:
        raise StatisticsError('no median for empty data')
    return data, len(data)


def median(data):
    """The middle value, or the mean of the two in the middle."""
    data, n = _ordered(data)
    half = n // 2
    return data[half] if n % 2 else (data[half - 1] + data[half]) / 2


def median_low(data):
    """The middle value, or the lower of the two."""
    data, n = _ordered(data)
    return data[(n - 1) // 2]


def median_high(data):
    """The middle value, or the higher of the two."""
    data, n = _ordered(data)
    return data[n // 2]


def median_grouped(data, interval=1):
    """The median of data that stand for intervals, by interpolation."""
    data, n = _ordered(data)
    if n == 1:
        return data[0]
    x = data[n // 2]
    for given in x, interval:
        if isinstance(given, (str, bytes)):
            raise TypeError('expected number but got %r' % given)
    try:
        lower = x - interval / 2
    except TypeError:
        lower = float(x) - float(interval) / 2
    below = data.index(x)
    equal = 0
    while below + equal < n and data[below + equal] == x:
        equal += 1
    if not equal:
        raise ValueError
    return lower + interval * (n / 2 - below) / equal


def mode(data):
    """The most common value; the first of several."""
    pairs = Counter(iter(data)).most_common(1)
    if not pairs:
        raise StatisticsError('no mode for empty data') from None
    return pairs[0][0]


def multimode(data):
    """All of the most common values."""
    counts = Counter(iter(data))
    most = max(counts.values(), default=0)
    return [value for value, count in counts.items() if count == most]


def quantiles(data, *, n=4, method='exclusive'):
    """The n - 1 points that cut the data into n parts of equal size."""
    if n < 1:
        raise StatisticsError('n must be at least 1')
    data = sorted(data)
    size = len(data)
    if size < 2:
        raise StatisticsError('must have at least two data points')
    if method == 'inclusive':
        places = [divmod(i * (size - 1), n) for i in range(1, n)]
        return [(data[j] * (n - rest) + data[j + 1] * rest) / n for j, rest in places]
    if method != 'exclusive':
        raise ValueError(f'Unknown method: {method!r}')
    points = []
    for i in range(1, n):
        place = i * (size + 1)
        j = min(max(place // n, 1), size - 1)
        rest = place - j * n
        points.append((data[j - 1] * (n - rest) + data[j] * rest) / n)
    return points


def _ss(data, c=None):
    """(type, sum of squares of the distances from c, or from the mean)."""
    if c is not None:
        T, total, _ = _sum((x - c) ** 2 for x in data)
        return T, total
    c = mean(data)
    T, total, _ = _sum((x - c) ** 2 for x in data)
    _, rest, _ = _sum(x - c for x in data)
    # The second term is zero but for the rounding of the mean.
    total -= rest ** 2 / len(data)
    assert not total < 0, 'negative sum of square deviations: %f' % total
    return T, total


def variance(data, xbar=None):
    """The variance of a sample."""
    data, n = _sized(data, 2, 'variance requires at least two data points')
    T, squares = _ss(data, xbar)
    return _convert(squares / (n - 1), T)


def pvariance(data, mu=None):
    """The variance of a population."""
    data, n = _sized(data, 1, 'pvariance requires at least one data point')
    T, squares = _ss(data, mu)
    return _convert(squares / n, T)


def _root(value):
    try:
        return value.sqrt()
    except AttributeError:
        return math.sqrt(value)


def stdev(data, xbar=None):
    """The standard deviation of a sample."""
    return _root(variance(data, xbar))


def pstdev(data, mu=None):
    """The standard deviation of a population."""
    return _root(pvariance(data, mu))


# The coefficients of algorithm AS 241 (Wichura 1988), highest power first.
_CENTRE = ((2509.0809287301226727, 33430.575583588128105, 67265.770927008700853,
            45921.953931549871457, 13731.693765509461125, 1971.5909503065514427,
            133.14166789178437745, 3.3871328727963666080),
           (5226.4952788528545610, 28729.085735721942674, 39307.895800092710610,
            21213.794301586595867, 5394.1960214247511077, 687.18700749205790830,
            42.313330701600911252, 1.0))
_NEAR = ((7.7454501427834140764e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
          1.27045825245236838258, 3.64784832476320460504, 5.76949722146069140550,
          4.63033784615654529590, 1.42343711074968357734),
         (1.05075007164441684324e-9, 5.4759380849953449460e-4, 1.51986665636164571966e-2,
          1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940,
          2.05319162663775882187, 1.0))
_FAR = ((2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
         2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580,
         5.46378491116411436990, 6.65790464350110377720),
        (2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
         7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
         5.99832206555887937690e-1, 1.0))


def _horner(coefficients, r):
    value = coefficients[0]
    for coefficient in coefficients[1:]:
        value = value * r + coefficient
    return value


def _normal_dist_inv_cdf(p, mu, sigma):
    q = p - 0.5
    if fabs(q) <= 0.425:
        r = 0.180625 - q * q
        x = _horner(_CENTRE[0], r) * q / _horner(_CENTRE[1], r)
        return mu + (x * sigma)
    r = sqrt(-log(p if q <= 0.0 else 1.0 - p))
    above, below = _NEAR if r <= 5.0 else _FAR
    r = r - 1.6 if r <= 5.0 else r - 5.0
    x = _horner(above, r) / _horner(below, r)
    return mu + ((-x if q < 0.0 else x) * sigma)


class NormalDist:
    """A normal distribution."""

    __slots__ = {'_mu': 'Arithmetic mean of a normal distribution',
                 '_sigma': 'Standard deviation of a normal distribution'}

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError('sigma must be non-negative')
        self._mu, self._sigma = float(mu), float(sigma)

    @classmethod
    def from_samples(cls, data):
        """The distribution with the mean and deviation of a sample."""
        if not isinstance(data, (list, tuple)):
            data = list(data)
        centre = fmean(data)
        return cls(centre, stdev(data, centre))

    def samples(self, n, *, seed=None):
        """n random values."""
        import random
        gauss = random.gauss if seed is None else random.Random(seed).gauss
        return [gauss(self._mu, self._sigma) for _ in range(n)]

    def pdf(self, x):
        """The density at x."""
        variance = self._sigma ** 2.0
        if not variance:
            raise StatisticsError('pdf() not defined when sigma is zero')
        return exp((x - self._mu) ** 2.0 / (-2.0 * variance)) / sqrt(tau * variance)

    def cdf(self, x):
        """The probability of a value up to x."""
        if not self._sigma:
            raise StatisticsError('cdf() not defined when sigma is zero')
        return 0.5 * (1.0 + erf((x - self._mu) / (self._sigma * sqrt(2.0))))

    def inv_cdf(self, p):
        """The value below which a part p lies."""
        reason = None
        if p <= 0.0 or p >= 1.0:
            reason = 'p must be in the range 0.0 < p < 1.0'
        elif self._sigma <= 0.0:
            reason = 'cdf() not defined when sigma at or below zero'
        if reason:
            raise StatisticsError(reason)
        return _normal_dist_inv_cdf(p, self._mu, self._sigma)

    def quantiles(self, n=4):
        """The n - 1 points that cut the distribution into n equal parts."""
        return [self.inv_cdf(i / n) for i in range(1, n)]

    def overlap(self, other):
        """How much of the area under both densities is common to them."""
        if not isinstance(other, NormalDist):
            raise TypeError('Expected another NormalDist instance')
        narrow, wide = self, other
        if (wide._sigma, wide._mu) < (narrow._sigma, narrow._mu):
            narrow, wide = wide, narrow
        less, more = narrow.variance, wide.variance
        if not (less and more):
            raise StatisticsError('overlap() not defined when sigma is zero')
        spread = more - less
        apart = fabs(wide._mu - narrow._mu)
        if not spread:
            # The densities cross once, half way.
            return 1.0 - erf(apart / (2.0 * narrow._sigma * sqrt(2.0)))
        middle = narrow._mu * more - wide._mu * less
        reach = narrow._sigma * wide._sigma * sqrt(apart ** 2.0 + spread * log(more / less))
        first, second = [
            fabs(wide.cdf(crossing) - narrow.cdf(crossing))
            for crossing in ((middle + reach) / spread, (middle - reach) / spread)]
        return 1.0 - (first + second)

    def zscore(self, x):
        """How many deviations x is from the mean."""
        if not self._sigma:
            raise StatisticsError('zscore() not defined when sigma is zero')
        return (x - self._mu) / self._sigma

    @property
    def mean(self):
        return self._mu

    median = mode = mean

    @property
    def stdev(self):
        return self._sigma

    @property
    def variance(self):
        return self._sigma ** 2.0

    def __add__(x1, x2):
        if isinstance(x2, NormalDist):
            return NormalDist(x1._mu + x2._mu, hypot(x1._sigma, x2._sigma))
        return NormalDist(x1._mu + x2, x1._sigma)

    def __sub__(x1, x2):
        if isinstance(x2, NormalDist):
            return NormalDist(x1._mu - x2._mu, hypot(x1._sigma, x2._sigma))
        return NormalDist(x1._mu - x2, x1._sigma)

    def __mul__(x1, x2):
        return NormalDist(x1._mu * x2, x1._sigma * fabs(x2))

    def __truediv__(x1, x2):
        return NormalDist(x1._mu / x2, x1._sigma / fabs(x2))

    def __pos__(x1):
        return NormalDist(x1._mu, x1._sigma)

    def __neg__(x1):
        return NormalDist(-x1._mu, x1._sigma)

    __radd__ = __add__

    def __rsub__(x1, x2):
        return -(x1 - x2)

    __rmul__ = __mul__

    def __eq__(x1, x2):
        if not isinstance(x2, NormalDist):
            return NotImplemented
        return x1._mu == x2._mu and x1._sigma == x2._sigma

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return f'{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})'
