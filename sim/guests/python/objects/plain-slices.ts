/**
 * Slices whose bounds are machine integers or None and whose step is one, of lists, strings and
 * tuples: what nearly every program uses, as a trace looks inside of it.
 *
 * Counterpart: pypy/objspace/std/sliceobject.py (adapt_slice_index), listobject.py.
 */

import {
  type Int,
  int_add,
  int_gt,
  int_lt,
  intFromNumber,
  numberFromInt,
} from "../../../base/int.ts";
import type { W_SliceObject } from "./constants.ts";
import { W_IntObject } from "./int-object.ts";
import { list_of, W_ListObject } from "./list-object.ts";
import { w_None } from "./singletons.ts";
import { text_slice } from "./text-operations.ts";
import { W_TupleObject } from "./tuple-object.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

export function is_plain_slice(w_slice: W_SliceObject): boolean {
  if (w_slice.w_step !== w_None) return false;
  return is_plain_bound(w_slice.w_start) && is_plain_bound(w_slice.w_stop);
}

export function is_plain_bound(w_bound: W_Root): boolean {
  return w_bound === w_None || w_bound instanceof W_IntObject;
}

/** A bound of a plain slice inside of 0 … length; `missing` for None. */
export function plain_bound(w_bound: W_Root, length: number, missing: number): number {
  if (!(w_bound instanceof W_IntObject)) return missing;
  const size: Int = intFromNumber(length);
  let index = w_bound.intval;
  if (int_lt(index, 0)) {
    index = int_add(index, size);
    if (int_lt(index, 0)) return 0;
  }
  return int_gt(index, size) ? length : numberFromInt(index);
}

/** A plain slice of a list, string or tuple; null for anything else. */
export function plain_slice(w_obj: W_Root, w_slice: W_SliceObject): W_Root | null {
  if (w_obj instanceof W_ListObject) {
    const length = w_obj.getlength();
    const start = plain_bound(w_slice.w_start, length, 0);
    const stop = plain_bound(w_slice.w_stop, length, length);
    return list_of(w_obj.lstorage.slice(start, stop < start ? start : stop));
  }
  if (w_obj instanceof W_UnicodeObject) {
    const length = w_obj.length;
    const start = plain_bound(w_slice.w_start, length, 0);
    const stop = plain_bound(w_slice.w_stop, length, length);
    if (stop <= start) return new W_UnicodeObject("", 0);
    return new W_UnicodeObject(text_slice(w_obj.value, length, start, stop), stop - start);
  }
  if (w_obj instanceof W_TupleObject) {
    const length = w_obj.items.length;
    const start = plain_bound(w_slice.w_start, length, 0);
    const stop = plain_bound(w_slice.w_stop, length, length);
    return new W_TupleObject(items_slice(w_obj.items, start, stop < start ? start : stop));
  }
  return null;
}

/** @dont_look_inside @cannot_raise @no_side_effects */
export function items_slice(items: readonly W_Root[], start: number, stop: number): W_Root[] {
  return items.slice(start, stop);
}
