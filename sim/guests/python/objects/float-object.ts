/**
 * Python's floats.
 *
 * Counterpart: pypy/objspace/std/floatobject.py.
 */

import type { Float } from "../../../base/float.ts";
import { floatToBits, toFloat } from "../../../base/float.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

/** @immutable_identity_free */
export class W_FloatObject extends W_Root {
  readonly floatval: Float;

  constructor(floatval: Float) {
    super();
    this.floatval = floatval;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_float;
  }

  override is_w(w_other: W_Root): boolean {
    return w_other instanceof W_FloatObject && same_bits(this, w_other);
  }
}

/** @elidable @cannot_raise */
export function same_bits(w_a: W_FloatObject, w_b: W_FloatObject): boolean {
  return floatToBits(w_a.floatval) === floatToBits(w_b.floatval);
}

/** The float of a host number. */
export function newfloat(value: number): W_FloatObject {
  return new W_FloatObject(toFloat(value));
}
