/** Makes a block's function: the instructions' handlers write it, `new Function` compiles it. */

import { defined } from "../../base/assert.ts";
import type { Block } from "./block.ts";
import { BlockWriter } from "./block-writer.ts";
import type { TrapKind } from "./fault.ts";
import { FLAG, flagBits, parityFlag } from "./flags.ts";
import { HANDLERS, LAST_OF_BLOCK } from "./handlers.ts";
import type { MemoryPort } from "./memory-port.ts";
import type { CpuState } from "./state.ts";
import type { WideArithmetic } from "./wide.ts";
import { carryingBits, multiplyHigh, truncate4, truncate8 } from "./wide.ts";

/** What a block's function is bound to. */
export interface Surroundings {
  readonly state: CpuState;
  readonly memory: MemoryPort;
  readonly wide: WideArithmetic;
  /** Makes what is thrown of an error at an instruction. */
  readonly fault: (block: Block, index: number, error: unknown) => unknown;
}

const TRAP_TEXTS: Readonly<Record<TrapKind, string>> = {
  "invalid-opcode": "ud2",
  breakpoint: "int3: there is no code here",
  alignment: "the address of sixteen bytes is no multiple of sixteen",
};

/** Thrown at ud2 and int3, and for addresses that are not aligned. */
export class Trap extends Error {
  override name = "Trap";
  readonly kind: TrapKind;

  constructor(kind: TrapKind) {
    super(TRAP_TEXTS[kind]);
    this.kind = kind;
  }
}

const single = new Float32Array(1);
const singleWord = new Int32Array(single.buffer);

/** The functions that blocks call. */
const FUNCTIONS = {
  flagBits,
  parityFlag,
  carryingBits,
  multiplyHigh,
  truncate4,
  truncate8,
  trap: (kind: TrapKind) => new Trap(kind),
  recordBits: (f: Int32Array) => flagBits(f[0]!, f[1]!, f[2]!, f[3]!, f[4]!, f[5]!, f[6]!),
  isLess: (bits: number) => ((bits & FLAG.s) !== 0) !== ((bits & FLAG.o) !== 0),
  isLessOrEqual: (bits: number) =>
    (bits & FLAG.z) !== 0 || ((bits & FLAG.s) !== 0) !== ((bits & FLAG.o) !== 0),
  spill: (
    f: Int32Array,
    kind: number,
    al: number,
    ah: number,
    bl: number,
    bh: number,
    rl: number,
    rh: number,
  ): void => {
    f[0] = kind;
    f[1] = al;
    f[2] = ah;
    f[3] = bl;
    f[4] = bh;
    f[5] = rl;
    f[6] = rh;
  },
  singleBits: (value: number): number => {
    single[0] = value;
    return Number.isNaN(value) ? 0x7fc00000 : singleWord[0]!;
  },
  singleFromBits: (bits: number): number => {
    singleWord[0] = bits;
    return single[0]!;
  },
} as const;

type Factory = (...surroundings: readonly unknown[]) => () => number;

/** Gives a block its code. */
export function compileBlock(block: Block, surroundings: Surroundings): void {
  const w = new BlockWriter(block);
  for (const [index, { form, operands }] of block.instructions.entries()) {
    w.begin(index);
    defined(HANDLERS.get(form.mnemonic), "handler of", form.mnemonic)(w, operands);
    w.end();
  }
  const last = block.instructions[block.instructions.length - 1]!;
  if (!LAST_OF_BLOCK.has(last.form.mnemonic)) w.emit(w.exitText(block.end));
  const { state, memory, wide, fault } = surroundings;
  const names = ["L", "H", "W", "D", "F", "N", "Q", "G", "M", "A", "U", "K"];
  const make = new Function(...names, w.finish()) as unknown as Factory;
  block.code = make(
    ...[state.lo, state.hi, state.xmmWords, state.xmm, state.flagRecord, state.counts],
    ...[memory.scratch, memory.scratchFloats, memory, wide, { ...FUNCTIONS, fault }, block],
  );
}
