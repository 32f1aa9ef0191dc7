/**
 * Arithmetic on numbers of any kind, with Python's exact results and error texts.
 *
 * Counterpart: pypy/objspace/std/{intobject,longobject,floatobject}.py, rlib/rbigint.py.
 */

import type { Float } from "../../../base/float.ts";
import { toFloat } from "../../../base/float.ts";
import { type Int, intFromBigintOrNull, intFromNumber } from "../../../base/int.ts";
import { oefmt, valueError } from "./errors.ts";
import { newfloat, W_FloatObject } from "./float-object.ts";
import {
  bigintOrNull,
  newbool,
  W_BoolObject,
  W_IntObject,
  W_LongObject,
  wrapBigint,
} from "./int-object.ts";
import { floatPow, frexp, ldexp } from "./math-functions.ts";
import { checkIntegerAllocation } from "./memory.ts";
import type { OperationError } from "./operation-error.ts";
import {
  OP_ADD,
  OP_AND,
  OP_DIVMOD,
  OP_FLOORDIV,
  OP_LSHIFT,
  OP_MOD,
  OP_MUL,
  OP_OR,
  OP_POW,
  OP_RSHIFT,
  OP_SUB,
  OP_TRUEDIV,
  OP_XOR,
} from "./operators.ts";
import type { ObjSpace } from "./space.ts";
import { W_TupleObject } from "./tuple-object.ts";
import type { W_Root } from "./w-root.ts";

/** Integers or booleans of any size. */
export function isInteger(w_obj: W_Root): boolean {
  return w_obj instanceof W_IntObject || w_obj instanceof W_LongObject;
}

/** Python's float modulo; the divisor is not zero. @elidable @cannot_raise */
export function float_mod(a: Float, b: Float): Float {
  let remainder = a % b;
  if (remainder !== 0) {
    if (remainder < 0 !== b < 0) remainder += b;
  } else {
    remainder = b < 0 || Object.is(b, -0) ? -0 : 0;
  }
  return toFloat(remainder);
}

/** Python's float floor division; the divisor is not zero. @elidable @cannot_raise */
export function float_floordiv(a: Float, b: Float): Float {
  const remainder = a % b;
  let quotient = (a - remainder) / b;
  if (remainder !== 0 && remainder < 0 !== b < 0) quotient -= 1;
  if (quotient === 0) return toFloat(Object.is(a / b, -0) || a / b < 0 ? -0 : 0);
  const floor = Math.floor(quotient);
  return toFloat(quotient - floor > 0.5 ? floor + 1 : floor);
}

/** A float power; not finite where Python raises or gives a complex. @elidable @cannot_raise */
export function float_pow(a: Float, b: Float): Float {
  return toFloat(floatPow(a, b));
}

/** A float rounded to a whole one, ties to even. @elidable @cannot_raise */
export function round_half_even(x: Float): Float {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest < 0.5) return toFloat(floor);
  if (rest > 0.5) return toFloat(floor + 1);
  return toFloat(floor % 2 === 0 ? floor : floor + 1);
}

/** An integer power that is a safe integer, else -1; `b` is not negative. @elidable @cannot_raise */
export function int_pow_safe(a: Int, b: Int): Int {
  const power = Number(a) ** Number(b);
  return a > 0 && Number.isSafeInteger(power) ? intFromNumber(power) : -1;
}

export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

export function floorModulo(a: bigint, b: bigint): bigint {
  const remainder = a % b;
  return remainder !== 0n && remainder < 0n !== b < 0n ? remainder + b : remainder;
}

/** An integer as a float. Throws OverflowError when it is too large. */
export function toFloatValue(space: ObjSpace, w_obj: W_Root): number {
  if (w_obj instanceof W_FloatObject) return w_obj.floatval;
  const value = Number(bigintOrNull(w_obj)!);
  if (Number.isFinite(value)) return value;
  throw oefmt(space, space.w_OverflowError, "int too large to convert to float");
}

function divisionByZero(space: ObjSpace, message: string): OperationError {
  return oefmt(space, space.w_ZeroDivisionError, message);
}

