/**
 * Random statements over what Python has beside numbers: classes with special methods, closures,
 * generators, comprehensions, dictionaries, sets, strings, slices, star arguments, `with`, f-strings
 * and exceptions with `finally`. They refer to the prelude and to the variables of `main`: the
 * object `p`, the set `st`, the tuple `t`, the word `w`, the dictionary `d`, the list `xs`.
 */

import * as fc from "fast-check";
import type { Place } from "./python-expressions.ts";
import { condition, number } from "./python-expressions.ts";

export type Lines = readonly string[];
type Piece = fc.Arbitrary<Lines>;

/** The variables of `main` that these statements use, with their first values. */
export const FEATURE_VARIABLES: Lines = [
  "    p = Point(1, 2)",
  "    q = Moved(3)",
  "    st = {1, 2, 3}",
  "    t = (1, 2, 3)",
  "    w = 'hello'",
  "    step, peek = make_counter(0)",
  "    eye = Eye()",
];

/** Cuts down what they let grow. */
export const FEATURE_CUTS: Lines = ["w = w[-12:]", "st = {x for x in st if x < 40}", "t = t[-5:]"];

export const FEATURE_STATE = "p, q, sorted(st), t, w, peek(), Guard.depth, eye.score";

const small = fc.integer({ min: -3, max: 6 }).map(String);
const slice = fc
  .tuple(fc.constantFrom("", "0", "1", "-2", "2"), fc.constantFrom("", "3", "-1", "9"))
  .chain(([start, stop]) =>
    fc.constantFrom("", ":1", ":2", ":-1").map((step) => `[${start}:${stop}${step}]`),
  );

/** One statement or a few that belong together. */
export function featureStatement(place: Place): Piece {
  const value = number(place, 1);
  const test = condition(place, 0);
  return fc.oneof(
    objects(value),
    closures(value),
    generators(value, test),
    comprehensions(value, test),
    collections(value),
    texts(value),
    slices(value),
    calls(value),
    contexts(value, test),
    exceptions(value, test),
    frames(value),
  );
}

/** Somebody looks at the frames of callers, now and then at that of the loop itself. */
function frames(value: fc.Arbitrary<string>): Piece {
  return fc.oneof(
    fc.constantFrom(
      ["if eye == a:", "    b = eye.score"],
      ["a = sum(staring(eye, 4))"],
      ["b = max(map(looked_at, [1, 2]))"],
      ["try:", "    thrower(1)", "except Odd as error:", "    a = error.__traceback__.tb_lineno"],
    ),
    value.map((text) => [`a = blink(eye, ${text})`]),
    value.map((text) => [`b = looked_at(${text})`]),
  );
}

function objects(value: fc.Arbitrary<string>): Piece {
  return fc.oneof(
    fc.constantFrom(
      ["p = p + q"],
      ["q = q + p"],
      ["p, q = Point.of(*q), Moved(*p)"],
      ["a = clamp(sum([q, 1]).x)"],
      ["b = clamp(p(2) + q(by=3))"],
      ["p.norm = q.norm"],
      ["p = min(p, q)", "a = p[0] if p else p[-1]"],
      ["a, b = p"],
      ["c = q.z + getattr(p, 'z', 4)"],
      ["if p == q or p != Point.origin():", "    a = a + 1"],
      ["box = Mixed(box.w, 2)"],
      ["a = len({p, q, Point(p.x, p.y)}) + hash(p == q)"],
    ),
    value.map((text) => [`p += ${text}`]),
    fc.tuple(value, small).map(([text, index]) => [`p[${index} % 3] = clamp(${text})`]),
    value.map((text) => [`if ${text} in p:`, "    b = clamp(b + p.norm)"]),
    value.map((text) => [`q.x, q.y = q.y, clamp(${text})`]),
    value.map((text) => [`box.v += ${text}`, "box.v = clamp(box.v)"]),
  );
}

function closures(value: fc.Arbitrary<string>): Piece {
  return fc.oneof(
    value.map((text) => [`a = step(${text})`]),
    value.map((text) => [`step(by=${text})`, "b = peek()"]),
    value.map((text) => [`step, peek = make_counter(clamp(${text}))`]),
    value.map((text) => [
      "def local(x, k=a):",
      `    return clamp(x + k + ${text})`,
      "b = local(local(1), k=2)",
    ]),
    fc.constant(["fs = [lambda x, i=i: clamp(x * i) for i in range(3)]", "a = fs[it % 3](a)"]),
    fc.constant(["c = clamp((lambda *args, **kw: sum(args) + len(kw))(a, *t, k=1))"]),
  );
}

