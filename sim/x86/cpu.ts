/**
 * The simulated processor: it runs the x86-64 code that stands in an address space, and nothing
 * else. Code is executed in blocks (cpu/block.ts), each a JavaScript function made of its bytes;
 * what is outside of the code (helpers, host functions) is a gate, where a run ends.
 *
 * Instructions and cycles (cost-model.ts) are counted exactly: a fault leaves the processor in front
 * of the instruction that raised it, a limit after the last instruction that it allows. Code that
 * changes is decoded again; a block that changes itself runs to its end first.
 */

import type { AddressSpace } from "../memory/address-space.ts";
import { MemoryFault } from "../memory/protection.ts";
import type { Block, Exit, Observation } from "./cpu/block.ts";
import { instructionText } from "./cpu/block.ts";
import { BlockCache, UndecodableBytes } from "./cpu/block-cache.ts";
import { compileBlock, Trap } from "./cpu/compile-block.ts";
import type { CpuFaultKind } from "./cpu/fault.ts";
import { CpuFault, DivideError } from "./cpu/fault.ts";
import { MemoryPort } from "./cpu/memory-port.ts";
import { COUNT, CpuState } from "./cpu/state.ts";
import { WideArithmetic } from "./cpu/wide.ts";

export interface CpuOptions {
  readonly space: AddressSpace;
  /** Whether control that comes to an address has left the code. */
  readonly isGate: (address: number) => boolean;
  /** Asked when an instruction is decoded: what is to happen when it is executed. */
  readonly observe?: (address: number) => Observation | undefined;
}

export interface RunLimits {
  /** Most instructions of this run; default: no limit. */
  readonly instructions?: number;
}

/** Why a run ended: at a gate, whose address is in rip, or at its limit. */
export type CpuStop = "gate" | "limit";

/** Instructions of a block, at most. */
const BLOCK_LENGTH = 128;

/** Instructions that a fault tells of. */
const HISTORY = 8;

export class Cpu extends CpuState {
  readonly memory: MemoryPort;
  private readonly isGate: (address: number) => boolean;
  private readonly blocks: BlockCache;
  private readonly steps: BlockCache;
  /** The blocks left last and how, in a ring. */
  private readonly left: { block: Block; exit: Exit }[] = [];
  private leftCount = 0;

  constructor(options: CpuOptions) {
    super();
    const { space, isGate, observe } = options;
    this.isGate = isGate;
    this.memory = new MemoryPort(space);
    const surroundings = {
      state: this,
      memory: this.memory,
      wide: new WideArithmetic(),
      fault: (block: Block, index: number, error: unknown) => this.fault(block, index, error),
    };
    const compile = (block: Block) => compileBlock(block, surroundings);
    this.blocks = new BlockCache({ space, observe, compile, length: BLOCK_LENGTH });
    this.steps = new BlockCache({ space, observe, compile, length: 1 });
    space.addListener({
      codeChanged: (address, size) => {
        this.blocks.drop(address, size);
        this.steps.drop(address, size);
      },
      pagesChanged: (lostExec) => {
        this.memory.clear();
        if (!lostExec) return;
        this.blocks.version++;
        this.steps.version++;
      },
    });
  }

  /** Runs from rip to a gate or the limit. Throws {@link CpuFault}, and what observers throw. */
  run(limits: RunLimits = {}): CpuStop {
    const { counts } = this;
    const outer = counts[COUNT.limit]!;
    const limit = counts[COUNT.instructions]! + (limits.instructions ?? Number.POSITIVE_INFINITY);
    counts[COUNT.limit] = limit;
    try {
      let exit: Exit | undefined;
      while (counts[COUNT.instructions]! < limit) {
        const block = this.blockBehind(exit);
        if (block === undefined) return "gate";
        if (counts[COUNT.instructions]! + block.instructions.length > limit) {
          return this.runSingly(limit);
        }
        exit = this.execute(block);
      }
      return this.isGate(this.rip) ? "gate" : "limit";
    } finally {
      counts[COUNT.limit] = outer;
    }
  }

