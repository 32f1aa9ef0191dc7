/**
 * The module _operator, which lib/operator.py publishes.
 *
 * Counterpart: pypy/module/operator.
 */

import * as arithmetic from "../objects/arithmetic.ts";
import { lookup } from "../objects/call.ts";
import { compare } from "../objects/compare.ts";
import { oefmt, operationError, typeError, typeName, valueError } from "../objects/errors.ts";
import { parseSignature } from "../objects/signature.ts";
import { is_w } from "../objects/identity.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool, newint, wrapBigint } from "../objects/int-object.ts";
import { contains, delitem, getitem, setitem } from "../objects/items.ts";
import { iterate } from "../objects/iteration.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import {
  binary_by_number,
  W_AttrGetter,
  W_BinaryFunction,
  W_CompareFunction,
  W_ItemGetter,
  W_MethodCaller,
} from "../objects/operator-objects.ts";
import { w_None } from "../objects/singletons.ts";
import { toIndex } from "../objects/slices.ts";
import { lengthHint } from "../objects/length-hint.ts";
import type { ObjSpace } from "../objects/space.ts";
import { joined, readString } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import { W_BytesObject } from "../objects/bytes-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import {
  type Define,
  method,
  moduleFunction,
  moduleType,
  plainInteger,
  staticMethod,
} from "./define.ts";
import { installCall } from "./type-function.ts";
import { splitKeywords } from "./keywords.ts";

/** Binary operators in the order of their numbers, and what their parameters are called. */
const BINARY = [
  ["add", "obj1, obj2"],
  ["sub", "a, b"],
  ["mul", "a, b"],
  ["truediv", "a, b"],
  ["floordiv", "a, b"],
  ["mod", "a, b"],
  ["pow", "a, b"],
  ["lshift", "a, b"],
  ["rshift", "a, b"],
  ["and_", "obj1, obj2"],
  ["xor", "a, b"],
  ["or_", "a, b"],
  ["matmul", "a, b"],
] as const;

const INPLACE = [
  ["iadd", "obj1, obj2", arithmetic.inplace_add],
  ["isub", "a, b", arithmetic.inplace_sub],
  ["imul", "a, b", arithmetic.inplace_mul],
  ["itruediv", "a, b", arithmetic.inplace_truediv],
  ["ifloordiv", "a, b", arithmetic.inplace_floordiv],
  ["imod", "a, b", arithmetic.inplace_mod],
  ["ipow", "a, b", arithmetic.inplace_pow],
  ["ilshift", "a, b", arithmetic.inplace_lshift],
  ["irshift", "a, b", arithmetic.inplace_rshift],
  ["iand", "obj1, obj2", arithmetic.inplace_and_],
  ["ixor", "a, b", arithmetic.inplace_xor],
  ["ior", "a, b", arithmetic.inplace_or_],
  ["imatmul", "a, b", arithmetic.inplace_matmul],
] as const;

/** The module. */
export function makeOperatorModule(space: ObjSpace): W_Module {
  const w_module = makeModule("_operator");
  w_module.namespace.setitem_str(space, "__name__", newtext("_operator"));
  const define: Define = moduleFunction.bind(null, space, w_module);
  BINARY.forEach(([name, parameters], op) => {
    const w_function = new W_BinaryFunction(
      name,
      parseSignature(`${parameters}, /`),
      (s, [w_a, w_b]) => binary_by_number(s, op, w_a!, w_b!),
      op,
    );
    w_module.namespace.setitem_str(space, name, w_function);
  });
  ["lt", "le", "eq", "ne", "gt", "ge"].forEach((name, op) => {
    const w_function = new W_CompareFunction(
      name,
      parseSignature("a, b, /"),
      (s, [w_a, w_b]) => compare(s, op, w_a!, w_b!),
      op,
    );
    w_module.namespace.setitem_str(space, name, w_function);
  });
  for (const [name, parameters, code] of INPLACE) {
    define(name, `${parameters}, /`, (s, [w_a, w_b]) => code(s, w_a!, w_b!));
  }
  installUnary(define);
  installSequences(define);
  installCallables(space, w_module);
  return w_module;
}

