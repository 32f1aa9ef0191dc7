/**
 * Algebraic identities of integer operations. A rule gives whether it has dealt with the operation;
 * a changed operation is sent through the chain again.
 *
 * Counterpart: optimize_INT_* in rpython/jit/metainterp/optimizeopt/rewrite.py.
 */

import type { Int } from "../../base/int.ts";
import type { OpName } from "../../trace/ops.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import { ConstInt } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import type { Optimizer } from "../optimizer.ts";

type Send = (op: ResOp) => void;
type Rule = (optimizer: Optimizer, op: ResOp, send: Send) => boolean;

function operands(op: ResOp): [Value, Value] {
  return op.args.map(replacementOf) as [Value, Value];
}

/** The integer that a value is known to be. */
function known(optimizer: Optimizer, value: Value): Int | null {
  const constant = optimizer.constantOf(value);
  if (constant === null || constant.kind !== "i" || typeof constant.value === "object") return null;
  return constant.value as Int;
}

/** `op` gives the same as `value`. */
function same(optimizer: Optimizer, op: ResOp, value: Value): boolean {
  optimizer.makeEqualTo(op, value);
  return true;
}

function constant(optimizer: Optimizer, op: ResOp, value: Int): boolean {
  optimizer.makeConstantInt(op, value);
  return true;
}

const add: Rule = (optimizer, op) => {
  const [a, b] = operands(op);
  if (known(optimizer, a) === 0) return same(optimizer, op, b);
  if (known(optimizer, b) === 0) return same(optimizer, op, a);
  return false;
};

const sub: Rule = (optimizer, op, send) => {
  const [a, b] = operands(op);
  if (known(optimizer, b) === 0) return same(optimizer, op, a);
  if (a === b && !a.isConst) return constant(optimizer, op, 0);
  if (known(optimizer, a) === 0) {
    send(optimizer.replaceOp(op, "int_neg", [b]));
    return true;
  }
  return false;
};

const mul: Rule = (optimizer, op, send) => {
  const [a, b] = operands(op);
  for (const [factor, other] of [
    [known(optimizer, a), b],
    [known(optimizer, b), a],
  ] as const) {
    if (factor === 1) return same(optimizer, op, other);
    if (factor === 0) return constant(optimizer, op, 0);
    const shift = factor === null ? -1 : log2(factor);
    if (shift > 0) {
      send(optimizer.replaceOp(op, "int_lshift", [other, new ConstInt(shift)]));
      return true;
    }
  }
  return false;
};

/** The exponent of a power of two; -1 for other numbers. */
export function log2(value: Int): number {
  const wide = BigInt(value);
  return wide > 0n && (wide & (wide - 1n)) === 0n ? wide.toString(2).length - 1 : -1;
}

const and: Rule = (optimizer, op) => {
  const [a, b] = operands(op);
  if (a === b && !a.isConst) return same(optimizer, op, a);
  for (const [mask, other] of [
    [known(optimizer, a), b],
    [known(optimizer, b), a],
  ] as const) {
    if (mask === 0) return constant(optimizer, op, 0);
    if (mask === -1) return same(optimizer, op, other);
    // A mask of low ones that covers all that the other operand can be changes nothing.
    const bound = optimizer.bound(other);
    const isLowMask = mask !== null && mask > 0 && log2(BigInt(mask) + 1n) >= 0;
    if (isLowMask && bound.isNonnegative && bound.upper <= BigInt(mask)) {
      return same(optimizer, op, other);
    }
  }
  return false;
};

const or: Rule = (optimizer, op) => {
  const [a, b] = operands(op);
  if (known(optimizer, a) === 0 || a === b) return same(optimizer, op, b);
  if (known(optimizer, b) === 0) return same(optimizer, op, a);
  if (known(optimizer, a) === -1 || known(optimizer, b) === -1) return constant(optimizer, op, -1);
  return false;
};

const xor: Rule = (optimizer, op) => {
  const [a, b] = operands(op);
  if (a === b && !a.isConst) return constant(optimizer, op, 0);
  if (known(optimizer, a) === 0) return same(optimizer, op, b);
  if (known(optimizer, b) === 0) return same(optimizer, op, a);
  return false;
};

const shift: Rule = (optimizer, op) => {
  const [a, b] = operands(op);
  if (known(optimizer, b) === 0) return same(optimizer, op, a);
  return known(optimizer, a) === 0 ? constant(optimizer, op, 0) : false;
};

/** Comparing a truth value with 0 or 1 is the truth value, or its negation. */
const equal: Rule = (optimizer, op, send) => {
  const [a, b] = operands(op);
  for (const [value, other] of [
    [known(optimizer, a), b],
    [known(optimizer, b), a],
  ] as const) {
    const isPositive = op.opname === "int_eq" ? value === 1 : value === 0;
    const isNegated = op.opname === "int_eq" ? value === 0 : value === 1;
    if (isPositive && isBool(optimizer, other)) return same(optimizer, op, other);
    if (isNegated && isBool(optimizer, other)) {
      send(optimizer.replaceOp(op, "int_is_zero", [other]));
      return true;
    }
  }
  return false;
};

function isBool(optimizer: Optimizer, value: Value): boolean {
  return !value.isConst && optimizer.bound(value).isBool;
}

const isTrue: Rule = (optimizer, op) => {
  const [a] = operands(op);
  return isBool(optimizer, a) && same(optimizer, op, a);
};

const forceNonnegative: Rule = (optimizer, op) => {
  const [a] = operands(op);
  return optimizer.bound(a).isNonnegative && same(optimizer, op, a);
};

/** The rules, by operation. */
export const INT_RULES: Partial<Record<OpName, Rule>> = {
  int_add: add,
  int_sub: sub,
  int_mul: mul,
  int_and: and,
  int_or: or,
  int_xor: xor,
  int_lshift: shift,
  int_rshift: shift,
  uint_rshift: shift,
  int_eq: equal,
  int_ne: equal,
  int_is_true: isTrue,
  int_force_ge_zero: forceNonnegative,
};

/** Once the operation stands in the trace: the same with its operands swapped, and its inverses. */
export function rememberInverses(optimizer: Optimizer, op: ResOp): void {
  const { pure } = optimizer;
  const [a, b] = op.args as [Value, Value];
  switch (op.opname) {
    case "int_add":
      pure?.remember("int_add", [b, a], op);
      pure?.remember("int_sub", [op, b], a);
      pure?.remember("int_sub", [op, a], b);
      break;
    case "int_sub":
      pure?.remember("int_add", [op, b], a);
      pure?.remember("int_sub", [a, op], b);
      break;
    case "int_xor":
      pure?.remember("int_xor", [b, a], op);
      pure?.remember("int_xor", [op, a], b);
      pure?.remember("int_xor", [op, b], a);
      break;
    case "int_neg":
    case "int_invert":
    case "float_neg":
      pure?.remember(op.opname, [op], a);
      break;
    case "float_mul":
      pure?.remember("float_mul", [b, a], op);
      break;
    default:
  }
}
