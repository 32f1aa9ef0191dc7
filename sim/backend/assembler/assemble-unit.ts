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
import type { CodeBuffer } from "../../x86/code-buffer.ts";
import { Label } from "../../x86/code-buffer.ts";
import { R11, RBP, RDI } from "../../x86/operand.ts";
import type { ExitCost, PathCost, Unit } from "../backend.ts";
import { tickSums } from "../path-cost.ts";
import { ConstantPool } from "./constant-pool.ts";
import { addCost, CostMeter, subtractCost } from "./cost-meter.ts";
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
    readCost: () => meter.read(),
  });
  pool.emit(meter.buffer, (value) => surroundings.addresses.addressOf("constant", value));
  meter.buffer.align(16, 0xcc);
  meter.buffer.bind(entry);
  if (!isBridge) emitPrologue(writer);
  const opsStart = meter.buffer.size;
  writer.emitCounter(isBridge ? defined(unit.guard, "guard of a bridge") : unit.token);
  const { opOffsets, sums } = emitOperations(writer, unit, meter, opsStart);
  const opsEnd = meter.buffer.size;
  const cost = { ...sums, exits: emitStubs(writer, meter, recovery) };
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
): { opOffsets: number[]; sums: Omit<PathCost, "exits"> } {
  const { ops } = unit;
  const opOffsets: number[] = [];
  const sums = {
    ticks: tickSums(ops),
    instructions: new Uint32Array(ops.length + 1),
    cycles: new Uint32Array(ops.length + 1),
  };
  sums.instructions[0] = meter.instructions;
  sums.cycles[0] = meter.cycles;
  for (const [index, op] of ops.entries()) {
    opOffsets.push(op.opname === "debug_merge_point" ? -1 : meter.buffer.size - opsStart);
    writer.opIndex = index;
    OP_HANDLERS[op.opname](writer, op, index);
    sums.instructions[index + 1] = meter.instructions;
    sums.cycles[index + 1] = meter.cycles;
  }
  assert(writer.pendingCondition === undefined, "every condition has met its guard");
  return { opOffsets, sums };
}

/** Which guard failed, into r11, then out; all stubs have the same size. Gives what exits cost. */
function emitStubs(
  writer: UnitWriter,
  meter: CostMeter,
  recovery: RecoveryCode,
): Map<number, ExitCost> {
  const exits = new Map<number, ExitCost>();
  for (const { op, index, stub, jumpEnd, savesException, pathCost } of writer.guards) {
    if (jumpEnd < 0) continue;
    const before = meter.read();
    const { label, cost } = savesException ? recovery.savingException : recovery.plain;
    writer.buffer.bind(stub);
    writer.loadAddress(R11, writer.guardAddress(op));
    writer.emit("jmp", label);
    exits.set(index, { path: pathCost, stub: addCost(subtractCost(meter, before), cost) });
  }
  return exits;
}
