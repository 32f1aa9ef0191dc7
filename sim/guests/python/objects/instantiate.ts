/**
 * Making instances of classes by calling them.
 *
 * Counterpart: pypy/objspace/std/typeobject.py (descr_call), objectobject.py.
 */

import { new_array_r } from "../../../hints/arrays.ts";
import { promote } from "../../../hints/hints.ts";
import { W_BaseException } from "./base-exception.ts";
import { call_looked_up } from "./call.ts";
import { typeError } from "./errors.ts";
import { prepend, W_StaticMethod } from "./function.ts";
import { register_finalizer } from "./finalizers.ts";
import { W_ObjectObject } from "./instance-object.ts";
import type { OperationError } from "./operation-error.ts";
import { iterable_to_array } from "./unpack.ts";
import { w_None } from "./singletons.ts";
import type { ObjSpace } from "./space.ts";
import { str_w } from "./text.ts";
import type { W_TypeObject } from "./type-object.ts";
import type { W_Root } from "./w-root.ts";

/** A new instance of a class that derives from no built-in type but object. */
export function makeInstance(space: ObjSpace, w_type: W_TypeObject): W_Root {
  if (w_type.layout !== "object") throw notSafe(space, w_type);
  if (w_type.is_abstract) throw isAbstract(space, w_type);
  const storage = new_array_r<W_Root>(w_type.instance_capacity);
  const w_obj = new W_ObjectObject(w_type.terminator, storage);
  if (w_type.hasFinalizer) register_finalizer(space, w_obj);
  return w_obj;
}

/** @dont_look_inside @cannot_raise */
export function notSafe(space: ObjSpace, w_type: W_TypeObject): OperationError {
  const { qualname: name, layout } = w_type;
  return typeError(space, `object.__new__(${name}) is not safe, use ${layout}.__new__()`);
}

/** @dont_look_inside */
export function isAbstract(space: ObjSpace, w_type: W_TypeObject): OperationError {
  const w_names = w_type.dict_w.get("__abstractmethods__")!;
  const names = iterable_to_array(space, w_names, -1).map((w_name) => str_w(space, w_name));
  names.sort();
  const methods = names.length === 1 ? "method" : "methods";
  const what = `abstract class ${w_type.name} with abstract ${methods} ${names.join(", ")}`;
  return typeError(space, `Can't instantiate ${what}`);
}

/** `w_type(*args)`: `__new__`, then `__init__`. */
export function call_type(
  space: ObjSpace,
  w_called: W_TypeObject,
  args_w: W_Root[],
  kwnames: readonly string[] | null,
): W_Root {
  const w_type = promote(w_called);
  const w_new = w_type.lookup("__new__")!;
  const w_init = w_type.lookup("__init__")!;
  if (w_new === space.w_object_new && w_type.isPlainObject && !w_type.is_abstract) {
    if (w_init === space.w_object_init && args_w.length > 0) throw takesNoArguments(space, w_type);
    const w_obj = new W_ObjectObject(
      w_type.terminator,
      new_array_r<W_Root>(w_type.instance_capacity),
    );
    if (w_type.hasFinalizer) register_finalizer(space, w_obj);
    if (w_init !== space.w_object_init) init_instance(space, w_init, w_obj, args_w, kwnames);
    return w_obj;
  }
  if (w_type.isException && kwnames === null && !w_type.issubtype(space.w_OSError)) {
    const w_base = space.w_BaseException;
    if (w_new === w_base.lookup("__new__")) {
      return new_exception(space, w_type, w_init === w_base.lookup("__init__"), args_w);
    }
  }
  return call_type_general(space, w_type, args_w, kwnames);
}

/** An exception whose `__new__` is that of BaseException. */
export function new_exception(
  space: ObjSpace,
  w_type: W_TypeObject,
  isPlain: boolean,
  args_w: W_Root[],
): W_Root {
  const storage = new_array_r<W_Root>(w_type.instance_capacity);
  const w_exception = new W_BaseException(w_type.terminator, storage, args_w);
  if (w_type.hasFinalizer) register_finalizer(space, w_exception);
  if (!isPlain) init_instance(space, w_type.lookup("__init__")!, w_exception, args_w, null);
  return w_exception;
}

/** @dont_look_inside @cannot_raise */
export function takesNoArguments(space: ObjSpace, w_type: W_TypeObject): OperationError {
  return typeError(space, `${w_type.name}() takes no arguments`);
}

export function init_instance(
  space: ObjSpace,
  w_init: W_Root,
  w_obj: W_Root,
  args_w: W_Root[],
  kwnames: readonly string[] | null,
): void {
  const w_result = call_looked_up(space, w_init, w_obj, args_w, kwnames);
  if (w_result !== w_None) throw initReturned(space);
}

/** @dont_look_inside @cannot_raise */
export function initReturned(space: ObjSpace): OperationError {
  return typeError(space, "__init__() should return None");
}

/** By `__new__`, whatever it is. */
export function call_type_general(
  space: ObjSpace,
  w_type: W_TypeObject,
  args_w: W_Root[],
  kwnames: readonly string[] | null,
): W_Root {
  const w_new = plain_function(w_type.lookup("__new__")!);
  const w_obj = w_new.call_args(space, prepend(w_type, args_w), kwnames);
  const w_class = w_obj.getclass(space);
  if (!w_class.issubtype(w_type)) return w_obj;
  const w_init = w_class.lookup("__init__")!;
  if (w_init !== space.w_object_init) init_instance(space, w_init, w_obj, args_w, kwnames);
  return w_obj;
}

/** `__new__` is a static method. */
export function plain_function(w_new: W_Root): W_Root {
  return w_new instanceof W_StaticMethod ? w_new.w_function : w_new;
}
