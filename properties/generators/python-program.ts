/**
 * Random Python programs that end: functions that call each other, one that recurses, classes, and
 * a main loop that is long enough for everything in it to be compiled. They print as they go, and
 * all their variables at the end.
 */

import * as fc from "fast-check";
import { number } from "./python-expressions.ts";
import type { Lines, Scope } from "./python-statements.ts";
import { block, indent } from "./python-statements.ts";

/** Fixed parts: what random statements refer to. */
const PRELUDE = `
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

`.slice(1);

const FUNCTION_SCOPE: Scope = {
  numbers: ["x", "y", "z"],
  targets: ["x", "y", "z"],
  hasObjects: false,
  functions: [],
  loops: 1,
  depth: 1,
};

function functionText(index: number): fc.Arbitrary<Lines> {
  const functions = index === 0 ? [] : ["f0"];
  const scope = { ...FUNCTION_SCOPE, functions };
  return fc
    .tuple(block(scope, 3), number(scope, 1))
    .map(([body, value]) => [
      `def f${index}(x, y=2):`,
      "    z = 1",
      ...indent(body),
      `    return clamp(${value})`,
      "",
      "",
    ]);
}

/** Recursion to a counted depth, with an exception on its way now and then. */
const recursion: fc.Arbitrary<Lines> = fc
  .tuple(block({ ...FUNCTION_SCOPE, depth: 0 }, 2), fc.boolean(), fc.integer({ min: 1, max: 2 }))
  .map(([body, throws, calls]) => [
    "def rec(n, x):",
    "    if n <= 0:",
    throws ? "        return thrower(x)" : "        return x",
    "    y = n",
    "    z = x",
    ...indent(body),
    `    return clamp(${Array.from({ length: calls }, (_, i) => `rec(n - ${i + 1}, z)`).join(" + ")} - y)`,
    "",
    "",
  ]);

const MAIN_SCOPE: Scope = {
  numbers: ["a", "b", "c", "it"],
  targets: ["a", "b", "c"],
  hasObjects: true,
  functions: ["f0", "f1", "rec_safe"],
  loops: 1,
  depth: 2,
};

const REC_SAFE: Lines = [
  "def rec_safe(x, y):",
  "    try:",
  "        return rec(int(x) % 5, y)",
  "    except Odd:",
  "        return -1",
  "",
  "",
];

const STATE = "a, b, c, s, xs, box.v, box.w, sorted(d.items())";

interface MainShape {
  readonly body: Lines;
  readonly times: number;
  readonly catches: boolean;
}

function mainText({ body, times, catches }: MainShape): Lines {
  const caught = [
    "try:",
    ...indent(body),
    "except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:",
    "    errors.append(type(error).__name__)",
  ];
  return [
    "def main():",
    "    a, b, c = 1, 2, 3.5",
    "    s = 'ab'",
    "    xs = [1, 2, 3]",
    "    d = {1: 1, 2: 0.5}",
    "    box = Box(1, 2)",
    "    errors = []",
    `    for it in range(${times}):`,
    ...indent(indent(catches ? caught : body)),
    "        a, b, c = clamp(a), clamp(b), clamp(c)",
    "        s = s[-20:]",
    "        if it % 11 == 10:",
    "            print(it, a, b, c, len(errors))",
    `    print(${STATE})`,
    "    print(errors[-3:], G)",
    "",
    "",
    "main()",
  ];
}

const main: fc.Arbitrary<Lines> = fc
  .record({
    body: block(MAIN_SCOPE, 6),
    times: fc.constantFrom(14, 45, 80),
    catches: fc.integer({ min: 0, max: 9 }).map((n) => n < 9),
  })
  .map(mainText);

/** The text of a random program. */
export const pythonProgram: fc.Arbitrary<string> = fc
  .tuple(functionText(0), functionText(1), recursion, main)
  .map(([f0, f1, rec, last]) => {
    return `${PRELUDE}\n${[...f0, ...f1, ...rec, ...REC_SAFE, ...last].join("\n")}\n`;
  });
