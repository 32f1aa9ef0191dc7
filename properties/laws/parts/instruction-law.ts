/** The encoder, the decoder, and an independent disassembler mean the same instructions. */

import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { decode } from "../../../sim/x86/decode.ts";
import { encodeForm } from "../../../sim/x86/encode.ts";
import type { SweepCase } from "../../../sim/x86/instruction-sweep.ts";
import { isInstalled, runObjdump } from "../../../sim/x86/objdump.ts";
import type { Operand } from "../../../sim/x86/operand.ts";
import { disassemble, printInstruction } from "../../../sim/x86/print.ts";
import { instructions } from "../../generators/instructions.ts";
import type { Law, Verdict } from "../law.ts";
import { broken, holds } from "../law.ts";

/** Operands up to what the encoding does not keep: the sign of raw immediates, displacement size. */
function normalized(operand: Operand, sizeBytes: number): unknown {
  if (operand.kind === "imm") return BigInt.asUintN(8 * sizeBytes, operand.value);
  return operand.kind === "mem" ? { ...operand, dispBytes: undefined } : operand;
}

function listOf({ form }: SweepCase, operands: readonly Operand[]): unknown[] {
  return operands.map((operand, i) => normalized(operand, form.operands[i]?.sizeBytes ?? 8));
}

/** What is wrong with an instruction that is encoded and decoded; null when nothing is. */
export function roundTripProblem(one: SweepCase): string | null {
  const { bytes } = encodeForm(one.form, one.operands);
  const found = decode(Uint8Array.from(bytes));
  const { mnemonic } = one.form;
  if (found === undefined) return `${mnemonic} is no instruction: ${bytes.join(" ")}`;
  if (found.form.mnemonic !== mnemonic) return `${mnemonic} becomes ${found.form.mnemonic}`;
  if (found.length !== bytes.length) return `${mnemonic} has ${found.length} bytes`;
  if (!isDeepStrictEqual(listOf(one, found.operands), listOf(one, one.operands))) {
    return `${mnemonic} has other operands: ${printInstruction(found, 0)}`;
  }
  const again = encodeForm(found.form, found.operands).bytes;
  return isDeepStrictEqual(again, bytes) ? null : `${mnemonic} has other bytes: ${again.join(" ")}`;
}

const ADDRESS = 0x7f32_0000_0000;

function objdumpProblem(list: readonly SweepCase[]): string | null {
  const code = Uint8Array.from(
    list.flatMap(({ form, operands }) => encodeForm(form, operands).bytes),
  );
  const theirs = runObjdump(code, ADDRESS);
  for (const [i, { address, bytes, text }] of disassemble(code, ADDRESS).entries()) {
    const ours = { address, length: bytes.length, text };
    if (isDeepStrictEqual(ours, theirs[i])) continue;
    return `objdump has ${JSON.stringify(theirs[i])}\nwe have ${JSON.stringify(ours)}`;
  }
  return null;
}

const HAS_OBJDUMP = isInstalled("objdump");

function check(list: readonly SweepCase[]): Verdict {
  const totals = { instruction: list.length };
  for (const one of list) {
    const problem = roundTripProblem(one);
    if (problem !== null) return broken(instructionCodes.name, problem, totals);
  }
  if (!HAS_OBJDUMP) return holds({ ...totals, "no objdump": 1 });
  const problem = objdumpProblem(list);
  if (problem === null) return holds(totals);
  return broken("as-objdump", problem, totals, { difference: problem.replace(/\d+/g, "") });
}

export const instructionCodes: Law<readonly SweepCase[]> = {
  name: "instruction-codes",
  says: "What is encoded decodes to the same instruction, and encodes to the same bytes again.",
  subjects: "lists of x86-64 instructions",
  arbitrary: fc.array(instructions, { minLength: 1, maxLength: 120, size: "max" }),
  check,
  statements: [
    {
      name: "as-objdump",
      says: "objdump reads the same instructions.",
      planted: {
        file: "sim/x86/print.ts",
        find: "const sizeBytes = isPush ? 8 : shown;",
        replace: "const sizeBytes = shown;",
      },
    },
  ],
  describe: (list) => {
    const code = list.flatMap(({ form, operands }) => encodeForm(form, operands).bytes);
    return disassemble(Uint8Array.from(code), ADDRESS)
      .map(({ text }) => text)
      .join("\n");
  },
  planted: {
    file: "sim/x86/encode.ts",
    find: "rm.index >= 8) rex |= 2;",
    replace: "rm.index >= 9) rex |= 2;",
  },
  secondsMax: 60,
};
