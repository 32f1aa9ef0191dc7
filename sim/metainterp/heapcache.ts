/**
 * The tracer's heap cache: what is known of boxes while recording, so that a read that was just
 * done, a class that is known, or a null test that was made is not recorded again. It forgets on
 * everything that might have changed the heap; the optimizer later does the thorough work.
 *
 * Facts about a reference are valid for one version of the cache. `reset` starts a new version;
 * `resetKeepLikelyVirtuals`, after calls that may run anything, does too, but what is likely to be
 * a virtual stays so. Constants have no facts and no cached fields; items of a constant array are
 * cached for that one constant of the trace.
 *
 * Counterpart: rpython/jit/metainterp/heapcache.py. DIFFERS: a field that is read back from an
 * object nobody else has seen lets go of what the object holds, since the new box may be another
 * name for it. Arrays are told apart by the kind of their items, not by their descr.
 */

import { getOrMake } from "../base/collections.ts";
import type { ArrayDescr, CallDescr, Descr, FieldDescr } from "../trace/descr.ts";
import type { OpName } from "../trace/ops.ts";
import type { Box, Value } from "../trace/values.ts";
import { constOf } from "../trace/values.ts";
import { CacheEntry } from "./heapcache-entry.ts";
import { callForgets, HEAP_EFFECTS } from "./heapcache-effects.ts";

/** What is known of one reference. */
interface Facts {
  /** The version of the cache in which all of this holds, `likelyVirtual` apart. */
  version: number;
  likelyVirtual: boolean;
  classKnown: boolean;
  nullityKnown: boolean;
  /** Allocated in this trace: another name than that of any other such object. */
  seenAllocation: boolean;
  /** Seen by nobody but this trace. */
  unescaped: boolean;
  nonstandardVirtualizable: boolean;
  /** The length of an array. */
  length: Value | null;
  /** References that escape together with this one. */
  contents: Value[] | null;
}

export class HeapCache {
  private facts = new Map<Value, Facts>();
  private version = 0;
  private fields = new Map<FieldDescr, CacheEntry>();
  private items = new Map<string, Map<number, CacheEntry>>();
  /** Boxes that are constants of the trace by now. */
  private readonly constants = new Set<Value>();
  private loopInvariant: { fn: unknown; descr: CallDescr; result: Value } | null = null;
  /** Whether code was run, since the last guard_not_invalidated, that may invalidate the trace. */
  needsGuardNotInvalidated = true;

  /** At a loop's header, and where a trace begins. */
  reset(): void {
    this.facts = new Map();
    this.clear();
    this.needsGuardNotInvalidated = true;
    this.loopInvariant = null;
  }

  resetKeepLikelyVirtuals(): void {
    this.version++;
    this.clear();
  }

  private clear(): void {
    this.fields = new Map();
    this.items = new Map();
  }

  // ---- facts -------------------------------------------------------------------------------

  /** What is known now; undefined for constants and for boxes without facts. */
  private known(value: Value): Facts | undefined {
    const facts = this.facts.get(value);
    return facts !== undefined && facts.version === this.version ? facts : undefined;
  }

  /** The facts of a box, to be added to. */
  private update(box: Box): Facts {
    const old = this.facts.get(box);
    if (old !== undefined && old.version === this.version) return old;
    const facts: Facts = {
      version: this.version,
      likelyVirtual: old?.likelyVirtual === true,
      classKnown: false,
      nullityKnown: false,
      seenAllocation: false,
      unescaped: false,
      nonstandardVirtualizable: false,
      length: null,
      contents: null,
    };
    this.facts.set(box, facts);
    return facts;
  }

  isClassKnown(value: Value): boolean {
    return this.known(value)?.classKnown === true;
  }

  classNowKnown(value: Value): void {
    if (value.isConst) return;
    const facts = this.update(value);
    facts.classKnown = true;
    facts.nullityKnown = true;
  }

  isNullityKnown(value: Value): boolean {
    if (value.isConst) return value.value !== null;
    return this.known(value)?.nullityKnown === true;
  }

  nullityNowKnown(value: Value): void {
    if (!value.isConst) this.update(value).nullityKnown = true;
  }

  isUnescaped(value: Value): boolean {
    return this.known(value)?.unescaped === true;
  }

  readonly isSeenAllocation = (value: Value): boolean => this.known(value)?.seenAllocation === true;

  isLikelyVirtual(value: Value): boolean {
    return this.facts.get(value)?.likelyVirtual === true;
  }

  /** Not the outermost frame's virtualizable: it was compared, or allocated in this trace. */
  isKnownNonstandard(value: Value): boolean {
    const facts = this.known(value);
    return facts !== undefined && (facts.nonstandardVirtualizable || facts.seenAllocation);
  }

  nonstandardNowKnown(value: Value): void {
    if (!value.isConst) this.update(value).nonstandardVirtualizable = true;
  }

  /** `box` was just allocated. */
  allocated(box: Box): void {
    const facts = this.update(box);
    facts.likelyVirtual = true;
    facts.seenAllocation = true;
    facts.unescaped = true;
    facts.nullityKnown = true;
  }

  allocatedArray(box: Box, length: Value): void {
    this.allocated(box);
    this.lengthNowKnown(box, length);
  }

