/**
 * The types of functions, built-in functions and bound methods.
 *
 * Counterpart: pypy/interpreter/{function,typedef}.py. DIFFERS: built-in functions have no code
 * object.
 */

import { PyCode } from "../interp/pycode.ts";
import { FunctionExtra, W_Function } from "../interp/function.ts";
import { getattr } from "../objects/attributes.ts";
import { bind } from "../objects/call.ts";
import { Cell } from "../objects/cell.ts";
import { W_DictObject } from "../objects/dict-object.ts";
import { oefmt, typeError, typeName, valueError } from "../objects/errors.ts";
import { type W_AbstractFunction, type W_BuiltinFunction, W_Method } from "../objects/function.ts";
import { hash, identityHash } from "../objects/hashing.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool, newint, W_IntObject } from "../objects/int-object.ts";
import { intFromBigint } from "../../../base/int.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { w_None, w_NotImplemented } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { builtinRepr } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { getset, isMissing, method, staticMethod, textArgument } from "./define.ts";
import { splitKeywords } from "./keywords.ts";

/** Fills the three types. */
export function installFunctions(space: ObjSpace): void {
  installFunction(space.w_function);
  installBuiltinFunction(space.w_builtinfunction);
  installMethod(space.w_method);
}

function installFunction(w_function: W_TypeObject): void {
  staticMethod(
    w_function,
    "__new__",
    "subtype, code, globals, name=, argdefs=, closure=",
    makeFunction,
  );
  installFunctionNames(w_function);
  installFunctionCode(w_function);
  installFunctionDefaults(w_function);
  method(w_function, "__get__", "self, obj, type=, /", (s, [w_self, w_obj, w_type]) =>
    w_obj === w_None && w_type !== s.w_nonetype
      ? w_self!
      : bind(s, w_self!, w_obj!, w_obj!.getclass(s)),
  );
  method(w_function, "__repr__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  getset(w_function, "__defaults_count__", (_, w_f) =>
    newint(w_f instanceof W_Function ? w_f.defs_w.length : 0),
  );
  getset(w_function, "__weakref__", () => w_None);
  installCall(w_function);
}

/** Adds `__call__`, as the host class says. */
export function installCall(w_type: W_TypeObject): void {
  method(w_type, "__call__", "self, /, *args, **kwargs", (s, [w_self, w_args, w_kwargs]) => {
    const { args_w, kwnames } = splitKeywords(s, (w_args as W_TupleObject).items, w_kwargs!);
    return w_self!.call_args(s, args_w, kwnames);
  });
}

/** A setter for functions written in Python; built-in ones refuse. */
function forFunctions(
  name: string,
  set: (space: ObjSpace, func: W_Function, w_value: W_Root) => void,
): (space: ObjSpace, w_obj: W_Root, w_value: W_Root) => void {
  return (space, w_obj, w_value) => {
    if (w_obj instanceof W_Function) set(space, w_obj, w_value);
    else throw oefmt(space, space.w_AttributeError, `readonly attribute '${name}'`);
  };
}

function installFunctionNames(w_function: W_TypeObject): void {
  const text = (space: ObjSpace, attribute: string, w_value: W_Root): string => {
    const w_text = builtinValue(w_value);
    if (w_text instanceof W_UnicodeObject) return w_text.value;
    throw typeError(space, `${attribute} must be set to a string object`);
  };
  getset(
    w_function,
    "__name__",
    (_, w_f) => newtext(functionName(w_f)),
    forFunctions("__name__", (s, func, w_name) => {
      func.extra.name = text(s, "__name__", w_name);
    }),
  );
  getset(
    w_function,
    "__qualname__",
    (_, w_f) => newtext((w_f as W_AbstractFunction).qualname()),
    forFunctions("__qualname__", (s, func, w_name) => {
      func.extra.qualname = text(s, "__qualname__", w_name);
    }),
  );
  const setDoc = forFunctions("__doc__", (_, func, w_doc) => {
    func.extra.w_doc = w_doc;
  });
  getset(w_function, "__doc__", functionDoc, setDoc, (s, w_f) => setDoc(s, w_f, w_None));
  const setModule = forFunctions("__module__", (_, func, w_module) => {
    func.extra.w_module = w_module;
  });
  const deleteModule = (s: ObjSpace, w_f: W_Root): void => setModule(s, w_f, w_None);
  getset(w_function, "__module__", functionModule, setModule, deleteModule);
  getset(
    w_function,
    "__dict__",
    (s, w_f) => (w_f instanceof W_Function ? w_f.own_dict(s) : null),
    forFunctions("__dict__", (s, func, w_dict) => {
      const w_plain = builtinValue(w_dict);
      if (!(w_plain instanceof W_DictObject)) {
        throw typeError(s, "setting function's dictionary to a non-dict");
      }
      func.extra.w_dict = w_plain;
    }),
  );
}

