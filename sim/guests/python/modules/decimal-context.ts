/**
 * Decimal contexts as Python objects, the current one, and what the library gives the host: its
 * exception classes and a few makers. Flags and traps are Python dictionaries from signals to
 * truth values, as they are for the program.
 *
 * Counterpart: lib-python/3/_pydecimal.py (Context).
 */

import type { W_BaseException } from "../objects/base-exception.ts";
import { call_function } from "../objects/call.ts";
import { newdict, W_DictObject } from "../objects/dict-object.ts";
import { oefmt, operationError, typeError, valueError } from "../objects/errors.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, newint, wrapBigint } from "../objects/int-object.ts";
import { iterate } from "../objects/iteration.ts";
import { newlist } from "../objects/list-object.ts";
import { OperationError } from "../objects/operation-error.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { str_w } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import { W_Root } from "../objects/w-root.ts";
import {
  DIVISION_BY_ZERO,
  DecimalLimits,
  INVALID_OPERATION,
  OVERFLOW,
  ROUND_HALF_EVEN,
} from "./decimal-value.ts";
import { getset, method, selfOf, staticMethod } from "./define.ts";
import { instanceOf } from "./instances.ts";

export const ROUNDING_NAMES: readonly string[] = [
  "ROUND_UP",
  "ROUND_DOWN",
  "ROUND_CEILING",
  "ROUND_FLOOR",
  "ROUND_HALF_UP",
  "ROUND_HALF_DOWN",
  "ROUND_HALF_EVEN",
  "ROUND_05UP",
];

export class W_DecimalContext extends W_Root {
  readonly limits: DecimalLimits;
  /** As Python shows them, beyond the host numbers in `limits`. */
  precision = 28n;
  emin = -999999n;
  emax = 999999n;
  capitals = 1;
  w_flags: W_DictObject;
  w_traps: W_DictObject;

  constructor(w_flags: W_DictObject, w_traps: W_DictObject) {
    super();
    this.w_flags = w_flags;
    this.w_traps = w_traps;
    this.limits = new DecimalLimits(28, -999999, 999999, ROUND_HALF_EVEN, 0, null);
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.moduleTypeOf("decimal.Context");
  }

  /** Takes over the numbers of another context. */
  assign(other: W_DecimalContext): void {
    this.precision = other.precision;
    this.emin = other.emin;
    this.emax = other.emax;
    this.capitals = other.capitals;
    const { precision, emin, emax, rounding, clamp } = other.limits;
    Object.assign(this.limits, { precision, emin, emax, rounding, clamp });
  }
}

/** What one run knows of the module. */
export class DecimalState {
  private readonly space: ObjSpace;
  /** Exception classes in the order of signal numbers; given by the library. */
  signals_w: readonly W_Root[] = [];
  w_tuple: W_Root = w_None;
  /** Of any object: numerator and denominator, or a float, or None when it cannot be compared. */
  w_comparable: W_Root = w_None;
  w_default: W_DecimalContext | null = null;
  /** The three contexts of the specification. */
  shared_w: readonly W_DecimalContext[] = [];
  w_current: W_DecimalContext | null = null;

  constructor(space: ObjSpace) {
    this.space = space;
  }

  /** Makes the three contexts, once the signals are known. */
  prepare(): readonly W_DecimalContext[] {
    const errors = [INVALID_OPERATION, DIVISION_BY_ZERO, OVERFLOW];
    const standard = this.makeContext(errors);
    const basic = this.makeContext([...errors, 0, 5]);
    const extended = this.makeContext([]);
    for (const w_context of [basic, extended]) {
      w_context.precision = 9n;
      w_context.limits.precision = 9;
    }
    basic.limits.rounding = ROUNDING_NAMES.indexOf("ROUND_HALF_UP");
    this.w_default = standard;
    this.shared_w = [standard, basic, extended];
    return this.shared_w;
  }

  /** A new context with some signals trapped. */
  makeContext(traps: readonly number[]): W_DecimalContext {
    const chosen = (index: number): boolean => traps.includes(index);
    return this.connect(
      new W_DecimalContext(
        this.signalDict(() => false),
        this.signalDict(chosen),
      ),
    );
  }

  signalDict(isSet: (index: number) => boolean): W_DictObject {
    const w_dict = newdict();
    this.signals_w.forEach((w_signal, index) => {
      w_dict.storage.setitem(this.space, w_signal, newint(isSet(index) ? 1 : 0));
    });
    return w_dict;
  }

  private copyDict(w_dict: W_DictObject): W_DictObject {
    const w_copy = newdict();
    for (const [w_key, w_value] of w_dict.storage.pairs(this.space)) {
      w_copy.storage.setitem(this.space, w_key, w_value);
    }
    return w_copy;
  }

