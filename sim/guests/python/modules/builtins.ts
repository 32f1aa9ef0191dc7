/**
 * The built-in functions. The file is long because it is one list of them, group by group.
 *
 * Counterpart: pypy/module/__builtin__.
 */

import { BestItem, max_loop, min_loop } from "../objects/iteration-loops.ts";
import { iterator_greenkey } from "../objects/iteration.ts";
import { floatToBits } from "../../../base/float.ts";
import { W_FloatObject } from "../objects/float-object.ts";
import { delattr, setattr } from "../objects/attribute-changes.ts";
import { call_method, getattr, getattr_or_null } from "../objects/attributes.ts";
import { binary_builtin } from "../objects/binary-builtin.ts";
import { binary_descr } from "../objects/binary-descr.ts";
import { call_function, call_looked_up, call_special, lookup } from "../objects/call.ts";
import type { W_DictObject } from "../objects/dict-object.ts";
import { typeError, typeName, valueError } from "../objects/errors.ts";
import { asciiText, formatValue } from "../objects/format.ts";
import {
  type BuiltinArguments,
  type BuiltinCode,
  W_AbstractFunction,
  W_BuiltinFunction,
  W_Method,
} from "../objects/function.ts";
import { W_FrozensetObject } from "../objects/set-object.ts";
import { W_AbstractBytes, W_BytesObject } from "../objects/bytes-object.ts";
import { builtinValue, W_ObjectObject } from "../objects/instance-object.ts";
import { bigintOrNull, newbool, newint, wrapBigint, W_IntObject } from "../objects/int-object.ts";
import { len_w } from "../objects/items.ts";
import { W_RangeObject } from "../objects/range-object.ts";
import { isError, iter, iterate } from "../objects/iteration.ts";
import { W_HostIterator } from "../objects/iterators.ts";
import { newlist } from "../objects/list-object.ts";
import type { W_Module } from "../objects/module-object.ts";
import { OP_DIVMOD, OP_POW } from "../objects/operators.ts";
import { w_None, w_NotImplemented } from "../objects/singletons.ts";
import { intArgument, toIndex } from "../objects/slices.ts";
import { enterRecursion, leaveRecursion } from "../objects/recursion.ts";
import type { ObjSpace } from "../objects/space.ts";
import { readString, str_w } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { buildClass } from "./class-statement.ts";
import { frameFunction, isMissing, moduleFunction } from "./define.ts";
import { installFunctionalTypes } from "./functional-types.ts";
import { powerWithModulus } from "./numbers.ts";
import { AppFunctions } from "./app-functional.ts";
import { setFastFunctions } from "./fast-install.ts";
import { sortItems } from "./sorting.ts";
import { basesOf, isTypeInstance, isTypeSubclass } from "./type-type.ts";

/** Fills `builtins` with functions; types are added by the caller. */
export function installBuiltinFunctions(space: ObjSpace, w_module: W_Module): void {
  const define = (name: string, signature: string, code: BuiltinCode): void =>
    moduleFunction(space, w_module, name, signature, code);
  define("__build_class__", "func, name, /, *bases, **kwds", buildClass);
  installObjectFunctions(define);
  installNumberFunctions(define);
  installIterationFunctions(define);
  installAppFunctions(space, define);
  installFunctionalTypes(space);
  installFrameFunctions(space, w_module);
}

type Define = (name: string, signature: string, code: BuiltinCode) => void;

