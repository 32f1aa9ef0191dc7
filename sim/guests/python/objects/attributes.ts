/**
 * Attributes: getting them, and the methods that CALL_METHOD calls unbound.
 *
 * Counterpart: pypy/objspace/descroperation.py, pypy/objspace/std/{mapdict,callmethod}.py.
 */

import { promote } from "../../../hints/hints.ts";
import { bind, call_function, call_looked_up } from "./call.ts";
import { get_descr, overrides_attribute } from "./descriptors.ts";
import { oefmt, typeName } from "./errors.ts";
import { W_DictObject } from "./dict-object.ts";
import {
  W_AbstractFunction,
  W_BuiltinMethod,
  W_ClassMethod,
  W_Member,
  W_Method,
  W_StaticMethod,
} from "./function.ts";
import { W_IntObject } from "./int-object.ts";
import { W_ListObject } from "./list-object.ts";
import { W_ObjectObject } from "./instance-object.ts";
import { isError } from "./iteration.ts";
import { W_Module } from "./module-object.ts";
import type { OperationError } from "./operation-error.ts";
import type { ObjSpace } from "./space.ts";
import { W_SuperObject } from "./super-object.ts";
import { typeAttribute } from "./type-attributes.ts";
import { W_TypeObject } from "./type-object.ts";
import { newtext, W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

/** `w_obj.name`. */
export function getattr(space: ObjSpace, w_obj: W_Root, name: string): W_Root {
  if (w_obj instanceof W_ObjectObject) return instance_getattr(space, w_obj, name);
  if (w_obj instanceof W_Module) {
    const w_value = w_obj.namespace.getitem_str(space, name);
    if (w_value !== null) return w_value;
  }
  if (w_obj instanceof W_TypeObject) {
    const w_value = class_attribute(space, w_obj, name);
    if (w_value !== null) return w_value;
  }
  return getattr_builtin(space, w_obj, name);
}

/** An attribute that a plain class has, when that is simple; else null. */
export function class_attribute(
  space: ObjSpace,
  w_type: W_TypeObject,
  name: string,
): W_Root | null {
  if (w_type.w_metaclass !== null || space.w_type.lookup(name) !== null) return null;
  const w_value = w_type.lookup(name);
  if (w_value === null || w_value instanceof W_AbstractFunction) return w_value;
  if (w_value instanceof W_StaticMethod) return w_value.w_function;
  if (w_value instanceof W_ClassMethod) return bind(space, w_value, w_type, w_type);
  return is_plain_value(w_value) ? w_value : null;
}

/** Whether a value surely is no descriptor. */
export function is_plain_value(w_value: W_Root): boolean {
  if (w_value instanceof W_IntObject || w_value instanceof W_UnicodeObject) return true;
  return w_value instanceof W_ListObject || w_value instanceof W_DictObject;
}

/** An attribute of an instance of a Python class. */
export function instance_getattr(space: ObjSpace, w_obj: W_ObjectObject, name: string): W_Root {
  const w_type = w_obj.getclass(space);
  if (w_type.lookup("__getattribute__") !== space.w_object_getattribute) {
    return getattr_hooked(space, w_obj, name);
  }
  const w_descr = w_type.lookup(name);
  if (w_descr !== null && overrides_attribute(space, w_descr)) {
    return bound_attribute(space, w_descr, w_obj, w_type, name);
  }
  const w_value = w_obj.getdictvalue(name);
  if (w_value !== null) return w_value;
  if (w_descr !== null) return bound_attribute(space, w_descr, w_obj, w_type, name);
  return getattr_missing(space, w_obj, w_type, name);
}

/** What a descriptor gives; an AttributeError of its getter leads to `__getattr__`. */
export function bound_attribute(
  space: ObjSpace,
  w_descr: W_Root,
  w_obj: W_ObjectObject,
  w_type: W_TypeObject,
  name: string,
): W_Root {
  if (w_descr instanceof W_AbstractFunction) return new W_Method(w_descr, w_obj);
  if (w_type.lookup("__getattr__") !== null) {
    return getattr_or_hook(space, w_descr, w_obj, w_type, name);
  }
  const w_value = get_descr(space, w_descr, w_obj, w_type);
  if (w_value === null) throw missingValue(space, w_descr, w_obj, name);
  return w_value;
}

export function getattr_or_hook(
  space: ObjSpace,
  w_descr: W_Root,
  w_obj: W_ObjectObject,
  w_type: W_TypeObject,
  name: string,
): W_Root {
  let w_value: W_Root | null = null;
  try {
    w_value = get_descr(space, w_descr, w_obj, w_type);
  } catch (error) {
    if (!is_attribute_error(space, error)) throw error;
  }
  return w_value === null ? getattr_missing(space, w_obj, w_type, name) : w_value;
}

/** @dont_look_inside @cannot_raise */
export function is_attribute_error(space: ObjSpace, error: unknown): boolean {
  return isError(space, error, "AttributeError");
}

/** An unset slot: PyPy names it and nothing else. @dont_look_inside @cannot_raise */
export function missingValue(
  space: ObjSpace,
  w_descr: W_Root,
  w_obj: W_Root,
  name: string,
): OperationError {
  if (w_descr instanceof W_Member) return oefmt(space, space.w_AttributeError, w_descr.name);
  return noAttribute(space, w_obj, name);
}

/** `__getattr__`, or AttributeError. */
export function getattr_missing(
  space: ObjSpace,
  w_obj: W_Root,
  w_type: W_TypeObject,
  name: string,
): W_Root {
  const w_getattr = w_type.lookup("__getattr__");
  if (w_getattr === null) throw noAttribute(space, w_obj, name);
  return call_looked_up(space, w_getattr, w_obj, [newtext(name)], null);
}

/** @dont_look_inside @cannot_raise */
export function noAttribute(space: ObjSpace, w_obj: W_Root, name: string): OperationError {
  const error = oefmt(space, space.w_AttributeError, noAttributeText(space, w_obj, name));
  error.w_value.setField("name", newtext(name));
  error.w_value.setField("obj", w_obj);
  return error;
}

function noAttributeText(space: ObjSpace, w_obj: W_Root, name: string): string {
  if (w_obj instanceof W_TypeObject) {
    return `type object '${w_obj.name}' has no attribute '${name}'`;
  }
  if (w_obj instanceof W_Module) {
    const text = `module '${w_obj.name}' has no attribute '${name}'`;
    if (!space.initializing.has(w_obj)) return text;
    return `partially initialized ${text} (most likely due to a circular import)`;
  }
  return `'${typeName(space, w_obj)}' object has no attribute '${name}'`;
}

/**
 * An attribute of an object whose class defines `__getattribute__`.
 * @dont_look_inside @may_force
 */
export function getattr_hooked(space: ObjSpace, w_obj: W_Root, name: string): W_Root {
  const w_type = w_obj.getclass(space);
  const w_hook = w_type.lookup("__getattribute__")!;
  try {
    return call_looked_up(space, w_hook, w_obj, [newtext(name)], null);
  } catch (error) {
    if (!isError(space, error, "AttributeError")) throw error;
    const w_getattr = w_type.lookup("__getattr__");
    if (w_getattr === null) throw error;
    return call_looked_up(space, w_getattr, w_obj, [newtext(name)], null);
  }
}

/** What `object.__getattribute__` does. @dont_look_inside @may_force */
export function genericGetattr(space: ObjSpace, w_obj: W_Root, name: string): W_Root {
  const w_value = builtinAttribute(space, w_obj, name);
  if (w_value !== null) return w_value;
  const w_descr = w_obj.getclass(space).lookup(name);
  throw w_descr === null
    ? noAttribute(space, w_obj, name)
    : missingValue(space, w_descr, w_obj, name);
}

/** An attribute of a value of a built-in type. @dont_look_inside @may_force */
export function getattr_builtin(space: ObjSpace, w_obj: W_Root, name: string): W_Root {
  const w_type = w_obj.getclass(space);
  if (!w_type.isHeapType) {
    const w_value = builtinAttribute(space, w_obj, name);
    if (w_value !== null) return w_value;
    if (w_obj instanceof W_Module) return moduleAttribute(space, w_obj, name);
    throw noAttribute(space, w_obj, name);
  }
  if (!(w_type.lookup("__getattribute__") instanceof W_BuiltinMethod)) {
    return getattr_hooked(space, w_obj, name);
  }
  let w_value: W_Root | null = null;
  try {
    w_value = builtinAttribute(space, w_obj, name);
  } catch (error) {
    if (!isError(space, error, "AttributeError")) throw error;
    if (w_type.lookup("__getattr__") === null) throw error;
  }
  return w_value ?? getattr_missing(space, w_obj, w_type, name);
}

/** By the module's own `__getattr__`. */
function moduleAttribute(space: ObjSpace, w_module: W_Module, name: string): W_Root {
  const w_getattr = w_module.namespace.getitem_str(space, "__getattr__");
  if (w_getattr === null) throw noAttribute(space, w_module, name);
  return call_function(space, w_getattr, [newtext(name)]);
}

function builtinAttribute(space: ObjSpace, w_obj: W_Root, name: string): W_Root | null {
  if (w_obj instanceof W_TypeObject) return typeAttribute(space, w_obj, name);
  if (w_obj instanceof W_SuperObject) {
    const w_found = w_obj.getown(space, name);
    if (w_found !== null) return w_found;
  }
  const w_type = w_obj.getclass(space);
  const w_descr = w_type.lookup(name);
  if (w_descr !== null && overrides_attribute(space, w_descr)) {
    return get_descr(space, w_descr, w_obj, w_type);
  }
  const w_own =
    w_obj instanceof W_ObjectObject ? w_obj.getdictvalue(name) : w_obj.getown(space, name);
  if (w_own !== null) return w_own;
  if (w_descr !== null) return bind(space, w_descr, w_obj, w_type);
  return w_obj instanceof W_Method ? getattr(space, w_obj.w_function, name) : null;
}

/** As getattr, null instead of AttributeError. @dont_look_inside @may_force */
export function getattr_or_null(space: ObjSpace, w_obj: W_Root, name: string): W_Root | null {
  try {
    return getattr(space, w_obj, name);
  } catch (error) {
    if (isError(space, error, "AttributeError")) return null;
    throw error;
  }
}

/** Calls the method `name` of `w_obj`. */
export function call_method(
  space: ObjSpace,
  w_obj: W_Root,
  name: string,
  args_w: W_Root[],
): W_Root {
  const w_descr = load_method_descr(space, w_obj, name);
  if (w_descr !== null) return call_looked_up(space, w_descr, w_obj, args_w, null);
  return call_function(space, getattr(space, w_obj, name), args_w);
}

/**
 * The function that `w_obj.name` would bind, when it is a plain function of the type that nothing
 * hides; else null.
 */
export function load_method_descr(space: ObjSpace, w_obj: W_Root, name: string): W_Root | null {
  if (w_obj instanceof W_TypeObject || w_obj instanceof W_Module) return null;
  const w_type = w_obj.getclass(space);
  if (w_type.lookup("__getattribute__") !== space.w_object_getattribute) return null;
  const w_descr = w_type.lookup(name);
  if (!(w_descr instanceof W_AbstractFunction)) return null;
  if (w_obj instanceof W_ObjectObject) {
    const map = promote(w_obj.map);
    return map.isDevolved || map.find(name) >= 0 ? null : w_descr;
  }
  return w_obj.takes_own_attributes() ? null : w_descr;
}
