/**
 * Comparisons.
 *
 * Counterpart: pypy/objspace/descroperation.py, pypy/objspace/std/*object.py.
 */

import {
  cast_int_to_float,
  float_eq,
  float_ge,
  float_gt,
  float_le,
  float_lt,
  float_ne,
} from "../../../base/float.ts";
import { int_eq, int_ge, int_gt, int_le, int_lt, int_ne } from "../../../base/int.ts";
import { call_looked_up } from "./call.ts";
import { compareBuiltin } from "./compare-builtin.ts";
import { typeError, typeName } from "./errors.ts";
import { W_FloatObject } from "./float-object.ts";
import { is_w } from "./identity.ts";
import { W_ObjectObject } from "./instance-object.ts";
import { newbool, W_IntObject, w_False, w_True } from "./int-object.ts";
import type { OperationError } from "./operation-error.ts";
import { w_NotImplemented } from "./singletons.ts";
import type { ObjSpace } from "./space.ts";
import { orderOfText } from "./text-order.ts";
import { is_true } from "./truth.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

/** The operators by number: < <= == != > >=. */
export const COMPARE_METHODS = [
  "__lt__",
  "__le__",
  "__eq__",
  "__ne__",
  "__gt__",
  "__ge__",
] as const;
export const COMPARE_SYMBOLS = ["<", "<=", "==", "!=", ">", ">="] as const;
/** The operator with the operands exchanged. */
export const COMPARE_SWAPPED = [4, 5, 2, 3, 0, 1] as const;
export const CMP_LT = 0;
export const CMP_LE = 1;
export const CMP_EQ = 2;
export const CMP_NE = 3;
export const CMP_GT = 4;
export const CMP_GE = 5;

/** COMPARE_OP number `op`. */
export function compare(space: ObjSpace, op: number, w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_IntObject && w_b instanceof W_IntObject) {
    return compare_ints(op, w_a, w_b);
  }
  if (w_a instanceof W_FloatObject && w_b instanceof W_FloatObject) {
    return compare_floats(op, w_a, w_b);
  }
  if (w_a instanceof W_UnicodeObject && w_b instanceof W_UnicodeObject) {
    return newbool(compare_text(op, w_a.value, w_b.value));
  }
  return compare_other(space, op, w_a, w_b);
}

/** Each comparison is followed by its branch, so that a trace keeps no truth value. */
export function compare_ints(op: number, w_a: W_IntObject, w_b: W_IntObject): W_Root {
  switch (op) {
    case 0:
      return int_lt(w_a.intval, w_b.intval) ? w_True : w_False;
    case 1:
      return int_le(w_a.intval, w_b.intval) ? w_True : w_False;
    case 2:
      return int_eq(w_a.intval, w_b.intval) ? w_True : w_False;
    case 3:
      return int_ne(w_a.intval, w_b.intval) ? w_True : w_False;
    case 4:
      return int_gt(w_a.intval, w_b.intval) ? w_True : w_False;
    default:
      return int_ge(w_a.intval, w_b.intval) ? w_True : w_False;
  }
}

export function compare_floats(op: number, w_a: W_FloatObject, w_b: W_FloatObject): W_Root {
  switch (op) {
    case 0:
      return float_lt(w_a.floatval, w_b.floatval) ? w_True : w_False;
    case 1:
      return float_le(w_a.floatval, w_b.floatval) ? w_True : w_False;
    case 2:
      return float_eq(w_a.floatval, w_b.floatval) ? w_True : w_False;
    case 3:
      return float_ne(w_a.floatval, w_b.floatval) ? w_True : w_False;
    case 4:
      return float_gt(w_a.floatval, w_b.floatval) ? w_True : w_False;
    default:
      return float_ge(w_a.floatval, w_b.floatval) ? w_True : w_False;
  }
}

/** Comparison of strings by code points. @elidable @cannot_raise */
export function compare_text(op: number, a: string, b: string): boolean {
  if (op === 2) return a === b;
  if (op === 3) return a !== b;
  const order = orderOfText(a, b);
  if (op === 0) return order < 0;
  if (op === 1) return order <= 0;
  return op === 4 ? order > 0 : order >= 0;
}

