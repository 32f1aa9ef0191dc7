/**
 * The type `object`, and what built-in types have of its kind.
 *
 * Counterpart: pypy/objspace/std/objectobject.py.
 */

import { getattr_or_null } from "../objects/attributes.ts";
import { call_looked_up, lookup } from "../objects/call.ts";
import { compareBuiltin } from "../objects/compare-builtin.ts";
import { COMPARE_METHODS } from "../objects/compare.ts";
import { W_DictObject } from "../objects/dict-object.ts";
import { typeError, typeName } from "../objects/errors.ts";
import { builtinFormat } from "../objects/format.ts";
import { hashBuiltin, identityHash } from "../objects/hashing.ts";
import { is_w } from "../objects/identity.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool, W_IntObject, w_True } from "../objects/int-object.ts";
import { newlist } from "../objects/list-object.ts";
import { w_None, w_NotImplemented } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { builtinRepr, defaultStr, str_w } from "../objects/text.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { classMethod, getset, method } from "./define.ts";
import { setClass } from "./instance-attributes.ts";
import { installReduce } from "./reduce.ts";
import { classAttributeNames } from "./type-type.ts";

/** Fills `object`. */
export function installObject(space: ObjSpace): void {
  const { w_object } = space;
  w_object.dict_w.set("__getattribute__", space.w_object_getattribute);
  w_object.dict_w.set("__setattr__", space.w_object_setattr);
  w_object.dict_w.set("__delattr__", space.w_object_delattr);
  w_object.dict_w.set("__new__", space.w_object_new);
  w_object.dict_w.set("__init__", space.w_object_init);
  method(w_object, "__repr__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  method(w_object, "__str__", "self, /", (s, [w_self]) => defaultStr(s, w_self!));
  method(w_object, "__format__", "self, format_spec, /", (s, [w_self, w_spec]) => {
    const w_text = builtinValue(w_spec!);
    if (!(w_text instanceof W_UnicodeObject)) throw typeError(s, "format_spec must be a string");
    return newtext(builtinFormat(s, w_self!, w_text.value));
  });
  method(
    w_object,
    "__hash__",
    "self, /",
    (s, [w_self]) => new W_IntObject(identityHash(s, w_self!)),
  );
  installComparisons(w_object);
  method(w_object, "__dir__", "self, /", (s, [w_self]) => newlist(attributeNames(s, w_self!)));
  classMethod(w_object, "__init_subclass__", "cls", () => w_None);
  classMethod(w_object, "__subclasshook__", "cls, subclass, /", () => w_NotImplemented);
  getset(w_object, "__class__", (s, w_obj) => w_obj.getclass(s), setClass);
  installReduce(w_object);
}

function installComparisons(w_object: W_TypeObject): void {
  COMPARE_METHODS.forEach((name, op) => {
    method(w_object, name, "self, other, /", (_, [w_self, w_other]) => {
      if (op === 2) return is_w(w_self!, w_other!) ? w_True : w_NotImplemented;
      return w_NotImplemented;
    });
  });
  method(w_object, "__ne__", "self, other, /", (s, [w_self, w_other]) => {
    const w_eq = lookup(s, w_self!, "__eq__")!;
    const w_result = call_looked_up(s, w_eq, w_self!, [w_other!], null);
    if (w_result === w_NotImplemented) return w_NotImplemented;
    return newbool(!s.is_true(w_result));
  });
}

/** The comparison methods of a built-in type. */
export function installBuiltinComparisons(w_type: W_TypeObject, ordered: boolean): void {
  COMPARE_METHODS.forEach((name, op) => {
    if (!ordered && op !== 2 && op !== 3) return;
    method(w_type, name, "self, other, /", (space, [w_self, w_other]) => {
      const result = compareBuiltin(space, op, w_self!, w_other!);
      return result === null ? w_NotImplemented : newbool(result);
    });
  });
}

/** `__hash__` by value, or None for unhashable types. */
export function installHash(w_type: W_TypeObject, hashable: boolean): void {
  if (!hashable) {
    w_type.dict_w.set("__hash__", w_None);
    return;
  }
  method(w_type, "__hash__", "self, /", (space, [w_self]) => {
    const value = hashBuiltin(space, w_self!);
    if (value === null) throw typeError(space, `unhashable type: '${typeName(space, w_self!)}'`);
    return new W_IntObject(value);
  });
}

/** Names of attributes, sorted, as `dir` gives them. */
export function attributeNames(space: ObjSpace, w_obj: W_Root): W_Root[] {
  const w_dict = getattr_or_null(space, w_obj, "__dict__");
  const names = new Set<string>();
  if (w_dict instanceof W_DictObject) {
    for (const [w_key] of w_dict.storage.pairs(space)) names.add(str_w(space, w_key));
  }
  const w_class = getattr_or_null(space, w_obj, "__class__");
  const w_type = w_class instanceof W_TypeObject ? w_class : w_obj.getclass(space);
  for (const name of classAttributeNames(w_type)) names.add(name);
  return [...names].sort().map((name) => newtext(name));
}
