/**
 * Code of guards: a test and one forward conditional jump to the guard's failure stub, the jump
 * that is patched when a bridge is attached. Fail arguments need no code: they stay where they are,
 * and the bridge finds them there.
 *
 * Counterpart: rpython/jit/backend/x86/assembler.py (genop_guard_*).
 */

import { assert } from "../../base/assert.ts";
import { ClassLayout } from "../../trace/descr.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import type { Condition } from "../../x86/instruction-table.ts";
import { CONDITIONS } from "../../x86/instruction-table.ts";
import type { RegisterOperand } from "../../x86/operand.ts";
import { imm, mem, R11, RBP } from "../../x86/operand.ts";
import { storeForceDescr } from "./call-ops.ts";
import { CLASS_DEPTH_MAX, FRAME, STATE } from "./calling-convention.ts";
import { loadCanonicalBits } from "./float-ops.ts";
import type { HandlerTable, OpHandler } from "./op-handler.ts";
import { argument, UnsupportedOperation } from "./op-handler.ts";
import type { UnitWriter } from "./unit-writer.ts";

/** Conditions come in pairs that differ in the lowest bit of their code. */
function inverse(condition: Condition): Condition {
  return CONDITIONS[CONDITIONS.indexOf(condition) ^ 1]!;
}

function truthGuard(expected: boolean): OpHandler {
  return (w, op) => {
    const tested = argument(op, 0);
    const pending = w.pendingCondition;
    if (pending !== undefined && pending.op === tested) {
      w.pendingCondition = undefined;
      w.emitGuardJump(op, expected ? inverse(pending.condition) : pending.condition);
      return;
    }
    w.testZero(tested);
    w.emitGuardJump(op, expected ? "e" : "ne");
  };
}

function nullGuard(failing: "e" | "ne"): OpHandler {
  return (w, op) => {
    w.testZero(argument(op, 0));
    w.emitGuardJump(op, failing);
  };
}

/** Floats are compared by their bits, so that 0.0 and -0.0 differ and a NaN equals itself. */
function guardValue(w: UnitWriter, op: ResOp): void {
  const value = argument(op, 0);
  const expected = argument(op, 1);
  // Failures are counted by value, which PyPy finds by the number of its register.
  if (!value.isConst) w.countedRegisters.set(op, w.regs.inAny(value));
  if (value.kind === "f") {
    const bits = w.regs.temporary();
    loadCanonicalBits(w, bits, value);
    w.load(R11, expected);
    w.emit("cmp", bits, R11);
  } else {
    w.compare(value, expected);
  }
  w.emitGuardJump(op, "ne");
}

/**
 * Compares a word that is a class, an array descr or 0 with one of these. All of them stand within
 * 2^32 bytes, so that the lower half of the word is enough, as are PyPy's 32 bits of a type id.
 */
function compareClass(w: UnitWriter, base: RegisterOperand, disp: number, expected: Value): void {
  const half = w.lookupClassHalf(expected);
  if (half !== undefined) {
    w.emit("cmp", mem(4, base, disp), imm(half));
    return;
  }
  assert(base !== R11, "r11 is free for the class");
  w.load(R11, expected);
  w.emit("cmp", mem(8, base, disp), R11);
}

function guardClass(w: UnitWriter, op: ResOp): void {
  compareClass(w, w.general(argument(op, 0)), 0, argument(op, 1));
  w.emitGuardJump(op, "ne");
}

/**
 * Without a jump of its own, so that it costs the same for null: then the frame is looked at
 * instead of an object, and its first word is never a class.
 */
function guardNonnullClass(w: UnitWriter, op: ResOp): void {
  const object = w.general(argument(op, 0));
  const looked = w.lookupClassHalf(argument(op, 1)) === undefined ? w.regs.temporary() : R11;
  w.emit("mov", looked, object);
  w.emit("test", object, object);
  w.emit("cmove", looked, RBP);
  compareClass(w, looked, FRAME.descr, argument(op, 1));
  w.emitGuardJump(op, "ne");
}

/** A class stands among its ancestors and those of its subclasses at the same depth. */
function guardSubclass(w: UnitWriter, op: ResOp): void {
  const expected = argument(op, 1);
  assert(expected.isConst && expected.value instanceof ClassLayout, "a class");
  let depth = 0;
  for (let at = expected.value.parent; at !== null; at = at.parent) depth++;
  if (depth >= CLASS_DEPTH_MAX) {
    throw new UnsupportedOperation(op.opname, `${expected.value.name} has too many ancestors`);
  }
  const classWord = w.regs.temporary();
  w.emit("mov", classWord, mem(8, w.general(argument(op, 0))));
  compareClass(w, classWord, 8 * depth, expected);
  w.emitGuardJump(op, "ne");
}

