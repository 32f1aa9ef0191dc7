/**
 * Stands at the end of the chain when `enable_opts` leaves out a pass that would have removed
 * operations which no backend knows: turns them into plain ones or drops them.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/simplify.py. DIFFERS: without the heap pass PyPy
 * registers no quasi-immutable fields, so its code goes on with old values.
 */

import type { QuasiImmutDescr } from "../trace/descr.ts";
import type { OpName } from "../trace/ops.ts";
import { opForKind } from "../trace/ops.ts";
import type { ResOp, Value } from "../trace/values.ts";
import { relyOnQuasiImmutable } from "./heap-cache/quasi-immutables.ts";
import type { Optimizer } from "./optimizer.ts";
import { Pass } from "./pass.ts";
import type { RuleName } from "./rules/rules.ts";

/** Calls that become plain ones. */
const CALLS: readonly (readonly [prefix: string, rule: RuleName])[] = [
  ["call_pure", "simplify_call_pure"],
  ["call_loopinvariant", "simplify_call_loopinvariant"],
];

/** What only teaches the passes something. */
const HINTS: readonly OpName[] = [
  "assert_not_none",
  "record_exact_class",
  "record_exact_value_r",
  "record_exact_value_i",
  "record_known_result",
];

export class SimplifyPass extends Pass {
  constructor(optimizer: Optimizer) {
    super(optimizer);
    for (const [prefix, rule] of CALLS) {
      for (const kind of ["i", "r", "f", "v"] as const) {
        this.handlers[opForKind(prefix, kind)] = (op) => this.toPlainCall(op, rule);
      }
    }
    this.handle(HINTS, () => this.optimizer.fired("simplify_hint"));
    this.handlers.virtual_ref = (op) => {
      this.optimizer.fired("simplify_virtual_ref");
      this.optimizer.makeEqualTo(op, op.args[0] as Value);
    };
    this.handlers.virtual_ref_finish = () => this.optimizer.fired("simplify_virtual_ref_finish");
    this.handlers.quasiimmut_field = (op) => this.quasiimmutField(op);
  }

  private toPlainCall(op: ResOp, rule: RuleName): void {
    this.optimizer.fired(rule);
    const name = opForKind("call", op.kind);
    this.emit(this.optimizer.replaceOp(op, name, op.args, op.descr));
  }

  private quasiimmutField(op: ResOp): void {
    this.optimizer.fired("simplify_quasiimmut_field");
    const object = this.optimizer.constantOf(op.args[0] as Value)?.value;
    if (object !== null && typeof object === "object") {
      relyOnQuasiImmutable(this.optimizer, object, op.descr as QuasiImmutDescr);
    }
  }
}
