/** The arithmetic beneath hash values; what `hash()` gives is compared with pypy3 by programs. */

import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { intFromBigint } from "../../../base/int.ts";
import { highHalf, int64OfHalves, lowHalf, multiplyHigh } from "./halves.ts";
import { sipHash24 } from "./siphash.ts";

const word = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const half = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

test("an integer is the same put together from its halves, and canonical", () => {
  const edges = [0n, -1n, 2n ** 53n, -(2n ** 53n), -(2n ** 53n) + 1n, 2n ** 53n - 1n];
  for (const value of edges) {
    const int = intFromBigint(value);
    assert.is(int64OfHalves(highHalf(int), lowHalf(int)), int);
  }
  fc.assert(
    fc.property(word, (value) => {
      const int = intFromBigint(value);
      return int64OfHalves(highHalf(int), lowHalf(int)) === int;
    }),
    { seed: 1 },
  );
});

test("the high half of a product is that of bigints", () => {
  const unsigned = (value: number): bigint => BigInt(value >>> 0);
  fc.assert(
    fc.property(half, half, (a, b) => {
      const expected = Number(BigInt.asIntN(32, (unsigned(a) * unsigned(b)) >> 32n));
      return multiplyHigh(a, b) === expected;
    }),
    { seed: 1 },
  );
});

test("SipHash-2-4 of known inputs", () => {
  const hashOf = (text: string): bigint =>
    BigInt.asUintN(64, BigInt(sipHash24(new TextEncoder().encode(text))));
  // What pypy3 gives with PYTHONHASHSEED=0, which makes the key zero.
  assert.is(hashOf(""), 0x1e924b9d737700d7n);
  assert.is(hashOf("a"), 0x96c20860cd93a249n);
});

test.run();
