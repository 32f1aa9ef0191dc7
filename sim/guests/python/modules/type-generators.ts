/**
 * The types of generators, coroutines and asynchronous generators.
 *
 * Counterpart: pypy/interpreter/typedef.py, generator.py.
 */

import { showFrame } from "../interp/caller-frames.ts";
import {
  W_AsyncGenASend,
  W_AsyncGenAThrow,
  type W_AsyncGenAwaitable,
  type W_AsyncGenerator,
} from "../interp/async-generator.ts";
import { bodyOf, type W_Coroutine, W_CoroutineWrapper } from "../interp/coroutine.ts";
import { closeGenerator, throwInto } from "../interp/delegation.ts";
import {
  type GeneratorNames,
  type GeneratorOutcome,
  stopIteration,
  type W_GeneratorObject,
} from "../interp/generator.ts";
import { PyTraceback, W_BaseException } from "../objects/base-exception.ts";
import { call_function } from "../objects/call.ts";
import { typeError } from "../objects/errors.ts";
import { newbool } from "../objects/int-object.ts";
import { OperationError } from "../objects/operation-error.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { addressText } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { getset, isMissing, method } from "./define.ts";

type BodyOf = (w_obj: W_Root) => W_GeneratorObject;

const generatorBody: BodyOf = (w_obj) => bodyOf(w_obj)!;
const asyncBody: BodyOf = (w_obj) => (w_obj as W_AsyncGenerator).body;

/** Fills them. */
export function installGeneratorTypes(space: ObjSpace): void {
  const { w_generator, w_coroutine, w_coroutinewrapper, w_asyncgenerator } = space;
  installDriving(w_generator);
  installIteration(w_generator);
  installDescription(w_generator, "gi", "yieldfrom", generatorBody);
  installDriving(w_coroutine);
  installDescription(w_coroutine, "cr", "await", generatorBody);
  getset(w_coroutine, "cr_origin", () => w_None);
  method(w_coroutine, "__await__", "self, /", (_, [w_self]) => {
    return new W_CoroutineWrapper((w_self as W_Coroutine).body);
  });
  installDriving(w_coroutinewrapper);
  installIteration(w_coroutinewrapper);
  installAsyncGenerator(w_asyncgenerator);
  installDescription(w_asyncgenerator, "ag", "await", asyncBody);
  for (const w_type of [space.w_asyncgenasend, space.w_asyncgenathrow]) installAwaitable(w_type);
  const sealed = [w_generator, w_coroutine, w_coroutinewrapper, w_asyncgenerator];
  for (const w_type of sealed) w_type.acceptsSubclasses = false;
}

function finish(space: ObjSpace, outcome: GeneratorOutcome): W_Root {
  if (outcome.finished) throw stopIteration(space, outcome.w_value);
  return outcome.w_value;
}

const THROW_SIGNATURE = "self, type, value=, tb=, /";

/** `send`, `throw`, `close`. */
function installDriving(w_type: W_TypeObject): void {
  method(w_type, "send", "self, value, /", (s, [w_self, w_value]) =>
    finish(s, generatorBody(w_self!).resume(s, w_value!, null)),
  );
  method(w_type, "throw", THROW_SIGNATURE, (s, [w_self, ...thrown]) =>
    finish(s, throwInto(s, generatorBody(w_self!), thrownError(s, thrown))),
  );
  method(w_type, "close", "self, /", (s, [w_self]) => {
    closeGenerator(s, generatorBody(w_self!));
    return w_None;
  });
}

function installIteration(w_type: W_TypeObject): void {
  method(w_type, "__iter__", "self, /", (_, [w_self]) => w_self!);
  method(w_type, "__next__", "self, /", (s, [w_self]) =>
    finish(s, generatorBody(w_self!).resume(s, w_None, null)),
  );
}

