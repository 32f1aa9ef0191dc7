/**
 * The type `type`: its methods and the attributes of classes.
 *
 * Counterpart: pypy/objspace/std/typeobject.py.
 */

import { claims_no_class } from "./fast-objects.ts";
import { TypeDictStorage } from "../objects/celldict.ts";
import { W_DictObject } from "../objects/dict-object.ts";
import { oefmt, typeError, typeName } from "../objects/errors.ts";
import { getattr_or_null } from "../objects/attributes.ts";
import { bind } from "../objects/call.ts";
import { type BuiltinArguments, GetSetProperty, W_AbstractFunction } from "../objects/function.ts";
import { plain_function, call_type } from "../objects/instantiate.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool, newint } from "../objects/int-object.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { newlist } from "../objects/list-object.ts";
import { W_MappingProxy } from "../objects/mapping-proxy.ts";
import { OperationError } from "../objects/operation-error.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { typeRepr } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { splitKeywords } from "./keywords.ts";
import { mostDerivedMetaclass } from "./class-statement.ts";
import { classMethod, getset, method, staticMethod } from "./define.ts";
import { haveSameLayout, layoutDiffers } from "./instance-attributes.ts";
import { bestBase, makeClass, overrideMro } from "./make-class.ts";
import { defaultMro } from "./mro.ts";

function typeOf(w_obj: W_Root): W_TypeObject {
  return w_obj as W_TypeObject;
}

/** Fills `type`. */
export function installType(space: ObjSpace): void {
  const { w_type } = space;
  staticMethod(w_type, "__new__", "type, /, *args, **kwargs", typeNew);
  method(w_type, "__init__", "self, /, *args, **kwargs", (s, [, w_args]) => {
    const count = (w_args as W_TupleObject).items.length;
    if (count !== 1 && count !== 3) throw typeError(s, "type.__init__() takes 1 or 3 arguments");
    return w_None;
  });
  method(w_type, "__call__", "self, /, *args, **kwargs", (s, [w_self, w_args, w_kwargs]) => {
    const positional_w = (w_args as W_TupleObject).items;
    const { args_w, kwnames } = splitKeywords(s, positional_w, w_kwargs!);
    return call_type(s, typeOf(w_self!), args_w, kwnames);
  });
  classMethod(w_type, "__prepare__", "cls, /, *args, **kwargs", (s) => s.newdict());
  method(w_type, "__repr__", "self, /", (_, [w_self]) => newtext(typeRepr(typeOf(w_self!))));
  method(w_type, "mro", "self, /", (s, [w_self]) => {
    if (!(w_self instanceof W_TypeObject)) throw typeError(s, "expected type");
    return newlist([w_self, ...defaultMro(s, w_self.bases_w)]);
  });
  method(w_type, "__subclasses__", "self, /", (_, [w_self]) =>
    newlist(typeOf(w_self!).direct_subclasses()),
  );
  method(w_type, "__instancecheck__", "self, instance, /", (s, [w_self, w_obj]) =>
    newbool(isTypeInstance(s, w_obj!, typeOf(w_self!))),
  );
  method(w_type, "__subclasscheck__", "self, subclass, /", (s, [w_self, w_sub]) =>
    newbool(isTypeSubclass(s, w_sub!, typeOf(w_self!))),
  );
  method(w_type, "__dir__", "self, /", (s, [w_self]) =>
    newlist(classAttributeNames(typeOf(w_self!)).map((name) => s.newtext(name))),
  );
  installNames(w_type);
  installStructure(w_type);
}

/** Whether a value, or what it says its class is, belongs to a class. */
export function isTypeInstance(space: ObjSpace, w_obj: W_Root, w_class: W_TypeObject): boolean {
  const w_type = w_obj.getclass(space);
  if (w_type.issubtype(w_class)) return true;
  if (claims_no_class(space, w_type)) return false;
  const w_claimed = claimedClass(space, w_obj);
  return w_claimed instanceof W_TypeObject && w_claimed !== w_type && w_claimed.issubtype(w_class);
}

/** What an object says its class is; null when asking fails in any way, as on PyPy. */
function claimedClass(space: ObjSpace, w_obj: W_Root): W_Root | null {
  try {
    return getattr_or_null(space, w_obj, "__class__");
  } catch (error) {
    if (error instanceof OperationError) return null;
    throw error;
  }
}

/** Whether a class, or anything with `__bases__`, derives from a class. */
export function isTypeSubclass(space: ObjSpace, w_sub: W_Root, w_class: W_Root): boolean {
  if (w_sub instanceof W_TypeObject && w_class instanceof W_TypeObject) {
    return w_sub.issubtype(w_class);
  }
  const bases_w = basesOf(space, w_sub);
  if (bases_w === null) {
    const name = typeName(space, w_sub);
    throw typeError(space, `issubclass() arg 1 must be a class, got ${name}`);
  }
  return derives(space, w_sub, w_class);
}

function derives(space: ObjSpace, w_sub: W_Root, w_class: W_Root): boolean {
  if (w_sub === w_class) return true;
  const bases_w = basesOf(space, w_sub);
  return bases_w?.some((w_base) => derives(space, w_base, w_class)) ?? false;
}

