/**
 * The preamble's values that a peeled loop uses: each joins the short preamble when it is used, and
 * the label's arguments when an emitted operation needs it.
 *
 * Counterpart: UnrollableOptimizer.force_op_from_preamble, potential_extra_ops in
 * rpython/jit/metainterp/optimizeopt/unroll.py.
 */

import type { Box, Value } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import type { PreambleOp } from "../info.ts";
import type { Optimizer } from "../optimizer.ts";
import type { PreambleUses } from "../stage.ts";
import { setInfoFromPreamble } from "./preamble-state.ts";
import type { ShortPreambleBuilder } from "./short-preamble.ts";

export class PeeledUses implements PreambleUses {
  readonly builder: ShortPreambleBuilder;
  private readonly waiting = new Map<Value, PreambleOp>();
  private readonly optimizer: Optimizer;

  constructor(optimizer: Optimizer, builder: ShortPreambleBuilder) {
    this.optimizer = optimizer;
    this.builder = builder;
  }

  use(known: PreambleOp): Value {
    this.optimizer.fired("value_of_preamble_used");
    const { ops } = this.builder.short;
    const before = ops.length;
    const info = this.builder.useOp(known.preambleOp);
    const { isOvf } = known.preambleOp.info;
    if (isOvf) this.optimizer.fired("short_preamble_checks_overflow");
    if (ops.length > before + (isOvf ? 2 : 1)) this.optimizer.fired("short_preamble_checks_value");
    if (known.op.isConst) return known.op;
    setInfoFromPreamble(this.optimizer, known.op, info, new Map());
    this.waiting.set(replacementOf(known.op), known);
    return known.op;
  }

  noteUse(box: Box): void {
    const known = this.waiting.get(box);
    if (known === undefined) return;
    this.waiting.delete(box);
    this.optimizer.fired("label_passes_value_of_preamble");
    if (known.isInvented) this.optimizer.fired("same_as_before_label");
    this.builder.passToLabel(known);
  }
}
