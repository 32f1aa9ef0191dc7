/**
 * Intervals of integers: comparisons whose outcome is known vanish, overflow checks that cannot
 * fail become plain operations, and guards teach bounds to the operands of what they check.
 *
 * Unsigned comparisons neither follow from bounds nor teach any, in PyPy 7.3.11 and so here.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/intbounds.py.
 * DIFFERS: a result that may have wrapped teaches nothing, also where PyPy believes one end of its
 * interval (int_neg) or believes that it has not wrapped (sums and products, backwards). A guest's
 * booleans are known to be 0 or 1 when loaded or returned, where PyPy knows of a byte.
 */

import type { Int } from "../base/int.ts";
import { INT_MIN, intFromBigint } from "../base/int.ts";
import type { CallDescr } from "../trace/descr.ts";
import type { OpName } from "../trace/ops.ts";
import type { ResOp, Value } from "../trace/values.ts";
import { ConstInt } from "../trace/values.ts";
import { forwardedInfo, replacementOf } from "./boxes.ts";
import { propagateBackward } from "./ints/bounds-backward.ts";
import { InvalidLoop } from "./context.ts";
import { ArrayPtrInfo, InstancePtrInfo } from "./info.ts";
import { BIGINTS } from "./ints/bigint-algebra.ts";
import { signedMax, signedMin } from "./ints/constant-terms.ts";
import { IntBound } from "./ints/int-bound.ts";
import type { Interval } from "./ints/interval-operations.ts";
import * as intervals from "./ints/interval-operations.ts";
import { IntegerRules } from "./ints/rule-matcher.ts";
import type { Optimizer } from "./optimizer.ts";
import { Pass, REMOVED } from "./pass.ts";
import { INTBOUNDS_INT_RULES, NO_OVERFLOW_INT_RULES } from "./rules/integers.ts";
import { learnFromIndex, learnLength } from "./strings/string-length.ts";

const RULES = new IntegerRules(INTBOUNDS_INT_RULES);
const NO_OVERFLOW_RULES = new IntegerRules(NO_OVERFLOW_INT_RULES);

type Range = Interval<bigint>;
type Transfer = (a: Range, b: Range) => Range;

/** The intervals of results; the second operand of a unary operation is the first again. */
const TRANSFERS: Partial<Record<OpName, Transfer>> = {
  int_add: (a, b) => intervals.add(BIGINTS, a, b),
  int_sub: (a, b) => intervals.sub(BIGINTS, a, b),
  int_mul: (a, b) => intervals.mul(BIGINTS, a, b),
  int_and: (a, b) => intervals.and(BIGINTS, a, b),
  int_or: (a, b) => intervals.orXor(BIGINTS, a, b),
  int_xor: (a, b) => intervals.orXor(BIGINTS, a, b),
  int_lshift: (a, b) => intervals.leftShift(BIGINTS, a, b),
  int_rshift: (a, b) => intervals.rightShift(BIGINTS, a, b),
  int_neg: (a) => intervals.negate(BIGINTS, a),
  int_invert: (a) => intervals.invert(BIGINTS, a),
};

const OVERFLOWING: Partial<Record<OpName, readonly [plain: OpName, transfer: Transfer]>> = {
  int_add_ovf: ["int_add", TRANSFERS.int_add as Transfer],
  int_sub_ovf: ["int_sub", TRANSFERS.int_sub as Transfer],
  int_mul_ovf: ["int_mul", TRANSFERS.int_mul as Transfer],
};

/** Operations that load an integer of the size that their descr says. */
const LOADS: readonly OpName[] = [
  "getfield_gc_i",
  "getfield_raw_i",
  "getinteriorfield_gc_i",
  "getarrayitem_gc_i",
  "getarrayitem_gc_pure_i",
  "getarrayitem_raw_i",
];

/** What the guest holds as a boolean. */
const TRUTH_VALUES = { min: 0, max: 1 } as const;

