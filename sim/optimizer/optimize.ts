/**
 * The entry points of the optimizer: a recorded trace goes in, a piece ready for the backend comes
 * out, its guards with descr, resume data and fail arguments. What a piece relies on comes along.
 *
 * A trace's last operation is the jump that closes the loop (or reaches another one), or a finish.
 * All of these throw InvalidLoop when the trace contradicts itself; the trace is unchanged then.
 *
 * Counterpart: rpython/jit/metainterp/compile.py (compile_loop, compile_simple_loop,
 * compile_trace), rpython/jit/metainterp/optimizeopt/__init__.py.
 */

import type { GuardDescr, LoopToken } from "../trace/descr.ts";
import { TargetToken } from "../trace/descr.ts";
import type { InputArg, Trace } from "../trace/values.ts";
import { ResOp } from "../trace/values.ts";
import { makeOptimizer } from "./chain.ts";
import { clearForwarding } from "./clear-forwarding.ts";
import type { OptimizerContext, QuasiImmutDep } from "./context.ts";

/** A piece of optimized code. */
export interface OptimizedTrace {
  readonly inputargs: readonly InputArg[];
  readonly ops: readonly ResOp[];
  readonly quasiImmutDeps: readonly QuasiImmutDep[];
  /** Targets that the piece added to its loop's token. */
  readonly newTargets: readonly TargetToken[];
}

/** A trace that ends in `finish`, or that is cut short: no label, no unrolling. */
export function optimizeFinishTrace(trace: Trace, ctx: OptimizerContext): OptimizedTrace {
  const optimizer = makeOptimizer(ctx);
  const inputargs = optimizer.openTrace(trace);
  const last = optimizer.runTrace(trace);
  optimizer.flush();
  optimizer.send(last);
  clearForwarding(inputargs, optimizer.newOps);
  const { newOps, quasiImmutDeps } = optimizer;
  return { inputargs, ops: newOps, quasiImmutDeps, newTargets: [] };
}

/** A loop with one label and no unrolling. */
export function optimizeSimpleLoop(
  trace: Trace,
  token: LoopToken,
  ctx: OptimizerContext,
): OptimizedTrace {
  const optimized = optimizeFinishTrace(trace, ctx);
  const target = new TargetToken(token);
  const label = new ResOp("label", [...optimized.inputargs], target);
  const last = optimized.ops.at(-1);
  if (last?.opname === "jump") last.descr = target;
  token.targets.push(target);
  return { ...optimized, ops: [label, ...optimized.ops], newTargets: [target] };
}

/** Where a bridge starts: the guard that it leaves from. */
export interface BridgeStart {
  readonly guard: GuardDescr;
}
