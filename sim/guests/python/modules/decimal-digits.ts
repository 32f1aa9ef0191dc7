/**
 * Operations on the representation of decimal numbers: neighbours, scaling, shifting, digit-wise
 * logic, the total order, classes.
 *
 * Counterpart: lib-python/3/_pydecimal.py.
 */

import { add, type Binary, compareMagnitudes, compareValues } from "./decimal-arithmetic.ts";
import {
  CLAMPED,
  DIVISION_BY_ZERO,
  type DecimalLimits,
  FINITE,
  finalize,
  finite,
  fromInteger,
  INEXACT,
  INFINITE,
  infinity,
  largestFinite,
  OVERFLOW,
  powerOfTen,
  propagateNan,
  ROUND_CEILING,
  ROUND_FLOOR,
  ROUNDED,
  SIGNALING_NAN,
  SUBNORMAL,
  UNDERFLOW,
  type W_DecimalObject,
} from "./decimal-value.ts";

function neighbour(a: W_DecimalObject, limits: DecimalLimits, downSign: number): W_DecimalObject {
  if (a.isNan) return propagateNan(a, a, limits)!;
  if (a.kind === INFINITE) return a.sign === downSign ? a : largestFinite(a.sign, limits);
  const work = limits.rounded(downSign === 1 ? ROUND_FLOOR : ROUND_CEILING, null);
  const rounded = finalize(a, work);
  if (compareValues(rounded, a) !== 0) return rounded;
  return add(a, finite(downSign, 1n, limits.etiny - 1), work);
}

export function nextMinus(a: W_DecimalObject, limits: DecimalLimits): W_DecimalObject {
  return neighbour(a, limits, 1);
}

export function nextPlus(a: W_DecimalObject, limits: DecimalLimits): W_DecimalObject {
  return neighbour(a, limits, 0);
}

export function nextToward(a: W_DecimalObject, b: W_DecimalObject, limits: DecimalLimits) {
  const nan = propagateNan(a, b, limits);
  if (nan !== null) return nan;
  const order = compareValues(a, b);
  if (order === 0) return a.withSign(b.sign);
  const result = order < 0 ? nextPlus(a, limits) : nextMinus(a, limits);
  if (result.kind === INFINITE) {
    limits.signal(OVERFLOW, "Infinite result from next_toward");
    limits.signal(INEXACT);
    limits.signal(ROUNDED);
  } else if (result.adjusted < limits.emin) {
    for (const signal of [UNDERFLOW, SUBNORMAL, INEXACT, ROUNDED]) limits.signal(signal);
    if (result.isZero) limits.signal(CLAMPED);
  }
  return result;
}

export function logb(a: W_DecimalObject, limits: DecimalLimits): W_DecimalObject {
  if (a.isNan) return propagateNan(a, a, limits)!;
  if (a.kind === INFINITE) return infinity(0);
  if (a.coefficient === 0n) {
    limits.signal(DIVISION_BY_ZERO, "logb(0)");
    return infinity(1);
  }
  return finalize(fromInteger(BigInt(a.adjusted)), limits);
}

/** A second operand that must be an integer of at most `limit`, or null. */
function smallInteger(b: W_DecimalObject, limit: number): number | null {
  if (b.kind !== FINITE || b.exponent !== 0 || b.coefficient > BigInt(limit)) return null;
  const magnitude = Number(b.coefficient);
  return b.sign === 1 ? -magnitude : magnitude;
}

export function scaleb(a: W_DecimalObject, b: W_DecimalObject, limits: DecimalLimits) {
  const nan = propagateNan(a, b, limits);
  if (nan !== null) return nan;
  const by = smallInteger(b, 2 * (limits.emax + limits.precision));
  if (by === null) return limits.fail(null);
  if (a.kind === INFINITE) return a;
  return finalize(finite(a.sign, a.coefficient, a.exponent + by), limits);
}

export function shift(a: W_DecimalObject, b: W_DecimalObject, limits: DecimalLimits) {
  return moveDigits(a, b, limits, (digits, by, modulus) => {
    if (by >= 0) return (digits * powerOfTen(by)) % modulus;
    return (digits % modulus) / powerOfTen(-by);
  });
}

export function rotate(a: W_DecimalObject, b: W_DecimalObject, limits: DecimalLimits) {
  return moveDigits(a, b, limits, (digits, by, modulus) => {
    const left = by >= 0 ? by : limits.precision + by;
    const right = powerOfTen(limits.precision - left);
    return (digits % right) * powerOfTen(left) + (digits % modulus) / right;
  });
}

