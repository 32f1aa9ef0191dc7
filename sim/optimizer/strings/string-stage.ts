/**
 * What the parts of the string pass need of it: where operations go that it makes, and sums of
 * integers that are folded as they are made.
 *
 * Counterpart: _int_add, _int_sub in rpython/jit/metainterp/optimizeopt/vstring.py.
 */

import { int_add, int_sub } from "../../base/int.ts";
import type { Value } from "../../trace/values.ts";
import { ConstInt, ResOp } from "../../trace/values.ts";
import type { Optimizer } from "../optimizer.ts";
import type { Stage } from "../stage.ts";

export interface StringStage {
  readonly optimizer: Optimizer;
  /** Hands an operation on to the passes behind. */
  emitExtra: Stage["emitExtra"];
}

function integerOf(value: Value) {
  return value.isConst && value instanceof ConstInt ? value.value : null;
}

/** `a + b`; goes through all passes unless both are constants or one is 0. */
export function addInts(optimizer: Optimizer, a: Value, b: Value): Value {
  const [left, right] = [integerOf(a), integerOf(b)];
  if (left === 0) return b;
  if (right === 0) return a;
  if (left !== null && right !== null) return new ConstInt(int_add(left, right));
  return sendInt(optimizer, new ResOp("int_add", [a, b]));
}

/** `a - b`, likewise. */
export function subtractInts(optimizer: Optimizer, a: Value, b: Value): Value {
  const [left, right] = [integerOf(a), integerOf(b)];
  if (right === 0) return a;
  if (left !== null && right !== null) return new ConstInt(int_sub(left, right));
  return sendInt(optimizer, new ResOp("int_sub", [a, b]));
}

function sendInt(optimizer: Optimizer, op: ResOp): Value {
  optimizer.send(op);
  return op;
}
