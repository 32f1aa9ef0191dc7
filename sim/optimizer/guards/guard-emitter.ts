/**
 * Guards as they are emitted: each gets its descr, its resume data and its fail arguments, or
 * shares those of the guard before it when nothing with a side effect stands between; a guard that
 * strengthens an earlier one takes its place.
 *
 * Counterpart: emit_guard_operation, store_final_boxes_in_guard, replace_guard_op in
 * rpython/jit/metainterp/optimizeopt/optimizer.py.
 */

import { assert } from "../../base/assert.ts";
import type {
  PendingStoreSource,
  VirtualDescription,
  VirtualView,
} from "../../resume/resume-data.ts";
import { ResumeMemo } from "../../resume/resume-memo.ts";
import { encodeState } from "../../resume/writer.ts";
import { GuardDescr } from "../../trace/descr.ts";
import type { OpName } from "../../trace/ops.ts";
import type { Box, Value } from "../../trace/values.ts";
import { ResOp } from "../../trace/values.ts";
import { forwardedInfo, replacementOf } from "../boxes.ts";
import { recordKnowledge } from "./bridge-knowledge.ts";
import { GiveUp, InvalidLoop } from "../context.ts";
import type { PtrInfo } from "../info.ts";
import { asVirtual } from "../info.ts";
import type { Optimizer } from "../optimizer.ts";
import { describeString, StringPtrInfo } from "../strings/string-info.ts";

const VARIANTS: Partial<Record<OpName, GuardDescr["variant"]>> = {
  guard_value: "value",
  guard_exception: "exception",
  guard_no_exception: "exception",
  guard_not_forced: "forced",
  guard_not_forced_2: "forced",
  guard_not_invalidated: "not_invalidated",
  guard_always_fails: "always",
};

/** A guard's descr in the variant that its operation asks for. */
export function makeGuardDescr(opname: OpName): GuardDescr {
  return new GuardDescr(VARIANTS[opname] ?? "resume");
}

export class GuardEmitter {
  /** Stores that stay pending beyond the next guard: virtuals stored into real objects. */
  pendingStores: readonly ResOp[] = [];
  /**
   * While a jump to a label is tried, no guard may move to the place of an earlier one: the try may
   * end half-way, and the guard would fail where the trace goes on.
   */
  private canReplace = true;
  /** Numbers of virtuals and their contents, over all guards of the run. */
  readonly memo = new ResumeMemo();
  private lastGuard: ResOp | null = null;
  private readonly replacing = new Map<ResOp, number>();
  private readonly optimizer: Optimizer;
  private readonly view: VirtualView;

  constructor(optimizer: Optimizer) {
    this.optimizer = optimizer;
    this.view = {
      resolve: (value) => this.resolve(value),
      virtualOf: (box) => describeVirtual(box),
    };
  }

  /** Something with a side effect was emitted: the next guard needs resume data of its own. */
  forgetLastGuard(): void {
    this.lastGuard = null;
  }

  /** Runs `action`, in which no guard replaces an earlier one. */
  withoutReplacing<T>(action: () => T): T {
    const before = this.canReplace;
    this.canReplace = false;
    try {
      return action();
    } finally {
      this.canReplace = before;
    }
  }

  /** Whether a stronger guard may take the place of `old`. */
  mayReplace(old: ResOp): boolean {
    return this.canReplace && !isAtHeader(old);
  }

  /** `op`, when emitted, takes the place of the guard that taught `info`. */
  replaceGuard(op: ResOp, info: PtrInfo): void {
    if (info.lastGuardPosition >= 0) this.replacing.set(op, info.lastGuardPosition);
  }

  /** A guard that an inlined short preamble needs: resumes at the patch guard. */
  resumeAtPatchGuard(op: ResOp): void {
    const { patchGuard } = this.optimizer;
    assert(patchGuard !== null, "a loop ends with guard_future_condition");
    op.snapshot = patchGuard.snapshot;
    const descr = makeGuardDescr(op.opname);
    descr.atHeader = true;
    op.descr = descr;
    this.optimizer.fired("guard_resumes_at_the_header");
  }

  /** The guard to emit, or null when it took the place of an earlier one. */
  prepare(op: ResOp): ResOp | null {
    this.optimizer.ctx.counters.increment("OPT_GUARDS");
    const pending = this.pendingStores;
    this.pendingStores = [];
    const position = this.replacing.get(op);
    if (position !== undefined) {
      this.replacing.delete(op);
      this.takePlace(op, position);
      return null;
    }
    this.checkMergedException(op);
    const shared = op.descr === null ? this.lastGuard : null;
    if (shared === null) {
      this.storeState(op, pending);
      this.lastGuard = op;
    } else {
      this.optimizer.ctx.counters.increment("OPT_GUARDS_SHARED");
      this.optimizer.fired("guard_shares_resume_data");
      this.shareState(op, shared);
    }
    if (op.opname === "guard_exception") this.lastGuard = null;
    return this.finishGuard(op);
  }

