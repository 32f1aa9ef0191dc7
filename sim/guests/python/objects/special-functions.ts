/**
 * The error function and the gamma function, by the formulas that Python 2.7 and PyPy compute them
 * with: results agree to the last digit only with the same sums.
 *
 * erf: a series below 1.5, a continued fraction above. gamma: Lanczos' approximation with N = 13
 * and g = 6.0246…, whose coefficients are those of Boost.
 *
 * Counterpart: rpython/rlib/rfloat.py, pypy/module/math/interp_math.py.
 */

import { exp, floatPow, log, sin } from "./math-functions.ts";

const SERIES_CUTOFF = 1.5;
const SERIES_TERMS = 25;
const FRACTION_CUTOFF = 30;
const FRACTION_TERMS = 50;
const SQRT_PI = 1.772453850905516;

function erfSeries(x: number): number {
  const square = x * x;
  let sum = 0;
  let k = SERIES_TERMS + 0.5;
  for (let i = 0; i < SERIES_TERMS; i++) {
    sum = 2 + (square * sum) / k;
    k -= 1;
  }
  return (sum * x * exp(-square)) / SQRT_PI;
}

function erfcFraction(x: number): number {
  if (x >= FRACTION_CUTOFF) return 0;
  const square = x * x;
  let a = 0;
  let da = 0.5;
  let [p, lastP] = [1, 0];
  let [q, lastQ] = [da + square, 1];
  for (let i = 0; i < FRACTION_TERMS; i++) {
    a += da;
    da += 2;
    const b = da + square;
    [p, lastP] = [b * p - a * lastP, p];
    [q, lastQ] = [b * q - a * lastQ, q];
  }
  return ((p / q) * x * exp(-square)) / SQRT_PI;
}

export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const magnitude = Math.abs(x);
  if (magnitude < SERIES_CUTOFF) return erfSeries(x);
  const rest = erfcFraction(magnitude);
  return x > 0 ? 1 - rest : rest - 1;
}

export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  const magnitude = Math.abs(x);
  if (magnitude < SERIES_CUTOFF) return 1 - erfSeries(x);
  const rest = erfcFraction(magnitude);
  return x > 0 ? rest : 2 - rest;
}

const LANCZOS_G = 6.02468004077673;
const LANCZOS_G_MINUS_HALF = 5.52468004077673;
const LANCZOS_NUMERATOR = [
  23531376880.41076, 42919803642.6491, 35711959237.35567, 17921034426.03721, 6039542586.352028,
  1439720407.3117216, 248874557.86205417, 31426415.585400194, 2876370.6289353725,
  186056.26539522348, 8071.672002365816, 210.82427775157936, 2.5066282746310002,
];
const LANCZOS_DENOMINATOR = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925,
  66, 1,
];

function lanczosSum(x: number): number {
  let numerator = 0;
  let denominator = 0;
  const count = LANCZOS_NUMERATOR.length;
  for (let step = 0; step < count; step++) {
    // From the highest power for small arguments, from the lowest of 1/x for large ones.
    const i = x < 5 ? count - 1 - step : step;
    numerator = (x < 5 ? numerator * x : numerator / x) + LANCZOS_NUMERATOR[i]!;
    denominator = (x < 5 ? denominator * x : denominator / x) + LANCZOS_DENOMINATOR[i]!;
  }
  return numerator / denominator;
}

/** sin(pi * x), exact at the multiples of a half. */
function sinPi(x: number): number {
  const y = Math.abs(x) % 2;
  const n = roundHalfAway(2 * y);
  const value = [
    () => sin(Math.PI * y),
    () => cosPi(y - 0.5),
    () => sin(Math.PI * (1 - y)),
    () => -cosPi(y - 1.5),
    () => sin(Math.PI * (y - 2)),
  ][n]!();
  return x < 0 || Object.is(x, -0) ? -value : value;
}

function cosPi(x: number): number {
  return sin(Math.PI / 2 - Math.PI * x);
}

function roundHalfAway(x: number): number {
  return Math.floor(x + 0.5);
}

const FACTORIALS = Array.from({ length: 23 }, (_, n) => {
  let result = 1;
  for (let i = 2; i <= n; i++) result *= i;
  return result;
});

/** Gamma; NaN where it is not defined, infinity when it is too large. */
export function gamma(x: number): number {
  if (!Number.isFinite(x)) return x > 0 ? x : Number.NaN;
  if (x === 0) return Number.NaN;
  if (Number.isInteger(x)) {
    if (x < 0) return Number.NaN;
    if (x <= FACTORIALS.length) return FACTORIALS[x - 1]!;
  }
  const magnitude = Math.abs(x);
  if (magnitude < 1e-20) return 1 / x;
  if (magnitude > 200) return x < 0 ? 0 / sinPi(x) : Number.POSITIVE_INFINITY;
  const y = magnitude + LANCZOS_G_MINUS_HALF;
  let z: number;
  if (magnitude > LANCZOS_G_MINUS_HALF) {
    const q = y - magnitude;
    z = q - LANCZOS_G_MINUS_HALF;
  } else {
    const q = y - LANCZOS_G_MINUS_HALF;
    z = q - magnitude;
  }
  z = (z * LANCZOS_G) / y;
  let result: number;
  if (x < 0) {
    result = ((-Math.PI / sinPi(magnitude) / magnitude) * exp(y)) / lanczosSum(magnitude);
    result -= z * result;
    return scaled(result, y, magnitude, true);
  }
  result = lanczosSum(magnitude) / exp(y);
  result += z * result;
  return scaled(result, y, magnitude, false);
}

/** Multiplies or divides by y ** (magnitude - 0.5), in two steps when that would overflow. */
function scaled(value: number, y: number, magnitude: number, divides: boolean): number {
  const apply = (a: number, power: number): number => (divides ? a / power : a * power);
  if (magnitude < 140) return apply(value, floatPow(y, magnitude - 0.5));
  const root = floatPow(y, magnitude / 2 - 0.25);
  return apply(apply(value, root), root);
}

/** The logarithm of |gamma|; NaN where it is not defined. */
export function lgamma(x: number): number {
  if (Number.isNaN(x)) return x;
  if (!Number.isFinite(x)) return Number.POSITIVE_INFINITY;
  if (Number.isInteger(x) && x <= 2) return x <= 0 ? Number.NaN : 0;
  const magnitude = Math.abs(x);
  if (magnitude < 1e-20) return -log(magnitude);
  let result: number;
  if (x > 0) {
    result = log(lanczosSum(x)) - LANCZOS_G + (x - 0.5) * (log(x + LANCZOS_G - 0.5) - 1);
  } else {
    const reflected =
      log(lanczosSum(magnitude)) -
      LANCZOS_G +
      (magnitude - 0.5) * (log(magnitude + LANCZOS_G - 0.5) - 1);
    result = log(Math.PI / Math.abs(sinPi(magnitude)) / magnitude) - 0;
    result -= reflected;
  }
  return result;
}
