/**
 * The types `object` and `type`, and class statements.
 *
 * Counterpart: pypy/objspace/std/{objectobject,typeobject}.py, pypy/module/__builtin__/compiling.py
 * (build_class).
 */

import { W_Function } from "../interp/function.ts";
import { frame_of_body } from "../interp/function.ts";
import { bind, call_looked_up, lookup } from "../objects/call.ts";
import { InstanceDictStorage } from "../objects/celldict.ts";
import { Cell } from "../objects/cell.ts";
import { compareBuiltin } from "../objects/compare-builtin.ts";
import { COMPARE_METHODS } from "../objects/compare.ts";
import { newdict, W_DictObject } from "../objects/dict-object.ts";
import { oefmt, typeError, typeName, unsupported } from "../objects/errors.ts";
import { builtinFormat } from "../objects/format.ts";
import { GetSetProperty, W_ClassMethod, W_Member, W_StaticMethod } from "../objects/function.ts";
import { hashBuiltin, identityHash } from "../objects/hashing.ts";
import { is_w } from "../objects/identity.ts";
import { W_ObjectObject } from "../objects/instance-object.ts";
import { newbool, W_IntObject, w_True } from "../objects/int-object.ts";
import { call_type } from "../objects/instantiate.ts";
import { iterable_to_array } from "../objects/iteration.ts";
import { newlist } from "../objects/list-object.ts";
import { w_None, w_NotImplemented } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { builtinRepr, defaultStr, typeRepr } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { classMethod, getset, method, staticMethod } from "./define.ts";

