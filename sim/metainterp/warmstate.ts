/**
 * The warm state of one driver: counts loops and function entries, starts sessions, enters compiled
 * code, and handles its exits.
 *
 * Counterpart: rpython/jit/metainterp/warmstate.py, warmspot.py (ll_portal_runner,
 * handle_jitexception), compile.py (ResumeDescr.handle_fail, must_compile).
 */

import { assert } from "../base/assert.ts";
import { FRAME_FINISHED } from "../hints/jit-driver.ts";
import type { JitEntry } from "../hints/jit-driver.ts";
import type { CauseRecord } from "../hooks/events.ts";
import type { JitCode } from "../jitcode/jitcode.ts";
import { decodeState } from "../resume/reader.ts";
import { resumeDataOf } from "../resume/resume-data.ts";
import type { Exit } from "../backend/backend.ts";
import type { GuardDescr, LoopToken } from "../trace/descr.ts";
import { floatToBits } from "../base/float.ts";
import { intFromBigint } from "../base/int.ts";
import type { Int } from "../base/int.ts";
import type { Ref, RtValue } from "../trace/values.ts";
import { Blackhole, BlackholeFrame } from "./blackhole.ts";
import { combineHashes, JitCounter, lowWord, valueHash } from "./counter.ts";
import { CellTable } from "./jitcell.ts";
import type { JitCell } from "./jitcell.ts";
import { resumeRegisters } from "./live.ts";
import type { FrameOutcome } from "./outcome.ts";
import { ValueBuilder } from "./resume-values.ts";
import type { JitRuntime } from "./runtime.ts";
import { traceFromGuard, traceFromStart } from "./session.ts";
import { writeVirtualizable } from "./virtualizable.ts";

/** How far trace_next_iteration sets a counter. */
const NEXT_ITERATION_FRACTION = 0.98;

export class WarmState implements JitEntry {
  readonly counter = new JitCounter();
  readonly cells: CellTable;
  private readonly runtime: JitRuntime;
  private loopIncrement = 0;
  private functionIncrement = 0;
  private guardIncrement = 0;
  /** Cells that traces are being made for, the innermost last. */
  private readonly causes: CauseRecord[] = [];
  private skipNextEntry = false;
  private result: FrameOutcome | null = null;
  private readonly valueHashes = new WeakMap<object, number>();
  private nextValueHash = 0;

  constructor(runtime: JitRuntime) {
    this.runtime = runtime;
    this.cells = new CellTable(runtime.program);
    this.paramsChanged();
  }

  /** To be called after every change of a parameter. */
  paramsChanged(): void {
    const { params } = this.runtime;
    this.loopIncrement = JitCounter.increment(params.get("threshold"));
    this.functionIncrement = JitCounter.increment(params.get("function_threshold"));
    this.guardIncrement = JitCounter.increment(params.get("trace_eagerness"));
    this.counter.setDecay(params.get("decay"));
    this.runtime.memory.setMaxAge(params.get("loop_longevity"));
  }

  /** Why the present session was started. */
  get cause(): CauseRecord {
    const cause = this.causes.at(-1);
    assert(cause !== undefined, "no session in progress");
    return cause;
  }

  // ---- from the interpreter --------------------------------------------------------------

  canEnterJit(args: readonly unknown[]): number {
    return this.enter("loop", this.loopIncrement, args);
  }

  portalEntry(args: readonly unknown[]): number {
    if (this.skipNextEntry) {
      this.skipNextEntry = false;
      return args[0] as number;
    }
    return this.enter("function", this.functionIncrement, args);
  }

  private enter(kind: "loop" | "function", increment: number, args: readonly unknown[]): number {
    if (increment === 0) return args[0] as number;
    const values = this.fromGuest(args);
    const outcome = this.maybeCompileAndRun(kind, increment, values);
    if (outcome === null) return args[0] as number;
    if (outcome.kind === "continue") return outcome.args[0] as number;
    this.result = outcome;
    return FRAME_FINISHED;
  }