/** The `__bases__` of anything, or null. */
export function basesOf(space: ObjSpace, w_class: W_Root): readonly W_Root[] | null {
  const w_bases = getattr_or_null(space, w_class, "__bases__");
  return w_bases instanceof W_TupleObject ? w_bases.items : null;
}

/** The names that `dir` of a class gives, in the order of their definition. */
export function classAttributeNames(w_class: W_TypeObject): string[] {
  const names = new Set<string>();
  for (const w_type of [...w_class.mro_w].reverse()) {
    for (const name of w_type.dict_w.keys()) names.add(name);
  }
  return [...names];
}

function typeNew(space: ObjSpace, args: BuiltinArguments): W_Root {
  const [w_metatype, w_args, w_kwargs] = args;
  const given_w = (w_args as W_TupleObject).items;
  if (!(w_metatype instanceof W_TypeObject)) {
    throw typeError(space, `X is not a type object (${typeName(space, w_metatype!)})`);
  }
  if (!w_metatype.issubtype(space.w_type)) {
    const { name } = w_metatype;
    throw typeError(space, `type.__new__(${name}): ${name} is not a subtype of type`);
  }
  if (given_w.length === 1 && w_metatype === space.w_type) return given_w[0]!.getclass(space);
  if (given_w.length !== 3) {
    if (w_metatype === space.w_type) {
      throw typeError(space, "type.__new__() takes 1 or 3 arguments");
    }
    const takes = `takes exactly 3 arguments (${given_w.length} given)`;
    throw typeError(space, `${w_metatype.name}.__new__() ${takes}`);
  }
  return newClass(space, w_metatype, given_w, w_kwargs as W_DictObject);
}

function newClass(
  space: ObjSpace,
  w_metatype: W_TypeObject,
  given_w: readonly W_Root[],
  w_kwargs: W_DictObject,
): W_Root {
  const [w_name, w_bases, w_namespace] = given_w.map((w_arg) => builtinValue(w_arg));
  const wrong = (index: number, kind: string, w_arg: W_Root) =>
    typeError(space, `type() argument ${index} must be ${kind}, not ${typeName(space, w_arg)}`);
  if (!(w_name instanceof W_UnicodeObject)) throw wrong(1, "string", given_w[0]!);
  if (!(w_bases instanceof W_TupleObject)) throw wrong(2, "tuple", given_w[1]!);
  if (!(w_namespace instanceof W_DictObject)) throw wrong(3, "dict", given_w[2]!);
  for (const w_base of w_bases.items) {
    if (w_base instanceof W_TypeObject) continue;
    if (getattr_or_null(space, w_base, "__mro_entries__") === null) continue;
    const message = "type() doesn't support MRO entry resolution; use types.new_class()";
    throw typeError(space, message);
  }
  const w_winner = mostDerivedMetaclass(space, w_metatype, w_bases.items);
  const w_new = w_winner.lookup("__new__")!;
  if (w_winner !== w_metatype && w_new !== space.w_type.lookup("__new__")) {
    const { args_w, kwnames } = splitKeywords(space, [w_winner, ...given_w], w_kwargs);
    return plain_function(w_new).call_args(space, args_w, kwnames);
  }
  return makeClass(space, w_winner, w_name.value, w_bases.items, w_namespace, w_kwargs);
}

function installNames(w_type: W_TypeObject): void {
  const named = (
    attribute: string,
    get: (w_class: W_TypeObject, space: ObjSpace) => W_Root,
    set: (space: ObjSpace, w_class: W_TypeObject, w_value: W_Root) => void,
  ): void => {
    getset(
      w_type,
      attribute,
      (s, w_class) => get(typeOf(w_class), s),
      (s, w_obj, w_value) => {
        const w_class = typeOf(w_obj);
        if (!w_class.isHeapType) throw typeError(s, `can't set ${w_class.name}.${attribute}`);
        set(s, w_class, w_value);
      },
    );
  };
  const text = (space: ObjSpace, w_class: W_TypeObject, w_name: W_Root): string => {
    if (w_name instanceof W_UnicodeObject) return w_name.value;
    const name = typeName(space, w_name);
    throw typeError(space, `can only assign string to ${w_class.name}.__name__, not '${name}'`);
  };
  named(
    "__name__",
    (w_class) => newtext(w_class.short_name()),
    (s, w_class, w_name) => {
      w_class.name = text(s, w_class, w_name);
    },
  );
  named(
    "__qualname__",
    (w_class) => newtext(w_class.qualname),
    (s, w_class, w_name) => {
      w_class.qualname = text(s, w_class, w_name);
    },
  );
  named(
    "__module__",
    (w_class) => ownAttribute(w_class, "__module__") ?? w_class.w_module ?? newtext("builtins"),
    (_, w_class, w_module) => {
      w_class.set_attribute("__module__", w_module);
      w_class.w_module = w_module;
    },
  );
  named("__doc__", classDoc, (_, w_class, w_doc) => w_class.set_attribute("__doc__", w_doc));
}

