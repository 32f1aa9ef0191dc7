/**
 * 64-bit integers as pairs of 32-bit halves: what hash functions compute with, since bigints are
 * ten times slower.
 */

import type { Int } from "../../../base/int.ts";

const TWO_32 = 2 ** 32;

/** The signed integer of two halves, both taken modulo 2^32. */
export function int64OfHalves(high: number, low: number): Int {
  const signed = high | 0;
  const value = signed * TWO_32 + (low >>> 0);
  if (Number.isSafeInteger(value)) return value;
  return (BigInt(signed) << 32n) | BigInt(low >>> 0);
}

/** The low half of an integer, as a signed number. */
export function lowHalf(value: Int): number {
  if (typeof value === "bigint") return Number(BigInt.asIntN(32, value));
  return value | 0;
}

/** The high half of an integer, as a signed number. */
export function highHalf(value: Int): number {
  if (typeof value === "bigint") return Number(BigInt.asIntN(32, value >> 32n));
  return Math.floor(value / TWO_32) | 0;
}

/** The high half of the unsigned product of two low halves. */
export function multiplyHigh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const other = a0 * b1 + (middle & 0xffff);
  return (a1 * b1 + Math.floor(middle / 0x10000) + Math.floor(other / 0x10000)) | 0;
}
