/**
 * How comparisons follow from others: what is false exactly when another is true, and what is the
 * same with its operands swapped. Proved in properties/proofs.
 *
 * Counterpart: _opboolinverse, _opboolreflex in rpython/jit/metainterp/resoperation.py.
 */

import type { OpName } from "../../trace/ops.ts";

/** The comparison that is true exactly when the other is false, on the same operands. */
export const OPPOSITE: Partial<Record<OpName, OpName>> = {
  int_eq: "int_ne",
  int_ne: "int_eq",
  int_lt: "int_ge",
  int_ge: "int_lt",
  int_le: "int_gt",
  int_gt: "int_le",
  uint_lt: "uint_ge",
  uint_ge: "uint_lt",
  uint_le: "uint_gt",
  uint_gt: "uint_le",
  float_eq: "float_ne",
  float_ne: "float_eq",
  float_lt: "float_ge",
  float_ge: "float_lt",
  float_le: "float_gt",
  float_gt: "float_le",
  ptr_eq: "ptr_ne",
  ptr_ne: "ptr_eq",
};

/** The comparison that gives the same with its operands swapped. */
export const SWAPPED: Partial<Record<OpName, OpName>> = {
  int_eq: "int_eq",
  int_ne: "int_ne",
  int_lt: "int_gt",
  int_gt: "int_lt",
  int_le: "int_ge",
  int_ge: "int_le",
  uint_lt: "uint_gt",
  uint_gt: "uint_lt",
  uint_le: "uint_ge",
  uint_ge: "uint_le",
  float_eq: "float_eq",
  float_ne: "float_ne",
  float_lt: "float_gt",
  float_gt: "float_lt",
  float_le: "float_ge",
  float_ge: "float_le",
  ptr_eq: "ptr_eq",
  ptr_ne: "ptr_ne",
};

/** Comparisons of floats that are both false when an operand is no number. */
export const ORDERED_FLOATS: ReadonlySet<OpName> = new Set([
  "float_lt",
  "float_le",
  "float_gt",
  "float_ge",
]);
