/**
 * The types of functions, methods, descriptors, generators, iterators, modules, code objects.
 *
 * Counterpart: pypy/interpreter/typedef.py.
 */

import { setattr } from "../objects/attribute-changes.ts";
import { getattr } from "../objects/attributes.ts";
import { call_function } from "../objects/call.ts";
import { W_DictObject } from "../objects/dict-object.ts";
import { typeError, typeName } from "../objects/errors.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool } from "../objects/int-object.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { newlist } from "../objects/list-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { w_Ellipsis, w_None, w_NotImplemented } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { str_w } from "../objects/text.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { getset, method, staticMethod } from "./define.ts";
import { installIterator, installLengthHint } from "./iterator-type.ts";
import { installIteratorState } from "./iterator-state.ts";
import { instanceOf } from "./instances.ts";
import { installCell, installCode } from "./type-code.ts";
import { installFunctions } from "./type-function.ts";
import { installGeneratorTypes } from "./type-generators.ts";
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

function installIterators(space: ObjSpace): void {
  const types = [
    space.w_rangeiterator,
    space.w_listiterator,
    space.w_tupleiterator,
    space.w_striterator,
    space.w_setiterator,
    space.w_sequenceiterator,
    space.w_callableiterator,
    space.w_dictkeyiterator,
    space.w_dictvalueiterator,
    space.w_dictitemiterator,
  ];
  for (const w_type of types) {
    w_type.acceptsSubclasses = false;
    installIterator(w_type);
    installLengthHint(w_type);
  }
  const { w_enumerate, w_reversed, w_zip, w_map, w_filter } = space;
  for (const w_type of [w_enumerate, w_reversed, w_zip, w_map, w_filter]) installIterator(w_type);
  installLengthHint(w_reversed);
  installIteratorState(space);
}

function installModuleAndCode(space: ObjSpace): void {
  const { w_module, w_nonetype, w_slice } = space;
  staticMethod(w_module, "__new__", "subtype, /, *args, **kwargs", (s, [w_cls]) =>
    instanceOf(s, w_cls as W_TypeObject, makeModule("?")),
  );
  method(w_module, "__init__", "self, name, doc=", (s, [w_self, w_name, w_doc]) => {
    (builtinValue(w_self!) as W_Module).name = str_w(s, w_name!);
    setattr(s, w_self!, "__name__", w_name!);
    setattr(s, w_self!, "__doc__", w_doc ?? w_None);
    for (const name of ["__package__", "__loader__", "__spec__"]) setattr(s, w_self!, name, w_None);
    return w_None;
  });
  method(w_module, "__dir__", "self, /", (s, [w_m]) => newlist(moduleNames(s, w_m!)));
  getset(w_module, "__weakref__", () => w_None);
  getset(w_module, "__dict__", (_, w_m) => (w_m as W_Module).w_dict);
  method(w_nonetype, "__bool__", "self, /", () => newbool(false));
  const singletons = [
    [w_nonetype, w_None, "None"],
    [space.w_ellipsistype, w_Ellipsis, "Ellipsis"],
    [space.w_notimplementedtype, w_NotImplemented, "NotImplemented"],
  ] as const;
  for (const [w_type, w_value, name] of singletons) {
    staticMethod(w_type, "__new__", "subtype", () => w_value);
    method(w_type, "__repr__", "self, /", () => newtext(name));
    if (w_value !== w_None) method(w_type, "__reduce__", "self, /", () => newtext(name));
  }
  method(space.w_notimplementedtype, "__bool__", "self, /", () => newbool(true));
  w_slice.dict_w.set("__hash__", w_None);
  installCode(space.w_code);
  installCell(space);
}

/** The names in a module, or what its own `__dir__` says. */
function moduleNames(space: ObjSpace, w_m: W_Root): readonly W_Root[] {
  const w_names = getattr(space, w_m, "__dict__");
  const w_dict = builtinValue(w_names);
  if (!(w_dict instanceof W_DictObject)) {
    throw typeError(space, `${typeName(space, w_m)}.__dict__ is not a dictionary`);
  }
  const w_dir = w_dict.storage.getitem_str(space, "__dir__");
  if (w_dir !== null) return iterable_to_array(space, call_function(space, w_dir, []), -1);
  return Array.from(w_dict.storage.pairs(space), ([w_name]) => w_name);
}
