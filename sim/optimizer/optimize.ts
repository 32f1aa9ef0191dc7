/**
 * The entry points of the optimizer: a recorded trace goes in, a piece ready for the backend comes
 * out, its guards with descr, resume data and fail arguments. What a piece relies on comes along.
 *
 * A trace's last operation is the jump that closes the loop (or reaches another one), or a finish.
 * All of these throw InvalidLoop when the trace contradicts itself, or GiveUp; trace and token are
 * unchanged then.
 *
 * Counterpart: rpython/jit/metainterp/compile.py (compile_loop, compile_simple_loop,
 * compile_trace), rpython/jit/metainterp/optimizeopt/__init__.py.
 * DIFFERS: a bridge never retraces the loop (PyPy's default retrace_limit is 0).
 */

import type { GuardDescr, LoopToken } from "../trace/descr.ts";
import { TargetToken } from "../trace/descr.ts";
import type { InputArg, Trace } from "../trace/values.ts";
import { ResOp } from "../trace/values.ts";
import { applyKnowledge } from "./guards/bridge-knowledge.ts";
import { makeOptimizer } from "./chain.ts";
import { clearForwarding } from "./clear-forwarding.ts";
import type { OptimizerContext, QuasiImmutDep } from "./context.ts";
import type { OptimizedUnit } from "./optimized-unit.ts";
import type { Optimizer } from "./optimizer.ts";
import { closeBridge, optimizePeeledLoop, optimizePreamble, runtimesOf } from "./unroll.ts";

export type { OptimizedUnit } from "./optimized-unit.ts";
export { prependVirtualizableLoads } from "./unrolling/virtualizable-loads.ts";

/** Takes the finished operations out of the optimizer. */
function finish(
  optimizer: Optimizer,
  inputargs: readonly InputArg[],
  newTargets: readonly TargetToken[] = [],
): OptimizedUnit {
  const { newOps, quasiImmutDeps } = optimizer;
  clearForwarding(inputargs, newOps);
  return { inputargs, ops: newOps, quasiImmutDeps, newTargets };
}

/** A trace that ends in `finish`, or that is cut short: no label, no unrolling. */
export function optimizeFinishTrace(
  trace: Trace,
  ctx: OptimizerContext,
  guard: GuardDescr | null = null,
): OptimizedUnit {
  const optimizer = makeOptimizer(ctx);
  const inputargs = optimizer.openTrace(trace);
  if (guard !== null) applyKnowledge(optimizer, guard, inputargs);
  const last = optimizer.runTrace(trace);
  optimizer.flush();
  optimizer.send(last);
  return finish(optimizer, inputargs);
}

/** A loop with one label and no unrolling. */
export function optimizeSimpleLoop(
  trace: Trace,
  token: LoopToken,
  ctx: OptimizerContext,
): OptimizedUnit {
  const optimized = optimizeFinishTrace(trace, ctx);
  const target = new TargetToken(token);
  const label = new ResOp("label", [...optimized.inputargs], target);
  const last = optimized.ops.at(-1);
  if (last?.opname === "jump") last.descr = target;
  token.targets.push(target);
  return { ...optimized, ops: [label, ...optimized.ops], newTargets: [target] };
}

/** A loop as PyPy compiles it: label, preamble, label, peeled loop, jump. */
export function optimizeLoop(trace: Trace, token: LoopToken, ctx: OptimizerContext): OptimizedUnit {
  if (!ctx.enableOpts.has("unroll")) return optimizeSimpleLoop(trace, token, ctx);
  const known = [...token.targets];
  const { retracedCount } = token;
  try {
    return unrollLoop(trace, token, ctx);
  } catch (signal) {
    token.targets.splice(0, token.targets.length, ...known);
    token.retracedCount = retracedCount;
    throw signal;
  }
}

function unrollLoop(trace: Trace, token: LoopToken, ctx: OptimizerContext): OptimizedUnit {
  const preamble = optimizePreamble(trace, ctx);
  const { inputargs, ops } = preamble.state;
  const start = new TargetToken(token);
  token.targets.push(start);
  const peeled = optimizePeeledLoop(trace, token, preamble, ctx);
  const whole = [
    new ResOp("label", [...inputargs], start),
    ...ops,
    ...peeled.extraSameAs,
    peeled.label,
    ...peeled.ops,
  ];
  clearForwarding(inputargs, whole);
  return {
    inputargs,
    ops: whole,
    quasiImmutDeps: mergeDeps(preamble.quasiImmutDeps, peeled.quasiImmutDeps),
    newTargets: [start, peeled.target],
  };
}

function mergeDeps(
  first: readonly QuasiImmutDep[],
  second: readonly QuasiImmutDep[],
): QuasiImmutDep[] {
  const isNew = ({ object, descr }: QuasiImmutDep) =>
    !first.some((known) => known.object === object && known.descr.field === descr.field);
  return [...first, ...second.filter(isNew)];
}

/**
 * A trace that ends outside of itself: at the header of a compiled loop (the jump's descr is its
 * token; `owner` when it has none), or in a finish. It is a bridge from `guard`, whose fail
 * arguments are the trace's input arguments in order, or an entry bridge when that is null.
 */
export function optimizeBridge(
  trace: Trace,
  owner: LoopToken,
  ctx: OptimizerContext,
  guard: GuardDescr | null = null,
): OptimizedUnit {
  const last = trace.ops.at(-1);
  if (last?.opname === "finish") return optimizeFinishTrace(trace, ctx, guard);
  const token = last?.descr?.descrKind === "loop" ? last.descr : owner;
  const optimizer = makeOptimizer(ctx);
  const inputargs = optimizer.openTrace(trace);
  if (guard !== null) applyKnowledge(optimizer, guard, inputargs);
  const jump = optimizer.runTrace(trace);
  closeBridge(optimizer, jump, token, runtimesOf(trace));
  return finish(optimizer, inputargs);
}
