/**
 * The types of functions, methods, descriptors, generators, iterators, modules, code objects.
 *
 * Counterpart: pypy/interpreter/typedef.py.
 */

import { W_Function } from "../interp/function.ts";
import type { PyCode } from "../interp/pycode.ts";
import { bind, call_function } from "../objects/call.ts";
import type { Cell } from "../objects/cell.ts";
import { oefmt } from "../objects/errors.ts";
import { type W_AbstractFunction, type W_BuiltinFunction, W_Method } from "../objects/function.ts";
import { newbool, newint } from "../objects/int-object.ts";
import { iterable_to_array } from "../objects/iteration.ts";
import { newlist } from "../objects/list-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { addressText, builtinRepr } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { getset, method, staticMethod } from "./define.ts";
import { installIterator, installLengthHint } from "./iterator-type.ts";
import { installGeneratorTypes } from "./type-generators.ts";
import { splitKeywords } from "./keywords.ts";
import { installDescriptors } from "./type-descriptors.ts";
import { installMappingProxy } from "./type-mapping-proxy.ts";

/** Fills all of them. */
export function installFunctionTypes(space: ObjSpace): void {
  installFunctions(space);
  installDescriptors(space);
  installMappingProxy(space);
  installGeneratorTypes(space);
  installIterators(space);
  installModuleAndCode(space);
  for (const w_type of sealedTypes(space)) w_type.acceptsSubclasses = false;
}

function sealedTypes(space: ObjSpace): W_TypeObject[] {
  return [
    space.w_nonetype,
    space.w_ellipsistype,
    space.w_notimplementedtype,
    space.w_function,
    space.w_builtinfunction,
    space.w_method,
    space.w_getset,
    space.w_member,
    space.w_code,
    space.w_frame,
    space.w_cell,
    space.w_traceback,
  ];
}

function installFunctions(space: ObjSpace): void {
  const { w_function, w_builtinfunction, w_method } = space;
  getset(
    w_function,
    "__name__",
    (_, w_f) => newtext(functionName(w_f)),
    (_, w_f, w_name) => {
      if (w_f instanceof W_Function) w_f.extra.name = (w_name as W_UnicodeObject).value;
    },
  );
  getset(
    w_function,
    "__qualname__",
    (_, w_f) => newtext((w_f as W_AbstractFunction).qualname()),
    (_, w_f, w_name) => {
      if (w_f instanceof W_Function) w_f.extra.qualname = (w_name as W_UnicodeObject).value;
    },
  );
  getset(w_function, "__doc__", functionDoc, (_, w_f, w_doc) => {
    if (w_f instanceof W_Function) w_f.extra.w_doc = w_doc;
  });
  getset(w_function, "__module__", functionModule, (_, w_f, w_module) => {
    if (w_f instanceof W_Function) w_f.extra.w_module = w_module;
  });
  getset(w_function, "__code__", (_, w_f) => (w_f instanceof W_Function ? w_f.code : null));
  getset(w_function, "__defaults__", (_, w_f) =>
    w_f instanceof W_Function && w_f.defs_w.length > 0 ? new W_TupleObject(w_f.defs_w) : w_None,
  );
  getset(w_function, "__kwdefaults__", (_, w_f) =>
    w_f instanceof W_Function ? (w_f.extra.w_kwdefs ?? w_None) : w_None,
  );
  getset(w_function, "__globals__", (_, w_f) =>
    w_f instanceof W_Function ? w_f.code.w_globals : null,
  );
  getset(w_function, "__closure__", (_, w_f) =>
    w_f instanceof W_Function && w_f.closure.length > 0 ? new W_TupleObject(w_f.closure) : w_None,
  );
  getset(w_function, "__annotations__", annotationsOf, (_, w_f, w_annotations) => {
    if (w_f instanceof W_Function) w_f.extra.w_annotations = w_annotations;
  });
  getset(w_function, "__dict__", (s, w_f) => (w_f instanceof W_Function ? w_f.own_dict(s) : null));
  method(w_function, "__get__", "self, instance, owner=, /", (s, [w_self, w_obj]) =>
    w_obj === w_None ? w_self! : bind(s, w_self!, w_obj!, w_obj!.getclass(s)),
  );
  installCall(w_function);
  getset(w_builtinfunction, "__name__", (_, w_f) => newtext((w_f as W_BuiltinFunction).name));
  getset(w_builtinfunction, "__qualname__", (_, w_f) => newtext((w_f as W_BuiltinFunction).name));
  getset(w_builtinfunction, "__module__", () => newtext("builtins"));
  installCall(w_builtinfunction);
  getset(w_method, "__self__", (_, w_m) => (w_m as W_Method).w_self);
  getset(w_method, "__func__", (_, w_m) => (w_m as W_Method).w_function);
  for (const name of ["__name__", "__qualname__", "__doc__", "__module__"]) {
    getset(w_method, name, (s, w_m) => s.getattr((w_m as W_Method).w_function, name));
  }
  installCall(w_method);
  method(w_method, "__eq__", "self, other, /", (_, [w_a, w_b]) =>
    newbool(
      w_a instanceof W_Method &&
        w_b instanceof W_Method &&
        w_a.w_self === w_b.w_self &&
        w_a.w_function === w_b.w_function,
    ),
  );
  method(w_method, "__hash__", "self, /", (s, [w_self]) => {
    const w_m = w_self as W_Method;
    return newint((s.addressOf(w_m.w_self) ^ s.addressOf(w_m.w_function)) >>> 0);
  });
}

