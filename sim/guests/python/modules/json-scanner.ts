/**
 * Reading JSON with hooks: what a `JSONDecoder` does once it was told how to make objects or
 * numbers. Messages and positions are those of the library's decoder, which differ from the ones
 * that `json.loads` has without hooks; a position counts code points.
 *
 * Counterpart: lib-python/3/json/{scanner,decoder}.py.
 */

import { call_function } from "../objects/call.ts";
import { newdict } from "../objects/dict-object.ts";
import { operationError } from "../objects/errors.ts";
import { newbool, newint } from "../objects/int-object.ts";
import { newlist } from "../objects/list-object.ts";
import type { OperationError } from "../objects/operation-error.ts";
import { enterRecursion, leaveRecursion } from "../objects/recursion.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { quoteText } from "../objects/text-quote.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import {
  countCodePoints,
  newtext,
  unitIndex,
  type W_UnicodeObject,
} from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { decodeError, JSON_ESCAPES, jsonNumber } from "./json-decoder.ts";

/** How values are made; null stands for the default. */
export interface JsonHooks {
  readonly isStrict: boolean;
  readonly w_object: W_Root | null;
  readonly w_pairs: W_Root | null;
  readonly w_float: W_Root | null;
  readonly w_int: W_Root | null;
  readonly w_constant: W_Root;
  readonly w_error: W_Root;
}

/** No value begins at `index`. */
class NoValue {
  readonly index: number;

  constructor(index: number) {
    this.index = index;
  }
}

const NUMBER = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y;
const WORDS = ["NaN", "Infinity", "-Infinity"] as const;

/** Reads values of one text; an index is one of UTF-16 units. */
export class JsonScanner {
  private readonly space: ObjSpace;
  private readonly w_text: W_UnicodeObject;
  private readonly text: string;
  private readonly hooks: JsonHooks;
  private readonly keys = new Map<string, W_UnicodeObject>();
  private at = 0;

  constructor(space: ObjSpace, w_text: W_UnicodeObject, hooks: JsonHooks) {
    this.space = space;
    this.w_text = w_text;
    this.text = w_text.value;
    this.hooks = hooks;
  }

  /** `scan_once(text, index)`: the value and the index after it; StopIteration without a value. */
  scanOnce(index: number): W_Root {
    this.at = unitIndex(this.text, index);
    try {
      const w_value = this.value();
      return new W_TupleObject([w_value, newint(this.position(this.at))]);
    } catch (error) {
      if (!(error instanceof NoValue)) throw error;
      throw operationError(this.space.w_StopIteration, [newint(this.position(error.index))]);
    }
  }

  /** `scanstring(text, index)`, the index being that after the opening quote. */
  scanString(index: number): W_Root {
    this.at = unitIndex(this.text, index) - 1;
    const w_value = newtext(this.string());
    return new W_TupleObject([w_value, newint(this.position(this.at))]);
  }

  private position(index: number): number {
    const { text, w_text } = this;
    if (text.length === w_text.length || index > text.length) return index;
    return countCodePoints(text.slice(0, index));
  }

  private error(message: string, index: number): OperationError {
    const position = this.position(index);
    return decodeError(this.space, this.hooks.w_error, message, this.w_text, position);
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
    const { text, at, space } = this;
    switch (text[at]) {
      case '"':
        return newtext(this.string());
      case "{":
      case "[":
        enterRecursion(space);
        try {
          return text[at] === "[" ? this.array() : this.object();
        } finally {
          leaveRecursion(space);
        }
      case "n":
        return this.word("null", w_None);
      case "t":
        return this.word("true", newbool(true));
      case "f":
        return this.word("false", newbool(false));
      default:
        return this.numberOrConstant();
    }
  }

  private word(word: string, w_value: W_Root): W_Root {
    if (!this.text.startsWith(word, this.at)) throw new NoValue(this.at);
    this.at += word.length;
    return w_value;
  }

  private numberOrConstant(): W_Root {
    const { text, at, hooks, space } = this;
    NUMBER.lastIndex = at;
    const match = NUMBER.exec(text);
    if (match !== null) {
      this.at = at + match[0].length;
      const isFloat = match[2] !== undefined || match[3] !== undefined;
      const w_hook = isFloat ? hooks.w_float : hooks.w_int;
      if (w_hook === null) return jsonNumber(match[0], isFloat);
      return call_function(space, w_hook, [newtext(match[0])]);
    }
    for (const word of WORDS) {
      if (!text.startsWith(word, at)) continue;
      this.at = at + word.length;
      return call_function(space, hooks.w_constant, [newtext(word)]);
    }
    throw new NoValue(at);
  }

