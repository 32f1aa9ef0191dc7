/**
 * For tests only: runs assembled code on the processor of this machine, through a small C program
 * (real-processor.c, built with gcc) that maps the code and the data where the simulation has them.
 */

import { AddressSpace } from "../../memory/address-space.ts";
import { CodeHeap } from "../../memory/code-heap.ts";
import type { HeapAction } from "../../memory/heap-action.ts";
import type { MemoryLayout, RegionName } from "../../memory/memory-layout.ts";
import { REGIONS } from "../../memory/memory-layout.ts";
import { ObjectAddresses } from "../../memory/object-addresses.ts";
import { PROTECTION } from "../../memory/protection.ts";
import { runCProgram, WordWriter } from "../../x86/native/c-program.ts";
import { X86Assembler } from "./assembler.ts";
import type { DoGate, SimulatedOutcome } from "./simulated-runs.ts";
import { simulateRuns } from "./simulated-runs.ts";
import { FRAME_SIZE_BYTES, HELPERS, helperAddress } from "./calling-convention.ts";

const SOURCE = new URL("real-processor.c", import.meta.url);

/** The C functions behind the helpers, by number. */
export const C_FUNCTIONS = [
  "weigh_ints",
  "weigh_mixed",
  "is_positive",
  "raise_if_odd",
  "count_call",
] as const;

type FunctionName = (typeof C_FUNCTIONS)[number];

/** One call of an entry. */
export interface ProcessorRun {
  readonly entry: number;
  /** 64-bit words for the first slots. */
  readonly slots: readonly bigint[];
  readonly slotsOut: number;
}

/** What a run left behind. */
export interface ProcessorResult {
  readonly descr: number;
  readonly exception: bigint;
  readonly slots: readonly bigint[];
}

/** The results of runs, and the data after them. */
export interface ProcessorOutcome {
  readonly results: readonly ProcessorResult[];
  readonly data: readonly (readonly bigint[])[];
}

/** Addresses that no program of this machine uses. */
function testLayout(): MemoryLayout {
  const names = Object.keys(REGIONS) as RegionName[];
  const entries = names.map((name, k) => {
    return [name, { base: 0x2000_0000_0000 + k * 0x20_0000_0000, size: REGIONS[name].size }];
  });
  return Object.fromEntries(entries) as MemoryLayout;
}

/** A code heap with an assembler, and the processor to run it on. */
export class ProcessorBench {
  readonly layout = testLayout();
  readonly space = new AddressSpace();
  readonly actions: HeapAction[] = [];
  readonly heap: CodeHeap;
  readonly addresses = new ObjectAddresses(this.layout);
  readonly assembler: X86Assembler;
  /** Extra words of data that the code reads or writes, by address. */
  private readonly data: { readonly address: number; readonly words: readonly bigint[] }[] = [];
  private readonly functions: { readonly address: number; readonly name: FunctionName }[] = [];
  private runs: ProcessorRun[] = [];

  constructor(capacityBytes?: number) {
    const listener = { heapAction: (action: HeapAction) => this.actions.push(action) };
    this.heap = new CodeHeap(this.space, this.layout.code, { capacityBytes, listener });
    const { heap, addresses, layout } = this;
    this.assembler = new X86Assembler({ heap, addresses, layout });
  }

  /** Puts words at the start of a page of the handle region; gives their address. */
  addData(words: readonly bigint[]): number {
    const address = this.layout.handle.base + 0x10000 + 0x1000 * this.data.length;
    this.addDataAt(address, words);
    return address;
  }

  /** Puts words at a given address; what shares a page shares a mapping. */
  addDataAt(address: number, words: readonly bigint[]): void {
    this.data.push({ address, words });
  }

  /** Makes the address of a host function that of a C function. */
  addFunction(address: number, name: FunctionName): void {
    this.functions.push({ address, name });
  }

  /** Queues a run; gives its number among the results. */
  addRun(run: ProcessorRun): number {
    return this.runs.push(run) - 1;
  }

  /** Runs what is queued, in order, in a fresh process; gives the results and the data after. */
  run(): ProcessorOutcome {
    const output = runCProgram(SOURCE, this.input());
    const queued = this.runs;
    this.runs = [];
    let at = 0;
    const next = () => output.readBigUInt64LE(8 * at++);
    const results = queued.map(({ slotsOut }) => {
      const [descr, exception, cameBack] = [next(), next(), next()];
      if (cameBack !== 1n) throw new Error("another frame came back");
      const slots = Array.from({ length: slotsOut }, next);
      return { descr: Number(descr), exception, slots };
    });
    const data = this.data.map(({ words }) => words.map(next));
    return { results, data };
  }

  /**
   * Runs what is queued on the simulated processor, in order, and leaves it queued. Helpers
   * are not there: the runs from the first on that calls one have no results.
   */
  simulate(doGate: DoGate = () => false): SimulatedOutcome {
    const { runs, data, layout } = this;
    const pages = [...this.dataPages()].map(([address, bytes]) => ({ address, bytes }));
    return simulateRuns({ code: this.space, layout, pages, runs, data, doGate });
  }

  private input(): Buffer {
    const writer = new WordWriter();
    const { state, handle, stack } = this.layout;
    const allocation = { address: handle.base + 0x1000_0000, size: 0x100_0000 };
    writer.words([state.base, allocation.address, FRAME_SIZE_BYTES]);
    const code = this.space
      .mappedRanges()
      .filter(({ protection }) => protection !== PROTECTION.none);
    const pages = this.dataPages();
    writer.words([code.length + 5 + pages.size]);
    for (const { address, size } of code) {
      writeMap(writer, address, size, 1, Buffer.from(this.space.readBytes(address, size)));
    }
    writeMap(writer, this.layout.helper.base, 0x1000, 1);
    writeMap(writer, this.layout.function.base, 0x1000, 1);
    writeMap(writer, state.base, 0x1000, 0);
    writeMap(writer, allocation.address, allocation.size, 0);
    writeMap(writer, stack.base, 0x10000, 0);
    for (const [address, page] of pages) writeMap(writer, address, page.length, 0, page);
    this.writeTrampolines(writer);
    writer.words([this.runs.length]);
    for (const { entry, slots, slotsOut } of this.runs) {
      writer.words([entry, stack.base, slots.length, ...slots, slotsOut]);
    }
    writer.words([this.data.length]);
    for (const { address, words } of this.data) writer.words([address, 8 * words.length]);
    return writer.take();
  }

  private dataPages(): Map<number, Buffer> {
    const pages = new Map<number, Buffer>();
    const all = this.data.flatMap(({ address, words }) => {
      return words.map((word, k) => [address + 8 * k, word] as const);
    });
    for (const [address, word] of all) {
      const offset = address % 0x1000;
      const page = pages.get(address - offset) ?? Buffer.alloc(0x1000);
      page.writeBigUInt64LE(word, offset);
      pages.set(address - offset, page);
    }
    return pages;
  }

  private writeTrampolines(writer: WordWriter): void {
    writer.words([HELPERS.length + this.functions.length]);
    for (const [k, name] of HELPERS.entries()) {
      writer.words([helperAddress(this.layout, name), k]);
    }
    for (const { address, name } of this.functions) {
      writer.words([address, HELPERS.length + C_FUNCTIONS.indexOf(name)]);
    }
  }
}

function writeMap(
  writer: WordWriter,
  address: number,
  size: number,
  protection: 0 | 1,
  bytes: Buffer = Buffer.alloc(0),
): void {
  writer.words([address, size, protection, bytes.length]);
  writer.bytes(bytes);
}
