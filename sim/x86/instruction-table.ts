/**
 * THE instruction table of the processor: encoder, decoder, printer, cost model and the simulated
 * processor are driven by it; a mnemonic without a handler there (cpu/handlers.ts) does not compile.
 * The notation is explained in instruction-form.ts. Where several forms of a mnemonic fit the
 * operands, the encoder takes the first one, so shorter forms stand first.
 *
 * Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2. Only what
 * compiled traces need is here; the short forms for rax are left out on purpose.
 */

import type { FormRow, InstructionForm } from "./instruction-form.ts";
import { parseFormRow } from "./instruction-form.ts";

/** Condition codes in the order of their encoding 0 … 15, as objdump names them. */
export const CONDITIONS = [
  ...(["o", "no", "b", "ae", "e", "ne", "be", "a"] as const),
  ...(["s", "ns", "p", "np", "l", "ge", "le", "g"] as const),
] as const;

export type Condition = (typeof CONDITIONS)[number];

/** The flags each condition reads, in the order of {@link CONDITIONS}. */
const CONDITION_FLAGS = [
  ...["o", "o", "c", "c", "z", "z", "cz", "cz"],
  ...["s", "s", "p", "p", "so", "so", "zso", "zso"],
] as const;

const ALL = "w:oszapc";
const LOGIC = "w:oszpc u:a";

