/**
 * `super` objects.
 *
 * Counterpart: pypy/module/__builtin__/descriptor.py (W_Super).
 */

import { bind } from "./call.ts";
import { typeError } from "./errors.ts";
import { W_AbstractFunction, W_StaticMethod } from "./function.ts";
import type { OperationError } from "./operation-error.ts";
import type { ObjSpace } from "./space.ts";
import { bindToType } from "./type-attributes.ts";
import { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

export class W_SuperObject extends W_Root {
  /** The class after which the search goes on. */
  readonly w_start: W_TypeObject;
  /** The instance or class that methods are bound to; null while unbound. */
  readonly w_self: W_Root | null;
  /** The class whose MRO is searched; null while unbound. */
  readonly w_objtype: W_TypeObject | null;

  constructor(w_start: W_TypeObject, w_self: W_Root | null, w_objtype: W_TypeObject | null) {
    super();
    this.w_start = w_start;
    this.w_self = w_self;
    this.w_objtype = w_objtype;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_super;
  }

  /** @dont_look_inside @may_force */
  override getown(space: ObjSpace, name: string): W_Root | null {
    const { w_objtype, w_self } = this;
    if (name === "__class__" || w_objtype === null || w_self === null) return null;
    const start = w_objtype.mro_w.indexOf(this.w_start) + 1;
    const w_value = w_objtype.lookup_uncached(name, start);
    if (w_value === null) return null;
    if (w_self === w_objtype) return bindToType(space, w_value, w_objtype);
    if (w_value instanceof W_StaticMethod) return w_value.w_function;
    return bind(space, w_value, w_self, w_objtype);
  }

  override takes_own_attributes(): boolean {
    return true;
  }
}

/** `super(w_class, w_self)`. */
export function make_super(space: ObjSpace, w_class: W_Root, w_self: W_Root): W_Root {
  if (!(w_class instanceof W_TypeObject)) throw superArgument(space, true);
  const w_type = w_self.getclass(space);
  if (w_type.issubtype(w_class)) return new W_SuperObject(w_class, w_self, w_type);
  if (w_self instanceof W_TypeObject && w_self.issubtype(w_class)) {
    return new W_SuperObject(w_class, w_self, w_self);
  }
  return claimed_super(space, w_class, w_self);
}

/** For an object whose `__class__` is not its class, a proxy. @dont_look_inside @may_force */
export function claimed_super(space: ObjSpace, w_class: W_TypeObject, w_self: W_Root): W_Root {
  const w_claimed = space.getattr(w_self, "__class__");
  if (w_claimed instanceof W_TypeObject && w_claimed.issubtype(w_class)) {
    return new W_SuperObject(w_class, w_self, w_claimed);
  }
  throw superArgument(space, false);
}

/** @dont_look_inside @cannot_raise */
export function superArgument(space: ObjSpace, isFirst: boolean): OperationError {
  const message = isFirst
    ? "need type objects"
    : "super(type, obj): obj must be an instance or subtype of type";
  return typeError(space, message);
}

/** The plain function that `super().name` binds to an instance, or null. */
export function super_method(w_super: W_SuperObject, name: string): W_Root | null {
  const w_objtype = w_super.w_objtype;
  if (w_objtype === null || w_super.w_self === w_objtype) return null;
  const w_value = w_objtype.lookup_after(w_super.w_start, name);
  return w_value instanceof W_AbstractFunction ? w_value : null;
}
