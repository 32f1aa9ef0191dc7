/**
 * Python's division and modulo by a positive constant as multiplication and shifts. A power of two
 * shifts or masks. Otherwise, with t = x >> 63 (0 or -1), x ^ t is not negative, its unsigned
 * quotient by m is high(k * (x ^ t)) >> s for a 64-bit k, and xoring with t again gives the floor
 * quotient, since floor(x / m) = ~floor(~x / m) for negative x.
 *
 * k = 2^(64 + s) / m + 1 with s chosen such that 2^63 < k < 2^64; the error of k is at most 1 / m
 * relative to 2^(64 + s), so for operands below 2^63 the quotient is exact (properties/proofs proves
 * it for all divisors).
 *
 * Source: Granlund, Montgomery, "Division by invariant integers using multiplication", PLDI 1994.
 * Counterpart: rpython/jit/metainterp/optimizeopt/intdiv.py, _optimize_CALL_INT_PY_* in rewrite.py.
 */

import type { Int } from "../../base/int.ts";
import { intFromBigint } from "../../base/int.ts";
import type { OpName } from "../../trace/ops.ts";
import type { Value } from "../../trace/values.ts";
import { ConstInt, ResOp } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import type { Optimizer } from "../optimizer.ts";
import { isPowerOfTwo, log2 } from "./constant-terms.ts";

/** The multiplier and the shift for a divisor that is no power of two. */
export function magicNumbers(divisor: bigint): { multiplier: Int; shift: number } {
  let shift = 0;
  while (1n << BigInt(shift + 1) < divisor) shift += 1;
  const multiplier = (1n << BigInt(64 + shift)) / divisor + 1n;
  return { multiplier: intFromBigint(multiplier), shift };
}

/** What the call gives, its operations sent through the chain; null when it stays a call. */
export function divideByConstant(
  optimizer: Optimizer,
  op: ResOp,
  oopspec: string | null,
): Value | null {
  const isDivision = oopspec === "int.py_div";
  if (oopspec === "int.udiv") return udivByOne(optimizer, op);
  if (!isDivision && oopspec !== "int.py_mod") return null;
  const [, dividend, divisorBox] = op.args as [Value, Value, Value];
  if (optimizer.constantOf(dividend)?.value === 0) {
    optimizer.fired("py_div_or_mod_of_zero");
    return new ConstInt(0);
  }
  const divisor = optimizer.constantOf(divisorBox)?.value;
  const isNumber = typeof divisor === "number" || typeof divisor === "bigint";
  if (!isNumber || divisor <= 0) return null;
  if (divisor === 1) {
    optimizer.fired("py_div_or_mod_by_one");
    return isDivision ? dividend : new ConstInt(0);
  }
  const send = makeSender(optimizer);
  const wide = BigInt(divisor);
  if (isPowerOfTwo(wide)) {
    optimizer.fired(isDivision ? "py_div_by_power_of_two" : "py_mod_by_power_of_two");
    if (!isDivision) return send("int_and", dividend, intFromBigint(wide - 1n));
    return send("int_rshift", dividend, Number(log2(wide)));
  }
  optimizer.fired(isDivision ? "py_div_by_constant" : "py_mod_by_constant");
  const quotient = divide(optimizer, dividend, wide, send);
  if (isDivision) return quotient;
  return send("int_sub", dividend, send("int_mul", quotient, divisor));
}

function udivByOne(optimizer: Optimizer, op: ResOp): Value | null {
  const [, dividend, divisor] = op.args as [Value, Value, Value];
  if (optimizer.constantOf(divisor)?.value !== 1) return null;
  optimizer.fired("udiv_by_one");
  return dividend;
}

type Send = (opname: OpName, a: Value, b: Value | Int) => Value;

function makeSender(optimizer: Optimizer): Send {
  return (opname, a, b) => {
    const operand = typeof b === "object" ? b : new ConstInt(b);
    const made = new ResOp(opname, [replacementOf(a), replacementOf(operand)]);
    optimizer.send(made);
    return replacementOf(made);
  };
}

function divide(optimizer: Optimizer, dividend: Value, divisor: bigint, send: Send): Value {
  const { multiplier, shift } = magicNumbers(divisor);
  const isNonnegative = optimizer.bound(dividend).isNonnegative;
  const sign = isNonnegative ? null : send("int_rshift", dividend, 63);
  const magnitude = sign === null ? dividend : send("int_xor", dividend, sign);
  const product = send("uint_mul_high", magnitude, multiplier);
  const quotient = send("uint_rshift", product, shift);
  return sign === null ? quotient : send("int_xor", quotient, sign);
}
