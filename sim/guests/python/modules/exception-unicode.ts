/**
 * The errors of encoding and decoding: what could not be converted, where and why.
 *
 * Counterpart: pypy/module/exceptions/interp_exceptions.py (W_UnicodeDecodeError …).
 */

import { W_BytesObject } from "../objects/bytes-object.ts";
import { typeError, typeName } from "../objects/errors.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, newint } from "../objects/int-object.ts";
import { w_None } from "../objects/singletons.ts";
import { toHostInteger } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { str_w } from "../objects/text.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { method } from "./define.ts";
import { exceptionOf, fieldAttribute } from "./exception-fields.ts";

/** Fills the three classes. */
export function installUnicodeErrors(space: ObjSpace): void {
  install(
    space,
    "UnicodeDecodeError",
    ["encoding", "object", "start", "end", "reason"],
    decodeText,
  );
  install(
    space,
    "UnicodeEncodeError",
    ["encoding", "object", "start", "end", "reason"],
    encodeText,
  );
  install(space, "UnicodeTranslateError", ["object", "start", "end", "reason"], translateText);
}

function install(
  space: ObjSpace,
  name: string,
  fields: readonly string[],
  text: (space: ObjSpace, w_error: W_Root) => string,
): void {
  const w_type = space.exceptionTypes.get(name)!;
  const isDecoding = name === "UnicodeDecodeError";
  fields.forEach((field, i) => {
    fieldAttribute(w_type, field, (args_w) => args_w[i]);
  });
  method(w_type, "__init__", `self, ${fields.join(", ")}, /`, (s, args) => {
    const exception = exceptionOf(args[0]);
    exception.args_w = args.slice(1) as W_Root[];
    fields.forEach((field, i) => {
      exception.setField(field, checked(s, field, args[i + 1]!, isDecoding));
    });
    return w_None;
  });
  method(w_type, "__str__", "self, /", (s, [w_self]) => newtext(text(s, w_self!)));
}

function checked(space: ObjSpace, field: string, w_value: W_Root, isDecoding: boolean): W_Root {
  if (field === "start" || field === "end") return newint(toHostInteger(space, w_value));
  const w_plain = builtinValue(w_value);
  if (field === "object" && isDecoding) {
    if (w_plain instanceof W_BytesObject) return w_value;
    throw typeError(space, `expected bytes, got ${typeName(space, w_value)} object`);
  }
  if (w_plain instanceof W_UnicodeObject) return w_value;
  throw typeError(space, `expected str, got ${typeName(space, w_value)} object`);
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

function place(space: ObjSpace, w_error: W_Root): Place {
  const number = (name: string): number => Number(bigintOrNull(space.getattr(w_error, name)) ?? 0n);
  return {
    start: number("start"),
    end: number("end"),
    reason: str_w(space, space.getattr(w_error, "reason")),
  };
}

/** The character at a code point's position, escaped as Python does, or null. */
function escaped(space: ObjSpace, w_error: W_Root, position: number): string | null {
  const w_object = builtinValue(space.getattr(w_error, "object"));
  if (!(w_object instanceof W_UnicodeObject)) return null;
  const code = Array.from(w_object.value)[position]?.codePointAt(0);
  if (code === undefined) return null;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}

function decodeText(space: ObjSpace, w_error: W_Root): string {
  const { start, end, reason } = place(space, w_error);
  const encoding = str_w(space, space.getattr(w_error, "encoding"));
  const w_object = builtinValue(space.getattr(w_error, "object"));
  const byte = w_object instanceof W_BytesObject ? w_object.value[start] : undefined;
  const what =
    end === start + 1 && byte !== undefined
      ? `byte 0x${byte.toString(16).padStart(2, "0")} in position ${start}`
      : `bytes in position ${start}-${end - 1}`;
  return `'${encoding}' codec can't decode ${what}: ${reason}`;
}

function characters(space: ObjSpace, w_error: W_Root): string {
  const { start, end, reason } = place(space, w_error);
  const character = end === start + 1 ? escaped(space, w_error, start) : null;
  const what =
    character === null
      ? `characters in position ${start}-${end - 1}`
      : `character '${character}' in position ${start}`;
  return `${what}: ${reason}`;
}

function encodeText(space: ObjSpace, w_error: W_Root): string {
  const encoding = str_w(space, space.getattr(w_error, "encoding"));
  return `'${encoding}' codec can't encode ${characters(space, w_error)}`;
}

function translateText(space: ObjSpace, w_error: W_Root): string {
  return `can't translate ${characters(space, w_error)}`;
}
