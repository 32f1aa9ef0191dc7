/**
 * Runs loop programs in two ways: directly, operation by operation; and as a tracing JIT does, with
 * a compiled loop, exits by resume data, and bridges from guards that failed twice.
 */

import { assert } from "../../sim/base/assert.ts";
import { Counters } from "../../sim/hooks/counters.ts";
import type { RunProbe } from "../../sim/hooks/probe.ts";
import { OracleExecutor } from "../../sim/backend/oracle/oracle.ts";
import { codeDouble, printValue, RigServices } from "../../sim/backend/test-rig.ts";
import type { Exit } from "../../sim/backend/backend.ts";
import type { OptimizerContext } from "../../sim/optimizer/context.ts";
import { ALL_OPTS, DEFAULT_PARAMS, InvalidLoop } from "../../sim/optimizer/context.ts";
import {
  optimizeBridge,
  optimizeLoop,
  optimizeRetrace,
  optimizeSimpleLoop,
  RetraceNeeded,
} from "../../sim/optimizer/optimize.ts";
import type { OptimizedUnit } from "../../sim/optimizer/optimize.ts";
import { decodeState } from "../../sim/resume/reader.ts";
import { resumeDataOf } from "../../sim/resume/resume-data.ts";
import type { GuardDescr } from "../../sim/trace/descr.ts";
import { LoopToken } from "../../sim/trace/descr.ts";
import { execute } from "../../sim/trace/execute.ts";
import type { OpName } from "../../sim/trace/ops.ts";
import { OPS } from "../../sim/trace/ops.ts";
import type { Box, RtValue, Value, Trace } from "../../sim/trace/values.ts";
import { ConstAddr, constOf, InputArg } from "../../sim/trace/values.ts";
import { ResOp } from "../../sim/trace/values.ts";
import { verifyTrace } from "../../sim/trace/verify.ts";
import { constantSeen } from "./heap-steps.ts";
import { LoopProgram } from "./loop-program.ts";
import { recordingBuilder } from "./recording-builder.ts";

/** Failures of a guard before a bridge is compiled, and bridges at most. */
const EAGERNESS = 2;
const MAX_BRIDGES = 12;
/** So both ways of bridges that fit no label are taken: a further loop, then forcing. */
const RETRACE_LIMIT = 1;

/** Whether a guard of a program holds for these values of its arguments. */
function holds(program: LoopProgram, op: ResOp, args: readonly RtValue[], last: RtValue): boolean {
  const [value, wanted] = args;
  const layout = typeof value === "object" && value !== null ? value : null;
  switch (op.opname) {
    case "guard_true":
      return value === 1;
    case "guard_false":
      return value === 0;
    case "guard_value":
      return value === wanted;
    case "guard_nonnull":
      return value !== null;
    case "guard_isnull":
      return value === null;
    case "guard_class":
    case "guard_nonnull_class":
      return layout !== null && (program.context.layoutOf(layout) as unknown) === wanted;
    case "guard_no_overflow":
      return last !== null;
    case "guard_overflow":
      return last === null;
    default:
      throw new TypeError(`no meaning for ${op.opname}`);
  }
}

/** One iteration of a program from `pc`: where it ends, and the next header's values. */
interface IterationEnd {
  readonly failedPc: number;
  readonly next: readonly Value[];
}

/** The operations of an iteration as they happen, recorded as a trace. */
class Iteration {
  readonly ops: ResOp[] = [];
  private readonly program: LoopProgram;
  private readonly env: Map<Value, Value>;

  constructor(program: LoopProgram, env: Map<Value, Value>) {
    this.program = program;
    this.env = env;
  }

  own(value: Value): Value {
    return value.isConst ? constOfSame(value) : (this.env.get(value) as Value);
  }

  run(pc: number): IterationEnd {
    let last: RtValue = null;
    for (let at = pc; at < this.program.ops.length; at++) {
      const op = this.program.ops[at] as ResOp;
      const args = op.args.map((arg) => this.own(arg));
      const values = args.map((arg) => arg.value as RtValue);
      if (OPS[op.opname].isGuard) {
        const isHeld = holds(this.program, op, values, last);
        this.recordGuard(op, at, args, isHeld);
        if (isHeld) continue;
        const next = this.program.elseArgs.get(at) as Value[];
        return { failedPc: at, next: next.map((value) => this.own(value)) };
      }
      const copy = new ResOp(op.opname, args, op.descr);
      copy.value = execute(op.opname, op.descr, values);
      last = copy.value;
      this.ops.push(copy);
      this.env.set(op, copy);
    }
    return { failedPc: -1, next: this.program.jumpArgs.map((value) => this.own(value)) };
  }

  snapshotAt(pc: number, values: readonly Value[]) {
    const frame = { jitcode: { name: "loop", index: 0 }, pc, values };
    return { frames: [frame], vable: [], vrefs: [], deliver: false };
  }

