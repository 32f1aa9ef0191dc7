/**
 * Python's tuples.
 *
 * Counterpart: pypy/objspace/std/tupleobject.py. DIFFERS: no specialised tuples of two.
 */

import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

export class W_TupleObject extends W_Root {
  readonly items: readonly W_Root[];

  constructor(items: readonly W_Root[]) {
    super();
    this.items = items;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_tuple;
  }

  override is_w(w_other: W_Root): boolean {
    if (this === w_other) return true;
    if (!(w_other instanceof W_TupleObject)) return false;
    return this.items.length === 0 && w_other.items.length === 0;
  }
}
