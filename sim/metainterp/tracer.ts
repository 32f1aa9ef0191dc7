/**
 * The tracer's state: a stack of jitcode frames whose registers hold boxes, the recorded
 * operations, and how to record one, take a snapshot, enter and leave a frame. Every operation is
 * executed once, on the concrete values that boxes carry, while it is recorded. What each
 * instruction does stands in opimpl-*.ts; how a session begins and ends in session.ts.
 *
 * Counterpart: rpython/jit/metainterp/pyjitpl.py (MetaInterp, MIFrame).
 */

import { assert, defined } from "../base/assert.ts";
import type { Counters } from "../hooks/counters.ts";
import type { PlaceObserver } from "../hooks/place-observer.ts";
import type { RunProbe } from "../hooks/probe.ts";
import type { DriverProgram, Instr, JitCode, JitProgram } from "../jitcode/jitcode.ts";
import type { ClassLayout, Descr, GuardDescr, HostFunction } from "../trace/descr.ts";
import { execute } from "../trace/execute.ts";
import type { OpName } from "../trace/ops.ts";
import { OPS } from "../trace/ops.ts";
import type { FrameSnapshot, Snapshot } from "../trace/snapshot.ts";
import type { Box, Const, RtValue, Value } from "../trace/values.ts";
import { ConstInt, constOf, ResOp } from "../trace/values.ts";
import { CallPureResults } from "../optimizer/context.ts";
import type { RetraceNeeded } from "../optimizer/optimize.ts";
import type { CompileServices } from "./compile-services.ts";
import { HeapCache } from "./heapcache.ts";
import type { ResumeMode } from "./live.ts";
import { resumeRegisters } from "./live.ts";
import { QuasiImmutWatch } from "./quasi-immut-watch.ts";
import type { Blamed } from "./too-long.ts";
import type { VirtualizableBoxes } from "./virtualizable.ts";
import { VirtualRefBoxes } from "./virtualref.ts";

/** One activation of a jitcode under the tracer. */
export class TracerFrame {
  readonly jitcode: JitCode;
  pc = 0;
  readonly registers: Value[] = [];
  /** The exception that the next `catch` takes. */
  exception: Value | null = null;
  /** The greens of an inlined portal frame; null for other frames. */
  greens: readonly Const[] | null = null;
  /** How many more passes of its own loops are traced while it is inlined. */
  unrollIterations = 1;

  constructor(jitcode: JitCode) {
    this.jitcode = jitcode;
  }

  get instr(): Instr {
    return this.jitcode.instrs[this.pc] as Instr;
  }

  value(arg: number): Value {
    if (arg < 0) return this.jitcode.constants[~arg] as Value;
    return defined(this.registers[arg], this.jitcode.name, arg);
  }

  /** Whether any register held `box`, which is `by` from now on. */
  replace(box: Value, by: Value): boolean {
    const { registers } = this;
    let found = false;
    for (let i = registers.indexOf(box); i >= 0; i = registers.indexOf(box, i + 1)) {
      registers[i] = by;
      found = true;
    }
    return found;
  }
}

/** Where a session started: at a hot green key, or at a guard that failed. */
export type ResumeKey =
  | { readonly kind: "interp"; readonly greens: readonly Const[] }
  | { readonly kind: "guard"; readonly guard: GuardDescr };

/** A loop header that was passed: the live boxes there, and where the trace was. */
/** A trace that fits no label of its loop, and is to get one more iteration and a label of its own. */
export interface Retrace {
  readonly needed: RetraceNeeded;
  /** Where the iteration starts. */
  readonly start: number;
}

export interface MergePoint {
  readonly greens: readonly Const[];
  readonly boxes: readonly Box[];
  readonly start: number;
}

/** An inlined portal was entered (greens) or left (null). */
interface PortalEvent {
  readonly driver: DriverProgram;
  readonly greens: readonly Const[] | null;
  /** The length of the trace. */
  readonly position: number;
}

/** What the tracer needs of the simulator. */
export interface TracerServices {
  readonly program: JitProgram;
  readonly probe: RunProbe | null;
  readonly places: PlaceObserver | null;
  readonly counters: Counters;
  readonly compiler: CompileServices;
  isGuestException(error: unknown): error is object;
  layoutOf(object: object): ClassLayout;
  /** Number of the code object of a green key, for enter_portal_frame. */
  uniqueId(driver: DriverProgram, greens: readonly RtValue[]): number;
  /** Whether one pass of a loop of an inlined frame is traced, as for generators. */
  unrollsOneIteration(driver: DriverProgram, greens: readonly RtValue[]): boolean;
  /** The callable of a method that no table knows; one per function object. */
  methodFunction(name: string, fn: HostFunction["fn"]): HostFunction;
  /** A merge point is passed: one tick. */
  passMergePoint(): void;
  /** A backward jump: ends the run when its ticks are used up. */
  checkLimit(): void;
  /** A session has ended. */
  countTracing(recordedOps: number): void;
  traceLimit(): number;
  inlining(): boolean;
  maxUnrollRecursion(): number;
  maxUnrollLoops(): number;
}

