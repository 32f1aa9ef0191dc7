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

import type { FieldDescr } from "../../trace/descr.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import type { ArrayPtrInfo, InstancePtrInfo, Known } from "../info.ts";

export type ObjectInfo = InstancePtrInfo | ArrayPtrInfo;

/** What an entry is of. */
export type Place =
  | { readonly placeKind: "field"; readonly field: FieldDescr }
  | { readonly placeKind: "item"; readonly index: number };

export class HeapEntry {
  lazyStore: ResOp | null = null;
  /** Objects whose value here is known, in the order in which that became known. */
  private known: { box: Value; info: ObjectInfo }[] = [];
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
    if (this.place.placeKind === "item") (info as ArrayPtrInfo).items.set(this.place.index, value);
    else (info as InstancePtrInfo).fields.set(this.place.field, value);
  }

  /** Forgets all known values, unless the place never changes. */
  invalidate(): void {
    if (this.place.placeKind === "field" && this.place.field.isPure) return;
    this.forget();
  }

  forget(): void {
    for (const { info } of this.known) {
      if (info.isVirtual) continue;
      if (this.place.placeKind === "item") (info as ArrayPtrInfo).items.delete(this.place.index);
      else (info as InstancePtrInfo).fields.delete(this.place.field);
    }
    this.known = [];
  }

  /** All objects with a known value. */
  knownObjects(): readonly { readonly box: Value; readonly info: ObjectInfo }[] {
    return this.known;
  }
}

/** What a store stores. */
export function storedValue(store: ResOp): Value {
  return store.args[store.opname === "setarrayitem_gc" ? 2 : 1] as Value;
}
