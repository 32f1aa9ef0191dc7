/**
 * One unit from operations to a buffer of code, in the order in which the sections stand:
 *
 *   constants          addresses of objects, bits of floats; filled up to 16 bytes
 *   entry              (loops) the prologue; its five bytes are what a redirection overwrites
 *   operations         from asmaddr on; in a bridge the jump target; counted units count first;
 *                      labels and the end are aligned to 16 bytes
 *   failure stubs      one per guard: which guard it is, and out; then ud2 if anything goes there
 *
 * Counterpart: rpython/jit/backend/x86/assembler.py (assemble_loop, assemble_bridge).
 */

import { assert, defined } from "../../base/assert.ts";
import type { CodeBuffer } from "../../x86/code-buffer.ts";
import { Label } from "../../x86/code-buffer.ts";
import { R11 } from "../../x86/operand.ts";
import type { ResOp } from "../../trace/values.ts";
import type { CodeCost, ExitCost, PathCost, Unit } from "../backend.ts";
import { tickSums, ticksOf } from "../path-cost.ts";
import { Allocator } from "./allocator.ts";
import { CODE_ALIGNMENT } from "./calling-convention.ts";
import { ConstantPool } from "./constant-pool.ts";
import { addCost, subtractCost } from "../code-cost.ts";
import { CostMeter } from "./cost-meter.ts";
import { hasCode, OP_HANDLERS } from "./op-handlers.ts";
import { emitPrologue } from "./frame-code.ts";
import { LiveRanges } from "./live-ranges.ts";
import type { Location } from "./locations.ts";
import { emitMove } from "./moves.ts";
import type { RecoveryCode } from "./recovery.ts";
import { recoveryPath } from "./recovery.ts";
import { addHints } from "./register-hints.ts";
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

/** Makes the code of a unit whose input arguments are in the given locations. */
export function assembleUnit(
  unit: Unit,
  inputs: readonly Location[],
  surroundings: Surroundings,
  recovery: RecoveryCode,
): UnitCode {
  const meter = new CostMeter();
  const entry = new Label("entry");
  const pool = new ConstantPool(unit.ops, (op) => hasCode(op.opname));
  const isBridge = unit.type === "bridge";
  const ranges = new LiveRanges(unit.inputargs, unit.ops, (op) => hasCode(op.opname));
  addHints(ranges, unit.ops);
  const writer = new UnitWriter({
    buffer: meter.buffer,
    ops: unit.ops,
    regs: new Allocator(ranges, (from, to) => emitMove(meter.buffer, from, to), isBridge),
    surroundings,
    counted: unit.counted,
    self: isBridge ? undefined : { token: unit.token, entry },
    isInvalidated: unit.token.invalidated,
    pool,
    readCost: () => meter.read(),
  });
  pool.emit(meter.buffer, (value) => surroundings.addresses.addressOf("constant", value));
  meter.buffer.align(CODE_ALIGNMENT, 0xcc);
  meter.buffer.bind(entry);
  if (!isBridge) emitPrologue(meter.buffer);
  const opsStart = meter.buffer.size;
  writer.emitCounter(isBridge ? defined(unit.guard, "guard of a bridge") : unit.token);
  writer.regs.bindInputs(unit.inputargs, inputs);
  const { opOffsets, sums } = emitOperations(writer, unit, meter, opsStart);
  // Not part of any path: nothing falls out of the operations.
  meter.buffer.alignWithNops(CODE_ALIGNMENT);
  const opsEnd = meter.buffer.size;
  const exits = emitStubs(writer, meter, recovery);
  const labels = new Map<number, CodeCost>();
  for (const { index, pathCost } of writer.targets.values()) labels.set(index, pathCost);
  const cost = { ...sums, exits, labels };
  emitTrap(writer);
  return { writer, buffer: meter.buffer, entry, opsStart, opsEnd, opOffsets, cost };
}

/** Prefix sums: entry k is what operations 0 … k-1 cost; entry 0 of the code is the way in. */
function emitOperations(
  writer: UnitWriter,
  unit: Unit,
  meter: CostMeter,
  opsStart: number,
): { opOffsets: number[]; sums: Omit<PathCost, "exits" | "labels"> } {
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
    const { size } = meter.buffer;
    emitOperation(writer, op, index);
    if (meter.buffer.size !== size) writer.hasSilentTicks = false;
    else if (ticksOf(op.opname) > 0) writer.hasSilentTicks = true;
    sums.instructions[index + 1] = meter.instructions;
    sums.cycles[index + 1] = meter.cycles;
  }
  assert(writer.pendingCondition === undefined, "every condition has met its guard");
  return { opOffsets, sums };
}

/** What computes something that nobody uses, and does nothing else, has no code. */
function emitOperation(writer: UnitWriter, op: ResOp, index: number): void {
  const { regs } = writer;
  const isIdle = op.kind !== "v" && op.info.hasNoSideEffect && !regs.ranges.isUsed(op);
  regs.begin(index, op);
  if (!isIdle || !hasCode(op.opname)) OP_HANDLERS[op.opname](writer, op, index);
  regs.end(op);
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
    const hasFloats = op.failArgs?.some((value) => value?.kind === "f") === true;
    const savesFloats = hasFloats || writer.countedRegisters.get(op)?.kind === "xmm";
    const { label, cost } = recoveryPath(recovery, { savesException, savesFloats });
    writer.buffer.bind(stub);
    writer.loadAddress(R11, writer.guardAddress(op));
    writer.emit("jmp", label);
    exits.set(index, { path: pathCost, stub: addCost(subtractCost(meter, before), cost) });
  }
  return exits;
}

/** One trap for all that goes there. */
function emitTrap(writer: UnitWriter): void {
  if (!writer.usesTrap) return;
  writer.buffer.bind(writer.trap);
  writer.emit("ud2");
}
