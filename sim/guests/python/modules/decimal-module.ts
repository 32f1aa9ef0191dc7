/**
 * The module _decimal: the types Decimal and Context, filled by tables of operations. The library's
 * `decimal` adds exception classes, contexts as managers and names.
 *
 * Counterpart: lib-python/3/_pydecimal.py.
 */

import { call_function } from "../objects/call.ts";
import { oefmt, typeError, valueError } from "../objects/errors.ts";
import { newfloat, W_FloatObject } from "../objects/float-object.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, newbool, newint, wrapBigint } from "../objects/int-object.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { w_None, w_NotImplemented } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { str_w } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import {
  classMethod,
  getset,
  isMissing,
  method,
  moduleFunction,
  moduleType,
  selfOf,
  staticMethod,
  textArgument,
} from "./define.ts";
import * as arithmetic from "./decimal-arithmetic.ts";
import {
  contextOf,
  DecimalState,
  installContext,
  ROUNDING_NAMES,
  roundingArgument,
  type W_DecimalContext,
} from "./decimal-context.ts";
import {
  comparisonOperands,
  decimalFrom,
  fromFloat,
  hashDecimal,
  operandOrNull,
  toInteger,
  toTuple,
} from "./decimal-conversion.ts";
import * as digits from "./decimal-digits.ts";
import * as functions from "./decimal-functions.ts";
import * as powers from "./decimal-power.ts";
import { engineeringText, formatDecimal, scientificText } from "./decimal-text.ts";
import {
  type DecimalLimits,
  finalize,
  finite,
  fromInteger,
  INFINITE,
  propagateNan,
  QUIET_NAN,
  ROUND_CEILING,
  ROUND_DOWN,
  ROUND_FLOOR,
  ROUND_HALF_EVEN,
  SIGNALING_NAN,
  W_DecimalObject,
} from "./decimal-value.ts";
import { instanceOf } from "./instances.ts";

type Limits = DecimalLimits;
type Value = W_DecimalObject;

/** Operations on one value: the context's name, and Decimal's own when it has one. */
const UNARY: Readonly<Record<string, arithmetic.Unary>> = {
  abs: arithmetic.absolute,
  plus: arithmetic.plus,
  minus: arithmetic.minus,
  sqrt: functions.squareRoot,
  exp: functions.exponential,
  ln: functions.naturalLogarithm,
  log10: functions.decimalLogarithm,
  logb: digits.logb,
  logical_invert: digits.logicalInvert,
  normalize: arithmetic.normalize,
  next_minus: digits.nextMinus,
  next_plus: digits.nextPlus,
  copy_abs: (a) => a.withSign(0),
  copy_negate: (a) => a.withSign(1 - a.sign),
  to_integral: (a, limits) => arithmetic.toIntegral(a, limits, false),
  to_integral_value: (a, limits) => arithmetic.toIntegral(a, limits, false),
  to_integral_exact: (a, limits) => arithmetic.toIntegral(a, limits, true),
  _apply: finalize,
};

const BINARY: Readonly<Record<string, arithmetic.Binary>> = {
  add: arithmetic.add,
  subtract: arithmetic.subtract,
  multiply: arithmetic.multiply,
  divide: arithmetic.divide,
  divide_int: arithmetic.divideInteger,
  remainder: arithmetic.remainder,
  remainder_near: arithmetic.remainderNear,
  copy_sign: digits.copySign,
  compare: arithmetic.compare,
  compare_signal: arithmetic.compareSignal,
  compare_total: digits.compareTotal,
  compare_total_mag: digits.compareTotalMagnitude,
  logical_and: digits.logicalAnd,
  logical_or: digits.logicalOr,
  logical_xor: digits.logicalXor,
  max: arithmetic.max,
  max_mag: arithmetic.maxMagnitude,
  min: arithmetic.min,
  min_mag: arithmetic.minMagnitude,
  next_toward: digits.nextToward,
  rotate: digits.rotate,
  scaleb: digits.scaleb,
  shift: digits.shift,
  quantize: arithmetic.quantize,
};

