import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import * as I from "../../base/int.ts";
import type { Int } from "../../base/int.ts";
import { IntBound, MAX, MIN } from "./int-bound.ts";

const SEED = 20261122;

/** Values near the ends of the ranges, and small ones. */
const wide = fc.oneof(
  fc.bigInt({ min: -20n, max: 20n }),
  fc.bigInt({ min: MIN, max: MAX }),
  fc.constantFrom(MIN, MIN + 1n, MAX, MAX - 1n, 2n ** 53n, -(2n ** 53n), 255n, 256n),
);

/** A bound with a value inside of it. */
const inside = fc.tuple(wide, wide, wide).map((values) => {
  const [lower, value, upper] = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return { bound: new IntBound(lower, upper), value: I.intFromBigint(value as bigint) };
});

type Rule = (a: IntBound, b: IntBound) => IntBound;
type Meaning = (a: Int, b: Int) => Int | null;

/** Each rule with what it bounds; null where the operation is not defined or has overflowed. */
const RULES: Readonly<Record<string, readonly [Rule, Meaning]>> = {
  add: [(a, b) => a.add(b), I.int_add_ovf],
  sub: [(a, b) => a.sub(b), I.int_sub_ovf],
  mul: [(a, b) => a.mul(b), I.int_mul_ovf],
  and: [(a, b) => a.and(b), I.int_and],
  or: [(a, b) => a.orXor(b), I.int_or],
  xor: [(a, b) => a.orXor(b), I.int_xor],
  pyDiv: [(a, b) => a.pyDiv(b), (a, b) => (b === 0 || b === -1 ? null : I.int_py_div(a, b))],
  pyMod: [(a, b) => a.pyMod(b), (a, b) => (b === 0 ? null : I.int_py_mod(a, b))],
  negate: [(a) => a.negate(), (a) => I.int_sub_ovf(0, a)],
  invert: [(a) => a.invert(), I.int_invert],
  widen: [(a) => a.widen(), (a) => a],
};

for (const [name, [rule, meaning]] of Object.entries(RULES)) {
  test(`${name}: the result lies within the bound of the result`, () => {
    const property = fc.property(inside, inside, (a, b) => {
      const result = meaning(a.value, b.value);
      return result === null || rule(a.bound, b.bound).contains(result);
    });
    fc.assert(property, { seed: SEED, numRuns: 500 });
  });
}

test("a bounded result never overflows", () => {
  const property = fc.property(inside, inside, (a, b) => {
    for (const name of ["add", "sub", "mul"] as const) {
      const [rule, meaning] = RULES[name] as readonly [Rule, Meaning];
      if (rule(a.bound, b.bound).isBounded && meaning(a.value, b.value) === null) return false;
    }
    return true;
  });
  fc.assert(property, { seed: SEED, numRuns: 1000 });
});

test("shifts by constants and by bounded counts stay within their bounds", () => {
  const count = fc.integer({ min: 0, max: 63 });
  const property = fc.property(inside, count, count, (a, low, high) => {
    const counts = new IntBound(BigInt(Math.min(low, high)), BigInt(Math.max(low, high)));
    const left = a.bound.leftShift(counts);
    assert.ok(!left.isBounded || left.contains(I.int_lshift(a.value, low)));
    assert.ok(a.bound.rightShift(counts).contains(I.int_rshift(a.value, low)));
    const constant = IntBound.constant(low);
    const unsigned = low === 0 ? a.bound : a.bound.unsignedRightShift(constant);
    assert.ok(unsigned.contains(I.uint_rshift(a.value, low)));
  });
  fc.assert(property, { seed: SEED, numRuns: 500 });
});

test("learning narrows, says whether it did, and can leave nothing", () => {
  const bound = new IntBound(0n, 10n);
  assert.is(bound.makeAtLeast(-5n), false);
  assert.is(bound.makeAtMost(7n), true);
  assert.is(bound.intersect(new IntBound(7n, 20n)), true);
  assert.ok(bound.isConstant);
  assert.is(bound.constantValue(), 7);
  bound.intersect(new IntBound(8n, 9n));
  assert.ok(bound.isEmpty);
});

test("bounds beyond half of the range are widened away", () => {
  const widened = new IntBound(MIN + 1n, 5n).widen();
  assert.is(widened.lower, MIN);
  assert.is(widened.upper, 5n);
  assert.is(new IntBound(0n, MAX / 2n + 1n).widen().upper, MAX);
});

test.run();
