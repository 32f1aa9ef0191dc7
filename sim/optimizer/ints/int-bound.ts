/**
 * What is known of an integer: an interval. Bounds are bigints; a bound outside of the 64-bit
 * range, which interval arithmetic (interval-operations.ts) gives when it overflows, stands for "not
 * known".
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/intutils.py (IntBound).
 */

import type { Int } from "../../base/int.ts";
import { intFromBigint } from "../../base/int.ts";
import { BoxInfo } from "../../trace/values.ts";
import { BIGINTS } from "./bigint-algebra.ts";
import type { Interval } from "./interval-operations.ts";

export const { min: MIN, max: MAX } = BIGINTS;

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

  containsBound(other: Interval<bigint>): boolean {
    return this.lower <= other.lower && other.upper <= this.upper;
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

  intersect(other: Interval<bigint>): boolean {
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

  /** The same to this bound itself. */
  forgetFar(): void {
    const { lower, upper } = this.widen();
    this.lower = lower;
    this.upper = upper;
  }
}
