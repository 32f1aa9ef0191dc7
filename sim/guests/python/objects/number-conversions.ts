/**
 * `int(x, base)`, `float(x)`: numbers from strings, bytes and objects with special methods.
 *
 * Counterpart: pypy/objspace/std/{intobject,floatobject}.py, rpython/rlib/rarithmetic.py
 * (string_to_int), rstring.py (NumberStringParser).
 */

import { bufferOf } from "./buffer.ts";
import { latin1Text, W_AbstractBytes } from "./bytes-object.ts";
import { call_looked_up, lookup } from "./call.ts";
import { oefmt, typeError, typeName, valueError } from "./errors.ts";
import { W_FloatObject } from "./float-object.ts";
import { builtinValue } from "./instance-object.ts";
import { bigintOrNull, W_IntObject, W_LongObject } from "./int-object.ts";
import { toFloatValue } from "./number-operations.ts";
import { toIndex } from "./slices.ts";
import type { ObjSpace } from "./space.ts";
import { readString } from "./text.ts";
import { decimalValue, isSpace } from "./unicode-database.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

/** The text of a number: a string's, or that of bytes; null for anything else. */
function numberText(space: ObjSpace, w_x: W_Root): string | null {
  if (w_x instanceof W_UnicodeObject) return w_x.value;
  const buffer = w_x instanceof W_AbstractBytes ? w_x.buffer(space) : bufferOf(space, w_x);
  return buffer === null ? null : latin1Text(buffer.bytes());
}

/** Text without white space at its ends, decimal digits of any script as ASCII ones. */
function normalized(w_x: W_Root, text: string): string {
  const trimmed = trimSpaces(text, w_x instanceof W_UnicodeObject);
  return w_x instanceof W_UnicodeObject ? asciiDigits(trimmed) : trimmed;
}