function installObjectFunctions(define: Define): void {
  define("repr", "object", (s, [w_obj]) => newtext(readString(s, w_obj!)));
  define("ascii", "obj", (s, [w_obj]) => newtext(asciiText(s, w_obj!)));
  define("format", "obj, format_spec=", (s, [w_obj, w_spec]) => {
    const w_text = w_spec === null ? newtext("") : builtinValue(w_spec!);
    if (w_text instanceof W_UnicodeObject) return newtext(formatValue(s, w_obj!, w_text.value));
    if (w_obj instanceof W_ObjectObject) return call_special(s, w_obj, "__format__", [w_spec!])!;
    const isDefault = lookup(s, w_obj!, "__format__") === s.w_object.lookup("__format__");
    if (isDefault) throw typeError(s, "format_spec must be a string");
    throw typeError(s, `expected str, got ${typeName(s, w_spec!)} object`);
  });
  define("id", "object", (s, [w_obj]) => identity(s, w_obj!));
  define("hash", "object", (s, [w_obj]) => new W_IntObject(s.hash(w_obj!)));
  define("len", "obj", (s, [w_obj]) => {
    const length = len_w(s, w_obj!);
    const isExact = Number.isSafeInteger(length) || !(w_obj instanceof W_RangeObject);
    return isExact ? newint(length) : wrapBigint(w_obj.count);
  });
  define("callable", "object", (s, [w_obj]) => newbool(isCallable(s, w_obj!)));
  define("isinstance", "obj, klass_or_tuple", (s, [w_obj, w_class]) =>
    newbool(isInstance(s, w_obj!, w_class!)),
  );
  define("issubclass", "cls, klass_or_tuple", (s, [w_sub, w_class]) =>
    newbool(isSubclass(s, w_sub!, w_class!)),
  );
  define("getattr", "object, name, defvalue=", (s, [w_obj, w_name, w_default]) => {
    const name = attributeName(s, w_name!, "getattr");
    if (w_default === null) return getattr(s, w_obj!, name);
    return getattr_or_null(s, w_obj!, name) ?? w_default!;
  });
  define("hasattr", "object, name", (s, [w_obj, w_name]) =>
    newbool(getattr_or_null(s, w_obj!, attributeName(s, w_name!, "hasattr")) !== null),
  );
  define("setattr", "object, name, val", (s, [w_obj, w_name, w_value]) => {
    setattr(s, w_obj!, attributeName(s, w_name!, "setattr"), w_value!);
    return w_None;
  });
  define("delattr", "object, name", (s, [w_obj, w_name]) => {
    delattr(s, w_obj!, attributeName(s, w_name!, "delattr"));
    return w_None;
  });
}

/** The tag of identities by value, and those of the empty values, as on PyPy. */
const SPECIAL_TAG = 11;
const EMPTY_IDENTITIES = { bytes: 256, text: 257, tuple: 258, frozenset: 259 } as const;

/** The identity by value of short immutable values; null where the object itself counts. */
function specialIdentity(w_obj: W_Root): number | null {
  if (w_obj instanceof W_UnicodeObject) {
    if (w_obj.length === 0) return EMPTY_IDENTITIES.text;
    return w_obj.length === 1 ? ~w_obj.value.codePointAt(0)! : null;
  }
  if (w_obj instanceof W_BytesObject) {
    if (w_obj.value.length === 0) return EMPTY_IDENTITIES.bytes;
    return w_obj.value.length === 1 ? w_obj.value[0]! : null;
  }
  if (w_obj instanceof W_TupleObject) {
    return w_obj.items.length === 0 ? EMPTY_IDENTITIES.tuple : null;
  }
  const isEmpty = w_obj instanceof W_FrozensetObject && w_obj.table.size === 0;
  return isEmpty ? EMPTY_IDENTITIES.frozenset : null;
}

/** `id(obj)`: numbers and the shortest values have identities by value, as on PyPy. */
function identity(space: ObjSpace, w_obj: W_Root): W_Root {
  const value = bigintOrNull(w_obj);
  if (value !== null && w_obj.getclass(space) === space.w_int) {
    return wrapBigint((value << 4n) | 1n);
  }
  if (w_obj instanceof W_FloatObject) return wrapBigint((floatToBits(w_obj.floatval) << 4n) | 5n);
  const special = specialIdentity(w_obj);
  return newint(special === null ? space.addressOf(w_obj) : special * 16 + SPECIAL_TAG);
}

export function isCallable(space: ObjSpace, w_obj: W_Root): boolean {
  if (w_obj instanceof W_AbstractFunction || w_obj instanceof W_BuiltinFunction) return true;
  if (w_obj instanceof W_Method || w_obj instanceof W_TypeObject) return true;
  return lookup(space, w_obj, "__call__") !== null;
}

function attributeName(space: ObjSpace, w_name: W_Root, what: string): string {
  const w_text = builtinValue(w_name);
  if (w_text instanceof W_UnicodeObject) return w_text.value;
  throw typeError(space, `${what}(): attribute name must be string`);
}

