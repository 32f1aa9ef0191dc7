/**
 * The types int, bool, float: construction and methods. The file is long because the three share
 * their helpers.
 *
 * Counterpart: pypy/objspace/std/{intobject,boolobject,floatobject}.py.
 */

import { call_function } from "../objects/call.ts";
import { floatToBits } from "../../../base/float.ts";
import { builtinBinary, builtinUnary } from "../objects/binary-builtin.ts";
import { oefmt, typeError, typeName, valueError } from "../objects/errors.ts";
import { newfloat, W_FloatObject } from "../objects/float-object.ts";
import { roundToDigits } from "../objects/float-text.ts";
import { builtinFormat } from "../objects/format.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, newbool, newint, wrapBigint } from "../objects/int-object.ts";
import { floatOf, intOf, intOfText, truncateFloat } from "../objects/number-conversions.ts";
import { modularPower, toFloatValue } from "../objects/number-operations.ts";
import { BINARY_OPERATORS, OP_POW } from "../objects/operators.ts";
import { w_NotImplemented } from "../objects/singletons.ts";
import { toHostInteger, toIndex } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { builtinRepr } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import {
  classMethod,
  getset,
  isIntegerValue,
  isMissing,
  method,
  staticMethod,
  textArgument,
} from "./define.ts";
import { floatHex, parseFloatHex } from "./float-hex.ts";
import { instanceOf } from "./instances.ts";
import { intFromBytes, intToBytes } from "./int-bytes.ts";
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
    method(w_type, operator.reflected, signature, (space, [w_self, w_other, w_modulus]) => {
      if (!accepts(builtinValue(w_other!))) return w_NotImplemented;
      if (!isMissing(w_modulus)) return powerWithModulus(space, w_other!, w_self!, w_modulus!);
      return builtinBinary(space, op, w_other!, w_self!) ?? w_NotImplemented;
    });
  }
}

/** `pow(a, b, m)` where `a` or `b` is `self`: integers only. */
export function powerWithModulus(space: ObjSpace, w_a: W_Root, w_b: W_Root, w_m: W_Root): W_Root {
  const [a, b, m] = [w_a, w_b, w_m].map((w_value) => bigintOrNull(builtinValue(w_value)));
  if (a == null || b == null) {
    throw typeError(space, "pow() 3rd argument not allowed unless all arguments are integers");
  }
  return m == null ? w_NotImplemented : modularPower(space, a, b, m);
}

const NUMERIC_OPS = [0, 1, 2, 3, 4, 5, 6, 13];
const INTEGER_OPS = [...NUMERIC_OPS, 7, 8, 9, 10, 11];

function integerOf(w_obj: W_Root): bigint {
  return bigintOrNull(builtinValue(w_obj))!;
}

function floatSelf(space: ObjSpace, w_obj: W_Root): number {
  return toFloatValue(space, builtinValue(w_obj));
}

