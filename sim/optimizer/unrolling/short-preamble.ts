/**
 * The short preamble of a loop: computes again, for a jump to the peeled loop from elsewhere, the
 * values that the peeled loop takes from the preamble, with guards that they are what it expects.
 * It is built while the peeled loop is optimized: each preamble's value that is used adds the
 * operation that gives it, and an argument of the label.
 *
 * The arrays are shared with the label while the loop is closed: inlining the short preamble into
 * the loop's own end may use further values, which makes it longer at that moment.
 *
 * Counterpart: ShortPreambleBuilder in rpython/jit/metainterp/optimizeopt/shortpreamble.py.
 */

import type { BoxInfo, Const, InputArg, Value } from "../../trace/values.ts";
import { ResOp } from "../../trace/values.ts";
import { InvalidLoop } from "../context.ts";
import { makeGuards } from "../guards/info-guards.ts";
import type { PreambleOp } from "../info.ts";

/** Its own boxes, its operations, and what it passes to the label beyond the label's first args. */
export interface ShortPreamble {
  readonly inputargs: readonly InputArg[];
  readonly ops: ResOp[];
  readonly jumpArgs: Value[];
}

/** What is known of a short preamble's box; a constant is known to be that. */
export type ShortInfos = Map<Value, BoxInfo | Const | null>;

export class ShortPreambleBuilder {
  readonly short: ShortPreamble;
  /** The preamble's values that the loop uses: the label's further arguments. */
  readonly usedBoxes: Value[] = [];
  /** same_as operations that must stand before the label. */
  readonly extraSameAs: ResOp[] = [];
  /** Whether the loop's own end is being given this short preamble, which may then still grow. */
  grows = true;
  /** Once the label exists: its arguments, which grow too. */
  private labelArgs: Value[] | null = null;
  /** Of boxes that have not been put into the short preamble yet. */
  private readonly pending: ShortInfos;

  constructor(inputargs: readonly InputArg[], infos: ShortInfos) {
    this.short = { inputargs, ops: [], jumpArgs: [] };
    this.pending = infos;
  }

  /** The label has been made. From now on only inlining this short preamble makes it longer. */
  close(labelArgs: Value[]): void {
    this.labelArgs = labelArgs;
    this.grows = false;
  }

  private checkGrows(): void {
    if (!this.grows) throw new InvalidLoop("a jump would need more of the preamble's values");
  }

  /** The value that `preambleOp` computes is used; gives what is known of it. */
  useOp(preambleOp: ResOp): BoxInfo | Const | null {
    this.checkGrows();
    for (const arg of preambleOp.args) {
      if (arg.isConst) continue;
      if (arg instanceof ResOp) {
        if (this.pending.has(arg)) this.append(arg);
      } else makeGuards(this.pending.get(arg) ?? null, arg, this.short.ops);
    }
    return this.append(preambleOp);
  }

  private append(op: ResOp): BoxInfo | Const | null {
    const info = this.pending.get(op) ?? null;
    this.pending.delete(op);
    this.short.ops.push(op);
    if (op.info.isOvf) this.short.ops.push(new ResOp("guard_no_overflow", []));
    makeGuards(info, op, this.short.ops);
    return info;
  }

  /** An emitted operation needs the value: it becomes an argument of the label. */
  passToLabel(known: PreambleOp): void {
    this.checkGrows();
    if (known.isInvented) this.extraSameAs.push(known.op as ResOp);
    this.usedBoxes.push(known.op);
    this.labelArgs?.push(known.op);
    this.short.jumpArgs.push(known.preambleOp);
  }
}