  takeResult(): unknown {
    const { result } = this;
    assert(result !== null && result.kind !== "continue", "no result to take");
    this.result = null;
    if (result.kind === "exception") throw result.exception;
    return this.runtime.program.portal.resultKind === "v" ? undefined : result.value;
  }

  /** Green keys come from the guest with its booleans. */
  fromGuest(args: readonly unknown[]): RtValue[] {
    const { program } = this.runtime;
    const count = program.greenKinds.length + program.redKinds.length;
    const values: RtValue[] = [];
    for (let i = 0; i < count && i < args.length; i++) {
      const value = args[i];
      values.push(typeof value === "boolean" ? (value ? 1 : 0) : (value as RtValue));
    }
    return values;
  }

  hashOf(greens: readonly RtValue[]): number {
    return combineHashes([greens[0] as number, this.runtime.hashGreenKey(greens)]);
  }

  /** Null: go on interpreting. */
  private maybeCompileAndRun(
    kind: "loop" | "function",
    increment: number,
    args: readonly RtValue[],
  ): FrameOutcome | null {
    const cell = this.cells.lookup(args);
    if (cell === undefined) {
      const hash = this.hashOf(args);
      if (!this.counter.tick(hash, increment)) return null;
      return this.boundReached(kind, this.cells.add(args, hash), args);
    }
    if (cell.isTracing) return null;
    if (cell.isTemporary) {
      if (!this.counter.tick(cell.hash, increment)) return null;
      return this.boundReached(kind, cell, args);
    }
    const token = cell.liveToken;
    if (token !== null) return this.executeAssembler(token, args);
    if (cell.dontTraceHere && !cell.hadToken) {
      if (cell.tracingOccurred && !this.counter.tick(cell.hash, increment)) return null;
      return this.boundReached(kind, cell, args);
    }
    // Machine code was here and is gone, or a session was given up: start counting anew.
    this.cells.remove(cell);
    this.counter.reset(cell.hash);
    return null;
  }

  /** The counter has fired: trace. */
  private boundReached(
    kind: "loop" | "function",
    cell: JitCell,
    args: readonly RtValue[],
  ): FrameOutcome {
    const { runtime } = this;
    this.counter.decayAll();
    const threshold = runtime.params.get(kind === "loop" ? "threshold" : "function_threshold");
    cell.isTracing = true;
    cell.tracingOccurred = true;
    this.causes.push({
      kind,
      threshold,
      count: this.counter.lastCount,
      decays: this.counter.decays,
    });
    const held = runtime.memory.heldCount;
    runtime.startSession();
    try {
      return traceFromStart(runtime.tracerServices, runtime.blackhole, args, cell.forceFinish);
    } finally {
      runtime.memory.releaseHeld(held);
      this.causes.pop();
      cell.isTracing = false;
    }
  }

  // ---- compiled code ---------------------------------------------------------------------

  private executeAssembler(token: LoopToken, args: readonly RtValue[]): FrameOutcome {
    const { runtime } = this;
    runtime.memory.keepAlive(token);
    runtime.memory.enter(token);
    let exit: Exit;
    try {
      exit = runtime.executor.execute(token, args.slice(runtime.program.greenKinds.length));
    } finally {
      runtime.memory.leave(token);
    }
    return this.handleExit(exit);
  }

  /** The callee of a call_assembler left by a guard: its frame is finished here. */
  finishCall(exit: Exit): RtValue {
    const outcome = this.handleExit(exit);
    if (outcome.kind === "exception") throw outcome.exception;
    if (outcome.kind === "done") return outcome.value;
    return this.runPortal(outcome.args);
  }

  /** Runs the host's portal at a merge point, without counting its entry. */
  runPortal(args: readonly RtValue[]): RtValue {
    this.skipNextEntry = true;
    return this.runtime.callPortal(args);
  }

