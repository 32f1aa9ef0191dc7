/**
 * Making decimal numbers of Python values, and Python values of decimal numbers.
 *
 * Counterpart: lib-python/3/_pydecimal.py (Decimal.__new__, from_float, __hash__).
 */

import { intFromBigint } from "../../../base/int.ts";
import { call_function } from "../objects/call.ts";
import { oefmt, typeError, valueError } from "../objects/errors.ts";
import { W_FloatObject } from "../objects/float-object.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, newint, W_IntObject } from "../objects/int-object.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { W_ListObject } from "../objects/list-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import { quoteText } from "../objects/text-quote.ts";
import { readString } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { rescale } from "./decimal-arithmetic.ts";
import type { DecimalState } from "./decimal-context.ts";
import { asciiNumber, parseDecimal } from "./decimal-text.ts";
import {
  type DecimalLimits,
  FINITE,
  FLOAT_OPERATION,
  finite,
  fromInteger,
  INFINITE,
  infinity,
  notANumber,
  powerOfTen,
  QUIET_NAN,
  SIGNALING_NAN,
  W_DecimalObject,
} from "./decimal-value.ts";

const MIXING = "strict semantics for mixing floats and Decimals are enabled";
const MODULUS = 2n ** 61n - 1n;

/** `Decimal(w_obj)`. */
export function decimalFrom(
  space: ObjSpace,
  w_obj: W_Root,
  limits: () => DecimalLimits,
): W_DecimalObject {
  const w_value = builtinValue(w_obj);
  if (w_value instanceof W_DecimalObject) return w_value;
  if (w_value instanceof W_UnicodeObject) {
    const value = parseDecimal(asciiNumber(w_value.value).trim().replaceAll("_", ""));
    return value ?? limits().fail(`Invalid literal for Decimal: ${quoteText(w_value.value)}`);
  }
  const integer = bigintOrNull(w_value);
  if (integer !== null) return fromInteger(integer);
  if (w_value instanceof W_ListObject || w_value instanceof W_TupleObject) {
    return fromParts(space, iterable_to_array(space, w_obj, -1));
  }
  if (w_value instanceof W_FloatObject) {
    limits().signal(FLOAT_OPERATION, MIXING);
    return fromFloat(w_value.floatval);
  }
  throw typeError(space, `Cannot convert ${readString(space, w_obj)} to Decimal`);
}

/** The exact value of a float. */
export function fromFloat(value: number): W_DecimalObject {
  const sign = value < 0 || Object.is(value, -0) ? 1 : 0;
  if (Number.isNaN(value)) return notANumber();
  if (!Number.isFinite(value)) return infinity(sign);
  let mantissa = Math.abs(value);
  let halvings = 0;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    halvings++;
  }
  return finite(sign, BigInt(mantissa) * 5n ** BigInt(halvings), -halvings);
}

/** A number given as (sign, digits, exponent). */
function fromParts(space: ObjSpace, parts_w: readonly W_Root[]): W_DecimalObject {
  if (parts_w.length !== 3) {
    throw valueError(
      space,
      "Invalid tuple size in creation of Decimal from list or tuple.  The list or tuple " +
        "should have exactly three elements.",
    );
  }
  const [w_sign, w_digits, w_exponent] = parts_w;
  const sign = bigintOrNull(builtinValue(w_sign!));
  if (sign !== 0n && sign !== 1n) {
    throw valueError(
      space,
      "Invalid sign.  The first value in the tuple should be an integer; either 0 for a " +
        "positive number or 1 for a negative number.",
    );
  }
  const w_power = builtinValue(w_exponent!);
  const letter = w_power instanceof W_UnicodeObject ? w_power.value : "";
  if (letter === "F") return infinity(Number(sign));
  let digits = "";
  for (const w_digit of iterable_to_array(space, w_digits!, -1)) {
    const digit = bigintOrNull(builtinValue(w_digit));
    if (digit === null || digit < 0n || digit > 9n) {
      throw valueError(
        space,
        "The second value in the tuple must be composed of integers in the range 0 through 9.",
      );
    }
    digits += String(digit);
  }
  const coefficient = BigInt(digits === "" ? "0" : digits);
  if (letter === "n" || letter === "N") {
    const kind = letter === "n" ? QUIET_NAN : SIGNALING_NAN;
    return new W_DecimalObject(Number(sign), kind, coefficient, 0);
  }
  const exponent = bigintOrNull(w_power);
  if (exponent !== null) return finite(Number(sign), coefficient, Number(exponent));
  throw valueError(
    space,
    "The third value in the tuple must be an integer, or one of the strings 'F', 'n', 'N'.",
  );
}