function trimSpaces(text: string, isText: boolean): string {
  const drops = (unit: number): boolean =>
    isText ? isSpace(unit) : unit === 32 || (unit >= 9 && unit <= 13);
  let start = 0;
  let end = text.length;
  while (start < end && drops(text.charCodeAt(start))) start++;
  while (end > start && drops(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Decimal digits of any script as ASCII ones. */
export function asciiDigits(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is meant
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  return Array.from(text, (c) => {
    const value = c > "\x7f" ? decimalValue(c.codePointAt(0)!) : -1;
    if (value >= 0) return String(value);
    return isSpace(c.codePointAt(0)!) ? " " : c;
  }).join("");
}

/** `int(x)`. */
export function intOf(space: ObjSpace, w_given: W_Root): bigint {
  const w_x = builtinValue(w_given);
  const isPlain = w_x === w_given;
  if (isPlain) {
    const value = bigintOrNull(w_x);
    if (value !== null) return value;
    if (w_x instanceof W_FloatObject) return truncateFloat(space, w_x.floatval);
  }
  const bySpecial = intBySpecialMethod(space, w_given);
  if (bySpecial !== null) return bySpecial;
  const text = numberText(space, w_x);
  if (text !== null) return parseInteger(space, w_x, text, 10);
  const message = "int() argument must be a string, a bytes-like object or a number, not";
  throw typeError(space, `${message} '${typeName(space, w_given)}'`);
}

function intBySpecialMethod(space: ObjSpace, w_given: W_Root): bigint | null {
  for (const name of ["__int__", "__index__", "__trunc__"]) {
    const w_method = lookup(space, w_given, name);
    if (w_method === null) continue;
    const w_result = call_looked_up(space, w_method, w_given, [], null);
    const result = bigintOrNull(builtinValue(w_result));
    if (result !== null) return result;
    if (name === "__trunc__") return integralOf(space, w_result);
    const type = typeName(space, w_result);
    const shown = name === "__index__" ? type : `'${type}'`;
    throw typeError(space, `${name} returned non-int (type ${shown})`);
  }
  return null;
}

/** What `__trunc__` gave, as an integer. */
function integralOf(space: ObjSpace, w_obj: W_Root): bigint {
  for (const name of ["__index__", "__int__"]) {
    const w_method = lookup(space, w_obj, name);
    if (w_method === null) continue;
    const result = bigintOrNull(builtinValue(call_looked_up(space, w_method, w_obj, [], null)));
    if (result !== null) return result;
  }
  const name = typeName(space, w_obj);
  throw typeError(space, `'${name}' object cannot be interpreted as an integer`);
}

/** `int(text, base)`. */
export function intOfText(space: ObjSpace, w_given: W_Root, base: number): bigint {
  const w_x = builtinValue(w_given);
  const text = w_x instanceof W_UnicodeObject || w_x instanceof W_AbstractBytes;
  if (!text) throw typeError(space, "int() can't convert non-string with explicit base");
  return parseInteger(space, w_x, numberText(space, w_x)!, base);
}

/** The integer part of a float. */
export function truncateFloat(space: ObjSpace, value: number): bigint {
  if (Number.isNaN(value)) throw valueError(space, "cannot convert float NaN to integer");
  if (!Number.isFinite(value)) {
    throw oefmt(space, space.w_OverflowError, "cannot convert float infinity to integer");
  }
  return BigInt(Math.trunc(value));
}

function parseInteger(space: ObjSpace, w_shown: W_Root, text: string, base: number): bigint {
  if (base !== 0 && (base < 2 || base > 36)) {
    throw valueError(space, "int() base must be >= 2 and <= 36, or 0");
  }
  const pattern = /^([-+]?) *(?:0([bBoOxX])_?)?([0-9a-zA-Z]+(?:_[0-9a-zA-Z]+)*)$/;
  const match = pattern.exec(normalized(w_shown, text));
  if (match !== null) checkDigits(space, match[2], match[3]!, base);
  const value = match === null ? null : digitsValue(match[2], match[3]!, base);
  if (value !== null) return match![1] === "-" ? -value : value;
  const shown = readString(space, w_shown);
  throw valueError(space, `invalid literal for int() with base ${base}: ${shown}`);
}

/** Throws for more digits than `sys.set_int_max_str_digits` allows; powers of two have no limit. */
function checkDigits(space: ObjSpace, prefix: string | undefined, text: string, base: number) {
  const { digitsMax } = space;
  const isPowerOfTwo = base === 0 ? prefix !== undefined : (base & (base - 1)) === 0;
  if (digitsMax === 0 || text.length <= digitsMax || isPowerOfTwo) return;
  const digits = text.replaceAll("_", "");
  if (digits.length <= digitsMax) return;
  if (!/^[0-9]+$/.test(digits) && base <= 10) return;
  const limit = `Exceeds the limit (${digitsMax}) for integer string conversion`;
  throw valueError(space, `${limit}: value has ${digits.length} digits`);
}

const PREFIX_BASES: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16 };

function digitsValue(prefix: string | undefined, digits: string, given: number): bigint | null {
  let base = given;
  let text = digits.replace(/_/g, "").toLowerCase();
  if (prefix !== undefined) {
    const named = PREFIX_BASES[prefix.toLowerCase()]!;
    if (given === 0 || given === named) base = named;
    else text = `0${prefix.toLowerCase()}${text}`;
  } else if (given === 0) {
    base = 10;
    if (/^0+[1-9a-z]/.test(text)) return null;
  }
  for (let i = 0; i < text.length; i++) if (!(digitOf(text, i) < base)) return null;
  return digitsToInteger(text, base);
}

function digitOf(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  return unit < 58 ? unit - 48 : unit - 87;
}

const HOST_PREFIXES: Readonly<Record<number, string>> = { 2: "0b", 8: "0o", 10: "", 16: "0x" };

/** The value of checked digits, half by half where the host has no reader for the base. */
function digitsToInteger(text: string, base: number): bigint {
  const prefix = HOST_PREFIXES[base];
  if (prefix !== undefined) return BigInt(prefix + text);
  if (text.length <= 10) return BigInt(Number.parseInt(text, base));
  const low = text.length >> 1;
  const high = digitsToInteger(text.slice(0, text.length - low), base);
  return high * BigInt(base) ** BigInt(low) + digitsToInteger(text.slice(text.length - low), base);
}

/** `float(x)` as a host number. */
export function floatOf(space: ObjSpace, w_given: W_Root): number {
  const w_x = builtinValue(w_given);
  if (w_x instanceof W_FloatObject && w_x === w_given) return w_x.floatval;
  if (w_x instanceof W_IntObject || w_x instanceof W_LongObject) {
    if (w_x === w_given) return toFloatValue(space, w_x);
  }
  const text = numberText(space, w_x);
  if (text !== null) return parseFloatText(space, w_x, text);
  return floatOfNumber(space, w_given);
}

/** A number argument that is no string. */
export function floatOfNumber(space: ObjSpace, w_obj: W_Root): number {
  const w_method = lookup(space, w_obj, "__float__");
  if (w_method !== null) {
    const w_result = builtinValue(call_looked_up(space, w_method, w_obj, [], null));
    if (w_result instanceof W_FloatObject) return w_result.floatval;
    const name = typeName(space, w_result);
    throw typeError(space, `__float__ returned non-float (type '${name}')`);
  }
  if (lookup(space, w_obj, "__index__") !== null) {
    return integerToFloat(
      space,
      toIndex(space, w_obj, () => ""),
    );
  }
  const message = `float() argument must be a string or a number, not '${typeName(space, w_obj)}'`;
  throw typeError(space, message);
}

function integerToFloat(space: ObjSpace, value: bigint): number {
  const result = Number(value);
  if (Number.isFinite(result)) return result;
  throw oefmt(space, space.w_OverflowError, "int too large to convert to float");
}

/** The float that a normalized text writes, or null. */
export function readFloatText(text: string): number | null {
  if (/^[-+]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[-+]?\d+(_\d+)*)?$/i.test(text)) {
    return Number(text.replace(/_/g, ""));
  }
  const special = /^([-+]?)(inf|infinity|nan)$/i.exec(text);
  if (special === null) return null;
  if (special[2]!.toLowerCase() === "nan") return Number.NaN;
  return special[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function parseFloatText(space: ObjSpace, w_shown: W_Root, text: string): number {
  const value = readFloatText(normalized(w_shown, text));
  if (value !== null) return value;
  throw valueError(space, `could not convert string to float: ${readString(space, w_shown)}`);
}
