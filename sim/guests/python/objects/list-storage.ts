/**
 * What a list holds: one of four storages, and the strategy that goes with it. A storage is a
 * `length` and an `items` array at least that long, so that appending is amortized and traced code
 * sees an array of fixed length.
 *
 * Invariants: an `items` array never changes its length once it is in a storage (it is replaced);
 * slots from `length` on hold zero or null; an integer storage never holds booleans.
 *
 * Counterpart: pypy/objspace/std/listobject.py. DIFFERS: what traces do not look into are methods of
 * the storage.
 */

import type { Float } from "../../../base/float.ts";
import { toFloat } from "../../../base/float.ts";
import type { Int } from "../../../base/int.ts";
import { new_array_f, new_array_i, new_array_r } from "../../../hints/arrays.ts";
import { W_FloatObject } from "./float-object.ts";
import { W_BoolObject, W_IntObject } from "./int-object.ts";
import { insertedAt, removeAt, repeated, resized, spliced, strided } from "./list-arrays.ts";
import type { W_ListObject } from "./list-object.ts";
import type { W_Root } from "./w-root.ts";

/** Indices given to these methods are inside of the list. */
export abstract class ListStorage {
  length: number;

  constructor(length: number) {
    this.length = length;
  }

  abstract getitem(index: number): W_Root;
  /** What a list with this storage has as its strategy. */
  abstract strategy(): ListStrategy;
  /** Part of this storage as a new one. */
  abstract slice(start: number, stop: number): ListStorage;
  /** `count` items from `start` on, every `step`-th, as a new storage. */
  abstract strided(start: number, step: number, count: number): ListStorage;
  /** Takes out the item at `index`. */
  abstract remove_at(index: number): void;
  /** Puts an item in at `index`; false when it is not of this storage's kind. */
  abstract insert_at(index: number, w_item: W_Root): boolean;
  /** A new storage with `count` items replaced by those of `other`; null unless of one kind. */
  abstract spliced(start: number, count: number, other: ListStorage): ListStorage | null;
  /** The items `count` times over, as a new storage. */
  abstract repeated(count: number): ListStorage;
}

export class EmptyListStorage extends ListStorage {
  override strategy(): ListStrategy {
    return EMPTY_LIST;
  }

  /** @dont_look_inside @cannot_raise */
  override getitem(_index: number): W_Root {
    throw new Error("item of an empty list");
  }

  /** @dont_look_inside @cannot_raise @no_side_effects */
  override slice(_start: number, _stop: number): ListStorage {
    return new EmptyListStorage(0);
  }

  override strided(): ListStorage {
    return new EmptyListStorage(0);
  }

  override remove_at(): void {
    throw new Error("item of an empty list");
  }

  override insert_at(): boolean {
    return false;
  }

  override spliced(_start: number, _count: number, other: ListStorage): ListStorage | null {
    return other.slice(0, other.length);
  }

