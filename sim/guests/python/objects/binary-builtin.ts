/**
 * Operators on values of built-in types, by the kind of the operands.
 *
 * Counterpart: the descr_* methods of pypy/objspace/std.
 */

import { binary_descr, unary_descr } from "./binary-descr.ts";
import { indexOrNull } from "./slices.ts";
import { intFromBigintOrNull } from "../../../base/int.ts";
import { complexBinary, complexOrNull } from "./complex-arithmetic.ts";
import { W_DictObject } from "./dict-object.ts";
import { oefmt, typeName } from "./errors.ts";
import { newfloat, W_FloatObject } from "./float-object.ts";
import { format_percent } from "./format-percent.ts";
import { builtinValue } from "./instance-object.ts";
import { bigintOrNull, wrapBigint } from "./int-object.ts";
import { list_of, newlist, W_ListObject } from "./list-object.ts";
import { checkAllocation, checkItemsAllocation, checkTextAllocation } from "./memory.ts";
import { numericBinary } from "./number-operations.ts";
import { OP_ADD, OP_MOD, OP_MUL, OP_OR, OP_POW } from "./operators.ts";
import { setBinary, W_AbstractSet } from "./set-object.ts";
import type { ObjSpace } from "./space.ts";
import { W_TupleObject } from "./tuple-object.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";
import { joinBytes, repeatBytes, W_AbstractBytes } from "./bytes-object.ts";

/**
 * An operator on two values neither of which is an instance of a Python class.
 * @dont_look_inside @may_force
 */
export function binary_builtin(space: ObjSpace, op: number, w_a: W_Root, w_b: W_Root): W_Root {
  const w_result = builtinBinary(space, op, w_a, w_b);
  return w_result === null ? binary_descr(space, op, w_a, w_b) : w_result;
}

/**
 * The result of an operator on built-in values, or null when they have none (NotImplemented). The
 * values of instances of classes derived from built-in types count as built-in here.
 */
export function builtinBinary(
  space: ObjSpace,
  op: number,
  w_x: W_Root,
  w_y: W_Root,
): W_Root | null {
  const w_a = builtinValue(w_x);
  const w_b = builtinValue(w_y);
  const w_number = numericBinary(space, op, w_a, w_b);
  if (w_number !== null) {
    const isPower = op === OP_POW && w_number instanceof W_FloatObject;
    return isPower && Number.isNaN(w_number.floatval)
      ? (complexPower(space, w_a, w_b) ?? w_number)
      : w_number;
  }
  if (op === OP_ADD) return concatenate(space, w_a, w_b);
  if (op === OP_MUL) return repeat(space, w_a, w_b);
  if (op === OP_MOD && w_a instanceof W_UnicodeObject) return format_percent(space, w_a, w_b);
  if (w_a instanceof W_AbstractSet && w_b instanceof W_AbstractSet) {
    return setBinary(space, op, w_a, w_b);
  }
  if (op === OP_OR && w_a instanceof W_DictObject && w_b instanceof W_DictObject) {
    return mergeDicts(space, w_a, w_b);
  }
  return null;
}

