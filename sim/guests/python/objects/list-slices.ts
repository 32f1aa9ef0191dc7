/**
 * Slices of lists: reading, assigning, deleting.
 *
 * Counterpart: pypy/objspace/std/listobject.py.
 */

import type { W_SliceObject } from "./constants.ts";
import { oefmt } from "./errors.ts";
import { iterable_to_array } from "./unpack.ts";
import { list_of, W_ListObject } from "./list-object.ts";
import { makeListStorage } from "./list-storage.ts";
import { adaptSlice } from "./slices.ts";
import type { ObjSpace } from "./space.ts";
import type { W_Root } from "./w-root.ts";

export function getListSlice(
  space: ObjSpace,
  w_list: W_ListObject,
  w_slice: W_SliceObject,
): W_Root {
  const { start, step, count } = adaptSlice(space, w_slice, w_list.getlength());
  return list_of(w_list.lstorage.strided(start, step, count));
}

export function setListSlice(
  space: ObjSpace,
  w_list: W_ListObject,
  w_slice: W_SliceObject,
  w_value: W_Root,
): void {
  adaptSlice(space, w_slice, 0);
  const storage =
    w_value instanceof W_ListObject
      ? w_value.lstorage.slice(0, w_value.getlength())
      : makeListStorage(iterable_to_array(space, w_value, -1));
  const { start, step, count } = adaptSlice(space, w_slice, w_list.getlength());
  if (step === 1) {
    w_list.replace_slice(start, count, storage);
    return;
  }
  const values_w = list_of(storage).getitems();
  const items_w = w_list.getitems();
  if (values_w.length !== count) {
    const message = `attempt to assign sequence of size ${values_w.length} to extended slice of size ${count}`;
    throw oefmt(space, space.w_ValueError, message);
  }
  values_w.forEach((w_item, i) => {
    items_w[start + i * step] = w_item;
  });
  w_list.setitems(items_w);
}

export function deleteListSlice(
  space: ObjSpace,
  w_list: W_ListObject,
  w_slice: W_SliceObject,
): void {
  const { start, step, count } = adaptSlice(space, w_slice, w_list.getlength());
  const removed = new Set<number>();
  for (let i = 0; i < count; i++) removed.add(start + i * step);
  w_list.setitems(w_list.getitems().filter((_, index) => !removed.has(index)));
}
