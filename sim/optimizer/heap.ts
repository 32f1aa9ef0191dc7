/**
 * The heap cache: reads of known fields and items vanish, stores are delayed until something may
 * read them, so that a store overwritten at once is never made. A store of a virtual into a real
 * object stays pending across guards, in their resume data.
 *
 * Comparisons, overflowing operations and call_may_force are held back until the next operation, so
 * that the stores which a guard makes necessary come before the operation that the guard belongs to.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/heap.py.
 * DIFFERS: descrs say what a call writes, not what it reads, so every call that gets a reference
 * forces all delayed stores; a call that writes anything may invalidate quasi-immutable fields.
 * Arrays share the cache when their items have the same kind, whatever their descrs: one array may
 * be seen through a readonly and a mutable type. Stores to `@lazy_store` fields stay pending, too:
 * the depth of calls changes where PyPy's frames are virtual references.
 */

import type {
  ArrayDescr,
  CallDescr,
  FieldDescr,
  HeapPlace,
  QuasiImmutDescr,
} from "../trace/descr.ts";
import { EXTRA_EFFECT } from "../trace/descr.ts";
import { opForKind } from "../trace/ops.ts";
import type { OpName } from "../trace/ops.ts";
import type { ResOp, Value } from "../trace/values.ts";
import { ConstInt, ResOp as Operation, sameValue } from "../trace/values.ts";
import { replacementOf } from "./boxes.ts";
import { HeapEntry, storedValue } from "./heap-cache/heap-entry.ts";
import type { ObjectInfo } from "./heap-cache/heap-entry.ts";
import { ArrayPtrInfo, InstancePtrInfo, knownValue } from "./info.ts";
import type { Known } from "./info.ts";
import type { Optimizer } from "./optimizer.ts";
import { Pass } from "./pass.ts";
import { relyOnQuasiImmutable } from "./heap-cache/quasi-immutables.ts";
import type { ShortBoxes } from "./unrolling/short-boxes.ts";
import type { HeapKnowledge } from "./stage.ts";

/** Operations with an effect that is none on fields and arrays, or that is handled on its own. */
const HARMLESS: ReadonlySet<OpName> = new Set([
  "setfield_gc",
  "setfield_raw",
  "setarrayitem_gc",
  "setarrayitem_raw",
  "setinteriorfield_raw",
  "raw_store",
  "check_memory_error",
  "debug_merge_point",
  "jit_debug",
  "enter_portal_frame",
  "leave_portal_frame",
  "keepalive",
]);

const GETFIELDS: readonly OpName[] = ["getfield_gc_i", "getfield_gc_r", "getfield_gc_f"];
const GETITEMS: readonly OpName[] = ["getarrayitem_gc_i", "getarrayitem_gc_r", "getarrayitem_gc_f"];
const PURE_GETITEMS: readonly OpName[] = [
  "getarrayitem_gc_pure_i",
  "getarrayitem_gc_pure_r",
  "getarrayitem_gc_pure_f",
];

export class HeapPass extends Pass implements HeapKnowledge {
  private readonly fields = new Map<FieldDescr, HeapEntry>();
  private readonly items = new Map<string, Map<number, HeapEntry>>();
  private readonly constants = new Map<object | string, Map<string, ObjectInfo>>();
  private postponed: ResOp | null = null;
  private seenNotInvalidated = false;
  private removesNotInvalidated = false;

  constructor(optimizer: Optimizer) {
    super(optimizer);
    this.handle(GETFIELDS, (op) => this.getfield(op));
    this.handle(GETITEMS, (op) => this.getitem(op));
    this.handle(PURE_GETITEMS, (op) => this.getPureItem(op));
    this.handlers.setfield_gc = (op) => this.setfield(op);
    this.handlers.setarrayitem_gc = (op) => this.setitem(op);
    this.handlers.quasiimmut_field = (op) => this.quasiimmutField(op);
    this.handlers.guard_not_invalidated = (op) => this.guardNotInvalidated(op);
  }

