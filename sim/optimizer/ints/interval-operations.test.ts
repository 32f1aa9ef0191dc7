import { test } from "uvu";
import * as assert from "uvu/assert";
import { assertLaw } from "../../../properties/laws/assert-law.ts";
import type { Meaning, Transfer } from "../../../properties/laws/parts/intervals-law.ts";
import {
  contains,
  INTERVAL_OPERATIONS,
  intervalsHold,
} from "../../../properties/laws/parts/intervals-law.ts";
import { BACKWARD } from "./backward-operations.ts";
import type { Backward } from "./backward-operations.ts";
import { makeBigintAlgebra } from "./bigint-algebra.ts";
import type { Algebra, Interval } from "./interval-operations.ts";
import * as intervals from "./interval-operations.ts";

type Numbers = Algebra<bigint, boolean>;
type Range = Interval<bigint>;

const isCount = (count: bigint, bits: bigint) => count >= 0n && count < bits;

function* valuesOf({ lower, upper }: Range): Generator<bigint> {
  for (let value = lower; value <= upper; value++) yield value;
}

/** Whether the interval is that of nothing known. */
function isUnknown(A: Numbers, range: Range): boolean {
  return range.lower < A.min && range.upper > A.max;
}

function checkTransfer(A: Numbers, name: string, a: Range, b: Range): void {
  const [transfer, meaning] = INTERVAL_OPERATIONS[name] as readonly [Transfer, Meaning];
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

for (const name of Object.keys(INTERVAL_OPERATIONS)) {
  test(`${name}: the interval holds every result, for all intervals of 4-bit words`, () => {
    const all = allIntervals(TINY);
    for (const a of all) {
      for (const b of all) checkTransfer(TINY, name, a, b);
    }
  });
}

test("the interval holds the result, for words of 64 bits", async () => {
  const totals = await assertLaw(intervalsHold, { seed: 20261127, numRuns: 6000 });
  assert.is(Object.keys(INTERVAL_OPERATIONS).filter((name) => !(name in totals)).length, 0);
});

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
