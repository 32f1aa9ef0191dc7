/**
 * What random programs may use, in groups that a program has or has not (swarm testing), and the
 * templates of each: numbers, truth values, and statements. Letters of holes:
 *
 *   $n number   $x number variable   $i integer   $t truth value   $v variable to assign
 *   $k -3 … 6   $c 0 … 9   $e edge of machine integers   $f function of two numbers
 *   $h late iteration   $r seldom true remainder   $L loop variable   $B statements
 *
 * All of it ends: loops count, what grows is cut (see program-text.ts), and functions call none of
 * themselves.
 */

export interface Feature {
  readonly numbers?: readonly string[];
  readonly truths?: readonly string[];
  readonly statements?: readonly string[];
}

const arithmetic: Feature = {
  numbers: ["($n + $n)", "($n - $n)", "($n + $n)", "($n * $n)", "(-$n)", "abs($n)"],
  truths: ["$n < $n", "$n <= $n", "$n == $n", "$n != $n", "$n > $n", "not $n >= $n"],
  statements: [
    "$v = $n",
    "$v = $n",
    "$v += $n",
    "$v -= $n",
    "$v = $v * $k",
    "$v, $v = $n, $n",
    "$v = $x",
  ],
};

/** Additions that cross 2^31, 2^53 and 2^63 in the middle of a loop, and back. */
const overflow: Feature = {
  numbers: ["($x + $e)", "($e - $x)", "($x * $e)", "min($n, $e)", "max($n, $e)"],
  truths: ["$x < $e", "$x == $e", "-$e <= $x"],
  statements: [
    "$v += 134217728",
    "$v += 562949953421312",
    "$v += 576460752303423488",
    "$v -= 1152921504606846976",
    "$v = $e + $x",
    "$v = $e - $x",
    "$v = $x * 3 + 1",
    "$v = $v * $v % 1000003",
    "$v = $x << $c",
    "if $v > $e:\n    $v -= $e",
  ],
};

const bits: Feature = {
  numbers: [
    "($i << $c)",
    "($i >> $c)",
    "($i & $i)",
    "($i | $i)",
    "($i ^ $i)",
    "(~$i)",
    "($i & 255)",
  ],
  truths: ["$i & 1", "$i >> 31", "($i ^ $i) < 0"],
  statements: ["$v = $i ^ $i", "$v = $i & 0xFFFF", "$v ^= $c", "$v = ~$i", "$v = $i << 31 >> 31"],
};

const division: Feature = {
  numbers: [
    "($n // 7)",
    "($n % 3)",
    "($n // -4)",
    "($n % 1000003)",
    "($n / 2.5)",
    "($n // $n)",
    "pow($i, 3, 7)",
  ],
  truths: ["$x % 2", "$x % $r == 1", "$n // 3 == $k"],
  statements: ["$v = $n % 16", "$v, $v = divmod($n, 7)", "$v //= $k", "$v = int($n) // $c"],
};

const floats: Feature = {
  numbers: [
    "($n * 0.5)",
    "float($n)",
    "round($n)",
    "($n + 0.25)",
    "int($n)",
    "round($n, 1)",
    "math.floor($n)",
  ],
  truths: ["isinstance($x, float)", "$x != $x", "float($n).is_integer()"],
  statements: [
    "$v = $n * 0.5",
    "$v = 1e300",
    "$v = $n / 3",
    "$v = -0.0",
    "$v = $v * 1e200 - $v",
    "$v = float('nan')",
  ],
};

/** Types that change late, and guards that fail seldom. */
const changes: Feature = {
  truths: ["isinstance($x, int)", "$x is None", "type($x) is bool"],
  statements: [
    "if it == $h:\n    $v = 0.5",
    "if it == $h:\n    $v = 1180591620717411303424",
    "if it == $h:\n    $v = 9223372036854775800",
    "if it == $h:\n    $v = None",
    "if it == $h:\n    $v = True",
    "if it == $h:\n    $v = 'late'",
    "if it == $h:\n    $v = 1e300",
    "if it > $h:\n    $v = float($n)",
    "if it == $h:\n    $B",
    "if $x % $r == 1:\n    $B",
    "if it >= $h:\n    box = Twin(2, 3)",
    "if it == $h:\n    box.v = 0.5",
    "if it == $h:\n    xs = [0.5, None, 'x']",
    "if it == $h:\n    Box.limit = $n",
    "if it == $h:\n    Box.total = lambda self, x: x",
    "$v = [1, 0.5, 'x', None][it > $h]",
  ],
};

