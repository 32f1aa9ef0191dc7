/**
 * Virtuals that are constants: an object of an immutable class, all of whose fields were set to
 * constants or to other such objects, is made by the optimizer when it would be allocated. Such
 * objects may refer to each other in a circle.
 *
 * Counterpart: _is_immutable_and_filled_with_constants in
 * rpython/jit/metainterp/optimizeopt/info.py.
 */

import { assert } from "../../base/assert.ts";
import { writeField } from "../../trace/heap-access.ts";
import type { ConstPtr, Ref, ResOp } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import { InstancePtrInfo, knownValue } from "../info.ts";
import type { Optimizer } from "../optimizer.ts";

/** Whether the object can be made now; those in `assumed` are being asked already. */
function isFilledWithConstants(
  optimizer: Optimizer,
  info: InstancePtrInfo,
  assumed: Set<InstancePtrInfo>,
): boolean {
  const layout = info.exactClass;
  if (layout === null || !layout.isImmutable) return false;
  if (assumed.has(info)) return true;
  assumed.add(info);
  return layout.fields.every((field) => {
    const value = knownValue(info.fields.get(field));
    if (value === null) return false;
    if (replacementOf(value).isConst) return true;
    const inner = optimizer.virtualInfo(value);
    return inner instanceof InstancePtrInfo && isFilledWithConstants(optimizer, inner, assumed);
  });
}

/** The object as a constant, which replaces its allocation; null when it is none. */
export function foldImmutable(
  optimizer: Optimizer,
  allocation: ResOp,
  info: InstancePtrInfo,
): ConstPtr | null {
  if (!isFilledWithConstants(optimizer, info, new Set())) return null;
  const constant = optimizer.fold(allocation);
  assert(constant?.kind === "r", "an allocation gives a reference");
  allocation.forwarded = constant;
  info.virtual = false;
  for (const [field, known] of info.fields) {
    const value = optimizer.force(knownValue(known) ?? constant);
    assert(value.isConst, "all contents are constants");
    writeField(field, constant.value as Ref, value.value as Ref);
  }
  optimizer.fired("virtual_immutable_is_a_constant");
  return constant;
}
