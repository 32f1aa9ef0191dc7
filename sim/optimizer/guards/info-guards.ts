/**
 * What is known of a box, as guards that check it. They stand in short preambles, where a value is
 * computed again and must be what the loop was optimized for.
 *
 * Counterpart: make_guards in rpython/jit/metainterp/optimizeopt/{info,intutils}.py.
 * DIFFERS: no guard_gc_type: an array field always holds an array, types see to that.
 */

import { intFromBigint } from "../../base/int.ts";
import type { BoxInfo, Const, Value } from "../../trace/values.ts";
import { ConstAddr, ConstInt, ResOp } from "../../trace/values.ts";
import { ArrayPtrInfo, InstancePtrInfo, isPtrInfo } from "../info.ts";
import { StringPtrInfo } from "../strings/string-info.ts";
import { namesOf } from "../strings/string-names.ts";
import { IntBound, MAX, MIN } from "../ints/int-bound.ts";

/** Appends guards that `box` lies within `bound`. */
export function makeBoundGuards(bound: IntBound, box: Value, guards: ResOp[]): void {
  if (bound.isConstant) {
    guards.push(new ResOp("guard_value", [box, new ConstInt(bound.constantValue())]));
    return;
  }
  if (bound.lower > MIN) pushComparison("int_ge", box, bound.lower, guards);
  if (bound.upper < MAX) pushComparison("int_le", box, bound.upper, guards);
}

function pushComparison(
  opname: "int_ge" | "int_le",
  box: Value,
  limit: bigint,
  guards: ResOp[],
): void {
  const comparison = new ResOp(opname, [box, new ConstInt(intFromBigint(limit))]);
  guards.push(comparison, new ResOp("guard_true", [comparison]));
}

/** Appends guards that `box` is what `info` says, or is a constant. */
export function makeGuards(info: BoxInfo | Const | null, box: Value, guards: ResOp[]): void {
  if (info === null) return;
  if ("isConst" in info) guards.push(new ResOp("guard_value", [box, info]));
  else if (info instanceof IntBound) makeBoundGuards(info, box, guards);
  else if (info instanceof InstancePtrInfo) makeInstanceGuards(info, box, guards);
  else if (info instanceof ArrayPtrInfo) makeArrayGuards(info, box, guards);
  else if (info instanceof StringPtrInfo) makeStringGuards(info, box, guards);
  else if (isPtrInfo(info)) guards.push(new ResOp("guard_nonnull", [box]));
}

function makeInstanceGuards(info: InstancePtrInfo, box: Value, guards: ResOp[]): void {
  const { knownClass, struct } = info;
  if (knownClass !== null) {
    guards.push(new ResOp("guard_nonnull_class", [box, new ConstAddr(knownClass)]));
    return;
  }
  guards.push(new ResOp("guard_nonnull", [box]));
  if (struct !== null) guards.push(new ResOp("guard_gc_type", [box, new ConstAddr(struct)]));
  else if (info.layout !== null) {
    guards.push(new ResOp("guard_subclass", [box, new ConstAddr(info.layout)]));
  }
}

function makeArrayGuards(info: ArrayPtrInfo, box: Value, guards: ResOp[]): void {
  const length = new ResOp("arraylen_gc", [box], info.descr);
  guards.push(new ResOp("guard_nonnull", [box]), length);
  makeBoundGuards(info.length, length, guards);
}

/** A length that may be 0 needs no guard. */
function makeStringGuards(info: StringPtrInfo, box: Value, guards: ResOp[]): void {
  guards.push(new ResOp("guard_nonnull", [box]));
  if (info.lengthBound.lower < 1n) return;
  const length = new ResOp(namesOf(info).length, [box]);
  guards.push(length);
  makeBoundGuards(info.lengthBound, length, guards);
}
