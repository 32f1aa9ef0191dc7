/**
 * Runs frames: counts them in the recursion limit and enters the dispatch loop.
 *
 * Counterpart: pypy/interpreter/pyframe.py (execute_frame).
 */

import { uint_ge } from "../../../base/int.ts";
import { promote } from "../../../hints/hints.ts";
import { OperationError } from "../objects/operation-error.ts";
import { guestError, recursionError } from "../objects/recursion.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_Root } from "../objects/w-root.ts";
import { dispatch } from "./dispatch.ts";
import { W_AsyncGenerator } from "./async-generator.ts";
import { W_Coroutine } from "./coroutine.ts";
import { Executor } from "./executor.ts";
import { W_GeneratorObject } from "./generator.ts";
import { handle_operation_error } from "./opcode-exceptions.ts";
import type { PyFrame } from "./pyframe.ts";

export class PyExecutor extends Executor {
  override execute_frame(space: ObjSpace, frame: PyFrame): W_Root {
    const ec = space.ec;
    const depth = ec.depth;
    // Neither is negative. An unsigned comparison bounds no value, so a loop needs no guard of one.
    if (uint_ge(depth, ec.recursion_limit)) throw recursionError(space);
    ec.depth = depth + 1;
    let w_result: W_Root;
    try {
      w_result = dispatch(0, false, frame.getcode(), frame, ec);
    } catch (error) {
      ec.depth = depth;
      // A trace knows the class of what its own code raises, and needs no call then.
      if (error instanceof OperationError) throw error;
      throw guestError(space, error);
    }
    ec.depth = depth;
    return w_result;
  }

  override make_generator(frame: PyFrame): W_Root {
    const code = frame.getcode();
    const body = new W_GeneratorObject(frame, code);
    if (code.isGenerator) return body;
    if (code.isCoroutine) return new W_Coroutine(body);
    return new W_AsyncGenerator(body);
  }

  override resume_plain(space: ObjSpace, frame: PyFrame): W_Root {
    const ec = space.ec;
    const depth = ec.depth;
    if (uint_ge(depth, ec.recursion_limit)) throw recursionError(space);
    ec.depth = depth + 1;
    const pycode = frame.getcode();
    const last = promote(frame.last_instr);
    frame.valuestackdepth = promote(frame.valuestackdepth);
    if (last >= 0) frame.pushvalue(w_None);
    let w_result: W_Root;
    try {
      w_result = dispatch(last < 0 ? 0 : last + 2, false, pycode, frame, ec);
    } catch (error) {
      ec.depth = depth;
      throw error;
    }
    ec.depth = depth;
    return w_result;
  }

  /** @dont_look_inside @may_force */
  override resume_frame(
    space: ObjSpace,
    frame: PyFrame,
    w_arg: W_Root,
    thrown: OperationError | null,
  ): W_Root {
    const { ec } = space;
    const { depth } = ec;
    if (depth >= ec.recursion_limit) throw recursionError(space);
    ec.depth = depth + 1;
    try {
      const start = startOf(frame, w_arg, thrown, space);
      return dispatch(start, false, frame.pycode, frame, ec);
    } finally {
      ec.depth = depth;
    }
  }
}

/** Where a generator's frame goes on. Throws an exception that its frame does not handle. */
function startOf(
  frame: PyFrame,
  w_arg: W_Root,
  thrown: OperationError | null,
  space: ObjSpace,
): number {
  if (thrown !== null) return throwInto(frame, thrown, space);
  if (frame.last_instr < 0) return 0;
  frame.pushvalue(w_arg);
  return frame.last_instr + 2;
}

/** Raises at a yield; what the thrower handles is no context of it yet. */
function throwInto(frame: PyFrame, thrown: OperationError, space: ObjSpace): number {
  const { context_recorded } = thrown;
  thrown.context_recorded = true;
  try {
    return handle_operation_error(frame, space.ec, thrown, true);
  } finally {
    thrown.context_recorded = context_recorded;
  }
}
