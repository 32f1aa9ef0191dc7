/**
 * Forces virtuals that an operation needs as real objects, before the heap cache, so that the
 * stores that fill them may still be delayed there.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/earlyforce.py.
 */

import type { OpName } from "../trace/ops.ts";
import type { ResOp, Value } from "../trace/values.ts";
import { replacementOf } from "./boxes.ts";
import { Pass } from "./pass.ts";

/** Stores of virtuals may stay pending; these operations need no real object. */
const LEAVES_VIRTUAL: ReadonlySet<OpName> = new Set([
  "setfield_gc",
  "setarrayitem_gc",
  "setarrayitem_raw",
  "quasiimmut_field",
  "same_as_i",
  "same_as_r",
  "same_as_f",
]);

export class EarlyForcePass extends Pass {
  override forward(op: ResOp): void {
    if (LEAVES_VIRTUAL.has(op.opname) || isRawFree(op)) this.noteVirtuals(op);
    else this.forceArguments(op);
    this.emit(op);
  }

  private noteVirtuals(op: ResOp): void {
    if (op.args.some((arg) => this.optimizer.isVirtual(arg))) {
      this.optimizer.fired("argument_left_virtual");
    }
  }

  private forceArguments(op: ResOp): void {
    for (let i = 0; i < op.args.length; i++) {
      const arg = replacementOf(op.args[i] as Value);
      if (!this.optimizer.isVirtual(arg)) {
        op.args[i] = arg;
        continue;
      }
      this.optimizer.fired("argument_forced");
      op.args[i] = replacementOf(this.optimizer.force(arg, this));
    }
  }
}

/** A virtual raw buffer that is freed never existed. */
function isRawFree({ descr }: ResOp): boolean {
  return descr?.descrKind === "call" && descr.effect.oopspec === "raw_free";
}
