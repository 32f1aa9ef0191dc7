/**
 * The transcendental functions against what pypy3 and its C library gave on the same arguments
 * (fixtures/programs/python/math-functions.json): at most a few units in the last place apart, and
 * equal where the results are computed with one rounding.
 */

import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { floatToBits } from "../../../base/float.ts";
import * as functions from "./math-functions.ts";
import * as special from "./special-functions.ts";

type Row = readonly [argument: number | readonly [number, number], result: number];

const TABLE = JSON.parse(
  readFileSync(
    new URL("../../../../fixtures/programs/python/math-functions.json", import.meta.url),
    "utf8",
  ),
) as Record<string, readonly Row[]>;

/** How far results may be apart, in units in the last place; 1 unless listed. */
const ULPS_MAX: Readonly<Record<string, number>> = {
  exp: 0,
  erf: 0,
  erfc: 0,
  gamma: 0,
  lgamma: 0,
};

function ulpsBetween(a: number, b: number): number {
  const order = (value: number): bigint =>
    value < 0 ? -floatToBits(-value) : floatToBits(Math.abs(value));
  const distance = order(a) - order(b);
  return Number(distance < 0n ? -distance : distance);
}

function compute(name: string, argument: Row[0]): number {
  if (name === "pow") return functions.floatPow(...(argument as [number, number]));
  if (name === "atan2") return functions.atan2(...(argument as [number, number]));
  const all = { ...functions, ...special } as unknown as Record<string, (x: number) => number>;
  const code = all[name]!;
  return code(argument as number);
}

for (const [name, rows] of Object.entries(TABLE)) {
  test(`${name} is as near to the C library's as stated`, () => {
    for (const [argument, expected] of rows) {
      const distance = ulpsBetween(compute(name, argument), expected);
      assert.ok(distance <= (ULPS_MAX[name] ?? 1), `${name}(${argument}): ${distance} ulp`);
    }
  });
}

test("frexp and ldexp are exact for normal and subnormal numbers", () => {
  for (const value of [1, -0.75, 5e-324, 2.5e-310, 1.7976931348623157e308, 123456.789]) {
    const [mantissa, exponent] = functions.frexp(value);
    assert.ok(Math.abs(mantissa) >= 0.5 && Math.abs(mantissa) < 1);
    assert.is(functions.ldexp(mantissa, BigInt(exponent)), value);
  }
  assert.equal(functions.frexp(0), [0, 0]);
});

test("sums of floats are rounded once", () => {
  assert.is(functions.exactSum([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]), 1);
  assert.is(functions.exactSum([1e16, 1, -1e16]), 1);
  assert.is(functions.hypot([3, 4]), 5);
  assert.is(functions.hypot([1, 1]), Math.SQRT2);
  assert.is(functions.hypot([3e200, 4e200]), 4.9999999999999995e200);
});

test.run();
