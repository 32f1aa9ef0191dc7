/**
 * The tracer's heap cache: what is known of boxes while recording, so that a read that was just
 * done, a class that is known, or a null test that was made is not recorded again. It forgets on
 * everything that might have changed the heap; the optimizer later does the thorough work.
 *
 * Counterpart: rpython/jit/metainterp/heapcache.py.
 */

import { getOrMake } from "../base/collections.ts";
import type { ArrayDescr, CallDescr, FieldDescr, HeapPlace } from "../trace/descr.ts";
import { EXTRA_EFFECT } from "../trace/descr.ts";
import type { Box, Value } from "../trace/values.ts";

/** What is known of one box. */
interface BoxFacts {
  classKnown: boolean;
  nullityKnown: boolean;
  /** Allocated in this trace. */
  allocated: boolean;
  /** Allocated in this trace and seen by nobody else. */
  unescaped: boolean;
  nonstandardVirtualizable: boolean;
  /** Boxes that escape together with this one. */
  contents: Value[];
}

/** The cached contents of one field (or one constant index) over all objects. */
class CacheEntry {
  private readonly anything = new Map<unknown, Value>();
  private readonly ofAllocated = new Map<unknown, Value>();

  read(key: unknown, allocated: boolean): Value | null {
    return (allocated ? this.ofAllocated : this.anything).get(key) ?? null;
  }

  /** The value was just read. */
  know(key: unknown, allocated: boolean, value: Value): void {
    (allocated ? this.ofAllocated : this.anything).set(key, value);
  }

  /** A write: other objects may be the same one under another name. */
  write(key: unknown, allocated: boolean, value: Value): void {
    this.anything.clear();
    if (!allocated) this.ofAllocated.clear();
    this.know(key, allocated, value);
  }

  forget(keepAllocated: (key: unknown) => boolean): void {
    this.anything.clear();
    for (const key of [...this.ofAllocated.keys()]) {
      if (!keepAllocated(key)) this.ofAllocated.delete(key);
    }
  }
}

function keyOf(value: Value): unknown {
  return value.isConst ? value.value : value;
}

export class HeapCache {
  private readonly facts = new Map<Value, BoxFacts>();
  private readonly fields = new Map<FieldDescr, CacheEntry>();
  private readonly items = new Map<string, Map<number, CacheEntry>>();
  private readonly lengths = new Map<unknown, Value>();
  private readonly quasiImmutable = new Map<unknown, Set<FieldDescr>>();
  /** What boxes that are in the cache stand for by now. */
  private readonly replaced = new Map<Value, Value>();

  private of(box: Value): BoxFacts {
    let facts = this.facts.get(box);
    if (facts === undefined) {
      facts = {
        classKnown: false,
        nullityKnown: false,
        allocated: false,
        unescaped: false,
        nonstandardVirtualizable: false,
        contents: [],
      };
      this.facts.set(box, facts);
    }
    return facts;
  }

  private has(box: Value, fact: "allocated" | "unescaped"): boolean {
    return this.facts.get(box)?.[fact] === true;
  }

  isClassKnown(box: Value): boolean {
    return box.isConst || this.facts.get(box)?.classKnown === true;
  }

  classNowKnown(box: Value): void {
    if (box.isConst) return;
    this.of(box).classKnown = true;
    this.of(box).nullityKnown = true;
  }

  isNullityKnown(box: Value): boolean {
    return box.isConst || this.facts.get(box)?.nullityKnown === true;
  }

  nullityNowKnown(box: Value): void {
    if (!box.isConst) this.of(box).nullityKnown = true;
  }

  isUnescaped(box: Value): boolean {
    return this.has(box, "unescaped");
  }

  isKnownNonstandard(box: Value): boolean {
    return this.facts.get(box)?.nonstandardVirtualizable === true;
  }

  nonstandardNowKnown(box: Value): void {
    this.of(box).nonstandardVirtualizable = true;
  }

  /** `box` was just allocated. */
  allocated(box: Box): void {
    const facts = this.of(box);
    facts.allocated = true;
    facts.unescaped = true;
    facts.classKnown = true;
    facts.nullityKnown = true;
  }

  escape(value: Value): void {
    const facts = this.facts.get(value);
    if (facts === undefined || !facts.unescaped) return;
    facts.unescaped = false;
    for (const content of facts.contents.splice(0)) this.escape(content);
  }

