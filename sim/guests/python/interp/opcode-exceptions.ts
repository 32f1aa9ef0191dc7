/**
 * Raising, handling, and the bytecodes of try and with.
 *
 * On the value stack of an except handler stand the exception in flight (SApplicationException),
 * its
 * value and its type; on that of a finally handler only the former. The block stack remembers the
 * exception that was being handled before, until POP_EXCEPT or the way out restores it.
 *
 * Counterpart: pypy/interpreter/pyopcode.py.
 */

import { int_lt } from "../../../base/int.ts";
import { promote, we_are_jitted } from "../../../hints/hints.ts";
import { PyTraceback, W_BaseException } from "../objects/base-exception.ts";
import { bind, call_function, lookup } from "../objects/call.ts";
import { oefmt, typeError } from "../objects/errors.ts";
import { exception_class_matches } from "../objects/exceptions.ts";
import type { ExecutionContext } from "../objects/execution-context.ts";
import { current_context } from "./current-context.ts";
import { OperationError, RaiseWithExplicitTraceback } from "../objects/operation-error.ts";
import { guestError } from "../objects/recursion.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import type { PyFrame } from "./pyframe.ts";
import {
  BLOCK_EXCEPT,
  BLOCK_FINALLY,
  BLOCK_RESTORER,
  FrameBlock,
  leave_frame,
  SApplicationException,
} from "./pyframe.ts";

/** Finds the handler of an exception in this frame and gives its position, or throws it on. */
export function handle_operation_error(
  frame: PyFrame,
  ec: ExecutionContext,
  operr: OperationError,
  attach_tb: boolean,
): number {
  if (attach_tb) {
    const w_value = operr.w_value;
    if (!frame.getcode().hidden) {
      w_value.w_traceback = new PyTraceback(frame, frame.last_instr, w_value.w_traceback);
    }
    const last = ec.sys_exc_operror;
    if (!operr.context_recorded) {
      operr.context_recorded = true;
      if (last !== null) record_context(w_value, last.w_value);
    }
    if (we_are_jitted()) check_exception_hooks(frame.getcode().space, ec);
  }
  const block = unrollstack(frame, ec);
  if (block === null) {
    if (!we_are_jitted()) leave_by_exception(ec, frame);
    throw operr;
  }
  return enter_handler(frame, ec, block, operr);
}

/**
 * What PyPy does besides when an exception is seen in a frame: it looks whether somebody wants to
 * interrupt the run, and whether a function traces it. Nothing follows here: the former is noticed
 * at the next backward jump, the latter there is not.
 */
export function check_exception_hooks(space: ObjSpace, ec: ExecutionContext): void {
  if (int_lt(space.ticker.c_value, 0)) interrupt_waits();
  if (promote(ec.w_tracefunc) !== null) interrupt_waits();
}

/** @dont_look_inside @cannot_raise @no_side_effects */
export function interrupt_waits(): void {}

/** Whose exceptions are handled: traced code asks for it, as PyPy's does. */
export function handling_context(space: ObjSpace, ec: ExecutionContext): ExecutionContext {
  return we_are_jitted() ? current_context(space) : ec;
}

/** POP_EXCEPT: the handler ends; what was handled before is again. */
export function pop_except(space: ObjSpace, frame: PyFrame, ec: ExecutionContext): void {
  handling_context(space, ec).sys_exc_operror = frame.pop_block().operr;
}

/** The handler of what a bytecode of this frame raised, without a throw of the host. */
export function handle_raised(
  frame: PyFrame,
  ec: ExecutionContext,
  raised: OperationError | RaiseWithExplicitTraceback,
): number {
  if (raised instanceof OperationError) return handle_operation_error(frame, ec, raised, true);
  return handle_operation_error(frame, ec, raised.operr, false);
}

/**
 * Interpreting, a frame that an exception leaves does what belongs to leaving it, so that who runs
 * it need not catch the exception, which costs as much as throwing it. Who catches it nevertheless
 * sets everything to what it was, once more.
 */
function leave_by_exception(ec: ExecutionContext, frame: PyFrame): void {
  if (frame.is_counted) ec.depth--;
  leave_frame(ec, frame);
}

/** What leaves a frame for an error that is no exception of the guest; interpreting only. */
export function left_by(ec: ExecutionContext, frame: PyFrame, error: unknown): unknown {
  leave_by_exception(ec, frame);
  return guestError(frame.pycode.space, error);
}

/** The result of a frame that compiled code has finished; interpreting only. */
export function take_result(ec: ExecutionContext, frame: PyFrame): W_Root {
  try {
    return frame.pycode.space.jitdriver.take_result() as W_Root;
  } catch (error) {
    leave_by_exception(ec, frame);
    throw error;
  }
}

/** Notes what was being handled when `w_value` was raised. @dont_look_inside @cannot_raise */
export function record_context(w_value: W_BaseException, w_last: W_BaseException): void {
  if (w_value === w_last) return;
  let w_walk: W_BaseException | null = w_last;
  while (w_walk !== null) {
    if (w_walk.w_context === w_value) {
      w_walk.w_context = null;
      break;
    }
    w_walk = w_walk.w_context;
  }
  w_value.w_context = w_last;
}

/** Pops blocks up to the next handler; null when there is none. @unroll_safe */
export function unrollstack(frame: PyFrame, ec: ExecutionContext): FrameBlock | null {
  while (frame.lastblock !== null) {
    const block = frame.pop_block();
    if (block.kind !== BLOCK_RESTORER) return block;
    handling_context(frame.getcode().space, ec).sys_exc_operror = block.operr;
  }
  return null;
}

