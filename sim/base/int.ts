/**
 * Machine integers: 64 bits, two's complement, as in PyPy's `Signed`.
 *
 * An `Int` is canonical: a `number` if and only if it is a safe integer (|n| < 2^53), else a
 * `bigint` inside the int64 range; never -0. So `===` is equality of value. Every function here is
 * the one meaning of the trace operation of the same name: interpretation, tracing, constant
 * folding and the oracle backend all call it. Functions marked `@op` become that operation when
 * traced. Overflow is a value: `const z = int_add_ovf(a, b); if (z === null) …`, so TypeScript
 * forces the check and the code writer sees one instruction.
 *
 * Counterpart: rpython/jit/metainterp/blackhole.py (bhimpl_int_*), rlib/rarithmetic.py.
 */

/** A 64-bit signed integer in canonical form. */
export type Int = number | bigint;

/** The overflow test of a canonical sum: beyond 2^53 - 1 in magnitude the double may be inexact. */
const SAFE = Number.MAX_SAFE_INTEGER;

// A result whose double is beyond SAFE is itself beyond it: were it not, the double were exact. So
// what is not a safe number as a double is a bigint, and no test of its size is needed.

export const INT_MAX: Int = 2n ** 63n - 1n;
export const INT_MIN: Int = -(2n ** 63n);

/** Canonical `Int` of a bigint, wrapped to 64 bits. */
export function intFromBigint(value: bigint): Int {
  return canonical(BigInt.asIntN(64, value));
}

/** Of a bigint that fits in 64 bits. */
function canonical(word: bigint): Int {
  return word >= -9007199254740991n && word <= 9007199254740991n ? Number(word) : word;
}

/** The host's conversion costs a call for a bigint, too. */
function big(value: Int): bigint {
  return typeof value === "bigint" ? value : BigInt(value);
}

/** Canonical `Int` of a bigint, or null when it does not fit in 64 bits. */
export function intFromBigintOrNull(value: bigint): Int | null {
  return BigInt.asIntN(64, value) === value ? canonical(value) : null;
}

/** Whether a host value is a canonical Int. */
export function isInt(value: unknown): value is Int {
  if (typeof value === "number") return Number.isSafeInteger(value) && !Object.is(value, -0);
  return typeof value === "bigint" && intFromBigint(value) === value;
}

function isI32Pair(a: Int, b: Int): boolean {
  return typeof a === "number" && typeof b === "number" && (a | 0) === a && (b | 0) === b;
}

/** The value of a word's upper part is a multiple of this. */
const UPPER = 2 ** 32;

/**
 * The Int whose upper and lower 32 bits are given. The parts of a number are floor(n / 2^32), which
 * has its sign, and n modulo 2^32, which is what the host's bitwise operators take of it.
 */
function joinParts(upper: number, lower: number): Int {
  const value = upper * UPPER + (lower >>> 0);
  return value >= -SAFE ? value : BigInt(value);
}

/** Whether a result as a double is surely inside of 64 bits; the double may be rounded. */
function isSurelyWord(rounded: number): boolean {
  return rounded > -9.2233720368547e18 && rounded < 9.2233720368547e18;
}

/** @op */
export function int_add(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (sum >= -SAFE && sum <= SAFE) return sum;
  }
  return intFromBigint(big(a) + big(b));
}

/** @op */
export function int_sub(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    if (difference >= -SAFE && difference <= SAFE) return difference;
  }
  return intFromBigint(big(a) - big(b));
}

/** @op */
export function int_mul(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    if (product >= -SAFE && product <= SAFE) return product + 0;
  }
  return intFromBigint(big(a) * big(b));
}

/** a + b, or null when it leaves 64 bits. @op */
export function int_add_ovf(a: Int, b: Int): Int | null {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (sum >= -SAFE && sum <= SAFE) return sum;
    if (isSurelyWord(sum)) return big(a) + big(b);
  }
  return intFromBigintOrNull(big(a) + big(b));
}

/** a - b, or null when it leaves 64 bits. @op */
export function int_sub_ovf(a: Int, b: Int): Int | null {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    if (difference >= -SAFE && difference <= SAFE) return difference;
    if (isSurelyWord(difference)) return big(a) - big(b);
  }
  return intFromBigintOrNull(big(a) - big(b));
}

/** a * b, or null when it leaves 64 bits. @op */
export function int_mul_ovf(a: Int, b: Int): Int | null {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    if (product >= -SAFE && product <= SAFE) return product + 0;
    if (isSurelyWord(product)) return big(a) * big(b);
  }
  return intFromBigintOrNull(big(a) * big(b));
}

/** The upper 64 bits of the unsigned 128-bit product. @op */
export function uint_mul_high(a: Int, b: Int): Int {
  return intFromBigint((BigInt.asUintN(64, big(a)) * BigInt.asUintN(64, big(b))) >> 64n);
}

/** @op */
export function int_and(a: Int, b: Int): Int {
  if (isI32Pair(a, b)) return (a as number) & (b as number);
  if (typeof a === "number" && typeof b === "number") {
    return joinParts(Math.floor(a / UPPER) & Math.floor(b / UPPER), a & b);
  }
  return intFromBigint(big(a) & big(b));
}

