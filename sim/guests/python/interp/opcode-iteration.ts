/**
 * Bytecodes of loops and generators, imports and prints.
 *
 * Counterpart: pypy/interpreter/pyopcode.py, generator.py.
 */

import { int_lt } from "../../../base/int.ts";
import { we_are_jitted } from "../../../hints/hints.ts";
import { getattr } from "../objects/attributes.ts";
import { oefmt } from "../objects/errors.ts";
import { setattr } from "../objects/attribute-changes.ts";
import { call_function } from "../objects/call.ts";
import { is_w } from "../objects/identity.ts";
import { iter, next } from "../objects/iteration.ts";
import { add_to_set, type W_SetObject } from "../objects/set-object.ts";
import { w_None } from "../objects/singletons.ts";
import { newbool } from "../objects/int-object.ts";
import { import_all, import_attribute } from "../objects/module.ts";
import { contains } from "../objects/items.ts";
import type { OperationError } from "../objects/operation-error.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_Root } from "../objects/w-root.ts";
import { newtext } from "../objects/unicode-object.ts";
import { load_attr_cached, store_attr_cached } from "./attribute-caches.ts";
import { load_builtin, localsDict } from "./opcode-names.ts";
import type { FrameDebugData, PyFrame } from "./pyframe.ts";
import { check_may_delegate, W_Coroutine } from "./coroutine.ts";
import { W_GeneratorObject } from "./generator.ts";
import { send_to_iterator } from "./delegation.ts";
import { OPCODE_NAMES } from "../compiler/opcodes.ts";

/** FOR_ITER: pushes the next item, or drops the iterator and goes on behind the loop. */
export function for_iter(
  space: ObjSpace,
  frame: PyFrame,
  jumpby: number,
  next_instr: number,
): number {
  const w_next = next(space, frame.peekvalue(0));
  if (w_next === null) {
    frame.popvalue();
    return next_instr + jumpby;
  }
  frame.pushvalue(w_next);
  return next_instr;
}

/** `is` and `is not`. */
export function is_op(_space: ObjSpace, invert: number, w_a: W_Root, w_b: W_Root): W_Root {
  const same = is_w(w_a, w_b);
  return invert === 1 ? newbool(!same) : newbool(same);
}

/** `in` and `not in`. */
export function contains_op(space: ObjSpace, invert: number, w_a: W_Root, w_b: W_Root): W_Root {
  return newbool(contains(space, w_b, w_a) !== (invert === 1));
}

export function get_yield_from_iter(space: ObjSpace, frame: PyFrame, w_obj: W_Root): W_Root {
  if (w_obj instanceof W_GeneratorObject) return w_obj;
  if (w_obj instanceof W_Coroutine) {
    check_may_delegate(space, frame.getcode());
    return w_obj;
  }
  return iter(space, w_obj);
}

/**
 * YIELD_FROM: the top value goes to the iterator below. True: the iterator's value is on the stack,
 * to be yielded, and this bytecode is executed again on resumption; false: the result is there.
 */
export function yield_from(space: ObjSpace, frame: PyFrame): boolean {
  const w_sent = frame.popvalue();
  const w_iter = frame.peekvalue(0);
  const outcome = send_to_iterator(space, w_iter, w_sent);
  if (outcome.finished) {
    frame.settopvalue(outcome.w_value, 0);
    return false;
  }
  frame.pushvalue(outcome.w_value);
  frame.last_instr = frame.last_instr - 2;
  return true;
}

export function import_name(space: ObjSpace, frame: PyFrame, name: string): void {
  const w_fromlist = frame.popvalue();
  const w_level = frame.popvalue();
  const w_globals = frame.getcode().w_globals;
  const w_import = load_builtin(space, "__import__");
  const args_w = [newtext(name), w_globals, w_globals, w_fromlist, w_level];
  frame.pushvalue(call_function(space, w_import, args_w));
}

export function import_from(space: ObjSpace, w_module: W_Root, name: string): W_Root {
  return import_attribute(space, w_module, name);
}

export function import_star(space: ObjSpace, frame: PyFrame): void {
  const w_locals = localsDict(frame);
  import_all(space, frame.popvalue(), w_locals === null ? frame.debugdata!.w_mapping! : w_locals);
}

/** `{*()}` comprehensions. */
export function set_add(space: ObjSpace, w_set: W_Root, w_item: W_Root): void {
  add_to_set(space, (w_set as W_SetObject).table, w_item);
}

/** The end of a frame, which remembers it. Blocks have been left before, as a trace makes sure. */
export function return_value(frame: PyFrame): W_Root {
  const w_value = frame.popvalue();
  if (!we_are_jitted() || frame.lastblock === null) frame.frame_finished_execution = true;
  return w_value;
}

/** @dont_look_inside @cannot_raise */
export function unsupportedBytecode(space: ObjSpace, opcode: number): OperationError {
  const message = `bytecode ${OPCODE_NAMES[opcode]} is not supported`;
  return oefmt(space, space.w_NotImplementedError, message);
}

/** What every backward jump does: looks whether somebody wants to end or interrupt the run. */
export function poll_actions(space: ObjSpace): void {
  if (space.actionflag.has_bytecode_counter) perform_actions(space);
  if (int_lt(space.ticker.c_value, 0)) perform_actions(space);
}

/** What every bytecode of a module or class body does: looks whether its frame is traced. */
export function bytecode_trace(space: ObjSpace, debugdata: FrameDebugData): void {
  if (debugdata.w_f_trace !== null) throw unsupportedTracing(space);
}

/** @dont_look_inside @cannot_raise */
export function unsupportedTracing(space: ObjSpace): OperationError {
  return oefmt(space, space.w_NotImplementedError, "trace functions are not supported");
}

/**
 * Ends or interrupts the run, as whoever made the ticker negative wants.
 * @dont_look_inside @may_force
 */
export function perform_actions(space: ObjSpace): void {
  const action = space.onSignal;
  if (action !== null) action();
}

/** LOAD_ATTR, of `w_obj`. */
export function load_attr(
  space: ObjSpace,
  frame: PyFrame,
  w_obj: W_Root,
  nameIndex: number,
): W_Root {
  if (!we_are_jitted()) return load_attr_cached(space, frame.pycode, nameIndex, w_obj);
  return getattr(space, w_obj, frame.getcode().co_names[nameIndex]!);
}

/** STORE_ATTR. */
export function store_attr(space: ObjSpace, frame: PyFrame, nameIndex: number): void {
  const w_obj = frame.popvalue();
  const w_value = frame.popvalue();
  if (we_are_jitted()) setattr(space, w_obj, frame.getcode().co_names[nameIndex]!, w_value);
  else store_attr_cached(space, frame.pycode, nameIndex, w_obj, w_value);
}

/** PRINT_EXPR: `sys.displayhook` shows the value. @dont_look_inside @may_force */
export function print_expression(space: ObjSpace, w_value: W_Root): void {
  const w_hook = space.sysAttribute("displayhook");
  if (w_hook === w_None) throw oefmt(space, space.w_RuntimeError, "lost sys.displayhook");
  call_function(space, w_hook, [w_value]);
}
