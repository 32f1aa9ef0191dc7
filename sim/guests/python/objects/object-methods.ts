/**
 * The methods of `object` that the space compares by identity to see whether a class overrides
 * them.
 */

import { genericDelattr, genericGetattr, genericSetattr } from "./attributes.ts";
import { typeError } from "./errors.ts";
import type { BuiltinArguments } from "./function.ts";
import { makeInstance } from "./instantiate.ts";
import { w_None } from "./singletons.ts";
import type { ObjSpace } from "./space.ts";
import { W_TypeObject } from "./type-object.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

function nameOf(space: ObjSpace, w_name: W_Root): string {
  if (w_name instanceof W_UnicodeObject) return w_name.value;
  throw typeError(space, `attribute name must be string, not '${w_name.getclass(space).name}'`);
}

export function objectGetattribute(space: ObjSpace, args: BuiltinArguments): W_Root {
  return genericGetattr(space, args[0]!, nameOf(space, args[1]!));
}

export function objectSetattr(space: ObjSpace, args: BuiltinArguments): W_Root {
  genericSetattr(space, args[0]!, nameOf(space, args[1]!), args[2]!);
  return w_None;
}

export function objectDelattr(space: ObjSpace, args: BuiltinArguments): W_Root {
  genericDelattr(space, args[0]!, nameOf(space, args[1]!));
  return w_None;
}

export function objectNew(space: ObjSpace, args: BuiltinArguments): W_Root {
  const w_type = args[0]!;
  if (w_type instanceof W_TypeObject) return makeInstance(space, w_type);
  throw typeError(space, "object.__new__(X): X is not a type object");
}
