/**
 * Random Python programs that end: functions that call each other, one that recurses, classes, and
 * a main loop that is long enough for everything in it to be compiled. They print as they go, and
 * all their variables at the end.
 */

import * as fc from "fast-check";
import { number } from "./python-expressions.ts";
import { FEATURE_CUTS, FEATURE_STATE, FEATURE_VARIABLES } from "./python-features.ts";
import { PRELUDE } from "./python-prelude.ts";
import type { Lines, Scope } from "./python-statements.ts";
import { block, indent } from "./python-statements.ts";

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

/** A class with a method, a property and an operator of its own, over one of the prelude's. */
const randomClass: fc.Arbitrary<Lines> = fc
  .tuple(
    fc.constantFrom("Box", "Twin", "Mixed"),
    block({ ...FUNCTION_SCOPE, depth: 0 }, 3),
    number({ ...FUNCTION_SCOPE, numbers: ["self.v", "self.w"] }, 2),
    number({ ...FUNCTION_SCOPE, numbers: ["self.v", "other"] }, 1),
    fc.boolean(),
  )
  .map(([base, body, size, sum, overrides]) => [
    `class Own(${base}):`,
    `    def ${overrides ? "bump" : "move"}(self, x, y=2):`,
    "        z = 1",
    ...indent(indent(body)),
    "        self.w = clamp(self.w + z)",
    overrides ? "        return super().bump(x)" : "        return self.bump(x)",
    "",
    "    @property",
    "    def size(self):",
    `        return clamp(${size})`,
    "",
    "    def __add__(self, other):",
    `        return clamp(${sum})`,
    "",
    "    __radd__ = __add__",
    "",
    "",
  ]);

/** A generator whose body is random; it may end with an exception. */
const randomGenerator: fc.Arbitrary<Lines> = fc
  .tuple(
    block({ ...FUNCTION_SCOPE, depth: 1, loops: 2, numbers: ["x", "y", "z", "i1"] }, 3),
    number({ ...FUNCTION_SCOPE, numbers: ["x", "y", "z", "i1"] }, 1),
    fc.constantFrom("3", "4", "1, 9, 3"),
  )
  .map(([body, value, range]) => [
    "def g0(x, y=2):",
    "    z = 1",
    `    for i1 in range(${range}):`,
    "        x, y, z = clamp(x), clamp(y), clamp(z)",
    ...indent(indent(body)),
    `        yield clamp(${value})`,
    "",
    "",
  ]);

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
    "except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, StopIteration) as error:",
    "    errors.append(type(error).__name__)",
  ];
  return [
    "def main():",
    "    a, b, c = 1, 2, 3.5",
    "    s = 'ab'",
    "    xs = [1, 2, 3]",
    "    d = {1: 1, 2: 0.5}",
    "    box = Box(1, 2)",
    "    own = Own(2, 1)",
    ...FEATURE_VARIABLES,
    "    errors = []",
    `    for it in range(${times}):`,
    ...indent(indent(catches ? caught : body)),
    "        a, b, c = clamp(a), clamp(b), clamp(c)",
    "        s = s[-20:]",
    ...indent(indent(FEATURE_CUTS)),
    "        if it % 11 == 10:",
    "            print(it, a, b, c, len(errors))",
    `    print(${STATE})`,
    `    print(own.v, own.w, ${FEATURE_STATE})`,
    "    print(errors[-3:], G)",
    "",
    "",
    "main()",
  ];
}

const main: fc.Arbitrary<Lines> = fc
  .record({
    body: block(MAIN_SCOPE, 7),
    times: fc.constantFrom(14, 25, 40),
    catches: fc.integer({ min: 0, max: 9 }).map((n) => n < 9),
  })
  .map(mainText);

/** The text of a random program. */
export const pythonProgram: fc.Arbitrary<string> = fc
  .tuple(functionText(0), functionText(1), randomClass, randomGenerator, recursion, main)
  .map(([f0, f1, own, g0, rec, last]) => {
    return `${PRELUDE}\n${[...f0, ...f1, ...own, ...g0, ...rec, ...REC_SAFE, ...last].join("\n")}\n`;
  });
