/**
 * One tracing session: from a hot green key or a failed guard to compiled code or an abort. The
 * one place that catches the tracer's signals. Whatever happens, the outermost frame goes on as
 * the returned outcome says, and the heap is as if nothing had been traced.
 *
 * Counterpart: rpython/jit/metainterp/pyjitpl.py (compile_and_run_once, handle_guard_failure,
 * interpret, run_blackhole_interp_to_cancel_tracing).
 */

import type { Exit } from "../backend/backend.ts";
import { assert, defined } from "../base/assert.ts";
import type { JitOp } from "../jitcode/instructions.ts";
import type { DriverProgram, JitCode } from "../jitcode/jitcode.ts";
import { decodeState } from "../resume/reader.ts";
import { resumeDataOf } from "../resume/resume-data.ts";
import type { GuardDescr } from "../trace/descr.ts";
import type { Box, Const, RtValue, Value } from "../trace/values.ts";
import { constOf, InputArg } from "../trace/values.ts";
import type { BlackholeServices } from "./blackhole.ts";
import { Blackhole, BlackholeFrame } from "./blackhole.ts";
import { resumeRegisters } from "./live.ts";
import type { OpImpl } from "./opimpl-basic.ts";
import * as basic from "./opimpl-basic.ts";
import * as calls from "./opimpl-calls.ts";
import * as heap from "./opimpl-heap.ts";
import * as portal from "./opimpl-portal.ts";
import type { FrameOutcome } from "./outcome.ts";
import { BoxBuilder } from "./resume-boxes.ts";
import { SwitchToBlackhole, TracingDone } from "./signals.ts";
import type { TracerServices } from "./tracer.ts";
import { Tracer } from "./tracer.ts";
import { handleTooLong } from "./too-long.ts";
import { VirtualizableBoxes } from "./virtualizable.ts";
import { continueVirtualRefs, virtualRef, virtualRefFinish, virtualRefKeep } from "./virtualref.ts";

const OPIMPLS: Readonly<Record<JitOp, OpImpl>> = {
  move: basic.move,
  execute: basic.executePure,
  ovf: basic.ovf,
  goto: basic.goto,
  goto_if_not: basic.gotoIfNot,
  switch: basic.switchOn,
  promote: basic.promote,
  assert_not_none: basic.assertNotNone,
  instance_of: basic.instanceOf,
  new: heap.newObject,
  getfield: heap.getField,
  setfield: heap.setField,
  getarrayitem: heap.getArrayItem,
  setarrayitem: heap.setArrayItem,
  arraylen: heap.arrayLen,
  new_array: heap.newArrayOf,
  getfield_vable: heap.getFieldVable,
  setfield_vable: heap.setFieldVable,
  getarrayitem_vable: heap.getArrayItemVable,
  setarrayitem_vable: heap.setArrayItemVable,
  arraylen_vable: heap.arrayLenVable,
  force_virtualizable: heap.forceVirtualizable,
  virtual_ref: virtualRef,
  virtual_ref_finish: virtualRefFinish,
  virtual_ref_keep: virtualRefKeep,
  residual_call: calls.residualCall,
  cond_call: calls.conditionalCall,
  inline_call: calls.inlineCall,
  call_method: calls.callMethod,
  recursive_call: calls.recursiveCall,
  raise: calls.raise,
  catch: calls.catchException,
  return: calls.returnFrom,
  jit_merge_point: portal.jitMergePoint,
  loop_header: portal.loopHeader,
  portal_entry: portal.portalEntry,
  unreachable: basic.unreachableInstr,
};

/** Traces from a merge point: `args` are greens, then reds. */
export function traceFromStart(
  services: TracerServices,
  blackhole: BlackholeServices,
  driver: DriverProgram,
  args: readonly RtValue[],
  forceFinish: boolean,
): FrameOutcome {
  const count = driver.greenKinds.length;
  const greens = driver.greenKinds.map((kind, i) => constOf(kind, args[i] as RtValue));
  const tracer = new Tracer(services, driver, { kind: "interp", greens }, forceFinish);
  const reds = portal.inputBoxes(driver.redKinds, args.slice(count));
  startAtMergePoint(tracer, greens, reds);
  return interpret(tracer, blackhole);
}

function startAtMergePoint(tracer: Tracer, greens: readonly Const[], reds: InputArg[]): void {
  const { driver } = tracer;
  const frame = tracer.pushFrame(driver.portal, null);
  frame.pc = driver.portal.instrs.findIndex((instr) => instr.op === "jit_merge_point");
  assert(frame.pc >= 0, "the portal has no merge point");
  [...greens, ...reds].forEach((value, i) => {
    const register = frame.instr.args[i] as number;
    if (register >= 0) frame.registers[register] = value;
  });
  tracer.inputs = [...reds];
  if (driver.vable !== null) {
    const box = reds[driver.vableRedIndex] as InputArg;
    tracer.vable = VirtualizableBoxes.read(driver.vable, box);
    tracer.inputs.push(...(tracer.vable.values as Box[]));
  }
  tracer.mergePoints.push({ greens, boxes: [...tracer.inputs], start: 0 });
}

