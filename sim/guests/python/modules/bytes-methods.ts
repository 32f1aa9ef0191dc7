/**
 * The methods that bytes and bytearray share. They work on the bytes as a host string of code units
 * up to 255; results are of the kind of `self`.
 *
 * Counterpart: pypy/objspace/std/stringmethods.py.
 */

import { decodeBytes } from "../codecs/coding.ts";
import { byteArgument, bytesOfSource } from "../objects/bytearray-items.ts";
import { W_BytearrayObject } from "../objects/bytearray-object.ts";
import {
  latin1Bytes,
  latin1Text,
  W_AbstractBytes,
  W_BytesObject,
} from "../objects/bytes-object.ts";
import { bufferOf, bytesLike } from "../objects/buffer.ts";
import { lookup } from "../objects/call.ts";
import { typeError, typeName, valueError } from "../objects/errors.ts";
import type { BuiltinArguments } from "../objects/function.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, newbool, newint } from "../objects/int-object.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { newlist } from "../objects/list-object.ts";
import { checkAllocation } from "../objects/memory.ts";
import { boundArgument, intArgument } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import * as algorithms from "../objects/text-algorithms.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { isMissing, method, selfOf, textArgument } from "./define.ts";

type BytesCode = (
  space: ObjSpace,
  w_self: W_AbstractBytes,
  args: BuiltinArguments,
  text: string,
) => W_Root;

function bytesMethod(w_type: W_TypeObject, name: string, signature: string, code: BytesCode): void {
  const parameters = signature === "" ? "self" : `self, ${signature}`;
  method(w_type, name, parameters, (space, args) => {
    const w_self = selfOf(space, args[0]!, W_AbstractBytes, w_type.name, name);
    return code(space, w_self, args, latin1Text(w_self.value));
  });
}

function made(w_self: W_AbstractBytes, text: string): W_Root {
  return w_self.like(latin1Bytes(text));
}

/** The bytes of an argument as text. */
function textOf(space: ObjSpace, w_obj: W_Root): string {
  return latin1Text(bytesLike(space, w_obj));
}

/** What is searched for: bytes, or one byte as an integer. */
export function needleOf(space: ObjSpace, w_obj: W_Root): string {
  const isInteger = bigintOrNull(builtinValue(w_obj)) !== null;
  const isIndex =
    isInteger || (bufferOf(space, w_obj) === null && lookup(space, w_obj, "__index__"));
  return isIndex ? String.fromCharCode(byteArgument(space, w_obj)) : textOf(space, w_obj);
}

/** Adds the shared methods. */
export function installBytesMethods(w_type: W_TypeObject): void {
  installCases(w_type);
  installSearches(w_type);
  installSplits(w_type);
  installPadding(w_type);
  installReplacing(w_type);
  bytesMethod(w_type, "decode", "encoding=, errors=", (s, w_self, [, w_encoding, w_errors]) => {
    const encoding = w_encoding === null ? "utf-8" : textArgument(s, w_encoding!);
    const errors = w_errors === null ? "strict" : textArgument(s, w_errors!);
    return decodeBytes(s, w_self.value, encoding, errors);
  });
  bytesMethod(w_type, "hex", "sep=, bytes_per_sep=", (s, w_self, [, w_sep, w_per]) =>
    newtext(hexText(s, w_self.value, w_sep ?? null, w_per ?? null)),
  );
}

const UPPER = /[A-Z]/g;
const LOWER = /[a-z]/g;

function toUpper(text: string): string {
  return text.replace(LOWER, (c) => c.toUpperCase());
}

function toLower(text: string): string {
  return text.replace(UPPER, (c) => c.toLowerCase());
}

