/**
 * The traced parts of the built-in functions on objects and types.
 *
 * Counterpart: pypy/module/__builtin__/{operation,abstractinst,descriptor}.py.
 */

import { int_lt, intFromNumber } from "../../../base/int.ts";
import { promote } from "../../../hints/hints.ts";
import { setattr } from "../objects/attribute-changes.ts";
import { getattr, getattr_or_null } from "../objects/attributes.ts";
import { FastCode } from "../objects/fast-code.ts";
import { newbool, W_IntObject } from "../objects/int-object.ts";
import { len_w } from "../objects/items.ts";
import { w_None } from "../objects/singletons.ts";
import { GetSetProperty } from "../objects/function.ts";
import { W_RangeObject } from "../objects/range-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import { make_super } from "../objects/super-object.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import { W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";

export class FastLen extends FastCode {
  override call1(space: ObjSpace, w_obj: W_Root): W_Root | null {
    // The length of a range may be no exact host number.
    if (w_obj instanceof W_RangeObject) return null;
    const length = intFromNumber(len_w(space, w_obj));
    // PyPy looks whether the length is negative, where a trace does not know it.
    return int_lt(length, 0) ? null : new W_IntObject(length);
  }
}

export class FastIsinstance extends FastCode {
  override call2(space: ObjSpace, w_obj: W_Root, w_class: W_Root): W_Root | null {
    if (w_class instanceof W_TypeObject) {
      if (w_class.w_metaclass !== null) return null;
      const w_type = w_obj.getclass(space);
      if (w_type.issubtype(w_class)) return newbool(true);
      return claims_no_class(space, w_type) ? newbool(false) : null;
    }
    if (w_class instanceof W_TupleObject) return isinstance_of_any(space, w_obj, w_class.items);
    return null;
  }
}

/** By each of a tuple of plain classes; null for other tuples. @unroll_safe */
export function isinstance_of_any(
  space: ObjSpace,
  w_obj: W_Root,
  classes_w: readonly W_Root[],
): W_Root | null {
  const count = promote(classes_w.length);
  if (count > 8) return null;
  const w_type = w_obj.getclass(space);
  for (let i = 0; i < count; i++) {
    const w_class = classes_w[i]!;
    if (!(w_class instanceof W_TypeObject) || w_class.w_metaclass !== null) return null;
    if (w_type.issubtype(w_class)) return newbool(true);
  }
  return claims_no_class(space, w_type) ? newbool(false) : null;
}

/** Whether `__class__` of instances is their class. */
export function claims_no_class(space: ObjSpace, w_type: W_TypeObject): boolean {
  if (!(w_type.lookup("__class__") instanceof GetSetProperty)) return false;
  return w_type.lookup("__getattribute__") === space.w_object.lookup("__getattribute__");
}

export class FastType extends FastCode {
  override call1(space: ObjSpace, w_obj: W_Root): W_Root | null {
    return w_obj.getclass(space);
  }
}

export class FastGetattr extends FastCode {
  override call2(space: ObjSpace, w_obj: W_Root, w_name: W_Root): W_Root | null {
    return w_name instanceof W_UnicodeObject ? getattr(space, w_obj, promote(w_name.value)) : null;
  }

  override call3(space: ObjSpace, w_obj: W_Root, w_name: W_Root, w_default: W_Root): W_Root | null {
    if (!(w_name instanceof W_UnicodeObject)) return null;
    const w_value = getattr_or_null(space, w_obj, promote(w_name.value));
    return w_value === null ? w_default : w_value;
  }
}

export class FastHasattr extends FastCode {
  override call2(space: ObjSpace, w_obj: W_Root, w_name: W_Root): W_Root | null {
    if (!(w_name instanceof W_UnicodeObject)) return null;
    return newbool(getattr_or_null(space, w_obj, promote(w_name.value)) !== null);
  }
}

export class FastSetattr extends FastCode {
  override call3(space: ObjSpace, w_obj: W_Root, w_name: W_Root, w_value: W_Root): W_Root | null {
    if (!(w_name instanceof W_UnicodeObject)) return null;
    setattr(space, w_obj, promote(w_name.value), w_value);
    return w_None;
  }
}

/** `super(w_class, w_self)`. */
export class FastSuper extends FastCode {
  override call2(space: ObjSpace, w_class: W_Root, w_self: W_Root): W_Root | null {
    return make_super(space, w_class, w_self);
  }
}

export const FAST_OBJECT_FUNCTIONS: readonly (readonly [string, FastCode])[] = [
  ["len", new FastLen()],
  ["isinstance", new FastIsinstance()],
  ["getattr", new FastGetattr()],
  ["hasattr", new FastHasattr()],
  ["setattr", new FastSetattr()],
];
