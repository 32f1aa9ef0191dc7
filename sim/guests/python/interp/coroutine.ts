/**
 * Coroutines, and what `await` takes.
 *
 * Counterpart: pypy/interpreter/generator.py (Coroutine, CoroutineWrapper, get_awaitable_iter).
 */

import { CODE_FLAGS } from "../compiler/code.ts";
import { call_looked_up, lookup } from "../objects/call.ts";
import { oefmt, typeError, typeName } from "../objects/errors.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { W_Root } from "../objects/w-root.ts";
import { W_GeneratorObject } from "./generator.ts";
import type { PyCode } from "./pycode.ts";

/** What a call of an `async def` gives; it has no `__next__`. */
export class W_Coroutine extends W_Root {
  readonly body: W_GeneratorObject;

  constructor(body: W_GeneratorObject) {
    super();
    this.body = body;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_coroutine;
  }

  override needs_finalizer(): boolean {
    return this.body.needs_finalizer();
  }
}

/** What `coroutine.__await__()` gives. */
export class W_CoroutineWrapper extends W_Root {
  readonly body: W_GeneratorObject;

  constructor(body: W_GeneratorObject) {
    super();
    this.body = body;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_coroutinewrapper;
  }
}

/** The frame's state of a generator or coroutine, or null. */
export function bodyOf(w_obj: W_Root): W_GeneratorObject | null {
  if (w_obj instanceof W_GeneratorObject) return w_obj;
  if (w_obj instanceof W_Coroutine || w_obj instanceof W_CoroutineWrapper) return w_obj.body;
  return null;
}

/** A generator function made awaitable by `types.coroutine`. */
function isIterableCoroutine(code: PyCode): boolean {
  return (code.template.co_flags & CODE_FLAGS.CO_ITERABLE_COROUTINE) !== 0;
}

/** Only coroutines may delegate to coroutines. @dont_look_inside */
export function check_may_delegate(space: ObjSpace, code: PyCode): void {
  if (code.isCoroutine || isIterableCoroutine(code)) return;
  const message = "cannot 'yield from' a coroutine object in a non-coroutine generator";
  throw typeError(space, message);
}

/** GET_AWAITABLE: the iterator that `await w_obj` runs. @dont_look_inside @may_force */
export function get_awaitable(space: ObjSpace, w_obj: W_Root): W_Root {
  if (w_obj instanceof W_Coroutine) {
    if (w_obj.body.yieldedFrom() === null) return w_obj;
    throw oefmt(space, space.w_RuntimeError, "coroutine is being awaited already");
  }
  return awaitIterator(space, w_obj);
}

/** As get_awaitable, without the check for a second await. */
export function awaitIterator(space: ObjSpace, w_obj: W_Root): W_Root {
  if (w_obj instanceof W_Coroutine) return w_obj;
  if (w_obj instanceof W_GeneratorObject && isIterableCoroutine(w_obj.pycode)) return w_obj;
  const w_await = lookup(space, w_obj, "__await__");
  if (w_await === null) {
    const name = typeName(space, w_obj);
    throw typeError(space, `object ${name} can't be used in 'await' expression`);
  }
  const w_result = call_looked_up(space, w_await, w_obj, [], null);
  if (w_result instanceof W_Coroutine) {
    const message =
      "__await__() returned a coroutine (it must return an iterator instead, see PEP 492)";
    throw typeError(space, message);
  }
  if (w_result.is_iterator() || lookup(space, w_result, "__next__") !== null) return w_result;
  const name = typeName(space, w_result);
  throw typeError(space, `__await__() returned non-iterator of type '${name}'`);
}