/** The power of a negative number to one that is not whole; null for any other. */
function complexPower(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root | null {
  const w_base = complexOrNull(space, w_a)!;
  const w_exponent = complexOrNull(space, w_b)!;
  const isComplex = w_base.real < 0 && !Number.isInteger(w_exponent.real);
  if (!isComplex || !Number.isFinite(w_base.real) || !Number.isFinite(w_exponent.real)) return null;
  return complexBinary(space, OP_POW, w_base, w_exponent);
}

function mergeDicts(space: ObjSpace, w_a: W_DictObject, w_b: W_DictObject): W_Root {
  const w_result = space.newdict();
  for (const [w_key, w_value] of w_a.storage.pairs(space)) {
    w_result.storage.setitem(space, w_key, w_value);
  }
  for (const [w_key, w_value] of w_b.storage.pairs(space)) {
    w_result.storage.setitem(space, w_key, w_value);
  }
  return w_result;
}

function concatenate(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root | null {
  if (w_a instanceof W_UnicodeObject && w_b instanceof W_UnicodeObject) {
    return concatenateText(space, w_a, w_b);
  }
  if (w_a instanceof W_ListObject && w_b instanceof W_ListObject) {
    return concatenate_lists(w_a, w_b);
  }
  if (w_a instanceof W_TupleObject && w_b instanceof W_TupleObject) {
    return new W_TupleObject([...w_a.items, ...w_b.items]);
  }
  if (w_a instanceof W_AbstractBytes && w_b instanceof W_AbstractBytes) {
    return w_a.like(joinBytes(w_a.value, w_b.value));
  }
  return null;
}

/** A list of the items of two. @dont_look_inside @cannot_raise @no_side_effects */
export function concatenate_lists(w_a: W_ListObject, w_b: W_ListObject): W_Root {
  const storage = w_a.lstorage.spliced(w_a.getlength(), 0, w_b.lstorage);
  if (storage !== null) return list_of(storage);
  return newlist([...w_a.getitems(), ...w_b.getitems()]);
}

/** Two strings one after the other. */
export function concatenateText(
  space: ObjSpace,
  w_a: W_UnicodeObject,
  w_b: W_UnicodeObject,
): W_UnicodeObject {
  const a = w_a.value;
  const b = w_b.value;
  if (
    a.length > 0 &&
    b.length > 0 &&
    isHigh(a.charCodeAt(a.length - 1)) &&
    isLow(b.charCodeAt(0))
  ) {
    const message = "joining two lone surrogates is not supported";
    throw oefmt(space, space.w_NotImplementedError, message);
  }
  return new W_UnicodeObject(a + b, w_a.length + w_b.length);
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function repeat(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root | null {
  const isReflected = !isRepeatable(w_a);
  const w_sequence = isReflected ? w_b : w_a;
  const w_count = isReflected ? w_a : w_b;
  if (isReflected && !isRepeatable(w_b)) return null;
  const given = indexOrNull(space, w_count);
  if (given === null) return null;
  const word = intFromBigintOrNull(given);
  if (word === null) {
    const message = `cannot fit '${typeName(space, w_count)}' into an index-sized integer`;
    throw oefmt(space, space.w_OverflowError, message);
  }
  const count = word < 0 ? 0 : Number(word);
  const total = count * lengthOf(w_sequence);
  if (w_sequence instanceof W_UnicodeObject) checkTextAllocation(space, total);
  else if (w_sequence instanceof W_AbstractBytes) checkAllocation(space, total);
  else checkItemsAllocation(space, total);
  return repeatSequence(w_sequence, count);
}

function isRepeatable(w_obj: W_Root): boolean {
  return (
    w_obj instanceof W_UnicodeObject ||
    w_obj instanceof W_ListObject ||
    w_obj instanceof W_TupleObject ||
    w_obj instanceof W_AbstractBytes
  );
}

function lengthOf(w_obj: W_Root): number {
  if (w_obj instanceof W_UnicodeObject) return w_obj.length;
  if (w_obj instanceof W_ListObject) return w_obj.getlength();
  if (w_obj instanceof W_TupleObject) return w_obj.items.length;
  return w_obj instanceof W_AbstractBytes ? w_obj.length : 0;
}

function repeatSequence(w_obj: W_Root, count: number): W_Root {
  if (w_obj instanceof W_UnicodeObject) {
    return new W_UnicodeObject(w_obj.value.repeat(count), w_obj.length * count);
  }
  if (w_obj instanceof W_ListObject) return list_of(w_obj.lstorage.repeated(count));
  if (w_obj instanceof W_TupleObject) return new W_TupleObject(repeatItems(w_obj.items, count));
  const w_bytes = w_obj as W_AbstractBytes;
  return w_bytes.like(repeatBytes(w_bytes.value, count));
}

function repeatItems<T>(items: readonly T[], count: number): T[] {
  const result: T[] = [];
  for (let i = 0; i < count; i++) for (const item of items) result.push(item);
  return result;
}

/** A unary operator on a built-in value. @dont_look_inside @may_force */
export function unary_builtin(space: ObjSpace, method: string, w_a: W_Root): W_Root {
  const w_result = builtinUnary(method, w_a);
  return w_result === null ? unary_descr(space, method, w_a) : w_result;
}

/** The result of a unary operator on a number, or null. */
export function builtinUnary(method: string, w_x: W_Root): W_Root | null {
  const w_a = builtinValue(w_x);
  const value = bigintOrNull(w_a);
  if (value !== null) {
    if (method === "__neg__") return wrapBigint(-value);
    if (method === "__pos__") return wrapBigint(value);
    if (method === "__invert__") return wrapBigint(~value);
    return wrapBigint(value < 0n ? -value : value);
  }
  if (!(w_a instanceof W_FloatObject) || method === "__invert__") return null;
  if (method === "__neg__") return newfloat(-w_a.floatval);
  return method === "__pos__" ? w_a : newfloat(Math.abs(w_a.floatval));
}
