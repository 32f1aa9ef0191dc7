/**
 * Python's bytes, and what they share with bytearrays.
 *
 * Counterpart: pypy/objspace/std/bytesobject.py.
 */

import type { GuestBuffer } from "./buffer.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

/** Bytes, mutable or not. */
export abstract class W_AbstractBytes extends W_Root {
  /** The bytes now; not to be written to. */
  abstract get value(): Uint8Array;
  abstract get length(): number;
  /** How error messages call it: "byte" or "bytearray". */
  abstract get kind(): string;
  abstract byteAt(index: number): number;
  /** A value of the same kind that owns `bytes`. */
  abstract like(bytes: Uint8Array): W_AbstractBytes;
}

export class W_BytesObject extends W_AbstractBytes {
  override readonly value: Uint8Array;

  constructor(value: Uint8Array) {
    super();
    this.value = value;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_bytes;
  }

  override buffer(_space: ObjSpace): GuestBuffer {
    const { value } = this;
    return { w_owner: this, readonly: true, format: "B", itemSizeBytes: 1, bytes: () => value };
  }

  override get length(): number {
    return this.value.length;
  }

  override get kind(): string {
    return "byte";
  }

  override byteAt(index: number): number {
    return this.value[index]!;
  }

  override like(bytes: Uint8Array): W_BytesObject {
    return new W_BytesObject(bytes);
  }
}

/** The bytes as a host string of code units up to 255: what byte methods work on. */
export function latin1Text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** The bytes of such a string. */
export function latin1Bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

/** Two byte strings one after the other. */
export function joinBytes(a: Uint8Array, b: Uint8Array): Uint8Array {
  const result = new Uint8Array(a.length + b.length);
  result.set(a);
  result.set(b, a.length);
  return result;
}

/** The bytes `count` times. */
export function repeatBytes(bytes: Uint8Array, count: number): Uint8Array {
  const result = new Uint8Array(bytes.length * count);
  if (bytes.length === 1) return result.fill(bytes[0]!);
  for (let at = 0; at < result.length; at += bytes.length) result.set(bytes, at);
  return result;
}

/** Every `step`-th of the bytes. */
export function sliceBytes(
  bytes: Uint8Array,
  start: number,
  step: number,
  count: number,
): Uint8Array {
  if (step === 1) return bytes.slice(start, start + count);
  const result = new Uint8Array(count);
  for (let i = 0; i < count; i++) result[i] = bytes[start + i * step]!;
  return result;
}
