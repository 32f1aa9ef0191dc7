/**
 * A simulated collection, as `gc.collect()` asks for: finds what a program cannot reach any more, as
 * far as that can be seen, clears weak references to it, calls their callbacks and the finalizers.
 * Nothing is freed by it; the host does that.
 *
 * As on PyPy, references die before finalizers run. An object that another dead one with a finalizer
 * leads to waits for the next collection, and so do the callbacks of what a finalizer still sees; of
 * a cycle the oldest object is finalized first.
 *
 * DIFFERS: what only built-in functions that are running hold is taken for dead. PyPy finalizes in
 * the order of its collector, which is not always that of creation.
 *
 * Counterpart: rpython/memory/gc/incminimark.py (deal_with_objects_with_finalizers),
 * pypy/module/gc/interp_gc.py.
 */

import { forceVirtualizable, forceVirtualRef } from "../../../base/virtual-ref.ts";
import { bodyOf } from "../interp/coroutine.ts";
import { closeGenerator } from "../interp/delegation.ts";
import type { PyFrame } from "../interp/pyframe.ts";
import { call_function, call_looked_up } from "../objects/call.ts";
import { Reachability } from "../objects/reachability.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { builtinValue } from "../objects/instance-object.ts";
import type { W_Proxy, W_WeakRef, WeakrefLifeline } from "../objects/weakref-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { shielded } from "./unraisable.ts";

/** Collects. */
export function collect(space: ObjSpace): void {
  const { weakrefs, finalizers } = space;
  const lifelines = weakrefs.all();
  const finalizable = finalizers.all();
  const nothing = lifelines.length === 0 && finalizable.length === 0;
  if (nothing && space.lateCallbacks.length === 0) return;
  const alive = new Reachability(space);
  alive.mark(space);
  for (const frame of runningFrames(space)) alive.mark(frame);
  const dead = finalizable.filter((w_obj) => !alive.has(w_obj));
  const dying = lifelines.filter(({ w_target }) => !alive.has(w_target));
  // The callbacks are the program's, so they are found before anything changes.
  const callbacks = dying.map((lifeline) => callbacksOf(lifeline, alive));
  for (const lifeline of dying) clear(space, lifeline);
  const ready = firstOnes(space, alive, dead);
  const resurrected = new Reachability(space, alive);
  for (const w_obj of dead) resurrected.mark(w_obj);
  const late = space.lateCallbacks.splice(0);
  dying.forEach(({ w_target }, index) => {
    const target = resurrected.has(w_target) ? space.lateCallbacks : late;
    target.push(...callbacks[index]!);
  });
  for (const w_obj of ready) {
    finalizers.delete(w_obj);
    finalize(space, w_obj);
  }
  for (const w_ref of late) callBack(space, w_ref);
}

/** The frames that are being executed, with what compiled code held in registers written back. */
function runningFrames(space: ObjSpace): PyFrame[] {
  const frames: PyFrame[] = [];
  let reference = space.ec.topframeref;
  while (reference !== null) {
    const frame = forceVirtualRef(reference) as PyFrame;
    forceVirtualizable(frame);
    frames.push(frame);
    reference = frame.f_backref;
  }
  return frames;
}

/** The references to call back, the newest first; those that died themselves are not. */
function callbacksOf({ refs_w }: WeakrefLifeline, alive: Reachability): W_Root[] {
  return refs_w
    .filter((w_ref) => alive.has(w_ref) && referenceOf(w_ref).w_callback !== w_None)
    .reverse();
}

function referenceOf(w_ref: W_Root): W_WeakRef | W_Proxy {
  return builtinValue(w_ref) as W_WeakRef | W_Proxy;
}

function clear(space: ObjSpace, lifeline: WeakrefLifeline): void {
  for (const w_ref of lifeline.refs_w) referenceOf(w_ref).w_target = null;
  space.weakrefs.drop(lifeline);
}

/**
 * Those of the dead objects whose finalizers run now: none that another one leads to. Of a cycle the
 * first one that was created is taken.
 */
function firstOnes(space: ObjSpace, alive: Reachability, dead: readonly W_Root[]): W_Root[] {
  const waiting = new Set<W_Root>();
  const position = new Map(dead.map((w_obj, index) => [w_obj, index]));
  const ends = new Set<W_Root>(dead);
  dead.forEach((w_obj, index) => {
    const beyond = new Reachability(space, alive, ends);
    beyond.markBeyond(w_obj);
    for (const w_other of beyond.marked(ends)) {
      if (w_other === w_obj) continue;
      if (waiting.has(w_obj) && position.get(w_other)! < index) continue;
      waiting.add(w_other);
    }
  });
  return dead.filter((w_obj) => !waiting.has(w_obj));
}

function finalize(space: ObjSpace, w_obj: W_Root): void {
  const body = bodyOf(w_obj);
  if (body !== null) {
    if (body.frame === null || body.frame.lastblock === null) return;
    shielded(space, "", w_obj, () => closeGenerator(space, body));
    return;
  }
  const w_del = w_obj.getclass(space).lookup("__del__");
  if (w_del === null) return;
  shielded(space, "", w_del, () => {
    call_looked_up(space, w_del, w_obj, [], null);
  });
}

function callBack(space: ObjSpace, w_ref: W_Root): void {
  const reference = referenceOf(w_ref);
  const { w_callback } = reference;
  reference.w_callback = w_None;
  shielded(space, "weakref callback ", w_callback, () => {
    call_function(space, w_callback, [w_ref]);
  });
}
