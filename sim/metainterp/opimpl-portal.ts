/**
 * Merge points and loop headers, as the tracer runs them: closing a loop, jumping to a compiled
 * one, or going on.
 *
 * Counterpart: rpython/jit/metainterp/pyjitpl.py (opimpl_jit_merge_point, reached_loop_header).
 */

import { defined } from "../base/assert.ts";
import type { DriverProgram, Instr } from "../jitcode/jitcode.ts";
import { opForKind } from "../trace/ops.ts";
import type { Box, Const, Kind, RtValue, Value } from "../trace/values.ts";
import { ConstInt, InputArg } from "../trace/values.ts";
import { callAssembler } from "./opimpl-calls.ts";
import { SwitchToBlackhole, TracingDone } from "./signals.ts";
import type { MergePoint, Tracer } from "./tracer.ts";
import { sameGreens } from "./tracer.ts";

/** A trace is cut at this fraction of the limit when it is forced to finish. */
const SEGMENT_FRACTION = 0.8;

export function portalEntry(tracer: Tracer, instr: Instr): void {
  tracer.finishInstr(tracer.arg(instr, 0));
}

export function loopHeader(tracer: Tracer, instr: Instr): void {
  tracer.services.checkLimit();
  tracer.seenLoopHeader = true;
  tracer.finishInstr(tracer.arg(instr, 0));
}

export function jitMergePoint(tracer: Tracer, instr: Instr): void {
  const driver = driverOf(tracer);
  const count = driver.greenKinds.length;
  const args = tracer.args(instr);
  const isFirst = tracer.ops.length === 0;
  const greens = args.slice(0, count).map((arg) => tracer.promote(arg));
  const reds = args.slice(count);
  recordMergePoint(tracer, driver, greens);
  if (tracer.forceFinish && isNearlyTooLong(tracer)) segment(tracer);
  if (driver.index !== 0 && tracer.portalCallDepth > 0) {
    // Beside the main driver every merge point is a loop header, as on PyPy.
    tracer.seenLoopHeader = false;
    leaveInlinedLoop(tracer, driver, greens, reds);
    return;
  }
  if (tracer.seenLoopHeader || (!isFirst && isHeadOfCompiledLoop(tracer, greens))) {
    tracer.seenLoopHeader = false;
    if (tracer.portalCallDepth > 0) {
      if (!unrollsInlinedLoop(tracer, driver, greens)) {
        leaveInlinedLoop(tracer, driver, greens, reds);
        return;
      }
    } else reachedLoopHeader(tracer, greens, reds, instr.args.slice(count));
  }
  tracer.services.passMergePoint();
  tracer.top.pc++;
}

/** Whether the outermost frame has come, not by a backward jump, to a loop that is compiled. */
function isHeadOfCompiledLoop(tracer: Tracer, greens: readonly Const[]): boolean {
  if (tracer.portalCallDepth > 0) return false;
  return tracer.services.compiler.compiledLoop(tracer.driver, greens) !== null;
}

function recordMergePoint(tracer: Tracer, driver: DriverProgram, greens: readonly Const[]): void {
  tracer.recordPlain("debug_merge_point", [
    new ConstInt(driver.index),
    new ConstInt(tracer.portalCallDepth),
    new ConstInt(tracer.callIds.at(-1) ?? 0),
    ...greens,
  ]);
  if (driver.index === 0) tracer.services.places?.reached(greens.map(rtValue));
}

/** The driver whose portal is running. */
function driverOf(tracer: Tracer): DriverProgram {
  return defined(tracer.top.jitcode.driver, "driver of a portal");
}

/** Whether an inlined callee goes on at the head of its own loop: a generator's, once. */
function unrollsInlinedLoop(
  tracer: Tracer,
  driver: DriverProgram,
  greens: readonly Const[],
): boolean {
  const frame = tracer.top;
  if (frame.unrollIterations === 0) return false;
  if (!tracer.services.unrollsOneIteration(driver, greens.map(rtValue))) return false;
  frame.unrollIterations--;
  return true;
}

/** An inlined callee reached a loop of its own: it is called as compiled code instead. */
function leaveInlinedLoop(
  tracer: Tracer,
  driver: DriverProgram,
  greens: Const[],
  reds: Value[],
): void {
  tracer.popFrame(false);
  tracer.services.places?.mayRepeat();
  if (callAssembler(tracer, driver, greens, reds)) tracer.leavePortal(driver);
}

