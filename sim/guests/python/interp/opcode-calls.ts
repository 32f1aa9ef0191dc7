/**
 * Bytecodes that make and call functions.
 *
 * A call of a Python function with plain positional arguments copies them from the caller's stack
 * into the array of the new frame and runs it; everything else goes through an array of arguments.
 *
 * Counterpart: pypy/interpreter/pyopcode.py, pypy/objspace/std/callmethod.py, function.py.
 */

import { new_array_r } from "../../../hints/arrays.ts";
import { promote, we_are_jitted } from "../../../hints/hints.ts";
import { getattr, load_method_descr } from "../objects/attributes.ts";
import type { Cell } from "../objects/cell.ts";
import type { W_DictObject } from "../objects/dict-object.ts";
import {
  keyword_arguments,
  plain_star_arguments,
  star_arguments,
} from "../objects/call-arguments.ts";
import type { FastCode } from "../objects/fast-code.ts";
import { W_FrameBuiltin } from "../objects/frame-builtin.ts";
import { prepend, W_BuiltinFunction, W_BuiltinMethod, W_Method } from "../objects/function.ts";
import type { ObjSpace } from "../objects/space.ts";
import { super_method, W_SuperObject } from "../objects/super-object.ts";
import type { W_TupleObject } from "../objects/tuple-object.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import type { W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { load_method_cached } from "./attribute-caches.ts";
import { call_frame_builtin, super_of_frame } from "./frame-builtins.ts";
import { FunctionExtra, init_cells, run_frame, W_Function } from "./function.ts";
import type { PyCode } from "./pycode.ts";
import { PyFrame } from "./pyframe.ts";
import { popvalues } from "./opcode-stack.ts";

/** CALL_FUNCTION: the function below `count` arguments. */
export function call_function_op(space: ObjSpace, frame: PyFrame, count: number): void {
  const w_func = frame.peekvalue(count);
  frame.pushvalue(call_valuestack(space, frame, w_func, count, 1, false));
}

/** Calls with the top `count` values; drops them and `below` more. */
export function call_valuestack(
  space: ObjSpace,
  frame: PyFrame,
  w_func: W_Root,
  count: number,
  below: number,
  isBound: boolean,
): W_Root {
  if (w_func instanceof W_Function) {
    const code = promote(w_func.code);
    if (code.fast_natural_arity === count) {
      const callee = frame_of_stack(w_func, code, frame, count);
      frame.dropvalues(count + below);
      return run_frame(space, callee);
    }
    const missing = code.fast_natural_arity - count;
    if (missing > 0 && missing <= w_func.defs_w.length) {
      const callee = frame_of_stack_and_defaults(w_func, code, frame, count, missing);
      frame.dropvalues(count + below);
      return run_frame(space, callee);
    }
  }
  if (!we_are_jitted()) {
    const fast = count <= 3 ? fast_code_of(w_func) : null;
    if (fast !== null) return call_fast_of_stack(space, frame, w_func, fast, count, below, isBound);
  }
  if (w_func instanceof W_FrameBuiltin) {
    const given_w = popvalues(frame, count);
    frame.dropvalues(below);
    return call_frame_builtin(space, frame, w_func, given_w, null);
  }
  if (w_func instanceof W_TypeObject) {
    if (w_func === space.w_super && count === 0) {
      const w_super = super_of_frame(space, frame);
      frame.dropvalues(below);
      return w_super;
    }
  }
  const args_w = popvalues(frame, count);
  frame.dropvalues(below);
  if (isBound) return w_func.call_bound(space, args_w, null);
  return w_func.call_args(space, args_w, null);
}

function fast_code_of(w_func: W_Root): FastCode | null {
  const isBuiltin = w_func instanceof W_BuiltinMethod || w_func instanceof W_BuiltinFunction;
  return isBuiltin ? w_func.fast : null;
}

/**
 * Plain interpretation: the fast part of a built-in, called with up to three arguments and without
 * an array of them, where it is for these. As in traces, they have left the stack by then.
 */
function call_fast_of_stack(
  space: ObjSpace,
  frame: PyFrame,
  w_func: W_Root,
  fast: FastCode,
  count: number,
  below: number,
  isBound: boolean,
): W_Root {
  const w_3 = count > 2 ? frame.popvalue() : null;
  const w_2 = count > 1 ? frame.popvalue() : null;
  const w_1 = count > 0 ? frame.popvalue() : null;
  frame.dropvalues(below);
  const w_result = call_fast_values(space, fast, w_1, w_2, w_3);
  if (w_result !== null) return w_result;
  const args_w = [w_1, w_2, w_3].slice(0, count) as W_Root[];
  if (isBound) return w_func.call_bound(space, args_w, null);
  return w_func.call_args(space, args_w, null);
}

function call_fast_values(
  space: ObjSpace,
  fast: FastCode,
  w_1: W_Root | null,
  w_2: W_Root | null,
  w_3: W_Root | null,
): W_Root | null {
  if (w_1 === null) return fast.call0(space);
  if (w_2 === null) return fast.call1(space, w_1);
  return w_3 === null ? fast.call2(space, w_1, w_2) : fast.call3(space, w_1, w_2, w_3);
}

