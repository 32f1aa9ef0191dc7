/**
 * Python's lists over four storages: empty, machine integers, floats, any objects. A storage is a
 * `length` and an `items` array at least that long, so that appending is amortized and traced code
 * sees an array of fixed length.
 *
 * Invariants: an `items` array never changes its length once it is in a storage (it is replaced);
 * slots from `length` on hold zero or null; an integer storage never holds booleans.
 *
 * Counterpart: pypy/objspace/std/listobject.py. DIFFERS: strategy and storage are one object.
 */

import type { Float } from "../../../base/float.ts";
import { toFloat } from "../../../base/float.ts";
import type { Int } from "../../../base/int.ts";
import { W_FloatObject } from "./float-object.ts";
import { W_BoolObject, W_IntObject } from "./int-object.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

/** Indices given to these methods are inside of the list. */
export abstract class ListStorage {
  length: number;

  constructor(length: number) {
    this.length = length;
  }

  abstract getitem(index: number): W_Root;
  abstract setitem(w_list: W_ListObject, index: number, w_item: W_Root): void;
  abstract append(w_list: W_ListObject, w_item: W_Root): void;
  /** Removes and returns the last item. */
  abstract pop_last(): W_Root;
  /** Part of this storage as a new one. */
  abstract slice(start: number, stop: number): ListStorage;
}

export class EmptyListStorage extends ListStorage {
  /** @dont_look_inside @cannot_raise */
  override getitem(_index: number): W_Root {
    throw new Error("item of an empty list");
  }

  /** @dont_look_inside @cannot_raise */
  override setitem(_w_list: W_ListObject, _index: number, _w_item: W_Root): void {
    throw new Error("item of an empty list");
  }

  override append(w_list: W_ListObject, w_item: W_Root): void {
    w_list.storage = makeFirstStorage(w_item);
  }

  /** @dont_look_inside @cannot_raise */
  override pop_last(): W_Root {
    throw new Error("item of an empty list");
  }

  /** @dont_look_inside @cannot_raise */
  override slice(_start: number, _stop: number): ListStorage {
    return new EmptyListStorage(0);
  }
}

export class IntegerListStorage extends ListStorage {
  items: Int[];

  constructor(length: number, items: Int[]) {
    super(length);
    this.items = items;
  }

  override getitem(index: number): W_Root {
    return new W_IntObject(this.items[index]!);
  }

  override setitem(w_list: W_ListObject, index: number, w_item: W_Root): void {
    if (w_item instanceof W_IntObject && !(w_item instanceof W_BoolObject)) {
      this.items[index] = w_item.intval;
      return;
    }
    const objects = w_list.switch_to_object();
    objects.items[index] = w_item;
  }

  override append(w_list: W_ListObject, w_item: W_Root): void {
    if (w_item instanceof W_IntObject && !(w_item instanceof W_BoolObject)) {
      const length = this.length;
      if (length >= this.items.length) this.grow();
      this.items[length] = w_item.intval;
      this.length = length + 1;
      return;
    }
    w_list.switch_to_object().append(w_list, w_item);
  }

  override pop_last(): W_Root {
    const length = this.length - 1;
    const value = this.items[length]!;
    this.length = length;
    return new W_IntObject(value);
  }

  /** @dont_look_inside @cannot_raise */
  grow(): void {
    this.items = grown<Int>(this.items, 0);
  }

  /** @dont_look_inside @cannot_raise */
  override slice(start: number, stop: number): ListStorage {
    return new IntegerListStorage(stop - start, this.items.slice(start, stop));
  }
}

export class FloatListStorage extends ListStorage {
  items: Float[];

  constructor(length: number, items: Float[]) {
    super(length);
    this.items = items;
  }

  override getitem(index: number): W_Root {
    return new W_FloatObject(this.items[index]!);
  }

  override setitem(w_list: W_ListObject, index: number, w_item: W_Root): void {
    if (w_item instanceof W_FloatObject) {
      this.items[index] = w_item.floatval;
      return;
    }
    const objects = w_list.switch_to_object();
    objects.items[index] = w_item;
  }

  override append(w_list: W_ListObject, w_item: W_Root): void {
    if (w_item instanceof W_FloatObject) {
      const length = this.length;
      if (length >= this.items.length) this.grow();
      this.items[length] = w_item.floatval;
      this.length = length + 1;
      return;
    }
    w_list.switch_to_object().append(w_list, w_item);
  }

  override pop_last(): W_Root {
    const length = this.length - 1;
    const value = this.items[length]!;
    this.length = length;
    return new W_FloatObject(value);
  }

