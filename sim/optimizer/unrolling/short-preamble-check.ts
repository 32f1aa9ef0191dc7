/**
 * Whether a short preamble's guards hold for the values seen while tracing. A bridge whose last
 * iteration left the state in which the loop can go on had better jump to the loop's preamble: a
 * guard that is known to fail would only be left, and be traced from, again and again.
 *
 * What was not seen counts as fitting. This decides between two correct ways, never correctness.
 *
 * DIFFERS: PyPy looks at the values for the virtual state only, and makes bridges from such guards.
 */

import { readField, readItem } from "../../trace/heap-access.ts";
import { execute } from "../../trace/execute.ts";
import type { Ref, ResOp, RtValue, Value } from "../../trace/values.ts";
import type { Optimizer } from "../optimizer.ts";
import type { ShortPreamble } from "./short-preamble.ts";

/** Values by box; what is not in it is not known. */
class SeenValues {
  private readonly values = new Map<Value, RtValue>();

  set(box: Value, value: RtValue | undefined): void {
    if (value !== undefined) this.values.set(box, value);
  }

  get(box: Value): RtValue | undefined {
    return box.isConst ? box.value : this.values.get(box);
  }
}

/** Boxes that the optimizer has made have no value: null stands for unknown. */
function seenWhileTracing(box: Value): RtValue | undefined {
  if (box.isConst) return box.value;
  return box.value ?? undefined;
}

/** False if a guard of `short`, given `args` for its arguments, would fail. */
export function fitsShortPreamble(
  optimizer: Optimizer,
  short: ShortPreamble,
  args: readonly Value[],
): boolean {
  const seen = new SeenValues();
  args.forEach((arg, index) => {
    const box = short.inputargs[index];
    if (box !== undefined) seen.set(box, seenWhileTracing(arg));
  });
  return short.ops.every((op) => {
    if (op.info.isGuard) return holds(optimizer, op, seen);
    seen.set(op, evaluate(op, seen));
    return true;
  });
}

function holds(optimizer: Optimizer, op: ResOp, seen: SeenValues): boolean {
  const value = op.args[0] === undefined ? undefined : seen.get(op.args[0]);
  if (value === undefined) return true;
  switch (op.opname) {
    case "guard_true":
      return value !== 0;
    case "guard_false":
      return value === 0;
    case "guard_nonnull":
      return value !== null;
    case "guard_isnull":
      return value === null;
    case "guard_value":
      return Object.is(value, op.args[1]?.value);
    case "guard_class":
    case "guard_nonnull_class":
      return isOfClass(optimizer, value, op);
    default:
      return true;
  }
}

function isOfClass(optimizer: Optimizer, object: RtValue, op: ResOp): boolean {
  if (object === null || typeof object !== "object") return false;
  return optimizer.ctx.layoutOf(object) === op.args[1]?.value;
}

/** What an operation without effects gives now; undefined when that cannot be told. */
function evaluate(op: ResOp, seen: SeenValues): RtValue | undefined {
  const args: RtValue[] = [];
  for (const arg of op.args) {
    const value = seen.get(arg);
    if (value === undefined || value === null) return undefined;
    args.push(value);
  }
  const { descr } = op;
  const [object, index] = args;
  if (op.opname.startsWith("getfield_gc") && descr?.descrKind === "field") {
    return readField(descr, object as Ref);
  }
  if (op.opname.startsWith("getarrayitem_gc") && descr?.descrKind === "array") {
    return readItem(descr, object as Ref, index as number);
  }
  const { isPure, isCall } = op.info;
  const isComputed = (isPure && !isCall && !op.opname.startsWith("same_as")) || isLength(op);
  return isComputed ? execute(op.opname, descr, args) : undefined;
}

function isLength(op: ResOp): boolean {
  return op.opname === "arraylen_gc";
}
