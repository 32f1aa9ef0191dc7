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
import { closeBridge, optimizePeeledLoop, optimizePreamble } from "./unroll.ts";
import type { PeeledLoop, Preamble } from "./unroll.ts";

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
  return unlessInvalid(token, () => unrollLoop(trace, token, ctx));
}

/** Runs `action`; when it fails, the token's targets are what they were. */
function unlessInvalid<T>(token: LoopToken, action: () => T): T {
  const known = [...token.targets];
  const { retracedCount } = token;
  try {
    return action();
  } catch (signal) {
    token.targets.splice(0, token.targets.length, ...known);
    token.retracedCount = retracedCount;
    throw signal;
  }
}

function unrollLoop(trace: Trace, token: LoopToken, ctx: OptimizerContext): OptimizedUnit {
  const preamble = optimizePreamble(trace, ctx);
  const start = new TargetToken(token);
  token.targets.push(start);
  const peeled = optimizePeeledLoop(trace, token, preamble, ctx);
  const unit = joinPeeledLoop(preamble, peeled);
  const label = new ResOp("label", [...unit.inputargs], start);
  return { ...unit, ops: [label, ...unit.ops], newTargets: [start, peeled.target] };
}

/** The preamble's operations, the label, the peeled loop's operations. */
function joinPeeledLoop(preamble: Preamble, peeled: PeeledLoop): OptimizedUnit {
  const { inputargs } = preamble.state;
  const ops = [...preamble.state.ops, ...peeled.extraSameAs, peeled.label, ...peeled.ops];
  clearForwarding(inputargs, ops);
  const quasiImmutDeps = mergeDeps(preamble.quasiImmutDeps, peeled.quasiImmutDeps);
  return { inputargs, ops, quasiImmutDeps, newTargets: [peeled.target] };
}

function mergeDeps(
  first: readonly QuasiImmutDep[],
  second: readonly QuasiImmutDep[],
): QuasiImmutDep[] {
  const isNew = ({ object, descr }: QuasiImmutDep) =>
    !first.some((known) => known.object === object && known.descr.field === descr.field);
  return [...first, ...second.filter(isNew)];
}

/** A bridge that fits no label: the tracer goes on, for a peeled loop of its own. */
export class RetraceNeeded {
  readonly token: LoopToken;
  readonly preamble: Preamble;
  constructor(token: LoopToken, preamble: Preamble) {
    this.token = token;
    this.preamble = preamble;
  }
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
): OptimizedUnit | RetraceNeeded {
  const last = trace.ops.at(-1);
  if (last?.opname === "finish") return optimizeFinishTrace(trace, ctx, guard);
  const token = last?.descr?.descrKind === "loop" ? last.descr : owner;
  const optimizer = makeOptimizer(ctx);
  const inputargs = optimizer.openTrace(trace);
  if (guard !== null) applyKnowledge(optimizer, guard, inputargs);
  const jump = optimizer.runTrace(trace);
  const preamble = closeBridge(optimizer, trace, inputargs, { jump, token, guard });
  return preamble === null ? finish(optimizer, inputargs) : new RetraceNeeded(token, preamble);
}

/** The bridge, and behind it the peeled loop that `trace`, one more iteration, becomes. */
export function optimizeRetrace(
  trace: Trace,
  { token, preamble }: RetraceNeeded,
  ctx: OptimizerContext,
): OptimizedUnit {
  return unlessInvalid(token, () => {
    return joinPeeledLoop(preamble, optimizePeeledLoop(trace, token, preamble, ctx));
  });
}