/** A binary operator on two numbers, or null when it does not apply to them. */
export function numericBinary(
  space: ObjSpace,
  op: number,
  w_a: W_Root,
  w_b: W_Root,
): W_Root | null {
  const a = bigintOrNull(w_a);
  const b = bigintOrNull(w_b);
  if (a !== null && b !== null) {
    if (w_a instanceof W_BoolObject && w_b instanceof W_BoolObject) {
      if (op === OP_AND) return newbool((a & b) === 1n);
      if (op === OP_OR) return newbool((a | b) === 1n);
      if (op === OP_XOR) return newbool((a ^ b) === 1n);
    }
    return integerBinary(space, op, a, b);
  }
  const isNumeric =
    (a !== null || w_a instanceof W_FloatObject) && (b !== null || w_b instanceof W_FloatObject);
  if (!isNumeric) return null;
  if (op > OP_POW && op !== OP_DIVMOD) return null;
  return floatBinary(space, op, toFloatValue(space, w_a), toFloatValue(space, w_b));
}

/**
 * The common operators on integers one of which is big, or null: what plain interpretation tries
 * before the general way.
 */
export function longBinary(op: number, w_a: W_Root, w_b: W_Root): W_Root | null {
  let a: bigint;
  let b: bigint;
  if (w_a instanceof W_LongObject) {
    a = w_a.value;
    if (w_b instanceof W_LongObject) b = w_b.value;
    else if (w_b instanceof W_IntObject) b = big(w_b.intval);
    else return null;
  } else if (w_b instanceof W_LongObject && w_a instanceof W_IntObject) {
    a = big(w_a.intval);
    b = w_b.value;
  } else return null;
  switch (op) {
    case OP_ADD:
      return wrapBigint(a + b);
    case OP_SUB:
      return wrapBigint(a - b);
    case OP_MUL:
      return wrapBigint(a * b);
    case OP_AND:
      return wrapBigint(a & b);
    case OP_OR:
      return wrapBigint(a | b);
    case OP_XOR:
      return wrapBigint(a ^ b);
    default:
      return null;
  }
}

/** The host's conversion costs a call for a bigint, too. */
function big(value: Int): bigint {
  return typeof value === "bigint" ? value : BigInt(value);
}

/** The product of machine integers one of which is beyond 53 bits; else null. */
export function longProduct(a: Int, b: Int): W_Root | null {
  if (typeof a === "number" && typeof b === "number") return null;
  return wrapBigint(big(a) * big(b));
}

/** The sum, difference or product of machine integers that leaves 64 bits. */
export function overflown(op: number, a: Int, b: Int): W_Root {
  const x = big(a);
  const y = big(b);
  return new W_LongObject(op === OP_MUL ? x * y : op === OP_ADD ? x + y : x - y);
}

function integerBinary(space: ObjSpace, op: number, a: bigint, b: bigint): W_Root | null {
  switch (op) {
    case OP_ADD:
      return wrapBigint(a + b);
    case OP_SUB:
      return wrapBigint(a - b);
    case OP_MUL:
      return wrapBigint(a * b);
    case OP_TRUEDIV:
      return trueDivide(space, a, b);
    case OP_FLOORDIV:
      if (b === 0n) throw divisionByZero(space, "integer division or modulo by zero");
      return wrapBigint(floorDivide(a, b));
    case OP_MOD:
      if (b === 0n) throw moduloByZero(space, a);
      return wrapBigint(floorModulo(a, b));
    case OP_DIVMOD:
      if (b === 0n) throw divisionByZero(space, "integer divmod by zero");
      return new W_TupleObject([wrapBigint(floorDivide(a, b)), wrapBigint(floorModulo(a, b))]);
    case OP_POW:
      return integerPower(space, a, b);
    case OP_LSHIFT:
    case OP_RSHIFT:
      return shift(space, op, a, b);
    case OP_AND:
      return wrapBigint(a & b);
    case OP_OR:
      return wrapBigint(a | b);
    case OP_XOR:
      return wrapBigint(a ^ b);
    default:
      return null;
  }
}

function moduloByZero(space: ObjSpace, a: bigint): OperationError {
  const isWord = intFromBigintOrNull(a) !== null;
  return divisionByZero(
    space,
    isWord ? "integer modulo by zero" : "long division or modulo by zero",
  );
}

