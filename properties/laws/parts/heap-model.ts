/**
 * The code heap beside a model that knows nothing but which bytes belong to whom: carries out a
 * script in both, and compares them after each command.
 */

import assert from "node:assert/strict";
import { AddressSpace } from "../../../sim/memory/address-space.ts";
import { checkCodeHeap, makeOwnerMap } from "../../../sim/memory/check-code-heap.ts";
import { CodeFaults } from "../../../sim/memory/code-faults.ts";
import type { CodeTransaction } from "../../../sim/memory/code-heap.ts";
import {
  BLOCK_ALIGNMENT,
  CHUNK_SIZE,
  CodeHeap,
  OutOfCodeMemory,
} from "../../../sim/memory/code-heap.ts";
import type { HeapAction } from "../../../sim/memory/heap-action.ts";
import { makeMemoryLayout } from "../../../sim/memory/memory-layout.ts";
import { READ_EXEC } from "../../../sim/memory/protection.ts";
import type { HeapCommand, HeapScript } from "../../generators/heap-scripts.ts";
import { HeapObserver } from "../../coverage/heap-observer.ts";
import type { Totals } from "../../totals.ts";

interface Block {
  readonly size: number;
  readonly owner: number;
  readonly bytes: Uint8Array;
}

interface Gap {
  readonly address: number;
  readonly size: number;
}

const CAPACITY = 2 * CHUNK_SIZE;
/** What bytes hold that nobody wrote. */
const EMPTY = 0xcc;

export class HeapModel {
  readonly totals: Totals = {};
  private readonly observer = new HeapObserver((state) => this.count(`heap ${state}`), CAPACITY);
  private readonly space = new AddressSpace();
  private readonly actions: HeapAction[] = [];
  private readonly region = makeMemoryLayout(0).code;
  private readonly heap: CodeHeap;
  private readonly script: HeapScript;
  private readonly blocks = new Map<number, Block>();
  private open: { transaction: CodeTransaction; owner: number } | null = null;
  private mapped = 0;
  private reservations = 0;

  constructor(script: HeapScript) {
    this.script = script;
    this.heap = new CodeHeap(this.space, this.region, {
      capacityBytes: CAPACITY,
      listener: {
        heapAction: (action) => {
          this.actions.push(action);
          this.observer.heapAction(action);
        },
        heapFull: () => this.observer.heapFull(),
      },
      faults: new CodeFaults([`alloc-fail@${script.failing}`, `heap-full@${script.full}`]),
    });
  }

  /** Throws an AssertionError at the first command after which heap and model differ. */
  run(): void {
    for (const command of this.script.commands) {
      if (!this.doCommand(command)) continue;
      this.count(command.kind);
      this.compare();
    }
    this.abort();
    for (const address of [...this.blocks.keys()]) this.free(address);
    this.compare();
    assert.equal(this.heap.freeRanges().length, this.mapped > 0 ? 1 : 0, "what is freed coalesces");
  }

  private count(name: string): void {
    this.totals[name] = (this.totals[name] ?? 0) + 1;
  }

  /** False when the command cannot be carried out now. */
  private doCommand(command: HeapCommand): boolean {
    const isOpen = this.open !== null;
    switch (command.kind) {
      case "reserve":
        return !isOpen && this.reserve(command.size, command.owner);
      case "put":
        if (isOpen) return false;
        return this.reserve(command.size, command.owner) && this.commit(1000);
      case "commit":
        return this.commit(command.permille);
      case "abort":
        return this.abort();
      case "free":
        return !isOpen && this.blocks.size > 0 && this.free(this.pickBlock(command.pick)[0]);
      case "patch":
        return !isOpen && this.blocks.size > 0 && this.patch(command.pick, command.byte);
    }
  }

  private pickBlock(pick: number): [number, Block] {
    return [...this.blocks][pick % this.blocks.size] as [number, Block];
  }

