/**
 * Virtual references: what a guest keeps instead of a pointer to an object that compiled code would
 * rather not allocate (the frame of an inlined call). Interpreted, a reference is the object itself;
 * only traces and compiled code make a {@link JitVirtualRef}.
 *
 * A token says who holds what a reference (or a virtualizable) stands for:
 *   null              nobody: `forced` is the object, a virtualizable's fields are true
 *   TRACING_RESCALL   a tracing session, which is in the middle of a residual call
 *   any other         an activation of compiled code, which writes everything back when forced
 *
 * Counterpart: rpython/jit/metainterp/virtualref.py, rpython/rlib/_jit_vref.py.
 */

import { assert } from "./assert.ts";

/** Stands for the activation of compiled code that holds an object in its registers. */
export interface ForceToken {
  /** Makes everything that the activation holds real. Its call ends in a failing guard. */
  force(): void;
}

/** The token while a tracing session makes a residual call. */
export const TRACING_RESCALL: ForceToken = {
  force(): void {
    assert(false, "what is being traced is real already");
  },
};

/** A reference made by a trace. */
export class JitVirtualRef {
  virtual_token: ForceToken | null;
  forced: object | null;

  constructor(virtual_token: ForceToken | null, forced: object | null) {
    this.virtual_token = virtual_token;
    this.forced = forced;
  }
}

/** The object that a reference stands for, made real if it was not. Only in a call that may force. */
export function forceVirtualRef(reference: object): object {
  if (!(reference instanceof JitVirtualRef)) return reference;
  const token = reference.virtual_token;
  if (token === TRACING_RESCALL) reference.virtual_token = null;
  else if (token !== null) token.force();
  assert(reference.forced !== null, "a virtual reference is used while its frame runs");
  return reference.forced;
}

/** Whether the object of a reference has ended its use without ever having been made real. */
export function isSpent(reference: object): boolean {
  if (!(reference instanceof JitVirtualRef)) return false;
  return reference.virtual_token === null && reference.forced === null;
}

/** A class whose fields compiled code may hold. */
export interface Virtualizable {
  vable_token: ForceToken | null;
}

/** Brings the fields of a virtualizable up to date. Only in a call that may force. */
export function forceVirtualizable(object: Virtualizable): void {
  const token = object.vable_token;
  if (token === TRACING_RESCALL) object.vable_token = null;
  else if (token !== null) token.force();
}
