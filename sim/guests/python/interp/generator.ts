/**
 * Generators: a frame that runs piece by piece.
 *
 * The frame of a generator is never the one that compiled code keeps in registers while somebody
 * resumes it, so resuming is an ordinary function that a trace calls.
 *
 * Counterpart: pypy/interpreter/generator.py. DIFFERS: a resumption is not inlined into traces.
 */

import { getattr_or_null } from "../objects/attributes.ts";
import type { W_BaseException } from "../objects/base-exception.ts";
import { call_function } from "../objects/call.ts";
import { oefmt, operationError, valueError } from "../objects/errors.ts";
import { next } from "../objects/iteration.ts";
import { OperationError } from "../objects/operation-error.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { W_AbstractIterator, type W_Root } from "../objects/w-root.ts";
import type { PyFrame } from "./pyframe.ts";

/** `last_instr` of a frame that was never started. */
const FRAME_NEW = -1;

export class W_GeneratorObject extends W_AbstractIterator {
  /** Null once it has finished. */
  frame: PyFrame | null;
  running: boolean;
  /** What the frame was handling when it yielded is restored when it goes on. */
  saved_operr: OperationError | null;
  readonly name: string;

  constructor(frame: PyFrame, name: string) {
    super();
    this.frame = frame;
    this.running = false;
    this.saved_operr = null;
    this.name = name;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_generator;
  }

  /** @dont_look_inside @may_force */
  override next(space: ObjSpace): W_Root | null {
    const outcome = this.resume(space, w_None, null);
    return outcome.finished ? null : outcome.w_value;
  }

  /** Goes on with a value sent in, or with an exception raised at the yield. */
  resume(space: ObjSpace, w_arg: W_Root, thrown: OperationError | null): GeneratorOutcome {
    const { frame } = this;
    if (this.running) throw valueError(space, "generator already executing");
    if (frame === null) {
      if (thrown !== null) throw thrown;
      return new GeneratorOutcome(true, w_None);
    }
    if (frame.last_instr === FRAME_NEW && thrown === null && w_arg !== w_None) {
      const message = "can't send non-None value to a just-started generator";
      throw oefmt(space, space.w_TypeError, message);
    }
    return this.run(space, frame, w_arg, thrown);
  }

  private run(
    space: ObjSpace,
    frame: PyFrame,
    w_arg: W_Root,
    thrown: OperationError | null,
  ): GeneratorOutcome {
    const { ec } = space;
    const outer = ec.sys_exc_operror;
    this.running = true;
    if (this.saved_operr !== null) ec.sys_exc_operror = this.saved_operr;
    try {
      const w_value = space.executor.resume_frame(space, frame, w_arg, thrown);
      if (!frame.frame_finished_execution) return new GeneratorOutcome(false, w_value);
      this.frame = null;
      return new GeneratorOutcome(true, w_value);
    } catch (error) {
      this.frame = null;
      throw error instanceof OperationError ? stopIterationIsError(space, error) : error;
    } finally {
      this.saved_operr =
        this.frame === null || frame.lastblock === null ? null : ec.sys_exc_operror;
      ec.sys_exc_operror = outer;
      this.running = false;
    }
  }
}

/** What a resumption gave: a value yielded, or the value returned at the end. */
export class GeneratorOutcome {
  readonly finished: boolean;
  readonly w_value: W_Root;

  constructor(finished: boolean, w_value: W_Root) {
    this.finished = finished;
    this.w_value = w_value;
  }
}

/** A StopIteration that leaves a generator becomes a RuntimeError. */
function stopIterationIsError(space: ObjSpace, error: OperationError): OperationError {
  if (!error.w_value.getclass(space).issubtype(space.w_StopIteration)) return error;
  const wrapped = oefmt(space, space.w_RuntimeError, "generator raised StopIteration");
  wrapped.w_value.w_cause = error.w_value;
  wrapped.w_value.w_context = error.w_value;
  wrapped.w_value.suppress_context = true;
  wrapped.context_recorded = true;
  return wrapped;
}

/** StopIteration with the value that a generator returned. */
export function stopIteration(space: ObjSpace, w_value: W_Root): OperationError {
  return operationError(space.w_StopIteration, w_value === w_None ? [] : [w_value]);
}

/** The value that a StopIteration carries. */
export function stopIterationValue(w_exception: W_BaseException): W_Root {
  return w_exception.field("value") ?? w_exception.args_w[0] ?? w_None;
}

/** One step of `yield from`. @dont_look_inside @may_force */
export function send_to_iterator(
  space: ObjSpace,
  w_iter: W_Root,
  w_sent: W_Root,
): GeneratorOutcome {
  if (w_iter instanceof W_GeneratorObject) return w_iter.resume(space, w_sent, null);
  try {
    if (w_sent !== w_None) {
      const w_send = getattr_or_null(space, w_iter, "send");
      if (w_send !== null)
        return new GeneratorOutcome(false, call_function(space, w_send, [w_sent]));
    }
    const w_value = next(space, w_iter);
    return w_value === null
      ? new GeneratorOutcome(true, w_None)
      : new GeneratorOutcome(false, w_value);
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    if (!error.w_value.getclass(space).issubtype(space.w_StopIteration)) throw error;
    return new GeneratorOutcome(true, stopIterationValue(error.w_value));
  }
}