const PLAIN_ROWS = [
  // Moves. movabs is what objdump calls a mov of eight immediate bytes.
  ["mov", "rm64:w, r64:r", "REX.W 89 /r"],
  ["mov", "r64:w, rm64:r", "REX.W 8B /r"],
  ["mov", "rm64:w, simm32", "REX.W C7 /0 id"],
  ["mov", "rm32:w, r32:r", "89 /r"],
  ["mov", "r32:w, rm32:r", "8B /r"],
  ["mov", "r32:w, imm32", "B8+r id"],
  ["mov", "rm32:w, imm32", "C7 /0 id"],
  ["mov", "rm16:w, r16:r", "66 89 /r"],
  ["mov", "r16:w, rm16:r", "66 8B /r"],
  ["mov", "rm16:w, imm16", "66 C7 /0 iw"],
  ["mov", "rm8:w, r8:r", "88 /r"],
  ["mov", "r8:w, rm8:r", "8A /r"],
  ["mov", "rm8:w, imm8", "C6 /0 ib"],
  ["movabs", "r64:w, imm64", "REX.W B8+r io"],
  ["movzx", "r32:w, rm8:r", "0F B6 /r"],
  ["movzx", "r32:w, rm16:r", "0F B7 /r"],
  ["movzx", "r64:w, rm8:r", "REX.W 0F B6 /r"],
  ["movzx", "r64:w, rm16:r", "REX.W 0F B7 /r"],
  ["movsx", "r32:w, rm8:r", "0F BE /r"],
  ["movsx", "r32:w, rm16:r", "0F BF /r"],
  ["movsx", "r64:w, rm8:r", "REX.W 0F BE /r"],
  ["movsx", "r64:w, rm16:r", "REX.W 0F BF /r"],
  ["movsxd", "r64:w, rm32:r", "REX.W 63 /r"],
  ["lea", "r64:w, m", "REX.W 8D /r"],
  ["lea", "r32:w, m", "8D /r"],
  ["xchg", "rm64:rw, r64:rw", "REX.W 87 /r"],
  ["push", "r64:r", "50+r", "", "rsp:rw"],
  ["push", "simm8", "6A ib", "", "rsp:rw"],
  ["push", "simm32", "68 id", "", "rsp:rw"],
  ["push", "m64:r", "FF /6", "", "rsp:rw"],
  ["pop", "r64:w", "58+r", "", "rsp:rw"],
  ["pop", "m64:w", "8F /0", "", "rsp:rw"],

  // Integer arithmetic beyond the two-operand group.
  ["test", "rm64:r, r64:r", "REX.W 85 /r", LOGIC],
  ["test", "rm64:r, simm32", "REX.W F7 /0 id", LOGIC],
  ["test", "rm32:r, r32:r", "85 /r", LOGIC],
  ["test", "rm32:r, imm32", "F7 /0 id", LOGIC],
  ["test", "rm8:r, r8:r", "84 /r", LOGIC],
  ["test", "rm8:r, imm8", "F6 /0 ib", LOGIC],
  ["imul", "r64:rw, rm64:r", "REX.W 0F AF /r", "w:oc u:szap"],
  ["imul", "r32:rw, rm32:r", "0F AF /r", "w:oc u:szap"],
  ["imul", "r64:w, rm64:r, simm8", "REX.W 6B /r ib", "w:oc u:szap"],
  ["imul", "r64:w, rm64:r, simm32", "REX.W 69 /r id", "w:oc u:szap"],
  ["imul", "r32:w, rm32:r, simm8", "6B /r ib", "w:oc u:szap"],
  ["imul", "r32:w, rm32:r, imm32", "69 /r id", "w:oc u:szap"],
  ["imul", "rm64:r", "REX.W F7 /5", "w:oc u:szap", "rax:rw rdx:w"],
  ["mul", "rm64:r", "REX.W F7 /4", "w:oc u:szap", "rax:rw rdx:w"],
  ["mul", "rm32:r", "F7 /4", "w:oc u:szap", "rax:rw rdx:w"],
  ["div", "rm64:r", "REX.W F7 /6", "u:oszapc", "rax:rw rdx:rw"],
  ["div", "rm32:r", "F7 /6", "u:oszapc", "rax:rw rdx:rw"],
  ["idiv", "rm64:r", "REX.W F7 /7", "u:oszapc", "rax:rw rdx:rw"],
  ["idiv", "rm32:r", "F7 /7", "u:oszapc", "rax:rw rdx:rw"],
  ["cqo", "", "REX.W 99", "", "rax:r rdx:w"],
  ["cdq", "", "99", "", "rax:r rdx:w"],
  ["cdqe", "", "REX.W 98", "", "rax:rw"],
  ["neg", "rm64:rw", "REX.W F7 /3", ALL],
  ["neg", "rm32:rw", "F7 /3", ALL],
  ["not", "rm64:rw", "REX.W F7 /2"],
  ["not", "rm32:rw", "F7 /2"],
  ["inc", "rm64:rw", "REX.W FF /0", "w:oszap"],
  ["inc", "rm32:rw", "FF /0", "w:oszap"],
  ["dec", "rm64:rw", "REX.W FF /1", "w:oszap"],
  ["dec", "rm32:rw", "FF /1", "w:oszap"],

  // Jumps, calls, and the rest.
  ["jmp", "rel8", "EB cb"],
  ["jmp", "rel32", "E9 cd"],
  ["jmp", "rm64:r", "FF /4"],
  ["call", "rel32", "E8 cd", "", "rsp:rw"],
  ["call", "rm64:r", "FF /2", "", "rsp:rw"],
  ["ret", "", "C3", "", "rsp:rw"],
  ["nop", "", "90"],
  ["nop", "rm32", "0F 1F /0"],
  ["nop", "rm16", "66 0F 1F /0"],
  ["ud2", "", "0F 0B"],
  ["int3", "", "CC"],

  // Scalar floating point. A write of the low half keeps the high half; loads zero it.
  ["movsd", "x:w, xm64:r", "F2 0F 10 /r"],
  ["movsd", "m64:w, x:r", "F2 0F 11 /r"],
  ["movss", "x:w, xm32:r", "F3 0F 10 /r"],
  ["movss", "m32:w, x:r", "F3 0F 11 /r"],
  ["movapd", "x:w, xm128:r", "66 0F 28 /r"],
  ["movq", "x:w, xm64:r", "F3 0F 7E /r"],
  ["movq", "m64:w, x:r", "66 0F D6 /r"],
  ["movq", "x:w, r64@rm:r", "66 REX.W 0F 6E /r"],
  ["movq", "r64@rm:w, x:r", "66 REX.W 0F 7E /r"],
  ["movd", "x:w, rm32:r", "66 0F 6E /r"],
  ["movd", "rm32:w, x:r", "66 0F 7E /r"],
  ["addsd", "x:rw, xm64:r", "F2 0F 58 /r"],
  ["mulsd", "x:rw, xm64:r", "F2 0F 59 /r"],
  ["subsd", "x:rw, xm64:r", "F2 0F 5C /r"],
  ["minsd", "x:rw, xm64:r", "F2 0F 5D /r"],
  ["divsd", "x:rw, xm64:r", "F2 0F 5E /r"],
  ["maxsd", "x:rw, xm64:r", "F2 0F 5F /r"],
  ["sqrtsd", "x:w, xm64:r", "F2 0F 51 /r"],
  ["ucomisd", "x:r, xm64:r", "66 0F 2E /r", ALL],
  ["comisd", "x:r, xm64:r", "66 0F 2F /r", ALL],
  ["cvtsi2sd", "x:w, rm64:r", "F2 REX.W 0F 2A /r"],
  ["cvtsi2sd", "x:w, rm32:r", "F2 0F 2A /r"],
  ["cvttsd2si", "r64:w, xm64:r", "F2 REX.W 0F 2C /r"],
  ["cvttsd2si", "r32:w, xm64:r", "F2 0F 2C /r"],
  ["cvtsd2ss", "x:w, xm64:r", "F2 0F 5A /r"],
  ["cvtss2sd", "x:w, xm32:r", "F3 0F 5A /r"],
  ["andpd", "x:rw, xm128:r", "66 0F 54 /r"],
  ["andnpd", "x:rw, xm128:r", "66 0F 55 /r"],
  ["orpd", "x:rw, xm128:r", "66 0F 56 /r"],
  ["xorpd", "x:rw, xm128:r", "66 0F 57 /r"],
] as const satisfies readonly FormRow[];

