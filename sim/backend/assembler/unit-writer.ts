/**
 * The state of one unit while it is assembled, and what all operations share: values as operands,
 * constants, guards' jumps, calls. Where boxes are is the {@link Allocator}'s matter. r11 and xmm15
 * are scratch: nothing is in them from one operation to the next, nor between two uses of a helper
 * here that says it takes them. The flags live as long as the guard behind a comparison needs them.
 */

import { assert, defined } from "../../base/assert.ts";
import type { MemoryLayout } from "../../memory/memory-layout.ts";
import type { ObjectAddresses } from "../../memory/object-addresses.ts";
import type { GuardDescr, LoopToken, TargetToken } from "../../trace/descr.ts";
import { ClassLayout, HostFunction } from "../../trace/descr.ts";
import type { Box, ConstAddr, ConstInt, ResOp, Value } from "../../trace/values.ts";
import type { BufferOperand, CodeBuffer } from "../../x86/code-buffer.ts";
import { Label, memLabel } from "../../x86/code-buffer.ts";
import type { Condition, Mnemonic } from "../../x86/instruction-table.ts";
import type { MemoryOperand, RegisterOperand, XmmOperand } from "../../x86/operand.ts";
import { imm, mem, memIndexed, R11, RAX, reg32 } from "../../x86/operand.ts";
import type { CodeCost } from "../backend.ts";
import type { Allocator } from "./allocator.ts";
import type { ConstantPool } from "./constant-pool.ts";
import type { Location, Register } from "./locations.ts";
import { exitSlotOf, operandOf, VECTOR_SCRATCH } from "./locations.ts";

/** A guard of the unit: its descr, its jump, and what its failure passes on. */
export interface WrittenGuard {
  readonly descr: GuardDescr;
  readonly op: ResOp;
  readonly stub: Label;
  /** Offset after the jump's four bytes of distance; -1 when there is no jump. */
  readonly jumpEnd: number;
  /** The jump is a nop until the loop is invalidated. */
  readonly isDormant: boolean;
  /** The exception in flight is saved and cleared. */
  readonly savesException: boolean;
  /** Number of the operation in its unit. */
  readonly index: number;
  /** From the unit's start up to and including the jump. */
  readonly pathCost: CodeCost;
  /** The slot of each fail argument once the registers are saved; -1 is a hole. */
  readonly failSlots: readonly number[];
}

/** A call instruction: what it returns to, and which operation it belongs to. */
export interface WrittenCall {
  /** From the unit's start up to and including the call. */
  readonly pathCost: CodeCost;
  /** Offset of the instruction behind the call. */
  readonly returnAt: number;
  readonly opIndex: number;
  /** Slots with references that are needed after the call. */
  readonly refSlots: readonly number[];
  /** Numbers of the registers that hold such references; not empty in allocations only. */
  readonly refRegisters: readonly number[];
}

/** A label of the unit and where it wants its arguments. */
export interface WrittenTarget extends JumpTarget {
  readonly token: TargetToken;
  /** Number of the operation in its unit. */
  readonly index: number;
  /** From the unit's start to where jumps arrive. */
  readonly pathCost: CodeCost;
}

/** Where a jump to a target goes, and what it wants its arguments in. */
export interface JumpTarget {
  readonly label: Label;
  readonly locations: readonly Location[];
}

/** The entry of the loop that is being assembled. */
export interface OwnEntry {
  readonly token: LoopToken;
  readonly entry: Label;
}

/** What a unit needs to know of the code around it. */
export interface Surroundings {
  readonly layout: MemoryLayout;
  readonly addresses: ObjectAddresses;
  /** A target that was assembled earlier. */
  lookupTarget(token: TargetToken): JumpTarget | undefined;
  /** The entry of a loop that was assembled earlier. */
  lookupEntry(token: LoopToken): Label | undefined;
}

/** The memory operand of the nop that is as long as a jump: five bytes. */
const PATCHABLE: MemoryOperand = { ...memIndexed(4, RAX, RAX, 1), dispBytes: 1 };

/** One unit in the making. */
export class UnitWriter {
  readonly buffer: CodeBuffer;
  readonly ops: readonly ResOp[];
  readonly regs: Allocator;
  readonly surroundings: Surroundings;
  readonly counted: boolean;
  readonly guards: WrittenGuard[] = [];
  readonly targets = new Map<TargetToken, WrittenTarget>();
  /** The entry that this very unit will have, for calls of itself; none in a bridge. */
  readonly self: OwnEntry | undefined;
  /** The loop has been invalidated already: its guard_not_invalidated fail from the start. */
  readonly isInvalidated: boolean;
  /** The condition under which the compare just emitted is true; for the guard behind it. */
  pendingCondition: { readonly op: ResOp; readonly condition: Condition } | undefined;
  /** By guard_value: the register of the value that it counts by. */
  readonly countedRegisters = new Map<ResOp, Register>();
  /** All calls, in the order of their code. */
  readonly calls: WrittenCall[] = [];
  /** Where code ends up that finds what cannot be: behind the failure stubs. */
  readonly trap = new Label("trap");
  usesTrap = false;
  /** The operation whose code is being written. */
  opIndex = -1;
  /** Operations in front of this one have taken time but have no code. */
  hasSilentTicks = false;
  private readonly pool: ConstantPool;
  /** From the unit's start to here. */
  readonly readCost: () => CodeCost;

