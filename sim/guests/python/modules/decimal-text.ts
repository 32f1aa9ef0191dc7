/**
 * Decimal numbers as text: reading, scientific and engineering notation, format specifications.
 *
 * Counterpart: lib-python/3/_pydecimal.py (__new__, __str__, __format__).
 */

import { decimalValue, isSpace } from "../objects/unicode-database.ts";
import { rescale } from "./decimal-arithmetic.ts";
import {
  FINITE,
  finite,
  INFINITE,
  infinity,
  QUIET_NAN,
  SIGNALING_NAN,
  W_DecimalObject,
} from "./decimal-value.ts";

const NUMBER = /^([-+]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:e([-+]?\d+))?$/i;
const SPECIAL = /^([-+]?)(?:(inf(?:inity)?)|(s?nan)(\d*))$/i;

/** The text with digits and spaces of any script as ASCII ones. */
export function asciiNumber(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: asks for ASCII
  if (/^[\u0000-\u007f]*$/.test(text)) return text;
  return Array.from(text, (character) => {
    if (character <= "\x7f") return character;
    const code = character.codePointAt(0)!;
    if (isSpace(code)) return " ";
    const digit = decimalValue(code);
    return digit < 0 ? character : String(digit);
  }).join("");
}

/** A number from its text, or null. */
export function parseDecimal(text: string): W_DecimalObject | null {
  const match = NUMBER.exec(text);
  if (match !== null) {
    const fraction = match[3] ?? match[4] ?? "";
    const coefficient = BigInt((match[2] ?? "") + fraction);
    const exponent = Number(match[5] ?? "0") - fraction.length;
    return finite(match[1] === "-" ? 1 : 0, coefficient, exponent);
  }
  const special = SPECIAL.exec(text);
  if (special === null) return null;
  const sign = special[1] === "-" ? 1 : 0;
  if (special[2] !== undefined) return infinity(sign);
  const payload = BigInt(special[4] === "" ? "0" : special[4]!);
  const kind = special[3]!.length === 3 ? QUIET_NAN : SIGNALING_NAN;
  return new W_DecimalObject(sign, kind, payload, 0);
}

function specialText(value: W_DecimalObject): string {
  if (value.kind === INFINITE) return "Infinity";
  const name = value.kind === SIGNALING_NAN ? "sNaN" : "NaN";
  return value.coefficient === 0n ? name : name + value.coefficient;
}

/** Digits with a point after `place` of them (which may lie outside of them). */
function placePoint(digits: string, place: number): string {
  if (place <= 0) return `0.${"0".repeat(-place)}${digits}`;
  if (place >= digits.length) return digits + "0".repeat(place - digits.length);
  return `${digits.slice(0, place)}.${digits.slice(place)}`;
}

