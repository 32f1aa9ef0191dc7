/**
 * The encoder: operands and a form of the table give bytes. It is total over what the forms allow
 * and refuses everything else; which bytes come out depends on the operands alone.
 */

import { AssertionFailure, assert } from "../base/assert.ts";
import { getOrMake } from "../base/collections.ts";
import type { InstructionForm, OperandSpec } from "./instruction-form.ts";
import type { Mnemonic } from "./instruction-table.ts";
import { listForms } from "./instruction-table.ts";
import type { MemoryOperand, Operand } from "./operand.ts";

/** An encoded instruction, and where in it the parts stand that a label may fill in later. */
export interface EncodedInstruction {
  readonly bytes: readonly number[];
  /** Offset of the displacement of a memory operand, or -1. */
  readonly dispAt: number;
  /** Offset of the immediate or jump target, or -1. */
  readonly immediateAt: number;
}

const formsByMnemonic = new Map<string, InstructionForm[]>();

function findForms(mnemonic: Mnemonic): readonly InstructionForm[] | undefined {
  if (formsByMnemonic.size === 0) {
    for (const form of listForms()) getOrMake(formsByMnemonic, form.mnemonic, () => []).push(form);
  }
  return formsByMnemonic.get(mnemonic);
}

/** The first form of the table that takes these operands. */
export function getForm(mnemonic: Mnemonic, operands: readonly Operand[]): InstructionForm {
  const form = findForms(mnemonic)?.find((candidate) => takes(candidate, operands));
  if (form !== undefined) return form;
  const texts = operands.map(describe).join(", ");
  throw new AssertionFailure(`no form of ${mnemonic} takes ${texts}`);
}

/** Encodes an instruction in the first form that takes the operands. */
export function encode(mnemonic: Mnemonic, operands: readonly Operand[]): EncodedInstruction {
  return encodeFitting(getForm(mnemonic, operands), operands);
}

function describe(operand: Operand): string {
  if (operand.kind === "imm") return `imm ${operand.value}`;
  return operand.kind === "reg" || operand.kind === "mem"
    ? `${operand.kind}${8 * operand.size}`
    : operand.kind;
}

/** Whether a form takes these operands. */
export function takes(form: InstructionForm, operands: readonly Operand[]): boolean {
  if (form.operands.length !== operands.length) return false;
  for (let i = 0; i < operands.length; i++) {
    if (!takesOperand(form.operands[i]!, operands[i]!)) return false;
  }
  return true;
}

function takesOperand(spec: OperandSpec, operand: Operand): boolean {
  switch (spec.kind) {
    case "r":
      return operand.kind === "reg" && operand.size === spec.sizeBytes;
    case "rm":
      return (operand.kind === "reg" || operand.kind === "mem") && operand.size === spec.sizeBytes;
    case "m":
      return operand.kind === "mem" && operand.size === spec.sizeBytes;
    case "x":
      return operand.kind === "xmm";
    case "xm":
      return operand.kind === "xmm" || (operand.kind === "mem" && operand.size === spec.sizeBytes);
    case "simm":
      return operand.kind === "imm" && isSigned(operand.value, spec.sizeBytes);
    case "imm":
      return operand.kind === "imm" && isEither(operand.value, spec.sizeBytes);
    case "rel":
      return operand.kind === "rel" && isSignedNumber(operand.offset, spec.sizeBytes);
    case "cl":
      return operand.kind === "reg" && operand.number === 1 && operand.size === 1;
    case "1":
      return operand.kind === "imm" && operand.value === 1n;
  }
}

/** Signed limits by size in bytes. */
const LIMITS: Readonly<Record<number, bigint>> = {
  1: 1n << 7n,
  2: 1n << 15n,
  4: 1n << 31n,
  8: 1n << 63n,
};

function isSigned(value: bigint, sizeBytes: number): boolean {
  const limit = LIMITS[sizeBytes]!;
  return value >= -limit && value < limit;
}

function isSignedNumber(value: number, sizeBytes: number): boolean {
  return sizeBytes === 1 ? value >= -128 && value < 128 : value === (value | 0);
}

function isEither(value: bigint, sizeBytes: number): boolean {
  const limit = LIMITS[sizeBytes]!;
  return value >= -limit && value < limit + limit;
}

/** The register, ModRM and displacement fields as they are collected from the operands. */
interface Fields {
  reg: number;
  opcodeReg: number;
  rm: Operand | undefined;
  immediate: bigint | number | undefined;
  needsRex: boolean;
}

/** Encodes an instruction in a given form, which must take the operands. */
export function encodeForm(
  form: InstructionForm,
  operands: readonly Operand[],
): EncodedInstruction {
  if (!takes(form, operands)) {
    throw new AssertionFailure(`this form of ${form.mnemonic} does not take its operands`);
  }
  return encodeFitting(form, operands);
}

