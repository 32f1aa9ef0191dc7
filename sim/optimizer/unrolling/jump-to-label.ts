/**
 * The end of a trace: a jump to a label of the loop whose virtual state the values have, or can be
 * given by guards, or to the preamble. The label's short preamble is sent before the jump.
 *
 * Counterpart: jump_to_existing_trace, inline_short_preamble, jump_to_preamble in
 * rpython/jit/metainterp/optimizeopt/unroll.py.
 */

import type { LoopToken, TargetState, TargetToken } from "../../trace/descr.ts";
import type { RtValue, Value } from "../../trace/values.ts";
import { ResOp } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import { InvalidLoop } from "../context.ts";
import type { Optimizer } from "../optimizer.ts";
import type { ShortPreamble, ShortPreambleBuilder } from "./short-preamble.ts";
import { generateGuards } from "./virtual-state-match.ts";
import { StatesCantMatch } from "./virtual-state.ts";
import type { VirtualState } from "./virtual-state.ts";

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

/** The end of a trace: where it jumps, and with which values. */
export interface Closing {
  readonly jump: ResOp;
  readonly token: LoopToken;
  /** Values of the jump's arguments while tracing. */
  readonly runtimes: readonly RtValue[];
  /** The short preamble being built, when a loop is closed. */
  readonly builder: ShortPreambleBuilder | null;
}

/** Jumps to a label that fits, forcing virtuals if need be; false when there is none. */
export function closeLoop(optimizer: Optimizer, closing: Closing): boolean {
  try {
    if (jumpToLabel(optimizer, closing, false)) return true;
  } catch (signal) {
    if (!(signal instanceof InvalidLoop)) throw signal;
    optimizer.fired("jump_whose_guard_must_fail");
    jumpToPreamble(optimizer, closing);
    return false;
  }
  if (jumpByForcing(optimizer, closing)) return true;
  jumpToPreamble(optimizer, closing);
  return false;
}

/** The same, forcing virtuals where the label has objects. */
export function jumpByForcing(optimizer: Optimizer, closing: Closing): boolean {
  try {
    return jumpToLabel(optimizer, closing, true);
  } catch (signal) {
    if (signal instanceof InvalidLoop) return false;
    throw signal;
  }
}

export function jumpToPreamble(
  optimizer: Optimizer,
  { jump, token }: Pick<Closing, "jump" | "token">,
): void {
  const target = token.targets[0];
  if (target === undefined) throw new InvalidLoop("the loop has no label to jump to");
  optimizer.fired("jump_to_preamble");
  optimizer.send(new ResOp("jump", jump.args, target));
}

/** Jumps to the first label whose virtual state the values have or can be guarded to have. */
export function jumpToLabel(optimizer: Optimizer, closing: Closing, forces: boolean): boolean {
  return optimizer.guards.withoutReplacing(() => tryLabels(optimizer, closing, forces));
}

function tryLabels(optimizer: Optimizer, closing: Closing, forces: boolean): boolean {
  const { jump, token, runtimes } = closing;
  const values = jump.args.map(replacementOf);
  for (const target of token.targets) {
    const state = unrolledTarget(target);
    if (state === null) continue;
    const { virtualState } = state;
    try {
      const guards = generateGuards(virtualState, values, runtimes, optimizer, forces);
      for (const guard of guards) sendAtHeader(optimizer, guard);
      // With `forces`, contents that coincide may have been made meanwhile: then the next label.
      const args = virtualState.makeInputArgs(values, optimizer, forces);
      const jumpArgs = withShortPreamble(optimizer, closing, { target, state, args, values });
      optimizer.fired("jump_to_label");
      optimizer.send(new ResOp("jump", jumpArgs, target));
      return true;
    } catch (signal) {
      if (!(signal instanceof StatesCantMatch)) throw signal;
    }
  }
  return false;
}

function sendAtHeader(optimizer: Optimizer, op: ResOp): void {
  if (op.info.isGuard) optimizer.guards.resumeAtPatchGuard(op);
  optimizer.send(op);
}

interface LabelFound {
  readonly target: TargetToken;
  readonly state: UnrolledTarget;
  /** The label's first arguments. */
  readonly args: readonly Value[];
  /** The values that have the label's virtual state. */
  readonly values: readonly Value[];
}

/** Sends the label's short preamble; gives all of the label's arguments. */
function withShortPreamble(optimizer: Optimizer, closing: Closing, found: LabelFound): Value[] {
  const { builder } = closing;
  const { short, virtualState } = found.state;
  if (builder?.short === short) builder.grows = true;
  const virtuals = virtualState.virtualsAmong(found.values);
  const inliner = new ShortPreambleInliner(optimizer, short, [...found.args, ...virtuals]);
  do {
    inliner.send();
    for (const arg of [...found.args, ...inliner.jumpArgs()]) optimizer.force(arg);
    optimizer.flush();
    // The preamble of the loop that is being closed may have grown meanwhile.
  } while (!inliner.isDone);
  return [...found.args, ...inliner.jumpArgs().map(replacementOf)];
}

/** Sends a short preamble's operations with a jump's values in place of its arguments. */
class ShortPreambleInliner {
  private readonly optimizer: Optimizer;
  private readonly short: ShortPreamble;
  private readonly mapping = new Map<Value, Value>();
  private done = 0;

  constructor(optimizer: Optimizer, short: ShortPreamble, args: readonly Value[]) {
    this.optimizer = optimizer;
    this.short = short;
    args.forEach((arg, index) => {
      this.mapping.set(short.inputargs[index] as Value, arg);
    });
  }

  get isDone(): boolean {
    return this.done === this.short.ops.length;
  }

  send(): void {
    while (!this.isDone) {
      const op = this.short.ops[this.done] as ResOp;
      this.done += 1;
      const args = op.args.map((arg) => this.own(arg));
      const copy = new ResOp(op.opname, args, op.descr);
      this.mapping.set(op, copy);
      sendAtHeader(this.optimizer, copy);
    }
  }

  /** What the label takes beyond its first arguments. */
  jumpArgs(): Value[] {
    return this.short.jumpArgs.map((arg) => this.own(arg));
  }

  private own(value: Value): Value {
    if (value.isConst) return value;
    const mapped = this.mapping.get(value);
    if (mapped === undefined) throw new InvalidLoop("the short preamble needs an unknown value");
    return mapped;
  }
}
