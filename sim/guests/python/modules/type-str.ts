/**
 * The type str. The file is long because the methods share their helpers.
 *
 * Counterpart: pypy/objspace/std/unicodeobject.py.
 */

import { W_BytesObject } from "../objects/bytes-object.ts";
import { typeError, typeName, unsupported, valueError } from "../objects/errors.ts";
import { format_percent } from "../objects/format-percent.ts";
import { builtinFormat } from "../objects/format.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool, newint } from "../objects/int-object.ts";
import { builtinItem, builtinLength, containsBuiltin } from "../objects/items.ts";
import { iter_builtin, iterable_to_array } from "../objects/iteration.ts";
import { newlist } from "../objects/list-object.ts";

import { toHostInteger } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { builtinRepr, str_w } from "../objects/text.ts";
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
import type { BuiltinArguments } from "../objects/function.ts";
import { isMissing, method, selfOf, staticMethod } from "./define.ts";
import { instanceOf } from "./instances.ts";
import { installOperators } from "./numbers.ts";
import { formatMethod } from "./str-format.ts";
import { installBuiltinComparisons, installHash } from "./type-object.ts";

type TextCode = (space: ObjSpace, w_self: W_UnicodeObject, args: BuiltinArguments) => W_Root;

/** Fills str. */
export function installStr(space: ObjSpace): void {
  const { w_unicode } = space;
  staticMethod(w_unicode, "__new__", "cls, object=, encoding=, errors=", (s, args) => {
    const [w_cls, w_object, w_encoding] = args;
    if (!isMissing(w_encoding)) throw unsupported(s, "str() with an encoding");
    const text = w_object === null ? "" : str_w(s, w_object!);
    return instanceOf(s, w_cls as W_TypeObject, newtext(text));
  });
  installOperators(w_unicode, [0, 2], () => true);
  w_unicode.dict_w.delete("__radd__");
  method(w_unicode, "__mod__", "self, value, /", (s, [w_self, w_value]) =>
    format_percent(s, builtinValue(w_self!) as W_UnicodeObject, w_value!),
  );
  installBuiltinComparisons(w_unicode, true);
  installHash(w_unicode, true);
  method(w_unicode, "__repr__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  method(w_unicode, "__str__", "self, /", (_, [w_self]) => builtinValue(w_self!));
  method(w_unicode, "__len__", "self, /", (s, [w_self]) => newint(builtinLength(s, w_self!)));
  method(
    w_unicode,
    "__getitem__",
    "self, index, /",
    (s, [w_self, w_index]) => builtinItem(s, w_self!, w_index!)!,
  );
  method(w_unicode, "__contains__", "self, key, /", (s, [w_self, w_item]) =>
    newbool(containsBuiltin(s, w_self!, w_item!)!),
  );
  method(w_unicode, "__iter__", "self, /", (s, [w_self]) => iter_builtin(s, builtinValue(w_self!)));
  method(w_unicode, "__format__", "self, spec, /", (s, [w_self, w_spec]) =>
    newtext(builtinFormat(s, w_self!, (w_spec as W_UnicodeObject).value)),
  );
  method(w_unicode, "format", "self, *args, **kwargs", formatMethod);
  installCases(w_unicode);
  installTests(w_unicode);
  installSearches(w_unicode);
  installSplits(w_unicode);
  installPadding(w_unicode);
  installRest(w_unicode);
}

function textMethod(w_type: W_TypeObject, name: string, signature: string, code: TextCode): void {
  method(w_type, name, `self${signature === "" ? "" : ", "}${signature}`, (space, args) =>
    code(space, selfOf(space, args[0]!, W_UnicodeObject, "str", name), args),
  );
}

/** The text of an argument that must be a string. */
export function textOf(space: ObjSpace, w_obj: W_Root): string {
  const w_text = builtinValue(w_obj);
  if (w_text instanceof W_UnicodeObject) return w_text.value;
  throw typeError(space, `expected str, got ${typeName(space, w_obj)} object`);
}

function mapped(text: string, map: (character: string) => string): W_Root {
  return newtext(Array.from(text, map).join(""));
}

const FINAL_SIGMA = "\u03c2";

/** `str.lower` of a whole string: a sigma at the end of a word has a form of its own. */
function lowered(text: string): string {
  const points = Array.from(text);
  return points.map((c, i) => (c === "\u03a3" ? sigma(points, i) : unicode.toLower(c))).join("");
}

function sigma(points: readonly string[], index: number): string {
  const cased = (c: string | undefined): boolean =>
    c !== undefined && unicode.isCased(c.codePointAt(0)!);
  return cased(points[index - 1]) && !cased(points[index + 1]) ? FINAL_SIGMA : "\u03c3";
}

function installCases(w_type: W_TypeObject): void {
  textMethod(w_type, "upper", "", (_, w_self) => mapped(w_self.value, unicode.toUpper));
  textMethod(w_type, "lower", "", (_, w_self) => newtext(lowered(w_self.value)));
  textMethod(w_type, "casefold", "", (_, w_self) => mapped(w_self.value, unicode.toCasefold));
  textMethod(w_type, "swapcase", "", (_, w_self) =>
    mapped(w_self.value, (c) =>
      unicode.isUpper(c.codePointAt(0)!) ? unicode.toLower(c) : unicode.toUpper(c),
    ),
  );
  textMethod(w_type, "capitalize", "", (_, w_self) => {
    const [first, ...rest] = codePointsOf(w_self);
    return newtext(first === undefined ? "" : unicode.toTitle(first) + lowered(rest.join("")));
  });
  textMethod(w_type, "title", "", (_, w_self) => {
    let isInside = false;
    return mapped(w_self.value, (c) => {
      const result = isInside ? unicode.toLower(c) : unicode.toTitle(c);
      isInside = unicode.isCased(c.codePointAt(0)!);
      return result;
    });
  });
}

function installTests(w_type: W_TypeObject): void {
  const all = (name: string, test: (code: number) => boolean, empty = false): void => {
    textMethod(w_type, name, "", (_, w_self) => {
      if (w_self.length === 0) return newbool(empty);
      return newbool(codePointsOf(w_self).every((c) => test(c.codePointAt(0)!)));
    });
  };
  all("isalpha", unicode.isAlpha);
  all("isalnum", unicode.isAlnum);
  all("isdigit", unicode.isDigit);
  all("isdecimal", unicode.isDecimal);
  all("isnumeric", unicode.isNumeric);
  all("isspace", unicode.isSpace);
  all("isprintable", unicode.isPrintable, true);
  all("isascii", (code) => code < 128, true);
  textMethod(w_type, "isupper", "", (_, w_self) => casedAll(w_self, unicode.isUpper));
  textMethod(w_type, "islower", "", (_, w_self) => casedAll(w_self, unicode.isLower));
  textMethod(w_type, "istitle", "", (_, w_self) => newbool(isTitleText(w_self)));
  textMethod(w_type, "isidentifier", "", (_, w_self) => {
    const [first, ...rest] = codePointsOf(w_self).map((c) => c.codePointAt(0)!);
    if (first === undefined || !unicode.isIdentifierStart(first)) return newbool(false);
    return newbool(rest.every(unicode.isIdentifierContinue));
  });
}

function casedAll(w_self: W_UnicodeObject, test: (code: number) => boolean): W_Root {
  const codes = codePointsOf(w_self).map((c) => c.codePointAt(0)!);
  const cased = codes.filter(unicode.isCased);
  return newbool(cased.length > 0 && cased.every(test));
}

function isTitleText(w_self: W_UnicodeObject): boolean {
  let isInside = false;
  let found = false;
  for (const c of codePointsOf(w_self)) {
    const code = c.codePointAt(0)!;
    if (unicode.isUpper(code) || unicode.isTitle(code)) {
      if (isInside) return false;
      isInside = true;
      found = true;
    } else if (unicode.isLower(code)) {
      if (!isInside) return false;
      found = true;
    } else {
      isInside = false;
    }
  }
  return found;
}

/** Start and stop arguments as UTF-16 indices; null when the range is impossible. */
function searchRange(
  space: ObjSpace,
  w_self: W_UnicodeObject,
  args: BuiltinArguments,
): { from: number; to: number } | null {
  const { value, length } = w_self;
  const bound = (w_value: W_Root | null | undefined, missing: number): number => {
    if (isMissing(w_value)) return missing;
    const index = toHostInteger(space, w_value!);
    return index < 0 ? Math.max(index + length, 0) : index;
  };
  const start = bound(args[2], 0);
  const stop = Math.min(bound(args[3], length), length);
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
  const part = w_self.value.slice(range.from, range.to);
  const found = last ? part.lastIndexOf(needle) : part.indexOf(needle);
  return found < 0 ? -1 : countCodePoints(w_self.value.slice(0, range.from + found));
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
    if (needle === "") return newint(countCodePoints(part) + 1);
    return newint(part.split(needle).length - 1);
  });
  for (const name of ["startswith", "endswith"] as const) {
    textMethod(w_type, name, "prefix, start=, end=", (s, w_self, args) => {
      const range = searchRange(s, w_self, args);
      const w_affix = builtinValue(args[1]!);
      const part = range === null ? null : w_self.value.slice(range.from, range.to);
      const test = (w_text: W_Root): boolean => {
        const text = affixText(s, w_text, name);
        if (part === null) return false;
        return name === "startswith" ? part.startsWith(text) : part.endsWith(text);
      };
      if (w_affix instanceof W_TupleObject) return newbool(w_affix.items.some(test));
      return newbool(test(w_affix));
    });
  }
}