/** Fills int and bool. */
export function installInt(space: ObjSpace): void {
  const { w_int, w_bool } = space;
  staticMethod(w_int, "__new__", "cls, value=, /, base=", (s, [w_cls, w_x, w_base]) =>
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
  method(w_int, "__float__", "self, /", (s, [w_self]) => newfloat(floatSelf(s, w_self!)));
  method(w_int, "__bool__", "self, /", (_, [w_self]) => newbool(integerOf(w_self!) !== 0n));
  method(w_int, "__str__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  method(w_int, "__repr__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  method(w_int, "__format__", "self, spec, /", (s, [w_self, w_spec]) =>
    newtext(builtinFormat(s, w_self!, textArgument(s, w_spec!))),
  );
  method(w_int, "__round__", "self, ndigits=, /", (s, [w_self, w_n]) =>
    roundInteger(s, integerOf(w_self!), w_n ?? null),
  );
  method(w_int, "bit_length", "self, /", (_, [w_self]) => {
    const value = integerOf(w_self!);
    return newint(value === 0n ? 0 : (value < 0n ? -value : value).toString(2).length);
  });
  method(w_int, "bit_count", "self, /", (_, [w_self]) => {
    const value = integerOf(w_self!);
    const ones = (value < 0n ? -value : value).toString(2).replace(/0/g, "");
    return newint(ones.length);
  });
  method(
    w_int,
    "__getnewargs__",
    "self, /",
    (_, [w_self]) => new W_TupleObject([wrapBigint(integerOf(w_self!))]),
  );
  method(w_int, "to_bytes", "self, length, byteorder, *, signed=", intToBytes);
  classMethod(w_int, "from_bytes", "cls, s, byteorder, *, signed=", intFromBytes);
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
  staticMethod(w_bool, "__new__", "cls, value=, /", (s, [, w_x]) =>
    newbool(w_x === null ? false : s.is_true(w_x!)),
  );
  installOperators(w_bool, [9, 10, 11], isIntegerValue);
}

function roundInteger(space: ObjSpace, value: bigint, w_digits: W_Root | null): W_Root {
  if (isMissing(w_digits)) return wrapBigint(value);
  const digits = toHostInteger(space, w_digits!);
  if (digits >= 0) return wrapBigint(value);
  if (-digits > value.toString().length) return newint(0);
  const unit = 10n ** BigInt(-digits);
  const half = unit / 2n;
  const magnitude = value < 0n ? -value : value;
  let quotient = magnitude / unit;
  const rest = magnitude % unit;
  if (rest > half || (rest === half && (quotient & 1n) === 1n)) quotient += 1n;
  return wrapBigint(value < 0n ? -quotient * unit : quotient * unit);
}

/** `int(x, base)`. */
function makeInt(space: ObjSpace, w_x: W_Root | null, w_base: W_Root | null): W_Root {
  if (w_base !== null) {
    if (w_x === null) {
      throw typeError(space, "int() can't convert non-string with explicit base");
    }
    return wrapBigint(intOfText(space, w_x, baseArgument(space, w_base)));
  }
  return w_x === null ? newint(0) : wrapBigint(intOf(space, w_x));
}

/** A base of `int`: one beyond a machine word is wrong as any other. */
function baseArgument(space: ObjSpace, w_base: W_Root): number {
  const message = `'${typeName(space, w_base)}' object cannot be interpreted as an integer`;
  const base = toIndex(space, w_base, () => message);
  return base >= 0n && base <= 36n ? Number(base) : -1;
}

/** Fills float. */
export function installFloat(space: ObjSpace): void {
  const { w_float } = space;
  staticMethod(w_float, "__new__", "cls, value=, /", (s, [w_cls, w_x]) =>
    instanceOf(s, w_cls as W_TypeObject, newfloat(w_x === null ? 0 : floatOf(s, w_x!))),
  );
  const accepts = (w_other: W_Root): boolean =>
    isIntegerValue(w_other) || w_other instanceof W_FloatObject;
  installOperators(w_float, NUMERIC_OPS, accepts);
  for (const name of ["__neg__", "__pos__", "__abs__"]) {
    method(w_float, name, "self, /", (_, [w_self]) => builtinUnary(name, w_self!)!);
  }
  installBuiltinComparisons(w_float, true);
  installHash(w_float, true);
  method(w_float, "__float__", "self, /", (s, [w_self]) => newfloat(floatSelf(s, w_self!)));
  method(w_float, "__bool__", "self, /", (s, [w_self]) => newbool(floatSelf(s, w_self!) !== 0));
  for (const name of ["__int__", "__trunc__"]) {
    method(w_float, name, "self, /", (s, [w_self]) =>
      wrapBigint(truncateFloat(s, floatSelf(s, w_self!))),
    );
  }
  method(w_float, "__floor__", "self, /", (s, [w_self]) =>
    wrapBigint(truncateFloat(s, Math.floor(floatSelf(s, w_self!)))),
  );
  method(w_float, "__ceil__", "self, /", (s, [w_self]) =>
    wrapBigint(truncateFloat(s, Math.ceil(floatSelf(s, w_self!)))),
  );
  method(w_float, "__str__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  method(w_float, "__repr__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  method(w_float, "__format__", "self, spec, /", (s, [w_self, w_spec]) =>
    newtext(builtinFormat(s, w_self!, textArgument(s, w_spec!))),
  );
  method(w_float, "__round__", "self, ndigits=, /", (s, [w_self, w_n]) =>
    roundFloat(s, floatSelf(s, w_self!), w_n ?? null),
  );
  method(
    w_float,
    "__getnewargs__",
    "self, /",
    (s, [w_self]) => new W_TupleObject([newfloat(floatSelf(s, w_self!))]),
  );
  method(w_float, "is_integer", "self, /", (s, [w_self]) =>
    newbool(Number.isInteger(floatSelf(s, w_self!))),
  );
  method(w_float, "hex", "self, /", (s, [w_self]) => newtext(floatHex(floatSelf(s, w_self!))));
  classMethod(w_float, "__getformat__", "cls, kind, /", (s, [, w_kind]) => {
    if (["float", "double"].includes(textArgument(s, w_kind!))) {
      return newtext("IEEE, little-endian");
    }
    throw valueError(s, "only float and double are valid");
  });
  classMethod(w_float, "fromhex", "cls, string, /", (s, [w_cls, w_text]) =>
    call_function(s, w_cls!, [newfloat(parseFloatHex(s, textArgument(s, w_text!)))]),
  );
  method(w_float, "as_integer_ratio", "self, /", (s, [w_self]) => ratio(s, floatSelf(s, w_self!)));
  method(w_float, "conjugate", "self, /", (s, [w_self]) => newfloat(floatSelf(s, w_self!)));
  getset(w_float, "real", (s, w_obj) => newfloat(floatSelf(s, w_obj)));
  getset(w_float, "imag", () => newfloat(0));
}

function roundFloat(space: ObjSpace, value: number, w_digits: W_Root | null): W_Root {
  if (isMissing(w_digits)) {
    const floor = Math.floor(value);
    const rest = value - floor;
    const isUp = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
    return wrapBigint(truncateFloat(space, isUp ? floor + 1 : floor));
  }
  const digits = toHostInteger(space, w_digits!);
  if (!Number.isFinite(value)) return newfloat(value);
  const rounded = roundToDigits(value, digits);
  if (Number.isFinite(rounded)) return newfloat(rounded);
  throw oefmt(space, space.w_OverflowError, "overflow occurred during round");
}

function ratio(space: ObjSpace, value: number): W_Root {
  if (Number.isNaN(value)) throw valueError(space, "cannot convert NaN to integer ratio");
  if (!Number.isFinite(value)) {
    throw oefmt(space, space.w_OverflowError, "cannot convert Infinity to integer ratio");
  }
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
