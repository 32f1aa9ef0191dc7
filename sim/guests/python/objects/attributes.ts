/**
 * Attributes: getting, setting, deleting, and the methods that CALL_METHOD calls unbound.
 *
 * Counterpart: pypy/objspace/descroperation.py, pypy/objspace/std/{mapdict,callmethod}.py.
 */

import { promote } from "../../../hints/hints.ts";
import { bind, call_function, call_looked_up, lookup } from "./call.ts";
import { oefmt, typeName } from "./errors.ts";
import { GetSetProperty, W_AbstractFunction, W_Member, W_Property } from "./function.ts";
import { W_ObjectObject } from "./instance-object.ts";
import { isError } from "./iteration.ts";
import { W_Module } from "./module-object.ts";
import type { OperationError } from "./operation-error.ts";
import type { ObjSpace } from "./space.ts";
import { typeAttribute } from "./type-attributes.ts";
import { W_TypeObject } from "./type-object.ts";
import { newtext } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";
import { w_None } from "./singletons.ts";

/** `w_obj.name`. */
export function getattr(space: ObjSpace, w_obj: W_Root, name: string): W_Root {
  if (w_obj instanceof W_ObjectObject) return instance_getattr(space, w_obj, name);
  if (w_obj instanceof W_Module) {
    const w_value = w_obj.namespace.getitem_str(space, name);
    if (w_value !== null) return w_value;
  }
  if (w_obj instanceof W_TypeObject) {
    const w_value = w_obj.lookup(name);
    if (w_value instanceof W_AbstractFunction && w_obj.w_metaclass === null) {
      if (space.w_type.lookup(name) === null) return w_value;
    }
  }
  return getattr_builtin(space, w_obj, name);
}

/** An attribute of an instance of a Python class. */
export function instance_getattr(space: ObjSpace, w_obj: W_ObjectObject, name: string): W_Root {
  const w_type = w_obj.getclass(space);
  if (w_type.lookup("__getattribute__") !== space.w_object_getattribute) {
    return getattr_hooked(space, w_obj, name);
  }
  const w_descr = w_type.lookup(name);
  if (w_descr !== null && is_data_descr(space, w_descr)) {
    const w_value = get_data_descr(space, w_descr, w_obj, w_type);
    if (w_value !== null) return w_value;
    if (w_descr instanceof W_Member) throw emptySlot(space, name);
    return getattr_missing(space, w_obj, w_type, name);
  }
  const w_value = w_obj.getdictvalue(name);
  if (w_value !== null) return w_value;
  if (w_descr !== null) return bind(space, w_descr, w_obj, w_type);
  return getattr_missing(space, w_obj, w_type, name);
}

/** An unset slot: PyPy names it and nothing else. @dont_look_inside @cannot_raise */
export function emptySlot(space: ObjSpace, name: string): OperationError {
  return oefmt(space, space.w_AttributeError, name);
}

/** The value that a data descriptor gives, or null when it has none. */
export function get_data_descr(
  space: ObjSpace,
  w_descr: W_Root,
  w_obj: W_Root,
  w_type: W_TypeObject,
): W_Root | null {
  if (w_descr instanceof W_Property) return call_getter(space, w_descr, w_obj);
  if (w_descr instanceof GetSetProperty) return w_descr.get(space, w_obj);
  if (w_descr instanceof W_Member) return (w_obj as W_ObjectObject).getdictvalue(w_descr.name);
  return bind(space, w_descr, w_obj, w_type);
}

export function call_getter(space: ObjSpace, w_property: W_Property, w_obj: W_Root): W_Root {
  const w_fget = w_property.w_fget;
  if (w_fget === w_None) throw oefmt(space, space.w_AttributeError, "unreadable attribute");
  return call_function(space, w_fget, [w_obj]);
}

/** Whether a descriptor goes before the instance's own attributes. */
export function is_data_descr(space: ObjSpace, w_descr: W_Root): boolean {
  if (w_descr instanceof W_AbstractFunction) return false;
  if (w_descr instanceof W_Property) return true;
  if (w_descr instanceof GetSetProperty || w_descr instanceof W_Member) return true;
  if (!(w_descr instanceof W_ObjectObject)) return false;
  const w_type = w_descr.getclass(space);
  return w_type.lookup("__set__") !== null || w_type.lookup("__delete__") !== null;
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
  return oefmt(space, space.w_AttributeError, noAttributeText(space, w_obj, name));
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
export function getattr_hooked(space: ObjSpace, w_obj: W_ObjectObject, name: string): W_Root {
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
  if (w_value === null) throw noAttribute(space, w_obj, name);
  return w_value;
}

/** An attribute of a value of a built-in type. @dont_look_inside @may_force */
export function getattr_builtin(space: ObjSpace, w_obj: W_Root, name: string): W_Root {
  const w_value = builtinAttribute(space, w_obj, name);
  if (w_value !== null) return w_value;
  if (w_obj instanceof W_Module) return moduleAttribute(space, w_obj, name);
  return getattr_missing(space, w_obj, w_obj.getclass(space), name);
}

/** By the module's own `__getattr__`. */
function moduleAttribute(space: ObjSpace, w_module: W_Module, name: string): W_Root {
  const w_getattr = w_module.namespace.getitem_str(space, "__getattr__");
  if (w_getattr === null) throw noAttribute(space, w_module, name);
  return call_function(space, w_getattr, [newtext(name)]);
}

function builtinAttribute(space: ObjSpace, w_obj: W_Root, name: string): W_Root | null {
  if (w_obj instanceof W_TypeObject) return typeAttribute(space, w_obj, name);
  const w_type = w_obj.getclass(space);
  const w_descr = w_type.lookup(name);
  if (w_descr !== null && is_data_descr(space, w_descr)) {
    return get_data_descr(space, w_descr, w_obj, w_type);
  }
  const w_own = w_obj.getown(space, name);
  if (w_own !== null) return w_own;
  return w_descr === null ? null : bind(space, w_descr, w_obj, w_type);
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
    return promote(w_obj.map).find(name) < 0 ? w_descr : null;
  }
  return w_obj.takes_own_attributes() ? null : w_descr;
}

