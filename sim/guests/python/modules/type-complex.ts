/**
 * The type complex.
 *
 * Counterpart: pypy/objspace/std/complexobject.py.
 */

import { W_BytesObject } from "../objects/bytes-object.ts";
import { call_looked_up, lookup } from "../objects/call.ts";
import {
  complexAbs,
  complexBinary,
  complexOrNull,
  refuseModulo,
  notANumber,
} from "../objects/complex-arithmetic.ts";
import { W_ComplexObject } from "../objects/complex-object.ts";
import { typeError, typeName, valueError } from "../objects/errors.ts";
import { newfloat, W_FloatObject } from "../objects/float-object.ts";
import { builtinFormat } from "../objects/format.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool } from "../objects/int-object.ts";
import { asciiDigits, floatOfNumber, readFloatText } from "../objects/number-conversions.ts";
import { BINARY_OPERATORS, OP_POW } from "../objects/operators.ts";
import { w_NotImplemented } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { builtinRepr, complexStr } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { isSpace } from "../objects/unicode-database.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { getset, isMissing, method, selfOf, staticMethod, textArgument } from "./define.ts";
import { instanceOf } from "./instances.ts";
import { installBuiltinComparisons, installHash } from "./type-object.ts";
import { stripUnits } from "../objects/text-algorithms.ts";

function complexOf(space: ObjSpace, w_obj: W_Root, name: string): W_ComplexObject {
  return selfOf(space, w_obj, W_ComplexObject, "complex", name);
}

/** Fills complex. */
export function installComplex(space: ObjSpace): void {
  const { w_complex } = space;
  staticMethod(w_complex, "__new__", "cls, real=, imag=", (s, [w_cls, w_real, w_imag]) => {
    const isSame = w_real instanceof W_ComplexObject && w_imag === null && w_cls === w_complex;
    if (isSame) return w_real;
    const w_value = makeComplex(s, w_real ?? null, w_imag ?? null);
    return instanceOf(s, w_cls as W_TypeObject, w_value);
  });
  installComplexOperators(w_complex);
  installBuiltinComparisons(w_complex, false);
  for (const name of ["__lt__", "__le__", "__gt__", "__ge__"]) {
    method(w_complex, name, "self, other, /", () => w_NotImplemented);
  }
  installHash(w_complex, true);
  const unary = (name: string, code: (z: W_ComplexObject, s: ObjSpace) => W_Root): void =>
    method(w_complex, name, "self", (s, [w_self]) => code(complexOf(s, w_self!, name), s));
  unary("__neg__", (z) => new W_ComplexObject(-z.real, -z.imag));
  unary("__pos__", (z) => new W_ComplexObject(z.real, z.imag));
  unary("__abs__", (z, s) => newfloat(complexAbs(s, z)));
  unary("__bool__", (z) => newbool(z.real !== 0 || z.imag !== 0));
  unary("conjugate", (z) => new W_ComplexObject(z.real, -z.imag));
  unary("__repr__", (z, s) => newtext(builtinRepr(s, z)));
  unary("__str__", (z) => newtext(complexStr(z)));
  unary("__getnewargs__", (z) => new W_TupleObject([newfloat(z.real), newfloat(z.imag)]));
  for (const [name, kind] of [
    ["__int__", "int"],
    ["__float__", "float"],
  ] as const) {
    unary(name, (_, s) => {
      throw typeError(s, `can't convert complex to ${kind}`);
    });
  }
  method(w_complex, "__format__", "self, spec, /", (s, [w_self, w_spec]) =>
    newtext(builtinFormat(s, w_self!, textArgument(s, w_spec!))),
  );
  getset(w_complex, "real", (s, w_obj) => newfloat(complexOf(s, w_obj, "real").real));
  getset(w_complex, "imag", (s, w_obj) => newfloat(complexOf(s, w_obj, "imag").imag));
}

function installComplexOperators(w_type: W_TypeObject): void {
  for (const op of [0, 1, 2, 3, 4, 5, 6, 13]) {
    const { method: name, reflected } = BINARY_OPERATORS[op]!;
    const signature = op === OP_POW ? "self, other, third=, /" : "self, other, /";
    method(w_type, name, signature, (s, [w_self, w_other, w_third]) => {
      refuseModulo(s, op);
      const w_b = complexOrNull(s, w_other!);
      if (w_b === null) return w_NotImplemented;
      if (!isMissing(w_third)) throw valueError(s, "complex modulo");
      return complexBinary(s, op, complexOf(s, w_self!, name), w_b);
    });
    method(w_type, reflected, signature, (s, [w_self, w_other, w_third]) => {
      refuseModulo(s, op);
      const w_a = complexOrNull(s, w_other!);
      if (w_a === null) return w_NotImplemented;
      if (!isMissing(w_third)) throw valueError(s, "complex modulo");
      return complexBinary(s, op, w_a, complexOf(s, w_self!, reflected));
    });
  }
}