const choices: Feature = {
  numbers: ["($n if $t else $n)", "($x and $n)", "($x or $n)", "($t) + 0"],
  truths: ["$t and $t", "$t or $t", "not ($t)", "$n < $x < $n"],
  statements: [
    "if $t:\n    $B\n?else:\n    $B",
    "if $t:\n    $B\n?elif $t:\n    $B\n?else:\n    $B",
    "if $t:\n    $v = $n",
  ],
};

const loops: Feature = {
  numbers: ["sum(range($c))"],
  statements: [
    "for $L in range(3):\n    $B",
    "for $L in range(1, 8, 2):\n    $B\n?else:\n    $v = $n",
    "for $L in range(4, 0, -1):\n    $B",
    "$L = 0\nwhile $L < $c:\n    !$L += 1\n    $B",
    "for $L in range($c):\n    if $t:\n        continue\n    $B",
    "for $L in range(5):\n    $B\n    if $t:\n        break\n?else:\n    $v = 0",
    "for x in xs:\n    $v = x + $n",
    "for $v in range(3):\n    pass",
    "for x, y in zip(xs, t):\n    $v = x - y",
    "for x, y in enumerate(t):\n    $v = $v + x * y",
  ],
};

const calls: Feature = {
  numbers: ["$f($n, $n)", "$f($n, y=$n)", "spread($n, *t)", "spread($n, scale=$k)", "clamp($n)"],
  statements: [
    "$v = $f($n, $n)",
    "$v = $f(y=$n, x=$x)",
    "$v = $f(*t[:2])",
    "$v = spread(*[$n, 1], **{'scale': 2, 'k': $x})",
    "first, *middle, last = [1, *t, 2]\n$v = first + len(middle) + last",
    "$v = (lambda *args, **kw: sum(args) + len(kw))($x, *t, k=1)",
    "$v, $v = map(clamp, ($n, $x))",
    "$v = positional($n, $x, key=$n)",
    "$v = defaults($x)",
    "try:\n    $v = $f($x, 1, 2)\nexcept TypeError as error:\n    print(error)",
  ],
};

const recursion: Feature = {
  numbers: ["rec(5, $n)", "fib($c)", "ackermann(1, $c)"],
  statements: [
    "$v = rec($c, $n)",
    "$v = fib($c)",
    "try:\n    $v = rec(4, $n)\nexcept Odd as error:\n    $v = error.args[0]",
    "$v = even($c)",
    "$v = tree_sum(make_tree($c % 5))",
  ],
};

const exceptions: Feature = {
  numbers: ["thrower($x)", "risky($i)"],
  statements: [
    "try:\n    $v = thrower($n)\n    $B\nexcept Odd as error:\n    $v = error.args[0]",
    "try:\n    $v = deep_thrower($n)\nexcept ArithmeticError:\n    $B",
    "try:\n    if $t:\n        raise ValueError($n)\n    $B\nexcept ValueError as error:\n    $v = len(error.args)\n?else:\n    $v = 2",
    "try:\n    $v = xs[$i]\nexcept IndexError:\n    $v = -1",
    "try:\n    $v = d[$c]\nexcept KeyError as error:\n    $v = error.args[0]",
    "try:\n    $v = 7 // $x\nexcept ZeroDivisionError:\n    $B",
    "try:\n    $v = box.missing\nexcept AttributeError:\n    $v = $n",
    "if $x % $r == 1:\n    raise Odd($x)",
    "try:\n    raise KeyError(1) from Odd($x)\nexcept KeyError as error:\n    $v = error.__cause__.args[0]",
    "assert $x != $r, 'never'",
    "try:\n    $v = sorted([3, Sorted($x), 1])[0]\nexcept TypeError as error:\n    print(error)",
    "try:\n    thrower(1)\nexcept Odd as error:\n    $v = error.__traceback__.tb_lineno",
  ],
};

