/**
 * Operators by the special methods of the operands' types.
 *
 * Counterpart: pypy/objspace/descroperation.py.
 */

import { call_looked_up, lookup } from "./call.ts";
import { typeError, typeName } from "./errors.ts";
import { BINARY_OPERATORS, OP_POW } from "./operators.ts";
import type { OperationError } from "./operation-error.ts";
import { w_NotImplemented } from "./singletons.ts";
import type { ObjSpace } from "./space.ts";
import type { W_Root } from "./w-root.ts";

/**
 * Python's protocol of binary operators; the right operand first if its type derives from the
 * left's.
 */
export function binary_descr(space: ObjSpace, op: number, w_a: W_Root, w_b: W_Root): W_Root {
  const w_result = binary_or_null(space, op, w_a, w_b);
  if (w_result === null) throw unsupportedOperation(space, op, w_a, w_b, false);
  return w_result;
}

export function binary_or_null(
  space: ObjSpace,
  op: number,
  w_a: W_Root,
  w_b: W_Root,
): W_Root | null {
  const operator = BINARY_OPERATORS[op]!;
  const w_left_type = w_a.getclass(space);
  const w_right_type = w_b.getclass(space);
  const w_left = w_left_type.lookup(operator.method);
  if (w_left_type === w_right_type) return try_method(space, w_left, w_a, w_b);
  const w_right = w_right_type.lookup(operator.reflected);
  if (w_right !== null && w_right_type.issubtype(w_left_type)) {
    if (w_left_type.lookup(operator.reflected) !== w_right) {
      const w_first = try_method(space, w_right, w_b, w_a);
      if (w_first !== null) return w_first;
      return try_method(space, w_left, w_a, w_b);
    }
  }
  const w_result = try_method(space, w_left, w_a, w_b);
  if (w_result !== null) return w_result;
  return try_method(space, w_right, w_b, w_a);
}

/** The result of a special method with one argument; null when it is missing or NotImplemented. */
export function try_method(
  space: ObjSpace,
  w_method: W_Root | null,
  w_self: W_Root,
  w_other: W_Root,
): W_Root | null {
  if (w_method === null) return null;
  const w_result = call_looked_up(space, w_method, w_self, [w_other], null);
  return w_result === w_NotImplemented ? null : w_result;
}

/** `w_a op= w_b`: the in-place method, then the plain operator. */
export function inplace_descr(space: ObjSpace, op: number, w_a: W_Root, w_b: W_Root): W_Root {
  const w_method = lookup(space, w_a, BINARY_OPERATORS[op]!.inplace);
  const w_inplace = try_method(space, w_method, w_a, w_b);
  if (w_inplace !== null) return w_inplace;
  const w_result = binary_or_null(space, op, w_a, w_b);
  if (w_result === null) throw unsupportedOperation(space, op, w_a, w_b, true);
  return w_result;
}

/** @dont_look_inside @cannot_raise */
export function unsupportedOperation(
  space: ObjSpace,
  op: number,
  w_a: W_Root,
  w_b: W_Root,
  isInplace: boolean,
): OperationError {
  const { symbol } = BINARY_OPERATORS[op]!;
  if (op === OP_POW) return typeError(space, "operands do not support **");
  const shown = isInplace ? `${symbol}=` : symbol;
  const names = `'${typeName(space, w_a)}' and '${typeName(space, w_b)}'`;
  return typeError(space, `unsupported operand type(s) for ${shown}: ${names}`);
}

/** A unary operator by its special method. */
export function unary_descr(space: ObjSpace, method: string, w_a: W_Root): W_Root {
  const w_method = lookup(space, w_a, method);
  if (w_method === null) throw unsupportedUnary(space, method, w_a);
  return call_looked_up(space, w_method, w_a, [], null);
}

/** @dont_look_inside @cannot_raise */
export function unsupportedUnary(space: ObjSpace, method: string, w_a: W_Root): OperationError {
  const names: Record<string, string> = {
    __neg__: "unary neg",
    __pos__: "unary pos",
    __invert__: "unary ~",
    __abs__: "unary abs",
  };
  const message = `unsupported operand type for ${names[method]}: '${typeName(space, w_a)}'`;
  return typeError(space, message);
}