  /** The guard as it was seen: when it failed, the guard that holds instead. */
  private recordGuard(op: ResOp, pc: number, args: Value[], isHeld: boolean): void {
    const guard = isHeld ? new ResOp(op.opname, args) : this.insteadOf(op, args);
    if (guard === null || guard.args[0]?.isConst) return;
    const resume = this.program.resumePc(pc);
    const live = this.program.liveAt(resume).map((box) => this.own(box));
    guard.snapshot = this.snapshotAt(resume, live);
    this.ops.push(guard);
  }

  private insteadOf(op: ResOp, args: Value[]): ResOp | null {
    const opposites: Partial<Record<OpName, OpName>> = {
      guard_true: "guard_false",
      guard_false: "guard_true",
      guard_nonnull: "guard_isnull",
      guard_isnull: "guard_nonnull",
      guard_no_overflow: "guard_overflow",
      guard_overflow: "guard_no_overflow",
    };
    const [box] = args as [Value];
    const opposite = opposites[op.opname];
    if (opposite !== undefined) return new ResOp(opposite, args);
    if (op.opname === "guard_value") {
      return new ResOp("guard_value", [box, constantSeen(box)]);
    }
    const object = box.value as object | null;
    if (object === null) return new ResOp("guard_isnull", [box]);
    const layout = this.program.context.layoutOf(object);
    assert(layout !== undefined, "an object of the program has a layout");
    return new ResOp("guard_nonnull_class", [box, new ConstAddr(layout)]);
  }

  /** The recorded trace, ending at the loop's header. */
  close(end: IterationEnd, token: LoopToken): ResOp[] {
    const future = new ResOp("guard_future_condition", []);
    future.snapshot = this.snapshotAt(-1, end.next);
    return [...this.ops, future, new ResOp("jump", [...end.next], token)];
  }
}

function constOfSame(value: Value): Value {
  if (value instanceof ConstAddr) return value;
  return constOf(value.kind as "i", value.value as RtValue);
}

function describe(values: readonly RtValue[], program: LoopProgram): string {
  return printValue([...program.comparable(values), ...program.globals, program.log]);
}

/** The meaning of a program. */
export interface DirectRun {
  /** What it leaves behind. */
  readonly result: string;
  /** Header and heap before each iteration, by the loop's counter. */
  readonly states: ReadonlyMap<RtValue, string>;
}

/** Runs a program operation by operation. */
export function runDirectly(program: LoopProgram, inputs: readonly RtValue[]): DirectRun {
  const states = new Map<RtValue, string>();
  let header = inputs;
  for (;;) {
    states.set(header[0] as RtValue, describe(header, program));
    const boxes = header.map((value, i) => inputBox(program, i, value));
    const end = startIteration(program, boxes).run(0);
    if (end.failedPc === LoopProgram.exitPc) return { result: describe(header, program), states };
    header = end.next.map((value) => value.value as RtValue);
  }
}

function inputBox(program: LoopProgram, index: number, value: RtValue): InputArg {
  return new InputArg((program.inputs[index] as InputArg).kind, value);
}

function startIteration(program: LoopProgram, boxes: readonly Box[]): Iteration {
  return new Iteration(
    program,
    new Map(program.inputs.map((input, i) => [input, boxes[i] as Box])),
  );
}

/** What happened in a compiled run. */
export interface CompiledRun {
  readonly result: string;
  /** The first state after an exit that is not the program's, or "". */
  readonly difference: string;
  readonly exits: number;
  readonly bridges: number;
  /** Bridges that got a label of their own. */
  readonly retraces: number;
  readonly counters: Counters;
}

/** Where a run goes on: at the header with `next`, or it has ended with `result`. */
interface Resumed {
  readonly result: string | null;
  readonly next: RtValue[];
}

export class LoopJit {
  readonly counters = new Counters();
  /** Every unit compiled, for failures' reports. */
  readonly units: OptimizedUnit[] = [];
  private readonly program: LoopProgram;
  private readonly token = new LoopToken();
  private readonly executor: OracleExecutor;
  private readonly context: OptimizerContext;
  private bridges = 0;
  private retraces = 0;

  /** `probe` hears of rules and executed operations. */
  constructor(
    program: LoopProgram,
    opts: readonly string[] = ALL_OPTS,
    probe?: Pick<RunProbe, "rule" | "executed">,
  ) {
    this.program = program;
    this.executor = new OracleExecutor(new RigServices(program.context, probe?.executed));
    let hash = 0;
    this.context = {
      counters: this.counters,
      enableOpts: new Set(opts),
      params: { ...DEFAULT_PARAMS, retraceLimit: RETRACE_LIMIT },
      layoutOf: program.context.layoutOf,
      callForOopspec: program.context.callForOopspec,
      callPureResults: null,
      ...(probe === undefined ? {} : { onRule: (rule) => probe.rule(rule) }),
      nextGuardHash: () => {
        hash += 8;
        return hash;
      },
    };
  }

