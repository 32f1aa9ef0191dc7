/**
 * The elementary functions of complex numbers, with their branch cuts, signed zeros and values at
 * infinities (C99, annex G). The formulas are Kahan's ("Branch cuts for complex elementary
 * functions"): results near the edges of the floats' range lose no digits and do not overflow.
 *
 * Arguments that are not finite are dealt with by rules: each function says what its value is for
 * x >= 0 and y >= 0, signs follow from its symmetries.
 *
 * Counterpart: rpython/rlib/rcomplex.py.
 */

import * as real from "./math-functions.ts";
import { planeLength } from "./plane-length.ts";

/** A complex number of plain floats. */
export interface Complex {
  readonly real: number;
  readonly imag: number;
}

/** A value, or why there is none. */
export type Outcome = Complex | "domain" | "range";

const INF = Number.POSITIVE_INFINITY;
const LARGE = Number.MAX_VALUE / 4;
const SQRT_LARGE = Math.sqrt(LARGE);
const LOG_LARGE = real.log(LARGE);
const SMALLEST_NORMAL = 2 ** -1022;
const SQRT_SMALLEST = Math.sqrt(SMALLEST_NORMAL);

const complex = (x: number, y: number): Complex => ({ real: x, imag: y });
const isInfinite = (x: number): boolean => Math.abs(x) === INF;
const isFinitePair = ({ real: x, imag: y }: Complex): boolean =>
  Number.isFinite(x) && Number.isFinite(y);

function copySign(magnitude: number, sign: number): number {
  const isNegative = sign < 0 || Object.is(sign, -0);
  return isNegative ? -Math.abs(magnitude) : Math.abs(magnitude);
}

/** The logarithm of the length of a number too large for `planeLength`. */
function largeLog(x: number, y: number): number {
  return real.log(planeLength(x / 2, y / 2)) + Math.LN2 * 2;
}

const isLarge = (x: number, y: number): boolean => Math.abs(x) > LARGE || Math.abs(y) > LARGE;

/** `sqrt`. */
export function complexSqrt(z: Complex): Complex {
  const { real: x, imag: y } = z;
  if (!isFinitePair(z)) return specialSqrt(x, y);
  if (x === 0 && y === 0) return complex(0, y);
  const ax = Math.abs(x);
  const ay = Math.abs(y);
  const isTiny = ax < SMALLEST_NORMAL && ay < SMALLEST_NORMAL;
  const root = isTiny
    ? Math.sqrt(ax * 2 ** 53 + planeLength(ax * 2 ** 53, ay * 2 ** 53)) * 2 ** -27
    : 2 * Math.sqrt(ax / 8 + planeLength(ax / 8, ay / 8));
  const other = ay / (2 * root);
  return x >= 0 ? complex(root, copySign(other, y)) : complex(other, copySign(root, y));
}

function specialSqrt(x: number, y: number): Complex {
  if (isInfinite(y)) return complex(INF, y);
  if (x === INF) return complex(INF, Number.isNaN(y) ? y : copySign(0, y));
  if (x === -INF) return Number.isNaN(y) ? complex(y, INF) : complex(0, copySign(INF, y));
  return complex(Number.NaN, Number.NaN);
}

/** `log`. */
export function complexLog(z: Complex): Outcome {
  const { real: x, imag: y } = z;
  if (!isFinitePair(z)) {
    return complex(isInfinite(x) || isInfinite(y) ? INF : Number.NaN, real.atan2(y, x));
  }
  if (x === 0 && y === 0) return "domain";
  return complex(logLength(Math.abs(x), Math.abs(y)), real.atan2(y, x));
}

