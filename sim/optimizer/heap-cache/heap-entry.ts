/**
 * One place of the heap that the trace reads or writes: a field of all objects, or the items at one
 * constant index of all arrays of a kind. Its known values live in the objects' infos; the entry
 * remembers which infos, and at most one store that has not been emitted yet (`lazyStore`).
 *
 * Invariant: while a lazy store is pending, reads of another object first emit it, since the two
 * may be the same at run time.
 *
 * Counterpart: CachedField, ArrayCachedItem in rpython/jit/metainterp/optimizeopt/heap.py.
 */

import type { ArrayDescr, FieldDescr } from "../../trace/descr.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import type { ArrayPtrInfo, InstancePtrInfo, Known } from "../info.ts";
import { REASONABLE_INDEX_MAX } from "../info.ts";

export type ObjectInfo = InstancePtrInfo | ArrayPtrInfo;

/** What an entry is of. Arrays whose descrs share an alias key share the place. */
export type Place =
  | { readonly placeKind: "field"; readonly field: FieldDescr }
  | { readonly placeKind: "item"; readonly array: ArrayDescr; readonly index: number };

/** An object whose value at a place is known. */
export interface KnownObject {
  /** As it was when the value became known; it may have been replaced since. */
  readonly box: Value;
  readonly info: ObjectInfo;
}

export class HeapEntry {
  lazyStore: ResOp | null = null;
  /** Objects whose value here is known, in the order in which that became known. */
  private known: KnownObject[] = [];
  readonly place: Place;

  constructor(place: Place) {
    this.place = place;
  }

  /** The value stored last according to `info`. */
  read(info: ObjectInfo): Known | undefined {
    if (this.place.placeKind === "item") return (info as ArrayPtrInfo).items.get(this.place.index);
    return (info as InstancePtrInfo).fields.get(this.place.field);
  }

  /** From now on the value in the object `box` is `value`. */
  write(box: Value, info: ObjectInfo, value: Known): void {
    this.known.push({ box, info });
    this.store(info, value);
  }

  /** Replaces what `info` says, without making the object newly known. */
  store(info: ObjectInfo, value: Known): void {
    const { place } = this;
    if (place.placeKind === "field") (info as InstancePtrInfo).fields.set(place.field, value);
    else if (place.index <= REASONABLE_INDEX_MAX) {
      (info as ArrayPtrInfo).items.set(place.index, value);
    }
  }

  /** What is known of `from` is known of `to` from now on, since they are the same object. */
  move(from: ObjectInfo, to: ObjectInfo): void {
    const value = this.read(from);
    this.known = this.known.filter(({ info }) => info !== to);
    this.erase(to);
    if (value === undefined) return;
    this.known = this.known.map(({ box, info }) => ({ box, info: info === from ? to : info }));
    this.store(to, value);
  }

  /** Forgets all known values, unless the place never changes; says whether there were any. */
  invalidate(): boolean {
    if (this.place.placeKind === "field" && this.place.field.isPure) return false;
    const { known } = this;
    for (const { info } of known) if (!info.isVirtual) this.erase(info);
    this.known = [];
    return known.length > 0;
  }

  private erase(info: ObjectInfo): void {
    if (this.place.placeKind === "item") (info as ArrayPtrInfo).items.delete(this.place.index);
    else (info as InstancePtrInfo).fields.delete(this.place.field);
  }

  /** All objects with a known value. */
  knownObjects(): readonly KnownObject[] {
    return this.known;
  }
}

/** What a store stores. */
export function storedValue(store: ResOp): Value {
  return store.args[store.opname === "setarrayitem_gc" ? 2 : 1] as Value;
}