export class Tracer {
  readonly services: TracerServices;
  /** The driver of the outermost frame. */
  readonly driver: DriverProgram;
  readonly key: ResumeKey;
  readonly ops: ResOp[] = [];
  inputs: Box[] = [];
  readonly frames: TracerFrame[] = [];
  readonly heapcache = new HeapCache();
  vable: VirtualizableBoxes | null = null;
  readonly vrefs = new VirtualRefBoxes();
  readonly quasiImmuts = new QuasiImmutWatch();
  readonly mergePoints: MergePoint[] = [];
  /** The trace up to `retrace.start` is optimized; what follows becomes its peeled loop. */
  retrace: Retrace | null = null;
  seenLoopHeader = false;
  /** Depth of portal frames: 0 is the outermost. */
  portalCallDepth = -1;
  readonly callIds: number[] = [];
  private nextCallId = 0;
  cancelCount = 0;
  /** Cut the trace at a merge point when it is nearly too long. */
  readonly forceFinish: boolean;
  /** Inlined portals: entered (greens) or left (null), and where the trace was. */
  readonly portalTrail: PortalEvent[] = [];
  private parentFrames: readonly FrameSnapshot[] | null = null;
  /** After a too long trace: the inlined function that is blamed. */
  blamed: Blamed | null = null;
  /** Results of elidable calls with constant arguments, for the optimizer. */
  readonly callPureResults = new CallPureResults();

  constructor(
    services: TracerServices,
    driver: DriverProgram,
    key: ResumeKey,
    forceFinish: boolean,
  ) {
    this.services = services;
    this.driver = driver;
    this.key = key;
    this.forceFinish = forceFinish;
  }

  get top(): TracerFrame {
    return defined(this.frames.at(-1), "tracer frame");
  }

  count(name: "OPS" | "HEAPCACHED_OPS" | "RECORDED_OPS" | "GUARDS"): void {
    this.services.counters.increment(name);
  }

  // ---- recording -------------------------------------------------------------------------

  /** Records an operation that was executed; RECORDED_OPS. The heap cache forgets what it may. */
  record(name: OpName, args: Value[], descr: Descr | null, result: RtValue): ResOp {
    const op = new ResOp(name, args, descr);
    this.heapcache.invalidate(name, args, descr);
    op.value = result;
    this.ops.push(op);
    this.count("RECORDED_OPS");
    return op;
  }

  /** Records without counting: guards' companions, debug operations, calls that may force. */
  recordPlain(name: OpName, args: Value[], descr: Descr | null = null): ResOp {
    const op = new ResOp(name, args, descr);
    this.ops.push(op);
    return op;
  }

  /** What an operation gives for the concrete values of its arguments; records nothing. */
  evaluate(name: OpName, args: readonly Value[], descr: Descr | null = null): RtValue {
    return execute(
      name,
      descr,
      args.map((arg) => arg.value as RtValue),
    );
  }

  /** Executes and records one operation; a pure one of constants is a constant. OPS. */
  execute(name: OpName, args: Value[], descr: Descr | null = null): Value {
    return this.executed(name, args, descr, this.evaluate(name, args, descr));
  }

  /** The same when the result is known already. */
  executed(name: OpName, args: Value[], descr: Descr | null, result: RtValue): Value {
    this.count("OPS");
    const info = OPS[name];
    const isPure = info.isPure || (descr?.descrKind === "field" && descr.isPure);
    if (isPure && info.result !== "v" && args.every((arg) => arg.isConst)) {
      return constOf(info.result, result);
    }
    return this.record(name, args, descr, result);
  }

  // ---- guards and snapshots --------------------------------------------------------------

  /** Records a guard that resumes at the present instruction. GUARDS. */
  guard(name: OpName, args: Value[], mode: ResumeMode = "execute"): ResOp {
    assert(name === "guard_exception" || args[0]?.isConst !== true, "guard of a constant:", name);
    const op = new ResOp(name, args);
    op.snapshot = this.snapshot(mode);
    this.ops.push(op);
    this.count("GUARDS");
    return op;
  }

