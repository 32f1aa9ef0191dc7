/**
 * The `%` operator of strings.
 *
 * Counterpart: pypy/objspace/std/formatting.py.
 */

import { W_DictObject } from "./dict-object.ts";
import { oefmt, typeError, typeName, valueError } from "./errors.ts";
import { exponentDigits, fixedDigits, generalDigits } from "./float-text.ts";
import { W_FloatObject } from "./float-object.ts";
import { builtinValue } from "./instance-object.ts";
import { bigintOrNull } from "./int-object.ts";
import { getitem } from "./items.ts";
import { call_looked_up, lookup } from "./call.ts";
import type { ObjSpace } from "./space.ts";
import { quoteAscii } from "./text-quote.ts";
import { readString, str_w } from "./text.ts";
import { W_TupleObject } from "./tuple-object.ts";
import { newtext, W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";
import { toFloatValue } from "./number-operations.ts";

interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number;
  readonly type: string;
}

/** The values of a format operation, taken one after the other. */
class Values {
  private readonly values_w: readonly W_Root[];
  private index = 0;
  readonly w_mapping: W_Root;

  constructor(w_values: W_Root) {
    const w_builtin = builtinValue(w_values);
    this.values_w = w_builtin instanceof W_TupleObject ? w_builtin.items : [w_values];
    this.w_mapping = w_values;
  }

  next(space: ObjSpace): W_Root {
    const w_value = this.values_w[this.index++];
    if (w_value !== undefined) return w_value;
    throw typeError(space, "not enough arguments for format string");
  }

  checkAllUsed(space: ObjSpace): void {
    if (this.index >= this.values_w.length) return;
    if (builtinValue(this.w_mapping) instanceof W_DictObject) return;
    if (this.index === 0 && lookup(space, this.w_mapping, "__getitem__") !== null) {
      const w_builtin = builtinValue(this.w_mapping);
      if (!(w_builtin instanceof W_TupleObject) && !(w_builtin instanceof W_UnicodeObject)) return;
    }
    throw typeError(space, "not all arguments converted during string formatting");
  }
}