function logLength(ax: number, ay: number): number {
  if (ax > LARGE || ay > LARGE) return real.log(planeLength(ax / 2, ay / 2)) + Math.LN2;
  if (ax < SMALLEST_NORMAL && ay < SMALLEST_NORMAL) {
    return real.log(planeLength(ax * 2 ** 53, ay * 2 ** 53)) - 53 * Math.LN2;
  }
  const length = planeLength(ax, ay);
  if (length < 0.71 || length > 1.73) return real.log(length);
  const most = Math.max(ax, ay);
  const least = Math.min(ax, ay);
  return real.log1p((most - 1) * (most + 1) + least * least) / 2;
}

function complexLog10(z: Complex): Outcome {
  const result = complexLog(z);
  return typeof result === "string" ? result : complex(result.real / LN10, result.imag / LN10);
}

const LN10 = Math.LN10;

function arcCosine(z: Complex): Outcome {
  const { real: x, imag: y } = z;
  if (!isFinitePair(z)) return specialArcCosine(x, y);
  if (isLarge(x, y)) {
    const length = largeLog(x, y);
    return complex(real.atan2(Math.abs(y), x), copySign(length, -y));
  }
  const a = complexSqrt(complex(1 - x, -y));
  const b = complexSqrt(complex(1 + x, y));
  return complex(2 * real.atan2(a.real, b.real), real.asinh(b.real * a.imag - b.imag * a.real));
}

function specialArcCosine(x: number, y: number): Complex {
  if (Number.isNaN(y)) {
    if (x === 0) return complex(Math.PI / 2, y);
    return complex(y, isInfinite(x) ? INF : y);
  }
  if (Number.isNaN(x)) return complex(x, isInfinite(y) ? copySign(INF, -y) : x);
  return complex(real.atan2(Math.abs(y), x), copySign(INF, -y));
}

function hyperbolicArcCosine(z: Complex): Outcome {
  const { real: x, imag: y } = z;
  if (!isFinitePair(z)) {
    if (isInfinite(x) || isInfinite(y)) return complex(INF, real.atan2(y, x));
    return complex(Number.NaN, Number.NaN);
  }
  if (isLarge(x, y)) return complex(largeLog(x, y), real.atan2(y, x));
  const a = complexSqrt(complex(x - 1, y));
  const b = complexSqrt(complex(x + 1, y));
  return complex(real.asinh(a.real * b.real + a.imag * b.imag), 2 * real.atan2(a.imag, b.real));
}

function hyperbolicArcSine(z: Complex): Complex {
  const { real: x, imag: y } = z;
  if (!isFinitePair(z)) return specialArcSine(x, y);
  if (isLarge(x, y)) return complex(copySign(largeLog(x, y), x), real.atan2(y, Math.abs(x)));
  const a = complexSqrt(complex(1 + y, -x));
  const b = complexSqrt(complex(1 - y, x));
  return complex(
    real.asinh(a.real * b.imag - b.real * a.imag),
    real.atan2(y, a.real * b.real - a.imag * b.imag),
  );
}

function specialArcSine(x: number, y: number): Complex {
  if (Number.isNaN(x)) {
    if (isInfinite(y)) return complex(INF, x);
    return complex(x, y === 0 ? y : x);
  }
  if (Number.isNaN(y)) return complex(isInfinite(x) ? x : y, y);
  return complex(copySign(INF, x), real.atan2(y, Math.abs(x)));
}

function hyperbolicArcTangent(z: Complex): Outcome {
  const { real: x, imag: y } = z;
  if (!isFinitePair(z)) return specialArcTangent(x, y);
  if (x < 0 || Object.is(x, -0)) {
    const mirrored = hyperbolicArcTangent(complex(-x, -y));
    return typeof mirrored === "string" ? mirrored : complex(-mirrored.real, -mirrored.imag);
  }
  const ay = Math.abs(y);
  if (x > SQRT_LARGE || ay > SQRT_LARGE) {
    const half = planeLength(x / 2, y / 2);
    return complex(x / 4 / half / half, copySign(Math.PI / 2, y));
  }
  if (x === 1 && ay < SQRT_SMALLEST) {
    if (ay === 0) return "domain";
    const length = -real.log(Math.sqrt(ay) / Math.sqrt(planeLength(ay, 2)));
    return complex(length, copySign(real.atan2(2, -ay) / 2, y));
  }
  const below = 1 - x;
  return complex(
    real.log1p((4 * x) / (below * below + ay * ay)) / 4,
    -real.atan2(-2 * y, below * (1 + x) - ay * ay) / 2,
  );
}

