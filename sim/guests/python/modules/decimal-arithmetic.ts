/**
 * The elementary operations on decimal numbers: each is exact first and then brought within the
 * limits, as the General Decimal Arithmetic Specification says.
 *
 * Counterpart: lib-python/3/_pydecimal.py.
 */

import {
  CLAMPED,
  DIVISION_BY_ZERO,
  type DecimalLimits,
  dropDigits,
  FINITE,
  finalize,
  finite,
  fromInteger,
  INEXACT,
  INFINITE,
  infinity,
  powerOfTen,
  propagateNan,
  QUIET_NAN,
  ROUND_FLOOR,
  ROUNDED,
  roundsUp,
  SIGNALING_NAN,
  SUBNORMAL,
  signalNan,
  trailingZeros,
  type W_DecimalObject,
} from "./decimal-value.ts";

export type Unary = (a: W_DecimalObject, limits: DecimalLimits) => W_DecimalObject;
export type Binary = (
  a: W_DecimalObject,
  b: W_DecimalObject,
  limits: DecimalLimits,
) => W_DecimalObject;

export function add(a: W_DecimalObject, b: W_DecimalObject, limits: DecimalLimits) {
  return addSigned(a, b, b.sign, limits);
}

export function subtract(a: W_DecimalObject, b: W_DecimalObject, limits: DecimalLimits) {
  return addSigned(a, b, 1 - b.sign, limits);
}

/** `a + b` with another sign for `b`. */
function addSigned(
  a: W_DecimalObject,
  b: W_DecimalObject,
  signB: number,
  limits: DecimalLimits,
): W_DecimalObject {
  if (a.kind !== FINITE || b.kind !== FINITE) {
    const nan = propagateNan(a, b, limits);
    if (nan !== null) return nan;
    if (a.kind === INFINITE && b.kind === INFINITE) {
      return a.sign === signB ? a : limits.fail("-INF + INF");
    }
    return infinity(a.kind === INFINITE ? a.sign : signB);
  }
  return finalize(sum(a, b, signB, limits), limits);
}

function sum(
  a: W_DecimalObject,
  b: W_DecimalObject,
  signB: number,
  limits: DecimalLimits,
): W_DecimalObject {
  let x = a.sign === 1 ? -a.coefficient : a.coefficient;
  let y = signB === 1 ? -b.coefficient : b.coefficient;
  let exponent = a.exponent;
  if (a.exponent !== b.exponent) {
    const aIsBig = a.exponent > b.exponent;
    const big = aIsBig ? a : b;
    const small = aIsBig ? b : a;
    let low = small.exponent;
    if (big.coefficient !== 0n) {
      const below = big.digits > limits.precision ? 0 : big.digits - limits.precision - 1;
      const tiny = big.exponent - 1 + below;
      if (small.adjusted < tiny) {
        // Whatever is that small only matters by its sign.
        low = tiny;
        const unit = small.coefficient === 0n ? 0n : 1n;
        if (aIsBig) y = signB === 1 ? -unit : unit;
        else x = a.sign === 1 ? -unit : unit;
      }
      const scale = powerOfTen(big.exponent - low);
      if (aIsBig) x *= scale;
      else y *= scale;
    }
    exponent = low;
  }
  const total = x + y;
  if (total === 0n) {
    const isNegative = a.sign === signB ? a.sign === 1 : limits.rounding === ROUND_FLOOR;
    return finite(isNegative ? 1 : 0, 0n, exponent);
  }
  return total < 0n ? finite(1, -total, exponent) : finite(0, total, exponent);
}

export function multiply(a: W_DecimalObject, b: W_DecimalObject, limits: DecimalLimits) {
  const special = multiplySpecial(a, b, limits);
  return special ?? finalize(exactProduct(a, b), limits);
}

function multiplySpecial(a: W_DecimalObject, b: W_DecimalObject, limits: DecimalLimits) {
  if (a.kind === FINITE && b.kind === FINITE) return null;
  const nan = propagateNan(a, b, limits);
  if (nan !== null) return nan;
  if (b.isZero) return limits.fail("(+-)INF * 0");
  if (a.isZero) return limits.fail("0 * (+-)INF");
  return infinity(a.sign ^ b.sign);
}

function exactProduct(a: W_DecimalObject, b: W_DecimalObject): W_DecimalObject {
  return finite(a.sign ^ b.sign, a.coefficient * b.coefficient, a.exponent + b.exponent);
}

