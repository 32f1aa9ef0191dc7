/**
 * The heap cache: reads of known fields and items vanish, stores are delayed until something may
 * read them, so that a store overwritten at once is never made. A store of a virtual into a real
 * object stays pending across guards, in their resume data.
 *
 * Comparisons, overflowing operations and call_may_force are held back until the next operation, so
 * that the stores which a guard makes necessary come before the operation that the guard belongs to.
 *
 * Two objects may be the same unless they are known by the same box or are different constants:
 * 7.3.11 looks neither at classes nor at lengths. Items at an index that is not constant are not
 * remembered; an access there concerns the constant indices within the bounds of its index.
 *
 * All handlers stand in this one file, since all work on the same table of places and on the
 * operation held back; what they consult is in heap-cache/.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/heap.py.
 * DIFFERS: a quasi-immutable field of an object that is not constant may change, so calls make it
 * unknown; in PyPy it counts as immutable. What is known of a box that turns out to be a constant is
 * forgotten when something may change it; in PyPy it stays. Stores to `@lazy_store` fields stay
 * pending across guards, too: the depth of calls changes where PyPy's frames are virtual references.
 */

import type { ArrayDescr, CallDescr, Descr, FieldDescr, QuasiImmutDescr } from "../trace/descr.ts";
import { opForKind } from "../trace/ops.ts";
import type { OpName } from "../trace/ops.ts";
import type { Const, ResOp, Value } from "../trace/values.ts";
import { ConstInt, ResOp as Operation, sameValue } from "../trace/values.ts";
import { replacementOf } from "./boxes.ts";
import { hasRandomEffects, mayRead, mayWrite } from "./heap-cache/call-effects.ts";
import { DictLookups } from "./heap-cache/dict-lookups.ts";
import { storedValue } from "./heap-cache/heap-entry.ts";
import type { HeapEntry, KnownObject, ObjectInfo } from "./heap-cache/heap-entry.ts";
import { HeapTable } from "./heap-cache/heap-table.ts";
import { isReliedUpon, relyOnQuasiImmutable } from "./heap-cache/quasi-immutables.ts";
import { ArrayPtrInfo, InstancePtrInfo, knownValue } from "./info.ts";
import type { Known } from "./info.ts";
import type { Optimizer } from "./optimizer.ts";
import { Pass, REMOVED } from "./pass.ts";
import type { RuleName } from "./rules/rules.ts";
import type { HeapKnowledge } from "./stage.ts";
import type { ShortBoxes } from "./unrolling/short-boxes.ts";

/** Operations with an effect that is none on fields and arrays, or that is handled on its own. */
const HARMLESS: ReadonlySet<OpName> = new Set([
  "setfield_gc",
  "setfield_raw",
  "setarrayitem_gc",
  "setarrayitem_raw",
  "setinteriorfield_raw",
  "raw_store",
  "strsetitem",
  "unicodesetitem",
  "debug_merge_point",
  "jit_debug",
  "enter_portal_frame",
  "leave_portal_frame",
  "copystrcontent",
  "copyunicodecontent",
  "check_memory_error",
]);

const GETFIELDS: readonly OpName[] = ["getfield_gc_i", "getfield_gc_r", "getfield_gc_f"];
const GETITEMS: readonly OpName[] = ["getarrayitem_gc_i", "getarrayitem_gc_r", "getarrayitem_gc_f"];
const PURE_GETITEMS: readonly OpName[] = [
  "getarrayitem_gc_pure_i",
  "getarrayitem_gc_pure_r",
  "getarrayitem_gc_pure_f",
];
const CALLS: readonly OpName[] = ["call_i", "call_r", "call_f", "call_n"];

export class HeapPass extends Pass implements HeapKnowledge {
  private readonly table = new HeapTable();
  private readonly lookups: DictLookups;
  private readonly constants = new Map<object | string, Map<string, ObjectInfo>>();
  /** Number of delayed stores: most guards meet none. */
  private delayed = 0;
  private postponed: ResOp | null = null;
  private seenNotInvalidated = false;

