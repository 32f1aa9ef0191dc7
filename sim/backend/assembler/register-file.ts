/**
 * Who is in which register, for one class of registers (general or vector). Free registers are kept
 * as a stack; when none is free, the value whose next use is farthest away goes to the frame. A
 * value that has a frame slot already is not stored again: boxes never change.
 *
 * Counterpart: rpython/jit/backend/llsupport/regalloc.py (RegisterManager).
 */

import { assert, defined } from "../../base/assert.ts";
import type { FrameSlots } from "./frame-slots.ts";
import type { Holder, LiveRanges } from "./live-ranges.ts";
import { TempBox } from "./live-ranges.ts";
import type { Location, Register } from "./locations.ts";

/** Appends a move. */
export type EmitMove = (from: Location, to: Location) => void;

/** What all classes of registers share. */
export interface AllocationState {
  readonly ranges: LiveRanges;
  readonly frame: FrameSlots;
  readonly emitMove: EmitMove;
  /** Number of the operation that is being worked on. */
  position: number;
  /** What must stay in its register during this operation. */
  readonly pinned: Set<Holder>;
}

export class RegisterFile {
  readonly bindings = new Map<Holder, Register>();
  private readonly state: AllocationState;
  private readonly calleeSaved: ReadonlySet<Register>;
  /** The last one is taken first. */
  private readonly free: Register[];

  constructor(state: AllocationState, all: readonly Register[], calleeSaved: readonly Register[]) {
    this.state = state;
    this.free = [...all];
    this.calleeSaved = new Set(calleeSaved);
  }

  lookup(holder: Holder): Register | undefined {
    return this.bindings.get(holder);
  }

  get hasFree(): boolean {
    return this.free.length > 0;
  }

  /** A value is in a register already, at the start of a bridge. */
  bind(holder: Holder, register: Register): void {
    this.takeFree(register);
    this.bindings.set(holder, register);
  }

  isFree(register: Register): boolean {
    return this.free.includes(register);
  }

  /** Gives a register to a holder, which had none or another one; moves nothing into it. */
  allocate(holder: Holder, selected?: Register): Register {
    const present = this.bindings.get(holder);
    if (present !== undefined && (selected === undefined || present === selected)) return present;
    if (present !== undefined) this.release(holder);
    const { ranges, position } = this.state;
    const wanted = selected ?? ranges.pickFree(holder, position, this.free);
    const register = wanted !== undefined && this.isFree(wanted) ? wanted : this.spill(selected);
    this.bind(holder, register);
    return register;
  }

  /** Gives up the register of a holder, if it has one. */
  release(holder: Holder): void {
    const register = this.bindings.get(holder);
    if (register === undefined) return;
    this.bindings.delete(holder);
    this.free.push(register);
  }

  /** The register of one holder goes to another, with what is in it. */
  handOver(from: Holder, to: Holder): Register {
    const register = defined(this.bindings.get(from), "register that is handed over");
    this.bindings.delete(from);
    this.bindings.set(to, register);
    return register;
  }

  /** The value of a holder is in its frame slot from now on, too. */
  sync(holder: Holder): void {
    assert(!(holder instanceof TempBox), "temporaries are not spilled");
    const { frame, emitMove } = this.state;
    const register = this.bindings.get(holder);
    if (register === undefined || frame.lookup(holder) !== undefined) return;
    emitMove(register, frame.take(holder));
  }

  /** Sends away whoever is in a register, so that it may be overwritten. */
  vacate(register: Register): void {
    for (const [holder, taken] of this.bindings) {
      if (taken !== register) continue;
      if (this.state.ranges.outlives(holder, this.state.position)) this.sync(holder);
      this.release(holder);
      return;
    }
  }

  /**
   * Before a call: what dies here is forgotten, references and what stands in registers that the
   * call may change goes to the frame, or to a free register that the call leaves alone.
   */
  beforeCall(spillsAll: boolean): void {
    const freed: Register[] = [];
    const endangered: Holder[] = [];
    const leave = (holder: Holder) => {
      freed.push(defined(this.bindings.get(holder), "register"));
      this.bindings.delete(holder);
    };
    for (const [holder, register] of [...this.bindings]) {
      if (!this.state.ranges.outlives(holder, this.state.position)) leave(holder);
      else if (spillsAll || holder.kind === "r") {
        this.sync(holder);
        leave(holder);
      } else if (!this.calleeSaved.has(register)) endangered.push(holder);
    }
    const safe = this.free.filter((register) => this.calleeSaved.has(register));
    while (endangered.length > safe.length) {
      const holder = this.pickToSpill(endangered);
      endangered.splice(endangered.indexOf(holder), 1);
      this.sync(holder);
      leave(holder);
    }
    for (const holder of endangered) {
      const from = defined(this.bindings.get(holder), "register");
      const to = defined(safe.pop(), "register that a call leaves alone");
      this.takeFree(to);
      this.state.emitMove(from, to);
      this.bindings.set(holder, to);
      freed.push(from);
    }
    this.free.push(...freed.reverse());
  }

  private takeFree(register: Register): void {
    const at = this.free.indexOf(register);
    assert(at >= 0, "a register that is taken was free");
    this.free.splice(at, 1);
  }

  /** Frees a register, a given one or the one that is wanted last. */
  private spill(selected: Register | undefined): Register {
    const candidates = [...this.bindings]
      .filter(([holder, register]) => {
        return selected === undefined ? !this.state.pinned.has(holder) : register === selected;
      })
      .map(([holder]) => holder);
    assert(candidates.length > 0, "some register can be spilled");
    const holder = this.pickToSpill(candidates);
    const register = defined(this.bindings.get(holder), "register");
    this.sync(holder);
    this.release(holder);
    return register;
  }

  /**
   * Best is what no operation computes with any more (a jump or a fail argument), and of those
   * what lives longest; else what is computed with last.
   */
  private pickToSpill(candidates: readonly Holder[]): Holder {
    const { ranges, position } = this.state;
    let kept: Holder | undefined;
    let used: Holder | undefined;
    let [keptEnd, usedNext] = [-1, -1];
    for (const holder of candidates) {
      if (holder instanceof TempBox) continue;
      const range = ranges.get(holder);
      const next = range.nextRealUse(position);
      if (next < 0) {
        if (range.end > keptEnd) [kept, keptEnd] = [holder, range.end];
      } else if (next > usedNext) [used, usedNext] = [holder, next];
    }
    return defined(kept ?? used, "some value can be spilled");
  }
}
