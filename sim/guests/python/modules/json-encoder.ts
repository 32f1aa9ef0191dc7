/**
 * `JSONEncoder.encode`: the text of a value in one pass. What the encoder object says (separators,
 * indentation, its `default` method) is read from it once.
 *
 * Counterpart: lib-python/3/json/encoder.py, pypy/module/_pypyjson/interp_encoder.py.
 */

import { call_method, getattr } from "../objects/attributes.ts";
import { compare_text } from "../objects/compare.ts";
import { W_DictObject } from "../objects/dict-object.ts";
import { typeError, typeName, valueError } from "../objects/errors.ts";
import { W_FloatObject } from "../objects/float-object.ts";
import { floatRepr } from "../objects/float-text.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, W_BoolObject, W_IntObject, W_LongObject } from "../objects/int-object.ts";
import { iterate } from "../objects/iteration.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { W_ListObject } from "../objects/list-object.ts";
import { enterRecursion, leaveRecursion } from "../objects/recursion.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { textArgument } from "./define.ts";
import { sortItems } from "./sorting.ts";
import { W_BuiltinFunction } from "../objects/function.ts";
import { parseSignature } from "../objects/signature.ts";

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\b", "\\b"],
  ["\f", "\\f"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes control characters
const SPECIAL = /["\\\u0000-\u001f]/g;
const SPECIAL_OR_NOT_ASCII = /["\\]|[^ -~]/g;

function escapeUnit(unit: string): string {
  const short = SHORT_ESCAPES.get(unit);
  return short ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The text between the quotes. */
export function escapeJsonText(text: string, asciiOnly: boolean): string {
  const pattern = asciiOnly ? SPECIAL_OR_NOT_ASCII : SPECIAL;
  return text.search(pattern) < 0 ? text : text.replace(pattern, escapeUnit);
}

/** One call of `encode`. */
export class JsonEncoder {
  private readonly space: ObjSpace;
  private readonly w_encoder: W_Root;
  private readonly itemSeparator: string;
  private readonly keySeparator: string;
  private readonly indent: string | null;
  private readonly isAscii: boolean;
  private readonly allowsNan: boolean;
  private readonly sortsKeys: boolean;
  private readonly skipsKeys: boolean;
  /** Containers being written, when cycles are to be found. */
  private readonly markers: Set<W_Root> | null;
  private text = "";

  constructor(space: ObjSpace, w_encoder: W_Root) {
    this.space = space;
    this.w_encoder = w_encoder;
    const flag = (name: string): boolean => space.is_true(getattr(space, w_encoder, name));
    this.itemSeparator = textArgument(space, getattr(space, w_encoder, "item_separator"));
    this.keySeparator = textArgument(space, getattr(space, w_encoder, "key_separator"));
    const hasIndent = getattr(space, w_encoder, "indent") !== w_None;
    this.indent = hasIndent ? textArgument(space, getattr(space, w_encoder, "indent_str")) : null;
    this.isAscii = flag("ensure_ascii");
    this.allowsNan = flag("allow_nan");
    this.sortsKeys = flag("sort_keys");
    this.skipsKeys = flag("skipkeys");
    this.markers = flag("check_circular") ? new Set() : null;
  }

  encode(w_obj: W_Root): string {
    this.write(w_obj, 0);
    return this.text;
  }

  private quoted(text: string): string {
    return `"${escapeJsonText(text, this.isAscii)}"`;
  }

  private floatText(value: number): string {
    if (Number.isFinite(value)) return floatRepr(value);
    const isNan = Number.isNaN(value);
    if (!this.allowsNan) {
      const shown = isNan ? "nan" : value > 0 ? "inf" : "-inf";
      const message = `Out of range float values are not JSON compliant: ${shown}`;
      throw valueError(this.space, message);
    }
    return isNan ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  }

  private write(w_obj: W_Root, level: number): void {
    const w_value = builtinValue(w_obj);
    const scalar = this.scalar(w_value);
    if (scalar !== null) {
      this.text += scalar;
      return;
    }
    const { space } = this;
    enterRecursion(space);
    try {
      this.writeContainer(w_obj, w_value, level);
    } finally {
      leaveRecursion(space);
    }
  }

  private scalar(w_value: W_Root): string | null {
    if (w_value instanceof W_UnicodeObject) return this.quoted(w_value.value);
    if (w_value instanceof W_BoolObject) return w_value.intval === 1 ? "true" : "false";
    if (w_value instanceof W_IntObject) return String(w_value.intval);
    if (w_value instanceof W_FloatObject) return this.floatText(w_value.floatval);
    if (w_value === w_None) return "null";
    return w_value instanceof W_LongObject ? String(w_value.value) : null;
  }

  private writeContainer(w_obj: W_Root, w_value: W_Root, level: number): void {
    const { space } = this;
    if (w_value instanceof W_ListObject || w_value instanceof W_TupleObject) {
      if (!space.is_true(w_obj)) this.text += "[]";
      else this.writeList(w_obj, w_value, level);
    } else if (w_value instanceof W_DictObject) {
      if (!space.is_true(w_obj)) this.text += "{}";
      else this.writeDict(w_obj, w_value, level);
    } else {
      this.mark(w_obj);
      this.write(call_method(space, this.w_encoder, "default", [w_obj]), level);
      this.markers?.delete(w_obj);
    }
  }

  private mark(w_obj: W_Root): void {
    if (this.markers === null) return;
    if (this.markers.has(w_obj)) throw valueError(this.space, "Circular reference detected");
    this.markers.add(w_obj);
  }

  /** What stands between items: the separator, with a new line when there is indentation. */
  private separator(level: number): string {
    return this.indent === null ? "" : `\n${this.indent.repeat(level)}`;
  }

  private writeList(w_obj: W_Root, w_value: W_ListObject | W_TupleObject, level: number): void {
    this.mark(w_obj);
    const line = this.separator(level + 1);
    const items_w = w_obj === w_value ? iterable_to_array(this.space, w_value, -1) : null;
    this.text += `[${line}`;
    let isFirst = true;
    for (const w_item of items_w ?? iterate(this.space, w_obj)) {
      if (isFirst) isFirst = false;
      else this.text += this.itemSeparator + line;
      this.write(w_item, level + 1);
    }
    this.text += `${this.separator(level)}]`;
    this.markers?.delete(w_obj);
  }

  private writeDict(w_obj: W_Root, w_value: W_DictObject, level: number): void {
    this.mark(w_obj);
    const line = this.separator(level + 1);
    this.text += `{${line}`;
    let isFirst = true;
    for (const [w_key, w_item] of this.pairsOf(w_obj, w_value)) {
      const key = this.keyText(w_key);
      if (key === null) continue;
      if (isFirst) isFirst = false;
      else this.text += this.itemSeparator + line;
      this.text += this.quoted(key) + this.keySeparator;
      this.write(w_item, level + 1);
    }
    this.text += `${this.separator(level)}}`;
    this.markers?.delete(w_obj);
  }

  private pairsOf(w_obj: W_Root, w_value: W_DictObject): readonly (readonly [W_Root, W_Root])[] {
    const { space } = this;
    const pairs: (readonly [W_Root, W_Root])[] = [];
    if (w_obj === w_value) {
      for (const pair of w_value.storage.pairs(space)) pairs.push(pair);
    } else {
      for (const w_pair of iterate(space, call_method(space, w_obj, "items", []))) {
        const [w_key, w_item] = iterable_to_array(space, w_pair, -1);
        pairs.push([w_key!, w_item!]);
      }
    }
    return this.sortsKeys ? this.sorted(pairs) : pairs;
  }

  private sorted(
    pairs: readonly (readonly [W_Root, W_Root])[],
  ): readonly (readonly [W_Root, W_Root])[] {
    if (pairs.every(([w_key]) => w_key instanceof W_UnicodeObject)) {
      const text = (pair: readonly [W_Root, W_Root]): string => (pair[0] as W_UnicodeObject).value;
      return pairs.slice().sort((a, b) => (compare_text(0, text(a), text(b)) ? -1 : 1));
    }
    const pairs_w = pairs.map((pair) => new W_TupleObject(pair));
    const w_first = new W_BuiltinFunction(
      "first",
      parseSignature("pair"),
      (_, [w_pair]) => (w_pair as W_TupleObject).items[0]!,
    );
    return sortItems(this.space, pairs_w, w_first, false).map((w_pair) => {
      const [w_key, w_item] = (w_pair as W_TupleObject).items;
      return [w_key!, w_item!];
    });
  }

  /** The text of a key; null for one to be skipped. */
  private keyText(w_key: W_Root): string | null {
    const w_value = builtinValue(w_key);
    if (w_value instanceof W_UnicodeObject) return w_value.value;
    if (w_value instanceof W_FloatObject) return this.floatText(w_value.floatval);
    if (w_value instanceof W_BoolObject) return w_value.intval === 1 ? "true" : "false";
    if (w_value === w_None) return "null";
    const integer = bigintOrNull(w_value);
    if (integer !== null) return String(integer);
    if (this.skipsKeys) return null;
    const name = typeName(this.space, w_key);
    throw typeError(this.space, `keys must be str, int, float, bool or None, not ${name}`);
  }
}
