/**
 * Interval operations as statements about all words and all intervals: what an operation gives lies
 * in the interval of its results; no operand that gives a result is lost when bounds travel
 * backwards. The functions that are proved are the ones that run.
 */

import type { Backward } from "../../sim/optimizer/ints/backward-operations.ts";
import { BACKWARD, nonzero, RELATIONS } from "../../sim/optimizer/ints/backward-operations.ts";
import type { Algebra, Interval } from "../../sim/optimizer/ints/interval-operations.ts";
import * as intervals from "../../sim/optimizer/ints/interval-operations.ts";
import type { Statement, Truth, Z3 } from "./solver.ts";
import type { TermAlgebra } from "./term-algebras.ts";
import { realAlgebra, wordAlgebra } from "./term-algebras.ts";

/** A statement with its name, made when it is to be proved. */
export interface NamedStatement {
  readonly name: string;
  make(z3: Z3): Statement;
}

type Transfer = <N, B>(A: Algebra<N, B>, a: Interval<N>, b: Interval<N>) => Interval<N>;
type Meaning = <N>(A: TermAlgebra<N>, x: N, y: N) => N;
type Premise = <N>(A: TermAlgebra<N>, x: N, y: N) => Truth;

/** A few more bits than a word has. */
const WIDTH = 68;

/** States something about real numbers. */
function overReals(body: <N>(A: TermAlgebra<N>) => Statement): NamedStatement["make"] {
  return (z3) => {
    const A = realAlgebra(z3);
    const { premises, claim } = body(A);
    return { premises: [...premises, ...A.facts()], claim };
  };
}

/** States something about numbers next to each other, which real numbers are not. */
function overWords(body: <N>(A: TermAlgebra<N>) => Statement): NamedStatement["make"] {
  return (z3) => body(wordAlgebra(z3, WIDTH));
}

function contains<N>(A: TermAlgebra<N>, range: Interval<N>, value: N): Truth {
  return A.both(A.atMost(range.lower, value), A.atMost(value, range.upper));
}

/** An interval whose ends lie outside of the word's range says nothing. */
function saysNothing<N>(A: TermAlgebra<N>, range: Interval<N>): Truth {
  return A.both(A.less(range.lower, A.min), A.less(A.max, range.upper));
}

function freeInterval<N>(A: TermAlgebra<N>, name: string): Interval<N> {
  return { lower: A.free(`${name}_lower`), upper: A.free(`${name}_upper`) };
}

/** A value within an interval of words. */
function isWithin<N>(A: TermAlgebra<N>, range: Interval<N>, value: N): Truth[] {
  return [contains(A, range, value), A.atMost(A.min, range.lower), A.atMost(range.upper, A.max)];
}

const isCount: Premise = (A, _x, y) =>
  A.both(A.atMost(A.number(0n), y), A.less(y, A.number(BigInt(A.bits))));

/** Real numbers know no integers: a divisor is at least 1 in magnitude, as are its bounds. */
function isIntegerDivisor<N>(A: TermAlgebra<N>, range: Interval<N>): Truth {
  const positive = A.atMost(A.number(1n), range.lower);
  const negative = A.atMost(range.upper, A.number(-1n));
  const mixed = A.both(A.atMost(range.lower, A.number(0n)), A.atMost(A.number(0n), range.upper));
  return A.either(A.either(positive, negative), mixed);
}

/** The result of an operation lies in the interval of its results. */
function transfer(
  name: string,
  bound: Transfer,
  meaning: Meaning,
  premise?: Premise,
): NamedStatement {
  return {
    name: `interval of ${name}`,
    make: overReals((A) => {
      const [x, y] = [A.free("x"), A.free("y")];
      const [a, b] = [freeInterval(A, "a"), freeInterval(A, "b")];
      const premises = [...isWithin(A, a, x), ...isWithin(A, b, y)];
      if (premise !== undefined) premises.push(premise(A, x, y));
      if (name === "int_py_div") premises.push(isIntegerDivisor(A, b));
      const range = bound(A, a, b);
      const claim = A.either(saysNothing(A, range), contains(A, range, meaning(A, x, y)));
      return { premises, claim };
    }),
  };
}

/** An interval of results within the word's range leaves no overflow. */
function overflow(name: string, bound: Transfer, meaning: Meaning) {
  return {
    name: `no overflow of ${name}`,
    make: overReals((A) => {
      const [x, y] = [A.free("x"), A.free("y")];
      const [a, b] = [freeInterval(A, "a"), freeInterval(A, "b")];
      const premises = [...isWithin(A, a, x), ...isWithin(A, b, y)];
      premises.push(intervals.isWithin(A, bound(A, a, b)));
      const words = { lower: A.min, upper: A.max };
      return { premises, claim: contains(A, words, meaning(A, x, y)) };
    }),
  };
}

