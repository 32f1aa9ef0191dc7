/**
 * The exercises as jitcode: translated by the code writer when this module is loaded, which takes
 * the TypeScript compiler and the sources. Load it on demand.
 */

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defined } from "../../../sim/base/assert.ts";
import * as int from "../../../sim/base/int.ts";
import { createProgram } from "../../../sim/codewriter/sources.ts";
import { translateFunctions } from "../../../sim/codewriter/text-cases.ts";
import { GuestException } from "../../../sim/hints/exception.ts";
import type { JitProgram } from "../../../sim/jitcode/jitcode.ts";
import { linkProduct } from "../../../sim/jitcode/loader.ts";
import { Blackhole } from "../../../sim/metainterp/blackhole.ts";
import * as exercises from "./jitcode-exercises.ts";

const FILE = fileURLToPath(new URL("./jitcode-exercises.ts", import.meta.url));

const MODULES = new Map<string, object>([
  ["properties/laws/parts/jitcode-exercises", exercises],
  ["sim/base/int", int],
  ["sim/hints/exception", { GuestException }],
]);

function translate(): JitProgram {
  const sources = createProgram([FILE]);
  const product = translateFunctions(sources, defined(sources.getSourceFile(FILE), "exercises"));
  return linkProduct(product, (module, path) => {
    let value: unknown = MODULES.get(module);
    for (const part of path.split(".")) value = (value as Record<string, unknown>)[part];
    return defined(value, path);
  });
}

/** Jitcode of all exercises; null where there are no sources. */
export const EXERCISE_PROGRAM = existsSync(FILE) ? translate() : null;

/** Executes the jitcode of a function; throws what it throws. */
export function runJitCode(
  program: JitProgram,
  fn: (a: number, b: number) => number,
  a: number,
  b: number,
): unknown {
  const jitcode = program.lookupFunction(fn);
  if (jitcode === undefined || "descr" in jitcode) throw new TypeError(`no jitcode of ${fn.name}`);
  const isGuestException = (error: unknown): error is object => error instanceof GuestException;
  const enterPortal = (): never => {
    throw new TypeError("no portal here");
  };
  const blackhole = new Blackhole([], { program, probe: null, isGuestException, enterPortal });
  blackhole.enter(jitcode, [a, b]);
  const outcome = blackhole.run();
  if (outcome.kind === "exception") throw outcome.exception;
  if (outcome.kind !== "done") throw new TypeError(`jitcode ended by ${outcome.kind}`);
  return outcome.value;
}
