/**
 * Unrolling: the trace is optimized twice. The first time makes the preamble, at whose end much is
 * known; the second time, the peeled loop, starts from that knowledge and jumps back to its own
 * label. The short preamble lets others jump there.
 *
 * A bridge jumps to a label of the loop. When it fits none it may instead become the preamble of a
 * further peeled loop, with a label of its own (a retrace), as often as `retrace_limit` allows.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/unroll.py.
 */

import type { GuardDescr, LoopToken } from "../trace/descr.ts";
import { TargetToken } from "../trace/descr.ts";
import type { InputArg, RtValue, Trace } from "../trace/values.ts";
import { ResOp } from "../trace/values.ts";
import { makeOptimizer } from "./chain.ts";
import { clearForwarding } from "./clear-forwarding.ts";
import type { OptimizerContext, QuasiImmutDep } from "./context.ts";
import { InvalidLoop } from "./context.ts";
import type { Optimizer } from "./optimizer.ts";
import { forceAtLabel } from "./unrolling/force-at-label.ts";
import {
  closeLoop,
  jumpByForcing,
  jumpToLabel,
  jumpToPreamble,
} from "./unrolling/jump-to-label.ts";
import type { Closing, UnrolledTarget } from "./unrolling/jump-to-label.ts";
import { unrolledTarget } from "./unrolling/jump-to-label.ts";
import {
  exportState,
  importProduced,
  importState,
  shortInfosOf,
} from "./unrolling/preamble-state.ts";
import type { PreambleState } from "./unrolling/preamble-state.ts";
import { PeeledUses } from "./unrolling/preamble-uses.ts";
import type { ShortPreamble } from "./unrolling/short-preamble.ts";
import { ShortPreambleBuilder } from "./unrolling/short-preamble.ts";
import { isGeneralization } from "./unrolling/virtual-state-match.ts";
import { StatesCantMatch, VirtualState } from "./unrolling/virtual-state.ts";

/** A preamble, or a bridge that is to become one, and what the peeled loop starts from. */
export interface Preamble {
  readonly state: PreambleState;
  readonly quasiImmutDeps: readonly QuasiImmutDep[];
  /** Values of the jump's arguments while tracing. */
  readonly runtimes: readonly RtValue[];
}

export function optimizePreamble(trace: Trace, ctx: OptimizerContext): Preamble {
  const optimizer = makeOptimizer(ctx);
  const inputargs = optimizer.openTrace(trace);
  const last = optimizer.runTrace(trace);
  if (last.opname !== "jump") throw new InvalidLoop("a loop ends with a jump");
  return exportPreamble(optimizer, inputargs, last, runtimesOf(trace));
}

function exportPreamble(
  optimizer: Optimizer,
  inputargs: readonly InputArg[],
  jump: ResOp,
  runtimes: readonly RtValue[],
): Preamble {
  const state = exportState(optimizer, inputargs, jump.args);
  clearForwarding(inputargs, optimizer.newOps);
  for (const box of optimizer.boxes) if (!box.isConst) box.forwarded = null;
  return { state, quasiImmutDeps: optimizer.quasiImmutDeps, runtimes };
}

/** Values that the final operation's arguments had while tracing. */
function runtimesOf(trace: Trace): RtValue[] {
  return (trace.ops.at(-1)?.args ?? []).map((arg) => arg.value);
}

/** A peeled loop with its label. */
export interface PeeledLoop {
  readonly label: ResOp;
  readonly extraSameAs: readonly ResOp[];
  readonly ops: readonly ResOp[];
  readonly quasiImmutDeps: readonly QuasiImmutDep[];
  readonly target: TargetToken;
}

