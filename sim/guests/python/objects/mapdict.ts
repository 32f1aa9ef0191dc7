/**
 * Maps: the shape of an instance's attributes. A map is immutable apart from its caches; giving an
 * instance a new attribute moves it to a child map, so that a trace that knows the map knows every
 * attribute's place.
 *
 * Invariants: attribute `i` of the path from the terminator stands in `storage[i]`; `capacity` of a
 * terminator is the largest number of attributes seen on an instance of its class. Members of
 * `__slots__` stand among the attributes under names that start with a null character (see
 * {@link slotKey}). In a devolved map the attributes are in a dictionary that the program gave,
 * which stands first; only slots follow.
 *
 * Counterpart: pypy/objspace/std/mapdict.py. DIFFERS: no unboxed integers in the storage.
 */

import type { W_TypeObject } from "./type-object.ts";

/** Where a devolved instance keeps its dictionary. */
export const DEVOLVED_KEY = "\0dict";

/** The name in maps of member number `index` of a layout. */
export function slotKey(index: number): string {
  return `\0${index}`;
}

function isSlotKey(name: string): boolean {
  return name.charCodeAt(0) === 0;
}

export class MapNode {
  readonly w_type: W_TypeObject;
  readonly parent: MapNode | null;
  /** The attribute this node adds; "" for a terminator. */
  readonly name: string;
  /** The number of attributes, slots included. */
  readonly length: number;
  /** The same, slots left out. */
  readonly attributeCount: number;
  /** Whether attributes other than slots are in a dictionary of their own. */
  readonly isDevolved: boolean;
  private readonly indices = new Map<string, number>();
  private readonly children = new Map<string, MapNode>();

  constructor(w_type: W_TypeObject, parent: MapNode | null, name: string, isDevolved: boolean) {
    this.w_type = w_type;
    this.parent = parent;
    this.name = name;
    this.isDevolved = isDevolved;
    this.length = parent === null ? 0 : parent.length + 1;
    this.attributeCount = parent === null ? 0 : parent.attributeCount + (isSlotKey(name) ? 0 : 1);
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
      const isDevolved = this.isDevolved || name === DEVOLVED_KEY;
      child = new MapNode(this.w_type, this, name, isDevolved);
      this.children.set(name, child);
      this.w_type.note_attribute_count(child.length);
    }
    return child;
  }

  /** Attribute names in order, slots left out. */
  names(): string[] {
    return this.keys().filter((name) => !isSlotKey(name));
  }

  /** The names of the slots that are filled. */
  slotKeys(): string[] {
    return this.keys().filter((name) => isSlotKey(name) && name !== DEVOLVED_KEY);
  }

  /** All names in order of the storage. */
  keys(): string[] {
    return [...this.indices.keys()];
  }

  /** The map without attribute `name`. */
  without(name: string): MapNode {
    return this.rebuilt(
      this.w_type,
      this.keys().filter((other) => other !== name),
    );
  }

  /** The map of another class, with attributes `names`. */
  rebuilt(w_type: W_TypeObject, names: readonly string[]): MapNode {
    let map = w_type.terminator;
    for (const name of names) map = map.add(name);
    return map;
  }
}
