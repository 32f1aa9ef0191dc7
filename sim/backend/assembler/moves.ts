/**
 * Code of moves: between two locations, and of many values at once. While a parallel move has a
 * value waiting in one scratch register, the other one carries what goes from slot to slot.
 *
 * Counterpart: rpython/jit/backend/x86/jump.py (remap_frame_layout_mixed).
 */

import type { Value } from "../../trace/values.ts";
import type { BufferOperand, CodeBuffer } from "../../x86/code-buffer.ts";
import { imm } from "../../x86/operand.ts";
import type { Location } from "./locations.ts";
import { operandOf, SCRATCH, slotOperand, VECTOR_SCRATCH } from "./locations.ts";
import type { Move, MoveSource, Saved } from "./parallel-move.ts";
import { orderMoves } from "./parallel-move.ts";
import type { UnitWriter } from "./unit-writer.ts";

/** What is no location: a constant of the trace, a number, an address. */
export type Unmoved =
  | { readonly value: Value }
  | { readonly number: number }
  | { readonly address: number };

type Scratch = typeof SCRATCH | typeof VECTOR_SCRATCH;

/** Moves 64 bits from one location to another; the scratch register is for two slots. */
export function emitMove(
  buffer: CodeBuffer,
  from: Location,
  to: Location,
  scratch: Scratch = SCRATCH,
): void {
  if (from.kind === "slot" && to.kind === "slot") {
    emitMove(buffer, from, scratch);
    emitMove(buffer, scratch, to);
  } else if (from.kind === "xmm" && to.kind === "xmm") buffer.emit("movapd", to, from);
  else if (from.kind === "reg" && to.kind === "reg") buffer.emit("mov", to, from);
  else if (from.kind === "slot" || to.kind === "slot") {
    const isVector = from.kind === "xmm" || to.kind === "xmm";
    buffer.emit(isVector ? "movsd" : "mov", operandOf(to), operandOf(from));
  } else buffer.emit("movq", to, from);
}

/** The source of a value, before anything is moved. */
export function sourceOf(w: UnitWriter, value: Value): MoveSource<Unmoved> {
  return value.isConst ? { other: { value } } : { at: w.regs.locationOf(value) };
}

/** Makes all the moves at once. Both scratch registers may change. */
export function emitMoves(w: UnitWriter, moves: readonly Move<Unmoved>[]): void {
  let waiting: Scratch | undefined;
  for (const step of orderMoves(moves)) {
    if (step.kind === "save") {
      waiting = step.from.kind === "xmm" ? VECTOR_SCRATCH : SCRATCH;
      emitMove(w.buffer, step.from, waiting);
    } else emitStep(w, step.target, step.source, waiting);
  }
}

function emitStep(
  w: UnitWriter,
  target: Location,
  source: MoveSource<Unmoved> | Saved,
  waiting: Scratch | undefined,
): void {
  if ("other" in source) emitUnmoved(w, target, source.other);
  else if ("saved" in source) emitMove(w.buffer, waiting ?? SCRATCH, target);
  else emitMove(w.buffer, source.at, target, waiting === SCRATCH ? VECTOR_SCRATCH : SCRATCH);
}

function emitUnmoved(w: UnitWriter, target: Location, source: Unmoved): void {
  if (target.kind === "xmm") {
    if ("value" in source) w.emit("movsd", target, w.vectorSource(source.value));
    return;
  }
  if (target.kind === "slot") {
    w.emit("mov", slotOperand(target), constantOperand(w, source));
    return;
  }
  loadUnmoved(w, target, source);
}

function loadUnmoved(w: UnitWriter, register: typeof SCRATCH, source: Unmoved): void {
  if ("value" in source) w.load(register, source.value);
  else if ("number" in source) w.loadNumber(register, source.number);
  else w.loadAddress(register, source.address);
}

/** An immediate if the constant is one; else it is loaded into the scratch register. */
function constantOperand(w: UnitWriter, source: Unmoved): BufferOperand {
  const immediate = "value" in source ? w.lookupImmediate(source.value) : undefined;
  if (immediate !== undefined) return imm(immediate);
  loadUnmoved(w, SCRATCH, source);
  return SCRATCH;
}

/** Stores a source into memory outside of the frame. */
export function emitStore(w: UnitWriter, place: BufferOperand, source: MoveSource<Unmoved>): void {
  if ("other" in source) w.emit("mov", place, constantOperand(w, source.other));
  else if (source.at.kind === "xmm") w.emit("movsd", place, source.at);
  else if (source.at.kind === "reg") w.emit("mov", place, source.at);
  else {
    emitMove(w.buffer, source.at, SCRATCH);
    w.emit("mov", place, SCRATCH);
  }
}
