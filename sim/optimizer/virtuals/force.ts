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
import type { VirtualPtrInfo } from "../info.ts";
import { ArrayPtrInfo, InstancePtrInfo, knownValue } from "../info.ts";
import type { Optimizer } from "../optimizer.ts";
import type { Stage } from "../stage.ts";
import { foldImmutable } from "./immutable.ts";
import { RawBufferInfo, RawSliceInfo } from "./raw-info.ts";
import { StructArrayInfo } from "./struct-array-info.ts";

/** Allocates the virtual `box`; gives the value that holds it from now on. */
export function forceVirtual(
  optimizer: Optimizer,
  box: Box,
  info: VirtualPtrInfo,
  stage: Stage,
): Value {
  assert(box instanceof ResOp, "a virtual is the result of an allocation");
  if (info instanceof InstancePtrInfo) {
    const constant = foldImmutable(optimizer, box, info);
    if (constant !== null) return constant;
  }
  if (info instanceof RawSliceInfo) {
    // The memory may hold the slice's address itself, which is computed then.
    optimizer.force(info.base, stage);
    if (!info.virtual) return replacementOf(box);
  }
  box.forwarded = null;
  info.virtual = false;
  info.lastGuardPosition = -1;
  stage.emitExtra(box);
  const target = replacementOf(box);
  assert(!target.isConst, "an allocation is no constant");
  target.forwarded = info;
  if (info instanceof InstancePtrInfo) forceFields(optimizer, target, info, stage);
  else if (info instanceof ArrayPtrInfo) forceItems(optimizer, target, info, stage);
  else if (info instanceof StructArrayInfo) forceStructs(optimizer, target, info, stage);
  else if (info instanceof RawBufferInfo) forceBuffer(optimizer, target, info, stage);
  else optimizer.fired("virtual_raw_slice_is_computed");
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

function forceStructs(optimizer: Optimizer, box: Value, info: StructArrayInfo, stage: Stage): void {
  info.contents().forEach((value, place) => {
    if (value === null) return;
    const { index, descr } = info.addressOf(place);
    const forced = optimizer.force(value);
    stage.emitExtra(new ResOp("setinteriorfield_gc", [box, new ConstInt(index), forced], descr));
  });
  optimizer.fired("virtual_array_of_structs_is_allocated");
}

/** The allocation may fail; nothing in raw memory needs to be allocated itself. */
function forceBuffer(optimizer: Optimizer, box: Value, info: RawBufferInfo, stage: Stage): void {
  stage.emitExtra(new ResOp("check_memory_error", [box]));
  for (const { offset, descr, value } of info.writes) {
    stage.emitExtra(new ResOp("raw_store", [box, new ConstInt(offset), value], descr));
  }
  optimizer.fired("virtual_raw_buffer_is_allocated");
}