function specialArcTangent(x: number, y: number): Complex {
  const half = copySign(Math.PI / 2, y);
  if (isInfinite(y)) return complex(copySign(0, x), half);
  if (isInfinite(x)) return complex(copySign(0, x), Number.isNaN(y) ? y : half);
  return complex(x === 0 ? x : Number.NaN, Number.NaN);
}

/** f(iz) and g with g(z) = -i f(iz): how circular functions follow from hyperbolic ones. */
function turned(code: (z: Complex) => Outcome): (z: Complex) => Outcome {
  return ({ real: x, imag: y }) => {
    const result = code(complex(-y, x));
    return typeof result === "string" ? result : complex(result.imag, -result.real);
  };
}

function finiteOr(result: Complex): Outcome {
  return isInfinite(result.real) || isInfinite(result.imag) ? "range" : result;
}

/** A point on a circle or ray, where zero times infinity does not occur. */
function along(xLength: number, yLength: number, angle: number): Complex {
  return complex(copySign(xLength, real.cos(angle)), copySign(yLength, real.sin(angle)));
}

function complexExp(z: Complex): Outcome {
  const { real: x, imag: y } = z;
  if (!isFinitePair(z)) return specialExp(x, y);
  if (x > LOG_LARGE) {
    const length = real.exp(x - 1);
    return finiteOr(complex(length * real.cos(y) * Math.E, length * real.sin(y) * Math.E));
  }
  const length = real.exp(x);
  return finiteOr(complex(length * real.cos(y), length * real.sin(y)));
}

function specialExp(x: number, y: number): Outcome {
  if (Number.isFinite(y)) {
    if (y === 0) return complex(x === -INF ? 0 : x, y);
    if (Number.isNaN(x)) return complex(x, x);
    return x === INF ? along(INF, INF, y) : along(0, 0, y);
  }
  if (x === -INF) return complex(0, 0);
  if (isInfinite(y) && !Number.isNaN(x)) return "domain";
  return complex(x === INF ? INF : Number.NaN, Number.NaN);
}

function hyperbolicCosine(z: Complex): Outcome {
  const { real: x, imag: y } = z;
  if (!isFinitePair(z)) return specialHyperbolic(x, y, false);
  const sharp = Math.abs(x) > LOG_LARGE ? Math.E : 1;
  const at = sharp === 1 ? x : x - copySign(1, x);
  return finiteOr(
    complex(real.cos(y) * real.cosh(at) * sharp, real.sin(y) * real.sinh(at) * sharp),
  );
}

function hyperbolicSine(z: Complex): Outcome {
  const { real: x, imag: y } = z;
  if (!isFinitePair(z)) return specialHyperbolic(x, y, true);
  const sharp = Math.abs(x) > LOG_LARGE ? Math.E : 1;
  const at = sharp === 1 ? x : x - copySign(1, x);
  return finiteOr(
    complex(real.cos(y) * real.sinh(at) * sharp, real.sin(y) * real.cosh(at) * sharp),
  );
}

/** `sinh` is odd, `cosh` even; both are conjugated with their argument. */
function specialHyperbolic(x: number, y: number, isSine: boolean): Outcome {
  const sign = copySign(1, x);
  if (Number.isNaN(x)) return complex(x, y !== 0 ? x : isSine ? y : 0);
  if (Number.isFinite(y)) {
    if (y === 0) return isSine ? complex(x, y) : complex(INF, y * sign);
    const { real: a, imag: b } = along(INF, INF, y);
    return isSine ? complex(a * sign, b) : complex(a, b * sign);
  }
  if (isInfinite(y)) return "domain";
  if (isInfinite(x)) return complex(INF, y);
  if (x === 0) return isSine ? complex(0, y) : complex(y, 0);
  return complex(y, y);
}

