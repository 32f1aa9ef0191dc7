/**
 * The machine backend: runs the x86-64 code that stands in the code heap on the simulated processor.
 * Whatever is not code it meets at gates (gates.ts); the program's objects it sees as memory
 * (object-memory.ts). Ticks, run counts, exits and values are those of the oracle; instructions and
 * cycles are those that the processor has really executed.
 *
 * Counterpart: rpython/jit/backend/x86/runner.py.
 */

import { defined } from "../../base/assert.ts";
import { countOperation } from "../../hooks/probe.ts";
import type { AddressSpace } from "../../memory/address-space.ts";
import type { MemoryLayout } from "../../memory/memory-layout.ts";
import type { ObjectAddresses } from "../../memory/object-addresses.ts";
import { PAGE_SIZE } from "../../memory/address-space.ts";
import { mapGuardPages } from "../../memory/guard-pages.ts";
import { READ_WRITE } from "../../memory/protection.ts";
import type { LoopToken, TargetToken } from "../../trace/descr.ts";
import type { RtValue } from "../../trace/values.ts";
import { Cpu } from "../../x86/cpu.ts";
import type { Observation } from "../../x86/cpu/block.ts";
import { CpuFault } from "../../x86/cpu/fault.ts";
import { RDI, RSP } from "../../x86/operand.ts";
import type { CallSite, X86Assembler } from "../assembler/assembler.ts";
import { helperAt, inputSlot, slotOffset } from "../assembler/calling-convention.ts";
import type { AssembledCode, CodeCost, Executor, Exit, Unit } from "../backend.ts";
import type { CountedServices } from "../cost-ledger.ts";
import { CodeTable } from "../oracle/code-table.ts";
import type { LinkedUnit } from "../oracle/linked-unit.ts";
import { AddressBook } from "./address-book.ts";
import { FrameStack } from "./frames.ts";
import { passGate } from "./gates.ts";
import { describeEndless, describeFault } from "./machine-error.ts";
import { MachineRun } from "./machine-run.ts";
import { mapDevices } from "./map-devices.ts";
import { ObjectMemory } from "./object-memory.ts";
import { getAddress, SavedRegisters, setAddress } from "./registers.ts";
import { observeUnit } from "./unit-observer.ts";
import { Word } from "./words.ts";

/** What the machine works with. */
export interface MachineParts {
  readonly space: AddressSpace;
  readonly layout: MemoryLayout;
  readonly addresses: ObjectAddresses;
  readonly assembler: X86Assembler;
}

/** Bytes between the stack of a run and that of a run inside of it. */
const STACK_GAP = 256;

/** More instructions than any trace has: the trace limit is far below. */
const ENDLESS = 4_000_000;

export class MachineExecutor implements Executor {
  readonly name = "machine";
  private readonly services: CountedServices;
  private readonly parts: MachineParts;
  private readonly table: CodeTable;
  private readonly cpu: Cpu;
  private readonly frames: FrameStack;
  private readonly memory: ObjectMemory;
  private readonly run: MachineRun;
  private readonly word = new Word();
  private readonly units = new Map<Unit, LinkedUnit>();
  private readonly observations = new Map<number, Observation>();
  /** Jumps that end traces, counted to notice code that never comes to one. */
  private jumpsTaken = 0;
  /** Where control comes to when a run is over. */
  private readonly exitGate: number;
  /** The unit whose code is running, and the counters when it began. */
  private running: LinkedUnit | null = null;
  private counted: CodeCost = { instructions: 0, cycles: 0 };

  constructor(services: CountedServices, parts: MachineParts) {
    this.services = services;
    this.parts = parts;
    this.table = new CodeTable(services.ledger ?? null);
    const { space, layout, addresses, assembler } = parts;
    const { helper } = layout;
    const gates = { start: helper.base, end: layout.function.base + layout.function.size };
    this.exitGate = helper.base + helper.size - 16;
    this.cpu = new Cpu({
      space,
      isGate: (address) => address >= gates.start && address < gates.end,
      observe: (address) => this.observations.get(address),
    });
    space.map(layout.state.base, PAGE_SIZE, READ_WRITE);
    mapGuardPages(space, layout.stack);
    this.frames = new FrameStack(space, layout.stack, this.cpu, services);
    const book = new AddressBook(addresses);
    this.memory = new ObjectMemory(book, services.layoutOf, this.frames);
    const { cpu, frames, memory, word } = this;
    const units = {
      openFrames: (unit: Unit, index: number) => this.linkedOf(unit).ops[index]!.openFrames,
      skips: (site: CallSite, to: CodeCost) => {
        this.linkedOf(site.unit).account?.addPiece(site.pathCost, to);
      },
    };
    this.run = new MachineRun({ cpu, frames, memory, services, word, assembler, layout, units });
    mapDevices(space, layout, memory, (kind, owner) => services.countRun(kind, owner));
  }

  install(unit: Unit, code: AssembledCode): void {
    const linked = this.table.install(unit, code);
    this.units.set(unit, linked);
    for (const op of unit.ops) {
      if (op.descr?.descrKind === "guard") this.run.guardOps.set(op.descr, op);
    }
    const { assembler } = this.parts;
    const entries = unit.guard === null ? [assembler.getEntry(unit.token)] : [];
    for (const { opIndex, returnAddress } of assembler.callSitesOf(unit)) {
      if (unit.ops[opIndex]!.descr?.descrKind === "loop") entries.push(returnAddress);
    }
    const { executed } = this.services;
    const places = { entries, arrivalOf: (label: TargetToken) => assembler.getArrival(label) };
    const observed = observeUnit(linked, places, {
      jumps: (ticks, index) => this.jumps(linked, ticks, index),
      arrayOp: ({ descr }) => {
        const hasArray = descr?.descrKind === "array" || descr?.descrKind === "interior";
        this.memory.array = hasArray ? descr : null;
      },
      enters: () => this.enters(linked),
      ...(executed === undefined
        ? {}
        : { executes: (op) => countOperation(executed.machine, op.opname) }),
    });
    for (const [address, observation] of observed) this.observations.set(address, observation);
    this.rename(unit);
    if (unit.counted) this.services.countUnit(unit);
  }

