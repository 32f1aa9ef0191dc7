/**
 * Arithmetic on complex numbers.
 *
 * Counterpart: pypy/objspace/std/complexobject.py, rpython/rlib/rcomplex.py.
 */

import { W_ComplexObject } from "./complex-object.ts";
import { oefmt, typeError, typeName } from "./errors.ts";
import { W_FloatObject } from "./float-object.ts";
import { builtinValue } from "./instance-object.ts";
import { bigintOrNull } from "./int-object.ts";
import { atan2, cos, exp, floatPow, log, sin } from "./math-functions.ts";
import type { OperationError } from "./operation-error.ts";
import { planeLength } from "./plane-length.ts";
import { OP_ADD, OP_DIVMOD, OP_FLOORDIV, OP_MOD, OP_MUL, OP_POW, OP_SUB } from "./operators.ts";
import { toFloatValue } from "./number-operations.ts";
import type { ObjSpace } from "./space.ts";
import type { W_Root } from "./w-root.ts";

/** The complex number that a number is, or null for anything else. */
export function complexOrNull(space: ObjSpace, w_obj: W_Root): W_ComplexObject | null {
  const w_value = builtinValue(w_obj);
  if (w_value instanceof W_ComplexObject) return w_value;
  const isReal = w_value instanceof W_FloatObject || bigintOrNull(w_value) !== null;
  return isReal ? new W_ComplexObject(toFloatValue(space, w_value), 0) : null;
}

function zeroDivision(space: ObjSpace, message: string): OperationError {
  return oefmt(space, space.w_ZeroDivisionError, message);
}

/** Throws for the operators that complex numbers refuse, whatever the other operand. */
export function refuseModulo(space: ObjSpace, op: number): void {
  if (op === OP_FLOORDIV) throw typeError(space, "can't take floor of complex number.");
  if (op === OP_DIVMOD) throw typeError(space, "can't take floor or mod of complex number.");
  if (op === OP_MOD) throw typeError(space, "can't mod complex numbers.");
}

/** A binary operator on complex numbers. */
export function complexBinary(
  space: ObjSpace,
  op: number,
  a: W_ComplexObject,
  b: W_ComplexObject,
): W_Root {
  switch (op) {
    case OP_ADD:
      return new W_ComplexObject(a.real + b.real, a.imag + b.imag);
    case OP_SUB:
      return new W_ComplexObject(a.real - b.real, a.imag - b.imag);
    case OP_MUL:
      return multiply(a, b);
    case OP_POW:
      return complexPower(space, a, b);
    default:
      return divide(space, a, b);
  }
}

function multiply(a: W_ComplexObject, b: W_ComplexObject): W_ComplexObject {
  return new W_ComplexObject(a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real);
}

/** Division that scales by the larger part of the divisor. */
export function divide(space: ObjSpace, a: W_ComplexObject, b: W_ComplexObject): W_ComplexObject {
  const real = Math.abs(b.real);
  const imag = Math.abs(b.imag);
  if (real >= imag) {
    if (real === 0) throw zeroDivision(space, "complex division by zero");
    const ratio = b.imag / b.real;
    const divisor = b.real + b.imag * ratio;
    return new W_ComplexObject(
      (a.real + a.imag * ratio) / divisor,
      (a.imag - a.real * ratio) / divisor,
    );
  }
  if (imag >= real) {
    const ratio = b.real / b.imag;
    const divisor = b.real * ratio + b.imag;
    return new W_ComplexObject(
      (a.real * ratio + a.imag) / divisor,
      (a.imag * ratio - a.real) / divisor,
    );
  }
  return new W_ComplexObject(Number.NaN, Number.NaN);
}

function complexPower(space: ObjSpace, a: W_ComplexObject, b: W_ComplexObject): W_ComplexObject {
  const n = b.real;
  const isSmall = b.imag === 0 && Number.isInteger(n) && Math.abs(n) <= 100;
  const result = isSmall ? wholePower(space, a, n) : generalPower(space, a, b);
  const isOverflow = [result.real, result.imag].some(
    (part) => Math.abs(part) === Number.POSITIVE_INFINITY,
  );
  if (isOverflow && isFiniteComplex(a) && isFiniteComplex(b)) {
    throw oefmt(space, space.w_OverflowError, "complex exponentiation");
  }
  return result;
}

function isFiniteComplex(value: W_ComplexObject): boolean {
  return Number.isFinite(value.real) && Number.isFinite(value.imag);
}

/** By repeated squaring. */
function wholePower(space: ObjSpace, base: W_ComplexObject, n: number): W_ComplexObject {
  if (n < 0 && base.real === 0 && base.imag === 0) {
    throw zeroDivision(space, "0.0 to a negative or complex power");
  }
  let result = new W_ComplexObject(1, 0);
  let power = base;
  for (let mask = 1; mask <= Math.abs(n); mask *= 2) {
    if ((Math.abs(n) & mask) !== 0) result = multiply(result, power);
    power = multiply(power, power);
  }
  return n < 0 ? divide(space, new W_ComplexObject(1, 0), result) : result;
}

function generalPower(space: ObjSpace, a: W_ComplexObject, b: W_ComplexObject): W_ComplexObject {
  if (b.real === 0 && b.imag === 0) return new W_ComplexObject(1, 0);
  if (a.real === 0 && a.imag === 0) {
    if (b.imag !== 0 || b.real < 0) {
      throw zeroDivision(space, "0.0 to a negative or complex power");
    }
    return new W_ComplexObject(0, 0);
  }
  const magnitude = planeLength(a.real, a.imag);
  const angle = atan2(a.imag, a.real);
  let length = floatPow(magnitude, b.real);
  let phase = angle * b.real;
  if (b.imag !== 0) {
    length /= exp(angle * b.imag);
    phase += b.imag * log(magnitude);
  }
  return new W_ComplexObject(length * cos(phase), length * sin(phase));
}

/** `abs(z)`. */
export function complexAbs(space: ObjSpace, value: W_ComplexObject): number {
  const result = planeLength(value.real, value.imag);
  if (Number.isFinite(result) || !isFiniteComplex(value)) return result;
  throw oefmt(space, space.w_OverflowError, "absolute value too large");
}

/** A part of `complex(real, imag)`. */
export function notANumber(space: ObjSpace, which: string, w_obj: W_Root): OperationError {
  const what = which === "first" ? "a string or a number" : "a number";
  const name = typeName(space, w_obj);
  return typeError(space, `complex() ${which} argument must be ${what}, not '${name}'`);
}
