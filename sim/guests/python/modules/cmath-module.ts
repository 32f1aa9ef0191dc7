/**
 * The module cmath. Arguments may be any number with `__complex__`, `__float__` or `__index__`.
 *
 * Counterpart: pypy/module/cmath.
 */

import { newfloat } from "../objects/float-object.ts";
import { newbool } from "../objects/int-object.ts";
import { divide } from "../objects/complex-arithmetic.ts";
import * as functions from "../objects/complex-functions.ts";
import { W_ComplexObject } from "../objects/complex-object.ts";
import { oefmt, valueError } from "../objects/errors.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { isMissing, moduleFunction } from "./define.ts";
import { numberArgument } from "./math-module.ts";
import { complexArgument } from "./type-complex.ts";

/** The module. */
export function makeCmathModule(space: ObjSpace): W_Module {
  const w_module = makeModule("cmath");
  const constants: readonly [string, W_Root][] = [
    ["__name__", newtext("cmath")],
    ["pi", newfloat(Math.PI)],
    ["e", newfloat(Math.E)],
    ["inf", newfloat(Number.POSITIVE_INFINITY)],
    ["nan", newfloat(Number.NaN)],
    ["infj", new W_ComplexObject(0, Number.POSITIVE_INFINITY)],
    ["nanj", new W_ComplexObject(0, Number.NaN)],
  ];
  for (const [name, w_value] of constants) w_module.namespace.setitem_str(space, name, w_value);
  installFunctions(space, w_module);
  installPolar(space, w_module);
  installTests(space, w_module);
  return w_module;
}

/** Turns what a function could not compute into the exceptions of the module. */
function computed(space: ObjSpace, code: () => functions.Outcome): W_ComplexObject {
  const outcome = code();
  if (outcome === "domain") throw valueError(space, "math domain error");
  if (outcome === "range") throw oefmt(space, space.w_OverflowError, "math range error");
  return new W_ComplexObject(outcome.real, outcome.imag);
}

function installFunctions(space: ObjSpace, w_module: W_Module): void {
  for (const [name, code] of Object.entries(functions.COMPLEX_FUNCTIONS)) {
    moduleFunction(space, w_module, name, "z", (s, [w_z]) => {
      const z = complexArgument(s, w_z!);
      return computed(s, () => code(z));
    });
  }
  moduleFunction(space, w_module, "log", "z, base=", (s, [w_z, w_base]) => {
    const logarithm = (w_x: W_Root): W_ComplexObject => {
      const z = complexArgument(s, w_x);
      return computed(s, () => functions.complexLog(z));
    };
    const w_log = logarithm(w_z!);
    return isMissing(w_base) ? w_log : divide(s, w_log, logarithm(w_base!));
  });
}

function installPolar(space: ObjSpace, w_module: W_Module): void {
  moduleFunction(space, w_module, "phase", "z", (s, [w_z]) =>
    newfloat(functions.phase(complexArgument(s, w_z!))),
  );
  moduleFunction(space, w_module, "polar", "z", (s, [w_z]) => {
    const z = complexArgument(s, w_z!);
    const length = functions.magnitude(z);
    if (length === null) throw oefmt(s, s.w_OverflowError, "math range error");
    return new W_TupleObject([newfloat(length), newfloat(functions.phase(z))]);
  });
  moduleFunction(space, w_module, "rect", "x, y", (s, [w_length, w_phase]) => {
    const length = numberArgument(s, w_length!);
    const phase = numberArgument(s, w_phase!);
    return computed(s, () => functions.fromPolar(length, phase));
  });
}

function installTests(space: ObjSpace, w_module: W_Module): void {
  const test = (name: string, code: (real: number, imag: number) => boolean): void =>
    moduleFunction(space, w_module, name, "z", (s, [w_z]) => {
      const { real, imag } = complexArgument(s, w_z!);
      return newbool(code(real, imag));
    });
  const isInfinite = (x: number): boolean => Math.abs(x) === Number.POSITIVE_INFINITY;
  test("isinf", (real, imag) => isInfinite(real) || isInfinite(imag));
  test("isnan", (real, imag) => Number.isNaN(real) || Number.isNaN(imag));
  test("isfinite", (real, imag) => Number.isFinite(real) && Number.isFinite(imag));
  moduleFunction(space, w_module, "isclose", "a, b, *, rel_tol=, abs_tol=", (s, args) => {
    const [w_a, w_b, w_relative, w_absolute] = args;
    const a = complexArgument(s, w_a!);
    const b = complexArgument(s, w_b!);
    const relative = isMissing(w_relative) ? 1e-9 : numberArgument(s, w_relative!);
    const absolute = isMissing(w_absolute) ? 0 : numberArgument(s, w_absolute!);
    if (relative < 0 || absolute < 0) throw valueError(s, "tolerances must be non-negative");
    return newbool(functions.areClose(a, b, relative, absolute));
  });
}
