/**
 * Decimal numbers as values: sign, integer coefficient, exponent; infinities and NaNs. And the
 * limits under which operations round: precision, exponent range, rounding mode, and whom they
 * tell about signals.
 *
 * Invariants: a coefficient is never negative; that of an infinity is 0, that of a NaN its payload.
 * DIFFERS: exponents are host numbers, exact up to 2^53 (Python: unlimited).
 *
 * Counterpart: lib-python/3/_pydecimal.py (Decimal._fix, Context).
 */

import type { ObjSpace } from "../objects/space.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { W_Root } from "../objects/w-root.ts";

export const FINITE = 0;
export const INFINITE = 1;
export const QUIET_NAN = 2;
export const SIGNALING_NAN = 3;

/** The signals by number, in the order in which flags are listed. */
export const CLAMPED = 0;
export const DIVISION_BY_ZERO = 1;
export const INEXACT = 2;
export const OVERFLOW = 3;
export const ROUNDED = 4;
export const UNDERFLOW = 5;
export const INVALID_OPERATION = 6;
export const SUBNORMAL = 7;
export const FLOAT_OPERATION = 8;

/** Rounding modes. */
export const ROUND_UP = 0;
export const ROUND_DOWN = 1;
export const ROUND_CEILING = 2;
export const ROUND_FLOOR = 3;
export const ROUND_HALF_UP = 4;
export const ROUND_HALF_DOWN = 5;
export const ROUND_HALF_EVEN = 6;
export const ROUND_05UP = 7;

const POWERS: bigint[] = [1n];

/** 10 to a power; small ones are kept. */
export function powerOfTen(exponent: number): bigint {
  if (exponent > 1000) return 10n ** BigInt(exponent);
  while (POWERS.length <= exponent) POWERS.push(POWERS[POWERS.length - 1]! * 10n);
  return POWERS[exponent]!;
}

/** The number of decimal digits; 1 for zero. */
export function countDigits(coefficient: bigint): number {
  if (coefficient < 1000000000000000n) return smallDigits(Number(coefficient));
  const hex = coefficient.toString(16);
  const bits = hex.length * 4 - 4 + (32 - Math.clz32(Number.parseInt(hex[0]!, 16)));
  const least = Math.floor((bits - 1) * 0.30102999566398114) + 1;
  return coefficient >= powerOfTen(least) ? least + 1 : least;
}

function smallDigits(value: number): number {
  let count = 1;
  for (let limit = 10; value >= limit; limit *= 10) count++;
  return count;
}

/** The number of zeros at the end of a coefficient that is not zero, at most `limit`. */
export function trailingZeros(coefficient: bigint, limit: number): number {
  if (coefficient % 10n !== 0n) return 0;
  let low = 1;
  let step = 1;
  while (low + step <= limit && coefficient % powerOfTen(low + step) === 0n) {
    low += step;
    step *= 2;
  }
  for (; step >= 1; step = Math.floor(step / 2)) {
    if (low + step <= limit && coefficient % powerOfTen(low + step) === 0n) low += step;
  }
  return Math.min(low, limit);
}

export class W_DecimalObject extends W_Root {
  readonly sign: number;
  readonly kind: number;
  readonly coefficient: bigint;
  readonly exponent: number;
  private digitCount = -1;

  constructor(sign: number, kind: number, coefficient: bigint, exponent: number) {
    super();
    this.sign = sign;
    this.kind = kind;
    this.coefficient = coefficient;
    this.exponent = exponent;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.moduleTypeOf("decimal.Decimal");
  }

  get digits(): number {
    if (this.digitCount < 0) this.digitCount = countDigits(this.coefficient);
    return this.digitCount;
  }

  /** The exponent of the first digit. */
  get adjusted(): number {
    return this.exponent + this.digits - 1;
  }

  get isNan(): boolean {
    return this.kind >= QUIET_NAN;
  }

  get isZero(): boolean {
    return this.kind === FINITE && this.coefficient === 0n;
  }

  withSign(sign: number): W_DecimalObject {
    return new W_DecimalObject(sign, this.kind, this.coefficient, this.exponent);
  }
}

