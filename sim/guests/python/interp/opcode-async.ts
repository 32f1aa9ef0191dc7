/**
 * Bytecodes of `async for` and `async with`.
 *
 * Counterpart: pypy/interpreter/pyopcode.py.
 */

import type { W_TypeObject } from "../objects/type-object.ts";
import { bind, call_function, call_looked_up, lookup } from "../objects/call.ts";
import { oefmt, typeError, typeName } from "../objects/errors.ts";
import type { ExecutionContext } from "../objects/execution-context.ts";
import { isError } from "../objects/iteration.ts";
import { type OperationError, RaiseWithExplicitTraceback } from "../objects/operation-error.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_Root } from "../objects/w-root.ts";
import { awaitIterator, get_awaitable } from "./coroutine.ts";
import { unsupportedBytecode } from "./opcode-iteration.ts";
import { BLOCK_FINALLY, type PyFrame, type SApplicationException } from "./pyframe.ts";

/** The bytecodes that only coroutines have; `target` is where SETUP_ASYNC_WITH's handler stands. */
export function async_bytecode(
  space: ObjSpace,
  frame: PyFrame,
  ec: ExecutionContext,
  opcode: number,
  target: number,
): void {
  switch (opcode) {
    case 50: // GET_AITER
      frame.settopvalue(get_aiter(space, frame.peekvalue(0)), 0);
      break;
    case 51: // GET_ANEXT
      frame.pushvalue(get_anext(space, frame.peekvalue(0)));
      break;
    case 52: // BEFORE_ASYNC_WITH
      before_async_with(space, frame);
      break;
    case 54: // END_ASYNC_FOR
      end_async_for(space, frame, ec);
      break;
    case 73: // GET_AWAITABLE
      frame.settopvalue(get_awaitable(space, frame.peekvalue(0)), 0);
      break;
    case 154: {
      // SETUP_ASYNC_WITH
      const w_entered = frame.popvalue();
      frame.pushblock(BLOCK_FINALLY, target);
      frame.pushvalue(w_entered);
      break;
    }
    default:
      throw unsupportedBytecode(space, opcode);
  }
}

/** GET_AITER: `type(w_obj).__aiter__(w_obj)`. @dont_look_inside @may_force */
export function get_aiter(space: ObjSpace, w_obj: W_Root): W_Root {
  const w_method = lookup(space, w_obj, "__aiter__");
  if (w_method === null) {
    const name = typeName(space, w_obj);
    const message = `'async for' requires an object with __aiter__ method, got ${name}`;
    throw typeError(space, message);
  }
  const w_iter = call_looked_up(space, w_method, w_obj, [], null);
  if (lookup(space, w_iter, "__anext__") !== null) return w_iter;
  const name = typeName(space, w_iter);
  const message = `'async for' received a object from __aiter__ that does not implement __anext__: ${name}`;
  throw typeError(space, message);
}

/** GET_ANEXT: the awaitable of the next value. @dont_look_inside @may_force */
export function get_anext(space: ObjSpace, w_iter: W_Root): W_Root {
  const w_method = lookup(space, w_iter, "__anext__");
  if (w_method === null) {
    const name = typeName(space, w_iter);
    const message = `'async for' requires an iterator with __anext__ method, got ${name}`;
    throw typeError(space, message);
  }
  const w_next = call_looked_up(space, w_method, w_iter, [], null);
  try {
    return awaitIterator(space, w_next);
  } catch (error) {
    if (!isError(space, error, "Exception")) throw error;
    const name = typeName(space, w_next);
    const wrapped = typeError(
      space,
      `'async for' received an invalid object from __anext__: ${name}`,
    );
    wrapped.w_value.w_cause = error.w_value;
    wrapped.w_value.suppress_context = true;
    throw wrapped;
  }
}

/** BEFORE_ASYNC_WITH: leaves the bound `__aexit__` below what `__aenter__` gives. */
export function before_async_with(space: ObjSpace, frame: PyFrame): void {
  const w_manager = frame.popvalue();
  const w_type = w_manager.getclass(space);
  const w_enter = lookup(space, w_manager, "__aenter__");
  const w_exit = lookup(space, w_manager, "__aexit__");
  if (w_enter === null || w_exit === null) {
    throw notAsyncManager(space, w_manager);
  }
  frame.pushvalue(bind(space, w_exit, w_manager, w_type));
  frame.pushvalue(call_function(space, bind(space, w_enter, w_manager, w_type), []));
}

/** @dont_look_inside @cannot_raise */
export function notAsyncManager(space: ObjSpace, w_obj: W_Root): OperationError {
  const name = typeName(space, w_obj);
  const message = `'${name}' object is not a context manager (no __aenter__/__aexit__ method)`;
  return oefmt(space, space.w_AttributeError, message);
}

/** END_ASYNC_FOR: StopAsyncIteration ends the loop, anything else goes on. */
export function end_async_for(space: ObjSpace, frame: PyFrame, ec: ExecutionContext): void {
  const w_type = frame.peekvalue(0) as W_TypeObject;
  if (!w_type.issubtype(space.w_StopAsyncIteration)) {
    const unroller = frame.peekvalue(2) as SApplicationException;
    throw new RaiseWithExplicitTraceback(unroller.operr);
  }
  ec.sys_exc_operror = frame.pop_block().operr;
  frame.dropvalues(4);
}
