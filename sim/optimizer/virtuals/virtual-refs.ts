/**
 * Virtual references. A reference is a virtual object of its own, made of the token of the running
 * activation and of the object once that is real: that the reference must be allocated makes nobody
 * allocate the object that it stands for.
 *
 * Counterpart: optimize_VIRTUAL_REF, optimize_VIRTUAL_REF_FINISH, _optimize_JIT_FORCE_VIRTUAL and
 * optimize_GUARD_NOT_FORCED_2 in rpython/jit/metainterp/optimizeopt/virtualize.py.
 */

import type { FieldDescr } from "../../trace/descr.ts";
import type { OpName } from "../../trace/ops.ts";
import type { Value } from "../../trace/values.ts";
import { CONST_NULL, ResOp } from "../../trace/values.ts";
import { VIRTUAL_REF_INFO } from "../../trace/virtual-ref-info.ts";
import { replacementOf } from "../boxes.ts";
import { InstancePtrInfo, knownValue } from "../info.ts";
import type { Optimizer } from "../optimizer.ts";
import type { Handler } from "../pass.ts";

export class VirtualRefs {
  readonly handlers: Partial<Record<OpName, Handler>>;
  /** The guard_not_forced_2 of the finish that comes. */
  private finishGuard: ResOp | null = null;
  private readonly optimizer: Optimizer;
  private readonly emit: Handler;

  constructor(optimizer: Optimizer, emit: Handler) {
    this.optimizer = optimizer;
    this.emit = emit;
    this.handlers = {
      virtual_ref: (op) => this.virtualRef(op),
      virtual_ref_finish: (op) => this.virtualRefFinish(op),
      guard_not_forced_2: (op) => {
        this.finishGuard = op;
      },
      finish: (op) => this.finish(op),
    };
  }

  private virtualRef(op: ResOp): void {
    const { layout, virtualToken, forced } = VIRTUAL_REF_INFO;
    const reference = this.optimizer.replaceOp(op, "new_with_vtable", [], layout.sizeDescr);
    const info = new InstancePtrInfo(layout, layout, true);
    reference.forwarded = info;
    const token = new ResOp("force_token", []);
    info.fields.set(virtualToken, token);
    info.fields.set(forced, CONST_NULL);
    this.optimizer.fired("virtual_ref_is_virtual");
    this.emit(token);
  }

  /** Its end, or (with an object) the moment from which that is real. */
  private virtualRefFinish(op: ResOp): void {
    const [reference, object] = op.args as [Value, Value];
    const { virtualToken, forced } = VIRTUAL_REF_INFO;
    const store = (field: FieldDescr, value: Value): void =>
      this.optimizer.send(new ResOp("setfield_gc", [reference, value], field));
    if (!object.isConst || object.value !== null) store(forced, object);
    store(virtualToken, CONST_NULL);
    this.optimizer.fired("virtual_ref_finish_clears_the_token");
  }

  /** The guard is made after what the finish needs has been allocated, and stands before it. */
  private finish(op: ResOp): void {
    this.emit(op);
    if (this.finishGuard === null) return;
    this.optimizer.insertBeforeLast(this.finishGuard);
    this.optimizer.fired("guard_not_forced_2_stands_before_finish");
  }

  /** The object that a reference which has ended stands for; null when that is not known. */
  forcedObject(reference: Value): Value | null {
    const info = this.optimizer.virtualInfo(reference);
    if (!(info instanceof InstancePtrInfo)) return null;
    const token = knownValue(info.fields.get(VIRTUAL_REF_INFO.virtualToken));
    const object = knownValue(info.fields.get(VIRTUAL_REF_INFO.forced));
    if (token === null || object === null) return null;
    if (this.optimizer.nullness(token) !== "null") return null;
    return this.optimizer.nullness(object) === "nonnull" ? replacementOf(object) : null;
  }
}