function affixText(space: ObjSpace, w_obj: W_Root, name: string): string {
  const w_text = builtinValue(w_obj);
  if (w_text instanceof W_UnicodeObject) return w_text.value;
  const message = `${name} first arg must be str or a tuple of str, not ${typeName(space, w_obj)}`;
  throw typeError(space, message);
}

function isSpaceCharacter(c: string): boolean {
  return unicode.isSpace(c.codePointAt(0)!);
}

/** Fields between runs of white space; the rest after `limit` splits stays whole. */
function splitSpaces(text: string, limit: number): string[] {
  const fields: string[] = [];
  const points = Array.from(text);
  let at = 0;
  for (;;) {
    while (at < points.length && isSpaceCharacter(points[at]!)) at++;
    if (at >= points.length) return fields;
    if (limit >= 0 && fields.length >= limit) {
      let end = points.length;
      while (end > at && isSpaceCharacter(points[end - 1]!)) end--;
      fields.push(points.slice(at, limit === fields.length ? points.length : end).join(""));
      return fields;
    }
    const start = at;
    while (at < points.length && !isSpaceCharacter(points[at]!)) at++;
    fields.push(points.slice(start, at).join(""));
  }
}

function reversed(text: string): string {
  return Array.from(text).reverse().join("");
}

function splitBy(text: string, separator: string, limit: number): string[] {
  const parts = text.split(separator);
  if (limit < 0 || parts.length <= limit + 1) return parts;
  return [...parts.slice(0, limit), parts.slice(limit).join(separator)];
}

