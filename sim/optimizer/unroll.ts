/**
 * Unrolling: the trace is optimized twice. The first time makes the preamble, at whose end much is
 * known; the second time, the peeled loop, starts from that knowledge and jumps back to its own
 * label. The short preamble lets others jump there.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/unroll.py.
 */

import type { LoopToken, TargetState } from "../trace/descr.ts";
import { TargetToken } from "../trace/descr.ts";
import type { Box, RtValue, Trace, Value } from "../trace/values.ts";
import { ResOp } from "../trace/values.ts";
import { replacementOf } from "./boxes.ts";
import { makeOptimizer } from "./chain.ts";
import { clearForwarding } from "./clear-forwarding.ts";
import type { OptimizerContext, QuasiImmutDep } from "./context.ts";
import { InvalidLoop } from "./context.ts";
import type { PreambleOp } from "./info.ts";
import type { Optimizer } from "./optimizer.ts";
import { exportState, importProduced, importState } from "./unrolling/preamble-state.ts";
import { setInfoFromPreamble, shortInfosOf } from "./unrolling/preamble-state.ts";
import type { PreambleState } from "./unrolling/preamble-state.ts";
import type { ShortPreamble } from "./unrolling/short-preamble.ts";
import { ShortPreambleBuilder } from "./unrolling/short-preamble.ts";
import { fitsShortPreamble } from "./unrolling/short-preamble-check.ts";
import type { PreambleUses } from "./stage.ts";
import { generateGuards, isGeneralization } from "./unrolling/virtual-state-match.ts";
import { StatesCantMatch, VirtualState } from "./unrolling/virtual-state.ts";

/** What a target token holds: how to jump there. */
export interface UnrolledTarget extends TargetState {
  readonly stateKind: "unrolled";
  readonly virtualState: VirtualState;
  readonly short: ShortPreamble;
}

/** Its state, if the target can be jumped to with knowledge; null for a plain label. */
export function unrolledTarget(target: TargetToken): UnrolledTarget | null {
  return target.state?.stateKind === "unrolled" ? (target.state as UnrolledTarget) : null;
}

/** A preamble, and what the peeled loop starts from. */
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
  const state = exportState(optimizer, inputargs, last.args);
  clearForwarding(inputargs, optimizer.newOps);
  for (const box of optimizer.boxes) if (!box.isConst) box.forwarded = null;
  return { state, quasiImmutDeps: optimizer.quasiImmutDeps, runtimes: runtimesOf(trace) };
}

/** Values that the final operation's arguments had while tracing. */
export function runtimesOf(trace: Trace): RtValue[] {
  return (trace.ops.at(-1)?.args ?? []).map((arg) => arg.value);
}

/** Uses of the preamble's values while a peeled loop is optimized. */
class PeeledUses implements PreambleUses {
  private readonly waiting = new Map<Value, PreambleOp>();
  private readonly optimizer: Optimizer;
  readonly builder: ShortPreambleBuilder;

  constructor(optimizer: Optimizer, builder: ShortPreambleBuilder) {
    this.optimizer = optimizer;
    this.builder = builder;
  }

  use(known: PreambleOp): Value {
    const info = this.builder.useOp(known.preambleOp);
    if (known.op.isConst) return known.op;
    setInfoFromPreamble(this.optimizer, known.op, info, new Map());
    this.waiting.set(replacementOf(known.op), known);
    return known.op;
  }

