/**
 * The code heap of a recorded run after one of its events: what is mapped, whose the blocks are, what
 * is free. All of it follows from the heap's events and the way in which the heap grows (chunk by
 * chunk, each as large as is needed and still allowed), so nothing is executed again.
 */

import type { NumberedEvent } from "../format/event-frame.ts";
import type { CompileEvent, JitEvent, OwnerRecord } from "../format/events.ts";
import { printAddress, printGreenKey } from "./print-value.ts";
import { printOwner } from "./print-event.ts";

/** How code memory grows. */
export interface HeapGrowth {
  readonly chunkBytes: number;
  readonly pageBytes: number;
  /** Most that may be mapped; null = no limit. */
  readonly capacityBytes: number | null;
  /** What unused bytes of a block hold. */
  readonly filler: number;
}

/** Bytes that nobody owns. */
export interface FreeRange {
  readonly address: number;
  readonly size: number;
}

/** A block and its owner. */
export interface HeapBlock extends FreeRange {
  readonly owner: OwnerRecord;
  /** Reserved and being written, or committed. */
  readonly isOpen: boolean;
  /** The event that reserved or committed it. */
  readonly eventNumber: number;
  /** Bytes at its end that only fill it up to the alignment. */
  readonly padding: number;
  readonly name: string;
  /** The loop whose code it is part of; -1 if none. */
  readonly loopNo: number;
  /** Where the operations stand; null when that is not known. */
  readonly code: FreeRange | null;
}

/** The whole heap at one moment. */
export interface HeapMap {
  /** Where code memory begins; -1 before anything is mapped. */
  readonly base: number;
  readonly mapped: number;
  readonly used: number;
  /** In address order. */
  readonly blocks: readonly HeapBlock[];
  /** In address order; the last one is usually what no block has reached yet. */
  readonly free: readonly FreeRange[];
  /** Bytes from the base to the end of the last block. */
  readonly span: number;
  /** Free ranges inside of the span. */
  readonly holes: readonly FreeRange[];
  /** The part of the span that is holes, 0 … 1. */
  readonly fragmentation: number;
}

/** A map, and after which event of how many. */
export interface HeapMoment {
  readonly map: HeapMap;
  /** Null when the reel has no events. */
  readonly event: JitEvent | null;
  readonly eventNumber: number;
  readonly eventCount: number;
}

/** Follows the heap's events. */
class HeapFollower {
  private readonly growth: HeapGrowth;
  private readonly blocks = new Map<number, HeapBlock>();
  private base = -1;
  private mapped = 0;

  constructor(growth: HeapGrowth) {
    this.growth = growth;
  }

  add(number: number, event: JitEvent): void {
    switch (event.kind) {
      case "heap_reserve":
        this.growTo(event.address, event.address + event.size);
        this.put(number, event, 0, true);
        break;
      case "heap_commit":
        this.put(number, event, this.countPadding(event.bytes), false);
        break;
      case "heap_abort":
      case "heap_free":
        this.blocks.delete(event.address);
        break;
      default:
        this.learnName(event);
    }
  }

  /** A compilation says what the block is that it has just filled. */
  learnName(event: JitEvent): void {
    if (event.kind !== "compile" && event.kind !== "tmp_callback") return;
    const block = this.blocks.get(event.blockAddress);
    if (block === undefined) return;
    const isUnit = event.kind === "compile";
    this.blocks.set(block.address, {
      ...block,
      name: isUnit ? nameUnit(event) : `callback ${printGreenKey(event.greenKey)}`,
      loopNo: isUnit ? event.loopNo : -1,
      code: isUnit ? { address: event.asmaddr, size: event.asmlen } : null,
    });
  }

  private put(
    eventNumber: number,
    { address, size, owner }: FreeRange & { readonly owner: OwnerRecord },
    padding: number,
    isOpen: boolean,
  ): void {
    const loopNo = owner.kind === "loop" ? owner.number : -1;
    const block = { address, size, owner, padding, isOpen, eventNumber, loopNo, code: null };
    this.blocks.set(address, { ...block, name: printOwner(owner) });
  }

