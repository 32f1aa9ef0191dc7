/**
 * Code of calls: host functions, helpers, and other compiled loops. Arguments go from their slots
 * to where System V wants them; the stack is aligned to 16 bytes at the call. A call with a
 * condition goes to a helper that tests it, so that the cost of the code is the same either way.
 *
 * Counterpart: rpython/jit/backend/x86/callbuilder.py.
 */

import { assert, defined } from "../../base/assert.ts";
import type { CallDescr, LoopToken } from "../../trace/descr.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import type { RegisterOperand } from "../../x86/operand.ts";
import {
  imm,
  mem,
  R8,
  R9,
  R11,
  RAX,
  RBP,
  RCX,
  RDI,
  RDX,
  reg8,
  reg32,
  RSI,
  RSP,
  xmm,
} from "../../x86/operand.ts";
import type { HelperName } from "./calling-convention.ts";
import { FRAME, helperAddress, slotOffset } from "./calling-convention.ts";
import type { HandlerTable, OpHandler } from "./op-handler.ts";
import { argument } from "./op-handler.ts";
import type { UnitWriter } from "./unit-writer.ts";

const INT_REGISTERS: readonly RegisterOperand[] = [RDI, RSI, RDX, RCX, R8, R9];
const FLOAT_REGISTER_COUNT = 8;

/** Calls a helper whose arguments are in place. */
export function emitHelperCall(w: UnitWriter, name: HelperName): void {
  w.loadAddress(R11, helperAddress(w.surroundings.layout, name));
  w.emitCall(R11);
}

/** Arguments by where they go. */
interface PlacedArguments {
  readonly inRegisters: readonly (readonly [Value, RegisterOperand])[];
  readonly inVectors: readonly Value[];
  readonly onStack: readonly Value[];
}

function placeArguments(args: readonly Value[]): PlacedArguments {
  const inRegisters: (readonly [Value, RegisterOperand])[] = [];
  const inVectors: Value[] = [];
  const onStack: Value[] = [];
  for (const value of args) {
    if (value.kind === "f" && inVectors.length < FLOAT_REGISTER_COUNT) inVectors.push(value);
    else if (value.kind !== "f" && inRegisters.length < INT_REGISTERS.length) {
      inRegisters.push([value, INT_REGISTERS[inRegisters.length]!]);
    } else onStack.push(value);
  }
  return { inRegisters, inVectors, onStack };
}

/** Puts arguments in place; gives the bytes to take off the stack after the call. */
function emitArguments(w: UnitWriter, args: readonly Value[]): number {
  const { inRegisters, inVectors, onStack } = placeArguments(args);
  const padding = 8 * (onStack.length % 2);
  if (padding > 0) w.emit("sub", RSP, imm(padding));
  for (const value of [...onStack].reverse()) {
    w.load(RAX, value);
    w.emit("push", RAX);
  }
  for (const [value, register] of inRegisters) w.load(register, value);
  for (const [k, value] of inVectors.entries()) w.loadFloat(xmm(k), value);
  return padding + 8 * onStack.length;
}

function emitStackCleanup(w: UnitWriter, bytes: number): void {
  if (bytes > 0) w.emit("add", RSP, imm(bytes));
}

function callDescr(op: ResOp): CallDescr {
  assert(op.descr?.descrKind === "call", "no call descr:", op.opname);
  return op.descr;
}

/** Stores what a call gave; of a host boolean only the lowest byte is defined. */
function storeResult(w: UnitWriter, op: ResOp, isBool: boolean): void {
  if (op.kind === "v") return;
  if (op.kind === "f") {
    w.storeFloat(op, xmm(0));
    return;
  }
  if (isBool) w.emit("movzx", reg32(RAX.number), reg8(RAX.number));
  w.store(op, RAX);
}

/** Calls what argument `functionAt` names with the arguments behind it. */
function call(w: UnitWriter, op: ResOp): void {
  const stackBytes = emitArguments(w, op.args.slice(1));
  w.load(R11, argument(op, 0));
  w.emitCall(R11);
  emitStackCleanup(w, stackBytes);
  storeResult(w, op, callDescr(op).resultKind === "b");
}

/** The guard_not_forced behind is announced in the frame before the call. */
function callMayForce(w: UnitWriter, op: ResOp, index: number): void {
  announceForceGuard(w, index);
  call(w, op);
}

function announceForceGuard(w: UnitWriter, index: number): void {
  const next = w.ops[index + 1];
  if (next?.opname !== "guard_not_forced") return;
  storeForceDescr(w, next);
}

/** Tells whoever forces the frame by which guard it will be left. */
export function storeForceDescr(w: UnitWriter, guard: ResOp): void {
  w.loadAddress(R11, w.guardAddress(guard));
  w.emit("mov", mem(8, RBP, FRAME.forceDescr), R11);
}

function conditionalCall(helper: "cond_call" | "cond_call_value"): OpHandler {
  return (w, op) => {
    const stackBytes = emitArguments(w, op.args);
    emitHelperCall(w, helper);
    emitStackCleanup(w, stackBytes);
    storeResult(w, op, callDescr(op).resultKind === "b");
  };
}

/**
 * A fresh frame, the arguments into its slots, the call of the other loop's entry, and a helper
 * that makes a result of however that loop was left.
 */
function callAssembler(w: UnitWriter, op: ResOp, index: number): void {
  assert(op.descr?.descrKind === "loop", "no loop token:", op.opname);
  const token: LoopToken = op.descr;
  const tokenAddress = w.surroundings.addresses.addressOf("token", token);
  announceForceGuard(w, index);
  w.loadAddress(RDI, tokenAddress);
  emitHelperCall(w, "new_frame");
  for (const [k, value] of op.args.entries()) {
    w.load(RCX, value);
    w.emit("mov", mem(8, RAX, slotOffset(k)), RCX);
  }
  w.emit("mov", RDI, RAX);
  const entry = w.self?.token === token ? w.self.entry : w.surroundings.lookupEntry(token);
  w.emitCall(defined(entry, "machine code of the loop that is called"));
  w.emit("mov", RDI, RAX);
  w.loadAddress(RSI, tokenAddress);
  emitHelperCall(w, "finish_call");
  storeResult(w, op, false);
}

const condCallValue = conditionalCall("cond_call_value");

export const CALL_HANDLERS: HandlerTable = {
  call_i: call,
  call_r: call,
  call_f: call,
  call_n: call,
  call_pure_i: call,
  call_pure_r: call,
  call_pure_f: call,
  call_pure_n: call,
  call_loopinvariant_i: call,
  call_loopinvariant_r: call,
  call_loopinvariant_f: call,
  call_loopinvariant_n: call,
  call_may_force_i: callMayForce,
  call_may_force_r: callMayForce,
  call_may_force_f: callMayForce,
  call_may_force_n: callMayForce,
  call_assembler_i: callAssembler,
  call_assembler_r: callAssembler,
  call_assembler_f: callAssembler,
  call_assembler_n: callAssembler,
  cond_call: conditionalCall("cond_call"),
  cond_call_value_i: condCallValue,
  cond_call_value_r: condCallValue,
};
