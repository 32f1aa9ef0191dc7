/**
 * The types int, bool, float: construction and methods. The file is long because the three share
 * their helpers.
 *
 * Counterpart: pypy/objspace/std/{intobject,boolobject,floatobject}.py.
 */

import { floatToBits } from "../../../base/float.ts";
import { builtinBinary, builtinUnary } from "../objects/binary-builtin.ts";
import { W_BytesObject } from "../objects/bytes-object.ts";
import { call_looked_up, lookup } from "../objects/call.ts";
import { oefmt, typeError, typeName, unsupported, valueError } from "../objects/errors.ts";
import { newfloat, W_FloatObject } from "../objects/float-object.ts";
import { floatRepr, roundToDigits } from "../objects/float-text.ts";
import { builtinFormat } from "../objects/format.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, newbool, newint, wrapBigint } from "../objects/int-object.ts";
import { modularPower, toFloatValue } from "../objects/number-operations.ts";
import { BINARY_OPERATORS, OP_POW } from "../objects/operators.ts";
import { w_NotImplemented } from "../objects/singletons.ts";
import { toHostInteger, toIndex } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { builtinRepr, readString } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { decimalValue, isSpace } from "../objects/unicode-database.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { classMethod, getset, isIntegerValue, isMissing, method, staticMethod } from "./define.ts";
import { instanceOf } from "./instances.ts";
import { installBuiltinComparisons, installHash } from "./type-object.ts";

/** Adds the operator methods of a built-in type. */
export function installOperators(
  w_type: W_TypeObject,
  ops: readonly number[],
  accepts: (w_other: W_Root) => boolean,
): void {
  for (const op of ops) {
    const operator = BINARY_OPERATORS[op]!;
    const signature = op === OP_POW ? "self, other, modulus=, /" : "self, other, /";
    method(w_type, operator.method, signature, (space, [w_self, w_other, w_modulus]) => {
      if (!accepts(builtinValue(w_other!))) return w_NotImplemented;
      if (!isMissing(w_modulus)) return powerWithModulus(space, w_self!, w_other!, w_modulus!);
      return builtinBinary(space, op, w_self!, w_other!) ?? w_NotImplemented;
    });
    method(w_type, operator.reflected, "self, other, /", (space, [w_self, w_other]) => {
      if (!accepts(builtinValue(w_other!))) return w_NotImplemented;
      return builtinBinary(space, op, w_other!, w_self!) ?? w_NotImplemented;
    });
  }
}

/** `pow(a, b, m)`. */
export function powerWithModulus(space: ObjSpace, w_a: W_Root, w_b: W_Root, w_m: W_Root): W_Root {
  const [a, b, m] = [w_a, w_b, w_m].map((w_value) => bigintOrNull(builtinValue(w_value)));
  if (a == null || b == null || m == null) {
    throw typeError(space, "pow() 3rd argument not allowed unless all arguments are integers");
  }
  return modularPower(space, a, b, m);
}

const NUMERIC_OPS = [0, 1, 2, 3, 4, 5, 6, 13];
const INTEGER_OPS = [...NUMERIC_OPS, 7, 8, 9, 10, 11];

function integerOf(w_obj: W_Root): bigint {
  return bigintOrNull(builtinValue(w_obj))!;
}

function floatOf(space: ObjSpace, w_obj: W_Root): number {
  return toFloatValue(space, builtinValue(w_obj));
}

