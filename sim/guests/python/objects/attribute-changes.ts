/**
 * Attributes: setting and deleting.
 *
 * Counterpart: pypy/objspace/descroperation.py, pypy/objspace/std/mapdict.py.
 */

import { is_data_descr } from "./descriptors.ts";
import { call_function, call_looked_up, lookup } from "./call.ts";
import { oefmt, typeName } from "./errors.ts";
import { GetSetProperty, W_Member, W_Property } from "./function.ts";
import { W_ObjectObject } from "./instance-object.ts";
import type { OperationError } from "./operation-error.ts";
import { w_None } from "./singletons.ts";
import type { ObjSpace } from "./space.ts";
import { ownName } from "./text.ts";
import { W_TypeObject } from "./type-object.ts";
import { newtext } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

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
      } else if (w_descr instanceof W_Member) {
        w_obj.setslotvalue(w_descr.key, w_value);
        return;
      } else if (w_descr instanceof W_Property && w_descr.w_fset !== w_None) {
        call_function(space, w_descr.w_fset, [w_obj, w_value]);
        return;
      }
    }
  }
  if (w_obj instanceof W_TypeObject && w_obj.w_metaclass === null) {
    if (space.w_type.lookup(name) === null && w_obj.write_own_cell(name, w_value)) return;
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
  const what = `'${typeName(space, w_obj)}' object`;
  const text =
    w_descr === null
      ? `${what} has no attribute '${name}'`
      : `${what} attribute '${name}' is read-only`;
  return oefmt(space, space.w_AttributeError, text);
}

function setThroughDescr(
  space: ObjSpace,
  w_descr: W_Root,
  w_obj: W_Root,
  name: string,
  w_value: W_Root,
): boolean {
  if (w_descr instanceof W_Property) setProperty(space, w_descr, w_obj, w_value);
  else if (w_descr instanceof GetSetProperty) {
    if (!w_descr.set(space, w_obj, w_value)) {
      throw oefmt(space, space.w_AttributeError, `readonly attribute '${name}'`);
    }
  } else if (w_descr instanceof W_Member) {
    (w_obj as W_ObjectObject).setslotvalue(w_descr.key, w_value);
  } else {
    if (!(w_descr instanceof W_ObjectObject)) return false;
    const w_set = lookup(space, w_descr, "__set__");
    if (w_set === null) {
      if (lookup(space, w_descr, "__delete__") === null) return false;
      throw notSuchDescriptor(space, w_descr, "set");
    }
    call_looked_up(space, w_set, w_descr, [w_obj, w_value], null);
  }
  return true;
}

/** What `property.__set__` does. */
export function setProperty(
  space: ObjSpace,
  w_property: W_Property,
  w_obj: W_Root,
  w_value: W_Root,
): void {
  if (w_property.w_fset === w_None) {
    throw oefmt(space, space.w_AttributeError, "can't set attribute");
  }
  call_function(space, w_property.w_fset, [w_obj, w_value]);
}

/** What `property.__delete__` does. */
export function deleteProperty(space: ObjSpace, w_property: W_Property, w_obj: W_Root): void {
  if (w_property.w_fdel === w_None) {
    throw oefmt(space, space.w_AttributeError, "can't delete attribute");
  }
  call_function(space, w_property.w_fdel, [w_obj]);
}

function notSuchDescriptor(space: ObjSpace, w_descr: W_Root, what: string): OperationError {
  const text = `'${typeName(space, w_descr)}' object is not a descriptor with ${what}`;
  return oefmt(space, space.w_AttributeError, text);
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
  if (w_descr !== null && deleteThroughDescr(space, w_descr, w_obj)) return;
  const isDeleted =
    w_obj instanceof W_ObjectObject ? w_obj.deldictvalue(name) : w_obj.delown(space, name);
  if (!isDeleted) throw cannotSet(space, w_obj, name, w_descr);
}

function deleteThroughDescr(space: ObjSpace, w_descr: W_Root, w_obj: W_Root): boolean {
  if (w_descr instanceof W_Property) deleteProperty(space, w_descr, w_obj);
  else if (w_descr instanceof GetSetProperty) deleteComputed(space, w_descr, w_obj);
  else if (w_descr instanceof W_Member) {
    if (!(w_obj as W_ObjectObject).delslotvalue(w_descr.key)) {
      throw oefmt(space, space.w_AttributeError, w_descr.name);
    }
  } else {
    if (!is_data_descr(space, w_descr)) return false;
    const w_delete = lookup(space, w_descr, "__delete__");
    if (w_delete === null) throw notSuchDescriptor(space, w_descr, "delete");
    call_looked_up(space, w_delete, w_descr, [w_obj], null);
  }
  return true;
}

/** Deletes an attribute that is computed. */
export function deleteComputed(space: ObjSpace, w_descr: GetSetProperty, w_obj: W_Root): void {
  if (w_descr.delete(space, w_obj)) return;
  const text = `can't delete ${ownName(w_obj)}.${w_descr.name}`;
  throw oefmt(space, space.w_AttributeError, text);
}