function installCases(w_type: W_TypeObject): void {
  const map = (name: string, code: (text: string) => string): void =>
    bytesMethod(w_type, name, "", (_, w_self, _args, text) => made(w_self, code(text)));
  map("upper", toUpper);
  map("lower", toLower);
  map("capitalize", (text) => toUpper(text.slice(0, 1)) + toLower(text.slice(1)));
  map("swapcase", (text) =>
    text.replace(/[A-Za-z]/g, (c) => (c < "a" ? c.toLowerCase() : c.toUpperCase())),
  );
  map("title", (text) =>
    text.replace(/[A-Za-z]+/g, (word) => toUpper(word[0]!) + toLower(word.slice(1))),
  );
  const test = (name: string, code: (text: string) => boolean): void =>
    bytesMethod(w_type, name, "", (_, _self, _args, text) => newbool(code(text)));
  test("isalnum", (text) => /^[A-Za-z0-9]+$/.test(text));
  test("isalpha", (text) => /^[A-Za-z]+$/.test(text));
  test("isdigit", (text) => /^[0-9]+$/.test(text));
  test("isspace", (text) => /^[ \t-\r]+$/.test(text));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is meant
  test("isascii", (text) => /^[\x00-\x7f]*$/.test(text));
  test("isupper", (text) => /[A-Z]/.test(text) && !/[a-z]/.test(text));
  test("islower", (text) => /[a-z]/.test(text) && !/[A-Z]/.test(text));
  test("istitle", (text) =>
    /[A-Za-z]/.test(text) && !/(^|[^A-Za-z])[a-z]|[A-Za-z][A-Z]/.test(text));
}

/** Start and end arguments; null when the range is impossible. */
function searched(
  space: ObjSpace,
  args: BuiltinArguments,
  text: string,
): { part: string; start: number } | null {
  const start = boundArgument(space, args[2], text.length, 0);
  const stop = boundArgument(space, args[3], text.length, text.length);
  if (start > text.length || start > Math.min(stop, text.length)) return null;
  return { part: text.slice(start, stop), start };
}

function installSearches(w_type: W_TypeObject): void {
  const find = (last: boolean) => (s: ObjSpace, args: BuiltinArguments, text: string) => {
    const needle = needleOf(s, args[1]!);
    const range = searched(s, args, text);
    if (range === null) return -1;
    const found = last ? range.part.lastIndexOf(needle) : range.part.indexOf(needle);
    return found < 0 ? -1 : found + range.start;
  };
  for (const prefix of ["", "r"]) {
    const search = find(prefix === "r");
    bytesMethod(w_type, `${prefix}find`, "sub, start=, end=", (s, _, args, text) =>
      newint(search(s, args, text)),
    );
    bytesMethod(w_type, `${prefix}index`, "sub, start=, end=", (s, _, args, text) => {
      const found = search(s, args, text);
      if (found >= 0) return newint(found);
      throw valueError(s, `substring not found in ${w_type.name}.${prefix}index`);
    });
  }
  bytesMethod(w_type, "count", "sub, start=, end=", (s, _, args, text) => {
    const needle = needleOf(s, args[1]!);
    const range = searched(s, args, text);
    if (range === null) return newint(0);
    if (needle === "") return newint(range.part.length + 1);
    return newint(algorithms.countOccurrences(range.part, needle, -1));
  });
  installAffix(w_type, "startswith", "prefix");
  installAffix(w_type, "endswith", "suffix");
}

function installAffix(w_type: W_TypeObject, name: string, parameter: string): void {
  bytesMethod(w_type, name, `${parameter}, start=, end=`, (s, _, args, text) => {
    const w_affix = builtinValue(args[1]!);
    const isTuple = w_affix instanceof W_TupleObject;
    if (!isTuple && bufferOf(s, w_affix) === null) {
      const message = `${name} first arg must be bytes or a tuple of bytes, not`;
      throw typeError(s, `${message} ${typeName(s, args[1]!)}`);
    }
    const range = searched(s, args, text);
    const affixes_w = isTuple ? w_affix.items : [w_affix];
    for (const w_item of affixes_w) {
      const affix = textOf(s, w_item);
      if (range === null) continue;
      const { part } = range;
      if (name === "startswith" ? part.startsWith(affix) : part.endsWith(affix)) {
        return newbool(true);
      }
    }
    return newbool(false);
  });
}

function isSpace(unit: number): boolean {
  return unit === 32 || (unit >= 9 && unit <= 13);
}

function limitArgument(space: ObjSpace, w_limit: W_Root | null | undefined): number {
  return w_limit === null || w_limit === undefined ? -1 : intArgument(space, w_limit);
}

