/**
 * Matching exceptions against what stands after `except`.
 */

import { typeError } from "./errors.ts";
import type { ObjSpace } from "./space.ts";
import { W_TupleObject } from "./tuple-object.ts";
import { W_TypeObject } from "./type-object.ts";
import type { W_Root } from "./w-root.ts";

/** Whether class `w_type` matches a class or tuple of classes. @dont_look_inside */
export function exception_class_matches(space: ObjSpace, w_type: W_Root, w_check: W_Root): boolean {
  if (w_check instanceof W_TupleObject) {
    for (const w_item of w_check.items) checkClass(space, w_item);
    return w_check.items.some((w_item) => isDerived(w_type, w_item));
  }
  checkClass(space, w_check);
  return isDerived(w_type, w_check);
}

function isDerived(w_type: W_Root, w_check: W_Root): boolean {
  return w_type instanceof W_TypeObject && w_type.issubtype(w_check as W_TypeObject);
}

function checkClass(space: ObjSpace, w_check: W_Root): void {
  if (!(w_check instanceof W_TypeObject)) throw typeError(space, "need type objects");
  if (w_check.issubtype(space.w_BaseException)) return;
  const message = "catching classes that don't inherit from BaseException is not allowed in 3.x";
  throw typeError(space, message);
}
