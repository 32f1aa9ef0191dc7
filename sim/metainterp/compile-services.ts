/**
 * What the tracer asks of the compiler and of the warm state: the interface between recording and
 * everything that happens to a finished trace.
 */

import type { AbortReason } from "../hooks/counters.ts";
import type { DriverProgram } from "../jitcode/jitcode.ts";
import type { FinishDescr, LoopToken } from "../trace/descr.ts";
import type { Const, Value } from "../trace/values.ts";
import type { MergePoint, Tracer } from "./tracer.ts";

export interface CompileServices {
  /** The loop of a green key that can be jumped to; null when there is none. */
  compiledLoop(driver: DriverProgram, greens: readonly Const[]): LoopToken | null;
  /**
   * The loop for a call_assembler; a temporary callback when nothing is compiled yet, null when
   * there is no code memory for one.
   */
  assemblerToken(driver: DriverProgram, greens: readonly Const[]): LoopToken | null;
  /** Whether a call with these greens may be inlined. */
  canInline(driver: DriverProgram, greens: readonly Const[]): boolean;
  /** Compile this green key separately, as soon as possible. */
  dontTraceHere(driver: DriverProgram, greens: readonly Const[]): void;
  traceNextIteration(driver: DriverProgram, greens: readonly Const[]): void;
  /** Force the next trace from here to be cut (segmented) when it is too long again. */
  forceFinishNextTime(tracer: Tracer): void;
  /** The raw trace from `start` is a loop. False when it cannot be one (InvalidLoop). */
  compileLoop(tracer: Tracer, start: MergePoint, jumpArgs: readonly Value[]): boolean;
  /** The same without unrolling, after compileLoop has failed too often. */
  compileSimpleLoop(tracer: Tracer, start: MergePoint, jumpArgs: readonly Value[]): boolean;
  /**
   * The trace jumps to a compiled loop. False when it cannot (InvalidLoop), and when it has to go
   * on for one more iteration: then the tracer's `retrace` is set.
   */
  compileJump(tracer: Tracer, target: LoopToken, jumpArgs: readonly Value[]): boolean;
  /** One more iteration of the loop, from `start`, ends the tracer's `retrace`. */
  compileRetrace(tracer: Tracer, start: MergePoint, jumpArgs: readonly Value[]): boolean;
  /** The trace ends the outermost frame. False when it cannot (InvalidLoop). */
  compileFinish(tracer: Tracer, finish: FinishDescr, args: readonly Value[]): boolean;
  /** The trace is cut here: compile it up to now, ending in a guard that always fails. */
  compileSegment(tracer: Tracer): void;
  /** The session is given up. */
  aborted(tracer: Tracer, reason: AbortReason): void;
}
