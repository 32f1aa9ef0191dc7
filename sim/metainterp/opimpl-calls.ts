/**
 * Calls, returns and exceptions, as the tracer runs them.
 */

import { assert, defined } from "../base/assert.ts";
import type { DriverProgram, Instr } from "../jitcode/jitcode.ts";
import { JitCode } from "../jitcode/jitcode.ts";
import type { CallDescr, HostFunction } from "../trace/descr.ts";
import { EXTRA_EFFECT, FINISH_DESCRS } from "../trace/descr.ts";
import { callHost, zeroOf } from "../trace/heap-access.ts";
import { opForKind } from "../trace/ops.ts";
import type { Box, Const, Kind, Ref, RtValue, Value } from "../trace/values.ts";
import { ConstAddr, ConstInt, ConstPtr, constOf, ResOp } from "../trace/values.ts";
import { findMethod } from "./blackhole.ts";
import { guardClass } from "./opimpl-basic.ts";
import { SwitchToBlackhole, TracingDone } from "./signals.ts";
import type { Tracer } from "./tracer.ts";
import {
  beforeForcingCall,
  recordForcings,
  storeTokenBeforeFinish,
  wasVirtualizableForced,
} from "./virtualref.ts";

function enter(tracer: Tracer, jitcode: JitCode, args: Value[], greens: Const[] | null): void {
  const frame = tracer.pushFrame(jitcode, greens);
  args.forEach((value, i) => {
    frame.registers[i] = value;
  });
}

export function inlineCall(tracer: Tracer, instr: Instr): void {
  enter(tracer, defined(instr.jitcode, "jitcode"), tracer.args(instr), null);
}

/** A call through an object: by its class, which is guarded. */
export function callMethod(tracer: Tracer, instr: Instr): void {
  const args = tracer.args(instr);
  const receiver = args[0] as Value;
  guardClass(tracer, receiver);
  const name = defined(instr.method, "method name");
  const { fn, target } = findMethod(tracer.services.program, receiver.value as Ref, name);
  if (target instanceof JitCode) {
    enter(tracer, target, args, null);
    return;
  }
  if (target !== undefined) {
    callResidual(tracer, target.fn, target.descr, args);
    return;
  }
  const found = tracer.services.methodFunction(name, fn);
  callResidual(tracer, found, defined(instr.fallbackDescr, "call descr"), args);
}

export function residualCall(tracer: Tracer, instr: Instr): void {
  const { fn, descr } = defined(instr.residual, "residual target");
  callResidual(tracer, fn, descr, tracer.args(instr));
}

/** A call that is made only if a condition holds: no guard tells whether it was. */
export function conditionalCall(tracer: Tracer, instr: Instr): void {
  const [condition, ...args] = tracer.args(instr) as [Value, ...Value[]];
  const { fn, descr } = defined(instr.residual, "residual target");
  if (condition.isConst && condition.value === 0) {
    tracer.top.pc++;
    return;
  }
  const result = condition.value !== 0 ? runCall(tracer, fn, descr, args) : NOTHING;
  const op = tracer.executed("cond_call", [condition, new ConstAddr(fn), ...args], descr, null);
  afterCall(tracer, descr, op, result);
}

/** The result of a concrete call: a value, or a guest exception. */
interface CallResult {
  readonly value: RtValue;
  readonly exception: object | null;
}

/** Of a call that was not made. */
const NOTHING: CallResult = { value: null, exception: null };

function runCall(
  tracer: Tracer,
  fn: HostFunction,
  descr: CallDescr,
  args: readonly Value[],
): CallResult {
  try {
    const values = args.map((arg) => arg.value as RtValue);
    return { value: callHost(fn, descr, values), exception: null };
  } catch (error) {
    if (!tracer.services.isGuestException(error)) throw error;
    return { value: null, exception: error };
  }
}

function resultKind(descr: CallDescr): Kind | "v" {
  return descr.resultKind === "b" ? "i" : descr.resultKind;
}

/** A call that is not looked inside. */
export function callResidual(
  tracer: Tracer,
  fn: HostFunction,
  descr: CallDescr,
  args: Value[],
): void {
  if (descr.effect.oopspec === "not_in_trace") {
    callNotInTrace(tracer, fn, descr, args);
    return;
  }
  if (descr.effect.extraEffect >= EXTRA_EFFECT.forcesVirtual) {
    beforeForcingCall(tracer);
    const result = runCall(tracer, fn, descr, args);
    recordMayForce(tracer, fn, descr, args, result);
    return;
  }
  if (descr.effect.extraEffect === EXTRA_EFFECT.loopInvariant) {
    callLoopInvariant(tracer, fn, descr, args);
    return;
  }
  const result = tracer.quasiImmuts.watch(() => runCall(tracer, fn, descr, args));
  const kind = resultKind(descr);
  if (descr.isElidable && result.exception === null) {
    recordPure(tracer, fn, descr, args, kind, result.value);
    return;
  }
  const callArgs = [new ConstAddr(fn), ...args];
  const op = tracer.executed(opForKind("call", kind), callArgs, descr, result.value);
  afterCall(tracer, descr, op, result);
}

