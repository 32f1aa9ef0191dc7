/**
 * Intervals of integers: comparisons whose outcome is known vanish, overflow checks that cannot
 * fail become plain operations, and guards teach bounds to the operands of what they check.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/intbounds.py.
 */

import type { Int } from "../base/int.ts";
import { int_add, isInt } from "../base/int.ts";
import type { ArrayDescr, CallDescr, FieldDescr } from "../trace/descr.ts";
import type { OpName } from "../trace/ops.ts";
import type { ResOp, Value } from "../trace/values.ts";
import { ConstInt } from "../trace/values.ts";
import { replacementOf } from "./boxes.ts";
import { propagateBackward } from "./ints/bounds-backward.ts";
import { InvalidLoop } from "./context.ts";
import { ArrayPtrInfo } from "./info.ts";
import { IntBound } from "./ints/int-bound.ts";
import type { Optimizer } from "./optimizer.ts";
import { Pass, REMOVED } from "./pass.ts";
import { learnFromIndex, learnLength } from "./strings/string-length.ts";

type BoundRule = (a: IntBound, b: IntBound) => IntBound;

/** Bounds of results; a result that may wrap teaches nothing. */
const ARITHMETIC: Partial<Record<OpName, BoundRule>> = {
  int_add: (a, b) => a.add(b),
  int_sub: (a, b) => a.sub(b),
  int_mul: (a, b) => a.mul(b),
  int_and: (a, b) => a.and(b),
  int_or: (a, b) => a.orXor(b),
  int_xor: (a, b) => a.orXor(b),
  int_lshift: (a, b) => a.leftShift(b),
  int_rshift: (a, b) => a.rightShift(b),
  uint_rshift: (a, b) => a.unsignedRightShift(b),
  int_neg: (a) => a.negate(),
  int_invert: (a) => a.invert(),
  int_force_ge_zero: (a) => new IntBound(a.lower > 0n ? a.lower : 0n, a.upper > 0n ? a.upper : 0n),
};

const OVERFLOWING: Partial<Record<OpName, readonly [plain: OpName, rule: BoundRule]>> = {
  int_add_ovf: ["int_add", (a, b) => a.add(b)],
  int_sub_ovf: ["int_sub", (a, b) => a.sub(b)],
  int_mul_ovf: ["int_mul", (a, b) => a.mul(b)],
};

/** What a comparison gives, when the bounds tell. */
type Verdict = (a: IntBound, b: IntBound, isSameBox: boolean) => boolean | null;

const lessThan: Verdict = (a, b, isSame) => {
  if (a.isKnownLessThan(b)) return true;
  return isSame || b.isKnownAtMost(a) ? false : null;
};
const atMost: Verdict = (a, b, isSame) => {
  if (isSame || a.isKnownAtMost(b)) return true;
  return b.isKnownLessThan(a) ? false : null;
};
const equal: Verdict = (a, b, isSame) => {
  if (isSame || (a.isConstant && b.isConstant && a.lower === b.lower)) return true;
  return a.isKnownDisjoint(b) ? false : null;
};
const not = (verdict: boolean | null) => (verdict === null ? null : !verdict);
/** Unsigned comparisons are signed ones when both operands are known to be in one half. */
const unsigned =
  (verdict: Verdict): Verdict =>
  (a, b, isSame) => {
    if (isSame || (a.isNonnegative && b.isNonnegative)) return verdict(a, b, isSame);
    if (a.isNonnegative && b.upper < 0n)
      return verdict(new IntBound(0n, 0n), new IntBound(1n, 1n), false);
    if (a.upper < 0n && b.isNonnegative)
      return verdict(new IntBound(1n, 1n), new IntBound(0n, 0n), false);
    return null;
  };
const flip =
  (verdict: Verdict): Verdict =>
  (a, b, isSame) =>
    verdict(b, a, isSame);

const COMPARISONS: Partial<Record<OpName, Verdict>> = {
  int_lt: lessThan,
  int_le: atMost,
  int_gt: flip(lessThan),
  int_ge: flip(atMost),
  int_eq: equal,
  int_ne: (a, b, isSame) => not(equal(a, b, isSame)),
  uint_lt: unsigned(lessThan),
  uint_le: unsigned(atMost),
  uint_gt: unsigned(flip(lessThan)),
  uint_ge: unsigned(flip(atMost)),
};

const CALLS: readonly OpName[] = ["call_pure_i", "call_i"];