/** Fills `object`. */
export function installObject(space: ObjSpace): void {
  const { w_object } = space;
  w_object.dict_w.set("__getattribute__", space.w_object_getattribute);
  w_object.dict_w.set("__setattr__", space.w_object_setattr);
  w_object.dict_w.set("__delattr__", space.w_object_delattr);
  w_object.dict_w.set("__new__", space.w_object_new);
  w_object.dict_w.set("__init__", space.w_object_init);
  method(w_object, "__repr__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  method(w_object, "__str__", "self, /", (s, [w_self]) => newtext(defaultStr(s, w_self!)));
  method(w_object, "__format__", "self, spec, /", (s, [w_self, w_spec]) =>
    newtext(builtinFormat(s, w_self!, (w_spec as W_UnicodeObject).value)),
  );
  method(
    w_object,
    "__hash__",
    "self, /",
    (s, [w_self]) => new W_IntObject(identityHash(s, w_self!)),
  );
  installComparisons(w_object);
  method(w_object, "__dir__", "self, /", (s, [w_self]) => newlist(attributeNames(s, w_self!)));
  method(w_object, "__init_subclass__", "*args, **kwargs", () => w_None);
  w_object.dict_w.set(
    "__init_subclass__",
    new W_ClassMethod(w_object.dict_w.get("__init_subclass__")!),
  );
  classMethod(w_object, "__subclasshook__", "cls, subclass, /", () => w_NotImplemented);
  getset(w_object, "__class__", (s, w_obj) => w_obj.getclass(s), refuseClassChange);
  getset(w_object, "__doc__", () => w_None);
}

function refuseClassChange(space: ObjSpace, _w_obj: W_Root, w_class: W_Root): void {
  if (!(w_class instanceof W_TypeObject)) {
    const name = typeName(space, w_class);
    throw typeError(space, `__class__ must be set to a class, not '${name}' object`);
  }
  throw unsupported(space, "assignment to __class__");
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
  const names = new Set<string>();
  const w_type = w_obj instanceof W_TypeObject ? w_obj : w_obj.getclass(space);
  for (const w_base of w_type.mro_w) for (const name of w_base.dict_w.keys()) names.add(name);
  if (w_obj instanceof W_ObjectObject) for (const name of w_obj.map.names()) names.add(name);
  return [...names].sort().map((name) => newtext(name));
}

/** The `__dict__` of classes and instances. */
function instanceDict(space: ObjSpace, w_obj: W_Root): W_Root | null {
  if (!(w_obj instanceof W_ObjectObject) || !w_obj.getclass(space).hasDict) return null;
  let w_dict = space.instanceDicts.get(w_obj);
  if (w_dict === undefined) {
    w_dict = new W_DictObject(new InstanceDictStorage(w_obj));
    space.instanceDicts.set(w_obj, w_dict);
  }
  return w_dict;
}

/** Fills `type`. */
export function installType(space: ObjSpace): void {
  const { w_type } = space;
  staticMethod(w_type, "__new__", "metatype, name=, bases=, namespace=, /, **kwargs", typeNew);
  method(w_type, "__init__", "self, /, *args, **kwargs", () => w_None);
  method(w_type, "__call__", "self, /, *args, **kwargs", (s, [w_self, w_args, w_kwargs]) => {
    const { args_w, kwnames } = splitKeywords(s, w_args!, w_kwargs!);
    return call_type(s, w_self as W_TypeObject, args_w, kwnames);
  });
  method(w_type, "__repr__", "self, /", (_, [w_self]) => newtext(typeRepr(w_self as W_TypeObject)));
  method(w_type, "mro", "self, /", (_, [w_self]) => newlist((w_self as W_TypeObject).mro_w));
  method(w_type, "__subclasses__", "self, /", (_, [w_self]) =>
    newlist((w_self as W_TypeObject).direct_subclasses()),
  );
  method(w_type, "__instancecheck__", "self, instance, /", (s, [w_self, w_obj]) =>
    newbool(w_obj!.getclass(s).issubtype(w_self as W_TypeObject)),
  );
  method(w_type, "__subclasscheck__", "self, subclass, /", (_, [w_self, w_sub]) =>
    newbool((w_sub as W_TypeObject).issubtype(w_self as W_TypeObject)),
  );
  getset(w_type, "__name__", (_, w_t) => newtext((w_t as W_TypeObject).short_name()), setTypeName);
  getset(
    w_type,
    "__qualname__",
    (_, w_t) => newtext((w_t as W_TypeObject).qualname),
    (_, w_t, w_n) => {
      (w_t as W_TypeObject).qualname = (w_n as W_UnicodeObject).value;
    },
  );
  getset(w_type, "__module__", (_, w_t) => (w_t as W_TypeObject).w_module ?? newtext("builtins"));
  getset(w_type, "__doc__", (_, w_t) => (w_t as W_TypeObject).dict_w.get("__doc__") ?? w_None);
  getset(w_type, "__bases__", (_, w_t) => new W_TupleObject((w_t as W_TypeObject).bases_w));
  getset(w_type, "__base__", (_, w_t) => (w_t as W_TypeObject).bases_w[0] ?? w_None);
  getset(w_type, "__mro__", (_, w_t) => new W_TupleObject((w_t as W_TypeObject).mro_w));
  getset(w_type, "__abstractmethods__", abstractMethods, (s, w_t, w_names) => {
    (w_t as W_TypeObject).set_attribute("__abstractmethods__", w_names);
    (w_t as W_TypeObject).set_abstract(s.is_true(w_names));
  });
  getset(w_type, "__dict__", (s, w_t) => typeDict(s, w_t as W_TypeObject));
}

function abstractMethods(space: ObjSpace, w_type: W_Root): W_Root {
  const w_names = (w_type as W_TypeObject).dict_w.get("__abstractmethods__");
  if (w_names !== undefined) return w_names;
  throw oefmt(space, space.w_AttributeError, "__abstractmethods__");
}

function setTypeName(space: ObjSpace, w_type: W_Root, w_name: W_Root): void {
  const target = w_type as W_TypeObject;
  if (!target.isHeapType) {
    throw typeError(space, `can't set attributes of built-in/extension type '${target.name}'`);
  }
  target.name = (w_name as W_UnicodeObject).value;
}

/** A copy of a class's attributes. DIFFERS: PyPy gives a live read-only view. */
function typeDict(space: ObjSpace, w_type: W_TypeObject): W_Root {
  const w_dict = newdict();
  for (const [name, w_value] of w_type.dict_w) w_dict.storage.setitem_str(space, name, w_value);
  return w_dict;
}

/** Positional arguments and keywords as one array. */
export function splitKeywords(
  space: ObjSpace,
  w_args: W_Root,
  w_kwargs: W_Root,
): { args_w: W_Root[]; kwnames: readonly string[] | null } {
  const args_w = [...(w_args as W_TupleObject).items];
  const names: string[] = [];
  for (const [w_name, w_value] of (w_kwargs as W_DictObject).storage.pairs(space)) {
    names.push((w_name as W_UnicodeObject).value);
    args_w.push(w_value);
  }
  return { args_w, kwnames: names.length === 0 ? null : names };
}

function typeNew(space: ObjSpace, args: readonly (W_Root | null)[]): W_Root {
  const [w_metatype, w_name, w_bases, w_namespace, w_kwargs] = args;
  if (w_name === null || (w_bases === null) !== (w_namespace === null)) {
    throw typeError(space, "type.__new__() takes 1 or 3 arguments");
  }
  if (w_bases === null) return w_name!.getclass(space);
  if (!(w_name instanceof W_UnicodeObject)) {
    throw typeError(space, "type() argument 1 must be string");
  }
  if (!(w_namespace instanceof W_DictObject)) {
    throw typeError(space, "type() argument 3 must be dict");
  }
  const bases_w = iterable_to_array(space, w_bases!, -1);
  const w_meta = w_metatype as W_TypeObject;
  return makeClass(space, w_meta, w_name.value, bases_w, w_namespace, w_kwargs as W_DictObject);
}

/** A new class. */
export function makeClass(
  space: ObjSpace,
  w_metatype: W_TypeObject,
  name: string,
  given_bases_w: readonly W_Root[],
  w_namespace: W_DictObject,
  w_kwargs: W_DictObject,
): W_TypeObject {
  const bases_w =
    given_bases_w.length === 0
      ? [space.w_object]
      : given_bases_w.map((w_base) => {
          if (w_base instanceof W_TypeObject) return w_base;
          throw typeError(space, "bases must be types");
        });
  for (const w_base of bases_w) {
    if (w_base.acceptsSubclasses) continue;
    throw typeError(space, `type '${w_base.name}' is not an acceptable base type`);
  }
  const layout = bestLayout(space, bases_w);
  const slots = slotsOf(space, w_namespace);
  const hasDict = slots === null || bases_w.some((w_base) => w_base.hasDict);
  const mro_tail = mergeMros(space, name, bases_w);
  const w_meta = w_metatype === space.w_type ? null : w_metatype;
  const w_class = new W_TypeObject(name, bases_w, mro_tail, layout, true, w_meta, hasDict);
  fillClass(space, w_class, w_namespace, slots);
  initSubclass(space, w_class, w_kwargs);
  return w_class;
}

function fillClass(
  space: ObjSpace,
  w_class: W_TypeObject,
  w_namespace: W_DictObject,
  slots: readonly string[] | null,
): void {
  for (const [w_key, w_value] of w_namespace.storage.pairs(space)) {
    const key = (w_key as W_UnicodeObject).value;
    if (key === "__qualname__") w_class.qualname = (w_value as W_UnicodeObject).value;
    else if (key === "__classcell__") (w_value as Cell).w_value = w_class;
    else w_class.dict_w.set(key, wrapSpecial(key, w_value));
  }
  w_class.w_module = w_class.dict_w.get("__module__") ?? null;
  if (w_class.dict_w.has("__eq__") && !w_class.dict_w.has("__hash__")) {
    w_class.dict_w.set("__hash__", w_None);
  }
  for (const slot of slots ?? []) w_class.dict_w.set(slot, new W_Member(slot, w_class));
  const isClass = w_class.layout === "type";
  if (!isClass && w_class.hasDict && !w_class.bases_w.some((w_base) => w_base.hasDict)) {
    w_class.dict_w.set("__dict__", new GetSetProperty("__dict__", instanceDict, null));
  }
  w_class.mutated();
  for (const [key, w_value] of w_class.dict_w) {
    if (!(w_value instanceof W_ObjectObject)) continue;
    const w_hook = lookup(space, w_value, "__set_name__");
    if (w_hook !== null) call_looked_up(space, w_hook, w_value, [w_class, newtext(key)], null);
  }
}

function wrapSpecial(key: string, w_value: W_Root): W_Root {
  if (!(w_value instanceof W_Function)) return w_value;
  if (key === "__new__") return new W_StaticMethod(w_value);
  const isClassMethod = key === "__init_subclass__" || key === "__class_getitem__";
  return isClassMethod ? new W_ClassMethod(w_value) : w_value;
}

function slotsOf(space: ObjSpace, w_namespace: W_DictObject): readonly string[] | null {
  const w_slots = w_namespace.storage.getitem_str(space, "__slots__");
  if (w_slots === null) return null;
  if (w_slots instanceof W_UnicodeObject) return [w_slots.value];
  const names = iterable_to_array(space, w_slots, -1).map((w_name) => {
    if (w_name instanceof W_UnicodeObject) return w_name.value;
    throw typeError(space, `__slots__ items must be strings, not '${typeName(space, w_name)}'`);
  });
  return names.includes("__dict__") ? null : names;
}

function bestLayout(space: ObjSpace, bases_w: readonly W_TypeObject[]): string {
  const layouts = new Set(bases_w.map((w_base) => w_base.layout));
  layouts.delete("object");
  if (layouts.size > 1) throw typeError(space, "instance layout conflicts in multiple inheritance");
  return [...layouts][0] ?? "object";
}

/** C3 linearization of the bases. */
function mergeMros(
  space: ObjSpace,
  name: string,
  bases_w: readonly W_TypeObject[],
): W_TypeObject[] {
  if (new Set(bases_w).size < bases_w.length) {
    throw typeError(space, `duplicate base class '${bases_w[0]!.name}'`);
  }
  const lists = [...bases_w.map((w_base) => [...w_base.mro_w]), [...bases_w]];
  const result: W_TypeObject[] = [];
  for (;;) {
    const open = lists.filter((list) => list.length > 0);
    if (open.length === 0) return result;
    const next = open.find((list) => !open.some((other) => other.indexOf(list[0]!) > 0));
    if (next === undefined) {
      const names = [...new Set(open.map((list) => list[0]!.name))].join(", ");
      throw typeError(space, `cycle among base classes: ${names} < ${name}`);
    }
    const w_next = next[0]!;
    result.push(w_next);
    for (const list of lists) if (list[0] === w_next) list.shift();
  }
}

function initSubclass(space: ObjSpace, w_class: W_TypeObject, w_kwargs: W_DictObject): void {
  for (let i = 1; i < w_class.mro_w.length; i++) {
    const w_hook = w_class.mro_w[i]!.dict_w.get("__init_subclass__");
    if (w_hook === undefined) continue;
    if (w_class.mro_w[i] === space.w_object) {
      if (w_kwargs.storage.size() > 0) {
        throw typeError(space, `${w_class.name}.__init_subclass__() takes no keyword arguments`);
      }
      return;
    }
    const w_bound = bind(space, w_hook, w_class, w_class);
    const { args_w, kwnames } = splitKeywords(space, new W_TupleObject([]), w_kwargs);
    w_bound.call_args(space, args_w, kwnames);
    return;
  }
}

/** `__build_class__(func, name, *bases, metaclass=None, **kwds)`. */
export function buildClass(space: ObjSpace, args: readonly (W_Root | null)[]): W_Root {
  const [w_func, w_name, w_bases, w_kwargs] = args;
  const given_w = (w_bases as W_TupleObject).items;
  const bases_w = given_w.flatMap((w_base) => resolveBase(space, w_base, w_bases!));
  const keywords = w_kwargs as W_DictObject;
  const w_metaclass = keywords.storage.delitem(space, newtext("metaclass"));
  const w_meta = winnerOf(space, w_metaclass, bases_w);
  const w_prepare = lookupClassAttribute(w_meta, "__prepare__");
  const w_tuple = new W_TupleObject(bases_w);
  let w_namespace: W_Root = newdict();
  if (w_prepare !== null) {
    const split = splitKeywords(space, new W_TupleObject([w_name!, w_tuple]), keywords);
    const w_bound = bind(space, w_prepare, w_meta, w_meta as W_TypeObject);
    w_namespace = w_bound.call_args(space, split.args_w, split.kwnames);
  }
  const w_result = runClassBody(space, w_func as W_Function, w_namespace);
  if (given_w.length !== bases_w.length) throw unsupported(space, "__mro_entries__");
  const call = splitKeywords(space, new W_TupleObject([w_name!, w_tuple, w_namespace]), keywords);
  const w_class = w_meta.call_args(space, call.args_w, call.kwnames);
  if (w_result instanceof Cell && w_result.w_value === null) w_result.w_value = w_class;
  return w_class;
}

function resolveBase(space: ObjSpace, w_base: W_Root, _w_bases: W_Root): W_Root[] {
  if (w_base instanceof W_TypeObject) return [w_base];
  if (lookup(space, w_base, "__mro_entries__") !== null) {
    throw unsupported(space, "__mro_entries__");
  }
  return [w_base];
}

function lookupClassAttribute(w_meta: W_Root, name: string): W_Root | null {
  return w_meta instanceof W_TypeObject ? w_meta.lookup(name) : null;
}

/** The metaclass: the most derived of the one given and those of the bases. */
function winnerOf(space: ObjSpace, w_given: W_Root | null, bases_w: readonly W_Root[]): W_Root {
  if (w_given !== null && !(w_given instanceof W_TypeObject)) return w_given;
  let w_winner = w_given ?? space.w_type;
  for (const w_base of bases_w) {
    const w_meta = w_base.getclass(space);
    if (w_winner.issubtype(w_meta)) continue;
    if (!w_meta.issubtype(w_winner)) {
      const message =
        "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases";
      throw typeError(space, message);
    }
    w_winner = w_meta;
  }
  return w_winner;
}

function runClassBody(space: ObjSpace, func: W_Function, w_namespace: W_Root): W_Root {
  const w_dict = w_namespace instanceof W_DictObject ? w_namespace : null;
  const w_mapping = w_dict === null ? w_namespace : null;
  const frame = frame_of_body(func.code, func.closure, w_dict, w_mapping);
  return space.executor.execute_frame(space, frame);
}
