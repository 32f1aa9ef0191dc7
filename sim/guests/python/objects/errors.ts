/**
 * Making Python exceptions of built-in classes. A trace sees one call and a raise, but for
 * those that are common in loops.
 *
 * Counterpart: pypy/interpreter/error.py (oefmt).
 */

import { new_array_r } from "../../../hints/arrays.ts";
import { we_are_jitted } from "../../../hints/hints.ts";
import { W_BaseException } from "./base-exception.ts";
import { OperationError } from "./operation-error.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { newtext } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

/** An exception with one string argument. @dont_look_inside @cannot_raise */
export function oefmt(_space: ObjSpace, w_type: W_TypeObject, message: string): OperationError {
  return new OperationError(new W_BaseException(w_type.terminator, [], [newtext(message)]));
}

/** As {@link oefmt}; made inside of a trace, where it may stay virtual. */
export function oefmt_traced(
  space: ObjSpace,
  w_type: W_TypeObject,
  message: string,
): OperationError {
  if (!we_are_jitted()) return oefmt(space, w_type, message);
  const storage = new_array_r<W_Root>(0);
  return new OperationError(new W_BaseException(w_type.terminator, storage, message_args(message)));
}

/** @elidable @cannot_raise */
export function message_args(message: string): readonly W_Root[] {
  return [newtext(message)];
}

/** An exception with any arguments. @dont_look_inside @cannot_raise */
export function operationError(w_type: W_TypeObject, args_w: readonly W_Root[]): OperationError {
  return new OperationError(new W_BaseException(w_type.terminator, [], args_w));
}

/** A TypeError. @dont_look_inside @cannot_raise */
export function typeError(space: ObjSpace, message: string): OperationError {
  return oefmt(space, space.w_TypeError, message);
}

/** A ValueError. @dont_look_inside @cannot_raise */
export function valueError(space: ObjSpace, message: string): OperationError {
  return oefmt(space, space.w_ValueError, message);
}

/** The exception of a feature that this implementation lacks; it names the feature. */
export function unsupported(space: ObjSpace, what: string): OperationError {
  return oefmt(space, space.w_NotImplementedError, `${what} is not supported`);
}

/** The name of the type of a value, for messages. */
export function typeName(space: ObjSpace, w_obj: W_Root): string {
  return w_obj.getclass(space).name;
}
