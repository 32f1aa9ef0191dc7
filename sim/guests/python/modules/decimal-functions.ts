/**
 * Square root, exponential and logarithms of decimal numbers, rounded correctly: computed in binary
 * fixed point with some guard digits, and again with more when the digits do not tell which way to
 * round. Powers are in decimal-power.ts.
 *
 * Counterpart: lib-python/3/_pydecimal.py (sqrt, exp, ln, log10).
 */

import { integerSquareRoot, log as hostLogarithm } from "../objects/math-functions.ts";
import { compareMagnitudes } from "./decimal-arithmetic.ts";
import {
  countDigits,
  type DecimalLimits,
  finalize,
  finite,
  fromInteger,
  INFINITE,
  infinity,
  powerOfTen,
  propagateNan,
  ROUND_HALF_EVEN,
  trailingZeros,
  type W_DecimalObject,
} from "./decimal-value.ts";

export const ONE = finite(0, 1n, 0);

/** Digits computed beyond those that are looked at. */
const GUARD = 12;

/** The number `value * 2^-bits`. */
export interface Fixed {
  readonly value: bigint;
  readonly bits: number;
}

/** A coefficient with its exponent. */
export type Digits = readonly [coefficient: bigint, exponent: number];

export function squareRoot(a: W_DecimalObject, limits: DecimalLimits): W_DecimalObject {
  if (a.isNan) return propagateNan(a, a, limits)!;
  if (a.kind === INFINITE && a.sign === 0) return a;
  if (a.isZero) return finalize(finite(a.sign, 0n, Math.floor(a.exponent / 2)), limits);
  if (a.sign === 1) return limits.fail("sqrt(-x), x > 0");
  const isOdd = a.exponent % 2 !== 0;
  let exponent = Math.floor(a.exponent / 2);
  let square = isOdd ? a.coefficient * 10n : a.coefficient;
  const length = isOdd ? (a.digits >> 1) + 1 : (a.digits + 1) >> 1;
  const shift = limits.precision + 1 - length;
  let isExact = true;
  if (shift >= 0) square *= powerOfTen(2 * shift);
  else {
    const divisor = powerOfTen(-2 * shift);
    isExact = square % divisor === 0n;
    square /= divisor;
  }
  exponent -= shift;
  let root = integerSquareRoot(square);
  isExact = isExact && root * root === square;
  if (isExact) {
    root = shift >= 0 ? root / powerOfTen(shift) : root * powerOfTen(-shift);
    exponent += shift;
  } else if (root % 5n === 0n) root += 1n;
  return finalize(finite(0, root, exponent), limits.rounded(ROUND_HALF_EVEN));
}

/** acoth(n) * 2^bits, somewhat too small. */
function arcCoth(n: bigint, bits: number): bigint {
  const square = n * n;
  let term = (1n << BigInt(bits)) / n;
  let total = term;
  for (let k = 3n; term !== 0n; k += 2n) {
    term /= square;
    total += term / k;
  }
  return total;
}

const LOGARITHM_OF_TEN: { bits: number; value: bigint } = { bits: 0, value: 0n };

/** ln(10) * 2^bits, kept for the largest `bits` so far. */
export function logarithmOfTen(bits: number): bigint {
  if (LOGARITHM_OF_TEN.bits < bits) {
    const more = bits + 64;
    const parts = 46n * arcCoth(31n, more) + 34n * arcCoth(49n, more) + 20n * arcCoth(161n, more);
    LOGARITHM_OF_TEN.bits = more;
    LOGARITHM_OF_TEN.value = parts;
  }
  return LOGARITHM_OF_TEN.value >> BigInt(LOGARITHM_OF_TEN.bits - bits);
}

/** A value as fixed-point number, cut off. */
export function toFixed(a: W_DecimalObject, bits: number): bigint {
  const scaled = a.coefficient << BigInt(bits);
  const value =
    a.exponent >= 0 ? scaled * powerOfTen(a.exponent) : scaled / powerOfTen(-a.exponent);
  return a.sign === 1 ? -value : value;
}

/** e^x in fixed point, for x of moderate size. */
function fixedExponential({ value, bits }: Fixed): bigint {
  const halvings = Math.max(4, Math.floor(Math.sqrt(bits) * 0.8));
  const extra = halvings * 2 + 10;
  const work = BigInt(bits + extra);
  const x = (value << BigInt(extra)) >> BigInt(halvings);
  const one = 1n << work;
  let term = one;
  let total = one;
  for (let k = 1n; term !== 0n; k++) {
    term = (term * x) >> work;
    // A negative term ends at -1, not at 0.
    term /= k;
    total += term;
  }
  for (let i = 0; i < halvings; i++) total = (total * total) >> work;
  return total >> BigInt(extra);
}

/** ln(m) in fixed point, for m between 1/10 and 10. */
function fixedLogarithm({ value, bits }: Fixed): bigint {
  const extra = 32;
  const work = BigInt(bits + extra);
  const one = 1n << work;
  const m = value << BigInt(extra);
  const near = hostLogarithm(Number(m >> (work - 60n)) / 2 ** 60);
  const guess = BigInt(Math.round(near * 2 ** 50)) << (work - 50n);
  const rest = (m * fixedExponential({ value: -guess, bits: Number(work) })) >> work;
  const z = ((rest - one) << work) / (rest + one);
  const square = (z * z) >> work;
  let term = z;
  let total = z;
  for (let k = 3n; term !== 0n && term !== -1n; k += 2n) {
    term = (term * square) >> work;
    total += term / k;
  }
  return (guess + 2n * total) >> BigInt(extra);
}

/**
 * `value * 2^-bits` rounded to `precision + extra` digits; null when rounding them once more to
 * `precision` digits might differ from rounding the true value.
 */