/**
 * A call that compiled code does not make: it is made while tracing and not recorded. If it raises,
 * the trace is given up.
 */
function callNotInTrace(
  tracer: Tracer,
  fn: HostFunction,
  descr: CallDescr,
  args: readonly Value[],
): void {
  const { exception } = runCall(tracer, fn, descr, args);
  if (exception !== null) {
    tracer.top.exception = new ConstPtr(exception);
    throw new SwitchToBlackhole("ABORT_ESCAPE");
  }
  tracer.top.pc++;
}

/** A call whose result never changes in a loop. The latest one is not made again. */
function callLoopInvariant(
  tracer: Tracer,
  fn: HostFunction,
  descr: CallDescr,
  args: Value[],
): void {
  const known = tracer.heapcache.loopInvariantResult(fn, descr);
  if (known !== null) {
    tracer.finishInstr(known);
    return;
  }
  const { value } = runCall(tracer, fn, descr, args);
  const name = opForKind("call_loopinvariant", resultKind(descr));
  const op = tracer.executed(name, [new ConstAddr(fn), ...args], descr, value);
  tracer.heapcache.loopInvariantNowKnown(fn, descr, op);
  tracer.finishInstr(op);
}

/** An elidable call: recorded as a call first, then a constant for constants, else a call_pure. */
function recordPure(
  tracer: Tracer,
  fn: HostFunction,
  descr: CallDescr,
  args: Value[],
  kind: Kind | "v",
  value: RtValue,
): void {
  tracer.count("OPS");
  tracer.count("RECORDED_OPS");
  const callArgs = [new ConstAddr(fn), ...args];
  tracer.heapcache.invalidate(opForKind("call", kind), callArgs, descr);
  if (kind !== "v" && args.every((arg) => arg.isConst)) {
    tracer.finishInstr(constOf(kind, value));
    return;
  }
  const op = tracer.recordPlain(opForKind("call_pure", kind), callArgs, descr);
  op.value = value;
  if (kind !== "v") {
    const constants = op.args.map((arg) => (arg.isConst ? arg : constantOf(arg)));
    tracer.callPureResults.add(descr, constants, constOf(kind, value));
  }
  setResult(tracer, op);
  if (descr.canRaise) tracer.guard("guard_no_exception", [], "called");
  tracer.top.pc++;
}

function constantOf(box: Box): Const {
  return constOf(box.kind as Kind, box.value);
}

/** A call that may run guest code; not counted in OPS, as in PyPy. */
function recordMayForce(
  tracer: Tracer,
  fn: HostFunction,
  descr: CallDescr,
  args: Value[],
  result: CallResult,
): void {
  recordForcings(tracer);
  const kind = resultKind(descr);
  const callArgs = [new ConstAddr(fn), ...args];
  const op = tracer.recordPlain(opForKind("call_may_force", kind), callArgs, descr);
  tracer.heapcache.invalidateForForcingCall(args);
  finishForcingCall(tracer, descr, op, result);
}

function finishForcingCall(
  tracer: Tracer,
  descr: CallDescr,
  op: ResOp,
  result: CallResult,
  frame: Value | null = null,
): boolean {
  op.value = valueOrZero(op, result);
  setResult(tracer, op);
  if (wasVirtualizableForced(tracer)) escapeTrace(tracer, op, result);
  tracer.guard("guard_not_forced", [], "called");
  if (frame !== null) tracer.recordPlain("keepalive", [frame]);
  afterCall(tracer, descr, op, result);
  return result.exception === null;
}

/** The call has looked at the frame that is traced: goes on after it without tracing. */
function escapeTrace(tracer: Tracer, op: ResOp, { exception }: CallResult): never {
  if (exception === null) tracer.finishInstr(op);
  else tracer.top.exception = new ConstPtr(exception);
  throw new SwitchToBlackhole("ABORT_ESCAPE");
}

function valueOrZero(op: ResOp, result: CallResult): RtValue {
  if (result.exception === null || op.kind === "v") return result.value;
  return zeroOf(op.kind);
}

/** Guards whether the call has raised, and delivers what it gave. */
function afterCall(tracer: Tracer, descr: CallDescr, op: Value, result: CallResult): void {
  if (op instanceof ResOp) op.value = valueOrZero(op, result);
  if (result.exception !== null) {
    setResult(tracer, op);
    raiseFromCall(tracer, result.exception);
    return;
  }
  setResult(tracer, op);
  if (descr.canRaise) tracer.guard("guard_no_exception", [], "called");
  tracer.top.pc++;
}

/** Puts the result in its register without going on: guards after the call see it. */
function setResult(tracer: Tracer, value: Value): void {
  const { dst } = tracer.top.instr;
  if (dst >= 0) tracer.top.registers[dst] = value;
}

function raiseFromCall(tracer: Tracer, exception: object): void {
  const layout = tracer.services.layoutOf(exception);
  const box = tracer.guard("guard_exception", [new ConstAddr(layout)], "called");
  box.value = exception;
  unwind(tracer, box);
}

// ---- the portal ----------------------------------------------------------------------------

