/**
 * Virtual references while tracing: which ones are in use, and whether a residual call has forced
 * one of them or the virtualizable.
 *
 * Counterpart: rpython/jit/metainterp/virtualref.py, rpython/jit/metainterp/pyjitpl.py
 * (opimpl_virtual_ref, opimpl_virtual_ref_finish, vable_and_vrefs_before_residual_call and what
 * follows it).
 */

import { assert, defined } from "../base/assert.ts";
import { JitVirtualRef, TRACING_RESCALL } from "../base/virtual-ref.ts";
import type { Instr, VirtualizableInfo } from "../jitcode/jitcode.ts";
import { readField, writeField } from "../trace/heap-access.ts";
import type { Box, Ref, RtValue, Value } from "../trace/values.ts";
import { CONST_NULL, ConstInt } from "../trace/values.ts";
import type { Tracer } from "./tracer.ts";

/** An object and the reference to it; null once the reference is not tracked any more. */
interface TrackedRef {
  object: Value;
  ref: Value;
}

/** The references in use, the latest last. */
export class VirtualRefBoxes {
  private readonly tracked: TrackedRef[] = [];

  push(object: Value, ref: Value): void {
    this.tracked.push({ object, ref });
  }

  pop(): TrackedRef {
    return defined(this.tracked.pop(), "a virtual reference in use");
  }

  get length(): number {
    return this.tracked.length;
  }

  forSnapshot(): Value[] {
    return this.tracked.flatMap(({ object, ref }) => [object, ref]);
  }

  replace(old: Box, by: Value): void {
    for (const pair of this.tracked) {
      if (pair.object === old) pair.object = by;
      if (pair.ref === old) pair.ref = by;
    }
  }

  /** A residual call begins: whoever forces one of the references leaves a mark. */
  beforeCall(): void {
    for (const { ref } of this.tracked) {
      if (ref.value instanceof JitVirtualRef) ref.value.virtual_token = TRACING_RESCALL;
    }
  }

  /** The call has ended: gives the references that it has forced, and tracks them no more. */
  afterCall(): TrackedRef[] {
    const forced: TrackedRef[] = [];
    for (const pair of this.tracked) {
      const { value } = pair.ref;
      if (!(value instanceof JitVirtualRef)) continue;
      if (value.virtual_token === null) {
        forced.push({ ...pair });
        pair.ref = CONST_NULL;
      } else value.virtual_token = null;
    }
    return forced;
  }
}

/** A reference to an object of the trace; the real one is forced from the start. */
export function virtualRef(tracer: Tracer, instr: Instr): void {
  const object = tracer.arg(instr, 0);
  const op = tracer.recordPlain("virtual_ref", [object, new ConstInt(tracer.vrefs.length)]);
  op.value = new JitVirtualRef(null, object.value as object);
  tracer.heapcache.allocated(op);
  tracer.vrefs.push(object, op);
  tracer.finishInstr(op);
}

export function virtualRefFinish(tracer: Tracer, instr: Instr): void {
  endReference(tracer, instr, false);
}

/** The reference goes on to stand for its object, which is allocated if the reference is. */
export function virtualRefKeep(tracer: Tracer, instr: Instr): void {
  endReference(tracer, instr, true);
}

function endReference(tracer: Tracer, instr: Instr, isKept: boolean): void {
  const { object, ref } = tracer.vrefs.pop();
  assert(object.value === tracer.arg(instr, 0).value, "references end in the order of their uses");
  if (ref.value instanceof JitVirtualRef) {
    tracer.recordPlain("virtual_ref_finish", [ref, isKept ? object : CONST_NULL]);
  }
  tracer.top.pc++;
}

/** Before a residual call that may force: marks on what is virtual; the frame gets its token. */
export function beforeForcingCall(tracer: Tracer): void {
  tracer.vrefs.beforeCall();
  const { vable } = tracer;
  if (vable?.info.tokenField != null) {
    writeField(
      vable.info.tokenField,
      vable.box.value as Ref,
      TRACING_RESCALL as unknown as RtValue,
    );
  }
}

/** After it: records what stands before the call, the token and references that are real now. */
export function recordForcings(tracer: Tracer): void {
  storeToken(tracer);
  for (const { object, ref } of tracer.vrefs.afterCall()) {
    tracer.recordPlain("virtual_ref_finish", [ref, object]);
  }
}

/** Records that the virtualizable can be forced by this activation's token. */
function storeToken(tracer: Tracer): boolean {
  const { vable } = tracer;
  if (vable?.info.tokenField == null) return false;
  const token = tracer.recordPlain("force_token", []);
  tracer.recordPlain("setfield_gc", [vable.box, token], vable.info.tokenField);
  return true;
}

/** Whether a residual call has forced the virtualizable. Takes the mark off. */
export function wasVirtualizableForced(tracer: Tracer): boolean {
  const { vable } = tracer;
  if (vable?.info.tokenField == null) return false;
  const { tokenField } = vable.info;
  const object = vable.box.value as Ref;
  const isForced = readField(tokenField, object) === null;
  writeField(tokenField, object, null);
  return isForced;
}

/**
 * Before a finish: the frame may be looked at when its activation has ended. The guard is there for
 * that alone, execution never goes on behind it; so it keeps the registers that are there for sure,
 * also when a call of the frame has raised.
 */
export function storeTokenBeforeFinish(tracer: Tracer): void {
  if (tracer.vable === null || tracer.vable.isForced) return;
  if (storeToken(tracer)) tracer.guard("guard_not_forced_2", [], "inside");
}

/** The pairs of a state that was rebuilt: each reference stands for a real object now. */
export function continueVirtualRefs(pairs: readonly RtValue[]): void {
  for (let i = 0; i < pairs.length; i += 2) {
    const ref = pairs[i + 1];
    if (!(ref instanceof JitVirtualRef)) continue;
    ref.virtual_token = null;
    ref.forced = pairs[i] as object;
  }
}

/** Writes no token: nobody holds the virtualizable's fields any more. */
export function clearToken(info: VirtualizableInfo, object: Ref): void {
  if (info.tokenField !== null) writeField(info.tokenField, object, null);
}