/** The repr, the names, and the attributes that begin with `prefix`. */
function installDescription(
  w_type: W_TypeObject,
  prefix: string,
  delegate: string,
  body: BodyOf,
): void {
  method(w_type, "__repr__", "self, /", (s, [w_self]) => {
    const { qualname } = namesOf(body(w_self!));
    return newtext(`<${w_type.name} object ${qualname} at ${addressText(s, w_self!)}>`);
  });
  for (const key of ["name", "qualname"] as const) {
    getset(
      w_type,
      `__${key}__`,
      (_, w_obj) => newtext(namesOf(body(w_obj))[key]),
      (s, w_obj, w_name) => {
        if (!(w_name instanceof W_UnicodeObject)) {
          throw typeError(s, `__${key}__ must be set to a string object`);
        }
        const generator = body(w_obj);
        generator.names ??= { ...namesOf(generator) };
        generator.names[key] = w_name.value;
      },
    );
  }
  getset(w_type, `${prefix}_running`, (_, w_obj) => newbool(body(w_obj).running));
  getset(w_type, `${prefix}_code`, (_, w_obj) => body(w_obj).pycode);
  getset(w_type, `${prefix}_frame`, (_, w_obj) => {
    const { frame } = body(w_obj);
    return frame === null ? w_None : showFrame(frame);
  });
  getset(w_type, `${prefix}_${delegate}`, (_, w_obj) => body(w_obj).yieldedFrom() ?? w_None);
}

function namesOf({ names, pycode }: W_GeneratorObject): GeneratorNames {
  return names ?? { name: pycode.co_name, qualname: pycode.template.qualname };
}

function installAsyncGenerator(w_type: W_TypeObject): void {
  const asend = (s: ObjSpace, w_self: W_Root, w_value: W_Root): W_Root => {
    const generator = w_self as W_AsyncGenerator;
    generator.start(s);
    return new W_AsyncGenASend(generator, throwInto, w_value);
  };
  const athrow = (s: ObjSpace, w_self: W_Root, thrown: OperationError | null): W_Root => {
    const generator = w_self as W_AsyncGenerator;
    generator.start(s);
    return new W_AsyncGenAThrow(generator, throwInto, thrown);
  };
  method(w_type, "__aiter__", "self, /", (_, [w_self]) => w_self!);
  method(w_type, "__anext__", "self, /", (s, [w_self]) => asend(s, w_self!, w_None));
  method(w_type, "asend", "self, value, /", (s, [w_self, w_value]) => asend(s, w_self!, w_value!));
  method(w_type, "athrow", THROW_SIGNATURE, (s, [w_self, ...thrown]) =>
    athrow(s, w_self!, thrownError(s, thrown)),
  );
  method(w_type, "aclose", "self, /", (s, [w_self]) => athrow(s, w_self!, null));
}

function installAwaitable(w_type: W_TypeObject): void {
  const awaitable = (w_obj: W_Root): W_AsyncGenAwaitable => w_obj as W_AsyncGenAwaitable;
  method(w_type, "__iter__", "self, /", (_, [w_self]) => w_self!);
  method(w_type, "__await__", "self, /", (_, [w_self]) => w_self!);
  method(w_type, "__next__", "self, /", (s, [w_self]) => awaitable(w_self!).send(s, w_None));
  method(w_type, "send", "self, value, /", (s, [w_self, w_value]) =>
    awaitable(w_self!).send(s, w_value!),
  );
  method(w_type, "throw", THROW_SIGNATURE, (s, [w_self, ...thrown]) =>
    awaitable(w_self!).throw(s, thrownError(s, thrown)),
  );
  method(w_type, "close", "self, /", (_, [w_self]) => {
    awaitable(w_self!).close();
    return w_None;
  });
}

/** The exception that the arguments of `throw` describe: type, value, traceback. */
function thrownError(
  space: ObjSpace,
  [w_type, w_value, w_tb]: readonly (W_Root | null)[],
): OperationError {
  const w_exception = thrownValue(space, w_type!, w_value ?? null);
  if (w_tb instanceof PyTraceback) w_exception.w_traceback = w_tb;
  else if (!isMissing(w_tb)) {
    throw typeError(space, "throw() third argument must be a traceback object");
  }
  return new OperationError(w_exception);
}

function thrownValue(space: ObjSpace, w_type: W_Root, w_value: W_Root | null): W_BaseException {
  if (w_type instanceof W_BaseException) {
    if (isMissing(w_value)) return w_type;
    throw typeError(space, "instance exception may not have a separate value");
  }
  if (w_type instanceof W_TypeObject && w_type.issubtype(space.w_BaseException)) {
    const isInstance = w_value instanceof W_BaseException;
    if (isInstance && w_value.getclass(space).issubtype(w_type)) return w_value;
    let args_w = isMissing(w_value) ? [] : [w_value!];
    if (w_value instanceof W_TupleObject) args_w = [...w_value.items];
    const w_instance = call_function(space, w_type, args_w);
    if (w_instance instanceof W_BaseException) return w_instance;
  }
  const name = w_type.getclass(space).name;
  throw typeError(space, `exceptions must derive from BaseException, not ${name}`);
}
