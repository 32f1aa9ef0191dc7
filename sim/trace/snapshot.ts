/**
 * Snapshots: the interpreter's state at a guard, as the tracer records it. One frame per jitcode
 * on the tracer's stack, the innermost last; values in the order of the instruction's list of live
 * registers.
 *
 * Convention of resuming: the innermost frame *re-executes* the instruction at `pc`; every other
 * frame is inside a call, whose result or exception is *delivered* into the instruction at its
 * `pc`. A guard that follows a call (guard_no_exception, guard_exception, guard_not_forced) has
 * `deliver` set: its innermost frame is inside that call too, and what the call gave is delivered.
 *
 * Counterpart: rpython/jit/metainterp/opencoder.py (snapshots), resume.py.
 */

import type { Value } from "./values.ts";

/** What the trace needs to know of a jitcode: its name and its number. */
export interface CodeRef {
  readonly name: string;
  readonly index: number;
}

/** One frame. Shared between snapshots while the frame waits for a call. */
export interface FrameSnapshot {
  readonly jitcode: CodeRef;
  readonly pc: number;
  readonly values: readonly Value[];
}

/** The whole state. */
export interface Snapshot {
  /** Outermost first. */
  readonly frames: readonly FrameSnapshot[];
  /** The virtualizable, then the boxes of its fields, then of its array's items; or empty. */
  readonly vable: readonly Value[];
  /** Objects that have virtual references, each followed by its reference, the latest last. */
  readonly vrefs: readonly Value[];
  /** Whether the innermost frame delivers into its call instead of re-executing. */
  readonly deliver: boolean;
}