function installUnary(define: Define): void {
  define("neg", "obj, /", (s, [w_a]) => arithmetic.neg(s, w_a!));
  define("pos", "obj, /", (s, [w_a]) => arithmetic.pos(s, w_a!));
  for (const name of ["invert", "inv"]) {
    define(name, "obj, /", (s, [w_a]) => arithmetic.invert(s, w_a!));
  }
  define("abs", "obj, /", (s, [w_a]) => arithmetic.unary(s, "__abs__", w_a!));
  define("not_", "obj, /", (s, [w_a]) => newbool(!s.is_true(w_a!)));
  define("truth", "a, /", (s, [w_a]) => newbool(s.is_true(w_a!)));
  define("is_", "a, b, /", (_, [w_a, w_b]) => newbool(is_w(w_a!, w_b!)));
  define("is_not", "a, b, /", (_, [w_a, w_b]) => newbool(!is_w(w_a!, w_b!)));
  define("index", "a, /", (s, [w_a]) => {
    const message = `'${typeName(s, w_a!)}' object cannot be interpreted as an integer`;
    return wrapBigint(toIndex(s, w_a!, () => message));
  });
}

function checkSequence(space: ObjSpace, w_obj: W_Root): void {
  if (lookup(space, w_obj, "__getitem__") === null) throw operationError(space.w_TypeError, []);
}

function installSequences(define: Define): void {
  define("concat", "obj1, obj2, /", (s, [w_a, w_b]) => {
    checkSequence(s, w_a!);
    checkSequence(s, w_b!);
    return arithmetic.add(s, w_a!, w_b!);
  });
  define("iconcat", "obj1, obj2, /", (s, [w_a, w_b]) => {
    checkSequence(s, w_a!);
    checkSequence(s, w_b!);
    return arithmetic.inplace_add(s, w_a!, w_b!);
  });
  define("contains", "obj1, obj2, /", (s, [w_a, w_b]) => {
    if (lookup(s, w_a!, "__contains__") === null) {
      for (const w_item of iterate(s, w_a!)) if (s.eq_w(w_item, w_b!)) return newbool(true);
      return newbool(false);
    }
    return newbool(contains(s, w_a!, w_b!));
  });
  define("getitem", "a, b, /", (s, [w_a, w_b]) => getitem(s, w_a!, w_b!));
  define("setitem", "obj, key, value, /", (s, [w_a, w_key, w_value]) => {
    setitem(s, w_a!, w_key!, w_value!);
    return w_None;
  });
  define("delitem", "obj, key, /", (s, [w_a, w_key]) => {
    delitem(s, w_a!, w_key!);
    return w_None;
  });
  define("countOf", "a, b, /", (s, [w_a, w_b]) => {
    let count = 0;
    for (const w_item of iterate(s, w_a!)) if (s.eq_w(w_item, w_b!)) count++;
    return newint(count);
  });
  define("indexOf", "a, b, /", (s, [w_a, w_b]) => {
    let index = 0;
    for (const w_item of iterate(s, w_a!)) {
      if (s.eq_w(w_item, w_b!)) return newint(index);
      index++;
    }
    throw valueError(s, "sequence.index(x): x not in sequence");
  });
  define("length_hint", "iterable, default=, /", (s, [w_iterable, w_default]) => {
    const missing = w_default === null ? 0 : plainInteger(s, w_default!);
    return newint(lengthHint(s, w_iterable!, missing));
  });
  define("_compare_digest", "a, b, /", (s, [w_a, w_b]) => newbool(sameDigest(s, w_a!, w_b!)));
}

function sameDigest(space: ObjSpace, w_x: W_Root, w_y: W_Root): boolean {
  const w_a = builtinValue(w_x);
  const w_b = builtinValue(w_y);
  if (w_a instanceof W_UnicodeObject && w_b instanceof W_UnicodeObject) {
    return w_a.value === w_b.value;
  }
  if (w_a instanceof W_BytesObject && w_b instanceof W_BytesObject) return space.eq_w(w_a, w_b);
  const message = "unsupported operand types(s) or combination of types: ";
  const types = `'${typeName(space, w_x)}' and '${typeName(space, w_y)}'`;
  throw oefmt(space, space.w_TypeError, message + types);
}

