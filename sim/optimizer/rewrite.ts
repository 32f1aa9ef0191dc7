/**
 * Rewriting: algebraic identities, comparisons with what is known, guards that are already known to
 * hold or that strengthen an earlier one, loop-invariant calls, division by constants.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/rewrite.py.
 */

import type { Float } from "../base/float.ts";
import { floatToBits } from "../base/float.ts";
import type { CallDescr } from "../trace/descr.ts";
import type { OpName } from "../trace/ops.ts";
import { opForKind } from "../trace/ops.ts";
import type { Const, ResOp, Value } from "../trace/values.ts";
import { ConstFloat } from "../trace/values.ts";
import { replacementOf } from "./boxes.ts";
import { divideByConstant } from "./ints/division.ts";
import type { Known } from "./info.ts";
import type { Optimizer } from "./optimizer.ts";
import { Pass, REMOVED } from "./pass.ts";
import { GuardRules } from "./guards/rewrite-guards.ts";
import { INT_RULES, rememberInverses } from "./ints/rewrite-integers.ts";
import { optimizeArrayCopy } from "./virtuals/array-copy.ts";
import type { ShortBoxes } from "./unrolling/short-boxes.ts";
import type { LoopInvariants } from "./stage.ts";

const CALL_PURE: readonly OpName[] = ["call_pure_i"];
const LOOP_INVARIANT: readonly OpName[] = [
  "call_loopinvariant_i",
  "call_loopinvariant_r",
  "call_loopinvariant_f",
  "call_loopinvariant_n",
];

/** The comparison that is true exactly when the other is false, on the same operands. */
const OPPOSITE: Partial<Record<OpName, OpName>> = {
  int_eq: "int_ne",
  int_ne: "int_eq",
  int_lt: "int_ge",
  int_ge: "int_lt",
  int_le: "int_gt",
  int_gt: "int_le",
  uint_lt: "uint_ge",
  uint_ge: "uint_lt",
  uint_le: "uint_gt",
  uint_gt: "uint_le",
  ptr_eq: "ptr_ne",
  ptr_ne: "ptr_eq",
  int_is_true: "int_is_zero",
  int_is_zero: "int_is_true",
};

/** The comparison that gives the same with its operands swapped. */
const SWAPPED: Partial<Record<OpName, OpName>> = {
  int_eq: "int_eq",
  int_ne: "int_ne",
  int_lt: "int_gt",
  int_gt: "int_lt",
  int_le: "int_ge",
  int_ge: "int_le",
  uint_lt: "uint_gt",
  uint_gt: "uint_lt",
  uint_le: "uint_ge",
  uint_ge: "uint_le",
  ptr_eq: "ptr_eq",
  ptr_ne: "ptr_ne",
};

export class RewritePass extends Pass implements LoopInvariants {
  private readonly invariants = new Map<unknown, { fn: Const; op: ResOp | null; result: Known }>();
  private readonly guards: GuardRules;

  constructor(optimizer: Optimizer) {
    super(optimizer);
    this.guards = new GuardRules(optimizer, (op) => this.emit(op));
    Object.assign(this.handlers, this.guards.handlers);
    for (const [opname, rule] of Object.entries(INT_RULES)) {
      this.handlers[opname as OpName] = (op) => {
        if (!rule(optimizer, op, (changed) => optimizer.send(changed))) this.emit(op);
      };
    }
    this.handle(["same_as_i", "same_as_r", "same_as_f"], (op) => this.sameAs(op));
    this.handle(["ptr_eq", "instance_ptr_eq"], (op) => this.comparePointers(op, true));
    this.handle(["ptr_ne", "instance_ptr_ne"], (op) => this.comparePointers(op, false));
    this.handle(["float_mul"], (op) => this.multiplyFloats(op));
    this.handle(["float_truediv"], (op) => this.divideFloats(op));
    this.handle(LOOP_INVARIANT, (op) => this.loopInvariant(op));
    this.handle(CALL_PURE, (op) => this.callPure(op));
    this.handlers.call_n = (op) => this.callArrayCopy(op);
    this.handle(["cond_call"], (op) => this.condCall(op));
    this.handle(["cond_call_value_i", "cond_call_value_r"], (op) => this.condCallValue(op));
    this.handle(["assert_not_none"], (op) => optimizer.makeNonnull(op.args[0] as Value));
    this.handle(["record_exact_class"], (op) => this.recordExactClass(op));
    this.handle(["record_exact_value_i", "record_exact_value_r"], (op) => this.recordValue(op));
    this.handlers.guard_future_condition = (op) => {
      optimizer.patchGuard = op;
    };
    this.handlers.guard_no_exception = (op) => {
      if (this.lastEmitted !== REMOVED) this.emit(op);
    };
  }

