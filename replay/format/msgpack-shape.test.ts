/**
 * Msgpack that claims more than it is: refused before anything is allocated, and quickly.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import fc from "fast-check";
import { decodeMsgpack, encodeMsgpack } from "./codec.ts";
import type { Plain } from "./codec.ts";
import { checkMsgpackShape, NESTING_MAX, VALUE_COUNT_MAX } from "./msgpack-shape.ts";

function refused(bytes: Uint8Array, message: RegExp): void {
  assert.throws(
    () => checkMsgpackShape(bytes),
    (error: unknown) => error instanceof Error && message.test(error.message),
  );
  assert.throws(() => decodeMsgpack(bytes));
}

test("headers that promise billions of items, texts or bytes are refused", () => {
  for (const first of [0xdd, 0xdf, 0xc6, 0xdb]) {
    refused(Buffer.from([first, 0xff, 0xff, 0xff, 0xff]), /ends too early/);
    refused(Buffer.from([0x91, first, 0xff, 0xff, 0xff, 0xfe, 0, 0, 0]), /ends too early/);
  }
});

test("deep nesting is refused, what a reel needs is not", () => {
  for (const first of [0x91, 0x81]) refused(Buffer.alloc(10_000_000, first), /nested|too early/);
  const deep = Buffer.concat([Buffer.alloc(NESTING_MAX, 0x91), Buffer.from([1])]);
  checkMsgpackShape(deep);
  refused(Buffer.concat([Buffer.from([0x91]), deep]), /nested more than 64 deep/);
});

test("many small values are refused by their number", () => {
  const head = Buffer.from([0xdd, 0, 0, 0, 0]);
  head.writeUInt32BE(VALUE_COUNT_MAX + 5, 1);
  refused(Buffer.concat([head, Buffer.alloc(VALUE_COUNT_MAX + 5, 0x90)]), /more than \d+ values/);
});

test("extensions, which the decoder would act on, are refused", () => {
  const extensions = [
    [0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 1],
    [0xd6, 0xff, 0, 0, 0, 0],
    [0xc7, 1, 0x62, 0],
    [0xc1],
  ];
  for (const bytes of extensions) refused(Buffer.from(bytes), /has no meaning here/);
});

test("bytes behind the value and values cut short are refused", () => {
  refused(Buffer.from([1, 2]), /1 bytes follow/);
  refused(Buffer.alloc(0), /ends too early/);
});

test("whatever is written has a good shape, and every part of it has not", () => {
  const { value } = fc.letrec<{ value: Plain }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, false),
      fc.maxSafeInteger().filter((n) => !Object.is(n, -0)),
      fc.string(),
      fc.uint8Array({ maxLength: 300 }) as fc.Arbitrary<Uint8Array>,
      fc.array(tie("value"), { maxLength: 20 }) as fc.Arbitrary<Plain[]>,
      fc.dictionary(fc.string({ maxLength: 40 }), tie("value"), {
        maxKeys: 20,
      }) as fc.Arbitrary<Plain>,
    ),
  }));
  const law = fc.property(value, fc.nat(), (one, at) => {
    const bytes = encodeMsgpack({ one });
    checkMsgpackShape(bytes);
    assert.throws(() => checkMsgpackShape(bytes.subarray(0, at % bytes.length)));
  });
  fc.assert(law, { seed: 72, numRuns: 300 });
});

test.run();
