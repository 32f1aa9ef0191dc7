/**
 * Code at the borders of compiled code: entering a loop, leaving it. What the convention says a
 * callee keeps is pushed, and the stack is left aligned to 16 bytes.
 *
 * Counterpart: rpython/jit/backend/x86/assembler.py (_call_header, _call_footer).
 */

import type { CodeBuffer } from "../../x86/code-buffer.ts";
import { imm, RAX, RBP, RDI, RSP } from "../../x86/operand.ts";
import { CALLEE_SAVED } from "./locations.ts";

/** Return address, rbp and five registers: one word more makes it a multiple of 16 bytes. */
const PADDING_BYTES = 8;

/** The frame from rdi into rbp. The first three instructions are five bytes: room for a jump. */
export function emitPrologue(buffer: CodeBuffer): void {
  buffer.emit("push", RBP);
  buffer.emit("mov", RBP, RDI);
  for (const register of CALLEE_SAVED) buffer.emit("push", register);
  buffer.emit("sub", RSP, imm(PADDING_BYTES));
}

/** Back to the caller, with the frame in rax. */
export function emitEpilogue(buffer: CodeBuffer): void {
  buffer.emit("mov", RAX, RBP);
  buffer.emit("add", RSP, imm(PADDING_BYTES));
  for (const register of [...CALLEE_SAVED].reverse()) buffer.emit("pop", register);
  buffer.emit("pop", RBP);
  buffer.emit("ret");
}
