/**
 * Python's integers: machine words with a fallback to big ones, and the two booleans.
 *
 * Invariant: a value that fits in 64 bits is always a `W_IntObject`, any other a `W_LongObject`;
 * `wrapBigint` is the one way from a host bigint to either. DIFFERS: PyPy may keep a small value in
 * a `W_LongObject` after big arithmetic.
 *
 * Counterpart: pypy/objspace/std/{intobject,longobject,boolobject}.py.
 */

import type { Int } from "../../../base/int.ts";
import { intFromBigintOrNull, intFromNumber } from "../../../base/int.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

/** @immutable_identity_free */
export class W_IntObject extends W_Root {
  readonly intval: Int;

  constructor(intval: Int) {
    super();
    this.intval = intval;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_int;
  }

  override is_w(w_other: W_Root): boolean {
    if (!(w_other instanceof W_IntObject) || w_other instanceof W_BoolObject) return false;
    return this.intval === w_other.intval;
  }
}

export class W_BoolObject extends W_IntObject {
  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_bool;
  }

  override is_w(w_other: W_Root): boolean {
    return this === w_other;
  }
}

/** An integer outside of 64 bits. */
export class W_LongObject extends W_Root {
  readonly value: bigint;

  constructor(value: bigint) {
    super();
    this.value = value;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_int;
  }

  override is_w(w_other: W_Root): boolean {
    return w_other instanceof W_LongObject && same_long(this, w_other);
  }
}

/** @elidable @cannot_raise */
export function same_long(w_a: W_LongObject, w_b: W_LongObject): boolean {
  return w_a.value === w_b.value;
}

export const w_True = new W_BoolObject(1);
export const w_False = new W_BoolObject(0);

/** The boolean of a host boolean. */
export function newbool(value: boolean): W_Root {
  return value ? w_True : w_False;
}

/** The integer of a small host number (an index, a length). */
export function newint(value: number): W_Root {
  return new W_IntObject(intFromNumber(value));
}

/** The integer of any host bigint. */
export function wrapBigint(value: bigint): W_Root {
  const word = intFromBigintOrNull(value);
  return word === null ? new W_LongObject(value) : new W_IntObject(word);
}

/** The integer value as a host bigint, or null when `w_value` is no integer. */
export function bigintOrNull(w_value: W_Root): bigint | null {
  if (w_value instanceof W_IntObject) return BigInt(w_value.intval);
  return w_value instanceof W_LongObject ? w_value.value : null;
}