  override emit(op: ResOp): void {
    this.prepareEffects(op);
    this.emitPostponed();
    const { isBool, isOvf } = op.info;
    if (isBool || isOvf || op.opname.startsWith("call_may_force")) {
      this.lastEmitted = op;
      this.postponed = op;
    } else super.emit(op);
  }

  override emitExtra(op: ResOp): void {
    this.emit(op);
  }

  override flush(): void {
    this.forceAll();
    this.emitPostponed();
  }

  private emitPostponed(): void {
    const op = this.postponed;
    if (op === null) return;
    this.postponed = null;
    this.next.forward(op);
  }

  // Effects of other operations.

  private prepareEffects(op: ResOp): void {
    const info = op.info;
    if (info.hasNoSideEffect || info.isOvf || HARMLESS.has(op.opname)) return;
    if (info.isGuard) {
      this.optimizer.guards.pendingStores = this.forceForGuard();
      return;
    }
    if (op.descr?.descrKind === "call") {
      this.prepareCall(op, op.descr);
      return;
    }
    if (info.isCall) this.seenNotInvalidated = false;
    this.forceAll();
    this.invalidateAll();
  }

  private prepareCall(op: ResOp, descr: CallDescr): void {
    const { writes, extraEffect } = descr.effect;
    if (writes === null) this.seenNotInvalidated = false;
    const isElidable = descr.isElidable || extraEffect === EXTRA_EFFECT.loopInvariant;
    if (!isElidable || op.args.some((arg) => arg.kind === "r")) this.forceAll();
    if (isElidable) return;
    if (writes === null) this.invalidateAll();
    else for (const written of writes) this.invalidate(written);
  }

  private invalidate(written: HeapPlace): void {
    if (written.descrKind === "interior") return;
    if (written.descrKind === "field") this.fields.get(written)?.invalidate();
    else for (const entry of this.items.get(written.aliasKey)?.values() ?? []) entry.invalidate();
  }

  private invalidateAll(): void {
    for (const entry of this.entries()) entry.invalidate();
  }

  private *entries(): Iterable<HeapEntry> {
    yield* this.fields.values();
    for (const byIndex of this.items.values()) yield* byIndex.values();
  }

  private forceAll(): void {
    for (const entry of this.entries()) this.forceEntry(entry);
  }

  /** Emits all delayed stores but those of virtuals and of lazy fields, which it gives back. */
  private forceForGuard(): ResOp[] {
    const pending: ResOp[] = [];
    for (const entry of this.entries()) {
      if (entry.lazyStore === null) continue;
      if (this.mayStayPending(entry.lazyStore)) pending.push(entry.lazyStore);
      else this.forceEntry(entry);
    }
    return pending;
  }

  private mayStayPending(store: ResOp): boolean {
    if (store.descr?.descrKind === "field" && store.descr.isLazyStore) return true;
    return this.optimizer.isVirtual(storedValue(store));
  }

  /** Emits the delayed store of `entry`, if there is one. */
  private forceEntry(entry: HeapEntry, keepsValue = true): void {
    const store = entry.lazyStore;
    if (store === null) {
      if (!keepsValue) entry.invalidate();
      return;
    }
    entry.invalidate();
    entry.lazyStore = null;
    if (this.postponed !== null && store.args.includes(this.postponed)) this.emitPostponed();
    this.next.forward(store);
    if (!keepsValue) return;
    const info = this.optimizer.ensureInfo(store);
    entry.write(store.args[0] as Value, info, replacementOf(storedValue(store)));
  }

  // Reading and writing.

  private fieldEntry(field: FieldDescr): HeapEntry {
    let entry = this.fields.get(field);
    if (entry === undefined) {
      entry = new HeapEntry({ placeKind: "field", field });
      this.fields.set(field, entry);
    }
    return entry;
  }

