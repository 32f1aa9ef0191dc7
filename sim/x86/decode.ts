/**
 * The decoder: bytes give a form of the table and its operands. It accepts exactly what the encoder
 * makes: a byte sequence that would not come out of encoding its own decoding (a superfluous
 * prefix, a high byte register) is no instruction here.
 */

import { getOrMake } from "../base/collections.ts";
import { encodeForm } from "./encode.ts";
import type { InstructionForm, OperandSpec } from "./instruction-form.ts";
import { listForms } from "./instruction-table.ts";
import type { MemoryOperand, Operand, OperandSize } from "./operand.ts";

/** A decoded instruction. */
export interface Instruction {
  readonly form: InstructionForm;
  readonly operands: readonly Operand[];
  /** Bytes. */
  readonly length: number;
}

/** No instruction is longer. */
export const INSTRUCTION_LENGTH_MAX = 15;

const formsByOpcode = new Map<string, InstructionForm[]>();

function addForm(form: InstructionForm): void {
  const last = form.opcode.at(-1)!;
  const variants = form.plusReg ? [0, 1, 2, 3, 4, 5, 6, 7] : [0];
  for (const variant of variants) {
    const key = opcodeKey(form.prefix, form.rexW, [...form.opcode.slice(0, -1), last + variant]);
    getOrMake(formsByOpcode, key, () => []).push(form);
  }
}

function opcodeKey(prefix: number, rexW: boolean, opcode: readonly number[]): string {
  return `${prefix} ${rexW ? "w" : "-"} ${opcode.join(" ")}`;
}

/** What stands before the operands. */
interface Head {
  readonly rex: number;
  readonly lastOpcode: number;
  /** Offset after the opcode. */
  readonly end: number;
  readonly forms: readonly InstructionForm[];
}

/** The instruction at an offset, or undefined when the bytes there are none. */
export function decode(bytes: Uint8Array, offset = 0): Instruction | undefined {
  const head = decodeHead(bytes, offset);
  for (const form of head?.forms ?? []) {
    const instruction = decodeForm(form, bytes, offset, head!);
    if (instruction !== undefined && isCanonical(instruction, bytes, offset)) return instruction;
  }
  return undefined;
}

function decodeHead(bytes: Uint8Array, offset: number): Head | undefined {
  let at = offset;
  const first = bytes[at];
  const hasPrefix = first === 0x66 || first === 0xf2 || first === 0xf3;
  const prefix = hasPrefix ? first : 0;
  if (hasPrefix) at++;
  const hasRex = ((bytes[at] ?? 0) & 0xf0) === 0x40;
  const rex = hasRex ? bytes[at++]! : 0;
  const opcodeLength = bytes[at] === 0x0f ? 2 : 1;
  const opcode = [...bytes.subarray(at, at + opcodeLength)];
  if (formsByOpcode.size === 0) listForms().forEach(addForm);
  const forms = formsByOpcode.get(opcodeKey(prefix, (rex & 8) !== 0, opcode));
  if (forms === undefined) return undefined;
  return { rex, lastOpcode: opcode.at(-1)!, end: at + opcodeLength, forms };
}

function isCanonical(instruction: Instruction, bytes: Uint8Array, offset: number): boolean {
  const again = encodeForm(instruction.form, instruction.operands).bytes;
  return (
    again.length === instruction.length && again.every((byte, i) => byte === bytes[offset + i])
  );
}

/** ModRM with all that belongs to it. */
interface Modrm {
  readonly reg: number;
  /** A register's number, or a memory operand without its size. */
  readonly rm: number | Omit<MemoryOperand, "size">;
  readonly end: number;
}