const TESTS: Readonly<Record<string, (a: Value, limits: Limits) => boolean>> = {
  is_normal: digits.isNormal,
  is_subnormal: digits.isSubnormal,
  is_signed: (a) => a.sign === 1,
  is_zero: (a) => a.isZero,
  is_nan: (a) => a.isNan,
  is_snan: (a) => a.kind === SIGNALING_NAN,
  is_qnan: (a) => a.kind === QUIET_NAN,
  is_finite: (a) => a.kind < INFINITE,
  is_infinite: (a) => a.kind === INFINITE,
};

/** What Decimal has under the same name without a context, or not at all. */
const WITHOUT_CONTEXT = new Set(["copy_abs", "copy_negate", ...Object.keys(TESTS).slice(2)]);
const NOT_OF_DECIMAL = new Set([
  ...["abs", "plus", "minus", "_apply", "to_integral", "to_integral_value", "to_integral_exact"],
  ...["add", "subtract", "multiply", "divide", "divide_int", "remainder", "quantize"],
]);

const OPERATORS: readonly (readonly [special: string, operation: string])[] = [
  ["add", "add"],
  ["sub", "subtract"],
  ["mul", "multiply"],
  ["floordiv", "divide_int"],
  ["truediv", "divide"],
  ["mod", "remainder"],
];

/** Everything that the methods of one run share. */
class DecimalModule {
  readonly space: ObjSpace;
  readonly state: DecimalState;

  constructor(space: ObjSpace) {
    this.space = space;
    this.state = new DecimalState(space);
  }

  /** An operand that must be one. */
  operand(w_obj: W_Root): Value {
    const value = operandOrNull(w_obj);
    if (value !== null) return value;
    throw typeError(this.space, `Unable to convert ${str_w(this.space, w_obj)} to Decimal`);
  }

  self(w_obj: W_Root, name: string): Value {
    return selfOf(this.space, w_obj, W_DecimalObject, "Decimal", name);
  }

  context(w_context: W_Root | null | undefined): W_DecimalContext {
    return this.state.contextArgument(w_context);
  }

  limits(w_context: W_Root | null | undefined): Limits {
    return this.state.contextArgument(w_context).limits;
  }

  power(limits: Limits, a: Value, b: Value, m: Value | null): Value {
    return m === null ? powers.power(a, b, limits) : powers.powerModulo(a, b, m, limits);
  }

  divmod(limits: Limits, a: Value, b: Value): W_Root {
    return new W_TupleObject(arithmetic.divmod(a, b, limits));
  }
}

/** The module. */
export function makeDecimalModule(space: ObjSpace): W_Module {
  const w_module = makeModule("_decimal");
  const set = (name: string, w_value: W_Root): void =>
    w_module.namespace.setitem_str(space, name, w_value);
  set("__name__", newtext("_decimal"));
  const module = new DecimalModule(space);
  const { state } = module;
  const types = ["Decimal", "Context"].map((name) => {
    const w_type = moduleType(space, w_module, name);
    w_type.w_module = newtext("decimal");
    space.moduleTypes.set(`decimal.${name}`, w_type);
    return w_type;
  });
  const [w_decimal, w_context] = types as [W_TypeObject, W_TypeObject];
  installContext(state, w_context);
  installContextOperations(module, w_context);
  installMaking(module, w_decimal);
  installOperators(module, w_decimal);
  installComparisons(module, w_decimal);
  installConversions(module, w_decimal);
  installOperations(module, w_decimal);
  installRounding(module, w_decimal);
  for (const name of ROUNDING_NAMES) set(name, newtext(name));
  installFunctions(module, w_module);
  return w_module;
}

function installFunctions(module: DecimalModule, w_module: W_Module): void {
  const { space, state } = module;
  const define = moduleFunction.bind(null, space, w_module);
  define("getcontext", "", () => state.current());
  define("setcontext", "context", (_, [w_context]) => {
    const w_given = state.contextArgument(w_context === w_None ? w_module : w_context);
    const isShared = state.shared_w.includes(w_given);
    state.w_current = isShared ? state.copy(w_given) : w_given;
    if (isShared) state.clear(state.w_current.w_flags);
    return w_None;
  });
  define("_install", "signals, tuple, comparable", (s, [w_signals, w_tuple, w_comparable]) => {
    state.signals_w = iterable_to_array(s, w_signals!, -1);
    state.w_tuple = w_tuple!;
    state.w_comparable = w_comparable!;
    return new W_TupleObject(state.prepare());
  });
}

