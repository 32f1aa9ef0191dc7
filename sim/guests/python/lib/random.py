"""Random numbers: the same sequences as PyPy's for the same seed.  The generator is the host
module _random; without a seed it takes one from the run's own source.  Own text."""

import _random
import _collections_abc
from itertools import accumulate as _accumulate
from math import acos as _acos, ceil as _ceil, cos as _cos, e as _e, exp as _exp
from math import floor as _floor, log as _log, pi as _pi, sin as _sin, sqrt as _sqrt
from warnings import warn as _warn

__all__ = ['Random', 'SystemRandom', 'betavariate', 'choice', 'choices', 'expovariate',
           'gammavariate', 'gauss', 'getrandbits', 'getstate', 'lognormvariate',
           'normalvariate', 'paretovariate', 'randbytes', 'randint', 'random', 'randrange',
           'sample', 'seed', 'setstate', 'shuffle', 'triangular', 'uniform',
           'vonmisesvariate', 'weibullvariate']

TWOPI = 2.0 * _pi
LOG4 = _log(4.0)
NV_MAGICCONST = 4 * _exp(-0.5) / _sqrt(2.0)
SG_MAGICCONST = 1.0 + _log(4.5)
BPF = 53
RECIP_BPF = 2 ** -BPF


def _whole(value, text):
    number = int(value)
    if number != value:
        raise ValueError(text)
    return number


def _place(sums, value, high):
    """Where value belongs in sums[:high], after equal ones."""
    low = 0
    while low < high:
        middle = (low + high) // 2
        if value < sums[middle]:
            high = middle
        else:
            low = middle + 1
    return low