/** Only classes have ancestors. */
function guardIsObject(w: UnitWriter, op: ResOp): void {
  w.emit("mov", R11, mem(8, w.general(argument(op, 0))));
  w.emit("cmp", mem(8, R11), imm(0));
  w.emitGuardJump(op, "e");
}

function overflowGuard(failing: "o" | "no"): OpHandler {
  return (w, op, index) => {
    let before = index - 1;
    while (w.ops[before]?.opname === "debug_merge_point") before--;
    const isBehind = w.ops[before]?.opname.endsWith("_ovf") === true;
    assert(isBehind, "an overflow guard stands behind what can overflow");
    w.emitGuardJump(op, failing);
  };
}

function loadState(w: UnitWriter): void {
  w.loadAddress(R11, w.surroundings.layout.state.base);
}

function guardNoException(w: UnitWriter, op: ResOp): void {
  loadState(w);
  w.emit("cmp", mem(8, R11, STATE.exceptionClass), imm(0));
  w.emitGuardJump(op, "ne", true);
}

/** On success the exception is the result and no longer in flight. */
function guardException(w: UnitWriter, op: ResOp): void {
  const expected = argument(op, 0);
  if (w.lookupClassHalf(expected) === undefined) {
    const register = w.general(expected);
    loadState(w);
    w.emit("cmp", mem(8, R11, STATE.exceptionClass), register);
  } else {
    loadState(w);
    compareClass(w, R11, STATE.exceptionClass, expected);
  }
  w.emitGuardJump(op, "ne", true);
  takeException(w, op);
}

function takeException(w: UnitWriter, op: ResOp): void {
  const result = w.regs.resultGeneral(op);
  loadState(w);
  w.emit("mov", result, mem(8, R11, STATE.exceptionValue));
  w.emit("mov", mem(8, R11, STATE.exceptionClass), imm(0));
  w.emit("mov", mem(8, R11, STATE.exceptionValue), imm(0));
}

function saveExceptionClass(w: UnitWriter, op: ResOp): void {
  loadState(w);
  w.emit("mov", w.regs.resultGeneral(op), mem(8, R11, STATE.exceptionClass));
}

function restoreException(w: UnitWriter, op: ResOp): void {
  const [raised, value] = [w.general(argument(op, 0)), w.general(argument(op, 1))];
  loadState(w);
  w.emit("mov", mem(8, R11, STATE.exceptionClass), raised);
  w.emit("mov", mem(8, R11, STATE.exceptionValue), value);
}

/** Whoever forced the frame has stored the guard's descr in it. */
function guardNotForced(w: UnitWriter, op: ResOp): void {
  w.emit("cmp", mem(8, RBP, FRAME.descr), imm(0));
  w.emitGuardJump(op, "ne", true);
}

/** Before a finish: a frame forced later is left by this guard; nothing is tested here. */
function guardNotForced2(w: UnitWriter, op: ResOp): void {
  for (const value of op.failArgs ?? []) if (value !== null && !value.isConst) w.regs.spill(value);
  storeForceDescr(w, op);
  w.addGuardWithoutJump(op);
}

export const GUARD_HANDLERS: HandlerTable = {
  guard_true: truthGuard(true),
  guard_false: truthGuard(false),
  guard_value: guardValue,
  guard_class: guardClass,
  guard_gc_type: guardClass,
  guard_is_object: guardIsObject,
  guard_subclass: guardSubclass,
  guard_nonnull: nullGuard("e"),
  guard_isnull: nullGuard("ne"),
  guard_nonnull_class: guardNonnullClass,
  guard_no_exception: guardNoException,
  guard_exception: guardException,
  guard_no_overflow: overflowGuard("o"),
  guard_overflow: overflowGuard("no"),
  guard_not_forced: guardNotForced,
  guard_not_forced_2: guardNotForced2,
  guard_not_invalidated: (w, op) => w.emitDormantGuard(op),
  guard_future_condition: (w, op) => w.addGuardWithoutJump(op),
  guard_always_fails: (w, op) => w.emitGuardJump(op, "always"),
  save_exc_class: saveExceptionClass,
  save_exception: takeException,
  restore_exception: restoreException,
};