function functionName(w_function: W_Root): string {
  if (w_function instanceof W_Function) return w_function.extra.name ?? w_function.name;
  return (w_function as W_AbstractFunction).name;
}

function functionDoc(_space: ObjSpace, w_function: W_Root): W_Root {
  if (!(w_function instanceof W_Function)) return w_None;
  if (w_function.extra.w_doc !== null) return w_function.extra.w_doc;
  const w_first = w_function.code.co_consts_w[0];
  return w_first instanceof W_UnicodeObject ? w_first : w_None;
}

function functionModule(space: ObjSpace, w_function: W_Root): W_Root {
  if (!(w_function instanceof W_Function)) return w_None;
  if (w_function.extra.w_module !== null) return w_function.extra.w_module;
  return w_function.code.globals.getitem_str(space, "__name__") ?? w_None;
}

function installFunctionCode(w_function: W_TypeObject): void {
  getset(
    w_function,
    "__code__",
    (_, w_f) => (w_f instanceof W_Function ? w_f.code : null),
    forFunctions("__code__", (s, func, w_code) => {
      if (!(w_code instanceof PyCode)) {
        const name = typeName(s, w_code);
        throw typeError(s, `'internal-code' object expected, got '${name}' instead`);
      }
      const count = func.closure.length;
      if (w_code.nfreevars !== count) {
        const what = `a code object with ${count} free vars, not ${w_code.nfreevars}`;
        throw valueError(s, `${functionName(func)}() requires ${what}`);
      }
      func.changeCode(w_code.boundTo(func.code.w_globals));
    }),
  );
  getset(w_function, "__globals__", (_, w_f) =>
    w_f instanceof W_Function ? w_f.code.w_globals : null,
  );
  getset(w_function, "__closure__", (_, w_f) =>
    w_f instanceof W_Function && w_f.closure.length > 0 ? new W_TupleObject(w_f.closure) : w_None,
  );
}

function installFunctionDefaults(w_function: W_TypeObject): void {
  const setDefaults = forFunctions("__defaults__", (s, func, w_defaults) => {
    const w_tuple = builtinValue(w_defaults);
    if (w_tuple === w_None) func.changeDefaults([]);
    else if (w_tuple instanceof W_TupleObject) func.changeDefaults(w_tuple.items);
    else throw typeError(s, "__defaults__ must be set to a tuple object or None");
  });
  getset(
    w_function,
    "__defaults__",
    (_, w_f) =>
      w_f instanceof W_Function && w_f.defs_w.length > 0 ? new W_TupleObject(w_f.defs_w) : w_None,
    setDefaults,
    (s, w_f) => setDefaults(s, w_f, w_None),
  );
  const setKeywordDefaults = forFunctions("__kwdefaults__", (s, func, w_defaults) => {
    const w_dict = builtinValue(w_defaults);
    if (w_dict !== w_None && !(w_dict instanceof W_DictObject)) {
      throw typeError(s, "__kwdefaults__ must be a dict");
    }
    func.extra.w_kwdefs = w_dict instanceof W_DictObject ? w_dict : null;
  });
  getset(
    w_function,
    "__kwdefaults__",
    (_, w_f) => (w_f instanceof W_Function ? (w_f.extra.w_kwdefs ?? w_None) : w_None),
    setKeywordDefaults,
    (s, w_f) => setKeywordDefaults(s, w_f, w_None),
  );
  const setAnnotations = forFunctions("__annotations__", (s, func, w_annotations) => {
    const isDict = builtinValue(w_annotations) instanceof W_DictObject;
    if (!isDict && w_annotations !== w_None) throw typeError(s, "__annotations__ must be a dict");
    func.extra.w_annotations = isDict ? w_annotations : null;
  });
  getset(
    w_function,
    "__annotations__",
    (s, w_f) => {
      if (!(w_f instanceof W_Function)) return null;
      w_f.extra.w_annotations ??= s.newdict();
      return w_f.extra.w_annotations;
    },
    setAnnotations,
    (s, w_f) => setAnnotations(s, w_f, w_None),
  );
}

