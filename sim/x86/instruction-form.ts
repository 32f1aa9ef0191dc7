/**
 * One form of an instruction (a mnemonic with one choice of operand kinds and one encoding), and
 * the parser of the table's notation, which is that of the Intel manual:
 *
 *   operands   `rm64:rw, simm8`: kind and size in bits, then what the instruction does with it
 *              (r reads, w writes; immediates and targets need nothing). Kinds: r register in
 *              ModRM.reg or the opcode (`@rm`: in ModRM.rm), rm register or memory, m memory,
 *              x and xm the same for vector registers, imm raw and simm sign-extended constants,
 *              rel jump targets, cl and 1 themselves.
 *   encoding   `66 REX.W 0F AF /r ib`: mandatory prefix, REX.W, opcode bytes (+r: plus register),
 *              /r or /digit, size of the immediate.
 *   flags      `w:oszapc u:a r:c`: written, left undefined, read.
 *   implicit   `rax:rw rdx:w`: registers used without being named.
 */

import { assert, defined } from "../base/assert.ts";
import { registerNumber } from "./operand.ts";

export type OperandKind = "r" | "rm" | "m" | "x" | "xm" | "imm" | "simm" | "rel" | "cl" | "1";

/** One operand of a form. */
export interface OperandSpec {
  readonly kind: OperandKind;
  readonly sizeBytes: number;
  readonly isRead: boolean;
  readonly isWritten: boolean;
  /** Where a register or memory operand is encoded. */
  readonly field: "reg" | "rm" | "opcode" | undefined;
}

/** A register that an instruction uses without naming it. */
export interface ImplicitRegister {
  readonly number: number;
  readonly isRead: boolean;
  readonly isWritten: boolean;
}

/** Flags as strings of letters out of `oszapc`. */
export interface FlagEffects {
  readonly written: string;
  readonly undefinedAfter: string;
  readonly read: string;
}

export interface InstructionForm {
  readonly mnemonic: string;
  readonly operands: readonly OperandSpec[];
  readonly prefix: 0 | 0x66 | 0xf2 | 0xf3;
  readonly rexW: boolean;
  readonly opcode: readonly number[];
  /** The low three bits of the last opcode byte are a register. */
  readonly plusReg: boolean;
  /** "r": the reg field is an operand; a number: it is part of the opcode. */
  readonly modrm: "r" | "none" | number;
  readonly immediateBytes: 0 | 1 | 2 | 4 | 8;
  readonly flags: FlagEffects;
  readonly implicit: readonly ImplicitRegister[];
}

/** mnemonic, operands, encoding, flags, implicit registers */
export type FormRow = readonly [string, string, string, string?, string?];

const OPERAND = /^(rm|r|m|xm|x|imm|simm|rel)(\d*)(@rm)?(?::(r|w|rw))?$/;

const IMMEDIATE_BYTES = { ib: 1, iw: 2, id: 4, io: 8, cb: 1, cd: 4 } as const;

/** Parses a row of the table. */
export function parseFormRow(row: FormRow): InstructionForm {
  const [mnemonic, operands, encoding, flags = "", implicit = ""] = row;
  const encoded = parseEncoding(encoding);
  const tokens = operands === "" ? [] : operands.split(", ");
  return {
    mnemonic,
    operands: tokens.map((token) => parseOperandSpec(token, encoded.plusReg)),
    ...encoded,
    flags: parseFlags(flags),
    implicit: implicit === "" ? [] : implicit.split(" ").map(parseImplicit),
  };
}

function parseOperandSpec(token: string, plusReg: boolean): OperandSpec {
  if (token === "cl" || token === "1") {
    const isRead = token === "cl";
    return { kind: token, sizeBytes: 1, isRead, isWritten: false, field: undefined };
  }
  const [, kindText, bits, at, access = ""] = defined(OPERAND.exec(token), `operand ${token}`);
  const kind = kindText as OperandKind;
  const isRead = access.includes("r");
  const isWritten = access.includes("w");
  return {
    kind,
    sizeBytes: Number(bits) / 8,
    isRead,
    isWritten,
    field: fieldOf(kind, at, plusReg),
  };
}

function fieldOf(
  kind: OperandKind,
  at: string | undefined,
  plusReg: boolean,
): OperandSpec["field"] {
  if (kind === "rm" || kind === "m" || kind === "xm" || at !== undefined) return "rm";
  if (kind === "r" || kind === "x") return plusReg ? "opcode" : "reg";
  return undefined;
}

type Encoding = Pick<
  InstructionForm,
  "prefix" | "rexW" | "opcode" | "plusReg" | "modrm" | "immediateBytes"
>;

function parseEncoding(text: string): Encoding {
  const tokens = text.split(" ");
  const first = Number.parseInt(tokens[0]!, 16);
  const hasPrefix = (first === 0x66 || first === 0xf2 || first === 0xf3) && tokens.length > 1;
  if (hasPrefix) tokens.shift();
  const opcode = tokens.filter((token) => /^[0-9A-F]{2}(\+r)?$/.test(token));
  const modrm = tokens.find((token) => token.startsWith("/"))?.slice(1);
  const immediate = tokens.find((token) => token in IMMEDIATE_BYTES);
  const known = [...opcode, "REX.W", `/${modrm}`, immediate];
  assert(
    tokens.every((token) => known.includes(token)),
    `encoding ${text}`,
  );
  return {
    prefix: hasPrefix ? (first as 0x66 | 0xf2 | 0xf3) : 0,
    rexW: tokens.includes("REX.W"),
    opcode: opcode.map((token) => Number.parseInt(token, 16)),
    plusReg: opcode.at(-1)?.endsWith("+r") ?? false,
    modrm: modrm === undefined ? "none" : modrm === "r" ? "r" : Number(modrm),
    immediateBytes:
      immediate === undefined ? 0 : IMMEDIATE_BYTES[immediate as keyof typeof IMMEDIATE_BYTES],
  };
}

function parseFlags(text: string): FlagEffects {
  const part = (letter: string) => new RegExp(`\\b${letter}:([oszapc]+)`).exec(text)?.[1] ?? "";
  return { written: part("w"), undefinedAfter: part("u"), read: part("r") };
}

function parseImplicit(text: string): ImplicitRegister {
  const [name = "", access = ""] = text.split(":");
  const number = registerNumber(name);
  return { number, isRead: access.includes("r"), isWritten: access.includes("w") };
}