function encodeFitting(form: InstructionForm, operands: readonly Operand[]): EncodedInstruction {
  const fields = collectFields(form, operands);
  const bytes: number[] = [];
  if (form.prefix !== 0) bytes.push(form.prefix);
  const rex = rexByte(form, fields);
  if (rex !== 0x40 || fields.needsRex) bytes.push(rex);
  bytes.push(...form.opcode);
  if (form.plusReg) bytes[bytes.length - 1]! |= fields.opcodeReg & 7;
  const dispAt = form.modrm === "none" ? -1 : pushModrm(bytes, fields.reg & 7, fields.rm!);
  const immediateAt = form.immediateBytes === 0 ? -1 : bytes.length;
  if (fields.immediate !== undefined) pushWord(bytes, fields.immediate, form.immediateBytes);
  return { bytes, dispAt, immediateAt };
}

function collectFields(form: InstructionForm, operands: readonly Operand[]): Fields {
  const fields: Fields = {
    reg: typeof form.modrm === "number" ? form.modrm : 0,
    opcodeReg: 0,
    rm: undefined,
    immediate: undefined,
    needsRex: false,
  };
  for (let i = 0; i < operands.length; i++) {
    const spec = form.operands[i]!;
    const operand = operands[i]!;
    if (spec.field === "rm") fields.rm = operand;
    else if (operand.kind === "imm" && spec.kind !== "1") fields.immediate = operand.value;
    else if (operand.kind === "rel") fields.immediate = operand.offset;
    else if (spec.field === "reg") fields.reg = registerOf(operand);
    else if (spec.field === "opcode") fields.opcodeReg = registerOf(operand);
    // Without a REX prefix the numbers 4 … 7 would mean ah, ch, dh, bh.
    const isHighByte = operand.kind === "reg" && operand.size === 1 && operand.number >= 4;
    if (isHighByte) fields.needsRex = true;
  }
  return fields;
}

function registerOf(operand: Operand): number {
  assert(operand.kind === "reg" || operand.kind === "xmm", "a register");
  return operand.number;
}

function rexByte(form: InstructionForm, fields: Fields): number {
  const { rm } = fields;
  let rex = 0x40;
  if (form.rexW) rex |= 8;
  if (fields.reg >= 8) rex |= 4;
  if (fields.opcodeReg >= 8) rex |= 1;
  if (rm === undefined) return rex;
  if (rm.kind !== "mem") return registerOf(rm) >= 8 ? rex | 1 : rex;
  if (rm.index !== undefined && rm.index >= 8) rex |= 2;
  if (typeof rm.base === "number" && rm.base >= 8) rex |= 1;
  return rex;
}

/** Appends ModRM, SIB and displacement; returns where the displacement starts, or -1. */
function pushModrm(bytes: number[], reg: number, rm: Operand): number {
  if (rm.kind !== "mem") {
    bytes.push(0xc0 | (reg << 3) | (registerOf(rm) & 7));
    return -1;
  }
  const dispBytes = displacementBytes(rm);
  // Without a base the displacement has four bytes, but mod says 0.
  const mod = typeof rm.base !== "number" || dispBytes === 0 ? 0 : dispBytes === 1 ? 1 : 2;
  const start = (mod << 6) | (reg << 3);
  if (rm.base === "rip") bytes.push(start | 5);
  else if (needsSib(rm)) bytes.push(start | 4, sibByte(rm));
  else bytes.push(start | (rm.base! & 7));
  if (dispBytes === 0) return -1;
  const dispAt = bytes.length;
  pushNumber(bytes, rm.disp, dispBytes);
  return dispAt;
}

function needsSib(rm: MemoryOperand): boolean {
  return rm.base === undefined || rm.index !== undefined || ((rm.base as number) & 7) === 4;
}

function sibByte(rm: MemoryOperand): number {
  const scale = { 1: 0, 2: 1, 4: 2, 8: 3 }[rm.scale];
  const base = rm.base === undefined ? 5 : (rm.base as number) & 7;
  return (scale << 6) | (((rm.index ?? 4) & 7) << 3) | base;
}

/** How many bytes the displacement takes. */
function displacementBytes(rm: MemoryOperand): 0 | 1 | 4 {
  const { disp, base } = rm;
  if (disp !== (disp | 0)) throw new AssertionFailure(`displacement ${disp} does not fit`);
  if (typeof base !== "number") return 4;
  const least = disp === 0 && (base & 7) !== 5 ? 0 : isSignedNumber(disp, 1) ? 1 : 4;
  const bytes = rm.dispBytes ?? least;
  if (bytes < least) throw new AssertionFailure(`displacement ${disp} takes ${least} bytes`);
  return bytes;
}

function pushNumber(bytes: number[], value: number, sizeBytes: number): void {
  for (let i = 0; i < sizeBytes; i++) bytes.push((value >> (8 * i)) & 0xff);
}

function pushWord(bytes: number[], value: bigint | number, sizeBytes: number): void {
  if (sizeBytes <= 4) {
    pushNumber(bytes, Number(value) | 0, sizeBytes);
    return;
  }
  const word = BigInt(value);
  pushNumber(bytes, Number(BigInt.asIntN(32, word)), 4);
  pushNumber(bytes, Number(BigInt.asIntN(32, word >> 32n)), 4);
}
