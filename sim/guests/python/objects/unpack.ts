/**
 * Using iterables up.
 *
 * Counterpart: pypy/interpreter/baseobjspace.py (unpackiterable), pypy/objspace/std/listobject.py
 * (extend).
 */

import { iter, iterator_greenkey, next } from "./iteration.ts";
import { list_extend_loop, strategy_of, unpack_into_loop, unpack_loop } from "./iteration-loops.ts";
import { W_ObjectObject } from "./instance-object.ts";
import { ask_length } from "./length-hint.ts";
import { list_of, W_ListObject } from "./list-object.ts";
import { EmptyListStorage } from "./list-storage.ts";
import type { ObjSpace } from "./space.ts";
import { W_TupleObject } from "./tuple-object.ts";
import type { W_Root } from "./w-root.ts";

/** The items of an iterable; at most `limit` of them unless it is negative. */
export function iterable_to_array(
  space: ObjSpace,
  w_iterable: W_Root,
  limit: number,
): readonly W_Root[] {
  if (w_iterable instanceof W_TupleObject) return w_iterable.items;
  if (w_iterable instanceof W_ListObject) return w_iterable.getitems();
  const w_iter = iter(space, w_iterable);
  if (limit < 0) {
    if (w_iterable instanceof W_ObjectObject) ask_length(space, w_iterable);
    return unpack(space, w_iter).getitems();
  }
  const items_w: W_Root[] = [];
  while (items_w.length !== limit) {
    const w_item = next(space, w_iter);
    if (w_item === null) break;
    items_w.push(w_item);
  }
  return items_w;
}

/** What an iterator gives, as a list. */
function unpack(space: ObjSpace, w_iter: W_Root): W_ListObject {
  const w_list = list_of(new EmptyListStorage(0));
  const greenkey = iterator_greenkey(space, w_iter);
  if (w_iter.getclass(space) === space.w_generator) {
    unpack_into_loop(0, greenkey, w_list, w_iter, space);
  } else unpack_loop(0, greenkey, w_list, w_iter, space);
  return w_list;
}

/** Appends what an iterable gives that is neither a list nor a tuple. */
export function extend_from_iterable(
  space: ObjSpace,
  w_list: W_ListObject,
  w_iterable: W_Root,
): void {
  if (w_iterable instanceof W_ObjectObject) ask_length(space, w_iterable);
  const w_iter = iter(space, w_iterable);
  const greenkey = iterator_greenkey(space, w_iter);
  if (w_iter.getclass(space) === space.w_generator) {
    unpack_into_loop(0, greenkey, w_list, w_iter, space);
  } else list_extend_loop(strategy_of(w_list), greenkey, w_list, w_iter, space);
}
