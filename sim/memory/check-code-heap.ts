/**
 * The invariants of the code heap between transactions, as one check that looks at all of it. It is
 * made at the end of every run, so whatever runs programs tests the heap.
 */

import { assert } from "../base/assert.ts";
import type { AddressSpace } from "./address-space.ts";
import { PAGE_SIZE } from "./address-space.ts";
import type { CodeHeap } from "./code-heap.ts";
import { FILLER } from "./code-heap.ts";
import { guardPagesOf } from "./guard-pages.ts";
import type { BlockOwner } from "./heap-action.ts";
import { PROTECTION, READ_EXEC } from "./protection.ts";

/** Bytes that follow each other and have the same owner; null is free memory. */
export interface OwnedRange {
  readonly address: number;
  readonly size: number;
  readonly owner: BlockOwner | null;
}

/** Whose every mapped byte is, in address order. Fails where a byte has two owners or none. */
export function makeOwnerMap(heap: CodeHeap): OwnedRange[] {
  const free = heap.freeRanges().map((range) => ({ ...range, owner: null }));
  const ranges: OwnedRange[] = [...heap.blocks(), ...free];
  if (heap.openBlock !== undefined) {
    const { address, size, owner } = heap.openBlock;
    ranges.push({ address, size, owner });
  }
  ranges.sort((a, b) => a.address - b.address);
  let end = heap.region.base;
  for (const { address, size } of ranges) {
    assert(address === end && size > 0, "every byte of code memory has one owner, not at", end);
    end = address + size;
  }
  const { mapped } = heap.stats();
  assert(end === heap.region.base + mapped, "code memory ends where its owners end:", end);
  return ranges;
}

/**
 * Fails unless the heap is whole: no transaction is open, every byte is free or somebody's, free
 * ranges do not touch and hold nothing, pages are executable and none is writable, and the blocks
 * are those of living code (`liveBlocks`, their addresses), no more and no fewer.
 */
export function checkCodeHeap(
  heap: CodeHeap,
  space: AddressSpace,
  liveBlocks: Iterable<number>,
): void {
  assert(heap.openBlock === undefined, "no code transaction is left open");
  const ranges = makeOwnerMap(heap);
  let used = 0;
  for (const [i, { address, size, owner }] of ranges.entries()) {
    if (owner !== null) used += size;
    else checkFree(space, address, size, ranges[i + 1]);
  }
  assert(used === heap.stats().used, "the bytes in use are those of the blocks:", used);
  checkProtections(heap, space);
  checkLive(heap, new Set(liveBlocks));
}

function checkFree(
  space: AddressSpace,
  address: number,
  size: number,
  next: OwnedRange | undefined,
): void {
  assert(next === undefined || next.owner !== null, "free ranges do not touch:", address);
  const filler = Buffer.alloc(size, FILLER);
  assert(filler.equals(space.readBytes(address, size)), "free code memory holds nothing:", address);
}

function checkProtections(heap: CodeHeap, space: AddressSpace): void {
  const { base } = heap.region;
  for (let at = base; at < base + heap.stats().mapped; at += PAGE_SIZE) {
    assert(space.lookupProtection(at) === READ_EXEC, "code is executable, not writable:", at);
  }
  for (const at of guardPagesOf(heap.region)) {
    assert(space.lookupProtection(at) === PROTECTION.none, "a guard page has no access:", at);
  }
}

function checkLive(heap: CodeHeap, live: Set<number>): void {
  for (const { address } of heap.blocks()) {
    assert(live.delete(address), "a block belongs to living code:", address);
  }
  assert(live.size === 0, "living code has its block");
}
