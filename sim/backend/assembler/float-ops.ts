/**
 * Code of operations on floats. The processor makes NaNs with the sign bit set, and every NaN in a
 * slot stands for the canonical one: where its bits become visible they are replaced.
 *
 * Counterpart: rpython/jit/backend/x86/assembler.py (genop_float_*).
 */

import type { ResOp, Value } from "../../trace/values.ts";
import type { Condition } from "../../x86/instruction-table.ts";
import type { RegisterOperand } from "../../x86/operand.ts";
import { R11, reg8, reg32 } from "../../x86/operand.ts";
import { giveCondition } from "./int-ops.ts";
import { VECTOR_SCRATCH } from "./locations.ts";
import type { HandlerTable, OpHandler } from "./op-handler.ts";
import { argument } from "./op-handler.ts";
import type { UnitWriter } from "./unit-writer.ts";

const SIGN_BIT = 1n << 63n;
const CANONICAL_NAN = 0x7ff8_0000_0000_0000n;
const CANONICAL_SINGLE_NAN = 0x7fc0_0000n;

function binary(mnemonic: "addsd" | "subsd" | "mulsd" | "divsd"): OpHandler {
  return (w, op) => {
    const other = w.vectorSource(argument(op, 1));
    w.emit(mnemonic, w.resultFrom(op, argument(op, 0)), other);
  };
}

/** The sign is a matter of one bit, also for zeros and infinities. */
function signBit(mnemonic: "xorpd" | "andpd", mask: bigint): OpHandler {
  return (w, op) => {
    const result = w.resultFrom(op, argument(op, 0));
    w.loadNumber(R11, mask);
    w.emit("movq", VECTOR_SCRATCH, R11);
    w.emit(mnemonic, result, VECTOR_SCRATCH);
  };
}

function compare(w: UnitWriter, a: Value, b: Value): void {
  w.emit("ucomisd", w.vector(a), w.vectorSource(b));
}

/**
 * After ucomisd an unordered pair looks like "below or equal": so "less" is asked the other way
 * round, as "above", which a NaN never is.
 */
function ordering(first: 0 | 1, condition: "a" | "ae"): OpHandler {
  return (w, op, index) => {
    compare(w, argument(op, first), argument(op, 1 - first));
    giveCondition(w, op, index, condition);
  };
}

/**
 * Equality needs two flags: an unordered pair has the zero flag set, and parity too. Both become
 * bytes, so that no jump is needed; a guard behind tests the byte that they are joined in.
 */
function equality(zero: Condition, parity: Condition, join: "and" | "or"): OpHandler {
  return (w, op, index) => {
    const isFused = w.isFusedWithGuard(op, index);
    const { number } = isFused ? w.regs.temporary() : w.regs.resultGeneral(op);
    compare(w, argument(op, 0), argument(op, 1));
    w.emit(`set${zero}`, reg8(number));
    w.emit(`set${parity}`, reg8(R11.number));
    w.emit(join, reg8(number), reg8(R11.number));
    if (isFused) w.pendingCondition = { op, condition: "ne" };
    else w.emit("movzx", reg32(number), reg8(number));
  };
}

/** Loads the bits of a float, every NaN as the canonical one. */
export function loadCanonicalBits(w: UnitWriter, register: RegisterOperand, value: Value): void {
  const float = w.vector(value);
  w.emit("movq", register, float);
  w.loadNumber(R11, CANONICAL_NAN);
  w.emit("ucomisd", float, float);
  w.emit("cmovp", register, R11);
}

function floatToInt(w: UnitWriter, op: ResOp): void {
  const float = w.vector(argument(op, 0));
  w.emit("cvttsd2si", w.regs.resultGeneral(op), float);
}

function intToFloat(w: UnitWriter, op: ResOp): void {
  const value = w.general(argument(op, 0));
  w.emit("cvtsi2sd", w.regs.resultVector(op), value);
}

function floatToSingle(w: UnitWriter, op: ResOp): void {
  const float = w.vector(argument(op, 0));
  const result = reg32(w.regs.resultGeneral(op).number);
  // The test comes first: the constant and the single both go by way of the scratch register.
  w.emit("ucomisd", float, float);
  w.emit("cvtsd2ss", VECTOR_SCRATCH, float);
  w.emit("movd", result, VECTOR_SCRATCH);
  w.loadNumber(R11, CANONICAL_SINGLE_NAN);
  w.emit("cmovp", result, reg32(R11.number));
}

function singleToFloat(w: UnitWriter, op: ResOp): void {
  const value = w.general(argument(op, 0));
  const result = w.regs.resultVector(op);
  w.emit("movd", result, reg32(value.number));
  w.emit("cvtss2sd", result, result);
}

function floatBits(w: UnitWriter, op: ResOp): void {
  loadCanonicalBits(w, w.regs.resultGeneral(op), argument(op, 0));
}

function bitsToFloat(w: UnitWriter, op: ResOp): void {
  const value = w.general(argument(op, 0));
  w.emit("movq", w.regs.resultVector(op), value);
}

export const FLOAT_HANDLERS: HandlerTable = {
  float_add: binary("addsd"),
  float_sub: binary("subsd"),
  float_mul: binary("mulsd"),
  float_truediv: binary("divsd"),
  float_neg: signBit("xorpd", SIGN_BIT),
  float_abs: signBit("andpd", SIGN_BIT - 1n),
  float_lt: ordering(1, "a"),
  float_le: ordering(1, "ae"),
  float_gt: ordering(0, "a"),
  float_ge: ordering(0, "ae"),
  float_eq: equality("e", "np", "and"),
  float_ne: equality("ne", "p", "or"),
  cast_float_to_int: floatToInt,
  cast_int_to_float: intToFloat,
  cast_float_to_singlefloat: floatToSingle,
  cast_singlefloat_to_float: singleToFloat,
  convert_float_bytes_to_longlong: floatBits,
  convert_longlong_bytes_to_float: bitsToFloat,
};
