/**
 * Asynchronous generators, and the awaitables that their methods give.
 *
 * A value that the generator's frame yields to `async for` comes wrapped, so that it is not taken
 * for one that an `await` inside of it yields to the event loop.
 *
 * Counterpart: pypy/interpreter/generator.py (AsyncGenerator, AsyncGenASend, AsyncGenAThrow).
 */

import { call_function } from "../objects/call.ts";
import { oefmt, operationError } from "../objects/errors.ts";
import { isError } from "../objects/iteration.ts";
import type { OperationError } from "../objects/operation-error.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { W_Root } from "../objects/w-root.ts";
import { type GeneratorOutcome, stopIteration, type W_GeneratorObject } from "./generator.ts";

/** What YIELD_VALUE gives in an asynchronous generator; never seen by programs. */
export class W_AsyncGenValueWrapper extends W_Root {
  readonly w_value: W_Root;

  constructor(w_value: W_Root) {
    super();
    this.w_value = w_value;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_object;
  }
}

export class W_AsyncGenerator extends W_Root {
  readonly body: W_GeneratorObject;
  /** An awaitable of it is under way. */
  running: boolean;
  closed: boolean;
  /** The hooks of `sys.set_asyncgen_hooks` were called. */
  started: boolean;

  constructor(body: W_GeneratorObject) {
    super();
    this.body = body;
    this.running = false;
    this.closed = false;
    this.started = false;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_asyncgenerator;
  }

  /** Called at the first use. */
  start(space: ObjSpace): void {
    if (this.started) return;
    this.started = true;
    const w_hook = space.w_asyncgen_firstiter;
    if (w_hook !== w_None) call_function(space, w_hook, [this]);
  }
}

/** Raises an exception in a generator's frame or in what it delegates to. */
export type ThrowInto = (
  space: ObjSpace,
  generator: W_GeneratorObject,
  thrown: OperationError,
) => GeneratorOutcome;

const INIT = 0;
const ITERATING = 1;
const CLOSED = 2;

/** What `asend()`, `athrow()` and `aclose()` give: an iterator and awaitable that works once. */
export abstract class W_AsyncGenAwaitable extends W_Root {
  protected readonly generator: W_AsyncGenerator;
  protected readonly throwInto: ThrowInto;
  protected state: number = INIT;

  constructor(generator: W_AsyncGenerator, throwInto: ThrowInto) {
    super();
    this.generator = generator;
    this.throwInto = throwInto;
  }

  /** What messages call it. */
  protected abstract name(): string;
  /** The first step. */
  protected abstract begin(space: ObjSpace, w_arg: W_Root): W_Root;
  /** The value that is given to whoever drives the awaitable, or StopIteration. */
  protected abstract unwrap(space: ObjSpace, outcome: GeneratorOutcome): W_Root;
  /** An exception on its way out. */
  protected abstract convert(space: ObjSpace, error: OperationError): OperationError;
  /** What the message about a second use names. */
  protected abstract reused(): string;

  send(space: ObjSpace, w_arg: W_Root): W_Root {
    this.checkOpen(space);
    return this.guarded(space, () => {
      if (this.state === ITERATING) {
        return this.unwrap(space, this.generator.body.resume(space, w_arg, null));
      }
      this.checkIdle(space);
      return this.begin(space, w_arg);
    });
  }

  throw(space: ObjSpace, thrown: OperationError): W_Root {
    this.checkOpen(space);
    return this.guarded(space, () => {
      if (this.state === INIT) {
        this.checkIdle(space);
        this.setRunning();
      }
      return this.unwrap(space, this.throwInto(space, this.generator.body, thrown));
    });
  }

  close(): void {
    this.state = CLOSED;
  }

  private checkOpen(space: ObjSpace): void {
    if (this.state !== CLOSED) return;
    throw oefmt(space, space.w_RuntimeError, `cannot reuse already awaited ${this.reused()}`);
  }

  private checkIdle(space: ObjSpace): void {
    if (!this.generator.running) return;
    this.state = CLOSED;
    const message = `${this.name()}: asynchronous generator is already running`;
    throw oefmt(space, space.w_RuntimeError, message);
  }