const cleanup: Feature = {
  numbers: ["risky($i)"],
  statements: [
    "try:\n    $B\nfinally:\n    $v = $n",
    "try:\n    try:\n        $v = thrower($n)\n    finally:\n        $v = it\nexcept Odd:\n    $v = 3",
    "for $L in range(4):\n    try:\n        if $L == it % 4:\n            continue\n        $B\n    finally:\n        $v = $L",
    "for $L in range(3):\n    try:\n        if $t:\n            break\n    finally:\n        $B",
    "with Guard($t) as guard:\n    $v = thrower($n)",
    "with Guard(True), Guard(False):\n    $B",
    "with Guard(True):\n    if $t:\n        raise Odd($x)\n    $B",
    "with managed($x) as m:\n    $v = m + $n",
    "$v = returns_late($x)",
    "try:\n    $v = xs[$i]\nexcept IndexError:\n    try:\n        $v = d['missing']\n    except KeyError as error:\n        $v = len(repr(error.__context__))",
  ],
};

const objects: Feature = {
  numbers: [
    "box.v",
    "box.w",
    "box.limit",
    "box.bump($n)",
    "box.total($n)",
    "own.size",
    "(own + $n)",
    "own.bump($n)",
  ],
  truths: ["box.v > box.w", "isinstance(box, Twin)", "hasattr(box, 'u')"],
  statements: [
    "box.v = $n",
    "box.v += $n",
    "box.w = box.v",
    "box = Box($n, 1)",
    "box = Twin($n, 3)",
    "box = Mixed(box.w, 2)",
    "box.u = getattr(box, 'u', 0) + 1",
    "box.v, box.w = box.w, box.v",
    "$v = box.bump($n)",
    "bump = box.bump\n$v = bump($n)",
    "$v = own.bump($n)",
    "own.v = own.size",
    "setattr(box, 'w', $n)",
    "del box.w\nbox.w = $n",
    "$v = Box.total(box, $n)",
  ],
};

const special: Feature = {
  numbers: ["p.x", "p.norm", "p[$c]", "p(2)", "q.z", "len(p)", "hash(p)", "sum(p)"],
  truths: ["p == q", "p < q", "p", "$x in p", "q != p"],
  statements: [
    "p = p + q",
    "p += $n",
    "p = Point.of($n, $n)",
    "p.norm = $n",
    "p[$x % 3] = $n",
    "q.x, q.y = q.y, $n",
    "$v, $v = p",
    "$v = sum([q, 1]).x",
    "p = min(p, q)",
    "$v = len({p, q, Point(p.x, 1)})",
    "$v = p[0] if p else p[-1]",
    "eye = Eye()\nif eye == $x:\n    $v = eye.score",
    "$v = Checked($n).level",
    "desc = Checked($n)\ndesc.level = $n\n$v = desc.level",
    "$v = Pair($n, 1).first",
  ],
};

/** Two names for one object. */
const aliasing: Feature = {
  numbers: ["other.v", "ys[0]"],
  truths: ["box is other", "xs is ys", "xs == ys"],
  statements: [
    "other = box",
    "other = Box($n, 1)",
    "other = box if $t else other",
    "other.v = $n\n$v = box.v",
    "ys = xs",
    "ys = xs if $t else [1, 2, 3]",
    "ys[0] = $n\n$v = xs[0]",
    "xs[$c % 3] = $n\n$v = ys[$c % 3] + xs[0]",
    "box.v = $n\nother.v = $n\n$v = box.v",
    "box.link = other\nother.link = box\n$v = box.link.link.v",
    "xs[0] = xs\n$v = len(xs[0])\nxs[0] = $n",
  ],
};

