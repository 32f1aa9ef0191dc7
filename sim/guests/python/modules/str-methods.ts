/**
 * Methods of str that search, split, pad, replace and translate.
 *
 * Counterpart: pypy/objspace/std/{unicodeobject,stringmethods}.py.
 */

import { typeError, typeName, valueError } from "../objects/errors.ts";
import { W_BytesObject } from "../objects/bytes-object.ts";
import type { BuiltinArguments } from "../objects/function.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool, newint } from "../objects/int-object.ts";
import { notImplicitText } from "../objects/items.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { newlist } from "../objects/list-object.ts";
import { checkTextAllocation } from "../objects/memory.ts";
import { w_None } from "../objects/singletons.ts";
import { boundArgument, intArgument } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import * as algorithms from "../objects/text-algorithms.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import * as unicode from "../objects/unicode-database.ts";
import {
  codePointsOf,
  countCodePoints,
  newtext,
  unitIndex,
  W_UnicodeObject,
} from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { isMissing, method, selfOf } from "./define.ts";

type TextCode = (space: ObjSpace, w_self: W_UnicodeObject, args: BuiltinArguments) => W_Root;

/** Adds a method of str. */
export function textMethod(
  w_type: W_TypeObject,
  name: string,
  signature: string,
  code: TextCode,
): void {
  method(w_type, name, `self${signature === "" ? "" : ", "}${signature}`, (space, args) => {
    const w_self = args[0]!;
    if (w_self instanceof W_UnicodeObject) return code(space, w_self, args);
    return code(space, selfOf(space, w_self, W_UnicodeObject, "str", name), args);
  });
}

/** The text of an argument that must be a string. */
function textOf(space: ObjSpace, w_obj: W_Root): string {
  const w_text = builtinValue(w_obj);
  if (w_text instanceof W_UnicodeObject) return w_text.value;
  throw notImplicitText(space, w_obj);
}

export function installStrMethods(w_type: W_TypeObject): void {
  installSearches(w_type);
  installSplits(w_type);
  installPadding(w_type);
  installReplacing(w_type);
}

/** Start and stop arguments as UTF-16 indices; null when the range is impossible. */
function searchRange(
  space: ObjSpace,
  w_self: W_UnicodeObject,
  args: BuiltinArguments,
): { from: number; to: number } | null {
  const { value, length } = w_self;
  const start = boundArgument(space, args[2], length, 0);
  const stop = Math.min(boundArgument(space, args[3], length, length), length);
  if (start > stop) return null;
  if (value.length === length) return { from: start, to: stop };
  return { from: unitIndex(value, start), to: unitIndex(value, stop) };
}

/** The position of a substring in code points, or -1. */
function findIn(
  space: ObjSpace,
  w_self: W_UnicodeObject,
  args: BuiltinArguments,
  last: boolean,
): number {
  const needle = textOf(space, args[1]!);
  const range = searchRange(space, w_self, args);
  if (range === null) return -1;
  const { value, length } = w_self;
  const { from, to } = range;
  const isWhole = from === 0 && to === value.length;
  const part = isWhole ? value : value.slice(from, to);
  const found = last ? part.lastIndexOf(needle) : part.indexOf(needle);
  if (found < 0) return -1;
  return value.length === length ? from + found : countCodePoints(value.slice(0, from + found));
}

function installSearches(w_type: W_TypeObject): void {
  const signature = "sub, start=, end=";
  for (const [name, last] of [
    ["find", false],
    ["rfind", true],
  ] as const) {
    textMethod(w_type, name, signature, (s, w_self, args) => newint(findIn(s, w_self, args, last)));
    const index = name.replace("find", "index");
    textMethod(w_type, index, signature, (s, w_self, args) => {
      const found = findIn(s, w_self, args, last);
      if (found < 0) throw valueError(s, `substring not found in string.${index}`);
      return newint(found);
    });
  }
  textMethod(w_type, "count", signature, (s, w_self, args) => {
    const needle = textOf(s, args[1]!);
    const range = searchRange(s, w_self, args);
    if (range === null) return newint(0);
    const part = w_self.value.slice(range.from, range.to);
    // PyPy counts the places between the bytes of UTF-8.
    if (needle === "") return newint(Buffer.byteLength(part, "utf8") + 1);
    return newint(algorithms.countOccurrences(part, needle, -1));
  });
  installAffix(w_type, "startswith", "prefix");
  installAffix(w_type, "endswith", "suffix");
}

