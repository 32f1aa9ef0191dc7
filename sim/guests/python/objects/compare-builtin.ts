/**
 * Comparisons of values of built-in types. They recurse into containers through the space, so that
 * items may be anything.
 *
 * Counterpart: pypy/objspace/std/*object.py (descr_eq, descr_lt …).
 */

import { W_AbstractBytes, W_BytesObject } from "./bytes-object.ts";
import { W_ComplexObject } from "./complex-object.ts";
import { W_DictObject } from "./dict-object.ts";
import { W_FloatObject } from "./float-object.ts";
import { builtinValue } from "./instance-object.ts";
import { bigintOrNull } from "./int-object.ts";
import { W_ListObject } from "./list-object.ts";
import { W_RangeObject, rangeEquals } from "./range-object.ts";
import { enterRecursion, leaveRecursion } from "./recursion.ts";
import { isSubset, W_AbstractSet } from "./set-object.ts";
import type { ObjSpace } from "./space.ts";
import { orderOfText } from "./text-order.ts";
import { W_TupleObject } from "./tuple-object.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

/** The result of operator `op`, or null when the values do not compare (NotImplemented). */
export function compareBuiltin(
  space: ObjSpace,
  op: number,
  w_x: W_Root,
  w_y: W_Root,
): boolean | null {
  const w_a = builtinValue(w_x);
  const w_b = builtinValue(w_y);
  const order = numberOrder(w_a, w_b);
  if (order !== null) return fromOrder(op, order);
  if (w_a instanceof W_UnicodeObject && w_b instanceof W_UnicodeObject) {
    return fromOrder(op, orderOfText(w_a.value, w_b.value));
  }
  if (w_a instanceof W_AbstractBytes) return compareBytes(space, op, w_a, w_b);
  if (w_a instanceof W_ListObject && w_b instanceof W_ListObject) {
    return compareItems(space, op, w_a.getitems(), w_b.getitems());
  }
  if (w_a instanceof W_TupleObject && w_b instanceof W_TupleObject) {
    return compareItems(space, op, w_a.items, w_b.items);
  }
  if (w_a instanceof W_AbstractSet && w_b instanceof W_AbstractSet) {
    return compareSets(space, op, w_a, w_b);
  }
  return op === 2 || op === 3 ? equality(space, op, w_a, w_b) : null;
}

/** Bytes compare with bytes, bytearrays with every buffer. */
function compareBytes(
  space: ObjSpace,
  op: number,
  w_a: W_AbstractBytes,
  w_b: W_Root,
): boolean | null {
  if (w_a instanceof W_BytesObject) {
    return w_b instanceof W_BytesObject
      ? fromOrder(op, Buffer.compare(w_a.value, w_b.value))
      : null;
  }
  const buffer = w_b.buffer(space);
  return buffer === null ? null : fromOrder(op, Buffer.compare(w_a.value, buffer.bytes()));
}

function equality(space: ObjSpace, op: number, w_a: W_Root, w_b: W_Root): boolean | null {
  if (w_a instanceof W_DictObject && w_b instanceof W_DictObject) {
    return equalDicts(space, w_a, w_b) === (op === 2);
  }
  if (w_a instanceof W_RangeObject && w_b instanceof W_RangeObject) {
    return rangeEquals(w_a, w_b) === (op === 2);
  }
  if (w_a instanceof W_ComplexObject) {
    const isEqual = equalsComplex(w_a, w_b);
    return isEqual === null ? null : isEqual === (op === 2);
  }
  return null;
}

/** Equality with another number; null when `w_b` is none. */
function equalsComplex(w_a: W_ComplexObject, w_b: W_Root): boolean | null {
  if (w_b instanceof W_ComplexObject) return w_a.real === w_b.real && w_a.imag === w_b.imag;
  const b = numberOf(w_b);
  // biome-ignore lint/suspicious/noDoubleEquals: a float equals a bigint of the same value
  return b === null ? null : w_a.imag === 0 && w_a.real == b;
}

/**
 * Negative, zero, positive; NaN when unordered; null when not both are numbers, and for an integer
 * with a float: `int.__lt__` does not know it, so that a class derived from float is asked.
 */
function numberOrder(w_a: W_Root, w_b: W_Root): number | null {
  if (w_b instanceof W_FloatObject && !(w_a instanceof W_FloatObject)) return null;
  const a = numberOf(w_a);
  const b = numberOf(w_b);
  if (a === null || b === null) return null;
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN;
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

function numberOf(w_obj: W_Root): number | bigint | null {
  return w_obj instanceof W_FloatObject ? w_obj.floatval : bigintOrNull(w_obj);
}

function fromOrder(op: number, order: number): boolean {
  switch (op) {
    case 0:
      return order < 0;
    case 1:
      return order <= 0;
    case 2:
      return order === 0;
    case 3:
      return order !== 0;
    case 4:
      return order > 0;
    default:
      return order >= 0;
  }
}

/** Lexicographic comparison. */
export function compareItems(
  space: ObjSpace,
  op: number,
  a_w: readonly W_Root[],
  b_w: readonly W_Root[],
): boolean {
  if ((op === 2 || op === 3) && a_w.length !== b_w.length) return op === 3;
  enterRecursion(space);
  try {
    const length = Math.min(a_w.length, b_w.length);
    for (let i = 0; i < length; i++) {
      if (space.eq_w(a_w[i]!, b_w[i]!)) continue;
      if (op === 2 || op === 3) return op === 3;
      return space.compare_w(op, a_w[i]!, b_w[i]!);
    }
    return fromOrder(op, a_w.length - b_w.length);
  } finally {
    leaveRecursion(space);
  }
}

function equalDicts(space: ObjSpace, w_a: W_DictObject, w_b: W_DictObject): boolean {
  if (w_a.storage.size() !== w_b.storage.size()) return false;
  enterRecursion(space);
  try {
    for (const [w_key, w_value] of w_a.storage.pairs(space)) {
      const w_other = w_b.storage.getitem(space, w_key);
      if (w_other === null || !space.eq_w(w_value, w_other)) return false;
    }
    return true;
  } finally {
    leaveRecursion(space);
  }
}

function compareSets(space: ObjSpace, op: number, w_a: W_AbstractSet, w_b: W_AbstractSet): boolean {
  const a = w_a.table;
  const b = w_b.table;
  switch (op) {
    case 0:
      return a.size < b.size && isSubset(space, a, b);
    case 1:
      return isSubset(space, a, b);
    case 2:
      return a.size === b.size && isSubset(space, a, b);
    case 3:
      return a.size !== b.size || !isSubset(space, a, b);
    case 4:
      return a.size > b.size && isSubset(space, b, a);
    default:
      return isSubset(space, b, a);
  }
}