  constructor(optimizer: Optimizer) {
    super(optimizer);
    this.lookups = new DictLookups(optimizer);
    this.handle(GETFIELDS, (op) => this.getfield(op));
    this.handle(GETITEMS, (op) => this.getitem(op, true));
    this.handle(PURE_GETITEMS, (op) => this.getitem(op, false));
    this.handle(CALLS, (op) => this.call(op));
    this.handlers.setfield_gc = (op) => this.setfield(op);
    this.handlers.setarrayitem_gc = (op) => this.setitem(op);
    this.handlers.quasiimmut_field = (op) => this.quasiimmutField(op);
    this.handlers.guard_not_invalidated = (op) => this.guardNotInvalidated(op);
    this.handle(["guard_no_exception", "guard_exception"], (op) => {
      if (this.lastEmitted !== REMOVED) this.emit(op);
      else this.optimizer.fired("guard_no_exception_after_known_lookup");
    });
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
    this.lookups.clear();
    this.forceAll("store_forced_by_end");
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
      if (op.descr.canInvalidate) this.seenNotInvalidated = false;
      if (!hasRandomEffects(op.descr)) {
        this.prepareCall(op, op.descr);
        return;
      }
    } else if (info.isCall) this.seenNotInvalidated = false;
    this.forceAll("store_forced_by_effect");
    for (const entry of this.table.entries()) this.invalidate(entry);
    this.lookups.clear();
  }

  private prepareCall(op: ResOp, descr: CallDescr): void {
    for (const entry of this.table.entries()) {
      if (mayRead(descr, op.args, entry.place)) this.force(entry, "store_forced_by_read");
      if (mayWrite(descr, entry.place)) {
        this.force(entry, "store_forced_by_write");
        this.invalidate(entry);
      }
    }
    this.lookups.forgetWritten(descr);
  }

  private invalidate(entry: HeapEntry): void {
    const { place } = entry;
    if (place.placeKind === "item" && place.array.isPure) return;
    if (entry.invalidate()) this.optimizer.fired("values_forgotten_by_effect");
  }

  private forceAll(rule: RuleName): void {
    if (this.delayed === 0) return;
    for (const entry of this.table.entries()) this.force(entry, rule);
  }

  /** Emits all delayed stores but those of virtuals and of lazy fields, which it gives back. */
  private forceForGuard(): ResOp[] {
    const pending: ResOp[] = [];
    if (this.delayed === 0) return pending;
    for (const entry of this.table.entries()) {
      if (entry.lazyStore === null) continue;
      if (this.mayStayPending(entry.lazyStore)) {
        this.optimizer.fired("store_pending_at_guard");
        pending.push(entry.lazyStore);
      } else this.force(entry, "store_forced_by_guard");
    }
    return pending;
  }

  private mayStayPending(store: ResOp): boolean {
    if (store.descr?.descrKind === "field" && store.descr.isLazyStore) return true;
    return this.optimizer.isVirtual(storedValue(store));
  }

  /** Emits the delayed store of `entry`, if there is one. */
  private force(entry: HeapEntry, rule: RuleName): void {
    const store = entry.lazyStore;
    if (store === null) return;
    this.optimizer.fired(rule);
    entry.invalidate();
    this.delay(entry, null);
    if (this.postponed !== null && store.args.includes(this.postponed)) this.emitPostponed();
    this.next.forward(store);
    const info = this.optimizer.ensureInfo(store);
    entry.write(store.args[0] as Value, info, replacementOf(storedValue(store)));
  }

  // Reading and writing.

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
    if (this.mayAlias(entry, info)) this.force(entry, "store_forced_by_alias");
    if (entry.lazyStore !== null) return replacementOf(storedValue(entry.lazyStore));
    return this.readKnown(entry, info);
  }

  /** A read of one place: true when its value is known. */
  private isKnown(op: ResOp, entry: HeapEntry, rule: RuleName): boolean {
    const known = this.cachedValue(entry, this.optimizer.ensureInfo(op));
    if (known === null) return false;
    this.optimizer.fired(rule);
    this.optimizer.makeEqualTo(op, known);
    return true;
  }

  private emitRead(op: ResOp, entry: HeapEntry | null): void {
    this.optimizer.makeNonnull(op.args[0] as Value);
    this.emit(op);
    entry?.write(op.args[0] as Value, this.optimizer.ensureInfo(op), op);
  }

  private store(op: ResOp, entry: HeapEntry): void {
    const info = this.optimizer.ensureInfo(op);
    if (this.mayAlias(entry, info)) this.force(entry, "store_forced_by_alias");
    const current = knownValue(entry.read(info));
    const value = replacementOf(storedValue(op));
    if (current === null || !sameValue(replacementOf(current), value)) {
      this.optimizer.fired(entry.lazyStore === null ? "store_delayed" : "store_overwritten");
      this.delay(entry, op);
      return;
    }
    // The heap already holds this value: what was delayed is cancelled too.
    this.optimizer.fired(
      entry.lazyStore === null ? "store_of_known_value" : "store_cancelled_by_old_value",
    );
    this.readKnown(entry, info);
    this.delay(entry, null);
  }

  private delay(entry: HeapEntry, store: ResOp | null): void {
    this.delayed += Number(store !== null) - Number(entry.lazyStore !== null);
    entry.lazyStore = store;
  }

  private getfield(op: ResOp): void {
    const field = op.descr as FieldDescr;
    const object = this.optimizer.constantOf(op.args[0] as Value);
    const rule = object === null ? null : this.foldingRule(object.value, field);
    const folded = rule === null ? null : this.optimizer.fold(op);
    if (rule !== null && folded !== null) {
      this.optimizer.fired(rule);
      this.optimizer.makeConstant(op, folded);
      return;
    }
    const entry = this.table.field(field);
    if (!this.isKnown(op, entry, "getfield_known")) this.emitRead(op, entry);
  }

  private foldingRule(object: unknown, field: FieldDescr): RuleName | null {
    if (object === null || typeof object !== "object") return null;
    if (field.isPure) return "getfield_immutable_of_constant";
    const isRelied = field.isQuasiImmutable && this.reliesOn(object, field);
    return isRelied ? "getfield_quasi_immutable_of_constant" : null;
  }

  private setfield(op: ResOp): void {
    this.store(op, this.table.field(op.descr as FieldDescr));
  }

  /** The entry of an access at a constant index, which the array must be long enough for. */
  private itemEntry(op: ResOp): HeapEntry | null {
    const index = this.optimizer.constantOf(op.args[1] as Value)?.value;
    if (typeof index !== "number" || index < 0) return null;
    const info = this.optimizer.ensureInfo(op) as ArrayPtrInfo;
    info.length.makeAtLeast(BigInt(index) + 1n);
    return this.table.item(op.descr as ArrayDescr, index);
  }

  /** Pure reads are remembered elsewhere; the array may have been filled in this very trace. */
  private getitem(op: ResOp, remembers: boolean): void {
    this.optimizer.ensureInfo(op);
    const entry = this.itemEntry(op);
    if (entry === null) this.forceItems(op, true);
    else if (this.isKnown(op, entry, "getarrayitem_known")) return;
    this.emitRead(op, remembers ? entry : null);
  }

  private setitem(op: ResOp): void {
    const entry = this.itemEntry(op);
    if (entry !== null) {
      this.store(op, entry);
      return;
    }
    this.forceItems(op, false);
    this.emit(op);
  }

  /** Before an access at an unknown index; a store there makes items unknown. */
  private forceItems(op: ResOp, keepsValues: boolean): void {
    const bound = this.optimizer.bound(op.args[1] as Value);
    for (const [index, entry] of this.table.itemsOf(op.descr as ArrayDescr)) {
      if (!bound.contains(index)) {
        this.optimizer.fired("item_out_of_reach_of_index");
        continue;
      }
      this.force(entry, "store_forced_by_index");
      if (!keepsValues && entry.invalidate()) this.optimizer.fired("item_forgotten_by_index");
    }
  }

  private call(op: ResOp): void {
    if (this.lookups.isKnown(op)) this.lastEmitted = REMOVED;
    else this.emit(op);
  }

  // Quasi-immutable fields.

  reliesOn(object: object, field: FieldDescr): boolean {
    return isReliedUpon(this.optimizer, object, field);
  }

  /** Of a constant object the field's value is relied upon; otherwise it is an ordinary field. */
  private quasiimmutField(op: ResOp): void {
    const object = this.optimizer.constantOf(op.args[0] as Value)?.value;
    if (object === null || typeof object !== "object") {
      this.optimizer.fired("quasiimmut_field_of_variable");
      this.optimizer.ensureInfo(op);
      return;
    }
    this.optimizer.fired("quasiimmut_field_relied_upon");
    relyOnQuasiImmutable(this.optimizer, object, op.descr as QuasiImmutDescr);
  }

  /** One is needed after each call that can invalidate, whatever became of quasiimmut_field. */
  private guardNotInvalidated(op: ResOp): void {
    if (this.seenNotInvalidated) {
      this.optimizer.fired("guard_not_invalidated_seen");
      return;
    }
    this.seenNotInvalidated = true;
    this.emit(op);
  }

  // What others may ask.

  constInfo(object: object | string, descr: Descr | null): ObjectInfo {
    const array = descr?.descrKind === "array" ? descr : null;
    return this.constInfoOf(object, array === null ? "instance" : "array", array);
  }

  private constInfoOf(
    object: object | string,
    shape: "instance" | "array",
    array: ArrayDescr | null,
  ): ObjectInfo {
    let byShape = this.constants.get(object);
    if (byShape === undefined) {
      byShape = new Map();
      this.constants.set(object, byShape);
    }
    let info = byShape.get(shape);
    if (info === undefined) {
      info = array === null ? new InstancePtrInfo(null, null) : new ArrayPtrInfo(array);
      byShape.set(shape, info);
    }
    return info;
  }

  becomesConstant(known: ObjectInfo, constant: Const): void {
    const { value } = constant;
    if (value === null || typeof value === "number" || typeof value === "bigint") return;
    const array = known instanceof ArrayPtrInfo ? known : null;
    const contents = array?.items ?? (known as InstancePtrInfo).fields;
    if (contents.size === 0) return;
    this.optimizer.fired("contents_kept_by_constant");
    const shape = array === null ? "instance" : "array";
    const info = this.constInfoOf(value, shape, array?.descr ?? null);
    const entries =
      array === null ? this.table.fieldEntries() : this.table.itemsOf(array.descr).values();
    for (const entry of entries) entry.move(known, info);
  }

  putField(box: Value, info: InstancePtrInfo, field: FieldDescr, value: Known): void {
    this.table.field(field).write(box, info, value);
  }

  putItem(box: Value, info: ArrayPtrInfo, index: number, value: Known): void {
    this.table.item(info.descr, index).write(box, info, value);
  }

  /** Places without a delayed store, with the objects of which their value is known. */
  *knownPlaces(): Iterable<readonly [HeapEntry, KnownObject, Known]> {
    for (const entry of this.table.entries()) {
      if (entry.lazyStore !== null) continue;
      for (const object of entry.knownObjects()) {
        const known = entry.read(object.info);
        if (known !== undefined) yield [entry, object, known];
      }
    }
  }

  override produceShortOps(boxes: ShortBoxes): void {
    for (const [{ place }, { box, info }, known] of this.knownPlaces()) {
      const value = replacementOf(knownValue(known) as Value);
      const object = replacementOf(box);
      if (place.placeKind === "field") {
        const name = opForKind("getfield_gc", place.field.kind);
        boxes.addHeapOp(value, new Operation(name, [object], place.field));
      } else {
        const { descr } = info as ArrayPtrInfo;
        const name = opForKind("getarrayitem_gc", descr.itemKind);
        const args = [object, new ConstInt(place.index)];
        boxes.addHeapOp(value, new Operation(name, args, descr));
      }
    }
  }
}
