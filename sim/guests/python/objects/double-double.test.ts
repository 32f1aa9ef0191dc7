/** Powers in double-double arithmetic are those of big integers, and undecided ones are rare. */

import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { exactPower } from "../../../base/exact-power.ts";
import { floatPow } from "./math-functions.ts";

const base = fc.double({ min: 1e-29, max: 1e29, noNaN: true, noDefaultInfinity: true });
const exponent = fc.double({ min: -10, max: 10, noNaN: true, noDefaultInfinity: true });

test("a power is rounded as the exact one is", () => {
  fc.assert(
    fc.property(base, exponent, (x, y) => {
      fc.pre(x !== 1 && Math.abs(y) >= 1e-15 && Math.abs(Math.log2(x) * y) < 999);
      return floatPow(x, y) === exactPower(x, y);
    }),
    { numRuns: 3000, seed: 1 },
  );
});

test("exact results come out exactly", () => {
  assert.is(floatPow(9, 1.5), 27);
  assert.is(floatPow(2, 0.5 + 1), 2 * Math.SQRT2);
  assert.is(floatPow(16, -0.25), 0.5);
  assert.is(floatPow(1024, 0.1), 2);
});

test.run();
