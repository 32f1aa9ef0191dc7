/**
 * The code writer keeps the meaning of what it translates: jitcode executed by the blackhole gives
 * the value, or the exception, of the same function run by the host. Without the TypeScript compiler
 * or the sources nothing is checked, which the totals say.
 */

import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { GuestException } from "../../../sim/hints/exception.ts";
import type { Totals } from "../../totals.ts";
import type { Law, Verdict } from "../law.ts";
import { broken, holds } from "../law.ts";
import * as exercises from "./jitcode-exercises.ts";

const LAW_NAME = "jitcode-as-typescript";

type Exercise = (a: number, b: number) => number;
type Arguments = readonly [a: number, b: number];

export const EXERCISES: readonly Exercise[] = [
  exercises.arithmetic,
  exercises.logic,
  exercises.loops,
  exercises.cases,
  exercises.overflow,
  exercises.exceptions,
  exercises.uncaught,
  exercises.objects,
  exercises.arrays,
  exercises.floats,
  exercises.order,
];

/** The code writer with all that it needs; null without the TypeScript compiler. */
async function loadRig() {
  try {
    return await import("./jitcode-rig.ts");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return null;
    throw error;
  }
}

/** Integers are numbers of the host here, and no integer is -0. */
function resultOf(run: () => unknown): unknown {
  try {
    const value = run();
    return { value: value === 0 ? 0 : value };
  } catch (error) {
    if (error instanceof GuestException) return { thrown: error.constructor.name, ...error };
    throw error;
  }
}

async function check([a, b]: Arguments): Promise<Verdict> {
  const rig = await loadRig();
  if (rig === null) return holds({ "no typescript": 1 });
  const program = rig.EXERCISE_PROGRAM;
  if (program === null) return holds({ "no sources": 1 });
  const totals: Totals = {};
  for (const fn of EXERCISES) {
    totals[`function ${fn.name}`] = 1;
    const found = resultOf(() => rig.runJitCode(program, fn, a, b));
    const expected = resultOf(() => fn(a, b));
    if (isDeepStrictEqual(found, expected)) continue;
    const sides = `${JSON.stringify(expected)} by the host, ${JSON.stringify(found)} by jitcode`;
    const problem = `${fn.name}(${a}, ${b}): ${sides}`;
    return broken(LAW_NAME, problem, totals, { difference: fn.name });
  }
  return holds(totals);
}

const numbers = fc.oneof(
  { arbitrary: fc.integer({ min: -12, max: 12 }), weight: 3 },
  { arbitrary: fc.integer({ min: -100_000, max: 100_000 }), weight: 1 },
);

export const jitcodeAsTypescript: Law<Arguments> = {
  name: LAW_NAME,
  says:
    "Functions that the code writer has translated give the same value, or throw the same, when the " +
    "blackhole runs their jitcode.",
  subjects: `pairs of arguments of ${EXERCISES.length} functions`,
  arbitrary: fc.tuple(numbers, numbers),
  check,
  describe: ([a, b]) => `a = ${a}, b = ${b}\n`,
  planted: {
    file: "sim/codewriter/overflow.ts",
    find: "ts.SyntaxKind.ExclamationEqualsEqualsToken ? false : null;",
    replace: "ts.SyntaxKind.ExclamationEqualsEqualsToken ? true : null;",
  },
  secondsMax: 60,
};
