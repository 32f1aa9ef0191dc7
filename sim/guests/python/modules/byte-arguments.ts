/**
 * Arguments that are bytes, or something that holds some.
 */

import { bufferOf, type GuestBuffer } from "../objects/buffer.ts";
import { typeError, typeName } from "../objects/errors.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_Root } from "../objects/w-root.ts";

/** The bytes of an argument. */
export function bytesArgument(space: ObjSpace, w_obj: W_Root): Uint8Array {
  const buffer = bufferOf(space, w_obj);
  if (buffer !== null) return buffer.bytes();
  throw typeError(space, `a bytes-like object is required, not ${typeName(space, w_obj)}`);
}

/** The memory of an argument that is written to. */
export function writableBuffer(space: ObjSpace, w_obj: W_Root): GuestBuffer {
  const buffer = bufferOf(space, w_obj);
  if (buffer !== null && !buffer.readonly) return buffer;
  const name = typeName(space, w_obj);
  throw typeError(space, `a read-write bytes-like object is required, not ${name}`);
}
