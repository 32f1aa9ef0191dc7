/**
 * The optimizer of one trace: runs its operations through the chain of passes and collects what
 * comes out at the end. It owns what is known of boxes (see boxes.ts) and the helpers by which
 * passes learn and ask.
 *
 * A trace is never changed: every run works on clones of its operations, and `boxes` maps the
 * trace's boxes to this run's, for snapshots and for jump arguments.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/optimizer.py.
 */

import { assert } from "../base/assert.ts";
import type { Int } from "../base/int.ts";
import type { ClassLayout, Descr } from "../trace/descr.ts";
import { EXECUTORS } from "../trace/execute.ts";
import type { OpName } from "../trace/ops.ts";
import type { Box, Const, Trace, Value } from "../trace/values.ts";
import { ConstAddr, ConstInt, constOf, InputArg, isBox, ResOp } from "../trace/values.ts";
import { forwardedInfo, replacementOf } from "./boxes.ts";
import type { OptimizerContext, QuasiImmutDep } from "./context.ts";
import { allConstants, InvalidLoop } from "./context.ts";
import { forceVirtual } from "./virtuals/force.ts";
import { GuardEmitter } from "./guards/guard-emitter.ts";
import {
  ArrayPtrInfo,
  asVirtual,
  InstancePtrInfo,
  isPtrInfo,
  PreambleOp,
  PtrInfo,
} from "./info.ts";
import type { Known } from "./info.ts";
import { IntBound } from "./ints/int-bound.ts";
import type { Interval } from "./ints/interval-operations.ts";
import { protectRead } from "./speculative.ts";
import { forceString } from "./strings/string-force.ts";
import { StringPtrInfo } from "./strings/string-info.ts";
import type { StringStage } from "./strings/string-stage.ts";
import type { RuleName } from "./rules/rules.ts";
import type { HeapKnowledge, LoopInvariants, PassStage, PreambleUses } from "./stage.ts";
import type { PureKnowledge, Stage } from "./stage.ts";

/** Copies, which rewrite removes where it is on. */
const SAME_AS: ReadonlySet<OpName> = new Set(["same_as_i", "same_as_r", "same_as_f"]);

/** Whether a value is known to be null, known not to be, or neither. */
export type Nullness = "null" | "nonnull" | "unknown";

export class Optimizer implements Stage {
  readonly ctx: OptimizerContext;
  readonly guards: GuardEmitter;
  /** The passes in order; the first takes every operation. */
  passes: readonly PassStage[] = [];
  /** Where virtuals that a call or a jump needs are forced: before the heap cache. */
  forceStage: Stage = this;
  pure: PureKnowledge | null = null;
  strings: StringStage | null = null;
  heap: HeapKnowledge | null = null;
  loopInvariants: LoopInvariants | null = null;
  preambleUses: PreambleUses | null = null;
  /** What was emitted so far. */
  readonly newOps: ResOp[] = [];
  /** This run's values for the trace's boxes, by their index. */
  readonly boxes: Value[] = [];
  /** The last guard_future_condition: where guards of an inlined short preamble resume. */
  patchGuard: ResOp | null = null;
  readonly quasiImmutDeps: QuasiImmutDep[] = [];
  private readonly emittedOps = new Set<Value>();

  constructor(ctx: OptimizerContext) {
    this.ctx = ctx;
    this.guards = new GuardEmitter(this);
  }

  /** A rule was applied. */
  fired(rule: RuleName): void {
    this.ctx.onRule?.(rule);
  }

  /** Takes over the input arguments of a trace; gives this run's own. */
  openTrace(trace: Trace): InputArg[] {
    return trace.inputargs.map((arg) => {
      const own = new InputArg(arg.kind, arg.value);
      this.enter(arg, own);
      return own;
    });
  }

  /** Runs all operations but the final one through the passes; gives the final one, cloned. */
  runTrace(trace: Trace): ResOp {
    for (const op of trace.ops) {
      const own = this.cloneOf(op);
      if (op.info.isFinal) return own;
      this.send(own);
    }
    throw new InvalidLoop("the trace has no end");
  }

  private enter(box: Box, own: Value): void {
    box.index = this.boxes.length;
    this.boxes.push(own);
  }

  /** This run's value for a box of the trace; other boxes are themselves. */
  ownOf(box: Box): Value {
    return box.index >= 0 ? (this.boxes[box.index] ?? box) : box;
  }

