/**
 * Linear scan over a unit: while its operations are walked in order, it is known of every live box
 * whether it is in a register, in a frame slot, or in both. The code of an operation asks here for
 * its arguments in registers and for a register for its result; moves and spills are emitted on
 * the way. What an operation has as arguments keeps its registers until it is done.
 *
 * Counterpart: rpython/jit/backend/x86/regalloc.py (RegAlloc).
 */

import { assert, defined } from "../../base/assert.ts";
import type { Box, InputArg, ResOp, Value } from "../../trace/values.ts";
import type { RegisterOperand, XmmOperand } from "../../x86/operand.ts";
import { FrameSlots } from "./frame-slots.ts";
import type { Holder, LiveRanges } from "./live-ranges.ts";
import { forEachUse, TempBox } from "./live-ranges.ts";
import type { Location, Register } from "./locations.ts";
import { CALLEE_SAVED, exitSlotOf, GENERAL_REGISTERS, VECTOR_REGISTERS } from "./locations.ts";
import type { AllocationState, EmitMove } from "./register-file.ts";
import { RegisterFile } from "./register-file.ts";

export class Allocator {
  readonly ranges: LiveRanges;
  private readonly state: AllocationState;
  private readonly general: RegisterFile;
  private readonly vector: RegisterFile;
  private temps: TempBox[] = [];

  /** A loop takes registers from the first on, a bridge from the last on, as on PyPy. */
  constructor(ranges: LiveRanges, emitMove: EmitMove, isBridge: boolean) {
    const ordered = (all: readonly Register[]) => (isBridge ? all : [...all].reverse());
    this.ranges = ranges;
    this.state = { ranges, frame: new FrameSlots(), emitMove, position: -1, pinned: new Set() };
    this.general = new RegisterFile(this.state, ordered(GENERAL_REGISTERS), CALLEE_SAVED);
    this.vector = new RegisterFile(this.state, ordered(VECTOR_REGISTERS), []);
  }

  /** Binds the inputs to where they are; one location may hold two of them. */
  bindInputs(inputargs: readonly InputArg[], locations: readonly Location[]): void {
    const taken = new Map<number, InputArg>();
    const again: (readonly [InputArg, InputArg])[] = [];
    for (const [k, box] of inputargs.entries()) {
      const location = locations[k]!;
      const slot = exitSlotOf(location);
      const first = taken.get(slot);
      if (first !== undefined) again.push([box, first]);
      else if (location.kind === "slot") this.state.frame.bind(box, slot);
      else this.fileOf(box).bind(box, location);
      taken.set(slot, first ?? box);
    }
    for (const [box, first] of again) {
      if (!this.ranges.isUsed(box)) continue;
      this.state.emitMove(this.locationOf(first), this.state.frame.take(box));
    }
    for (const box of inputargs) this.freeIfDead(box);
  }

  /** Begins an operation. */
  begin(position: number, op: ResOp): void {
    this.state.position = position;
    for (const arg of op.args) if (!arg.isConst) this.state.pinned.add(arg);
  }

  /** Ends an operation: what it used for the last time is gone. */
  end(op: ResOp): void {
    for (const temp of this.temps) this.fileOf(temp).release(temp);
    this.temps = [];
    this.state.pinned.clear();
    forEachUse(op, (box) => this.freeIfDead(box));
    if (op.kind !== "v") this.freeIfDead(op);
  }

  /** Where a box is; a register before a slot. */
  locationOf(box: Box): Location {
    return defined(this.lookupLocation(box), "location of a box");
  }

  lookupRegister(box: Box): Register | undefined {
    return this.fileOf(box).lookup(box);
  }

  /** Whether a box is needed after this operation. */
  outlives(box: Box): boolean {
    return this.ranges.outlives(box, this.state.position);
  }

  /** A box of kind i or r in a register, brought there if need be. */
  inGeneral(box: Box, selected?: RegisterOperand): RegisterOperand {
    return asGeneral(this.inRegister(box, selected));
  }

  /** A float in a register. */
  inVector(box: Box): XmmOperand {
    return asVector(this.inRegister(box));
  }

  /** A value of any kind in a register. */
  inAny(box: Box): Register {
    return this.inRegister(box);
  }

