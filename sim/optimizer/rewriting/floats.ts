/**
 * Identities of floats that hold for every value, NaN and the infinities included, and conversions
 * that undo each other.
 *
 * Counterpart: optimize_FLOAT_*, optimize_CONVERT_*, optimize_CAST_* in rewrite.py (optimizeopt).
 */

import type { Float } from "../../base/float.ts";
import { floatToBits } from "../../base/float.ts";
import type { OpName } from "../../trace/ops.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import { ConstFloat } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import type { RuleName } from "../rules/rules.ts";
import type { RewritePart, Rewriter } from "./part.ts";

/** What undoes a conversion. */
const INVERSE_CONVERSIONS: readonly (readonly [OpName, OpName, RuleName])[] = [
  ["cast_ptr_to_int", "cast_int_to_ptr", "cast_ptr_to_int_undone"],
  ["cast_int_to_ptr", "cast_ptr_to_int", "cast_int_to_ptr_undone"],
  [
    "convert_float_bytes_to_longlong",
    "convert_longlong_bytes_to_float",
    "convert_float_bytes_undone",
  ],
  [
    "convert_longlong_bytes_to_float",
    "convert_float_bytes_to_longlong",
    "convert_longlong_bytes_undone",
  ],
];

export const floatPart: RewritePart = (rewriter) => {
  const undone = INVERSE_CONVERSIONS.map(([opname, inverse, rule]) => [
    opname,
    (op: ResOp) => {
      rewriter.optimizer.fired(rule);
      rewriter.optimizer.pure?.remember(inverse, [op], op.args[0] as Value);
      rewriter.emit(op);
    },
  ]);
  return {
    ...Object.fromEntries(undone),
    float_mul: (op: ResOp) => multiply(rewriter, op),
    float_truediv: (op: ResOp) => divide(rewriter, op),
    float_neg: (op: ResOp) => negate(rewriter, op),
    float_abs: (op: ResOp) => absolute(rewriter, op),
  };
};

function constantOf(value: Value): number | null {
  const box = replacementOf(value);
  return box.isConst && box.kind === "f" ? box.value : null;
}

function multiply(rewriter: Rewriter, op: ResOp): void {
  const { optimizer } = rewriter;
  const [a, b] = op.args as [Value, Value];
  for (const [constant, other] of [
    [constantOf(a), b],
    [constantOf(b), a],
  ] as const) {
    if (constant === 1) {
      optimizer.fired("float_mul_one");
      optimizer.makeEqualTo(op, other);
      return;
    }
    if (constant === -1) {
      optimizer.fired("float_mul_minus_one");
      rewriter.emit(optimizer.replaceOp(op, "float_neg", [other]));
      return;
    }
  }
  emitProduct(rewriter, op);
}

/** The product with its operands swapped is the same. */
function emitProduct({ optimizer, emit }: Rewriter, op: ResOp): void {
  emit(op);
  const [a, b] = op.args as [Value, Value];
  optimizer.fired("float_mul_swapped");
  optimizer.pure?.remember("float_mul", [b, a], op);
}

/** Division by a power of two is multiplication by its exact reciprocal. */
function divide(rewriter: Rewriter, op: ResOp): void {
  const { optimizer } = rewriter;
  const [a, b] = op.args as [Value, Value];
  const divisor = constantOf(b);
  if (divisor === null || !isPowerOfTwo(divisor)) {
    rewriter.emit(op);
    return;
  }
  optimizer.fired("float_truediv_power_of_two");
  const reciprocal = new ConstFloat((1 / divisor) as Float);
  emitProduct(rewriter, optimizer.replaceOp(op, "float_mul", [a, reciprocal]));
}

/** Whether 1 / value is exact and finite: no bit of the mantissa but the leading one. */
function isPowerOfTwo(value: number): boolean {
  const bits = floatToBits(value);
  const exponent = (bits >> 52n) & 0x7ffn;
  return (bits & ((1n << 52n) - 1n)) === 0n && exponent > 0n && exponent < 0x7fdn;
}

function negate({ optimizer, emit }: Rewriter, op: ResOp): void {
  const operand = optimizer.asOperation(replacementOf(op.args[0] as Value));
  if (operand?.opname === "float_neg") {
    optimizer.fired("float_neg_twice");
    optimizer.makeEqualTo(op, operand.args[0] as Value);
  } else emit(op);
}

function absolute({ optimizer, emit }: Rewriter, op: ResOp): void {
  const operand = optimizer.asOperation(replacementOf(op.args[0] as Value));
  if (operand?.opname === "float_abs") {
    optimizer.fired("float_abs_twice");
    optimizer.makeEqualTo(op, operand);
  } else emit(op);
}
