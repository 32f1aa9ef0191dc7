/**
 * What the exception classes are filled with: attributes that are fields of the exception once
 * something has set them, and follow from the arguments until then.
 */

import { new_array_r } from "../../../hints/arrays.ts";
import { W_BaseException } from "../objects/base-exception.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { getset } from "./define.ts";

/** An exception as a host object. */
export function exceptionOf(w_obj: W_Root | null | undefined): W_BaseException {
  return w_obj as W_BaseException;
}

/** What `__new__` makes. */
export function newException(w_type: W_TypeObject, args_w: readonly W_Root[]): W_BaseException {
  const storage = new_array_r<W_Root>(w_type.instance_capacity);
  return new W_BaseException(w_type.terminator, storage, args_w);
}

/** `(class, args)`, and a dictionary of attributes if there are any. */
export function reduced(
  space: ObjSpace,
  w_exception: W_Root,
  args_w: readonly W_Root[],
  w_state: W_Root | null,
): W_Root {
  const parts_w: W_Root[] = [w_exception.getclass(space), new W_TupleObject(args_w)];
  if (w_state !== null && space.is_true(w_state)) parts_w.push(w_state);
  return new W_TupleObject(parts_w);
}

/** An attribute that follows from the arguments until it is set; deleting it makes it None. */
export function fieldAttribute(
  w_type: W_TypeObject,
  name: string,
  fromArguments: (args_w: readonly W_Root[]) => W_Root | undefined,
): void {
  getset(
    w_type,
    name,
    (_, w_obj) => {
      const exception = exceptionOf(w_obj);
      return exception.field(name) ?? fromArguments(exception.args_w) ?? w_None;
    },
    (_, w_obj, w_value) => exceptionOf(w_obj).setField(name, w_value),
  );
}
