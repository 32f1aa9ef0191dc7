/**
 * Comparisons of references: what is known of both may tell.
 *
 * Counterpart: _optimize_oois_ooisnot in rpython/jit/metainterp/optimizeopt/rewrite.py.
 */

import type { OpName } from "../../trace/ops.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import type { Optimizer } from "../optimizer.ts";
import type { RuleName } from "../rules/rules.ts";
import type { Handlers, RewritePart, Rewriter } from "./part.ts";

/** Whether two references are the same, and by which rule that is known. */
interface Verdict {
  readonly isSame: boolean;
  readonly rule: RuleName;
}

export const pointerPart: RewritePart = (rewriter) => {
  const handlers: Handlers = {};
  for (const opname of ["ptr_eq", "ptr_ne", "instance_ptr_eq", "instance_ptr_ne"] as const) {
    handlers[opname] = (op) => compare(rewriter, op, opname);
  }
  return handlers;
};

function compare({ optimizer, emit }: Rewriter, op: ResOp, opname: OpName): void {
  const [a, b] = op.args.map(replacementOf) as [Value, Value];
  const isInstance = opname.startsWith("instance_");
  if (isInstance) {
    optimizer.fired("instance_ptr_comparison_swapped");
    optimizer.pure?.remember(opname, [b, a], op);
  }
  const verdict = sameObject(optimizer, a, b, isInstance);
  if (verdict === null) {
    emit(op);
    return;
  }
  optimizer.fired(verdict.rule);
  optimizer.makeConstantInt(op, verdict.isSame === opname.endsWith("_eq") ? 1 : 0);
}

function sameObject(optimizer: Optimizer, a: Value, b: Value, isInstance: boolean): Verdict | null {
  const virtualOf = (value: Value) =>
    optimizer.isVirtual(value) ? optimizer.ptrInfo(value) : null;
  const [virtualA, virtualB] = [virtualOf(a), virtualOf(b)];
  if (virtualA !== null || virtualB !== null) {
    return { isSame: virtualA === virtualB, rule: "ptr_comparison_of_virtual" };
  }
  const [nullA, nullB] = [optimizer.nullness(a), optimizer.nullness(b)];
  if (nullA === "null" || nullB === "null") {
    const other = nullB === "null" ? nullA : nullB;
    if (other === "unknown") return null;
    return { isSame: other === "null", rule: "ptr_comparison_with_null" };
  }
  if (a === b) return { isSame: true, rule: "ptr_comparison_of_same" };
  if (!isInstance) return null;
  const [classA, classB] = [optimizer.knownClass(a), optimizer.knownClass(b)];
  const differ = classA !== null && classB !== null && classA !== classB;
  return differ ? { isSame: false, rule: "instance_ptr_comparison_of_classes" } : null;
}