/** Operands that give a result within its interval lie within what the backward rule gives. */
function backward(
  name: string,
  [side, rule]: readonly ["left" | "right", Backward],
  meaning: Meaning,
  premise?: Premise,
): NamedStatement {
  return {
    name: `backwards through ${name}, ${side} operand`,
    make: overReals((A) => {
      const [x, y] = [A.free("x"), A.free("y")];
      const [result, other] = [freeInterval(A, "r"), freeInterval(A, "b")];
      const known = side === "left" ? y : x;
      const words = { lower: A.min, upper: A.max };
      const premises = [
        contains(A, words, x),
        contains(A, words, y),
        ...isWithin(A, result, meaning(A, x, y)),
        ...isWithin(A, other, known),
      ];
      if (premise !== undefined) premises.push(premise(A, x, y));
      if (name === "int_mul") premises.push(isIntegerDivisor(A, other));
      const range = rule(A, result, other);
      const learnt = contains(A, range, side === "left" ? x : y);
      return { premises, claim: A.either(saysNothing(A, range), learnt) };
    }),
  };
}

/** The same for an operation that may have wrapped, when what is learnt lies within words. */
function wrapped(
  name: string,
  [side, rule]: readonly ["left" | "right", Backward],
  meaning: Meaning,
): NamedStatement {
  return {
    name: `backwards through ${name} that may have wrapped, ${side} operand`,
    make: overReals((A) => {
      const [x, y, made] = [A.free("x"), A.free("y"), A.free("made")];
      const [result, other] = [freeInterval(A, "r"), freeInterval(A, "b")];
      const words = { lower: A.min, upper: A.max };
      const [exact, size] = [meaning(A, x, y), A.number(1n << 64n)];
      const isAbove = A.same(made, A.add(exact, size));
      const isBelow = A.same(made, A.sub(exact, size));
      const premises = [
        contains(A, words, x),
        contains(A, words, y),
        A.either(A.same(made, exact), A.either(isAbove, isBelow)),
        ...isWithin(A, result, made),
        ...isWithin(A, other, side === "left" ? y : x),
      ];
      const range = intervals.ifWithin(A, rule(A, result, other));
      const learnt = contains(A, range, side === "left" ? x : y);
      return { premises, claim: A.either(saysNothing(A, range), learnt) };
    }),
  };
}

/** A comparison that holds leaves its operands within what it teaches. */
function relation(
  name: keyof typeof RELATIONS,
  holds: <N>(A: TermAlgebra<N>, x: N, y: N) => Truth,
): NamedStatement {
  return {
    name: `bounds taught by ${name}`,
    make: overWords((A) => {
      const [x, y] = [A.free("x"), A.free("y")];
      const [a, b] = [freeInterval(A, "a"), freeInterval(A, "b")];
      const premises = [...isWithin(A, a, x), ...isWithin(A, b, y), holds(A, x, y)];
      const left = contains(A, RELATIONS[name].left(A, b), x);
      const right = contains(A, RELATIONS[name].right(A, a), y);
      return { premises, claim: A.both(left, right) };
    }),
  };
}

/** What bounds say of a comparison holds for all values within them. */
function implied(
  name: string,
  known: <N>(A: TermAlgebra<N>, a: Interval<N>, b: Interval<N>) => Truth,
  holds: <N>(A: TermAlgebra<N>, x: N, y: N) => Truth,
): NamedStatement {
  return {
    name: `bounds that imply ${name}`,
    make: overReals((A) => {
      const [x, y] = [A.free("x"), A.free("y")];
      const [a, b] = [freeInterval(A, "a"), freeInterval(A, "b")];
      const premises = [...isWithin(A, a, x), ...isWithin(A, b, y), known(A, a, b)];
      return { premises, claim: holds(A, x, y) };
    }),
  };
}

function bits(operation: "and" | "or" | "xor"): NamedStatement {
  return {
    name: `interval of int_${operation}`,
    make: (z3) => {
      const A = wordAlgebra(z3, WIDTH);
      const [x, y] = [A.free("x"), A.free("y")];
      const [a, b] = [freeInterval(A, "a"), freeInterval(A, "b")];
      const range = operation === "and" ? intervals.and(A, a, b) : intervals.orXor(A, a, b);
      const premises = [...isWithin(A, a, x), ...isWithin(A, b, y)];
      return { premises, claim: contains(A, range, x[operation](y)) };
    },
  };
}

/** Rounding down keeps the order, so what holds of real quotients holds of Python's. */
const FLOOR: NamedStatement = {
  name: "floor keeps the order of quotients",
  make: (z3) => {
    const [a, b] = [z3.Real.const("a"), z3.Real.const("b")];
    return { premises: [a.le(b)], claim: z3.ToInt(a).le(z3.ToInt(b)) };
  },
};