function moveDigits(
  a: W_DecimalObject,
  b: W_DecimalObject,
  limits: DecimalLimits,
  move: (digits: bigint, by: number, modulus: bigint) => bigint,
): W_DecimalObject {
  const nan = propagateNan(a, b, limits);
  if (nan !== null) return nan;
  const by = smallInteger(b, limits.precision);
  if (by === null) return limits.fail(null);
  if (a.kind === INFINITE) return a;
  const modulus = powerOfTen(limits.precision);
  return finite(a.sign, move(a.coefficient, by, modulus) % modulus, a.exponent);
}

/** The digits of a logical operand, or null: all must be 0 or 1. */
function logicalDigits(a: W_DecimalObject): string | null {
  if (a.kind !== FINITE || a.sign !== 0 || a.exponent !== 0) return null;
  const digits = a.coefficient.toString();
  return /^[01]+$/.test(digits) ? digits : null;
}

function logical(
  a: W_DecimalObject,
  b: W_DecimalObject,
  limits: DecimalLimits,
  operation: (x: boolean, y: boolean) => boolean,
  leastLength: number,
): W_DecimalObject {
  const x = logicalDigits(a);
  const y = logicalDigits(b);
  if (x === null || y === null) return limits.fail(null);
  const length = Math.max(x.length, y.length, leastLength);
  const left = x.padStart(length, "0");
  const right = y.padStart(length, "0");
  let result = "";
  for (let i = 0; i < length; i++) {
    result += operation(left[i] === "1", right[i] === "1") ? "1" : "0";
  }
  return finite(0, BigInt(result) % powerOfTen(limits.precision), 0);
}

export const logicalAnd: Binary = (a, b, limits) => logical(a, b, limits, (x, y) => x && y, 0);
export const logicalOr: Binary = (a, b, limits) => logical(a, b, limits, (x, y) => x || y, 0);
export const logicalXor: Binary = (a, b, limits) => logical(a, b, limits, (x, y) => x !== y, 0);

export function logicalInvert(a: W_DecimalObject, limits: DecimalLimits): W_DecimalObject {
  return logical(a, finite(0, 0n, 0), limits, (x) => !x, limits.precision);
}

/** Where a kind stands in the total order of magnitudes. */
function rank(a: W_DecimalObject): number {
  if (a.kind === FINITE) return 0;
  return a.kind === INFINITE ? 1 : a.kind === SIGNALING_NAN ? 2 : 3;
}

function totalOrderOfMagnitudes(a: W_DecimalObject, b: W_DecimalObject): number {
  const difference = rank(a) - rank(b);
  if (difference !== 0) return difference;
  if (a.isNan) return a.coefficient < b.coefficient ? -1 : a.coefficient > b.coefficient ? 1 : 0;
  const order = compareMagnitudes(a, b);
  return order !== 0 ? order : a.exponent - b.exponent;
}

export function compareTotalMagnitude(a: W_DecimalObject, b: W_DecimalObject): W_DecimalObject {
  return fromInteger(BigInt(Math.sign(totalOrderOfMagnitudes(a, b))));
}

export function compareTotal(a: W_DecimalObject, b: W_DecimalObject): W_DecimalObject {
  if (a.sign !== b.sign) return fromInteger(a.sign === 1 ? -1n : 1n);
  const order = Math.sign(totalOrderOfMagnitudes(a, b));
  return fromInteger(BigInt(a.sign === 1 ? -order : order));
}

export function sameQuantum(a: W_DecimalObject, b: W_DecimalObject): boolean {
  if (a.kind === FINITE && b.kind === FINITE) return a.exponent === b.exponent;
  return (a.isNan && b.isNan) || (a.kind === INFINITE && b.kind === INFINITE);
}

export function isNormal(a: W_DecimalObject, limits: DecimalLimits): boolean {
  return a.kind === FINITE && a.coefficient !== 0n && a.adjusted >= limits.emin;
}

export function isSubnormal(a: W_DecimalObject, limits: DecimalLimits): boolean {
  return a.kind === FINITE && a.coefficient !== 0n && a.adjusted < limits.emin;
}

export function numberClass(a: W_DecimalObject, limits: DecimalLimits): string {
  if (a.isNan) return a.kind === SIGNALING_NAN ? "sNaN" : "NaN";
  const sign = a.sign === 1 ? "-" : "+";
  if (a.kind === INFINITE) return `${sign}Infinity`;
  if (a.coefficient === 0n) return `${sign}Zero`;
  return sign + (isNormal(a, limits) ? "Normal" : "Subnormal");
}

export function copySign(a: W_DecimalObject, b: W_DecimalObject): W_DecimalObject {
  return a.withSign(b.sign);
}