  private stored(container: Value, value: Value): void {
    const facts = this.facts.get(container);
    if (facts?.unescaped === true) facts.contents.push(value);
    else this.escape(value);
  }

  /**
   * A read that was not cached gives a new box, which may be another name for something that
   * `container` holds; so what it holds is not known to be unseen any more.
   */
  private readBack(container: Value): void {
    if (this.isUnescaped(container)) this.escape(container);
  }

  private entry(field: FieldDescr): CacheEntry {
    return getOrMake(this.fields, field, () => new CacheEntry());
  }

  getField(object: Value, field: FieldDescr): Value | null {
    return this.current(this.entry(field).read(keyOf(object), this.has(object, "allocated")));
  }

  private current(cached: Value | null): Value | null {
    let value = cached;
    while (value !== null && this.replaced.has(value)) value = this.replaced.get(value) ?? null;
    return value;
  }

  fieldNowKnown(object: Value, field: FieldDescr, value: Value): void {
    this.readBack(object);
    this.entry(field).know(keyOf(object), this.has(object, "allocated"), value);
  }

  setField(object: Value, field: FieldDescr, value: Value): void {
    this.stored(object, value);
    this.entry(field).write(keyOf(object), this.has(object, "allocated"), value);
  }

  private item(array: ArrayDescr, index: number): CacheEntry {
    const byIndex = getOrMake(this.items, array.aliasKey, () => new Map<number, CacheEntry>());
    return getOrMake(byIndex, index, () => new CacheEntry());
  }

  getItem(array: Value, descr: ArrayDescr, index: Value): Value | null {
    if (!index.isConst) return null;
    const entry = this.item(descr, index.value as number);
    return this.current(entry.read(keyOf(array), this.has(array, "allocated")));
  }

  itemNowKnown(array: Value, descr: ArrayDescr, index: Value, value: Value): void {
    this.readBack(array);
    if (!index.isConst) return;
    const entry = this.item(descr, index.value as number);
    entry.know(keyOf(array), this.has(array, "allocated"), value);
  }

  setItem(array: Value, descr: ArrayDescr, index: Value, value: Value): void {
    this.stored(array, value);
    if (!index.isConst) {
      this.items.get(descr.aliasKey)?.clear();
      return;
    }
    const entry = this.item(descr, index.value as number);
    entry.write(keyOf(array), this.has(array, "allocated"), value);
  }

  getLength(array: Value): Value | null {
    return this.lengths.get(keyOf(array)) ?? null;
  }

  lengthNowKnown(array: Value, length: Value): void {
    this.lengths.set(keyOf(array), length);
  }

  isQuasiImmutKnown(object: Value, field: FieldDescr): boolean {
    return this.quasiImmutable.get(keyOf(object))?.has(field) === true;
  }

  quasiImmutNowKnown(object: Value, field: FieldDescr): void {
    getOrMake(this.quasiImmutable, keyOf(object), () => new Set<FieldDescr>()).add(field);
  }

  /** A call: its arguments escape; what it may write is forgotten. */
  invalidateForCall(descr: CallDescr, args: readonly Value[]): void {
    for (const arg of args) this.escape(arg);
    const { extraEffect, writes } = descr.effect;
    if (descr.isElidable || extraEffect === EXTRA_EFFECT.loopInvariant) return;
    if (writes === null) {
      this.forgetHeap();
      return;
    }
    for (const written of writes) this.forgetDescr(written);
  }

  private forgetDescr(written: HeapPlace): void {
    if (written.descrKind === "interior") return;
    if (written.descrKind === "field") this.fields.get(written)?.forget(this.keeps);
    else
      for (const entry of this.items.get(written.aliasKey)?.values() ?? [])
        entry.forget(this.keeps);
  }

  private readonly keeps = (key: unknown): boolean => this.has(key as Value, "unescaped");

  /** Anything may have been written, except to objects that nobody else has seen. */
  forgetHeap(): void {
    for (const entry of this.fields.values()) entry.forget(this.keeps);
    for (const byIndex of this.items.values()) {
      for (const entry of byIndex.values()) entry.forget(this.keeps);
    }
    this.quasiImmutable.clear();
  }

  /** `old` is from now on the constant `by`. */
  replace(old: Box, by: Value): void {
    this.replaced.set(old, by);
  }

  reset(): void {
    this.facts.clear();
    this.fields.clear();
    this.items.clear();
    this.lengths.clear();
    this.quasiImmutable.clear();
    this.replaced.clear();
  }
}