/** Traces a bridge from a guard that failed. */
export function traceFromGuard(
  services: TracerServices,
  blackhole: BlackholeServices,
  guard: GuardDescr,
  exit: Exit,
): FrameOutcome {
  const { failKinds: kinds, frames } = resumeDataOf(guard);
  const outermost = frames[0]?.jitcode as JitCode;
  const driver = defined(outermost.driver, "driver of the outermost frame");
  const tracer = new Tracer(services, driver, { kind: "guard", guard }, forcesSegments(guard));
  const inputs = kinds.map((kind, i) =>
    kind === null ? null : new InputArg(kind, exit.values[i] as RtValue),
  );
  tracer.inputs = inputs.filter((input) => input !== null);
  rebuildFrames(tracer, guard, inputs);
  return interpret(tracer, blackhole, () => {
    if (resumeDataOf(guard).deliver) resumeAfterCall(tracer, exit.exception);
  });
}

function forcesSegments(guard: GuardDescr): boolean {
  return ((guard.loop?.retracedCount ?? 0) & 1) === 1;
}

function rebuildFrames(
  tracer: Tracer,
  guard: GuardDescr,
  inputs: readonly (InputArg | null)[],
): void {
  const data = resumeDataOf(guard);
  const { vable } = tracer.driver;
  const state = decodeState<Value>(data, new BoxBuilder(tracer, inputs));
  if (vable !== null) {
    const [box, ...values] = state.vable;
    tracer.vable = new VirtualizableBoxes(vable, defined(box, "virtualizable"), values);
    tracer.vable.synchronize();
  }
  continueVirtualRefs(state.vrefs.map((value) => value.value as RtValue));
  for (let i = 0; i < state.vrefs.length; i += 2) {
    tracer.vrefs.push(state.vrefs[i] as Value, state.vrefs[i + 1] as Value);
  }
  state.frames.forEach((decoded, i) => {
    const jitcode = decoded.jitcode as JitCode;
    const isInner = i === state.frames.length - 1;
    const frame = tracer.resumeFrame(jitcode, decoded.pc);
    const mode = isInner ? (state.deliver ? "called" : "execute") : "inside";
    resumeRegisters(jitcode, decoded.pc, mode).forEach((register, k) => {
      frame.registers[register] = decoded.values[k] as Value;
    });
  });
}

/** The innermost frame is after its call: go on, or raise what the call has raised. */
function resumeAfterCall(tracer: Tracer, exception: object | null): void {
  if (exception !== null) calls.startWithException(tracer, exception);
  else {
    tracer.guard("guard_no_exception", [], "called");
    tracer.top.pc++;
  }
}

/** Runs until the session ends; `begin` is its first step. */
function interpret(
  tracer: Tracer,
  blackhole: BlackholeServices,
  begin: () => void = () => {},
): FrameOutcome {
  const { probe } = tracer.services;
  try {
    begin();
    for (;;) {
      const instr = tracer.top.instr;
      if (probe !== null) probe.traced(instr.op);
      OPIMPLS[instr.op](tracer, instr);
      if (tracer.quasiImmuts.isForced) throw new SwitchToBlackhole("ABORT_FORCE_QUASIIMMUT");
      if (tracer.ops.length > tracer.services.traceLimit()) handleTooLong(tracer);
    }
  } catch (signal) {
    if (signal instanceof TracingDone) return signal.outcome;
    if (!(signal instanceof SwitchToBlackhole)) throw signal;
    tracer.services.compiler.aborted(tracer, signal.reason);
    return runBlackhole(tracer, blackhole);
  } finally {
    tracer.quasiImmuts.end();
    tracer.services.countTracing(tracer.ops.length);
  }
}

/** Goes on from the tracer's frames without tracing. */
function runBlackhole(tracer: Tracer, services: BlackholeServices): FrameOutcome {
  if (tracer.top.instr.op === "jit_merge_point") tracer.services.places?.mayRepeat();
  const frames = tracer.frames.map((frame) => {
    const copy = new BlackholeFrame(frame.jitcode, frame.pc);
    frame.registers.forEach((value, i) => {
      copy.registers[i] = value.value as RtValue;
    });
    return copy;
  });
  const blackhole = new Blackhole(frames, services);
  const pending = tracer.top.exception;
  if (pending !== null) {
    const exception = pending.value as object;
    if (tracer.top.instr.op === "catch") blackhole.top.exception = exception;
    else blackhole.deliverException(exception);
  }
  return blackhole.run();
}