const closures: Feature = {
  numbers: ["peek()", "step(1)"],
  statements: [
    "$v = step($n)",
    "step, peek = make_counter($n)",
    "add = adder($n)\n$v = add($x)",
    "def local(x, k=$x):\n    return x + k + $n\n$v = local(local(1), k=2)",
    "fs = [lambda x, i=i: x + i for i in range(3)]\n$v = fs[it % 3]($x)",
    "$v = decorated($n, $x)",
    "$v = memo($c)",
    "set_global($x)\n$v = G",
  ],
};

const generators: Feature = {
  numbers: ["sum(count($c))", "sum(chained($c % 4))", "sum(g0($k))", "next(count(2))"],
  truths: ["any(x > 5 for x in xs)", "all(x for x in t)", "$x in count(4)"],
  statements: [
    "for x in g0($n):\n    $v = x",
    "for x in count(3):\n    $v = $v + x\n    $B",
    "e = echo(3)\nnext(e)\n$v = e.send($n)\ne.close()",
    "e = echo(2)\nnext(e)\ntry:\n    e.throw(Odd($x))\nexcept Odd as error:\n    $v = error.args[0]",
    "for x in chained(3):\n    if $t:\n        break\n    $v = x",
    "$v = sum(x * $n for x in count(3))",
    "$v = max(zip(count(3), xs), default=(1, 0))[0]",
    "a, *rest = chained(2)",
    "try:\n    for x in failing($c):\n        $v = x\nexcept Odd as error:\n    $v = error.args[0]",
    "$v = next(reversed(t)) + next(iter(xs))",
    "e = count(4)\nfor x in e:\n    $v = x + next(e, 7)",
    "$v = sum(itertools.islice(itertools.cycle(t), $c))",
    "$v = drive(awaiting($n))",
    "$v = max(map(looked_at, [1, $k]))",
    "$v = looked_at($n)",
  ],
};

const comprehensions: Feature = {
  numbers: ["sum([x + $n for x in xs])", "len([x for x in t if x])"],
  statements: [
    "$v = sum([x + $n for x in xs if $t])",
    "st = {int(x) % 11 for x in xs}",
    "d = {k: v for k, v in d.items() if k != $c}",
    "$v = len([(x, y) for x in range(3) for y in range(x) if (x + y) % 2])",
    "t = tuple(x - $n for x in t)",
    "if (n := len(xs)) > $c:\n    $v = n",
    "$v = sum(sum(row) for row in [[i * j for j in range(3)] for i in range(3)])",
    "xs = [x for x in xs if x != $n] + [1]",
  ],
};

const lists: Feature = {
  numbers: ["xs[$k]", "xs[$i % 3]", "len(xs)", "sum(xs)", "xs.count($n)"],
  truths: ["$n in xs", "xs", "xs < [1, 2]", "xs == [1, 2, 3]"],
  statements: [
    "xs.append($n)",
    "xs[$i % 3] = $n",
    "xs[1:3] = [$n, $n, 3]",
    "del xs[-1]",
    "xs = xs[::-1]",
    "xs.insert(1, $x)",
    "xs.sort(key=lambda x: -x)",
    "xs.extend(t)",
    "$v = xs.pop() if xs else 0",
    "xs += [$n]",
    "$v = xs.index($c) if $c in xs else -1",
    "xs = [$n] * 3",
    "xs = sorted(xs, reverse=$t)",
    "by = bytearray(b'abc')\nby[$c % 3] = $c\n$v = by[0] + len(bytes(by))",
    "$v = functools.reduce(lambda x, y: x - y, xs, 1)",
  ],
};

const dictionaries: Feature = {
  numbers: ["d.get($c, 1)", "d[$k]", "len(d)", "sum(d.values())"],
  truths: ["$c in d", "d", "d == {1: 1}"],
  statements: [
    "d[$c] = $n",
    "d[$x] = $x",
    "d[$x % 5] = d.get($c, 0) + 1",
    "$v = d.pop($c, -1)",
    "$v = d.setdefault($x % 8, it)",
    "for k, v in d.items():\n    $v = k",
    "for k in sorted(d):\n    $v = k + $n",
    "if d:\n    k, $v = d.popitem()",
    "d = {**d, 9: it, **pairs(t)}",
    "d.update({x: i for i, x in enumerate(t)})",
    "d['k'] = $x\ndel d['k']",
    "for k in list(d):\n    del d[k]\n    $B\n    break",
    "d = dict.fromkeys(xs, $n)",
    "$v = operator.itemgetter(1)(d)",
  ],
};