function rsplitBy(text: string, separator: string, limit: number): string[] {
  if (limit < 0) return text.split(separator);
  const parts: string[] = [];
  let rest = text;
  while (parts.length < limit) {
    const at = rest.lastIndexOf(separator);
    if (at < 0) break;
    parts.unshift(rest.slice(at + separator.length));
    rest = rest.slice(0, at);
  }
  return [rest, ...parts];
}

function listOfTexts(texts: readonly string[]): W_Root {
  return newlist(texts.map((text) => newtext(text)));
}

function installSplits(w_type: W_TypeObject): void {
  for (const name of ["split", "rsplit"] as const) {
    textMethod(w_type, name, "sep=, maxsplit=", (s, w_self, [, w_sep, w_max]) => {
      const limit = w_max === null || w_max === undefined ? -1 : toHostInteger(s, w_max);
      const text = w_self.value;
      if (isMissing(w_sep)) {
        if (name === "split") return listOfTexts(splitSpaces(text, limit));
        return listOfTexts(splitSpaces(reversed(text), limit).map(reversed).reverse());
      }
      const separator = textOf(s, w_sep!);
      if (separator === "") throw valueError(s, "empty separator");
      const split = name === "split" ? splitBy : rsplitBy;
      return listOfTexts(split(text, separator, limit));
    });
  }
  textMethod(w_type, "splitlines", "keepends=", (s, w_self, [, w_keep]) => {
    const isKept = w_keep !== null && s.is_true(w_keep!);
    const lines = w_self.value.match(LINES) ?? [];
    return listOfTexts(lines.map((line) => (isKept ? line : line.replace(LINE_END, ""))));
  });
  textMethod(w_type, "partition", "sep, /", (s, w_self, [, w_sep]) => {
    const separator = nonEmpty(s, w_sep!);
    const at = w_self.value.indexOf(separator);
    if (at < 0) return tupleOfTexts([w_self.value, "", ""]);
    return cut(w_self.value, at, separator);
  });
  textMethod(w_type, "rpartition", "sep, /", (s, w_self, [, w_sep]) => {
    const separator = nonEmpty(s, w_sep!);
    const at = w_self.value.lastIndexOf(separator);
    if (at < 0) return tupleOfTexts(["", "", w_self.value]);
    return cut(w_self.value, at, separator);
  });
}