function installContextOperations(module: DecimalModule, w_type: W_TypeObject): void {
  const { space } = module;
  const self = (w_obj: W_Root | null | undefined): W_DecimalContext =>
    contextOf(space, w_obj!, "operation");
  for (const [name, code] of Object.entries(UNARY)) {
    method(w_type, name, "self, a", (_, [w_self, w_a]) => {
      const a = module.operand(w_a!);
      return code(a, self(w_self).limits);
    });
  }
  for (const [name, code] of Object.entries(BINARY)) {
    method(w_type, name, "self, a, b", (_, [w_self, w_a, w_b]) => {
      const a = module.operand(w_a!);
      const b = module.operand(w_b!);
      return code(a, b, self(w_self).limits);
    });
  }
  for (const [name, code] of Object.entries(TESTS)) {
    method(w_type, name, "self, a", (_, [w_self, w_a]) =>
      newbool(code(module.operand(w_a!), self(w_self).limits)),
    );
  }
  method(w_type, "same_quantum", "self, a, b", (_, [, w_a, w_b]) =>
    newbool(digits.sameQuantum(module.operand(w_a!), module.operand(w_b!))),
  );
  method(w_type, "divmod", "self, a, b", (_, [w_self, w_a, w_b]) =>
    module.divmod(self(w_self).limits, module.operand(w_a!), module.operand(w_b!)),
  );
  method(w_type, "power", "self, a, b, modulo=", (_, [w_self, w_a, w_b, w_m]) => {
    const m = isMissing(w_m) ? null : module.operand(w_m!);
    return module.power(self(w_self).limits, module.operand(w_a!), module.operand(w_b!), m);
  });
  method(w_type, "fma", "self, a, b, c", (_, [w_self, ...operands_w]) => {
    const [a, b, c] = operands_w.map((w) => module.operand(w!)) as [Value, Value, Value];
    return arithmetic.fma(a, b, c, self(w_self).limits);
  });
  method(w_type, "copy_decimal", "self, a", (_, [, w_a]) => module.operand(w_a!));
  method(w_type, "number_class", "self, a", (_, [w_self, w_a]) =>
    newtext(digits.numberClass(module.operand(w_a!), self(w_self).limits)),
  );
  method(w_type, "to_eng_string", "self, a", (_, [w_self, w_a]) =>
    newtext(engineeringText(module.operand(w_a!), self(w_self).capitals === 1)),
  );
  method(w_type, "to_sci_string", "self, a", (_, [w_self, w_a]) =>
    newtext(scientificText(module.operand(w_a!), self(w_self).capitals === 1)),
  );
  installCreation(w_type);
}

function installCreation(w_type: W_TypeObject): void {
  method(w_type, "create_decimal", "self, num=", (s, [w_self, w_num]) => {
    const { limits } = contextOf(s, w_self!, "create_decimal");
    const w_value = builtinValue(w_num ?? newtext("0"));
    if (w_value instanceof W_UnicodeObject && /^\s|\s$|_/.test(w_value.value)) {
      return limits.fail("trailing or leading whitespace and underscores are not permitted.");
    }
    const value = decimalFrom(s, w_num ?? w_value, () => limits);
    const room = limits.precision - limits.clamp;
    if (value.isNan && value.coefficient !== 0n && value.digits > room) {
      return limits.fail("diagnostic info too long in NaN");
    }
    return finalize(value, limits);
  });
  method(w_type, "create_decimal_from_float", "self, f", (s, [w_self, w_f]) =>
    finalize(floatOrInteger(s, w_f!), contextOf(s, w_self!, "create_decimal_from_float").limits),
  );
  for (const [name, code] of [
    ["canonical", (w_a: W_Root) => w_a],
    ["is_canonical", () => newbool(true)],
  ] as const) {
    method(w_type, name, "self, a", (s, [, w_a]) => {
      if (builtinValue(w_a!) instanceof W_DecimalObject) return code(w_a!);
      throw typeError(s, `${name} requires a Decimal as an argument.`);
    });
  }
  method(w_type, "radix", "self", () => fromInteger(10n));
}

