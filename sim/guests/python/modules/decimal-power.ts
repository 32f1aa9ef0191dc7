/**
 * Powers of decimal numbers: exact where the result has few enough digits, else rounded correctly.
 *
 * Counterpart: lib-python/3/_pydecimal.py (__pow__, _power_exact, _power_modulo).
 */

import { log as hostLogarithm } from "../objects/math-functions.ts";
import { compareMagnitudes } from "./decimal-arithmetic.ts";
import { type Digits, exponentialDigits, logarithmFixed, ONE } from "./decimal-functions.ts";
import {
  CLAMPED,
  type DecimalLimits,
  FINITE,
  finalize,
  finite,
  INEXACT,
  INFINITE,
  infinity,
  OVERFLOW,
  powerOfTen,
  propagateNan,
  ROUNDED,
  SIGNALING_NAN,
  SUBNORMAL,
  signalNan,
  trailingZeros,
  trimPayload,
  UNDERFLOW,
  type W_DecimalObject,
} from "./decimal-value.ts";

/** Whether a value is an integer. */
export function isInteger(a: W_DecimalObject): boolean {
  if (a.kind !== FINITE) return false;
  if (a.exponent >= 0 || a.coefficient === 0n) return true;
  return trailingZeros(a.coefficient, a.digits) >= -a.exponent;
}

export function integerOf(a: W_DecimalObject): bigint {
  const { coefficient, exponent } = a;
  return exponent >= 0
    ? coefficient * powerOfTen(exponent)
    : coefficient / powerOfTen(Math.min(-exponent, a.digits + 1));
}

function isOdd(a: W_DecimalObject): boolean {
  if (a.exponent > 0 || !isInteger(a)) return false;
  return (integerOf(a) & 1n) === 1n;
}

export function power(a: W_DecimalObject, b: W_DecimalObject, limits: DecimalLimits) {
  const nan = propagateNan(a, b, limits);
  if (nan !== null) return nan;
  if (b.isZero) return a.isZero ? limits.fail("0 ** 0") : ONE;
  const isWhole = isInteger(b);
  if (a.sign === 1 && !isWhole && !a.isZero) {
    return limits.fail("x ** y with x negative and y not an integer");
  }
  const sign = isWhole && a.sign === 1 && isOdd(b) ? 1 : 0;
  if (a.isZero) return b.sign === 1 ? infinity(sign) : finite(sign, 0n, 0);
  if (a.kind === INFINITE) return b.sign === 1 ? finite(sign, 0n, 0) : infinity(sign);
  const order = compareMagnitudes(a, ONE);
  if (order === 0) return powerOfOne(a, b, sign, limits);
  if (b.kind === INFINITE) {
    return order > 0 === (b.sign === 0) ? infinity(sign) : finite(sign, 0n, 0);
  }
  const beyond = powerBeyondRange(a, b, sign, limits);
  if (beyond !== null) return finalize(beyond, limits);
  const exact = exactPower(a, b, limits.precision + 1);
  if (exact !== null) {
    const value = finite(sign, exact[0], exact[1]);
    return isWhole ? finalize(value, limits) : finalizeExact(value, limits);
  }
  const [coefficient, exponent] = inexactPower(a, b, limits.precision);
  return finalize(finite(sign, coefficient, exponent), limits);
}

function powerOfOne(
  a: W_DecimalObject,
  b: W_DecimalObject,
  sign: number,
  limits: DecimalLimits,
): W_DecimalObject {
  const most = limits.precision - 1;
  if (!isInteger(b)) {
    limits.signal(INEXACT);
    limits.signal(ROUNDED);
    return finite(sign, powerOfTen(most), -most);
  }
  if (b.sign === 1) return finite(sign, 1n, 0);
  const count = integerOf(b);
  const times = count > BigInt(limits.precision) ? limits.precision : Number(count);
  let zeros = -a.exponent * times;
  if (zeros > most) {
    zeros = most;
    limits.signal(ROUNDED);
  }
  return finite(sign, powerOfTen(zeros), -zeros);
}

/** A stand-in for powers that certainly overflow or underflow. */
function powerBeyondRange(
  a: W_DecimalObject,
  b: W_DecimalObject,
  sign: number,
  limits: DecimalLimits,
): W_DecimalObject | null {
  const lead = Number(a.coefficient.toString().slice(0, 15));
  const log = hostLogarithm(lead) / Math.LN10 + a.exponent + a.digits - String(lead).length;
  const exponent = Number(b.coefficient) * 10 ** Math.max(Math.min(b.exponent, 300), -300);
  const estimate = log * (b.sign === 1 ? -exponent : exponent);
  if (estimate > limits.emax + 10) return finite(sign, 1n, limits.emax + 1);
  if (estimate < limits.etiny - 10) return finite(sign, 1n, limits.etiny - 1);
  return null;
}

/** The exact power when it has at most `digits` digits, else null; the sign of `a` is ignored. */
function exactPower(a: W_DecimalObject, b: W_DecimalObject, digits: number): Digits | null {
  const zerosA = trailingZeros(a.coefficient, a.digits);
  const x = a.coefficient / powerOfTen(zerosA);
  const exponentX = BigInt(a.exponent + zerosA);
  const fraction = lowestTerms(b);
  if (fraction === null) return null;
  const [m, n] = fraction;
  const root = b.sign === 1 ? reciprocal(x, exponentX) : ([x, exponentX] as const);
  if (root === null) return null;
  const [base, baseExponent] = root;
  const nth = exactRoot(base, n);
  if (nth === null || baseExponent % n !== 0n) return null;
  // A base of at least 2 whose power has too many bits has too many digits.
  if (nth > 1n && m > BigInt(Math.ceil(digits * 3.33))) return null;
  const coefficient = nth ** (nth === 1n ? 1n : m);
  const exponent = (baseExponent / n) * m;
  if (coefficient > powerOfTen(digits)) return null;
  return padded(a, b, coefficient, exponent, digits);
}