  /** A value inside of a container, where it must be. */
  private item(): W_Root {
    try {
      return this.value();
    } catch (error) {
      if (error instanceof NoValue) throw this.error("Expecting value", error.index);
      throw error;
    }
  }

  private array(): W_Root {
    const items_w: W_Root[] = [];
    this.at++;
    this.skipSpace();
    if (this.text[this.at] === "]") {
      this.at++;
      return newlist(items_w);
    }
    for (;;) {
      items_w.push(this.item());
      this.skipSpace();
      const found = this.text[this.at];
      if (found !== "]" && found !== ",") throw this.error("Expecting ',' delimiter", this.at);
      this.at++;
      if (found === "]") return newlist(items_w);
      this.skipSpace();
    }
  }

  private object(): W_Root {
    const pairs: [W_UnicodeObject, W_Root][] = [];
    this.at++;
    this.skipSpace();
    if (this.text[this.at] === "}") {
      this.at++;
      return this.made(pairs);
    }
    for (;;) {
      if (this.text[this.at] !== '"') {
        throw this.error("Expecting property name enclosed in double quotes", this.at);
      }
      const key = this.string();
      this.skipSpace();
      if (this.text[this.at] !== ":") throw this.error("Expecting ':' delimiter", this.at);
      this.at++;
      this.skipSpace();
      const w_key = this.keys.get(key) ?? newtext(key);
      this.keys.set(key, w_key);
      pairs.push([w_key, this.item()]);
      this.skipSpace();
      const found = this.text[this.at];
      if (found !== "}" && found !== ",") throw this.error("Expecting ',' delimiter", this.at);
      this.at++;
      if (found === "}") return this.made(pairs);
      this.skipSpace();
    }
  }

  /** What the hooks make of an object's pairs. */
  private made(pairs: readonly [W_UnicodeObject, W_Root][]): W_Root {
    const { space, hooks } = this;
    if (hooks.w_pairs !== null) {
      const w_pairs = newlist(pairs.map((pair) => new W_TupleObject(pair)));
      return call_function(space, hooks.w_pairs, [w_pairs]);
    }
    const w_dict = newdict();
    for (const [w_key, w_value] of pairs) w_dict.storage.setitem(space, w_key, w_value);
    return hooks.w_object === null ? w_dict : call_function(space, hooks.w_object, [w_dict]);
  }

  /** A string; its opening quote is the next character. */
  private string(): string {
    const { text, at: begin } = this;
    let result = "";
    let from = begin + 1;
    for (let at = from; ; at++) {
      const code = text.charCodeAt(at);
      if (Number.isNaN(code)) throw this.error("Unterminated string starting at", begin);
      if (code === 34) {
        this.at = at + 1;
        return result + text.slice(from, at);
      }
      if (code < 32 && this.hooks.isStrict) {
        const shown = quoteText(text[at]!);
        throw this.error(`Invalid control character ${shown} at`, at + 1);
      }
      if (code !== 92) continue;
      if (at + 1 >= text.length) throw this.error("Unterminated string starting at", begin);
      result += text.slice(from, at) + this.escape(at + 1);
      from = this.at;
      at = from - 1;
    }
  }

  /** The escape whose character after the backslash is at `at`; leaves `this.at` after it. */
  private escape(at: number): string {
    const { text } = this;
    const found = String.fromCodePoint(text.codePointAt(at)!);
    if (found !== "u") {
      const meaning = JSON_ESCAPES.get(found);
      if (meaning === undefined) {
        throw this.error(`Invalid \\escape: ${quoteText(found)}`, at);
      }
      this.at = at + 1;
      return meaning;
    }
    const unit = this.hexUnit(at);
    this.at = at + 5;
    if (unit >= 0xd800 && unit < 0xdc00 && text.startsWith("\\u", this.at)) {
      const second = this.hexUnit(this.at + 1);
      if (second >= 0xdc00 && second < 0xe000) {
        this.at += 6;
        return String.fromCharCode(unit, second);
      }
    }
    return String.fromCharCode(unit);
  }

  /** The four digits after the `u` at `at`, as generously as `int(digits, 16)` reads them. */
  private hexUnit(at: number): number {
    const digits = this.text.slice(at + 1, at + 5);
    const bare = digits.trim().replace(/^\+/, "");
    if (digits.length === 4 && /^[0-9a-f]+(?:_[0-9a-f]+)*$/i.test(bare)) {
      return Number.parseInt(bare.replaceAll("_", ""), 16);
    }
    throw this.error("Invalid \\uXXXX escape", at);
  }
}
