/** Intervals of integers hold every result of the operations that they stand for. */

import * as fc from "fast-check";
import { makeBigintAlgebra } from "../../../sim/optimizer/ints/bigint-algebra.ts";
import type { Algebra, Interval } from "../../../sim/optimizer/ints/interval-operations.ts";
import * as intervals from "../../../sim/optimizer/ints/interval-operations.ts";
import { ints } from "../../generators/words.ts";
import type { Law, Verdict } from "../law.ts";
import { broken, holds } from "../law.ts";

type Numbers = Algebra<bigint, boolean>;
type Range = Interval<bigint>;

export type Transfer = (A: Numbers, a: Range, b: Range) => Range;

/** The exact result; null where the operation is not defined. */
export type Meaning = (a: bigint, b: bigint, bits: bigint) => bigint | null;

const floorDivide: Meaning = (a, b) => (b === 0n ? null : (a - (((a % b) + b) % b)) / b);
const isCount = (count: bigint, bits: bigint) => count >= 0n && count < bits;

/** Each transfer function with the operation that it bounds. */
export const INTERVAL_OPERATIONS: Readonly<Record<string, readonly [Transfer, Meaning]>> = {
  add: [intervals.add, (a, b) => a + b],
  sub: [intervals.sub, (a, b) => a - b],
  mul: [intervals.mul, (a, b) => a * b],
  negate: [intervals.negate, (a) => -a],
  invert: [intervals.invert, (a) => ~a],
  pyDiv: [intervals.pyDiv, floorDivide],
  pyMod: [intervals.pyMod, (a, b) => (b === 0n ? null : ((a % b) + b) % b)],
  leftShift: [intervals.leftShift, (a, b, bits) => (isCount(b, bits) ? a << b : null)],
  rightShift: [intervals.rightShift, (a, b, bits) => (isCount(b, bits) ? a >> b : null)],
  and: [intervals.and, (a, b) => a & b],
  or: [intervals.orXor, (a, b) => a | b],
  xor: [intervals.orXor, (a, b) => a ^ b],
};

export function contains(range: Range, value: bigint): boolean {
  return range.lower <= value && value <= range.upper;
}

/** An operation, two values, and how far their intervals reach beyond them. */
export interface IntervalSubject {
  readonly name: string;
  readonly x: bigint;
  readonly y: bigint;
  readonly a: Range;
  readonly b: Range;
}

const WORDS = makeBigintAlgebra(64);
const clip = (n: bigint): bigint => (n < WORDS.min ? WORDS.min : n > WORDS.max ? WORDS.max : n);

/** Nothing, a little, or anything. */
const beyond = fc.oneof(
  fc.constant(0n),
  fc.bigInt({ min: 0n, max: 5n }),
  fc.bigInt({ min: 0n, max: 2n ** 64n }),
);

const subjects: fc.Arbitrary<IntervalSubject> = fc
  .record({
    name: fc.constantFrom(...Object.keys(INTERVAL_OPERATIONS)),
    x: ints.map(BigInt),
    y: fc.oneof(ints.map(BigInt), fc.bigInt({ min: 0n, max: 64n })),
    reach: fc.tuple(beyond, beyond, beyond, beyond),
  })
  .map(({ name, x, y, reach: [low, high, lower, upper] }) => {
    const a = { lower: clip(x - low), upper: clip(x + high) };
    return { name, x, y, a, b: { lower: clip(y - lower), upper: clip(y + upper) } };
  });

function check({ name, x, y, a, b }: IntervalSubject): Verdict {
  const [transfer, meaning] = INTERVAL_OPERATIONS[name] as readonly [Transfer, Meaning];
  const range = transfer(WORDS, a, b);
  const result = meaning(x, y, 64n);
  const isUnknown = range.lower < WORDS.min && range.upper > WORDS.max;
  const totals = { [name]: 1, unknown: isUnknown ? 1 : 0 };
  if (isUnknown || result === null || contains(range, result)) return holds(totals);
  const problem = `${name} gives ${result}, which is not in ${show(range)}`;
  return broken(intervalsHold.name, problem, totals, { difference: name });
}

function show({ lower, upper }: Range): string {
  return `[${lower}, ${upper}]`;
}

export const intervalsHold: Law<IntervalSubject> = {
  name: "intervals-hold",
  says: "The interval of an operation's result holds every value that it has for values of its arguments' intervals.",
  subjects: "operations with words and intervals around them",
  arbitrary: subjects,
  check,
  describe: ({ name, x, y, a, b }) => `${name} of ${x} in ${show(a)}, ${y} in ${show(b)}`,
  planted: {
    file: "sim/optimizer/ints/interval-operations.ts",
    find: "upper: A.sub(a.upper, b.lower) };",
    replace: "upper: A.sub(a.upper, b.upper) };",
  },
  secondsMax: 20,
};