/** Zeros at the end as far as the ideal exponent asks for them. */
function padded(
  a: W_DecimalObject,
  b: W_DecimalObject,
  coefficient: bigint,
  exponent: bigint,
  digits: number,
): Digits {
  let zeros = 0;
  if (isInteger(b) && b.sign === 0) {
    const ideal = BigInt(a.exponent) * integerOf(b);
    const room = digits - coefficient.toString().length;
    const wanted = exponent - ideal;
    zeros = wanted < BigInt(room) ? Number(wanted) : room;
  }
  return [coefficient * powerOfTen(zeros), Number(exponent) - zeros];
}

/** |b| as a fraction in lowest terms; null when its parts are too large to matter. */
function lowestTerms(b: W_DecimalObject): readonly [bigint, bigint] | null {
  const zeros = trailingZeros(b.coefficient, b.digits);
  const y = b.coefficient / powerOfTen(zeros);
  const exponent = b.exponent + zeros;
  if (exponent >= 0) return exponent > 400 ? null : [y * powerOfTen(exponent), 1n];
  if (exponent < -400) return null;
  let m = y;
  let n = powerOfTen(-exponent);
  for (const factor of [2n, 5n]) {
    while (m % factor === 0n && n % factor === 0n) {
      m /= factor;
      n /= factor;
    }
  }
  return [m, n];
}

/** 1 / (x * 10^exponent) when it is a finite decimal; x has no factor 10. */
function reciprocal(x: bigint, exponent: bigint): readonly [bigint, bigint] | null {
  if (x === 1n) return [1n, -exponent];
  for (const [factor, other] of [
    [2n, 5n],
    [5n, 2n],
  ] as const) {
    let rest = x;
    let count = 0n;
    while (rest % factor === 0n) {
      rest /= factor;
      count++;
    }
    if (rest === 1n) return [other ** count, -count - exponent];
  }
  return null;
}

/** The exact n-th root of an integer, or null. */
function exactRoot(x: bigint, n: bigint): bigint | null {
  if (n === 1n || x === 1n) return x;
  const bits = BigInt(x.toString(2).length);
  if (bits <= n) return null;
  let root = 1n << (bits / n + 1n);
  for (;;) {
    const next = (root * (n - 1n) + x / root ** (n - 1n)) / n;
    if (next >= root) break;
    root = next;
  }
  return root ** n === x ? root : null;
}

/** An exact power by a fraction counts as inexact, as the specification wants it. */
function finalizeExact(value: W_DecimalObject, limits: DecimalLimits): W_DecimalObject {
  const missing = limits.precision + 1 - value.digits;
  const widened =
    missing > 0
      ? finite(value.sign, value.coefficient * powerOfTen(missing), value.exponent - missing)
      : value;
  const seen = new Set([INEXACT]);
  const work = limits.rounded(limits.rounding, (signal) => seen.add(signal));
  const result = finalize(widened, work);
  if (seen.has(SUBNORMAL)) seen.add(UNDERFLOW);
  if (seen.has(OVERFLOW)) limits.signal(OVERFLOW, "above Emax");
  for (const signal of [UNDERFLOW, SUBNORMAL, INEXACT, ROUNDED, CLAMPED]) {
    if (seen.has(signal)) limits.signal(signal);
  }
  return result;
}

/** e to the power b * ln(a). */
function inexactPower(a: W_DecimalObject, b: W_DecimalObject, precision: number): Digits {
  const extra = Math.max(b.adjusted, 0) + 5;
  const y = b.sign === 1 ? -b.coefficient : b.coefficient;
  return exponentialDigits(precision, Math.max(b.adjusted, 0) + 8, (bits) => {
    const more = bits + Math.ceil(extra * 3.33) + 24;
    const product = logarithmFixed(a.withSign(0), more) * y;
    const scaled =
      b.exponent >= 0 ? product * powerOfTen(b.exponent) : product / powerOfTen(-b.exponent);
    return scaled >> BigInt(more - bits);
  });
}

/** `a ** b % m` for integers. */
export function powerModulo(
  a: W_DecimalObject,
  b: W_DecimalObject,
  m: W_DecimalObject,
  limits: DecimalLimits,
): W_DecimalObject {
  const operands = [a, b, m];
  const signaling = operands.find((x) => x.kind === SIGNALING_NAN);
  if (signaling !== undefined) return signalNan(signaling, "sNaN", limits);
  const quiet = operands.find((x) => x.isNan);
  if (quiet !== undefined) return trimPayload(quiet, limits);
  if (!operands.every(isInteger)) {
    return limits.fail("pow() 3rd argument not allowed unless all arguments are integers");
  }
  if (b.sign === 1 && !b.isZero) {
    return limits.fail("pow() 2nd argument cannot be negative when 3rd argument specified");
  }
  if (m.isZero) return limits.fail("pow() 3rd argument cannot be 0");
  if (m.adjusted >= limits.precision) {
    return limits.fail(
      "insufficient precision: pow() 3rd argument must not have more than precision digits",
    );
  }
  if (a.isZero && b.isZero) {
    return limits.fail(
      "at least one of pow() 1st argument and 2nd argument must be nonzero; 0**0 is not defined",
    );
  }
  const modulus = integerOf(m);
  let base = integerOf(a) % modulus;
  let result = 1n % modulus;
  for (let exponent = integerOf(b); exponent > 0n; exponent >>= 1n) {
    if ((exponent & 1n) === 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return finite(isOdd(b) ? a.sign : 0, result, 0);
}
