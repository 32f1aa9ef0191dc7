/**
 * The state of the machine that gates and the executor share: processor, frames, the objects as
 * memory shows them, the exception in flight, and ticks.
 */

import type { MemoryLayout } from "../../memory/memory-layout.ts";
import { assert } from "../../base/assert.ts";
import type { GuardDescr } from "../../trace/descr.ts";
import type { Kind, ResOp, RtValue } from "../../trace/values.ts";
import type { Cpu } from "../../x86/cpu.ts";
import type { CallSite, X86Assembler } from "../assembler/assembler.ts";
import { FRAME, RESULT_SLOT, slotOffset, STATE } from "../assembler/calling-convention.ts";
import { guardDescr } from "../assembler/unit-writer.ts";
import type { BackendServices, CodeCost, Exit, Unit } from "../backend.ts";
import type { Frame, FrameStack } from "./frames.ts";
import type { Handled } from "./handles.ts";
import type { ObjectMemory } from "./object-memory.ts";
import { getAddress } from "./registers.ts";
import type { Word } from "./words.ts";

const OUTCOME_KINDS = { int: "i", ref: "r", float: "f", exception: "r" } as const;

/** What of the executor a run needs. */
export interface UnitLookup {
  /** Frames that a unit has entered and not left at an operation. */
  openFrames(unit: Unit, opIndex: number): number;
  /** What is between a call and a place behind it counts as executed. */
  skips(site: CallSite, to: CodeCost): void;
}

export class MachineRun {
  readonly cpu: Cpu;
  readonly frames: FrameStack;
  readonly memory: ObjectMemory;
  readonly services: BackendServices;
  readonly word: Word;
  /** Guards by their descr, with their fail arguments. */
  readonly guardOps = new Map<GuardDescr, ResOp>();
  private readonly assembler: X86Assembler;
  private readonly state: number;
  private readonly units: UnitLookup;

  constructor(parts: {
    readonly cpu: Cpu;
    readonly frames: FrameStack;
    readonly memory: ObjectMemory;
    readonly services: BackendServices;
    readonly word: Word;
    readonly assembler: X86Assembler;
    readonly layout: MemoryLayout;
    readonly units: UnitLookup;
  }) {
    this.cpu = parts.cpu;
    this.frames = parts.frames;
    this.memory = parts.memory;
    this.services = parts.services;
    this.word = parts.word;
    this.assembler = parts.assembler;
    this.state = parts.layout.state.base;
    this.units = parts.units;
  }

  /** The clock gets what the processor has been through since the last time. */
  settleTicks(): void {
    this.services.clock.ticks += this.cpu.weight;
    this.cpu.weight = 0;
  }

  /** A call has its arguments: what compiled code holds is in frames now. */
  beginCall(site: CallSite): void {
    this.frames.top.site = site;
    const { handles } = this.memory.book;
    if (handles.isCollectionDue) handles.collect(this.heldThings(site));
  }

  openFramesAt({ unit, opIndex }: CallSite): number {
    return this.units.openFrames(unit, opIndex);
  }

  /** The rest of the operation's calls is left out: gives the last one. */
  skipToEnd(site: CallSite): CallSite {
    let last = site;
    while (last.next !== null) last = last.next;
    this.units.skips(site, last.pathCost);
    return last;
  }

  /** Everything that compiled code holds by its handle. */
  private heldThings(site: CallSite): Set<Handled> {
    const { book } = this.memory;
    const held = new Set<Handled>();
    for (const address of this.addressesHeld(site)) {
      const thing = book.handles.isHandle(address) ? book.handles.placeOf(address)?.thing : null;
      if (thing !== null && thing !== undefined) held.add(thing);
    }
    return held;
  }

  private *addressesHeld({ refRegisters }: CallSite): Generator<number> {
    for (const register of refRegisters) yield getAddress(this.cpu, register);
    for (const place of this.referencePlaces()) {
      this.frames.read(place, this.word);
      yield this.word.address;
    }
  }

  /** Addresses of all words that hold references while calls are in progress. */
  *referencePlaces(): Generator<number> {
    yield this.state + STATE.exceptionValue;
    yield* this.frames.referenceSlots();
  }

  /** Sets the exception in flight. */
  raise(error: object): void {
    this.word.setInt(this.memory.classWordOf(error));
    this.frames.write(this.state + STATE.exceptionClass, this.word);
    this.memory.setWord(this.word, "r", error);
    this.frames.write(this.state + STATE.exceptionValue, this.word);
  }

  /** Takes what was in flight when the code was left. */
  private takeException(address: number): object | null {
    this.frames.read(address, this.word);
    const exception = this.memory.valueOf(this.word, "r") as object | null;
    if (exception === null) return null;
    this.word.setInt(0);
    this.frames.write(address, this.word);
    return exception;
  }

  private readSlot(frame: Frame, slot: number, kind: Kind | "v"): RtValue {
    this.frames.read(frame.address + slotOffset(slot), this.word);
    assert(kind !== "v", "a value has a kind");
    return this.memory.valueOf(this.word, kind);
  }

  /** How a frame was left, and with what. */
  readExit(frame: Frame): Exit {
    this.settleTicks();
    this.frames.read(frame.address + FRAME.descr, this.word);
    const descr = this.memory.book.exitAt(this.word.address);
    if (descr.descrKind === "finish") {
      this.announceAtFinish(frame);
      const kind = descr.outcome === "void" ? null : OUTCOME_KINDS[descr.outcome];
      const values = kind === null ? [] : [this.readSlot(frame, RESULT_SLOT, kind)];
      const exception = this.takeException(this.state + STATE.exceptionValue);
      return { descr, values, exception, saved: null };
    }
    const op = this.guardOps.get(descr);
    assert(op !== undefined, "the operation of a guard");
    const exception = this.takeException(frame.address + FRAME.guardException);
    const saved = op.opname === "guard_not_forced" ? (frame.token?.takeSaved() ?? null) : null;
    return { descr, values: this.readFailArgs(frame, op, null), exception, saved };
  }

  private readFailArgs(frame: Frame, op: ResOp, without: ResOp | null): RtValue[] {
    const descr = guardDescr(op);
    const { failSlots, countedSlot } = this.assembler.getGuard(descr);
    const values = (op.failArgs ?? []).map((value, k) => {
      if (value === null || value === without) return null;
      return this.readSlot(frame, failSlots[k]!, value.kind);
    });
    if (descr.countedArg === values.length && countedSlot >= 0) {
      values.push(this.readSlot(frame, countedSlot, op.args[0]!.kind));
    }
    return values;
  }

  /** Leaves with a frame's token what a guard would pass on; the call has no result yet. */
  announce(frame: Frame, guard: ResOp, call: ResOp | null): void {
    const { token } = frame;
    if (token === null) return;
    token.guard = guardDescr(guard);
    token.values = this.readFailArgs(frame, guard, call);
  }

  /** A guard_not_forced_2 before the finish is for those that look at the frame later. */
  private announceAtFinish(frame: Frame): void {
    if (frame.token === null) return;
    this.frames.read(frame.address + FRAME.forceDescr, this.word);
    const { address } = this.word;
    if (address === 0) return;
    const descr = this.memory.book.exitAt(address);
    const guard = descr.descrKind === "guard" ? this.guardOps.get(descr) : undefined;
    if (guard?.opname === "guard_not_forced_2") this.announce(frame, guard, null);
  }
}