export function finite(sign: number, coefficient: bigint, exponent: number): W_DecimalObject {
  return new W_DecimalObject(sign, FINITE, coefficient, exponent);
}

export function infinity(sign: number): W_DecimalObject {
  return new W_DecimalObject(sign, INFINITE, 0n, 0);
}

export function notANumber(): W_DecimalObject {
  return new W_DecimalObject(0, QUIET_NAN, 0n, 0);
}

/** A finite value from a signed integer. */
export function fromInteger(value: bigint): W_DecimalObject {
  return value < 0n ? finite(1, -value, 0) : finite(0, value, 0);
}

/** Told about a signal; may throw. */
export type Report = (signal: number, explanation: string | null) => void;

/** Precision, exponent range, rounding, and who is told about signals (null: nobody). */
export class DecimalLimits {
  precision: number;
  emin: number;
  emax: number;
  rounding: number;
  clamp: number;
  report: Report | null;

  constructor(
    precision: number,
    emin: number,
    emax: number,
    rounding: number,
    clamp: number,
    report: Report | null,
  ) {
    this.precision = precision;
    this.emin = emin;
    this.emax = emax;
    this.rounding = rounding;
    this.clamp = clamp;
    this.report = report;
  }

  /** The same limits with another rounding mode and perhaps another listener. */
  rounded(rounding: number, report: Report | null = this.report): DecimalLimits {
    const { precision, emin, emax, clamp } = this;
    return new DecimalLimits(precision, emin, emax, rounding, clamp, report);
  }

  get etiny(): number {
    return this.emin - this.precision + 1;
  }

  get etop(): number {
    return this.emax - this.precision + 1;
  }

  signal(signal: number, explanation: string | null = null): void {
    this.report?.(signal, explanation);
  }

  /** InvalidOperation, whose result is NaN. */
  fail(explanation: string | null): W_DecimalObject {
    this.signal(INVALID_OPERATION, explanation);
    return notANumber();
  }
}

/**
 * Whether to add one to the coefficient after digits were dropped; `rest` is 0 (nothing but zeros
 * dropped), 1 (less than half), 5 (half) or 6 (more).
 */
export function roundsUp(rounding: number, sign: number, coefficient: bigint, rest: number) {
  if (rest === 0) return false;
  switch (rounding) {
    case ROUND_UP:
      return true;
    case ROUND_DOWN:
      return false;
    case ROUND_CEILING:
      return sign === 0;
    case ROUND_FLOOR:
      return sign === 1;
    case ROUND_HALF_UP:
      return rest >= 5;
    case ROUND_HALF_DOWN:
      return rest > 5;
    case ROUND_HALF_EVEN:
      return rest > 5 || (rest === 5 && (coefficient & 1n) === 1n);
    default:
      return coefficient % 5n === 0n;
  }
}

/** A coefficient without its last `count` digits, and what was dropped, as `roundsUp` takes it. */
export function dropDigits(coefficient: bigint, count: number): readonly [bigint, number] {
  if (count > countDigits(coefficient)) return [0n, coefficient === 0n ? 0 : 1];
  const divisor = powerOfTen(count);
  const kept = coefficient / divisor;
  const dropped = coefficient - kept * divisor;
  if (dropped === 0n) return [kept, 0];
  const twice = dropped * 2n;
  return [kept, twice < divisor ? 1 : twice === divisor ? 5 : 6];
}

/** A value brought within the limits: rounded to the precision, its exponent in range. */
export function finalize(value: W_DecimalObject, limits: DecimalLimits): W_DecimalObject {
  if (value.kind !== FINITE) return value.isNan ? trimPayload(value, limits) : value;
  const { digits } = value;
  const adjusted = value.exponent + digits - 1;
  if (digits <= limits.precision && adjusted <= limits.emax && adjusted >= limits.emin) {
    if (limits.clamp === 0 || value.exponent <= limits.etop) return value;
  }
  return value.coefficient === 0n ? fitZero(value, limits) : fit(value, digits, limits);
}

