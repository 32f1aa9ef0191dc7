/**
 * The assembler: compiled units become x86-64 code in the code heap. It keeps what later code must
 * know of earlier code: entries of loops, labels with the locations they want, guards with the jump to
 * patch and the places of their fail arguments. All of it depends on nothing but the order of calls.
 *
 * Counterpart: rpython/jit/backend/x86/{assembler,runner}.py.
 */

import { assert, defined } from "../../base/assert.ts";
import type { CodeHeap } from "../../memory/code-heap.ts";
import { OutOfCodeMemory } from "../../memory/code-heap.ts";
import type { MemoryLayout } from "../../memory/memory-layout.ts";
import type { ObjectAddresses } from "../../memory/object-addresses.ts";
import type { GuardDescr, LoopToken, TargetToken } from "../../trace/descr.ts";
import { distanceBytes, Label } from "../../x86/code-buffer.ts";
import type { AssembledCode, Assembler, CodeCost, Unit } from "../backend.ts";
import { ownerOf } from "../cost-ledger.ts";
import type { UnitCode } from "./assemble-unit.ts";
import { assembleUnit } from "./assemble-unit.ts";
import { inputSlot } from "./calling-convention.ts";
import type { Location } from "./locations.ts";
import {
  FrameTooSmall,
  GENERAL_REGISTERS,
  locationOfExitSlot,
  saveSlotOf,
  slotLocation,
} from "./locations.ts";
import type { RecoveryCode } from "./recovery.ts";
import { placeRecoveryCode } from "./recovery.ts";
import type { JumpTarget, WrittenCall, WrittenGuard } from "./unit-writer.ts";

/** A guard in the code heap. */
export interface GuardSite {
  /** Address after the jump's four bytes of distance; -1 when the guard has no jump. */
  readonly jumpEnd: number;
  /** Where the jump goes: the failure stub, or the bridge. */
  target: number;
  /** The jump is still a nop: the loop has not been invalidated. */
  isDormant: boolean;
  /** The slot of each fail argument, once the registers are saved; -1 is a hole. */
  readonly failSlots: readonly number[];
  /** guard_value: the slot of the value that failures are counted by; else -1. */
  readonly countedSlot: number;
}

/** A call in the code heap, found by the address that it returns to. */
export interface CallSite {
  readonly unit: Unit;
  readonly opIndex: number;
  readonly returnAddress: number;
  /** The next call of the same operation. */
  readonly next: CallSite | null;
  /** From the unit's start up to and including the call. */
  readonly pathCost: CodeCost;
  /** Slots of the frame with references that are needed after the call. */
  readonly refSlots: readonly number[];
  /** Numbers of the registers that hold such references; not empty in allocations only. */
  readonly refRegisters: readonly number[];
}

/** What belongs to a loop. */
interface LoopCode {
  readonly callsReturnTo: number[];
  /** Where calls go; its first bytes are a jump when another loop has replaced this one. */
  readonly entryAddress: number;
  readonly blocks: number[];
  readonly guards: GuardDescr[];
  readonly targets: TargetToken[];
}

/** What an assembler works with. */
export interface AssemblerServices {
  readonly heap: CodeHeap;
  readonly addresses: ObjectAddresses;
  readonly layout: MemoryLayout;
}

const JUMP_OPCODE = 0xe9;
const JUMP_BYTES = 5;

export class X86Assembler implements Assembler {
  private readonly services: AssemblerServices;
  private readonly loops = new Map<LoopToken, LoopCode>();
  private readonly targets = new Map<TargetToken, JumpTarget>();
  private readonly guards = new Map<GuardDescr, GuardSite>();
  private readonly callSites = new Map<number, CallSite>();
  private recovery: RecoveryCode | undefined;

  constructor(services: AssemblerServices) {
    this.services = services;
  }

  assemble(unit: Unit): AssembledCode | null {
    try {
      return this.assembleOrSignal(unit);
    } catch (signal) {
      if (signal instanceof OutOfCodeMemory || signal instanceof FrameTooSmall) return null;
      throw signal;
    }
  }

  redirect(from: LoopToken, to: LoopToken): void {
    this.patchJump(this.getLoop(from).entryAddress, this.getLoop(to).entryAddress);
  }

  free(token: LoopToken): void {
    const loop = this.getLoop(token);
    for (const address of loop.blocks) this.services.heap.free(address);
    for (const descr of loop.guards) this.guards.delete(descr);
    for (const target of loop.targets) this.targets.delete(target);
    for (const address of loop.callsReturnTo) this.callSites.delete(address);
    this.loops.delete(token);
  }

  invalidate(token: LoopToken): void {
    // What was freed has no code left to change.
    for (const descr of this.loops.get(token)?.guards ?? []) {
      const site = this.getGuard(descr);
      if (!site.isDormant) continue;
      site.isDormant = false;
      this.patchJump(site.jumpEnd - JUMP_BYTES, site.target);
    }
  }

  /** The addresses of all blocks that code or recovery code stands in. */
  *ownedBlocks(): Generator<number> {
    for (const { blocks } of this.loops.values()) yield* blocks;
    for (const { label } of this.recovery ?? []) yield defined(label.address, "address");
  }

  /** Where a loop is entered, as {@link calling-convention.ts} says. */
  getEntry(token: LoopToken): number {
    return this.getLoop(token).entryAddress;
  }

  /** Where jumps to a label arrive. */
  getArrival(token: TargetToken): number {
    return defined(this.targets.get(token)?.label.address, "label");
  }

  /** A guard's jump and the places of its fail arguments. */
  getGuard(descr: GuardDescr): GuardSite {
    return defined(this.guards.get(descr), "code of a guard");
  }