/** The two-operand arithmetic group, in the order of its encoding. */
const ALU = ["add", "or", "adc", "sbb", "and", "sub", "xor", "cmp"] as const;

/** The shift group with its opcode digit. */
const SHIFTS = { rol: 0, ror: 1, shl: 4, shr: 5, sar: 7 } as const;

type AluMnemonic = (typeof ALU)[number];
type ConditionalMnemonic = `${"j" | "set" | "cmov"}${Condition}`;

/** Every mnemonic of the table. */
export type Mnemonic =
  | (typeof PLAIN_ROWS)[number][0]
  | AluMnemonic
  | keyof typeof SHIFTS
  | ConditionalMnemonic;

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}

function aluFlags(name: AluMnemonic): string {
  if (name === "and" || name === "or" || name === "xor") return LOGIC;
  return name === "adc" || name === "sbb" ? `${ALL} r:c` : ALL;
}

function aluRows(name: AluMnemonic, digit: number): FormRow[] {
  const flags = aluFlags(name);
  const a = name === "cmp" ? "r" : "rw";
  const [store8, store, load8, load] = [0, 1, 2, 3].map((n) => hex(8 * digit + n));
  return [
    [name, `rm64:${a}, simm8`, `REX.W 83 /${digit} ib`, flags],
    [name, `rm64:${a}, simm32`, `REX.W 81 /${digit} id`, flags],
    [name, `rm64:${a}, r64:r`, `REX.W ${store} /r`, flags],
    [name, `r64:${a}, rm64:r`, `REX.W ${load} /r`, flags],
    [name, `rm32:${a}, simm8`, `83 /${digit} ib`, flags],
    [name, `rm32:${a}, imm32`, `81 /${digit} id`, flags],
    [name, `rm32:${a}, r32:r`, `${store} /r`, flags],
    [name, `r32:${a}, rm32:r`, `${load} /r`, flags],
    [name, `rm16:${a}, simm8`, `66 83 /${digit} ib`, flags],
    [name, `rm16:${a}, imm16`, `66 81 /${digit} iw`, flags],
    [name, `rm16:${a}, r16:r`, `66 ${store} /r`, flags],
    [name, `r16:${a}, rm16:r`, `66 ${load} /r`, flags],
    [name, `rm8:${a}, imm8`, `80 /${digit} ib`, flags],
    [name, `rm8:${a}, r8:r`, `${store8} /r`, flags],
    [name, `r8:${a}, rm8:r`, `${load8} /r`, flags],
  ];
}

/** A count of 0, after masking, leaves the flags alone; o is defined for a count of 1 only. */
function shiftRows(name: keyof typeof SHIFTS): FormRow[] {
  const digit = SHIFTS[name];
  const flags = name === "rol" || name === "ror" ? "w:oc" : "w:oszpc u:a";
  const sizes = [
    ["rm64", "REX.W "],
    ["rm32", ""],
  ] as const;
  return sizes.flatMap(([operand, rex]): FormRow[] => [
    [name, `${operand}:rw, 1`, `${rex}D1 /${digit}`, flags],
    [name, `${operand}:rw, imm8`, `${rex}C1 /${digit} ib`, flags],
    [name, `${operand}:rw, cl`, `${rex}D3 /${digit}`, flags],
  ]);
}

function conditionRows(condition: Condition, code: number): FormRow[] {
  const flags = `r:${CONDITION_FLAGS[code]}`;
  return [
    [`j${condition}`, "rel8", `${hex(0x70 + code)} cb`, flags],
    [`j${condition}`, "rel32", `0F ${hex(0x80 + code)} cd`, flags],
    [`set${condition}`, "rm8:w", `0F ${hex(0x90 + code)} /0`, flags],
    [`cmov${condition}`, "r64:rw, rm64:r", `REX.W 0F ${hex(0x40 + code)} /r`, flags],
    [`cmov${condition}`, "r32:rw, rm32:r", `0F ${hex(0x40 + code)} /r`, flags],
  ];
}

/** The forms, once they are parsed. */
const forms: InstructionForm[] = [];

/** Every form, in the encoder's order of preference. Parsed at the first call. */
export function listForms(): readonly InstructionForm[] {
  if (forms.length === 0) for (const row of listRows()) forms.push(parseFormRow(row));
  return forms;
}

const listRows = (): FormRow[] => [
  ...PLAIN_ROWS,
  ...ALU.flatMap(aluRows),
  ...(Object.keys(SHIFTS) as (keyof typeof SHIFTS)[]).flatMap(shiftRows),
  ...CONDITIONS.flatMap(conditionRows),
];
