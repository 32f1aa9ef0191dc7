/**
 * Generators: a frame that runs piece by piece. Coroutines and asynchronous generators have one inside.
 *
 * The frame of a generator is never the one that compiled code keeps in registers while somebody
 * resumes it, so a trace can go into it as into any called frame, at the position behind its yield.
 *
 * Counterpart: pypy/interpreter/generator.py. DIFFERS: only `next` is inlined into traces; `send`
 * and `throw` are called.
 */

import type { W_BaseException } from "../objects/base-exception.ts";
import { oefmt, operationError, valueError } from "../objects/errors.ts";
import { isError } from "../objects/iteration.ts";
import { OperationError } from "../objects/operation-error.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { W_AbstractIterator, type W_Root } from "../objects/w-root.ts";
import type { PyCode } from "./pycode.ts";
import type { PyFrame } from "./pyframe.ts";

/** `last_instr` of a frame that was never started. */
const FRAME_NEW = -1;
const YIELD_FROM = 72;

export class W_GeneratorObject extends W_AbstractIterator {
  /** Null once it has finished. */
  frame: PyFrame | null;
  running: boolean;
  /** What the frame was handling when it yielded is restored when it goes on. */
  saved_operr: OperationError | null;
  readonly pycode: PyCode;
  /** A `__name__` and `__qualname__` that were assigned. */
  names: GeneratorNames | null;

  constructor(frame: PyFrame, pycode: PyCode) {
    super();
    this.frame = frame;
    this.running = false;
    this.saved_operr = null;
    this.pycode = pycode;
    this.names = null;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_generator;
  }

  override needs_finalizer(): boolean {
    return this.frame !== null;
  }

  override greenkey(_space: ObjSpace): W_Root {
    return this.pycode;
  }

  /** The next value, or null at the end. Traces look inside, and inline what the frame does. */
  override next(space: ObjSpace): W_Root | null {
    const frame = this.frame;
    if (frame === null || this.running || this.saved_operr !== null)
      return this.next_general(space);
    const ec = space.ec;
    const outer = ec.sys_exc_operror;
    this.running = true;
    let w_value: W_Root;
    try {
      w_value = space.executor.resume_plain(space, frame);
    } catch (error) {
      this.frame = null;
      this.running = false;
      ec.sys_exc_operror = outer;
      if (error instanceof OperationError) throw this.checked_error(space, error);
      throw error;
    }
    this.running = false;
    if (frame.frame_finished_execution) {
      this.frame = null;
      ec.sys_exc_operror = outer;
      return null;
    }
    if (frame.lastblock !== null) this.saved_operr = ec.sys_exc_operror;
    ec.sys_exc_operror = outer;
    return w_value;
  }

  /** As `next`, in any state. @dont_look_inside @may_force */
  next_general(space: ObjSpace): W_Root | null {
    const outcome = this.resume(space, w_None, null);
    return outcome.finished ? null : outcome.w_value;
  }

  /** What messages call it. */
  kind(): string {
    if (this.pycode.isGenerator) return "generator";
    return this.pycode.isCoroutine ? "coroutine" : "async generator";
  }

  /** What its frame is delegating to: the iterator of a `yield from` or `await`, or null. */
  yieldedFrom(): W_Root | null {
    const { frame } = this;
    if (frame === null || this.running || frame.last_instr === FRAME_NEW) return null;
    const isDelegating = this.pycode.co_code[frame.last_instr + 2] === YIELD_FROM;
    return isDelegating ? frame.peekvalue(0) : null;
  }

  /** Goes on with a value sent in, or with an exception raised at the yield. */
  resume(space: ObjSpace, w_arg: W_Root, thrown: OperationError | null): GeneratorOutcome {
    const { frame } = this;
    if (this.running) throw valueError(space, `${this.kind()} already executing`);
    if (frame === null) {
      if (this.pycode.isCoroutine) {
        throw oefmt(space, space.w_RuntimeError, "cannot reuse already awaited coroutine");
      }
      if (thrown !== null) throw thrown;
      return new GeneratorOutcome(true, w_None);
    }
    if (frame.last_instr === FRAME_NEW && thrown === null && w_arg !== w_None) {
      const message = `can't send non-None value to a just-started ${this.kind()}`;
      throw oefmt(space, space.w_TypeError, message);
    }
    return this.run(space, frame, w_arg, thrown);
  }

  /** After its delegate ended with a value: goes on behind the YIELD_FROM. */
  resumeAfterDelegate(space: ObjSpace, w_value: W_Root): GeneratorOutcome {
    const frame = this.frame!;
    frame.popvalue();
    frame.last_instr += 2;
    return this.run(space, frame, w_value, null);
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
      throw error instanceof OperationError ? this.checked_error(space, error) : error;
    } finally {
      this.saved_operr =
        this.frame === null || frame.lastblock === null ? null : ec.sys_exc_operror;
      ec.sys_exc_operror = outer;
      this.running = false;
    }
  }

  /** A StopIteration that leaves it becomes a RuntimeError. @dont_look_inside @cannot_raise */
  checked_error(space: ObjSpace, error: OperationError): OperationError {
    const names = this.pycode.isAsyncGenerator
      ? ["StopIteration", "StopAsyncIteration"]
      : ["StopIteration"];
    const name = names.find((one) => isError(space, error, one));
    if (name === undefined) return error;
    const wrapped = oefmt(space, space.w_RuntimeError, `${this.kind()} raised ${name}`);
    wrapped.w_value.w_cause = error.w_value;
    wrapped.w_value.w_context = error.w_value;
    wrapped.w_value.suppress_context = true;
    wrapped.context_recorded = true;
    return wrapped;
  }
}

/** Names of a generator that are not those of its code. */
export interface GeneratorNames {
  name: string;
  qualname: string;
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

/** StopIteration with the value that a generator returned. */
export function stopIteration(space: ObjSpace, w_value: W_Root): OperationError {
  return operationError(space.w_StopIteration, w_value === w_None ? [] : [w_value]);
}

/** The value that a StopIteration carries. */
export function stopIterationValue(w_exception: W_BaseException): W_Root {
  return w_exception.field("value") ?? w_exception.args_w[0] ?? w_None;
}
