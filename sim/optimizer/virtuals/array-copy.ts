/**
 * Calls that copy items of arrays (`list.ll_arraycopy`: from, to, from index, to index, length) or
 * move them within one (`list.ll_arraymove`: array, from index, to index, length). With constant
 * indices and length, a copy between virtuals, or a short one, becomes loads and stores.
 *
 * The items are of the one array descr that the call writes; without exactly one, or for arrays of
 * structs, the call stays.
 *
 * Counterpart: _optimize_call_arrayop in rpython/jit/metainterp/optimizeopt/rewrite.py.
 */

import type { ArrayDescr, CallDescr } from "../../trace/descr.ts";
import { opForKind } from "../../trace/ops.ts";
import type { Value } from "../../trace/values.ts";
import { ConstInt, ResOp } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import { ArrayPtrInfo } from "../info.ts";
import type { Optimizer } from "../optimizer.ts";

/** Longer copies stay calls, unless the array on their side is virtual. */
const UNROLLED_LENGTH_MAX = 8;

/** What is copied: the arguments of either call, brought into one order. */
interface Copy {
  readonly source: Value;
  readonly target: Value;
  readonly sourceStart: number;
  readonly targetStart: number;
  readonly length: number;
  readonly descr: ArrayDescr;
}

/** Whether the call was replaced by what it does. */
export function optimizeArrayCopy(optimizer: Optimizer, op: ResOp): boolean {
  const { oopspec, writes } = (op.descr as CallDescr).effect;
  const isMove = oopspec === "list.ll_arraymove";
  if (!isMove && oopspec !== "list.ll_arraycopy") return false;
  const args = isMove ? [op.args[1] as Value, ...op.args.slice(1)] : op.args.slice(1);
  const [source, target, ...numbers] = args as [Value, Value, Value, Value, Value];
  const [from, to, length] = numbers.map((value) => optimizer.constantOf(value)?.value);
  if (length === 0) {
    optimizer.fired("arraycopy_of_nothing_vanishes");
    return true;
  }
  const descr = writes?.length === 1 ? writes[0] : undefined;
  if (descr?.descrKind !== "array" || descr.struct !== null) return false;
  if (typeof length !== "number") return false;
  if (typeof from !== "number" || typeof to !== "number") return false;
  const isCopied = (array: Value) => length <= UNROLLED_LENGTH_MAX || optimizer.isVirtual(array);
  if (!isCopied(source) || !isCopied(target)) return false;
  copyItems(optimizer, { source, target, sourceStart: from, targetStart: to, length, descr });
  optimizer.fired(isMove ? "arraymove_is_loads_and_stores" : "arraycopy_is_loads_and_stores");
  return true;
}

/** A move to higher indices begins at the end, so that no item is overwritten before it is read. */
function copyItems(optimizer: Optimizer, copy: Copy): void {
  const isBackward = copy.source === copy.target && copy.sourceStart < copy.targetStart;
  for (let done = 0; done < copy.length; done++) {
    const offset = isBackward ? copy.length - 1 - done : done;
    const value = loadItem(optimizer, copy, copy.sourceStart + offset);
    if (value !== null) storeItem(optimizer, copy, copy.targetStart + offset, value);
  }
}

/** Null for an item of a virtual that was never set: nothing is copied then. */
function loadItem(optimizer: Optimizer, { source, descr }: Copy, index: number): Value | null {
  const info = optimizer.virtualInfo(source);
  if (info instanceof ArrayPtrInfo) return info.itemAt(index);
  const opname = opForKind("getarrayitem_gc", descr.itemKind);
  const load = new ResOp(opname, [source, new ConstInt(index)], descr);
  optimizer.send(load);
  return load;
}

function storeItem(optimizer: Optimizer, copy: Copy, index: number, value: Value): void {
  const { target, descr } = copy;
  const info = optimizer.virtualInfo(target);
  if (info instanceof ArrayPtrInfo) {
    if (info.hasIndex(index)) info.items.set(index, replacementOf(value));
    return;
  }
  optimizer.send(new ResOp("setarrayitem_gc", [target, new ConstInt(index), value], descr));
}