/** A NaN whose payload fits. */
export function trimPayload(value: W_DecimalObject, limits: DecimalLimits): W_DecimalObject {
  const room = limits.precision - limits.clamp;
  if (value.coefficient === 0n || value.digits <= room) return value;
  const payload = value.coefficient % powerOfTen(room);
  return new W_DecimalObject(value.sign, value.kind, payload, 0);
}

function fitZero(value: W_DecimalObject, limits: DecimalLimits): W_DecimalObject {
  const highest = limits.clamp === 1 ? limits.etop : limits.emax;
  const exponent = Math.min(Math.max(value.exponent, limits.etiny), highest);
  if (exponent === value.exponent) return value;
  limits.signal(CLAMPED);
  return finite(value.sign, 0n, exponent);
}

/** What an overflow gives. */
function overflowed(sign: number, limits: DecimalLimits): W_DecimalObject {
  limits.signal(OVERFLOW, "above Emax");
  const { rounding } = limits;
  const staysFinite =
    rounding === ROUND_DOWN ||
    rounding === ROUND_05UP ||
    (rounding === ROUND_CEILING && sign === 1) ||
    (rounding === ROUND_FLOOR && sign === 0);
  return staysFinite ? largestFinite(sign, limits) : infinity(sign);
}

/** The finite value of greatest magnitude. */
export function largestFinite(sign: number, limits: DecimalLimits): W_DecimalObject {
  return finite(sign, powerOfTen(limits.precision) - 1n, limits.etop);
}

/** A value that is not zero. */
function fit(value: W_DecimalObject, digits: number, limits: DecimalLimits): W_DecimalObject {
  const { sign, coefficient, exponent } = value;
  const { etiny, etop } = limits;
  const lowest = digits + exponent - limits.precision;
  if (lowest > etop) {
    const result = overflowed(sign, limits);
    limits.signal(INEXACT);
    limits.signal(ROUNDED);
    return result;
  }
  const isSubnormal = lowest < etiny;
  const target = isSubnormal ? etiny : lowest;
  if (exponent < target) return roundTo(value, target, isSubnormal, limits);
  if (isSubnormal) limits.signal(SUBNORMAL);
  if (limits.clamp === 1 && exponent > etop) {
    limits.signal(CLAMPED);
    return finite(sign, coefficient * powerOfTen(exponent - etop), etop);
  }
  return value;
}

function roundTo(
  value: W_DecimalObject,
  target: number,
  isSubnormal: boolean,
  limits: DecimalLimits,
): W_DecimalObject {
  const { sign } = value;
  let exponent = target;
  let [coefficient, rest] = dropDigits(value.coefficient, target - value.exponent);
  if (roundsUp(limits.rounding, sign, coefficient, rest)) {
    coefficient += 1n;
    if (coefficient === powerOfTen(limits.precision)) {
      coefficient /= 10n;
      exponent++;
    }
  }
  const result =
    exponent > limits.etop ? overflowed(sign, limits) : finite(sign, coefficient, exponent);
  if (isSubnormal) {
    if (rest !== 0) limits.signal(UNDERFLOW);
    limits.signal(SUBNORMAL);
  }
  if (rest !== 0) limits.signal(INEXACT);
  limits.signal(ROUNDED);
  if (result.isZero) limits.signal(CLAMPED);
  return result;
}

/** The NaN that an operation on `a` and `b` gives when one of them is a NaN, else null. */
export function propagateNan(
  a: W_DecimalObject,
  b: W_DecimalObject,
  limits: DecimalLimits,
): W_DecimalObject | null {
  if (!a.isNan && !b.isNan) return null;
  if (a.kind === SIGNALING_NAN) return signalNan(a, "sNaN", limits);
  if (b.kind === SIGNALING_NAN) return signalNan(b, "sNaN", limits);
  return trimPayload(a.isNan ? a : b, limits);
}

/** Signals, and makes a NaN a quiet one. */
export function signalNan(
  nan: W_DecimalObject,
  explanation: string,
  limits: DecimalLimits,
): W_DecimalObject {
  limits.signal(INVALID_OPERATION, explanation);
  return trimPayload(new W_DecimalObject(nan.sign, QUIET_NAN, nan.coefficient, 0), limits);
}
