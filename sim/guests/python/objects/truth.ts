/**
 * Truth of values.
 *
 * Counterpart: pypy/objspace/descroperation.py (is_true), pypy/objspace/std.
 */

import { float_ne, toFloat } from "../../../base/float.ts";
import { int_ge, int_is_true, numberFromInt } from "../../../base/int.ts";
import { W_AbstractBytes } from "./bytes-object.ts";
import { W_ComplexObject } from "./complex-object.ts";
import { call_looked_up, lookup } from "./call.ts";
import { W_Deque } from "./deque-object.ts";
import { W_DictObject } from "./dict-object.ts";
import { oefmt, typeError, typeName, valueError } from "./errors.ts";
import { W_FloatObject } from "./float-object.ts";
import { W_ObjectObject } from "./instance-object.ts";
import { newbool, w_False, w_True, W_BoolObject, W_IntObject } from "./int-object.ts";
import { W_ListObject } from "./list-object.ts";
import type { OperationError } from "./operation-error.ts";
import { W_RangeObject } from "./range-object.ts";
import { W_AbstractSet } from "./set-object.ts";
import { w_None } from "./singletons.ts";
import { toIndex } from "./slices.ts";
import type { ObjSpace } from "./space.ts";
import { W_TupleObject } from "./tuple-object.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

/** `bool(w_obj)` as a host boolean. */
export function is_true(space: ObjSpace, w_obj: W_Root): boolean {
  if (w_obj === w_True) return true;
  if (w_obj === w_False || w_obj === w_None) return false;
  if (w_obj instanceof W_IntObject) return int_is_true(w_obj.intval);
  if (w_obj instanceof W_ListObject) return w_obj.getlength() !== 0;
  if (w_obj instanceof W_UnicodeObject) return w_obj.length !== 0;
  if (w_obj instanceof W_FloatObject) return float_ne(w_obj.floatval, toFloat(0));
  if (w_obj instanceof W_TupleObject) return w_obj.items.length !== 0;
  if (w_obj instanceof W_ObjectObject) return is_true_descr(space, w_obj);
  if (w_obj instanceof W_Deque) return w_obj.length !== 0;
  return is_true_builtin(space, w_obj);
}

/** @dont_look_inside @may_force */
export function is_true_builtin(space: ObjSpace, w_obj: W_Root): boolean {
  if (w_obj instanceof W_DictObject) return w_obj.storage.size() !== 0;
  if (w_obj instanceof W_AbstractSet) return w_obj.table.size !== 0;
  if (w_obj instanceof W_RangeObject) return w_obj.count !== 0n;
  if (w_obj instanceof W_AbstractBytes) return w_obj.length !== 0;
  if (w_obj instanceof W_ComplexObject) return w_obj.real !== 0 || w_obj.imag !== 0;
  return is_true_descr(space, w_obj);
}

/** By `__bool__`, then `__len__`. */
export function is_true_descr(space: ObjSpace, w_obj: W_Root): boolean {
  const w_bool = lookup(space, w_obj, "__bool__");
  if (w_bool !== null) {
    const w_result = call_looked_up(space, w_bool, w_obj, [], null);
    if (w_result instanceof W_BoolObject) return int_is_true(w_result.intval);
    throw badBool(space, w_obj);
  }
  const w_len = lookup(space, w_obj, "__len__");
  if (w_len === null) return true;
  const w_length = call_looked_up(space, w_len, w_obj, [], null);
  return check_length(space, w_length) !== 0;
}

/** @dont_look_inside @cannot_raise */
export function badBool(space: ObjSpace, w_obj: W_Root): OperationError {
  return typeError(space, `__bool__ should return bool, returned ${typeName(space, w_obj)}`);
}

/** The result of a `__len__` method as a host number. */
export function check_length(space: ObjSpace, w_length: W_Root): number {
  if (w_length instanceof W_IntObject && int_ge(w_length.intval, 0)) {
    return numberFromInt(w_length.intval);
  }
  return check_odd_length(space, w_length);
}

/** @dont_look_inside @may_force */
export function check_odd_length(space: ObjSpace, w_length: W_Root): number {
  const value = toIndex(space, w_length, () => {
    return `'${typeName(space, w_length)}' object cannot be interpreted as an integer`;
  });
  if (value < 0n) throw valueError(space, "__len__() should return >= 0");
  if (value > 0x7fffffffffffffffn) {
    const name = typeName(space, w_length);
    const message = `cannot fit '${name}' into an index-sized integer`;
    throw oefmt(space, space.w_OverflowError, message);
  }
  return Number(value);
}

/** `not w_obj`. */
export function not_(space: ObjSpace, w_obj: W_Root): W_Root {
  return newbool(!is_true(space, w_obj));
}