  private cloneOf(op: ResOp): ResOp {
    const args = op.args.map((arg) => (arg.isConst ? freshConst(arg) : this.ownOf(arg)));
    const own = new ResOp(op.opname, args, op.descr);
    own.value = op.value;
    own.snapshot = op.snapshot;
    this.enter(op, own);
    return own;
  }

  /** Sends an operation through all passes. */
  send(op: ResOp): void {
    // At once: the heap cache holds comparisons back, and the next operation may test this one.
    if (op.info.isBool) this.bound(op).makeBool();
    (this.passes[0] ?? this).forward(op);
  }

  flush(): void {
    for (const pass of this.passes) pass.flush();
  }

  /** The end of the chain. */
  forward(op: ResOp): void {
    if (op.opname === "guard_future_condition") {
      this.patchGuard = op;
      return;
    }
    if (SAME_AS.has(op.opname)) {
      this.makeEqualTo(op, op.args[0] as Value);
      return;
    }
    if (op.info.isBool) this.bound(op).makeBool();
    this.emitOperation(op);
    this.settleConstant(op);
  }

  emitExtra(op: ResOp): void {
    this.forward(op);
  }

  /** A guard that belongs before the operation emitted last. */
  insertBeforeLast(guard: ResOp): void {
    this.guards.complete(guard);
    this.newOps.splice(this.newOps.length - 1, 0, guard);
    this.emittedOps.add(guard);
  }

  private emitOperation(op: ResOp): void {
    const replacement = replacementOf(op);
    if (replacement !== op) {
      assert(replacement.isConst, "an operation that is emitted was replaced by another");
      return;
    }
    op.args.forEach((arg, index) => {
      op.args[index] = this.force(arg);
    });
    this.ctx.counters.increment("OPT_OPS");
    const emitted = op.info.isGuard ? this.guards.prepare(op) : op;
    if (emitted === null) return;
    if (!this.keepsLastGuard(op)) this.guards.forgetLastGuard();
    this.newOps.push(emitted);
    this.emittedOps.add(emitted);
  }

  /**
   * `value` as an operation of this run, whose operands may be looked at. An operation of the
   * preamble is none: in the peeled loop its result and its operands are those of other iterations.
   */
  asOperation(value: Value): ResOp | null {
    return value instanceof ResOp && this.emittedOps.has(value) ? value : null;
  }

  private keepsLastGuard(op: ResOp): boolean {
    const { isGuard, isOvf, isDebug, hasNoSideEffect } = op.info;
    return isGuard || isOvf || isDebug || hasNoSideEffect;
  }

  /** An integer of which only one value is possible is a constant. */
  private settleConstant(op: ResOp): void {
    const box = replacementOf(op);
    if (box.isConst || box.kind !== "i") return;
    const info = forwardedInfo(box);
    if (info instanceof IntBound && info.isConstant) {
      box.forwarded = new ConstInt(info.constantValue());
    }
  }

  get lastOp(): ResOp | undefined {
    return this.newOps.at(-1);
  }

  // What is known of values.

  /** The value's constant, if it has one. */
  constantOf(value: Value): Const | null {
    const box = replacementOf(value);
    if (box.isConst) return box;
    const info = forwardedInfo(box);
    if (info instanceof IntBound && info.isConstant) return new ConstInt(info.constantValue());
    return null;
  }

  /** The bound of an integer; that of a box may be narrowed. */
  bound(value: Value): IntBound {
    const box = replacementOf(value);
    if (box.isConst) {
      const isNumber = box.kind === "i" && typeof box.value !== "object";
      return isNumber ? IntBound.constant(box.value as Int) : new IntBound();
    }
    const known = forwardedInfo(box);
    if (known instanceof IntBound) return known;
    const bound = new IntBound();
    // The address of raw memory has no bounds; what is known of it stays.
    if (known === null) box.forwarded = bound;
    return bound;
  }

  /** What is known of a reference that is not a constant. */
  ptrInfo(value: Value): PtrInfo | null {
    const box = replacementOf(value);
    if (box.isConst) return null;
    const info = forwardedInfo(box);
    return isPtrInfo(info) ? info : null;
  }

  virtualInfo(value: Value) {
    const box = replacementOf(value);
    return box.isConst ? null : asVirtual(forwardedInfo(box));
  }