/** An operand: a decimal number or an integer; null for anything else. */
export function operandOrNull(w_obj: W_Root): W_DecimalObject | null {
  const w_value = builtinValue(w_obj);
  if (w_value instanceof W_DecimalObject) return w_value;
  const integer = bigintOrNull(w_value);
  return integer === null ? null : fromInteger(integer);
}

/** The integer that a number rounds to; `verb` is what the error says cannot be done. */
export function toInteger(
  space: ObjSpace,
  value: W_DecimalObject,
  rounding: number,
  messages: readonly [nan: string, infinity: string],
): bigint {
  if (value.isNan) throw valueError(space, messages[0]);
  if (value.kind === INFINITE) throw oefmt(space, space.w_OverflowError, messages[1]);
  const { sign, coefficient, exponent } = value.exponent < 0 ? rescale(value, 0, rounding) : value;
  const magnitude = coefficient * powerOfTen(exponent);
  return sign === 1 ? -magnitude : magnitude;
}

/** `value.as_tuple()`. */
export function toTuple(space: ObjSpace, state: DecimalState, value: W_DecimalObject): W_Root {
  const { kind, coefficient } = value;
  let text = coefficient.toString();
  if (value.isNan && coefficient === 0n) text = "";
  const digits_w = Array.from(text, (digit) => newint(Number(digit)));
  const letters = ["", "F", "n", "N"];
  const w_exponent =
    kind === FINITE ? new W_IntObject(intFromBigint(BigInt(value.exponent))) : null;
  return call_function(space, state.w_tuple, [
    newint(value.sign),
    new W_TupleObject(digits_w),
    w_exponent ?? newtext(letters[kind]!),
  ]);
}

function powerModulus(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % MODULUS;
    square = (square * square) % MODULUS;
  }
  return result;
}

/** `hash(value)`: that of an equal int, float or Fraction. */
export function hashDecimal(space: ObjSpace, value: W_DecimalObject): W_Root {
  if (value.kind === SIGNALING_NAN) {
    throw typeError(space, "Cannot hash a signaling NaN value.");
  }
  if (value.isNan) return newint(0);
  if (value.kind === INFINITE) return newint(value.sign === 1 ? -314159 : 314159);
  const { exponent } = value;
  const base = exponent >= 0 ? 10n : powerModulus(10n, MODULUS - 2n);
  const scale = powerModulus(base, BigInt(Math.abs(exponent)));
  const magnitude = ((value.coefficient % MODULUS) * scale) % MODULUS;
  const result = value.sign === 1 ? -magnitude : magnitude;
  return new W_IntObject(intFromBigint(result === -1n ? -2n : result));
}

/** Both sides of a comparison as decimal numbers, or null when `w_other` cannot be compared. */
export function comparisonOperands(
  space: ObjSpace,
  state: DecimalState,
  value: W_DecimalObject,
  w_other: W_Root,
  isEquality: boolean,
): readonly [W_DecimalObject, W_DecimalObject] | null {
  const operand = operandOrNull(w_other);
  if (operand !== null) return [value, operand];
  const w_value = builtinValue(w_other);
  const { limits } = state.current();
  const fromMixed = (number: number): readonly [W_DecimalObject, W_DecimalObject] => {
    if (isEquality) setFloatFlag(space, state);
    else limits.signal(FLOAT_OPERATION, MIXING);
    return [value, fromFloat(number)];
  };
  if (w_value instanceof W_FloatObject) return fromMixed(w_value.floatval);
  const args_w = [w_other, newint(isEquality ? 1 : 0)];
  const w_ratio = call_function(space, state.w_comparable, args_w);
  if (w_ratio instanceof W_FloatObject) return fromMixed(w_ratio.floatval);
  if (!(w_ratio instanceof W_TupleObject)) return null;
  const [numerator, denominator] = w_ratio.items.map((w) => bigintOrNull(builtinValue(w)));
  if (numerator == null || denominator == null) return null;
  const { sign, kind, coefficient, exponent } = value;
  const scaled = kind === FINITE ? finite(sign, coefficient * denominator, exponent) : value;
  return [scaled, fromInteger(numerator)];
}

/** An equality with a float sets the flag and never raises. */
function setFloatFlag(space: ObjSpace, state: DecimalState): void {
  const { storage } = state.current().w_flags;
  storage.setitem(space, state.signals_w[FLOAT_OPERATION]!, newint(1));
}
