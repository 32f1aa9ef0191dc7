/**
 * Relying on quasi-immutable fields: the unit is thrown away when one of them changes.
 *
 * Counterpart: optimize_QUASIIMMUT_FIELD in rpython/jit/metainterp/optimizeopt/heap.py.
 */

import type { FieldDescr, QuasiImmutDescr } from "../../trace/descr.ts";
import { readField } from "../../trace/heap-access.ts";
import { InvalidLoop } from "../context.ts";
import type { Optimizer } from "../optimizer.ts";

/** Whether the unit relies on this field of `object` already. */
export function isReliedUpon(optimizer: Optimizer, object: object, field: FieldDescr): boolean {
  return optimizer.quasiImmutDeps.some((dep) => dep.object === object && dep.descr.field === field);
}

/** Notes that the unit relies on a field of `object`, which must still be as it was traced. */
export function relyOnQuasiImmutable(
  optimizer: Optimizer,
  object: object,
  descr: QuasiImmutDescr,
): void {
  if (descr.value !== undefined && !Object.is(readField(descr.field, object), descr.value)) {
    throw new InvalidLoop("a quasi-immutable field was changed after it was traced");
  }
  if (!isReliedUpon(optimizer, object, descr.field)) {
    optimizer.quasiImmutDeps.push({ object, descr });
  }
}
