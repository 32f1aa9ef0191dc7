/**
 * Descriptors: what an attribute found on a type means for an instance.
 *
 * Counterpart: pypy/objspace/descroperation.py, pypy/interpreter/typedef.py.
 */

import { bind, call_function } from "./call.ts";
import { oefmt } from "./errors.ts";
import { GetSetProperty, W_AbstractFunction, W_Member, W_Property } from "./function.ts";
import { W_ObjectObject } from "./instance-object.ts";
import { w_None } from "./singletons.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import type { W_Root } from "./w-root.ts";

/** What a descriptor gives for an instance, or null when it has no value. */
export function get_descr(
  space: ObjSpace,
  w_descr: W_Root,
  w_obj: W_Root,
  w_type: W_TypeObject,
): W_Root | null {
  if (w_descr instanceof W_Property) return call_getter(space, w_descr, w_obj);
  if (w_descr instanceof GetSetProperty) return w_descr.get(space, w_obj);
  if (w_descr instanceof W_Member) return (w_obj as W_ObjectObject).getslotvalue(w_descr.key);
  return bind(space, w_descr, w_obj, w_type);
}

export function call_getter(space: ObjSpace, w_property: W_Property, w_obj: W_Root): W_Root {
  const w_fget = w_property.w_fget;
  if (w_fget === w_None) throw oefmt(space, space.w_AttributeError, "unreadable attribute");
  return call_function(space, w_fget, [w_obj]);
}

/** Whether what a descriptor gives goes before the instance's own attribute. */
export function overrides_attribute(space: ObjSpace, w_descr: W_Root): boolean {
  if (!is_data_descr(space, w_descr)) return false;
  if (!(w_descr instanceof W_ObjectObject)) return true;
  return w_descr.getclass(space).lookup("__get__") !== null;
}

/** Whether a descriptor is asked when the attribute is set or deleted. */
export function is_data_descr(space: ObjSpace, w_descr: W_Root): boolean {
  if (w_descr instanceof W_AbstractFunction) return false;
  if (w_descr instanceof W_Property) return true;
  if (w_descr instanceof GetSetProperty || w_descr instanceof W_Member) return true;
  if (!(w_descr instanceof W_ObjectObject)) return false;
  const w_type = w_descr.getclass(space);
  return w_type.lookup("__set__") !== null || w_type.lookup("__delete__") !== null;
}