  private itemEntry(descr: ArrayDescr, index: number): HeapEntry {
    let byIndex = this.items.get(descr.aliasKey);
    if (byIndex === undefined) {
      byIndex = new Map();
      this.items.set(descr.aliasKey, byIndex);
    }
    let entry = byIndex.get(index);
    if (entry === undefined) {
      entry = new HeapEntry({ placeKind: "item", index });
      byIndex.set(index, entry);
    }
    return entry;
  }

  /** Whether the delayed store is to an object other than that of `info`, as far as is known. */
  private mayAlias(entry: HeapEntry, info: ObjectInfo): boolean {
    return entry.lazyStore !== null && this.optimizer.ensureInfo(entry.lazyStore) !== info;
  }

  private readKnown(entry: HeapEntry, info: ObjectInfo): Value | null {
    const known = entry.read(info);
    if (known === undefined) return null;
    const value = this.optimizer.useKnown(known);
    entry.store(info, value);
    return replacementOf(value);
  }

  private cachedValue(entry: HeapEntry, info: ObjectInfo): Value | null {
    if (this.mayAlias(entry, info)) this.forceEntry(entry);
    if (entry.lazyStore !== null) return replacementOf(storedValue(entry.lazyStore));
    return this.readKnown(entry, info);
  }

  private readThrough(op: ResOp, entry: HeapEntry): void {
    const info = this.optimizer.ensureInfo(op);
    const known = this.cachedValue(entry, info);
    if (known !== null) {
      this.optimizer.makeEqualTo(op, known);
      return;
    }
    this.emit(op);
    entry.write(op.args[0] as Value, this.optimizer.ensureInfo(op), op);
  }

  private store(op: ResOp, entry: HeapEntry): void {
    const info = this.optimizer.ensureInfo(op);
    if (this.mayAlias(entry, info)) this.forceEntry(entry);
    const current = knownValue(entry.read(info));
    const value = replacementOf(storedValue(op));
    if (current === null || !sameValue(replacementOf(current), value)) {
      entry.lazyStore = op;
      return;
    }
    // The heap already holds this value: what was delayed is cancelled too.
    this.readKnown(entry, info);
    entry.lazyStore = null;
  }

  private getfield(op: ResOp): void {
    const field = op.descr as FieldDescr;
    const object = this.optimizer.constantOf(op.args[0] as Value);
    if (object !== null && this.isFoldable(object.value, field)) {
      const folded = this.optimizer.fold(op);
      if (folded !== null) {
        this.optimizer.makeConstant(op, folded);
        return;
      }
    }
    this.readThrough(op, this.fieldEntry(field));
  }

  private isFoldable(object: unknown, field: FieldDescr): boolean {
    if (object === null || typeof object !== "object") return false;
    return field.isPure || (field.isQuasiImmutable && this.reliesOn(object, field));
  }

  private setfield(op: ResOp): void {
    this.store(op, this.fieldEntry(op.descr as FieldDescr));
  }

  private constantIndex(op: ResOp): number | null {
    const index = this.optimizer.constantOf(op.args[1] as Value)?.value;
    return typeof index === "number" && index >= 0 ? index : null;
  }

  private getitem(op: ResOp): void {
    const descr = op.descr as ArrayDescr;
    const info = this.optimizer.ensureInfo(op) as ArrayPtrInfo;
    const index = this.constantIndex(op);
    if (index !== null) {
      info.length.makeAtLeast(BigInt(index) + 1n);
      this.readThrough(op, this.itemEntry(descr, index));
      return;
    }
    this.forceItems(descr, true);
    this.emit(op);
  }

  /** The array may have been filled in this very trace, by stores that are still delayed. */
  private getPureItem(op: ResOp): void {
    this.forceItems(op.descr as ArrayDescr, true);
    const index = this.constantIndex(op);
    if (index !== null) {
      const info = this.optimizer.ensureInfo(op) as ArrayPtrInfo;
      info.length.makeAtLeast(BigInt(index) + 1n);
    }
    this.emit(op);
  }

