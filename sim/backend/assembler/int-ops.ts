/**
 * Code of operations on integers and of everything that compares references: arithmetic, shifts,
 * comparisons, copies. A comparison whose only use is the guard right behind it leaves its result
 * in the flags.
 *
 * Counterpart: rpython/jit/backend/x86/assembler.py (genop_int_*).
 */

import type { Condition, Mnemonic } from "../../x86/instruction-table.ts";
import type { RegisterOperand } from "../../x86/operand.ts";
import { imm, mem, R11, RAX, RCX, RDX, reg8, reg16, reg32 } from "../../x86/operand.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import type { Register } from "./locations.ts";
import { operandOf } from "./locations.ts";
import { emitMove } from "./moves.ts";
import type { HandlerTable, OpHandler } from "./op-handler.ts";
import { argument, UnsupportedOperation } from "./op-handler.ts";
import type { UnitWriter } from "./unit-writer.ts";
import { lookupInteger } from "./unit-writer.ts";

function asGeneral(register: Register): RegisterOperand {
  if (register.kind !== "reg") throw new TypeError("a float where an integer belongs");
  return register;
}

/** A register with the value of argument 0, for the result. */
function generalResultFrom(w: UnitWriter, op: ResOp, value: Value): RegisterOperand {
  return asGeneral(w.resultFrom(op, value));
}

type BinaryMnemonic = "add" | "sub" | "and" | "or" | "xor" | "imul";

/**
 * `result = a <mnemonic> b`, the result in a's register; the flags stay those of the operation. If
 * the order does not matter, the argument that is in a register and dies is the one overwritten.
 */
function binary(mnemonic: BinaryMnemonic): OpHandler {
  const isSymmetric = mnemonic !== "sub";
  return (w, op) => {
    let [a, b] = [argument(op, 0), argument(op, 1)];
    if (isSymmetric && (a.isConst || prefersOther(w, a, b))) [a, b] = [b, a];
    const other = w.source(b);
    const immediate = w.lookupImmediate(b);
    const result = generalResultFrom(w, op, a);
    if (mnemonic === "imul" && immediate !== undefined) {
      w.emit("imul", result, result, imm(immediate));
    } else w.emit(mnemonic, result, other);
  };
}

function prefersOther(w: UnitWriter, a: Value, b: Value): boolean {
  if (a.isConst || b.isConst || w.isInRegister(a) || !w.isInRegister(b)) return false;
  return w.regs.outlives(a) && !w.regs.outlives(b);
}

/** Adding a constant needs no copy of what lives on: lea adds into another register. */
function addConstant(sign: 1n | -1n): OpHandler {
  const general = binary(sign === 1n ? "add" : "sub");
  return (w, op, index) => {
    const [a, b] = [argument(op, 0), argument(op, 1)];
    const number = w.lookupImmediate(b);
    const disp = number === undefined ? undefined : Number(sign * number);
    if (a.isConst || disp === undefined || disp !== (disp | 0)) {
      general(w, op, index);
      return;
    }
    const from = w.regs.inGeneral(a);
    w.regs.giveUp(a);
    const result = w.regs.resultGeneral(op);
    if (result === from) w.emit(sign === 1n ? "add" : "sub", result, imm(sign * BigInt(disp)));
    else w.emit("lea", result, mem(0, from, disp));
  };
}

/** Counts are taken modulo 64 by the processor and by the operation alike. */
function shift(mnemonic: "shl" | "shr" | "sar"): OpHandler {
  return (w, op) => {
    const [value, by] = [argument(op, 0), argument(op, 1)];
    const count = lookupInteger(by);
    if (count !== undefined || by.isConst) {
      const result = generalResultFrom(w, op, value);
      w.emit(mnemonic, result, imm((count ?? 0n) & 63n));
      return;
    }
    w.regs.inGeneral(by, RCX);
    const result = shiftResult(w, op, value, by);
    w.emit(mnemonic, result, reg8(RCX.number));
  };
}

/** The result may be anywhere but in rcx, where the count is. */
function shiftResult(w: UnitWriter, op: ResOp, value: Value, by: Value): RegisterOperand {
  if (value !== by) return generalResultFrom(w, op, value);
  const result = w.regs.resultGeneral(op);
  w.emit("mov", result, RCX);
  return result;
}

function unary(mnemonic: "neg" | "not"): OpHandler {
  return (w, op) => w.emit(mnemonic, generalResultFrom(w, op, argument(op, 0)));
}

/**
 * The upper half of the unsigned product is in rdx, the lower one in rax. A constant factor is
 * loaded into rax, so that the other one may stay where it is.
 */
function mulHigh(w: UnitWriter, op: ResOp): void {
  let [first, second] = [argument(op, 0), argument(op, 1)];
  if (second.isConst) [first, second] = [second, first];
  // The second factor is at hand whatever happens to the registers from here on.
  let factor = second.isConst ? undefined : operandOf(w.regs.locationOf(second));
  if (factor === undefined || factor === RAX || !first.isConst) {
    w.load(R11, second);
    factor = R11;
  }
  if (!first.isConst) w.regs.inGeneral(first, RAX);
  w.regs.vacate(RAX);
  if (first.isConst) w.load(RAX, first);
  w.regs.vacate(RDX);
  w.emit("mul", factor);
  w.regs.resultGeneral(op, RDX);
}

function signext(w: UnitWriter, op: ResOp): void {
  const size = lookupInteger(argument(op, 1));
  const value = w.general(argument(op, 0));
  const result = w.regs.resultGeneral(op);
  if (size === 1n) w.emit("movsx", result, reg8(value.number));
  else if (size === 2n) w.emit("movsx", result, reg16(value.number));
  else if (size === 4n) w.emit("movsxd", result, reg32(value.number));
  else throw new UnsupportedOperation(op.opname, "its size is not a constant 1, 2 or 4");
}

/** Without a jump, so that the cost is the same for every value. */
function forceGeZero(w: UnitWriter, op: ResOp): void {
  const result = generalResultFrom(w, op, argument(op, 0));
  w.loadNumber(R11, 0);
  w.emit("test", result, result);
  w.emit("cmovl", result, R11);
}

/** Hands a condition to the guard behind, or makes 0 or 1 of it. */
export function giveCondition(w: UnitWriter, op: ResOp, index: number, condition: Condition): void {
  if (w.isFusedWithGuard(op, index)) {
    w.pendingCondition = { op, condition };
    return;
  }
  const set: Mnemonic = `set${condition}`;
  const { number } = w.regs.resultGeneral(op);
  w.emit(set, reg8(number));
  w.emit("movzx", reg32(number), reg8(number));
}

function comparison(condition: Condition): OpHandler {
  return (w, op, index) => {
    w.compare(argument(op, 0), argument(op, 1));
    giveCondition(w, op, index, condition);
  };
}

function zeroTest(condition: "e" | "ne"): OpHandler {
  return (w, op, index) => {
    w.testZero(argument(op, 0));
    giveCondition(w, op, index, condition);
  };
}

/** The same 64 bits under another name. */
function copy(w: UnitWriter, op: ResOp): void {
  const value = argument(op, 0);
  if (value.isConst) {
    w.resultFrom(op, value);
    return;
  }
  const from = w.regs.locationOf(value);
  w.regs.giveUp(value);
  const result = op.kind === "f" ? w.regs.resultVector(op) : w.regs.resultGeneral(op);
  if (operandOf(from) !== result) emitMove(w.buffer, from, result);
}

export const INT_HANDLERS: HandlerTable = {
  int_add: addConstant(1n),
  int_sub: addConstant(-1n),
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
