/**
 * The types of descriptors: staticmethod, classmethod, property, super, and what built-in types and
 * `__slots__` make of attributes.
 *
 * Counterpart: pypy/module/__builtin__/descriptor.py, pypy/interpreter/{function,typedef}.py.
 */

import { deleteComputed, deleteProperty, setProperty } from "../objects/attribute-changes.ts";
import { genericGetattr, getattr_or_null, missingValue } from "../objects/attributes.ts";
import { bind_class_method, call_function } from "../objects/call.ts";
import { call_getter, get_descr } from "../objects/descriptors.ts";
import { oefmt, typeError, typeName } from "../objects/errors.ts";
import {
  type GetSetProperty,
  W_ClassMethod,
  type W_Member,
  W_Property,
  W_StaticMethod,
} from "../objects/function.ts";
import { builtinValue, W_ObjectObject } from "../objects/instance-object.ts";
import { newbool } from "../objects/int-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { make_super, W_SuperObject } from "../objects/super-object.ts";
import type { W_TupleObject } from "../objects/tuple-object.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { getset, isMissing, method, staticMethod, textArgument } from "./define.ts";
import { instanceOf } from "./instances.ts";

/** Fills all of them. */
export function installDescriptors(space: ObjSpace): void {
  installMethodWrappers(space);
  installProperty(space.w_property);
  installSuper(space.w_super);
  installGetSet(space.w_getset);
  installMember(space.w_member);
}

function installMethodWrappers(space: ObjSpace): void {
  const { w_staticmethod, w_classmethod } = space;
  staticMethod(w_staticmethod, "__new__", "cls, function, /", (s, [w_cls, w_f]) =>
    instanceOf(s, w_cls as W_TypeObject, new W_StaticMethod(w_f!)),
  );
  staticMethod(w_classmethod, "__new__", "cls, function, /", (s, [w_cls, w_f]) =>
    instanceOf(s, w_cls as W_TypeObject, new W_ClassMethod(w_f!)),
  );
  const functionOf = (w_obj: W_Root): W_Root => (builtinValue(w_obj) as W_StaticMethod).w_function;
  for (const w_type of [w_staticmethod, w_classmethod]) {
    method(w_type, "__init__", "self, function, /", () => w_None);
    getset(w_type, "__dict__", (s, w_s) => (builtinValue(w_s) as W_StaticMethod).own_dict(s));
    getset(w_type, "__func__", (_, w_s) => functionOf(w_s));
    getset(w_type, "__isabstractmethod__", (s, w_s) => newbool(isMarked(s, functionOf(w_s))));
  }
  method(w_staticmethod, "__get__", "self, obj, type=", (_, [w_self]) => functionOf(w_self!));
  method(w_classmethod, "__get__", "self, obj, klass=", (s, [w_self, w_obj, w_class]) => {
    const w_type = isMissing(w_class) ? w_obj!.getclass(s) : (w_class as W_TypeObject);
    return bind_class_method(s, builtinValue(w_self!) as W_ClassMethod, w_type);
  });
}

function isMarked(space: ObjSpace, w_function: W_Root): boolean {
  const w_mark = getattr_or_null(space, w_function, "__isabstractmethod__");
  return w_mark !== null && space.is_true(w_mark);
}

function propertyOf(w_obj: W_Root | null | undefined): W_Property {
  return builtinValue(w_obj!) as W_Property;
}

