/**
 * The code heap: where machine code lives. Memory is mapped in chunks of 1 MiB (more for a block
 * that needs more), one after the other; blocks are aligned to 16 bytes and taken best fit.
 *
 * Invariants: writing happens only inside a transaction (reserve … commit or abort), of which at
 * most one is open; outside of it every page is readable and executable, inside of it the pages of
 * the block are writable and not executable. Every byte is free or belongs to one block with one
 * owner (`check-code-heap.ts` looks at all of that). The same calls give the same addresses. Guard
 * pages stand at both ends of the region.
 *
 * Counterpart: rpython/jit/backend/llsupport/asmmemmgr.py; transactions as LuaJIT's lj_mcode.c.
 */

import { assert, defined } from "../base/assert.ts";
import { countUpTo } from "../base/collections.ts";
import type { AddressSpace } from "./address-space.ts";
import { PAGE_SIZE } from "./address-space.ts";
import type { CodeFaults } from "./code-faults.ts";
import { FreeRanges } from "./free-ranges.ts";
import { mapGuardPages } from "./guard-pages.ts";
import type { BlockOwner, HeapAction, HeapListener } from "./heap-action.ts";
import type { Region } from "./memory-layout.ts";
import { READ_EXEC, READ_WRITE } from "./protection.ts";

/** PyPy's large allocation on 64-bit machines. */
export const CHUNK_SIZE = 0x10_0000;

export const BLOCK_ALIGNMENT = 16;

/** What freed and unused code memory holds: int3. */
export const FILLER = 0xcc;

/** The signal that code memory has run out; the heap is as it was before. */
export class OutOfCodeMemory extends Error {
  override name = "OutOfCodeMemory";
  readonly neededBytes: number;
  readonly capacityBytes: number;

  constructor(neededBytes: number, capacityBytes: number) {
    super(`no room for ${neededBytes} bytes of code (limit ${capacityBytes} bytes)`);
    this.neededBytes = neededBytes;
    this.capacityBytes = capacityBytes;
  }
}

/** A committed block. */
export interface CodeBlock {
  readonly address: number;
  readonly size: number;
  readonly owner: BlockOwner;
}

/** What `get_stats_asmmemmgr` tells, in bytes. */
export interface CodeHeapStats {
  readonly mapped: number;
  readonly used: number;
}

export interface CodeHeapOptions {
  /** Most bytes that may be mapped; default: the whole region. */
  readonly capacityBytes?: number | undefined;
  /** Reservations that are to fail; default: none. */
  readonly faults?: CodeFaults | undefined;
  readonly listener?: HeapListener | undefined;
}

/** An open reservation: the only way to write code. */
export class CodeTransaction {
  readonly address: number;
  readonly size: number;
  readonly owner: BlockOwner;
  private readonly heap: CodeHeap;

  /** @internal Made by {@link CodeHeap.reserve}. */
  constructor(heap: CodeHeap, block: CodeBlock) {
    this.heap = heap;
    this.address = block.address;
    this.size = block.size;
    this.owner = block.owner;
  }

  /** Writes bytes at an offset inside the block. */
  write(offset: number, bytes: Uint8Array): void {
    this.heap.writeOpen(this, offset, bytes);
  }

  /** Makes the block executable; bytes beyond `usedSize`, rounded up, go back to the heap. */
  commit(usedSize: number = this.size): CodeBlock {
    return this.heap.commitOpen(this, usedSize);
  }

  /** Gives the reservation back. */
  abort(): void {
    this.heap.abortOpen(this);
  }
}

/** The code heap of one run. */
export class CodeHeap {
  readonly region: Region;
  private readonly space: AddressSpace;
  private readonly faults: CodeFaults | undefined;
  private readonly capacityBytes: number;
  private readonly listener: HeapListener | undefined;
  private readonly freeList = new FreeRanges();
  /** Committed blocks in address order. */
  private readonly committed: CodeBlock[] = [];
  private open: CodeTransaction | undefined;
  private mappedBytes = 0;
  private usedBytes = 0;

  constructor(space: AddressSpace, region: Region, options: CodeHeapOptions = {}) {
    this.space = space;
    this.region = region;
    this.capacityBytes = Math.min(options.capacityBytes ?? region.size, region.size);
    this.faults = options.faults;
    this.listener = options.listener;
    mapGuardPages(space, region);
  }

  /** Opens a transaction over a new block. Throws {@link OutOfCodeMemory}, changing nothing. */
  reserve(sizeBytes: number, owner: BlockOwner): CodeTransaction {
    assert(this.open === undefined, "one code transaction at a time");
    assert(sizeBytes > 0, "a block has a size");
    const size = roundUp(sizeBytes, BLOCK_ALIGNMENT);
    this.failIfFaulty(size, owner);
    const address = this.freeList.take(size) ?? this.takeFromNewChunk(size);
    this.usedBytes += size;
    this.protectPages(address, size, READ_WRITE);
    this.open = new CodeTransaction(this, { address, size, owner });
    this.tell({ kind: "reserve", address, size, owner });
    return this.open;
  }

  private failIfFaulty(size: number, owner: BlockOwner): void {
    const fault = this.faults?.countReservation() ?? null;
    if (fault === null) return;
    this.tell({ kind: "fault", fault, size, owner });
    throw new OutOfCodeMemory(size, this.capacityBytes);
  }