/** `a * b + c`, rounded once. */
export function fma(
  a: W_DecimalObject,
  b: W_DecimalObject,
  c: W_DecimalObject,
  limits: DecimalLimits,
): W_DecimalObject {
  if (a.kind === FINITE && b.kind === FINITE) return add(exactProduct(a, b), c, limits);
  const signaling = [a, b].find((x) => x.kind === SIGNALING_NAN);
  if (signaling !== undefined) return signalNan(signaling, "sNaN", limits);
  const quiet = [a, b].find((x) => x.isNan);
  if (quiet !== undefined) return add(quiet, c, limits);
  if (b.isZero) return limits.fail("INF * 0 in fma");
  if (a.isZero) return limits.fail("0 * INF in fma");
  return add(infinity(a.sign ^ b.sign), c, limits);
}

export function divide(a: W_DecimalObject, b: W_DecimalObject, limits: DecimalLimits) {
  const sign = a.sign ^ b.sign;
  if (a.kind !== FINITE || b.kind !== FINITE) {
    const nan = propagateNan(a, b, limits);
    if (nan !== null) return nan;
    if (a.kind === INFINITE) {
      return b.kind === INFINITE ? limits.fail("(+-)INF/(+-)INF") : infinity(sign);
    }
    limits.signal(CLAMPED, "Division by infinity");
    return finite(sign, 0n, limits.etiny);
  }
  if (b.coefficient === 0n) {
    if (a.coefficient === 0n) return limits.fail("0 / 0");
    limits.signal(DIVISION_BY_ZERO, "x / 0");
    return infinity(sign);
  }
  const ideal = a.exponent - b.exponent;
  if (a.coefficient === 0n) return finalize(finite(sign, 0n, ideal), limits);
  const shift = b.digits - a.digits + limits.precision + 1;
  const dividend = shift > 0 ? a.coefficient * powerOfTen(shift) : a.coefficient;
  const divisor = shift < 0 ? b.coefficient * powerOfTen(-shift) : b.coefficient;
  let quotient = dividend / divisor;
  let exponent = ideal - shift;
  if (quotient * divisor !== dividend) {
    // A digit that is not 0 or 5 stands for all that follow.
    if (quotient % 5n === 0n) quotient += 1n;
  } else if (exponent < ideal) {
    const zeros = trailingZeros(quotient, ideal - exponent);
    quotient /= powerOfTen(zeros);
    exponent += zeros;
  }
  return finalize(finite(sign, quotient, exponent), limits);
}

/**
 * Quotient and remainder of a finite value by one that is not zero; the remainder is not rounded.
 */
function integerDivision(
  a: W_DecimalObject,
  b: W_DecimalObject,
  limits: DecimalLimits,
): readonly [W_DecimalObject, W_DecimalObject] {
  const sign = a.sign ^ b.sign;
  const isInfinite = b.kind === INFINITE;
  const exponent = isInfinite ? a.exponent : Math.min(a.exponent, b.exponent);
  const difference = a.adjusted - b.adjusted;
  if (a.coefficient === 0n || isInfinite || difference <= -2) {
    return [finite(sign, 0n, 0), rescale(a, exponent, limits.rounding)];
  }
  if (difference <= limits.precision) {
    const x = a.coefficient * powerOfTen(a.exponent - exponent);
    const y = b.coefficient * powerOfTen(b.exponent - exponent);
    const quotient = x / y;
    if (quotient < powerOfTen(limits.precision)) {
      return [finite(sign, quotient, 0), finite(a.sign, x - quotient * y, exponent)];
    }
  }
  const nan = limits.fail("quotient too large in //, % or divmod");
  return [nan, nan];
}

export function divideInteger(a: W_DecimalObject, b: W_DecimalObject, limits: DecimalLimits) {
  const sign = a.sign ^ b.sign;
  const nan = propagateNan(a, b, limits);
  if (nan !== null) return nan;
  if (a.kind === INFINITE) {
    return b.kind === INFINITE ? limits.fail("INF // INF") : infinity(sign);
  }
  if (b.isZero) {
    if (a.coefficient === 0n) return limits.fail("0 // 0");
    limits.signal(DIVISION_BY_ZERO, "x // 0");
    return infinity(sign);
  }
  return integerDivision(a, b, limits)[0];
}

export function remainder(a: W_DecimalObject, b: W_DecimalObject, limits: DecimalLimits) {
  const nan = propagateNan(a, b, limits);
  if (nan !== null) return nan;
  if (a.kind === INFINITE) return limits.fail("INF % x");
  if (b.isZero) return limits.fail(a.coefficient === 0n ? "0 % 0" : "x % 0");
  return finalize(integerDivision(a, b, limits)[1], limits);
}

export function divmod(
  a: W_DecimalObject,
  b: W_DecimalObject,
  limits: DecimalLimits,
): readonly [W_DecimalObject, W_DecimalObject] {
  const sign = a.sign ^ b.sign;
  const nan = propagateNan(a, b, limits);
  if (nan !== null) return [nan, nan];
  if (a.kind === INFINITE) {
    const isBoth = b.kind === INFINITE;
    const rest = limits.fail(isBoth ? "divmod(INF, INF)" : "INF % x");
    return [isBoth ? rest : infinity(sign), rest];
  }
  if (b.isZero) {
    if (a.coefficient === 0n) {
      const undefinedResult = limits.fail("divmod(0, 0)");
      return [undefinedResult, undefinedResult];
    }
    limits.signal(DIVISION_BY_ZERO, "x // 0");
    return [infinity(sign), limits.fail("x % 0")];
  }
  const [quotient, rest] = integerDivision(a, b, limits);
  return [quotient, finalize(rest, limits)];
}

