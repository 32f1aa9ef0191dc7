/**
 * A pass of the optimizer: operations come in one by one, each is handled, removed, replaced or
 * handed on to the next pass; the last is the optimizer itself, which emits. What a handler does
 * after `emit` happens when all later passes are done with the operation.
 *
 * Counterpart: class Optimization in rpython/jit/metainterp/optimizeopt/optimizer.py.
 */

import type { OpName } from "../trace/ops.ts";
import type { ResOp } from "../trace/values.ts";
import type { IntegerRules } from "./ints/rule-matcher.ts";
import type { Optimizer } from "./optimizer.ts";
import type { ShortBoxes } from "./unrolling/short-boxes.ts";
import type { PassStage, Stage } from "./stage.ts";

/** What a pass does with operations of one name. */
export type Handler = (op: ResOp) => void;

/** Stands in `lastEmitted` for a call that was removed. */
export const REMOVED = "removed";

export abstract class Pass implements PassStage {
  next: Stage;
  readonly optimizer: Optimizer;
  /** The operation that this pass handed on last, REMOVED when it swallowed a call. */
  protected lastEmitted: ResOp | typeof REMOVED | null = null;
  protected readonly handlers: Partial<Record<OpName, Handler>> = {};
  /** The handlers by the operation's number, once they were asked for; null for none. */
  private readonly byNumber: (Handler | null)[] = [];

  constructor(optimizer: Optimizer) {
    this.optimizer = optimizer;
    this.next = optimizer;
  }

  /** Default: the handler of the operation's name, or hand it on. */
  forward(op: ResOp): void {
    const known = this.byNumber[op.info.index];
    const handler = known === undefined ? this.find(op) : known;
    if (handler === null) this.emit(op);
    else handler(op);
  }

  private find(op: ResOp): Handler | null {
    const handler = this.handlers[op.opname] ?? null;
    this.byNumber[op.info.index] = handler;
    return handler;
  }

  /** Hands `op` on to the next pass. */
  emit(op: ResOp): void {
    this.lastEmitted = op;
    this.next.forward(op);
  }

  /** Applies a rule to the operation, if one matches: it is replaced, or a changed one goes on. */
  protected applyRules(rules: IntegerRules, op: ResOp): boolean {
    const rewritten = rules.rewrite(this.optimizer, op);
    if (rewritten === null) return false;
    const { value } = rewritten;
    if (value === null) {
      this.emit(this.optimizer.replaceOp(op, rewritten.opname, rewritten.args));
    } else if (value.isConst) this.optimizer.makeConstant(op, value);
    else this.optimizer.makeEqualTo(op, value);
    return true;
  }

  emitExtra(op: ResOp): void {
    this.next.forward(op);
  }

  flush(): void {}

  produceShortOps(_boxes: ShortBoxes): void {}

  /** Registers `handler` for all of `names`. */
  protected handle(names: readonly OpName[], handler: Handler): void {
    for (const name of names) this.handlers[name] = handler;
  }
}
