/**
 * The cost model of the processor: cycles of one instruction, from its mnemonic and whether it
 * touches memory. It is a stated model, not a claim about any chip: throughput-like figures of a
 * processor without caches, branch prediction or overlap, so that the cost of a path is a sum.
 */

import type { Mnemonic } from "./instruction-table.ts";
import type { Operand } from "./operand.ts";

/** Cycles of instructions that take more than one. */
const CYCLES: Readonly<Partial<Record<Mnemonic, number>>> = {
  imul: 3,
  mul: 4,
  div: 36,
  idiv: 40,
  call: 3,
  ret: 3,
  push: 2,
  pop: 2,
  xchg: 2,
  addsd: 4,
  subsd: 4,
  mulsd: 4,
  minsd: 4,
  maxsd: 4,
  divsd: 14,
  sqrtsd: 18,
  ucomisd: 3,
  comisd: 3,
  cvtsi2sd: 5,
  cvttsd2si: 5,
  cvtsd2ss: 5,
  cvtss2sd: 5,
};

/** Extra cycles of a memory operand that is accessed (lea's is not). */
const MEMORY_CYCLES = 3;

/** Cycles of one execution of an instruction. */
export function cyclesOf(mnemonic: Mnemonic, operands: readonly Operand[]): number {
  const accesses = mnemonic !== "lea" && mnemonic !== "nop";
  const touchesMemory = accesses && operands.some((operand) => operand.kind === "mem");
  return (CYCLES[mnemonic] ?? 1) + (touchesMemory ? MEMORY_CYCLES : 0);
}