function shift(space: ObjSpace, op: number, a: bigint, b: bigint): W_Root {
  if (b < 0n) throw valueError(space, "negative shift count");
  const isWord = BigInt.asIntN(64, b) === b;
  if (op === OP_RSHIFT) return wrapBigint(isWord && b < 2n ** 32n ? a >> b : a < 0n ? -1n : 0n);
  if (a === 0n) return wrapBigint(0n);
  if (!isWord) throw oefmt(space, space.w_OverflowError, "shift count too large");
  checkIntegerAllocation(space, bitLength(a) + Number(b));
  return wrapBigint(a << b);
}

/** About the number of binary digits: exact to the hexadecimal digit. */
function bitLength(value: bigint): number {
  return BigInt.asIntN(64, value) === value ? 64 : value.toString(16).length * 4;
}

function integerPower(space: ObjSpace, a: bigint, b: bigint): W_Root {
  if (b < 0n) {
    const base = Number(a);
    if (!Number.isFinite(base)) {
      throw oefmt(space, space.w_OverflowError, "int too large to convert to float");
    }
    return newfloat(floatPower(space, base, Number(b)));
  }
  const isTrivial = a === 0n || a === 1n || a === -1n;
  if (!isTrivial) checkIntegerAllocation(space, powerBits(a) * Number(b));
  return wrapBigint(isTrivial && b > 1n ? a ** (2n - (b & 1n)) : a ** b);
}

/** Binary digits that one more factor `a` adds, at least. */
function powerBits(a: bigint): number {
  const magnitude = a < 0n ? -a : a;
  const digits = magnitude.toString(16);
  return (digits.length - 1) * 4 + 31 - Math.clz32(Number.parseInt(digits[0]!, 16));
}

/** x to a whole power of at most 64 in magnitude, rounded once. */
function wholePower(x: number, n: number): number {
  if (x === 0 || !Number.isFinite(x)) return floatPow(x, n);
  const [mantissa, exponent] = frexp(Math.abs(x));
  const count = Math.abs(n);
  const digits = BigInt(mantissa * 2 ** 53) ** BigInt(count);
  const power = (exponent - 53) * count;
  const isNegative = x < 0 && count % 2 === 1;
  const magnitude = n < 0 ? reciprocal(digits, -power) : scaleByPowerOfTwo(digits, power);
  return isNegative ? -magnitude : magnitude;
}

/** 2^power / digits, rounded once. */
function reciprocal(digits: bigint, power: number): number {
  const bits = digits.toString(2).length + 80;
  const numerator = 1n << BigInt(bits);
  let quotient = numerator / digits;
  if (numerator % digits !== 0n) quotient |= 1n;
  return scaleByPowerOfTwo(quotient, power - bits);
}

/** The correctly rounded quotient of two integers. */
function trueDivide(space: ObjSpace, a: bigint, b: bigint): W_Root {
  if (b === 0n) throw divisionByZero(space, "division by zero");
  if (a === 0n) return newfloat(b < 0n ? -0 : 0);
  const negative = a < 0n !== b < 0n;
  const x = a < 0n ? -a : a;
  const y = b < 0n ? -b : b;
  const limit = 9007199254740992n;
  if (x <= limit && y <= limit) {
    const quotient = Number(x) / Number(y);
    return newfloat(negative ? -quotient : quotient);
  }
  const value = divideRounded(x, y);
  if (!Number.isFinite(value)) {
    throw oefmt(space, space.w_OverflowError, "integer division result too large for a float");
  }
  return newfloat(negative ? -value : value);
}

/**
 * x / y rounded once, for positive integers: a quotient of at least 55 bits (66 is enough for
 * subnormals too) with the remainder folded into its last bit, then one correct conversion.
 */
function divideRounded(x: bigint, y: bigint): number {
  const excess = x.toString(2).length - y.toString(2).length;
  const scale = 66 - excess;
  const numerator = scale > 0 ? x << BigInt(scale) : x;
  const denominator = scale < 0 ? y << BigInt(-scale) : y;
  let quotient = numerator / denominator;
  if (numerator % denominator !== 0n) quotient |= 1n;
  return scaleByPowerOfTwo(quotient, -scale);
}

