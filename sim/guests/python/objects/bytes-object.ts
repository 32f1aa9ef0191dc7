/**
 * Python's bytes, as far as literals, sums and encoding need them.
 *
 * Counterpart: pypy/objspace/std/bytesobject.py.
 */

import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

export class W_BytesObject extends W_Root {
  readonly value: Uint8Array;

  constructor(value: Uint8Array) {
    super();
    this.value = value;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_bytes;
  }
}

/** A complex number; nothing but its value is supported. */
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
