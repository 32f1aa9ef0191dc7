/**
 * Sets and frozen sets, in insertion order as on PyPy.
 *
 * Counterpart: pypy/objspace/std/setobject.py.
 */

import { builtinValue } from "./instance-object.ts";
import { OP_AND, OP_OR, OP_SUB, OP_XOR } from "./operators.ts";
import { oefmt } from "./errors.ts";
import type { OperationError } from "./operation-error.ts";
import { OrderedTable, type TableCursor } from "./ordered-table.ts";
import { add_entry, find_entry, is_plain_key, set_general } from "./table-access.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_AbstractIterator, W_Root } from "./w-root.ts";

export abstract class W_AbstractSet extends W_Root {
  table: OrderedTable;

  constructor(table: OrderedTable) {
    super();
    this.table = table;
  }
}

export class W_SetObject extends W_AbstractSet {
  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_set;
  }
}

export class W_FrozensetObject extends W_AbstractSet {
  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_frozenset;
  }
}

/** Adds an item unless an equal one is there. */
export function add_to_set(space: ObjSpace, table: OrderedTable, w_item: W_Root): void {
  if (!is_plain_key(space, w_item)) set_general(space, table, w_item, w_item);
  else if (find_entry(space, table, w_item) === null) add_entry(space, table, w_item, w_item);
}

/** A set being iterated; its size must not change meanwhile. */
export class W_SetIterator extends W_AbstractIterator {
  readonly table: OrderedTable;
  size: number;
  cursor: TableCursor | null;

  constructor(table: OrderedTable, size: number, cursor: TableCursor | null) {
    super();
    this.table = table;
    this.size = size;
    this.cursor = cursor;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_setiterator;
  }

  override next(space: ObjSpace): W_Root | null {
    const cursor = this.cursor;
    if (cursor === null) return null;
    if (this.table.get_size() !== this.size) {
      this.size = -1;
      throw setSizeChanged(space);
    }
    const entry = cursor.next_entry();
    if (entry !== null) return entry.w_key;
    this.cursor = null;
    return null;
  }

  override length_hint(_space: ObjSpace): number {
    if (this.cursor === null || this.table.get_size() !== this.size) return 0;
    return this.cursor.rest().length;
  }
}

/** @dont_look_inside @cannot_raise */
export function setSizeChanged(space: ObjSpace): OperationError {
  return oefmt(space, space.w_RuntimeError, "set changed size during iteration");
}

/** A table of the items. */
export function tableOf(space: ObjSpace, items_w: Iterable<W_Root>): OrderedTable {
  const table = new OrderedTable();
  for (const w_item of items_w)
    if (table.get(space, w_item) === null) table.set(space, w_item, w_item);
  return table;
}

/** The items in order. */
export function setItems(w_set: W_AbstractSet): W_Root[] {
  return Array.from(w_set.table.entries(), (entry) => entry.w_key);
}

/** A set that is looked for in a set stands for a frozen one; anything else for itself. */
export function hashableSet(_space: ObjSpace, w_item: W_Root): W_Root {
  const w_value = builtinValue(w_item);
  return w_value instanceof W_SetObject ? new W_FrozensetObject(w_value.table) : w_item;
}

/** A set of the same kind as `w_like`. */
export function setLike(w_like: W_AbstractSet, table: OrderedTable): W_AbstractSet {
  return w_like instanceof W_SetObject ? new W_SetObject(table) : new W_FrozensetObject(table);
}

/** A display `{a, b}`. @dont_look_inside @may_force */
export function build_set(space: ObjSpace, items_w: readonly W_Root[]): W_Root {
  return new W_SetObject(tableOf(space, items_w));
}

/** Whether all items of `a` are in `b`. */
export function isSubset(space: ObjSpace, a: OrderedTable, b: OrderedTable): boolean {
  if (a.size > b.size) return false;
  for (const entry of a.entries()) if (b.get(space, entry.w_key) === null) return false;
  return true;
}

export function intersect(space: ObjSpace, a: OrderedTable, b: OrderedTable): OrderedTable {
  const [small, large] = a.size > b.size ? [b, a] : [a, b];
  const result = new OrderedTable();
  for (const entry of small.entries()) {
    if (large.get(space, entry.w_key) !== null) result.set(space, entry.w_key, entry.w_key);
  }
  return result;
}

export function difference(space: ObjSpace, a: OrderedTable, b: OrderedTable): OrderedTable {
  const result = new OrderedTable();
  for (const entry of a.entries()) {
    if (b.get(space, entry.w_key) === null) result.set(space, entry.w_key, entry.w_key);
  }
  return result;
}

export function union(space: ObjSpace, a: OrderedTable, b: OrderedTable): OrderedTable {
  const result = a.copy(space);
  for (const entry of b.entries()) {
    if (result.get(space, entry.w_key) === null) result.set(space, entry.w_key, entry.w_key);
  }
  return result;
}

/** The set operators, or null. */
export function setBinary(
  space: ObjSpace,
  op: number,
  w_a: W_AbstractSet,
  w_b: W_AbstractSet,
): W_Root | null {
  const a = w_a.table;
  const b = w_b.table;
  switch (op) {
    case OP_SUB:
      return setLike(w_a, difference(space, a, b));
    case OP_AND:
      return setLike(w_a, intersect(space, a, b));
    case OP_OR:
      return setLike(w_a, union(space, a, b));
    case OP_XOR:
      return setLike(w_a, union(space, difference(space, b, a), difference(space, a, b)));
    default:
      return null;
  }
}