function installSplits(w_type: W_TypeObject): void {
  const list = (w_self: W_AbstractBytes, parts: readonly string[]): W_Root =>
    newlist(parts.map((part) => made(w_self, part)));
  for (const name of ["split", "rsplit"] as const) {
    const bySpaces = name === "split" ? algorithms.splitSpaces : algorithms.rsplitSpaces;
    const bySeparator = name === "split" ? algorithms.splitBy : algorithms.rsplitBy;
    bytesMethod(w_type, name, "sep=, maxsplit=", (s, w_self, [, w_sep, w_max], text) => {
      const limit = limitArgument(s, w_max);
      if (isMissing(w_sep)) return list(w_self, bySpaces(text, limit, isSpace));
      const separator = textOf(s, w_sep!);
      if (separator === "") throw valueError(s, "empty separator");
      return list(w_self, bySeparator(text, separator, limit));
    });
  }
  bytesMethod(w_type, "splitlines", "keepends=", (s, w_self, [, w_keep], text) => {
    const isSet = (w_flag: W_Root): boolean =>
      w_self instanceof W_BytesObject ? s.is_true(w_flag) : intArgument(s, w_flag) !== 0;
    const keep = w_keep !== null && isSet(w_keep!);
    return list(
      w_self,
      algorithms.splitLines(text, keep, (unit) => unit === 10 || unit === 13),
    );
  });
  for (const name of ["partition", "rpartition"] as const) {
    bytesMethod(w_type, name, "sub", (s, w_self, [, w_sep], text) => {
      const separator = separatorOf(s, w_self, w_sep!);
      if (separator === "") throw valueError(s, "empty separator");
      const parts = algorithms.partitionText(text, separator, name === "rpartition");
      const [w_first, w_middle, w_last] = parts.map((part) => made(w_self, part));
      const keepsSeparator = parts[1] !== "" && w_self instanceof W_BytesObject;
      return new W_TupleObject([w_first!, keepsSeparator ? w_sep! : w_middle!, w_last!]);
    });
  }
}

function separatorOf(space: ObjSpace, w_self: W_AbstractBytes, w_sep: W_Root): string {
  if (w_self instanceof W_BytearrayObject && bufferOf(space, w_sep) === null) {
    const name = typeName(space, w_sep);
    throw typeError(space, `a bytes-like object is required, not ${name}`);
  }
  return textOf(space, w_sep);
}

function installPadding(w_type: W_TypeObject): void {
  const pad = (name: string, leftOf: (missing: number, width: number) => number): void => {
    bytesMethod(w_type, name, "width, fillchar=", (s, w_self, [, w_width, w_fill], text) => {
      const width = intArgument(s, w_width!);
      const fill = w_fill === null ? " " : textOf(s, w_fill!);
      if (fill.length !== 1) {
        throw typeError(s, `${name}() argument 2 must be a single character`);
      }
      const missing = Math.max(width - text.length, 0);
      checkAllocation(s, width);
      const left = missing === 0 ? 0 : leftOf(missing, width);
      return made(w_self, fill.repeat(left) + text + fill.repeat(missing - left));
    });
  };
  pad("ljust", () => 0);
  pad("rjust", (missing) => missing);
  pad("center", (missing, width) => (missing >> 1) + (missing & width & 1));
  bytesMethod(w_type, "zfill", "width", (s, w_self, [, w_width], text) => {
    const width = intArgument(s, w_width!);
    checkAllocation(s, width);
    const sign = /^[-+]/.test(text) ? text[0]! : "";
    return made(w_self, sign + text.slice(sign.length).padStart(width - sign.length, "0"));
  });
  bytesMethod(w_type, "expandtabs", "tabsize=", (s, w_self, [, w_size], text) => {
    const size = w_size === null ? 8 : intArgument(s, w_size!);
    if (text.includes("\t")) checkAllocation(s, size);
    return made(
      w_self,
      algorithms.expandTabs(text, size, () => false),
    );
  });
}