export function remainderNear(a: W_DecimalObject, b: W_DecimalObject, limits: DecimalLimits) {
  const nan = propagateNan(a, b, limits);
  if (nan !== null) return nan;
  if (a.kind === INFINITE) return limits.fail("remainder_near(infinity, x)");
  if (b.isZero) {
    return limits.fail(a.isZero ? "remainder_near(0, 0)" : "remainder_near(x, 0)");
  }
  if (b.kind === INFINITE) return finalize(a, limits);
  const exponent = Math.min(a.exponent, b.exponent);
  if (a.isZero) return finalize(finite(a.sign, 0n, exponent), limits);
  const difference = a.adjusted - b.adjusted;
  if (difference >= limits.precision + 1) return limits.fail(null);
  if (difference <= -2) return finalize(rescale(a, exponent, limits.rounding), limits);
  const x = a.coefficient * powerOfTen(a.exponent - exponent);
  const y = b.coefficient * powerOfTen(b.exponent - exponent);
  let quotient = x / y;
  let rest = x - quotient * y;
  if (2n * rest + (quotient & 1n) > y) {
    rest -= y;
    quotient += 1n;
  }
  if (quotient >= powerOfTen(limits.precision)) return limits.fail(null);
  const sign = rest < 0n ? 1 - a.sign : a.sign;
  return finalize(finite(sign, rest < 0n ? -rest : rest, exponent), limits);
}

export function plus(a: W_DecimalObject, limits: DecimalLimits): W_DecimalObject {
  return signed(a, a.sign, limits);
}

export function minus(a: W_DecimalObject, limits: DecimalLimits): W_DecimalObject {
  return signed(a, 1 - a.sign, limits);
}

export function absolute(a: W_DecimalObject, limits: DecimalLimits): W_DecimalObject {
  return signed(a, a.isNan ? a.sign : 0, limits);
}

/** `a` with a sign, within the limits; a zero is positive. */
function signed(a: W_DecimalObject, sign: number, limits: DecimalLimits): W_DecimalObject {
  if (a.isNan) return propagateNan(a, a, limits)!;
  if (a.isZero && limits.rounding !== ROUND_FLOOR) return finalize(a.withSign(0), limits);
  return finalize(sign === a.sign ? a : a.withSign(sign), limits);
}

/** The order of two values that are no NaNs: negative, 0 or positive. */
export function compareValues(a: W_DecimalObject, b: W_DecimalObject): number {
  const signA = a.isZero ? 0 : a.sign === 1 ? -1 : 1;
  const signB = b.isZero ? 0 : b.sign === 1 ? -1 : 1;
  if (signA !== signB) return signA - signB;
  return signA === 0 ? 0 : signA * compareMagnitudes(a, b);
}

export function compareMagnitudes(a: W_DecimalObject, b: W_DecimalObject): number {
  if (a.kind === INFINITE || b.kind === INFINITE) {
    return (a.kind === INFINITE ? 1 : 0) - (b.kind === INFINITE ? 1 : 0);
  }
  if (a.coefficient === 0n || b.coefficient === 0n) {
    return (a.coefficient === 0n ? 0 : 1) - (b.coefficient === 0n ? 0 : 1);
  }
  if (a.exponent !== b.exponent) {
    const difference = a.adjusted - b.adjusted;
    if (difference !== 0) return difference;
  }
  const low = Math.min(a.exponent, b.exponent);
  const x = a.exponent === low ? a.coefficient : a.coefficient * powerOfTen(a.exponent - low);
  const y = b.exponent === low ? b.coefficient : b.coefficient * powerOfTen(b.exponent - low);
  return x < y ? -1 : x > y ? 1 : 0;
}

export function compare(a: W_DecimalObject, b: W_DecimalObject, limits: DecimalLimits) {
  const nan = propagateNan(a, b, limits);
  return nan ?? fromInteger(BigInt(Math.sign(compareValues(a, b))));
}

/** The NaN of a comparison that signals for every NaN, or null. */
export function comparisonNan(
  a: W_DecimalObject,
  b: W_DecimalObject,
  limits: DecimalLimits,
): W_DecimalObject | null {
  const signaling = [a, b].find((x) => x.kind === SIGNALING_NAN);
  if (signaling !== undefined) return signalNan(signaling, "comparison involving sNaN", limits);
  const quiet = [a, b].find((x) => x.isNan);
  return quiet === undefined ? null : signalNan(quiet, "comparison involving NaN", limits);
}