/** A call of the portal: inlined, or through compiled code. */
export function recursiveCall(tracer: Tracer, instr: Instr): void {
  const { program } = tracer.services;
  const driver = program.driverOf(defined(instr.residual, "portal").fn);
  const args = tracer.args(instr);
  const count = driver.greenKinds.length;
  const greens = args.slice(0, count).map((arg) => tracer.promote(arg));
  const reds = args.slice(count);
  if (tracer.services.inlining() && tracer.services.compiler.canInline(driver, greens)) {
    if (tracer.recursionDepth(driver, greens) < tracer.services.maxUnrollRecursion()) {
      enter(tracer, driver.portal, [...greens, ...reds], greens);
      return;
    }
    tracer.services.compiler.dontTraceHere(driver, greens);
  }
  if (tracer.services.inlining()) callAssembler(tracer, driver, greens, reds);
  else callPortal(tracer, driver, greens, reds);
}

/** A residual call of a portal (inlining=0). */
function callPortal(tracer: Tracer, driver: DriverProgram, greens: Const[], reds: Value[]): void {
  callResidual(tracer, driver.portalFunction, driver.portalDescr, [...greens, ...reds]);
}

/**
 * Calls the loop of `greens`; the present instruction of the innermost frame gets the result. Runs
 * the portal concretely, which may itself trace and compile. False when it raised.
 */
export function callAssembler(
  tracer: Tracer,
  driver: DriverProgram,
  greens: Const[],
  reds: Value[],
): boolean {
  const { portalFunction, portalDescr: descr } = driver;
  beforeForcingCall(tracer);
  const result = runCall(tracer, portalFunction, descr, [...greens, ...reds]);
  tracer.heapcache.invalidateForForcingCall(reds);
  recordForcings(tracer);
  const token = tracer.services.compiler.assemblerToken(driver, greens);
  const kind = resultKind(descr);
  if (token !== null) {
    const op = tracer.recordPlain(opForKind("call_assembler", kind), reds, token);
    // The callee's virtualizable lives longer than the call.
    const frame = driver.vable === null ? null : (reds[driver.vableRedIndex] as Value);
    return finishForcingCall(tracer, descr, op, result, frame);
  }
  // No code memory for a temporary callback. The call has happened, so it must be recorded.
  const args = [new ConstAddr(portalFunction), ...greens, ...reds];
  const op = tracer.recordPlain(opForKind("call_may_force", kind), args, descr);
  return finishForcingCall(tracer, descr, op, result);
}

// ---- leaving frames ------------------------------------------------------------------------

export function returnFrom(tracer: Tracer, instr: Instr): void {
  const value = instr.args.length > 0 ? tracer.arg(instr, 0) : null;
  if (tracer.frames.length === 1) finishOutermost(tracer, value);
  tracer.popFrame();
  tracer.finishInstr(value ?? new ConstInt(0));
}

const OUTCOMES = { i: "int", r: "ref", f: "float", v: "void" } as const;

/** The outermost frame returns: the trace ends in a finish. */
function finishOutermost(tracer: Tracer, value: Value | null): never {
  const kind = value === null ? "v" : (value.kind as Kind);
  const descr = FINISH_DESCRS[OUTCOMES[kind]];
  const args = value === null ? [] : [value];
  tracer.leavePortal(tracer.driver);
  storeTokenBeforeFinish(tracer);
  if (!tracer.services.compiler.compileFinish(tracer, descr, args)) {
    throw new SwitchToBlackhole("ABORT_BRIDGE");
  }
  throw new TracingDone({ kind: "done", value: value === null ? null : (value.value as RtValue) });
}

export function raise(tracer: Tracer, instr: Instr): void {
  const box = tracer.arg(instr, 0);
  assert(box.value !== null, "raise of null");
  guardClass(tracer, box);
  unwind(tracer, box);
}

/** Leaves frames until one has a handler. */
function unwind(tracer: Tracer, box: Value): void {
  for (;;) {
    const frame = tracer.top;
    const { handler } = frame.instr;
    if (handler >= 0) {
      frame.exception = box;
      frame.pc = handler;
      return;
    }
    if (tracer.frames.length === 1) exitWithException(tracer, box);
    tracer.popFrame();
  }
}

function exitWithException(tracer: Tracer, box: Value): never {
  tracer.leavePortal(tracer.driver);
  // If this is given up, the blackhole raises again what is pending in the outermost frame.
  tracer.top.exception = box;
  storeTokenBeforeFinish(tracer);
  if (!tracer.services.compiler.compileFinish(tracer, FINISH_DESCRS.exception, [box])) {
    throw new SwitchToBlackhole("ABORT_BRIDGE");
  }
  throw new TracingDone({ kind: "exception", exception: box.value as object });
}

export function catchException(tracer: Tracer): void {
  const frame = tracer.top;
  const box = defined(frame.exception, "exception to catch");
  frame.exception = null;
  tracer.finishInstr(box);
}

/** An exception arises at the present instruction when a bridge starts (see session.ts). */
export function startWithException(tracer: Tracer, exception: object): void {
  raiseFromCall(tracer, exception);
}
