/**
 * Instances of classes derived from built-in types.
 */

import { new_array_r } from "../../../hints/arrays.ts";
import { typeError, typeName } from "../objects/errors.ts";
import { register_finalizer } from "../objects/finalizers.ts";
import { W_BuiltinSubclassObject } from "../objects/instance-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import type { W_Root } from "../objects/w-root.ts";

/** Throws unless `w_base.__new__` may make instances of `w_type`. */
function checkMaking(space: ObjSpace, w_type: W_Root, w_base: W_TypeObject): void {
  const base = w_base.name;
  if (!(w_type instanceof W_TypeObject)) {
    throw typeError(space, `X is not a type object ('${typeName(space, w_type)}')`);
  }
  const { name } = w_type;
  if (!w_type.issubtype(w_base)) {
    throw typeError(space, `${base}.__new__(${name}): ${name} is not a subtype of ${base}`);
  }
  if (w_type.isHeapType) return;
  throw typeError(space, `${base}.__new__(${name}) is not safe, use ${name}.__new__()`);
}

/** `w_value` itself for a built-in type, or an instance of the class that holds it. */
export function instanceOf(space: ObjSpace, w_type: W_TypeObject, w_value: W_Root): W_Root {
  const w_base = w_value.getclass(space);
  if (w_type === w_base) return w_value;
  checkMaking(space, w_type, w_base);
  const storage = new_array_r<W_Root>(w_type.instance_capacity);
  const w_obj = new W_BuiltinSubclassObject(w_type.terminator, storage, w_value);
  if (w_type.hasFinalizer) register_finalizer(space, w_obj);
  return w_obj;
}
