/**
 * The tick rule: how much virtual time a trace operation takes. Every backend charges by it, and
 * the assembler puts its prefix sums into each unit's {@link PathCost}.
 *
 * An operation's tick is charged before the operation runs: a residual call sees a clock that
 * includes the call, and a guard that fails has been charged.
 */

import type { OpName } from "../trace/ops.ts";
import type { ResOp } from "../trace/values.ts";

/** Ticks of one executed operation: one, but labels and debug_merge_points are free. */
export function ticksOf(opname: OpName): 0 | 1 {
  return opname === "label" || opname === "debug_merge_point" ? 0 : 1;
}

/** Prefix sums of ticks: entry k is the cost of operations 0 … k - 1; one entry more than `ops`. */
export function tickSums(ops: readonly ResOp[]): Uint32Array {
  const sums = new Uint32Array(ops.length + 1);
  ops.forEach((op, index) => {
    sums[index + 1] = (sums[index] as number) + ticksOf(op.opname);
  });
  return sums;
}
