/**
 * Python's mutable bytes: a buffer that is at least as long as the value, so that appending is
 * amortized.
 *
 * Counterpart: pypy/objspace/std/bytearrayobject.py.
 */

import type { GuestBuffer } from "./buffer.ts";
import { W_AbstractBytes } from "./bytes-object.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";

export class W_BytearrayObject extends W_AbstractBytes {
  private memory: Uint8Array;
  private lengthBytes: number;

  /** Takes `memory` over. */
  constructor(memory: Uint8Array) {
    super();
    this.memory = memory;
    this.lengthBytes = memory.length;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_bytearray;
  }

  override buffer(_space: ObjSpace): GuestBuffer {
    return {
      w_owner: this,
      readonly: false,
      format: "B",
      itemSizeBytes: 1,
      bytes: () => this.value,
    };
  }

  /** The bytes now; writing to them changes the value. */
  override get value(): Uint8Array {
    return this.memory.subarray(0, this.lengthBytes);
  }

  override get length(): number {
    return this.lengthBytes;
  }

  override get kind(): string {
    return "bytearray";
  }

  override byteAt(index: number): number {
    return this.memory[index]!;
  }

  override like(bytes: Uint8Array): W_BytearrayObject {
    return new W_BytearrayObject(bytes);
  }

  setByte(index: number, byte: number): void {
    this.memory[index] = byte;
  }

  append(byte: number): void {
    this.reserve(this.lengthBytes + 1);
    this.memory[this.lengthBytes++] = byte;
  }

  /** Replaces the whole value by `memory`, taken over. */
  replace(memory: Uint8Array): void {
    this.memory = memory;
    this.lengthBytes = memory.length;
  }

  /** Puts `bytes` in the place of `count` bytes from `start` on. */
  splice(start: number, count: number, bytes: Uint8Array): void {
    const inserted = bytes.buffer === this.memory.buffer ? bytes.slice() : bytes;
    const length = this.lengthBytes + inserted.length - count;
    this.reserve(length);
    this.memory.copyWithin(start + inserted.length, start + count, this.lengthBytes);
    this.memory.set(inserted, start);
    this.lengthBytes = length;
  }

  private reserve(length: number): void {
    if (length <= this.memory.length) return;
    const grown = new Uint8Array(length + (length >> 3) + 16);
    grown.set(this.value);
    this.memory = grown;
  }
}
