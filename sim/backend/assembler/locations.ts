/**
 * Where a value can be while compiled code runs: a general register, a vector register, or a slot
 * of the frame. Registers that are allocated are listed in PyPy's order; their place in the list is
 * the slot in which the recovery code saves them, so that the fail arguments of a guard are slot
 * numbers whatever they were in.
 *
 * Counterpart: rpython/jit/backend/x86/regloc.py, and the register lists of x86/regalloc.py.
 */

import { assert, defined } from "../../base/assert.ts";
import type { MemoryOperand, RegisterOperand, XmmOperand } from "../../x86/operand.ts";
import {
  mem,
  R8,
  R9,
  R10,
  R11,
  R12,
  R13,
  R14,
  R15,
  RAX,
  RBP,
  RBX,
  RCX,
  RDI,
  RDX,
  RSI,
  xmm,
} from "../../x86/operand.ts";
import { FRAME_SLOT_COUNT, SAVE_SLOT_COUNT, slotOffset } from "./calling-convention.ts";

export type Register = RegisterOperand | XmmOperand;

/** A slot of the frame. */
export interface SlotLocation {
  readonly kind: "slot";
  readonly slot: number;
}

export type Location = Register | SlotLocation;

/** General registers that hold values. r11 is scratch, rbp the frame, rsp the stack. */
export const GENERAL_REGISTERS: readonly RegisterOperand[] = [
  ...[RCX, RAX, RDX, RBX, RSI, RDI, R8, R9, R10],
  ...[R12, R13, R14, R15],
];

/** Vector registers that hold values: all but the last, which is scratch. */
export const VECTOR_REGISTERS: readonly XmmOperand[] = Array.from({ length: 15 }, (_, k) => xmm(k));

/** The one operand object of a vector register: registers are compared by identity. */
export function vectorRegister(number: number): XmmOperand {
  return defined(VECTOR_REGISTERS[number], "a vector register that is allocated");
}

/** Scratch registers: no value is in them from one operation to the next. */
export const SCRATCH = R11;
export const VECTOR_SCRATCH: XmmOperand = xmm(15);

/** Registers that a call leaves alone. */
export const CALLEE_SAVED: readonly RegisterOperand[] = [RBX, R12, R13, R14, R15];

const GENERAL_BY_NUMBER = new Map(GENERAL_REGISTERS.map((one, k) => [one.number, k]));

/** The slot in which a register is saved. */
export function saveSlotOf(register: Register): number {
  if (register.kind === "xmm") return GENERAL_REGISTERS.length + register.number;
  return defined(GENERAL_BY_NUMBER.get(register.number), "a register that is allocated");
}

/** The slot where a guard's exit finds a value. */
export function exitSlotOf(location: Location): number {
  return location.kind === "slot" ? location.slot : saveSlotOf(location);
}

/** The inverse: where a value was at the guard. */
export function locationOfExitSlot(slot: number): Location {
  if (slot >= SAVE_SLOT_COUNT) return slotLocation(slot);
  const general = GENERAL_REGISTERS[slot];
  return general ?? VECTOR_REGISTERS[slot - GENERAL_REGISTERS.length]!;
}

/** A unit wants more slots than a frame has: it cannot be compiled. */
export class FrameTooSmall extends Error {
  override name = "FrameTooSmall";
}

export function slotLocation(slot: number): SlotLocation {
  assert(slot >= SAVE_SLOT_COUNT, "the first slots belong to the registers");
  if (slot >= FRAME_SLOT_COUNT) throw new FrameTooSmall("a frame has too few slots");
  return { kind: "slot", slot };
}

/** A number for each location, whatever it is. */
export function locationNumber(location: Location): number {
  if (location.kind === "reg") return location.number;
  return location.kind === "xmm" ? 16 + location.number : 32 + location.slot;
}

/** A slot as an operand. */
export function slotOperand({ slot }: SlotLocation): MemoryOperand {
  return mem(8, RBP, slotOffset(slot));
}

export function operandOf(location: Location): RegisterOperand | XmmOperand | MemoryOperand {
  return location.kind === "slot" ? slotOperand(location) : location;
}
