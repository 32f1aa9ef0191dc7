/**
 * The machine code of a reel: what stood at an address after a given event. Built from the heap's
 * commit, patch and free events, so nothing is executed again.
 */

import type { JitEvent } from "../format/events.ts";

/** Bytes that were committed at once. */
interface CodeBlock {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** All code that is in the heap; follows the events. */
export class CodeImage {
  private readonly blocks = new Map<number, CodeBlock>();

  /** Takes the next event; others than the heap's change nothing. */
  add(event: JitEvent): void {
    if (event.kind === "heap_commit") {
      const bytes = new Uint8Array(event.bytes);
      this.blocks.set(event.address, { address: event.address, bytes });
    } else if (event.kind === "heap_free") {
      this.blocks.delete(event.address);
    } else if (event.kind === "heap_patch") {
      const block = this.blockAt(event.address);
      if (block !== null) patch(block, event.address, event.bytes);
    }
  }

  private blockAt(address: number): CodeBlock | null {
    for (const block of this.blocks.values()) {
      const end = block.address + block.bytes.length;
      if (address >= block.address && address < end) return block;
    }
    return null;
  }

  /** The bytes from `address` on, or null when not all of them are code in the heap. */
  read(address: number, length: number): Uint8Array | null {
    const block = this.blockAt(address);
    if (block === null) return null;
    const start = address - block.address;
    if (start + length > block.bytes.length) return null;
    return block.bytes.slice(start, start + length);
  }
}

function patch(block: CodeBlock, address: number, bytes: Uint8Array): void {
  const start = address - block.address;
  block.bytes.set(bytes.subarray(0, block.bytes.length - start), start);
}
