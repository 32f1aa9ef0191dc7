/**
 * A part of the rewrite pass: handlers of operations that share the pass's way of going on.
 */

import type { OpName } from "../../trace/ops.ts";
import type { ResOp } from "../../trace/values.ts";
import type { Optimizer } from "../optimizer.ts";
import type { Handler } from "../pass.ts";

/** The rewrite pass, as its parts see it. */
export interface Rewriter {
  readonly optimizer: Optimizer;
  /** Hands the operation on. */
  emit(op: ResOp): void;
  /** A call vanished: a guard_no_exception after it vanishes too. */
  callRemoved(): void;
}

export type Handlers = Partial<Record<OpName, Handler>>;

/** The handlers of a part. */
export type RewritePart = (rewriter: Rewriter) => Handlers;
