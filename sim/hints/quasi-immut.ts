/**
 * Quasi-immutable fields: read as constants by compiled code, which is invalidated when they are
 * written.
 *
 * A field `f` marked `@quasi_immutable` has a companion field `mutate_f: QuasiImmut | null`,
 * initially null. Whoever writes `f` calls `invalidate(obj.mutate_f)` right after; writes stand in
 * functions that are not looked inside.
 *
 * Counterpart: rpython/jit/metainterp/quasiimmut.py.
 */

/** Compiled code that can be made invalid. */
export interface Invalidatable {
  invalidate(): void;
}

/** The compiled loops that rely on the present value of one field of one object. */
export class QuasiImmut {
  /** In order of registration. */
  readonly dependants: Invalidatable[] = [];
  register(code: Invalidatable): void {
    if (!this.dependants.includes(code)) this.dependants.push(code);
  }

  /** Takes no part any more. */
  unregister(code: Invalidatable): void {
    const index = this.dependants.indexOf(code);
    if (index >= 0) this.dependants.splice(index, 1);
  }

  invalidate(): void {
    const dependants = this.dependants.splice(0);
    for (const code of dependants) code.invalidate();
  }
}

/** To be called after each write of a quasi-immutable field. */
export function invalidate(field: QuasiImmut | null): void {
  if (field !== null) field.invalidate();
}
