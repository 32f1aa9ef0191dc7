/**
 * The buffer protocol: the memory of a value as other types see it, shared and not copied.
 *
 * A type takes part by overriding `W_Root.buffer`. `bytes()` gives the memory as it is now; what is
 * written there changes the value. A type with storage of another kind gives a copy and says how a
 * part of its memory is read and written (`part`).
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
  /** For a type whose `bytes()` is a copy: reading and writing a part of its memory. */
  readonly part?: BufferPart;
}

/** Access to a part of a memory that is no array of bytes itself. */
export interface BufferPart {
  read(offset: number, count: number): Uint8Array;
  write(offset: number, bytes: Uint8Array): void;
}

/** Some bytes of a memory, not to be written to. */
export function readPart(buffer: GuestBuffer, offset: number, count: number): Uint8Array {
  if (buffer.part !== undefined) return buffer.part.read(offset, count);
  return buffer.bytes().subarray(offset, offset + count);
}

/** Puts bytes into a memory. */
export function writePart(buffer: GuestBuffer, offset: number, bytes: Uint8Array): void {
  if (buffer.part !== undefined) buffer.part.write(offset, bytes);
  else buffer.bytes().set(bytes, offset);
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
