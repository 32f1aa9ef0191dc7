/**
 * Code of labels, jumps and finishes, and the operations that have none.
 */

import { assert, defined } from "../../base/assert.ts";
import type { TargetToken } from "../../trace/descr.ts";
import type { Box, ResOp } from "../../trace/values.ts";
import { Label } from "../../x86/code-buffer.ts";
import { mem, R11, RBP } from "../../x86/operand.ts";
import { CODE_ALIGNMENT, FRAME, RESULT_SLOT, slotOffset } from "./calling-convention.ts";
import { emitEpilogue } from "./frame-code.ts";
import type { Location } from "./locations.ts";
import { emitMove, emitMoves, emitStore, sourceOf } from "./moves.ts";
import type { HandlerTable, OpHandler } from "./op-handler.ts";
import { argument } from "./op-handler.ts";
import type { UnitWriter } from "./unit-writer.ts";

function targetToken(op: ResOp): TargetToken {
  assert(op.descr?.descrKind === "target", "no target token:", op.opname);
  return op.descr;
}

/**
 * Control falls into a label with its arguments wherever they are then; jumps put theirs there.
 * What nothing computes with behind the label goes to the frame, where it is not in the way; what
 * stays in a register is not in the frame any more, since a jump brings another value.
 */
function label(w: UnitWriter, op: ResOp, index: number): void {
  const token = targetToken(op);
  const boxes = op.args.map((arg): Box => {
    assert(!arg.isConst, "a label's arguments are boxes");
    return arg;
  });
  assert(new Set(boxes).size === boxes.length, "a label's arguments are distinct");
  assert(!w.targets.has(token), "a target token has one label");
  for (const box of boxes) {
    if (w.regs.ranges.get(box).nextRealUse(index) < 0) w.regs.spill(box);
  }
  const locations = boxes.map((box) => w.regs.locationOf(box));
  for (const [k, box] of boxes.entries()) {
    if (locations[k]!.kind !== "slot") w.regs.forgetSlot(box);
  }
  const place = new Label("label");
  // Time that passes in front of the label needs an instruction there, or jumps would pay for it.
  if (w.hasSilentTicks && w.buffer.size % CODE_ALIGNMENT === 0) w.emit("nop");
  w.buffer.alignWithNops(CODE_ALIGNMENT);
  w.buffer.bind(place);
  w.targets.set(token, { token, label: place, locations, index, pathCost: w.readCost() });
  hintJump(w, token, locations);
  w.emitCounter(token);
}

/** If the unit ends by jumping here, what it passes on had better be where it is wanted. */
function hintJump(w: UnitWriter, token: TargetToken, locations: readonly Location[]): void {
  const last = w.ops.length - 1;
  const jumpOp = w.ops[last]!;
  if (jumpOp.opname !== "jump" || jumpOp.descr !== token) return;
  for (const [k, value] of jumpOp.args.entries()) {
    const location = locations[k];
    if (value.isConst || location === undefined) continue;
    if (location.kind === "slot") w.regs.hintSlot(value, location.slot);
    else w.regs.ranges.claim(last, location, value);
  }
}

function jump(w: UnitWriter, op: ResOp): void {
  const token = targetToken(op);
  const known = w.targets.get(token) ?? w.surroundings.lookupTarget(token);
  const { label, locations } = defined(known, "label that is jumped to");
  assert(locations.length === op.args.length, "a jump has its label's arguments");
  const moves = op.args.map((value, k) => ({ target: locations[k]!, source: sourceOf(w, value) }));
  emitMoves(w, moves);
  w.emit("jmp", label);
}

/** The result goes to the first slot, the finish's descr to the frame. */
function finish(w: UnitWriter, op: ResOp): void {
  assert(op.descr?.descrKind === "finish", "finish has a finish descr");
  if (op.args.length > 0) {
    emitStore(w, mem(8, RBP, slotOffset(RESULT_SLOT)), sourceOf(w, argument(op, 0)));
  }
  w.loadAddress(R11, w.surroundings.addresses.addressOf("descr", op.descr));
  w.emit("mov", mem(8, RBP, FRAME.descr), R11);
  emitEpilogue(w.buffer);
}

/** The address of the frame is the token by which it can be forced. */
function forceToken(w: UnitWriter, op: ResOp): void {
  emitMove(w.buffer, RBP, w.regs.resultGeneral(op));
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
