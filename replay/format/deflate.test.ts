/**
 * Deflate frames give back what they hold, and nothing else unpacks.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { MemorySource } from "./byte-source.ts";
import { decodeFrame } from "./decoded-frame.ts";
import { DEFLATED_SIZE_MAX_BYTES, decodeDeflateFrame, encodeDeflateFrame } from "./deflate.ts";
import { readFrameAt } from "./frame.ts";
import { SchemaError } from "./value-type.ts";

function payloadOf(frames: Uint8Array): Readonly<Record<string, unknown>> {
  const frame = readFrameAt(new MemorySource(encodeDeflateFrame(frames)), 0);
  assert.is(frame.kind, "frame");
  return frame.kind === "frame" ? decodeFrame(frame.payload).map : {};
}

function refused(payload: Readonly<Record<string, unknown>>, message: RegExp): void {
  assert.throws(
    () => decodeDeflateFrame(payload),
    (error: unknown) => error instanceof SchemaError && message.test(error.message),
  );
}

test("any frames come back as they were", () => {
  const law = fc.property(fc.uint8Array({ minLength: 1, maxLength: 3000 }), (frames) => {
    const payload = payloadOf(frames);
    assert.is(payload.frame, "deflate");
    assert.equal(new Uint8Array(decodeDeflateFrame(payload)), new Uint8Array(frames));
  });
  fc.assert(law, { seed: 71, numRuns: 60 });
});

test("a size that lies, either way, is refused before more is unpacked", () => {
  const payload = payloadOf(new Uint8Array(5000).fill(7));
  refused({ ...payload, size: 4999 }, /cannot be unpacked/);
  refused({ ...payload, size: 5001 }, /unpack to 5000 bytes, not to 5001/);
  refused({ ...payload, size: 0 }, /size: 0 is not between/);
  refused({ ...payload, size: -1 }, /is not between/);
  refused({ ...payload, size: DEFLATED_SIZE_MAX_BYTES + 1 }, /is not between/);
  refused({ ...payload, size: null }, /expected an integer/);
});

test("what is not packed data, or more than it, is refused", () => {
  const packed = deflateSync(new Uint8Array(100));
  const size = 100;
  refused({ size, bytes: packed.subarray(0, -3) }, /cannot be unpacked/);
  refused({ size, bytes: Buffer.concat([packed, packed]) }, /more after the end/);
  refused({ size, bytes: new Uint8Array(8) }, /cannot be unpacked/);
  refused({ size, bytes: "x" }, /expected bytes/);
  const wrong = Buffer.from(packed);
  wrong[wrong.length - 1]! ^= 1;
  refused({ size, bytes: wrong }, /cannot be unpacked/);
});

test("a bomb stops at its stated size", () => {
  const bomb = deflateSync(new Uint8Array(DEFLATED_SIZE_MAX_BYTES * 2), { level: 9 });
  refused({ size: 1000, bytes: bomb }, /cannot be unpacked/);
});

test.run();