  constructor(parts: {
    readonly buffer: CodeBuffer;
    readonly ops: readonly ResOp[];
    readonly regs: Allocator;
    readonly surroundings: Surroundings;
    readonly counted: boolean;
    readonly self: OwnEntry | undefined;
    readonly isInvalidated: boolean;
    readonly pool: ConstantPool;
    readonly readCost: () => CodeCost;
  }) {
    this.buffer = parts.buffer;
    this.ops = parts.ops;
    this.regs = parts.regs;
    this.surroundings = parts.surroundings;
    this.counted = parts.counted;
    this.self = parts.self;
    this.isInvalidated = parts.isInvalidated;
    this.pool = parts.pool;
    this.readCost = parts.readCost;
  }

  emit(mnemonic: Mnemonic, ...operands: readonly BufferOperand[]): void {
    this.buffer.emit(mnemonic, ...operands);
  }

  /** Loads any 64-bit value: an integer, an address, the bits of a float constant. */
  load(register: RegisterOperand, value: Value): void {
    if (!value.isConst) {
      const location = this.regs.locationOf(value);
      if (location !== register) this.emit("mov", register, operandOf(location));
    } else if (value.kind === "i") this.loadInteger(register, value);
    else if (value.kind === "r" && value.value === null) this.loadNumber(register, 0n);
    else this.emit("mov", register, memLabel(8, defined(this.pool.labelOf(value), "constant")));
  }

  /** A value of kind i or r in a register; a constant takes one for this operation. */
  general(value: Value): RegisterOperand {
    if (!value.isConst) return this.regs.inGeneral(value);
    const register = this.regs.temporary();
    this.load(register, value);
    return register;
  }

  /** A float in a register; a constant takes the vector scratch register. */
  vector(value: Value): XmmOperand {
    if (!value.isConst) return this.regs.inVector(value);
    this.emit("movsd", VECTOR_SCRATCH, this.vectorSource(value));
    return VECTOR_SCRATCH;
  }

  /** A float where it is. */
  vectorSource(value: Value): BufferOperand {
    assert(value.kind === "f", "a float");
    if (!value.isConst) return operandOf(this.regs.locationOf(value));
    return memLabel(8, defined(this.pool.labelOf(value), "float"));
  }

  /** A value of kind i or r where it is; a constant that is no immediate takes r11. */
  source(value: Value): BufferOperand {
    if (!value.isConst) return operandOf(this.regs.locationOf(value));
    const immediate = this.lookupImmediate(value);
    if (immediate !== undefined) return imm(immediate);
    this.load(R11, value);
    return R11;
  }

  /**
   * A register for the result that holds the first argument's value; the argument's own one if
   * nobody needs that any more.
   */
  resultFrom(op: ResOp, value: Value): Register {
    if (!value.isConst) return this.regs.resultInsteadOf(op, value);
    if (value.kind === "f") {
      const register = this.regs.resultVector(op);
      this.emit("movsd", register, this.vectorSource(value));
      return register;
    }
    const register = this.regs.resultGeneral(op);
    this.load(register, value);
    return register;
  }

  /** Loads a number without touching the flags, in the fewest bytes. */
  loadNumber(register: RegisterOperand, number: bigint | number): void {
    const value = BigInt.asIntN(64, BigInt(number));
    if (value >= 0n && value <= 0xffffffffn) this.emit("mov", reg32(register.number), imm(value));
    else if (isSigned32(value)) this.emit("mov", register, imm(value));
    else this.emit("movabs", register, imm(value));
  }

  /** Loads an address, always in the same number of bytes. */
  loadAddress(register: RegisterOperand, address: number): void {
    this.emit("movabs", register, imm(address));
  }

  /** An integer, or the address of a class or a function. */
  private loadInteger(register: RegisterOperand, { value }: ConstInt | ConstAddr): void {
    const { addresses } = this.surroundings;
    if (typeof value !== "object") this.loadNumber(register, value);
    else {
      const kind = value instanceof HostFunction ? "function" : "class";
      this.loadAddress(register, addresses.addressOf(kind, value));
    }
  }

  /** The number of an integer constant that fits a signed 32-bit immediate. */
  lookupImmediate(value: Value): bigint | undefined {
    if (value.isConst && value.kind === "r") return value.value === null ? 0n : undefined;
    // The size of code must not depend on where things stand: addresses are never immediates.
    const number = lookupInteger(value);
    return number !== undefined && isSigned32(number) ? number : undefined;
  }