/** `complex(real, imag)`. */
function makeComplex(space: ObjSpace, w_real: W_Root | null, w_imag: W_Root | null): W_Root {
  const w_text = w_real === null ? null : builtinValue(w_real);
  if (w_text instanceof W_UnicodeObject) {
    if (w_imag !== null) {
      throw typeError(space, "complex() can't take second arg if first is a string");
    }
    return parseComplex(space, w_text.value);
  }
  const a = w_real === null ? REAL_ZERO : unpackComplex(space, w_real, "first");
  if (w_imag === null) return a.w_value;
  const b = unpackComplex(space, w_imag, "second");
  const real = b.isComplex ? a.w_value.real - b.w_value.imag : a.w_value.real;
  const imag = a.isComplex ? a.w_value.imag + b.w_value.real : b.w_value.real;
  return new W_ComplexObject(real, imag);
}

/** An argument as a complex number, and whether it was more than a real one. */
interface UnpackedComplex {
  readonly w_value: W_ComplexObject;
  readonly isComplex: boolean;
}

const REAL_ZERO: UnpackedComplex = { w_value: new W_ComplexObject(0, 0), isComplex: false };

/** A number argument of `complex`. */
function unpackComplex(space: ObjSpace, w_obj: W_Root, which: string): UnpackedComplex {
  const w_method = lookup(space, w_obj, "__complex__");
  if (w_method !== null) {
    const w_value = builtinValue(call_looked_up(space, w_method, w_obj, [], null));
    if (w_value instanceof W_ComplexObject) return { w_value, isComplex: true };
    throw typeError(space, "__complex__() must return a complex number");
  }
  const w_number = complexOrNull(space, w_obj);
  if (w_number !== null) {
    return { w_value: w_number, isComplex: builtinValue(w_obj) instanceof W_ComplexObject };
  }
  const w_value = builtinValue(w_obj);
  if (w_value instanceof W_BytesObject || w_value instanceof W_UnicodeObject) {
    throw typeError(space, `complex number expected, got '${typeName(space, w_obj)}'`);
  }
  const value = realByMethod(space, w_obj);
  if (value === null) throw notANumber(space, which, w_obj);
  return { w_value: new W_ComplexObject(value, 0), isComplex: false };
}

/** An argument that may be any number. */
export function complexArgument(space: ObjSpace, w_obj: W_Root): W_ComplexObject {
  return unpackComplex(space, w_obj, "first").w_value;
}

/** What `__float__` or `__index__` gives, or null. */
function realByMethod(space: ObjSpace, w_obj: W_Root): number | null {
  const w_method = lookup(space, w_obj, "__float__");
  if (w_method !== null) {
    const w_value = builtinValue(call_looked_up(space, w_method, w_obj, [], null));
    return w_value instanceof W_FloatObject ? w_value.floatval : null;
  }
  return lookup(space, w_obj, "__index__") === null ? null : floatOfNumber(space, w_obj);
}

const PART = "(?:\\d+(?:_\\d+)*\\.?(?:\\d+(?:_\\d+)*)?|\\.\\d+(?:_\\d+)*)(?:e[-+]?\\d+(?:_\\d+)*)?";
const REAL = `[-+]?(?:${PART}|inf(?:inity)?|nan)`;
const COMPLEX = new RegExp(
  `^(?:(${REAL})?((?:[-+]|^)(?:${PART}|inf(?:inity)?|nan)?)j|(${REAL}))$`,
  "i",
);

/** The complex number that a string writes. */
function parseComplex(space: ObjSpace, text: string): W_Root {
  const strip = (part: string): string => stripUnits(part, isSpace, 3);
  let body = strip(asciiDigits(text));
  if (body.startsWith("(") && body.endsWith(")")) body = strip(body.slice(1, -1));
  const match = COMPLEX.exec(body);
  if (match === null) throw valueError(space, "complex() arg is a malformed string");
  const [, real, imaginary, alone] = match;
  if (alone !== undefined) return new W_ComplexObject(readFloatText(alone)!, 0);
  const isBare = imaginary === "" || imaginary === "+" || imaginary === "-";
  const imag = readFloatText(isBare ? `${imaginary}1` : imaginary!)!;
  return new W_ComplexObject(real === undefined ? 0 : readFloatText(real)!, imag);
}