  override forward(op: ResOp): void {
    if (op.info.isBool && this.knowsOpposite(op)) return;
    super.forward(op);
  }

  override emit(op: ResOp): void {
    super.emit(op);
    rememberInverses(this.optimizer, op);
  }

  /** A comparison whose opposite, or whose swapped form, has a known result. */
  private knowsOpposite(op: ResOp): boolean {
    const { pure } = this.optimizer;
    if (pure === null) return false;
    const opposite = OPPOSITE[op.opname];
    const args = op.args;
    if (opposite !== undefined && this.isOppositeOf(op, pure.lookup(opposite, args))) return true;
    const swapped = SWAPPED[op.opname];
    if (swapped === undefined) return false;
    const reversed = [args[1] as Value, args[0] as Value];
    const same = pure.lookup(swapped, reversed);
    if (same !== null) {
      this.optimizer.makeEqualTo(op, same);
      return true;
    }
    const both = OPPOSITE[swapped];
    return both !== undefined && this.isOppositeOf(op, pure.lookup(both, reversed));
  }

  private isOppositeOf(op: ResOp, known: Value | null): boolean {
    const constant = known === null ? null : this.optimizer.constantOf(known);
    if (constant === null) return false;
    this.optimizer.makeConstantInt(op, constant.value === 0 ? 1 : 0);
    return true;
  }

  private sameAs(op: ResOp): void {
    this.optimizer.makeEqualTo(op, op.args[0] as Value);
  }

  private comparePointers(op: ResOp, isEqual: boolean): void {
    const [a, b] = op.args.map(replacementOf) as [Value, Value];
    const verdict = this.sameObject(a, b);
    if (verdict === null) this.emit(op);
    else this.optimizer.makeConstantInt(op, verdict === isEqual ? 1 : 0);
  }

  /** Whether two references are the same object, if that is known. */
  private sameObject(a: Value, b: Value): boolean | null {
    if (a === b) return true;
    if (a.isConst && b.isConst) return a.value === b.value;
    if (this.optimizer.isVirtual(a) || this.optimizer.isVirtual(b)) return false;
    const [nullA, nullB] = [this.optimizer.nullness(a), this.optimizer.nullness(b)];
    if ((nullA === "null" && nullB === "nonnull") || (nullA === "nonnull" && nullB === "null")) {
      return false;
    }
    const [classA, classB] = [this.optimizer.knownClass(a), this.optimizer.knownClass(b)];
    return classA !== null && classB !== null && classA !== classB ? false : null;
  }

  // Floats.

  private floatConstant(value: Value): number | null {
    const box = replacementOf(value);
    return box.isConst && box.kind === "f" ? box.value : null;
  }

  private multiplyFloats(op: ResOp): void {
    const [a, b] = op.args as [Value, Value];
    for (const [constant, other] of [
      [this.floatConstant(a), b],
      [this.floatConstant(b), a],
    ] as const) {
      if (constant === 1) {
        this.optimizer.makeEqualTo(op, other);
        return;
      }
      if (constant === -1) {
        this.emit(this.optimizer.replaceOp(op, "float_neg", [other]));
        return;
      }
    }
    this.emit(op);
  }

