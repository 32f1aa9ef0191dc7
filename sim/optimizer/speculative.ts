/**
 * Folding a read of constant memory: in a peeled loop it may stand where the program never comes,
 * since the guard before it would fail. So the object may be null, of another type, or too short;
 * such a loop makes no sense.
 *
 * Counterpart: protect_speculative_operation in rpython/jit/metainterp/optimizeopt/optimizer.py,
 * protect_speculative_* in rpython/jit/backend/llsupport/llmodel.py.
 */

import type { FieldDescr } from "../trace/descr.ts";
import type { LayoutOf } from "../trace/heap-access.ts";
import { LowString } from "../trace/low-string.ts";
import type { ResOp, RtValue } from "../trace/values.ts";
import { InvalidLoop } from "./context.ts";

/** Checks that the operation makes sense on these values, as far as it reads memory. */
export function protectRead(op: ResOp, args: readonly RtValue[], layoutOf: LayoutOf): void {
  const [object = null, index = 0] = args;
  switch (op.opname) {
    case "strlen":
    case "unicodelen":
      protectString(op, object);
      break;
    case "strgetitem":
    case "unicodegetitem":
      protectIndex(op, index, protectString(op, object).chars.length);
      break;
    case "arraylen_gc":
      protectArray(op, object);
      break;
    case "getarrayitem_gc_pure_i":
    case "getarrayitem_gc_pure_r":
    case "getarrayitem_gc_pure_f":
      protectIndex(op, index, protectArray(op, object).length);
      break;
    default:
      if (op.descr?.descrKind === "field" && op.opname.startsWith("getfield_gc")) {
        protectObject(op, object, op.descr, layoutOf);
      }
  }
}

function fail(op: ResOp, what: string): never {
  throw new InvalidLoop(`${op.opname} of a constant that is ${what}`);
}

function protectString(op: ResOp, value: RtValue): LowString {
  if (!(value instanceof LowString)) fail(op, value === null ? "null" : "no string");
  if (value.isUnicode !== op.opname.startsWith("unicode")) fail(op, "another kind of string");
  return value;
}

function protectArray(op: ResOp, value: RtValue): readonly unknown[] {
  if (!Array.isArray(value)) fail(op, value === null ? "null" : "no array");
  return value;
}

function protectIndex(op: ResOp, index: RtValue, length: number): void {
  const isInside = typeof index === "number" && index >= 0 && index < length;
  if (!isInside) fail(op, "too short");
}

function protectObject(op: ResOp, value: RtValue, { owner }: FieldDescr, layoutOf: LayoutOf): void {
  if (value === null) fail(op, "null");
  if (typeof value !== "object") fail(op, "no object");
  if (layoutOf(value)?.isSubclassOf(owner) === false) fail(op, "of another class");
}
