/**
 * The loops of built-in functions over iterables: portals of their own drivers
 * (iteration-drivers.ts).
 *
 * Counterpart: see there.
 */

import { FRAME_FINISHED } from "../../../hints/jit-driver.ts";
import { call_function } from "./call.ts";
import { compare, eq_w, lt_w } from "./compare.ts";
import { next } from "./iteration.ts";
import type { W_ListObject } from "./list-object.ts";
import { FloatListStorage, IntegerListStorage, ObjectListStorage } from "./list-storage.ts";
import { checkAllocation } from "./memory.ts";
import { w_None } from "./singletons.ts";
import type { ObjSpace } from "./space.ts";
import { is_true } from "./truth.ts";
import type { W_TupleObject } from "./tuple-object.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

/** Memory is asked for every so many items. */
const COUNT_MASK = 0xffff;
const ITEM_BYTES = 48;

/** Index of the list's strategy in LIST_STRATEGIES. */
export function strategy_of(w_list: W_ListObject): number {
  const storage = w_list.lstorage;
  if (storage instanceof IntegerListStorage) return 1;
  if (storage instanceof FloatListStorage) return 2;
  return storage instanceof ObjectListStorage ? 3 : 0;
}

/** Appends; an endless iterable ends in a MemoryError. */
export function append_counted(space: ObjSpace, w_list: W_ListObject, w_item: W_Root): void {
  w_list.append(w_item);
  const length = w_list.getlength();
  if ((length & COUNT_MASK) === 0) check_length(space, length);
}

/** @dont_look_inside */
export function check_length(space: ObjSpace, length: number): void {
  checkAllocation(space, length * ITEM_BYTES);
}

/** Appends what `w_iter` gives. @portal LIST_EXTEND_DRIVER */
export function list_extend_loop(
  strategy: number,
  greenkey: W_Root,
  w_list: W_ListObject,
  w_iter: W_Root,
  space: ObjSpace,
): number {
  const driver = space.iterationDrivers.listExtend;
  let now = driver.portal_entry(strategy, greenkey, w_list, w_iter, space);
  while (now !== FRAME_FINISHED) {
    driver.jit_merge_point(now, greenkey, w_list, w_iter, space);
    const w_item = next(space, w_iter);
    if (w_item === null) return 0;
    append_counted(space, w_list, w_item);
    now = driver.can_enter_jit(strategy_of(w_list), greenkey, w_list, w_iter, space);
  }
  return driver.take_result() as number;
}

/** Appends what a generator gives. @portal UNPACK_INTO_DRIVER */
export function unpack_into_loop(
  zero: number,
  greenkey: W_Root,
  w_list: W_ListObject,
  w_iter: W_Root,
  space: ObjSpace,
): number {
  const driver = space.iterationDrivers.unpackInto;
  let now = driver.portal_entry(zero, greenkey, w_list, w_iter, space);
  while (now !== FRAME_FINISHED) {
    driver.jit_merge_point(now, greenkey, w_list, w_iter, space);
    const w_item = next(space, w_iter);
    if (w_item === null) return 0;
    append_counted(space, w_list, w_item);
    now = driver.can_enter_jit(now, greenkey, w_list, w_iter, space);
  }
  return driver.take_result() as number;
}

/** Appends what any other iterator gives. @portal UNPACK_DRIVER */
export function unpack_loop(
  zero: number,
  greenkey: W_Root,
  w_list: W_ListObject,
  w_iter: W_Root,
  space: ObjSpace,
): number {
  const driver = space.iterationDrivers.unpack;
  let now = driver.portal_entry(zero, greenkey, w_list, w_iter, space);
  while (now !== FRAME_FINISHED) {
    driver.jit_merge_point(now, greenkey, w_list, w_iter, space);
    const w_item = next(space, w_iter);
    if (w_item === null) return 0;
    append_counted(space, w_list, w_item);
    now = driver.can_enter_jit(now, greenkey, w_list, w_iter, space);
  }
  return driver.take_result() as number;
}

/** The smallest or largest item so far, and its key. */
export class BestItem {
  w_item: W_Root | null = null;
  w_key: W_Root | null = null;
}

