/**
 * The module math.
 *
 * Counterpart: pypy/module/math, rpython/rlib/rfloat.py.
 */

import { call_special } from "../objects/call.ts";
import { oefmt, typeError, typeName, valueError } from "../objects/errors.ts";
import type { BuiltinCode } from "../objects/function.ts";
import { newfloat, W_FloatObject } from "../objects/float-object.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, newbool, newint, w_True, wrapBigint } from "../objects/int-object.ts";
import { iterate } from "../objects/iteration.ts";
import * as functions from "../objects/math-functions.ts";
import * as special from "../objects/special-functions.ts";
import { floatFromBits, floatToBits } from "../../../base/float.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import type { OperationError } from "../objects/operation-error.ts";
import { toFloatValue } from "../objects/number-operations.ts";
import { toIndex } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { mul } from "../objects/arithmetic.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { isMissing, moduleFunction } from "./define.ts";
import { setFastFunctions } from "./fast-install.ts";
import { FAST_MATH_FUNCTIONS } from "./fast-math.ts";
import { floatOfNumber, truncateFloat } from "../objects/number-conversions.ts";

/** The module. */
export function makeMathModule(space: ObjSpace): W_Module {
  const w_module = makeModule("math");
  const set = w_module.namespace.setitem_str.bind(w_module.namespace, space);
  set("__name__", newtext("math"));
  set("pi", newfloat(Math.PI));
  set("e", newfloat(Math.E));
  set("tau", newfloat(2 * Math.PI));
  set("inf", newfloat(Number.POSITIVE_INFINITY));
  set("nan", newfloat(Number.NaN));
  installUnary(space, w_module);
  installRounding(space, w_module);
  installBinary(space, w_module);
  installIntegers(space, w_module);
  setFastFunctions(space, w_module.namespace, FAST_MATH_FUNCTIONS);
  return w_module;
}

/** A number argument as a host number. */
export function numberArgument(space: ObjSpace, w_obj: W_Root): number {
  const w_number = builtinValue(w_obj);
  if (w_number instanceof W_FloatObject || bigintOrNull(w_number) !== null) {
    return toFloatValue(space, w_number);
  }
  if (w_obj.getclass(space).lookup("__float__") === null) {
    throw typeError(space, `must be real number, not ${typeName(space, w_obj)}`);
  }
  return floatOfNumber(space, w_obj);
}

function domainError(space: ObjSpace): OperationError {
  return valueError(space, "math domain error");
}

function rangeError(space: ObjSpace): OperationError {
  return oefmt(space, space.w_OverflowError, "math range error");
}

/** Refuses NaN from a number, and infinity from a finite one (`overflows`) or at all. */
function checked(space: ObjSpace, x: number, result: number, overflows: boolean): W_Root {
  if (Number.isNaN(result) && !Number.isNaN(x)) throw domainError(space);
  if (!Number.isFinite(result) && !Number.isNaN(result) && Number.isFinite(x)) {
    throw overflows ? rangeError(space) : domainError(space);
  }
  return newfloat(result);
}