function floatOrInteger(space: ObjSpace, w_obj: W_Root): Value {
  const w_value = builtinValue(w_obj);
  if (w_value instanceof W_FloatObject) return fromFloat(w_value.floatval);
  const integer = bigintOrNull(w_value);
  if (integer !== null) return fromInteger(integer);
  throw typeError(space, "argument must be int or float.");
}

function installMaking(module: DecimalModule, w_type: W_TypeObject): void {
  staticMethod(w_type, "__new__", "cls, value=, context=", (s, [w_cls, w_value, w_context]) => {
    const value = decimalFrom(s, w_value ?? newtext("0"), () => module.limits(w_context));
    return instanceOf(s, w_cls as W_TypeObject, value);
  });
  classMethod(w_type, "from_float", "cls, value", (s, [w_cls, w_value]) => {
    const value = floatOrInteger(s, w_value!);
    return w_cls === w_type ? value : call_function(s, w_cls!, [value]);
  });
  method(w_type, "__reduce__", "self", (s, [w_self]) => {
    const w_text = newtext(str_w(s, w_self!));
    return new W_TupleObject([w_self!.getclass(s), new W_TupleObject([w_text])]);
  });
  for (const [name, signature] of [
    ["__copy__", "self"],
    ["__deepcopy__", "self, memo="],
  ] as const) {
    method(w_type, name, signature, (s, [w_self]) => {
      if (w_self instanceof W_DecimalObject) return w_self;
      return call_function(s, w_self!.getclass(s), [newtext(str_w(s, w_self!))]);
    });
  }
}

function installOperators(module: DecimalModule, w_type: W_TypeObject): void {
  const signature = "self, other, context=";
  for (const [special, name] of OPERATORS) {
    const code = BINARY[name]!;
    method(w_type, `__${special}__`, signature, (_, [w_self, w_other, w_context]) => {
      const b = operandOrNull(w_other!);
      if (b === null) return w_NotImplemented;
      return code(module.self(w_self!, special), b, module.limits(w_context));
    });
    method(w_type, `__r${special}__`, signature, (_, [w_self, w_other, w_context]) => {
      const a = operandOrNull(w_other!);
      if (a === null) return w_NotImplemented;
      return code(a, module.self(w_self!, special), module.limits(w_context));
    });
  }
  for (const [special, name] of [
    ["__abs__", "abs"],
    ["__pos__", "plus"],
    ["__neg__", "minus"],
  ] as const) {
    method(w_type, special, "self, context=", (_, [w_self, w_context]) =>
      UNARY[name]!(module.self(w_self!, special), module.limits(w_context)),
    );
  }
  const powerSignature = "self, other, modulo=, context=";
  method(w_type, "__pow__", powerSignature, (_, [w_self, w_other, w_m, w_context]) => {
    const b = operandOrNull(w_other!);
    const m = isMissing(w_m) ? null : operandOrNull(w_m!);
    if (b === null || (m === null && !isMissing(w_m))) return w_NotImplemented;
    return module.power(module.limits(w_context), module.self(w_self!, "__pow__"), b, m);
  });
  method(w_type, "__rpow__", signature, (_, [w_self, w_other, w_context]) => {
    const a = operandOrNull(w_other!);
    if (a === null) return w_NotImplemented;
    return module.power(module.limits(w_context), a, module.self(w_self!, "__rpow__"), null);
  });
  for (const special of ["__divmod__", "__rdivmod__"]) {
    method(w_type, special, signature, (_, [w_self, w_other, w_context]) => {
      const other = operandOrNull(w_other!);
      if (other === null) return w_NotImplemented;
      const self = module.self(w_self!, special);
      const [a, b] = special === "__divmod__" ? [self, other] : [other, self];
      return module.divmod(module.limits(w_context), a, b);
    });
  }
}

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  lt: (order) => order < 0,
  le: (order) => order <= 0,
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
};

