/**
 * The states of the code heap that a run or a script goes through, read off what the heap tells:
 * the free ranges are followed in a copy, so that it is known from where each block was taken and
 * what joins when it is given back.
 */

import type { HeapAction } from "../../sim/memory/heap-action.ts";
import { CHUNK_SIZE } from "../../sim/memory/code-heap.ts";
import type { FreeRange } from "../../sim/memory/free-ranges.ts";
import { FreeRanges } from "../../sim/memory/free-ranges.ts";
import { PAGE_SIZE } from "../../sim/memory/address-space.ts";

/** Every state there is, and when a heap is in it. */
export const HEAP_STATES = {
  reserve: "a block was reserved",
  commit: "a block was committed",
  abort: "a reservation was given back",
  patch: "bytes of a committed block were replaced",
  free: "a committed block was given back",
  "free loop": "that of a loop",
  "free bridge": "that of a bridge",
  "exact fit": "a block took all of a free range",
  split: "a block took the low end of a free range",
  "best fit": "of several ranges that were large enough the smallest was taken",
  reuse: "a block lies where a freed one was",
  "reuse of aborted": "a block lies where a reservation was given back",
  trim: "a commit gave the unused end of its block back",
  "whole block": "a commit used all of its block",
  "coalesce before": "what was given back joined the range in front of it",
  "coalesce after": "what was given back joined the range behind it",
  "coalesce both": "what was given back joined ranges on both sides",
  isolated: "what was given back touches no free range",
  "first chunk": "memory was mapped for the first time",
  growth: "another chunk was mapped",
  "growth onto tail": "the new chunk joined the free end of the last one",
  "large chunk": "a block larger than a chunk",
  "last chunk": "the chunk before the limit, as large as still fits",
  "shared page": "a block was written while a committed one was on the same page",
  full: "a reservation found no room",
  "reserve after full": "and a later one found room",
  "fault alloc-fail": "a single reservation failed by an injected fault",
  "fault heap-full": "reservations failed from an injected fault on",
  "reserve after fault": "a reservation after an injected failure",
} as const satisfies Record<string, string>;

export type HeapState = keyof typeof HEAP_STATES;

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Follows one heap. */
export class HeapObserver {
  private readonly reached: (state: HeapState) => void;
  private readonly free = new FreeRanges();
  private readonly freed: Range[] = [];
  private readonly aborted: Range[] = [];
  private readonly committed = new Map<number, number>();
  private open: Range | null = null;
  private readonly capacityBytes: number;
  private mappedBytes = 0;
  private mappedEnd = 0;
  private wasFull = false;
  private wasFaulty = false;

  /** `reached` is called each time a state is reached; `capacityBytes` as the heap has it. */
  constructor(reached: (state: HeapState) => void, capacityBytes: number | null) {
    this.reached = reached;
    this.capacityBytes = capacityBytes ?? Number.POSITIVE_INFINITY;
  }

  /** To be called after each action, in order. */
  heapAction(action: HeapAction): void {
    if (action.kind === "fault") {
      this.reached(`fault ${action.fault.split("@")[0]}` as HeapState);
      this.wasFaulty = true;
      return;
    }
    this.reached(action.kind);
    const { address, size } = action;
    switch (action.kind) {
      case "reserve":
        this.reserve(address, size);
        break;
      case "commit":
        this.commit(address, size);
        break;
      case "abort":
        this.open = null;
        this.giveBack(address, size);
        this.aborted.push({ start: address, end: address + size });
        break;
      case "free":
        if (action.owner.kind === "loop") this.reached("free loop");
        if (action.owner.kind === "bridge") this.reached("free bridge");
        this.committed.delete(address);
        this.giveBack(address, size);
        this.freed.push({ start: address, end: address + size });
        break;
      case "patch":
        break;
    }
  }

  heapFull(): void {
    this.reached("full");
    this.wasFull = true;
  }

  private reserve(address: number, size: number): void {
    if (this.wasFull) this.reached("reserve after full");
    if (this.wasFaulty) this.reached("reserve after fault");
    const fitting = this.free.list().filter((range) => range.size >= size);
    if (fitting.length === 0) this.grow(address, size);
    else if (fitting.some((range) => range.size > (rangeAt(fitting, address)?.size ?? 0))) {
      this.reached("best fit");
    }
    const range = rangeAt(this.free.list(), address);
    this.reached(range?.size === size ? "exact fit" : "split");
    this.free.take(size);
    const end = address + size;
    if (overlaps(this.freed, address, end)) this.reached("reuse");
    if (overlaps(this.aborted, address, end)) this.reached("reuse of aborted");
    this.open = { start: address, end };
    if (this.hasNeighbourOnPage(address, end)) this.reached("shared page");
  }

  /** No free range was large enough: memory was mapped, which is free first. */
  private grow(address: number, size: number): void {
    this.reached(this.mappedBytes === 0 ? "first chunk" : "growth");
    if (this.mappedBytes === 0) this.mappedEnd = address;
    const last = this.free.list().at(-1);
    const tail = last !== undefined && last.address + last.size === this.mappedEnd ? last.size : 0;
    if (tail > 0) this.reached("growth onto tail");
    const whole = Math.ceil((size - tail) / CHUNK_SIZE) * CHUNK_SIZE;
    const left = this.capacityBytes - this.mappedBytes;
    const chunk = left < whole ? left - (left % PAGE_SIZE) : whole;
    if (chunk < whole) this.reached("last chunk");
    if (chunk > CHUNK_SIZE) this.reached("large chunk");
    this.free.give(this.mappedEnd, chunk);
    this.mappedBytes += chunk;
    this.mappedEnd += chunk;
  }

  private commit(address: number, size: number): void {
    const { open } = this;
    const unused = open === null ? 0 : open.end - (address + size);
    if (unused > 0) this.giveBack(address + size, unused);
    this.reached(unused > 0 ? "trim" : "whole block");
    this.open = null;
    this.committed.set(address, size);
  }

  private giveBack(address: number, size: number): void {
    const ranges = this.free.list();
    const before = ranges.some((range) => range.address + range.size === address);
    const after = ranges.some((range) => range.address === address + size);
    if (before && after) this.reached("coalesce both");
    else if (before) this.reached("coalesce before");
    else this.reached(after ? "coalesce after" : "isolated");
    this.free.give(address, size);
  }

  private hasNeighbourOnPage(start: number, end: number): boolean {
    const [from, to] = [start - (start % PAGE_SIZE), Math.ceil(end / PAGE_SIZE) * PAGE_SIZE];
    return [...this.committed].some(([address, size]) => address < to && from < address + size);
  }
}

function rangeAt(ranges: readonly FreeRange[], address: number): FreeRange | undefined {
  return ranges.find((range) => range.address === address);
}

function overlaps(ranges: readonly Range[], start: number, end: number): boolean {
  return ranges.some((range) => range.start < end && start < range.end);
}
