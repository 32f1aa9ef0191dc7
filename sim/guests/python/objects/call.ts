/**
 * Calling and looking up special methods.
 *
 * Counterpart: pypy/objspace/descroperation.py, pypy/interpreter/baseobjspace.py.
 */

import { typeError, typeName } from "./errors.ts";
import {
  prepend,
  W_AbstractFunction,
  W_ClassMethod,
  W_Method,
  W_StaticMethod,
} from "./function.ts";
import type { OperationError } from "./operation-error.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import type { W_Root } from "./w-root.ts";

/** The attribute `name` of the type of `w_obj`, unbound, or null. */
export function lookup(space: ObjSpace, w_obj: W_Root, name: string): W_Root | null {
  return w_obj.getclass(space).lookup(name);
}

/** Calls with positional arguments. */
export function call_function(space: ObjSpace, w_func: W_Root, args_w: W_Root[]): W_Root {
  return w_func.call_args(space, args_w, null);
}

/** Calls what `lookup` gave for `w_obj`: binds it first unless it is a plain function. */
export function call_looked_up(
  space: ObjSpace,
  w_descr: W_Root,
  w_obj: W_Root,
  args_w: W_Root[],
  kwnames: readonly string[] | null,
): W_Root {
  if (w_descr instanceof W_AbstractFunction) {
    return w_descr.call_args(space, prepend(w_obj, args_w), kwnames);
  }
  const w_bound = bind(space, w_descr, w_obj, w_obj.getclass(space));
  return w_bound.call_args(space, args_w, kwnames);
}

/** Calls the special method `name`, which must exist. */
export function call_special(
  space: ObjSpace,
  w_obj: W_Root,
  name: string,
  args_w: W_Root[],
): W_Root | null {
  const w_descr = lookup(space, w_obj, name);
  if (w_descr === null) return null;
  return call_looked_up(space, w_descr, w_obj, args_w, null);
}

/** Calls by the type's `__call__`. */
export function call_descr(
  space: ObjSpace,
  w_callable: W_Root,
  args_w: W_Root[],
  kwnames: readonly string[] | null,
): W_Root {
  const w_descr = lookup(space, w_callable, "__call__");
  if (w_descr === null) throw notCallable(space, w_callable);
  return call_looked_up(space, w_descr, w_callable, args_w, kwnames);
}

/** @dont_look_inside @cannot_raise */
export function notCallable(space: ObjSpace, w_obj: W_Root): OperationError {
  return typeError(space, `'${typeName(space, w_obj)}' object is not callable`);
}

/** `w_descr.__get__(w_obj, w_type)`: what an attribute found on the type means for an instance. */
export function bind(
  space: ObjSpace,
  w_descr: W_Root,
  w_obj: W_Root,
  w_type: W_TypeObject,
): W_Root {
  if (w_descr instanceof W_AbstractFunction) return new W_Method(w_descr, w_obj);
  if (w_descr instanceof W_StaticMethod) return w_descr.w_function;
  if (w_descr instanceof W_ClassMethod) return bind_class_method(space, w_descr, w_type);
  return bind_slow(space, w_descr, w_obj, w_type);
}

export function bind_slow(
  space: ObjSpace,
  w_descr: W_Root,
  w_obj: W_Root,
  w_type: W_TypeObject,
): W_Root {
  const w_get = lookup(space, w_descr, "__get__");
  if (w_get === null) return w_descr;
  return call_looked_up(space, w_get, w_descr, [w_obj, w_type], null);
}

/** A class method of a class; one of another descriptor (a property, say) is bound first. */
export function bind_class_method(
  space: ObjSpace,
  w_descr: W_ClassMethod,
  w_type: W_TypeObject,
): W_Root {
  const w_function = w_descr.w_function;
  if (w_function instanceof W_AbstractFunction) return new W_Method(w_function, w_type);
  return bind_class_method_slow(space, w_function, w_type);
}

/** @dont_look_inside @may_force */
export function bind_class_method_slow(
  space: ObjSpace,
  w_function: W_Root,
  w_type: W_TypeObject,
): W_Root {
  if (lookup(space, w_function, "__get__") === null) return new W_Method(w_function, w_type);
  return bind_slow(space, w_function, w_type, w_type.getclass(space));
}