  /** Whether an integer is the address of raw memory that was allocated in this trace. */
  isRawAddress(value: Value): boolean {
    return value.kind === "i" && this.ptrInfo(value) !== null;
  }

  isVirtual(value: Value): boolean {
    return this.ptrInfo(value)?.isVirtual ?? false;
  }

  nullness(value: Value): Nullness {
    const box = replacementOf(value);
    if (box.kind === "i") return this.isRawAddress(box) ? "nonnull" : this.intNullness(box);
    if (box.isConst) return box.value === null ? "null" : "nonnull";
    return this.ptrInfo(box) === null ? "unknown" : "nonnull";
  }

  private intNullness(value: Value): Nullness {
    if (value.isConst && typeof value.value === "object") return "nonnull";
    const bound = this.bound(value);
    if (!bound.contains(0)) return "nonnull";
    return bound.isConstant ? "null" : "unknown";
  }

  /** The exact class of a reference, when known. */
  knownClass(value: Value): ClassLayout | null {
    const box = replacementOf(value);
    if (!box.isConst) return this.ptrInfo(box)?.knownClass ?? null;
    const isObject = typeof box.value === "object" && box.value !== null && box.kind === "r";
    return isObject ? (this.ctx.layoutOf(box.value as object) ?? null) : null;
  }

  // Learning.

  makeConstant(value: Value, constant: Const): void {
    const box = replacementOf(value);
    if (!isBox(box)) return;
    const info = forwardedInfo(box);
    if (info instanceof InstancePtrInfo || info instanceof ArrayPtrInfo) {
      this.heap?.becomesConstant(info, constant);
    } else if (info instanceof IntBound && typeof constant.value !== "object") {
      const isPossible = info.contains(constant.value as Int);
      if (!isPossible) throw new InvalidLoop("a constant lies outside of what its box can be");
    }
    box.forwarded = constant;
  }

  makeConstantInt(value: Value, constant: Int): void {
    this.makeConstant(value, new ConstInt(constant));
  }

  /** The integer lies within `bound` too; if only one value is left, it is that constant. */
  narrow(value: Value, bound: Interval<bigint>): void {
    const own = this.bound(value);
    own.intersect(bound);
    if (own.isEmpty) throw new InvalidLoop("an integer has no possible value");
    if (own.isConstant) this.makeConstantInt(value, own.constantValue());
  }

  /** From now on, `op` is `value`; what was known of it is known of `value`. */
  makeEqualTo(op: Value, value: Value): void {
    const box = replacementOf(op);
    const target = replacementOf(value);
    if (box === target || box.isConst) return;
    const known = forwardedInfo(box);
    box.forwarded = target;
    if (known === null || target.isConst) return;
    const other = forwardedInfo(target);
    if (other === null) target.forwarded = known;
    else if (other instanceof IntBound && known instanceof IntBound) other.intersect(known);
  }

  /** A changed copy of `op`, which replaces it. */
  replaceOp(op: ResOp, opname: OpName, args: Value[], descr: Descr | null = null): ResOp {
    const copy = new ResOp(opname, args, descr);
    copy.value = op.value;
    copy.snapshot = op.snapshot;
    copy.failArgs = op.failArgs;
    if (copy.kind === "v") return copy;
    const box = replacementOf(op);
    if (box.isConst) return copy;
    copy.forwarded = forwardedInfo(box);
    box.forwarded = copy;
    return copy;
  }

  makeNonnull(value: Value): void {
    const box = replacementOf(value);
    if (box.isConst || box.kind !== "r" || this.ptrInfo(box) !== null) return;
    box.forwarded = new PtrInfo();
  }

  /** The exact class is known; with `marksGuard`, by the guard just emitted. */
  makeConstantClass(value: Value, layout: ClassLayout, marksGuard: boolean): void {
    const box = replacementOf(value);
    if (box.isConst) return;
    const known = this.ptrInfo(box);
    let info: InstancePtrInfo;
    if (known instanceof InstancePtrInfo) {
      known.exactClass = layout;
      info = known;
    } else {
      info = new InstancePtrInfo(layout, layout);
      info.lastGuardPosition = known?.lastGuardPosition ?? -1;
      box.forwarded = info;
    }
    if (marksGuard) this.markLastGuard(info);
  }