/** `isinstance(w_obj, w_class)`. */
export function isInstance(space: ObjSpace, w_obj: W_Root, w_class: W_Root): boolean {
  const w_type = w_obj.getclass(space);
  if (w_type === w_class) return true;
  if (w_class instanceof W_TupleObject) {
    return anyOf(space, w_class, (w_item) => isInstance(space, w_obj, w_item));
  }
  if (w_class instanceof W_TypeObject && w_class.w_metaclass === null) {
    return isTypeInstance(space, w_obj, w_class);
  }
  const w_result = call_special(space, w_class, "__instancecheck__", [w_obj]);
  if (w_result !== null) return space.is_true(w_result);
  if (basesOf(space, w_class) === null) {
    const name = typeName(space, w_class);
    const message = `isinstance() arg 2 must be a class, type, or tuple of classes and types, got ${name}`;
    throw typeError(space, message);
  }
  const w_claimed = getattr_or_null(space, w_obj, "__class__");
  return w_claimed !== null && isTypeSubclass(space, w_claimed, w_class);
}

/** Whether some class of a tuple, which may nest, passes. */
function anyOf(
  space: ObjSpace,
  w_classes: W_TupleObject,
  passes: (w_class: W_Root) => boolean,
): boolean {
  enterRecursion(space);
  try {
    return w_classes.items.some(passes);
  } finally {
    leaveRecursion(space);
  }
}

/** `issubclass(w_sub, w_class)`. */
export function isSubclass(space: ObjSpace, w_sub: W_Root, w_class: W_Root): boolean {
  if (w_class instanceof W_TupleObject) {
    return anyOf(space, w_class, (w_item) => isSubclass(space, w_sub, w_item));
  }
  const w_result = call_special(space, w_class, "__subclasscheck__", [w_sub]);
  if (w_result !== null) return space.is_true(w_result);
  if (basesOf(space, w_sub) === null) {
    const name = typeName(space, w_sub);
    throw typeError(space, `issubclass() arg 1 must be a class, got ${name}`);
  }
  if (basesOf(space, w_class) === null) {
    const name = typeName(space, w_class);
    const message = `issubclass() arg 2 must be a class or tuple of classes, got ${name}`;
    throw typeError(space, message);
  }
  return isTypeSubclass(space, w_sub, w_class);
}

function installNumberFunctions(define: Define): void {
  define("abs", "val", (s, [w_x]) => {
    const w_result = call_special(s, w_x!, "__abs__", []);
    if (w_result !== null) return w_result;
    throw typeError(s, `unsupported operand type for unary abs: '${typeName(s, w_x!)}'`);
  });
  define("divmod", "x, y", (s, [w_x, w_y]) => {
    const isInstance = w_x instanceof W_ObjectObject || w_y instanceof W_ObjectObject;
    if (isInstance) return binary_descr(s, OP_DIVMOD, w_x!, w_y!);
    return binary_builtin(s, OP_DIVMOD, w_x!, w_y!);
  });
  define("pow", "base, exp, mod=", (s, [w_base, w_exp, w_mod]) => {
    if (isMissing(w_mod)) return binary_descr(s, OP_POW, w_base!, w_exp!);
    const numbers_w = [w_base!, w_exp!, w_mod!];
    if (numbers_w.every((w_number) => bigintOrNull(builtinValue(w_number)) !== null)) {
      if (!numbers_w.some((w_number) => w_number instanceof W_ObjectObject)) {
        return powerWithModulus(s, w_base!, w_exp!, w_mod!);
      }
    }
    return ternaryPower(s, w_base!, w_exp!, w_mod!);
  });
  define("round", "number, ndigits=", (s, [w_number, w_digits]) => {
    const w_round = lookup(s, w_number!, "__round__");
    if (w_round === null) {
      throw typeError(s, `type ${typeName(s, w_number!)} doesn't define __round__ method`);
    }
    return call_looked_up(s, w_round, w_number!, isMissing(w_digits) ? [] : [w_digits!], null);
  });
  define("ord", "val", (s, [w_val]) => {
    const w_text = builtinValue(w_val!);
    if (w_text instanceof W_AbstractBytes) return newint(ordOfBytes(s, w_text));
    if (!(w_text instanceof W_UnicodeObject)) {
      throw typeError(s, `ord() expected string of length 1, but ${typeName(s, w_val!)} found`);
    }
    if (w_text.length !== 1) {
      const message = `ord() expected a character, but string of length ${w_text.length} found`;
      throw typeError(s, message);
    }
    return newint(w_text.value.codePointAt(0)!);
  });
  define("chr", "code", (s, [w_code]) => {
    const code = intArgument(s, w_code!);
    if (code < 0 || code > 0x10ffff) throw valueError(s, "chr() arg out of range");
    return newtext(String.fromCodePoint(code));
  });
  const based = [
    ["bin", 2, "0b"],
    ["oct", 8, "0o"],
    ["hex", 16, "0x"],
  ] as const;
  for (const [name, base, prefix] of based) {
    define(name, "x", (s, [w_x]) => {
      const value = toIndex(
        s,
        w_x!,
        () => `'${typeName(s, w_x!)}' object cannot be interpreted as an integer`,
      );
      const digits = (value < 0n ? -value : value).toString(base);
      return newtext(`${value < 0n ? "-" : ""}${prefix}${digits}`);
    });
  }
}

