/**
 * SipHash-2-4 with a zero key over bytes, on 32-bit halves: word `i` of the state is the pair of
 * its low half at `2 * i` and its high half behind it.
 *
 * Counterpart: Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012), section 2.
 */

import type { Int } from "../../../base/int.ts";
import { int64OfHalves } from "./halves.ts";

/** The four initial words, "somepseudorandomlygeneratedbytes", low half first. */
const INITIAL = Int32Array.of(
  0x70736575,
  0x736f6d65,
  0x6e646f6d,
  0x646f7261,
  0x6e657261,
  0x6c796765,
  0x79746573,
  0x74656462,
);

/** The hash as a signed 64-bit integer. */
export function sipHash24(bytes: Uint8Array): Int {
  const v = INITIAL.slice();
  const { length } = bytes;
  const whole = length - (length % 8);
  for (let at = 0; at < whole; at += 8) absorb(v, readHalf(bytes, at), readHalf(bytes, at + 4));
  const low = readHalf(bytes, whole);
  absorb(v, low, readHalf(bytes, whole + 4) | (length << 24));
  v[4] = v[4]! ^ 0xff;
  for (let i = 0; i < 4; i++) round(v);
  return int64OfHalves(v[1]! ^ v[3]! ^ v[5]! ^ v[7]!, v[0]! ^ v[2]! ^ v[4]! ^ v[6]!);
}

/** Four bytes, the first the lowest; those behind the end are zero. */
function readHalf(bytes: Uint8Array, at: number): number {
  const byte = (i: number): number => bytes[at + i] ?? 0;
  return byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24);
}

function absorb(v: Int32Array, low: number, high: number): void {
  v[6] = v[6]! ^ low;
  v[7] = v[7]! ^ high;
  round(v);
  round(v);
  v[0] = v[0]! ^ low;
  v[1] = v[1]! ^ high;
}

function round(v: Int32Array): void {
  add(v, 0, 2);
  rotate(v, 2, 13, 0);
  swapHalves(v, 0);
  add(v, 4, 6);
  rotate(v, 6, 16, 4);
  add(v, 0, 6);
  rotate(v, 6, 21, 0);
  add(v, 4, 2);
  rotate(v, 2, 17, 4);
  swapHalves(v, 4);
}

/** The word at `to` becomes the sum of both. */
function add(v: Int32Array, to: number, from: number): void {
  const low = (v[to]! >>> 0) + (v[from]! >>> 0);
  v[to] = low;
  v[to + 1] = v[to + 1]! + v[from + 1]! + (low > 0xffffffff ? 1 : 0);
}

/** Rotates the word at `at` left by `bits` < 32, and mixes in the word at `other`. */
function rotate(v: Int32Array, at: number, bits: number, other: number): void {
  const low = v[at]!;
  const high = v[at + 1]!;
  v[at] = ((low << bits) | (high >>> (32 - bits))) ^ v[other]!;
  v[at + 1] = ((high << bits) | (low >>> (32 - bits))) ^ v[other + 1]!;
}

function swapHalves(v: Int32Array, at: number): void {
  const low = v[at]!;
  v[at] = v[at + 1]!;
  v[at + 1] = low;
}
