/**
 * Code of labels, jumps and finishes, and the operations that have none.
 */

import { assert, defined } from "../../base/assert.ts";
import type { TargetToken } from "../../trace/descr.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import { Label } from "../../x86/code-buffer.ts";
import { mem, R11, RAX, RBP, RCX } from "../../x86/operand.ts";
import { FRAME, slotOffset } from "./calling-convention.ts";
import type { HandlerTable, OpHandler } from "./op-handler.ts";
import { argument } from "./op-handler.ts";
import type { Move, MoveStep } from "./parallel-move.ts";
import { orderMoves } from "./parallel-move.ts";
import type { UnitWriter } from "./unit-writer.ts";

function targetToken(op: ResOp): TargetToken {
  assert(op.descr?.descrKind === "target", "no target token:", op.opname);
  return op.descr;
}

/** Control falls into a label with its arguments in their slots; jumps put theirs there. */
function label(w: UnitWriter, op: ResOp): void {
  const token = targetToken(op);
  const slots = op.args.map((arg) => {
    assert(!arg.isConst, "a label's arguments are boxes");
    return w.slotOf(arg);
  });
  assert(new Set(slots).size === slots.length, "a label's arguments are distinct");
  assert(!w.targets.has(token), "a target token has one label");
  const place = new Label("label");
  w.buffer.bind(place);
  w.targets.set(token, { token, label: place, slots });
  w.emitCounter(token);
}

function jump(w: UnitWriter, op: ResOp): void {
  const token = targetToken(op);
  const known = w.targets.get(token) ?? w.surroundings.lookupTarget(token);
  const target = defined(known, "label that is jumped to");
  assert(target.slots.length === op.args.length, "a jump has its label's arguments");
  const moves = op.args.map((value, k): Move<Value> => {
    const source = value.isConst ? { other: value as Value } : { slot: w.slotOf(value) };
    return { target: target.slots[k]!, source };
  });
  for (const step of orderMoves(moves)) emitMoveStep(w, step);
  w.emit("jmp", target.label);
}

/** rcx is the temporary of parallel moves. */
function emitMoveStep(w: UnitWriter, step: MoveStep<Value>): void {
  if (step.kind === "save") {
    w.emit("mov", RCX, mem(8, RBP, slotOffset(step.slot)));
    return;
  }
  const place = mem(8, RBP, slotOffset(step.target));
  if (step.source === "saved") {
    w.emit("mov", place, RCX);
    return;
  }
  if ("slot" in step.source) w.emit("mov", RAX, mem(8, RBP, slotOffset(step.source.slot)));
  else w.load(RAX, step.source.other);
  w.emit("mov", place, RAX);
}

/** The result goes to slot 0, the finish's descr to the frame. */
function finish(w: UnitWriter, op: ResOp): void {
  assert(op.descr?.descrKind === "finish", "finish has a finish descr");
  if (op.args.length > 0) {
    w.load(RAX, argument(op, 0));
    w.emit("mov", mem(8, RBP, slotOffset(0)), RAX);
  }
  w.loadAddress(R11, w.surroundings.addresses.addressOf("descr", op.descr));
  w.emit("mov", mem(8, RBP, FRAME.descr), R11);
  w.emit("mov", RAX, RBP);
  w.emit("pop", RBP);
  w.emit("ret");
}

/** The address of the frame is the token by which it can be forced. */
function forceToken(w: UnitWriter, op: ResOp): void {
  w.store(op, RBP);
}

const nothing: OpHandler = () => undefined;

/** Operations that tell the optimizer or the reader something, and the processor nothing. */
export const CODELESS_HANDLERS: HandlerTable = {
  debug_merge_point: nothing,
  enter_portal_frame: nothing,
  leave_portal_frame: nothing,
  jit_debug: nothing,
  keepalive: nothing,
  assert_not_none: nothing,
  record_exact_class: nothing,
  record_exact_value_r: nothing,
  record_exact_value_i: nothing,
  record_known_result: nothing,
  quasiimmut_field: nothing,
};

export const CONTROL_HANDLERS: HandlerTable = {
  label,
  jump,
  finish,
  force_token: forceToken,
};