export function enter_handler(
  frame: PyFrame,
  ec: ExecutionContext,
  block: FrameBlock,
  operr: OperationError,
): number {
  frame.dropvaluesuntil(block.valuestackdepth);
  frame.pushvalue(new SApplicationException(operr));
  if (block.kind === BLOCK_EXCEPT) {
    const w_value = operr.w_value;
    frame.pushvalue(w_value);
    frame.pushvalue(w_value.getclass(frame.getcode().space));
  }
  const depth = frame.valuestackdepth;
  const context = handling_context(frame.getcode().space, ec);
  const last = context.sys_exc_operror;
  frame.lastblock = new FrameBlock(BLOCK_RESTORER, 0, depth, frame.lastblock, last);
  context.sys_exc_operror = operr;
  return block.handlerposition;
}

/** RERAISE: the exception of the handler that ends, without a new traceback entry. */
export function reraise(frame: PyFrame): RaiseWithExplicitTraceback {
  const unroller = frame.popvalue() as SApplicationException;
  return new RaiseWithExplicitTraceback(unroller.operr);
}

/** JUMP_IF_NOT_EXC_MATCH: pops the exception's type and what stands after `except`. */
export function exception_matches(space: ObjSpace, frame: PyFrame): boolean {
  const w_check = frame.popvalue();
  const w_type = frame.popvalue();
  if (w_type instanceof W_TypeObject && w_check instanceof W_TypeObject) {
    if (w_check.issubtype(space.w_BaseException)) return w_type.issubtype(w_check);
  }
  return exception_class_matches(space, w_type, w_check);
}

/** The exception of a raise statement. */
export function raise_varargs(
  space: ObjSpace,
  frame: PyFrame,
  ec: ExecutionContext,
  count: number,
): OperationError | RaiseWithExplicitTraceback {
  if (count === 0) return reraise_active(space, ec);
  const w_cause = count === 2 ? frame.popvalue() : null;
  const w_value = instantiate(space, frame.popvalue());
  if (w_cause !== null) set_cause(space, w_value, w_cause);
  return new OperationError(w_value);
}

export function reraise_active(
  space: ObjSpace,
  ec: ExecutionContext,
): OperationError | RaiseWithExplicitTraceback {
  const last = ec.sys_exc_operror;
  if (last === null) return noActiveException(space);
  return new RaiseWithExplicitTraceback(last);
}

/** @dont_look_inside @cannot_raise */
export function noActiveException(space: ObjSpace): OperationError {
  return oefmt(space, space.w_RuntimeError, "No active exception to reraise");
}

/** The exception that `raise w_value` raises. */
export function instantiate(space: ObjSpace, w_value: W_Root): W_BaseException {
  if (w_value instanceof W_BaseException) return w_value;
  if (w_value instanceof W_TypeObject && w_value.issubtype(space.w_BaseException)) {
    const w_instance = call_function(space, w_value, []);
    if (w_instance instanceof W_BaseException) return w_instance;
  }
  throw notAnException(space);
}

/** @dont_look_inside @cannot_raise */
export function notAnException(space: ObjSpace): OperationError {
  return typeError(space, "exceptions must derive from BaseException, not type");
}

/** `raise … from w_cause`. @dont_look_inside @may_force */
export function set_cause(space: ObjSpace, w_value: W_BaseException, w_cause: W_Root): void {
  let w_instance = w_cause;
  if (w_cause instanceof W_TypeObject && w_cause.issubtype(space.w_BaseException)) {
    w_instance = call_function(space, w_cause, []);
  }
  if (w_instance !== w_None && !(w_instance instanceof W_BaseException)) {
    const name = w_instance.getclass(space).name;
    throw typeError(space, `exception causes must derive from BaseException, not ${name}`);
  }
  w_value.w_cause = w_instance === w_None ? null : w_instance;
  w_value.suppress_context = true;
}

/** SETUP_WITH: calls `__enter__`, leaves the bound `__exit__` below its result. */
export function setup_with(space: ObjSpace, frame: PyFrame, handler: number): void {
  const w_manager = frame.popvalue();
  const w_type = w_manager.getclass(space);
  const w_enter = lookup(space, w_manager, "__enter__");
  if (w_enter === null) throw notContextManager(space, w_manager);
  const w_exit = lookup(space, w_manager, "__exit__");
  if (w_exit === null) throw notContextManager(space, w_manager);
  frame.pushvalue(bind(space, w_exit, w_manager, w_type));
  const w_result = call_function(space, bind(space, w_enter, w_manager, w_type), []);
  frame.pushblock(BLOCK_FINALLY, handler);
  frame.pushvalue(w_result);
}

/** @dont_look_inside @cannot_raise */
export function notContextManager(space: ObjSpace, w_obj: W_Root): OperationError {
  const name = w_obj.getclass(space).name;
  const message = `'${name}' object is not a context manager (no __enter__/__exit__ method)`;
  return oefmt(space, space.w_AttributeError, message);
}

/** WITH_EXCEPT_START: calls `__exit__` with the exception. */
export function with_except_start(space: ObjSpace, frame: PyFrame): void {
  const unroller = frame.popvalue() as SApplicationException;
  const w_exit = frame.popvalue();
  frame.pushvalue(unroller);
  const w_value = unroller.operr.w_value;
  const w_tb = w_value.w_traceback;
  const w_traceback = w_tb === null ? w_None : w_tb;
  const args_w = [w_value.getclass(space), w_value, w_traceback];
  frame.pushvalue(call_function(space, w_exit, args_w));
}