/** Adds `__call__`, as the host class says. */
export function installCall(w_type: W_TypeObject): void {
  method(w_type, "__call__", "self, /, *args, **kwargs", (s, [w_self, w_args, w_kwargs]) => {
    const { args_w, kwnames } = splitKeywords(s, (w_args as W_TupleObject).items, w_kwargs!);
    return w_self!.call_args(s, args_w, kwnames);
  });
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

function annotationsOf(space: ObjSpace, w_function: W_Root): W_Root | null {
  if (!(w_function instanceof W_Function)) return null;
  const { extra } = w_function;
  if (extra.w_annotations === null) extra.w_annotations = space.newdict();
  return extra.w_annotations;
}

function installIterators(space: ObjSpace): void {
  const types = [
    space.w_rangeiterator,
    space.w_listiterator,
    space.w_tupleiterator,
    space.w_striterator,
    space.w_setiterator,
    space.w_sequenceiterator,
    space.w_callableiterator,
    space.w_enumerate,
    space.w_reversed,
    space.w_zip,
    space.w_map,
    space.w_filter,
    space.w_dictkeyiterator,
    space.w_dictvalueiterator,
    space.w_dictitemiterator,
  ];
  for (const w_type of types) {
    w_type.acceptsSubclasses = false;
    installIterator(w_type);
    installLengthHint(w_type);
  }
}

function installModuleAndCode(space: ObjSpace): void {
  const { w_module, w_code, w_cell, w_nonetype, w_slice } = space;
  staticMethod(w_module, "__new__", "cls, name, doc=", (s, [, w_name, w_doc]) => {
    const w_new = makeModule((w_name as W_UnicodeObject).value);
    w_new.namespace.setitem_str(s, "__name__", w_name!);
    w_new.namespace.setitem_str(s, "__doc__", w_doc ?? w_None);
    for (const name of ["__package__", "__loader__", "__spec__"]) {
      w_new.namespace.setitem_str(s, name, w_None);
    }
    return w_new;
  });
  w_module.acceptsSubclasses = false;
  method(w_module, "__dir__", "self, /", (s, [w_m]) => newlist(moduleNames(s, w_m as W_Module)));
  getset(w_module, "__dict__", (_, w_m) => (w_m as W_Module).w_dict);
  method(w_nonetype, "__bool__", "self, /", () => newbool(false));
  method(w_nonetype, "__repr__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  staticMethod(w_nonetype, "__new__", "cls, /", () => w_None);
  w_slice.dict_w.set("__hash__", w_None);
  const code = (w_obj: W_Root): PyCode => w_obj as PyCode;
  const texts = (names: readonly string[]): W_Root =>
    new W_TupleObject(names.map((name) => newtext(name)));
  getset(w_code, "co_name", (_, w_c) => newtext(code(w_c).co_name));
  getset(w_code, "co_filename", (_, w_c) => newtext(code(w_c).co_filename));
  getset(w_code, "co_firstlineno", (_, w_c) => newint(code(w_c).co_firstlineno));
  getset(w_code, "co_argcount", (_, w_c) => newint(code(w_c).co_argcount));
  getset(w_code, "co_nlocals", (_, w_c) => newint(code(w_c).co_nlocals));
  getset(w_code, "co_flags", (_, w_c) => newint(code(w_c).template.co_flags));
  getset(w_code, "co_stacksize", (_, w_c) => newint(code(w_c).template.co_stacksize));
  getset(w_code, "co_names", (_, w_c) => texts(code(w_c).co_names));
  getset(w_code, "co_varnames", (_, w_c) => texts(code(w_c).co_varnames));
  getset(w_code, "co_freevars", (_, w_c) => texts(code(w_c).template.co_freevars));
  getset(w_code, "co_cellvars", (_, w_c) => texts(code(w_c).template.co_cellvars));
  getset(w_code, "co_consts", (_, w_c) => new W_TupleObject(code(w_c).co_consts_w));
  method(w_code, "__repr__", "self, /", (s, [w_self]) => {
    const { co_name, co_filename, co_firstlineno } = code(w_self!);
    const where = `file ${JSON.stringify(co_filename)}, line ${co_firstlineno}`;
    return newtext(`<code object ${co_name} at ${addressText(s, w_self!)}, ${where}>`);
  });
  getset(w_cell, "cell_contents", (s, w_obj) => {
    const { w_value } = w_obj as Cell;
    if (w_value === null) throw oefmt(s, s.w_ValueError, "Cell is empty");
    return w_value;
  });
}

/** The names in a module, or what its own `__dir__` says. */
function moduleNames(space: ObjSpace, w_module: W_Module): readonly W_Root[] {
  const w_dir = w_module.namespace.getitem_str(space, "__dir__");
  if (w_dir !== null) return iterable_to_array(space, call_function(space, w_dir, []), -1);
  return [...w_module.namespace.pairs(space)].map(([w_name]) => w_name);
}