  private setitem(op: ResOp): void {
    const descr = op.descr as ArrayDescr;
    const index = this.constantIndex(op);
    if (index !== null) {
      const info = this.optimizer.ensureInfo(op) as ArrayPtrInfo;
      info.length.makeAtLeast(BigInt(index) + 1n);
      this.store(op, this.itemEntry(descr, index));
      return;
    }
    this.forceItems(descr, false);
    this.emit(op);
    this.optimizer.makeNonnull(op.args[0] as Value);
  }

  /** Before an access at an unknown index; a store there makes all known items unknown. */
  private forceItems(descr: ArrayDescr, keepsValues: boolean): void {
    const byIndex = this.items.get(descr.aliasKey);
    for (const entry of byIndex?.values() ?? []) this.forceEntry(entry, keepsValues);
  }

  // Quasi-immutable fields.

  reliesOn(object: object, field: FieldDescr): boolean {
    const { quasiImmutDeps } = this.optimizer;
    return quasiImmutDeps.some((dep) => dep.object === object && dep.descr.field === field);
  }

  /** Of a constant object the field's value is relied upon; otherwise it is an ordinary field. */
  private quasiimmutField(op: ResOp): void {
    const object = this.optimizer.constantOf(op.args[0] as Value)?.value;
    if (object === null || typeof object !== "object") {
      this.removesNotInvalidated = true;
      return;
    }
    const descr = op.descr as QuasiImmutDescr;
    relyOnQuasiImmutable(this.optimizer, object, descr);
    this.removesNotInvalidated = false;
  }

  private guardNotInvalidated(op: ResOp): void {
    if (this.removesNotInvalidated || this.seenNotInvalidated) return;
    this.seenNotInvalidated = true;
    this.emit(op);
  }

  // What others may ask.

  constInfo(object: object | string, op: ResOp): ObjectInfo {
    const descr = op.descr;
    const key = descr?.descrKind === "array" ? "array" : "instance";
    let byShape = this.constants.get(object);
    if (byShape === undefined) {
      byShape = new Map();
      this.constants.set(object, byShape);
    }
    let info = byShape.get(key);
    if (info === undefined) {
      info =
        descr?.descrKind === "array" ? new ArrayPtrInfo(descr) : new InstancePtrInfo(null, null);
      byShape.set(key, info);
    }
    return info;
  }

  putField(box: Value, info: InstancePtrInfo, field: FieldDescr, value: Known): void {
    this.fieldEntry(field).write(box, info, value);
  }

  putItem(box: Value, info: ArrayPtrInfo, index: number, value: Known): void {
    this.itemEntry(info.descr, index).write(box, info, value);
  }

  /** Whether a store to this field or item is still delayed. */
  isDelayed(place: FieldDescr | ArrayDescr, index = 0): boolean {
    if (place.descrKind === "field") return this.fields.get(place)?.lazyStore != null;
    return this.items.get(place.aliasKey)?.get(index)?.lazyStore != null;
  }

  override produceShortOps(boxes: ShortBoxes): void {
    for (const byIndex of this.items.values()) {
      for (const [index, entry] of byIndex) this.offerItems(boxes, index, entry);
    }
    for (const [field, entry] of this.fields) {
      for (const { box, info } of entry.knownObjects()) {
        const value = knownValue(entry.read(info));
        if (value === null) continue;
        const load = new Operation(
          opForKind("getfield_gc", field.kind),
          [replacementOf(box)],
          field,
        );
        boxes.addHeapOp(replacementOf(value), load);
      }
    }
  }

  private offerItems(boxes: ShortBoxes, index: number, entry: HeapEntry): void {
    for (const { box, info } of entry.knownObjects()) {
      const value = knownValue(entry.read(info));
      if (value === null) continue;
      const { descr } = info as ArrayPtrInfo;
      const name = opForKind("getarrayitem_gc", descr.itemKind);
      const load = new Operation(name, [replacementOf(box), new ConstInt(index)], descr);
      boxes.addHeapOp(replacementOf(value), load);
    }
  }
}
