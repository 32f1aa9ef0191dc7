/**
 * Instances of classes derived from built-in types.
 */

import { new_array_r } from "../../../hints/arrays.ts";
import { register_finalizer } from "../objects/finalizers.ts";
import { W_BuiltinSubclassObject } from "../objects/instance-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import type { W_Root } from "../objects/w-root.ts";

/** `w_value` itself for a built-in type, or an instance of the class that holds it. */
export function instanceOf(space: ObjSpace, w_type: W_TypeObject, w_value: W_Root): W_Root {
  if (!w_type.isHeapType) return w_value;
  const storage = new_array_r<W_Root>(w_type.instance_capacity);
  const w_obj = new W_BuiltinSubclassObject(w_type.terminator, storage, w_value);
  if (w_type.hasFinalizer) register_finalizer(space, w_obj);
  return w_obj;
}