  /** Replaces bytes inside a committed block, as a transaction of its own. */
  patch(address: number, bytes: Uint8Array): void {
    assert(this.open === undefined, "one code transaction at a time");
    const block = defined(this.lookupBlock(address), "block to patch");
    const inside = address + bytes.length <= block.address + block.size;
    assert(inside && bytes.length > 0, "a patch stays inside its block");
    this.protectPages(address, bytes.length, READ_WRITE);
    this.space.writeBytes(address, bytes);
    this.protectPages(address, bytes.length, READ_EXEC);
    if (this.listener === undefined) return;
    const { owner } = block;
    this.tell({ kind: "patch", address, size: bytes.length, owner, bytes: bytes.slice() });
  }

  /** Gives a committed block back; `address` is its first byte. */
  free(address: number): void {
    assert(this.open === undefined, "one code transaction at a time");
    const at = countUpTo(this.committed, address) - 1;
    const block = defined(this.committed[at], "block to free");
    assert(block.address === address, "a block is freed by its first byte");
    this.committed.splice(at, 1);
    this.giveBack(block.address, block.size);
    this.tell({ kind: "free", address, size: block.size, owner: block.owner });
  }

  /** Bytes mapped and bytes in blocks (an open reservation included). */
  stats(): CodeHeapStats {
    return { mapped: this.mappedBytes, used: this.usedBytes };
  }

  /** The committed blocks in address order. */
  blocks(): readonly CodeBlock[] {
    return this.committed;
  }

  /** The block that is being written, if any. */
  get openBlock(): CodeBlock | undefined {
    return this.open;
  }

  /** The committed block that holds an address, if any. */
  lookupBlock(address: number): CodeBlock | undefined {
    const block = this.committed[countUpTo(this.committed, address) - 1];
    return block !== undefined && address < block.address + block.size ? block : undefined;
  }

  /** The free ranges in address order. */
  freeRanges(): readonly { readonly address: number; readonly size: number }[] {
    return this.freeList.list();
  }

  /** @internal */
  writeOpen(transaction: CodeTransaction, offset: number, bytes: Uint8Array): void {
    assert(this.open === transaction, "the transaction is open");
    const inside = offset >= 0 && offset + bytes.length <= transaction.size;
    assert(inside, "code stays inside its block");
    this.space.writeBytes(transaction.address + offset, bytes);
  }

  /** @internal */
  commitOpen(transaction: CodeTransaction, usedSize: number): CodeBlock {
    assert(this.open === transaction, "the transaction is open");
    const size = roundUp(usedSize, BLOCK_ALIGNMENT);
    assert(usedSize > 0 && size <= transaction.size, "what is used was reserved");
    const { address, owner } = transaction;
    const block = { address, size, owner };
    const unused = transaction.size - size;
    if (unused > 0) this.giveBack(address + size, unused);
    this.protectPages(address, transaction.size, READ_EXEC);
    this.open = undefined;
    this.committed.splice(countUpTo(this.committed, address), 0, block);
    if (this.listener !== undefined) {
      this.tell({ kind: "commit", ...block, bytes: this.space.readBytes(address, size) });
    }
    return block;
  }

  /** @internal */
  abortOpen(transaction: CodeTransaction): void {
    assert(this.open === transaction, "the transaction is open");
    const { address, size, owner } = transaction;
    this.giveBack(address, size);
    this.protectPages(address, size, READ_EXEC);
    this.open = undefined;
    this.tell({ kind: "abort", address, size, owner });
  }

  /** Fills with {@link FILLER}, so that a stale jump is noticed, and frees. */
  private giveBack(address: number, size: number): void {
    this.protectPages(address, size, READ_WRITE);
    this.space.writeBytes(address, new Uint8Array(size).fill(FILLER));
    this.protectPages(address, size, READ_EXEC);
    this.usedBytes -= size;
    this.freeList.give(address, size);
  }

  private takeFromNewChunk(size: number): number {
    const address = this.region.base + this.mappedBytes;
    const last = this.freeList.list().at(-1);
    const tail = last !== undefined && last.address + last.size === address ? last.size : 0;
    // The last chunk before the limit is as large as still fits.
    const left = this.capacityBytes - this.mappedBytes;
    const chunk = Math.min(roundUp(size - tail, CHUNK_SIZE), left - (left % PAGE_SIZE));
    if (chunk < size - tail) {
      this.listener?.heapFull?.(size);
      throw new OutOfCodeMemory(size, this.capacityBytes);
    }
    this.space.map(address, chunk, READ_WRITE);
    this.space.writeBytes(address, new Uint8Array(chunk).fill(FILLER));
    this.space.protect(address, chunk, READ_EXEC);
    this.mappedBytes += chunk;
    this.freeList.give(address, chunk);
    return defined(this.freeList.take(size), "room in the new chunk");
  }

  private protectPages(address: number, size: number, protection: number): void {
    const start = address - (address % PAGE_SIZE);
    const end = roundUp(address + size, PAGE_SIZE);
    this.space.protect(start, end - start, protection);
  }

  private tell(action: HeapAction): void {
    this.listener?.heapAction(action);
  }
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
