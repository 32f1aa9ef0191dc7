/**
 * The machine code's printer, and the source lines, as the replayer
 * takes them.
 */

import { decode } from "../../sim/x86/decode.ts";
import { printInstruction } from "../../sim/x86/print.ts";
import type { CodeLine, Disassembler } from "../replayer/print-code.ts";

/** Null when some bytes are no instruction, so that the caller shows them all as numbers. */
export const disassembleCode: Disassembler = (code, address) => {
  const lines: CodeLine[] = [];
  for (let at = 0; at < code.length; ) {
    const instruction = decode(code, at);
    if (instruction === undefined) return null;
    const text = printInstruction(instruction, address + at);
    lines.push({ address: address + at, bytes: code.slice(at, at + instruction.length), text });
    at += instruction.length;
  }
  return lines;
};

/** The lines of a program's text, from line 1 on. */
export function splitSource(programText: Uint8Array): string[] {
  return Buffer.from(programText)
    .toString("utf8")
    .split(/\r\n|\r|\n/);
}
