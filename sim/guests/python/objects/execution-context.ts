/**
 * The state of the one thread of a run: the depth of calls, the exception being handled, and the
 * signal poll.
 *
 * Counterpart: pypy/interpreter/executioncontext.py. DIFFERS: the recursion limit counts frames, the
 * same for interpreted and compiled code; PyPy measures the stack.
 */

import type { Int } from "../../../base/int.ts";
import type { QuasiImmut } from "../../../hints/quasi-immut.ts";
import type { OperationError } from "./operation-error.ts";

/**
 * What PyPy polls at every backward jump. Negative when somebody wants to interrupt the run.
 * @raw pypysig_long_struct
 */
export class PypySigLongStruct {
  c_value: Int = 0;
}

/** How often actions are looked for. */
export class ActionFlag {
  /** With several threads, of which there are none: at every jump. @quasi_immutable */
  has_bytecode_counter = false;
  mutate_has_bytecode_counter: QuasiImmut | null = null;
}

export class ExecutionContext {
  /** The innermost frame being executed, or a virtual reference to it. */
  topframeref: object | null = null;
  /** A trace function: none, since `sys.settrace` is not supported. @quasi_immutable */
  w_tracefunc: object | null = null;
  mutate_w_tracefunc: QuasiImmut | null = null;
  /** A profile function: none. @quasi_immutable */
  profilefunc: Int = 0;
  mutate_profilefunc: QuasiImmut | null = null;
  /**
   * Python frames being executed, and built-ins that recurse; without the frames that compiled code
   * has entered itself, unless it has called compiled code.
   */
  depth = 0;
  recursion_limit = 1000;
  /** What `sys.exc_info()` tells about. */
  sys_exc_operror: OperationError | null = null;
}
