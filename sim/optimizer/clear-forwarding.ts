/**
 * After optimizing: what was known of boxes is dropped, so that the finished piece holds no
 * reference into the optimizer and the next run starts from nothing.
 *
 * Counterpart: _clean_optimization_info in rpython/jit/metainterp/optimizeopt/optimizer.py.
 */

import type { InputArg, ResOp, Value } from "../trace/values.ts";

/** Clears the forwarding of the input arguments, operations, and everything they use. */
export function clearForwarding(inputargs: readonly InputArg[], ops: readonly ResOp[]): void {
  for (const arg of inputargs) clear(arg);
  for (const op of ops) {
    clear(op);
    for (const arg of op.args) clear(arg);
  }
}

function clear(value: Value): void {
  if (!value.isConst) value.forwarded = null;
}
