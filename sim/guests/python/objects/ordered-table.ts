/**
 * An insertion-ordered hash table over Python keys, for dictionaries and sets.
 *
 * Two representations. *Simple*: every key is a string, a number or an object that compares by
 * identity, and a host Map finds it by a host key that is equal exactly when the keys are equal
 * (1, 1.0 and True share one). *General*: buckets by Python's hash, compared with Python's `==`;
 * entered for good when another kind of key arrives. Iteration order is insertion order in both;
 * iterators are positions in a list of entries and notice changes of size.
 *
 * Counterpart: pypy/objspace/std/dictmultiobject.py (strategies), rpython rordereddict.
 */

import { W_FloatObject } from "./float-object.ts";
import { W_IntObject, W_LongObject } from "./int-object.ts";
import type { ObjSpace } from "./space.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

/** One key with its value (sets keep the key as value). */
export class TableEntry {
  readonly w_key: W_Root;
  w_value: W_Root;

  constructor(w_key: W_Root, w_value: W_Root) {
    this.w_key = w_key;
    this.w_value = w_value;
  }
}

type HostKey = string | number | bigint | object;

export class OrderedTable {
  private simple: Map<HostKey, TableEntry> | null = new Map();
  private buckets: Map<number | bigint, TableEntry[]> | null = null;
  private order: Set<TableEntry> | null = null;

  get size(): number {
    return this.simple !== null ? this.simple.size : this.order!.size;
  }

  /** The entry of a string key, without an object for it. */
  getText(space: ObjSpace, text: string): TableEntry | null {
    if (this.simple !== null) return this.simple.get(text) ?? null;
    return this.get(space, space.newtext(text));
  }

  get(space: ObjSpace, w_key: W_Root): TableEntry | null {
    if (this.simple !== null) {
      const key = hostKey(space, w_key);
      if (key !== null) return this.simple.get(key) ?? null;
      if (this.simple.size === 0) {
        space.hash(w_key);
        return null;
      }
      this.generalize(space);
    }
    return this.findGeneral(space, w_key, space.hash(w_key));
  }

  set(space: ObjSpace, w_key: W_Root, w_value: W_Root): void {
    if (this.simple !== null) {
      const key = hostKey(space, w_key);
      if (key !== null) {
        const entry = this.simple.get(key);
        if (entry !== undefined) entry.w_value = w_value;
        else this.simple.set(key, new TableEntry(w_key, w_value));
        return;
      }
      this.generalize(space);
    }
    const hash = space.hash(w_key);
    const entry = this.findGeneral(space, w_key, hash);
    if (entry !== null) entry.w_value = w_value;
    else this.addGeneral(new TableEntry(w_key, w_value), hash);
  }

  /** Removes and returns the entry of a key, or null. */
  delete(space: ObjSpace, w_key: W_Root): TableEntry | null {
    const entry = this.get(space, w_key);
    if (entry === null) return null;
    if (this.simple !== null) {
      this.simple.delete(hostKey(space, w_key)!);
      return entry;
    }
    this.order!.delete(entry);
    const hash = space.hash(w_key);
    const bucket = this.buckets!.get(hash)!;
    bucket.splice(bucket.indexOf(entry), 1);
    if (bucket.length === 0) this.buckets!.delete(hash);
    return entry;
  }

  clear(): void {
    this.simple = new Map();
    this.buckets = null;
    this.order = null;
  }

  /** Entries in order; live as host iterators are. */
  entries(): IterableIterator<TableEntry> {
    return this.simple !== null ? this.simple.values() : this.order!.values();
  }

  /** The last entry, or null. */
  last(): TableEntry | null {
    let found: TableEntry | null = null;
    for (const entry of this.entries()) found = entry;
    return found;
  }

  /** A copy with entries of its own. */
  copy(space: ObjSpace): OrderedTable {
    const result = new OrderedTable();
    if (this.simple !== null) {
      for (const [key, entry] of this.simple) {
        result.simple!.set(key, new TableEntry(entry.w_key, entry.w_value));
      }
    } else {
      for (const entry of this.order!) result.set(space, entry.w_key, entry.w_value);
    }
    return result;
  }

  private generalize(space: ObjSpace): void {
    const entries = [...this.simple!.values()];
    this.simple = null;
    this.buckets = new Map();
    this.order = new Set();
    for (const entry of entries) this.addGeneral(entry, space.hash(entry.w_key));
  }

  private addGeneral(entry: TableEntry, hash: number | bigint): void {
    this.order!.add(entry);
    const bucket = this.buckets!.get(hash);
    if (bucket === undefined) this.buckets!.set(hash, [entry]);
    else bucket.push(entry);
  }

  private findGeneral(space: ObjSpace, w_key: W_Root, hash: number | bigint): TableEntry | null {
    if (this.buckets === null) return null;
    const bucket = this.buckets.get(hash);
    if (bucket === undefined) return null;
    for (const entry of bucket) {
      if (entry.w_key === w_key || space.eq_w(entry.w_key, w_key)) return entry;
    }
    return null;
  }
}

/** The host key of a simple key, or null. */
function hostKey(space: ObjSpace, w_key: W_Root): HostKey | null {
  if (w_key instanceof W_UnicodeObject) return w_key.value;
  if (w_key instanceof W_IntObject) return w_key.intval;
  if (w_key instanceof W_FloatObject) {
    const value: number = w_key.floatval;
    if (Number.isNaN(value)) return w_key;
    if (!Number.isInteger(value)) return value;
    return Number.isSafeInteger(value) ? value + 0 : BigInt(value);
  }
  if (w_key instanceof W_LongObject) return w_key.value;
  return space.compares_by_identity(w_key) ? w_key : null;
}