/** Replaces constants and repeated boxes by boxes of their own, so that all can be arguments. */
function distinctBoxes(tracer: Tracer, values: Value[], seen: Set<Value>): void {
  values.forEach((value, i) => {
    let box = value;
    if (value.isConst || seen.has(value)) {
      box = tracer.recordPlain(opForKind("same_as", value.kind as Kind), [value]);
      box.value = rtValue(value);
      values[i] = box;
    }
    seen.add(box);
  });
}

function rtValue(value: Value): RtValue {
  return value.value as RtValue;
}

function reachedLoopHeader(
  tracer: Tracer,
  greens: Const[],
  reds: Value[],
  redRegisters: readonly number[],
): void {
  tracer.heapcache.reset();
  const boxes = liveBoxes(tracer, reds, redRegisters);
  const { compiler } = tracer.services;
  tracer.guard("guard_future_condition", []);
  // What is being retraced ends in a label of its own.
  const compiled = tracer.retrace === null ? compiler.compiledLoop(tracer.driver, greens) : null;
  if (compiled !== null && compiler.compileJump(tracer, compiled, boxes)) {
    throw continueAt(tracer, greens, reds);
  }
  for (let i = tracer.mergePoints.length - 1; i >= 0; i--) {
    const start = tracer.mergePoints[i] as MergePoint;
    if (!sameGreens(start.greens, greens)) continue;
    if (closeLoop(tracer, start, boxes)) {
      throw continueAt(tracer, greens, reds);
    }
  }
  tracer.mergePoints.push({ greens, boxes: boxes as Box[], start: tracer.ops.length });
}

function continueAt(tracer: Tracer, greens: Const[], reds: Value[]): TracingDone {
  tracer.services.places?.mayRepeat();
  const args = [...greens, ...reds].map(rtValue);
  return new TracingDone({ kind: "continue", driver: tracer.driver, args });
}

/** The reds and the virtualizable's contents, each a box of its own. */
function liveBoxes(tracer: Tracer, reds: Value[], redRegisters: readonly number[]): Value[] {
  const seen = new Set<Value>();
  distinctBoxes(tracer, reds, seen);
  redRegisters.forEach((register, i) => {
    if (register >= 0) tracer.top.registers[register] = reds[i] as Value;
  });
  if (tracer.vable === null) return [...reds];
  distinctBoxes(tracer, tracer.vable.values, seen);
  return [...reds, ...tracer.vable.values];
}

/** Compiles the loop. False to go on tracing; gives up after too many attempts. */
function closeLoop(tracer: Tracer, start: MergePoint, boxes: readonly Value[]): boolean {
  const { compiler } = tracer.services;
  const { retrace } = tracer;
  // Retraced from somewhere else; or compiled meanwhile, and the trace could not jump to it.
  const isLate =
    retrace === null
      ? compiler.compiledLoop(tracer.driver, start.greens) !== null
      : retrace.start !== start.start;
  if (isLate) throw new SwitchToBlackhole("ABORT_BAD_LOOP");
  const isClosed =
    retrace === null
      ? compiler.compileLoop(tracer, start, boxes)
      : compiler.compileRetrace(tracer, start, boxes);
  if (isClosed) return true;
  tracer.cancelCount++;
  if (tracer.cancelCount <= tracer.services.maxUnrollLoops()) return false;
  if (retrace === null && compiler.compileSimpleLoop(tracer, start, boxes)) return true;
  throw new SwitchToBlackhole("ABORT_BAD_LOOP");
}

function isNearlyTooLong(tracer: Tracer): boolean {
  return tracer.ops.length > tracer.services.traceLimit() * SEGMENT_FRACTION;
}

/** Cuts the trace here: what follows is never reached, a guard that always fails leaves. */
function segment(tracer: Tracer): void {
  tracer.guard("guard_always_fails", []);
  tracer.services.compiler.compileSegment(tracer);
  throw new SwitchToBlackhole("ABORT_SEGMENTED_TRACE");
}

/** The boxes of a session that starts at a hot green key: the reds. */
export function inputBoxes(kinds: readonly Kind[], values: readonly RtValue[]): InputArg[] {
  return kinds.map((kind, i) => new InputArg(kind, values[i] as RtValue));
}