function ordOfBytes(space: ObjSpace, w_bytes: W_AbstractBytes): number {
  if (w_bytes.length === 1) return w_bytes.byteAt(0);
  const what = w_bytes instanceof W_BytesObject ? "bytes" : "string";
  const found = `${what} of length ${w_bytes.length} found`;
  throw typeError(space, `ord() expected a character, but ${found}`);
}

/** `pow` of three values by the special methods of the first two. */
function ternaryPower(space: ObjSpace, w_base: W_Root, w_exp: W_Root, w_mod: W_Root): W_Root {
  const w_left_type = w_base.getclass(space);
  const w_right_type = w_exp.getclass(space);
  const w_left = w_left_type.lookup("__pow__");
  const w_right = w_left_type === w_right_type ? null : w_right_type.lookup("__rpow__");
  const isRightFirst =
    w_right !== null &&
    w_right_type.issubtype(w_left_type) &&
    w_left_type.lookup("__rpow__") !== w_right;
  const left = [w_left, w_base, w_exp] as const;
  const right = [w_right, w_exp, w_base] as const;
  for (const [w_method, w_self, w_other] of isRightFirst ? [right, left] : [left, right]) {
    if (w_method === null) continue;
    const w_result = call_looked_up(space, w_method, w_self, [w_other, w_mod], null);
    if (w_result !== w_NotImplemented) return w_result;
  }
  throw typeError(space, "operands do not support **");
}

function installIterationFunctions(define: Define): void {
  define("iter", "collection_or_callable, sentinel=", (s, [w_obj, w_sentinel]) => {
    if (w_sentinel === null) return iter(s, w_obj!);
    if (!isCallable(s, w_obj!)) throw typeError(s, "iter(v, w): v must be callable");
    return new W_HostIterator(s.w_callableiterator, untilSentinel(s, w_obj!, w_sentinel!));
  });
  define("next", "iterator, default=", (s, [w_iter, w_default]) => {
    const w_next = lookup(s, w_iter!, "__next__");
    if (w_next === null) {
      throw typeError(s, `'${typeName(s, w_iter!)}' object is not an iterator`);
    }
    try {
      return call_looked_up(s, w_next, w_iter!, [], null);
    } catch (error) {
      if (w_default !== null && isError(s, error, "StopIteration")) return w_default!;
      throw error;
    }
  });
  define("sorted", "iterable, /, *, key=, reverse=", (s, [w_iterable, w_key, w_reverse]) => {
    const isReverse = w_reverse !== null && intArgument(s, w_reverse!) !== 0;
    return newlist(sortItems(s, [...iterate(s, w_iterable!)], w_key ?? null, isReverse));
  });
  define("min", "*args, **keywords", (s, args) => extreme(s, args, "min"));
  define("max", "*args, **keywords", (s, args) => extreme(s, args, "max"));
}