  /** Remembers that the operation emitted last is the guard which taught `info`. */
  markLastGuard(info: PtrInfo): void {
    const last = this.lastOp;
    if (last?.info.isGuard) {
      info.lastGuardPosition = this.newOps.length - 1;
    }
  }

  lastGuardOf(info: PtrInfo | null): ResOp | null {
    if (info === null || info.lastGuardPosition < 0) return null;
    return this.newOps[info.lastGuardPosition] ?? null;
  }

  /** The struct or array info of an access's first argument, made when there is none. */
  ensureInfo(op: ResOp): InstancePtrInfo | ArrayPtrInfo {
    const box = replacementOf(op.args[0] as Value);
    const { descr } = op;
    const wantsArray = descr?.descrKind === "array";
    if (box.isConst) return this.ensureConstInfo(box, op);
    const known = this.ptrInfo(box);
    if (known instanceof ArrayPtrInfo || known instanceof InstancePtrInfo) {
      if (known instanceof ArrayPtrInfo === wantsArray) return known;
      throw new InvalidLoop(`${op.opname} on what is known to be of another shape`);
    }
    const info = wantsArray ? new ArrayPtrInfo(descr) : new InstancePtrInfo(ownerOf(descr), null);
    info.lastGuardPosition = known?.lastGuardPosition ?? -1;
    box.forwarded = info;
    return info;
  }

  private ensureConstInfo(constant: Const, op: ResOp): InstancePtrInfo | ArrayPtrInfo {
    const { value } = constant;
    if (value === null || typeof value === "number" || typeof value === "bigint") {
      throw new InvalidLoop(`${op.opname} on a null pointer`);
    }
    if (this.heap !== null) return this.heap.constInfo(value, op.descr);
    const { descr } = op;
    return descr?.descrKind === "array"
      ? new ArrayPtrInfo(descr)
      : new InstancePtrInfo(ownerOf(descr), null);
  }

  /** A known value as a value; a preamble's value is thereby used. */
  useKnown(known: Known): Value {
    if (!(known instanceof PreambleOp)) return known;
    assert(this.preambleUses !== null, "only a peeled loop meets values of its preamble");
    return this.preambleUses.use(known);
  }

  /** The value as it can be stored in an emitted operation: virtuals are allocated. */
  force(value: Value, stage: Stage = this): Value {
    const box = replacementOf(value);
    if (box.isConst) return box;
    this.preambleUses?.noteUse(box);
    const info = forwardedInfo(box);
    if (info instanceof IntBound && info.isConstant) return new ConstInt(info.constantValue());
    if (!isPtrInfo(info) || !info.isVirtual) return box;
    if (info instanceof StringPtrInfo) return forceString(this, box, info, stage);
    const virtual = asVirtual(info);
    return virtual === null ? box : forceVirtual(this, box, virtual, stage);
  }

  /** The result of a call of a pure function, if tracing has seen it with these constants. */
  seenResult(op: ResOp): Const | null {
    const { callPureResults } = this.ctx;
    if (callPureResults === null || op.descr?.descrKind !== "call") return null;
    const constants = allConstants(op.args.map((arg) => this.constantOf(arg) ?? arg));
    return (constants && callPureResults.lookup(op.descr, constants)) ?? null;
  }

  /** The result of an operation whose arguments are all constants. */
  fold(op: ResOp): Const | null {
    const args = op.args.map((arg) => this.constantOf(arg)?.value ?? null);
    protectRead(op, args, this.ctx.layoutOf);
    const result = EXECUTORS[op.opname]?.(args, op.descr) ?? null;
    if (op.kind === "v" || (result === null && op.kind !== "r")) return null;
    return constOf(op.kind, result);
  }

  hasConstantArgs(op: ResOp): boolean {
    return op.args.every((arg) => this.constantOf(arg) !== null);
  }
}

/** Each use of a constant is an object of its own, since each takes a number when printed. */
function freshConst(constant: Const): Const {
  return constant instanceof ConstAddr
    ? new ConstAddr(constant.value)
    : constOf(constant.kind, constant.value);
}

/** The class that an access's descr belongs to. */
function ownerOf(descr: Descr | null): ClassLayout | null {
  if (descr?.descrKind === "field") return descr.owner;
  return descr?.descrKind === "quasiimmut" ? descr.field.owner : null;
}