  protected setRunning(): void {
    this.state = ITERATING;
    this.generator.running = true;
  }

  private guarded(space: ObjSpace, step: () => W_Root): W_Root {
    const wasRunning = this.generator.running && this.state === INIT;
    try {
      return step();
    } catch (error) {
      this.state = CLOSED;
      if (!wasRunning) this.generator.running = false;
      throw isError(space, error, "BaseException") ? this.convert(space, error) : error;
    }
  }

  /** A wrapped value ends the awaitable, the generator's end raises StopAsyncIteration. */
  protected unwrapValue(space: ObjSpace, { finished, w_value }: GeneratorOutcome): W_Root {
    if (finished) {
      this.generator.closed = true;
      throw operationError(space.exceptionTypes.get("StopAsyncIteration")!, []);
    }
    if (!(w_value instanceof W_AsyncGenValueWrapper)) return w_value;
    throw stopIteration(space, w_value.w_value);
  }
}

/** `asend(w_sent)` and `__anext__()`. */
export class W_AsyncGenASend extends W_AsyncGenAwaitable {
  private readonly w_sent: W_Root;

  constructor(generator: W_AsyncGenerator, throwInto: ThrowInto, w_sent: W_Root) {
    super(generator, throwInto);
    this.w_sent = w_sent;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_asyncgenasend;
  }

  protected override name(): string {
    return "anext()";
  }

  protected override reused(): string {
    return "__anext__()/asend()";
  }

  protected override begin(space: ObjSpace, w_arg: W_Root): W_Root {
    this.setRunning();
    const w_value = w_arg === w_None ? this.w_sent : w_arg;
    return this.unwrap(space, this.generator.body.resume(space, w_value, null));
  }

  protected override unwrap(space: ObjSpace, outcome: GeneratorOutcome): W_Root {
    return this.unwrapValue(space, outcome);
  }

  protected override convert(_space: ObjSpace, error: OperationError): OperationError {
    return error;
  }
}

/** `athrow(…)`, and with null `aclose()`. */
export class W_AsyncGenAThrow extends W_AsyncGenAwaitable {
  private readonly thrown: OperationError | null;

  constructor(generator: W_AsyncGenerator, throwInto: ThrowInto, thrown: OperationError | null) {
    super(generator, throwInto);
    this.thrown = thrown;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_asyncgenathrow;
  }

  protected override name(): string {
    return this.thrown === null ? "aclose()" : "athrow()";
  }

  protected override reused(): string {
    return "aclose()/athrow()";
  }

  protected override begin(space: ObjSpace, w_arg: W_Root): W_Root {
    const { generator, thrown } = this;
    if (generator.closed) {
      throw operationError(space.exceptionTypes.get("StopAsyncIteration")!, []);
    }
    if (w_arg !== w_None) {
      const message = "can't send non-None value to a just-started coroutine";
      throw oefmt(space, space.w_RuntimeError, message);
    }
    this.setRunning();
    if (thrown !== null) return this.unwrap(space, this.throwInto(space, generator.body, thrown));
    generator.closed = true;
    const exit = operationError(space.exceptionTypes.get("GeneratorExit")!, []);
    return this.unwrap(space, this.throwInto(space, generator.body, exit));
  }

  protected override unwrap(space: ObjSpace, outcome: GeneratorOutcome): W_Root {
    if (this.thrown === null && outcome.w_value instanceof W_AsyncGenValueWrapper) {
      throw oefmt(space, space.w_RuntimeError, "async generator ignored GeneratorExit");
    }
    return this.unwrapValue(space, outcome);
  }

  /** `aclose()` ends well when the generator ends. */
  protected override convert(space: ObjSpace, error: OperationError): OperationError {
    if (this.thrown !== null) return error;
    const isEnd =
      isError(space, error, "StopAsyncIteration") || isError(space, error, "GeneratorExit");
    return isEnd ? stopIteration(space, w_None) : error;
  }
}
