/**
 * Objects with something to do when they die: instances of classes with `__del__`, generators that
 * were suspended inside of a `try` or `with`. They are kept until a simulated collection finds them
 * dead and has called what they wanted.
 *
 * Counterpart: rpython/rlib/rgc.py (FinalizerQueue).
 */

import type { ObjSpace } from "./space.ts";
import type { W_Root } from "./w-root.ts";

/** How many objects there are before those are looked for that have become harmless. */
const FIRST_SWEEP = 1024;

export class Finalizers {
  private queue = new Set<W_Root>();
  private nextSweep = FIRST_SWEEP;

  add(w_obj: W_Root): void {
    this.queue.add(w_obj);
    if (this.queue.size < this.nextSweep) return;
    this.queue = new Set([...this.queue].filter((w_one) => w_one.needs_finalizer()));
    this.nextSweep = Math.max(FIRST_SWEEP, 2 * this.queue.size);
  }

  delete(w_obj: W_Root): void {
    this.queue.delete(w_obj);
  }

  /** In the order of their creation. */
  all(): W_Root[] {
    return [...this.queue].filter((w_one) => w_one.needs_finalizer());
  }
}

/** The object will be told when it is found dead. @dont_look_inside @cannot_raise */
export function register_finalizer(space: ObjSpace, w_obj: W_Root): void {
  space.finalizers.add(w_obj);
}