/** Optimizes the trace again, from the preamble's end. Adds the new target to the token. */
export function optimizePeeledLoop(
  trace: Trace,
  token: LoopToken,
  preamble: Preamble,
  ctx: OptimizerContext,
): PeeledLoop {
  const optimizer = makeOptimizer(ctx);
  const { state } = preamble;
  const labelArgs = unlessMismatch(() => importState(optimizer, trace, state));
  for (const { shapeKind } of state.virtualState.shapes) {
    if (shapeKind === "constant") optimizer.fired("label_leaves_out_constants");
    if (shapeKind === "virtual") optimizer.fired("label_takes_contents_of_virtuals");
  }
  const builder = new ShortPreambleBuilder(state.shortInputargs, shortInfosOf(state));
  optimizer.preambleUses = new PeeledUses(optimizer, builder);
  importProduced(optimizer, state);
  const jump = optimizer.runTrace(trace);
  forceForLabel(optimizer, jump, state, token);
  const label = new ResOp("label", [...labelArgs, ...builder.usedBoxes]);
  const target = new TargetToken(token);
  target.state = makeTarget(state.virtualState, builder.short);
  token.targets.push(target);
  label.descr = target;
  builder.close(label.args);
  const closing: Closing = { jump, token, runtimes: preamble.runtimes, builder };
  const isClosed = closeLoop(optimizer, closing);
  const { newOps, quasiImmutDeps } = optimizer;
  if (isClosed) forbidLargeRetraces(optimizer, token);
  return { label, extraSameAs: builder.extraSameAs, ops: newOps, quasiImmutDeps, target };
}

function makeTarget(virtualState: VirtualState, short: ShortPreamble): UnrolledTarget {
  return { stateKind: "unrolled", virtualState, short };
}

function unlessMismatch<T>(action: () => T): T {
  try {
    return action();
  } catch (signal) {
    if (signal instanceof StatesCantMatch) throw new InvalidLoop(signal.reason);
    throw signal;
  }
}

/** Virtuals that the label wants as real objects are allocated. */
function forceForLabel(
  optimizer: Optimizer,
  jump: ResOp,
  state: PreambleState,
  token: LoopToken,
): void {
  const current = new VirtualState(jump.args);
  const known = token.targets.map(unrolledTarget).find((target) => {
    return target !== null && isGeneralization(target.virtualState, current, optimizer);
  });
  const wanted = known?.virtualState ?? state.virtualState;
  unlessMismatch(() => {
    for (const arg of wanted.makeInputArgs(jump.args, optimizer, true)) optimizer.force(arg);
  });
}

/** Too many guards in the peeled loop: its bridges may not retrace it (and get segmented). */
function forbidLargeRetraces(optimizer: Optimizer, token: LoopToken): void {
  const count = optimizer.newOps.filter((op) => op.info.isGuard).length;
  if (count <= optimizer.ctx.params.maxRetraceGuards) return;
  optimizer.fired("loop_with_many_guards");
  token.retracedCount = Number.MAX_SAFE_INTEGER;
}

/**
 * Ends a bridge whose operations have been run: jumps to the loop as well as it can, or gives the
 * preamble of a further peeled loop, which the tracer has to go on for.
 */
export function closeBridge(
  optimizer: Optimizer,
  trace: Trace,
  inputargs: readonly InputArg[],
  { jump, token, guard }: BridgeEnd,
): Preamble | null {
  const runtimes = runtimesOf(trace);
  const closing: Closing = { jump, token, runtimes, builder: null };
  const hasState = token.targets.some((target) => unrolledTarget(target) !== null);
  if (guard?.atHeader === true || !hasState) {
    optimizer.flush();
    if (guard?.atHeader === true) optimizer.fired("bridge_from_the_header");
    jumpToPreamble(optimizer, closing);
    return null;
  }
  optimizer.flush();
  forceAtLabel(optimizer, jump.args);
  try {
    if (jumpToLabel(optimizer, closing, false)) return null;
  } catch (signal) {
    if (!(signal instanceof InvalidLoop)) throw signal;
    optimizer.fired("jump_whose_guard_must_fail");
    jumpToPreamble(optimizer, closing);
    return null;
  }
  if (countRetrace(token, optimizer.ctx)) {
    optimizer.fired("bridge_becomes_a_preamble");
    return exportPreamble(optimizer, inputargs, jump, runtimes);
  }
  if (!jumpByForcing(optimizer, closing)) jumpToPreamble(optimizer, closing);
  return null;
}

/** How a bridge ends, and where it began. */
interface BridgeEnd {
  readonly jump: ResOp;
  readonly token: LoopToken;
  readonly guard: GuardDescr | null;
}

/** Whether the loop may be retraced once more; bit 0 of its count has another meaning. */
function countRetrace(token: LoopToken, { params }: OptimizerContext): boolean {
  if (Math.floor(token.retracedCount / 2) >= params.retraceLimit) return false;
  token.retracedCount += 2;
  return true;
}
