/**
 * Virtuals: an allocation is not emitted; its fields or items are kept in the optimizer until
 * something needs the real object (see force.ts).
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/virtualize.py.
 */

import type { ArrayDescr, FieldDescr, InteriorFieldDescr, SizeDescr } from "../trace/descr.ts";
import { zeroOf } from "../trace/heap-access.ts";
import type { OpName } from "../trace/ops.ts";
import type { ResOp, Value } from "../trace/values.ts";
import { constOf } from "../trace/values.ts";
import { replacementOf } from "./boxes.ts";
import { InvalidLoop } from "./context.ts";
import { ArrayPtrInfo, InstancePtrInfo, knownValue, REASONABLE_INDEX_MAX } from "./info.ts";
import { IntBound } from "./ints/int-bound.ts";
import type { Optimizer } from "./optimizer.ts";
import { Pass, REMOVED } from "./pass.ts";
import { RawMemoryOps } from "./virtuals/raw-memory-ops.ts";
import { StructArrayInfo } from "./virtuals/struct-array-info.ts";
import { VirtualRefs } from "./virtuals/virtual-refs.ts";

const GETFIELDS: readonly OpName[] = ["getfield_gc_i", "getfield_gc_r", "getfield_gc_f"];
const GETINTERIORFIELDS: readonly OpName[] = [
  "getinteriorfield_gc_i",
  "getinteriorfield_gc_r",
  "getinteriorfield_gc_f",
];
const CALLS: readonly OpName[] = ["call_n", "call_r", "call_i"];
const CALL_MAY_FORCE: readonly OpName[] = [
  "call_may_force_i",
  "call_may_force_r",
  "call_may_force_f",
  "call_may_force_n",
];
const GETITEMS: readonly OpName[] = [
  "getarrayitem_gc_i",
  "getarrayitem_gc_r",
  "getarrayitem_gc_f",
  "getarrayitem_gc_pure_i",
  "getarrayitem_gc_pure_r",
  "getarrayitem_gc_pure_f",
];

/** The special meaning of a call, or null. */
function oopspecOf({ descr }: ResOp): string | null {
  return descr?.descrKind === "call" ? descr.effect.oopspec : null;
}

export class VirtualizePass extends Pass {
  private readonly raw: RawMemoryOps;

  constructor(optimizer: Optimizer) {
    super(optimizer);
    this.handlers.new_with_vtable = (op) => this.newInstance(op);
    this.handlers.new = (op) => this.newStruct(op);
    this.handlers.new_array = (op) => this.newArray(op, false);
    this.handlers.new_array_clear = (op) => this.newArray(op, true);
    this.handle(GETFIELDS, (op) => this.getfield(op));
    this.handlers.setfield_gc = (op) => this.setfield(op);
    this.handlers.arraylen_gc = (op) => this.arrayLength(op);
    this.handle(GETITEMS, (op) => this.getitem(op));
    this.handlers.setarrayitem_gc = (op) => this.setitem(op);
    this.handle(GETINTERIORFIELDS, (op) => this.getinteriorfield(op));
    this.handlers.setinteriorfield_gc = (op) => this.setinteriorfield(op);
    this.raw = new RawMemoryOps(optimizer, (op) => this.emit(op));
    Object.assign(this.handlers, this.raw.handlers);
    const references = new VirtualRefs(optimizer, (op) => this.emit(op));
    Object.assign(this.handlers, references.handlers);
    this.handle(CALL_MAY_FORCE, (op) => this.callMayForce(op, references));
    this.handlers.cond_call = (op) => this.forceVirtualizable(op, 2);
    this.handle(CALLS, (op) => this.call(op));
    this.handle(["guard_no_exception", "guard_not_forced"], (op) => {
      if (this.lastEmitted !== REMOVED) this.emit(op);
    });
  }

  /** Asking a reference that has ended for its object gives that. */
  private callMayForce(op: ResOp, references: VirtualRefs): void {
    const asks = oopspecOf(op) === "jit.force_virtual";
    const object = asks ? references.forcedObject(op.args[1] as Value) : null;
    if (object === null) {
      this.emit(op);
      return;
    }
    this.optimizer.makeEqualTo(op, object);
    this.lastEmitted = REMOVED;
    this.optimizer.fired("force_of_ended_virtual_ref_is_its_object");
  }

  /** A virtualizable that is virtual has no other copy of its fields. */
  private forceVirtualizable(op: ResOp, index: number): void {
    const isForce = oopspecOf(op) === "jit.force_virtualizable";
    if (!isForce || !this.optimizer.isVirtual(op.args[index] as Value)) this.emit(op);
    else this.optimizer.fired("force_of_virtual_virtualizable_vanishes");
  }

  private call(op: ResOp): void {
    const oopspec = oopspecOf(op);
    if (oopspec === "raw_malloc_varsize_char") {
      if (this.raw.malloc(op)) this.lastEmitted = REMOVED;
      else this.emit(op);
    } else if (oopspec === "raw_free") {
      if (!this.raw.free(op)) this.emit(op);
    } else this.forceVirtualizable(op, 1);
  }

  private newInstance(op: ResOp): void {
    const { layout } = op.descr as SizeDescr;
    op.forwarded = new InstancePtrInfo(layout, layout, true);
    this.optimizer.fired("new_with_vtable_is_virtual");
  }

