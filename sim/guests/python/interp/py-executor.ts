/**
 * Runs frames: counts them in the recursion limit and enters the dispatch loop.
 *
 * Counterpart: pypy/interpreter/pyframe.py (execute_frame).
 */

import { int_eq } from "../../../base/int.ts";
import { promote, we_are_jitted } from "../../../hints/hints.ts";
import type { ExecutionContext } from "../objects/execution-context.ts";
import { register_finalizer } from "../objects/finalizers.ts";
import type { CallerFrame } from "../objects/frame-builtin.ts";
import { OperationError } from "../objects/operation-error.ts";
import { guestError, recursionError } from "../objects/recursion.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_Root } from "../objects/w-root.ts";
import { hostCaller } from "./caller-frames.ts";
import { current_context } from "./current-context.ts";
import { dispatch } from "./dispatch.ts";
import { W_AsyncGenerator } from "./async-generator.ts";
import { W_Coroutine } from "./coroutine.ts";
import { Executor } from "./executor.ts";
import { W_GeneratorObject } from "./generator.ts";
import { handle_operation_error } from "./opcode-exceptions.ts";
import { enter_frame, leave_frame, type PyFrame, unwind_frame } from "./pyframe.ts";

export class PyExecutor extends Executor {
  override caller(space: ObjSpace): CallerFrame {
    return hostCaller(space);
  }

  override execute_frame(space: ObjSpace, frame: PyFrame): W_Root {
    if (!we_are_jitted()) return interpretFrame(space, frame);
    const ec = current_context(space);
    enter_frame(ec, frame);
    check_hooks(ec);
    let w_result: W_Root;
    try {
      w_result = dispatch(0, false, frame.getcode(), frame, ec);
    } catch (error) {
      unwind_frame(ec, frame);
      // A trace knows the class of what its own code raises, and needs no call then.
      if (error instanceof OperationError) throw error;
      throw guestError(space, error);
    }
    leave_frame(ec, frame);
    return w_result;
  }

  override make_generator(frame: PyFrame): W_Root {
    const code = frame.getcode();
    const body = new W_GeneratorObject(frame, code);
    const w_made = code.isGenerator
      ? body
      : code.isCoroutine
        ? new W_Coroutine(body)
        : new W_AsyncGenerator(body);
    if (code.yieldsInsideTry) register_finalizer(code.space, w_made);
    return w_made;
  }

  override resume_plain(space: ObjSpace, frame: PyFrame): W_Root {
    const ec = we_are_jitted() ? current_context(space) : space.ec;
    const depth = we_are_jitted() ? 0 : countFrame(space);
    enter_frame(ec, frame);
    if (we_are_jitted()) check_hooks(ec);
    const pycode = frame.getcode();
    const last = promote(frame.last_instr);
    frame.valuestackdepth = promote(frame.valuestackdepth);
    if (last >= 0) frame.pushvalue(w_None);
    let w_result: W_Root;
    try {
      w_result = dispatch(last < 0 ? 0 : last + 2, false, pycode, frame, ec);
    } catch (error) {
      if (!we_are_jitted()) ec.depth = depth;
      unwind_frame(ec, frame);
      frame.f_backref = null;
      throw error;
    }
    if (!we_are_jitted()) ec.depth = depth;
    suspend_frame(ec, frame);
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
    enter_frame(ec, frame);
    let hasRaised = true;
    try {
      const start = startOf(frame, w_arg, thrown, space);
      const w_result = dispatch(start, false, frame.pycode, frame, ec);
      hasRaised = false;
      return w_result;
    } finally {
      ec.depth = depth;
      if (hasRaised) unwind_frame(ec, frame);
      else leave_frame(ec, frame);
      frame.f_backref = null;
    }
  }
}

/** Counts a frame in the recursion limit; gives what was counted before. */
function countFrame(space: ObjSpace): number {
  const { ec } = space;
  const { depth } = ec;
  if (depth >= ec.recursion_limit) throw recursionError(space);
  ec.depth = depth + 1;
  return depth;
}

/** A frame that an exception leaves does the rest itself. */
function interpretFrame(space: ObjSpace, frame: PyFrame): W_Root {
  const { ec } = space;
  const depth = countFrame(space);
  frame.is_counted = true;
  enter_frame(ec, frame);
  const w_result = dispatch(0, false, frame.pycode, frame, ec);
  ec.depth = depth;
  leave_frame(ec, frame);
  return w_result;
}

/** That no function traces or profiles; there is none, but a trace is as PyPy's. */
export function check_hooks(ec: ExecutionContext): void {
  if (promote(ec.w_tracefunc) !== null) hook_set();
  if (!int_eq(ec.profilefunc, 0)) hook_set();
}

/** @dont_look_inside @cannot_raise */
export function hook_set(): void {
  throw new Error("trace and profile functions are not supported");
}

/** A generator's frame leaves its caller; the next one may be another. */
export function suspend_frame(ec: ExecutionContext, frame: PyFrame): void {
  leave_frame(ec, frame);
  frame.f_backref = null;
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
