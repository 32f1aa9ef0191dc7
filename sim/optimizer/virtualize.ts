/**
 * Virtuals: an allocation is not emitted; its fields or items are kept in the optimizer until
 * something needs the real object (see force.ts).
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/virtualize.py.
 */

import type { ArrayDescr, FieldDescr, SizeDescr } from "../trace/descr.ts";
import { zeroOf } from "../trace/heap-access.ts";
import type { Kind, Value } from "../trace/values.ts";
import { CONST_NULL, constOf, ResOp } from "../trace/values.ts";
import { VIRTUAL_REF_INFO } from "../trace/virtual-ref-info.ts";
import { replacementOf } from "./boxes.ts";
import { InvalidLoop } from "./context.ts";
import { ArrayPtrInfo, InstancePtrInfo, knownValue } from "./info.ts";
import { IntBound } from "./ints/int-bound.ts";
import type { Optimizer } from "./optimizer.ts";
import { Pass } from "./pass.ts";

/** Longer arrays are never virtual: their items would all go into resume data. */
const MAX_VIRTUAL_LENGTH = 1 << 12;

export class VirtualizePass extends Pass {
  /** The guard_not_forced_2 of the finish that comes. */
  private finishGuard: ResOp | null = null;

  constructor(optimizer: Optimizer) {
    super(optimizer);
    this.handlers.new_with_vtable = (op) => this.newInstance(op);
    this.handle(["new_array", "new_array_clear"], (op) => this.newArray(op));
    this.handle(["getfield_gc_i", "getfield_gc_r", "getfield_gc_f"], (op) => this.getfield(op));
    this.handlers.setfield_gc = (op) => this.setfield(op);
    this.handlers.arraylen_gc = (op) => this.arrayLength(op);
    this.handle(["getarrayitem_gc_i", "getarrayitem_gc_r", "getarrayitem_gc_f"], (op) =>
      this.getitem(op),
    );
    this.handle(
      ["getarrayitem_gc_pure_i", "getarrayitem_gc_pure_r", "getarrayitem_gc_pure_f"],
      (op) => this.getitem(op),
    );
    this.handlers.setarrayitem_gc = (op) => this.setitem(op);
    this.handlers.virtual_ref = (op) => this.virtualRef(op);
    this.handlers.virtual_ref_finish = (op) => this.virtualRefFinish(op);
    this.handlers.guard_not_forced_2 = (op) => {
      this.finishGuard = op;
    };
    this.handlers.finish = (op) => this.finish(op);
  }

  private newInstance(op: ResOp): void {
    const { layout } = op.descr as SizeDescr;
    op.forwarded = new InstancePtrInfo(layout, layout, true);
  }

  /**
   * A reference is a virtual struct of its own: that it must be allocated makes nobody allocate the
   * object that it stands for.
   */
  private virtualRef(op: ResOp): void {
    const { layout, virtualToken, forced } = VIRTUAL_REF_INFO;
    const reference = this.optimizer.replaceOp(op, "new_with_vtable", [], layout.sizeDescr);
    const info = new InstancePtrInfo(layout, layout, true);
    reference.forwarded = info;
    const token = new ResOp("force_token", []);
    info.fields.set(virtualToken, token);
    info.fields.set(forced, CONST_NULL);
    this.emit(token);
  }

  /** Its end, or (with an object) the moment from which that is real. */
  private virtualRefFinish(op: ResOp): void {
    const [reference, object] = op.args as [Value, Value];
    const { virtualToken, forced } = VIRTUAL_REF_INFO;
    const store = (field: FieldDescr, value: Value): void =>
      this.optimizer.send(new ResOp("setfield_gc", [reference, value], field));
    if (!object.isConst || object.value !== null) store(forced, object);
    store(virtualToken, CONST_NULL);
  }

  /** The guard is made after what the finish needs has been allocated, and stands before it. */
  private finish(op: ResOp): void {
    this.emit(op);
    if (this.finishGuard !== null) this.optimizer.insertBeforeLast(this.finishGuard);
  }

  private newArray(op: ResOp): void {
    const length = this.optimizer.constantOf(op.args[0] as Value)?.value;
    if (typeof length !== "number" || length < 0 || length > MAX_VIRTUAL_LENGTH) {
      this.emit(op);
      return;
    }
    op.args[0] = constOf("i", length);
    op.forwarded = new ArrayPtrInfo(op.descr as ArrayDescr, IntBound.constant(length), true);
  }

  private getfield(op: ResOp): void {
    const info = this.optimizer.virtualInfo(op.args[0] as Value);
    if (!(info instanceof InstancePtrInfo)) {
      this.emit(op);
      return;
    }
    const field = op.descr as FieldDescr;
    this.replaceBy(op, knownValue(info.fields.get(field)), field.kind);
  }

  /** The operation's result is a virtual's content; one never set is zero. */
  private replaceBy(op: ResOp, value: Value | null, kind: Kind): void {
    this.optimizer.makeEqualTo(op, value ?? constOf(kind, zeroOf(kind)));
  }

  private setfield(op: ResOp): void {
    const [object, value] = op.args as [Value, Value];
    const info = this.optimizer.virtualInfo(object);
    if (info instanceof InstancePtrInfo) {
      info.fields.set(op.descr as FieldDescr, replacementOf(value));
      return;
    }
    this.emit(op);
  }

  private arrayLength(op: ResOp): void {
    const info = this.optimizer.virtualInfo(op.args[0] as Value);
    if (info instanceof ArrayPtrInfo) this.optimizer.makeConstantInt(op, info.lengthValue);
    else this.emit(op);
  }

  /** The virtual array that is accessed at a constant index, or null. */
  private accessedVirtual(op: ResOp): { info: ArrayPtrInfo; index: number } | null {
    const info = this.optimizer.virtualInfo(op.args[0] as Value);
    const index = this.optimizer.constantOf(op.args[1] as Value)?.value;
    if (!(info instanceof ArrayPtrInfo) || typeof index !== "number") return null;
    if (index < 0 || index >= info.lengthValue) {
      throw new InvalidLoop(`${op.opname}: index ${index} is outside of a virtual array`);
    }
    return { info, index };
  }

  private getitem(op: ResOp): void {
    const virtual = this.accessedVirtual(op);
    if (virtual === null) this.emit(op);
    else {
      const { info, index } = virtual;
      this.replaceBy(op, knownValue(info.items.get(index)), info.descr.itemKind);
    }
  }

  private setitem(op: ResOp): void {
    const virtual = this.accessedVirtual(op);
    if (virtual === null) this.emit(op);
    else virtual.info.items.set(virtual.index, replacementOf(op.args[2] as Value));
  }
}
