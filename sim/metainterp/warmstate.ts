/**
 * The warm state, shared by all drivers: the counter, sessions that start, compiled code that is
 * entered, and its exits.
 *
 * Counterpart: rpython/jit/metainterp/warmstate.py, warmspot.py (ll_portal_runner,
 * handle_jitexception), compile.py (ResumeDescr.handle_fail, must_compile).
 */

import { assert, defined } from "../base/assert.ts";
import type { CauseRecord, CountingRecord } from "../hooks/events.ts";
import type { DriverProgram, JitCode } from "../jitcode/jitcode.ts";
import type { DecodedState, MadeVirtuals } from "../resume/reader.ts";
import { decodeForced, decodeState } from "../resume/reader.ts";
import type { ResumeData } from "../resume/resume-data.ts";
import { resumeDataOf } from "../resume/resume-data.ts";
import type { Exit } from "../backend/backend.ts";
import type { GuardDescr, LoopToken } from "../trace/descr.ts";
import { floatToBits } from "../base/float.ts";
import { intFromBigint } from "../base/int.ts";
import type { Int } from "../base/int.ts";
import type { Ref, RtValue } from "../trace/values.ts";
import { Blackhole, BlackholeFrame } from "./blackhole.ts";
import { combineHashes, JitCounter, lowWord, valueHash } from "./counter.ts";
import type { Firing } from "./counter.ts";
import { DriverState } from "./driver-state.ts";
import type { SessionStart } from "./event-sink.ts";
import type { JitCell } from "./jitcell.ts";
import { resumeRegisters } from "./live.ts";
import type { FrameOutcome } from "./outcome.ts";
import { ValueBuilder } from "./resume-values.ts";
import type { JitRuntime } from "./runtime.ts";
import { traceFromGuard, traceFromStart } from "./session.ts";
import { writeVirtualizable } from "./virtualizable.ts";
import { continueVirtualRefs } from "./virtualref.ts";

/** How far trace_next_iteration sets a counter. */
const NEXT_ITERATION_FRACTION = 0.98;

type FailedGuard = Pick<CountingRecord, "guard" | "loopNo" | "failures">;

const NO_GUARD: FailedGuard = { guard: -1, loopNo: -1, failures: 0 };

/** What was hot. */
export type StartKind = "loop" | "function";

export class WarmState {
  readonly counter: JitCounter;
  /** What each tick of a loop, a function, a guard adds to its counter; 0 when it is off. */
  loopIncrement = 0;
  functionIncrement = 0;
  private guardIncrement = 0;
  private readonly runtime: JitRuntime;
  /** In the order of the program's drivers. */
  private readonly drivers: readonly DriverState[];
  /** Cells that traces are being made for, the innermost last. */
  private readonly starts: SessionStart[] = [];
  private readonly valueHashes = new WeakMap<object, number>();
  private nextValueHash = 0;

  constructor(runtime: JitRuntime) {
    this.runtime = runtime;
    this.counter = new JitCounter(() => runtime.clock.ticks);
    this.drivers = runtime.program.drivers.map((driver) => new DriverState(this, runtime, driver));
    this.paramsChanged();
  }

  /** The state of a driver. */
  of(driver: DriverProgram): DriverState {
    return defined(this.drivers[driver.index], "state of a driver");
  }

  /** The state of the driver with that name. */
  named(name: string): DriverState {
    return defined(
      this.drivers.find((state) => state.driver.name === name),
      `driver ${name}`,
    );
  }

