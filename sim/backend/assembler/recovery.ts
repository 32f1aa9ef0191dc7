/**
 * The code that every failing guard leaves through, shared by all units: its stub has put the
 * guard's address into r11. All registers that are allocated go to their slots, the vector ones
 * only when a float is among the fail arguments; two versions save the exception in flight, too,
 * and clear it.
 *
 * Counterpart: rpython/jit/backend/x86/assembler.py (_build_failure_recovery).
 */

import type { CodeHeap } from "../../memory/code-heap.ts";
import type { MemoryLayout } from "../../memory/memory-layout.ts";
import { Label } from "../../x86/code-buffer.ts";
import { imm, mem, R11, RAX, RBP } from "../../x86/operand.ts";
import type { CodeCost } from "../backend.ts";
import { FRAME, slotOffset, STATE } from "./calling-convention.ts";
import { CostMeter } from "./cost-meter.ts";
import { emitEpilogue } from "./frame-code.ts";
import { GENERAL_REGISTERS, saveSlotOf, VECTOR_REGISTERS } from "./locations.ts";

/** One of the versions: where it is and what running through it costs. */
export interface RecoveryPath {
  readonly label: Label;
  readonly cost: CodeCost;
}

/** What a version does besides saving the general registers. */
export interface RecoveryNeeds {
  readonly savesException: boolean;
  readonly savesFloats: boolean;
}

/** Where guards leave through: all versions, in the order of their addresses. */
export type RecoveryCode = readonly RecoveryPath[];

const VERSIONS: readonly RecoveryNeeds[] = [
  { savesException: false, savesFloats: false },
  { savesException: true, savesFloats: false },
  { savesException: false, savesFloats: true },
  { savesException: true, savesFloats: true },
];

/** The version that a guard needs. */
export function recoveryPath(code: RecoveryCode, needs: RecoveryNeeds): RecoveryPath {
  const version = VERSIONS.findIndex(({ savesException, savesFloats }) => {
    return savesException === needs.savesException && savesFloats === needs.savesFloats;
  });
  return code[version]!;
}

function emitRecovery(layout: MemoryLayout, needs: RecoveryNeeds): CostMeter {
  const meter = new CostMeter();
  const { buffer } = meter;
  buffer.emit("mov", mem(8, RBP, FRAME.descr), R11);
  const place = (slot: number) => mem(8, RBP, slotOffset(slot));
  for (const one of GENERAL_REGISTERS) buffer.emit("mov", place(saveSlotOf(one)), one);
  if (needs.savesFloats) {
    for (const one of VECTOR_REGISTERS) buffer.emit("movsd", place(saveSlotOf(one)), one);
  }
  if (needs.savesException) {
    buffer.emit("movabs", R11, imm(layout.state.base));
    buffer.emit("mov", RAX, mem(8, R11, STATE.exceptionValue));
    buffer.emit("mov", mem(8, RBP, FRAME.guardException), RAX);
    buffer.emit("mov", mem(8, R11, STATE.exceptionClass), imm(0));
    buffer.emit("mov", mem(8, R11, STATE.exceptionValue), imm(0));
  }
  emitEpilogue(buffer);
  return meter;
}

function placeRecovery(heap: CodeHeap, meter: CostMeter, number: number): RecoveryPath {
  const { buffer } = meter;
  const transaction = heap.reserve(buffer.size, { kind: "recovery", number });
  transaction.write(0, buffer.link(transaction.address));
  return { label: new Label("recovery", transaction.commit().address), cost: meter.read() };
}

/** Puts all versions into the heap. Throws OutOfCodeMemory, leaving nothing behind. */
export function placeRecoveryCode(heap: CodeHeap, layout: MemoryLayout): RecoveryCode {
  const paths: RecoveryPath[] = [];
  try {
    for (const [number, needs] of VERSIONS.entries()) {
      paths.push(placeRecovery(heap, emitRecovery(layout, needs), number));
    }
    return paths;
  } catch (signal) {
    for (const { label } of paths) heap.free(label.address!);
    throw signal;
  }
}
