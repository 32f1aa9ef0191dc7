/**
 * For tests only: every form of the table with operands that reach every corner of the encoding
 * (low and high registers, the registers that mean something else in ModRM and SIB, every size of
 * displacement, the edges of immediates).
 */

import type { InstructionForm, OperandSpec } from "./instruction-form.ts";
import { listForms } from "./instruction-table.ts";
import type { MemoryOperand, Operand, OperandSize } from "./operand.ts";
import { imm, memAbsolute, memIndexed, memRip, reg64, rel, xmm } from "./operand.ts";

/** A form and operands that it takes. */
export interface SweepCase {
  readonly form: InstructionForm;
  readonly operands: readonly Operand[];
}

const REGISTERS = [0, 1, 3, 4, 5, 6, 7, 8, 11, 12, 13, 15];
const DISPLACEMENTS = [0, 1, -1, 127, -128, 128, -129, 0x7fffffff, -0x80000000];

function memories(size: OperandSize): MemoryOperand[] {
  const shapes: MemoryOperand[] = [memRip(size, 16), memRip(size, -7), memRip(size, 0)];
  shapes.push(memAbsolute(size, 0x1234), memAbsolute(size, -16));
  for (const [i, base] of REGISTERS.entries()) {
    const disp = DISPLACEMENTS[i % DISPLACEMENTS.length]!;
    const index = reg64(REGISTERS[(i + 4) % REGISTERS.length]!);
    const scale = ([1, 2, 4, 8] as const)[i % 4]!;
    shapes.push({ kind: "mem", size, base, index: undefined, scale: 1, disp: 0 });
    shapes.push({ kind: "mem", size, base, index: undefined, scale: 1, disp });
    if (index.number === 4) continue;
    shapes.push(memIndexed(size, reg64(base), index, scale, disp));
    shapes.push(memIndexed(size, undefined, index, scale, disp));
  }
  return shapes;
}

function immediates(spec: OperandSpec): bigint[] {
  const bits = BigInt(8 * spec.sizeBytes);
  const signed = [0n, 1n, -1n, 2n ** (bits - 1n) - 1n, -(2n ** (bits - 1n))];
  return spec.kind === "simm" ? signed : [...signed, 2n ** bits - 1n, 2n ** (bits - 1n)];
}

/** Operands of a kind, all that are worth trying. */
function choices(spec: OperandSpec): Operand[] {
  const size = spec.sizeBytes as 1 | 2 | 4 | 8;
  const registers = REGISTERS.map((number): Operand => ({ kind: "reg", number, size }));
  const vectors = REGISTERS.map(xmm);
  switch (spec.kind) {
    case "r":
      return registers;
    case "rm":
      return [...registers, ...memories(size)];
    case "m":
      return memories(size);
    case "x":
      return vectors;
    case "xm":
      return [...vectors, ...memories(spec.sizeBytes as OperandSize)];
    case "rel":
      return (size === 1 ? [0, 5, -2, 127, -128] : [0, 5, -6, 0x7ffffff, -0x1000]).map(rel);
    case "cl":
      return [{ kind: "reg", number: 1, size: 1 }];
    case "1":
      return [imm(1)];
    default:
      return immediates(spec).map(imm);
  }
}

/** The cases of one form: each choice of each operand occurs, with turning neighbours. */
function sweepForm(form: InstructionForm): SweepCase[] {
  const lists = form.operands.map(choices);
  const count = Math.max(1, ...lists.map((list) => list.length)) * 2;
  return Array.from({ length: count }, (_, i) => ({
    form,
    operands: lists.map((list, k) => list[(i + 3 * k + (i >> 3) * k) % list.length]!),
  }));
}

/** Every case of every form. */
export function sweepTable(): SweepCase[] {
  return listForms().flatMap(sweepForm);
}