class Random(_random.Random):
    """A generator of its own; subclasses may override random(), seed(), getstate(), setstate()
    and getrandbits()."""

    VERSION = 3

    def __init__(self, x=None):
        self.seed(x)
        self.gauss_next = None

    def __init_subclass__(cls, /, **kwargs):
        # Large integers come from getrandbits() unless random() was overridden nearer by.
        for base in cls.__mro__:
            names = base.__dict__
            if '_randbelow' in names:
                break
            if 'getrandbits' in names:
                cls._randbelow = cls._randbelow_with_getrandbits
                break
            if 'random' in names:
                cls._randbelow = cls._randbelow_without_getrandbits
                break

    def seed(self, a=None, version=2):
        """Starts anew from an int, float, str, bytes or bytearray, or from the run's source."""
        if version == 1 and isinstance(a, (str, bytes)):
            text = a.decode('latin-1') if isinstance(a, bytes) else a
            number = ord(text[0]) << 7 if text else 0
            for char in text:
                number = ((1000003 * number) ^ ord(char)) & 0xFFFFFFFFFFFFFFFF
            number ^= len(text)
            a = -2 if number == -1 else number
        elif version == 2 and isinstance(a, (str, bytes, bytearray)):
            from hashlib import sha512
            data = a.encode() if isinstance(a, str) else bytes(a)
            a = int.from_bytes(data + sha512(data).digest(), 'big')
        elif not isinstance(a, (type(None), int, float, str, bytes, bytearray)):
            _warn('Seeding based on hashing is deprecated\nsince Python 3.9 and will be removed '
                  'in a subsequent version. The only \nsupported seed types are: None, int, '
                  'float, str, bytes, and bytearray.', DeprecationWarning, 2)
        super().seed(a)
        self.gauss_next = None

    def getstate(self):
        """What setstate() takes."""
        return self.VERSION, super().getstate(), self.gauss_next

    def setstate(self, state):
        """Goes back to a state."""
        version = state[0]
        if version not in (2, 3):
            raise ValueError(f'state with version {version} passed to Random.setstate() of '
                             f'version {self.VERSION}')
        version, words, self.gauss_next = state
        if version == 2:
            try:
                words = tuple([word % (2 ** 32) for word in words])
            except ValueError as e:
                raise TypeError from e
        super().setstate(words)

    def __getstate__(self):
        return self.getstate()

    def __setstate__(self, state):
        self.setstate(state)

    def __reduce__(self):
        return self.__class__, (), self.getstate()

    # Integers

    def _randbelow_with_getrandbits(self, n):
        if not n:
            return 0
        getrandbits = self.getrandbits
        bits = n.bit_length()
        number = getrandbits(bits)
        while number >= n:
            number = getrandbits(bits)
        return number

    def _randbelow_without_getrandbits(self, n, maxsize=1 << BPF):
        random = self.random
        if n >= maxsize:
            _warn('Underlying random() generator does not supply \nenough bits to choose from a '
                  'population range this large.\nTo remove the range limitation, add a '
                  'getrandbits() method.')
            return _floor(random() * n)
        if n == 0:
            return 0
        limit = (maxsize - maxsize % n) / maxsize
        number = random()
        while number >= limit:
            number = random()
        return _floor(number * maxsize) % n

    _randbelow = _randbelow_with_getrandbits

    def randbytes(self, n):
        """n random bytes."""
        return self.getrandbits(n * 8).to_bytes(n, 'little')

    def randrange(self, start, stop=None, step=1):
        """An item of range(start, stop, step)."""
        first = _whole(start, 'non-integer arg 1 for randrange()')
        if stop is None:
            if first > 0:
                return self._randbelow(first)
            raise ValueError('empty range for randrange()')
        last = _whole(stop, 'non-integer stop for randrange()')
        width = last - first
        if step == 1:
            if width > 0:
                return first + self._randbelow(width)
            raise ValueError('empty range for randrange() (%d, %d, %d)' % (first, last, width))
        by = _whole(step, 'non-integer step for randrange()')
        if by == 0:
            raise ValueError('zero step for randrange()')
        count = (width + by + (-1 if by > 0 else 1)) // by
        if count <= 0:
            raise ValueError('empty range for randrange()')
        return first + by * self._randbelow(count)

    def randint(self, a, b):
        """An integer from a to b, both included."""
        return self.randrange(a, b + 1)

    # Sequences

    def choice(self, seq):
        """An item of a sequence that is not empty."""
        return seq[self._randbelow(len(seq))]

    def shuffle(self, x, random=None):
        """Puts a list into another order."""
        if random is None:
            randbelow = self._randbelow
            for i in range(len(x) - 1, 0, -1):
                j = randbelow(i + 1)
                x[i], x[j] = x[j], x[i]
            return
        _warn('The *random* parameter to shuffle() has been deprecated\nsince Python 3.9 and '
              'will be removed in a subsequent version.', DeprecationWarning, 2)
        for i in range(len(x) - 1, 0, -1):
            j = _floor(random() * (i + 1))
            x[i], x[j] = x[j], x[i]

    def sample(self, population, k, *, counts=None):
        """k different items, in the order in which they were chosen."""
        if isinstance(population, _collections_abc.Set):
            _warn('Sampling from a set deprecated\nsince Python 3.9 and will be removed in a '
                  'subsequent version.', DeprecationWarning, 2)
            population = tuple(population)
        if not isinstance(population, _collections_abc.Sequence):
            raise TypeError('Population must be a sequence.  For dicts or sets, use sorted(d).')
        n = len(population)
        if counts is not None:
            return self._sample_counted(population, k, n, counts)
        randbelow = self._randbelow
        if not 0 <= k <= n:
            raise ValueError('Sample larger than population or is negative')
        chosen = [None] * k
        # A list to take from is cheaper than a set of what was taken, up to this size.
        limit = 21
        if k > 5:
            limit += 4 ** _ceil(_log(k * 3, 4))
        if n <= limit:
            pool = list(population)
            for i in range(k):
                j = randbelow(n - i)
                chosen[i] = pool[j]
                pool[j] = pool[n - i - 1]
            return chosen
        taken = set()
        for i in range(k):
            j = randbelow(n)
            while j in taken:
                j = randbelow(n)
            taken.add(j)
            chosen[i] = population[j]
        return chosen

    def _sample_counted(self, population, k, n, counts):
        sums = list(_accumulate(counts))
        if len(sums) != n:
            raise ValueError('The number of counts does not match the population')
        total = sums.pop()
        if not isinstance(total, int):
            raise TypeError('Counts must be integers')
        if total <= 0:
            raise ValueError('Total of counts must be greater than zero')
        return [population[_place(sums, index, len(sums))]
                for index in self.sample(range(total), k=k)]

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        """k items, each from the whole population; weights say how likely each is."""
        random = self.random
        n = len(population)
        if cum_weights is None:
            if weights is None:
                size = n + 0.0
                return [population[_floor(random() * size)] for _ in range(k)]
            if isinstance(weights, int) and not hasattr(weights, '__iter__'):
                raise TypeError(
                    'The number of choices must be a keyword argument: k=%r' % (weights,))
            cum_weights = [*_accumulate(weights)]
        elif weights is not None:
            raise TypeError('Cannot specify both weights and cumulative weights')
        if len(cum_weights) != n:
            raise ValueError('The number of weights does not match the population')
        total = cum_weights[-1] + 0.0
        if total <= 0.0:
            raise ValueError('Total of weights must be greater than zero')
        return [population[_place(cum_weights, random() * total, n - 1)] for _ in range(k)]

    # Distributions

    def uniform(self, a, b):
        """A float between a and b."""
        return a + (b - a) * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        """A float between low and high, most likely near mode."""
        part = self.random()
        peak = 0.5
        if mode is not None:
            try:
                peak = (mode - low) / (high - low)
            except ZeroDivisionError:
                return low
        if part <= peak:
            return low + (high - low) * _sqrt(part * peak)
        # The other side is the same, seen from its end.
        return high + (low - high) * _sqrt((1.0 - part) * (1.0 - peak))

    def normalvariate(self, mu, sigma):
        """A normal variate, by the ratio of uniform ones (Kinderman and Monahan 1977)."""
        random = self.random
        while True:
            u1 = random()
            u2 = 1.0 - random()
            z = NV_MAGICCONST * (u1 - 0.5) / u2
            if z * z / 4.0 <= -_log(u2):
                return mu + z * sigma

    def gauss(self, mu, sigma):
        """A normal variate; every second one was made with the one before."""
        z = self.gauss_next
        self.gauss_next = None
        if z is None:
            random = self.random
            angle = random() * TWOPI
            radius = _sqrt(-2.0 * _log(1.0 - random()))
            z = _cos(angle) * radius
            self.gauss_next = _sin(angle) * radius
        return mu + z * sigma

    def lognormvariate(self, mu, sigma):
        """A variate whose logarithm is normal."""
        return _exp(self.normalvariate(mu, sigma))

    def expovariate(self, lambd):
        """An exponential variate of mean 1 / lambd."""
        return -_log(1.0 - self.random()) / lambd

    def vonmisesvariate(self, mu, kappa):
        """An angle near mu, by the method of Best and Fisher (1979)."""
        draw = self.random
        if kappa <= 1e-6:
            # All angles are as likely.
            return TWOPI * draw()
        half = 0.5 / kappa
        r = half + _sqrt(1.0 + half * half)
        accepted = False
        while not accepted:
            z = _cos(_pi * draw())
            d = z / (r + z)
            u = draw()
            accepted = u < 1.0 - d * d or u <= (1.0 - d) * _exp(d)
        q = 1.0 / r
        angle = _acos((q + z) / (1.0 + q * z))
        return (mu + angle if draw() > 0.5 else mu - angle) % TWOPI

    def gammavariate(self, alpha, beta):
        """A gamma variate: Cheng (1977) for alpha > 1, Ahrens and Dieter (1974) below 1."""
        if alpha <= 0.0 or beta <= 0.0:
            raise ValueError('gammavariate: alpha and beta must be > 0.0')
        random = self.random
        if alpha == 1.0:
            return -_log(1.0 - random()) * beta
        if alpha < 1.0:
            return self._small_gamma(alpha) * beta
        return self._large_gamma(alpha) * beta

    def _large_gamma(self, alpha):
        root = _sqrt(2.0 * alpha - 1.0)
        while True:
            first = self.random()
            if first <= 1e-7 or first >= 0.9999999:
                # Too near an end for the logarithm.
                continue
            second = 1.0 - self.random()
            v = _log(first / (1.0 - first)) / root
            x = alpha * _exp(v)
            z = first * first * second
            bound = (alpha - LOG4) + (alpha + root) * v - x
            if bound + SG_MAGICCONST - 4.5 * z >= 0.0 or bound >= _log(z):
                return x

    def _small_gamma(self, alpha):
        random = self.random
        b = (_e + alpha) / _e
        while True:
            p = b * random()
            if p <= 1.0:
                x = p ** (1.0 / alpha)
                if random() <= _exp(-x):
                    return x
            else:
                x = -_log((b - p) / alpha)
                if random() <= x ** (alpha - 1.0):
                    return x

    def betavariate(self, alpha, beta):
        """A beta variate, between 0 and 1."""
        y = self.gammavariate(alpha, 1.0)
        return y / (y + self.gammavariate(beta, 1.0)) if y else 0.0

    def paretovariate(self, alpha):
        """A Pareto variate."""
        return 1.0 / (1.0 - self.random()) ** (1.0 / alpha)

    def weibullvariate(self, alpha, beta):
        """A Weibull variate of scale alpha and shape beta."""
        return alpha * (-_log(1.0 - self.random())) ** (1.0 / beta)