  /** Executes one instruction, unless rip is a gate. */
  step(): CpuStop {
    const block = this.enter(this.rip, this.steps);
    if (block === undefined) return "gate";
    // A jump to itself would go on within its block.
    const { counts } = this;
    const outer = counts[COUNT.limit]!;
    counts[COUNT.limit] = 0;
    try {
      this.execute(block);
    } finally {
      counts[COUNT.limit] = outer;
    }
    return this.isGate(this.rip) ? "gate" : "limit";
  }

  private runSingly(limit: number): CpuStop {
    while (this.counts[COUNT.instructions]! < limit) {
      if (this.isGate(this.rip)) return "gate";
      this.step();
    }
    return this.isGate(this.rip) ? "gate" : "limit";
  }

  /** The block where an exit leads, or that at rip; undefined at a gate. */
  private blockBehind(exit: Exit | undefined): Block | undefined {
    const known = exit?.next;
    if (known !== undefined && this.blocks.isCurrent(known)) return known;
    const block = this.enter(this.counts[COUNT.rip]!, this.blocks);
    if (exit !== undefined && exit.target >= 0) exit.next = block;
    return block;
  }

  /** Executes a block up to the exit that it gives. */
  private execute(block: Block): Exit {
    const exit = block.exits[block.code()]!;
    if (exit.target >= 0) this.counts[COUNT.rip] = exit.target;
    const at = this.leftCount++ & (HISTORY - 1);
    const slot = this.left[at];
    if (slot === undefined) {
      this.left[at] = { block, exit };
    } else {
      slot.block = block;
      slot.exit = exit;
    }
    return exit;
  }

  /** The block at an address, or undefined for a gate. */
  private enter(address: number, cache: BlockCache): Block | undefined {
    if (this.isGate(address)) return undefined;
    try {
      return cache.get(address);
    } catch (error) {
      if (error instanceof MemoryFault || error instanceof UndecodableBytes) {
        throw this.makeFault(error, address, "(no instruction)", []);
      }
      throw error;
    }
  }

  /** Brings rip and the counters in front of an instruction; gives what is to be thrown. */
  private fault(block: Block, index: number, error: unknown): unknown {
    const { counts } = this;
    const { instructions, cycles, weight } = block.uncounted[index]!;
    const instruction = block.instructions[index]!;
    counts[COUNT.rip] = instruction.address;
    counts[COUNT.instructions]! += instructions;
    counts[COUNT.cycles]! += cycles;
    counts[COUNT.weight]! += weight;
    const before = Array.from({ length: index }, (_, k) => block.line(k));
    return this.makeFault(error, instruction.address, instructionText(instruction), before);
  }

  private makeFault(
    error: unknown,
    rip: number,
    instruction: string,
    before: readonly string[],
  ): unknown {
    const kind = kindOf(error);
    if (kind === undefined || !(error instanceof Error)) return error;
    const address = error instanceof MemoryFault ? error.address : rip;
    const lines = [...this.history(), ...before].slice(-HISTORY);
    return new CpuFault(kind, { address, rip }, instruction, lines, error.message);
  }

  /** What was executed up to the last exit, the oldest first. */
  private history(): string[] {
    const lines: string[] = [];
    for (let k = Math.max(0, this.leftCount - HISTORY); k < this.leftCount; k++) {
      const { block, exit } = this.left[k & (HISTORY - 1)]!;
      for (let i = 0; i <= exit.index; i++) lines.push(block.line(i));
    }
    return lines.slice(-HISTORY);
  }
}

function kindOf(error: unknown): CpuFaultKind | undefined {
  if (error instanceof MemoryFault) return error.found === undefined ? "page" : "protection";
  if (error instanceof DivideError) return "divide";
  if (error instanceof UndecodableBytes) return "invalid-opcode";
  return error instanceof Trap ? error.kind : undefined;
}