function installAffix(w_type: W_TypeObject, name: string, parameter: string): void {
  textMethod(w_type, name, `${parameter}, start=, end=`, (s, w_self, args) => {
    const w_affix = builtinValue(args[1]!);
    const isTuple = w_affix instanceof W_TupleObject;
    if (!isTuple && !(w_affix instanceof W_UnicodeObject)) {
      const message = `${name} first arg must be str or a tuple of str, not`;
      throw typeError(s, `${message} ${typeName(s, args[1]!)}`);
    }
    const range = searchRange(s, w_self, args);
    const affixes_w = isTuple ? w_affix.items : [w_affix];
    for (const w_item of affixes_w) {
      const affix = textOf(s, w_item);
      if (range !== null && hasAffix(w_self.value, affix, range, name)) return newbool(true);
    }
    return newbool(false);
  });
}

function hasAffix(
  text: string,
  affix: string,
  range: { from: number; to: number },
  name: string,
): boolean {
  const { from, to } = range;
  if (to - from < affix.length) return false;
  return name === "startswith" ? text.startsWith(affix, from) : text.endsWith(affix, to);
}

function limitArgument(space: ObjSpace, w_limit: W_Root | null | undefined): number {
  return w_limit === null || w_limit === undefined ? -1 : intArgument(space, w_limit);
}

/** The Python strings of parts of `w_whole`. */
function textsOf(w_whole: W_UnicodeObject, parts: readonly string[]): W_Root[] {
  const isDirect = w_whole.value.length === w_whole.length;
  const result: W_Root[] = [];
  for (const part of parts) {
    result.push(isDirect ? new W_UnicodeObject(part, part.length) : newtext(part));
  }
  return result;
}

/** Line boundaries beyond those of bytes. */
const LINE_BREAKS = new Set([10, 11, 12, 13, 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029]);

function installSplits(w_type: W_TypeObject): void {
  for (const name of ["split", "rsplit"] as const) {
    const bySpaces = name === "split" ? algorithms.splitSpaces : algorithms.rsplitSpaces;
    const bySeparator = name === "split" ? algorithms.splitBy : algorithms.rsplitBy;
    textMethod(w_type, name, "sep=, maxsplit=", (s, w_self, args) => {
      const w_sep = args[1];
      const limit = limitArgument(s, args[2]);
      const text = w_self.value;
      if (isMissing(w_sep)) return newlist(textsOf(w_self, bySpaces(text, limit, unicode.isSpace)));
      const separator = textOf(s, w_sep!);
      if (separator === "") throw valueError(s, "empty separator");
      return newlist(textsOf(w_self, bySeparator(text, separator, limit)));
    });
  }
  textMethod(w_type, "splitlines", "keepends=", (s, w_self, [, w_keep]) => {
    const keep = w_keep !== null && s.is_true(w_keep!);
    const lines = algorithms.splitLines(w_self.value, keep, (unit) => LINE_BREAKS.has(unit));
    return newlist(textsOf(w_self, lines));
  });
  for (const name of ["partition", "rpartition"] as const) {
    textMethod(w_type, name, "sub", (s, w_self, [, w_sep]) => {
      const separator = textOf(s, w_sep!);
      if (separator === "") throw valueError(s, "empty separator");
      const parts = algorithms.partitionText(w_self.value, separator, name === "rpartition");
      return new W_TupleObject(textsOf(w_self, parts));
    });
  }
}

function fillCharacter(space: ObjSpace, w_fill: W_Root | null | undefined, name: string): string {
  if (w_fill === null || w_fill === undefined) return " ";
  if (name === "center" && builtinValue(w_fill) instanceof W_BytesObject) {
    return Buffer.from((builtinValue(w_fill) as W_BytesObject).value).toString("latin1");
  }
  if (name === "center" && !(builtinValue(w_fill) instanceof W_UnicodeObject)) {
    throw typeError(space, `expected str, got ${typeName(space, w_fill)} object`);
  }
  const fill = textOf(space, w_fill);
  if (countCodePoints(fill) === 1) return fill;
  throw typeError(space, `${name}() argument 2 must be a single character`);
}

function installPadding(w_type: W_TypeObject): void {
  const pad = (name: string, leftOf: (missing: number, width: number) => number): void => {
    textMethod(w_type, name, "width, fillchar=", (s, w_self, [, w_width, w_fill]) => {
      const width = intArgument(s, w_width!);
      const fill = fillCharacter(s, w_fill, name);
      const missing = width - w_self.length;
      if (missing <= 0) return newtext(w_self.value);
      checkTextAllocation(s, width);
      const left = leftOf(missing, width);
      return newtext(fill.repeat(left) + w_self.value + fill.repeat(missing - left));
    });
  };
  pad("ljust", () => 0);
  pad("rjust", (missing) => missing);
  pad("center", (missing, width) => (missing >> 1) + (missing & width & 1));
  textMethod(w_type, "zfill", "width", (s, w_self, [, w_width]) => {
    const missing = intArgument(s, w_width!) - w_self.length;
    if (missing <= 0) return newtext(w_self.value);
    checkTextAllocation(s, missing);
    const sign = /^[-+]/.test(w_self.value) ? w_self.value[0]! : "";
    return newtext(sign + "0".repeat(missing) + w_self.value.slice(sign.length));
  });
  textMethod(w_type, "expandtabs", "tabsize=", (s, w_self, [, w_size]) => {
    const size = w_size === null ? 8 : intArgument(s, w_size!);
    if (w_self.value.includes("\t")) checkTextAllocation(s, size);
    const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
    return newtext(algorithms.expandTabs(w_self.value, size, isLow));
  });
}