function installCallables(space: ObjSpace, w_module: W_Module): void {
  const type = (name: string): W_TypeObject => {
    const w_type = moduleType(space, w_module, name);
    w_type.acceptsSubclasses = false;
    installCall(w_type);
    return w_type;
  };
  const text = (s: ObjSpace, w_name: W_Root): string => {
    if (w_name instanceof W_UnicodeObject) return w_name.value;
    throw typeError(s, `attribute name must be a string, not '${typeName(s, w_name)}'`);
  };
  const w_itemgetter = type("itemgetter");
  staticMethod(w_itemgetter, "__new__", "cls, /, *args, **kwargs", (s, [, w_args]) => {
    checkFirst(s, w_args!, "item");
    return new W_ItemGetter(w_itemgetter, (w_args as W_TupleObject).items);
  });
  const w_attrgetter = type("attrgetter");
  staticMethod(w_attrgetter, "__new__", "cls, /, *args, **kwargs", (s, [, w_args]) => {
    checkFirst(s, w_args!, "attr");
    const names = (w_args as W_TupleObject).items.map((w_name) => text(s, w_name));
    return new W_AttrGetter(w_attrgetter, names);
  });
  const w_methodcaller = type("methodcaller");
  staticMethod(w_methodcaller, "__new__", "cls, /, *args, **kwargs", (s, [, w_args, w_kwargs]) => {
    const [w_name, ...args_w] = (w_args as W_TupleObject).items;
    if (w_name === undefined) {
      throw typeError(s, "methodcaller() called with not enough arguments");
    }
    if (!(w_name instanceof W_UnicodeObject)) throw typeError(s, "method name must be a string");
    const split = splitKeywords(s, args_w, w_kwargs!);
    return new W_MethodCaller(w_methodcaller, w_name.value, split.args_w, split.kwnames);
  });
  installTexts(w_itemgetter, w_attrgetter, w_methodcaller);
}

function checkFirst(space: ObjSpace, w_args: W_Root, name: string): void {
  if ((w_args as W_TupleObject).items.length > 0) return;
  throw typeError(space, `__init__() missing 1 required positional argument: '${name}'`);
}

/** `__init__`, `__repr__` and `__reduce__`. */
function installTexts(
  w_itemgetter: W_TypeObject,
  w_attrgetter: W_TypeObject,
  w_methodcaller: W_TypeObject,
): void {
  const contents = new Map<W_TypeObject, (w_obj: W_Root) => readonly W_Root[]>([
    [w_itemgetter, (w_obj) => (w_obj as W_ItemGetter).items_w],
    [w_attrgetter, (w_obj) => (w_obj as W_AttrGetter).names.map((name) => newtext(name))],
  ]);
  for (const [w_type, arguments_w] of contents) {
    method(w_type, "__repr__", "self, /", (s, [w_self]) =>
      newtext(`operator.${w_type.name}(${joined(s, arguments_w(w_self!))})`),
    );
    method(
      w_type,
      "__reduce__",
      "self, /",
      (_, [w_self]) => new W_TupleObject([w_type, new W_TupleObject(arguments_w(w_self!))]),
    );
  }
  method(w_methodcaller, "__repr__", "self, /", (s, [w_self]) => {
    const { name, args_w, kwnames } = w_self as W_MethodCaller;
    const first = args_w.length - (kwnames?.length ?? 0);
    const parts = args_w.map((w_arg, i) => {
      const keyword = i < first ? "" : `${kwnames![i - first]}=`;
      return keyword + readString(s, w_arg);
    });
    return newtext(`operator.methodcaller(${[readString(s, newtext(name)), ...parts].join(", ")})`);
  });
  for (const w_type of [w_itemgetter, w_attrgetter, w_methodcaller]) {
    method(w_type, "__init__", "self, /, *args, **kwargs", () => w_None);
  }
}