function hyperbolicTangent(z: Complex): Outcome {
  const { real: x, imag: y } = z;
  if (!isFinitePair(z)) return specialTangent(x, y);
  if (Math.abs(x) > LOG_LARGE) {
    return complex(copySign(1, x), 4 * real.sin(y) * real.cos(y) * real.exp(-2 * Math.abs(x)));
  }
  const tx = real.tanh(x);
  const ty = real.tan(y);
  const cx = 1 / real.cosh(x);
  const product = tx * ty;
  const divisor = 1 + product * product;
  return complex((tx * (1 + ty * ty)) / divisor, (ty / divisor) * cx * cx);
}

function specialTangent(x: number, y: number): Outcome {
  if (isInfinite(x)) {
    const isPlain = Number.isFinite(y) && y !== 0;
    const zero = isPlain ? copySign(0, real.sin(y) * real.cos(y)) : y === 0 ? y : 0;
    return complex(copySign(1, x), zero);
  }
  if (Number.isNaN(x)) return complex(x, y === 0 ? y : x);
  return isInfinite(y) ? "domain" : complex(Number.NaN, Number.NaN);
}

/** The angle of a number. */
export function phase({ real: x, imag: y }: Complex): number {
  return real.atan2(y, x);
}

/** The length of a number; null when it is too large. */
export function magnitude(z: Complex): number | null {
  if (isInfinite(z.real) || isInfinite(z.imag)) return INF;
  const length = planeLength(z.real, z.imag);
  return isInfinite(length) ? null : length;
}

/** The number of a length and an angle. */
export function fromPolar(length: number, angle: number): Outcome {
  if (Number.isFinite(length) && Number.isFinite(angle)) {
    return complex(length * real.cos(angle), length * real.sin(angle));
  }
  if (length === 0) return complex(0, 0);
  if (angle === 0)
    return complex(length, Number.isNaN(length) ? 0 : copySign(0, angle) * copySign(1, length));
  if (isInfinite(angle)) return Number.isNaN(length) ? complex(length, length) : "domain";
  if (isInfinite(length)) {
    if (Number.isNaN(angle)) return complex(INF, angle);
    const { real: x, imag: y } = along(INF, INF, angle);
    return length > 0 ? complex(x, y) : complex(-x, -y);
  }
  return complex(Number.NaN, Number.NaN);
}

/** `isclose`. */
export function areClose(a: Complex, b: Complex, relative: number, absolute: number): boolean {
  if (a.real === b.real && a.imag === b.imag) return true;
  if ([a.real, a.imag, b.real, b.imag].some(isInfinite)) return false;
  const distance = planeLength(a.real - b.real, a.imag - b.imag);
  const largest = Math.max(planeLength(a.real, a.imag), planeLength(b.real, b.imag));
  return distance <= Math.max(relative * largest, absolute);
}

/** The functions of one argument by name. */
export const COMPLEX_FUNCTIONS: Readonly<Record<string, (z: Complex) => Outcome>> = {
  acos: arcCosine,
  acosh: hyperbolicArcCosine,
  asin: turned(hyperbolicArcSine),
  asinh: hyperbolicArcSine,
  atan: turned(hyperbolicArcTangent),
  atanh: hyperbolicArcTangent,
  cos: ({ real: x, imag: y }) => hyperbolicCosine(complex(-y, x)),
  cosh: hyperbolicCosine,
  exp: complexExp,
  log10: complexLog10,
  sin: turned(hyperbolicSine),
  sinh: hyperbolicSine,
  sqrt: complexSqrt,
  tan: turned(hyperbolicTangent),
  tanh: hyperbolicTangent,
};
