/**
 * Arguments of the methods of patterns: subjects, positions, templates.
 *
 * Counterpart: pypy/module/_sre/interp_sre.py (getstring, make_ctx).
 */

import { bufferOf } from "../objects/buffer.ts";
import { W_BytesObject } from "../objects/bytes-object.ts";
import { oefmt, typeError, typeName } from "../objects/errors.ts";
import type { BuiltinArguments } from "../objects/function.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull } from "../objects/int-object.ts";
import type { OperationError } from "../objects/operation-error.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import type { Regex } from "../sre/regex.ts";
import { SubjectText } from "../sre/subject.ts";

/** The bytes of a bytes-like object, as they are now; null for anything else. */
export function bytesOrNull(space: ObjSpace, w_obj: W_Root): W_BytesObject | null {
  const w_value = builtinValue(w_obj);
  if (w_value instanceof W_BytesObject) return w_value;
  const buffer = bufferOf(space, w_value);
  return buffer === null ? null : new W_BytesObject(buffer.bytes().slice());
}

/** Texts that were matched before: a program often goes through one text by many calls. */
export class SubjectCache {
  private last: SubjectText | null = null;

  get(w_value: W_UnicodeObject | W_BytesObject, isBuffer = false): SubjectText {
    const { last } = this;
    if (last !== null && last.w_value === w_value) return last;
    const made = new SubjectText(w_value, isBuffer);
    this.last = made;
    return made;
  }
}

/** The text that a pattern is to be matched against, of the pattern's own kind. */
export function subjectOf(
  space: ObjSpace,
  cache: SubjectCache,
  regex: Regex,
  w_string: W_Root,
  cannot = "can't",
): SubjectText {
  const w_value = builtinValue(w_string);
  if (w_value instanceof W_UnicodeObject) {
    if (regex.isText) return cache.get(w_value);
    throw typeError(space, `${cannot} use a bytes pattern on a string-like object`);
  }
  if (regex.isText) {
    throw typeError(space, `${cannot} use a string pattern on a bytes-like object`);
  }
  const w_bytes = bytesLike(space, w_string);
  return cache.get(w_bytes, w_bytes !== w_value);
}

/** The bytes of a bytes-like object. */
export function bytesLike(space: ObjSpace, w_obj: W_Root): W_BytesObject {
  const w_bytes = bytesOrNull(space, w_obj);
  if (w_bytes !== null) return w_bytes;
  throw typeError(space, `a bytes-like object is required, not ${shownTypeName(space, w_obj)}`);
}

/** What `str(w_obj, encoding)` says of a value that is no bytes. */
export function decodingError(space: ObjSpace, w_obj: W_Root): OperationError {
  const name = shownTypeName(space, w_obj);
  return typeError(space, `decoding to str: a bytes-like object is required, not ${name}`);
}

function shownTypeName(space: ObjSpace, w_obj: W_Root): string {
  const name = typeName(space, w_obj);
  return name === "NoneType" ? "None" : name;
}

/** An integer argument of a pattern's method; `missing` when it was left out. */
export function countArgument(
  space: ObjSpace,
  args: BuiltinArguments,
  index: number,
  missing: number,
): number {
  const w_value = args[index] ?? null;
  if (w_value === null) return missing;
  const value = bigintOrNull(builtinValue(w_value));
  if (value === null) {
    throw typeError(space, `expected integer, got ${typeName(space, w_value)} object`);
  }
  if (value >= 1n << 63n || value < -(1n << 63n)) {
    throw oefmt(space, space.w_OverflowError, "int too large to convert to int");
  }
  return Number(value);
}

/** The part of a text between the arguments `pos` and `endpos`. */
export function spanArguments(
  space: ObjSpace,
  args: BuiltinArguments,
  subject: SubjectText,
): readonly [number, number] {
  const clamp = (position: number): number => Math.min(Math.max(position, 0), subject.length);
  const start = clamp(countArgument(space, args, 2, 0));
  const end = clamp(countArgument(space, args, 3, subject.length));
  return [start, Math.max(start, end)];
}
