/**
 * The methods of `object` that the space compares by identity to see whether a class overrides
 * them.
 */

import { genericDelattr, genericSetattr } from "./attribute-changes.ts";
import { genericGetattr } from "./attributes.ts";
import { typeError } from "./errors.ts";
import type { BuiltinArguments } from "./function.ts";
import { builtinValue } from "./instance-object.ts";
import { makeInstance, takesNoArguments } from "./instantiate.ts";
import { w_None } from "./singletons.ts";
import type { ObjSpace } from "./space.ts";
import { W_TypeObject } from "./type-object.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

function nameOf(space: ObjSpace, w_name: W_Root): string {
  const w_text = builtinValue(w_name);
  if (w_text instanceof W_UnicodeObject) return w_text.value;
  throw typeError(space, `expected str, got ${w_name.getclass(space).name} object`);
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
  if (!(w_type instanceof W_TypeObject)) {
    throw typeError(space, `X is not a type object (${w_type.getclass(space).name})`);
  }
  if (hasArguments(space, args)) {
    if (w_type.lookup("__new__") !== space.w_object_new) {
      const message = "object.__new__() takes exactly one argument (the type to instantiate)";
      throw typeError(space, message);
    }
    if (w_type.lookup("__init__") === space.w_object_init) throw takesNoArguments(space, w_type);
  }
  return makeInstance(space, w_type);
}

export function objectInit(space: ObjSpace, args: BuiltinArguments): W_Root {
  const w_type = args[0]!.getclass(space);
  if (hasArguments(space, args)) {
    if (w_type.lookup("__init__") !== space.w_object_init) {
      const message = "object.__init__() takes exactly one argument (the instance to initialize)";
      throw typeError(space, message);
    }
    if (w_type.lookup("__new__") === space.w_object_new) throw takesNoArguments(space, w_type);
  }
  return w_None;
}

function hasArguments(space: ObjSpace, args: BuiltinArguments): boolean {
  return space.is_true(args[1]!) || space.is_true(args[2]!);
}
