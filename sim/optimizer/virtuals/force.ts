/**
 * Forcing: a virtual that something real needs is allocated and filled. The allocation is the
 * operation that the trace recorded. Its stores go to the same stage as it, so that a force before
 * the heap cache leaves them lazy; virtuals that it contains are emitted at once, past the heap
 * cache, which therefore knows nothing of their contents.
 *
 * An object of an immutable class whose contents are all constants is made now, and is a constant.
 *
 * Counterpart: force_box and _force_elements in rpython/jit/metainterp/optimizeopt/info.py.
 */

import { assert } from "../../base/assert.ts";
import { zeroOf } from "../../trace/heap-access.ts";
import type { Box, Value } from "../../trace/values.ts";
import { ConstInt, constOf, ResOp, sameConst } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import type { VirtualInfo } from "../info.ts";
import { type ArrayPtrInfo, InstancePtrInfo, knownValue } from "../info.ts";
import type { Optimizer } from "../optimizer.ts";
import type { Stage } from "../stage.ts";
import { foldImmutable } from "./immutable.ts";

/** Allocates the virtual `box`; gives the value that holds it from now on. */
export function forceVirtual(
  optimizer: Optimizer,
  box: Box,
  info: VirtualInfo,
  stage: Stage,
): Value {
  assert(box instanceof ResOp, "a virtual is the result of an allocation");
  optimizer.guards.memo.forgetNumbers();
  if (info instanceof InstancePtrInfo) {
    const constant = foldImmutable(optimizer, box, info);
    if (constant !== null) return constant;
  }
  box.forwarded = null;
  info.virtual = false;
  info.lastGuardPosition = -1;
  stage.emitExtra(box);
  const target = replacementOf(box);
  assert(!target.isConst, "an allocation is no constant");
  target.forwarded = info;
  if (info instanceof InstancePtrInfo) forceFields(optimizer, target, info, stage);
  else forceItems(optimizer, target, info, stage);
  return target;
}

function forceFields(optimizer: Optimizer, box: Value, info: InstancePtrInfo, stage: Stage): void {
  for (const field of info.exactClass?.fields ?? []) {
    const value = knownValue(info.fields.get(field));
    if (value === null) continue;
    const forced = optimizer.force(value);
    info.fields.delete(field);
    stage.emitExtra(new ResOp("setfield_gc", [box, forced], field));
  }
  optimizer.fired("virtual_is_allocated");
}

function forceItems(optimizer: Optimizer, box: Value, info: ArrayPtrInfo, stage: Stage): void {
  const length = info.lengthValue;
  const { itemKind } = info.descr;
  const zero = constOf(itemKind, zeroOf(itemKind));
  for (let index = 0; index < length; index++) {
    const value = knownValue(info.items.get(index));
    if (value === null) continue;
    const resolved = replacementOf(value);
    info.items.delete(index);
    if (info.isClear && resolved.isConst && sameConst(resolved, zero)) {
      optimizer.fired("virtual_array_needs_no_store_of_zero");
      continue;
    }
    const forced = optimizer.force(resolved);
    stage.emitExtra(new ResOp("setarrayitem_gc", [box, new ConstInt(index), forced], info.descr));
  }
  optimizer.pure?.remember("arraylen_gc", [box], new ConstInt(length));
  optimizer.fired("virtual_array_is_allocated");
}
