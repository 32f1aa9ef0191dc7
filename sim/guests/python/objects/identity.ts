/**
 * `is`: identity of objects, and of value for numbers and one-character strings, as on PyPy.
 *
 * Counterpart: pypy/objspace/std (is_w of each class).
 */

import { floatToBits } from "../../../base/float.ts";
import { W_FloatObject } from "./float-object.ts";
import { W_BoolObject, W_IntObject, W_LongObject } from "./int-object.ts";
import { W_TupleObject } from "./tuple-object.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

/** Whether `w_a is w_b`. */
export function is_w(w_a: W_Root, w_b: W_Root): boolean {
  if (w_a === w_b) return true;
  if (w_a instanceof W_IntObject) {
    if (w_b instanceof W_IntObject) return same_int(w_a, w_b);
    return false;
  }
  return is_w_slow(w_a, w_b);
}

/** @elidable @cannot_raise */
export function same_int(w_a: W_IntObject, w_b: W_IntObject): boolean {
  if (w_a instanceof W_BoolObject || w_b instanceof W_BoolObject) return false;
  return w_a.intval === w_b.intval;
}

/** @elidable @cannot_raise */
export function is_w_slow(w_a: W_Root, w_b: W_Root): boolean {
  if (w_a instanceof W_FloatObject && w_b instanceof W_FloatObject) {
    return floatToBits(w_a.floatval) === floatToBits(w_b.floatval);
  }
  if (w_a instanceof W_LongObject && w_b instanceof W_LongObject) return w_a.value === w_b.value;
  if (w_a instanceof W_UnicodeObject && w_b instanceof W_UnicodeObject) {
    return w_a.length <= 1 && w_a.value === w_b.value;
  }
  if (w_a instanceof W_TupleObject && w_b instanceof W_TupleObject) {
    return w_a.items.length === 0 && w_b.items.length === 0;
  }
  return false;
}