/** `any`, `all` and `sum`. */
function installAppFunctions(space: ObjSpace, define: Define): void {
  const app = new AppFunctions();
  const appFunction = (name: "any" | "all") => {
    define(name, "seq", (s, [w_iterable]) =>
      call_function(s, app.get(s, app[name]), [w_iterable!]),
    );
  };
  appFunction("all");
  appFunction("any");
  define("sum", "sequence, start=", (s, [w_iterable, w_start]) => {
    const w_sum = w_start ?? newint(0);
    const refused = SUM_REFUSES[typeName(s, w_sum)];
    if (refused !== undefined) throw typeError(s, `sum() can't sum ${refused}.join(seq) instead]`);
    return call_function(s, app.get(s, app.sum), [w_iterable!, w_sum]);
  });
  setFastFunctions(space, space.builtins, [
    ["any", app.any],
    ["all", app.all],
    ["sum", app.sum],
  ]);
}

/** Values that `sum` does not start with, and what its message says of them. */
const SUM_REFUSES: Readonly<Record<string, string>> = {
  str: "strings [use ''",
  bytes: "bytes [use b''",
  bytearray: "bytearray [use b''",
};

function* untilSentinel(space: ObjSpace, w_func: W_Root, w_sentinel: W_Root): Iterator<W_Root> {
  for (;;) {
    const w_item = call_function(space, w_func, []);
    if (space.eq_w(w_item, w_sentinel)) return;
    yield w_item;
  }
}

function extreme(space: ObjSpace, args: BuiltinArguments, name: "min" | "max"): W_Root {
  const [w_args, w_keywords] = args;
  const given_w = (w_args as W_TupleObject).items;
  let w_key: W_Root | null = null;
  let w_default: W_Root | null = null;
  for (const [w_name, w_value] of (w_keywords as W_DictObject).storage.pairs(space)) {
    const keyword = str_w(space, w_name);
    if (keyword === "key") w_key = w_value;
    else if (keyword === "default") w_default = w_value;
    else throw typeError(space, `${name}() got unexpected keyword argument`);
  }
  if (given_w.length === 0)
    throw typeError(space, `${name}() expects at least one argument, got 0`);
  if (given_w.length > 1 && w_default !== null) {
    const message = `Cannot specify a default for ${name}() with multiple positional arguments`;
    throw typeError(space, message);
  }
  const w_iter = iter(space, given_w.length === 1 ? given_w[0]! : w_args!);
  const w_function = isMissing(w_key) ? null : w_key;
  const state = w_function === null ? 0 : 2;
  const best = new BestItem();
  const greenkey = iterator_greenkey(space, w_iter);
  const loop = name === "min" ? min_loop : max_loop;
  loop(state, greenkey, w_iter, w_function, best, space);
  if (best.w_item !== null) return best.w_item;
  if (w_default !== null) return w_default!;
  throw valueError(space, "arg is an empty sequence");
}

function installFrameFunctions(space: ObjSpace, w_module: W_Module): void {
  const define = frameFunction.bind(null, space, w_module);
  define("globals", "", (_, { w_globals }) => w_globals);
  define("locals", "", (_, { w_locals }) => w_locals);
  define("vars", "*args", (s, { w_locals }, [w_args]) => {
    const args_w = (w_args as W_TupleObject).items;
    if (args_w.length === 0) return w_locals;
    if (args_w.length > 1) throw typeError(s, "vars() takes at most 1 argument.");
    const w_dict = getattr_or_null(s, args_w[0]!, "__dict__");
    if (w_dict === null) throw typeError(s, "vars() argument must have __dict__ attribute");
    return w_dict;
  });
  define("dir", "*args", (s, { w_locals }, [w_args]) => {
    const args_w = (w_args as W_TupleObject).items;
    if (args_w.length > 1) {
      throw typeError(s, `dir expected at most 1 arguments, got ${args_w.length}`);
    }
    if (args_w.length > 0) return directory(s, args_w[0]!);
    const w_names = call_method(s, w_locals, "keys", []);
    return newlist(sortItems(s, [...iterate(s, w_names)], null, false));
  });
}

function directory(space: ObjSpace, w_obj: W_Root): W_Root {
  const w_names = call_special(space, w_obj, "__dir__", [])!;
  return newlist(sortItems(space, [...iterate(space, w_names)], null, false));
}
