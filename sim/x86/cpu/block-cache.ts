/**
 * Blocks by address: decoded when control first comes there, kept until their bytes change. A block
 * is entered only while its pages are executable.
 */

import { getOrMake } from "../../base/collections.ts";
import type { AddressSpace } from "../../memory/address-space.ts";
import { PAGE_SIZE } from "../../memory/address-space.ts";
import { MemoryFault, PROTECTION } from "../../memory/protection.ts";
import { cyclesOf } from "../cost-model.ts";
import { decode, INSTRUCTION_LENGTH_MAX } from "../decode.ts";
import type { Mnemonic } from "../instruction-table.ts";
import type { BlockInstruction, Observation } from "./block.ts";
import { Block } from "./block.ts";
import { LAST_OF_BLOCK } from "./handlers.ts";

/** What may be wrong with the bytes at an address. */
export class UndecodableBytes extends Error {
  override name = "UndecodableBytes";
}

export interface BlockCacheOptions {
  readonly space: AddressSpace;
  readonly observe: ((address: number) => Observation | undefined) | undefined;
  /** Gives a block its code. */
  readonly compile: (block: Block) => void;
  /** Most instructions of a block. */
  readonly length: number;
}

export class BlockCache {
  private readonly options: BlockCacheOptions;
  private readonly blocks = new Map<number, Block>();
  /** The blocks that have bytes on a page, by its number. */
  private readonly byPage = new Map<number, Set<Block>>();
  /** Counts how often pages stopped being executable. */
  version = 0;

  constructor(options: BlockCacheOptions) {
    this.options = options;
  }

  /** Whether a block may be entered as it is. */
  isCurrent(block: Block): boolean {
    return block.isValid && block.checkedAt === this.version;
  }

  /** The block at an address. Throws {@link MemoryFault} or {@link UndecodableBytes}. */
  get(address: number): Block {
    const known = this.blocks.get(address);
    if (known !== undefined && known.checkedAt === this.version) return known;
    const block = known ?? this.make(address);
    this.checkExecutable(block);
    block.checkedAt = this.version;
    return block;
  }

  /** Forgets the blocks that have one of the bytes. */
  drop(address: number, size: number): void {
    const end = address + size;
    const last = Math.floor((end - 1) / PAGE_SIZE);
    for (let n = Math.floor(address / PAGE_SIZE); n <= last; n++) {
      for (const block of this.byPage.get(n) ?? []) {
        if (block.address < end && address < block.end) this.remove(block);
      }
    }
  }

  private remove(block: Block): void {
    block.isValid = false;
    this.blocks.delete(block.address);
    for (const n of pagesOf(block)) this.byPage.get(n)?.delete(block);
  }

  private make(address: number): Block {
    const block = new Block(address, this.decodeFrom(address));
    this.options.compile(block);
    this.blocks.set(address, block);
    for (const n of pagesOf(block)) getOrMake(this.byPage, n, () => new Set()).add(block);
    return block;
  }

  private checkExecutable(block: Block): void {
    for (const n of pagesOf(block)) {
      const protection = this.options.space.lookupPage(n)?.protection;
      if (protection === undefined || (protection & PROTECTION.exec) === 0) {
        const at = Math.max(n * PAGE_SIZE, block.address);
        throw new MemoryFault(at, "exec", protection);
      }
    }
  }

  /** At least one instruction; a later one that cannot be decoded just ends the block. */
  private decodeFrom(address: number): BlockInstruction[] {
    const instructions = [this.decodeAt(address)];
    while (instructions.length < this.options.length) {
      const last = instructions[instructions.length - 1]!;
      if (LAST_OF_BLOCK.has(last.form.mnemonic)) break;
      try {
        instructions.push(this.decodeAt(last.address + last.length));
      } catch (error) {
        if (error instanceof MemoryFault || error instanceof UndecodableBytes) break;
        throw error;
      }
    }
    return instructions;
  }

  private decodeAt(address: number): BlockInstruction {
    const bytes = this.options.space.fetchUpTo(address, INSTRUCTION_LENGTH_MAX);
    const instruction = decode(bytes);
    if (instruction === undefined) {
      const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
      throw new UndecodableBytes(`no instruction: ${text}`);
    }
    const cycles = cyclesOf(instruction.form.mnemonic as Mnemonic, instruction.operands);
    return { ...instruction, address, cycles, observed: this.options.observe?.(address) };
  }
}

function pagesOf(block: Block): number[] {
  const first = Math.floor(block.address / PAGE_SIZE);
  const last = Math.floor((block.end - 1) / PAGE_SIZE);
  return Array.from({ length: last - first + 1 }, (_, k) => first + k);
}