  /** A register for the result; any of the arguments' registers but those that were given up. */
  resultGeneral(op: ResOp, selected?: RegisterOperand): RegisterOperand {
    this.state.pinned.add(op);
    return asGeneral(this.general.allocate(op, selected));
  }

  resultVector(op: ResOp): XmmOperand {
    this.state.pinned.add(op);
    return asVector(this.vector.allocate(op));
  }

  /**
   * A register for the result that holds the value of an argument: its own one if the argument is
   * not needed any more, else one that it is copied to.
   */
  resultInsteadOf(op: ResOp, box: Box): Register {
    const file = this.fileOf(box);
    const keeps = this.outlives(box);
    const isElsewhere = file.lookup(box) === undefined;
    this.state.pinned.add(op);
    if (isElsewhere || (keeps && file.hasFree)) {
      const from = this.locationOf(box);
      const register = file.allocate(op);
      this.state.emitMove(from, register);
      return register;
    }
    if (keeps) file.sync(box);
    return file.handOver(box, op);
  }

  /** An argument that dies here gives up its register now, so that the result may get it. */
  giveUp(value: Value): void {
    if (value.isConst || this.outlives(value)) return;
    this.freeIfDead(value);
  }

  /** A general register for this operation only. */
  temporary(selected?: RegisterOperand): RegisterOperand {
    const temp = new TempBox();
    this.temps.push(temp);
    this.state.pinned.add(temp);
    return asGeneral(this.general.allocate(temp, selected));
  }

  /** Whoever is in a register goes elsewhere: it is about to be overwritten. */
  vacate(register: RegisterOperand): void {
    this.general.vacate(register);
  }

  /** See {@link RegisterFile.beforeCall}; a call that may force spills all there is. */
  beforeCall(spillsAll: boolean): void {
    this.vector.beforeCall(true);
    this.general.beforeCall(spillsAll);
  }

  /** The result of a call is where calls leave it. */
  bindResult(op: ResOp, register: Register): void {
    this.fileOf(op).bind(op, register);
  }

  /** Makes sure that a box is in its frame slot. */
  sync(box: Box): Location {
    this.fileOf(box).sync(box);
    return defined(this.state.frame.lookup(box), "frame slot of a box");
  }

  /** Sends a box to its frame slot. */
  spill(box: Box): void {
    this.sync(box);
    this.fileOf(box).release(box);
  }

  /** A box that is in a register has no frame slot any more. */
  forgetSlot(box: Box): void {
    this.state.frame.free(box);
  }

  hintSlot(box: Box, slot: number): void {
    this.state.frame.hint(box, slot);
  }

  /** Slots with references that are needed after this operation, lowest first. */
  referenceSlots(): number[] {
    const slots: number[] = [];
    for (const [box, slot] of this.state.frame.entries()) {
      if (box.kind === "r" && this.outlives(box)) slots.push(slot);
    }
    return slots.sort((a, b) => a - b);
  }

  /** Numbers of the registers with references that are needed after this operation. */
  referenceRegisters(): number[] {
    const numbers: number[] = [];
    for (const [holder, { number }] of this.general.bindings) {
      const isReference = holder.kind === "r" && this.ranges.outlives(holder, this.state.position);
      if (isReference) numbers.push(number);
    }
    return numbers.sort((a, b) => a - b);
  }

  private inRegister(box: Box, selected?: Register): Register {
    const from = this.locationOf(box);
    const register = this.fileOf(box).allocate(box, selected);
    if (register !== from) this.state.emitMove(from, register);
    return register;
  }

  private lookupLocation(box: Box): Location | undefined {
    return this.fileOf(box).lookup(box) ?? this.state.frame.lookup(box);
  }

  private freeIfDead(box: Box): void {
    if (this.outlives(box)) return;
    this.fileOf(box).release(box);
    this.state.frame.free(box);
  }

  private fileOf(holder: Holder): RegisterFile {
    return holder.kind === "f" ? this.vector : this.general;
  }
}

function asGeneral(register: Register): RegisterOperand {
  assert(register.kind === "reg", "a general register");
  return register;
}

function asVector(register: Register): XmmOperand {
  assert(register.kind === "xmm", "a vector register");
  return register;
}