/** What a class body has set; `type` itself has the descriptors there. */
function ownAttribute(w_class: W_TypeObject, name: string): W_Root | null {
  const w_value = w_class.dict_w.get(name) ?? null;
  return w_value instanceof GetSetProperty ? null : w_value;
}

/** A documentation that is a descriptor is asked, a function is not. */
function classDoc(w_class: W_TypeObject, space: ObjSpace): W_Root {
  const w_doc = ownAttribute(w_class, "__doc__");
  if (w_doc === null) return w_None;
  return w_doc instanceof W_AbstractFunction ? w_doc : bind(space, w_doc, w_None, w_class);
}

function installStructure(w_type: W_TypeObject): void {
  getset(w_type, "__bases__", (_, w_t) => new W_TupleObject(typeOf(w_t).bases_w), setBases);
  getset(w_type, "__base__", (s, w_t) => {
    const { bases_w } = typeOf(w_t);
    return bases_w.length === 0 ? w_None : bestBase(s, bases_w);
  });
  getset(w_type, "__mro__", (_, w_t) => new W_TupleObject(typeOf(w_t).mro_w));
  getset(w_type, "__flags__", (_, w_t) => newint(flagsOf(typeOf(w_t))));
  getset(w_type, "__text_signature__", () => w_None);
  getset(w_type, "__weakref__", () => w_None);
  getset(w_type, "__abstractmethods__", abstractMethods, setAbstractMethods, (s, w_t) => {
    abstractMethods(s, w_t);
    typeOf(w_t).delete_attribute("__abstractmethods__");
  });
  getset(w_type, "__dict__", (_, w_t) => {
    return new W_MappingProxy(new W_DictObject(new TypeDictStorage(typeOf(w_t))));
  });
}

function flagsOf(w_class: W_TypeObject): number {
  const HEAPTYPE = 1 << 9;
  const ABSTRACT = 1 << 20;
  return (w_class.isHeapType ? HEAPTYPE : 0) | (w_class.is_abstract ? ABSTRACT : 0);
}

function abstractMethods(space: ObjSpace, w_type: W_Root): W_Root {
  const w_names = typeOf(w_type).dict_w.get("__abstractmethods__");
  if (w_names !== undefined) return w_names;
  throw oefmt(space, space.w_AttributeError, "__abstractmethods__");
}

function setAbstractMethods(space: ObjSpace, w_type: W_Root, w_names: W_Root): void {
  typeOf(w_type).set_attribute("__abstractmethods__", w_names);
  typeOf(w_type).set_abstract(space.is_true(w_names));
}

/** Assigns `__bases__`: checks them, then computes the order of this class and all below it. */
function setBases(space: ObjSpace, w_obj: W_Root, w_bases: W_Root): void {
  const w_class = typeOf(w_obj);
  const { name } = w_class;
  if (!w_class.isHeapType) throw typeError(space, `can't set ${name}.__bases__`);
  if (!(w_bases instanceof W_TupleObject)) {
    const what = typeName(space, w_bases);
    throw typeError(space, `can only assign tuple to ${name}.__bases__, not ${what}`);
  }
  if (w_bases.items.length === 0) {
    throw typeError(space, `can only assign non-empty tuple to ${name}.__bases__, not ()`);
  }
  const bases_w = iterable_to_array(space, w_bases, -1).map((w_base) => {
    if (!(w_base instanceof W_TypeObject)) {
      const what = typeName(space, w_base);
      const message = `${name}.__bases__ must be tuple of old- or new-style classes, not '${what}'`;
      throw typeError(space, message);
    }
    if (w_base.issubtype(w_class)) {
      throw typeError(space, "a __bases__ item causes an inheritance cycle");
    }
    return w_base;
  });
  const w_best = bestBase(space, bases_w);
  const w_old = bestBase(space, w_class.bases_w);
  if (!haveSameLayout(w_best, w_old) && w_best.slotLayout !== w_old.slotLayout) {
    throw layoutDiffers(space, "__bases__", w_best, w_old);
  }
  const mros = newMros(space, w_class, bases_w);
  for (const [w_type, mro_w] of mros) w_type.mro_w = mro_w;
  w_class.changeBases(bases_w);
  for (const w_type of mros.keys()) overrideMro(space, w_type);
}

/** The orders of a class with new bases and of its subclasses; throws before any changes. */
function newMros(
  space: ObjSpace,
  w_class: W_TypeObject,
  bases_w: readonly W_TypeObject[],
): Map<W_TypeObject, W_TypeObject[]> {
  const mros = new Map<W_TypeObject, W_TypeObject[]>();
  const saved: [W_TypeObject, readonly W_TypeObject[]][] = [];
  const visit = (w_type: W_TypeObject, from_w: readonly W_TypeObject[]): void => {
    const mro_w = [w_type, ...defaultMro(space, from_w)];
    saved.push([w_type, w_type.mro_w]);
    mros.set(w_type, mro_w);
    w_type.mro_w = mro_w;
    for (const w_sub of w_type.direct_subclasses()) visit(w_sub, w_sub.bases_w);
  };
  try {
    visit(w_class, bases_w);
  } finally {
    for (const [w_type, mro_w] of saved) w_type.mro_w = mro_w;
  }
  return mros;
}
