/**
 * What `yield from` and `await` do with the iterator they delegate to: sending, throwing, closing.
 *
 * Counterpart: pypy/interpreter/generator.py (next_yield_from, throw, descr_close).
 */

import { call_method, getattr_or_null } from "../objects/attributes.ts";
import { call_function, call_looked_up, lookup } from "../objects/call.ts";
import { oefmt, operationError } from "../objects/errors.ts";
import { isError, next, notAnIterator } from "../objects/iteration.ts";
import type { OperationError } from "../objects/operation-error.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_Root } from "../objects/w-root.ts";
import { W_AsyncGenAwaitable } from "./async-generator.ts";
import { bodyOf } from "./coroutine.ts";
import { GeneratorOutcome, stopIterationValue, type W_GeneratorObject } from "./generator.ts";

/** One step of `yield from`. @dont_look_inside @may_force */
export function send_to_iterator(
  space: ObjSpace,
  w_iter: W_Root,
  w_sent: W_Root,
): GeneratorOutcome {
  const body = bodyOf(w_iter);
  if (body !== null) return body.resume(space, w_sent, null);
  return outcomeOf(space, () => {
    if (w_iter instanceof W_AsyncGenAwaitable) return w_iter.send(space, w_sent);
    if (w_sent !== w_None) return call_method(space, w_iter, "send", [w_sent]);
    if (w_iter.is_iterator()) return next(space, w_iter);
    const w_next = lookup(space, w_iter, "__next__");
    if (w_next === null) throw notAnIterator(space, w_iter, false);
    return call_looked_up(space, w_next, w_iter, [], null);
  });
}

/** A value, or the end with the value of a StopIteration. */
function outcomeOf(space: ObjSpace, step: () => W_Root | null): GeneratorOutcome {
  try {
    const w_value = step();
    return new GeneratorOutcome(w_value === null, w_value ?? w_None);
  } catch (error) {
    if (!isError(space, error, "StopIteration")) throw error;
    return new GeneratorOutcome(true, stopIterationValue(error.w_value));
  }
}

/** Raises an exception in a generator, or in what it delegates to. */
export function throwInto(
  space: ObjSpace,
  generator: W_GeneratorObject,
  thrown: OperationError,
): GeneratorOutcome {
  const w_delegate = generator.yieldedFrom();
  if (w_delegate === null) return generator.resume(space, w_None, thrown);
  generator.running = true;
  let outcome: GeneratorOutcome | null;
  try {
    if (isError(space, thrown, "GeneratorExit")) {
      closeIterator(space, w_delegate);
      outcome = null;
    } else outcome = throwIntoIterator(space, w_delegate, thrown);
  } catch (error) {
    generator.running = false;
    if (!isError(space, error, "BaseException")) throw error;
    return generator.resume(space, w_None, error);
  }
  generator.running = false;
  if (outcome === null) return generator.resume(space, w_None, thrown);
  return outcome.finished ? generator.resumeAfterDelegate(space, outcome.w_value) : outcome;
}

/** As throwInto for any iterator; null when it takes no exceptions. */
function throwIntoIterator(
  space: ObjSpace,
  w_iter: W_Root,
  thrown: OperationError,
): GeneratorOutcome | null {
  const body = bodyOf(w_iter);
  if (body !== null) return throwInto(space, body, thrown);
  return outcomeOfThrow(space, w_iter, thrown);
}

function outcomeOfThrow(
  space: ObjSpace,
  w_iter: W_Root,
  thrown: OperationError,
): GeneratorOutcome | null {
  if (w_iter instanceof W_AsyncGenAwaitable) {
    return outcomeOf(space, () => w_iter.throw(space, thrown));
  }
  const w_throw = getattr_or_null(space, w_iter, "throw");
  if (w_throw === null) return null;
  const { w_value } = thrown;
  const args_w = [w_value.getclass(space), w_value, w_value.w_traceback ?? w_None];
  return outcomeOf(space, () => call_function(space, w_throw, args_w));
}

function closeIterator(space: ObjSpace, w_iter: W_Root): void {
  const body = bodyOf(w_iter);
  if (body !== null) closeGenerator(space, body);
  else if (w_iter instanceof W_AsyncGenAwaitable) w_iter.close();
  else {
    const w_close = getattr_or_null(space, w_iter, "close");
    if (w_close !== null) call_function(space, w_close, []);
  }
}

/** `close()`. */
export function closeGenerator(space: ObjSpace, generator: W_GeneratorObject): void {
  const { frame } = generator;
  if (frame === null) return;
  if (frame.last_instr < 0) {
    generator.frame = null;
    return;
  }
  const exit = operationError(space.exceptionTypes.get("GeneratorExit")!, []);
  try {
    if (throwInto(space, generator, exit).finished) return;
  } catch (error) {
    if (isError(space, error, "GeneratorExit") || isError(space, error, "StopIteration")) return;
    throw error;
  }
  throw oefmt(space, space.w_RuntimeError, `${generator.kind()} ignored GeneratorExit`);
}