  /** Lets a context's operations set its flags and raise what it traps. */
  private connect(w_context: W_DecimalContext): W_DecimalContext {
    const { space } = this;
    w_context.limits.report = (signal, explanation) => {
      const w_signal = this.signals_w[signal]!;
      w_context.w_flags.storage.setitem(space, w_signal, newint(1));
      const w_trap = w_context.w_traps.storage.getitem(space, w_signal);
      if (w_trap === null || !space.is_true(w_trap)) return;
      const w_text = explanation === null ? w_None : newtext(explanation);
      throw new OperationError(call_function(space, w_signal, [w_text]) as W_BaseException);
    };
    return w_context;
  }

  copy(w_context: W_DecimalContext): W_DecimalContext {
    const w_copy = new W_DecimalContext(
      this.copyDict(w_context.w_flags),
      this.copyDict(w_context.w_traps),
    );
    w_copy.assign(w_context);
    return this.connect(w_copy);
  }

  clear(w_dict: W_DictObject): void {
    for (const w_signal of this.signals_w) {
      w_dict.storage.setitem(this.space, w_signal, newint(0));
    }
  }

  current(): W_DecimalContext {
    this.w_current ??= this.freshCopy();
    return this.w_current;
  }

  /** `Context()`: the default with clear flags. */
  freshCopy(): W_DecimalContext {
    const w_copy = this.copy(this.w_default!);
    this.clear(w_copy.w_flags);
    return w_copy;
  }

  /** An optional context argument. */
  contextArgument(w_context: W_Root | null | undefined): W_DecimalContext {
    if (w_context === null || w_context === undefined || w_context === w_None) {
      return this.current();
    }
    const w_value = builtinValue(w_context);
    if (w_value instanceof W_DecimalContext) return w_value;
    const name = w_context.getclass(this.space).name;
    throw oefmt(
      this.space,
      this.space.w_AttributeError,
      `'${name}' object has no attribute 'prec'`,
    );
  }
}

/** The number of a rounding mode, or -1. */
function roundingIndex(w_rounding: W_Root): number {
  const w_value = builtinValue(w_rounding);
  return w_value instanceof W_UnicodeObject ? ROUNDING_NAMES.indexOf(w_value.value) : -1;
}

/** A rounding mode given to an operation. */
export function roundingArgument(space: ObjSpace, w_rounding: W_Root): number {
  const index = roundingIndex(w_rounding);
  if (index < 0) throw operationError(space.w_KeyError, [w_rounding]);
  return index;
}

/** An integer within bounds; null for no bound. */
function bounded(
  space: ObjSpace,
  name: string,
  w_value: W_Root,
  least: bigint | null,
  most: bigint | null,
): bigint {
  const value = bigintOrNull(builtinValue(w_value));
  if (value === null) throw typeError(space, `${name} must be an integer`);
  const isBad = (least !== null && value < least) || (most !== null && value > most);
  if (!isBad) return value;
  const range = `[${least ?? "-inf"}, ${most ?? "inf"}]`;
  const colon = least === null || most === null ? ":" : "";
  throw valueError(space, `${name} must be in ${range}. got${colon} ${str_w(space, w_value)}`);
}

type Setter = (space: ObjSpace, w_context: W_DecimalContext, w_value: W_Root) => void;

const SETTERS: Readonly<Record<string, Setter>> = {
  prec: (space, w_context, w_value) => {
    w_context.precision = bounded(space, "prec", w_value, 1n, null);
    w_context.limits.precision = Number(w_context.precision);
  },
  rounding: (space, w_context, w_value) => {
    const index = roundingIndex(w_value);
    if (index < 0) throw typeError(space, `${str_w(space, w_value)}: invalid rounding mode`);
    w_context.limits.rounding = index;
  },
  Emin: (space, w_context, w_value) => {
    w_context.emin = bounded(space, "Emin", w_value, null, 0n);
    w_context.limits.emin = Number(w_context.emin);
  },
  Emax: (space, w_context, w_value) => {
    w_context.emax = bounded(space, "Emax", w_value, 0n, null);
    w_context.limits.emax = Number(w_context.emax);
  },
  capitals: (space, w_context, w_value) => {
    w_context.capitals = Number(bounded(space, "capitals", w_value, 0n, 1n));
  },
  clamp: (space, w_context, w_value) => {
    w_context.limits.clamp = Number(bounded(space, "clamp", w_value, 0n, 1n));
  },
};

const GETTERS: Readonly<Record<string, (w_context: W_DecimalContext) => W_Root>> = {
  prec: (w_context) => wrapBigint(w_context.precision),
  rounding: (w_context) => newtext(ROUNDING_NAMES[w_context.limits.rounding]!),
  Emin: (w_context) => wrapBigint(w_context.emin),
  Emax: (w_context) => wrapBigint(w_context.emax),
  capitals: (w_context) => newint(w_context.capitals),
  clamp: (w_context) => newint(w_context.limits.clamp),
};

/** The context that `self` is. */
export function contextOf(space: ObjSpace, w_obj: W_Root, name: string): W_DecimalContext {
  return selfOf(space, w_obj, W_DecimalContext, "Context", name);
}

