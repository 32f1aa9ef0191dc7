/**
 * Operands of x86-64 instructions as plain data, and the names of registers. The encoder takes
 * them, the decoder makes them, the printer prints them, the processor evaluates them.
 */

import { assert } from "../base/assert.ts";

/** Bytes of a general register or of the memory an instruction accesses; 0: it accesses none. */
export type OperandSize = 0 | 1 | 2 | 4 | 8 | 16;

/** A general register: its number 0 … 15 and how much of it is meant. */
export interface RegisterOperand {
  readonly kind: "reg";
  readonly number: number;
  readonly size: 1 | 2 | 4 | 8;
}

/** A vector register xmm0 … xmm15. */
export interface XmmOperand {
  readonly kind: "xmm";
  readonly number: number;
}

/** A constant. */
export interface ImmediateOperand {
  readonly kind: "imm";
  readonly value: bigint;
}

/** `size PTR [base+index*scale+disp]`; base "rip" is the end of the instruction. */
export interface MemoryOperand {
  readonly kind: "mem";
  readonly size: OperandSize;
  readonly base: number | "rip" | undefined;
  readonly index: number | undefined;
  readonly scale: 1 | 2 | 4 | 8;
  readonly disp: number;
  /** Bytes the displacement takes in the code; undefined: as few as possible. */
  readonly dispBytes?: 0 | 1 | 4;
}

/** A jump target, relative to the end of the instruction. */
export interface RelativeOperand {
  readonly kind: "rel";
  readonly offset: number;
}

export type Operand =
  | RegisterOperand
  | XmmOperand
  | ImmediateOperand
  | MemoryOperand
  | RelativeOperand;

const NAMES = {
  8: "rax rcx rdx rbx rsp rbp rsi rdi r8 r9 r10 r11 r12 r13 r14 r15".split(" "),
  4: "eax ecx edx ebx esp ebp esi edi r8d r9d r10d r11d r12d r13d r14d r15d".split(" "),
  2: "ax cx dx bx sp bp si di r8w r9w r10w r11w r12w r13w r14w r15w".split(" "),
  1: "al cl dl bl spl bpl sil dil r8b r9b r10b r11b r12b r13b r14b r15b".split(" "),
} as const;

/** Register number of a 64-bit register's name. */
export function registerNumber(name: string): number {
  const number = NAMES[8].indexOf(name);
  assert(number >= 0, "no register", name);
  return number;
}

/** `rax`, `r8d`, … */
export function registerName(number: number, size: 1 | 2 | 4 | 8): string {
  const name = NAMES[size][number];
  assert(name !== undefined, "no register", number);
  return name;
}

export function reg64(number: number): RegisterOperand {
  return { kind: "reg", number, size: 8 };
}

export function reg32(number: number): RegisterOperand {
  return { kind: "reg", number, size: 4 };
}

export function reg16(number: number): RegisterOperand {
  return { kind: "reg", number, size: 2 };
}

export function reg8(number: number): RegisterOperand {
  return { kind: "reg", number, size: 1 };
}

export function xmm(number: number): XmmOperand {
  return { kind: "xmm", number };
}

export function imm(value: number | bigint): ImmediateOperand {
  return { kind: "imm", value: BigInt(value) };
}

/** `size PTR [base+disp]`. */
export function mem(size: OperandSize, base: RegisterOperand, disp = 0): MemoryOperand {
  return { kind: "mem", size, base: base.number, index: undefined, scale: 1, disp };
}

/** `size PTR [base+index*scale+disp]`. */
export function memIndexed(
  size: OperandSize,
  base: RegisterOperand | undefined,
  index: RegisterOperand,
  scale: 1 | 2 | 4 | 8,
  disp = 0,
): MemoryOperand {
  assert(index.number !== 4, "rsp cannot be an index");
  return { kind: "mem", size, base: base?.number, index: index.number, scale, disp };
}

/** `size PTR ds:address`, for addresses that a signed 32-bit displacement reaches. */
export function memAbsolute(size: OperandSize, address: number): MemoryOperand {
  return { kind: "mem", size, base: undefined, index: undefined, scale: 1, disp: address };
}

/** `size PTR [rip+disp]`. */
export function memRip(size: OperandSize, disp: number): MemoryOperand {
  return { kind: "mem", size, base: "rip", index: undefined, scale: 1, disp };
}

export function rel(offset: number): RelativeOperand {
  return { kind: "rel", offset };
}

export const RAX = reg64(0);
export const RCX = reg64(1);
export const RDX = reg64(2);
export const RBX = reg64(3);
export const RSP = reg64(4);
export const RBP = reg64(5);
export const RSI = reg64(6);
export const RDI = reg64(7);
export const R8 = reg64(8);
export const R9 = reg64(9);
export const R10 = reg64(10);
export const R11 = reg64(11);
export const R12 = reg64(12);
export const R13 = reg64(13);
export const R14 = reg64(14);
export const R15 = reg64(15);
