/**
 * The code that every failing guard leaves through, shared by all units: its stub has put the
 * guard's address into r11. One version saves the exception in flight and clears it.
 *
 * Counterpart: rpython/jit/backend/x86/assembler.py (_build_failure_recovery).
 */

import type { CodeHeap } from "../../memory/code-heap.ts";
import type { MemoryLayout } from "../../memory/memory-layout.ts";
import { Label } from "../../x86/code-buffer.ts";
import { imm, mem, R11, RAX, RBP } from "../../x86/operand.ts";
import type { CodeCost } from "../backend.ts";
import { FRAME, STATE } from "./calling-convention.ts";
import { CostMeter } from "./cost-meter.ts";

/** One of the two versions: where it is and what running through it costs. */
export interface RecoveryPath {
  readonly label: Label;
  readonly cost: CodeCost;
}

/** Where guards leave through. */
export interface RecoveryCode {
  readonly plain: RecoveryPath;
  readonly savingException: RecoveryPath;
}

function emitRecovery(layout: MemoryLayout, savesException: boolean): CostMeter {
  const meter = new CostMeter();
  const { buffer } = meter;
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
  return meter;
}

function placeRecovery(heap: CodeHeap, meter: CostMeter, number: number): RecoveryPath {
  const { buffer } = meter;
  const transaction = heap.reserve(buffer.size, { kind: "recovery", number });
  transaction.write(0, buffer.link(transaction.address));
  return { label: new Label("recovery", transaction.commit().address), cost: meter.read() };
}

/** Puts both versions into the heap. Throws OutOfCodeMemory, leaving nothing behind. */
export function placeRecoveryCode(heap: CodeHeap, layout: MemoryLayout): RecoveryCode {
  const plain = placeRecovery(heap, emitRecovery(layout, false), 0);
  try {
    const savingException = placeRecovery(heap, emitRecovery(layout, true), 1);
    return { plain, savingException };
  } catch (signal) {
    heap.free(plain.label.address!);
    throw signal;
  }
}
