/**
 * Which registers operations will want: known before the first of them is assembled, so that values
 * can be made where they will be needed. Loops add what their closing jump wants when they reach
 * its label.
 *
 * Counterpart: rpython/jit/backend/x86/reghint.py.
 */

import type { OpName } from "../../trace/ops.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import { RAX, RCX, RDX } from "../../x86/operand.ts";
import { ARGUMENT_REGISTERS, FLOAT_ARGUMENT_COUNT } from "./calling-convention.ts";
import type { LiveRanges } from "./live-ranges.ts";
import { vectorRegister } from "./locations.ts";

type Hint = (ranges: LiveRanges, op: ResOp, position: number) => void;

/** The result goes to the register of the first argument; either one if the order is free. */
function sameRegister(isSymmetric: boolean): Hint {
  return (ranges, op) => {
    const [a, b] = op.args as [Value, Value | undefined];
    if (!ranges.isUsed(op)) return;
    if (!a.isConst) ranges.share(a, op);
    if (isSymmetric && b !== undefined && !b.isConst && b !== a) {
      if (a.isConst || ranges.outlives(a, ranges.get(op).start)) ranges.share(b, op);
    }
  };
}

function shift(ranges: LiveRanges, op: ResOp, position: number): void {
  const [a, by] = op.args as [Value, Value];
  if (!by.isConst) ranges.claim(position, RCX, by);
  if (!a.isConst && a !== by && ranges.isUsed(op)) ranges.share(a, op);
}

function mulHigh(ranges: LiveRanges, op: ResOp, position: number): void {
  const [a, b] = op.args as [Value, Value];
  if (a.isConst || b.isConst) ranges.claim(position, RAX);
  else ranges.claim(position, RAX, a);
  ranges.claim(position, RDX);
}

/** Arguments where the calling convention wants them. */
function passArguments(ranges: LiveRanges, args: readonly Value[], position: number): void {
  let [generals, floats] = [0, 0];
  for (const value of args) {
    if (value.kind === "f") {
      if (floats < FLOAT_ARGUMENT_COUNT && !value.isConst) {
        ranges.claim(position, vectorRegister(floats), value);
      }
      floats++;
    } else {
      const register = ARGUMENT_REGISTERS[generals++];
      if (register !== undefined && !value.isConst) ranges.claim(position, register, value);
    }
  }
}

/** The result is in rcx, and rdx is overwritten. */
function allocate(ranges: LiveRanges, op: ResOp, position: number): void {
  const [length] = op.args;
  if (length !== undefined && !length.isConst) ranges.claim(position, RCX, length);
  else ranges.claim(position, RCX);
  ranges.claim(position, RDX);
}

const symmetric = sameRegister(true);
const ordered = sameRegister(false);
const call: Hint = (ranges, op, position) => passArguments(ranges, op.args.slice(1), position);

const HINTS: Readonly<Partial<Record<OpName, Hint>>> = {
  int_add: symmetric,
  int_add_ovf: symmetric,
  int_mul: symmetric,
  int_mul_ovf: symmetric,
  int_and: symmetric,
  int_or: symmetric,
  int_xor: symmetric,
  int_sub: ordered,
  int_sub_ovf: ordered,
  int_neg: ordered,
  int_invert: ordered,
  int_force_ge_zero: ordered,
  float_add: ordered,
  float_sub: ordered,
  float_mul: ordered,
  float_truediv: ordered,
  float_neg: ordered,
  float_abs: ordered,
  int_lshift: shift,
  int_rshift: shift,
  uint_rshift: shift,
  uint_mul_high: mulHigh,
  new: allocate,
  new_with_vtable: allocate,
  new_array: allocate,
  new_array_clear: allocate,
  newstr: allocate,
  newunicode: allocate,
  call_i: call,
  call_r: call,
  call_f: call,
  call_n: call,
  call_may_force_i: call,
  call_may_force_r: call,
  call_may_force_f: call,
  call_may_force_n: call,
};

/** Adds the wishes of all operations. */
export function addHints(ranges: LiveRanges, ops: readonly ResOp[]): void {
  for (const [position, op] of ops.entries()) HINTS[op.opname]?.(ranges, op, position);
}