function installProperty(w_property: W_TypeObject): void {
  staticMethod(w_property, "__new__", "cls, /, *args, **kwargs", (s, [w_cls]) =>
    instanceOf(s, w_cls as W_TypeObject, new W_Property(w_None, w_None, w_None, w_None)),
  );
  method(w_property, "__init__", "self, fget=, fset=, fdel=, doc=", (s, args) => {
    const [w_self, w_fget, w_fset, w_fdel, w_doc] = args.map((w_value) => w_value ?? w_None);
    const property = propertyOf(w_self);
    property.initialize(w_fget!, w_fset!, w_fdel!);
    const w_getterDoc =
      w_doc === w_None && w_fget !== w_None ? getattr_or_null(s, w_fget!, "__doc__") : null;
    property.hasGetterDoc = w_getterDoc !== null;
    property.w_doc = w_getterDoc ?? w_doc!;
    if (w_self instanceof W_ObjectObject) w_self.setdictvalue("__doc__", property.w_doc);
    return w_None;
  });
  method(w_property, "__get__", "self, obj, objtype=", (s, [w_self, w_obj]) =>
    w_obj === w_None ? w_self! : call_getter(s, propertyOf(w_self), w_obj!),
  );
  method(w_property, "__set__", "self, obj, value", (s, [w_self, w_obj, w_value]) => {
    setProperty(s, propertyOf(w_self), w_obj!, w_value!);
    return w_None;
  });
  method(w_property, "__delete__", "self, obj", (s, [w_self, w_obj]) => {
    deleteProperty(s, propertyOf(w_self), w_obj!);
    return w_None;
  });
  installPropertyCopies(w_property);
  getset(w_property, "fget", (_, w_p) => propertyOf(w_p).w_fget);
  getset(w_property, "fset", (_, w_p) => propertyOf(w_p).w_fset);
  getset(w_property, "fdel", (_, w_p) => propertyOf(w_p).w_fdel);
  getset(
    w_property,
    "__doc__",
    (_, w_p) => propertyOf(w_p).w_doc,
    (_, w_p, w_doc) => {
      propertyOf(w_p).w_doc = w_doc;
      propertyOf(w_p).hasGetterDoc = false;
    },
  );
  getset(w_property, "__isabstractmethod__", (s, w_p) => {
    const { w_fget, w_fset, w_fdel } = propertyOf(w_p);
    return newbool([w_fget, w_fset, w_fdel].some((w_f) => isMarked(s, w_f)));
  });
}

function installPropertyCopies(w_property: W_TypeObject): void {
  const parts: readonly (readonly [string, string])[] = [
    ["getter", "getter"],
    ["setter", "setter"],
    ["deleter", "deleter"],
  ];
  parts.forEach(([name, parameter], position) => {
    method(w_property, name, `self, ${parameter}`, (s, [w_self, w_f]) => {
      const { w_fget, w_fset, w_fdel, w_doc, hasGetterDoc } = propertyOf(w_self);
      const args_w = [w_fget, w_fset, w_fdel, hasGetterDoc ? w_None : w_doc];
      if (w_f !== w_None) args_w[position] = w_f!;
      return call_function(s, w_self!.getclass(s), args_w);
    });
  });
}

function superOf(w_obj: W_Root | null | undefined): W_SuperObject {
  return builtinValue(w_obj!) as W_SuperObject;
}

function installSuper(w_super: W_TypeObject): void {
  staticMethod(w_super, "__new__", "cls, /, *args, **kwargs", (s, [w_cls, w_args]) => {
    const w_made = superOfArguments(s, (w_args as W_TupleObject).items);
    return instanceOf(s, w_cls as W_TypeObject, w_made);
  });
  method(w_super, "__init__", "self, type=, obj=", () => w_None);
  method(w_super, "__getattribute__", "self, name, /", (s, [w_self, w_name]) => {
    const name = textArgument(s, w_name!);
    const w_found = superOf(w_self).getown(s, name);
    return w_found ?? genericGetattr(s, w_self!, name);
  });
  method(w_super, "__get__", "self, obj, type=", (s, [w_self, w_obj]) => {
    const { w_self: w_bound, w_start } = superOf(w_self);
    if (w_bound !== null || w_obj === w_None) return w_self!;
    return call_function(s, w_self!.getclass(s), [w_start, w_obj!]);
  });
  method(w_super, "__repr__", "self, /", (s, [w_self]) => {
    const { w_start, w_objtype } = superOf(w_self);
    const bound = w_objtype === null ? "NULL" : `<${w_objtype.name} object>`;
    return newtext(`<${w_self!.getclass(s).name}: <class '${w_start.name}'>, ${bound}>`);
  });
  getset(w_super, "__thisclass__", (_, w_s) => superOf(w_s).w_start);
  getset(w_super, "__self__", (_, w_s) => superOf(w_s).w_self ?? w_None);
  getset(w_super, "__self_class__", (_, w_s) => superOf(w_s).w_objtype ?? w_None);
}

