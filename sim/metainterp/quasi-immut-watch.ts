/**
 * The quasi-immutable fields that a trace in progress relies upon. A function of the interpreter
 * that writes one of them makes what was recorded untrue, so the trace is given up after it. If
 * code that may run anything did it, the trace goes on; the optimizer refuses later what is not
 * true any more.
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
  private isWatching = false;

  rely(field: QuasiImmut): void {
    this.watched.add(field);
    field.register(this);
  }

  /** Makes a call of one of the interpreter's functions, which runs no guest code. */
  watch<T>(call: () => T): T {
    this.isWatching = true;
    try {
      return call();
    } finally {
      this.isWatching = false;
    }
  }

  invalidate(): void {
    if (this.isWatching) this.isForced = true;
  }

  /** The trace has ended. */
  end(): void {
    for (const field of this.watched) field.unregister(this);
  }
}