class SystemRandom(Random):
    """Numbers that no seed determines: here from the run's own source, hence repeatable."""

    def random(self):
        return (self.getrandbits(56) >> 3) * RECIP_BPF

    def getrandbits(self, k):
        if k < 0:
            raise ValueError('number of bits must be non-negative')
        return _source.getrandbits(k)

    def randbytes(self, n):
        return self.getrandbits(n * 8).to_bytes(n, 'big')

    def seed(self, *args, **kwds):
        return None

    def _notimplemented(self, *args, **kwds):
        raise NotImplementedError('System entropy source does not have state.')

    getstate = setstate = _notimplemented


_source = _random.Random()
_inst = Random()

# The functions of the module are the methods of one generator.
seed, getstate, setstate = _inst.seed, _inst.getstate, _inst.setstate
random, getrandbits, randbytes = _inst.random, _inst.getrandbits, _inst.randbytes
randrange, randint = _inst.randrange, _inst.randint
choice, choices, sample, shuffle = _inst.choice, _inst.choices, _inst.sample, _inst.shuffle
uniform, triangular, betavariate = _inst.uniform, _inst.triangular, _inst.betavariate
gauss, normalvariate, lognormvariate = _inst.gauss, _inst.normalvariate, _inst.lognormvariate
expovariate, gammavariate = _inst.expovariate, _inst.gammavariate
paretovariate, weibullvariate = _inst.paretovariate, _inst.weibullvariate
vonmisesvariate = _inst.vonmisesvariate