  private reserve(wanted: number, owner: number): boolean {
    const size = Math.ceil(wanted / BLOCK_ALIGNMENT) * BLOCK_ALIGNMENT;
    const [best] = this.freeGaps()
      .filter((gap) => gap.size >= size)
      .sort((a, b) => a.size - b.size);
    this.reservations++;
    const { failing, full } = this.script;
    const told = this.actions.length;
    const isFaulty = this.reservations === failing || this.reservations >= full;
    try {
      const transaction = this.heap.reserve(wanted, { kind: "loop", number: owner });
      assert.ok(!isFaulty, "the fault strikes");
      if (best !== undefined) assert.equal(transaction.address, best.address, "the best fit");
      assert.equal(transaction.size, size);
      this.open = { transaction, owner };
      this.mapped = this.heap.stats().mapped;
    } catch (error) {
      if (!(error instanceof OutOfCodeMemory)) throw error;
      assert.ok(isFaulty || best === undefined, "memory is refused only where there is none");
      const fresh = this.actions.slice(told).map(({ kind }) => kind);
      assert.deepEqual(fresh, isFaulty ? ["fault"] : [], "a fault is told, and nothing else");
      this.count(isFaulty ? "fault" : "out of memory");
    }
    return true;
  }

  private commit(permille: number): boolean {
    if (this.open === null) return false;
    const { transaction, owner } = this.open;
    const used = Math.max(1, Math.floor((transaction.size * permille) / 1000));
    transaction.write(0, new Uint8Array(used).fill(owner));
    const { address, size } = transaction.commit(used);
    const bytes = new Uint8Array(size).fill(EMPTY).fill(owner, 0, used);
    this.blocks.set(address, { size, owner, bytes });
    this.open = null;
    return true;
  }

  private abort(): boolean {
    if (this.open === null) return false;
    this.open.transaction.abort();
    this.open = null;
    return true;
  }

  private free(address: number): boolean {
    this.heap.free(address);
    return this.blocks.delete(address);
  }

  private patch(pick: number, byte: number): boolean {
    const [address, block] = this.pickBlock(pick);
    const offset = pick % block.size;
    this.heap.patch(address + offset, Uint8Array.of(byte));
    block.bytes[offset] = byte;
    return true;
  }

  /** What the model says is free: everything mapped that no block and no reservation has. */
  private freeGaps(): Gap[] {
    const taken: Gap[] = [...this.blocks].map(([address, { size }]) => ({ address, size }));
    if (this.open !== null) taken.push(this.open.transaction);
    taken.sort((a, b) => a.address - b.address);
    const gaps: Gap[] = [];
    let end = this.region.base;
    for (const { address, size } of [...taken, { address: end + this.mapped, size: 0 }]) {
      assert.ok(address >= end, "blocks do not overlap");
      if (address > end) gaps.push({ address: end, size: address - end });
      end = address + size;
    }
    return gaps;
  }

  private compare(): void {
    const { heap, space, blocks, open } = this;
    assert.deepEqual([...heap.freeRanges()], this.freeGaps(), "free ranges");
    const sizes = [...blocks.values()].map((block) => block.size);
    const used = sizes.reduce((sum, size) => sum + size, open?.transaction.size ?? 0);
    assert.deepEqual(heap.stats(), { mapped: this.mapped, used });
    assert.ok(this.mapped <= CAPACITY && this.mapped % CHUNK_SIZE === 0, "chunks are mapped");
    assert.equal(heap.blocks().length, blocks.size, "number of blocks");
    for (const { address, size, owner } of heap.blocks()) {
      const expected = blocks.get(address);
      assert.deepEqual([size, owner.number], [expected?.size, expected?.owner]);
      const bytes = expected?.bytes ?? new Uint8Array();
      assert.ok(Buffer.from(space.readBytes(address, size)).equals(bytes), "bytes of a block");
      if (open === null) assert.equal(space.lookupProtection(address), READ_EXEC, "W^X");
    }
    const owned = makeOwnerMap(heap).reduce((sum, range) => sum + range.size, 0);
    assert.equal(owned, this.mapped, "every byte has an owner or is free");
    if (open === null) checkCodeHeap(heap, space, blocks.keys());
    assert.deepEqual(
      this.told(),
      [...blocks.keys()].sort((a, b) => a - b),
      "what is told",
    );
  }

  /** The addresses of the committed blocks as a recorder would know them. */
  private told(): number[] {
    const live = new Set<number>();
    for (const action of this.actions) {
      if (action.kind === "commit") live.add(action.address);
      else if (action.kind === "free") live.delete(action.address);
    }
    return [...live].sort((a, b) => a - b);
  }
}