export class IntBoundsPass extends Pass {
  constructor(optimizer: Optimizer) {
    super(optimizer);
    this.handle(RULES.opnames, (op) => this.algebra(op));
    for (const opname of Object.keys(TRANSFERS) as OpName[]) {
      this.handlers[opname] = (op) => this.arithmetic(op);
    }
    this.handle(Object.keys(OVERFLOWING) as OpName[], (op) => this.overflowing(op));
    this.handlers.int_add = (op) => this.add(op);
    this.handlers.int_rshift = (op) => this.rightShift(op);
    this.handlers.int_lshift = (op) => this.leftShift(op);
    this.handlers.int_neg = (op) => this.negate(op);
    this.handlers.guard_no_overflow = (op) => this.guardNoOverflow(op);
    this.handlers.guard_overflow = (op) => this.guardOverflow(op);
    this.handle(["guard_true", "guard_false", "guard_value"], (op) => this.guard(op));
    this.handle(["call_pure_i", "call_i"], (op) => this.call(op));
    this.handlers.arraylen_gc = (op) => this.length(op);
    this.handle(["strlen", "unicodelen"], (op) => this.stringLength(op));
    this.handle(LOADS, (op) => this.load(op));
    this.handle(["strgetitem", "unicodegetitem"], (op) => this.character(op));
    this.handlers.int_signext = (op) => this.signExtend(op);
  }

  private learn(op: Value, range: Range): void {
    if (intervals.isWithin(BIGINTS, range)) this.optimizer.narrow(op, range);
  }

  /** The interval that the result of `op` lies in, whatever the operation is when emitted. */
  private resultOf(op: ResOp, transfer: Transfer): Range {
    const a = this.optimizer.bound(op.args[0] as Value);
    const b = op.args.length > 1 ? this.optimizer.bound(op.args[1] as Value) : a;
    return transfer(a, b);
  }

  /** The rules of rules/integers.ts alone. */
  private algebra(op: ResOp): void {
    if (!this.applyRules(RULES, op)) this.emit(op);
  }

  private arithmetic(op: ResOp): void {
    if (this.applyRules(RULES, op)) return;
    this.emit(op);
    this.learn(op, this.resultOf(op, TRANSFERS[op.opname] as Transfer));
  }

  /** Addresses are no numbers to do sums with. */
  private add(op: ResOp): void {
    if (op.args.some((arg) => this.optimizer.isRawAddress(arg))) {
      this.emit(op);
      return;
    }
    const rewritten = RULES.rewrite(this.optimizer, op);
    const isSum = rewritten !== null && rewritten.value === null;
    const emitted = isSum ? this.optimizer.replaceOp(op, "int_add", rewritten.args) : op;
    this.emit(emitted);
    this.learn(emitted, this.resultOf(emitted, TRANSFERS.int_add as Transfer));
  }

  /** Only one result is possible, mostly 0 or -1, when all bits are shifted out. */
  private rightShift(op: ResOp): void {
    const range = this.resultOf(op, TRANSFERS.int_rshift as Transfer);
    if (range.lower === range.upper) {
      this.optimizer.fired("int_rshift_known");
      this.optimizer.makeConstantInt(op, intFromBigint(range.lower));
    } else this.arithmetic(op);
  }

  /** A left shift that loses no bits is undone by a right shift. */
  private leftShift(op: ResOp): void {
    this.arithmetic(op);
    const range = this.resultOf(op, TRANSFERS.int_lshift as Transfer);
    if (intervals.isWithin(BIGINTS, range)) NO_OVERFLOW_RULES.remember(this.optimizer, op);
  }

  /** The smallest integer has no negative; that it is not that one may be known from a guard. */
  private negate(op: ResOp): void {
    this.emit(op);
    const range = this.resultOf(op, TRANSFERS.int_neg as Transfer);
    const isExact = intervals.isWithin(BIGINTS, range) || this.isNotSmallest(op.args[0] as Value);
    if (isExact) this.optimizer.narrow(op, range);
  }

  private isNotSmallest(value: Value): boolean {
    const { pure } = this.optimizer;
    const known = pure?.lookup("int_eq", [value, new ConstInt(INT_MIN)]) ?? null;
    const isNot = known !== null && this.optimizer.constantOf(known)?.value === 0;
    if (isNot) this.optimizer.fired("int_neg_cannot_overflow");
    return isNot;
  }