const BREAKS = "\\n\\v\\f\\r\\x1c\\x1d\\x1e\\x85\\u2028\\u2029";
const LINES = new RegExp(`[^${BREAKS}]*(?:\\r\\n|[${BREAKS}])|[^${BREAKS}]+$`, "g");
const LINE_END = new RegExp(`(?:\\r\\n|[${BREAKS}])$`);

function nonEmpty(space: ObjSpace, w_sep: W_Root): string {
  const separator = textOf(space, w_sep);
  if (separator === "") throw valueError(space, "empty separator");
  return separator;
}

function cut(text: string, at: number, separator: string): W_Root {
  return tupleOfTexts([text.slice(0, at), separator, text.slice(at + separator.length)]);
}

function tupleOfTexts(texts: readonly string[]): W_Root {
  return new W_TupleObject(texts.map((text) => newtext(text)));
}

function fillCharacter(space: ObjSpace, w_fill: W_Root | null | undefined, name: string): string {
  if (w_fill === null || w_fill === undefined) return " ";
  const fill = textOf(space, w_fill);
  if (countCodePoints(fill) === 1) return fill;
  throw typeError(space, `${name}() argument 2 must be a single character`);
}

function installPadding(w_type: W_TypeObject): void {
  const pad = (name: string, place: (missing: number, width: number) => number): void => {
    textMethod(w_type, name, "width, fillchar=", (s, w_self, [, w_width, w_fill]) => {
      const width = toHostInteger(s, w_width!);
      const fill = fillCharacter(s, w_fill, name);
      const missing = width - w_self.length;
      if (missing <= 0) return w_self;
      const left = place(missing, width);
      return newtext(fill.repeat(left) + w_self.value + fill.repeat(missing - left));
    });
  };
  pad("ljust", () => 0);
  pad("rjust", (missing) => missing);
  pad("center", (missing, width) => (missing >> 1) + (missing & width & 1));
  textMethod(w_type, "zfill", "width", (s, w_self, [, w_width]) => {
    const missing = toHostInteger(s, w_width!) - w_self.length;
    if (missing <= 0) return w_self;
    const sign = /^[-+]/.test(w_self.value) ? w_self.value[0]! : "";
    return newtext(sign + "0".repeat(missing) + w_self.value.slice(sign.length));
  });
}

function strip(space: ObjSpace, text: string, w_chars: W_Root | null | undefined, sides: number) {
  const points = Array.from(text);
  const chars = isMissing(w_chars) ? null : new Set(textOf(space, w_chars!));
  const drops = (c: string): boolean => (chars === null ? isSpaceCharacter(c) : chars.has(c));
  let start = 0;
  let end = points.length;
  while ((sides & 1) !== 0 && start < end && drops(points[start]!)) start++;
  while ((sides & 2) !== 0 && end > start && drops(points[end - 1]!)) end--;
  return newtext(points.slice(start, end).join(""));
}