/** STORE_ATTR: `w_obj.name = w_value`. */
export function setattr(space: ObjSpace, w_obj: W_Root, name: string, w_value: W_Root): void {
  if (w_obj instanceof W_ObjectObject) {
    const w_type = w_obj.getclass(space);
    if (w_type.lookup("__setattr__") === space.w_object_setattr) {
      const w_descr = w_type.lookup(name);
      if (w_descr === null || !is_data_descr(space, w_descr)) {
        if (w_type.hasDict) {
          w_obj.setdictvalue(name, w_value);
          return;
        }
      }
    }
  }
  setattr_general(space, w_obj, name, w_value);
}

/** @dont_look_inside @may_force */
export function setattr_general(
  space: ObjSpace,
  w_obj: W_Root,
  name: string,
  w_value: W_Root,
): void {
  const w_hook = lookup(space, w_obj, "__setattr__")!;
  if (w_hook === space.w_object_setattr) genericSetattr(space, w_obj, name, w_value);
  else call_looked_up(space, w_hook, w_obj, [newtext(name), w_value], null);
}

/** What `object.__setattr__` does. */
export function genericSetattr(
  space: ObjSpace,
  w_obj: W_Root,
  name: string,
  w_value: W_Root,
): void {
  const w_type = w_obj.getclass(space);
  const w_descr = w_type.lookup(name);
  if (w_descr !== null && setThroughDescr(space, w_descr, w_obj, name, w_value)) return;
  if (w_obj instanceof W_ObjectObject && w_type.hasDict) w_obj.setdictvalue(name, w_value);
  else if (!w_obj.setown(space, name, w_value)) throw cannotSet(space, w_obj, name, w_descr);
}

function cannotSet(
  space: ObjSpace,
  w_obj: W_Root,
  name: string,
  w_descr: W_Root | null,
): OperationError {
  if (w_descr === null) {
    const text = `'${typeName(space, w_obj)}' object has no attribute '${name}'`;
    return oefmt(space, space.w_AttributeError, text);
  }
  const message = `'${typeName(space, w_obj)}' object attribute '${name}' is read-only`;
  return oefmt(space, space.w_AttributeError, message);
}

function setThroughDescr(
  space: ObjSpace,
  w_descr: W_Root,
  w_obj: W_Root,
  name: string,
  w_value: W_Root,
): boolean {
  if (w_descr instanceof W_Property) {
    if (w_descr.w_fset === w_None) {
      throw oefmt(space, space.w_AttributeError, "can't set attribute");
    }
    call_function(space, w_descr.w_fset, [w_obj, w_value]);
    return true;
  }
  if (w_descr instanceof GetSetProperty) {
    if (w_descr.set(space, w_obj, w_value)) return true;
    throw oefmt(space, space.w_AttributeError, `readonly attribute '${name}'`);
  }
  if (w_descr instanceof W_Member) {
    (w_obj as W_ObjectObject).setdictvalue(name, w_value);
    return true;
  }
  if (!(w_descr instanceof W_ObjectObject)) return false;
  const w_set = lookup(space, w_descr, "__set__");
  if (w_set === null) return false;
  call_looked_up(space, w_set, w_descr, [w_obj, w_value], null);
  return true;
}

/** DELETE_ATTR. @dont_look_inside @may_force */
export function delattr(space: ObjSpace, w_obj: W_Root, name: string): void {
  const w_hook = lookup(space, w_obj, "__delattr__")!;
  if (w_hook === space.w_object_delattr) genericDelattr(space, w_obj, name);
  else call_looked_up(space, w_hook, w_obj, [newtext(name)], null);
}

/** What `object.__delattr__` does. */
export function genericDelattr(space: ObjSpace, w_obj: W_Root, name: string): void {
  const w_descr = lookup(space, w_obj, name);
  if (w_descr instanceof W_Property) {
    if (w_descr.w_fdel === w_None) {
      throw oefmt(space, space.w_AttributeError, "can't delete attribute");
    }
    call_function(space, w_descr.w_fdel, [w_obj]);
    return;
  }
  if (w_descr instanceof W_ObjectObject) {
    const w_delete = lookup(space, w_descr, "__delete__");
    if (w_delete !== null) {
      call_looked_up(space, w_delete, w_descr, [w_obj], null);
      return;
    }
  }
  if (w_obj instanceof W_ObjectObject && w_obj.deldictvalue(name)) return;
  if (w_obj.delown(space, name)) return;
  throw cannotSet(space, w_obj, name, w_descr);
}
