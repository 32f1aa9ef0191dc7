/**
 * What the heap cache knows of one field, or of one constant index of arrays: the contents for each
 * object. Objects whose allocation was seen in the trace are kept apart: none of them is another
 * one under a second name, so a write to one leaves the others alone.
 *
 * Counterpart: rpython/jit/metainterp/heapcache.py (CacheEntry).
 */

import type { Value } from "../trace/values.ts";

export class CacheEntry {
  private readonly isSeenAllocation: (object: Value) => boolean;
  private readonly ofAnything = new Map<Value, Value>();
  private readonly ofAllocated = new Map<Value, Value>();
  /** Objects whose quasi-immutable field is relied upon: boxes, and what constants stand for. */
  private quasiImmutable: Set<unknown> | null = null;

  constructor(isSeenAllocation: (object: Value) => boolean) {
    this.isSeenAllocation = isSeenAllocation;
  }

  private of(object: Value): Map<Value, Value> {
    return this.isSeenAllocation(object) ? this.ofAllocated : this.ofAnything;
  }

  read(object: Value): Value | null {
    return this.of(object).get(object) ?? null;
  }

  /** The value was just read. */
  know(object: Value, value: Value): void {
    this.of(object).set(object, value);
  }

  /** A write: other objects may be the same one under another name. */
  write(object: Value, value: Value): void {
    this.clear(this.isSeenAllocation(object));
    this.know(object, value);
  }

  /** Something was written to an object that was, or was not, allocated in the trace. */
  clear(toAllocated: boolean): void {
    this.ofAnything.clear();
    if (!toAllocated) this.ofAllocated.clear();
    this.quasiImmutable = null;
  }

  /** Forgets all but what is known of the objects that `isKept` names. */
  keep(isKept: (object: Value) => boolean): void {
    for (const known of [this.ofAnything, this.ofAllocated]) {
      for (const object of [...known.keys()]) if (!isKept(object)) known.delete(object);
    }
    this.quasiImmutable = null;
  }

  isQuasiImmutSeen(object: Value): boolean {
    return this.quasiImmutable?.has(keyOf(object)) === true;
  }

  quasiImmutSeen(object: Value): void {
    this.quasiImmutable ??= new Set();
    this.quasiImmutable.add(keyOf(object));
  }
}

function keyOf(object: Value): unknown {
  return object.isConst ? object.value : object;
}
