/**
 * Attributes of types themselves.
 *
 * Counterpart: pypy/objspace/std/typeobject.py (descr_getattribute).
 */

import { call_looked_up, lookup } from "./call.ts";
import {
  GetSetProperty,
  W_AbstractFunction,
  W_ClassMethod,
  W_Method,
  W_StaticMethod,
} from "./function.ts";
import { W_ObjectObject } from "./instance-object.ts";
import { w_None } from "./singletons.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import type { W_Root } from "./w-root.ts";

/** The attribute `name` of a type, or null. */
export function typeAttribute(space: ObjSpace, w_type: W_TypeObject, name: string): W_Root | null {
  const w_meta = w_type.getclass(space).lookup(name);
  if (w_meta instanceof GetSetProperty) return w_meta.get(space, w_type);
  const w_value = w_type.lookup(name);
  if (w_value !== null) return bindToType(space, w_value, w_type);
  if (w_meta === null) return null;
  if (w_meta instanceof W_AbstractFunction) return new W_Method(w_meta, w_type);
  return bindToType(space, w_meta, w_type);
}

/** `w_value.__get__(None, w_type)`. */
export function bindToType(space: ObjSpace, w_value: W_Root, w_type: W_TypeObject): W_Root {
  if (w_value instanceof W_AbstractFunction) return w_value;
  if (w_value instanceof W_StaticMethod) return w_value.w_function;
  if (w_value instanceof W_ClassMethod) return new W_Method(w_value.w_function, w_type);
  if (!(w_value instanceof W_ObjectObject)) return w_value;
  const w_get = lookup(space, w_value, "__get__");
  if (w_get === null) return w_value;
  return call_looked_up(space, w_get, w_value, [w_None, w_type], null);
}