export class IntBoundsPass extends Pass {
  constructor(optimizer: Optimizer) {
    super(optimizer);
    for (const opname of Object.keys(ARITHMETIC) as OpName[]) {
      this.handlers[opname] = (op) => this.arithmetic(op, ARITHMETIC[opname] as BoundRule);
    }
    for (const opname of Object.keys(COMPARISONS) as OpName[]) {
      this.handlers[opname] = (op) => this.compare(op, COMPARISONS[opname] as Verdict);
    }
    for (const [opname, [plain, rule]] of Object.entries(OVERFLOWING)) {
      this.handlers[opname as OpName] = (op) => this.overflowing(op, plain, rule);
    }
    this.handlers.int_lshift = (op) => this.leftShift(op);
    this.handlers.int_add = (op) => this.add(op);
    this.handlers.guard_no_overflow = (op) => this.guardNoOverflow(op);
    this.handlers.guard_overflow = (op) => this.guardOverflow(op);
    this.handle(["guard_true", "guard_false", "guard_value"], (op) => this.guard(op));
    this.handle(["int_is_true", "int_is_zero"], (op) => this.truth(op));
    this.handle(CALLS, (op) => this.call(op));
    this.handlers.arraylen_gc = (op) => this.length(op);
    this.handle(["strlen", "unicodelen"], (op) => this.stringLength(op));
    this.handle(["strgetitem", "unicodegetitem"], (op) => this.character(op));
    this.handle(["getfield_gc_i", "getfield_raw_i"], (op) => this.load(op));
    this.handle(["getarrayitem_gc_i", "getarrayitem_gc_pure_i"], (op) => this.load(op));
    this.handlers.int_signext = (op) => this.signExtend(op);
  }

  private boundsOf(op: ResOp): [IntBound, IntBound] {
    const [a, b] = op.args as [Value, Value | undefined];
    return [this.optimizer.bound(a), b === undefined ? new IntBound() : this.optimizer.bound(b)];
  }

  private learn(op: Value, bound: IntBound): void {
    if (bound.isBounded) this.optimizer.narrow(op, bound);
  }

  private arithmetic(op: ResOp, rule: BoundRule): void {
    this.emit(op);
    const [a, b] = this.boundsOf(op);
    this.learn(op, rule(a, b));
  }

  /** A left shift that loses no bits is undone by a right shift. */
  private leftShift(op: ResOp): void {
    const rule = ARITHMETIC.int_lshift as BoundRule;
    this.arithmetic(op, rule);
    const [value, count] = op.args as [Value, Value];
    const [a, b] = this.boundsOf(op);
    if (rule(a, b).isBounded) this.optimizer.pure?.remember("int_rshift", [op, count], value);
  }

  /** A constant added to a sum with a constant: both constants are added to the first operand. */
  private add(op: ResOp): void {
    const rule = ARITHMETIC.int_add as BoundRule;
    if (op.args.some((arg) => this.optimizer.isRawAddress(arg))) {
      this.emit(op);
      return;
    }
    const outer = this.splitSum(op);
    const inner = outer && this.splitSum(this.optimizer.asOperation(replacementOf(outer.box)));
    if (!outer || !inner) {
      this.arithmetic(op, rule);
      return;
    }
    const total = new ConstInt(int_add(inner.constant, outer.constant));
    this.arithmetic(this.optimizer.replaceOp(op, "int_add", [inner.box, total]), rule);
  }

  /** The operands of `box + constant`, in either order. */
  private splitSum(op: ResOp | null): { box: Value; constant: Int } | null {
    if (op?.opname !== "int_add") return null;
    const [a, b] = op.args.map((arg) => this.optimizer.constantOf(arg)?.value ?? null);
    if (isInt(b) && !isInt(a)) return { box: op.args[0] as Value, constant: b };
    return isInt(a) && !isInt(b) ? { box: op.args[1] as Value, constant: a } : null;
  }

  private compare(op: ResOp, verdict: Verdict): void {
    const [a, b] = this.boundsOf(op);
    const [left, right] = op.args.map(replacementOf);
    const result = verdict(a, b, left === right && !left?.isConst);
    if (result === null || op.args.some((arg) => isAddress(replacementOf(arg)))) this.emit(op);
    else this.optimizer.makeConstantInt(op, result ? 1 : 0);
  }

