/**
 * Interval arithmetic: for each operation the interval that its result lies in, given those of its
 * operands. Written once over an algebra of numbers, so that bigints execute it (`BIGINTS`) and a
 * prover's terms prove it (properties/proofs), at 64 bits and at 8.
 *
 * An interval of results is one of exact numbers, before anything wraps. An end outside of the
 * word's range therefore stands for "not known on this side", and an interval within the range says
 * that the operation does not overflow.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/intutils.py (IntBound.*_bound).
 */

/** Both ends included. */
export interface Interval<N> {
  readonly lower: N;
  readonly upper: N;
}

/** Numbers N without limits, and truths B of statements on them. */
export interface Algebra<N, B> {
  /** The word's size; signed words go from `min` to `max`. */
  readonly bits: number;
  readonly min: N;
  readonly max: N;
  number(value: bigint): N;
  add(a: N, b: N): N;
  sub(a: N, b: N): N;
  mul(a: N, b: N): N;
  /** The divisor is not 0. */
  floorDivide(a: N, b: N): N;
  /** The count is at least 0 and less than the word's size. */
  shiftLeft(a: N, count: N): N;
  shiftRight(a: N, count: N): N;
  /** The smallest 2^k - 1 that is at least both; neither is negative. */
  maskAbove(a: N, b: N): N;
  atMost(a: N, b: N): B;
  less(a: N, b: N): B;
  both(a: B, b: B): B;
  either(a: B, b: B): B;
  choose<T extends N | Interval<N>>(condition: B, yes: () => T, no: () => T): T;
}

/** Nothing is known, and the operation may overflow. */
export function unknown<N, B>(A: Algebra<N, B>): Interval<N> {
  const one = A.number(1n);
  return { lower: A.sub(A.min, one), upper: A.add(A.max, one) };
}

/** Whether the interval lies within the word's range. */
export function isWithin<N, B>(A: Algebra<N, B>, a: Interval<N>): B {
  return A.both(A.atMost(A.min, a.lower), A.atMost(a.upper, A.max));
}

function isNonnegative<N, B>(A: Algebra<N, B>, a: Interval<N>): B {
  return A.atMost(A.number(0n), a.lower);
}

function min<N, B>(A: Algebra<N, B>, a: N, b: N): N {
  return A.choose(
    A.atMost(a, b),
    () => a,
    () => b,
  );
}

function max<N, B>(A: Algebra<N, B>, a: N, b: N): N {
  return A.choose(
    A.atMost(a, b),
    () => b,
    () => a,
  );
}

/** The hull of `f` at all four corners; unknown when it leaves the word's range. */
function corners<N, B>(
  A: Algebra<N, B>,
  a: Interval<N>,
  b: Interval<N>,
  f: (x: N, y: N) => N,
): Interval<N> {
  const [p, q] = [f(a.lower, b.lower), f(a.lower, b.upper)];
  const [r, s] = [f(a.upper, b.lower), f(a.upper, b.upper)];
  const hull = {
    lower: min(A, min(A, p, q), min(A, r, s)),
    upper: max(A, max(A, p, q), max(A, r, s)),
  };
  return A.choose(
    isWithin(A, hull),
    () => hull,
    () => unknown(A),
  );
}

export function add<N, B>(A: Algebra<N, B>, a: Interval<N>, b: Interval<N>): Interval<N> {
  return { lower: A.add(a.lower, b.lower), upper: A.add(a.upper, b.upper) };
}

export function sub<N, B>(A: Algebra<N, B>, a: Interval<N>, b: Interval<N>): Interval<N> {
  return { lower: A.sub(a.lower, b.upper), upper: A.sub(a.upper, b.lower) };
}

export function mul<N, B>(A: Algebra<N, B>, a: Interval<N>, b: Interval<N>): Interval<N> {
  return corners(A, a, b, (x, y) => A.mul(x, y));
}

