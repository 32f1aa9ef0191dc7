/**
 * The machine code of a reel: what stood at an address after a given event. Built from the heap's
 * commit, patch and free events, so nothing is executed again.
 */

import { countUpTo } from "../../sim/base/collections.ts";
import type { JitEvent, OwnerRecord } from "../format/events.ts";

/** A committed block of the code heap. */
export interface CodeBlock {
  readonly address: number;
  readonly owner: OwnerRecord;
  /** As they are now. */
  readonly bytes: Uint8Array;
  /** As they were before any patch. */
  readonly committed: Uint8Array;
}

/** The first address after a block. */
export function blockEnd(block: CodeBlock): number {
  return block.address + block.bytes.length;
}

/** All code that is in the heap; follows the events. Blocks do not overlap and are not empty. */
export class CodeImage {
  /** In address order. */
  private readonly sorted: CodeBlock[] = [];

  /** Takes the next event; others than the heap's change nothing. */
  add(event: JitEvent): void {
    if (event.kind === "heap_commit") this.commit(event);
    else if (event.kind === "heap_free") this.free(event.address);
    else if (event.kind === "heap_patch") {
      const block = this.lookupBlock(event.address);
      if (block !== null) patch(block, event.address, event.bytes);
    }
  }

  private commit(event: JitEvent & { kind: "heap_commit" }): void {
    const { address, owner } = event;
    const bytes = new Uint8Array(event.bytes);
    if (bytes.length === 0 || address < 0) return;
    this.clear(address, address + bytes.length);
    const block = { address, owner, bytes, committed: bytes.slice() };
    this.sorted.splice(countUpTo(this.sorted, address), 0, block);
  }

  /** Blocks never overlap, whatever a reel says: the later one counts. */
  private clear(from: number, to: number): void {
    const before = countUpTo(this.sorted, from) - 1;
    const reaches = before >= 0 && blockEnd(this.sorted[before]!) > from;
    const first = reaches ? before : before + 1;
    let end = first;
    while (end < this.sorted.length && this.sorted[end]!.address < to) end++;
    this.sorted.splice(first, end - first);
  }

  private free(address: number): void {
    const index = countUpTo(this.sorted, address) - 1;
    if (this.sorted[index]?.address === address) this.sorted.splice(index, 1);
  }

  /** All blocks, in address order. */
  blocks(): readonly CodeBlock[] {
    return this.sorted;
  }

  /** The block that holds an address, or null. */
  lookupBlock(address: number): CodeBlock | null {
    const block = this.sorted[countUpTo(this.sorted, address) - 1];
    return block !== undefined && address < blockEnd(block) ? block : null;
  }

  /** The blocks on both sides of an address that is in none. */
  neighbours(address: number): { below: CodeBlock | null; above: CodeBlock | null } {
    const index = countUpTo(this.sorted, address);
    return { below: this.sorted[index - 1] ?? null, above: this.sorted[index] ?? null };
  }

  /** The bytes from `address` on, or null when not all of them are code in the heap. */
  read(address: number, length: number): Uint8Array | null {
    const block = this.lookupBlock(address);
    if (block === null || address + length > blockEnd(block)) return null;
    const start = address - block.address;
    return block.bytes.slice(start, start + length);
  }
}

function patch(block: CodeBlock, address: number, bytes: Uint8Array): void {
  const start = address - block.address;
  block.bytes.set(bytes.subarray(0, block.bytes.length - start), start);
}