/** The key of an item; the item itself without a key function. */
export function key_of(space: ObjSpace, w_key: W_Root | null, w_item: W_Root): W_Root {
  return w_key === null ? w_item : call_function(space, w_key, [w_item]);
}

/** Looks for the smallest item; gives `best`. @portal MIN_DRIVER */
export function min_loop(
  state: number,
  greenkey: W_Root,
  w_iter: W_Root,
  w_key: W_Root | null,
  best: BestItem,
  space: ObjSpace,
): BestItem {
  const driver = space.iterationDrivers.min;
  let now = driver.portal_entry(state, greenkey, w_iter, w_key, best, space);
  while (now !== FRAME_FINISHED) {
    driver.jit_merge_point(now, greenkey, w_iter, w_key, best, space);
    const w_item = next(space, w_iter);
    if (w_item === null) return best;
    const w_item_key = key_of(space, w_key, w_item);
    const w_best_key = best.w_key;
    if (w_best_key === null || lt_w(space, w_item_key, w_best_key)) {
      best.w_item = w_item;
      best.w_key = w_item_key;
    }
    now = driver.can_enter_jit(now | 1, greenkey, w_iter, w_key, best, space);
  }
  return driver.take_result() as BestItem;
}

const CMP_GT = 4;

/** Looks for the largest item; gives `best`. @portal MAX_DRIVER */
export function max_loop(
  state: number,
  greenkey: W_Root,
  w_iter: W_Root,
  w_key: W_Root | null,
  best: BestItem,
  space: ObjSpace,
): BestItem {
  const driver = space.iterationDrivers.max;
  let now = driver.portal_entry(state, greenkey, w_iter, w_key, best, space);
  while (now !== FRAME_FINISHED) {
    driver.jit_merge_point(now, greenkey, w_iter, w_key, best, space);
    const w_item = next(space, w_iter);
    if (w_item === null) return best;
    const w_item_key = key_of(space, w_key, w_item);
    const w_best_key = best.w_key;
    if (w_best_key === null || is_true(space, compare(space, CMP_GT, w_item_key, w_best_key))) {
      best.w_item = w_item;
      best.w_key = w_item_key;
    }
    now = driver.can_enter_jit(now | 1, greenkey, w_iter, w_key, best, space);
  }
  return driver.take_result() as BestItem;
}

/** Appends to `w_keys` the keys of the items from `index` on; there is one. @portal SORT_KEYS_DRIVER */
export function sort_keys_loop(
  strategy: number,
  greenkey: W_Root,
  index: number,
  w_items: W_ListObject,
  w_keys: W_ListObject,
  w_key: W_Root,
  space: ObjSpace,
): number {
  const driver = space.iterationDrivers.sortKeys;
  let now = driver.portal_entry(strategy, greenkey, index, w_items, w_keys, w_key, space);
  while (now !== FRAME_FINISHED) {
    index = driver.reload(2, index);
    driver.jit_merge_point(now, greenkey, index, w_items, w_keys, w_key, space);
    w_keys.append(call_function(space, w_key, [w_items.getitem(index)]));
    index++;
    if (index >= w_items.getlength()) return 0;
    now = driver.can_enter_jit(now, greenkey, index, w_items, w_keys, w_key, space);
  }
  return driver.take_result() as number;
}

/** Whether an iterator gives `w_item`; 1 or 0. @portal CONTAINS_DRIVER */
export function contains_loop(
  zero: number,
  greenkey: W_Root,
  w_iter: W_Root,
  w_item: W_Root,
  space: ObjSpace,
): number {
  const driver = space.iterationDrivers.contains;
  let now = driver.portal_entry(zero, greenkey, w_iter, w_item, space);
  while (now !== FRAME_FINISHED) {
    driver.jit_merge_point(now, greenkey, w_iter, w_item, space);
    const w_other = next(space, w_iter);
    if (w_other === null) return 0;
    if (eq_w(space, w_other, w_item)) return 1;
    now = driver.can_enter_jit(now, greenkey, w_iter, w_item, space);
  }
  return driver.take_result() as number;
}