export function negate<N, B>(A: Algebra<N, B>, a: Interval<N>): Interval<N> {
  const zero = A.number(0n);
  return { lower: A.sub(zero, a.upper), upper: A.sub(zero, a.lower) };
}

export function invert<N, B>(A: Algebra<N, B>, a: Interval<N>): Interval<N> {
  const ones = A.number(-1n);
  return { lower: A.sub(ones, a.upper), upper: A.sub(ones, a.lower) };
}

/** Python's division; nothing is known when the divisor may be 0. */
export function pyDiv<N, B>(A: Algebra<N, B>, a: Interval<N>, b: Interval<N>): Interval<N> {
  const zero = A.number(0n);
  return A.choose(
    A.either(A.less(zero, b.lower), A.less(b.upper, zero)),
    () => corners(A, a, b, (x, y) => A.floorDivide(x, y)),
    () => unknown(A),
  );
}

/** Python's modulo by a constant, whose sign it takes. */
export function pyMod<N, B>(A: Algebra<N, B>, _a: Interval<N>, b: Interval<N>): Interval<N> {
  const [zero, one] = [A.number(0n), A.number(1n)];
  return A.choose(
    A.both(A.atMost(b.upper, b.lower), A.either(A.less(zero, b.lower), A.less(b.upper, zero))),
    () =>
      A.choose(
        A.less(zero, b.lower),
        () => ({ lower: zero, upper: A.sub(b.lower, one) }),
        () => ({ lower: A.add(b.lower, one), upper: zero }),
      ),
    () => unknown(A),
  );
}

/** Whether a count shifts by less than the word's size. */
function isShift<N, B>(A: Algebra<N, B>, count: Interval<N>): B {
  const size = A.number(BigInt(A.bits));
  return A.both(isNonnegative(A, count), A.less(count.upper, size));
}

export function leftShift<N, B>(A: Algebra<N, B>, a: Interval<N>, b: Interval<N>): Interval<N> {
  return A.choose(
    isShift(A, b),
    () => corners(A, a, b, (x, y) => A.shiftLeft(x, y)),
    () => unknown(A),
  );
}

export function rightShift<N, B>(A: Algebra<N, B>, a: Interval<N>, b: Interval<N>): Interval<N> {
  return A.choose(
    isShift(A, b),
    () => corners(A, a, b, (x, y) => A.shiftRight(x, y)),
    () => unknown(A),
  );
}

/** No more bits than in an operand that is not negative. */
export function and<N, B>(A: Algebra<N, B>, a: Interval<N>, b: Interval<N>): Interval<N> {
  const zero = A.number(0n);
  return A.choose<Interval<N>>(
    isNonnegative(A, a),
    () => ({
      lower: zero,
      upper: A.choose(
        isNonnegative(A, b),
        () => min(A, a.upper, b.upper),
        () => a.upper,
      ),
    }),
    () =>
      A.choose<Interval<N>>(
        isNonnegative(A, b),
        () => ({ lower: zero, upper: b.upper }),
        () => ({ lower: A.min, upper: A.max }),
      ),
  );
}

/** For or and xor: no bit above the highest one of both operands can be set. */
export function orXor<N, B>(A: Algebra<N, B>, a: Interval<N>, b: Interval<N>): Interval<N> {
  return A.choose<Interval<N>>(
    A.both(isNonnegative(A, a), isNonnegative(A, b)),
    () => ({ lower: A.number(0n), upper: A.maskAbove(a.upper, b.upper) }),
    () => ({ lower: A.min, upper: A.max }),
  );
}

/** What remains of both. */
export function intersection<N, B>(A: Algebra<N, B>, a: Interval<N>, b: Interval<N>): Interval<N> {
  return { lower: max(A, a.lower, b.lower), upper: min(A, a.upper, b.upper) };
}

/** Only an interval within the word's range says something of a result that may wrap. */
export function ifWithin<N, B>(A: Algebra<N, B>, a: Interval<N>): Interval<N> {
  return A.choose(
    isWithin(A, a),
    () => a,
    () => unknown(A),
  );
}
