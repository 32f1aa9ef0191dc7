/**
 * The state of one unit while it is assembled, and the moves that all operations share: loading an
 * argument into a register, storing a result into its slot, comparing, leaving through a guard.
 * Operations use rax, rcx, rdx, r11, xmm0 and xmm1, and none survives an operation, but for the
 * flags that a compare or an overflow test hands to the guard right behind it.
 */

import { assert, defined } from "../../base/assert.ts";
import type { MemoryLayout } from "../../memory/memory-layout.ts";
import type { ObjectAddresses } from "../../memory/object-addresses.ts";
import type { GuardDescr, LoopToken, TargetToken } from "../../trace/descr.ts";
import { HostFunction } from "../../trace/descr.ts";
import type { Box, ConstAddr, ConstInt, ResOp, Value } from "../../trace/values.ts";
import type { BufferOperand, CodeBuffer } from "../../x86/code-buffer.ts";
import { Label, memLabel } from "../../x86/code-buffer.ts";
import type { Condition, Mnemonic } from "../../x86/instruction-table.ts";
import type { MemoryOperand, RegisterOperand, XmmOperand } from "../../x86/operand.ts";
import { imm, mem, memIndexed, R11, RAX, RBP, reg32 } from "../../x86/operand.ts";
import type { CodeCost } from "../backend.ts";
import { slotOffset } from "./calling-convention.ts";
import type { ConstantPool } from "./constant-pool.ts";
import type { SlotMap } from "./slots.ts";

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
}

/** A call instruction: what it returns to, and which operation it belongs to. */
export interface WrittenCall {
  /** Offset of the instruction behind the call. */
  readonly returnAt: number;
  readonly opIndex: number;
}

/** A label of the unit and the slots of its arguments. */
export interface WrittenTarget {
  readonly token: TargetToken;
  readonly label: Label;
  readonly slots: readonly number[];
}

/** Where a jump to a target goes, and what it wants its arguments in. */
export interface JumpTarget {
  readonly label: Label;
  readonly slots: readonly number[];
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
  readonly slots: SlotMap;
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
  /** All calls, in the order of their code. */
  readonly calls: WrittenCall[] = [];
  /** The operation whose code is being written. */
  opIndex = -1;
  private readonly pool: ConstantPool;
  private readonly readCost: () => CodeCost;

  constructor(parts: {
    readonly buffer: CodeBuffer;
    readonly ops: readonly ResOp[];
    readonly slots: SlotMap;
    readonly surroundings: Surroundings;
    readonly counted: boolean;
    readonly self: OwnEntry | undefined;
    readonly isInvalidated: boolean;
    readonly pool: ConstantPool;
    readonly readCost: () => CodeCost;
  }) {
    this.buffer = parts.buffer;
    this.ops = parts.ops;
    this.slots = parts.slots;
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

  slotOf(box: Box): number {
    return defined(this.slots.slotOf.get(box), "slot of a box");
  }

  /** The slot of a box as an operand. */
  slot(box: Box): MemoryOperand {
    return mem(8, RBP, slotOffset(this.slotOf(box)));
  }

  /** Loads any 64-bit value: an integer, an address, the bits of a float. */
  load(register: RegisterOperand, value: Value): void {
    if (!value.isConst) this.emit("mov", register, this.slot(value));
    else if (value.kind === "i") this.loadInteger(register, value);
    else if (value.kind === "r" && value.value === null) this.loadNumber(register, 0n);
    else this.emit("mov", register, memLabel(8, defined(this.pool.labelOf(value), "constant")));
  }

  loadFloat(register: XmmOperand, value: Value): void {
    assert(value.kind === "f", "a float");
    if (!value.isConst) this.emit("movsd", register, this.slot(value));
    else this.emit("movsd", register, memLabel(8, defined(this.pool.labelOf(value), "float")));
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

  store(op: ResOp, register: RegisterOperand): void {
    this.emit("mov", this.slot(op), register);
  }

  storeFloat(op: ResOp, register: XmmOperand): void {
    this.emit("movsd", this.slot(op), register);
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

  /** Compares two values of kind i or r, by way of rax and r11. */
  compare(a: Value, b: Value): void {
    const immediate = this.lookupImmediate(b);
    if (immediate !== undefined && !a.isConst) {
      this.emit("cmp", this.slot(a), imm(immediate));
      return;
    }
    this.load(RAX, a);
    if (immediate !== undefined) this.emit("cmp", RAX, imm(immediate));
    else if (!b.isConst) this.emit("cmp", RAX, this.slot(b));
    else {
      this.load(R11, b);
      this.emit("cmp", RAX, R11);
    }
  }

  /** Whether the result of `op` is wanted by nobody but the guard right behind it. */
  isFusedWithGuard(op: ResOp, index: number): boolean {
    const next = this.ops[index + 1];
    const isTest = next?.opname === "guard_true" || next?.opname === "guard_false";
    return isTest && next.args[0] === op && this.slots.useCounts.get(op) === 1;
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
    this.calls.push({ returnAt: this.buffer.size, opIndex: this.opIndex });
  }

  private addGuard(
    op: ResOp,
    guard: Pick<WrittenGuard, "stub" | "jumpEnd" | "isDormant" | "savesException">,
  ): void {
    const { opIndex: index } = this;
    this.guards.push({ ...guard, op, index, descr: guardDescr(op), pathCost: this.readCost() });
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