  /** The main driver's state. */
  get main(): DriverState {
    return defined(this.drivers[0], "main driver");
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
  get start(): SessionStart {
    return defined(this.starts.at(-1), "session in progress");
  }

  /** The counter has fired, or its firing is not waited for: trace. */
  boundReached(
    driver: DriverProgram,
    kind: StartKind,
    cell: JitCell,
    args: readonly RtValue[],
    firing = this.counter.lastFiring,
  ): FrameOutcome {
    const { runtime } = this;
    this.counter.decayAll();
    const threshold = runtime.params.get(kind === "loop" ? "threshold" : "function_threshold");
    cell.isTracing = true;
    cell.tracingOccurred = true;
    this.starts.push(this.describeStart(kind, threshold, firing, NO_GUARD));
    const held = runtime.memory.heldCount;
    runtime.startSession();
    try {
      const { tracerServices, blackhole } = runtime;
      return traceFromStart(tracerServices, blackhole, driver, args, cell.forceFinish);
    } finally {
      runtime.memory.releaseHeld(held);
      runtime.places?.left("session");
      this.starts.pop();
      cell.isTracing = false;
    }
  }

  private describeStart(
    kind: CauseRecord["kind"],
    threshold: number,
    { count, began, decayed, preset, value }: Firing,
    guard: FailedGuard,
  ): SessionStart {
    const cause = { kind, threshold, count, decays: this.counter.decays };
    return { cause, counting: { began, decayed, preset, value, ...guard } };
  }

  // ---- compiled code ---------------------------------------------------------------------

  /** Runs a loop with its reds. */
  executeAssembler(token: LoopToken, reds: readonly RtValue[]): FrameOutcome {
    const { runtime } = this;
    runtime.memory.keepAlive(token);
    runtime.memory.enter(token);
    let exit: Exit;
    try {
      exit = runtime.executor.execute(token, reds);
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
    return this.runPortal(outcome.driver, outcome.args);
  }

  /** Runs the host's portal at a merge point, without counting its entry. */
  runPortal(driver: DriverProgram, args: readonly RtValue[]): RtValue {
    return this.of(driver).runPortal(args);
  }

  private handleExit(exit: Exit): FrameOutcome {
    const { descr } = exit;
    this.runtime.places?.left(nameOfExit(descr));
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
    runtime.probe?.left(guard, "bridge");
    guard.isBusy = true;
    const threshold = runtime.params.get("trace_eagerness");
    const failed = {
      guard: guard.address,
      loopNo: guard.loop?.number ?? -1,
      failures: guard.failureCount,
    };
    this.starts.push(this.describeStart("guard", threshold, this.counter.lastFiring, failed));
    const held = runtime.memory.heldCount;
    runtime.startSession();
    try {
      return traceFromGuard(runtime.tracerServices, runtime.blackhole, guard, exit);
    } finally {
      runtime.memory.releaseHeld(held);
      this.starts.pop();
      guard.isBusy = false;
    }
  }

  /** An activation is forced: its virtualizable and its virtual references become real. */
  forceActivation(guard: GuardDescr, values: readonly RtValue[]): object {
    this.runtime.probe?.left(guard, "forced");
    const data = resumeDataOf(guard);
    const forced = decodeForced<RtValue>(data, new ValueBuilder(values));
    writeForced(data, forced);
    this.runtime.counters.increment("FORCE_VIRTUALIZABLES");
    return forced.made;
  }

  /** Rebuilds the interpreter's frames and runs them up to where the interpreter takes over. */
  private resumeInBlackhole(guard: GuardDescr, exit: Exit): FrameOutcome {
    this.runtime.probe?.left(guard, "blackhole");
    const made = exit.saved as MadeVirtuals<RtValue> | null;
    const data = resumeDataOf(guard);
    const state = decodeState<RtValue>(data, new ValueBuilder(exit.values), made);
    // What was forced is up to date, and may have been changed since.
    if (made === null) writeForced(data, state);
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

  /** Sets a counter so that its green key is traced soon. */
  traceNextIterationHash(hash: number): void {
    this.counter.setFraction(hash, NEXT_ITERATION_FRACTION);
  }
}

function nameOfExit(descr: Exit["descr"]): string {
  return descr.descrKind === "finish" ? "finish" : `guard 0x${descr.address.toString(16)}`;
}

/** Writes the virtualizable of a state; its virtual references stand for real objects now. */
function writeForced(
  { frames }: ResumeData,
  { vable, vrefs }: Pick<DecodedState<RtValue>, "vable" | "vrefs">,
): void {
  const outermost = frames[0]?.jitcode as JitCode;
  const info = defined(outermost.driver, "driver of the outermost frame").vable;
  if (info !== null) writeVirtualizable(info, vable[0] as Ref, vable.slice(1));
  continueVirtualRefs(vrefs);
}