  private truth(op: ResOp): void {
    const nullness = this.optimizer.nullness(op.args[0] as Value);
    const isZero = nullness === "null";
    if (nullness === "unknown") this.emit(op);
    else this.optimizer.makeConstantInt(op, isZero === (op.opname === "int_is_zero") ? 1 : 0);
  }

  private overflowing(op: ResOp, plain: OpName, rule: BoundRule): void {
    const [a, b] = this.boundsOf(op);
    const bound = rule(a, b);
    if (bound.isBounded) {
      this.emit(this.optimizer.replaceOp(op, plain, op.args));
      this.learn(op, bound);
      return;
    }
    const [left, right] = op.args.map(replacementOf);
    if (op.opname === "int_sub_ovf" && left === right) {
      this.optimizer.makeConstantInt(op, 0);
      this.lastEmitted = REMOVED;
    } else this.emit(op);
  }

  private guardNoOverflow(op: ResOp): void {
    const last = this.lastEmitted;
    if (last === null || last === REMOVED) return;
    const known = OVERFLOWING[last.opname];
    if (known === undefined) return;
    const [plain, rule] = known;
    this.emit(op);
    const [a, b] = this.boundsOf(last);
    this.optimizer.narrow(last, rule(a, b));
    this.rememberInverse(last, plain);
  }

  /** Without overflow, sums and differences can be undone. */
  private rememberInverse(op: ResOp, plain: OpName): void {
    const { pure } = this.optimizer;
    const [a, b] = op.args as [Value, Value];
    pure?.remember(plain, op.args, op);
    if (plain === "int_add") {
      pure?.remember("int_sub", [op, b], a);
      pure?.remember("int_sub", [op, a], b);
    } else if (plain === "int_sub") {
      pure?.remember("int_add", [op, b], a);
      pure?.remember("int_sub", [a, op], b);
    }
  }

  private guardOverflow(op: ResOp): void {
    const last = this.lastEmitted;
    if (last === null || last === REMOVED || OVERFLOWING[last.opname] === undefined)
      throw new InvalidLoop("an overflow that cannot happen is guarded");
    this.emit(op);
  }

  private guard(op: ResOp): void {
    const checked = replacementOf(op.args[0] as Value);
    this.emit(op);
    if (checked.kind === "i") propagateBackward(this.optimizer, checked);
  }

  private call(op: ResOp): void {
    this.emit(op);
    const descr = op.descr as CallDescr;
    const { oopspec } = descr.effect;
    if (descr.resultKind === "b") this.learn(op, new IntBound(0n, 1n));
    const [a, b] = op.args
      .slice(1)
      .map((arg) => (arg.kind === "i" ? this.optimizer.bound(arg) : null));
    if (!a || !b) return;
    if (oopspec === "int.py_div") this.learn(op, a.pyDiv(b));
    if (oopspec === "int.py_mod") this.learn(op, a.pyMod(b));
  }

  private length(op: ResOp): void {
    this.emit(op);
    this.optimizer.bound(op).makeAtLeast(0n);
    const info = this.optimizer.ptrInfo(op.args[0] as Value);
    if (info instanceof ArrayPtrInfo) this.learn(op, info.length);
  }

  private stringLength(op: ResOp): void {
    this.emit(op);
    learnLength(this.optimizer, op, op.opname === "unicodelen");
  }

  /** Characters of bytes strings are bytes, code points are not negative. */
  private character(op: ResOp): void {
    this.emit(op);
    learnFromIndex(this.optimizer, op);
    this.learn(op, op.opname === "strgetitem" ? new IntBound(0n, 255n) : new IntBound(0n));
  }

  /** What the guest holds as a boolean is 0 or 1. */
  private load(op: ResOp): void {
    this.emit(op);
    const descr = op.descr as FieldDescr | ArrayDescr;
    if (descr.isBool) this.learn(op, new IntBound(0n, 1n));
  }

  private signExtend(op: ResOp): void {
    const [value, bytes] = op.args as [Value, Value];
    const count = this.optimizer.constantOf(bytes)?.value;
    const half = 1n << (BigInt(count as number) * 8n - 1n);
    const bound = new IntBound(-half, half - 1n);
    if (bound.containsBound(this.optimizer.bound(value))) {
      this.optimizer.makeEqualTo(op, value);
      return;
    }
    this.emit(op);
    this.learn(op, bound);
  }
}

function isAddress(value: Value): boolean {
  return value.isConst && value.kind === "i" && typeof value.value === "object";
}