/** Fills int and bool. */
export function installInt(space: ObjSpace): void {
  const { w_int, w_bool } = space;
  staticMethod(w_int, "__new__", "cls, x=, /, base=", (s, [w_cls, w_x, w_base]) =>
    instanceOf(s, w_cls as W_TypeObject, makeInt(s, w_x ?? null, w_base ?? null)),
  );
  installOperators(w_int, INTEGER_OPS, isIntegerValue);
  for (const name of ["__neg__", "__pos__", "__invert__", "__abs__"]) {
    method(w_int, name, "self, /", (_, [w_self]) => builtinUnary(name, w_self!)!);
  }
  installBuiltinComparisons(w_int, true);
  installHash(w_int, true);
  const identity = ["__int__", "__index__", "__trunc__", "__floor__", "__ceil__", "conjugate"];
  for (const name of identity) {
    method(w_int, name, "self, /", (_, [w_self]) => wrapBigint(integerOf(w_self!)));
  }
  method(w_int, "__float__", "self, /", (s, [w_self]) => newfloat(floatOf(s, w_self!)));
  method(w_int, "__bool__", "self, /", (_, [w_self]) => newbool(integerOf(w_self!) !== 0n));
  method(w_int, "__str__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  method(w_int, "__repr__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  method(w_int, "__format__", "self, spec, /", (s, [w_self, w_spec]) =>
    newtext(builtinFormat(s, w_self!, (w_spec as W_UnicodeObject).value)),
  );
  method(w_int, "__round__", "self, ndigits=, /", (s, [w_self, w_n]) =>
    roundInteger(s, integerOf(w_self!), w_n ?? null),
  );
  method(w_int, "bit_length", "self, /", (_, [w_self]) => {
    const value = integerOf(w_self!);
    return newint(value === 0n ? 0 : (value < 0n ? -value : value).toString(2).length);
  });
  method(w_int, "to_bytes", "self, length, byteorder, *, signed=", toBytes);
  classMethod(w_int, "from_bytes", "cls, bytes, byteorder, *, signed=", fromBytes);
  method(
    w_int,
    "as_integer_ratio",
    "self, /",
    (_, [w_self]) => new W_TupleObject([wrapBigint(integerOf(w_self!)), newint(1)]),
  );
  getset(w_int, "real", (_, w_obj) => wrapBigint(integerOf(w_obj)));
  getset(w_int, "numerator", (_, w_obj) => wrapBigint(integerOf(w_obj)));
  getset(w_int, "imag", () => newint(0));
  getset(w_int, "denominator", () => newint(1));
  w_bool.acceptsSubclasses = false;
  staticMethod(w_bool, "__new__", "cls, x=, /", (s, [, w_x]) =>
    newbool(w_x === null ? false : s.is_true(w_x!)),
  );
  installOperators(w_bool, [9, 10, 11], isIntegerValue);
}

function roundInteger(space: ObjSpace, value: bigint, w_digits: W_Root | null): W_Root {
  if (isMissing(w_digits)) return wrapBigint(value);
  const digits = toHostInteger(space, w_digits!);
  if (digits >= 0) return wrapBigint(value);
  const unit = 10n ** BigInt(-digits);
  const half = unit / 2n;
  const magnitude = value < 0n ? -value : value;
  let quotient = magnitude / unit;
  const rest = magnitude % unit;
  if (rest > half || (rest === half && (quotient & 1n) === 1n)) quotient += 1n;
  return wrapBigint(value < 0n ? -quotient * unit : quotient * unit);
}

function toBytes(space: ObjSpace, args: readonly (W_Root | null)[]): W_Root {
  const [w_self, w_length, w_order, w_signed] = args;
  const length = toHostInteger(space, w_length!);
  const isSigned = w_signed !== null && space.is_true(w_signed!);
  let value = integerOf(w_self!);
  if (value < 0n && !isSigned) {
    throw oefmt(space, space.w_OverflowError, "can't convert negative int to unsigned");
  }
  const bits = BigInt(length * 8);
  const fits = isSigned
    ? BigInt.asIntN(Number(bits), value) === value
    : BigInt.asUintN(Number(bits), value) === value;
  if (!fits) throw oefmt(space, space.w_OverflowError, "int too big to convert");
  value = BigInt.asUintN(Number(bits), value);
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    bytes[i] = Number(value & 0xffn);
    value >>= 8n;
  }
  return new W_BytesObject(isBigEndian(space, w_order!) ? bytes.reverse() : bytes);
}