/** Whether a filter keeps an item. */
export function is_kept(space: ObjSpace, w_func: W_Root, w_item: W_Root, reverse: number): boolean {
  const w_kept = w_func === w_None ? w_item : call_function(space, w_func, [w_item]);
  return is_true(space, w_kept) !== (reverse === 1);
}

/**
 * The next item that is kept, or null, after one that is not: as on PyPy, calls that keep their
 * first item do not come to the merge point. @portal FILTER_DRIVER
 */
export function filter_loop(
  reverse: number,
  greenkey: W_Root,
  w_iter: W_Root,
  w_func: W_Root,
  space: ObjSpace,
): W_Root | null {
  const driver = space.iterationDrivers.filter;
  let now = driver.portal_entry(reverse, greenkey, w_iter, w_func, space);
  while (now !== FRAME_FINISHED) {
    driver.jit_merge_point(now, greenkey, w_iter, w_func, space);
    const w_item = next(space, w_iter);
    if (w_item === null || is_kept(space, w_func, w_item, now)) return w_item;
    now = driver.can_enter_jit(now, greenkey, w_iter, w_func, space);
  }
  return driver.take_result() as W_Root | null;
}

/** The index of the first item of a list that is equal to `w_item`, or -1. */
export function find_in_list(space: ObjSpace, w_list: W_ListObject, w_item: W_Root): number {
  if (w_item instanceof W_UnicodeObject) {
    const storage = w_list.lstorage;
    if (storage instanceof ObjectListStorage) {
      const index = index_of_text(storage, w_item.value);
      if (index >= -1) return index;
    }
  }
  return list_find_loop(0, w_item.getclass(space), 0, 0, w_list, w_item, space);
}

/**
 * The index of a text among texts, -1 if it is not there, -2 if there is something else before it.
 * @cannot_raise @no_side_effects
 */
export function index_of_text(storage: ObjectListStorage, text: string): number {
  for (let i = 0; i < storage.length; i++) {
    const w_other = storage.items[i]!;
    if (w_other.constructor !== W_UnicodeObject) return -2;
    if ((w_other as W_UnicodeObject).value === text) return i;
  }
  return -1;
}

/** Whether one of the items from `index` on is equal to `w_item`. @portal TUPLE_CONTAINS_DRIVER */
export function tuple_contains_loop(
  zero: number,
  greenkey: W_Root,
  index: number,
  w_tuple: W_TupleObject,
  w_item: W_Root,
  space: ObjSpace,
): number {
  const driver = space.iterationDrivers.tupleContains;
  let now = driver.portal_entry(zero, greenkey, index, w_tuple, w_item, space);
  while (now !== FRAME_FINISHED) {
    index = driver.reload(2, index);
    driver.jit_merge_point(now, greenkey, index, w_tuple, w_item, space);
    if (index >= w_tuple.items.length) return 0;
    if (eq_w(space, w_tuple.items[index]!, w_item)) return 1;
    index++;
    now = driver.can_enter_jit(now, greenkey, index, w_tuple, w_item, space);
  }
  return driver.take_result() as number;
}

/**
 * The index of the first item from `index` on that is equal to `w_item`, or -1; or, if `counts`, how
 * many there are. @portal LIST_FIND_DRIVER
 */
export function list_find_loop(
  counts: number,
  greenkey: W_Root,
  index: number,
  found: number,
  w_list: W_ListObject,
  w_item: W_Root,
  space: ObjSpace,
): number {
  const driver = space.iterationDrivers.listFind;
  let now = driver.portal_entry(counts, greenkey, index, found, w_list, w_item, space);
  while (now !== FRAME_FINISHED) {
    index = driver.reload(2, index);
    found = driver.reload(3, found);
    driver.jit_merge_point(now, greenkey, index, found, w_list, w_item, space);
    if (index >= w_list.getlength()) return now === 0 ? -1 : found;
    if (eq_w(space, w_list.getitem(index), w_item)) {
      if (now === 0) return index;
      found++;
    }
    index++;
    now = driver.can_enter_jit(now, greenkey, index, found, w_list, w_item, space);
  }
  return driver.take_result() as number;
}