  /** A struct has no class that a guard could ask for. */
  private newStruct(op: ResOp): void {
    const { layout } = op.descr as SizeDescr;
    op.forwarded = new InstancePtrInfo(layout, layout, true);
    this.optimizer.fired("new_is_virtual");
  }

  private newArray(op: ResOp, isClear: boolean): void {
    const length = this.optimizer.constantOf(op.args[0] as Value)?.value;
    if (typeof length !== "number" || length < 0 || length > REASONABLE_INDEX_MAX) {
      this.emit(op);
      return;
    }
    op.args[0] = constOf("i", length);
    const descr = op.descr as ArrayDescr;
    if (descr.struct !== null) {
      if (!isClear) throw new InvalidLoop("an array of structs is made by new_array_clear");
      op.forwarded = new StructArrayInfo(descr, length);
      this.optimizer.fired("new_array_of_structs_is_virtual");
      return;
    }
    const bound = IntBound.constant(length);
    op.forwarded = new ArrayPtrInfo(descr, bound, { virtual: true, isClear });
    this.optimizer.fired("new_array_of_constant_length_is_virtual");
  }

  private getinteriorfield(op: ResOp): void {
    const info = this.optimizer.virtualInfo(op.args[0] as Value);
    const index = this.optimizer.constantOf(op.args[1] as Value)?.value;
    if (!(info instanceof StructArrayInfo) || typeof index !== "number") {
      this.emitAccess(op);
      return;
    }
    const value = info.fieldAt(index, op.descr as InteriorFieldDescr);
    if (value === null) throw new InvalidLoop("a field of a virtual array that was never set");
    this.optimizer.makeEqualTo(op, value);
    this.optimizer.fired("getinteriorfield_of_virtual_is_its_field");
  }

  private setinteriorfield(op: ResOp): void {
    const info = this.optimizer.virtualInfo(op.args[0] as Value);
    const index = this.optimizer.constantOf(op.args[1] as Value)?.value;
    if (!(info instanceof StructArrayInfo) || typeof index !== "number") {
      this.emitAccess(op);
      return;
    }
    const value = replacementOf(op.args[2] as Value);
    const isInside = info.setField(index, op.descr as InteriorFieldDescr, value);
    this.optimizer.fired(
      isInside
        ? "setinteriorfield_of_virtual_is_remembered"
        : "setinteriorfield_outside_of_virtual_vanishes",
    );
  }

  /** An access of an object that is not virtual: at least it is an object. */
  private emitAccess(op: ResOp): void {
    this.optimizer.makeNonnull(op.args[0] as Value);
    this.emit(op);
  }

  private getfield(op: ResOp): void {
    const info = this.optimizer.virtualInfo(op.args[0] as Value);
    if (!(info instanceof InstancePtrInfo)) {
      this.emitAccess(op);
      return;
    }
    const field = op.descr as FieldDescr;
    const value = knownValue(info.fields.get(field));
    this.optimizer.makeEqualTo(op, value ?? constOf(field.kind, zeroOf(field.kind)));
    this.optimizer.fired(
      value === null ? "getfield_of_unset_field_is_zero" : "getfield_of_virtual_is_its_content",
    );
  }

  private setfield(op: ResOp): void {
    const [object, value] = op.args as [Value, Value];
    const info = this.optimizer.virtualInfo(object);
    if (!(info instanceof InstancePtrInfo)) {
      this.emitAccess(op);
      return;
    }
    info.fields.set(op.descr as FieldDescr, replacementOf(value));
    this.optimizer.fired("setfield_of_virtual_is_remembered");
  }

  private arrayLength(op: ResOp): void {
    const info = this.optimizer.virtualInfo(op.args[0] as Value);
    if (!(info instanceof ArrayPtrInfo || info instanceof StructArrayInfo)) {
      this.emitAccess(op);
      return;
    }
    const isPlain = info instanceof ArrayPtrInfo;
    this.optimizer.makeConstantInt(op, isPlain ? info.lengthValue : info.length);
    this.optimizer.fired("arraylen_of_virtual_is_its_length");
  }

  /** The virtual array that is accessed at a constant index, or null. */
  private accessedVirtual(op: ResOp): { info: ArrayPtrInfo; index: number } | null {
    const info = this.optimizer.virtualInfo(op.args[0] as Value);
    const index = this.optimizer.constantOf(op.args[1] as Value)?.value;
    if (!(info instanceof ArrayPtrInfo) || typeof index !== "number") return null;
    return { info, index };
  }

  private getitem(op: ResOp): void {
    const virtual = this.accessedVirtual(op);
    if (virtual === null) {
      this.emitAccess(op);
      return;
    }
    const { info, index } = virtual;
    const value = info.itemAt(index);
    if (value === null) throw new InvalidLoop("an item of a virtual array that was never set");
    this.optimizer.makeEqualTo(op, value);
    this.optimizer.fired("getarrayitem_of_virtual_is_its_item");
  }

  /** A store outside of the array is never reached: it vanishes. */
  private setitem(op: ResOp): void {
    const virtual = this.accessedVirtual(op);
    if (virtual === null) {
      this.emitAccess(op);
      return;
    }
    const { info, index } = virtual;
    if (!info.hasIndex(index)) {
      this.optimizer.fired("setarrayitem_outside_of_virtual_vanishes");
      return;
    }
    info.items.set(index, replacementOf(op.args[2] as Value));
    this.optimizer.fired("setarrayitem_of_virtual_is_remembered");
  }
}
