/**
 * `json.loads` without hooks: one pass over the text that builds the values.
 *
 * Messages and positions are PyPy's own, which are not CPython's; a position counts the bytes of
 * the text in UTF-8. DIFFERS: where PyPy cuts a character of several bytes in a message, the whole
 * character is shown.
 *
 * Counterpart: pypy/module/_pypyjson/interp_decoder.py.
 */

import { call_function } from "../objects/call.ts";
import { newdict, type W_DictObject } from "../objects/dict-object.ts";
import { newfloat } from "../objects/float-object.ts";
import { newbool, newint, wrapBigint } from "../objects/int-object.ts";
import { newlist } from "../objects/list-object.ts";
import { OperationError } from "../objects/operation-error.ts";
import type { W_BaseException } from "../objects/base-exception.ts";
import { enterRecursion, leaveRecursion } from "../objects/recursion.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const COLON = 58;
const MINUS = 45;
const ZERO = 48;

/** What a backslash and one character mean. */
export const JSON_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

const encoder = new TextEncoder();

/** An instance of the Python class JSONDecodeError as host exception. */
export function decodeError(
  space: ObjSpace,
  w_class: W_Root,
  message: string,
  w_text: W_UnicodeObject,
  position: number,
): OperationError {
  const args_w = [newtext(message), w_text, newint(position)];
  return new OperationError(call_function(space, w_class, args_w) as W_BaseException);
}

/** The value of a number as JSON writes it. */
export function jsonNumber(text: string, isFloat: boolean): W_Root {
  if (isFloat) return newfloat(Number(text));
  return text.length < 16 ? newint(Number(text) + 0) : wrapBigint(BigInt(text));
}

/** `newtext`, for strings most of which are short and of ASCII. */
function wrapText(text: string): W_UnicodeObject {
  if (text.length < 64) {
    let bits = 0;
    for (let i = 0; i < text.length; i++) bits |= text.charCodeAt(i);
    if (bits < 0xd800) return new W_UnicodeObject(text, text.length);
  }
  return newtext(text);
}

/** Reads one document; an index is one of UTF-16 units. */
export class JsonDecoder {
  private readonly space: ObjSpace;
  private readonly w_text: W_UnicodeObject;
  private readonly text: string;
  private readonly w_error: W_Root;
  private readonly keys = new Map<string, W_UnicodeObject>();
  private at = 0;

  constructor(space: ObjSpace, w_text: W_UnicodeObject, w_error: W_Root) {
    this.space = space;
    this.w_text = w_text;
    this.text = w_text.value;
    this.w_error = w_error;
  }

  /** The whole document. */
  decode(): W_Root {
    const w_value = this.value();
    this.skipSpace();
    if (this.at < this.text.length) throw this.error("Extra data", this.at);
    return w_value;
  }

  /** An error at `index`, or some bytes from there. */
  private error(message: string, index: number, bytes = 0): OperationError {
    const position = this.byteOffset(index) + bytes;
    return decodeError(this.space, this.w_error, message, this.w_text, position);
  }

  private byteOffset(index: number): number {
    const beyond = Math.max(index - this.text.length, 0);
    return encoder.encode(this.text.slice(0, index)).length + beyond;
  }

  /** The character at `index`, NUL after the end as in PyPy's buffer. */
  private shown(index: number): string {
    return index < this.text.length ? String.fromCodePoint(this.text.codePointAt(index)!) : "\0";
  }

