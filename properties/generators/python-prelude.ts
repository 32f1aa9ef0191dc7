/**
 * The fixed parts of random Python programs: classes, functions and generators that random
 * statements refer to. Everything here ends, and values stay small by `clamp`.
 */

/** Functions and classes of numbers. */
const NUMBERS = `
import sys

G = 0


class Odd(ArithmeticError):
    pass


class Box:
    limit = 7

    def __init__(self, v, w):
        self.v = v
        self.w = w

    def bump(self, by):
        self.v = clamp(self.v + by)
        return self.v

    def total(self, x):
        return self.v + self.w * x


class Twin(Box):
    def total(self, x):
        return Box.total(self, x) - self.limit


def clamp(x):
    if isinstance(x, int):
        if -0x400000000000000000 < x < 0x400000000000000000:
            return x
        return x % 1000003
    if isinstance(x, float):
        if -1e200 < x < 1e200:
            return x
        return 2.5
    return 1


def set_global(x):
    global G
    G = (x + 1) % 5 if x % 3 else x + 1


def thrower(x):
    if x % 3 == 1:
        raise Odd(x)
    return x + 1


def deep_thrower(x):
    return thrower(x) + thrower(x + 2)


def adder(n):
    def add(x):
        return x + n

    return add


def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
`;

/** Special methods, properties, slots, context managers, closures, generators, star arguments. */
const FEATURES = `
class Point:
    __slots__ = ("x", "y")

    def __init__(self, x=0, y=0):
        self.x = x
        self.y = y

    def __repr__(self):
        return f"{type(self).__name__}({self.x}, {self.y})"

    def __add__(self, other):
        if isinstance(other, Point):
            return type(self)(clamp(self.x + other.x), clamp(self.y + other.y))
        return NotImplemented

    def __radd__(self, other):
        return type(self)(clamp(other + self.x), self.y)

    def __iadd__(self, other):
        self.x = clamp(self.x + other)
        return self

    def __eq__(self, other):
        return isinstance(other, Point) and (self.x, self.y) == (other.x, other.y)

    def __hash__(self):
        return hash((self.x, self.y))

    def __lt__(self, other):
        return (self.x, self.y) < (other.x, other.y)

    def __bool__(self):
        return self.x != self.y

    def __len__(self):
        return 2

    def __getitem__(self, index):
        return (self.x, self.y)[index]

    def __setitem__(self, index, value):
        if index == 0:
            self.x = value
        elif index == 1:
            self.y = value
        else:
            raise IndexError(index)

    def __iter__(self):
        yield self.x
        yield self.y

    def __contains__(self, value):
        return value == self.x or value == self.y

    def __call__(self, by=1):
        return clamp(self.x * by)

    @property
    def norm(self):
        return clamp(abs(self.x) + abs(self.y))

    @norm.setter
    def norm(self, value):
        self.x, self.y = clamp(value), 0

    @classmethod
    def of(cls, *args):
        return cls(*args[:2])

    @staticmethod
    def origin():
        return Point()


class Moved(Point):
    __slots__ = ()
    step = 2

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.y += self.step

    def __add__(self, other):
        return super().__add__(other)

    def __getattr__(self, name):
        if name == "z":
            return self.x
        raise AttributeError(name)


class Mixin:
    def total(self, x):
        return clamp(super().total(x) + 1)


class Mixed(Mixin, Twin):
    limit = 3


class Guard:
    depth = 0

    def __init__(self, swallows):
        self.swallows = swallows

    def __enter__(self):
        Guard.depth += 1
        return self

    def __exit__(self, kind, value, traceback):
        Guard.depth -= 1
        return self.swallows and kind is not None and issubclass(kind, Odd)


def make_counter(start):
    def step(by=1):
        nonlocal start
        start = clamp(start + by)
        return start

    def peek():
        return start

    return step, peek


def echo(n):
    got = 0
    try:
        for i in range(n):
            sent = yield clamp(got + i)
            if sent is not None:
                got = sent
    finally:
        Guard.depth += 0
    return got


def chained(n):
    last = yield from echo(n)
    yield last
    yield from (i * i for i in range(n))


def spread(first, *rest, scale=1, **named):
    return clamp(first * scale + sum(rest) + len(named))


def risky(x):
    try:
        if x % 3 == 1:
            return thrower(x)
        if x % 5 == 2:
            raise ValueError(x)
        return 1
    except ValueError as error:
        return error.args[0]
    else:
        return 0
    finally:
        if x % 7 == 3:
            return -1


def pairs(items):
    return {key: value for key, value in enumerate(items)}


def look(depth=1):
    frame = sys._getframe(depth)
    total = frame.f_lineno + len(frame.f_code.co_name) + len(frame.f_back.f_code.co_name)
    for value in frame.f_locals.values():
        if type(value) is int:
            total = (total * 31 + value) % 1000003
    return total


def looked_at(x, y=2):
    z = clamp(x) + y
    return look() + z % 7


class Eye:
    score = 0
    looks = 0

    def __eq__(self, other):
        self.looks += 1
        if self.looks % 5 == 0:
            self.score = (self.score * 3 + look(2)) % 1000003
        return True

    def __hash__(self):
        return 1


def blink(eye, x):
    y = clamp(x)
    return y if eye == x else -1


def staring(eye, n):
    for i in range(n % 5):
        yield i + (1 if eye == i else 0)

`;

export const PRELUDE = `${NUMBERS.slice(1)}\n${FEATURES}`;