  /** @dont_look_inside @cannot_raise */
  grow(): void {
    this.items = grown<Float>(this.items, toFloat(0));
  }

  /** @dont_look_inside @cannot_raise */
  override slice(start: number, stop: number): ListStorage {
    return new FloatListStorage(stop - start, this.items.slice(start, stop));
  }
}

export class ObjectListStorage extends ListStorage {
  items: (W_Root | null)[];

  constructor(length: number, items: (W_Root | null)[]) {
    super(length);
    this.items = items;
  }

  override getitem(index: number): W_Root {
    return this.items[index]!;
  }

  override setitem(_w_list: W_ListObject, index: number, w_item: W_Root): void {
    this.items[index] = w_item;
  }

  override append(_w_list: W_ListObject, w_item: W_Root): void {
    const length = this.length;
    if (length >= this.items.length) this.grow();
    this.items[length] = w_item;
    this.length = length + 1;
  }

  override pop_last(): W_Root {
    const length = this.length - 1;
    const w_item = this.items[length]!;
    this.items[length] = null;
    this.length = length;
    return w_item;
  }

  /** @dont_look_inside @cannot_raise */
  grow(): void {
    this.items = grown<W_Root | null>(this.items, null);
  }

  /** @dont_look_inside @cannot_raise */
  override slice(start: number, stop: number): ListStorage {
    return new ObjectListStorage(stop - start, this.items.slice(start, stop));
  }
}

/** A longer copy, with PyPy's over-allocation. */
function grown<T>(items: T[], filler: T): T[] {
  const result = items.slice();
  const extra = (items.length >> 3) + (items.length < 9 ? 3 : 6) + 1;
  for (let i = 0; i < extra; i++) result.push(filler);
  return result;
}

export class W_ListObject extends W_Root {
  storage: ListStorage;

  constructor(storage: ListStorage) {
    super();
    this.storage = storage;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_list;
  }

  getlength(): number {
    return this.storage.length;
  }

  getitem(index: number): W_Root {
    return this.storage.getitem(index);
  }

  setitem(index: number, w_item: W_Root): void {
    this.storage.setitem(this, index, w_item);
  }

  append(w_item: W_Root): void {
    this.storage.append(this, w_item);
  }

  /** Goes over to the object storage. @dont_look_inside @cannot_raise */
  switch_to_object(): ObjectListStorage {
    const items: (W_Root | null)[] = this.getitems();
    const storage = new ObjectListStorage(items.length, items);
    this.storage = storage;
    return storage;
  }

  /** All items, in a new array. @dont_look_inside @cannot_raise */
  getitems(): W_Root[] {
    const { storage } = this;
    const items: W_Root[] = [];
    for (let i = 0; i < storage.length; i++) items.push(storage.getitem(i));
    return items;
  }

  /** Replaces the whole content. @dont_look_inside @cannot_raise */
  setitems(items: readonly W_Root[]): void {
    this.storage = makeListStorage(items);
  }
}

/** The storage of a list that was empty. @dont_look_inside @cannot_raise @no_side_effects */
export function makeFirstStorage(w_item: W_Root): ListStorage {
  return makeListStorage([w_item]);
}

/** The best storage for `items`. @dont_look_inside @cannot_raise @no_side_effects */
export function makeListStorage(items: readonly W_Root[]): ListStorage {
  const length = items.length;
  if (length === 0) return new EmptyListStorage(0);
  if (items[0] instanceof W_IntObject) {
    const ints = integersOf(items);
    if (ints !== null) return new IntegerListStorage(length, ints);
  } else if (items[0] instanceof W_FloatObject) {
    const floats = floatsOf(items);
    if (floats !== null) return new FloatListStorage(length, floats);
  }
  return new ObjectListStorage(length, items.slice());
}

function integersOf(items: readonly W_Root[]): Int[] | null {
  const ints: Int[] = [];
  for (const w_item of items) {
    if (!(w_item instanceof W_IntObject) || w_item instanceof W_BoolObject) return null;
    ints.push(w_item.intval);
  }
  return ints;
}

function floatsOf(items: readonly W_Root[]): Float[] | null {
  const floats: Float[] = [];
  for (const w_item of items) {
    if (!(w_item instanceof W_FloatObject)) return null;
    floats.push(w_item.floatval);
  }
  return floats;
}

/** A new list of `items`; the array may be used further by the caller. */
export function newlist(items: readonly W_Root[]): W_ListObject {
  return new W_ListObject(makeListStorage(items));
}
