/**
 * Raw memory: bytes at addresses that are integers, outside of the collected heap. Blocks are given
 * out one after the other and never used again, so that an access outside of a block, or of one
 * that was freed, is a bug that is found. Fresh memory is zero; words are little-endian.
 *
 * Counterpart: lltype.malloc(flavor='raw') as rpython/jit/backend/llgraph sees it.
 */

import { assert } from "../base/assert.ts";
import { toFloat } from "../base/float.ts";
import type { Float } from "../base/float.ts";
import { int_and, int_signext, intFromBigint } from "../base/int.ts";
import type { Int } from "../base/int.ts";

/** The address of the first block, and the distance that blocks are aligned to. */
const FIRST_ADDRESS = 0x10_0000;
const ALIGNMENT = 16;

/** How a value lies in memory. */
export interface RawShape {
  readonly itemKind: "i" | "r" | "f";
  readonly bytes: number;
  readonly isSigned: boolean;
}

interface Block {
  readonly address: number;
  readonly view: DataView;
}

/** The raw memory of one run. */
export class RawMemory {
  private readonly blocks = new Map<number, Block>();
  private next = FIRST_ADDRESS;

  /** Number of blocks that have not been freed. */
  get blockCount(): number {
    return this.blocks.size;
  }

  /** Gives the address of `size` zero bytes. */
  allocate(size: number): number {
    const address = this.next;
    this.blocks.set(address, { address, view: new DataView(new ArrayBuffer(size)) });
    this.next += ALIGNMENT * (1 + Math.ceil(size / ALIGNMENT));
    return address;
  }

  free(address: number): void {
    assert(this.blocks.delete(address), "no raw block begins at", address);
  }

  /** A copy of the bytes from `address` to the end of its block. */
  bytesFrom(address: number): number[] {
    const block = this.find(address, 0);
    return [...new Uint8Array(block.view.buffer)].slice(address - block.address);
  }

  private find(address: number, bytes: number): Block {
    for (const block of this.blocks.values()) {
      const offset = address - block.address;
      if (offset >= 0 && offset + bytes <= block.view.byteLength) return block;
    }
    assert(false, "no raw memory at", address);
  }

  read(address: Int, shape: RawShape): Int | Float {
    const block = this.find(Number(address), shape.bytes);
    const offset = Number(address) - block.address;
    if (shape.itemKind === "f") return toFloat(block.view.getFloat64(offset, true));
    return readInt(block.view, offset, shape);
  }

  write(address: Int, shape: RawShape, value: Int | Float): void {
    const block = this.find(Number(address), shape.bytes);
    const offset = Number(address) - block.address;
    if (shape.itemKind === "f") block.view.setFloat64(offset, value as Float, true);
    else writeInt(block.view, offset, shape.bytes, value as Int);
  }
}

function readInt(view: DataView, offset: number, { bytes, isSigned }: RawShape): Int {
  if (bytes === 8) return intFromBigint(view.getBigInt64(offset, true));
  let value = 0;
  for (let at = bytes - 1; at >= 0; at--) value = value * 256 + view.getUint8(offset + at);
  return isSigned ? int_signext(value, bytes) : value;
}

function writeInt(view: DataView, offset: number, bytes: number, value: Int): void {
  if (bytes === 8) {
    view.setBigInt64(offset, BigInt(value), true);
    return;
  }
  let rest = Number(int_and(value, 2 ** (8 * bytes) - 1));
  for (let at = 0; at < bytes; at++) {
    view.setUint8(offset + at, rest % 256);
    rest = Math.floor(rest / 256);
  }
}
