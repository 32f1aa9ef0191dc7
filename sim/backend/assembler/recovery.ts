/**
 * The code that every failing guard leaves through, shared by all units: its stub has put the
 * guard's address into r11. One version saves the exception in flight and clears it.
 *
 * Counterpart: rpython/jit/backend/x86/assembler.py (_build_failure_recovery).
 */

import type { CodeHeap } from "../../memory/code-heap.ts";
import type { MemoryLayout } from "../../memory/memory-layout.ts";
import { CodeBuffer, Label } from "../../x86/code-buffer.ts";
import { imm, mem, R11, RAX, RBP } from "../../x86/operand.ts";
import { FRAME, STATE } from "./calling-convention.ts";

/** Where guards leave through. */
export interface RecoveryCode {
  readonly plain: Label;
  readonly savingException: Label;
}

function emitRecovery(layout: MemoryLayout, savesException: boolean): CodeBuffer {
  const buffer = new CodeBuffer();
  buffer.emit("mov", mem(8, RBP, FRAME.descr), R11);
  if (savesException) {
    buffer.emit("movabs", R11, imm(layout.state.base));
    buffer.emit("mov", RAX, mem(8, R11, STATE.exceptionValue));
    buffer.emit("mov", mem(8, RBP, FRAME.guardException), RAX);
    buffer.emit("mov", mem(8, R11, STATE.exceptionClass), imm(0));
    buffer.emit("mov", mem(8, R11, STATE.exceptionValue), imm(0));
  }
  buffer.emit("mov", RAX, RBP);
  buffer.emit("pop", RBP);
  buffer.emit("ret");
  return buffer;
}

function placeRecovery(heap: CodeHeap, buffer: CodeBuffer, number: number): Label {
  const transaction = heap.reserve(buffer.size, { kind: "recovery", number });
  transaction.write(0, buffer.link(transaction.address));
  return new Label("recovery", transaction.commit().address);
}

/** Puts both versions into the heap. Throws OutOfCodeMemory, leaving nothing behind. */
export function placeRecoveryCode(heap: CodeHeap, layout: MemoryLayout): RecoveryCode {
  const plain = placeRecovery(heap, emitRecovery(layout, false), 0);
  try {
    const savingException = placeRecovery(heap, emitRecovery(layout, true), 1);
    return { plain, savingException };
  } catch (signal) {
    heap.free(plain.address!);
    throw signal;
  }
}
