/**
 * The rules of traces, checked on what a trace file holds and on what came out of it.
 */

import { UserError } from "../base/errors.ts";
import { findFault, verifyTrace } from "../trace/verify.ts";
import type { OptimizedFile } from "./run-trace-file.ts";
import type { TraceFile } from "./trace-file.ts";

/** Throws a UserError that names the line of the operation when an input breaks a rule. */
export function checkInputs({ inputs, name }: TraceFile): void {
  for (const input of inputs) {
    const fault = findFault(input, { optimized: false, isWhole: true });
    if (fault === null) continue;
    const line = input.lines[fault.index];
    const position = line === undefined ? { file: name } : { file: name, line };
    const text = input.texts[fault.index] ?? fault.operation;
    throw new UserError(`${fault.message}: ${text}`, position);
  }
}

/** Asserts that what came out keeps the rules. */
export function checkOutput({ unit }: OptimizedFile): void {
  if (unit !== null) verifyTrace(unit, { optimized: true });
}
