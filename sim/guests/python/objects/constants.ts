/**
 * Slices, and the constants of code objects that are no numbers, strings or tuples.
 */

import { W_BytesObject } from "./bytes-object.ts";
import { W_ComplexObject } from "./complex-object.ts";
import { tableOf, W_FrozensetObject } from "./set-object.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

export class W_SliceObject extends W_Root {
  readonly w_start: W_Root;
  readonly w_stop: W_Root;
  readonly w_step: W_Root;

  constructor(w_start: W_Root, w_stop: W_Root, w_step: W_Root) {
    super();
    this.w_start = w_start;
    this.w_stop = w_stop;
    this.w_step = w_step;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_slice;
  }
}

export function slice_object(w_start: W_Root, w_stop: W_Root, w_step: W_Root): W_SliceObject {
  return new W_SliceObject(w_start, w_stop, w_step);
}

export function makeBytes(value: Uint8Array): W_Root {
  return new W_BytesObject(value);
}

export function makeComplex(real: number, imag: number): W_Root {
  return new W_ComplexObject(real, imag);
}

export function makeFrozenset(space: ObjSpace, items_w: readonly W_Root[]): W_Root {
  return new W_FrozensetObject(tableOf(space, items_w));
}