/** q · 2^exponent rounded once; the last bit of `q` may stand for what was cut off. */
export function scaleByPowerOfTwo(q: bigint, exponent: number): number {
  const bits = q.toString(2).length;
  if (bits + exponent > 1100) return Number.POSITIVE_INFINITY;
  const lowest = Math.max(bits + exponent - 53, -1074);
  const drop = lowest - exponent;
  if (drop <= 0) return ldexp(Number(q), BigInt(exponent));
  if (drop > bits + 1) return 0;
  const half = 1n << BigInt(drop - 1);
  const rest = q & ((1n << BigInt(drop)) - 1n);
  let mantissa = q >> BigInt(drop);
  if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa += 1n;
  let value = Number(mantissa);
  let power = lowest;
  while (power > 1000) {
    value *= 2 ** 1000;
    power -= 1000;
  }
  while (power < -1000) {
    value *= 2 ** -1000;
    power += 1000;
  }
  return value * 2 ** power;
}

function floatBinary(space: ObjSpace, op: number, a: number, b: number): W_Root | null {
  switch (op) {
    case OP_ADD:
      return newfloat(a + b);
    case OP_SUB:
      return newfloat(a - b);
    case OP_MUL:
      return newfloat(a * b);
    case OP_TRUEDIV:
      if (b === 0) throw divisionByZero(space, "float division by zero");
      return newfloat(a / b);
    case OP_FLOORDIV:
      if (b === 0) throw divisionByZero(space, "float modulo");
      return new W_FloatObject(float_floordiv(toFloat(a), toFloat(b)));
    case OP_MOD:
      if (b === 0) throw divisionByZero(space, "float modulo");
      return new W_FloatObject(float_mod(toFloat(a), toFloat(b)));
    case OP_DIVMOD:
      if (b === 0) throw divisionByZero(space, "float modulo");
      return new W_TupleObject([
        new W_FloatObject(float_floordiv(toFloat(a), toFloat(b))),
        new W_FloatObject(float_mod(toFloat(a), toFloat(b))),
      ]);
    case OP_POW:
      return newfloat(floatPower(space, a, b));
    default:
      return null;
  }
}

/** Python's float power with its errors; NaN where the result is complex. */
export function floatPower(space: ObjSpace, a: number, b: number): number {
  if (a === 0 && b === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
  if (a === 0 && b < 0) {
    throw divisionByZero(space, "0.0 cannot be raised to a negative power");
  }
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b)) return Number.NaN;
  if (a === 1 || b === 0) return 1;
  if (a === -1 && !Number.isFinite(b) && !Number.isNaN(b)) return 1;
  if (b === 2) return a * a;
  const isWhole = Number.isInteger(b) && Math.abs(b) <= 64;
  const result = isWhole ? wholePower(a, b) : floatPow(a, b);
  return checkedPower(space, a, b, result);
}

function checkedPower(space: ObjSpace, a: number, b: number, result: number): number {
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b)) {
    throw oefmt(space, space.w_OverflowError, "float power");
  }
  return result;
}

/** `pow(a, b, m)` of integers. */
export function modularPower(space: ObjSpace, a: bigint, b: bigint, m: bigint): W_Root {
  if (m === 0n) throw valueError(space, "pow() 3rd argument cannot be 0");
  let base = floorModulo(a, m);
  let exponent = b;
  if (b < 0n) {
    base = modularInverse(space, base, m);
    exponent = -b;
  }
  let result = floorModulo(1n, m);
  while (exponent > 0n) {
    if ((exponent & 1n) === 1n) result = floorModulo(result * base, m);
    base = floorModulo(base * base, m);
    exponent >>= 1n;
  }
  return wrapBigint(result);
}

function modularInverse(space: ObjSpace, a: bigint, m: bigint): bigint {
  let [r, newR] = [m < 0n ? -m : m, floorModulo(a, m < 0n ? -m : m)];
  let [t, newT] = [0n, 1n];
  while (newR !== 0n) {
    const q = r / newR;
    [t, newT] = [newT, t - q * newT];
    [r, newR] = [newR, r - q * newR];
  }
  if (r !== 1n) throw valueError(space, "base is not invertible for the given modulus");
  return floorModulo(t, m);
}
