/**
 * The reference executor of operations: one at a time, with the `execute` table for everything that
 * is not control flow. What it does, every other backend must do.
 *
 * Exceptions: a call catches guest exceptions only, and only if its descr says that it can raise;
 * the exception stays pending until a guard_exception (or save_exception) takes it, and leaves with
 * a failing guard.
 *
 * Counterpart: rpython/jit/backend/llgraph/runner.py.
 */

import { assert, defined } from "../../base/assert.ts";
import { countOperation } from "../../hooks/probe.ts";
import type { ClassLayout, FinishDescr, GuardDescr, LoopToken } from "../../trace/descr.ts";
import { EXECUTORS } from "../../trace/execute.ts";
import { zeroOf } from "../../trace/heap-access.ts";
import type { RtValue } from "../../trace/values.ts";
import type { Exit } from "../backend.ts";
import type { Activation } from "./activation.ts";
import { allocate, checkTickLimit } from "./activation.ts";
import type { ControlOp, LinkedOp } from "./linked-unit.ts";
import { isControlOp, stateOf } from "./linked-unit.ts";

/** Carries out one operation; gives the exit if it leaves. */
type Handler = (run: Activation, op: LinkedOp) => Exit | null;
/** Whether a guard holds. */
type Test = (run: Activation, op: LinkedOp) => boolean;

/** Runs until the code is left, or (with `stopAtJump`) until a jump has been taken. */
export function interpret(run: Activation, stopAtJump: boolean): Exit | null {
  const { clock, executed } = run.machine.services;
  run.jump = null;
  for (;;) {
    const op = run.unit.ops[run.pc++] as LinkedOp;
    clock.ticks += op.ticks;
    if (executed !== undefined) countOperation(executed.oracle, op.opname);
    const exit = step(run, op);
    if (exit !== null) return exit;
    if (stopAtJump && run.jump !== null) return null;
  }
}

function step(run: Activation, op: LinkedOp): Exit | null {
  const { opname } = op;
  if (op.allocation !== null) {
    const slot = run.unit.slotOf(op.allocation.op);
    run.frame[slot] = allocate(op.allocation, (value) => run.at(run.unit.slotOf(value)));
  } else if (op.isMerged) {
    return null;
  } else if (isControlOp(opname)) {
    if (op.hasOwnState) run.machine.services.places?.stateTaken(stateOf(op.op) as object);
    return CONTROL[opname](run, op);
  } else if (op.op.descr?.descrKind === "call") {
    const { descr } = op.op;
    const executor = defined(EXECUTORS[opname], opname);
    call(run, op, descr.canRaise, () => executor(run.args(op), descr));
  } else {
    const result = defined(EXECUTORS[opname], opname)(run.args(op), op.op.descr);
    if (opname.endsWith("_ovf")) run.overflowed = result === null;
    run.give(op, result);
  }
  return null;
}

function call(run: Activation, op: LinkedOp, canRaise: boolean, invoke: () => RtValue): void {
  assert(run.exception === null, "no call while an exception is pending");
  run.countThrough(op);
  const next = run.unit.ops[op.index + 1];
  if (next?.opname === "guard_not_forced") run.announce(next);
  const { kind } = op.op;
  if (!canRaise) {
    run.give(op, invoke());
    return;
  }
  try {
    run.give(op, invoke());
  } catch (error) {
    if (!run.machine.services.isGuestException(error)) throw error;
    run.exception = error;
    if (kind !== "v") run.give(op, zeroOf(kind));
  }
}

const callAssembler: Handler = (run, op) => {
  const token = op.op.descr as LoopToken;
  run.countThrough(op);
  checkTickLimit(run.machine.services);
  const args = run.args(op);
  const { services } = run.machine;
  services.places?.mayRepeat();
  call(run, op, true, () => {
    services.enterFrames(op.openFrames + 1);
    try {
      return run.machine.callLoop(token, args);
    } finally {
      services.leaveFrames(op.openFrames + 1);
    }
  });
  return null;
};

const jump: Handler = (run, op) => {
  const { descr } = op.op;
  assert(descr?.descrKind === "target", "a compiled jump goes to a target token");
  const place = run.machine.table.placeOf(descr);
  const values = run.args(op);
  run.countThrough(op);
  checkTickLimit(run.machine.services);
  run.machine.services.places?.mayRepeat();
  run.jump = { place, values };
  run.enterLabel(place, values);
  return null;
};

const label: Handler = (run, op) => {
  const { services } = run.machine;
  if (run.unit.unit.counted) services.countRun("l", op.op.descr as object);
  services.places?.mayRepeat();
  return null;
};