function isBigEndian(space: ObjSpace, w_order: W_Root): boolean {
  const order = w_order instanceof W_UnicodeObject ? w_order.value : "";
  if (order === "big" || order === "little") return order === "big";
  throw valueError(space, "byteorder must be either 'little' or 'big'");
}

function fromBytes(space: ObjSpace, args: readonly (W_Root | null)[]): W_Root {
  const [, w_bytes, w_order, w_signed] = args;
  if (!(w_bytes instanceof W_BytesObject)) throw typeError(space, "cannot convert object to bytes");
  const bytes = isBigEndian(space, w_order!) ? w_bytes.value : w_bytes.value.slice().reverse();
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  if (w_signed !== null && space.is_true(w_signed!)) value = BigInt.asIntN(bytes.length * 8, value);
  return wrapBigint(value);
}

/** `int(x, base)`. */
function makeInt(space: ObjSpace, w_given: W_Root | null, w_base: W_Root | null): W_Root {
  if (w_given === null) return newint(0);
  const w_x = builtinValue(w_given);
  if (w_base !== null) {
    if (w_x instanceof W_UnicodeObject) {
      return wrapBigint(parseInteger(space, w_x, toHostInteger(space, w_base)));
    }
    throw typeError(space, "int() can't convert non-string with explicit base");
  }
  const value = bigintOrNull(w_x);
  if (value !== null) return wrapBigint(value);
  if (w_x instanceof W_FloatObject) return wrapBigint(truncate(space, w_x.floatval));
  if (w_x instanceof W_UnicodeObject) return wrapBigint(parseInteger(space, w_x, 10));
  for (const name of ["__int__", "__index__", "__trunc__"]) {
    const w_method = lookup(space, w_given, name);
    if (w_method === null) continue;
    const w_result = call_looked_up(space, w_method, w_given, [], null);
    const result = bigintOrNull(w_result);
    if (result !== null) return wrapBigint(result);
    throw typeError(space, `${name} returned non-int (type '${typeName(space, w_result)}')`);
  }
  if (w_x instanceof W_BytesObject) throw unsupported(space, "int() of bytes");
  const message = `int() argument must be a string, a bytes-like object or a number, not '${typeName(space, w_given)}'`;
  throw typeError(space, message);
}

/** The integer part of a float. */
export function truncate(space: ObjSpace, value: number): bigint {
  if (Number.isNaN(value)) throw valueError(space, "cannot convert float NaN to integer");
  if (!Number.isFinite(value)) {
    throw oefmt(space, space.w_OverflowError, "cannot convert float infinity to integer");
  }
  return BigInt(Math.trunc(value));
}

function trimSpaces(text: string): string {
  const points = Array.from(text);
  let start = 0;
  let end = points.length;
  while (start < end && isSpace(points[start]!.codePointAt(0)!)) start++;
  while (end > start && isSpace(points[end - 1]!.codePointAt(0)!)) end--;
  return points.slice(start, end).join("");
}

/** Decimal digits of any script as ASCII ones. */
function asciiDigits(text: string): string {
  return Array.from(text, (c) => {
    const value = c > "\x7f" ? decimalValue(c.codePointAt(0)!) : -1;
    return value < 0 ? c : String(value);
  }).join("");
}

function parseInteger(space: ObjSpace, w_text: W_UnicodeObject, base: number): bigint {
  if (base !== 0 && (base < 2 || base > 36)) {
    throw valueError(space, "int() base must be >= 2 and <= 36, or 0");
  }
  const match = /^([-+]?)(?:0([bBoOxX])_?)?([0-9a-zA-Z]+(?:_[0-9a-zA-Z]+)*)$/.exec(
    asciiDigits(trimSpaces(w_text.value)),
  );
  const value = match === null ? null : digitsValue(match[2], match[3]!, base);
  if (value !== null) return match![1] === "-" ? -value : value;
  const shown = readString(space, w_text);
  throw valueError(space, `invalid literal for int() with base ${base}: ${shown}`);
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
  let value = 0n;
  if (base === 10) return /^\d+$/.test(text) ? BigInt(text) : null;
  for (const character of text) {
    const digit = Number.parseInt(character, 36);
    if (!(digit < base)) return null;
    value = value * BigInt(base) + BigInt(digit);
  }
  return value;
}

