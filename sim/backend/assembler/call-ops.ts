/**
 * Code of calls: host functions, helpers, and other compiled loops. What lives on is saved first,
 * then the arguments go to where System V wants them, all at once; the stack is aligned to 16 bytes
 * at the call. A call with a condition goes to a helper that tests it, so that the cost of the code
 * is the same either way.
 *
 * Counterpart: rpython/jit/backend/x86/callbuilder.py.
 */

import { assert, defined } from "../../base/assert.ts";
import type { CallDescr, LoopToken } from "../../trace/descr.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import {
  imm,
  mem,
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
} from "../../x86/operand.ts";
import type { AllocatorName, HelperName } from "./calling-convention.ts";
import {
  ARGUMENT_REGISTERS,
  FLOAT_ARGUMENT_COUNT,
  FRAME,
  helperAddress,
  inputSlot,
  slotOffset,
} from "./calling-convention.ts";
import type { Location } from "./locations.ts";
import { vectorRegister } from "./locations.ts";
import type { Unmoved } from "./moves.ts";
import { emitMoves, emitStore, sourceOf } from "./moves.ts";
import type { HandlerTable, OpHandler } from "./op-handler.ts";
import { argument } from "./op-handler.ts";
import type { Move, MoveSource } from "./parallel-move.ts";
import type { UnitWriter } from "./unit-writer.ts";

/** What a call passes on. */
export type CallArgument = Unmoved;

interface Passed {
  readonly isFloat: boolean;
  readonly source: MoveSource<Unmoved>;
}

function passed(w: UnitWriter, argument: CallArgument): Passed {
  if (!("value" in argument)) return { isFloat: false, source: { other: argument } };
  return { isFloat: argument.value.kind === "f", source: sourceOf(w, argument.value) };
}

/** Arguments by where they go. */
interface PlacedArguments {
  readonly moves: Move<Unmoved>[];
  readonly onStack: MoveSource<Unmoved>[];
}

function placeArguments(args: readonly Passed[]): PlacedArguments {
  const moves: Move<Unmoved>[] = [];
  const onStack: MoveSource<Unmoved>[] = [];
  let [generals, floats] = [0, 0];
  for (const { isFloat, source } of args) {
    let target: Location | undefined;
    if (isFloat) target = floats < FLOAT_ARGUMENT_COUNT ? vectorRegister(floats++) : undefined;
    else target = ARGUMENT_REGISTERS[generals++];
    if (target === undefined) onStack.push(source);
    else moves.push({ target, source });
  }
  return { moves, onStack };
}

/** Saves what lives on; arguments that die stay where they are until the call. */
export function beginCall(w: UnitWriter, mayForce: boolean): void {
  w.regs.beforeCall(mayForce);
}

/** Puts arguments and the function in place and calls it. */
function emitCallOf(
  w: UnitWriter,
  target: Value | Passed | HelperName,
  args: readonly Passed[],
): void {
  const { moves, onStack } = placeArguments(args);
  const stackBytes = 16 * Math.ceil(onStack.length / 2);
  if (stackBytes > 0) w.emit("sub", RSP, imm(stackBytes));
  for (const [k, source] of onStack.entries()) emitStore(w, mem(8, RSP, 8 * k), source);
  const isComputed = typeof target === "object" && "source" in target;
  if (isComputed) moves.push({ target: RAX, source: target.source });
  emitMoves(w, moves);
  if (isComputed) w.emitCall(RAX);
  else if (typeof target === "string") emitHelperCall(w, target);
  else {
    w.load(R11, target);
    w.emitCall(R11);
  }
  if (stackBytes > 0) w.emit("add", RSP, imm(stackBytes));
}

/** Calls a helper whose arguments are in place. */
export function emitHelperCall(w: UnitWriter, name: HelperName): void {
  w.loadAddress(R11, helperAddress(w.surroundings.layout, name));
  w.emitCall(R11);
}

/** Calls a helper; its result is the operation's. */
export function callHelper(
  w: UnitWriter,
  op: ResOp,
  name: HelperName,
  args: readonly CallArgument[],
): void {
  const places = args.map((one) => passed(w, one));
  beginCall(w, false);
  emitCallOf(w, name, places);
  bindResult(w, op, false);
}

/**
 * Allocates by a helper that takes rcx and rdx, gives rcx and leaves all else alone, so that no
 * value has to be saved.
 */
