/** For tests only: random memory operands, with the instructions that load their registers. */

import type { InstructionForm } from "../instruction-form.ts";
import type { MemoryOperand, OperandSize } from "../operand.ts";
import { imm, memAbsolute, reg64 } from "../operand.ts";
import { DATA_SIZE, HIGH_DATA, LOW_DATA, NAN_64 } from "./sequence.ts";
import type { StepItem, StepOperand } from "./step.ts";
import { formOf } from "./step.ts";

/** Where randomness comes from. */
export interface Chooser {
  below(limit: number): number;
  pick<T>(list: readonly T[]): T;
}

const SCALES = [1, 2, 4, 8] as const;
const MOVABS = formOf("movabs", "r64 imm64");

/** A memory operand of a form; adds what must stand before the instruction. */
export function randomMemory(
  chooser: Chooser,
  form: InstructionForm,
  size: OperandSize,
  setUp: StepItem[],
): StepOperand {
  if (size === 0 || form.mnemonic === "nop") return anyShape(chooser, size);
  const wild = chooser.below(100);
  if (wild === 0) return anyShape(chooser, size);
  if (wild > 90 && size !== 16) return onStack(chooser, size);
  const target = wild < 6 ? hurtfulAddress(chooser, wild) : goodAddress(chooser, size);
  const isLow = target < 2 ** 31;
  const shape = chooser.below(isLow ? 8 : 6);
  if (shape === 6) return memAbsolute(size, target);
  if (shape === 7) return { kind: "near", size, place: target };
  return withBase(chooser, size, target, setUp);
}

/** Somewhere in the data, often at the border of its pages; 16 bytes are aligned. */
function goodAddress(chooser: Chooser, size: number): number {
  const base = chooser.pick([LOW_DATA, HIGH_DATA]);
  const isBorder = chooser.below(4) === 0;
  const offset = isBorder
    ? DATA_SIZE / 2 - 8 + chooser.below(16)
    : chooser.below(DATA_SIZE - size + 1);
  const isAligned = size === 16 || chooser.below(2) === 0;
  return base + (isAligned ? offset - (offset % size) : offset);
}

/** Read-only, not mapped, or across the end of what is mapped; always aligned for 16 bytes. */
function hurtfulAddress(chooser: Chooser, kind: number): number {
  const around = 16 * (chooser.below(4) - 2);
  if (kind <= 2) return NAN_64 + 16 * chooser.below(256);
  if (kind === 3) return chooser.pick([LOW_DATA, HIGH_DATA, HIGH_DATA + DATA_SIZE]) + around;
  if (kind === 4) return NAN_64 + around;
  return 16 * chooser.below(2 ** 27);
}

function withBase(
  chooser: Chooser,
  size: OperandSize,
  target: number,
  setUp: StepItem[],
): MemoryOperand {
  const load = (number: number, value: bigint): void => {
    setUp.push({ form: MOVABS, operands: [reg64(number), imm(BigInt.asUintN(64, value))] });
  };
  const base = register(chooser);
  const index = chooser.below(2) === 0 ? undefined : register(chooser);
  const scale = index === undefined ? 1 : chooser.pick(SCALES);
  const disp = displacement(chooser);
  const rest = BigInt(target) - BigInt(disp);
  if (index === undefined || index === base) {
    load(base, rest);
    return { kind: "mem", size, base, index: undefined, scale: 1, disp };
  }
  const small = BigInt(chooser.below(1000) - 300);
  if (chooser.below(4) === 0 && target < 2 ** 31) {
    const apart = target - Number(small) * scale;
    load(index, small);
    return { kind: "mem", size, base: undefined, index, scale, disp: apart };
  }
  load(index, small);
  load(base, rest - small * BigInt(scale));
  return { kind: "mem", size, base, index, scale, disp };
}

/** Not rsp, which the stack needs. */
function register(chooser: Chooser): number {
  const number = chooser.below(15);
  return number < 4 ? number : number + 1;
}

function displacement(chooser: Chooser): number {
  const kind = chooser.below(3);
  if (kind === 0) return 0;
  return kind === 1 ? chooser.below(256) - 128 : chooser.below(2 ** 32) - 2 ** 31;
}

/** Next to the top of the stack, as long as rsp points there. */
function onStack(chooser: Chooser, size: OperandSize): MemoryOperand {
  return { kind: "mem", size, base: 4, index: undefined, scale: 1, disp: chooser.below(256) - 128 };
}

/** Any operand, whatever its address. */
function anyShape(chooser: Chooser, size: OperandSize): MemoryOperand {
  const base = chooser.below(17);
  const index = chooser.below(2) === 0 ? undefined : register(chooser);
  const scale = index === undefined ? 1 : chooser.pick(SCALES);
  const disp = displacement(chooser);
  return { kind: "mem", size, base: base === 16 ? undefined : base, index, scale, disp };
}
