/**
 * Pure operations: constants are folded, repeated operations vanish. An overflowing operation is
 * held back until its guard is seen, since only with guard_no_overflow it is pure.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/pure.py.
 */

import type { CallDescr } from "../trace/descr.ts";
import { EXTRA_EFFECT } from "../trace/descr.ts";
import type { OpName } from "../trace/ops.ts";
import { opForKind } from "../trace/ops.ts";
import type { ResOp, Value } from "../trace/values.ts";
import { sameValue } from "../trace/values.ts";
import { replacementOf } from "./boxes.ts";
import { allConstants } from "./context.ts";
import { PreambleOp } from "./info.ts";
import type { Known } from "./info.ts";
import type { Optimizer } from "./optimizer.ts";
import { Pass, REMOVED } from "./pass.ts";
import type { ShortBoxes } from "./unrolling/short-boxes.ts";
import type { PureKnowledge } from "./stage.ts";

/** One remembered operation: the same on the same arguments gives `result`. */
interface Remembered {
  readonly args: readonly Value[];
  readonly descr: unknown;
  result: Known;
}

/** The operations remembered under one name, the oldest overwritten first. */
class RecentOps {
  private readonly slots: Remembered[] = [];
  private next = 0;
  private readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  add(entry: Remembered): void {
    this.slots[this.next] = entry;
    this.next = (this.next + 1) % this.size;
  }

  lookup(args: readonly Value[], descr: unknown): Remembered | undefined {
    return this.slots.find((entry) => entry.descr === descr && sameArgs(entry.args, args));
  }
}

function sameArgs(known: readonly Value[], args: readonly Value[]): boolean {
  return (
    known.length === args.length &&
    known.every((arg, index) => sameValue(replacementOf(arg), replacementOf(args[index] as Value)))
  );
}

const CALL_PURE: readonly OpName[] = ["call_pure_i", "call_pure_r", "call_pure_f", "call_pure_n"];

export class PurePass extends Pass implements PureKnowledge {
  private readonly recent = new Map<OpName, RecentOps>();
  private postponed: ResOp | null = null;
  private readonly calls: { op: ResOp; result: Known }[] = [];

  constructor(optimizer: Optimizer) {
    super(optimizer);
    this.handle(CALL_PURE, (op) => this.callPure(op));
    this.handlers.guard_no_exception = (op) => {
      if (this.lastEmitted !== REMOVED) this.emit(op);
    };
  }

  override forward(op: ResOp): void {
    const postponed = this.postponed;
    if (postponed !== null) {
      this.postponed = null;
      this.finishOverflowing(postponed, op);
      return;
    }
    if (op.info.isOvf) {
      this.postponed = op;
      return;
    }
    if (op.info.isPure && !op.info.isCall) this.pureOp(op);
    else super.forward(op);
  }

  override flush(): void {
    const op = this.postponed;
    this.postponed = null;
    if (op !== null) this.emit(op);
  }

  /** An overflowing operation with the operation after it, its guard. */
  private finishOverflowing(op: ResOp, guard: ResOp): void {
    if (guard.opname === "guard_no_overflow" && this.simplify(op)) return;
    this.emit(op);
    if (guard.opname === "guard_no_overflow") this.rememberOp(op);
    super.forward(guard);
  }

  private pureOp(op: ResOp): void {
    if (this.simplify(op)) return;
    this.emit(op);
    this.rememberOp(op);
  }

  /** Folds the operation or finds it among the recent ones. */
  private simplify(op: ResOp): boolean {
    if (this.optimizer.hasConstantArgs(op)) {
      const folded = this.optimizer.fold(op);
      if (folded !== null) {
        this.optimizer.makeConstant(op, folded);
        return true;
      }
    }
    const found = this.recent.get(op.opname)?.lookup(op.args, op.descr);
    if (found === undefined) return false;
    this.optimizer.makeEqualTo(op, this.useRemembered(found));
    return true;
  }

  private useRemembered(entry: { result: Known }): Value {
    const value = this.optimizer.useKnown(entry.result);
    entry.result = value;
    return value;
  }

  private rememberOp(op: ResOp): void {
    this.add(op.opname, { args: [...op.args], descr: op.descr, result: op });
  }

  private add(opname: OpName, entry: Remembered): void {
    let recent = this.recent.get(opname);
    if (recent === undefined) {
      recent = new RecentOps(this.optimizer.ctx.params.pureopHistorylength);
      this.recent.set(opname, recent);
    }
    recent.add(entry);
  }

  // Calls.

  private callPure(op: ResOp): void {
    const descr = op.descr as CallDescr;
    for (const arg of op.args) this.optimizer.force(arg);
    const args = op.args.map((arg) => this.optimizer.constantOf(arg) ?? arg);
    const constants = allConstants(args);
    const seen = constants && this.optimizer.ctx.callPureResults?.lookup(descr, constants);
    if (seen) {
      this.optimizer.makeConstant(op, seen);
      this.lastEmitted = REMOVED;
      return;
    }
    const known = this.calls.find(
      (call) => call.op.descr === descr && sameArgs(call.op.args, op.args),
    );
    if (known !== undefined) {
      this.optimizer.makeEqualTo(op, this.useRemembered(known));
      this.lastEmitted = REMOVED;
      return;
    }
    const call = this.optimizer.replaceOp(op, opForKind("call", op.kind), op.args, descr);
    this.emit(call);
    this.calls.push({ op: call, result: call });
  }

  // What others may ask.

  remember(opname: OpName, args: readonly Value[], result: Value): void {
    this.add(opname, { args, descr: null, result });
  }

  lookup(opname: OpName, args: readonly Value[]): Value | null {
    const found = this.recent.get(opname)?.lookup(args, null);
    return found === undefined ? null : replacementOf(this.useRemembered(found));
  }

  importPure(op: PreambleOp, source: ResOp): void {
    this.add(source.opname, { args: source.args, descr: source.descr, result: op });
  }

  importCall(op: PreambleOp, source: ResOp): void {
    this.calls.push({ op: source, result: op });
  }

  override produceShortOps(boxes: ShortBoxes): void {
    const ops = this.optimizer.newOps;
    ops.forEach((op, index) => {
      const { isPure, isOvf } = op.info;
      const isChecked = ops[index + 1]?.opname === "guard_no_overflow";
      if (isPure || (isOvf && isChecked)) boxes.addPureOp(op);
    });
    for (const { op, result } of this.calls) {
      if (result instanceof PreambleOp || op.kind === "v") continue;
      const { extraEffect } = (op.descr as CallDescr).effect;
      if (extraEffect === EXTRA_EFFECT.elidableCanRaise) continue;
      boxes.addPureCall(op);
    }
  }
}
