/**
 * Floats: IEEE binary64, with one canonical NaN. `Float` is a brand over `number`, so that the code
 * writer can tell a float from a small host number. Functions marked `@op` are the one meaning of
 * the trace operation of the same name.
 */

import type { Int } from "./int.ts";
import { intFromBigint } from "./int.ts";

declare const floatBrand: unique symbol;

/** An IEEE binary64 value. Make one from a host number with {@link toFloat}. */
export type Float = number & { readonly [floatBrand]: true };

/** A host number as a Float: the identity, for the type only. @cast */
export function toFloat(value: number): Float {
  return value as Float;
}

const words = new DataView(new ArrayBuffer(8));

/** @op */
export function float_add(a: Float, b: Float): Float {
  return (a + b) as Float;
}

/** @op */
export function float_sub(a: Float, b: Float): Float {
  return (a - b) as Float;
}

/** @op */
export function float_mul(a: Float, b: Float): Float {
  return (a * b) as Float;
}

/** @op */
export function float_truediv(a: Float, b: Float): Float {
  return (a / b) as Float;
}

/** @op */
export function float_neg(a: Float): Float {
  return -a as Float;
}

/** @op */
export function float_abs(a: Float): Float {
  return Math.abs(a) as Float;
}

/** @op */
export function float_lt(a: Float, b: Float): boolean {
  return a < b;
}

/** @op */
export function float_le(a: Float, b: Float): boolean {
  return a <= b;
}

/** @op */
export function float_eq(a: Float, b: Float): boolean {
  return a === b;
}

/** @op */
export function float_ne(a: Float, b: Float): boolean {
  return a !== b;
}

/** @op */
export function float_gt(a: Float, b: Float): boolean {
  return a > b;
}

/** @op */
export function float_ge(a: Float, b: Float): boolean {
  return a >= b;
}

/** Rounds to nearest, ties to even, as the processor does. @op */
export function cast_int_to_float(a: Int): Float {
  return Number(a) as Float;
}

/**
 * Truncates towards zero; outside of int64 and for NaN it is INT_MIN, as cvttsd2si gives. @op
 */
export function cast_float_to_int(a: Float): Int {
  if (a >= -9007199254740991 && a <= 9007199254740991) return Math.trunc(a) + 0;
  if (a >= -(2 ** 63) && a < 2 ** 63) return intFromBigint(BigInt(a));
  return -(2n ** 63n);
}

/** The 64 bits of a float as an Int; every NaN gives the canonical one. @op */
export function convert_float_bytes_to_longlong(a: Float): Int {
  return intFromBigint(floatToBits(a));
}

/** @op */
export function convert_longlong_bytes_to_float(a: Int): Float {
  return floatFromBits(BigInt.asUintN(64, BigInt(a)));
}

/** The bits of `value` as an unsigned 64-bit bigint; NaN is 0x7ff8000000000000. */
export function floatToBits(value: number): bigint {
  if (Number.isNaN(value)) return 0x7ff8000000000000n;
  words.setFloat64(0, value);
  return words.getBigUint64(0);
}

/** The float with these 64 bits. */
export function floatFromBits(bits: bigint): Float {
  words.setBigUint64(0, bits);
  return words.getFloat64(0) as Float;
}
