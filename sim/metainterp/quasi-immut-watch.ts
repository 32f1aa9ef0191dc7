/**
 * The quasi-immutable fields that a trace in progress relies upon. A call that writes one of them
 * makes what was recorded untrue, so the trace is given up after it. If guest code that the call
 * has run did it, the trace goes on, since it may end before that place; the optimizer refuses what
 * is not true any more.
 *
 * Counterpart: rpython/jit/metainterp/pyjitpl.py (opimpl_jit_force_quasi_immutable). DIFFERS: such
 * fields are written by functions that are not looked inside, not by the trace itself; and PyPy
 * gives up for a field of any object that some trace has looked at.
 */

import type { Invalidatable, QuasiImmut } from "../hints/quasi-immut.ts";

export class QuasiImmutWatch implements Invalidatable {
  /** A call has written a field that the trace relies upon. */
  isForced = false;
  private readonly watched = new Set<QuasiImmut>();
  private readonly ticks: () => number;
  private ticksAtCall = -1;

  /** `ticks` tells how much guest code was run. */
  constructor(ticks: () => number) {
    this.ticks = ticks;
  }

  rely(field: QuasiImmut): void {
    this.watched.add(field);
    field.register(this);
  }

  beforeCall(): void {
    this.ticksAtCall = this.ticks();
  }

  invalidate(): void {
    if (this.ticks() === this.ticksAtCall) this.isForced = true;
  }

  /** The trace has ended. */
  end(): void {
    for (const field of this.watched) field.unregister(this);
  }
}