const tuples: Feature = {
  numbers: ["t[$k]", "sum(t)", "len(t)", "st.__len__()"],
  truths: ["t", "t < (1, 2)", "$x in st", "st <= {1, 2, 3}"],
  statements: [
    "t = ($n, $n, $n)",
    "t += ($n,)",
    "($v, $v), $v = ($x, $x), $n",
    "t = t[1:] + ($x,)",
    "st = (st | {it % 17}) - {5}",
    "st ^= {1, it % 9}",
    "st.add(it % 4)\nst.discard(it % 6)",
    "$v = sorted(st, reverse=True)[0] if st else -1",
    "$v = len(frozenset(t) & st)",
    "pair = divmod(int($n), 7)\n$v = pair[0] - pair[1]",
  ],
};

const texts: Feature = {
  numbers: [
    "len(s)",
    "ord(s[0])",
    "len(s[1:$k])",
    "s.find('a')",
    "int('1' + str($c))",
    "s.count('a')",
  ],
  truths: ["s", "'b' in s", "s == 'ab'", "s < 'b'", "s.startswith('a')"],
  statements: [
    "s = s + 'a'",
    "s += 'é'",
    "s = s[1:] + str($n)[:2]",
    "s = s[::-1]",
    "s = f'{$x}:{s}'",
    "s = '%s-%d' % (s, $i)",
    "s = '{}{:>4}'.format(s, $x)",
    "s = ''.join(reversed(s))",
    "s = ','.join(map(str, t))",
    "s = s.upper() if $t else s.replace('a', 'bc')",
    "s = str($n) + repr($x)",
    "$v = int(s) if s.isdigit() else len(s.split('a'))",
    "s = s.encode('utf-8').decode('latin-1')",
    "$v = sum(map(ord, s[:3]))",
    "s = s.translate({97: 'c', 98: None}) + s.strip('a')",
    "s = chr(97 + it % 26) * $c",
    "$v = b'abc'[$c % 3] + len(s.encode())",
  ],
};

/** All groups. `arithmetic` is in every program. */
export const FEATURES = {
  arithmetic,
  overflow,
  bits,
  division,
  floats,
  changes,
  choices,
  loops,
  calls,
  recursion,
  exceptions,
  cleanup,
  objects,
  special,
  aliasing,
  closures,
  generators,
  comprehensions,
  lists,
  dictionaries,
  tuples,
  texts,
} as const satisfies Record<string, Feature>;

export type FeatureName = keyof typeof FEATURES;

/** In every loop of a program: what tracing finds hard, so that few programs are without it. */
export const HARD_FEATURES: readonly FeatureName[] = [
  "changes",
  "overflow",
  "exceptions",
  "generators",
  "aliasing",
  "choices",
];

/** Functions, classes and generators with random bodies, by name. */
export const DEFINITIONS: Readonly<Record<string, string>> = {
  f0: "def @f0(x, y=2):\n    $B\n    return clamp($n)",
  f1: "def @f1(x, y=2):\n    $B\n    if $t:\n        return $x\n    return clamp(f0($n, $n))",
  g0: "def @g0(x, y=2):\n    for i1 in range(4):\n        x, y = clamp(x), clamp(y)\n        $B\n        yield $n",
  rec: "def @rec(n, x):\n    !if n <= 0:\n        !return thrower(x)\n    y = n\n    $B\n    return clamp(rec(n - 1, $n) + rec(n - 2, y))",
  Own: [
    "class Own(Mixed):",
    "    def @bump(self, x, y=2):",
    "        $B",
    "        self.w = clamp($n)",
    "        return super().bump(x)",
    "    @property",
    "    def size(self):",
    "        return clamp(self.v + self.w * 2)",
    "    def @__add__(self, x, y=3):",
    "        return clamp(self.v + $n)",
    "    __radd__ = __add__",
  ].join("\n"),
};
