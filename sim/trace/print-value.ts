/**
 * The printed form of constants: integers in decimal, floats as C's `%f` with six decimals (so they
 * are lossy, as on PyPy), `ConstClass(name)`, `ConstPtr(ptrN)`.
 *
 * Counterpart: rpython/jit/metainterp/logger.py (repr_of_arg).
 */

import { floatToBits } from "../base/float.ts";

const FRACTION_BITS = 52n;
const EXPONENT_BIAS = 1075n;

/** `numerator / 2^shift` rounded to an integer, ties to even. */
function roundShifted(numerator: bigint, shift: bigint): bigint {
  if (shift <= 0n) return numerator << -shift;
  const quotient = numerator >> shift;
  const rest = numerator - (quotient << shift);
  const half = 1n << (shift - 1n);
  const isUp = rest > half || (rest === half && (quotient & 1n) === 1n);
  return isUp ? quotient + 1n : quotient;
}

/** `value` as C's `%f` prints it. */
export function printFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  const bits = floatToBits(value);
  const sign = bits >> 63n === 1n ? "-" : "";
  if (!Number.isFinite(value)) return `${sign}inf`;
  const biased = (bits >> FRACTION_BITS) & 0x7ffn;
  const fraction = bits & ((1n << FRACTION_BITS) - 1n);
  const mantissa = biased === 0n ? fraction : fraction | (1n << FRACTION_BITS);
  const shift = EXPONENT_BIAS - (biased === 0n ? 1n : biased);
  const millionths = roundShifted(mantissa * 1_000_000n, shift);
  const decimals = (millionths % 1_000_000n).toString().padStart(6, "0");
  return `${sign}${millionths / 1_000_000n}.${decimals}`;
}
