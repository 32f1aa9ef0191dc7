/**
 * Instances of classes written in Python: a map and the attributes' values.
 *
 * Counterpart: pypy/objspace/std/mapdict.py (MapdictStorageMixin), objectobject.py.
 */

import { promote } from "../../../hints/hints.ts";
import type { W_DictObject } from "./dict-object.ts";
import { DEVOLVED_KEY, type MapNode } from "./mapdict.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

export class W_ObjectObject extends W_Root {
  map: MapNode;
  storage: (W_Root | null)[];

  constructor(map: MapNode, storage: (W_Root | null)[]) {
    super();
    this.map = map;
    this.storage = storage;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return promote(this.map).w_type;
  }

  /** The value of the instance's own attribute `name`, or null. */
  getdictvalue(name: string): W_Root | null {
    const map = promote(this.map);
    const index = map.find(name);
    if (index >= 0) return this.storage[index]!;
    return map.isDevolved ? devolved_value(this, name) : null;
  }

  /** Sets the instance's own attribute `name`. */
  setdictvalue(name: string, w_value: W_Root): void {
    const map = promote(this.map);
    if (map.isDevolved) set_devolved_value(this, name, w_value);
    else this.setslotvalue(name, w_value);
  }

  /** The value of a member of `__slots__`, or null. */
  getslotvalue(key: string): W_Root | null {
    const index = promote(this.map).find(key);
    return index < 0 ? null : this.storage[index]!;
  }

  /** Sets a member of `__slots__`, or an attribute while the map is not devolved. */
  setslotvalue(name: string, w_value: W_Root): void {
    const map = promote(this.map);
    const index = map.find(name);
    if (index >= 0) {
      this.storage[index] = w_value;
      return;
    }
    const grown = map.add(name);
    if (grown.length > this.storage.length) this.storage = growStorage(this.storage, grown.length);
    this.storage[map.length] = w_value;
    this.map = grown;
  }

  /** Deletes the own attribute `name`; false when there is none. @dont_look_inside @cannot_raise */
  deldictvalue(name: string): boolean {
    return this.map.isDevolved ? delete_devolved_value(this, name) : this.delslotvalue(name);
  }

  /** As deldictvalue, for a member of `__slots__`. @dont_look_inside @cannot_raise */
  delslotvalue(name: string): boolean {
    const index = this.map.find(name);
    if (index < 0) return false;
    const kept = this.storage.slice(0, this.map.length);
    kept.splice(index, 1);
    this.map = this.map.without(name);
    this.storage = kept;
    return true;
  }

  /** Makes this an instance of another class with the same layout. */
  changeClass(w_type: W_TypeObject): void {
    this.map = this.map.rebuilt(w_type, this.map.keys());
    while (this.storage.length < this.map.length) this.storage.push(null);
  }

  /** Names of the attributes in order. */
  attributeNames(space: ObjSpace): string[] {
    const devolved = devolvedDict(this);
    if (devolved === null) return this.map.names();
    const names: string[] = [];
    for (const [w_key] of devolved.w_dict.storage.pairs(space)) {
      const name = space.textOrNull(w_key);
      if (name !== null) names.push(name);
    }
    return names;
  }
}

/** Never seen by programs: the dictionary that was assigned to an instance's `__dict__`. */
export class DevolvedDict extends W_Root {
  readonly space: ObjSpace;
  readonly w_dict: W_DictObject;
  /** What the program assigned: `w_dict`, or an instance of a subclass that holds it. */
  readonly w_given: W_Root;

  constructor(space: ObjSpace, w_dict: W_DictObject, w_given: W_Root) {
    super();
    this.space = space;
    this.w_dict = w_dict;
    this.w_given = w_given;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_dict;
  }
}

/** The assigned dictionary of an instance, or null. */
export function devolvedDict(w_obj: W_ObjectObject): DevolvedDict | null {
  if (!w_obj.map.isDevolved) return null;
  return w_obj.storage[w_obj.map.find(DEVOLVED_KEY)] as DevolvedDict;
}

/** @dont_look_inside @may_force */
export function devolved_value(w_obj: W_ObjectObject, name: string): W_Root | null {
  const { space, w_dict } = devolvedDict(w_obj)!;
  return w_dict.storage.getitem_str(space, name);
}

/** @dont_look_inside @may_force */
export function set_devolved_value(w_obj: W_ObjectObject, name: string, w_value: W_Root): void {
  const { space, w_dict } = devolvedDict(w_obj)!;
  w_dict.storage.setitem_str(space, name, w_value);
}

function delete_devolved_value(w_obj: W_ObjectObject, name: string): boolean {
  const { space, w_dict } = devolvedDict(w_obj)!;
  return w_dict.storage.delitem(space, space.newtext(name)) !== null;
}

/** Makes `w_dict` the place of all attributes but slots. */
export function devolve(
  space: ObjSpace,
  w_obj: W_ObjectObject,
  w_dict: W_DictObject,
  w_given: W_Root,
): void {
  const slots = w_obj.map.slotKeys().map((key) => [key, w_obj.getslotvalue(key)!] as const);
  w_obj.map = w_obj.map.w_type.terminator;
  w_obj.storage = [];
  w_obj.setslotvalue(DEVOLVED_KEY, new DevolvedDict(space, w_dict, w_given));
  for (const [key, w_value] of slots) w_obj.setslotvalue(key, w_value);
}

/**
 * An instance of a Python class that inherits from a built-in type such as `int` or `list`: the
 * built-in value it is, and attributes. Built-in methods work on `w_builtin`.
 */
export class W_BuiltinSubclassObject extends W_ObjectObject {
  readonly w_builtin: W_Root;

  constructor(map: MapNode, storage: (W_Root | null)[], w_builtin: W_Root) {
    super(map, storage);
    this.w_builtin = w_builtin;
  }
}

/** The built-in value that `w_obj` is, for instances of classes derived from built-in types. */
export function builtinValue(w_obj: W_Root): W_Root {
  return w_obj instanceof W_BuiltinSubclassObject ? w_obj.w_builtin : w_obj;
}

/** A longer copy. @dont_look_inside @cannot_raise @no_side_effects */
export function growStorage(storage: (W_Root | null)[], length: number): (W_Root | null)[] {
  const grown = storage.slice();
  while (grown.length < length) grown.push(null);
  return grown;
}