  /** The first block begins where code memory begins. */
  private growTo(address: number, end: number): void {
    const { chunkBytes, pageBytes, capacityBytes } = this.growth;
    if (this.base < 0) this.base = address;
    const missing = end - this.base - this.mapped;
    if (missing <= 0) return;
    const left = (capacityBytes ?? Number.POSITIVE_INFINITY) - this.mapped;
    const whole = Math.ceil(missing / chunkBytes) * chunkBytes;
    this.mapped += Math.min(whole, Math.floor(left / pageBytes) * pageBytes);
  }

  private countPadding(bytes: Uint8Array): number {
    const last = bytes.findLastIndex((byte) => byte !== this.growth.filler);
    return bytes.length - 1 - last;
  }

  read(): HeapMap {
    const { base, mapped } = this;
    const blocks = [...this.blocks.values()].sort((a, b) => a.address - b.address);
    const free: FreeRange[] = [];
    let end = base;
    for (const { address, size } of blocks) {
      if (address > end) free.push({ address: end, size: address - end });
      end = address + size;
    }
    const span = blocks.length === 0 ? 0 : end - base;
    const holes = blocks.length === 0 ? [] : [...free];
    if (base + mapped > end) free.push({ address: end, size: base + mapped - end });
    const used = sumSizes(blocks);
    const fragmentation = span === 0 ? 0 : sumSizes(holes) / span;
    return { base, mapped, used, blocks, free, span, holes, fragmentation };
  }
}

function nameUnit(event: CompileEvent): string {
  if (event.type === "bridge") {
    return `bridge of guard ${printAddress(event.bridgeNo)} in loop ${event.loopNo}`;
  }
  return `${event.type} ${event.loopNo} ${printGreenKey(event.greenKey)}`;
}

export function sumSizes(ranges: readonly FreeRange[]): number {
  return ranges.reduce((sum, { size }) => sum + size, 0);
}

/**
 * The heap after event `at`, or at the end. When there is no such event, `eventNumber` is less than
 * `at`. A block that was just filled is named by the compilation that is told next.
 */
export function readHeapMoment(
  events: Iterable<NumberedEvent>,
  at: number | null,
  growth: HeapGrowth,
): HeapMoment {
  const follower = new HeapFollower(growth);
  let [last, lastNumber, eventCount]: [JitEvent | null, number, number] = [null, -1, 0];
  let isNaming = true;
  for (const { number, event } of events) {
    eventCount = number + 1;
    if (at === null || number <= at) {
      if (event !== null) follower.add(number, event);
      [last, lastNumber] = [event, number];
    } else if (isNaming && event !== null) {
      isNaming = event.kind !== "heap_reserve" && event.kind !== "heap_free";
      if (isNaming) follower.learnName(event);
    }
  }
  return { map: follower.read(), event: last, eventNumber: lastNumber, eventCount };
}

/** The block that holds an address, or null. */
export function findBlock(map: HeapMap, address: number): HeapBlock | null {
  const holds = (block: HeapBlock) =>
    address >= block.address && address < block.address + block.size;
  return map.blocks.find(holds) ?? null;
}

/** A stretch of a block with one purpose. */
export interface BlockPart extends FreeRange {
  /** Constants and entry, operations, failure stubs, filling; or all of it. */
  readonly part: "entry" | "code" | "stubs" | "padding" | "whole";
}

/** The parts of a block in address order; together they are all of it. */
export function splitBlock(block: HeapBlock): BlockPart[] {
  const { address, size, code, padding } = block;
  const end = address + size;
  const starts: [BlockPart["part"], number][] =
    code === null
      ? [["whole", address]]
      : [
          ["entry", address],
          ["code", code.address],
          ["stubs", code.address + code.size],
        ];
  starts.push(["padding", end - padding]);
  const parts = starts.map(([part, start], i) => {
    const next = starts[i + 1]?.[1] ?? end;
    return { part, address: start, size: next - start };
  });
  return parts.filter((part) => part.size > 0);
}

/** Bytes of one row of a picture: a power of two, so that there are at most `rowsMax`. */
export function rowSize(map: HeapMap, rowsMax: number, smallest: number): number {
  let size = smallest;
  while (Math.ceil(map.span / size) > rowsMax) size *= 2;
  return size;
}
