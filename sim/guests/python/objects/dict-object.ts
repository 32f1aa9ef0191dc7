/**
 * Python's dictionaries: a `DictStorage` behind one class, so that a plain dictionary, a module's
 * namespace and an instance's `__dict__` are all dictionaries to the program.
 *
 * Counterpart: pypy/objspace/std/dictmultiobject.py (W_DictMultiObject and its strategies).
 */

import { OrderedTable } from "./ordered-table.ts";
import { find_entry, find_general_text, is_plain_key, set_entry } from "./table-access.ts";
import { newtext } from "./unicode-object.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

/** What a dictionary does; each method may run guest code (`__eq__`, `__hash__`). */
export abstract class DictStorage {
  abstract size(): number;
  abstract getitem(space: ObjSpace, w_key: W_Root): W_Root | null;
  abstract getitem_str(space: ObjSpace, name: string): W_Root | null;
  abstract setitem(space: ObjSpace, w_key: W_Root, w_value: W_Root): void;
  abstract setitem_str(space: ObjSpace, name: string, w_value: W_Root): void;
  /** The value removed, or null when there was none. */
  abstract delitem(space: ObjSpace, w_key: W_Root): W_Root | null;
  abstract clear(): void;
  /** Keys and values in order; live while the size does not change. */
  abstract pairs(space: ObjSpace): IterableIterator<readonly [W_Root, W_Root]>;
}

/** The storage of an ordinary dictionary. */
export class HashDictStorage extends DictStorage {
  table: OrderedTable;

  constructor(table: OrderedTable) {
    super();
    this.table = table;
  }

  override size(): number {
    return this.table.get_size();
  }

  override getitem(space: ObjSpace, w_key: W_Root): W_Root | null {
    const entry = find_entry(space, this.table, w_key);
    return entry === null ? null : entry.w_value;
  }

  override getitem_str(space: ObjSpace, name: string): W_Root | null {
    const table = this.table;
    const entry = table.isSimple ? table.lookup_text(name) : find_general_text(space, table, name);
    return entry === null ? null : entry.w_value;
  }

  override setitem(space: ObjSpace, w_key: W_Root, w_value: W_Root): void {
    set_entry(space, this.table, w_key, w_value);
  }

  override setitem_str(space: ObjSpace, name: string, w_value: W_Root): void {
    set_entry(space, this.table, newtext(name), w_value);
  }

  /** @dont_look_inside @may_force */
  override delitem(space: ObjSpace, w_key: W_Root): W_Root | null {
    const entry = this.table.delete(space, w_key);
    return entry === null ? null : entry.w_value;
  }

  /** @dont_look_inside @cannot_raise */
  override clear(): void {
    this.table.clear();
  }

  override *pairs(_space: ObjSpace): IterableIterator<readonly [W_Root, W_Root]> {
    for (const entry of this.table.entries()) yield [entry.w_key, entry.w_value];
  }
}

/** Sets the value of a missing key; gives the value that the key has then. */
export function set_default(
  space: ObjSpace,
  w_dict: W_DictObject,
  w_key: W_Root,
  w_default: W_Root,
): W_Root {
  const storage = w_dict.storage;
  if (storage instanceof HashDictStorage && !is_plain_key(space, w_key)) {
    return set_default_general(space, storage, w_key, w_default);
  }
  const w_value = storage.getitem(space, w_key);
  if (w_value !== null) return w_value;
  storage.setitem(space, w_key, w_default);
  return w_default;
}

/** @dont_look_inside @may_force */
export function set_default_general(
  space: ObjSpace,
  storage: HashDictStorage,
  w_key: W_Root,
  w_default: W_Root,
): W_Root {
  return storage.table.findOrAdd(space, w_key, w_default).w_value;
}

export class W_DictObject extends W_Root {
  storage: DictStorage;

  constructor(storage: DictStorage) {
    super();
    this.storage = storage;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_dict;
  }
}

/** A new empty dictionary. @dont_look_inside @cannot_raise @no_side_effects */
export function newdict(): W_DictObject {
  return new W_DictObject(new HashDictStorage(new OrderedTable()));
}
