/**
 * What a probe is told of the inside of a run, for measuring which parts of the simulator a run has
 * used: much finer than events, never recorded, without influence on the run. Nobody listens in an
 * ordinary run, which then pays one test of a null per place.
 */

import type { GuardDescr } from "../trace/descr.ts";
import type { OpName } from "../trace/ops.ts";
import { OP_NAMES, OPS } from "../trace/ops.ts";

/** How often each executor has begun each trace operation, by its number in THE table. */
export class ExecutedOperations {
  readonly oracle = new Float64Array(OP_NAMES.length);
  readonly host = new Float64Array(OP_NAMES.length);
  readonly machine = new Float64Array(OP_NAMES.length);
}

/** Counts one operation in one executor's counts. */
export function countOperation(counts: Float64Array, name: OpName): void {
  const { index } = OPS[name];
  counts[index] = (counts[index] as number) + 1;
}

/**
 * What becomes of an activation whose guard has failed: the blackhole finishes it, or a bridge is
 * traced from it; "forced" is one whose frame was made real while it was inside of a call.
 */
export type ExitUse = "blackhole" | "bridge" | "forced";

/** Hears of a run. Must not change anything of it. */
export interface RunProbe {
  readonly executed: ExecutedOperations;
  /** The tracer begins a jitcode instruction. */
  traced(op: string): void;
  /** The blackhole begins a jitcode instruction. */
  blackholed(op: string): void;
  /** The optimizer applies a rule of its table. */
  rule(name: string): void;
  /** The code heap has no room for this many bytes. */
  heapFull(size: number): void;
  /** A guard's resume data are about to be read. */
  left(guard: GuardDescr, use: ExitUse): void;
}