function installUnary(space: ObjSpace, w_module: W_Module): void {
  const unary = (name: string, code: (x: number) => number, overflows: boolean): void =>
    moduleFunction(space, w_module, name, "x", (s, [w_x]) => {
      const x = numberArgument(s, w_x!);
      return checked(s, x, code(x), overflows);
    });
  unary("sqrt", Math.sqrt, false);
  unary("fabs", Math.abs, false);
  unary("sin", functions.sin, false);
  unary("cos", functions.cos, false);
  unary("tan", functions.tan, false);
  unary("asin", functions.asin, false);
  unary("acos", functions.acos, false);
  unary("atan", functions.atan, false);
  unary("sinh", functions.sinh, true);
  unary("cosh", functions.cosh, true);
  unary("tanh", functions.tanh, false);
  unary("asinh", functions.asinh, false);
  unary("acosh", functions.acosh, false);
  unary("atanh", functions.atanh, false);
  unary("exp", functions.exp, true);
  unary("expm1", functions.expm1, true);
  unary("log1p", functions.log1p, false);
  unary("erf", special.erf, false);
  unary("erfc", special.erfc, false);
  unary("gamma", special.gamma, true);
  unary("lgamma", special.lgamma, true);
  const plain = (name: string, code: (x: number) => number): void =>
    moduleFunction(space, w_module, name, "x", (s, [w_x]) =>
      newfloat(code(numberArgument(s, w_x!))),
    );
  plain("degrees", (x) => x / (Math.PI / 180));
  plain("radians", (x) => x * (Math.PI / 180));
  plain("ulp", unitInLastPlace);
  const logarithm = (name: string, code: (x: number) => number): void =>
    moduleFunction(space, w_module, name, "x", (s, [w_x]) => newfloat(logOf(s, w_x!, code)));
  logarithm("log2", functions.log2);
  logarithm("log10", functions.log10);
  moduleFunction(space, w_module, "log", "x, base=", (s, [w_x, w_base]) => {
    const numerator = logOf(s, w_x!, functions.log);
    if (isMissing(w_base)) return newfloat(numerator);
    const denominator = logOf(s, w_base!, functions.log);
    if (denominator === functions.log(2)) return newfloat(logOf(s, w_x!, functions.log2));
    if (denominator === functions.log(10)) return newfloat(logOf(s, w_x!, functions.log10));
    return newfloat(numerator / denominator);
  });
}

/** A logarithm; integers beyond the range of floats are scaled first. */
function logOf(space: ObjSpace, w_x: W_Root, code: (x: number) => number): number {
  const integer = bigintOrNull(builtinValue(w_x));
  if (integer !== null && integer > 0n) {
    const bits = integer.toString(2).length;
    if (bits > 1000) {
      const shift = bits - 60;
      return code(Number(integer >> BigInt(shift))) + shift * code(2);
    }
  }
  const x = numberArgument(space, w_x);
  if (x <= 0) throw domainError(space);
  return code(x);
}

function installRounding(space: ObjSpace, w_module: W_Module): void {
  const roundings = [
    ["floor", "__floor__", Math.floor],
    ["ceil", "__ceil__", Math.ceil],
    ["trunc", "__trunc__", Math.trunc],
  ] as const;
  for (const [name, special, code] of roundings) {
    moduleFunction(space, w_module, name, "x", (s, [w_x]) => {
      const w_result = call_special(s, w_x!, special, []);
      if (w_result !== null) return w_result;
      if (name === "trunc") {
        const type = typeName(s, w_x!);
        throw typeError(s, `unsupported operand type for unary trunc: '${type}'`);
      }
      return wrapBigint(truncateFloat(s, code(numberArgument(s, w_x!))));
    });
  }
  const test = (name: string, code: (x: number) => boolean): void =>
    moduleFunction(space, w_module, name, "x", (s, [w_x]) =>
      newbool(code(numberArgument(s, w_x!))),
    );
  test("isnan", Number.isNaN);
  test("isinf", (x) => !Number.isFinite(x) && !Number.isNaN(x));
  test("isfinite", Number.isFinite);
  moduleFunction(space, w_module, "modf", "x", (s, [w_x]) => {
    const x = numberArgument(s, w_x!);
    const whole = Math.trunc(x);
    const fraction = Number.isFinite(x) ? x - whole : Number.isNaN(x) ? x : 0;
    const signed = fraction === 0 && (x < 0 || Object.is(x, -0)) ? -0 : fraction;
    return new W_TupleObject([newfloat(signed), newfloat(whole)]);
  });
  moduleFunction(space, w_module, "frexp", "x", (s, [w_x]) => {
    const [mantissa, exponent] = functions.frexp(numberArgument(s, w_x!));
    return new W_TupleObject([newfloat(mantissa), newint(exponent)]);
  });
  moduleFunction(space, w_module, "ldexp", "x, i", (s, [w_x, w_i]) => {
    const x = numberArgument(s, w_x!);
    const exponent = bigintOrNull(builtinValue(w_i!));
    if (exponent === null) throw typeError(s, "integer required for second argument");
    return checked(s, x, functions.ldexp(x, exponent), true);
  });
}

/** The next float after x towards y. */
function nextAfter(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (x === y) return y;
  if (x === 0) return y > 0 ? Number.MIN_VALUE : -Number.MIN_VALUE;
  const bits = floatToBits(x);
  return floatFromBits(x > 0 === y > x ? bits + 1n : bits - 1n);
}

