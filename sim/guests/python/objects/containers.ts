/**
 * Growing lists and sets from bytecodes of displays and calls.
 */

import { typeError, typeName } from "./errors.ts";
import { is_iterable, iterate } from "./iteration.ts";
import { iterable_to_array } from "./unpack.ts";
import { W_TupleObject } from "./tuple-object.ts";
import { extend_from_iterable } from "./unpack.ts";
import { W_ListObject } from "./list-object.ts";
import type { W_SetObject } from "./set-object.ts";
import type { ObjSpace } from "./space.ts";
import type { W_Root } from "./w-root.ts";

/** LIST_EXTEND. @dont_look_inside @may_force */
export function list_extend(space: ObjSpace, w_list: W_Root, w_iterable: W_Root): void {
  if (!is_iterable(space, w_iterable)) {
    const name = typeName(space, w_iterable);
    throw typeError(space, `'${name}' object is not iterable`);
  }
  extendList(space, w_list as W_ListObject, w_iterable);
}

/** `w_list.extend(w_iterable)`. */
export function extendList(space: ObjSpace, w_list: W_ListObject, w_iterable: W_Root): void {
  const isArray = w_iterable instanceof W_ListObject || w_iterable instanceof W_TupleObject;
  if (!isArray) {
    extend_from_iterable(space, w_list, w_iterable);
    return;
  }
  const items_w = iterable_to_array(space, w_iterable, -1);
  if (w_list.getlength() === 0) w_list.setitems(items_w);
  else for (const w_item of items_w) w_list.append(w_item);
}

/** SET_UPDATE. @dont_look_inside @may_force */
export function set_update(space: ObjSpace, w_set: W_Root, w_iterable: W_Root): void {
  const { table } = w_set as W_SetObject;
  for (const w_item of iterate(space, w_iterable)) {
    if (table.get(space, w_item) === null) table.set(space, w_item, w_item);
  }
}
