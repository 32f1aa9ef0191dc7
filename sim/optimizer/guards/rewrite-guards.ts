/**
 * Guards: one that is known to hold vanishes, one that cannot hold makes the loop invalid, one that
 * strengthens an earlier guard on the same box takes its place (guard_nonnull + guard_class become
 * guard_nonnull_class where the guard_nonnull stood).
 *
 * Counterpart: optimize_GUARD_* in rpython/jit/metainterp/optimizeopt/rewrite.py.
 */

import { assert } from "../../base/assert.ts";
import type { ClassLayout } from "../../trace/descr.ts";
import type { OpName } from "../../trace/ops.ts";
import type { Const, Value } from "../../trace/values.ts";
import { ConstAddr, ConstInt, CONST_NULL, ResOp, sameConst } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import { InvalidLoop } from "../context.ts";
import type { PtrInfo } from "../info.ts";
import { CarriedPtrInfo, InstancePtrInfo } from "../info.ts";
import type { Optimizer } from "../optimizer.ts";
import { isAtHeader } from "./guard-emitter.ts";

type Handler = (op: ResOp) => void;

/** The class that a guard checks for. */
function layoutArg(op: ResOp): ClassLayout {
  const constant = op.args[1];
  const isLayout = constant instanceof ConstAddr && "sizeDescr" in constant.value;
  assert(isLayout, "no class to check:", op.opname);
  return constant.value as ClassLayout;
}

function layoutOf(info: PtrInfo | null): ClassLayout | null {
  return info instanceof InstancePtrInfo ? info.layout : null;
}

export class GuardRules {
  readonly handlers: Partial<Record<OpName, Handler>>;
  private readonly optimizer: Optimizer;
  private readonly emit: Handler;

  constructor(optimizer: Optimizer, emit: Handler) {
    this.optimizer = optimizer;
    this.emit = emit;
    this.handlers = {
      guard_true: (op) => this.guardTruth(op, 1),
      guard_false: (op) => this.guardTruth(op, 0),
      guard_nonnull: (op) => this.guardNonnull(op),
      guard_isnull: (op) => this.guardIsnull(op),
      guard_class: (op) => this.guardClass(op),
      guard_nonnull_class: (op) => this.guardClass(op),
      guard_subclass: (op) => this.guardSubclass(op),
      guard_is_object: (op) => this.guardIsObject(op),
      guard_gc_type: (op) => this.guardGcType(op),
      guard_value: (op) => this.guardValue(op),
    };
  }

  private fail(op: ResOp): never {
    this.optimizer.fired("guard_that_must_fail");
    throw new InvalidLoop(`a ${op.opname} is known to fail`);
  }

  private guardTruth(op: ResOp, wanted: 0 | 1): void {
    const box = replacementOf(op.args[0] as Value);
    const constant = this.optimizer.constantOf(box);
    if (constant !== null) {
      if (constant.value !== wanted) this.fail(op);
      this.optimizer.fired("guard_truth_known");
      return;
    }
    this.emit(op);
    this.learnTruth(box, wanted);
    this.optimizer.makeConstantInt(box, wanted);
  }

  /** That a value is not 0 is no interval: the opposite test of it is known instead. */
  private learnTruth(box: Value, wanted: 0 | 1): void {
    const test = this.optimizer.asOperation(box);
    const tested = wanted === 1 ? "int_is_true" : "int_is_zero";
    if (test?.opname !== tested) return;
    this.optimizer.fired("guard_truth_of_nonzero");
    const opposite = wanted === 1 ? "int_is_zero" : "int_is_true";
    const known = new ConstInt(1 - wanted);
    this.optimizer.pure?.remember(opposite, [test.args[0] as Value], known);
  }

  private guardNonnull(op: ResOp): void {
    const box = op.args[0] as Value;
    const nullness = this.optimizer.nullness(box);
    if (nullness === "nonnull") {
      this.optimizer.fired("guard_nonnull_known");
      return;
    }
    if (nullness === "null") this.fail(op);
    this.emit(op);
    this.optimizer.makeNonnull(box);
    const info = this.optimizer.ptrInfo(box);
    if (info !== null) this.optimizer.markLastGuard(info);
  }

  private guardIsnull(op: ResOp): void {
    const box = op.args[0] as Value;
    const nullness = this.optimizer.nullness(box);
    if (nullness === "null") {
      this.optimizer.fired("guard_isnull_known");
      return;
    }
    if (nullness === "nonnull") this.fail(op);
    this.emit(op);
    this.optimizer.makeConstant(box, CONST_NULL);
  }

