/**
 * Calls: of pure functions whose result is known, of loop-invariant ones that were made already,
 * conditional ones whose condition is known; division by constants.
 *
 * Counterpart: optimize_CALL_*, optimize_COND_CALL* in rewrite.py (optimizeopt).
 */

import type { CallDescr } from "../../trace/descr.ts";
import type { OpName } from "../../trace/ops.ts";
import { opForKind } from "../../trace/ops.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import { divideByConstant } from "../ints/division.ts";
import { optimizeArrayCopy } from "../virtuals/array-copy.ts";
import type { Handlers, RewritePart, Rewriter } from "./part.ts";

const CALL_PURE: readonly OpName[] = ["call_pure_i", "call_pure_r", "call_pure_f", "call_pure_n"];

export const callPart: RewritePart = (rewriter) => {
  const handlers: Handlers = {
    call_n: (op) => {
      if (!optimizeArrayCopy(rewriter.optimizer, op)) rewriter.emit(op);
    },
    cond_call: (op) => condCall(rewriter, op),
    cond_call_value_i: (op) => condCallValue(rewriter, op),
    cond_call_value_r: (op) => condCallValue(rewriter, op),
  };
  for (const opname of CALL_PURE) handlers[opname] = (op) => callPure(rewriter, op);
  return handlers;
};

function callPure(rewriter: Rewriter, op: ResOp): void {
  const { optimizer } = rewriter;
  const seen = optimizer.seenResult(op);
  if (seen !== null) {
    optimizer.fired("call_pure_seen_while_tracing");
    optimizer.makeConstant(op, seen);
    rewriter.callRemoved();
    return;
  }
  const { oopspec } = (op.descr as CallDescr).effect;
  const result = divideByConstant(optimizer, op, oopspec);
  if (result === null) {
    rewriter.emit(op);
    return;
  }
  optimizer.makeEqualTo(op, result);
  rewriter.callRemoved();
}

/** A call that is made when its first argument is not 0. */
function condCall(rewriter: Rewriter, op: ResOp): void {
  const { optimizer } = rewriter;
  const condition = optimizer.constantOf(op.args[0] as Value);
  if (condition === null) rewriter.emit(op);
  else if (condition.value === 0) {
    optimizer.fired("cond_call_never");
    rewriter.callRemoved();
  } else {
    optimizer.fired("cond_call_always");
    rewriter.emit(optimizer.replaceOp(op, "call_n", op.args.slice(1), op.descr));
  }
}

/** The first argument, or what the call gives when that is 0 or null. */
function condCallValue(rewriter: Rewriter, op: ResOp): void {
  const { optimizer } = rewriter;
  const [first, ...rest] = op.args as [Value, ...Value[]];
  const nullness = optimizer.nullness(first);
  if (nullness === "nonnull") {
    optimizer.fired("cond_call_value_never");
    optimizer.makeEqualTo(op, first);
    rewriter.callRemoved();
  } else if (nullness === "null") {
    optimizer.fired("cond_call_value_always");
    const call = opForKind("call_pure", op.kind);
    rewriter.emit(optimizer.replaceOp(op, call, rest, op.descr));
  } else rewriter.emit(op);
}
