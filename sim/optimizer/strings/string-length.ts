/**
 * Lengths of strings: constants, the lengths of slices, sums for concatenations, and `strlen` of
 * others, asked for once.
 *
 * Counterpart: getstrlen in rpython/jit/metainterp/optimizeopt/{vstring,info}.py.
 */

import type { Value } from "../../trace/values.ts";
import { ConstInt, ResOp } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import { IntBound } from "../ints/int-bound.ts";
import type { Optimizer } from "../optimizer.ts";
import {
  ConcatString,
  constantString,
  makeNonnullString,
  PlainString,
  StringPtrInfo,
} from "./string-info.ts";
import { namesOf } from "./string-names.ts";
import type { StringStage } from "./string-stage.ts";
import { addInts } from "./string-stage.ts";

/** The length of a string; null when nothing is known of the value, or not that it is a string. */
export function lengthOf(stage: StringStage, value: Value): Value | null {
  const constant = constantString(value);
  if (constant !== null) return new ConstInt(constant.chars.length);
  const info = stage.optimizer.ptrInfo(value);
  return info instanceof StringPtrInfo ? lengthOfInfo(stage, replacementOf(value), info) : null;
}

export function lengthOfInfo(stage: StringStage, box: Value, info: StringPtrInfo): Value | null {
  if (info.length !== null) return info.length;
  if (info instanceof PlainString) info.length = new ConstInt(info.chars.length);
  else if (info instanceof ConcatString) info.length = lengthOfConcat(stage, info);
  else {
    const length = new ResOp(namesOf(info).length, [box]);
    length.forwarded = info.lengthBound;
    info.length = length;
    stage.emitExtra(length);
  }
  return info.length;
}

function lengthOfConcat(stage: StringStage, info: ConcatString): Value | null {
  const left = lengthOf(stage, info.left);
  const right = left === null ? null : lengthOf(stage, info.right);
  return left === null || right === null ? null : addInts(stage.optimizer, left, right);
}

/** The bounds of a string's length; what is learnt of the length is learnt of the string. */
function lengthBoundOf(optimizer: Optimizer, string: Value): IntBound | null {
  const constant = constantString(string);
  if (constant !== null) return IntBound.constant(constant.chars.length);
  const info = optimizer.ptrInfo(string);
  return info instanceof StringPtrInfo ? info.lengthBound : null;
}

/** After `strlen`: its argument is a string, whose length lies within the known bounds. */
export function learnLength(optimizer: Optimizer, op: ResOp, isUnicode: boolean): void {
  const [string] = op.args as [Value];
  makeNonnullString(optimizer, string, isUnicode);
  const bound = lengthBoundOf(optimizer, string);
  const box = replacementOf(op);
  if (box.isConst || bound === null) return;
  if (box.forwarded === null) box.forwarded = bound;
  else optimizer.narrow(box, bound);
}

/** After `strgetitem`: the string is longer than the index. */
export function learnFromIndex(optimizer: Optimizer, op: ResOp): void {
  const [string, index] = op.args as [Value, Value];
  const { lower } = optimizer.bound(index);
  if (lower >= 0n) lengthBoundOf(optimizer, string)?.makeAtLeast(lower + 1n);
}
