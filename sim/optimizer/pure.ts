/**
 * Pure operations: constants are folded, repeated operations vanish. An overflowing operation is
 * held back until its guard is seen, since only with guard_no_overflow it is pure.
 *
 * An operation and its overflowing form are remembered together: the plain one may use either's
 * result, the overflowing one only that of an operation which was checked. Calls are remembered in
 * order; cond_call_value counts as a call of its function with the arguments after the first.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/pure.py.
 */

import type { CallDescr } from "../trace/descr.ts";
import { EXTRA_EFFECT } from "../trace/descr.ts";
import type { OpName } from "../trace/ops.ts";
import { opForKind } from "../trace/ops.ts";
import type { Const, Value } from "../trace/values.ts";
import { ResOp } from "../trace/values.ts";
import { replacementOf } from "./boxes.ts";
import type { PreambleOp } from "./info.ts";
import type { Optimizer } from "./optimizer.ts";
import { Pass, REMOVED } from "./pass.ts";
import { RecentOps, sameArgs } from "./pure-cache/recent-ops.ts";
import type { Remembered } from "./pure-cache/recent-ops.ts";
import type { PureKnowledge } from "./stage.ts";
import type { ShortBoxes } from "./unrolling/short-boxes.ts";

const CALL_PURE: readonly OpName[] = ["call_pure_i", "call_pure_r", "call_pure_f", "call_pure_n"];
const COND_CALL_VALUE: readonly OpName[] = ["cond_call_value_i", "cond_call_value_r"];

/** Under which name an operation is remembered. */
const RING: Partial<Record<OpName, OpName>> = {
  int_add_ovf: "int_add",
  int_sub_ovf: "int_sub",
  int_mul_ovf: "int_mul",
};

/** A call whose result is known: its function and arguments. */
interface KnownCall extends Remembered {
  /** The emitted call; null when the result comes from elsewhere. */
  readonly op: ResOp | null;
}

export class PurePass extends Pass implements PureKnowledge {
  private readonly recent = new Map<OpName, RecentOps>();
  private postponed: ResOp | null = null;
  /** Calls of this trace, those of its preamble, and results that the interpreter told. */
  private readonly calls: KnownCall[] = [];
  private readonly importedCalls: KnownCall[] = [];
  private readonly recordedCalls: KnownCall[] = [];