  private overflowing(op: ResOp): void {
    if (this.applyRules(RULES, op)) {
      this.lastEmitted = REMOVED;
      return;
    }
    const [plain, transfer] = OVERFLOWING[op.opname] as readonly [OpName, Transfer];
    const range = this.resultOf(op, transfer);
    const isPlain = intervals.isWithin(BIGINTS, range);
    if (isPlain) this.optimizer.fired(`${op.opname as "int_add_ovf"}_cannot_overflow`);
    this.emit(isPlain ? this.optimizer.replaceOp(op, plain, op.args) : op);
    // If it overflows, nobody uses the result.
    this.optimizer.narrow(op, this.resultOf(op, transfer));
  }

  private guardNoOverflow(op: ResOp): void {
    const last = this.lastEmitted;
    if (last === null) return;
    if (last === REMOVED || OVERFLOWING[last.opname] === undefined) {
      this.optimizer.fired("guard_no_overflow_of_plain_operation");
      return;
    }
    NO_OVERFLOW_RULES.remember(this.optimizer, last);
    this.emit(op);
  }

  private guardOverflow(op: ResOp): void {
    const last = this.lastEmitted;
    if (last === null) return;
    if (last === REMOVED || OVERFLOWING[last.opname] === undefined) {
      this.optimizer.fired("guard_overflow_of_plain_operation");
      throw new InvalidLoop("an overflow that cannot happen is guarded");
    }
    this.emit(op);
  }

  private guard(op: ResOp): void {
    this.emit(op);
    const checked = op.args[0] as Value;
    if (checked.kind === "i") propagateBackward(this.optimizer, checked);
  }

  private call(op: ResOp): void {
    const { effect, resultKind } = op.descr as CallDescr;
    const { oopspec } = effect;
    this.emit(op);
    if (resultKind === "b") {
      this.optimizer.fired("call_gives_truth_value");
      this.optimizer.narrow(op, new IntBound(0n, 1n));
    }
    const transfer = oopspec === "int.py_div" ? intervals.pyDiv : intervals.pyMod;
    if (oopspec !== "int.py_div" && oopspec !== "int.py_mod") return;
    const [, a, b] = op.args as [Value, Value, Value];
    this.optimizer.fired(oopspec === "int.py_div" ? "py_div_is_bounded" : "py_mod_is_bounded");
    this.learn(op, transfer(BIGINTS, this.optimizer.bound(a), this.optimizer.bound(b)));
  }

  /** A length is not negative; that of an array is known where the array is. */
  private length(op: ResOp): void {
    const info = this.optimizer.ptrInfo(op.args[0] as Value);
    if (info instanceof InstancePtrInfo) {
      throw new InvalidLoop("arraylen_gc of what is known to be no array");
    }
    this.emit(op);
    this.optimizer.fired("length_is_bounded");
    const box = replacementOf(op);
    if (box.isConst) return;
    const length = info instanceof ArrayPtrInfo ? info.length : new IntBound(0n);
    // What is learnt of the one is known of the other.
    if (forwardedInfo(box) === null && !length.isConstant) box.forwarded = length;
    else this.learn(op, length);
  }

  private stringLength(op: ResOp): void {
    this.emit(op);
    this.optimizer.fired("length_is_bounded");
    learnLength(this.optimizer, op, op.opname === "unicodelen");
  }

  /** An integer of less than a word. */
  private load(op: ResOp): void {
    this.emit(op);
    const { descr } = op;
    const place = descr?.descrKind === "interior" ? descr.field : descr;
    const isPlace = place?.descrKind === "field" || place?.descrKind === "array";
    if (!isPlace || place.range === null) return;
    this.optimizer.fired("load_of_small_integer_is_bounded");
    const { min, max } = place.isBool ? TRUTH_VALUES : place.range;
    this.learn(op, { lower: BigInt(min), upper: BigInt(max) });
  }

  /** Characters of strings are bytes; of both kinds, not negative. */
  private character(op: ResOp): void {
    this.emit(op);
    learnFromIndex(this.optimizer, op);
    this.optimizer.fired("character_is_bounded");
    const bound = op.opname === "strgetitem" ? new IntBound(0n, 255n) : new IntBound(0n);
    this.learn(op, bound);
  }

  private signExtend(op: ResOp): void {
    if (this.applyRules(RULES, op)) return;
    this.emit(op);
    const bytes = this.optimizer.constantOf(op.args[1] as Value)?.value;
    const count = BigInt(bytes as Int);
    this.learn(op, { lower: signedMin(count), upper: signedMax(count) });
  }
}