/** Mixed numbers inline when they are small, then built-ins by a call, then special methods. */
export function compare_other(space: ObjSpace, op: number, w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_ObjectObject || w_b instanceof W_ObjectObject) {
    return compare_descr(space, op, w_a, w_b);
  }
  if (w_a instanceof W_IntObject && w_b instanceof W_FloatObject && is_small(w_a)) {
    return compare_floats(op, new W_FloatObject(cast_int_to_float(w_a.intval)), w_b);
  }
  if (w_a instanceof W_FloatObject && w_b instanceof W_IntObject && is_small(w_b)) {
    return compare_floats(op, w_a, new W_FloatObject(cast_int_to_float(w_b.intval)));
  }
  return compare_builtin(space, op, w_a, w_b);
}

/** Whether an integer is exact as a float. */
export function is_small(w_a: W_IntObject): boolean {
  return int_le(w_a.intval, 9007199254740992n) && int_ge(w_a.intval, -9007199254740992n);
}

/** Comparison of built-in values. @dont_look_inside @may_force */
export function compare_builtin(space: ObjSpace, op: number, w_a: W_Root, w_b: W_Root): W_Root {
  const result = compareBuiltin(space, op, w_a, w_b);
  return result === null ? compare_descr(space, op, w_a, w_b) : newbool(result);
}

/** Comparison by special methods. */
export function compare_descr(space: ObjSpace, op: number, w_a: W_Root, w_b: W_Root): W_Root {
  const w_left_type = w_a.getclass(space);
  const w_right_type = w_b.getclass(space);
  const swapped = COMPARE_SWAPPED[op]!;
  if (w_left_type !== w_right_type && w_right_type.issubtype(w_left_type)) {
    const w_first = try_compare(space, swapped, w_b, w_a);
    if (w_first !== w_NotImplemented) return w_first;
    const w_second = try_compare(space, op, w_a, w_b);
    if (w_second !== w_NotImplemented) return w_second;
    return compare_default(space, op, w_a, w_b);
  }
  const w_result = try_compare(space, op, w_a, w_b);
  if (w_result !== w_NotImplemented) return w_result;
  const w_reflected = try_compare(space, swapped, w_b, w_a);
  if (w_reflected !== w_NotImplemented) return w_reflected;
  return compare_default(space, op, w_a, w_b);
}

/** What the special method of `w_a` says. */
export function try_compare(space: ObjSpace, op: number, w_a: W_Root, w_b: W_Root): W_Root {
  const w_method = w_a.getclass(space).lookup(COMPARE_METHODS[op]!);
  if (w_method === null) return w_NotImplemented;
  return call_looked_up(space, w_method, w_a, [w_b], null);
}

/** Identity for == and !=, an error for the rest. */
export function compare_default(space: ObjSpace, op: number, w_a: W_Root, w_b: W_Root): W_Root {
  if (op === 2) return newbool(is_w(w_a, w_b));
  if (op === 3) return newbool(!is_w(w_a, w_b));
  throw notSupportedBetween(space, op, w_a, w_b);
}

/** @dont_look_inside @cannot_raise */
export function notSupportedBetween(
  space: ObjSpace,
  op: number,
  w_a: W_Root,
  w_b: W_Root,
): OperationError {
  const names = `'${typeName(space, w_a)}' and '${typeName(space, w_b)}'`;
  return typeError(space, `'${COMPARE_SYMBOLS[op]}' not supported between instances of ${names}`);
}

/** `w_a == w_b` as a host boolean; identity counts as equality. */
export function eq_w(space: ObjSpace, w_a: W_Root, w_b: W_Root): boolean {
  if (w_a === w_b) return true;
  if (w_a instanceof W_FloatObject && is_w(w_a, w_b)) return true;
  return is_true(space, compare(space, CMP_EQ, w_a, w_b));
}

/** Any comparison as a host boolean. */
export function compare_w(space: ObjSpace, op: number, w_a: W_Root, w_b: W_Root): boolean {
  return is_true(space, compare(space, op, w_a, w_b));
}

/** `w_a < w_b` as a host boolean. */
export function lt_w(space: ObjSpace, w_a: W_Root, w_b: W_Root): boolean {
  return is_true(space, compare(space, CMP_LT, w_a, w_b));
}