  constructor(optimizer: Optimizer) {
    super(optimizer);
    this.handle(CALL_PURE, (op) => this.callPure(op, 0));
    this.handle(COND_CALL_VALUE, (op) => this.callPure(op, 1));
    this.handlers.record_known_result = (op) => this.recordResult(op);
    this.handlers.guard_no_exception = (op) => {
      if (this.lastEmitted !== REMOVED) this.emit(op);
      else this.optimizer.fired("guard_no_exception_after_removed_call");
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
    if (op.info.isPure) this.pureOp(op);
    else super.forward(op);
  }

  override flush(): void {
    const op = this.postponed;
    this.postponed = null;
    if (op !== null) this.emit(op);
  }

  /** An overflowing operation with the operation after it, its guard. */
  private finishOverflowing(op: ResOp, guard: ResOp): void {
    const isChecked = guard.opname === "guard_no_overflow";
    if (isChecked && (this.isFolded(op, "ovf_op_of_constants") || this.isOverflowKnown(op))) return;
    this.emit(op);
    if (isChecked) this.rememberOp(op);
    super.forward(guard);
  }

  private pureOp(op: ResOp): void {
    if (this.isFolded(op, "pure_op_of_constants")) return;
    const found = this.recent.get(op.opname)?.lookup(op.args, op.descr);
    if (found !== undefined) {
      const result = this.useRemembered(found);
      const isOvf = result instanceof ResOp && result.info.isOvf;
      this.optimizer.fired(isOvf ? "pure_op_after_ovf" : "pure_op_known");
      this.optimizer.makeEqualTo(op, result);
      return;
    }
    this.emit(op);
    this.rememberOp(op);
  }

  private isOverflowKnown(op: ResOp): boolean {
    const found = this.recent.get(ringOf(op.opname))?.lookup(op.args, op.descr);
    if (found === undefined) return false;
    const result = replacementOf(this.useRemembered(found));
    if (!(result instanceof ResOp) || result.opname !== op.opname) {
      this.optimizer.fired("ovf_op_after_pure_op_stays");
      return false;
    }
    this.optimizer.fired("ovf_op_known");
    this.optimizer.makeEqualTo(op, result);
    return true;
  }

  private isFolded(op: ResOp, rule: "pure_op_of_constants" | "ovf_op_of_constants"): boolean {
    const folded = this.optimizer.hasConstantArgs(op) ? this.optimizer.fold(op) : null;
    if (folded === null) return false;
    this.optimizer.fired(rule);
    this.optimizer.makeConstant(op, folded);
    return true;
  }

  private useRemembered(entry: Remembered): Value {
    const value = this.optimizer.useKnown(entry.result);
    entry.result = value;
    return value;
  }

  private rememberOp(op: ResOp): void {
    this.add(op.opname, { args: [...op.args], descr: op.descr, result: op });
  }

  private add(opname: OpName, entry: Remembered): void {
    const ring = ringOf(opname);
    let recent = this.recent.get(ring);
    if (recent === undefined) {
      recent = new RecentOps(this.optimizer.ctx.params.pureopHistorylength);
      this.recent.set(ring, recent);
    }
    recent.add(entry);
  }

  // Calls.

  /** A call whose function is the argument at `start`. */
  private callPure(op: ResOp, start: 0 | 1): void {
    const args = op.args.slice(start);
    // Virtuals that stand for constants are presented as such.
    for (const arg of args) this.optimizer.force(arg);
    const descr = op.descr as CallDescr;
    const seen = this.seenResult(descr, args);
    if (seen !== null) {
      this.optimizer.fired("call_pure_of_constants");
      this.optimizer.makeConstant(op, seen);
      this.lastEmitted = REMOVED;
      return;
    }
    if (this.isCallKnown(op, args, start)) {
      this.lastEmitted = REMOVED;
      return;
    }
    const call = start === 1 ? op : this.makeCall(op, descr);
    this.emit(call);
    this.calls.push({ args, descr, op: call, result: call });
  }

  private makeCall(op: ResOp, descr: CallDescr): ResOp {
    this.optimizer.fired("call_pure_to_call");
    return this.optimizer.replaceOp(op, opForKind("call", op.kind), op.args, descr);
  }

  /** What tracing saw the function give for these constants. */
  private seenResult(descr: CallDescr, args: readonly Value[]): Const | null {
    const { callPureResults } = this.optimizer.ctx;
    if (callPureResults === null) return null;
    const constants: Const[] = [];
    for (const arg of args) {
      const constant = this.optimizer.constantOf(arg);
      if (constant === null) return null;
      constants.push(constant);
    }
    return callPureResults.lookup(descr, constants) ?? null;
  }

  private isCallKnown(op: ResOp, args: readonly Value[], start: 0 | 1): boolean {
    const isSame = (call: KnownCall) => call.descr === op.descr && sameArgs(call.args, args);
    const known = this.calls.find(isSame) ?? this.importedCalls.find(isSame);
    if (known !== undefined) {
      this.optimizer.fired(start === 0 ? "call_pure_known" : "cond_call_value_known");
      this.optimizer.makeEqualTo(op, this.useRemembered(known));
      return true;
    }
    const recorded = this.recordedCalls.find(isSame);
    if (recorded === undefined) return false;
    this.optimizer.fired("call_pure_of_recorded_result");
    this.optimizer.makeEqualTo(op, this.useRemembered(recorded));
    return true;
  }

  /** record_known_result(result, function, arguments…). */
  private recordResult(op: ResOp): void {
    const [result, ...args] = op.args as [Value, ...Value[]];
    this.recordedCalls.push({ args, descr: op.descr, op: null, result });
  }

  // What others may ask.

  remember(opname: OpName, args: readonly Value[], result: Value): void {
    this.add(opname, { args, descr: null, result });
  }

  lookup(opname: OpName, args: readonly Value[]): Value | null {
    const found = this.recent.get(ringOf(opname))?.lookup(args, null);
    return found === undefined ? null : replacementOf(this.useRemembered(found));
  }

  importPure(op: PreambleOp, source: ResOp): void {
    this.add(source.opname, { args: source.args, descr: source.descr, result: op });
  }

  importCall(op: PreambleOp, source: ResOp): void {
    this.importedCalls.push({ args: source.args, descr: source.descr, op: null, result: op });
  }

  override produceShortOps(boxes: ShortBoxes): void {
    const ops = this.optimizer.newOps;
    ops.forEach((op, index) => {
      const { isPure, isOvf } = op.info;
      const isChecked = ops[index + 1]?.opname === "guard_no_overflow";
      if (isPure || (isOvf && isChecked)) boxes.addPureOp(op);
    });
    for (const { op } of this.calls) if (op !== null && isMovable(op)) boxes.addPureCall(op);
  }
}

/** Whether a short preamble may make the call: it raises nothing but MemoryError. */
function isMovable(op: ResOp): boolean {
  if (op.kind === "v" || op.opname.startsWith("cond_call_value")) return false;
  return (op.descr as CallDescr).effect.extraEffect <= EXTRA_EFFECT.elidableOrMemoryError;
}

function ringOf(opname: OpName): OpName {
  return RING[opname] ?? opname;
}
