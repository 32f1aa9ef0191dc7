/**
 * msgpack bytes, and the values that msgpackr alone would lose.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Plain } from "./codec.ts";
import { decodeMsgpack, encodeMsgpack } from "./codec.ts";
import { int, text } from "./value-type.ts";
import { DIRECT_READER, DIRECT_WRITER } from "./header.ts";

function hex(value: Plain): string {
  return Buffer.from(encodeMsgpack({ a: value }))
    .toString("hex")
    .slice(6);
}

test("integers have the shortest form up to 32 bits, then int 64, from 2^63 uint 64", () => {
  const cases: [number | bigint, string][] = [
    [0, "00"],
    [127, "7f"],
    [128, "cc80"],
    [256, "cd0100"],
    [65536, "ce00010000"],
    [4294967295, "ceffffffff"],
    [4294967296, "d30000000100000000"],
    [Number.MAX_SAFE_INTEGER, "d3001fffffffffffff"],
    [2n ** 63n - 1n, "d37fffffffffffffff"],
    [2n ** 63n, "cf8000000000000000"],
    [-1, "ff"],
    [-33, "d0df"],
    [-129, "d1ff7f"],
    [-32769, "d2ffff7fff"],
    [-2147483649, "d3ffffffff7fffffff"],
    [5n, "05"],
  ];
  for (const [value, expected] of cases) assert.is(hex(value), expected, String(value));
});

test("texts, bytes, lists and maps have the shortest headers", () => {
  assert.is(hex("é".repeat(16)).slice(0, 4), "d920");
  assert.is(hex("x".repeat(31)).slice(0, 2), "bf");
  assert.is(hex(new Uint8Array(3)), "c403000000");
  assert.is(hex(new Uint8Array(256)).slice(0, 6), "c50100");
  assert.is(hex([1, [], null, true, false]), "950190c0c3c2");
  assert.is(hex({ b: 1, a: {} }), "82a16201a16180");
});

test("what msgpackr would lose is refused", () => {
  for (const value of [-0, 1.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY, 2n ** 64n]) {
    assert.throws(() => encodeMsgpack({ a: value }), TypeError, String(value));
  }
});

test("bytes that are not one msgpack value are refused", () => {
  for (const bytes of [[1, 2], [0x92, 1], [0xa5, 0x41], []]) {
    assert.throws(() => decodeMsgpack(Uint8Array.from(bytes)), undefined, String(bytes));
  }
});

test("a value of another type is named", () => {
  assert.throws(() => int.decode("1", DIRECT_READER), /expected an integer below 2\^53, found "1"/);
  assert.throws(() => int.encode(undefined as unknown as number, DIRECT_WRITER), /undefined/);
  assert.throws(() => text.decode(7, DIRECT_READER), /expected WTF-8 bytes, found 7/);
});

test.run();