  private checkClass(op: ResOp): boolean {
    const box = op.args[0] as Value;
    if (this.optimizer.nullness(box) === "null") this.fail(op);
    const known = this.optimizer.knownClass(box);
    if (known === null) return false;
    if (known !== layoutArg(op)) this.fail(op);
    this.optimizer.fired("guard_class_known");
    return true;
  }

  private guardClass(op: ResOp): void {
    if (this.checkClass(op)) return;
    const box = op.args[0] as Value;
    const layout = layoutArg(op);
    const info = this.optimizer.ptrInfo(box);
    const old = this.optimizer.lastGuardOf(info);
    const isFree = old === null || isAtHeader(old);
    const replaces = old?.opname === "guard_nonnull" && this.optimizer.guards.mayReplace(old);
    if (info !== null && old !== null && replaces) {
      const stronger = new ResOp("guard_nonnull_class", [
        old.args[0] as Value,
        op.args[1] as Value,
      ]);
      this.optimizer.fired("guard_class_strengthens_guard_nonnull");
      this.optimizer.guards.replaceGuard(stronger, info);
      this.emit(stronger);
    } else this.emit(op);
    this.optimizer.makeConstantClass(box, layout, isFree);
  }

  /** The box is an instance of the class or of one of its subclasses. */
  private guardSubclass(op: ResOp): void {
    const box = op.args[0] as Value;
    const wanted = layoutArg(op);
    const exact = this.optimizer.knownClass(box);
    const info = this.optimizer.ptrInfo(box);
    const atLeast = exact ?? (info instanceof InstancePtrInfo ? info.layout : null);
    if (atLeast?.isSubclassOf(wanted)) {
      this.optimizer.fired("guard_subclass_known");
      return;
    }
    const isOpen = exact === null && (atLeast === null || wanted.isSubclassOf(atLeast));
    if (!isOpen) this.fail(op);
    this.emit(op);
  }

  /** Whether the box holds an object with a class. */
  private guardIsObject(op: ResOp): void {
    const box = op.args[0] as Value;
    const info = this.optimizer.ptrInfo(box);
    const isArray = info instanceof CarriedPtrInfo && !(info instanceof InstancePtrInfo);
    if (this.optimizer.nullness(box) === "null" || isArray) this.fail(op);
    const layout = this.optimizer.knownClass(box) ?? layoutOf(info);
    if (layout?.hasVtable) this.optimizer.fired("guard_is_object_known");
    else if (layout !== null) this.fail(op);
    else this.emit(op);
  }

  /** The box holds exactly this struct. */
  private guardGcType(op: ResOp): void {
    // A type id that is a number is that of an array: nothing is known of it.
    if (!(op.args[1] instanceof ConstAddr)) {
      this.emit(op);
      return;
    }
    const box = op.args[0] as Value;
    if (this.optimizer.nullness(box) === "null") this.fail(op);
    const layout = this.knownType(box);
    if (layout === null) {
      this.emit(op);
      return;
    }
    if (layout !== layoutArg(op)) this.fail(op);
    this.optimizer.fired("guard_gc_type_known");
  }

  private knownType(box: Value): ClassLayout | null {
    const object = this.optimizer.constantOf(box)?.value;
    if (typeof object !== "object" || object === null) return layoutOf(this.optimizer.ptrInfo(box));
    return this.optimizer.ctx.layoutOf(object) ?? null;
  }

  private guardValue(op: ResOp): void {
    const [value, constant] = op.args as [Value, Const];
    const box = replacementOf(value);
    assert(constant.isConst, "guard_value compares with a constant");
    const known = this.optimizer.constantOf(box);
    if (known !== null) {
      if (!sameConst(known, constant)) this.fail(op);
      this.optimizer.fired("guard_value_known");
      return;
    }
    if (box.kind === "r") this.guardReference(op, box, constant);
    else this.guardNumber(op, box, constant);
  }

  private guardNumber(op: ResOp, box: Value, constant: Const): void {
    this.emit(op);
    this.optimizer.makeConstant(box, constant);
  }

  private guardReference(op: ResOp, box: Value, constant: Const): void {
    const info = this.optimizer.ptrInfo(box);
    if (info?.isVirtual || (info !== null && constant.value === null)) this.fail(op);
    const known = info?.knownClass ?? null;
    const real = this.optimizer.knownClass(constant);
    if (known !== null && real !== null && known !== real) this.fail(op);
    const old = this.optimizer.lastGuardOf(info);
    if (info === null || old === null || !this.optimizer.guards.mayReplace(old)) this.emit(op);
    else {
      const stronger = new ResOp("guard_value", [old.args[0] as Value, constant]);
      this.optimizer.fired("guard_value_strengthens_earlier_guard");
      this.optimizer.guards.replaceGuard(stronger, info);
      this.emit(stronger);
    }
    this.optimizer.makeConstant(box, constant);
  }
}
