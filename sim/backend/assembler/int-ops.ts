/**
 * Code of operations on integers and of everything that compares references: arithmetic, shifts,
 * comparisons, copies. A comparison whose only use is the guard right behind it leaves its result
 * in the flags.
 *
 * Counterpart: rpython/jit/backend/x86/assembler.py (genop_int_*).
 */

import type { Condition, Mnemonic } from "../../x86/instruction-table.ts";
import { imm, R11, RAX, RCX, RDX, reg8, reg16, reg32 } from "../../x86/operand.ts";
import type { HandlerTable, OpHandler } from "./op-handler.ts";
import { argument, UnsupportedOperation } from "./op-handler.ts";
import type { UnitWriter } from "./unit-writer.ts";
import { lookupInteger } from "./unit-writer.ts";
import type { ResOp } from "../../trace/values.ts";

/** `rax = rax <mnemonic> b`, then the result is stored; the flags stay those of the operation. */
function binary(mnemonic: "add" | "sub" | "and" | "or" | "xor" | "imul"): OpHandler {
  return (w, op) => {
    const b = argument(op, 1);
    w.load(RAX, argument(op, 0));
    const immediate = w.lookupImmediate(b);
    if (immediate !== undefined) {
      if (mnemonic === "imul") w.emit("imul", RAX, RAX, imm(immediate));
      else w.emit(mnemonic, RAX, imm(immediate));
    } else if (b.isConst) {
      w.load(R11, b);
      w.emit(mnemonic, RAX, R11);
    } else {
      w.emit(mnemonic, RAX, w.slot(b));
    }
    w.store(op, RAX);
  };
}

/** Counts are taken modulo 64 by the processor and by the operation alike. */
function shift(mnemonic: "shl" | "shr" | "sar"): OpHandler {
  return (w, op) => {
    const count = lookupInteger(argument(op, 1));
    if (count !== undefined) {
      w.load(RAX, argument(op, 0));
      w.emit(mnemonic, RAX, imm(count & 63n));
    } else {
      w.load(RCX, argument(op, 1));
      w.load(RAX, argument(op, 0));
      w.emit(mnemonic, RAX, reg8(RCX.number));
    }
    w.store(op, RAX);
  };
}

function unary(mnemonic: "neg" | "not"): OpHandler {
  return (w, op) => {
    w.load(RAX, argument(op, 0));
    w.emit(mnemonic, RAX);
    w.store(op, RAX);
  };
}

/** The upper half of the unsigned product is in rdx. */
function mulHigh(w: UnitWriter, op: ResOp): void {
  w.load(RAX, argument(op, 0));
  w.load(RCX, argument(op, 1));
  w.emit("mul", RCX);
  w.store(op, RDX);
}

function signext(w: UnitWriter, op: ResOp): void {
  const size = lookupInteger(argument(op, 1));
  w.load(RAX, argument(op, 0));
  if (size === 1n) w.emit("movsx", RAX, reg8(RAX.number));
  else if (size === 2n) w.emit("movsx", RAX, reg16(RAX.number));
  else if (size === 4n) w.emit("movsxd", RAX, reg32(RAX.number));
  else throw new UnsupportedOperation(op.opname, "its size is not a constant 1, 2 or 4");
  w.store(op, RAX);
}

/** Without a jump, so that the cost is the same for every value. */
function forceGeZero(w: UnitWriter, op: ResOp): void {
  w.load(RAX, argument(op, 0));
  w.loadNumber(RCX, 0);
  w.emit("test", RAX, RAX);
  w.emit("cmovl", RAX, RCX);
  w.store(op, RAX);
}

/** Hands a condition to the guard behind, or makes 0 or 1 of it. */
export function giveCondition(w: UnitWriter, op: ResOp, index: number, condition: Condition): void {
  if (w.isFusedWithGuard(op, index)) {
    w.pendingCondition = { op, condition };
    return;
  }
  const set: Mnemonic = `set${condition}`;
  w.emit(set, reg8(RAX.number));
  w.emit("movzx", reg32(RAX.number), reg8(RAX.number));
  w.store(op, RAX);
}

function comparison(condition: Condition): OpHandler {
  return (w, op, index) => {
    w.compare(argument(op, 0), argument(op, 1));
    giveCondition(w, op, index, condition);
  };
}

function zeroTest(condition: "e" | "ne"): OpHandler {
  return (w, op, index) => {
    w.load(RAX, argument(op, 0));
    w.emit("test", RAX, RAX);
    giveCondition(w, op, index, condition);
  };
}

/** The same 64 bits under another name. */
export function copy(w: UnitWriter, op: ResOp): void {
  w.load(RAX, argument(op, 0));
  w.store(op, RAX);
}

export const INT_HANDLERS: HandlerTable = {
  int_add: binary("add"),
  int_sub: binary("sub"),
  int_mul: binary("imul"),
  int_and: binary("and"),
  int_or: binary("or"),
  int_xor: binary("xor"),
  int_add_ovf: binary("add"),
  int_sub_ovf: binary("sub"),
  int_mul_ovf: binary("imul"),
  uint_mul_high: mulHigh,
  int_lshift: shift("shl"),
  int_rshift: shift("sar"),
  uint_rshift: shift("shr"),
  int_signext: signext,
  int_neg: unary("neg"),
  int_invert: unary("not"),
  int_force_ge_zero: forceGeZero,
  int_lt: comparison("l"),
  int_le: comparison("le"),
  int_eq: comparison("e"),
  int_ne: comparison("ne"),
  int_gt: comparison("g"),
  int_ge: comparison("ge"),
  uint_lt: comparison("b"),
  uint_le: comparison("be"),
  uint_gt: comparison("a"),
  uint_ge: comparison("ae"),
  int_is_zero: zeroTest("e"),
  int_is_true: zeroTest("ne"),
  ptr_eq: comparison("e"),
  ptr_ne: comparison("ne"),
  instance_ptr_eq: comparison("e"),
  instance_ptr_ne: comparison("ne"),
  same_as_i: copy,
  same_as_r: copy,
  same_as_f: copy,
  cast_ptr_to_int: copy,
  cast_int_to_ptr: copy,
};
