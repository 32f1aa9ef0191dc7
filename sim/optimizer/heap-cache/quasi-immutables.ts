/**
 * Relying on quasi-immutable fields: the unit is thrown away when one of them changes. The heap pass
 * does it on its way; this pass stands in for it when `enable_opts` leaves the heap pass out.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/{heap,simplify}.py. DIFFERS: without the heap pass
 * PyPy registers nothing, so its code goes on with old values.
 */

import type { QuasiImmutDescr } from "../../trace/descr.ts";
import { readField } from "../../trace/heap-access.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import { InvalidLoop } from "../context.ts";
import type { Optimizer } from "../optimizer.ts";
import { Pass } from "../pass.ts";

/** Notes that the unit relies on a field of `object`, which must still be as it was traced. */
export function relyOnQuasiImmutable(
  optimizer: Optimizer,
  object: object,
  descr: QuasiImmutDescr,
): void {
  if (descr.value !== undefined && !Object.is(readField(descr.field, object), descr.value)) {
    throw new InvalidLoop("a quasi-immutable field was changed after it was traced");
  }
  const { quasiImmutDeps } = optimizer;
  const isKnown = quasiImmutDeps.some(
    (dep) => dep.object === object && dep.descr.field === descr.field,
  );
  if (!isKnown) quasiImmutDeps.push({ object, descr });
}

export class QuasiImmutPass extends Pass {
  constructor(optimizer: Optimizer) {
    super(optimizer);
    this.handlers.quasiimmut_field = (op) => this.quasiimmutField(op);
  }

  private quasiimmutField(op: ResOp): void {
    const object = this.optimizer.constantOf(op.args[0] as Value)?.value;
    if (object !== null && typeof object === "object") {
      relyOnQuasiImmutable(this.optimizer, object, op.descr as QuasiImmutDescr);
    }
    this.emit(op);
  }
}
