/**
 * Machine words and floats, biased towards where representations change: 2^31, 2^53, 2^63 and what
 * stands beside them, as numbers (safe integers) and as bigints (the others).
 */

import * as fc from "fast-check";
import type { Float } from "../../sim/base/float.ts";
import { floatFromBits, toFloat } from "../../sim/base/float.ts";
import type { Int } from "../../sim/base/int.ts";
import { intFromBigint } from "../../sim/base/int.ts";

/** Exponents of two at which something changes: bytes, halves, doubles, words. */
const EDGE_BITS = [0, 1, 7, 8, 15, 16, 30, 31, 32, 33, 52, 53, 54, 62, 63];

/** A power of two of either sign, and what is up to 3 beside it. */
const edge: fc.Arbitrary<bigint> = fc
  .tuple(fc.constantFrom(...EDGE_BITS), fc.integer({ min: -3, max: 3 }), fc.boolean())
  .map(([bits, beside, isNegative]) => {
    const value = 2n ** BigInt(bits) + BigInt(beside);
    return BigInt.asIntN(64, isNegative ? -value : value);
  });

/** A few bits set, or all but a few. */
const sparse: fc.Arbitrary<bigint> = fc
  .tuple(fc.array(fc.nat(63), { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([bits, isInverted]) => {
    const value = bits.reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n);
    return BigInt.asIntN(64, isInverted ? ~value : value);
  });

const signed: fc.Arbitrary<bigint> = fc.oneof(
  { arbitrary: fc.bigInt({ min: -64n, max: 64n }), weight: 3 },
  { arbitrary: edge, weight: 4 },
  { arbitrary: sparse, weight: 1 },
  { arbitrary: fc.bigInt({ min: -(2n ** 31n), max: 2n ** 31n }), weight: 1 },
  { arbitrary: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), weight: 2 },
);

/** Integers of 64 bits, canonical: numbers when they are safe, else bigints. */
export const ints: fc.Arbitrary<Int> = signed.map(intFromBigint);

/** Words of 64 bits, unsigned. */
export const words: fc.Arbitrary<bigint> = signed.map((value) => BigInt.asUintN(64, value));

/** Integers that a double holds exactly. */
export const safeInts: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: -64, max: 64 }),
  fc
    .tuple(fc.constantFrom(31, 32, 52, 53), fc.integer({ min: 1, max: 4 }), fc.boolean())
    .map(([bits, beside, isNegative]) => (isNegative ? beside - 2 ** bits : 2 ** bits - beside)),
  fc.maxSafeInteger(),
);

/** Integers of 64 bits that a double does not hold exactly. */
export const unsafeInts: fc.Arbitrary<bigint> = fc
  .tuple(
    fc.oneof(
      fc.bigInt({ min: 0n, max: 4n }),
      fc.bigInt({ min: 2n ** 62n - 2n ** 53n - 2n, max: 2n ** 62n - 2n ** 53n + 2n }),
      fc.bigInt({ min: 2n ** 63n - 2n ** 53n - 4n, max: 2n ** 63n - 2n ** 53n - 1n }),
      fc.bigInt({ min: 0n, max: 2n ** 63n - 2n ** 53n - 1n }),
    ),
    fc.boolean(),
  )
  .map(([beyond, isNegative]) => (isNegative ? -(2n ** 53n) - beyond : 2n ** 53n + beyond));

/** Floats: of few digits, at the edges of integers, extreme, not finite, and any bits. */
export const floats: fc.Arbitrary<Float> = fc.oneof(
  { arbitrary: fc.integer({ min: -40, max: 40 }).map((n) => toFloat(n / 4)), weight: 3 },
  {
    arbitrary: fc.constantFrom(0, -0, 1e300, 5e-324, Infinity, -Infinity, NaN).map(toFloat),
    weight: 2,
  },
  { arbitrary: signed.map((value) => toFloat(Number(value))), weight: 2 },
  { arbitrary: words.map(floatFromBits), weight: 1 },
);