/** Fills float. */
export function installFloat(space: ObjSpace): void {
  const { w_float } = space;
  staticMethod(w_float, "__new__", "cls, x=, /", (s, [w_cls, w_x]) =>
    instanceOf(s, w_cls as W_TypeObject, newfloat(makeFloat(s, w_x ?? null))),
  );
  const accepts = (w_other: W_Root): boolean =>
    isIntegerValue(w_other) || w_other instanceof W_FloatObject;
  installOperators(w_float, NUMERIC_OPS, accepts);
  for (const name of ["__neg__", "__pos__", "__abs__"]) {
    method(w_float, name, "self, /", (_, [w_self]) => builtinUnary(name, w_self!)!);
  }
  installBuiltinComparisons(w_float, true);
  installHash(w_float, true);
  method(w_float, "__float__", "self, /", (s, [w_self]) => newfloat(floatOf(s, w_self!)));
  method(w_float, "__bool__", "self, /", (s, [w_self]) => newbool(floatOf(s, w_self!) !== 0));
  for (const name of ["__int__", "__trunc__"]) {
    method(w_float, name, "self, /", (s, [w_self]) => wrapBigint(truncate(s, floatOf(s, w_self!))));
  }
  method(w_float, "__floor__", "self, /", (s, [w_self]) =>
    wrapBigint(truncate(s, Math.floor(floatOf(s, w_self!)))),
  );
  method(w_float, "__ceil__", "self, /", (s, [w_self]) =>
    wrapBigint(truncate(s, Math.ceil(floatOf(s, w_self!)))),
  );
  method(w_float, "__str__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  method(w_float, "__repr__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  method(w_float, "__format__", "self, spec, /", (s, [w_self, w_spec]) =>
    newtext(builtinFormat(s, w_self!, (w_spec as W_UnicodeObject).value)),
  );
  method(w_float, "__round__", "self, ndigits=, /", (s, [w_self, w_n]) =>
    roundFloat(s, floatOf(s, w_self!), w_n ?? null),
  );
  method(w_float, "is_integer", "self, /", (s, [w_self]) =>
    newbool(Number.isInteger(floatOf(s, w_self!))),
  );
  method(w_float, "hex", "self, /", (s, [w_self]) => newtext(floatHex(floatOf(s, w_self!))));
  classMethod(w_float, "fromhex", "cls, string, /", (s, [, w_text]) =>
    newfloat(parseHex(s, (w_text as W_UnicodeObject).value)),
  );
  method(w_float, "as_integer_ratio", "self, /", (s, [w_self]) => ratio(s, floatOf(s, w_self!)));
  method(w_float, "conjugate", "self, /", (s, [w_self]) => newfloat(floatOf(s, w_self!)));
  getset(w_float, "real", (s, w_obj) => newfloat(floatOf(s, w_obj)));
  getset(w_float, "imag", () => newfloat(0));
}

function roundFloat(space: ObjSpace, value: number, w_digits: W_Root | null): W_Root {
  if (isMissing(w_digits)) {
    const floor = Math.floor(value);
    const rest = value - floor;
    const isUp = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
    return wrapBigint(truncate(space, isUp ? floor + 1 : floor));
  }
  const digits = toHostInteger(space, w_digits!);
  if (!Number.isFinite(value)) return newfloat(value);
  const rounded = roundToDigits(value, digits);
  if (Number.isFinite(rounded)) return newfloat(rounded);
  throw oefmt(space, space.w_OverflowError, "rounded value too large to represent");
}

/** `float(x)` as a host number. */
export function makeFloat(space: ObjSpace, w_given: W_Root | null): number {
  if (w_given === null) return 0;
  const w_x = builtinValue(w_given);
  if (w_x instanceof W_FloatObject || bigintOrNull(w_x) !== null) return toFloatValue(space, w_x);
  if (w_x instanceof W_UnicodeObject) return parseFloatText(space, w_x);
  return floatByMethod(space, w_given);
}

/** A number argument that is no string. */
export function floatByMethod(space: ObjSpace, w_obj: W_Root): number {
  const w_method = lookup(space, w_obj, "__float__");
  if (w_method !== null) {
    const w_result = call_looked_up(space, w_method, w_obj, [], null);
    if (w_result instanceof W_FloatObject) return w_result.floatval;
    const name = typeName(space, w_result);
    throw typeError(space, `__float__ returned non-float (type '${name}')`);
  }
  if (lookup(space, w_obj, "__index__") !== null) {
    return toFloatValue(space, wrapBigint(toIndex(space, w_obj, () => "")));
  }
  const message = `float() argument must be a string or a number, not '${typeName(space, w_obj)}'`;
  throw typeError(space, message);
}

function parseFloatText(space: ObjSpace, w_text: W_UnicodeObject): number {
  const text = asciiDigits(trimSpaces(w_text.value)).toLowerCase();
  if (/^[-+]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[-+]?\d+(_\d+)*)?$/.test(text)) {
    return Number(text.replace(/_/g, ""));
  }
  const special = /^([-+]?)(inf|infinity|nan)$/.exec(text);
  if (special !== null) {
    if (special[2] === "nan") return Number.NaN;
    return special[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  throw valueError(space, `could not convert string to float: ${readString(space, w_text)}`);
}

function floatHex(value: number): string {
  if (!Number.isFinite(value)) return floatRepr(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (value === 0) return `${sign}0x0.0p+0`;
  const bits = floatToBits(Math.abs(value));
  const biased = Number(bits >> 52n);
  const fraction = (bits & 0xfffffffffffffn).toString(16).padStart(13, "0");
  const exponent = biased === 0 ? -1022 : biased - 1023;
  return `${sign}0x${biased === 0 ? 0 : 1}.${fraction}p${exponent < 0 ? "" : "+"}${exponent}`;
}

function parseHex(space: ObjSpace, text: string): number {
  const match = /^\s*([-+]?)(?:0x)?([0-9a-f]*)(?:\.([0-9a-f]*))?(?:p([-+]?\d+))?\s*$/i.exec(text);
  if (match === null || (match[2] === "" && (match[3] ?? "") === "")) {
    throw valueError(space, "invalid hexadecimal floating-point string");
  }
  const fraction = match[3] ?? "";
  const mantissa = BigInt(`0x${match[2]}${fraction}`);
  const exponent = Number(match[4] ?? 0) - 4 * fraction.length;
  if (mantissa > 0x1fffffffffffffn) throw unsupported(space, "float.fromhex of a long mantissa");
  const value = scale(Number(mantissa), exponent);
  return match[1] === "-" ? -value : value;
}

function scale(value: number, exponent: number): number {
  let result = value;
  let left = exponent;
  for (; left > 1000; left -= 1000) result *= 2 ** 1000;
  for (; left < -1000; left += 1000) result *= 2 ** -1000;
  return result * 2 ** left;
}

function ratio(space: ObjSpace, value: number): W_Root {
  truncate(space, value);
  const bits = floatToBits(Math.abs(value));
  const biased = Number(bits >> 52n);
  let mantissa = bits & 0xfffffffffffffn;
  let exponent = -1074;
  if (biased !== 0) {
    mantissa |= 0x10000000000000n;
    exponent = biased - 1075;
  }
  while (mantissa !== 0n && (mantissa & 1n) === 0n && exponent < 0) {
    mantissa >>= 1n;
    exponent++;
  }
  if (mantissa === 0n) exponent = 0;
  const numerator = exponent > 0 ? mantissa << BigInt(exponent) : mantissa;
  const denominator = exponent < 0 ? 1n << BigInt(-exponent) : 1n;
  return new W_TupleObject([
    wrapBigint(value < 0 ? -numerator : numerator),
    wrapBigint(denominator),
  ]);
}