export function compareSignal(a: W_DecimalObject, b: W_DecimalObject, limits: DecimalLimits) {
  return comparisonNan(a, b, limits) ?? compare(a, b, limits);
}

/** The order of values that are equal: by sign, then exponent. */
function orderOfEqual(a: W_DecimalObject, b: W_DecimalObject): number {
  if (a.sign !== b.sign) return b.sign - a.sign;
  const order = a.exponent - b.exponent;
  return a.sign === 1 ? -order : order;
}

function choose(byMagnitude: boolean, wantsGreater: boolean): Binary {
  return (a, b, limits) => {
    if (a.kind === QUIET_NAN && !b.isNan) return finalize(b, limits);
    if (b.kind === QUIET_NAN && !a.isNan) return finalize(a, limits);
    const nan = propagateNan(a, b, limits);
    if (nan !== null) return nan;
    let order = byMagnitude ? compareMagnitudes(a, b) : compareValues(a, b);
    if (order === 0) order = orderOfEqual(a, b);
    return finalize(order < 0 === wantsGreater ? b : a, limits);
  };
}

export const max = choose(false, true);
export const min = choose(false, false);
export const maxMagnitude = choose(true, true);
export const minMagnitude = choose(true, false);

/** `a` with the exponent of `b`, rounded in the mode given. */
export function quantize(
  a: W_DecimalObject,
  b: W_DecimalObject,
  limits: DecimalLimits,
  rounding = limits.rounding,
): W_DecimalObject {
  if (a.kind !== FINITE || b.kind !== FINITE) {
    const nan = propagateNan(a, b, limits);
    if (nan !== null) return nan;
    return a.kind === b.kind ? a : limits.fail("quantize with one INF");
  }
  const { exponent } = b;
  if (exponent > limits.emax || exponent < limits.etiny) {
    return limits.fail("target exponent out of bounds in quantize");
  }
  if (a.coefficient === 0n) return finalize(finite(a.sign, 0n, exponent), limits);
  const isFitting = (value: W_DecimalObject): W_DecimalObject | null => {
    if (value.adjusted > limits.emax) {
      return limits.fail("exponent of quantize result too large for current context");
    }
    if (value.adjusted - exponent + 1 <= limits.precision) return null;
    return limits.fail("quantize result has too many digits for current context");
  };
  const before = isFitting(a);
  if (before !== null) return before;
  const result = rescale(a, exponent, rounding);
  const after = result.coefficient === 0n ? null : isFitting(result);
  if (after !== null) return after;
  if (result.coefficient !== 0n && result.adjusted < limits.emin) limits.signal(SUBNORMAL);
  if (exponent > a.exponent) {
    if (compareValues(result, a) !== 0) limits.signal(INEXACT);
    limits.signal(ROUNDED);
  }
  return finalize(result, limits);
}

/** A finite `a` with another exponent, rounded but not brought within limits. */
export function rescale(a: W_DecimalObject, exponent: number, rounding: number): W_DecimalObject {
  if (a.coefficient === 0n) return finite(a.sign, 0n, exponent);
  const shift = a.exponent - exponent;
  if (shift === 0) return a;
  if (shift > 0) return finite(a.sign, a.coefficient * powerOfTen(shift), exponent);
  const [kept, rest] = dropDigits(a.coefficient, -shift);
  const isUp = roundsUp(rounding, a.sign, kept, rest);
  return finite(a.sign, isUp ? kept + 1n : kept, exponent);
}

/** The nearest integer; rounding is told only when `isExact`. */
export function toIntegral(
  a: W_DecimalObject,
  limits: DecimalLimits,
  isExact: boolean,
  rounding = limits.rounding,
): W_DecimalObject {
  if (a.isNan) return propagateNan(a, a, limits)!;
  if (a.kind === INFINITE || a.exponent >= 0) return a;
  const result = rescale(a, 0, rounding);
  if (isExact && a.coefficient !== 0n) {
    if (compareValues(result, a) !== 0) limits.signal(INEXACT);
    limits.signal(ROUNDED);
  }
  return result;
}

/** Without zeros at the end. */
export function normalize(a: W_DecimalObject, limits: DecimalLimits): W_DecimalObject {
  if (a.isNan) return propagateNan(a, a, limits)!;
  const value = finalize(a, limits);
  if (value.kind !== FINITE) return value;
  if (value.coefficient === 0n) return finite(value.sign, 0n, 0);
  const highest = limits.clamp === 1 ? limits.etop : limits.emax;
  const room = Math.min(Math.max(highest - value.exponent, 0), value.digits);
  const zeros = trailingZeros(value.coefficient, room);
  return finite(value.sign, value.coefficient / powerOfTen(zeros), value.exponent + zeros);
}
