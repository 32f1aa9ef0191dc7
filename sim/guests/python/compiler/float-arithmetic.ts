/**
 * Python's float arithmetic for constant folding, independent of the host's libm: powers are
 * computed with big integers and rounded once.
 */

import type { BinaryOperator } from "../parser/ast.ts";
import { exactPower } from "../../../base/exact-power.ts";

/** Python's `int.bit_length()`. */
export function bitLength(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  return magnitude === 0n ? 0 : magnitude.toString(2).length;
}

/** The nearest float; `undefined` on overflow, where Python raises. */
export function bigintToFloat(value: bigint): number | undefined {
  const result = Number(value);
  return Number.isFinite(result) ? result : undefined;
}

/** `a / b` rounded once; `undefined` on overflow and for a zero divisor. */
export function divideBigints(a: bigint, b: bigint): number | undefined {
  if (b === 0n) return undefined;
  if (a === 0n) return b < 0n ? -0 : 0;
  const negative = a < 0n !== b < 0n;
  const value = divideMagnitudes(a < 0n ? -a : a, b < 0n ? -b : b);
  if (!Number.isFinite(value)) return undefined;
  return negative ? -value : value;
}

/** `a / b` of positive integers, rounded once to the nearest float. */
function divideMagnitudes(a: bigint, b: bigint): number {
  // A quotient of 65 or more bits whose last bit tells of a remainder rounds as the exact one does.
  // A subnormal result has fewer bits: then the quotient ends one bit below its last.
  const shift = Math.min(66 - (bitLength(a) - bitLength(b)), 1074 + 1);
  const numerator = shift > 0 ? a << BigInt(shift) : a;
  const denominator = shift > 0 ? b : b << BigInt(-shift);
  const quotient = numerator / denominator;
  const sticky = numerator % denominator === 0n ? 0n : 1n;
  return scale(Number(quotient | sticky), -shift);
}

/** `value * 2 ** exponent`, in steps that do not round twice for normal results. */
function scale(value: number, exponent: number): number {
  let result = value;
  let left = exponent;
  for (; left > 1000; left -= 1000) result *= 2 ** 1000;
  for (; left < -1000; left += 1000) result *= 2 ** -1000;
  return result * 2 ** left;
}

/** `a op b`; `undefined` where Python raises. */
export function floatBinary(op: BinaryOperator, a: number, b: number): number | undefined {
  switch (op) {
    case "Add":
      return a + b;
    case "Sub":
      return a - b;
    case "Mult":
      return a * b;
    case "Div":
      return b === 0 ? undefined : a / b;
    case "Mod":
      return b === 0 ? undefined : floatModulo(a, b);
    case "FloorDiv":
      return b === 0 ? undefined : floatFloorDivide(a, b);
    case "Pow":
      return floatPower(a, b);
    default:
      return undefined;
  }
}

function floatModulo(a: number, b: number): number {
  const remainder = a % b;
  if (remainder === 0) return b < 0 ? -0 : 0;
  return remainder < 0 !== b < 0 ? remainder + b : remainder;
}

function floatFloorDivide(a: number, b: number): number {
  const quotient = (a - floatModulo(a, b)) / b;
  if (quotient === 0) return Object.is(a / b, -0) || a / b < 0 ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

function floatPower(a: number, b: number): number | undefined {
  if (a === 0 && b < 0) return undefined;
  // PyPy multiplies, and so has no overflow here.
  if (b === 2) return a * a;
  if (!Number.isFinite(a) || !Number.isFinite(b) || a === 0 || b === 0 || a === 1) {
    return a === 1 ? 1 : a ** b;
  }
  const value = exactPower(a, b);
  return Number.isFinite(value) ? value : undefined;
}
