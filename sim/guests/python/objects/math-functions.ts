/**
 * Transcendental functions: the adapter of the pinned pure-JavaScript implementations, so that no
 * result depends on the host's own; and what is exact with big integers.
 *
 * DIFFERS: PyPy calls the C library, whose last bit may differ; math-functions.test.ts says how
 * far.
 */

import { roundedPower } from "./double-double.ts";
import { createRequire } from "node:module";
import { exactPower } from "../../../base/exact-power.ts";
import { floatToBits } from "../../../base/float.ts";
import {
  exactArcCosine,
  exactArcSine,
  exactArcTangent,
  exactArcTangent2,
  exactCosine,
  exactLog,
  exactLog2,
  exactSine,
  exactTangent,
} from "./exact-functions.ts";
import {
  makeAcosh,
  makeAsinh,
  makeCosh,
  makeLog10,
  makeSinh,
  makeTanh,
} from "./hyperbolic-functions.ts";

type Unary = (x: number) => number;
type Binary = (x: number, y: number) => number;

const require = createRequire(import.meta.url);

/** A function of a package that is loaded at the first call: all together would double a start. */
function loadBinary(name: string): Binary {
  let found: Binary | null = null;
  return (x, y) => {
    found ??= require(`@stdlib/math-base-special-${name}`) as Binary;
    return found(x, y);
  };
}

function loadUnary(name: string): Unary {
  let found: Unary | null = null;
  return (x) => {
    found ??= require(`@stdlib/math-base-special-${name}`) as Unary;
    return found(x);
  };
}

export const acos = exactArcCosine(loadUnary("acos"));
export const asin = exactArcSine(loadUnary("asin"));
export const atan = exactArcTangent(loadUnary("atan"));
export const atanh = loadUnary("atanh");
export const cos = exactCosine(loadUnary("cos"));
const approximateExp = loadUnary("exp");
export const expm1 = loadUnary("expm1");
export const log = exactLog(loadUnary("ln"));
export const log1p = loadUnary("log1p");
export const log2 = exactLog2(loadUnary("log2"));
export const sin = exactSine(loadUnary("sin"));
export const tan = exactTangent(loadUnary("tan"));
/** The angle of the point (x, y); y comes first. */
export const atan2 = exactArcTangent2(loadBinary("atan2"));
const exponentials = { exp, expm1, log, log1p };
export const acosh = makeAcosh(exponentials, loadUnary("acosh"));
export const asinh = makeAsinh(exponentials, loadUnary("asinh"));
export const cosh = makeCosh(exponentials, loadUnary("cosh"));
export const log10 = makeLog10(exponentials, loadUnary("log10"));
export const sinh = makeSinh(exponentials, loadUnary("sinh"));
export const tanh = makeTanh(exponentials, loadUnary("tanh"));
const power = loadBinary("pow");

/** x to the power of y, as C's pow; rounded once unless the result is near the limits. */
export function floatPow(x: number, y: number): number {
  if (y === 0.5 && x >= 0 && Number.isFinite(x)) return Math.sqrt(x);
  if (y === 2) return x * x;
  // The library takes large even powers of negative numbers for odd ones.
  if (x < 0 && Math.abs(y) >= 2 ** 53 && Number.isFinite(y)) return floatPow(-x, y);
  if (!Number.isFinite(y)) return power(x, y);
  if (!(x > 1e-30 && x < 1e30) || Math.abs(log2(x) * y) > 1000) return power(x, y);
  if (Math.abs(y) < 1e-15 || x === 1) return power(x, y);
  return roundedPower(...frexp(x), y) ?? exactPower(x, y);
}

/** Bits after the point of fixed-point numbers. */
const FRACTION_BITS = 160n;
const LN2 = naturalLogOfTwo();

/** ln 2 as the sum of 1 / (k · 2^k). */
function naturalLogOfTwo(): bigint {
  let sum = 0n;
  for (let k = 1n; k <= FRACTION_BITS + 8n; k++) sum += (1n << (FRACTION_BITS + 8n - k)) / k;
  return sum >> 8n;
}

/** A float as a fixed-point number. */
function toFixed(x: number): bigint {
  const [mantissa, exponent] = frexp(x);
  const shift = FRACTION_BITS + BigInt(exponent) - 53n;
  const whole = BigInt(mantissa * 2 ** 53);
  return shift >= 0n ? whole << shift : whole >> -shift;
}