  noteUse(box: Box): void {
    const known = this.waiting.get(box);
    if (known === undefined) return;
    this.waiting.delete(box);
    this.builder.passToLabel(known);
  }
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
  builder.labelArgs = label.args;
  closeLoop(optimizer, { jump, token, runtimes: preamble.runtimes, isBridge: false });
  const { newOps, quasiImmutDeps } = optimizer;
  forbidLargeRetraces(newOps, token, ctx);
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

/** The end of a trace: where it jumps, and with which values. */
interface Closing {
  readonly jump: ResOp;
  readonly token: LoopToken;
  /** Values of the jump's arguments while tracing. */
  readonly runtimes: readonly RtValue[];
  readonly isBridge: boolean;
}

/** Jumps to a label that fits, at the worst to the preamble. */
function closeLoop(optimizer: Optimizer, closing: Closing): void {
  const { jump, token } = closing;
  try {
    if (jumpToExisting(optimizer, closing, false)) return;
  } catch (signal) {
    if (!(signal instanceof InvalidLoop)) throw signal;
    jumpToPreamble(optimizer, jump, token);
    return;
  }
  if (!tryForcedJump(optimizer, closing)) jumpToPreamble(optimizer, jump, token);
}

function tryForcedJump(optimizer: Optimizer, closing: Closing): boolean {
  try {
    return jumpToExisting(optimizer, closing, true);
  } catch (signal) {
    if (signal instanceof InvalidLoop) return false;
    throw signal;
  }
}

function jumpToPreamble(optimizer: Optimizer, jump: ResOp, token: LoopToken): void {
  const target = token.targets[0];
  if (target === undefined) throw new InvalidLoop("the loop has no label to jump to");
  optimizer.send(new ResOp("jump", jump.args, target));
}

/** Jumps to the first label whose virtual state the values have or can be guarded to have. */
function jumpToExisting(optimizer: Optimizer, closing: Closing, forces: boolean): boolean {
  const { jump, token, runtimes, isBridge } = closing;
  const values = jump.args.map(replacementOf);
  for (const target of token.targets) {
    const state = unrolledTarget(target);
    if (state === null) continue;
    const { virtualState, short } = state;
    try {
      const guards = generateGuards(virtualState, values, runtimes, optimizer, forces);
      for (const guard of guards) sendAtPatchGuard(optimizer, guard);
    } catch (signal) {
      if (signal instanceof StatesCantMatch) continue;
      throw signal;
    }
    const args = unlessMismatch(() => virtualState.makeInputArgs(values, optimizer, forces));
    if (isBridge && !fitsShortPreamble(optimizer, short, args)) {
      throw new InvalidLoop("a guard of the short preamble would fail");
    }
    const virtuals = virtualState.virtualsAmong(values);
    const extra = inlineShortPreamble(optimizer, short, args, virtuals);
    optimizer.send(new ResOp("jump", [...args, ...extra], target));
    return true;
  }
  return false;
}

function sendAtPatchGuard(optimizer: Optimizer, op: ResOp): void {
  if (op.info.isGuard) optimizer.guards.resumeAtPatchGuard(op);
  optimizer.send(op);
}

/**
 * Sends the short preamble's operations with `args` in place of its arguments; gives what it passes
 * to the label. When the preamble is that of the loop being closed, it may grow meanwhile.
 */
function inlineShortPreamble(
  optimizer: Optimizer,
  short: ShortPreamble,
  args: readonly Value[],
  virtuals: readonly Value[],
): Value[] {
  const mapping = new Map<Value, Value>();
  [...args, ...virtuals].forEach((arg, index) => {
    mapping.set(short.inputargs[index] as Value, arg);
  });
  const own = (value: Value): Value => {
    if (value.isConst) return value;
    const mapped = mapping.get(value);
    if (mapped === undefined) throw new InvalidLoop("the short preamble needs an unknown value");
    return mapped;
  };
  let done = 0;
  do {
    while (done < short.ops.length) {
      const op = short.ops[done] as ResOp;
      done += 1;
      const copy = new ResOp(op.opname, op.args.map(own), op.descr);
      mapping.set(op, copy);
      sendAtPatchGuard(optimizer, copy);
    }
    for (const arg of [...args, ...short.jumpArgs.map(own)]) optimizer.force(arg);
    optimizer.flush();
  } while (done < short.ops.length);
  return short.jumpArgs.map((arg) => replacementOf(own(arg)));
}

/** Too many guards in the peeled loop: its bridges may not retrace it (and get segmented). */
function forbidLargeRetraces(
  ops: readonly ResOp[],
  token: LoopToken,
  { params }: OptimizerContext,
): void {
  const count = ops.filter((op) => op.info.isGuard).length;
  if (count > params.maxRetraceGuards) token.retracedCount = Number.MAX_SAFE_INTEGER;
}

/** Ends a bridge whose operations have been run: jumps to the loop as well as it can. */
export function closeBridge(
  optimizer: Optimizer,
  jump: ResOp,
  token: LoopToken,
  runtimes: readonly RtValue[],
): void {
  optimizer.flush();
  if (token.targets.some((target) => unrolledTarget(target) !== null)) {
    closeLoop(optimizer, { jump, token, runtimes, isBridge: true });
  } else jumpToPreamble(optimizer, jump, token);
}
