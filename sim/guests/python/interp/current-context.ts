/**
 * The execution context of the thread that runs. There is one; traced code asks for it by a call
 * whose result is good for the whole loop, as PyPy's does.
 *
 * Counterpart: pypy/interpreter/baseobjspace.py (getexecutioncontext).
 */

import type { ExecutionContext } from "../objects/execution-context.ts";
import type { ObjSpace } from "../objects/space.ts";

/** The context of the thread. @dont_look_inside @loop_invariant */
export function current_context(space: ObjSpace): ExecutionContext {
  return space.ec;
}
