/**
 * Rewriting: algebraic identities, comparisons with what is known, guards that are already known to
 * hold or that strengthen an earlier one, loop-invariant calls, division by constants.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/rewrite.py.
 * DIFFERS: from an ordered comparison of floats that is false, nothing follows (PyPy concludes that
 * the opposite one is true, which NaN contradicts).
 */

import type { OpName } from "../trace/ops.ts";
import { opForKind } from "../trace/ops.ts";
import type { Const, ResOp, Value } from "../trace/values.ts";
import { replacementOf } from "./boxes.ts";
import type { Known } from "./info.ts";
import { GuardRules } from "./guards/rewrite-guards.ts";
import { IntegerRules } from "./ints/rule-matcher.ts";
import type { Optimizer } from "./optimizer.ts";
import { Pass, REMOVED } from "./pass.ts";
import { callPart } from "./rewriting/calls.ts";
import { floatPart } from "./rewriting/floats.ts";
import { pointerPart } from "./rewriting/pointers.ts";
import { OPPOSITE, ORDERED_FLOATS, SWAPPED } from "./rules/comparisons.ts";
import { REMEMBERED_INT_RULES, REWRITE_INT_RULES } from "./rules/integers.ts";
import type { ShortBoxes } from "./unrolling/short-boxes.ts";
import type { LoopInvariants } from "./stage.ts";

const LOOP_INVARIANT: readonly OpName[] = [
  "call_loopinvariant_i",
  "call_loopinvariant_r",
  "call_loopinvariant_f",
  "call_loopinvariant_n",
];

const RULES = new IntegerRules(REWRITE_INT_RULES);
const REMEMBERED = new IntegerRules(REMEMBERED_INT_RULES);

export class RewritePass extends Pass implements LoopInvariants {
  private readonly invariants = new Map<unknown, { fn: Const; op: ResOp | null; result: Known }>();

  constructor(optimizer: Optimizer) {
    super(optimizer);
    const rewriter = {
      optimizer,
      emit: (op: ResOp) => this.emit(op),
      callRemoved: () => {
        this.lastEmitted = REMOVED;
      },
    };
    const guards = new GuardRules(optimizer, rewriter.emit);
    Object.assign(this.handlers, guards.handlers);
    for (const part of [callPart, floatPart, pointerPart]) {
      Object.assign(this.handlers, part(rewriter));
    }
    this.handle([...RULES.opnames, ...REMEMBERED.opnames], (op) => this.algebra(op));
    this.handle(["int_is_true", "int_is_zero"], (op) => this.test(op));
    this.handle(["same_as_i", "same_as_r", "same_as_f"], (op) => this.sameAs(op));
    this.handle(LOOP_INVARIANT, (op) => this.loopInvariant(op));
    this.handlers.assert_not_none = (op) => this.assertNotNone(op);
    this.handlers.record_exact_class = (op) => this.recordExactClass(op);
    this.handle(["record_exact_value_i", "record_exact_value_r"], (op) => this.recordValue(op));
    this.handlers.guard_future_condition = (op) => {
      optimizer.patchGuard = op;
    };
    this.handlers.guard_no_exception = (op) => this.guardNoException(op);
  }

  override forward(op: ResOp): void {
    if (op.info.isBool && this.followsFromAnother(op)) return;
    super.forward(op);
  }

  private algebra(op: ResOp): void {
    if (this.applyRules(RULES, op)) return;
    this.emit(op);
    REMEMBERED.remember(this.optimizer, op);
  }

  /** The address of memory that the optimizer knows is not 0. */
  private test(op: ResOp): void {
    if (this.optimizer.isRawAddress(op.args[0] as Value)) {
      this.optimizer.makeConstantInt(op, op.opname === "int_is_true" ? 1 : 0);
    } else this.algebra(op);
  }

  /** A comparison whose opposite, or whose swapped form, has a known result. */
  private followsFromAnother(op: ResOp): boolean {
    const { pure } = this.optimizer;
    const opposite = OPPOSITE[op.opname];
    const swapped = SWAPPED[op.opname];
    if (pure === null || opposite === undefined || swapped === undefined) return false;
    const { args } = op;
    if (this.isOppositeOf(op, pure.lookup(opposite, args))) return true;
    const reversed = [args[1] as Value, args[0] as Value];
    const same = pure.lookup(swapped, reversed);
    if (same !== null) {
      this.optimizer.fired("comparison_swapped");
      this.optimizer.makeEqualTo(op, same);
      return true;
    }
    return this.isOppositeOf(op, pure.lookup(OPPOSITE[swapped] as OpName, reversed));
  }

  private isOppositeOf(op: ResOp, known: Value | null): boolean {
    const constant = known === null ? null : this.optimizer.constantOf(known);
    if (constant === null) return false;
    const isFalse = constant.value === 0;
    if (isFalse && ORDERED_FLOATS.has(op.opname)) return false;
    this.optimizer.fired("comparison_opposite");
    this.optimizer.makeConstantInt(op, isFalse ? 1 : 0);
    return true;
  }

  private sameAs(op: ResOp): void {
    this.optimizer.fired("same_as");
    this.optimizer.makeEqualTo(op, op.args[0] as Value);
  }

  private loopInvariant(op: ResOp): void {
    const fn = this.optimizer.constantOf(op.args[0] as Value);
    const key = fn?.value ?? null;
    const known = this.invariants.get(key);
    if (known !== undefined) {
      this.optimizer.fired("call_loopinvariant_again");
      known.result = this.optimizer.useKnown(known.result);
      this.optimizer.makeEqualTo(op, known.result);
      this.lastEmitted = REMOVED;
      return;
    }
    this.optimizer.fired("call_loopinvariant_first");
    const call = this.optimizer.replaceOp(op, opForKind("call", op.kind), op.args, op.descr);
    this.emit(call);
    if (fn !== null) this.invariants.set(key, { fn, op: call, result: call });
  }

  importCall(fn: Const, result: Known): void {
    this.invariants.set(fn.value, { fn, op: null, result });
  }

  *knownCalls(): Iterable<readonly [Const, Known]> {
    for (const { fn, op, result } of this.invariants.values()) {
      if (op?.kind !== "v") yield [fn, result];
    }
  }

  private guardNoException(op: ResOp): void {
    if (this.lastEmitted === REMOVED) this.optimizer.fired("guard_no_exception_of_removed_call");
    else this.emit(op);
  }

  // What the interpreter promises.

  private assertNotNone(op: ResOp): void {
    this.optimizer.fired("assert_not_none");
    this.optimizer.makeNonnull(op.args[0] as Value);
  }

  private recordExactClass(op: ResOp): void {
    const box = op.args[0] as Value;
    const layout = replacementOf(op.args[1] as Value);
    const isLayout = layout.isConst && typeof layout.value === "object" && layout.kind === "i";
    if (!isLayout || !("sizeDescr" in layout.value)) return;
    this.optimizer.fired("record_exact_class");
    if (this.optimizer.knownClass(box) !== null) return;
    this.optimizer.makeConstantClass(box, layout.value, false);
  }

  private recordValue(op: ResOp): void {
    const constant = replacementOf(op.args[1] as Value);
    if (!constant.isConst) return;
    this.optimizer.fired("record_exact_value");
    this.optimizer.makeConstant(op.args[0] as Value, constant);
  }

  override produceShortOps(boxes: ShortBoxes): void {
    for (const { op } of this.invariants.values()) {
      if (op !== null && op.kind !== "v") boxes.addLoopInvariant(op);
    }
  }
}
