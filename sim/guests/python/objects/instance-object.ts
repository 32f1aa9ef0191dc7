/**
 * Instances of classes written in Python: a map and the attributes' values.
 *
 * Counterpart: pypy/objspace/std/mapdict.py (MapdictStorageMixin), objectobject.py.
 */

import { promote } from "../../../hints/hints.ts";
import type { MapNode } from "./mapdict.ts";
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
    const index = promote(this.map).find(name);
    return index < 0 ? null : this.storage[index]!;
  }

  /** Sets the instance's own attribute `name`. */
  setdictvalue(name: string, w_value: W_Root): void {
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
    const index = this.map.find(name);
    if (index < 0) return false;
    const kept = this.storage.slice(0, this.map.length);
    kept.splice(index, 1);
    this.map = this.map.without(name);
    this.storage = kept;
    return true;
  }
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
