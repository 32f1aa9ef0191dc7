/**
 * A Python exception on its way: what guest code throws.
 *
 * Counterpart: pypy/interpreter/error.py (OperationError). DIFFERS: the value is always an instance
 * already, and the traceback hangs from it alone.
 */

import { GuestException } from "../../../hints/exception.ts";
import type { W_BaseException } from "./base-exception.ts";

export class OperationError extends GuestException {
  readonly w_value: W_BaseException;
  /** Whether `__context__` was set already. */
  context_recorded: boolean;

  constructor(w_value: W_BaseException) {
    super();
    this.w_value = w_value;
    this.context_recorded = false;
  }
}

/** An exception thrown again as it is: no traceback entry is added where it was caught. */
export class RaiseWithExplicitTraceback extends GuestException {
  readonly operr: OperationError;

  constructor(operr: OperationError) {
    super();
    this.operr = operr;
  }
}
