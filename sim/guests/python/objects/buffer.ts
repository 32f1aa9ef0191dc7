/**
 * The buffer protocol: the memory of a value as other types see it, shared and not copied.
 *
 * A type takes part by overriding `W_Root.buffer`. `bytes()` gives the memory as it is now; what is
 * written there changes the value, so a type with storage of another kind keeps it in typed arrays.
 * A view must ask again after guest code has run: the owner may have moved its memory.
 *
 * Counterpart: pypy/interpreter/buffer.py, rpython/rlib/buffer.py.
 */

import { typeError, typeName } from "./errors.ts";
import { builtinValue } from "./instance-object.ts";
import type { ObjSpace } from "./space.ts";
import type { W_Root } from "./w-root.ts";

/** The memory of one value. */
export interface GuestBuffer {
  readonly w_owner: W_Root;
  readonly readonly: boolean;
  /** As in the module struct, of one item. */
  readonly format: string;
  readonly itemSizeBytes: number;
  /** The memory now, of the length of the value. */
  bytes(): Uint8Array;
}

/** The buffer of a value, or null when its type has none. */
export function bufferOf(space: ObjSpace, w_obj: W_Root): GuestBuffer | null {
  return builtinValue(w_obj).buffer(space);
}

/** The memory of any bytes-like value, not copied; TypeError for anything else. */
export function bytesLike(space: ObjSpace, w_obj: W_Root): Uint8Array {
  const buffer = bufferOf(space, w_obj);
  if (buffer !== null) return buffer.bytes();
  throw typeError(space, `'${typeName(space, w_obj)}' does not support the buffer interface`);
}

/** The same for a value that will be written to. */
export function writableBytes(space: ObjSpace, w_obj: W_Root): Uint8Array {
  const buffer = bufferOf(space, w_obj);
  if (buffer !== null && !buffer.readonly) return buffer.bytes();
  const name = typeName(space, w_obj);
  throw typeError(space, `a read-write bytes-like object is required, not ${name}`);
}
