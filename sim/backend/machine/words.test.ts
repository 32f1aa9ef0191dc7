/** Words against the meaning of integers and floats in base. */

import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { toFloat } from "../../base/float.ts";
import { int_add, intFromBigint } from "../../base/int.ts";
import { Word } from "./words.ts";

const PARAMETERS = { seed: 20265, numRuns: 3000 } as const;

/** Any 64 bits, small ones and edges of the number's range often. */
const BITS = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -70_000n, max: 70_000n }),
  fc
    .tuple(fc.constantFrom(31n, 32n, 52n, 53n, 62n), fc.bigInt({ min: -2n, max: 2n }))
    .map(([power, more]) => 2n ** power + more),
);

test("an integer is its 64 bits, and comes back as the same number or bigint", () => {
  const word = new Word();
  fc.assert(
    fc.property(BITS, (bits) => {
      for (const value of [intFromBigint(bits), intFromBigint(BigInt.asIntN(64, -bits))]) {
        word.setInt(value);
        const wanted = BigInt.asUintN(64, BigInt(value));
        assert.is(BigInt(word.low >>> 0), wanted & 0xffff_ffffn);
        assert.is(BigInt(word.high >>> 0), wanted >> 32n);
        assert.is(word.int, value);
        assert.is(int_add(word.int, 1), int_add(value, 1));
        if (wanted < 2n ** 53n) assert.is(word.address, Number(wanted));
      }
    }),
    PARAMETERS,
  );
});

test("a float is its IEEE bits; there is one NaN", () => {
  const word = new Word();
  const view = new DataView(new ArrayBuffer(8));
  fc.assert(
    fc.property(fc.double(), (value) => {
      word.setFloat(value);
      view.setFloat64(0, value);
      const bits = Number.isNaN(value) ? 0x7ff8n << 48n : view.getBigUint64(0);
      const found = (BigInt(word.high >>> 0) << 32n) | BigInt(word.low >>> 0);
      assert.is(found, bits);
      assert.ok(Object.is(word.float, toFloat(value)), String(value));
    }),
    PARAMETERS,
  );
});

test("the bits of one kind are read as the other", () => {
  const word = new Word();
  word.setFloat(-0);
  assert.is(word.int, -(2n ** 63n));
  word.setInt(0x3ff8n << 48n);
  assert.is(word.float, 1.5);
});

test.run();
