/**
 * Encoding text and decoding bytes by the name of an encoding, as `str.encode` and `bytes.decode`
 * do: an encoding of the host's table, or one that a program registered with `codecs.register`.
 *
 * Counterpart: pypy/objspace/std/unicodeobject.py (encode_object, decode_object),
 * pypy/module/_codecs/interp_codecs.py.
 */

import { W_BytesObject } from "../objects/bytes-object.ts";
import { call_function } from "../objects/call.ts";
import { oefmt, typeError, typeName } from "../objects/errors.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { getattr_or_null } from "../objects/attributes.ts";
import { is_true } from "../objects/truth.ts";
import { getitem } from "../objects/items.ts";
import { newint } from "../objects/int-object.ts";
import { OperationError } from "../objects/operation-error.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { str_w } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { lookupTextCodec, type TextCodec, encodingModule } from "./codec-table.ts";
import { DecodeRun, EncodeRun } from "./coding-run.ts";
import { handleDecode, handleEncode } from "./error-handlers.ts";

/** Encodes by an encoding of the host's. */
export function encodeBy(
  space: ObjSpace,
  codec: TextCodec,
  w_text: W_UnicodeObject,
  errors: string,
): Uint8Array {
  return codec.encode(new EncodeRun(space, w_text, errors, handleEncode));
}

/** A decoding by an encoding of the host's: the text and how many bytes it used. */
export function decodeBy(
  space: ObjSpace,
  codec: TextCodec,
  bytes: Uint8Array,
  errors: string,
  isFinal: boolean,
): { text: W_UnicodeObject; consumed: number } {
  const run = new DecodeRun(space, bytes, errors, isFinal, handleDecode);
  const text = newtext(codec.decode(run));
  return { text, consumed: run.consumed };
}

/** Search functions of `codecs.register` and what they found, by space. */
interface CodecState {
  readonly searches_w: W_Root[];
  readonly found: Map<string, W_Root>;
}

const states = new WeakMap<ObjSpace, CodecState>();

export function codecState(space: ObjSpace): CodecState {
  let state = states.get(space);
  if (state === undefined) {
    state = { searches_w: [], found: new Map() };
    states.set(space, state);
  }
  return state;
}

/** What a registered search function gives for an encoding, or null. */
export function searchCodec(space: ObjSpace, name: string): W_Root | null {
  const state = codecState(space);
  const normalized = name.toLowerCase().replace(/ /g, "_");
  const known = state.found.get(normalized);
  if (known !== undefined) return known;
  for (const w_search of state.searches_w) {
    const w_info = call_function(space, w_search, [newtext(normalized)]);
    if (w_info === w_None) continue;
    if (!(builtinValue(w_info) instanceof W_TupleObject)) {
      throw typeError(space, "codec search functions must return 4-tuples");
    }
    state.found.set(normalized, w_info);
    return w_info;
  }
  return null;
}

/** Encodings between values of other types: `codecs.encode` takes them, `str.encode` does not. */
const OTHER_CODECS = new Set(["hex_codec", "base64_codec", "rot_13"]);

export function isOtherCodec(name: string): boolean {
  return OTHER_CODECS.has(encodingModule(name));
}

export function unknownEncoding(space: ObjSpace, name: string): OperationError {
  const w_type = space.exceptionTypes.get("LookupError")!;
  return oefmt(space, w_type, `unknown encoding: ${name}`);
}

function notText(space: ObjSpace, name: string, verb: string): OperationError {
  const message = `'${name}' is not a text encoding; use codecs.${verb}() to handle arbitrary codecs`;
  return oefmt(space, space.exceptionTypes.get("LookupError")!, message);
}

/** The registered codec of an encoding that the host has not. */
function registeredCodec(space: ObjSpace, name: string, verb: string): W_Root {
  const w_info = searchCodec(space, name);
  if (w_info === null) {
    throw isOtherCodec(name) ? notText(space, name, verb) : unknownEncoding(space, name);
  }
  const w_flag = getattr_or_null(space, w_info, "_is_text_encoding");
  if (w_flag !== null && !is_true(space, w_flag)) throw notText(space, name, verb);
  return w_info;
}

/**
 * What fails inside of a codec with a plain error says so; errors of coding pass as they are.
 */
function wrapping<T>(space: ObjSpace, what: string, name: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    const w_type = error.w_value.getclass(space);
    const isPlain = ["TypeError", "LookupError"].includes(w_type.name);
    if (!isPlain || (what === "decoding" && name === "utf-8")) throw error;
    const text = `${what} with '${name}' codec failed (${w_type.name}: ${str_w(space, error.w_value)})`;
    throw oefmt(space, w_type, text);
  }
}

/** `w_text.encode(encoding, errors)`. */
export function encodeText(
  space: ObjSpace,
  w_text: W_UnicodeObject,
  encoding: string,
  errors: string,
): W_Root {
  const codec = lookupTextCodec(encoding);
  if (codec !== undefined) {
    return wrapping(
      space,
      "encoding",
      encoding,
      () => new W_BytesObject(encodeBy(space, codec, w_text, errors)),
    );
  }
  const w_encode = getitem(space, registeredCodec(space, encoding, "encode"), newint(0));
  const w_pair = call_function(space, w_encode, [w_text, newtext(errors)]);
  const w_result = getitem(space, w_pair, newint(0));
  if (builtinValue(w_result) instanceof W_BytesObject) return w_result;
  const name = typeName(space, w_result);
  const message = `'${encoding}' encoder returned '${name}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types`;
  throw typeError(space, message);
}

/** `bytes.decode(encoding, errors)`. */
export function decodeBytes(
  space: ObjSpace,
  bytes: Uint8Array,
  encoding: string,
  errors: string,
): W_Root {
  const codec = lookupTextCodec(encoding);
  if (codec !== undefined) {
    return wrapping(
      space,
      "decoding",
      encoding,
      () => decodeBy(space, codec, bytes, errors, true).text,
    );
  }
  const w_decode = getitem(space, registeredCodec(space, encoding, "decode"), newint(1));
  const w_bytes = new W_BytesObject(bytes.slice());
  const w_pair = call_function(space, w_decode, [w_bytes, newtext(errors)]);
  const w_result = getitem(space, w_pair, newint(0));
  if (builtinValue(w_result) instanceof W_UnicodeObject) return w_result;
  const name = typeName(space, w_result);
  const message = `'${encoding}' decoder returned '${name}' instead of 'str'; use codecs.decode() to decode to arbitrary types`;
  throw typeError(space, message);
}
