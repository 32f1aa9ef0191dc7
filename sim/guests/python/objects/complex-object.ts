/**
 * Python's complex numbers.
 *
 * Counterpart: pypy/objspace/std/complexobject.py.
 */

import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

export class W_ComplexObject extends W_Root {
  readonly real: number;
  readonly imag: number;

  constructor(real: number, imag: number) {
    super();
    this.real = real;
    this.imag = imag;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_complex;
  }
}
