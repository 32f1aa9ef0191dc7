/**
 * The printer: an instruction as `objdump -d -M intel` prints it (without its comments), and a
 * listing of a piece of code.
 */

import type { Instruction } from "./decode.ts";
import { decode } from "./decode.ts";
import type { InstructionForm, OperandSpec } from "./instruction-form.ts";
import type { MemoryOperand, Operand, OperandSize } from "./operand.ts";
import { registerName } from "./operand.ts";

const POINTER: Record<OperandSize, string> = {
  0: "",
  1: "BYTE PTR ",
  2: "WORD PTR ",
  4: "DWORD PTR ",
  8: "QWORD PTR ",
  16: "XMMWORD PTR ",
};

/** `mov    rax,QWORD PTR [rbp+0x8]`; `address` is that of the instruction, for jump targets. */
export function printInstruction(instruction: Instruction, address: number): string {
  const { form, operands } = instruction;
  if (operands.length === 0) return form.mnemonic;
  const end = address + instruction.length;
  const texts = operands.map((operand, i) => printOperand(form, form.operands[i]!, operand, end));
  return `${form.mnemonic.padEnd(6)} ${texts.join(",")}`;
}

function printOperand(
  form: InstructionForm,
  spec: OperandSpec,
  operand: Operand,
  end: number,
): string {
  switch (operand.kind) {
    case "reg":
      return registerName(operand.number, operand.size);
    case "xmm":
      return `xmm${operand.number}`;
    case "imm":
      return printImmediate(form, spec, operand.value);
    case "rel":
      return `0x${(end + operand.offset).toString(16)}`;
    case "mem":
      return POINTER[operand.size] + printMemory(operand);
  }
}

/** Sign-extended constants are shown at the size of the operation, 8 bytes for push. */
function printImmediate(form: InstructionForm, spec: OperandSpec, value: bigint): string {
  if (spec.kind === "1") return "1";
  const isPush = form.operands.length === 1;
  const shown = spec.kind === "simm" && !isPush ? form.operands[0]!.sizeBytes : spec.sizeBytes;
  const sizeBytes = isPush ? 8 : shown;
  return `0x${BigInt.asUintN(8 * sizeBytes, value).toString(16)}`;
}

function printMemory(memory: MemoryOperand): string {
  const { base, index, scale, disp } = memory;
  if (base === undefined && index === undefined) {
    return `ds:0x${BigInt.asUintN(64, BigInt(disp)).toString(16)}`;
  }
  const parts: string[] = [];
  if (base !== undefined) parts.push(base === "rip" ? "rip" : registerName(base, 8));
  if (index !== undefined) parts.push(`${registerName(index, 8)}*${scale}`);
  const isShown = memory.dispBytes === undefined ? disp !== 0 : memory.dispBytes !== 0;
  return `[${parts.join("+")}${isShown ? printDisplacement(disp, base === "rip") : ""}]`;
}

/** Signed, but next to rip as 64 bits: objdump's way. */
function printDisplacement(disp: number, isRip: boolean): string {
  if (isRip) return `+0x${BigInt.asUintN(64, BigInt(disp)).toString(16)}`;
  return `${disp < 0 ? "-" : "+"}0x${Math.abs(disp).toString(16)}`;
}

/** One line of a listing. */
export interface ListingLine {
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly text: string;
  /** Undefined for a byte that begins no instruction; its text is `(bad)`. */
  readonly instruction: Instruction | undefined;
}

/** The instructions of `code`, which stands at `address`. What is none is one line per byte. */
export function disassemble(code: Uint8Array, address: number): ListingLine[] {
  const lines: ListingLine[] = [];
  for (let at = 0; at < code.length; ) {
    const instruction = decode(code, at);
    const length = instruction?.length ?? 1;
    const text = instruction === undefined ? "(bad)" : printInstruction(instruction, address + at);
    const bytes = code.slice(at, at + length);
    lines.push({ address: address + at, bytes, text, instruction });
    at += length;
  }
  return lines;
}

/** `48 89 e5`. */
export function printBytes(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/** A listing as text: address, bytes, instruction. */
export function printListing(lines: readonly ListingLine[]): string {
  return lines
    .map(({ address, bytes, text }) => {
      return `${address.toString(16)}: ${printBytes(bytes).padEnd(30)} ${text}\n`;
    })
    .join("");
}