function superOfArguments(space: ObjSpace, args_w: readonly W_Root[]): W_Root {
  const [w_class, w_obj] = args_w;
  if (args_w.length > 2) {
    const count = `${args_w.length + 1} were given`;
    throw typeError(space, `__init__() takes from 1 to 3 positional arguments but ${count}`);
  }
  if (w_class === undefined) throw oefmt(space, space.w_RuntimeError, "super(): no arguments");
  if (w_obj !== undefined && w_obj !== w_None) return make_super(space, w_class, w_obj);
  if (!(w_class instanceof W_TypeObject)) throw typeError(space, "need type objects");
  return new W_SuperObject(w_class, null, null);
}

function installGetSet(w_getset: W_TypeObject): void {
  const self = (w_obj: W_Root | null | undefined): GetSetProperty => w_obj as GetSetProperty;
  method(w_getset, "__get__", "self, obj, type=, /", (s, [w_self, w_obj]) => {
    if (w_obj === w_None) return w_self!;
    const descr = self(w_self);
    checkOwner(s, descr, w_obj!);
    const w_value = descr.get(s, w_obj!);
    if (w_value === null) throw missingValue(s, descr, w_obj!, descr.name);
    return w_value;
  });
  method(w_getset, "__set__", "self, obj, value, /", (s, [w_self, w_obj, w_value]) => {
    const descr = self(w_self);
    checkOwner(s, descr, w_obj!);
    if (descr.set(s, w_obj!, w_value!)) return w_None;
    throw oefmt(s, s.w_AttributeError, `readonly attribute '${descr.name}'`);
  });
  method(w_getset, "__delete__", "self, obj, /", (s, [w_self, w_obj]) => {
    deleteComputed(s, self(w_self), w_obj!);
    return w_None;
  });
  getset(w_getset, "__name__", (_, w_d) => newtext(self(w_d).name));
  getset(w_getset, "__qualname__", (_, w_d) => {
    const { w_owner, name } = self(w_d);
    return newtext(w_owner === null ? name : `${w_owner.name}.${name}`);
  });
  getset(w_getset, "__objclass__", (s, w_d) => {
    const { w_owner } = self(w_d);
    if (w_owner === null)
      throw oefmt(s, s.w_AttributeError, "generic property has no __objclass__");
    return w_owner;
  });
  w_getset.dict_w.set("__doc__", w_None);
}

function checkOwner(space: ObjSpace, descr: GetSetProperty, w_obj: W_Root): void {
  const { w_owner } = descr;
  const w_type = w_obj.getclass(space);
  if (w_owner === null || w_type.issubtype(w_owner)) return;
  const message =
    w_owner === space.w_type
      ? `descriptor is for '${w_owner.name}'`
      : `'${w_owner.name}' object expected, got '${w_type.name}' instead`;
  throw typeError(space, message);
}

function installMember(w_member: W_TypeObject): void {
  const checked = (space: ObjSpace, w_descr: W_Root, w_obj: W_Root): [W_Member, W_ObjectObject] => {
    const descr = w_descr as W_Member;
    const isInstance = w_obj.getclass(space).issubtype(descr.w_owner);
    if (isInstance && w_obj instanceof W_ObjectObject) return [descr, w_obj];
    const name = typeName(space, w_obj);
    const what = `descriptor '${descr.name}' for '${descr.w_owner.name}' objects`;
    throw typeError(space, `${what} doesn't apply to '${name}' object`);
  };
  method(w_member, "__get__", "self, obj, objtype=, /", (s, [w_self, w_obj]) => {
    if (w_obj === w_None) return w_self!;
    const [descr, w_instance] = checked(s, w_self!, w_obj!);
    const w_value = get_descr(s, descr, w_instance, w_instance.getclass(s));
    if (w_value === null) throw oefmt(s, s.w_AttributeError, descr.name);
    return w_value;
  });
  method(w_member, "__set__", "self, obj, value, /", (s, [w_self, w_obj, w_value]) => {
    const [descr, w_instance] = checked(s, w_self!, w_obj!);
    w_instance.setslotvalue(descr.key, w_value!);
    return w_None;
  });
  method(w_member, "__delete__", "self, obj, /", (s, [w_self, w_obj]) => {
    const [descr, w_instance] = checked(s, w_self!, w_obj!);
    if (w_instance.delslotvalue(descr.key)) return w_None;
    throw oefmt(s, s.w_AttributeError, descr.name);
  });
  getset(w_member, "__name__", (_, w_d) => newtext((w_d as W_Member).name));
  getset(w_member, "__objclass__", (_, w_d) => (w_d as W_Member).w_owner);
}