/** Python's remainder by d, r = x - q * d, lies between 0 and d; q * d is one number here. */
const REMAINDER: NamedStatement = {
  name: "interval of int_py_mod",
  make: overWords((A) => {
    const [r, d] = [A.free("r"), A.free("d")];
    const [zero, divisor] = [A.number(0n), { lower: d, upper: d }];
    const positive = A.both(A.atMost(zero, r), A.less(r, d));
    const negative = A.both(A.less(d, r), A.atMost(r, zero));
    const words = contains(A, { lower: A.min, upper: A.max }, d);
    const range = intervals.pyMod(A, divisor, divisor);
    return { premises: [words, A.either(positive, negative)], claim: contains(A, range, r) };
  }),
};

const NONZERO: NamedStatement = {
  name: "bounds taught by int_is_true",
  make: overWords((A) => {
    const [x, a] = [A.free("x"), freeInterval(A, "a")];
    const zero = A.number(0n);
    const premises = [...isWithin(A, a, x), A.either(A.less(x, zero), A.less(zero, x))];
    return { premises, claim: contains(A, nonzero(A, a), x) };
  }),
};

const INTERSECTION: NamedStatement = {
  name: "intersection keeps what is in both",
  make: overReals((A) => {
    const [x, a, b] = [A.free("x"), freeInterval(A, "a"), freeInterval(A, "b")];
    const premises = [contains(A, a, x), contains(A, b, x)];
    return { premises, claim: contains(A, intervals.intersection(A, a, b), x) };
  }),
};

const sum: Meaning = (A, x, y) => A.add(x, y);
const difference: Meaning = (A, x, y) => A.sub(x, y);
const product: Meaning = (A, x, y) => A.mul(x, y);
const negation: Meaning = (A, x) => A.sub(A.number(0n), x);
const inversion: Meaning = (A, x) => A.sub(A.number(-1n), x);
const quotient: Meaning = (A, x, y) => A.floorDivide(x, y);
const isDivisor: Premise = (A, _x, y) =>
  A.either(A.atMost(A.number(1n), y), A.atMost(y, A.number(-1n)));
const leftShift: Meaning = (A, x, y) => A.shiftLeft(x, y);
const rightShift: Meaning = (A, x, y) => A.shiftRight(x, y);

export const INTERVAL_STATEMENTS: readonly NamedStatement[] = [
  transfer("int_add", intervals.add, sum),
  transfer("int_sub", intervals.sub, difference),
  transfer("int_mul", intervals.mul, product),
  transfer("int_neg", intervals.negate, negation),
  transfer("int_invert", intervals.invert, inversion),
  transfer("int_py_div", intervals.pyDiv, quotient, isDivisor),
  FLOOR,
  REMAINDER,
  transfer("int_lshift", intervals.leftShift, leftShift, isCount),
  transfer("int_rshift", intervals.rightShift, rightShift, isCount),
  bits("and"),
  bits("or"),
  bits("xor"),
  INTERSECTION,
  overflow("int_add_ovf", intervals.add, sum),
  overflow("int_sub_ovf", intervals.sub, difference),
  overflow("int_mul_ovf", intervals.mul, product),
  backward("int_add", ["left", BACKWARD.sum.left], sum),
  backward("int_add", ["right", BACKWARD.sum.right], sum),
  backward("int_sub", ["left", BACKWARD.difference.left], difference),
  backward("int_sub", ["right", BACKWARD.difference.right], difference),
  backward("int_mul", ["left", BACKWARD.product.left], product),
  backward("int_mul", ["right", BACKWARD.product.right], product),
  backward("int_lshift", ["left", BACKWARD.leftShift.left], leftShift, isCount),
  backward("int_neg", ["left", BACKWARD.negation.left], negation),
  backward("int_invert", ["left", BACKWARD.inversion.left], inversion),
  wrapped("int_add", ["left", BACKWARD.sum.left], sum),
  wrapped("int_add", ["right", BACKWARD.sum.right], sum),
  wrapped("int_sub", ["left", BACKWARD.difference.left], difference),
  wrapped("int_sub", ["right", BACKWARD.difference.right], difference),
  relation("less", (A, x, y) => A.less(x, y)),
  relation("atMost", (A, x, y) => A.atMost(x, y)),
  relation("equal", (A, x, y) => A.same(x, y)),
  NONZERO,
  implied(
    "x < y",
    (A, a, b) => A.less(a.upper, b.lower),
    (A, x, y) => A.less(x, y),
  ),
  implied(
    "x <= y",
    (A, a, b) => A.atMost(a.upper, b.lower),
    (A, x, y) => A.atMost(x, y),
  ),
  implied(
    "x != y",
    (A, a, b) => A.either(A.less(a.upper, b.lower), A.less(b.upper, a.lower)),
    (A, x, y) => A.either(A.less(x, y), A.less(y, x)),
  ),
];