function installRest(w_type: W_TypeObject): void {
  for (const [name, sides] of [
    ["strip", 3],
    ["lstrip", 1],
    ["rstrip", 2],
  ] as const) {
    textMethod(w_type, name, "chars=, /", (s, w_self, [, w_chars]) =>
      strip(s, w_self.value, w_chars, sides),
    );
  }
  textMethod(w_type, "join", "iterable", (s, w_self, [, w_iterable]) =>
    joinTexts(s, w_self.value, iterable_to_array(s, w_iterable!, -1)),
  );
  textMethod(w_type, "replace", "old, new, count=", (s, w_self, [, w_old, w_new, w_count]) => {
    const limit = w_count === null || w_count === undefined ? -1 : toHostInteger(s, w_count);
    return newtext(replaceText(w_self.value, textOf(s, w_old!), textOf(s, w_new!), limit));
  });
  textMethod(w_type, "removeprefix", "prefix, /", (s, w_self, [, w_prefix]) => {
    const prefix = textOf(s, w_prefix!);
    const { value } = w_self;
    return value.startsWith(prefix) ? newtext(value.slice(prefix.length)) : w_self;
  });
  textMethod(w_type, "removesuffix", "suffix, /", (s, w_self, [, w_suffix]) => {
    const suffix = textOf(s, w_suffix!);
    const { value } = w_self;
    if (suffix === "" || !value.endsWith(suffix)) return w_self;
    return newtext(value.slice(0, -suffix.length));
  });
  textMethod(w_type, "expandtabs", "tabsize=", (s, w_self, [, w_size]) => {
    const size = w_size === null || w_size === undefined ? 8 : toHostInteger(s, w_size);
    return newtext(expandTabs(w_self.value, size));
  });
  textMethod(w_type, "encode", "encoding=, errors=", encodeText);
}

function expandTabs(text: string, size: number): string {
  let column = 0;
  let result = "";
  for (const c of text) {
    if (c === "\t") {
      const width = size > 0 ? size - (column % size) : 0;
      result += " ".repeat(width);
      column += width;
    } else {
      column = c === "\n" || c === "\r" ? 0 : column + 1;
      result += c;
    }
  }
  return result;
}

function joinTexts(space: ObjSpace, separator: string, items_w: readonly W_Root[]): W_Root {
  const texts = items_w.map((w_item, index) => {
    const w_text = builtinValue(w_item);
    if (w_text instanceof W_UnicodeObject) return w_text.value;
    const name = typeName(space, w_item);
    throw typeError(space, `sequence item ${index}: expected str, ${name} found`);
  });
  return newtext(texts.join(separator));
}

function replaceText(text: string, old: string, replacement: string, limit: number): string {
  if (limit === 0) return text;
  const parts = old === "" ? ["", ...Array.from(text), ""] : text.split(old);
  if (limit < 0 || parts.length - 1 <= limit) return parts.join(replacement);
  return [...parts.slice(0, limit), parts.slice(limit).join(old)].join(replacement);
}

function encodeText(space: ObjSpace, w_self: W_UnicodeObject, args: BuiltinArguments): W_Root {
  const encoding = isMissing(args[1]) ? "utf-8" : textOf(space, args[1]!).toLowerCase();
  if (!isMissing(args[2]) && textOf(space, args[2]!) !== "strict") {
    throw unsupported(space, "an error handler of str.encode");
  }
  const limit = { ascii: 0x7f, "latin-1": 0xff, latin1: 0xff, "iso-8859-1": 0xff }[encoding];
  if (limit === undefined) {
    if (!["utf-8", "utf8", "utf_8"].includes(encoding)) {
      throw unsupported(space, `the encoding '${encoding}'`);
    }
    return new W_BytesObject(new TextEncoder().encode(w_self.value));
  }
  const codes = codePointsOf(w_self).map((c) => c.codePointAt(0)!);
  if (codes.some((code) => code > limit)) throw unsupported(space, "UnicodeEncodeError");
  return new W_BytesObject(Uint8Array.from(codes));
}