function installReplacing(w_type: W_TypeObject): void {
  for (const [name, sides] of [
    ["strip", 3],
    ["lstrip", 1],
    ["rstrip", 2],
  ] as const) {
    bytesMethod(w_type, name, "byte=, /", (s, w_self, [, w_chars], text) => {
      if (isMissing(w_chars)) return made(w_self, algorithms.stripUnits(text, isSpace, sides));
      const chars = bytesLike(s, w_chars!);
      const drops = (unit: number): boolean => chars.includes(unit);
      return made(w_self, algorithms.stripUnits(text, drops, sides));
    });
  }
  bytesMethod(w_type, "replace", "old, new, count=", (s, w_self, args, text) => {
    const old = textOf(s, args[1]!);
    const replacement = textOf(s, args[2]!);
    const limit = limitArgument(s, args[3]);
    const characters = (part: string): string[] => part.split("");
    return made(w_self, algorithms.replaceText(text, old, replacement, limit, characters));
  });
  bytesMethod(w_type, "removeprefix", "prefix, /", (s, w_self, [, w_prefix], text) => {
    const prefix = textOf(s, w_prefix!);
    return made(w_self, text.startsWith(prefix) ? text.slice(prefix.length) : text);
  });
  bytesMethod(w_type, "removesuffix", "suffix, /", (s, w_self, [, w_suffix], text) => {
    const suffix = textOf(s, w_suffix!);
    const has = suffix !== "" && text.endsWith(suffix);
    return made(w_self, has ? text.slice(0, -suffix.length) : text);
  });
  bytesMethod(w_type, "join", "iterable", (s, w_self, [, w_items], text) => {
    const items_w = iterable_to_array(s, w_items!, -1);
    const parts = items_w.map((w_item, index) => {
      const buffer = bufferOf(s, w_item);
      if (buffer !== null) return latin1Text(buffer.bytes());
      const name = typeName(s, w_item);
      throw typeError(s, `sequence item ${index}: expected bytes, ${name} found`);
    });
    return made(w_self, parts.join(text));
  });
  bytesMethod(w_type, "translate", "table, /, delete=", (s, w_self, [, w_table, w_delete]) =>
    w_self.like(translated(s, w_self.value, w_table!, w_delete ?? null)),
  );
}

function translated(
  space: ObjSpace,
  bytes: Uint8Array,
  w_table: W_Root,
  w_delete: W_Root | null,
): Uint8Array {
  const table = isMissing(w_table) ? null : bytesLike(space, w_table);
  if (table !== null && table.length !== 256) {
    throw valueError(space, "translation table must be 256 characters long");
  }
  const dropped = new Set(w_delete === null ? [] : bytesLike(space, w_delete));
  const kept = dropped.size === 0 ? bytes : bytes.filter((byte) => !dropped.has(byte));
  return table === null ? kept.slice() : kept.map((byte) => table[byte]!);
}

/** `bytes.maketrans(from, to)`. */
export function makeTranslation(space: ObjSpace, w_from: W_Root, w_to: W_Root): W_Root {
  const from = bytesOfSource(space, w_from);
  const to = bytesOfSource(space, w_to);
  if (from.length !== to.length) {
    throw valueError(space, "maketrans arguments must have same length");
  }
  const table = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  for (let i = 0; i < from.length; i++) table[from[i]!] = to[i]!;
  return new W_BytesObject(table);
}

/** The bytes in hexadecimal, with a separator between groups counted from the end (or start). */
export function hexText(
  space: ObjSpace,
  bytes: Uint8Array,
  w_sep: W_Root | null,
  w_per: W_Root | null,
): string {
  const digits = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
  if (w_sep === null) return digits;
  const separator = hexSeparator(space, w_sep);
  const per = w_per === null ? 1 : intArgument(space, w_per);
  if (per === 0 || digits === "") return digits;
  const width = Math.abs(per) * 2;
  const head = per > 0 ? digits.length % width : 0;
  const groups = head > 0 ? [digits.slice(0, head)] : [];
  for (let at = head; at < digits.length; at += width) groups.push(digits.slice(at, at + width));
  return groups.join(separator);
}

function hexSeparator(space: ObjSpace, w_sep: W_Root): string {
  const w_value = builtinValue(w_sep);
  const isBytes = w_value instanceof W_BytesObject;
  const text = isBytes ? latin1Text(w_value.value) : hexSeparatorText(space, w_value);
  if (Array.from(text).length !== 1) throw valueError(space, "sep must be length 1.");
  if (text > "\x7f") throw valueError(space, "sep must be ASCII.");
  return text;
}

function hexSeparatorText(space: ObjSpace, w_value: W_Root): string {
  if (w_value.getclass(space) === space.w_unicode) return textArgument(space, w_value);
  throw typeError(space, "sep must be str of bytes");
}

/** `bytes.fromhex(text)`. */
export function parseHex(space: ObjSpace, text: string): Uint8Array {
  const bytes: number[] = [];
  let at = 0;
  while (at < text.length) {
    if (isSpace(text.charCodeAt(at))) {
      at++;
      continue;
    }
    for (let i = 0; i < 2; i++) {
      if (/[0-9a-fA-F]/.test(text[at + i] ?? "")) continue;
      const message = "non-hexadecimal number found in fromhex() arg at position";
      throw valueError(space, `${message} ${at + i < text.length ? at + i : at}`);
    }
    bytes.push(Number.parseInt(text.slice(at, at + 2), 16));
    at += 2;
  }
  return Uint8Array.from(bytes);
}
