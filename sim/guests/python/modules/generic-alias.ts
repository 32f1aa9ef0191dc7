/**
 * `__class_getitem__` of built-in containers: `list[int]`. The class of the result is written in
 * Python (`_pypy_generic_alias`) and imported at the first use.
 *
 * Counterpart: pypy/objspace/std/util.py (generic_alias_class_getitem).
 */

import { getattr } from "../objects/attributes.ts";
import { call_function } from "../objects/call.ts";
import { W_BuiltinFunction } from "../objects/function.ts";
import { parseSignature } from "../objects/signature.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { classMethod } from "./define.ts";

const MODULE = "_pypy_generic_alias";

/** The alias of a class with its type arguments. */
export function makeGenericAlias(space: ObjSpace, w_class: W_Root, w_args: W_Root): W_Root {
  return call_function(space, genericAliasClass(space), [w_class, w_args]);
}

function genericAliasClass(space: ObjSpace): W_Root {
  const w_loaded = space.w_modules.storage.getitem_str(space, MODULE);
  return getattr(space, w_loaded ?? importAliasModule(space), "GenericAlias");
}

function importAliasModule(space: ObjSpace): W_Root {
  const w_builtins = space.w_modules.storage.getitem_str(space, "builtins") ?? w_None;
  const w_import = getattr(space, w_builtins, "__import__");
  return call_function(space, w_import, [newtext(MODULE)]);
}

/** Adds `__class_getitem__` to classes of containers, and `type[int]`. */
export function makeGeneric(space: ObjSpace, w_types: readonly W_TypeObject[]): void {
  const signature = parseSignature("params, /");
  space.w_type_getitem = new W_BuiltinFunction("__class_getitem__", signature, (s, args) =>
    makeGenericAlias(s, s.w_type, args[0]!),
  );
  addClassGetitem(w_types);
}

/** Adds `__class_getitem__` to classes. */
export function addClassGetitem(w_types: readonly W_TypeObject[]): void {
  for (const w_type of w_types) {
    classMethod(w_type, "__class_getitem__", "cls, params, /", (s, args) =>
      makeGenericAlias(s, args[0]!, args[1]!),
    );
  }
}