/** Arguments: the driver, the depth and number of the call, the greens. */
const mergePoint: Handler = (run, op) => {
  const { places } = run.machine.services;
  if (places === undefined) return null;
  const [driver, , , ...greens] = run.args(op);
  if (driver === 0) places.reached(greens);
  return null;
};

function fail(run: Activation, op: LinkedOp): Exit | null {
  const descr = op.op.descr as GuardDescr;
  const bridge = run.machine.table.bridgeOf(descr);
  run.countExit(op, bridge !== null);
  if (descr.resume !== null) run.machine.services.places?.backTo(descr.resume);
  if (bridge !== null) {
    run.enter(
      bridge,
      op.failSlots.filter((slot) => slot >= 0).map((slot) => run.at(slot)),
    );
    return null;
  }
  const values = op.failSlots.map((slot) => (slot < 0 ? null : run.at(slot)));
  if (op.countedSlot >= 0) values.push(run.at(op.countedSlot));
  return { descr, values, exception: run.exception, saved: null };
}

function notForced(run: Activation, op: LinkedOp): Exit | null {
  const saved = run.token === null ? null : run.token.takeSaved();
  const exit = saved === null ? null : fail(run, op);
  return exit === null ? null : { ...exit, saved };
}

const guard =
  (holds: Test): Handler =>
  (run, op) =>
    holds(run, op) ? null : fail(run, op);

/** The class of an object as layouts know it. */
function layoutOf(run: Activation, value: RtValue): ClassLayout | undefined {
  const isObject = typeof value === "object" && value !== null;
  return isObject ? run.machine.services.layoutOf(value) : undefined;
}

const isOfClass: Test = (run, op) =>
  layoutOf(run, run.arg(op, 0)) === (run.arg(op, 1) as unknown as ClassLayout);

const isOfSubclass: Test = (run, op) =>
  layoutOf(run, run.arg(op, 0))?.isSubclassOf(run.arg(op, 1) as unknown as ClassLayout) ?? false;

/** Class of the pending exception, or undefined when there is none. */
function exceptionClass(run: Activation): ClassLayout | undefined {
  return run.exception === null ? undefined : run.machine.services.layoutOf(run.exception);
}

function takeException(run: Activation, op: LinkedOp): Exit | null {
  run.give(op, run.exception);
  run.exception = null;
  return null;
}

const always: Test = () => true;

const CONTROL: Readonly<Record<ControlOp, Handler>> = {
  jump,
  label,
  debug_merge_point: mergePoint,
  finish: (run, op) => {
    run.countThrough(op);
    const descr = op.op.descr as FinishDescr;
    return { descr, values: run.args(op), exception: run.exception, saved: null };
  },
  guard_true: guard((run, op) => run.arg(op, 0) !== 0),
  guard_false: guard((run, op) => run.arg(op, 0) === 0),
  guard_value: guard((run, op) => Object.is(run.arg(op, 0), run.arg(op, 1))),
  guard_class: guard(isOfClass),
  guard_nonnull: guard((run, op) => run.arg(op, 0) !== null),
  guard_isnull: guard((run, op) => run.arg(op, 0) === null),
  guard_nonnull_class: guard(isOfClass),
  guard_gc_type: guard(isOfClass),
  guard_is_object: guard((run, op) => layoutOf(run, run.arg(op, 0)) !== undefined),
  guard_subclass: guard(isOfSubclass),
  guard_no_exception: guard((run) => run.exception === null),
  guard_exception: (run, op) => {
    const expected = run.arg(op, 0) as unknown as ClassLayout;
    return exceptionClass(run) === expected ? takeException(run, op) : fail(run, op);
  },
  guard_no_overflow: guard((run) => !run.overflowed),
  guard_overflow: guard((run) => run.overflowed),
  guard_not_forced: notForced,
  guard_not_forced_2: (run, op) => {
    run.announce(op);
    return null;
  },
  guard_not_invalidated: guard((run, op) => {
    const loop = (op.op.descr as GuardDescr).loop ?? run.unit.unit.token;
    return !loop.invalidated;
  }),
  guard_future_condition: guard(always),
  guard_always_fails: guard(() => false),
  force_token: (run, op) => {
    run.give(op, run.ownToken());
    return null;
  },
  save_exception: takeException,
  save_exc_class: (run, op) => {
    run.give(op, (exceptionClass(run) ?? 0) as RtValue);
    return null;
  },
  restore_exception: (run, op) => {
    run.exception = run.arg(op, 1) as object | null;
    return null;
  },
  call_assembler_i: callAssembler,
  call_assembler_r: callAssembler,
  call_assembler_f: callAssembler,
  call_assembler_n: callAssembler,
};