/** `types.FunctionType(code, globals, name, argdefs, closure)`. */
function makeFunction(space: ObjSpace, args: readonly (W_Root | null)[]): W_Root {
  const [, w_code, w_globals, w_name, w_argdefs, w_closure] = args;
  if (!(w_code instanceof PyCode)) {
    const what = typeName(space, w_code!);
    throw typeError(space, `'internal-code' object expected, got '${what}' instead`);
  }
  const w_dict = builtinValue(w_globals!);
  if (!(w_dict instanceof W_DictObject)) {
    throw typeError(space, "expected dict");
  }
  const name = isMissing(w_name) ? w_code.co_name : textArgument(space, w_name!);
  const defs_w = isMissing(w_argdefs) ? [] : iterable_to_array(space, w_argdefs!, -1);
  const closure = closureOf(space, w_code, isMissing(w_closure) ? null : w_closure!);
  const extra = new FunctionExtra(name, null, null);
  return new W_Function(w_code.boundTo(w_dict), defs_w, closure, name, extra);
}

function closureOf(space: ObjSpace, code: PyCode, w_closure: W_Root | null): readonly Cell[] {
  const cells_w = w_closure === null ? [] : iterable_to_array(space, w_closure, -1);
  if (cells_w.length !== code.nfreevars) {
    const what = `closure of length ${code.nfreevars}, not ${cells_w.length}`;
    throw valueError(space, `${code.co_name} requires ${what}`);
  }
  return cells_w.map((w_cell) => {
    if (w_cell instanceof Cell) return w_cell;
    throw typeError(space, `'cell' object expected, got '${typeName(space, w_cell)}' instead`);
  });
}

function installBuiltinFunction(w_type: W_TypeObject): void {
  const self = (w_obj: W_Root): W_BuiltinFunction => w_obj as W_BuiltinFunction;
  for (const name of ["__name__", "__qualname__"]) {
    getset(
      w_type,
      name,
      (_, w_f) => newtext(self(w_f).name),
      (s) => {
        throw typeError(s, `Cannot change ${name} attribute of builtin functions`);
      },
    );
  }
  getset(w_type, "__module__", () => newtext("builtins"));
  getset(w_type, "__self__", () => w_None);
  getset(w_type, "__dict__", (s, w_f) => self(w_f).own_dict(s));
  method(w_type, "__reduce__", "self, /", (_, [w_f]) => newtext(self(w_f!).name));
  getset(w_type, "__doc__", () => w_None);
  getset(w_type, "__defaults__", () => w_None);
  getset(w_type, "__kwdefaults__", () => w_None);
  getset(w_type, "__closure__", () => w_None);
  getset(w_type, "__annotations__", () => w_None);
  getset(w_type, "__defaults_count__", () => newint(0));
  getset(w_type, "__weakref__", () => w_None);
  method(w_type, "__repr__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  installCall(w_type);
}

function methodOf(w_obj: W_Root | null | undefined): W_Method {
  return w_obj as W_Method;
}

function installMethod(w_method: W_TypeObject): void {
  staticMethod(w_method, "__new__", "subtype, function, instance", (s, [, w_f, w_self]) => {
    if (w_self === w_None) throw typeError(s, "self must not be None");
    return new W_Method(w_f!, w_self!);
  });
  getset(w_method, "__self__", (_, w_m) => methodOf(w_m).w_self);
  getset(w_method, "__func__", (_, w_m) => methodOf(w_m).w_function);
  getset(w_method, "__doc__", (s, w_m) => getattr(s, methodOf(w_m).w_function, "__doc__"));
  getset(w_method, "__weakref__", () => w_None);
  method(w_method, "__get__", "self, obj, type=, /", (_, [w_self]) => w_self!);
  method(w_method, "__repr__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  method(w_method, "__reduce__", "self, /", (s, [w_self]) => {
    const { w_function, w_self: w_obj } = methodOf(w_self);
    const w_getattr = s.builtins.getitem_str(s, "getattr")!;
    const w_name = getattr(s, w_function, "__name__");
    return new W_TupleObject([w_getattr, new W_TupleObject([w_obj, w_name])]);
  });
  installCall(w_method);
  const isSame = (s: ObjSpace, w_a: W_Root, w_b: W_Method): boolean => {
    const a = methodOf(w_a);
    return a.w_self === w_b.w_self && s.eq_w(a.w_function, w_b.w_function);
  };
  method(w_method, "__eq__", "self, other, /", (s, [w_a, w_b]) =>
    w_b instanceof W_Method ? newbool(isSame(s, w_a!, w_b)) : w_NotImplemented,
  );
  method(w_method, "__ne__", "self, other, /", (s, [w_a, w_b]) =>
    w_b instanceof W_Method ? newbool(!isSame(s, w_a!, w_b)) : w_NotImplemented,
  );
  method(w_method, "__hash__", "self, /", (s, [w_self]) => {
    const { w_function, w_self: w_obj } = methodOf(w_self);
    const value = BigInt(identityHash(s, w_obj)) ^ BigInt(hash(s, w_function));
    return new W_IntObject(intFromBigint(value));
  });
}