/** @unroll_safe */
export function frame_of_stack(
  func: W_Function,
  code: PyCode,
  caller: PyFrame,
  count: number,
): PyFrame {
  const array = new_array_r<W_Root>(code.frameSize);
  for (let i = 0; i < count; i++) array[i] = caller.peekvalue(count - 1 - i);
  if (code.stackBase !== code.co_nlocals) init_cells(func.closure, code, array);
  return new PyFrame(code, null, code.stackBase, array);
}

/** @unroll_safe */
export function frame_of_stack_and_defaults(
  func: W_Function,
  code: PyCode,
  caller: PyFrame,
  count: number,
  missing: number,
): PyFrame {
  const array = new_array_r<W_Root>(code.frameSize);
  for (let i = 0; i < count; i++) array[i] = caller.peekvalue(count - 1 - i);
  const start = func.defs_w.length - missing;
  for (let i = 0; i < missing; i++) array[count + i] = func.defs_w[start + i]!;
  if (code.stackBase !== code.co_nlocals) init_cells(func.closure, code, array);
  return new PyFrame(code, null, code.stackBase, array);
}

/** LOAD_METHOD: pushes a function and its self, or any value and nothing. */
export function load_method(space: ObjSpace, frame: PyFrame, nameIndex: number): void {
  const w_obj = frame.popvalue();
  if (!we_are_jitted()) {
    const w_cached = load_method_cached(space, frame.pycode, nameIndex, w_obj);
    if (w_cached !== null) {
      frame.pushvalue(w_cached);
      frame.pushvalue(w_obj);
      return;
    }
  }
  const name = frame.getcode().co_names[nameIndex]!;
  if (w_obj instanceof W_SuperObject) {
    const w_inherited = super_method(w_obj, name);
    if (w_inherited !== null) {
      frame.pushvalue(w_inherited);
      frame.pushvalue(w_obj.w_self);
      return;
    }
  }
  const w_method = load_method_descr(space, w_obj, name);
  if (w_method !== null) {
    frame.pushvalue(w_method);
    frame.pushvalue(w_obj);
    return;
  }
  frame.pushvalue(getattr(space, w_obj, name));
  frame.pushvalue(null);
}

/** CALL_METHOD: what LOAD_METHOD pushed below `count` arguments. */
export function call_method_op(space: ObjSpace, frame: PyFrame, count: number): void {
  const w_self = frame.peekvalue_maybe_none(count);
  const w_func = frame.peekvalue(count + 1);
  if (w_self === null) frame.pushvalue(call_valuestack(space, frame, w_func, count, 2, false));
  else frame.pushvalue(call_valuestack(space, frame, w_func, count + 1, 1, true));
}

export function call_function_kw(space: ObjSpace, frame: PyFrame, count: number): void {
  const kwnames = keyword_arguments(frame.popvalue());
  const args_w = popvalues(frame, count);
  const w_func = frame.popvalue();
  frame.pushvalue(call_general(space, frame, w_func, args_w, kwnames));
}

export function call_method_kw(space: ObjSpace, frame: PyFrame, count: number): void {
  const kwnames = keyword_arguments(frame.popvalue());
  const args_w = popvalues(frame, count);
  const w_self = frame.popvalue_maybe_none();
  const w_func = frame.popvalue();
  if (w_self === null) frame.pushvalue(call_general(space, frame, w_func, args_w, kwnames));
  else frame.pushvalue(w_func.call_bound(space, prepend(w_self, args_w), kwnames));
}

export function call_function_ex(space: ObjSpace, frame: PyFrame, oparg: number): void {
  const w_kwargs = (oparg & 1) !== 0 ? frame.popvalue() : null;
  const w_args = frame.popvalue();
  const w_func = frame.popvalue();
  const plain_w = plain_star_arguments(w_args, w_kwargs);
  if (plain_w !== null) {
    frame.pushvalue(call_general(space, frame, w_func, plain_w, null));
    return;
  }
  const call = star_arguments(space, w_func, w_args, w_kwargs);
  frame.pushvalue(call_general(space, frame, w_func, call.args_w, call.kwnames));
}

/** A call with keywords or unpacked arguments. */
export function call_general(
  space: ObjSpace,
  frame: PyFrame,
  w_func: W_Root,
  args_w: W_Root[],
  kwnames: readonly string[] | null,
): W_Root {
  if (w_func instanceof W_FrameBuiltin) {
    return call_frame_builtin(space, frame, w_func, args_w, kwnames);
  }
  if (w_func === space.w_super && args_w.length === 0) return super_of_frame(space, frame);
  if (w_func instanceof W_Method) {
    return w_func.w_function.call_args(space, prepend(w_func.w_self, args_w), kwnames);
  }
  return w_func.call_args(space, args_w, kwnames);
}

export function make_function(_space: ObjSpace, frame: PyFrame, oparg: number): W_Root {
  const w_qualname = frame.popvalue() as W_UnicodeObject;
  const code = frame.popvalue() as PyCode;
  const closure = (oparg & 8) !== 0 ? (frame.popvalue() as W_TupleObject).items : [];
  const w_annotations = (oparg & 4) !== 0 ? frame.popvalue() : null;
  const w_kwdefs = (oparg & 2) !== 0 ? (frame.popvalue() as W_DictObject) : null;
  const defs_w = (oparg & 1) !== 0 ? (frame.popvalue() as W_TupleObject).items : [];
  const extra = new FunctionExtra(w_qualname.value, w_kwdefs, w_annotations);
  return new W_Function(code, defs_w, closure as readonly Cell[], code.co_name, extra);
}
