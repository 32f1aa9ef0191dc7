/**
 * Code of operations on floats. The processor makes NaNs with the sign bit set, and every NaN in a
 * slot stands for the canonical one: where its bits become visible they are replaced.
 *
 * Counterpart: rpython/jit/backend/x86/assembler.py (genop_float_*).
 */

import type { ResOp, Value } from "../../trace/values.ts";
import type { Condition } from "../../x86/instruction-table.ts";
import { R11, RAX, RCX, reg8, reg32, xmm } from "../../x86/operand.ts";
import { giveCondition } from "./int-ops.ts";
import type { HandlerTable, OpHandler } from "./op-handler.ts";
import { argument } from "./op-handler.ts";
import type { UnitWriter } from "./unit-writer.ts";

const XMM0 = xmm(0);
const XMM1 = xmm(1);

const SIGN_BIT = 1n << 63n;
const CANONICAL_NAN = 0x7ff8_0000_0000_0000n;
const CANONICAL_SINGLE_NAN = 0x7fc0_0000n;

function binary(mnemonic: "addsd" | "subsd" | "mulsd" | "divsd"): OpHandler {
  return (w, op) => {
    const b = argument(op, 1);
    w.loadFloat(XMM0, argument(op, 0));
    if (b.isConst) {
      w.loadFloat(XMM1, b);
      w.emit(mnemonic, XMM0, XMM1);
    } else {
      w.emit(mnemonic, XMM0, w.slot(b));
    }
    w.storeFloat(op, XMM0);
  };
}

/** The sign is a matter of one bit, also for zeros and infinities. */
function signBit(mnemonic: "xor" | "and", mask: bigint): OpHandler {
  return (w, op) => {
    w.load(RAX, argument(op, 0));
    w.loadNumber(RCX, mask);
    w.emit(mnemonic, RAX, RCX);
    w.store(op, RAX);
  };
}

/**
 * After ucomisd an unordered pair looks like "below or equal": so "less" is asked the other way
 * round, as "above", which a NaN never is.
 */
function ordering(first: 0 | 1, condition: "a" | "ae"): OpHandler {
  return (w, op, index) => {
    w.loadFloat(XMM0, argument(op, first));
    w.loadFloat(XMM1, argument(op, 1 - first));
    w.emit("ucomisd", XMM0, XMM1);
    giveCondition(w, op, index, condition);
  };
}

/** Equality needs two flags: an unordered pair has the zero flag set, and parity too. */
function equality(zero: Condition, parity: Condition, join: "and" | "or"): OpHandler {
  return (w, op) => {
    w.loadFloat(XMM0, argument(op, 0));
    w.loadFloat(XMM1, argument(op, 1));
    w.emit("ucomisd", XMM0, XMM1);
    w.emit(`set${zero}`, reg8(RAX.number));
    w.emit(`set${parity}`, reg8(RCX.number));
    w.emit(join, reg8(RAX.number), reg8(RCX.number));
    w.emit("movzx", reg32(RAX.number), reg8(RAX.number));
    w.store(op, RAX);
  };
}

/** Loads the bits of a float into rax, every NaN as the canonical one. */
export function loadCanonicalBits(w: UnitWriter, value: Value): void {
  w.loadFloat(XMM0, value);
  w.emit("movq", RAX, XMM0);
  w.loadNumber(R11, CANONICAL_NAN);
  w.emit("ucomisd", XMM0, XMM0);
  w.emit("cmovp", RAX, R11);
}

function floatToInt(w: UnitWriter, op: ResOp): void {
  w.loadFloat(XMM0, argument(op, 0));
  w.emit("cvttsd2si", RAX, XMM0);
  w.store(op, RAX);
}

function intToFloat(w: UnitWriter, op: ResOp): void {
  w.load(RAX, argument(op, 0));
  w.emit("cvtsi2sd", XMM0, RAX);
  w.storeFloat(op, XMM0);
}

function floatToSingle(w: UnitWriter, op: ResOp): void {
  const eax = reg32(RAX.number);
  w.loadFloat(XMM0, argument(op, 0));
  w.emit("cvtsd2ss", XMM1, XMM0);
  w.emit("movd", eax, XMM1);
  w.loadNumber(R11, CANONICAL_SINGLE_NAN);
  w.emit("ucomisd", XMM0, XMM0);
  w.emit("cmovp", eax, reg32(R11.number));
  w.store(op, RAX);
}

function singleToFloat(w: UnitWriter, op: ResOp): void {
  w.load(RAX, argument(op, 0));
  w.emit("movd", XMM0, reg32(RAX.number));
  w.emit("cvtss2sd", XMM0, XMM0);
  w.storeFloat(op, XMM0);
}

function floatBits(w: UnitWriter, op: ResOp): void {
  loadCanonicalBits(w, argument(op, 0));
  w.store(op, RAX);
}

function bitsToFloat(w: UnitWriter, op: ResOp): void {
  w.load(RAX, argument(op, 0));
  w.store(op, RAX);
}

export const FLOAT_HANDLERS: HandlerTable = {
  float_add: binary("addsd"),
  float_sub: binary("subsd"),
  float_mul: binary("mulsd"),
  float_truediv: binary("divsd"),
  float_neg: signBit("xor", SIGN_BIT),
  float_abs: signBit("and", SIGN_BIT - 1n),
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
