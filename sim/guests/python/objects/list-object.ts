/**
 * Python's lists: a strategy and a storage that go together (list-storage.ts).
 *
 * Counterpart: pypy/objspace/std/listobject.py.
 */

import { we_are_jitted } from "../../../hints/hints.ts";
import {
  EmptyListStorage,
  itemsOf,
  type ListStorage,
  type ListStrategy,
  makeListStorage,
  ObjectListStorage,
  unrolled_storage,
} from "./list-storage.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

export class W_ListObject extends W_Root {
  lstorage: ListStorage;
  strategy: ListStrategy;

  constructor(lstorage: ListStorage, strategy: ListStrategy) {
    super();
    this.lstorage = lstorage;
    this.strategy = strategy;
  }

  setstorage(storage: ListStorage): void {
    this.strategy = storage.strategy();
    this.lstorage = storage;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_list;
  }

  getlength(): number {
    if (!we_are_jitted()) return this.lstorage.length;
    return this.strategy.length(this);
  }

  getitem(index: number): W_Root {
    return this.strategy.getitem(this, index);
  }

  setitem(index: number, w_item: W_Root): void {
    this.strategy.setitem(this, index, w_item);
  }

  append(w_item: W_Root): void {
    this.strategy.append(this, w_item);
  }

  /** Removes and returns the last item; there must be one. */
  pop_last(): W_Root {
    return this.strategy.pop_last(this);
  }

  /** Goes over to the object storage. @dont_look_inside @cannot_raise */
  switch_to_object(): ObjectListStorage {
    const items: (W_Root | null)[] = this.getitems();
    const storage = new ObjectListStorage(items.length, items);
    this.setstorage(storage);
    return storage;
  }

  /** Takes out the item at `index`. @dont_look_inside @cannot_raise */
  remove_at(index: number): void {
    this.lstorage.remove_at(index);
  }

  /** Puts an item in at `index`. @dont_look_inside @cannot_raise */
  insert_at(index: number, w_item: W_Root): void {
    if (this.lstorage.length === 0) this.setstorage(makeListStorage([w_item]));
    else if (!this.lstorage.insert_at(index, w_item)) {
      this.switch_to_object().insert_at(index, w_item);
    }
  }

  /** Replaces `count` items from `start` on. @dont_look_inside @cannot_raise */
  replace_slice(start: number, count: number, storage: ListStorage): void {
    const result = this.lstorage.spliced(start, count, storage);
    if (result !== null) {
      this.setstorage(result);
      return;
    }
    const items_w = this.getitems();
    items_w.splice(start, count, ...itemsOf(storage));
    this.setitems(items_w);
  }

  /** All items, in a new array. @dont_look_inside @cannot_raise */
  getitems(): W_Root[] {
    return itemsOf(this.lstorage);
  }

  /** Replaces the whole content. @dont_look_inside @cannot_raise */
  setitems(items: readonly W_Root[]): void {
    this.setstorage(makeListStorage(items));
  }
}

/** A new list of `items`; the array may be used further by the caller. */
export function newlist(items: readonly W_Root[]): W_ListObject {
  return list_of(makeListStorage(items));
}

/** Lists of up to this many items are made inside of a trace. */
const UNROLL_MAX = 16;

/** A display of `items`, an array of a length that a trace knows. */
export function build_list(items: readonly W_Root[]): W_ListObject {
  const length = items.length;
  if (length === 0) return list_of(new EmptyListStorage(0));
  if (length > UNROLL_MAX) return list_of(makeListStorage(items));
  return list_of(unrolled_storage(items, length));
}

/** A list with this storage. */
export function list_of(storage: ListStorage): W_ListObject {
  return new W_ListObject(storage, storage.strategy());
}