  private skipSpace(): void {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at++;
    }
  }

  private value(): W_Root {
    this.skipSpace();
    const code = this.text.charCodeAt(this.at);
    if (code === QUOTE) return wrapText(this.string());
    if ((code > ZERO - 1 && code < 58) || code === MINUS) return this.number(code);
    switch (code) {
      case 91:
      case 123:
        return this.nested(code);
      case 110:
        return this.word(1, "ull", "null", w_None);
      case 116:
        return this.word(1, "rue", "true", newbool(true));
      case 102:
        return this.word(1, "alse", "false", newbool(false));
      case 73:
        return this.word(1, "nfinity", "Infinity", newfloat(Number.POSITIVE_INFINITY));
      case 78:
        return this.word(1, "aN", "NaN", newfloat(Number.NaN));
      default:
        throw this.error(`Unexpected '${this.shown(this.at)}'`, this.at);
    }
  }

  private nested(code: number): W_Root {
    enterRecursion(this.space);
    try {
      return code === 91 ? this.array() : this.object();
    } finally {
      leaveRecursion(this.space);
    }
  }

  /** A word of which `read` characters were seen; `rest` follows. */
  private word(read: number, rest: string, name: string, w_value: W_Root): W_Root {
    const start = this.at + read;
    if (!this.text.startsWith(rest, start)) {
      throw this.error(`Error when decoding ${name}`, start);
    }
    this.at = start + rest.length;
    return w_value;
  }

  private isDigit(index: number): boolean {
    const code = this.text.charCodeAt(index);
    return code >= ZERO && code < 58;
  }

  private number(first: number): W_Root {
    const { text, at: start } = this;
    let at = start;
    if (first === MINUS) {
      at++;
      if (text.charCodeAt(at) === 73) {
        return this.word(2, "nfinity", "Infinity", newfloat(Number.NEGATIVE_INFINITY));
      }
      if (!this.isDigit(at)) throw this.error("Expected digit", at);
    }
    if (text.charCodeAt(at) === ZERO) at++;
    else while (this.isDigit(at)) at++;
    let isFloat = false;
    if (text.charCodeAt(at) === 46) {
      if (!this.isDigit(at + 1)) throw this.error("Expected digit", at + 1);
      isFloat = true;
      at += 2;
      while (this.isDigit(at)) at++;
    }
    if ((text.charCodeAt(at) | 32) === 101) {
      const sign = text.charCodeAt(at + 1);
      const digits = sign === 43 || sign === MINUS ? at + 2 : at + 1;
      if (this.isDigit(digits)) {
        isFloat = true;
        at = digits;
        while (this.isDigit(at)) at++;
      }
    }
    this.at = at;
    return jsonNumber(text.slice(start, at), isFloat);
  }

  private array(): W_Root {
    const start = ++this.at;
    const items_w: W_Root[] = [];
    this.skipSpace();
    if (this.text.charCodeAt(this.at) === 93) {
      this.at++;
      return newlist(items_w);
    }
    for (;;) {
      items_w.push(this.value());
      this.skipSpace();
      const code = this.text.charCodeAt(this.at);
      if (code !== COMMA && code !== 93) throw this.unexpected("array", start);
      this.at++;
      if (code === 93) return newlist(items_w);
    }
  }

  private unexpected(kind: string, start: number): OperationError {
    const found = this.shown(this.at);
    if (found === "\0") return this.error(`Unterminated ${kind} starting at`, start);
    return this.error(`Unexpected '${found}' when decoding ${kind}`, this.at);
  }

  private object(): W_Root {
    const start = ++this.at;
    const w_dict = newdict();
    this.skipSpace();
    if (this.text.charCodeAt(this.at) === 125) {
      this.at++;
      return w_dict;
    }
    for (;;) {
      this.member(w_dict);
      this.skipSpace();
      const code = this.text.charCodeAt(this.at);
      if (code !== COMMA && code !== 125) throw this.unexpected("object", start);
      this.at++;
      if (code === 125) return w_dict;
    }
  }

  private member(w_dict: W_DictObject): void {
    this.skipSpace();
    if (this.text.charCodeAt(this.at) !== QUOTE) {
      throw this.error("Key name must be string at char", this.at);
    }
    const key = this.string();
    this.skipSpace();
    if (this.text.charCodeAt(this.at) !== COLON) throw this.error("No ':' found at", this.at);
    this.at++;
    let w_key = this.keys.get(key);
    if (w_key === undefined) {
      w_key = wrapText(key);
      this.keys.set(key, w_key);
    }
    w_dict.storage.setitem(this.space, w_key, this.value());
  }

  /** A string; its opening quote is the next character. */
  private string(): string {
    const { text } = this;
    const start = this.at + 1;
    let at = start;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.at = at + 1;
        return text.slice(start, at);
      }
      if (code === BACKSLASH || code < 32 || Number.isNaN(code)) break;
      at++;
    }
    return this.stringWithEscapes(start, at);
  }

  private stringWithEscapes(start: number, firstStop: number): string {
    const { text } = this;
    let result = "";
    let from = start;
    let at = firstStop;
    for (;;) {
      const code = at < text.length ? text.charCodeAt(at) : 0;
      if (code === QUOTE) {
        this.at = at + 1;
        return result + text.slice(from, at);
      }
      if (code === BACKSLASH) {
        result += text.slice(from, at) + this.escape(at + 1);
        at = this.at;
        from = at;
        continue;
      }
      if (code === 0) throw this.error("Unterminated string starting at", start - 1);
      if (code < 32) throw this.error("Invalid control character at", at, from === start ? -1 : 0);
      at++;
    }
  }

  /** The escape whose character after the backslash is at `at`; leaves `this.at` after it. */
  private escape(at: number): string {
    const found = this.shown(at);
    const meaning = JSON_ESCAPES.get(found);
    if (meaning !== undefined) {
      this.at = at + 1;
      return meaning;
    }
    if (found !== "u") {
      const place = `(char ${this.byteOffset(at) - 1})`;
      const shown = found <= " " ? "" : `${found} `;
      throw this.error(`Invalid \\escape: ${shown}${place}`, at, -1);
    }
    const unit = hexUnit(this.text, at + 1);
    if (unit < 0) throw this.error("Invalid \\uXXXX escape (char %d)", at, 4);
    this.at = at + 5;
    if (unit >= 0xd800 && unit < 0xdc00 && this.text.startsWith("\\u", this.at)) {
      const second = hexUnit(this.text, this.at + 2);
      if (second < 0) throw this.error("Invalid \\uXXXX escape (char %d)", at, 4);
      if (second >= 0xdc00 && second < 0xe000) {
        this.at += 6;
        return String.fromCharCode(unit, second);
      }
    }
    return String.fromCharCode(unit);
  }
}

/** The value of four hexadecimal digits, or -1. */
function hexUnit(text: string, start: number): number {
  const digits = text.slice(start, start + 4);
  return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : -1;
}