function decodeForm(
  form: InstructionForm,
  bytes: Uint8Array,
  offset: number,
  head: Head,
): Instruction | undefined {
  const modrm = form.modrm === "none" ? undefined : decodeModrm(bytes, head.end, head.rex);
  if (form.modrm !== "none" && modrm === undefined) return undefined;
  if (typeof form.modrm === "number" && form.modrm !== (modrm!.reg & 7)) return undefined;
  const immediateAt = modrm?.end ?? head.end;
  const end = immediateAt + form.immediateBytes;
  if (end > bytes.length) return undefined;
  const immediate = readSigned(bytes, immediateAt, form.immediateBytes);
  const opcodeReg = (head.lastOpcode & 7) | ((head.rex & 1) << 3);
  const operands: Operand[] = [];
  for (const spec of form.operands) {
    const operand = makeOperand(spec, modrm, opcodeReg, immediate);
    if (operand === undefined) return undefined;
    operands.push(operand);
  }
  return { form, operands, length: end - offset };
}

function makeOperand(
  spec: OperandSpec,
  modrm: Modrm | undefined,
  opcodeReg: number,
  immediate: bigint,
): Operand | undefined {
  switch (spec.kind) {
    case "simm":
      return { kind: "imm", value: immediate };
    case "imm":
      return { kind: "imm", value: BigInt.asUintN(8 * spec.sizeBytes, immediate) };
    case "rel":
      return { kind: "rel", offset: Number(immediate) };
    case "1":
      return { kind: "imm", value: 1n };
    case "cl":
      return { kind: "reg", number: 1, size: 1 };
    default:
      return makeLocation(spec, modrm, opcodeReg);
  }
}

function makeLocation(
  spec: OperandSpec,
  modrm: Modrm | undefined,
  opcodeReg: number,
): Operand | undefined {
  const place = spec.field === "rm" ? modrm!.rm : spec.field === "reg" ? modrm!.reg : opcodeReg;
  if (typeof place !== "number") {
    const canBeMemory = spec.kind === "rm" || spec.kind === "m" || spec.kind === "xm";
    return canBeMemory ? { ...place, size: spec.sizeBytes as OperandSize } : undefined;
  }
  if (spec.kind === "m") return undefined;
  if (spec.kind === "x" || spec.kind === "xm") return { kind: "xmm", number: place };
  return { kind: "reg", number: place, size: spec.sizeBytes as 1 | 2 | 4 | 8 };
}

function decodeModrm(bytes: Uint8Array, at: number, rex: number): Modrm | undefined {
  const byte = bytes[at];
  if (byte === undefined) return undefined;
  const reg = ((byte >> 3) & 7) | ((rex & 4) << 1);
  const mod = byte >> 6;
  const low = byte & 7;
  if (mod === 3) return { reg, rm: low | ((rex & 1) << 3), end: at + 1 };
  const sib = low === 4 ? bytes[at + 1] : undefined;
  if (low === 4 && sib === undefined) return undefined;
  const dispAt = at + (low === 4 ? 2 : 1);
  const baseBits = sib === undefined ? low : sib & 7;
  const hasBase = mod !== 0 || baseBits !== 5;
  const dispBytes = mod === 1 ? 1 : mod === 2 || !hasBase ? 4 : 0;
  if (dispAt + dispBytes > bytes.length) return undefined;
  const noBase = sib === undefined ? ("rip" as const) : undefined;
  const rm = {
    kind: "mem" as const,
    base: hasBase ? baseBits | ((rex & 1) << 3) : noBase,
    ...decodeIndex(sib, rex),
    disp: Number(readSigned(bytes, dispAt, dispBytes)),
    dispBytes: dispBytes as 0 | 1 | 4,
  };
  return { reg, rm, end: dispAt + dispBytes };
}

function decodeIndex(sib: number | undefined, rex: number): Pick<MemoryOperand, "index" | "scale"> {
  const index = sib === undefined ? 4 : ((sib >> 3) & 7) | ((rex & 2) << 2);
  if (sib === undefined || index === 4) return { index: undefined, scale: 1 };
  return { index, scale: (1 << (sib >> 6)) as 1 | 2 | 4 | 8 };
}

function readSigned(bytes: Uint8Array, at: number, sizeBytes: number): bigint {
  let word = 0n;
  for (let i = sizeBytes - 1; i >= 0; i--) word = (word << 8n) | BigInt(bytes[at + i]!);
  return BigInt.asIntN(8 * sizeBytes, word);
}
