/**
 * For tests only: every form of the table with operands that reach every corner of the encoding
 * (every register in every place, the registers that mean something else in ModRM and SIB, every base
 * with every index, every size of displacement, the edges of immediates).
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

const REGISTERS = Array.from({ length: 16 }, (_, number) => number);
const DISPLACEMENTS = [0, 1, -1, 127, -128, 128, -129, 0x7fffffff, -0x80000000];
const SCALES = [1, 2, 4, 8] as const;
/** rsp cannot be an index. */
const INDEXES = REGISTERS.filter((number) => number !== 4);

/**
 * Memory operands: relative to rip, without a base, every base with every displacement, every index
 * with every scale and no base, every pair of base and index; and displacements in more bytes than
 * they need, which only code that is decoded may have.
 */
function memories(size: OperandSize): MemoryOperand[] {
  const shapes: MemoryOperand[] = [0, 16, -7, 0x7fffffff].map((disp) => memRip(size, disp));
  shapes.push(memAbsolute(size, 0), memAbsolute(size, 0x1234), memAbsolute(size, -16));
  for (const base of REGISTERS) {
    const plain = { kind: "mem", size, base, index: undefined, scale: 1 } as const;
    for (const disp of DISPLACEMENTS) shapes.push({ ...plain, disp });
    shapes.push({ ...plain, disp: 0, dispBytes: 1 }, { ...plain, disp: -128, dispBytes: 4 });
    for (const index of INDEXES) {
      const [k, scale] = [3 * base + index, SCALES[(base + index) % 4]!];
      shapes.push(memIndexed(size, reg64(base), reg64(index), scale, DISPLACEMENTS[k % 9]!));
    }
  }
  for (const index of INDEXES) {
    for (const [k, scale] of SCALES.entries()) {
      shapes.push(
        memIndexed(size, undefined, reg64(index), scale, DISPLACEMENTS[(index + k) % 9]!),
      );
    }
  }
  return shapes;
}

function immediates(spec: OperandSpec): bigint[] {
  const bits = BigInt(8 * spec.sizeBytes);
  const signed = [0n, 1n, -1n, 2n ** (bits - 1n) - 1n, -(2n ** (bits - 1n))];
  return spec.kind === "simm" ? signed : [...signed, 2n ** bits - 1n, 2n ** (bits - 1n)];
}

/** Operands of a kind, all that are worth trying. */
export function operandChoices(spec: OperandSpec): Operand[] {
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

/**
 * The cases of one form: all combinations of its operands without memory (each register with each
 * other), and each choice of each operand with turning neighbours.
 */
function sweepForm(form: InstructionForm): SweepCase[] {
  const lists = form.operands.map(operandChoices);
  const plain = lists.map((list) => list.filter((operand) => operand.kind !== "mem"));
  const count = Math.max(1, ...lists.map((list) => list.length));
  const turned = Array.from({ length: count }, (_, i) => {
    return lists.map((list, k) => list[(i + 3 * k + (i >> 3) * k) % list.length]!);
  });
  return [...cross(plain), ...turned].map((operands) => ({ form, operands }));
}

function cross(lists: readonly (readonly Operand[])[]): Operand[][] {
  return lists.reduce<Operand[][]>(
    (rows, list) => rows.flatMap((row) => list.map((operand) => [...row, operand])),
    [[]],
  );
}

/** Every case of every form. */
export function sweepTable(): SweepCase[] {
  return listForms().flatMap(sweepForm);
}