/** A string stripped of white space, or of the characters of `w_chars`. */
function stripped(space: ObjSpace, text: string, w_chars: W_Root | null, sides: number): W_Root {
  if (isMissing(w_chars)) return newtext(algorithms.stripUnits(text, unicode.isSpace, sides));
  const set = textOf(space, w_chars!);
  if (countCodePoints(set) === set.length && countCodePoints(text) === text.length) {
    const drops = (unit: number): boolean => set.includes(String.fromCharCode(unit));
    return newtext(algorithms.stripUnits(text, drops, sides));
  }
  const points = Array.from(text);
  const chars = new Set(set);
  let start = 0;
  let end = points.length;
  if ((sides & 1) !== 0) while (start < end && chars.has(points[start]!)) start++;
  if ((sides & 2) !== 0) while (end > start && chars.has(points[end - 1]!)) end--;
  return newtext(points.slice(start, end).join(""));
}

function installReplacing(w_type: W_TypeObject): void {
  for (const [name, sides] of [
    ["strip", 3],
    ["lstrip", 1],
    ["rstrip", 2],
  ] as const) {
    textMethod(w_type, name, "chars=, /", (s, w_self, args) => {
      const w_chars = args[1];
      const w_set = builtinValue(w_chars ?? w_None);
      const isText = w_set instanceof W_UnicodeObject || w_set instanceof W_BytesObject;
      if (!isText && w_set !== w_None) throw typeError(s, `${name} arg must be None or str`);
      return stripped(s, w_self.value, w_chars ?? null, sides);
    });
  }
  textMethod(w_type, "join", "iterable", (s, w_self, args) =>
    joinTexts(s, w_self, iterable_to_array(s, args[1]!, -1)),
  );
  textMethod(w_type, "replace", "old, new, count=", (s, w_self, args) => {
    const old = textOf(s, args[1]!);
    const replacement = textOf(s, args[2]!);
    return newtext(replaced(s, w_self, old, replacement, limitArgument(s, args[3])));
  });
  textMethod(w_type, "removeprefix", "prefix, /", (s, w_self, [, w_prefix]) => {
    const prefix = textOf(s, w_prefix!);
    const { value } = w_self;
    return newtext(value.startsWith(prefix) ? value.slice(prefix.length) : value);
  });
  textMethod(w_type, "removesuffix", "suffix, /", (s, w_self, [, w_suffix]) => {
    const suffix = textOf(s, w_suffix!);
    const { value } = w_self;
    const has = suffix !== "" && value.endsWith(suffix);
    return newtext(has ? value.slice(0, -suffix.length) : value);
  });
}

function replaced(
  space: ObjSpace,
  w_self: W_UnicodeObject,
  old: string,
  replacement: string,
  limit: number,
): string {
  const { value } = w_self;
  if (replacement.length > old.length && value.length * replacement.length > 1e6) {
    const count = old === "" ? value.length + 1 : algorithms.countOccurrences(value, old, limit);
    checkTextAllocation(space, value.length + count * (replacement.length - old.length));
  }
  return algorithms.replaceText(value, old, replacement, limit, (text) => Array.from(text));
}

function joinTexts(
  space: ObjSpace,
  w_separator: W_UnicodeObject,
  items_w: readonly W_Root[],
): W_Root {
  const count = items_w.length;
  if (count === 1 && items_w[0] instanceof W_UnicodeObject) return items_w[0];
  const separator = w_separator.value;
  let text = "";
  let length = w_separator.length * Math.max(count - 1, 0);
  for (let i = 0; i < count; i++) {
    const w_text = builtinValue(items_w[i]!);
    if (!(w_text instanceof W_UnicodeObject)) {
      const name = typeName(space, items_w[i]!);
      throw typeError(space, `sequence item ${i}: expected str, ${name} found`);
    }
    length += w_text.length;
    text += i > 0 ? separator + w_text.value : w_text.value;
  }
  checkTextAllocation(space, length);
  return newtext(text);
}

/** The code points of a string, as numbers. */
export function codesOfText(w_text: W_UnicodeObject): number[] {
  return codePointsOf(w_text).map((character) => character.codePointAt(0)!);
}