  /** What has just become a constant has one address: frames that hold its handle get the new one. */
  private rename(unit: Unit): void {
    const renamed = this.memory.book.learn(unit);
    if (renamed.length === 0) return;
    const addresses = new Map(renamed.map(({ handle, address }) => [handle, address]));
    for (const place of this.run.referencePlaces()) {
      this.frames.read(place, this.word);
      const address = addresses.get(this.word.address);
      if (address === undefined) continue;
      this.word.setInt(address);
      this.frames.write(place, this.word);
    }
  }

  execute(token: LoopToken, args: readonly RtValue[]): Exit {
    const { cpu, frames, word } = this;
    const saved = new SavedRegisters(cpu);
    const outer = this.running;
    const { depth } = frames;
    const stack = depth === 0 ? frames.stackTop : getAddress(cpu, RSP.number) - STACK_GAP;
    const frame = frames.push(word);
    const { inputargs } = this.table.entryOf(token).unit;
    for (const [k, { kind }] of inputargs.entries()) {
      this.memory.setWord(word, kind, args[k]!);
      frames.write(frame.address + slotOffset(inputSlot(k)), word);
    }
    const returnAt = stack - (stack % 16) - 8;
    word.setInt(this.exitGate);
    frames.write(returnAt, word);
    setAddress(cpu, RSP.number, returnAt);
    setAddress(cpu, RDI.number, frame.address);
    cpu.rip = this.parts.assembler.getEntry(token);
    try {
      this.runToExit();
      const exit = this.run.readExit(frame);
      frame.site = null;
      return exit;
    } finally {
      this.run.settleTicks();
      this.enters(outer);
      this.unwind(depth);
      saved.restore(cpu);
    }
  }

  /** Runs compiled code, and what it calls, until the outermost loop has come back. */
  private runToExit(): void {
    const { cpu, run, frames, services, word } = this;
    for (;;) {
      this.runCode();
      run.settleTicks();
      if (cpu.rip === this.exitGate) return;
      const stack = getAddress(cpu, RSP.number);
      frames.read(stack, word);
      const site = this.parts.assembler.getCallSite(word.address);
      const last = passGate(run, site, helperAt(this.parts.layout, cpu.rip));
      this.enters(services.ledger === undefined ? null : this.linkedOf(site.unit));
      // The callee of a call that has begun has a frame of its own.
      if (frames.top.site === site) frames.top.site = null;
      setAddress(cpu, RSP.number, stack + 8);
      cpu.rip = last.returnAddress;
    }
  }

  private runCode(): void {
    const { cpu } = this;
    try {
      for (;;) {
        const before = this.jumpsTaken;
        if (cpu.run({ instructions: ENDLESS }) === "gate") return;
        if (this.jumpsTaken !== before) continue;
        throw describeEndless(cpu.rip, ENDLESS, this.units.values());
      }
    } catch (error) {
      if (!(error instanceof CpuFault)) throw error;
      throw describeFault(error, this.units.values());
    }
  }

  /** Forgets the frames of a run; what was torn down inside of a call counts as a whole. */
  private unwind(depth: number): void {
    const { frames, services } = this;
    while (frames.depth > depth) {
      const { site, entered } = frames.pop();
      if (entered > 0) services.leaveFrames(entered);
      if (site === null) continue;
      const { account } = this.linkedOf(site.unit);
      account?.addPiece(site.pathCost, account.before(site.opIndex + 1));
    }
  }

  private jumps(unit: LinkedUnit, ticks: number, opIndex: number): void {
    const { services, cpu } = this;
    const { tickLimit, clock } = services;
    this.jumpsTaken++;
    if (tickLimit === undefined || clock.ticks + cpu.weight + ticks < tickLimit) return;
    clock.ticks += cpu.weight + ticks;
    cpu.weight = -ticks;
    try {
      services.onTickLimit?.();
    } catch (interrupt) {
      cpu.weight = 0;
      const { account } = unit;
      account?.addPiece(account.before(opIndex), account.before(opIndex + 1));
      throw interrupt;
    }
  }

  /** From now on what is executed is this unit's. */
  private enters(unit: LinkedUnit | null): void {
    if (unit === this.running) return;
    const { instructions, cycles } = this.cpu;
    this.running?.account?.addPiece(this.counted, { instructions, cycles });
    this.counted = { instructions, cycles };
    this.running = unit;
  }

  private linkedOf(unit: Unit): LinkedUnit {
    return defined(this.units.get(unit), "installed unit");
  }

  redirect(from: LoopToken, to: LoopToken): void {
    this.table.redirect(from, to);
  }

  free(token: LoopToken): void {
    for (const { unit, code } of this.table.free(token)) {
      this.units.delete(unit);
      for (const op of unit.ops) {
        if (op.descr?.descrKind === "guard") this.run.guardOps.delete(op.descr);
      }
      const end = code.blockAddress + code.blockSize;
      for (let at = code.blockAddress; at < end; at++) this.observations.delete(at);
    }
  }
}
