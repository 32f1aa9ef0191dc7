/**
 * Intervals backwards: what the result of an operation says of its operands. Each gives the
 * interval in which the operand must lie, to be intersected with what is known of it. Written over
 * an algebra like interval-operations.ts, and proved with it.
 *
 * Sums, differences, products and shifts must be known not to have wrapped.
 *
 * Counterpart: propagate_bounds_* in rpython/jit/metainterp/optimizeopt/intbounds.py.
 */

import type { Algebra, Interval } from "./interval-operations.ts";
import { add, ifWithin, invert, negate, pyDiv, rightShift, sub } from "./interval-operations.ts";

export type Backward = <N, B>(
  A: Algebra<N, B>,
  result: Interval<N>,
  other: Interval<N>,
) => Interval<N>;

/** What is known of each operand, given the result and what is known of the other operand. */
export interface BackwardRule {
  readonly left: Backward;
  readonly right: Backward | null;
}

/** What an operation of two operands says of both. */
export interface BinaryBackward extends BackwardRule {
  readonly right: Backward;
}

/** By operation. */
export const BACKWARD: Readonly<{
  sum: BinaryBackward;
  difference: BinaryBackward;
  product: BinaryBackward;
  leftShift: BackwardRule;
  negation: BackwardRule;
  inversion: BackwardRule;
}> = {
  /** r = a + b: a is r - b, b is r - a. */
  sum: {
    left: (A, result, b) => sub(A, result, b),
    right: (A, result, a) => sub(A, result, a),
  },
  /** r = a - b: a is r + b, b is -(r - a). */
  difference: {
    left: (A, result, b) => add(A, result, b),
    right: (A, result, a) => ifWithin(A, negate(A, ifWithin(A, sub(A, result, a)))),
  },
  /** r = a * b: a is r / b, without remainder. */
  product: {
    left: (A, result, b) => pyDiv(A, result, b),
    right: (A, result, a) => pyDiv(A, result, a),
  },
  /** r = a << b without loss: a is r >> b. */
  leftShift: { left: (A, result, b) => rightShift(A, result, b), right: null },
  negation: { left: (A, result) => ifWithin(A, negate(A, result)), right: null },
  inversion: { left: (A, result) => invert(A, result), right: null },
};

/** What a comparison that holds says of an operand, given what is known of the other. */
export interface Relation {
  left<N, B>(A: Algebra<N, B>, b: Interval<N>): Interval<N>;
  right<N, B>(A: Algebra<N, B>, a: Interval<N>): Interval<N>;
}

/** By comparison; the others are these with their operands swapped, or hold when these do not. */
export const RELATIONS: Readonly<Record<"less" | "atMost" | "equal", Relation>> = {
  /** a < b. */
  less: {
    left: (A, b) => ({ lower: A.min, upper: A.sub(b.upper, A.number(1n)) }),
    right: (A, a) => ({ lower: A.add(a.lower, A.number(1n)), upper: A.max }),
  },
  /** a <= b. */
  atMost: {
    left: (A, b) => ({ lower: A.min, upper: b.upper }),
    right: (A, a) => ({ lower: a.lower, upper: A.max }),
  },
  equal: {
    left: (_A, b) => ({ lower: b.lower, upper: b.upper }),
    right: (_A, a) => ({ lower: a.lower, upper: a.upper }),
  },
};

/** What is not 0 and not negative is at least 1; of other values nothing is learnt. */
export function nonzero<N, B>(A: Algebra<N, B>, a: Interval<N>): Interval<N> {
  return A.choose<Interval<N>>(
    A.atMost(A.number(0n), a.lower),
    () => ({ lower: A.number(1n), upper: A.max }),
    () => ({ lower: A.min, upper: A.max }),
  );
}