  override repeated(): ListStorage {
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

  override strategy(): ListStrategy {
    return INTEGER_LIST;
  }

  /** @writes items @conditional_call */
  resize_hint(length: number, overallocates: boolean): void {
    this.items = resized<Int>(this.items, length, overallocates, 0);
  }

  /** @dont_look_inside @cannot_raise @no_side_effects */
  override slice(start: number, stop: number): ListStorage {
    return new IntegerListStorage(stop - start, this.items.slice(start, stop));
  }

  override strided(start: number, step: number, count: number): ListStorage {
    return new IntegerListStorage(count, strided(this.items, start, step, count));
  }

  override remove_at(index: number): void {
    removeAt<Int>(this.items, this.length, index, 0);
    this.length--;
  }

  override insert_at(index: number, w_item: W_Root): boolean {
    if (!(w_item instanceof W_IntObject) || w_item instanceof W_BoolObject) return false;
    this.items = insertedAt<Int>(this.items, this.length, index, w_item.intval, 0);
    this.length++;
    return true;
  }

  override spliced(start: number, count: number, other: ListStorage): ListStorage | null {
    if (other.length === 0) return this.without(start, count);
    if (!(other instanceof IntegerListStorage)) return null;
    const replacement = other.items.slice(0, other.length);
    const items = spliced(this.items, this.length, start, count, replacement);
    return new IntegerListStorage(items.length, items);
  }

  private without(start: number, count: number): ListStorage {
    const items = spliced(this.items, this.length, start, count, []);
    return items.length === 0
      ? new EmptyListStorage(0)
      : new IntegerListStorage(items.length, items);
  }

  override repeated(count: number): ListStorage {
    if (count <= 0) return new EmptyListStorage(0);
    return new IntegerListStorage(this.length * count, repeated(this.items, this.length, count));
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

  override strategy(): ListStrategy {
    return FLOAT_LIST;
  }

  /** @writes items @conditional_call */
  resize_hint(length: number, overallocates: boolean): void {
    this.items = resized<Float>(this.items, length, overallocates, toFloat(0));
  }

  /** @dont_look_inside @cannot_raise @no_side_effects */
  override slice(start: number, stop: number): ListStorage {
    return new FloatListStorage(stop - start, this.items.slice(start, stop));
  }

  override strided(start: number, step: number, count: number): ListStorage {
    return new FloatListStorage(count, strided(this.items, start, step, count));
  }

  override remove_at(index: number): void {
    removeAt(this.items, this.length, index, toFloat(0));
    this.length--;
  }

  override insert_at(index: number, w_item: W_Root): boolean {
    if (!(w_item instanceof W_FloatObject)) return false;
    this.items = insertedAt(this.items, this.length, index, w_item.floatval, toFloat(0));
    this.length++;
    return true;
  }

  override spliced(start: number, count: number, other: ListStorage): ListStorage | null {
    if (other.length === 0) return this.without(start, count);
    if (!(other instanceof FloatListStorage)) return null;
    const replacement = other.items.slice(0, other.length);
    const items = spliced(this.items, this.length, start, count, replacement);
    return new FloatListStorage(items.length, items);
  }

  private without(start: number, count: number): ListStorage {
    const items = spliced(this.items, this.length, start, count, []);
    return items.length === 0 ? new EmptyListStorage(0) : new FloatListStorage(items.length, items);
  }

  override repeated(count: number): ListStorage {
    if (count <= 0) return new EmptyListStorage(0);
    return new FloatListStorage(this.length * count, repeated(this.items, this.length, count));
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

  override strategy(): ListStrategy {
    return OBJECT_LIST;
  }

  /** @writes items @conditional_call */
  resize_hint(length: number, overallocates: boolean): void {
    this.items = resized<W_Root | null>(this.items, length, overallocates, null);
  }

  /** @dont_look_inside @cannot_raise @no_side_effects */
  override slice(start: number, stop: number): ListStorage {
    return new ObjectListStorage(stop - start, this.items.slice(start, stop));
  }

  override strided(start: number, step: number, count: number): ListStorage {
    return new ObjectListStorage(count, strided(this.items, start, step, count));
  }

  override remove_at(index: number): void {
    removeAt<W_Root | null>(this.items, this.length, index, null);
    this.length--;
  }

  override insert_at(index: number, w_item: W_Root): boolean {
    this.items = insertedAt<W_Root | null>(this.items, this.length, index, w_item, null);
    this.length++;
    return true;
  }

  override spliced(start: number, count: number, other: ListStorage): ListStorage | null {
    if (other.length === 0) return this.without(start, count);
    if (!(other instanceof ObjectListStorage)) return null;
    const replacement = other.items.slice(0, other.length);
    const items = spliced(this.items, this.length, start, count, replacement);
    return new ObjectListStorage(items.length, items);
  }

  private without(start: number, count: number): ListStorage {
    const items = spliced(this.items, this.length, start, count, []);
    return items.length === 0
      ? new EmptyListStorage(0)
      : new ObjectListStorage(items.length, items);
  }

  override repeated(count: number): ListStorage {
    if (count <= 0) return new EmptyListStorage(0);
    return new ObjectListStorage(this.length * count, repeated(this.items, this.length, count));
  }
}

/**
 * How a list with a kind of storage does what traces look into. A trace guards the strategy's class,
 * which says what the storage is.
 */
export abstract class ListStrategy {
  abstract length(w_list: W_ListObject): number;
  abstract getitem(w_list: W_ListObject, index: number): W_Root;
  abstract setitem(w_list: W_ListObject, index: number, w_item: W_Root): void;
  abstract append(w_list: W_ListObject, w_item: W_Root): void;
  /** Removes and returns the last item. */
  abstract pop_last(w_list: W_ListObject): W_Root;
}

export class EmptyListStrategy extends ListStrategy {
  override length(_w_list: W_ListObject): number {
    return 0;
  }

  /** @dont_look_inside @cannot_raise */
  override getitem(_w_list: W_ListObject, _index: number): W_Root {
    throw new Error("item of an empty list");
  }

  /** @dont_look_inside @cannot_raise */
  override setitem(_w_list: W_ListObject, _index: number, _w_item: W_Root): void {
    throw new Error("item of an empty list");
  }

  override append(w_list: W_ListObject, w_item: W_Root): void {
    w_list.setstorage(makeFirstStorage(w_item));
  }

  /** @dont_look_inside @cannot_raise */
  override pop_last(_w_list: W_ListObject): W_Root {
    throw new Error("item of an empty list");
  }
}

export class IntegerListStrategy extends ListStrategy {
  override length(w_list: W_ListObject): number {
    return (w_list.lstorage as IntegerListStorage).length;
  }

  override getitem(w_list: W_ListObject, index: number): W_Root {
    const storage = w_list.lstorage as IntegerListStorage;
    return new W_IntObject(storage.items[index]!);
  }

  override setitem(w_list: W_ListObject, index: number, w_item: W_Root): void {
    if (w_item instanceof W_IntObject && !(w_item instanceof W_BoolObject)) {
      const storage = w_list.lstorage as IntegerListStorage;
      storage.items[index] = w_item.intval;
      return;
    }
    const objects = w_list.switch_to_object();
    objects.items[index] = w_item;
  }

  override append(w_list: W_ListObject, w_item: W_Root): void {
    if (w_item instanceof W_IntObject && !(w_item instanceof W_BoolObject)) {
      const storage = w_list.lstorage as IntegerListStorage;
      const length = storage.length;
      const newLength = length + 1;
      if (storage.items.length < newLength) storage.resize_hint(newLength, true);
      storage.length = newLength;
      storage.items[length] = w_item.intval;
      return;
    }
    w_list.switch_to_object();
    w_list.append(w_item);
  }

  override pop_last(w_list: W_ListObject): W_Root {
    const storage = w_list.lstorage as IntegerListStorage;
    const length = storage.length - 1;
    const value = storage.items[length]!;
    if (length < (storage.items.length >> 1) - 5) storage.resize_hint(length, false);
    storage.length = length;
    return new W_IntObject(value);
  }
}

export class FloatListStrategy extends ListStrategy {
  override length(w_list: W_ListObject): number {
    return (w_list.lstorage as FloatListStorage).length;
  }

  override getitem(w_list: W_ListObject, index: number): W_Root {
    const storage = w_list.lstorage as FloatListStorage;
    return new W_FloatObject(storage.items[index]!);
  }

  override setitem(w_list: W_ListObject, index: number, w_item: W_Root): void {
    if (w_item instanceof W_FloatObject) {
      const storage = w_list.lstorage as FloatListStorage;
      storage.items[index] = w_item.floatval;
      return;
    }
    const objects = w_list.switch_to_object();
    objects.items[index] = w_item;
  }

  override append(w_list: W_ListObject, w_item: W_Root): void {
    if (w_item instanceof W_FloatObject) {
      const storage = w_list.lstorage as FloatListStorage;
      const length = storage.length;
      const newLength = length + 1;
      if (storage.items.length < newLength) storage.resize_hint(newLength, true);
      storage.length = newLength;
      storage.items[length] = w_item.floatval;
      return;
    }
    w_list.switch_to_object();
    w_list.append(w_item);
  }

  override pop_last(w_list: W_ListObject): W_Root {
    const storage = w_list.lstorage as FloatListStorage;
    const length = storage.length - 1;
    const value = storage.items[length]!;
    if (length < (storage.items.length >> 1) - 5) storage.resize_hint(length, false);
    storage.length = length;
    return new W_FloatObject(value);
  }
}

export class ObjectListStrategy extends ListStrategy {
  override length(w_list: W_ListObject): number {
    return (w_list.lstorage as ObjectListStorage).length;
  }

  override getitem(w_list: W_ListObject, index: number): W_Root {
    const storage = w_list.lstorage as ObjectListStorage;
    return storage.items[index]!;
  }

  override setitem(w_list: W_ListObject, index: number, w_item: W_Root): void {
    const storage = w_list.lstorage as ObjectListStorage;
    storage.items[index] = w_item;
  }

  override append(w_list: W_ListObject, w_item: W_Root): void {
    const storage = w_list.lstorage as ObjectListStorage;
    const length = storage.length;
    const newLength = length + 1;
    if (storage.items.length < newLength) storage.resize_hint(newLength, true);
    storage.length = newLength;
    storage.items[length] = w_item;
  }

  override pop_last(w_list: W_ListObject): W_Root {
    const storage = w_list.lstorage as ObjectListStorage;
    const length = storage.length - 1;
    const value = storage.items[length]!;
    storage.items[length] = null;
    if (length < (storage.items.length >> 1) - 5) storage.resize_hint(length, false);
    storage.length = length;
    return value;
  }
}

export const EMPTY_LIST: ListStrategy = new EmptyListStrategy();
export const INTEGER_LIST: ListStrategy = new IntegerListStrategy();
export const FLOAT_LIST: ListStrategy = new FloatListStrategy();
export const OBJECT_LIST: ListStrategy = new ObjectListStrategy();

/** The items of a storage, in a new array. */
export function itemsOf(storage: ListStorage): W_Root[] {
  const items: W_Root[] = [];
  for (let i = 0; i < storage.length; i++) items.push(storage.getitem(i));
  return items;
}

/** Room for items in the storage of a list that was empty: PyPy's first over-allocation. */
const FIRST_CAPACITY = 4;

/** The storage of a list that was empty. */
export function makeFirstStorage(w_item: W_Root): ListStorage {
  if (w_item instanceof W_IntObject && !(w_item instanceof W_BoolObject)) {
    const ints = new_array_i(FIRST_CAPACITY);
    ints[0] = w_item.intval;
    return new IntegerListStorage(1, ints);
  }
  if (w_item instanceof W_FloatObject) {
    const floats = new_array_f(FIRST_CAPACITY);
    floats[0] = w_item.floatval;
    return new FloatListStorage(1, floats);
  }
  const items = new_array_r<W_Root>(FIRST_CAPACITY);
  items[0] = w_item;
  return new ObjectListStorage(1, items);
}

/** The position of an integer among the first `length` items, or -1. */
/** @dont_look_inside @cannot_raise @no_side_effects */
export function index_of_int(items: readonly Int[], length: number, value: Int): number {
  const index = items.indexOf(value);
  return index < length ? index : -1;
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

/** @unroll_safe */
export function unrolled_storage(items: readonly W_Root[], length: number): ListStorage {
  if (are_ints(items, length)) {
    const ints = new_array_i(length);
    for (let i = 0; i < length; i++) ints[i] = (items[i]! as W_IntObject).intval;
    return new IntegerListStorage(length, ints);
  }
  if (are_floats(items, length)) {
    const floats = new_array_f(length);
    for (let i = 0; i < length; i++) floats[i] = (items[i]! as W_FloatObject).floatval;
    return new FloatListStorage(length, floats);
  }
  const copy = new_array_r<W_Root>(length);
  for (let i = 0; i < length; i++) copy[i] = items[i]!;
  return new ObjectListStorage(length, copy);
}

/** @unroll_safe */
export function are_ints(items: readonly W_Root[], length: number): boolean {
  for (let i = 0; i < length; i++) {
    const w_item = items[i]!;
    if (!(w_item instanceof W_IntObject) || w_item instanceof W_BoolObject) return false;
  }
  return true;
}

/** @unroll_safe */
export function are_floats(items: readonly W_Root[], length: number): boolean {
  for (let i = 0; i < length; i++) if (!(items[i]! instanceof W_FloatObject)) return false;
  return true;
}