function generators(value: fc.Arbitrary<string>, test: fc.Arbitrary<string>): Piece {
  return fc.oneof(
    small.map((n) => [`a = clamp(sum(chained(${n} % 4)))`]),
    value.map((text) => [
      "e = echo(3)",
      "next(e)",
      `a = e.send(clamp(${text}))`,
      "b = next(e, -1)",
      "e.close()",
    ]),
    test.map((text) => [
      "for x in chained(3):",
      `    if ${text}:`,
      "        break",
      "    a = clamp(a + x)",
      "else:",
      "    b = 0",
    ]),
    value.map((text) => [`c = clamp(sum(x * ${text} for x in count(3)))`]),
    fc.constant(["a = clamp(max(zip(count(3), xs), default=(1, 0))[0])"]),
    fc.constant([
      "e = echo(2)",
      "try:",
      "    next(e)",
      "    e.throw(Odd(3))",
      "except Odd as error:",
      "    b = error.args[0]",
    ]),
    fc.constant(["a, *rest = chained(2)", "b = len(rest)"]),
  );
}

function comprehensions(value: fc.Arbitrary<string>, test: fc.Arbitrary<string>): Piece {
  return fc.oneof(
    fc
      .tuple(value, test)
      .map(([text, cond]) => [`b = clamp(sum([clamp(x + ${text}) for x in xs if ${cond}]))`]),
    value.map((text) => [`st = {int(x) % 11 for x in xs} | {int(${text}) % 13}`]),
    value.map((text) => [`d = {k: clamp(v + ${text}) for k, v in d.items() if k != 3}`]),
    fc.constant(["a = len([(x, y) for x in range(3) for y in range(x) if (x + y) % 2])"]),
    fc.constant(["d.update({x: i for i, x in enumerate(t)})", "d = dict(list(d.items())[-6:])"]),
    value.map((text) => [`t = tuple(clamp(x - ${text}) for x in t)`]),
    fc.constant(["if any(x > 5 for x in xs) and (n := len(xs)) > 1:", "    b = n"]),
    fc.constant(["a = sum(sum(row) for row in [[i * j for j in range(3)] for i in range(3)])"]),
  );
}

function collections(value: fc.Arbitrary<string>): Piece {
  return fc.oneof(
    fc.constantFrom(
      ["st = (st | {it % 17}) - {5}"],
      ["st ^= {1, it % 9}"],
      ["st &= set(range(12)) | {it}"],
      ["a = len(st) + (3 in st) + (st <= {1, 2, 3})"],
      ["st.discard(it % 6)", "st.add(it % 4)"],
      ["b = sorted(st, reverse=True)[0] if st else -1"],
      ["a = d.pop(it % 7, -1)"],
      ["a = d.setdefault(it % 8, it)"],
      ["for k in sorted(d):", "    a = clamp(a + k)"],
      ["if d:", "    k, b = d.popitem()"],
      ["d = {**d, 9: it, **pairs(t)}", "d = dict(sorted(d.items())[:6])"],
      ["d[t[0] if t else 0] = len(d)", "d = dict(sorted(d.items(), key=str)[:6])"],
      ["xs.insert(1, a)", "xs.sort(key=lambda x: -x)", "del xs[6:]"],
      ["xs.extend(t)", "xs.reverse()", "del xs[:-6]"],
      ["a = xs.pop() if xs else 0", "xs.append(it)"],
      ["a = xs.index(it % 4) if it % 4 in xs else xs.count(1)"],
      ["b, a = divmod(int(a), 7)"],
    ),
    value.map((text) => [`d[int(${text}) % 9] = clamp(${text})`]),
    value.map((text) => [`t += (clamp(${text}),)`]),
    value.map((text) => [`xs[it % 3] += ${text}`, "xs[it % 3] = clamp(xs[it % 3])"]),
    value.map((text) => [`d[it % 4] = d.get(it % 4, 0)`, `d[it % 4] -= clamp(${text})`]),
  );
}

