/**
 * Maps: the shape of an instance's attributes. A map is immutable apart from its caches; giving an
 * instance a new attribute moves it to a child map, so that a trace that knows the map knows every
 * attribute's place.
 *
 * Invariants: attribute `i` of the path from the terminator stands in `storage[i]`; `capacity` of a
 * terminator is the largest number of attributes seen on an instance of its class.
 *
 * Counterpart: pypy/objspace/std/mapdict.py. DIFFERS: no unboxed integers in the storage.
 */

import type { W_TypeObject } from "./type-object.ts";

export class MapNode {
  readonly w_type: W_TypeObject;
  readonly parent: MapNode | null;
  /** The attribute this node adds; "" for a terminator. */
  readonly name: string;
  /** The number of attributes. */
  readonly length: number;
  private readonly indices = new Map<string, number>();
  private readonly children = new Map<string, MapNode>();

  constructor(w_type: W_TypeObject, parent: MapNode | null, name: string) {
    this.w_type = w_type;
    this.parent = parent;
    this.name = name;
    this.length = parent === null ? 0 : parent.length + 1;
    if (parent === null) return;
    for (const [key, index] of parent.indices) this.indices.set(key, index);
    this.indices.set(name, parent.length);
  }

  /** Where attribute `name` stands in the storage, or -1. @elidable @cannot_raise */
  find(name: string): number {
    const index = this.indices.get(name);
    return index === undefined ? -1 : index;
  }

  /** The map with attribute `name` added. @elidable @cannot_raise */
  add(name: string): MapNode {
    let child = this.children.get(name);
    if (child === undefined) {
      child = new MapNode(this.w_type, this, name);
      this.children.set(name, child);
      this.w_type.note_attribute_count(child.length);
    }
    return child;
  }

  /** Attribute names in order. */
  names(): string[] {
    return [...this.indices.keys()];
  }

  /** The map without attribute `name`. */
  without(name: string): MapNode {
    let map = this.w_type.terminator;
    for (const other of this.names()) {
      if (other !== name) map = map.add(other);
    }
    return map;
  }
}
