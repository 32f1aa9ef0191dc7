import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { BACKWARD } from "./backward-operations.ts";
import type { Backward } from "./backward-operations.ts";
import { makeBigintAlgebra } from "./bigint-algebra.ts";
import type { Algebra, Interval } from "./interval-operations.ts";
import * as intervals from "./interval-operations.ts";

const SEED = 20261127;

type Numbers = Algebra<bigint, boolean>;
type Range = Interval<bigint>;
type Transfer = (A: Numbers, a: Range, b: Range) => Range;

/** The exact result; null where the operation is not defined. */
type Meaning = (a: bigint, b: bigint, bits: bigint) => bigint | null;

const floorDivide: Meaning = (a, b) => (b === 0n ? null : (a - (((a % b) + b) % b)) / b);
const isCount = (count: bigint, bits: bigint) => count >= 0n && count < bits;

/** Each transfer function with the operation that it bounds. */
const OPERATIONS: Readonly<Record<string, readonly [Transfer, Meaning]>> = {
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

function* valuesOf({ lower, upper }: Range): Generator<bigint> {
  for (let value = lower; value <= upper; value++) yield value;
}

function contains(range: Range, value: bigint): boolean {
  return range.lower <= value && value <= range.upper;
}

/** Whether the interval is that of nothing known. */
function isUnknown(A: Numbers, range: Range): boolean {
  return range.lower < A.min && range.upper > A.max;
}

function checkTransfer(A: Numbers, name: string, a: Range, b: Range): void {
  const [transfer, meaning] = OPERATIONS[name] as readonly [Transfer, Meaning];
  const range = transfer(A, a, b);
  if (isUnknown(A, range)) return;
  for (const x of valuesOf(a)) {
    for (const y of valuesOf(b)) {
      const result = meaning(x, y, BigInt(A.bits));
      if (result !== null && !contains(range, result)) {
        assert.unreachable(`${name} of ${x}, ${y}: ${result} is not in ${show(range)}`);
      }
    }
  }
}

function show({ lower, upper }: Range): string {
  return `[${lower}, ${upper}]`;
}

function allIntervals(A: Numbers): Range[] {
  const found: Range[] = [];
  for (const lower of valuesOf({ lower: A.min, upper: A.max })) {
    for (const upper of valuesOf({ lower, upper: A.max })) found.push({ lower, upper });
  }
  return found;
}

const TINY = makeBigintAlgebra(4);
const BYTES = makeBigintAlgebra(8);

const interval = fc
  .tuple(fc.bigInt({ min: -128n, max: 127n }), fc.bigInt({ min: -128n, max: 127n }))
  .map(([a, b]) => (a < b ? { lower: a, upper: b } : { lower: b, upper: a }));
/** Few values, or any: shift counts, divisors and constants matter most. */
const narrow = fc
  .tuple(fc.bigInt({ min: -128n, max: 124n }), fc.bigInt({ min: 0n, max: 3n }))
  .map(([lower, size]) => ({ lower, upper: lower + size }));

for (const name of Object.keys(OPERATIONS)) {
  test(`${name}: the interval holds every result, for all intervals of 4-bit words`, () => {
    const all = allIntervals(TINY);
    for (const a of all) {
      for (const b of all) checkTransfer(TINY, name, a, b);
    }
  });

  test(`${name}: the interval holds every result, for intervals of 8-bit words`, () => {
    const property = fc.property(interval, fc.oneof(interval, narrow), (a, b) => {
      checkTransfer(BYTES, name, a, b);
    });
    fc.assert(property, { seed: SEED, numRuns: 40 });
  });
}

/** Backward rules with the operation, and which operand they teach. */
const BACKWARDS: readonly (readonly [string, Backward, "left" | "right", Meaning])[] = [
  ["sum", BACKWARD.sum.left, "left", (a, b) => a + b],
  ["sum", BACKWARD.sum.right, "right", (a, b) => a + b],
  ["difference", BACKWARD.difference.left, "left", (a, b) => a - b],
  ["difference", BACKWARD.difference.right, "right", (a, b) => a - b],
  ["product", BACKWARD.product.left, "left", (a, b) => a * b],
  ["product", BACKWARD.product.right, "right", (a, b) => a * b],
  [
    "leftShift",
    BACKWARD.leftShift.left,
    "left",
    (a, b, bits) => (isCount(b, bits) ? a << b : null),
  ],
  ["negation", BACKWARD.negation.left, "left", (a) => -a],
  ["inversion", BACKWARD.inversion.left, "left", (a) => ~a],
];

for (const [name, backward, side, meaning] of BACKWARDS) {
  test(`${name}, backwards: no ${side} operand that gives the result is lost`, () => {
    const words = { lower: TINY.min, upper: TINY.max };
    for (const result of allIntervals(TINY)) {
      for (const other of allIntervals(TINY)) {
        const range = backward(TINY, result, other);
        for (const value of valuesOf(words)) {
          if (contains(range, value)) continue;
          for (const operand of valuesOf(other)) {
            const [x, y] = side === "left" ? [value, operand] : [operand, value];
            const made = meaning(x, y, 4n);
            if (made !== null && contains(result, made)) {
              assert.unreachable(`${x}, ${y} give ${made}, but ${show(range)} lacks ${value}`);
            }
          }
        }
      }
    }
  });
}

test("a wrong interval operation is noticed", () => {
  const wrong: Transfer = (A, a, b) => intervals.add(A, a, { lower: b.lower, upper: b.lower });
  const range = wrong(TINY, { lower: 0n, upper: 1n }, { lower: 0n, upper: 1n });
  assert.is(contains(range, 2n), false);
});

test.run();