/** The distance from |x| to the next larger float (to the next smaller for the largest). */
function unitInLastPlace(x: number): number {
  const magnitude = Math.abs(x);
  if (!Number.isFinite(magnitude)) return magnitude;
  const above = nextAfter(magnitude, Number.POSITIVE_INFINITY);
  if (above === Number.POSITIVE_INFINITY) return magnitude - nextAfter(magnitude, 0);
  return above - magnitude;
}

function installBinary(space: ObjSpace, w_module: W_Module): void {
  const binary = (
    name: string,
    code: (s: ObjSpace, x: number, y: number) => number,
    signature = "x, y",
  ): void =>
    moduleFunction(space, w_module, name, signature, (s, [w_x, w_y]) =>
      newfloat(code(s, numberArgument(s, w_x!), numberArgument(s, w_y!))),
    );
  binary("atan2", (_, y, x) => functions.atan2(y, x), "y, x");
  binary("copysign", (_, x, y) => {
    const magnitude = Math.abs(x);
    return y < 0 || Object.is(y, -0) ? -magnitude : magnitude;
  });
  binary("nextafter", (_, x, y) => nextAfter(x, y));
  binary("fmod", (s, x, y) => {
    const isInfinite = !Number.isFinite(x) && !Number.isNaN(x);
    if ((isInfinite && !Number.isNaN(y)) || (y === 0 && !Number.isNaN(x))) throw domainError(s);
    return x % y;
  });
  binary("remainder", (s, x, y) => {
    const isInfinite = !Number.isFinite(x) && !Number.isNaN(x);
    if ((isInfinite && !Number.isNaN(y)) || (y === 0 && !Number.isNaN(x))) throw domainError(s);
    return functions.remainder(x, y);
  });
  binary("pow", (s, x, y) => {
    if (x === 1 || y === 0) return 1;
    if (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) return 1;
    const result = functions.floatPow(x, y);
    if (Number.isNaN(result) && !Number.isNaN(x) && !Number.isNaN(y)) throw domainError(s);
    if (!Number.isFinite(result) && Number.isFinite(x) && Number.isFinite(y)) {
      throw x === 0 ? domainError(s) : rangeError(s);
    }
    return result;
  });
  moduleFunction(space, w_module, "hypot", "*coordinates", (s, [w_args]) =>
    newfloat(functions.hypot((w_args as W_TupleObject).items.map((w) => numberArgument(s, w)))),
  );
  moduleFunction(space, w_module, "isclose", "a, b, *, rel_tol=, abs_tol=", (s, args) => {
    const [a, b, relative, absolute] = args.map((w, i) =>
      w === null ? (i === 2 ? 1e-9 : 0) : numberArgument(s, w),
    ) as [number, number, number, number];
    if (relative < 0 || absolute < 0) throw valueError(s, "tolerances must be non-negative");
    if (a === b) return w_True;
    if (!Number.isFinite(a) || !Number.isFinite(b)) return newbool(false);
    const difference = Math.abs(b - a);
    const limit = Math.max(relative * Math.max(Math.abs(a), Math.abs(b)), absolute);
    return newbool(difference <= limit);
  });
  moduleFunction(space, w_module, "fsum", "iterable", (s, [w_iterable]) =>
    newfloat(
      sumOf(
        s,
        Array.from(iterate(s, w_iterable!), (w) => numberArgument(s, w)),
      ),
    ),
  );
  moduleFunction(space, w_module, "dist", "p, q", (s, [w_p, w_q]) => {
    const p_w = [...iterate(s, w_p!)];
    const q_w = [...iterate(s, w_q!)];
    if (p_w.length !== q_w.length) {
      throw valueError(s, "both points must have the same number of dimensions");
    }
    const p = p_w.map((w) => numberArgument(s, w));
    const q = q_w.map((w) => numberArgument(s, w));
    return newfloat(functions.hypot(p.map((x, i) => x - q[i]!)));
  });
}