  /** Traces one iteration from these values and compiles it; false when that is impossible. */
  compile(inputs: readonly RtValue[]): boolean {
    const boxes = inputs.map((value, i) => inputBox(this.program, i, value));
    const iteration = startIteration(this.program, boxes);
    const end = iteration.run(0);
    assert(end.failedPc === -1, "the first iteration goes through");
    const trace = { inputargs: boxes, ops: iteration.close(end, this.token) };
    return (
      this.tryCompile(() => optimizeLoop(trace, this.token, this.context), null) ||
      this.tryCompile(() => optimizeSimpleLoop(trace, this.token, this.context), null)
    );
  }

  private tryCompile(optimize: () => OptimizedUnit | null, guard: GuardDescr | null): boolean {
    let unit: OptimizedUnit | null;
    try {
      unit = optimize();
    } catch (signal) {
      if (signal instanceof InvalidLoop) return false;
      throw signal;
    }
    if (unit === null) return false;
    this.units.push(unit);
    verifyTrace(unit, { optimized: true });
    const { inputargs, ops } = unit;
    const type = guard === null ? "loop" : "bridge";
    const piece = { type, token: this.token, guard, inputargs, ops, counted: false } as const;
    this.executor.install(piece, codeDouble(unit));
    return true;
  }

  /**
   * Runs the compiled loop, going back into it after every exit. Whenever an iteration has been
   * finished after an exit, header and heap must be what they are in the direct run.
   */
  run(inputs: readonly RtValue[], { states }: DirectRun): CompiledRun {
    let header = inputs;
    let difference = "";
    for (let exits = 1; ; exits++) {
      assert(exits < 10_000, "the loop does not end");
      const exit = this.executor.execute(this.token, header);
      const end = this.resume(exit);
      if (end.result !== null) {
        const { bridges, retraces, counters } = this;
        return { result: end.result, difference, exits, bridges, retraces, counters };
      }
      header = end.next;
      const state = describe(header, this.program);
      const expected = states.get(header[0] as RtValue);
      if (difference === "" && state !== expected) {
        difference = `after exit ${exits}: ${state}\nexpected ${expected}`;
      }
    }
  }

  /** Finishes the iteration after an exit; records it and makes a bridge of it in time. */
  private resume({ descr, values }: Exit): Resumed {
    assert(descr.descrKind === "guard", "loops are left by guards");
    const data = resumeDataOf(descr);
    const failArgs = data.failKinds.map((kind, i) =>
      kind === null ? null : new InputArg(kind, values[i] as RtValue),
    );
    const prologue: ResOp[] = [];
    const state = decodeState(data, recordingBuilder(failArgs, prologue));
    const frame = state.frames[0];
    assert(frame !== undefined, "a state has a frame");
    const live = this.program.liveAt(frame.pc);
    const env = new Map<Value, Value>(live.map((box, i) => [box, frame.values[i] as Value]));
    const iteration = new Iteration(this.program, env);
    iteration.ops.push(...prologue);
    const end =
      frame.pc < 0
        ? { failedPc: -1, next: live.map((box) => iteration.own(box)) }
        : iteration.run(frame.pc);
    if (end.failedPc === LoopProgram.exitPc) {
      const header = end.next.map((value) => value.value as RtValue);
      return { result: describe(header, this.program), next: [] };
    }
    descr.failureCount += 1;
    const next = end.next.map((value) => value.value as RtValue);
    if (descr.failureCount !== EAGERNESS || this.bridges >= MAX_BRIDGES)
      return { result: null, next };
    const trace = {
      inputargs: failArgs.filter((arg) => arg !== null),
      ops: iteration.close(end, this.token),
    };
    return this.compileBridge(trace, descr, next);
  }

  /** Makes a bridge; `next` is the header at its end. */
  private compileBridge(trace: Trace, descr: GuardDescr, next: RtValue[]): Resumed {
    let needed: RetraceNeeded | null = null;
    const isMade = this.tryCompile(() => {
      const unit = optimizeBridge(trace, this.token, this.context, descr);
      if (unit instanceof RetraceNeeded) needed = unit;
      return unit instanceof RetraceNeeded ? null : unit;
    }, descr);
    if (isMade) this.bridges += 1;
    return needed === null ? { result: null, next } : this.retrace(needed, descr, next);
  }

  /** One more iteration, which becomes a loop of its own behind the bridge. */
  private retrace(needed: RetraceNeeded, descr: GuardDescr, header: RtValue[]): Resumed {
    const boxes = header.map((value, i) => inputBox(this.program, i, value));
    const iteration = startIteration(this.program, boxes);
    const end = iteration.run(0);
    if (end.failedPc === LoopProgram.exitPc) {
      return { result: describe(header, this.program), next: [] };
    }
    const trace = { inputargs: boxes, ops: iteration.close(end, this.token) };
    const isMade = this.tryCompile(() => optimizeRetrace(trace, needed, this.context), descr);
    if (isMade) {
      this.bridges += 1;
      this.retraces += 1;
    }
    return { result: null, next: end.next.map((value) => value.value as RtValue) };
  }
}
