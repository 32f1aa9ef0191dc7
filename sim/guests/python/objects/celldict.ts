/**
 * The namespace of a module, and the dictionaries of instances and classes seen as dictionaries.
 *
 * A name that was stored once maps to its value itself; stored again, to a cell that holds the
 * value. `getcell` is pure for a given version, and the version (quasi-immutable) changes only when
 * a name appears, disappears or gets a cell: so a global costs nothing in a trace, or one read of
 * its cell.
 *
 * Counterpart: pypy/objspace/std/celldict.py, mapdict.py (MapDictStrategy).
 */

import type { QuasiImmut } from "../../../hints/quasi-immut.ts";
import { invalidate } from "../../../hints/quasi-immut.ts";
import { DictStorage, HashDictStorage, type W_DictObject } from "./dict-object.ts";
import type { W_ObjectObject } from "./instance-object.ts";
import { makeCell, unwrap_cell, write_cell } from "./mutable-cell.ts";
import { OrderedTable } from "./ordered-table.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { VersionTag } from "./type-object.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

export class ModuleDictStorage extends DictStorage {
  private readonly cells = new Map<string, W_Root>();
  /** Keys that are no strings. */
  private others: HashDictStorage | null = null;
  /** @quasi_immutable */
  version: VersionTag = new VersionTag();
  mutate_version: QuasiImmut | null = null;

  /** The value or cell of `name`, or null. @elidable @cannot_raise */
  getcell(_version: VersionTag, name: string): W_Root | null {
    const w_cell = this.cells.get(name);
    return w_cell === undefined ? null : w_cell;
  }

  override getitem_str(_space: ObjSpace, name: string): W_Root | null {
    return unwrap_cell(this.getcell(this.version, name));
  }

  override setitem_str(_space: ObjSpace, name: string, w_value: W_Root): void {
    const w_cell = this.getcell(this.version, name);
    if (!write_cell(w_cell, w_value)) this.store_new_cell(name, w_cell, w_value);
  }

  /** The first or second store of a name. @dont_look_inside @cannot_raise */
  store_new_cell(name: string, w_cell: W_Root | null, w_value: W_Root): void {
    if (w_cell === w_value) return;
    this.cells.set(name, w_cell === null ? w_value : makeCell(w_cell, w_value));
    this.mutated();
  }

  /** @dont_look_inside @cannot_raise */
  mutated(): void {
    this.version = new VersionTag();
    invalidate(this.mutate_version);
  }

  /** Deletes a name; false when it is not there. @dont_look_inside @cannot_raise */
  delitem_str(name: string): boolean {
    const existed = this.cells.delete(name);
    if (existed) this.mutated();
    return existed;
  }

  /** @dont_look_inside @cannot_raise */
  override size(): number {
    return this.cells.size + (this.others === null ? 0 : this.others.size());
  }

  /** @dont_look_inside @may_force */
  override getitem(space: ObjSpace, w_key: W_Root): W_Root | null {
    if (w_key instanceof W_UnicodeObject) return this.getitem_str(space, w_key.value);
    return this.others === null ? null : this.others.getitem(space, w_key);
  }

  /** @dont_look_inside @may_force */
  override setitem(space: ObjSpace, w_key: W_Root, w_value: W_Root): void {
    if (w_key instanceof W_UnicodeObject) {
      this.setitem_str(space, w_key.value, w_value);
      return;
    }
    if (this.others === null) this.others = new HashDictStorage(new OrderedTable());
    this.others.setitem(space, w_key, w_value);
  }

  /** @dont_look_inside @may_force */
  override delitem(space: ObjSpace, w_key: W_Root): W_Root | null {
    if (w_key instanceof W_UnicodeObject) {
      const w_old = this.getitem_str(space, w_key.value);
      if (w_old !== null) this.delitem_str(w_key.value);
      return w_old;
    }
    return this.others === null ? null : this.others.delitem(space, w_key);
  }

  /** @dont_look_inside @cannot_raise */
  override clear(): void {
    this.cells.clear();
    this.others = null;
    this.mutated();
  }

  override *pairs(space: ObjSpace): IterableIterator<readonly [W_Root, W_Root]> {
    for (const [name, w_cell] of this.cells) yield [space.newtext(name), unwrap_cell(w_cell)!];
    if (this.others !== null) yield* this.others.pairs(space);
  }
}

/** The storage of a dictionary that is used as globals: any dictionary becomes a namespace. */
export function namespace_of(space: ObjSpace, w_dict: W_DictObject): ModuleDictStorage {
  const { storage } = w_dict;
  if (storage instanceof ModuleDictStorage) return storage;
  const namespace = new ModuleDictStorage();
  for (const [w_key, w_value] of storage.pairs(space)) namespace.setitem(space, w_key, w_value);
  w_dict.storage = namespace;
  return namespace;
}