function withExponent(digits: string, place: number, exponent: number, letter: string): string {
  const mantissa = placePoint(digits, place);
  if (exponent === 0) return mantissa;
  return `${mantissa}${letter}${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
}

/** `str(value)`. */
export function scientificText(value: W_DecimalObject, capitals: boolean): string {
  const sign = value.sign === 1 ? "-" : "";
  if (value.kind !== FINITE) return sign + specialText(value);
  const digits = value.coefficient.toString();
  const place = value.exponent + digits.length;
  if (value.exponent <= 0 && place > -6) return sign + placePoint(digits, place);
  return sign + withExponent(digits, 1, place - 1, capitals ? "E" : "e");
}

/** As `scientificText` with an exponent that is a multiple of three. */
export function engineeringText(value: W_DecimalObject, capitals: boolean): string {
  const sign = value.sign === 1 ? "-" : "";
  if (value.kind !== FINITE) return sign + specialText(value);
  const digits = value.coefficient.toString();
  const place = value.exponent + digits.length;
  if (value.exponent <= 0 && place > -6) return sign + placePoint(digits, place);
  const letter = capitals ? "E" : "e";
  const modulo = (n: number): number => ((n % 3) + 3) % 3;
  if (value.coefficient === 0n) {
    const shown = modulo(place + 1) - 1;
    return sign + withExponent(digits, shown, place - shown, letter);
  }
  const shown = modulo(place - 1) + 1;
  return sign + withExponent(digits, shown, place - shown, letter);
}

const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?([1-9]\d*)?(,)?(?:\.(0|[1-9]\d*))?([eEfFgGn%])?$/su;

interface DecimalSpec {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  readonly alternate: boolean;
  readonly zeroPadded: boolean;
  readonly width: number;
  readonly separator: string;
  readonly precision: number;
  readonly type: string;
}

/** A specification, or the text of the ValueError. */
function parseSpec(text: string, capitals: boolean): DecimalSpec | string {
  const match = SPEC.exec(text);
  if (match === null) return `Invalid format specifier: ${text}`;
  const [, fill, align, sign, alternate, zero, width, comma, digits, letter] = match;
  const zeroPadded = zero !== undefined;
  if (zeroPadded && fill !== undefined) {
    return `Fill character conflicts with '0' in format specifier: ${text}`;
  }
  if (zeroPadded && align !== undefined) {
    return `Alignment conflicts with '0' in format specifier: ${text}`;
  }
  if (letter === "n" && comma !== undefined) {
    return `Explicit thousands separator conflicts with 'n' type in format specifier: ${text}`;
  }
  const isGeneral = letter === undefined || "gGn".includes(letter);
  const precision = digits === undefined ? -1 : Number(digits);
  return {
    fill: fill ?? " ",
    align: align ?? ">",
    sign: sign ?? "-",
    alternate: alternate !== undefined,
    zeroPadded,
    width: Number(width ?? "0"),
    separator: comma ?? "",
    precision: precision === 0 && isGeneral ? 1 : precision,
    type: letter === undefined ? (capitals ? "G" : "g") : letter === "n" ? "g" : letter,
  };
}

/** `format(value, spec)`; the text of a ValueError comes with `isError`. */
export function formatDecimal(
  value: W_DecimalObject,
  text: string,
  capitals: boolean,
  rounding: number,
): { readonly text: string; readonly isError: boolean } {
  const spec = parseSpec(text, capitals);
  if (typeof spec === "string") return { text: spec, isError: true };
  const sign = value.sign === 1 ? "-" : spec.sign === "-" ? "" : spec.sign;
  if (value.kind !== FINITE) {
    const body = specialText(value) + (spec.type === "%" ? "%" : "");
    return { text: aligned(sign, body, spec), isError: false };
  }
  const [whole, rest] = partsOf(value, spec, rounding);
  const least = spec.zeroPadded ? spec.width - rest.length - sign.length : 0;
  const body = grouped(whole, spec.separator, least) + rest;
  return { text: aligned(sign, body, spec), isError: false };
}

function aligned(sign: string, body: string, spec: DecimalSpec): string {
  const missing = Math.max(spec.width - sign.length - body.length, 0);
  const padding = spec.fill.repeat(missing);
  if (spec.align === "<") return sign + body + padding;
  if (spec.align === ">") return padding + sign + body;
  if (spec.align === "=") return sign + padding + body;
  const half = missing >> 1;
  return spec.fill.repeat(half) + sign + body + spec.fill.repeat(missing - half);
}

/** The digits before the point, and all that follows. */
function partsOf(
  given: W_DecimalObject,
  spec: DecimalSpec,
  rounding: number,
): readonly [string, string] {
  const { precision, type } = spec;
  const kind = type.toLowerCase();
  const isFixed = kind === "f" || kind === "%";
  let value = given;
  if (kind === "%") value = finite(value.sign, value.coefficient, value.exponent + 2);
  if (precision >= 0) {
    if (kind === "e") value = toDigits(value, precision + 1, rounding);
    else if (isFixed) value = rescale(value, -precision, rounding);
    else if (value.digits > precision) value = toDigits(value, precision, rounding);
  }
  if (isFixed && value.isZero && value.exponent > 0) value = rescale(value, 0, rounding);
  const digits = value.coefficient.toString();
  const left = value.exponent + digits.length;
  let place = 1;
  if (kind === "e") place = value.isZero && precision >= 0 ? 1 - precision : 1;
  else if (isFixed || (value.exponent <= 0 && left > -6)) place = left;
  const whole =
    place <= 0 ? "0" : digits.slice(0, place) + "0".repeat(Math.max(place - digits.length, 0));
  let rest = place < 0 ? "0".repeat(-place) + digits : digits.slice(Math.max(place, 0));
  if (rest !== "" || spec.alternate) rest = `.${rest}`;
  const exponent = left - place;
  if (exponent !== 0 || kind === "e") {
    rest += `${type === kind ? "e" : "E"}${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
  }
  return [whole, kind === "%" ? `${rest}%` : rest];
}

/** A value that is not zero, with exactly `count` digits. */
function toDigits(value: W_DecimalObject, count: number, rounding: number): W_DecimalObject {
  if (value.isZero) return value;
  const result = rescale(value, value.adjusted + 1 - count, rounding);
  return result.adjusted === value.adjusted
    ? result
    : rescale(result, result.adjusted + 1 - count, rounding);
}

/** Groups of three, with zeros before them up to a width. */
function grouped(text: string, separator: string, width: number): string {
  let digits = text;
  let missing = width;
  const groups: string[] = [];
  do {
    const length = Math.min(Math.max(digits.length, missing, 1), 3);
    groups.unshift(digits.slice(-length).padStart(length, "0"));
    digits = digits.slice(0, -length);
    missing -= length + separator.length;
  } while (digits !== "" || missing + separator.length > 0);
  return groups.join(separator);
}
