/**
 * An insertion-ordered hash table over Python keys, for dictionaries and sets.
 *
 * Two representations. *Simple*: every key is a string, a number, an object that compares by
 * identity or a tuple of such, and a host Map finds it by a host key that is equal exactly when the
 * keys are equal (1, 1.0 and True share one). While a table is simple, lookups run no guest code, so
 * that a trace makes them by a plain call with the unboxed key. *General*: buckets by Python's hash, compared with Python's `==`;
 * entered for good when another kind of key arrives. Iteration order is insertion order in both;
 * iterators are positions in a list of entries and notice changes of size.
 *
 * Counterpart: pypy/objspace/std/dictmultiobject.py (strategies), rpython rordereddict.
 */

import { getOrMake } from "../../../base/collections.ts";
import type { Int } from "../../../base/int.ts";
import { W_FloatObject } from "./float-object.ts";
import { W_IntObject, W_LongObject } from "./int-object.ts";
import type { ObjSpace } from "./space.ts";
import { W_TupleObject } from "./tuple-object.ts";
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

/** Finds the host key of tuples: one node for each sequence of host keys. */
class TupleNode {
  private readonly longer = new Map<HostKey, TupleNode>();

  child(key: HostKey): TupleNode {
    return getOrMake(this.longer, key, () => new TupleNode());
  }

  /** As child, of a sequence that may be unknown; asking makes no node. */
  lookup(key: HostKey): TupleNode {
    return this.longer.get(key) ?? UNKNOWN_TUPLE;
  }
}

/** Stands for every sequence that is no key; it has no children and is never a key itself. */
const UNKNOWN_TUPLE = new TupleNode();

/** A walk over the entries of a table, live as host iterators are. */
export class TableCursor {
  private entries: Iterator<TableEntry>;

  constructor(entries: Iterator<TableEntry>) {
    this.entries = entries;
  }

  /** The next entry, or null. @dont_look_inside @cannot_raise @no_side_effects */
  next_entry(): TableEntry | null {
    const result = this.entries.next();
    return result.done === true ? null : result.value;
  }

  /** The entries that are left; the cursor stays where it is. */
  rest(): TableEntry[] {
    const entries: TableEntry[] = [];
    for (let entry = this.next_entry(); entry !== null; entry = this.next_entry()) {
      entries.push(entry);
    }
    this.entries = entries.values();
    return entries;
  }
}

export class OrderedTable {
  isSimple = true;
  private readonly tuples = new TupleNode();
  private hasTuples = false;
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

  /** The entry of a string in a simple table. @dont_look_inside @cannot_raise @no_side_effects */
  lookup_text(text: string): TableEntry | null {
    const entry = this.simple!.get(text);
    return entry === undefined ? null : entry;
  }

  /** The entry of an integer in a simple table. @dont_look_inside @cannot_raise @no_side_effects */
  lookup_int(value: Int): TableEntry | null {
    const entry = this.simple!.get(value);
    return entry === undefined ? null : entry;
  }

  /** The entry of an identity in a simple table. @dont_look_inside @cannot_raise @no_side_effects */
  lookup_identity(w_key: W_Root): TableEntry | null {
    const entry = this.simple!.get(w_key);
    return entry === undefined ? null : entry;
  }

  /** Adds a string that is missing. @dont_look_inside @cannot_raise @no_side_effects */
  add_text(w_key: W_Root, text: string, w_value: W_Root): void {
    this.simple!.set(text, new TableEntry(w_key, w_value));
  }

  /** Adds an integer that is missing. @dont_look_inside @cannot_raise @no_side_effects */
  add_int(w_key: W_Root, value: Int, w_value: W_Root): void {
    this.simple!.set(value, new TableEntry(w_key, w_value));
  }

  /** Adds an identity that is missing. @dont_look_inside @cannot_raise @no_side_effects */
  add_identity(w_key: W_Root, w_value: W_Root): void {
    this.simple!.set(w_key, new TableEntry(w_key, w_value));
  }

  /** @dont_look_inside @cannot_raise @no_side_effects */
  get_size(): number {
    return this.size;
  }

  get(space: ObjSpace, w_key: W_Root): TableEntry | null {
    if (this.simple !== null) {
      const key = this.hostKey(space, w_key, false);
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
    this.findOrAdd(space, w_key, w_value).w_value = w_value;
  }

  /** The entry of a key, which is made when it is missing; `__hash__` is called once. */
  findOrAdd(space: ObjSpace, w_key: W_Root, w_value: W_Root): TableEntry {
    if (this.simple !== null) {
      const key = this.hostKey(space, w_key, true);
      if (key !== null) {
        const entry = this.simple.get(key) ?? new TableEntry(w_key, w_value);
        this.simple.set(key, entry);
        return entry;
      }
      this.generalize(space);
    }
    const hash = space.hash(w_key);
    const found = this.findGeneral(space, w_key, hash);
    if (found !== null) return found;
    const entry = new TableEntry(w_key, w_value);
    this.addGeneral(entry, hash);
    return entry;
  }

  /** Removes and returns the entry of a key, or null. */
  delete(space: ObjSpace, w_key: W_Root): TableEntry | null {
    if (this.simple !== null) {
      const key = this.hostKey(space, w_key, false);
      if (key !== null) {
        const entry = this.simple.get(key) ?? null;
        this.simple.delete(key);
        return entry;
      }
      if (this.simple.size === 0) {
        space.hash(w_key);
        return null;
      }
      this.generalize(space);
    }
    const hash = space.hash(w_key);
    const entry = this.findGeneral(space, w_key, hash);
    if (entry === null) return null;
    this.order!.delete(entry);
    const bucket = this.buckets!.get(hash)!;
    bucket.splice(bucket.indexOf(entry), 1);
    if (bucket.length === 0) this.buckets!.delete(hash);
    return entry;
  }

  clear(): void {
    this.simple = new Map();
    this.isSimple = true;
    this.buckets = null;
    this.order = null;
  }

  /** A walk over the entries. @dont_look_inside @cannot_raise @no_side_effects */
  cursor(): TableCursor {
    return new TableCursor(this.entries());
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
    if (this.simple !== null && !this.hasTuples) {
      for (const [key, entry] of this.simple) {
        result.simple!.set(key, new TableEntry(entry.w_key, entry.w_value));
      }
    } else {
      for (const entry of this.entries()) result.set(space, entry.w_key, entry.w_value);
    }
    return result;
  }

  /** The host key of a simple key, or null; `isAdded` when the key is about to be added. */
  private hostKey(space: ObjSpace, w_key: W_Root, isAdded: boolean): HostKey | null {
    if (w_key instanceof W_TupleObject) return this.tupleKey(space, w_key, isAdded);
    return plainKey(space, w_key);
  }

  private tupleKey(space: ObjSpace, w_tuple: W_TupleObject, isAdded: boolean): HostKey | null {
    let node = this.tuples;
    for (const w_item of w_tuple.items) {
      const key = this.hostKey(space, w_item, isAdded);
      if (key === null) return null;
      node = isAdded ? node.child(key) : node.lookup(key);
    }
    if (isAdded) this.hasTuples = true;
    return node;
  }

  private generalize(space: ObjSpace): void {
    const entries = [...this.simple!.values()];
    this.simple = null;
    this.isSimple = false;
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

/** The host key of a simple key that is no tuple, or null. */
function plainKey(space: ObjSpace, w_key: W_Root): HostKey | null {
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
