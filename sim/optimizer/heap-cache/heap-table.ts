/**
 * All places of the heap that a trace has touched, in the order in which it touched them first:
 * fields, then the items at constant indices. Delayed stores are emitted in this order.
 *
 * Counterpart: cached_fields and cached_arrayitems of OptHeap in
 * rpython/jit/metainterp/optimizeopt/heap.py.
 */

import type { ArrayDescr, FieldDescr } from "../../trace/descr.ts";
import { HeapEntry } from "./heap-entry.ts";

export class HeapTable {
  private readonly fields = new Map<FieldDescr, HeapEntry>();
  private readonly items = new Map<string, Map<number, HeapEntry>>();

  field(field: FieldDescr): HeapEntry {
    let entry = this.fields.get(field);
    if (entry === undefined) {
      entry = new HeapEntry({ placeKind: "field", field });
      this.fields.set(field, entry);
    }
    return entry;
  }

  item(array: ArrayDescr, index: number): HeapEntry {
    let byIndex = this.items.get(array.aliasKey);
    if (byIndex === undefined) {
      byIndex = new Map();
      this.items.set(array.aliasKey, byIndex);
    }
    let entry = byIndex.get(index);
    if (entry === undefined) {
      entry = new HeapEntry({ placeKind: "item", array, index });
      byIndex.set(index, entry);
    }
    return entry;
  }

  *fieldEntries(): Iterable<HeapEntry> {
    yield* this.fields.values();
  }

  *itemEntries(): Iterable<HeapEntry> {
    for (const byIndex of this.items.values()) yield* byIndex.values();
  }

  *entries(): Iterable<HeapEntry> {
    yield* this.fieldEntries();
    yield* this.itemEntries();
  }

  /** The items that arrays of this descr may have, by index. */
  itemsOf(array: ArrayDescr): ReadonlyMap<number, HeapEntry> {
    return this.items.get(array.aliasKey) ?? new Map();
  }
}
