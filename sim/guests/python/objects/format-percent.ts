/**
 * The `%` operator of strings and of bytes: reading the format and taking the values. The format of
 * bytes is a host string of code units up to 255 here.
 *
 * Counterpart: pypy/objspace/std/formatting.py.
 */

import { latin1Bytes, latin1Text, W_BytesObject } from "./bytes-object.ts";
import { lookup } from "./call.ts";
import { W_DictObject } from "./dict-object.ts";
import { typeError, valueError } from "./errors.ts";
import { builtinValue } from "./instance-object.ts";
import { getitem } from "./items.ts";
import { convertPercent, type Conversion } from "./percent-conversions.ts";
import { intArgument } from "./slices.ts";
import type { ObjSpace } from "./space.ts";
import { W_TupleObject } from "./tuple-object.ts";
import { countCodePoints, newtext, W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

/** A format operation in progress. */
class Formatting {
  readonly space: ObjSpace;
  readonly format: string;
  readonly isBytes: boolean;
  private readonly w_values: W_Root;
  private readonly values_w: readonly W_Root[];
  /** The values when they can be looked up by key. */
  private readonly w_mapping: W_Root | null;
  private index = 0;
  at = 0;

  constructor(space: ObjSpace, format: string, w_values: W_Root, isBytes: boolean) {
    this.space = space;
    this.format = format;
    this.isBytes = isBytes;
    this.w_values = w_values;
    const w_builtin = builtinValue(w_values);
    const isTuple = w_builtin instanceof W_TupleObject;
    this.values_w = isTuple ? w_builtin.items : [w_values];
    const isText = w_builtin instanceof W_UnicodeObject;
    const hasItems = lookup(space, w_values, "__getitem__") !== null;
    this.w_mapping = !isTuple && !isText && hasItems ? w_values : null;
  }

  next(): W_Root {
    const w_value = this.values_w[this.index++];
    if (w_value !== undefined) return w_value;
    throw typeError(this.space, "not enough arguments for format string");
  }

  byKey(key: string): W_Root {
    if (this.w_mapping === null) throw typeError(this.space, "format requires a mapping");
    const w_key = this.isBytes ? new W_BytesObject(latin1Bytes(key)) : newtext(key);
    return getitem(this.space, this.w_mapping, w_key);
  }

  checkAllUsed(): void {
    if (this.index >= this.values_w.length || this.w_mapping !== null) return;
    if (builtinValue(this.w_values) instanceof W_DictObject) return;
    throw typeError(this.space, "not all arguments converted during string formatting");
  }

  /** The code unit at the position, which must be inside of the format. */
  peek(): string {
    const unit = this.format[this.at];
    if (unit === undefined) throw valueError(this.space, "incomplete format");
    return unit;
  }
}

/** `w_format % w_values`. */
export function format_percent(
  space: ObjSpace,
  w_format: W_UnicodeObject,
  w_values: W_Root,
): W_Root {
  return newtext(expand(new Formatting(space, w_format.value, w_values, false)));
}

/** The same of bytes. */
export function formatBytesPercent(
  space: ObjSpace,
  format: Uint8Array,
  w_values: W_Root,
): Uint8Array {
  return latin1Bytes(expand(new Formatting(space, latin1Text(format), w_values, true)));
}

function expand(formatting: Formatting): string {
  const { format } = formatting;
  let result = "";
  for (;;) {
    const percent = format.indexOf("%", formatting.at);
    if (percent < 0) {
      result += format.slice(formatting.at);
      formatting.checkAllUsed();
      return result;
    }
    result += format.slice(formatting.at, percent);
    formatting.at = percent + 1;
    result += expandField(formatting);
  }
}

function expandField(formatting: Formatting): string {
  const { space } = formatting;
  if (formatting.peek() === "%") {
    formatting.at++;
    return "%";
  }
  const start = formatting.at;
  const w_keyed = formatting.peek() === "(" ? formatting.byKey(readKey(formatting)) : null;
  const flags = readFlags(formatting);
  const width = readNumber(formatting);
  const precision = readPrecision(formatting);
  if ("hlL".includes(formatting.peek())) formatting.at++;
  const type = String.fromCodePoint(formatting.format.codePointAt(formatting.at) ?? 0);
  formatting.peek();
  if (type === "%") throw extraCharacter(formatting, start);
  if (!(formatting.isBytes ? "diouxXeEfFgGcrsab" : "diouxXeEfFgGcrsa").includes(type)) {
    throw unsupportedCharacter(formatting, type);
  }
  formatting.at += type.length;
  const conversion: Conversion = {
    flags: width < 0 ? `${flags}-` : flags,
    width: Math.abs(width),
    precision,
    type,
    isBytes: formatting.isBytes,
  };
  return convertPercent(space, conversion, w_keyed ?? formatting.next());
}

function indexOf(formatting: Formatting, at: number): number {
  return countCodePoints(formatting.format.slice(0, at));
}

function unsupportedCharacter(formatting: Formatting, type: string) {
  const code = type.codePointAt(0)!.toString(16);
  const index = indexOf(formatting, formatting.at);
  const shown = formatting.isBytes ? `b'${type}'` : `'${type}'`;
  const message = `unsupported format character ${shown} (0x${code}) at index ${index}`;
  return valueError(formatting.space, message);
}

function extraCharacter(formatting: Formatting, start: number) {
  const extra = String.fromCodePoint(formatting.format.codePointAt(start)!);
  const code = extra.codePointAt(0)!.toString(16);
  const index = indexOf(formatting, start);
  const message = `extra character '${extra}' (0x${code}) before escaped '%' at index ${index}, use '%%'`;
  return valueError(formatting.space, message);
}

/** The key between parentheses, which may be nested. */
function readKey(formatting: Formatting): string {
  const { format, space } = formatting;
  const start = formatting.at + 1;
  let depth = 1;
  for (let at = start; at < format.length; at++) {
    if (format[at] === "(") depth++;
    else if (format[at] === ")" && --depth === 0) {
      formatting.at = at + 1;
      return format.slice(start, at);
    }
  }
  throw valueError(space, "incomplete format key");
}

function readFlags(formatting: Formatting): string {
  const start = formatting.at;
  while ("-+ #0".includes(formatting.peek())) formatting.at++;
  return formatting.format.slice(start, formatting.at);
}

/** A number as written, or taken from the values; 0 when there is none. */
function readNumber(formatting: Formatting): number {
  const { space } = formatting;
  if (formatting.peek() === "*") {
    formatting.at++;
    return intArgument(space, formatting.next());
  }
  const start = formatting.at;
  while (/[0-9]/.test(formatting.peek())) formatting.at++;
  return Number(formatting.format.slice(start, formatting.at));
}

function readPrecision(formatting: Formatting): number {
  if (formatting.peek() !== ".") return -1;
  formatting.at++;
  return Math.max(readNumber(formatting), 0);
}
