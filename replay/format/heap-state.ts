/**
 * The code heap's part of a reel's state: the blocks there are, and which events have replaced
 * bytes of each. A patch belongs to the block that holds its address when it happens; it leaves
 * with its block, or when another one at its address covers it.
 */

import { AddressMap } from "./address-map.ts";
import type { EventOf } from "./event-schema.ts";
import type { BlockState, PatchState } from "./state-schema.ts";

interface Block extends Omit<BlockState, "patches"> {
  /** By address. Of patches at one address later ones are smaller. */
  readonly patches: Map<number, PatchState[]>;
}

export class HeapState {
  /** Address of the first block that there was, -1 before. */
  base = -1;
  /** Highest end of a block that there was, -1 before. */
  top = -1;
  private readonly blocks = new AddressMap<Block>();

  put(event: EventOf<"heap_reserve" | "heap_commit">, number: number): void {
    const { address, size, owner } = event;
    if (this.base < 0) this.base = address;
    this.top = Math.max(this.top, Math.min(address + size, Number.MAX_SAFE_INTEGER));
    const isOpen = event.kind === "heap_reserve";
    this.blocks.set(address, { event: number, address, size, owner, isOpen, patches: new Map() });
  }

  free(address: number): void {
    this.blocks.delete(address);
  }

  patch({ address, bytes }: EventOf<"heap_patch">, number: number): void {
    const block = this.blockAt(address);
    if (block !== undefined) addPatch(block, { event: number, address, size: bytes.length });
  }

  private blockAt(address: number): Block | undefined {
    const block = this.blocks.upTo(address);
    return block !== undefined && address < block.address + block.size ? block : undefined;
  }

  /** In the order of addresses. */
  read(): BlockState[] {
    return Array.from(this.blocks.values(), (block) => ({
      ...block,
      patches: [...block.patches.values()].flat().sort((a, b) => a.event - b.event),
    }));
  }

  /** The inverse of {@link read}, for a heap without blocks. */
  fill(blocks: readonly BlockState[]): void {
    for (const { patches, ...rest } of blocks) {
      const block = { ...rest, patches: new Map<number, PatchState[]>() };
      for (const patch of patches) addPatch(block, patch);
      this.blocks.set(block.address, block);
    }
  }
}

function addPatch({ patches }: Block, patch: PatchState): void {
  const there = patches.get(patch.address) ?? [];
  while (there.length > 0 && there.at(-1)!.size <= patch.size) there.pop();
  there.push(patch);
  patches.set(patch.address, there);
}
