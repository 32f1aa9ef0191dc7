/**
 * One unit from operations to a buffer of code, in the order in which the sections stand:
 *
 *   constants          addresses of objects, bits of floats; filled up to 16 bytes
 *   entry              (loops) the prologue; its five bytes are what a redirection overwrites
 *   operations         from asmaddr on; in a bridge the jump target; counted units count first
 *   failure stubs      one per guard: which guard it is, and out
 *
 * Counterpart: rpython/jit/backend/x86/assembler.py (assemble_loop, assemble_bridge).
 */

import { assert, defined } from "../../base/assert.ts";
import { CodeBuffer, Label } from "../../x86/code-buffer.ts";
import { cyclesOf } from "../../x86/cost-model.ts";
import { R11, RBP, RDI } from "../../x86/operand.ts";
import type { PathCost, Unit } from "../backend.ts";
import { tickSums } from "../path-cost.ts";
import { ConstantPool } from "./constant-pool.ts";
import { hasCode, OP_HANDLERS } from "./op-handlers.ts";
import type { RecoveryCode } from "./recovery.ts";
import { assignSlots } from "./slots.ts";
import type { Surroundings } from "./unit-writer.ts";
import { UnitWriter } from "./unit-writer.ts";

/** A unit's code before it has an address. Offsets count from the start of the block. */
export interface UnitCode {
  readonly writer: UnitWriter;
  readonly buffer: CodeBuffer;
  /** The entry's label in a loop; the first operation's in a bridge. */
  readonly entry: Label;
  /** Offset of the first operation's byte, after the prologue. */
  readonly opsStart: number;
  /** Offset of the first failure stub. */
  readonly opsEnd: number;
  readonly opOffsets: readonly number[];
  readonly cost: PathCost;
}

/** Instructions and cycles emitted so far. */
class CostMeter {
  instructions = 0;
  cycles = 0;
  readonly buffer = new CodeBuffer((mnemonic, operands) => {
    this.instructions++;
    this.cycles += cyclesOf(mnemonic, operands);
  });
}

/** Makes the code of a unit whose input arguments are in the given slots. */
export function assembleUnit(
  unit: Unit,
  inputSlots: readonly number[],
  surroundings: Surroundings,
  recovery: RecoveryCode,
): UnitCode {
  const meter = new CostMeter();
  const entry = new Label("entry");
  const pool = new ConstantPool(unit.ops, (op) => hasCode(op.opname));
  const isBridge = unit.type === "bridge";
  const writer = new UnitWriter({
    buffer: meter.buffer,
    ops: unit.ops,
    slots: assignSlots(unit.inputargs, inputSlots, unit.ops),
    surroundings,
    counted: unit.counted,
    self: isBridge ? undefined : { token: unit.token, entry },
    isInvalidated: unit.token.invalidated,
    pool,
  });
  pool.emit(meter.buffer, (value) => surroundings.addresses.addressOf("constant", value));
  meter.buffer.align(16, 0xcc);
  meter.buffer.bind(entry);
  if (!isBridge) emitPrologue(writer);
  const opsStart = meter.buffer.size;
  writer.emitCounter(isBridge ? defined(unit.guard, "guard of a bridge") : unit.token);
  const { opOffsets, cost } = emitOperations(writer, unit, meter, opsStart);
  const opsEnd = meter.buffer.size;
  emitStubs(writer, recovery);
  return { writer, buffer: meter.buffer, entry, opsStart, opsEnd, opOffsets, cost };
}

/** Five bytes, the last of which is there to make them five. */
function emitPrologue(writer: UnitWriter): void {
  writer.emit("push", RBP);
  writer.emit("mov", RBP, RDI);
  writer.emit("nop");
}

/** Prefix sums: entry k is what operations 0 … k-1 cost; entry 0 of the code is the way in. */
function emitOperations(
  writer: UnitWriter,
  unit: Unit,
  meter: CostMeter,
  opsStart: number,
): { opOffsets: number[]; cost: PathCost } {
  const { ops } = unit;
  const opOffsets: number[] = [];
  const cost: PathCost = {
    ticks: tickSums(ops),
    instructions: new Uint32Array(ops.length + 1),
    cycles: new Uint32Array(ops.length + 1),
  };
  cost.instructions[0] = meter.instructions;
  cost.cycles[0] = meter.cycles;
  for (const [index, op] of ops.entries()) {
    opOffsets.push(op.opname === "debug_merge_point" ? -1 : meter.buffer.size - opsStart);
    OP_HANDLERS[op.opname](writer, op, index);
    cost.instructions[index + 1] = meter.instructions;
    cost.cycles[index + 1] = meter.cycles;
  }
  assert(writer.pendingCondition === undefined, "every condition has met its guard");
  return { opOffsets, cost };
}

/** Which guard failed, into r11, then out; all stubs have the same size. */
function emitStubs(writer: UnitWriter, recovery: RecoveryCode): void {
  for (const { op, stub, jumpEnd, savesException } of writer.guards) {
    if (jumpEnd < 0) continue;
    writer.buffer.bind(stub);
    writer.loadAddress(R11, writer.guardAddress(op));
    writer.emit("jmp", savesException ? recovery.savingException : recovery.plain);
  }
}
