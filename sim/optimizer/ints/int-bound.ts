/**
 * What is known of an integer: an interval. Bounds are bigints; a bound outside of the 64-bit
 * range, which interval arithmetic gives when it overflows, stands for "not known".
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/intutils.py (IntBound).
 */

import type { Int } from "../../base/int.ts";
import { intFromBigint } from "../../base/int.ts";
import { BoxInfo } from "../../trace/values.ts";

export const MIN = -(2n ** 63n);
export const MAX = 2n ** 63n - 1n;

/** The ends of the values' interval (Math.min takes no bigints). */
function hull(values: readonly bigint[]): IntBound {
  let lower = values[0] as bigint;
  let upper = lower;
  for (const value of values) {
    if (value < lower) lower = value;
    if (value > upper) upper = value;
  }
  return new IntBound(lower, upper);
}

/** The smallest 2^k - 1 that is at least `value` (which is not negative). */
function maskAbove(value: bigint): bigint {
  return (1n << BigInt(value.toString(2).length)) - 1n;
}

/** An interval, both ends included. Mutable: knowledge only grows. */
export class IntBound extends BoxInfo {
  override readonly infoKind = "int";
  lower: bigint;
  upper: bigint;

  constructor(lower: bigint = MIN, upper: bigint = MAX) {
    super();
    this.lower = lower;
    this.upper = upper;
  }

  static constant(value: Int): IntBound {
    return new IntBound(BigInt(value), BigInt(value));
  }

  /** Both ends are known to lie in the 64-bit range: the operation cannot have overflowed. */
  get isBounded(): boolean {
    return this.lower >= MIN && this.upper <= MAX;
  }

  get isConstant(): boolean {
    return this.lower === this.upper;
  }

  get isBool(): boolean {
    return this.lower >= 0n && this.upper <= 1n;
  }

  get isNonnegative(): boolean {
    return this.lower >= 0n;
  }

  constantValue(): Int {
    return intFromBigint(this.lower);
  }

  clone(): IntBound {
    return new IntBound(this.lower, this.upper);
  }

  contains(value: Int): boolean {
    const wide = BigInt(value);
    return this.lower <= wide && wide <= this.upper;
  }

  containsBound(other: IntBound): boolean {
    return this.lower <= other.lower && other.upper <= this.upper;
  }

  isKnownLessThan(other: IntBound): boolean {
    return this.upper < other.lower;
  }

  isKnownAtMost(other: IntBound): boolean {
    return this.upper <= other.lower;
  }

  isKnownDisjoint(other: IntBound): boolean {
    return this.isKnownLessThan(other) || other.isKnownLessThan(this);
  }

  /** Each maker gives whether something new became known. */
  makeAtLeast(lower: bigint): boolean {
    if (lower <= this.lower) return false;
    this.lower = lower;
    return true;
  }

  makeAtMost(upper: bigint): boolean {
    if (upper >= this.upper) return false;
    this.upper = upper;
    return true;
  }

  makeBool(): void {
    this.intersect(new IntBound(0n, 1n));
  }

  intersect(other: IntBound): boolean {
    const isLower = this.makeAtLeast(other.lower);
    return this.makeAtMost(other.upper) || isLower;
  }

  /** Whether nothing is left: the code that learnt this is never reached. */
  get isEmpty(): boolean {
    return this.lower > this.upper;
  }

  /** Bounds too far out to be worth keeping are dropped, so that loops reach a fixed point. */
  widen(): IntBound {
    return new IntBound(
      this.lower < MIN / 2n ? MIN : this.lower,
      this.upper > MAX / 2n ? MAX : this.upper,
    );
  }

  add(other: IntBound): IntBound {
    return new IntBound(this.lower + other.lower, this.upper + other.upper);
  }

  sub(other: IntBound): IntBound {
    return new IntBound(this.lower - other.upper, this.upper - other.lower);
  }

  mul(other: IntBound): IntBound {
    return this.corners(other, (a, b) => a * b);
  }

  /** Floor division; nothing is known when the divisor may be 0. */
  pyDiv(other: IntBound): IntBound {
    if (other.contains(0)) return new IntBound();
    return this.corners(other, (a, b) => (a - (((a % b) + b) % b)) / b);
  }

  /** Python's modulo takes the divisor's sign. */
  pyMod(divisor: IntBound): IntBound {
    if (!divisor.isConstant || divisor.contains(0)) return new IntBound();
    const value = divisor.lower;
    return value > 0n ? new IntBound(0n, value - 1n) : new IntBound(value + 1n, 0n);
  }

  leftShift(count: IntBound): IntBound {
    if (count.lower < 0n || count.upper >= 64n) return new IntBound(MIN - 1n, MAX + 1n);
    return this.corners(count, (a, b) => a << b);
  }

  rightShift(count: IntBound): IntBound {
    if (count.lower < 0n || count.upper >= 64n) return new IntBound();
    return this.corners(count, (a, b) => a >> b);
  }

  unsignedRightShift(count: IntBound): IntBound {
    if (!this.isNonnegative) {
      const isShifted = count.isConstant && count.lower > 0n && count.lower < 64n;
      return isShifted ? new IntBound(0n, (1n << (64n - count.lower)) - 1n) : new IntBound();
    }
    return this.rightShift(count);
  }

  and(other: IntBound): IntBound {
    if (this.isNonnegative && other.isNonnegative) {
      return new IntBound(0n, hull([this.upper, other.upper]).lower);
    }
    if (this.isNonnegative) return new IntBound(0n, this.upper);
    if (other.isNonnegative) return new IntBound(0n, other.upper);
    return new IntBound();
  }

  /** For or and xor: no bit above the higher operand's can be set. */
  orXor(other: IntBound): IntBound {
    if (!this.isNonnegative || !other.isNonnegative) return new IntBound();
    return new IntBound(0n, maskAbove(hull([this.upper, other.upper]).upper));
  }

  negate(): IntBound {
    return new IntBound(-this.upper, -this.lower);
  }

  invert(): IntBound {
    return new IntBound(-1n - this.upper, -1n - this.lower);
  }

  private corners(other: IntBound, f: (a: bigint, b: bigint) => bigint): IntBound {
    const values = [
      f(this.lower, other.lower),
      f(this.lower, other.upper),
      f(this.upper, other.lower),
      f(this.upper, other.upper),
    ];
    return hull(values);
  }
}