  snapshot(mode: ResumeMode): Snapshot {
    const frame = this.top;
    if (this.parentFrames === null) {
      this.parentFrames = this.frames.slice(0, -1).map((f) => frameSnapshot(f, "inside"));
    }
    return {
      frames: [...this.parentFrames, frameSnapshot(frame, mode)],
      vable: this.vable === null ? [] : this.vable.forSnapshot(),
      vrefs: this.vrefs.forSnapshot(),
      deliver: mode === "called",
    };
  }

  /** Makes `value` a constant of the trace. */
  promote(value: Value): Const {
    if (value.isConst) return value;
    const constant = constOf(value.kind as "i" | "r" | "f", value.value);
    this.guard("guard_value", [value, constant]);
    this.replace(value, constant);
    return constant;
  }

  /** `box` is `by` from now on, in every register. */
  replace(box: Box, by: Value): void {
    const last = this.frames.length - 1;
    this.frames.forEach((frame, i) => {
      if (frame.replace(box, by) && i < last) this.parentFrames = null;
    });
    this.vable?.replace(box, by);
    this.vrefs.replace(box, by);
    this.heapcache.replace(box, by);
  }

  // ---- frames ----------------------------------------------------------------------------

  pushFrame(jitcode: JitCode, greens: readonly Const[] | null): TracerFrame {
    const frame = new TracerFrame(jitcode);
    if (jitcode.driver !== null) this.enterPortal(frame, jitcode.driver, greens);
    this.frames.push(frame);
    this.parentFrames = null;
    return frame;
  }

  private enterPortal(
    frame: TracerFrame,
    driver: DriverProgram,
    greens: readonly Const[] | null,
  ): void {
    this.portalCallDepth++;
    this.callIds.push(this.nextCallId++);
    frame.greens = greens;
    if (greens === null) return;
    const values = greens.map((green) => green.value as RtValue);
    const id = this.services.uniqueId(driver, values);
    this.recordPlain("enter_portal_frame", [new ConstInt(driver.index), new ConstInt(id)]);
    this.noteInlined(driver, greens);
  }

  /** A frame of a guard's state; inlined portals count as such, but nothing is recorded. */
  resumeFrame(jitcode: JitCode, pc: number): TracerFrame {
    const frame = new TracerFrame(jitcode);
    frame.pc = pc;
    if (jitcode.driver !== null) {
      this.portalCallDepth++;
      this.callIds.push(this.nextCallId++);
    }
    this.frames.push(frame);
    this.parentFrames = null;
    return frame;
  }

  /** Leaves the innermost frame; a portal's end is recorded unless the caller does it later. */
  popFrame(recordLeave = true): TracerFrame {
    const frame = defined(this.frames.pop(), "frame to pop");
    this.parentFrames = null;
    const { driver } = frame.jitcode;
    if (driver !== null) {
      this.portalCallDepth--;
      this.callIds.pop();
      if (recordLeave) this.leavePortal(driver);
      if (frame.greens !== null) this.noteInlined(driver, null);
    }
    return frame;
  }

  /** A function of the main driver is inlined, or left; others are never too long by themselves. */
  private noteInlined(driver: DriverProgram, greens: readonly Const[] | null): void {
    if (driver.index !== 0) return;
    this.portalTrail.push({ driver, greens, position: this.ops.length });
  }

  leavePortal(driver: DriverProgram): void {
    this.recordPlain("leave_portal_frame", [new ConstInt(driver.index)]);
  }

  /** Stores the result of the present instruction and goes on with the next. */
  finishInstr(value: Value): void {
    const frame = this.top;
    const { dst } = frame.instr;
    if (dst >= 0) frame.registers[dst] = value;
    frame.pc++;
  }

  /** How often the driver's portal is on the stack with these greens. */
  recursionDepth(driver: DriverProgram, greens: readonly Const[]): number {
    return this.frames.filter(
      ({ jitcode, greens: own }) =>
        jitcode.driver === driver && own !== null && sameGreens(own, greens),
    ).length;
  }

  arg(instr: Instr, index: number): Value {
    return this.top.value(instr.args[index] as number);
  }

  args(instr: Instr): Value[] {
    const frame = this.top;
    return instr.args.map((arg) => frame.value(arg));
  }
}

function frameSnapshot(frame: TracerFrame, mode: ResumeMode): FrameSnapshot {
  const registers = resumeRegisters(frame.jitcode, frame.pc, mode);
  return {
    jitcode: frame.jitcode,
    pc: frame.pc,
    values: registers.map((register) => frame.value(register)),
  };
}

/** Whether two green keys are the same. */
export function sameGreens(a: readonly Const[], b: readonly Const[]): boolean {
  assert(a.length === b.length, "green keys of different drivers");
  return a.every((green, i) => Object.is(green.value, b[i]?.value));
}
