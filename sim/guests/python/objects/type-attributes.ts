/**
 * Attributes of types themselves.
 *
 * Counterpart: pypy/objspace/std/typeobject.py (descr_getattribute).
 */

import { get_descr, overrides_attribute } from "./descriptors.ts";
import { bind, bind_class_method, call_looked_up, lookup } from "./call.ts";
import { W_AbstractFunction, W_ClassMethod, W_StaticMethod } from "./function.ts";
import { W_ObjectObject } from "./instance-object.ts";
import { w_None } from "./singletons.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import type { W_Root } from "./w-root.ts";

/** The attribute `name` of a type, or null. */
export function typeAttribute(space: ObjSpace, w_type: W_TypeObject, name: string): W_Root | null {
  const w_metatype = w_type.getclass(space);
  const w_meta = w_metatype.lookup(name);
  if (w_meta !== null && overrides_attribute(space, w_meta)) {
    return get_descr(space, w_meta, w_type, w_metatype);
  }
  const w_value = w_type.lookup(name);
  if (w_value !== null) return bindToType(space, w_value, w_type);
  return w_meta === null ? null : bind(space, w_meta, w_type, w_metatype);
}

/** `w_value.__get__(None, w_type)`. */
export function bindToType(space: ObjSpace, w_value: W_Root, w_type: W_TypeObject): W_Root {
  if (w_value instanceof W_AbstractFunction) return w_value;
  if (w_value instanceof W_StaticMethod) return w_value.w_function;
  if (w_value instanceof W_ClassMethod) return bind_class_method(space, w_value, w_type);
  if (!(w_value instanceof W_ObjectObject)) return w_value;
  const w_get = lookup(space, w_value, "__get__");
  if (w_get === null) return w_value;
  return call_looked_up(space, w_get, w_value, [w_None, w_type], null);
}
