/**
 * Functions and classes that random programs use, each there only when something uses it. They
 * loop over ranges alone and call nothing that calls them back, so whatever shrinking leaves of them
 * ends, too.
 */

/** Cuts numbers down; it must stay as it is, since it keeps programs short. */
const CLAMP = `
!def clamp(x):
    !return x if -0x400000000000000000 < x < 0x400000000000000000 else 7
`;

const FUNCTIONS = `
class Odd(ArithmeticError):
    pass

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

def make_counter(start):
    def step(by=1):
        nonlocal start
        start = clamp(start + by)
        return start
    def peek():
        return start
    return step, peek

def count(n):
    for i in range(n):
        yield i

def echo(n):
    got = 0
    try:
        for i in range(n):
            sent = yield clamp(got + i)
            if sent is not None:
                got = sent
    finally:
        Guard.depth += 1
    return got

def chained(n):
    last = yield from echo(n)
    yield last
    yield from (i * i for i in range(n))

def failing(n):
    for i in range(n):
        try:
            yield thrower(i)
        finally:
            Guard.depth += 1

def spread(first, *rest, scale=1, **named):
    return clamp(first * scale + sum(rest) + len(named))

def positional(x, /, y=1, *, key=2):
    return clamp(x - y * key)

def defaults(x, seen=[]):
    seen.append(x)
    del seen[:-3]
    return len(seen)

def decorate(function):
    def wrapper(*args, **kw):
        return clamp(function(*args, **kw) + 1)
    return wrapper

@decorate
def decorated(x, y):
    return x - y

def memo(n, known={0: 0, 1: 1}):
    if n not in known:
        known[n] = memo(n - 1) + memo(n - 2)
    return known[n]

def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)

def even(n):
    return True if n <= 0 else odd(n - 1)

def odd(n):
    return False if n <= 0 else even(n - 1)

def ackermann(m, n):
    if m == 0:
        return n + 1
    return ackermann(m - 1, 1 if n == 0 else ackermann(m, n - 1))

def make_tree(n):
    return None if n <= 0 else (make_tree(n - 1), n, make_tree(n - 2))

def tree_sum(tree):
    if tree is None:
        return 0
    left, value, right = tree
    return tree_sum(left) + value + tree_sum(right)

def risky(x):
    try:
        if x % 3 == 1:
            return thrower(x)
        if x % 5 == 2:
            raise ValueError(x)
        return 1
    except ValueError as error:
        return error.args[0]
    finally:
        if x % 7 == 3:
            return -1

def returns_late(x):
    for i in range(3):
        try:
            if i == x % 4:
                return i
        finally:
            Guard.depth += i
    return 9

def pairs(items):
    return {key: value for key, value in enumerate(items)}

async def waiting(x):
    return x + await Waited(x)

async def awaiting(x):
    total = 0
    for i in range(3):
        total += await waiting(i)
    async with Later() as later:
        total += later.score
    return clamp(total + x)

def drive(coroutine):
    try:
        for i in range(20):
            coroutine.send(None if i == 0 else i)
    except StopIteration as stop:
        return stop.value

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
`;

const CLASSES = `
class Box:
    limit = 7
    def __init__(self, v, w):
        self.v = v
        self.w = w
    def bump(self, by):
        self.v = clamp(self.v + by)
        return self.v
    def total(self, x):
        return clamp(self.v + self.w * x)

class Twin(Box):
    def total(self, x):
        return Box.total(self, x) - self.limit

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

class managed:
    def __init__(self, x):
        self.x = x
    def __enter__(self):
        return thrower(self.x)
    def __exit__(self, *error):
        if error[0] is Odd:
            raise ValueError(self.x)

class Waited:
    def __init__(self, x):
        self.x = x
    def __await__(self):
        got = yield self.x
        return got or 0

class Later:
    score = 3
    async def __aenter__(self):
        return self
    async def __aexit__(self, *error):
        await Waited(1)

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

class Moved(Point):
    __slots__ = ()
    step = 2
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.y += self.step
    def __getattr__(self, name):
        if name == "z":
            return self.x
        raise AttributeError(name)

class Eye:
    score = 0
    looks = 0
    def __eq__(self, other):
        self.looks += 1
        if self.looks % 5 == 0:
            self.score = (self.score * 3 + look(2)) % 1000003
        return True

class Level:
    def __get__(self, obj, kind):
        return obj.kept
    def __set__(self, obj, value):
        obj.kept = clamp(value)

class Checked:
    level = Level()
    def __init__(self, value):
        self.level = value

class Named(type):
    def __new__(meta, name, bases, body):
        body["first"] = property(lambda self: self[0])
        return super().__new__(meta, name, bases, body)

class Pair(tuple, metaclass=Named):
    def __new__(cls, *args):
        return super().__new__(cls, args)

class Sorted:
    def __init__(self, x):
        self.x = x
    def __lt__(self, other):
        if self.x % 5 == 2:
            raise TypeError("not now")
        return False
    def __gt__(self, other):
        return True
`;

/** Each top-level definition of the prelude, by its name. */
export const PRELUDE: ReadonlyMap<string, string> = new Map(
  `${CLAMP}${FUNCTIONS}${CLASSES}`
    .split(/\n(?=\n\S)/)
    .map((text) => text.trim())
    .map((text) => [/^!?(?:async )?(?:def|class) (\w+)/m.exec(text)?.[1] ?? "", text]),
);