function texts(value: fc.Arbitrary<string>): Piece {
  const method = fc.constantFrom(
    "w.upper()",
    "w.title()",
    "w.replace('l', 'é')",
    "w.strip('ho')",
    "w.zfill(7)",
    "'-'.join(w)",
    "w.center(9, '*')",
    "w.swapcase()",
    "' '.join(w.split('e'))",
    "w * 2",
    "w.partition('l')[2]",
  );
  return fc.oneof(
    method.map((text) => [`w = ${text}`]),
    value.map((text) => [`w = f"{clamp(${text})!r:>6}|{w:.4}"`]),
    value.map((text) => [`w += f"{int(${text}) % 1000:04x}{it:{it % 5}}"`]),
    value.map((text) => [`w = "%s:%5.2f" % (w[:3], clamp(${text}) % 100)`]),
    value.map((text) => [`w = "{0}{1!s}{k:>3}".format(w[-2:], int(${text}) % 50, k=it)`]),
    fc.constantFrom(
      ["a = w.find('o') + w.count('l') + len(w)"],
      ["b = sum(ord(ch) for ch in w) % 97"],
      ["w = ''.join(sorted(set(w)))"],
      ["w = w.encode().decode('utf-8')[::-1]"],
      ["a = int(str(int(a))[:6]) if w.isalpha() else len(w.split())"],
      ["if w.startswith('he') or w.endswith(('o', 'x')):", "    w = chr(97 + it % 26) + w"],
    ),
  );
}

function slices(value: fc.Arbitrary<string>): Piece {
  return fc.oneof(
    slice.map((text) => [`a = len(xs${text}) + len(w${text})`]),
    slice.map((text) => [`t = t${text} or (1,)`]),
    slice.map((text) => [`w = w${text} + w[:2]`]),
    value.map((text) => [`xs[1:3] = [clamp(${text}), it, it]`, "del xs[:-6]"]),
    slice.map((text) => [`ys = xs[:]`, `del ys${text}`, "b = len(ys)"]),
    fc.constant(["xs[::2] = [x for x in xs[::2]]"]),
  );
}

function calls(value: fc.Arbitrary<string>): Piece {
  return fc.oneof(
    value.map((text) => [`a = spread(${text}, *t, scale=2, other=b)`]),
    value.map((text) => [`b = spread(*[${text}, 1], **{'scale': 2, 'k': it})`]),
    fc.constant(["kw = {'scale': len(t)}", "a = spread(it, *xs, *t, **kw)"]),
    fc.constant(["first, *middle, last = [1, *t, 2]", "c = clamp(first + len(middle) + last)"]),
    fc.constant(["(a, b), c = (b, a), clamp(c)"]),
    fc.constant(["a = f0(*t[:2])"]),
    fc.constant(["b = f1(y=it, x=a)"]),
    value.map((text) => [`a, b = map(clamp, (${text}, it))`]),
  );
}

function contexts(value: fc.Arbitrary<string>, test: fc.Arbitrary<string>): Piece {
  return fc.oneof(
    fc
      .tuple(value, test)
      .map(([text, cond]) => [
        `with Guard(${cond}) as guard:`,
        `    a = thrower(int(${text}))`,
        "    b = guard.depth",
      ]),
    value.map((text) => [
      "with Guard(True), Guard(False) as inner:",
      `    a = clamp(${text})`,
      "    if a % 4 == 1:",
      "        raise Odd(a)",
    ]),
  );
}

function exceptions(value: fc.Arbitrary<string>, test: fc.Arbitrary<string>): Piece {
  return fc.oneof(
    value.map((text) => [`a = risky(int(${text}))`]),
    fc
      .tuple(value, test)
      .map(([text, cond]) => [
        "try:",
        "    try:",
        `        a = thrower(int(${text}))`,
        `        if ${cond}:`,
        "            raise KeyError(it) from Odd(a)",
        "    finally:",
        "        b = it",
        "except (KeyError, Odd) as error:",
        "    a = type(error).__name__ == 'Odd'",
        "    c = 0 if error.__cause__ is None else 1",
        "else:",
        "    c = 2",
      ]),
    value.map((text) => [
      "try:",
      `    a = xs[int(${text})]`,
      "except IndexError:",
      "    try:",
      "        a = d['missing']",
      "    except KeyError as error:",
      "        a = len(str(error))",
      "        b = type(error.__context__).__name__ == 'IndexError'",
    ]),
    fc.constant([
      "for x in range(4):",
      "    try:",
      "        if x == it % 4:",
      "            continue",
      "        a = clamp(a + x)",
      "    finally:",
      "        b = x",
    ]),
    fc.constant([
      "assert it >= 0, 'never'",
      "try:",
      "    assert a != a + 1",
      "finally:",
      "    pass",
    ]),
  );
}
