/**
 * The cost model: cycles of one execution of an instruction. The machine that it describes executes
 * one instruction after the other and waits for each result. It has no overlap, every access hits
 * the first-level cache, every branch is predicted; so the cost of a path is the sum of its
 * instructions', whatever their operands hold.
 *
 *   cycles = latency + {@link LOAD_CYCLES} if memory is read + {@link STORE_CYCLES} if it is
 *            changed after it was read (a plain store goes to the store buffer: its 1 cycle)
 *
 * Latencies are those of Intel's Skylake: Agner Fog, "Instruction tables", section Skylake, one
 * figure each (the lower end of a range, at least 1); the load's is that of the Intel 64 and IA-32
 * Architectures Optimization Reference Manual, level-1 data cache, simple addressing. What stands
 * in no table takes 1. DIFFERS from the chip on purpose: no renaming (a move takes 1), and `xchg`
 * with memory does not pay for its lock.
 */

import type { Mnemonic } from "./instruction-table.ts";
import type { Operand } from "./operand.ts";

/** Latencies other than 1; two figures are those of 8 and of fewer bytes. */
const LATENCIES: Readonly<Partial<Record<Mnemonic, number | readonly [number, number]>>> = {
  imul: 3,
  mul: [3, 4],
  div: [35, 26],
  idiv: [42, 26],
  xchg: 2,
  call: 3,
  pop: 2,
  movq: 2,
  movd: 2,
  addsd: 4,
  subsd: 4,
  mulsd: 4,
  minsd: 4,
  maxsd: 4,
  divsd: 13,
  sqrtsd: 15,
  ucomisd: 2,
  comisd: 2,
  cvtsi2sd: 6,
  cvttsd2si: 6,
  cvtsd2ss: 5,
  cvtss2sd: 5,
};

/** What reading memory adds. */
export const LOAD_CYCLES = 4;

/** What writing memory adds to an instruction that has read it. */
export const STORE_CYCLES = 1;

/** Instructions with a memory operand that they do not access. */
const ACCESSES_NOTHING: ReadonlySet<Mnemonic> = new Set<Mnemonic>(["lea", "nop"]);

/** Instructions that only write a memory operand that comes first; a store has latency 1. */
const STORES = /^(mov|set|pop$)/;

/** Instructions that only read a memory operand that comes first. */
const READS_FIRST = /^(cmp|test|push|jmp|call|i?mul|i?div)$/;

/** Cycles of one execution of an instruction. */
export function cyclesOf(mnemonic: Mnemonic, operands: readonly Operand[]): number {
  const at = operands.findIndex(({ kind }) => kind === "mem");
  const isAccess = at >= 0 && !ACCESSES_NOTHING.has(mnemonic);
  if (isAccess && at === 0 && STORES.test(mnemonic)) return mnemonic === "pop" ? 2 : 1;
  const cycles = latencyOf(mnemonic, operands) + (mnemonic === "ret" ? LOAD_CYCLES : 0);
  if (!isAccess) return cycles;
  const isChanged = at === 0 && !READS_FIRST.test(mnemonic);
  // A load into a vector register is the load alone, not the way from a general register.
  const isMove = mnemonic === "movq" || mnemonic === "movd";
  return (isMove ? 1 : cycles) + LOAD_CYCLES + (isChanged ? STORE_CYCLES : 0);
}

function latencyOf(mnemonic: Mnemonic, operands: readonly Operand[]): number {
  const latency = LATENCIES[mnemonic] ?? 1;
  if (typeof latency === "number") return latency;
  const [first] = operands;
  const isWide = (first?.kind === "reg" || first?.kind === "mem") && first.size === 8;
  return latency[isWide ? 0 : 1];
}