  /**
   * guard_no_exception right after a guard other than guard_not_forced does not share: it belongs
   * to a call whose result the other guard's state does not know. Neither does guard_always_fails:
   * what was done since the other guard would be done again, and its bridge would get no further.
   */
  private checkMergedException({ opname }: ResOp): void {
    if (opname === "guard_always_fails") this.lastGuard = null;
    const isException = opname === "guard_no_exception" || opname === "guard_exception";
    if (!isException || this.lastGuard === null) return;
    if (this.lastGuard.opname === "guard_not_forced") return;
    this.optimizer.fired("guard_exception_has_its_own_state");
    this.lastGuard = null;
  }

  private takePlace(op: ResOp, position: number): void {
    const { newOps } = this.optimizer;
    this.optimizer.fired("guard_takes_an_earlier_place");
    const old = newOps[position] as ResOp;
    assert(old.descr?.descrKind === "guard", "only guards are replaced");
    const descr = makeGuardDescr(op.opname);
    descr.resume = old.descr.resume;
    descr.knowledge = old.descr.knowledge;
    op.descr = descr;
    op.failArgs = old.failArgs;
    newOps[position] = op;
    if (this.lastGuard === old) this.lastGuard = op;
  }

  /** Gives a guard its descr and its resume data, whatever stands before it. */
  complete(op: ResOp): void {
    this.storeState(op, []);
  }

  private storeState(op: ResOp, pending: readonly ResOp[]): void {
    const { ctx } = this.optimizer;
    const descr = op.descr?.descrKind === "guard" ? op.descr : makeGuardDescr(op.opname);
    op.descr = descr;
    assert(op.snapshot !== null, "no snapshot:", op.opname);
    const encoded = encodeState(op.snapshot, pending.map(pendingSource), this.view, this.memo);
    if (encoded.failArgs.length > ctx.params.failargsLimit) throw new GiveUp("failargs_limit");
    ctx.counters.increment("NVIRTUALS", encoded.virtualCount);
    ctx.counters.increment("NVHOLES", encoded.holeCount);
    ctx.counters.increment("NVREUSED", encoded.reusedCount);
    descr.resume = encoded.data;
    descr.hash = ctx.nextGuardHash();
    op.failArgs = encoded.failArgs;
    const passed = encoded.failArgs.filter((arg) => arg !== null);
    const holes = op.failArgs.length - passed.length;
    const isLong = op.failArgs.length > ctx.params.failargsLimit / 2;
    if (isLong && holes > op.failArgs.length / 3) this.memo.forgetNumbers();
    for (const arg of passed) this.optimizer.force(arg);
    recordKnowledge(this.optimizer, descr, passed, encoded.ownCount);
  }

  private shareState(op: ResOp, source: ResOp): void {
    assert(source.descr?.descrKind === "guard", "a guard has a guard descr");
    const descr = makeGuardDescr(op.opname);
    descr.resume = source.descr.resume;
    descr.knowledge = source.descr.knowledge;
    descr.hash = this.optimizer.ctx.nextGuardHash();
    op.descr = descr;
    op.failArgs = source.failArgs;
  }

  /** guard_value of a truth value becomes guard_true or guard_false; others count per value. */
  private finishGuard(op: ResOp): ResOp {
    if (op.opname !== "guard_value") return op;
    const [box, constant] = op.args as [Value, Value];
    if (box.kind === "i" && !box.isConst && this.optimizer.bound(box).isBool) {
      assert(constant.isConst, "guard_value compares with a constant");
      if (constant.value !== 0 && constant.value !== 1) {
        throw new InvalidLoop(`guard_value: a truth value is never ${constant.value}`);
      }
      this.optimizer.fired("guard_value_of_truth_value");
      const guard = new ResOp(constant.value === 1 ? "guard_true" : "guard_false", [box], op.descr);
      guard.failArgs = op.failArgs;
      guard.snapshot = op.snapshot;
      if (this.lastGuard === op) this.lastGuard = guard;
      return guard;
    }
    const failArgs = op.failArgs ?? [];
    const index = failArgs.indexOf(box);
    const descr = op.descr as GuardDescr;
    descr.countedArg = index >= 0 ? index : failArgs.length;
    return op;
  }

  private resolve(value: Value): Value {
    if (value.isConst) return value;
    return replacementOf(this.optimizer.ownOf(value));
  }
}

/** Whether a guard was made by a jump to a label. */
export function isAtHeader(op: ResOp): boolean {
  return op.descr?.descrKind === "guard" && op.descr.atHeader;
}

function describeVirtual(box: Box): VirtualDescription | null {
  const known = forwardedInfo(box);
  if (known instanceof StringPtrInfo) return known.isVirtual ? describeString(known) : null;
  return asVirtual(known)?.describe() ?? null;
}

function pendingSource(op: ResOp): PendingStoreSource {
  const { descr } = op;
  const [target, second, third] = op.args as [Value, Value, Value];
  if (descr?.descrKind === "array") {
    return { target, field: null, array: descr, index: second, value: third };
  }
  assert(descr?.descrKind === "field", "a pending store is to a field or an item");
  return { target, field: descr, array: null, index: null, value: second };
}