/** @op */
export function int_or(a: Int, b: Int): Int {
  if (isI32Pair(a, b)) return (a as number) | (b as number);
  if (typeof a === "number" && typeof b === "number") {
    return joinParts(Math.floor(a / UPPER) | Math.floor(b / UPPER), a | b);
  }
  return intFromBigint(big(a) | big(b));
}

/** @op */
export function int_xor(a: Int, b: Int): Int {
  if (isI32Pair(a, b)) return (a as number) ^ (b as number);
  if (typeof a === "number" && typeof b === "number") {
    return joinParts(Math.floor(a / UPPER) ^ Math.floor(b / UPPER), a ^ b);
  }
  return intFromBigint(big(a) ^ big(b));
}

/** Shift counts are taken modulo 64, as the processor does. @op */
export function int_lshift(a: Int, b: Int): Int {
  const count = shiftCount(b);
  if (typeof a === "number" && count < 31) {
    const shifted = a * (1 << count);
    if (shifted >= -SAFE && shifted <= SAFE) return shifted + 0;
  }
  return intFromBigint(big(a) << BigInt(count));
}

/** Arithmetic shift right. @op */
export function int_rshift(a: Int, b: Int): Int {
  const count = shiftCount(b);
  if (typeof a === "number") {
    if ((a | 0) === a) return a >> Math.min(count, 31);
    return Math.floor(a / 2 ** count);
  }
  return intFromBigint(big(a) >> BigInt(count));
}

/** Logical shift right. @op */
export function uint_rshift(a: Int, b: Int): Int {
  const count = shiftCount(b);
  if (typeof a === "number" && a >= 0 && a <= 0x7fffffff) return count > 31 ? 0 : a >>> count;
  return intFromBigint(BigInt.asUintN(64, big(a)) >> BigInt(count));
}

function shiftCount(b: Int): number {
  return typeof b === "number" && b >= 0 && b < 64 ? b : Number(BigInt.asUintN(6, big(b)));
}

/** The lowest `bytes` (1, 2 or 4) bytes of `a`, sign-extended. @op */
export function int_signext(a: Int, bytes: Int): Int {
  return intFromBigint(BigInt.asIntN(Number(bytes) * 8, big(a)));
}

/** @op */
export function int_neg(a: Int): Int {
  return typeof a === "number" ? 0 - a : intFromBigint(-a);
}

/** @op */
export function int_invert(a: Int): Int {
  return typeof a === "number" && a !== SAFE ? -1 - a : intFromBigint(~big(a));
}

/** @op */
export function int_lt(a: Int, b: Int): boolean {
  return a < b;
}

/** @op */
export function int_le(a: Int, b: Int): boolean {
  return a <= b;
}

/** @op */
export function int_eq(a: Int, b: Int): boolean {
  return a === b;
}

/** @op */
export function int_ne(a: Int, b: Int): boolean {
  return a !== b;
}

/** @op */
export function int_gt(a: Int, b: Int): boolean {
  return a > b;
}

/** @op */
export function int_ge(a: Int, b: Int): boolean {
  return a >= b;
}

/** The order of unsigned 64-bit words: negative numbers come after all others. @op */
export function uint_lt(a: Int, b: Int): boolean {
  return a < 0 === b < 0 ? a < b : b < 0;
}

/** @op */
export function uint_le(a: Int, b: Int): boolean {
  return !uint_lt(b, a);
}

/** @op */
export function uint_gt(a: Int, b: Int): boolean {
  return uint_lt(b, a);
}

/** @op */
export function uint_ge(a: Int, b: Int): boolean {
  return !uint_lt(a, b);
}

/** @op */
export function int_is_true(a: Int): boolean {
  return a !== 0;
}

/** @op */
export function int_is_zero(a: Int): boolean {
  return a === 0;
}

/** @op */
export function int_force_ge_zero(a: Int): Int {
  return a < 0 ? 0 : a;
}

/**
 * Python's floor division; the divisor is not 0 and (INT_MIN, -1) is excluded by the caller.
 * @elidable
 * @cannot_raise
 * @oopspec int.py_div
 */
export function int_py_div(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") return Math.floor(a / b) + 0;
  const x = big(a);
  const y = big(b);
  const quotient = x / y;
  return intFromBigint(x % y !== 0n && x < 0n !== y < 0n ? quotient - 1n : quotient);
}

/**
 * Python's modulo: the result has the sign of the divisor, which is not 0.
 * @elidable
 * @cannot_raise
 * @oopspec int.py_mod
 */
export function int_py_mod(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const remainder = a % b;
    return (remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder) + 0;
  }
  const y = big(b);
  const remainder = big(a) % y;
  return intFromBigint(remainder !== 0n && remainder < 0n !== y < 0n ? remainder + y : remainder);
}

/** A truth value as 0 or 1. @cast */
export function intFromBoolean(value: boolean): Int {
  return value ? 1 : 0;
}

/** The Int of a small host number (an index, a length): the identity, for the type only. @cast */
export function intFromNumber(value: number): Int {
  return value;
}

/** The small host number of an Int known to be one (checked by the caller by a comparison). @cast */
export function numberFromInt(value: Int): number {
  return value as number;
}