  getLength(array: Value): Value | null {
    return this.current(this.known(array)?.length ?? null);
  }

  lengthNowKnown(array: Value, length: Value): void {
    if (!array.isConst) this.update(array).length = length;
  }

  /** `old` is from now on the constant of its value. */
  replace(old: Box, by: Value): void {
    if (by.isConst) this.constants.add(old);
  }

  /** A cached value, as a constant if it has become one. */
  private current(value: Value | null): Value | null {
    if (value === null || value.isConst || !this.constants.has(value)) return value;
    return constOf(value.kind as "i" | "r" | "f", value.value);
  }

  // ---- escaping ----------------------------------------------------------------------------

  /** An operation was recorded: references in it may escape, what it may write is forgotten. */
  invalidate(name: OpName, args: readonly Value[], descr: Descr | null): void {
    const effect = HEAP_EFFECTS[name];
    if (effect === "none") return;
    if (effect === "store") {
      this.stored(args[0] as Value, args.at(-1) as Value);
      return;
    }
    if (effect === "uses") {
      this.escapeAll(args);
      return;
    }
    this.escapeAll(args);
    this.needsGuardNotInvalidated = true;
    const forgets = effect === "call" ? callForgets(descr as CallDescr) : "all";
    if (forgets === "escaped") this.forgetEscaped();
    else if (forgets === "all") this.resetKeepLikelyVirtuals();
  }

  /** A call that may run anything. */
  invalidateForForcingCall(args: readonly Value[]): void {
    this.invalidate("call_may_force_n", args, null);
  }

  private escapeAll(values: readonly Value[]): void {
    for (const value of values) this.escape(value);
  }

  private escape(value: Value): void {
    const facts = this.facts.get(value);
    if (facts === undefined) return;
    facts.likelyVirtual = false;
    facts.unescaped = false;
    const { contents } = facts;
    if (contents === null) return;
    facts.contents = null;
    if (facts.version === this.version) this.escapeAll(contents);
  }

  private stored(container: Value, value: Value): void {
    const facts = this.known(container);
    if (facts?.unescaped === true && this.isUnescaped(value)) {
      facts.contents ??= [];
      facts.contents.push(value);
    } else this.escape(value);
  }

  /** What is seen by others may have been written. */
  private forgetEscaped(): void {
    for (const entry of this.fields.values()) entry.keep(this.keeps);
    for (const byIndex of this.items.values()) {
      for (const entry of byIndex.values()) entry.keep(this.keeps);
    }
  }

  private readonly keeps = (value: Value): boolean => this.isUnescaped(value);

  // ---- fields ------------------------------------------------------------------------------

  private entry(field: FieldDescr): CacheEntry {
    return getOrMake(this.fields, field, () => new CacheEntry(this.isSeenAllocation));
  }

  getField(object: Value, field: FieldDescr): Value | null {
    if (object.isConst) return null;
    return this.current(this.fields.get(field)?.read(object) ?? null);
  }

  fieldNowKnown(object: Value, field: FieldDescr, value: Value): void {
    if (object.isConst) return;
    const facts = this.known(object);
    if (facts?.contents != null) this.escapeAll(facts.contents.splice(0));
    this.entry(field).know(object, value);
  }

  setField(object: Value, field: FieldDescr, value: Value): void {
    if (object.isConst) this.fields.get(field)?.clear(false);
    else this.entry(field).write(object, value);
  }

  // ---- items -------------------------------------------------------------------------------

  private item(array: ArrayDescr, index: number): CacheEntry {
    const byIndex = getOrMake(this.items, array.aliasKey, () => new Map<number, CacheEntry>());
    return getOrMake(byIndex, index, () => new CacheEntry(this.isSeenAllocation));
  }

  getItem(array: Value, descr: ArrayDescr, index: Value): Value | null {
    if (!index.isConst) return null;
    const entry = this.items.get(descr.aliasKey)?.get(index.value as number);
    return this.current(entry?.read(array) ?? null);
  }

  itemNowKnown(array: Value, descr: ArrayDescr, index: Value, value: Value): void {
    if (index.isConst) this.item(descr, index.value as number).know(array, value);
  }

  setItem(array: Value, descr: ArrayDescr, index: Value, value: Value): void {
    if (index.isConst) this.item(descr, index.value as number).write(array, value);
    else this.items.get(descr.aliasKey)?.clear();
  }

  // ---- quasi-immutable fields, loop-invariant calls ------------------------------------------

  isQuasiImmutKnown(object: Value, field: FieldDescr): boolean {
    return this.fields.get(field)?.isQuasiImmutSeen(object) === true;
  }

  quasiImmutNowKnown(object: Value, field: FieldDescr): void {
    this.entry(field).quasiImmutSeen(object);
  }

  /** The result of the latest loop-invariant call, if it was this one. */
  loopInvariantResult(fn: unknown, descr: CallDescr): Value | null {
    const known = this.loopInvariant;
    return known !== null && known.descr === descr && known.fn === fn ? known.result : null;
  }

  loopInvariantNowKnown(fn: unknown, descr: CallDescr, result: Value): void {
    this.loopInvariant = { fn, descr, result };
  }
}