/** e to a fixed-point power, as fixed-point mantissa and power of two: halvings, Taylor series. */
function fixedExp(value: bigint): readonly [mantissa: bigint, doublings: bigint] {
  const doublings = value / LN2;
  const reduced = (value - doublings * LN2) >> 8n;
  let term = 1n << FRACTION_BITS;
  let sum = term;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    term = ((term * reduced) >> FRACTION_BITS) / k;
    sum += term;
  }
  for (let i = 0; i < 8; i++) sum = (sum * sum) >> FRACTION_BITS;
  return [sum, doublings];
}

/** mantissa · 2^doublings as a float; the bits cut off become one sticky bit. */
function fromFixedExp(mantissa: bigint, doublings: bigint): number {
  const cut = FRACTION_BITS - 66n;
  const top = mantissa >> cut;
  const isExact = top << cut === mantissa;
  return ldexp(Number(isExact ? top : top | 1n), doublings - 66n);
}

/** e to the power of x, rounded once. */
export function exp(x: number): number {
  if (!(Math.abs(x) < 700) || Math.abs(x) < 1e-16) return approximateExp(x);
  return fromFixedExp(...fixedExp(toFixed(x)));
}

/** Mantissa in [0.5, 1) and exponent. */
export function frexp(x: number): readonly [mantissa: number, exponent: number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0];
  const biased = Number((floatToBits(Math.abs(x)) >> 52n) & 0x7ffn);
  if (biased === 0) {
    const [mantissa, exponent] = frexp(x * 2 ** 64);
    return [mantissa, exponent - 64];
  }
  const exponent = biased - 1022;
  return [ldexp(x, BigInt(-exponent)), exponent];
}

/** x · 2^exponent, rounded once. */
export function ldexp(x: number, exponent: bigint): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  let left = Number(exponent > 4000n ? 4000n : exponent < -4000n ? -4000n : exponent);
  let result = x;
  for (; left > 1000; left -= 1000) result *= 2 ** 1000;
  if (left >= -1000) return result * 2 ** left;
  const biased = Number((floatToBits(Math.abs(x)) >> 52n) & 0x7ffn);
  const up = biased - 1023 + left < -1022 ? Math.max(biased - 1023, 0) : 0;
  result *= 2 ** -up;
  left += up;
  for (; left < -1000; left += 500) result *= 2 ** -500;
  return result * 2 ** left;
}

/** IEEE remainder: x - n·y with n the nearest integer, ties to even. */
export function remainder(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (!Number.isFinite(y)) return x;
  const a = Math.abs(x);
  const b = Math.abs(y);
  const m = a % b;
  const c = b - m;
  let r: number;
  if (m < c) r = m;
  else if (m > c) r = -c;
  else r = m - 2 * ((0.5 * (a - m)) % b);
  return x < 0 || Object.is(x, -0) ? -r : r;
}

/** The Euclidean norm; the sum of squares with a compensation, as Python 3.8 has it. */
export function hypot(coordinates: readonly number[]): number {
  const values = coordinates.map(Math.abs);
  if (values.some((value) => value === Number.POSITIVE_INFINITY)) return Number.POSITIVE_INFINITY;
  if (values.some(Number.isNaN)) return Number.NaN;
  const largest = Math.max(0, ...values);
  if (largest === 0 || values.length === 1) return largest;
  let sum = 1;
  let rest = 0;
  for (const value of values) {
    const scaled = value / largest;
    const square = scaled * scaled;
    const before = sum;
    sum += square;
    rest += before - sum + square;
  }
  return largest * Math.sqrt(sum - 1 + rest);
}

/** The integer part of a square root. */
export function integerSquareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let x = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const y = (x + value / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

/** The sum of floats, rounded once. */
export function exactSum(values: readonly number[]): number {
  let partials: number[] = [];
  for (const value of values) {
    let x = value;
    const next: number[] = [];
    for (const partial of partials) {
      let y = partial;
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) next.push(low);
      x = high;
    }
    next.push(x);
    partials = next;
  }
  return roundPartials(partials);
}

/** Non-overlapping partial sums in increasing order, added with one rounding. */
function roundPartials(partials: readonly number[]): number {
  let index = partials.length - 1;
  if (index < 0) return 0;
  let high = partials[index]!;
  let low = 0;
  while (index > 0) {
    const x = high;
    const y = partials[--index]!;
    high = x + y;
    low = y - (high - x);
    if (low !== 0) break;
  }
  if (index > 0) {
    const below = partials[index - 1]!;
    if ((low < 0 && below < 0) || (low > 0 && below > 0)) {
      const y = low * 2;
      const x = high + y;
      if (y === x - high) high = x;
    }
  }
  return high;
}