  /** The call that returns to an address. */
  getCallSite(returnAddress: number): CallSite {
    return defined(this.callSites.get(returnAddress), "call that returns to an address");
  }

  /** The calls of a unit. */
  *callSitesOf(unit: Unit): Generator<CallSite> {
    for (const address of this.getLoop(unit.token).callsReturnTo) {
      const site = this.getCallSite(address);
      if (site.unit === unit) yield site;
    }
  }

  private assembleOrSignal(unit: Unit): AssembledCode | null {
    const { heap, layout, addresses } = this.services;
    this.recovery ??= placeRecoveryCode(heap, layout);
    const surroundings = {
      layout,
      addresses,
      lookupTarget: (token: TargetToken) => this.targets.get(token),
      lookupEntry: (token: LoopToken) => this.lookupEntry(token),
    };
    const code = assembleUnit(unit, this.inputsOf(unit), surroundings, this.recovery);
    const transaction = heap.reserve(code.buffer.size, ownerOf(unit));
    transaction.write(0, code.buffer.link(transaction.address));
    const block = transaction.commit();
    this.publish(unit, code, block.address);
    return {
      asmaddr: block.address + code.opsStart,
      asmlen: code.opsEnd - code.opsStart,
      blockAddress: block.address,
      blockSize: block.size,
      opOffsets: code.opOffsets,
      cost: code.cost,
    };
  }

  /** A loop's arguments are in slots behind those of the registers, a bridge's where they were. */
  private inputsOf(unit: Unit): readonly Location[] {
    if (unit.type !== "bridge") return unit.inputargs.map((_, k) => slotLocation(inputSlot(k)));
    const { failSlots } = this.getGuard(defined(unit.guard, "guard of a bridge"));
    const passed = failSlots.filter((slot) => slot >= 0);
    assert(passed.length === unit.inputargs.length, "a bridge takes what its guard passes on");
    return passed.map(locationOfExitSlot);
  }

  private publish(unit: Unit, code: UnitCode, blockAddress: number): void {
    const { addresses } = this.services;
    const loop = this.openLoop(unit, blockAddress + code.entry.offset!);
    loop.blocks.push(blockAddress);
    for (const { token, label, locations } of code.writer.targets.values()) {
      assert(!this.targets.has(token), "a target token has one label");
      token.address = addresses.addressOf("token", token);
      const absolute = new Label("target", blockAddress + label.offset!);
      this.targets.set(token, { label: absolute, locations });
      loop.targets.push(token);
    }
    for (const guard of code.writer.guards) {
      guard.descr.address = addresses.addressOf("guard", guard.descr);
      const site = makeSite(guard, code, blockAddress);
      if (site.countedSlot >= 0) guard.descr.hash = hashOfSlot(site.countedSlot);
      this.guards.set(guard.descr, site);
      loop.guards.push(guard.descr);
    }
    for (const site of makeSites(unit, code.writer.calls, blockAddress)) {
      this.callSites.set(site.returnAddress, site);
      loop.callsReturnTo.push(site.returnAddress);
    }
    if (unit.guard !== null) this.attach(unit.guard, blockAddress + code.opsStart);
  }

  private openLoop(unit: Unit, entryAddress: number): LoopCode {
    if (unit.type === "bridge") return this.getLoop(unit.token);
    assert(!this.loops.has(unit.token), "a loop is assembled once");
    const parts = { blocks: [], guards: [], targets: [], callsReturnTo: [] };
    const loop: LoopCode = { entryAddress, ...parts };
    this.loops.set(unit.token, loop);
    return loop;
  }

  /** From now on a failure of the guard goes to the bridge. */
  private attach(descr: GuardDescr, bridgeAddress: number): void {
    const site = this.getGuard(descr);
    assert(site.jumpEnd >= 0, "a guard without a jump gets no bridge");
    site.target = bridgeAddress;
    if (site.isDormant) return;
    const distance = distanceBytes(bridgeAddress - site.jumpEnd);
    this.services.heap.patch(site.jumpEnd - distance.length, distance);
  }

  private patchJump(at: number, target: number): void {
    const distance = distanceBytes(target - (at + JUMP_BYTES));
    this.services.heap.patch(at, Uint8Array.of(JUMP_OPCODE, ...distance));
  }

  private lookupEntry(token: LoopToken): Label | undefined {
    const loop = this.loops.get(token);
    return loop === undefined ? undefined : new Label("entry", loop.entryAddress);
  }

  private getLoop(token: LoopToken): LoopCode {
    return defined(this.loops.get(token), "code of a loop");
  }
}

/** PyPy's hash of a guard_value: 8 × the number of the value's register, of whatever class. */
function hashOfSlot(slot: number): number {
  return 8 * (slot % GENERAL_REGISTERS.length);
}

function makeSite(guard: WrittenGuard, code: UnitCode, blockAddress: number): GuardSite {
  const hasJump = guard.jumpEnd >= 0;
  const counted = code.writer.countedRegisters.get(guard.op);
  return {
    jumpEnd: hasJump ? blockAddress + guard.jumpEnd : -1,
    target: hasJump ? blockAddress + guard.stub.offset! : -1,
    isDormant: guard.isDormant,
    failSlots: guard.failSlots,
    countedSlot: counted === undefined ? -1 : saveSlotOf(counted),
  };
}

/** The call sites of a unit, the last one first. */
function makeSites(unit: Unit, calls: readonly WrittenCall[], blockAddress: number): CallSite[] {
  const sites: CallSite[] = [];
  for (const { returnAt, ...call } of calls.toReversed()) {
    const after = sites.at(-1);
    const next = after?.opIndex === call.opIndex ? after : null;
    sites.push({ unit, returnAddress: blockAddress + returnAt, next, ...call });
  }
  return sites;
}