function installComparisons(module: DecimalModule, w_type: W_TypeObject): void {
  const { state } = module;
  for (const [name, holds] of Object.entries(COMPARISONS)) {
    const isEquality = name === "eq" || name === "ne";
    const signature = "self, other, context=";
    method(w_type, `__${name}__`, signature, (s, [w_self, w_other, w_context]) => {
      const self = module.self(w_self!, `__${name}__`);
      const operands = comparisonOperands(s, state, self, w_other!, isEquality);
      if (operands === null) return w_NotImplemented;
      const [a, b] = operands;
      if (!a.isNan && !b.isNan) return newbool(holds(arithmetic.compareValues(a, b)));
      const limits = module.limits(w_context);
      if (isEquality) propagateNan(a, b, limits);
      else arithmetic.comparisonNan(a, b, limits);
      return newbool(name === "ne");
    });
  }
  method(w_type, "__hash__", "self", (s, [w_self]) =>
    hashDecimal(s, module.self(w_self!, "__hash__")),
  );
  method(w_type, "__bool__", "self", (_, [w_self]) =>
    newbool(!module.self(w_self!, "__bool__").isZero),
  );
}

function installConversions(module: DecimalModule, w_type: W_TypeObject): void {
  const { state } = module;
  const define = (name: string, code: (s: ObjSpace, a: Value) => W_Root): void =>
    method(w_type, name, "self", (s, [w_self]) => code(s, module.self(w_self!, name)));
  const capitals = (): boolean => state.current().capitals === 1;
  define("__str__", (_, a) => newtext(scientificText(a, capitals())));
  define("__repr__", (_, a) => newtext(`Decimal('${scientificText(a, capitals())}')`));
  const toFloat = (s: ObjSpace, a: Value): number => {
    if (a.kind === SIGNALING_NAN) throw valueError(s, "Cannot convert signaling NaN to float");
    return a.isNan ? Number.NaN : Number(scientificText(a, true));
  };
  define("__float__", (s, a) => newfloat(toFloat(s, a)));
  define("__complex__", (s, a) => call_function(s, s.w_complex, [newfloat(toFloat(s, a))]));
  for (const [name, rounding] of [
    ["__int__", ROUND_DOWN],
    ["__trunc__", ROUND_DOWN],
  ] as const) {
    define(name, (s, a) =>
      wrapBigint(
        toInteger(s, a, rounding, [
          "Cannot convert NaN to integer",
          "Cannot convert infinity to integer",
        ]),
      ),
    );
  }
  define("__floor__", (s, a) => wrapBigint(toInteger(s, a, ROUND_FLOOR, CANNOT_ROUND)));
  define("__ceil__", (s, a) => wrapBigint(toInteger(s, a, ROUND_CEILING, CANNOT_ROUND)));
  define("as_tuple", (s, a) => toTuple(s, state, a));
  define("as_integer_ratio", (s, a) => {
    if (a.isNan) throw valueError(s, "cannot convert NaN to integer ratio");
    if (a.kind === INFINITE) {
      throw oefmt(s, s.w_OverflowError, "cannot convert Infinity to integer ratio");
    }
    return new W_TupleObject(integerRatio(a).map(wrapBigint));
  });
  define("adjusted", (_, a) => newint(a.kind < INFINITE ? a.adjusted : 0));
  define("radix", () => fromInteger(10n));
  define("is_canonical", () => newbool(true));
  for (const name of ["canonical", "conjugate"]) {
    method(w_type, name, "self", (_, [w_self]) => w_self!);
  }
  getset(w_type, "real", (_, w_obj) => w_obj);
  getset(w_type, "imag", () => fromInteger(0n));
  const signature = "self, specifier, context=, _localeconv=";
  method(w_type, "__format__", signature, (s, [w_self, w_spec, w_context]) => {
    const a = module.self(w_self!, "__format__");
    const w_ctx = module.context(w_context);
    const spec = textArgument(s, w_spec!);
    const { text, isError } = formatDecimal(a, spec, w_ctx.capitals === 1, w_ctx.limits.rounding);
    if (isError) throw valueError(s, text);
    return newtext(text);
  });
}

const CANNOT_ROUND = ["cannot round a NaN", "cannot round an infinity"] as const;

