/**
 * The error handlers of codecs: the built-in ones, and those that a program registered.
 *
 * Counterpart: pypy/module/_codecs/interp_codecs.py (ErrorHandler, surrogatepass_errors …).
 */

import { call_function } from "../objects/call.ts";
import { oefmt, typeError } from "../objects/errors.ts";
import { bigintOrNull } from "../objects/int-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { W_UnicodeObject } from "../objects/unicode-object.ts";
import { W_BytesObject } from "../objects/bytes-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { characterName } from "../unicode/character-names.ts";
import {
  ByteSink,
  type CodingProblem,
  codesOf,
  type DecodeRun,
  type EncodeRun,
  type Replacement,
} from "./coding-run.ts";
import { isSurrogate, writeUtf8 } from "./utf8.ts";
import { writeWide } from "./utf-wide.ts";

/** The names that every space knows. */
export const BUILTIN_HANDLERS: readonly string[] = [
  "strict",
  "ignore",
  "replace",
  "backslashreplace",
  "xmlcharrefreplace",
  "namereplace",
  "surrogateescape",
  "surrogatepass",
];

/** Handlers that a program registered, by space and name. */
const registered = new WeakMap<ObjSpace, Map<string, W_Root>>();

export function registeredHandlers(space: ObjSpace): Map<string, W_Root> {
  let handlers = registered.get(space);
  if (handlers === undefined) {
    handlers = new Map();
    registered.set(space, handlers);
  }
  return handlers;
}

function escapeCode(code: number): string {
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}

function nameEscape(code: number): string {
  const name = characterName(code);
  return name === undefined ? escapeCode(code) : `\\N{${name}}`;
}

/** A handler that replaces each character by text. */
export const CHARACTER_ESCAPES: Readonly<Record<string, (code: number) => string>> = {
  ignore: () => "",
  replace: () => "?",
  backslashreplace: escapeCode,
  xmlcharrefreplace: (code) => `&#${code};`,
  namereplace: nameEscape,
};

function escapedBytes(codes: readonly number[]): Uint8Array | null {
  const escaped = codes.every((code) => code >= 0xdc80 && code <= 0xdcff);
  return escaped ? Uint8Array.from(codes, (code) => code - 0xdc00) : null;
}

/** The bytes that were escaped; as characters where a unit of the encoding is wider than a byte. */
function escapedUnits(codes: readonly number[], encoding: string): Uint8Array | string | null {
  const bytes = escapedBytes(codes);
  const isWide = (wideOf(encoding)?.size ?? 1) > 1;
  return bytes !== null && isWide ? String.fromCharCode(...bytes) : bytes;
}

/** Unit size and order of the UTF encodings, by the normalized name of an error. */
function wideOf(encoding: string): { size: number; isBig: boolean } | null {
  const match = /^utf[-_]?(8|16|32)[-_]?(le|be)?$/i.exec(encoding);
  if (match === null) return null;
  return { size: Number(match[1]) / 8, isBig: match[2]?.toLowerCase() === "be" };
}

function passedBytes(codes: readonly number[], encoding: string): Uint8Array | null {
  const wide = wideOf(encoding);
  if (wide === null || !codes.every(isSurrogate)) return null;
  const sink = new ByteSink(codes.length * 4);
  for (const code of codes) {
    if (wide.size === 1) writeUtf8(code, sink);
    else writeWide(code, sink, wide.size, wide.isBig);
  }
  return sink.finish();
}

/** Handles a problem of encoding. */
export function handleEncode(run: EncodeRun, problem: CodingProblem): Replacement {
  const { errors, space } = run;
  const w_handler = registeredHandlers(space).get(errors);
  if (w_handler !== undefined) return callHandler(run, problem, w_handler, run.w_text.length);
  if (errors === "strict") throw run.exception(problem);
  const codes = codesOf(run.w_text.value).slice(problem.start, problem.end);
  const escapeOf = CHARACTER_ESCAPES[errors];
  const position = problem.end;
  if (escapeOf !== undefined) return { value: codes.map(escapeOf).join(""), position };
  if (errors !== "surrogateescape" && errors !== "surrogatepass") throw unknown(space, errors);
  const value =
    errors === "surrogateescape"
      ? escapedUnits(codes, problem.encoding)
      : passedBytes(codes, problem.encoding);
  if (value === null) throw run.exception(problem);
  return { value, position };
}