  /**
   * The lower half of a class's address, as an immediate of four bytes. None for what is no class,
   * and for the odd address whose lower half would be encoded in one byte.
   */
  lookupClassHalf(value: Value): bigint | undefined {
    if (!value.isConst || !(value.value instanceof ClassLayout)) return undefined;
    const address = this.surroundings.addresses.addressOf("class", value.value);
    const half = BigInt.asIntN(32, BigInt(address));
    return BigInt.asIntN(8, half) === half ? undefined : half;
  }

  /** Compares two values of kind i or r; takes r11. */
  compare(a: Value, b: Value): void {
    if (a.isConst) {
      const left = this.general(a);
      this.emit("cmp", left, this.source(b));
      return;
    }
    const left = this.regs.locationOf(a);
    if (left.kind === "reg" && b.isConst && b.kind === "r" && b.value !== null) {
      this.emit("cmp", left, memLabel(8, defined(this.pool.labelOf(b), "constant")));
      return;
    }
    const isInMemory = left.kind === "slot" && !b.isConst && !this.isInRegister(b);
    this.emit("cmp", isInMemory ? this.regs.inGeneral(a) : operandOf(left), this.source(b));
  }

  /** Sets the zero flag if a value is 0. */
  testZero(value: Value): void {
    if (value.isConst) {
      this.load(R11, value);
      this.emit("test", R11, R11);
      return;
    }
    const location = this.regs.locationOf(value);
    if (location.kind === "reg") this.emit("test", location, location);
    else this.emit("cmp", operandOf(location), imm(0));
  }

  isInRegister(box: Box): boolean {
    return this.regs.lookupRegister(box) !== undefined;
  }

  /** Whether the result of `op` is wanted by nobody but the guard right behind it. */
  isFusedWithGuard(op: ResOp, index: number): boolean {
    const next = this.ops[index + 1];
    const isTest = next?.opname === "guard_true" || next?.opname === "guard_false";
    return isTest && next.args[0] === op && this.regs.ranges.useCount(op) === 1;
  }

  /** Leaves through the guard's stub when `condition` holds; "always" is a plain jump. */
  emitGuardJump(op: ResOp, condition: Condition | "always", savesException = false): void {
    const stub = new Label("failure stub");
    this.emit(condition === "always" ? "jmp" : `j${condition}`, stub);
    this.addGuard(op, { stub, jumpEnd: this.buffer.size, isDormant: false, savesException });
  }

  /** A place where a jump to the stub will stand once the loop is invalidated. */
  emitDormantGuard(op: ResOp): void {
    if (this.isInvalidated) {
      this.emitGuardJump(op, "always");
      return;
    }
    this.emit("nop", PATCHABLE);
    const stub = new Label("failure stub");
    const jumpEnd = this.buffer.size;
    this.addGuard(op, { stub, jumpEnd, isDormant: true, savesException: false });
  }

  /** A guard that others find by its descr, without a jump of its own. */
  addGuardWithoutJump(op: ResOp): void {
    const stub = new Label("no stub");
    this.addGuard(op, { stub, jumpEnd: -1, isDormant: false, savesException: false });
  }

  /** Simulated address of a guard's descr, given at its first use in code. */
  guardAddress(op: ResOp): number {
    return this.surroundings.addresses.addressOf("guard", guardDescr(op));
  }

  /** The increment of a run counter, in counted units. */
  emitCounter(owner: object): void {
    if (!this.counted) return;
    this.loadAddress(R11, this.surroundings.addresses.addressOf("counter", owner));
    this.emit("inc", mem(8, R11));
  }

  /** Calls what a register holds, or a label. */
  emitCall(target: RegisterOperand | Label): void {
    this.emit("call", target);
    const { opIndex } = this;
    const [refSlots, refRegisters] = [this.regs.referenceSlots(), this.regs.referenceRegisters()];
    const pathCost = this.readCost();
    this.calls.push({ returnAt: this.buffer.size, opIndex, refSlots, refRegisters, pathCost });
  }

  private addGuard(
    op: ResOp,
    guard: Pick<WrittenGuard, "stub" | "jumpEnd" | "isDormant" | "savesException">,
  ): void {
    const { opIndex: index } = this;
    const failSlots = (op.failArgs ?? []).map((value) => {
      if (value === null) return -1;
      assert(!value.isConst, "fail arguments are boxes");
      return exitSlotOf(this.regs.locationOf(value));
    });
    const descr = guardDescr(op);
    const written = { ...guard, op, index, descr, failSlots };
    this.guards.push({ ...written, pathCost: this.readCost() });
  }
}

/** The descr of a guard, which it must have by now. */
export function guardDescr(op: ResOp): GuardDescr {
  assert(op.descr?.descrKind === "guard", "no guard descr:", op.opname);
  return op.descr;
}

/** The number that an integer constant is; none for boxes and addresses. */
export function lookupInteger(value: Value): bigint | undefined {
  if (!value.isConst || value.kind !== "i" || typeof value.value === "object") return undefined;
  return BigInt(value.value);
}

function isSigned32(value: bigint): boolean {
  return BigInt.asIntN(32, value) === value;
}