/** `w_format % w_values`. */
export function format_percent(
  space: ObjSpace,
  w_format: W_UnicodeObject,
  w_values: W_Root,
): W_Root {
  const format = w_format.value;
  const values = new Values(w_values);
  let usesMapping = false;
  let result = "";
  let at = 0;
  for (;;) {
    const percent = format.indexOf("%", at);
    if (percent < 0) break;
    result += format.slice(at, percent);
    const pattern = /(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?([\s\S])?/uy;
    pattern.lastIndex = percent + 1;
    const match = pattern.exec(format)!;
    const [, key, flags, width, , type] = match;
    if (type === undefined) throw valueError(space, "incomplete format");
    at = pattern.lastIndex;
    if (type === "%") {
      result += "%";
      continue;
    }
    if (key !== undefined) usesMapping = true;
    const w_keyed = key === undefined ? null : getitem(space, w_values, newtext(key));
    const hasPrecision = /^(?:\([^)]*\))?[-+ #0]*(?:\*|\d+)?\./u.test(match[0]);
    const conversion: Conversion = {
      flags: flags!,
      width: starOrNumber(space, values, width),
      precision: hasPrecision ? Math.max(starOrNumber(space, values, match[4]), 0) : -1,
      type,
    };
    if (!"diouxXeEfFgGcrsa".includes(type)) {
      const code = type.codePointAt(0)!.toString(16);
      const index = Array.from(format.slice(0, at)).length - 1;
      const message = `unsupported format character '${type}' (0x${code}) at index ${index}`;
      throw valueError(space, message);
    }
    result += convert(space, conversion, w_keyed ?? values.next(space));
  }
  if (!usesMapping) values.checkAllUsed(space);
  return newtext(result + format.slice(at));
}

function starOrNumber(space: ObjSpace, values: Values, text: string | undefined): number {
  if (text === undefined) return 0;
  if (text !== "*") return Number(text);
  const value = bigintOrNull(values.next(space));
  if (value === null) throw typeError(space, "* wants int");
  return Number(value);
}

function convert(space: ObjSpace, conversion: Conversion, w_value: W_Root): string {
  const { type, precision } = conversion;
  if (type === "s" || type === "r" || type === "a") {
    let text = type === "s" ? str_w(space, w_value) : readString(space, w_value);
    if (type === "a") text = asciiOf(space, w_value, text);
    return padText(
      conversion,
      precision < 0 ? text : Array.from(text).slice(0, precision).join(""),
    );
  }
  if (type === "c") return padText(conversion, characterOf(space, w_value));
  if ("eEfFgG".includes(type)) return floatConversion(space, conversion, w_value);
  return integerConversion(space, conversion, w_value);
}

function asciiOf(space: ObjSpace, w_value: W_Root, text: string): string {
  const w_text = builtinValue(w_value);
  return w_text instanceof W_UnicodeObject ? quoteAscii(w_text.value) : escapeNonAscii(space, text);
}

function escapeNonAscii(_space: ObjSpace, text: string): string {
  return Array.from(text, (c) => (c <= "\x7f" ? c : quoteAscii(c).slice(1, -1))).join("");
}

function characterOf(space: ObjSpace, w_value: W_Root): string {
  const w_text = builtinValue(w_value);
  if (w_text instanceof W_UnicodeObject) {
    if (w_text.length === 1) return w_text.value;
    throw typeError(space, "%c requires int or char");
  }
  const value = bigintOrNull(w_text);
  if (value === null) throw typeError(space, "%c requires int or char");
  if (value >= 0n && value <= 0x10ffffn) return String.fromCodePoint(Number(value));
  throw oefmt(space, space.w_OverflowError, "%c arg not in range(0x110000)");
}

function padText(conversion: Conversion, text: string): string {
  const isLeft = conversion.flags.includes("-") || conversion.width < 0;
  const missing = Math.abs(conversion.width) - Array.from(text).length;
  if (missing <= 0) return text;
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
  const sign = signFor(value < 0 || Object.is(value, -0), flags);
  const isUpper = type < "a";
  if (!Number.isFinite(value)) {
    const word = Number.isNaN(value) ? "nan" : "inf";
    const shown = isUpper ? word.toUpperCase() : word;
    return padText(conversion, (Number.isNaN(value) ? signFor(false, flags) : sign) + shown);
  }
  const precision = conversion.precision < 0 ? 6 : conversion.precision;
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
  const w_number = builtinValue(w_value);
  if (w_number instanceof W_FloatObject || bigintOrNull(w_number) !== null) {
    return toFloatValue(space, w_number);
  }
  const w_float = lookup(space, w_value, "__float__");
  if (w_float !== null) {
    const w_result = call_looked_up(space, w_float, w_value, [], null);
    if (w_result instanceof W_FloatObject) return w_result.floatval;
  }
  throw typeError(space, `must be real number, not ${typeName(space, w_value)}`);
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
  if (isDecimal && w_number instanceof W_FloatObject) {
    const number: number = w_number.floatval;
    if (Number.isFinite(number)) return BigInt(Math.trunc(number));
    if (Number.isNaN(number)) throw valueError(space, "cannot convert float NaN to integer");
    throw oefmt(space, space.w_OverflowError, "cannot convert float infinity to integer");
  }
  const w_index = lookup(space, w_value, isDecimal ? "__int__" : "__index__");
  if (w_index !== null) {
    const result = bigintOrNull(call_looked_up(space, w_index, w_value, [], null));
    if (result !== null) return result;
  }
  const wanted = isDecimal ? "a number" : "an integer";
  throw typeError(space, `%${type} format: ${wanted} is required, not ${typeName(space, w_value)}`);
}
