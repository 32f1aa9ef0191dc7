/**
 * The code writer keeps the meaning of what it translates: for random arguments, jitcode executed
 * by the blackhole gives the value, or the exception, of the same function run by the host.
 */

import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { defined } from "../sim/base/assert.ts";
import * as int from "../sim/base/int.ts";
import { createProgram } from "../sim/codewriter/sources.ts";
import { translateFunctions } from "../sim/codewriter/text-cases.ts";
import { GuestException } from "../sim/hints/exception.ts";
import { linkProduct } from "../sim/jitcode/loader.ts";
import { checkJitCode } from "../sim/jitcode/verify.ts";
import { Blackhole } from "../sim/metainterp/blackhole.ts";
import * as exercises from "./jitcode-exercises.ts";
import {
  arithmetic,
  arrays,
  cases,
  exceptions,
  floats,
  logic,
  loops,
  objects,
  order,
  overflow,
  uncaught,
} from "./jitcode-exercises.ts";

const FILE = fileURLToPath(new URL("./jitcode-exercises.ts", import.meta.url));
const SEED = 20261122;

const sources = createProgram([FILE]);
const product = translateFunctions(sources, defined(sources.getSourceFile(FILE), "exercises"));
const modules = new Map<string, object>([
  ["properties/jitcode-exercises", exercises],
  ["sim/base/int", int],
  ["sim/hints/exception", { GuestException }],
]);
const program = linkProduct(product, (module, path) => {
  let value: unknown = modules.get(module);
  for (const part of path.split(".")) value = (value as Record<string, unknown>)[part];
  return defined(value, path);
});

type Exercise = (a: number, b: number) => number;

function resultOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof GuestException) return { ...error, thrown: error.constructor.name };
    throw error;
  }
}

/** Executes the jitcode of a function. */
function runJitCode(fn: Exercise, a: number, b: number): unknown {
  const jitcode = program.lookupFunction(fn);
  if (jitcode === undefined || "descr" in jitcode) return assert.unreachable("no jitcode");
  const isGuestException = (error: unknown): error is object => error instanceof GuestException;
  const enterPortal = (): never => {
    throw new TypeError("no portal here");
  };
  const blackhole = new Blackhole([], { program, probe: null, isGuestException, enterPortal });
  blackhole.enter(jitcode, [a, b]);
  const outcome = blackhole.run();
  if (outcome.kind === "exception") throw outcome.exception;
  return outcome.kind === "done" ? outcome.value : assert.unreachable(outcome.kind);
}

const EXERCISES: readonly Exercise[] = [
  arithmetic,
  logic,
  loops,
  cases,
  overflow,
  exceptions,
  uncaught,
  objects,
  arrays,
  floats,
  order,
];

for (const fn of EXERCISES) {
  test(`${fn.name} means the same as jitcode`, () => {
    const small = fc.integer({ min: -12, max: 12 });
    const property = fc.property(small, small, (a, b) => {
      assert.equal(
        resultOf(() => runJitCode(fn, a, b)),
        resultOf(() => fn(a, b)),
      );
    });
    fc.assert(property, { seed: SEED, numRuns: 400 });
  });
}

test("all jitcode of the exercises is well-formed", () => {
  for (const code of program.jitcodes) checkJitCode(code);
});

test.run();
