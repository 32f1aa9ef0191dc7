/**
 * Forces virtuals that an operation needs as real objects, before the heap cache, so that the
 * stores that fill them may still be delayed there.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/earlyforce.py.
 */

import type { OpName } from "../trace/ops.ts";
import type { ResOp } from "../trace/values.ts";
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
    if (!LEAVES_VIRTUAL.has(op.opname)) {
      op.args.forEach((arg) => {
        if (this.optimizer.isVirtual(arg)) this.optimizer.force(arg, this);
      });
      op.args.forEach((arg, index) => {
        op.args[index] = replacementOf(arg);
      });
    }
    this.emit(op);
  }
}