  /** Division by a power of two is multiplication by its exact reciprocal. */
  private divideFloats(op: ResOp): void {
    const [a, b] = op.args as [Value, Value];
    const divisor = this.floatConstant(b);
    if (divisor === null || !isPowerOfTwo(divisor)) {
      this.emit(op);
      return;
    }
    const reciprocal = new ConstFloat((1 / divisor) as Float);
    this.optimizer.send(this.optimizer.replaceOp(op, "float_mul", [a, reciprocal]));
  }

  // Calls.

  private loopInvariant(op: ResOp): void {
    const fn = this.optimizer.constantOf(op.args[0] as Value);
    const key = fn?.value ?? null;
    const known = this.invariants.get(key);
    if (known !== undefined) {
      known.result = this.optimizer.useKnown(known.result);
      this.optimizer.makeEqualTo(op, known.result);
      this.lastEmitted = REMOVED;
      return;
    }
    const call = this.optimizer.replaceOp(op, opForKind("call", op.kind), op.args, op.descr);
    this.emit(call);
    if (fn !== null) this.invariants.set(key, { fn, op: call, result: call });
  }

  importCall(fn: Const, result: Known): void {
    this.invariants.set(fn.value, { fn, op: null, result });
  }

  *knownCalls(): Iterable<readonly [Const, Known]> {
    for (const { fn, op, result } of this.invariants.values()) {
      if (op?.kind !== "v") yield [fn, result];
    }
  }

  private callPure(op: ResOp): void {
    const { oopspec } = (op.descr as CallDescr).effect;
    const isDivision = oopspec === "int.py_div" || oopspec === "int.py_mod";
    const result = isDivision ? divideByConstant(this.optimizer, op, oopspec) : null;
    if (result === null) {
      this.emit(op);
      return;
    }
    this.optimizer.makeEqualTo(op, result);
    this.lastEmitted = REMOVED;
  }

  private callArrayCopy(op: ResOp): void {
    if (!optimizeArrayCopy(this.optimizer, op)) this.emit(op);
  }

  private condCall(op: ResOp): void {
    const nullness = this.optimizer.nullness(op.args[0] as Value);
    if (nullness === "null") {
      this.lastEmitted = REMOVED;
      return;
    }
    if (nullness === "unknown") {
      this.emit(op);
      return;
    }
    this.emit(this.optimizer.replaceOp(op, "call_n", op.args.slice(1), op.descr));
  }

  private condCallValue(op: ResOp): void {
    const [first, ...rest] = op.args as [Value, ...Value[]];
    const nullness = this.optimizer.nullness(first);
    if (nullness === "nonnull") {
      this.optimizer.makeEqualTo(op, first);
      this.lastEmitted = REMOVED;
    } else if (nullness === "null") {
      const call = opForKind("call_pure", op.kind);
      this.optimizer.send(this.optimizer.replaceOp(op, call, rest, op.descr));
    } else this.emit(op);
  }

  // What the interpreter promises.

  private recordExactClass(op: ResOp): void {
    const layout = replacementOf(op.args[1] as Value);
    const isLayout = layout.isConst && typeof layout.value === "object" && layout.kind === "i";
    if (isLayout && "sizeDescr" in layout.value) {
      this.optimizer.makeConstantClass(op.args[0] as Value, layout.value, false);
    }
  }

  private recordValue(op: ResOp): void {
    const constant = replacementOf(op.args[1] as Value);
    if (constant.isConst) this.optimizer.makeConstant(op.args[0] as Value, constant);
  }

  override produceShortOps(boxes: ShortBoxes): void {
    for (const { op } of this.invariants.values()) {
      if (op !== null && op.kind !== "v") boxes.addLoopInvariant(op);
    }
  }
}

/** Whether 1 / value is exact and finite: no bit of the mantissa but the leading one. */
function isPowerOfTwo(value: number): boolean {
  const bits = floatToBits(value);
  const exponent = (bits >> 52n) & 0x7ffn;
  return (bits & ((1n << 52n) - 1n)) === 0n && exponent > 0n && exponent < 0x7fdn;
}
