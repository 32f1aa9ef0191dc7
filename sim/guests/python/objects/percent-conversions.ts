/**
 * One conversion of the `%` operator: a value as text, by flags, width, precision and type.
 *
 * Counterpart: pypy/objspace/std/formatting.py (fmt_d, fmt_f …).
 */

import { bufferOf } from "./buffer.ts";
import { latin1Text, W_AbstractBytes } from "./bytes-object.ts";
import { call_looked_up, lookup } from "./call.ts";
import { oefmt, typeError, typeName, valueError } from "./errors.ts";
import { exponentDigits, fixedDigits, generalDigits } from "./float-text.ts";
import { W_FloatObject } from "./float-object.ts";
import { asciiText } from "./format.ts";
import { builtinValue } from "./instance-object.ts";
import { bigintOrNull } from "./int-object.ts";
import { checkTextAllocation } from "./memory.ts";
import { floatOfNumber, truncateFloat } from "./number-conversions.ts";
import { toIndex } from "./slices.ts";
import type { ObjSpace } from "./space.ts";
import { readString, str_w } from "./text.ts";
import { countCodePoints, W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

export interface Conversion {
  readonly flags: string;
  readonly width: number;
  /** -1 when missing. */
  readonly precision: number;
  readonly type: string;
  readonly isBytes: boolean;
}

export function convertPercent(space: ObjSpace, conversion: Conversion, w_value: W_Root): string {
  const { type, width, precision } = conversion;
  checkTextAllocation(space, Math.max(width, precision));
  if ("rsab".includes(type)) {
    return padText(conversion, shortened(textOf(space, conversion, w_value), precision));
  }
  if (type === "c") return padText(conversion, characterOf(space, conversion, w_value));
  if ("eEfFgG".includes(type)) return floatConversion(space, conversion, w_value);
  return integerConversion(space, conversion, w_value);
}

function shortened(text: string, precision: number): string {
  if (precision < 0 || text.length <= precision) return text;
  return Array.from(text).slice(0, precision).join("");
}

function textOf(space: ObjSpace, conversion: Conversion, w_value: W_Root): string {
  const { type, isBytes } = conversion;
  if (!isBytes && type === "s") return str_w(space, w_value);
  if (!isBytes && type === "r") return readString(space, w_value);
  if (type === "a" || type === "r") return asciiText(space, w_value);
  return latin1Text(bytesOf(space, w_value));
}

/** What `%b` shows: the bytes of a value. */
function bytesOf(space: ObjSpace, w_value: W_Root): Uint8Array {
  const buffer = bufferOf(space, w_value);
  if (buffer !== null) return buffer.bytes();
  const w_method = lookup(space, w_value, "__bytes__");
  if (w_method === null) {
    const message = "requires bytes, or an object that implements __bytes__, not";
    throw typeError(space, `${message} '${typeName(space, w_value)}'`);
  }
  const w_bytes = call_looked_up(space, w_method, w_value, [], null);
  const w_builtin = builtinValue(w_bytes);
  if (w_builtin instanceof W_AbstractBytes) return w_builtin.value;
  throw typeError(space, `__bytes__ returned non-bytes (type '${typeName(space, w_bytes)}')`);
}

function characterOf(space: ObjSpace, conversion: Conversion, w_value: W_Root): string {
  const w_text = builtinValue(w_value);
  if (conversion.isBytes) return byteOf(space, w_value);
  if (w_text instanceof W_UnicodeObject) {
    if (w_text.length === 1) return w_text.value;
    throw typeError(space, "%c requires int or char");
  }
  const value = bigintOrNull(w_text);
  if (value === null && lookup(space, w_value, "__index__") === null) {
    throw typeError(space, "%c requires int or char");
  }
  const code = value ?? toIndex(space, w_value, () => "");
  if (code >= 0n && code <= 0x10ffffn) return String.fromCodePoint(Number(code));
  const isWord = BigInt.asIntN(64, code) === code;
  const message = isWord
    ? "unicode character code out of range"
    : "int too large to convert to int";
  throw oefmt(space, space.w_OverflowError, message);
}

function byteOf(space: ObjSpace, w_value: W_Root): string {
  const w_bytes = builtinValue(w_value);
  if (w_bytes instanceof W_AbstractBytes) {
    if (w_bytes.length === 1) return String.fromCharCode(w_bytes.byteAt(0));
    throw typeError(space, "%c requires int or single byte");
  }
  const code = toIndex(space, w_value, () => "%c requires int or single byte");
  if (code >= 0n && code <= 255n) return String.fromCharCode(Number(code));
  throw oefmt(space, space.w_OverflowError, "character code not in range(256)");
}

function padText(conversion: Conversion, text: string): string {
  const missing = conversion.width - countCodePoints(text);
  if (missing <= 0) return text;
  const isLeft = conversion.flags.includes("-");
  return isLeft ? text + " ".repeat(missing) : " ".repeat(missing) + text;
}

function padNumber(conversion: Conversion, prefix: string, digits: string): string {
  const { flags, width } = conversion;
  if (flags.includes("0") && !flags.includes("-") && width > 0) {
    return prefix + digits.padStart(width - prefix.length, "0");
  }
  return padText(conversion, prefix + digits);
}

function signFor(isNegative: boolean, flags: string): string {
  if (isNegative) return "-";
  if (flags.includes("+")) return "+";
  return flags.includes(" ") ? " " : "";
}

function floatConversion(space: ObjSpace, conversion: Conversion, w_value: W_Root): string {
  const value = floatArgument(space, w_value);
  const { flags, type } = conversion;
  const isNegative = value < 0 || Object.is(value, -0);
  const sign = signFor(isNegative, flags);
  const isUpper = type < "a";
  if (!Number.isFinite(value)) {
    const word = Number.isNaN(value) ? "nan" : "inf";
    return padNumber(conversion, sign, isUpper ? word.toUpperCase() : word);
  }
  const precision = conversion.precision < 0 ? 6 : conversion.precision;
  if (precision > 0x7fffffff) throw valueError(space, "precision too big");
  const text = floatDigits(value, type.toLowerCase(), precision, flags.includes("#"));
  return padNumber(conversion, sign, isUpper ? text.toUpperCase() : text);
}

function floatDigits(value: number, type: string, precision: number, alternate: boolean): string {
  if (type === "g" || (type === "f" && Math.abs(value) > 1e50)) {
    return generalDigits(value, precision, alternate);
  }
  const text = type === "f" ? fixedDigits(value, precision) : exponentDigits(value, precision);
  return alternate && precision === 0 ? text.replace(/(e|$)/, ".$1") : text;
}

function floatArgument(space: ObjSpace, w_value: W_Root): number {
  const w_type = w_value.getclass(space);
  if (w_type.issubtype(space.w_complex)) throw typeError(space, "can't convert complex to float");
  if (w_type.lookup("__float__") === null) {
    throw typeError(space, `must be real number, not ${typeName(space, w_value)}`);
  }
  return floatOfNumber(space, w_value);
}

const BASES: Readonly<Record<string, readonly [base: number, prefix: string]>> = {
  d: [10, ""],
  i: [10, ""],
  u: [10, ""],
  o: [8, "0o"],
  x: [16, "0x"],
  X: [16, "0X"],
};

function integerConversion(space: ObjSpace, conversion: Conversion, w_value: W_Root): string {
  const { flags, type, precision } = conversion;
  const value = integerArgument(space, w_value, type);
  const [base, prefix] = BASES[type]!;
  let digits = (value < 0n ? -value : value).toString(base);
  if (type === "X") digits = digits.toUpperCase();
  if (precision > digits.length) digits = digits.padStart(precision, "0");
  const start = signFor(value < 0n, flags) + (flags.includes("#") ? prefix : "");
  return padNumber(conversion, start, digits);
}

function integerArgument(space: ObjSpace, w_value: W_Root, type: string): bigint {
  const w_number = builtinValue(w_value);
  const value = bigintOrNull(w_number);
  if (value !== null) return value;
  const isDecimal = type === "d" || type === "i" || type === "u";
  if (isDecimal && w_number instanceof W_FloatObject && Number.isFinite(w_number.floatval)) {
    return truncateFloat(space, w_number.floatval);
  }
  const names = isDecimal ? ["__int__", "__index__"] : ["__index__"];
  for (const name of names) {
    const w_method = lookup(space, w_value, name);
    const isComplex = w_value.getclass(space).issubtype(space.w_complex);
    if (w_method === null || isComplex || w_number instanceof W_FloatObject) continue;
    const result = bigintOrNull(call_looked_up(space, w_method, w_value, [], null));
    if (result !== null) return result;
  }
  const wanted = isDecimal ? "a number" : "an integer";
  const shown = isDecimal ? "d" : type;
  throw typeError(
    space,
    `%${shown} format: ${wanted} is required, not ${typeName(space, w_value)}`,
  );
}