export function callAllocator(
  w: UnitWriter,
  op: ResOp,
  name: AllocatorName,
  args: readonly [CallArgument, CallArgument],
): void {
  const [first, second] = args.map((one) => passed(w, one).source);
  w.regs.vacate(RCX);
  w.regs.vacate(RDX);
  emitMoves(w, [
    { target: RCX, source: first! },
    { target: RDX, source: second! },
  ]);
  emitHelperCall(w, name);
  w.regs.resultGeneral(op, RCX);
}

function callDescr(op: ResOp): CallDescr {
  assert(op.descr?.descrKind === "call", "no call descr:", op.opname);
  return op.descr;
}

/** What a call gave; of a host boolean only the lowest byte is defined. */
function bindResult(w: UnitWriter, op: ResOp, isBool: boolean): void {
  if (op.kind === "v") return;
  if (isBool) w.emit("movzx", reg32(RAX.number), reg8(RAX.number));
  w.regs.bindResult(op, op.kind === "f" ? vectorRegister(0) : RAX);
}

/** Calls what argument 0 names with the arguments behind it. */
function call(w: UnitWriter, op: ResOp, index: number): void {
  const guard = forceGuardBehind(w, index);
  const args = op.args.slice(1).map((value) => passed(w, { value }));
  const target = argument(op, 0);
  const targetBox = target.isConst ? undefined : passed(w, { value: target });
  assert(targetBox === undefined || "at" in targetBox.source, "a function that is no constant");
  beginCall(w, guard !== undefined);
  if (guard !== undefined) storeForceDescr(w, guard);
  emitCallOf(w, targetBox ?? target, args);
  bindResult(w, op, callDescr(op).resultKind === "b");
}

/** A guard_not_forced right behind: it is announced in the frame before the call. */
function forceGuardBehind(w: UnitWriter, index: number): ResOp | undefined {
  const next = w.ops[index + 1];
  return next?.opname === "guard_not_forced" ? next : undefined;
}

/** Tells whoever forces the frame by which guard it will be left. */
export function storeForceDescr(w: UnitWriter, guard: ResOp): void {
  w.loadAddress(R11, w.guardAddress(guard));
  w.emit("mov", mem(8, RBP, FRAME.forceDescr), R11);
}

function conditionalCall(helper: "cond_call" | "cond_call_value"): OpHandler {
  return (w, op) => {
    const args = op.args.map((value) => passed(w, { value }));
    beginCall(w, false);
    emitCallOf(w, helper, args);
    bindResult(w, op, callDescr(op).resultKind === "b");
  };
}

/**
 * A fresh frame, the arguments into its slots, the call of the other loop's entry, and a helper
 * that makes a result of however that loop was left. The arguments wait in the own frame while the
 * fresh one is made.
 */
function callAssembler(w: UnitWriter, op: ResOp, index: number): void {
  assert(op.descr?.descrKind === "loop", "no loop token:", op.opname);
  const token: LoopToken = op.descr;
  const tokenAddress = w.surroundings.addresses.addressOf("token", token);
  const guard = forceGuardBehind(w, index);
  const sources = op.args.map((value): MoveSource<Unmoved> => {
    return value.isConst ? { other: { value } } : { at: w.regs.sync(value) };
  });
  beginCall(w, true);
  if (guard !== undefined) storeForceDescr(w, guard);
  w.loadAddress(RDI, tokenAddress);
  emitHelperCall(w, "new_frame");
  for (const [k, source] of sources.entries()) {
    emitStore(w, mem(8, RAX, slotOffset(inputSlot(k))), source);
  }
  w.emit("mov", RDI, RAX);
  const entry = w.self?.token === token ? w.self.entry : w.surroundings.lookupEntry(token);
  w.emitCall(defined(entry, "machine code of the loop that is called"));
  w.emit("mov", RDI, RAX);
  w.loadAddress(RSI, tokenAddress);
  emitHelperCall(w, "finish_call");
  bindResult(w, op, false);
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
  call_may_force_i: call,
  call_may_force_r: call,
  call_may_force_f: call,
  call_may_force_n: call,
  call_assembler_i: callAssembler,
  call_assembler_r: callAssembler,
  call_assembler_f: callAssembler,
  call_assembler_n: callAssembler,
  cond_call: conditionalCall("cond_call"),
  cond_call_value_i: condCallValue,
  cond_call_value_r: condCallValue,
};
