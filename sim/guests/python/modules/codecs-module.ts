/**
 * The module `_codecs`: what the module `codecs`, which is written in Python, needs of the host.
 *
 * DIFFERS: PyPy has one function per encoding and direction; here the encoding is an argument.
 *
 * Counterpart: pypy/module/_codecs.
 */

import { lookupTextCodec, type TextCodec } from "../codecs/codec-table.ts";
import { codecState, decodeBy, encodeBy, searchCodec, unknownEncoding } from "../codecs/coding.ts";
import { BUILTIN_HANDLERS, registeredHandlers } from "../codecs/error-handlers.ts";
import { bytesLike } from "../objects/buffer.ts";
import { W_BytesObject } from "../objects/bytes-object.ts";
import { oefmt, typeError } from "../objects/errors.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool, newint } from "../objects/int-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { isCallable } from "./builtins.ts";
import { moduleFunction, textArgument } from "./define.ts";

function codecOf(space: ObjSpace, w_name: W_Root): TextCodec {
  const name = textArgument(space, w_name);
  const codec = lookupTextCodec(name);
  if (codec === undefined) throw unknownEncoding(space, name);
  return codec;
}

/** Makes the module. */
export function makeCodecsModule(space: ObjSpace): W_Module {
  const w_module = makeModule("_codecs");
  const define = moduleFunction.bind(null, space, w_module);
  define("codec_name", "encoding", (s, [w_name]) => {
    const codec = lookupTextCodec(textArgument(s, w_name!));
    return codec === undefined ? w_None : newtext(codec.name);
  });
  define("text_encode", "encoding, str, errors=", (s, [w_name, w_text, w_errors]) => {
    const w_value = builtinValue(w_text!);
    const errors = w_errors === null ? "strict" : textArgument(s, w_errors!);
    if (!(w_value instanceof W_UnicodeObject)) {
      throw typeError(s, `expected str, got ${w_text!.getclass(s).name} object`);
    }
    const bytes = encodeBy(s, codecOf(s, w_name!), w_value, errors);
    return new W_TupleObject([new W_BytesObject(bytes), newint(w_value.length)]);
  });
  define("text_decode", "encoding, data, errors=, final=", (s, args) => {
    const [w_name, w_data, w_errors, w_final] = args;
    const errors = w_errors === null ? "strict" : textArgument(s, w_errors!);
    const isFinal = w_final === null || s.is_true(w_final!);
    const bytes = bytesLike(s, w_data!);
    const { text, consumed } = decodeBy(s, codecOf(s, w_name!), bytes, errors, isFinal);
    return new W_TupleObject([text, newint(consumed)]);
  });
  define("register", "search_function", (s, [w_search]) => {
    if (!isCallable(s, w_search!)) throw typeError(s, "argument must be callable");
    codecState(s).searches_w.push(w_search!);
    return w_None;
  });
  define("search", "encoding", (s, [w_name]) => searchCodec(s, textArgument(s, w_name!)) ?? w_None);
  define("register_error", "name, handler", (s, [w_name, w_handler]) => {
    if (!isCallable(s, w_handler!)) throw typeError(s, "handler must be callable");
    registeredHandlers(s).set(textArgument(s, w_name!), w_handler!);
    return w_None;
  });
  define("registered_error", "name", (s, [w_name]) => {
    const name = textArgument(s, w_name!);
    const w_handler = registeredHandlers(s).get(name);
    if (w_handler !== undefined) return w_handler;
    if (BUILTIN_HANDLERS.includes(name)) return newbool(true);
    throw oefmt(s, s.exceptionTypes.get("LookupError")!, `unknown error handler name ${name}`);
  });
  return w_module;
}