/** The `__dict__` of an instance: a view of its attributes. */
export class InstanceDictStorage extends DictStorage {
  private readonly w_obj: W_ObjectObject;
  private others: HashDictStorage | null = null;

  constructor(w_obj: W_ObjectObject) {
    super();
    this.w_obj = w_obj;
  }

  /** @dont_look_inside @cannot_raise */
  override size(): number {
    return this.w_obj.map.attributeCount + (this.others === null ? 0 : this.others.size());
  }

  /** @dont_look_inside @cannot_raise */
  override getitem_str(_space: ObjSpace, name: string): W_Root | null {
    const index = this.w_obj.map.find(name);
    return index < 0 ? null : this.w_obj.storage[index]!;
  }

  /** @dont_look_inside @cannot_raise */
  override setitem_str(_space: ObjSpace, name: string, w_value: W_Root): void {
    this.w_obj.setdictvalue(name, w_value);
  }

  /** @dont_look_inside @may_force */
  override getitem(space: ObjSpace, w_key: W_Root): W_Root | null {
    if (w_key instanceof W_UnicodeObject) return this.getitem_str(space, w_key.value);
    return this.others === null ? null : this.others.getitem(space, w_key);
  }

  /** @dont_look_inside @may_force */
  override setitem(space: ObjSpace, w_key: W_Root, w_value: W_Root): void {
    if (w_key instanceof W_UnicodeObject) {
      this.setitem_str(space, w_key.value, w_value);
      return;
    }
    if (this.others === null) this.others = new HashDictStorage(new OrderedTable());
    this.others.setitem(space, w_key, w_value);
  }

  /** @dont_look_inside @may_force */
  override delitem(space: ObjSpace, w_key: W_Root): W_Root | null {
    if (!(w_key instanceof W_UnicodeObject)) {
      return this.others === null ? null : this.others.delitem(space, w_key);
    }
    const w_old = this.getitem_str(space, w_key.value);
    if (w_old !== null) this.w_obj.deldictvalue(w_key.value);
    return w_old;
  }

  /** @dont_look_inside @cannot_raise */
  override clear(): void {
    for (const name of this.w_obj.map.names()) this.w_obj.deldictvalue(name);
    this.others = null;
  }

  override *pairs(space: ObjSpace): IterableIterator<readonly [W_Root, W_Root]> {
    for (const name of this.w_obj.map.names()) {
      yield [space.newtext(name), this.getitem_str(space, name)!];
    }
    if (this.others !== null) yield* this.others.pairs(space);
  }
}

/** The attributes of a class as a dictionary; changed only through the class. */
export class TypeDictStorage extends DictStorage {
  private readonly w_type: W_TypeObject;

  constructor(w_type: W_TypeObject) {
    super();
    this.w_type = w_type;
  }

  /** @dont_look_inside @cannot_raise */
  override size(): number {
    return this.w_type.dict_w.size;
  }

  /** @dont_look_inside @cannot_raise */
  override getitem_str(_space: ObjSpace, name: string): W_Root | null {
    return this.w_type.dict_w.get(name) ?? null;
  }

  /** @dont_look_inside @cannot_raise */
  override setitem_str(_space: ObjSpace, name: string, w_value: W_Root): void {
    this.w_type.set_attribute(name, w_value);
  }

  /** @dont_look_inside @may_force */
  override getitem(space: ObjSpace, w_key: W_Root): W_Root | null {
    return w_key instanceof W_UnicodeObject ? this.getitem_str(space, w_key.value) : null;
  }

  /** @dont_look_inside @may_force */
  override setitem(space: ObjSpace, w_key: W_Root, w_value: W_Root): void {
    if (w_key instanceof W_UnicodeObject) this.setitem_str(space, w_key.value, w_value);
  }

  /** @dont_look_inside @may_force */
  override delitem(space: ObjSpace, w_key: W_Root): W_Root | null {
    const w_old = this.getitem(space, w_key);
    if (w_key instanceof W_UnicodeObject) this.w_type.delete_attribute(w_key.value);
    return w_old;
  }

  /** @dont_look_inside @cannot_raise */
  override clear(): void {
    for (const name of [...this.w_type.dict_w.keys()]) this.w_type.delete_attribute(name);
  }

  override *pairs(space: ObjSpace): IterableIterator<readonly [W_Root, W_Root]> {
    for (const [name, w_value] of this.w_type.dict_w) yield [space.newtext(name), w_value];
  }
}