/** The sum of floats, rounded once. */
function sumOf(space: ObjSpace, values: readonly number[]): number {
  const finite = values.filter(Number.isFinite);
  if (finite.length < values.length) {
    const special = values.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : value), 0);
    if (Number.isNaN(special) && !values.some(Number.isNaN)) {
      throw valueError(space, "-inf + inf");
    }
    return special;
  }
  const sum = functions.exactSum(finite);
  if (Number.isFinite(sum)) return sum;
  throw oefmt(space, space.w_OverflowError, "intermediate overflow");
}

function integer(space: ObjSpace, w_obj: W_Root): bigint {
  return toIndex(
    space,
    w_obj,
    () => `'${typeName(space, w_obj)}' object cannot be interpreted as an integer`,
  );
}

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** A float counts when it is whole. */
function factorialArgument(space: ObjSpace, w_x: W_Root): bigint {
  const w_value = builtinValue(w_x);
  if (!(w_value instanceof W_FloatObject)) return integer(space, w_x);
  const value: number = w_value.floatval;
  const exact = truncateFloat(space, value);
  if (!Number.isInteger(value)) throw valueError(space, "float arguments must be integral");
  return exact;
}

/** low · (low + 1) · … · high, by halves so that the factors are of like size. */
function productOf(low: bigint, high: bigint): bigint {
  if (high - low > 16n) {
    const middle = (low + high) / 2n;
    return productOf(low, middle) * productOf(middle + 1n, high);
  }
  let result = 1n;
  for (let i = low; i <= high; i++) result *= i;
  return result;
}

function installIntegers(space: ObjSpace, w_module: W_Module): void {
  const define = (name: string, signature: string, code: BuiltinCode): void =>
    moduleFunction(space, w_module, name, signature, code);
  define("gcd", "*integers", (s, [w_args]) =>
    wrapBigint((w_args as W_TupleObject).items.reduce((a, w) => gcd(a, integer(s, w)), 0n)),
  );
  define("lcm", "*integers", (s, [w_args]) =>
    wrapBigint(
      (w_args as W_TupleObject).items.reduce((a, w) => {
        const b = integer(s, w);
        if (a === 0n || b === 0n) return 0n;
        const product = (a / gcd(a, b)) * b;
        return product < 0n ? -product : product;
      }, 1n),
    ),
  );
  define("factorial", "x", (s, [w_x]) => {
    const n = factorialArgument(s, w_x!);
    if (n < 0n) throw valueError(s, "x must be >= 0");
    if (n >= 1n << 63n) throw oefmt(s, s.w_OverflowError, "Too large for a factorial");
    if (n > 10_000_000n) throw oefmt(s, s.exceptionTypes.get("MemoryError")!, "");
    return wrapBigint(productOf(1n, n));
  });
  define("isqrt", "n", (s, [w_n]) => {
    const n = integer(s, w_n!);
    if (n < 0n) throw valueError(s, "isqrt() argument must be nonnegative");
    return wrapBigint(functions.integerSquareRoot(n));
  });
  const arrangements = (s: ObjSpace, w_n: W_Root, w_k: W_Root): [bigint, bigint] => {
    const n = integer(s, w_n);
    const k = integer(s, w_k);
    if (n < 0n) throw valueError(s, "n must be a non-negative integer");
    if (k < 0n) throw valueError(s, "k must be a non-negative integer");
    return [n, k];
  };
  define("comb", "n, k", (s, [w_n, w_k]) => {
    const [n, k] = arrangements(s, w_n!, w_k!);
    let result = 1n;
    for (let i = 1n; i <= k; i++) result = (result * (n - k + i)) / i;
    return wrapBigint(k > n ? 0n : result);
  });
  define("perm", "n, k=", (s, [w_n, w_k]) => {
    const [n, k] = arrangements(s, w_n!, isMissing(w_k) ? w_n! : w_k!);
    let result = 1n;
    for (let i = 0n; i < k; i++) result *= n - i;
    return wrapBigint(k > n ? 0n : result);
  });
  define("prod", "iterable, *, start=", (s, [w_iterable, w_start]) => {
    let w_product: W_Root = w_start ?? newint(1);
    for (const w_item of iterate(s, w_iterable!)) w_product = mul(s, w_product, w_item);
    return w_product;
  });
}