function integerRatio(a: Value): [bigint, bigint] {
  const signed = a.sign === 1 ? -a.coefficient : a.coefficient;
  if (a.coefficient === 0n) return [0n, 1n];
  if (a.exponent >= 0) return [signed * 10n ** BigInt(a.exponent), 1n];
  const denominator = 10n ** BigInt(-a.exponent);
  let x = a.coefficient;
  let y = denominator;
  while (y !== 0n) [x, y] = [y, x % y];
  return [signed / x, denominator / x];
}

function installOperations(module: DecimalModule, w_type: W_TypeObject): void {
  for (const [name, code] of Object.entries(UNARY)) {
    if (NOT_OF_DECIMAL.has(name)) continue;
    const signature = WITHOUT_CONTEXT.has(name) ? "self" : "self, context=";
    method(w_type, name, signature, (_, [w_self, w_context]) =>
      code(module.self(w_self!, name), module.limits(w_context)),
    );
  }
  for (const [name, code] of Object.entries(BINARY)) {
    if (NOT_OF_DECIMAL.has(name)) continue;
    method(w_type, name, "self, other, context=", (_, [w_self, w_other, w_context]) => {
      const a = module.self(w_self!, name);
      const b = module.operand(w_other!);
      return code(a, b, module.limits(w_context));
    });
  }
  for (const [name, code] of Object.entries(TESTS)) {
    const signature = WITHOUT_CONTEXT.has(name) ? "self" : "self, context=";
    method(w_type, name, signature, (_, [w_self, w_context]) =>
      newbool(code(module.self(w_self!, name), module.limits(w_context))),
    );
  }
  method(w_type, "same_quantum", "self, other, context=", (_, [w_self, w_other]) =>
    newbool(digits.sameQuantum(module.self(w_self!, "same_quantum"), module.operand(w_other!))),
  );
  method(w_type, "number_class", "self, context=", (_, [w_self, w_context]) =>
    newtext(digits.numberClass(module.self(w_self!, "number_class"), module.limits(w_context))),
  );
  method(w_type, "to_eng_string", "self, context=", (_, [w_self, w_context]) => {
    const hasCapitals = module.context(w_context).capitals === 1;
    return newtext(engineeringText(module.self(w_self!, "to_eng_string"), hasCapitals));
  });
  method(w_type, "fma", "self, other, third, context=", (_, [w_self, w_b, w_c, w_context]) => {
    const a = module.self(w_self!, "fma");
    const [b, c] = [module.operand(w_b!), module.operand(w_c!)];
    return arithmetic.fma(a, b, c, module.limits(w_context));
  });
}

function installRounding(module: DecimalModule, w_type: W_TypeObject): void {
  const { space } = module;
  const rounding = (w_rounding: W_Root | null | undefined, limits: Limits): number =>
    isMissing(w_rounding) ? limits.rounding : roundingArgument(space, w_rounding!);
  for (const [name, isExact] of [
    ["to_integral", false],
    ["to_integral_value", false],
    ["to_integral_exact", true],
  ] as const) {
    method(w_type, name, "self, rounding=, context=", (_, [w_self, w_rounding, w_context]) => {
      const limits = module.limits(w_context);
      const a = module.self(w_self!, name);
      return arithmetic.toIntegral(a, limits, isExact, rounding(w_rounding, limits));
    });
  }
  const signature = "self, exp, rounding=, context=";
  method(w_type, "quantize", signature, (_, [w_self, w_exp, w_rounding, w_context]) => {
    const a = module.self(w_self!, "quantize");
    const b = module.operand(w_exp!);
    const limits = module.limits(w_context);
    // The mode is looked at only where there is something to round.
    const isRounded = a.exponent < b.exponent;
    return arithmetic.quantize(a, b, limits, rounding(isRounded ? w_rounding : null, limits));
  });
  method(w_type, "__round__", "self, n=", (s, [w_self, w_n]) => {
    const a = module.self(w_self!, "__round__");
    if (isMissing(w_n)) return wrapBigint(toInteger(s, a, ROUND_HALF_EVEN, CANNOT_ROUND));
    const places = bigintOrNull(builtinValue(w_n!));
    if (places === null) throw typeError(s, "Second argument to round should be integral");
    return arithmetic.quantize(a, finite(0, 1n, -Number(places)), module.limits(null));
  });
}