/** A dictionary assigned to `flags` or `traps`: its keys must be the signals. */
function checkSignalDict(space: ObjSpace, state: DecimalState, w_given: W_Root): W_DictObject {
  const w_dict = builtinValue(w_given);
  const shown = str_w(space, w_given);
  if (!(w_dict instanceof W_DictObject)) throw typeError(space, `${shown} must be a signal dict`);
  for (const [w_key] of w_dict.storage.pairs(space)) {
    if (!state.signals_w.includes(w_key)) throw notSignalDict(space, shown);
  }
  for (const w_signal of state.signals_w) {
    if (w_dict.storage.getitem(space, w_signal) === null) throw notSignalDict(space, shown);
  }
  return w_dict;
}

function notSignalDict(space: ObjSpace, shown: string): OperationError {
  return oefmt(space, space.w_KeyError, `${shown} is not a valid signal dict`);
}

/** Flags or traps given to the constructor: a dictionary or a list of signals. */
function signalsArgument(space: ObjSpace, state: DecimalState, w_given: W_Root): W_DictObject {
  if (builtinValue(w_given) instanceof W_DictObject) return checkSignalDict(space, state, w_given);
  const given_w = [...iterate(space, w_given)];
  const w_dict = state.signalDict((index) => given_w.includes(state.signals_w[index]!));
  for (const w_signal of given_w) w_dict.storage.setitem(space, w_signal, newint(1));
  return checkSignalDict(space, state, w_dict);
}

const DICTS = [
  ["flags", "w_flags"],
  ["traps", "w_traps"],
] as const;

/** Fills the type Context. */
export function installContext(state: DecimalState, w_type: W_TypeObject): void {
  const names = Object.keys(GETTERS);
  const signature = [...names, "flags", "traps"].map((name) => `${name}=`).join(", ");
  staticMethod(w_type, "__new__", "cls, /, *args, **kwargs", (s, [w_cls]) =>
    instanceOf(s, w_cls as W_TypeObject, state.freshCopy()),
  );
  method(w_type, "__init__", `self, ${signature}`, (s, [w_self, ...args]) => {
    const w_context = contextOf(s, w_self!, "__init__");
    names.forEach((name, i) => {
      const w_value = args[i];
      if (w_value !== null && w_value !== w_None) SETTERS[name]!(s, w_context, w_value!);
    });
    const [w_flags, w_traps] = args.slice(6);
    if (w_traps !== null && w_traps !== w_None) {
      w_context.w_traps = signalsArgument(s, state, w_traps!);
    }
    if (w_flags !== null && w_flags !== w_None) {
      w_context.w_flags = signalsArgument(s, state, w_flags!);
    }
    return w_None;
  });
  for (const name of names) {
    getset(
      w_type,
      name,
      (s, w_obj) => GETTERS[name]!(contextOf(s, w_obj, name)),
      (s, w_obj, w_value) => SETTERS[name]!(s, contextOf(s, w_obj, name), w_value),
    );
  }
  for (const [name, field] of DICTS) {
    getset(
      w_type,
      name,
      (s, w_obj) => contextOf(s, w_obj, name)[field],
      (s, w_obj, w_value) => {
        contextOf(s, w_obj, name)[field] = checkSignalDict(s, state, w_value);
      },
    );
  }
  w_type.dict_w.set("__hash__", w_None);
  installContextMethods(state, w_type);
}

function installContextMethods(state: DecimalState, w_type: W_TypeObject): void {
  const define = (name: string, code: (s: ObjSpace, w_context: W_DecimalContext) => W_Root) =>
    method(w_type, name, "self", (s, [w_self]) => code(s, contextOf(s, w_self!, name)));
  define("clear_flags", (_, w_context) => {
    state.clear(w_context.w_flags);
    return w_None;
  });
  define("clear_traps", (_, w_context) => {
    state.clear(w_context.w_traps);
    return w_None;
  });
  define("copy", (_, w_context) => state.copy(w_context));
  define("__copy__", (_, w_context) => state.copy(w_context));
  define("Etiny", (_, { emin, precision }) => wrapBigint(emin - precision + 1n));
  define("Etop", (_, { emax, precision }) => wrapBigint(emax - precision + 1n));
  define("__repr__", (s, w_context) => {
    const parts = Object.entries(GETTERS).map(
      ([name, get]) => `${name}=${str_w(s, get(w_context))}`,
    );
    for (const [name, field] of DICTS) {
      const set = setSignals(s, w_context[field]).map((w) => (w as W_TypeObject).name);
      parts.push(`${name}=[${set.join(", ")}]`);
    }
    return newtext(`Context(${parts.join(", ")})`);
  });
  define("__reduce__", (s, w_context) => {
    const values_w = Object.values(GETTERS).map((get) => get(w_context));
    const lists_w = DICTS.map(([, field]) => newlist(setSignals(s, w_context[field])));
    return new W_TupleObject([w_type, new W_TupleObject([...values_w, ...lists_w])]);
  });
}

function setSignals(space: ObjSpace, w_dict: W_DictObject): W_Root[] {
  const signals_w: W_Root[] = [];
  for (const [w_signal, w_value] of w_dict.storage.pairs(space)) {
    if (space.is_true(w_value)) signals_w.push(w_signal);
  }
  return signals_w;
}
