/**
 * The code heap's events from dumps of machine code. A few bytes inside of a block that is known
 * replace what was there. Anything else is a block: a unit's when the addresses that follow it say
 * so, else one of the backend's own: failure recovery, slow paths.
 *
 * Logs do not tell when code is freed: a block that another one covers must have been, and is freed
 * right before.
 */

import { countUpTo } from "../../sim/base/collections.ts";
import type { EventListener, OwnerRecord } from "../format/events.ts";

/** Where a block is. */
export interface BlockPlace {
  readonly address: number;
  readonly size: number;
}

interface Block extends BlockPlace {
  readonly owner: OwnerRecord;
}

/** Bytes as they were written to memory. */
export interface Dump {
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly ticks: number;
}

/** A new block whose owner and last bytes are not known yet. */
interface HeldBlock extends Dump {
  owner: OwnerRecord | null;
}

export class CodeBlocks {
  private readonly onEvent: EventListener;
  /** In address order; they do not overlap. */
  private readonly blocks: Block[] = [];
  private held: HeldBlock | null = null;
  private otherCount = 0;

  constructor(onEvent: EventListener) {
    this.onEvent = onEvent;
  }

  /** What is written into a block right after it was dumped completes it: jumps to its stubs. */
  addDump(dump: Dump): void {
    const { address, bytes, ticks } = dump;
    if (bytes.length === 0) return;
    const { held } = this;
    if (held !== null && isWithin(dump, held.address, held.bytes.length)) {
      held.bytes.set(bytes, address - held.address);
      return;
    }
    this.settle();
    const block = this.blocks[countUpTo(this.blocks, address) - 1];
    const isPatch = block !== undefined && isWithin(dump, block.address, block.size);
    if (isPatch) this.onEvent({ kind: "heap_patch", ticks, address, bytes });
    else this.held = { ...dump, owner: null };
  }

  /**
   * Says whose the block at `address` is: the last one, if that is where it stands; a block whose
   * bytes are not known has the size that is said. Gives where it begins and ends.
   */
  claim(address: number, size: number, owner: OwnerRecord, ticks: number): BlockPlace {
    const { held } = this;
    const isHeld = held !== null && address >= held.address && address < endOf(sizeOf(held));
    if (isHeld) {
      held.owner = owner;
      return sizeOf(held);
    }
    this.settle();
    this.reserve({ address, size, owner }, ticks);
    return { address, size };
  }

  /** The last block is complete. */
  settle(): void {
    const { held } = this;
    if (held === null) return;
    this.held = null;
    this.commit(held, held.owner ?? { kind: "recovery", number: this.otherCount++ });
  }

  /** A block of which everything is known. */
  commit({ address, bytes, ticks }: Dump, owner: OwnerRecord): void {
    const size = bytes.length;
    if (size === 0) return;
    this.reserve({ address, size, owner }, ticks);
    this.onEvent({ kind: "heap_commit", ticks, address, size, owner, bytes });
  }

  /** What the block covers is freed first. */
  private reserve(block: Block, ticks: number): void {
    const { address, size } = block;
    if (size <= 0) return;
    const before = countUpTo(this.blocks, address) - 1;
    const reaches = before >= 0 && endOf(this.blocks[before]!) > address;
    const first = reaches ? before : before + 1;
    let end = first;
    while (end < this.blocks.length && this.blocks[end]!.address < address + size) end++;
    const covered = this.blocks.splice(first, end - first, block);
    for (const old of covered) this.onEvent({ kind: "heap_free", ticks, ...old });
    this.onEvent({ kind: "heap_reserve", ticks, ...block });
  }
}

/** The longest that PyPy writes over code: a jump to an address. */
const PATCH_SIZE_MAX = 32;

/** Whether a dump replaces bytes of a block. What is longer is a block that has taken its place. */
function isWithin({ address, bytes }: Dump, start: number, size: number): boolean {
  if (bytes.length > PATCH_SIZE_MAX) return false;
  return address >= start && address + bytes.length <= start + size;
}

function sizeOf({ address, bytes }: Dump): BlockPlace {
  return { address, size: bytes.length };
}

function endOf({ address, size }: BlockPlace): number {
  return address + size;
}