function decodeEscape(bytes: Uint8Array, start: number): Replacement | null {
  let end = start;
  while (end < bytes.length && end < start + 4 && bytes[end]! >= 128) end++;
  if (end === start) return null;
  const text = Array.from(bytes.slice(start, end), (byte) => String.fromCharCode(0xdc00 + byte));
  return { value: text.join(""), position: end };
}

function decodePass(bytes: Uint8Array, start: number, encoding: string): Replacement | null {
  const wide = wideOf(encoding);
  if (wide === null) return null;
  const size = wide.size === 1 ? 3 : wide.size;
  if (start + size > bytes.length) return null;
  const unit = Array.from(bytes.slice(start, start + size));
  let code: number;
  if (wide.size === 1) {
    const [a, b, c] = unit as [number, number, number];
    if (a >> 4 !== 14 || b >> 6 !== 2 || c >> 6 !== 2) return null;
    code = ((a & 15) << 12) | ((b & 63) << 6) | (c & 63);
  } else {
    if (!wide.isBig) unit.reverse();
    code = unit.reduce((sum, byte) => sum * 256 + byte, 0);
  }
  if (!isSurrogate(code)) return null;
  return { value: String.fromCharCode(code), position: start + size };
}

/** Handles a problem of decoding. */
export function handleDecode(run: DecodeRun, problem: CodingProblem): Replacement {
  const { errors, space, bytes } = run;
  const { start, end } = problem;
  const w_handler = registeredHandlers(space).get(errors);
  if (w_handler !== undefined) return callHandler(run, problem, w_handler, bytes.length);
  if (errors === "strict") throw run.exception(problem);
  if (errors === "ignore") return { value: "", position: end };
  if (errors === "replace") return { value: "\ufffd", position: end };
  if (errors === "backslashreplace") {
    return { value: Array.from(bytes.slice(start, end), escapeCode).join(""), position: end };
  }
  if (errors === "xmlcharrefreplace" || errors === "namereplace") {
    throw typeError(space, "don't know how to handle UnicodeDecodeError in error callback");
  }
  if (errors !== "surrogateescape" && errors !== "surrogatepass") throw unknown(space, errors);
  const result =
    errors === "surrogateescape"
      ? decodeEscape(bytes, start)
      : decodePass(bytes, start, problem.encoding);
  if (result === null) throw run.exception(problem);
  return result;
}

function unknown(space: ObjSpace, errors: string) {
  const w_type = space.exceptionTypes.get("LookupError")!;
  return oefmt(space, w_type, `unknown error handler name ${errors}`);
}

/** Calls a registered handler with the exception. */
function callHandler(
  run: EncodeRun | DecodeRun,
  problem: CodingProblem,
  w_handler: W_Root,
  length: number,
): Replacement {
  const { space } = run;
  const w_result = call_function(space, w_handler, [run.exception(problem).w_value]);
  const isEncode = "w_text" in run;
  const items_w = w_result instanceof W_TupleObject ? w_result.items : [];
  const [w_value, w_position] = items_w;
  const isText = w_value instanceof W_UnicodeObject;
  const isBytes = isEncode && w_value instanceof W_BytesObject;
  const given = w_position === undefined ? null : bigintOrNull(w_position);
  if (items_w.length !== 2 || !(isText || isBytes) || given === null) {
    const kind = isEncode ? "encoding" : "decoding";
    const what = isEncode ? "(str/bytes, int)" : "(str, int)";
    throw typeError(space, `${kind} error handler must return ${what} tuple, not ${String(given)}`);
  }
  const position = Number(given < 0n ? given + BigInt(length) : given);
  if (position < 0 || position > length) {
    const message = `position ${given} from error handler out of bounds`;
    throw oefmt(space, space.w_IndexError, message);
  }
  return { value: (w_value as W_UnicodeObject | W_BytesObject).value, position };
}