export function leadingDigits(
  { value, bits }: Fixed,
  precision: number,
  extra: number,
): Digits | null {
  const below = Math.ceil(bits * 0.30103) + 2;
  const scaled = (value * powerOfTen(below)) >> BigInt(bits);
  const drop = countDigits(scaled) - precision - extra;
  if (drop <= 2) return null;
  const divisor = powerOfTen(drop);
  const digits = (scaled + divisor / 2n) / divisor;
  if (digits % (5n * powerOfTen(extra - 1)) === 0n) return null;
  return [digits, drop - below];
}

/** Tries with more and more digits beyond the precision. */
export function withExtraDigits(compute: (extra: number) => Digits | null): Digits {
  for (let extra = 3; ; extra += 3) {
    const result = compute(extra);
    if (result !== null) return result;
  }
}

/** How many bits hold so many decimal digits. */
export function bitsFor(digits: number): number {
  return Math.ceil(digits * 3.3219281);
}

/** The digits of e to the power x, x being a fixed-point number by the number of bits. */
export function exponentialDigits(
  precision: number,
  size: number,
  argument: (bits: number) => bigint,
): Digits {
  return withExtraDigits((extra) => {
    const bits = bitsFor(precision + extra + GUARD + Math.max(size, 0)) + 24;
    const x = argument(bits);
    const ten = logarithmOfTen(bits);
    const whole = x / ten - (x < 0n ? 1n : 0n);
    const value = fixedExponential({ value: x - whole * ten, bits });
    const result = leadingDigits({ value, bits }, precision, extra);
    return result === null ? null : [result[0], result[1] + Number(whole)];
  });
}

export function exponential(a: W_DecimalObject, limits: DecimalLimits): W_DecimalObject {
  if (a.isNan) return propagateNan(a, a, limits)!;
  if (a.kind === INFINITE) return a.sign === 1 ? finite(0, 0n, 0) : a;
  if (a.coefficient === 0n) return ONE;
  const { precision } = limits;
  const { adjusted } = a;
  const limit = a.sign === 0 ? limits.emax : -limits.etiny;
  let digits: Digits;
  if (adjusted > String(BigInt(limit + 1) * 3n).length) {
    digits = [1n, a.sign === 0 ? limits.emax + 1 : limits.etiny - 1];
  } else if (adjusted < -precision - 1) {
    const power = powerOfTen(precision + 1);
    digits = [a.sign === 0 ? power + 1n : power - 1n, -precision - 1];
  } else {
    digits = exponentialDigits(precision, adjusted, (bits) => toFixed(a, bits));
  }
  return finalize(finite(0, digits[0], digits[1]), limits.rounded(ROUND_HALF_EVEN));
}

/** ln(a) in fixed point; its error is below 2^10 units. */
export function logarithmFixed(a: W_DecimalObject, bits: number): bigint {
  const m = toFixed(finite(0, a.coefficient, -a.digits), bits);
  const value = fixedLogarithm({ value: m, bits });
  return value + BigInt(a.exponent + a.digits) * logarithmOfTen(bits);
}

/** How many digits ln(a) loses because a is close to 1. */
export function lostDigits(a: W_DecimalObject): number {
  if (a.adjusted !== 0 && a.adjusted !== -1) return 0;
  const unit = powerOfTen(Math.max(-a.exponent, 0));
  const scaled = a.exponent > 0 ? a.coefficient * powerOfTen(a.exponent) : a.coefficient;
  const distance = scaled > unit ? scaled - unit : unit - scaled;
  return Math.max(countDigits(unit) - countDigits(distance), 0);
}

/** What every logarithm has in common; null for a positive finite value. */
function logarithmSpecial(
  a: W_DecimalObject,
  limits: DecimalLimits,
  name: string,
): W_DecimalObject | null {
  if (a.isNan) return propagateNan(a, a, limits)!;
  if (a.isZero) return infinity(1);
  if (a.sign === 1) return limits.fail(`${name} of a negative value`);
  return a.kind === INFINITE ? a : null;
}

export function naturalLogarithm(a: W_DecimalObject, limits: DecimalLimits): W_DecimalObject {
  const special = logarithmSpecial(a, limits, "ln");
  if (special !== null) return special;
  if (compareMagnitudes(a, ONE) === 0) return finite(0, 0n, 0);
  return logarithm(a, limits, (value) => value);
}

function logarithm(
  a: W_DecimalObject,
  limits: DecimalLimits,
  convert: (value: bigint, bits: number) => bigint,
): W_DecimalObject {
  const { precision } = limits;
  const lost = lostDigits(a);
  let sign = 0;
  const large = countDigits(BigInt(Math.abs(a.adjusted)));
  const digits = withExtraDigits((extra) => {
    const bits = bitsFor(precision + extra + GUARD + lost + large) + 40;
    const value = convert(logarithmFixed(a, bits), bits);
    sign = value < 0n ? 1 : 0;
    const magnitude = value < 0n ? -value : value;
    return leadingDigits({ value: magnitude, bits }, precision, extra);
  });
  return finalize(finite(sign, digits[0], digits[1]), limits.rounded(ROUND_HALF_EVEN));
}

export function decimalLogarithm(a: W_DecimalObject, limits: DecimalLimits): W_DecimalObject {
  const special = logarithmSpecial(a, limits, "log10");
  if (special !== null) return special;
  if (a.coefficient === powerOfTen(trailingZeros(a.coefficient, a.digits))) {
    const exact = fromInteger(BigInt(a.adjusted));
    return finalize(exact, limits.rounded(ROUND_HALF_EVEN));
  }
  return logarithm(a, limits, (value, bits) => (value << BigInt(bits)) / logarithmOfTen(bits));
}