  private handleExit(exit: Exit): FrameOutcome {
    const { descr } = exit;
    if (descr.descrKind === "finish") {
      const value = exit.values[0] ?? null;
      if (descr.outcome !== "exception") return { kind: "done", value };
      return { kind: "exception", exception: value as object };
    }
    descr.failureCount++;
    if (descr.resume === null) {
      // A temporary callback's portal has raised.
      assert(exit.exception !== null, "a guard without resume data passes an exception on");
      return { kind: "exception", exception: exit.exception };
    }
    if (this.mustCompile(descr, exit.values)) return this.traceBridge(descr, exit);
    return this.resumeInBlackhole(descr, exit);
  }

  private mustCompile(guard: GuardDescr, values: readonly RtValue[]): boolean {
    if (this.guardIncrement === 0 || guard.variant === "forced" || guard.isBusy) return false;
    if (guard.loop?.compiled == null) return false;
    const hash =
      guard.countedArg >= 0
        ? valueHash(guard.address, this.hashOfValue(values[guard.countedArg] as RtValue))
        : lowWord(guard.hash);
    return this.counter.tick(hash, this.guardIncrement);
  }

  /** Integers and floats hash as themselves, references by a number given at first sight. */
  private hashOfValue(value: RtValue): Int {
    if (typeof value === "bigint") return value;
    if (typeof value === "number") {
      return Number.isSafeInteger(value) ? value : intFromBigint(floatToBits(value));
    }
    if (value === null) return 0;
    if (typeof value === "string") {
      return combineHashes([...value].map((character) => character.codePointAt(0) as number));
    }
    let hash = this.valueHashes.get(value);
    if (hash === undefined) {
      hash = ++this.nextValueHash * 16;
      this.valueHashes.set(value, hash);
    }
    return hash;
  }

  private traceBridge(guard: GuardDescr, exit: Exit): FrameOutcome {
    const { runtime } = this;
    guard.isBusy = true;
    this.causes.push({
      kind: "guard",
      threshold: runtime.params.get("trace_eagerness"),
      count: this.counter.lastCount,
      decays: this.counter.decays,
    });
    const held = runtime.memory.heldCount;
    runtime.startSession();
    try {
      return traceFromGuard(runtime.tracerServices, runtime.blackhole, guard, exit);
    } finally {
      runtime.memory.releaseHeld(held);
      this.causes.pop();
      guard.isBusy = false;
    }
  }

  /** Rebuilds the interpreter's frames and runs them up to where the interpreter takes over. */
  private resumeInBlackhole(guard: GuardDescr, exit: Exit): FrameOutcome {
    const state = decodeState<RtValue>(resumeDataOf(guard), new ValueBuilder(exit.values));
    const { vable } = this.runtime.program;
    if (vable !== null) writeVirtualizable(vable, state.vable[0] as Ref, state.vable.slice(1));
    const frames = state.frames.map((decoded, i) => {
      const jitcode = decoded.jitcode as JitCode;
      const isInner = i === state.frames.length - 1;
      const mode = isInner ? (state.deliver ? "called" : "execute") : "inside";
      const frame = new BlackholeFrame(jitcode, decoded.pc);
      resumeRegisters(jitcode, decoded.pc, mode).forEach((register, k) => {
        frame.registers[register] = decoded.values[k] as RtValue;
      });
      return frame;
    });
    const blackhole = new Blackhole(frames, this.runtime.blackhole);
    if (state.deliver) {
      if (exit.exception !== null) blackhole.deliverException(exit.exception);
      else blackhole.top.pc++;
    }
    return blackhole.run();
  }

  // ---- what the guest's pypyjit module asks for -----------------------------------------

  /** The cell of a green key, made if there is none. */
  ensureCell(greens: readonly RtValue[]): JitCell {
    return this.cells.lookup(greens) ?? this.cells.add(greens, this.hashOf(greens));
  }

  /** Sets the counter so that the green key is traced soon. */
  traceNextIteration(greens: readonly RtValue[]): void {
    this.traceNextIterationHash(this.hashOf(greens));
  }

  traceNextIterationHash(hash: number): void {
    this.counter.setFraction(hash, NEXT_ITERATION_FRACTION);
  }
}
