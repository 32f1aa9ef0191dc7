/**
 * Declarations of constants: objects, arrays with contents, strings, integers.
 *
 *   object nodeA Node value=3 next=nodeA     missing fields are zero
 *   items tens Ints 10 20 30                 items many Ints 100*0
 *   string hello "text"                      int big 0x7fffffff
 */

import { intFromBigint } from "../base/int.ts";
import type { Int } from "../base/int.ts";
import type { DeclarationLine } from "./declaration-line.ts";
import { writeField, writeItem, zeroOf } from "./heap-access.ts";
import { unescapeText } from "./low-string.ts";
import type { Kind, RtValue } from "./values.ts";

const INTEGER = /^-?(?:\d+|0[xX][0-9a-fA-F]+)$/;

/** An integer in decimal or hexadecimal; undefined when it is none or too long. */
export function readInteger(text: string): Int | undefined {
  if (!INTEGER.test(text)) return undefined;
  const isNegative = text.startsWith("-");
  const value = BigInt(isNegative ? text.slice(1) : text) * (isNegative ? -1n : 1n);
  const isInside = value < 1n << 64n && value >= -(1n << 63n);
  return isInside ? intFromBigint(BigInt.asIntN(64, value)) : undefined;
}

function readValue({ context, error }: DeclarationLine, kind: Kind, text: string): RtValue {
  if (kind === "i") {
    const value = context.integers.get(text) ?? readInteger(text);
    if (value === undefined) throw error(`${text} is no integer`);
    return value;
  }
  if (kind === "f") {
    if (text === "" || Number.isNaN(Number(text))) throw error(`${text} is no number`);
    return Number(text);
  }
  if (context.nulls.has(text)) return null;
  const found = context.objects.get(text);
  if (found === undefined) throw error(`unknown object ${text}`);
  return found;
}

/** `object NAME CLASS field=value …`; the object may refer to itself. */
export function declareObject(line: DeclarationLine): void {
  const { words, context, error } = line;
  const [, name = "", className = ""] = words;
  const layout = context.classes.get(className);
  if (layout === undefined) throw error(`unknown class ${className}`);
  const hostClass = layout.hostClass as unknown as new () => object;
  const object = new hostClass();
  for (const field of layout.fields) writeField(field, object, zeroOf(field.kind));
  context.addObject(name, object);
  for (const word of words.slice(3)) {
    const [fieldName = "", text = ""] = word.split("=");
    const field = layout.fields.find((other) => other.name === fieldName);
    if (field === undefined) throw error(`${className} has no field ${fieldName}`);
    writeField(field, object, readValue(line, field.kind, text));
  }
}

/** `items NAME ARRAY v1 v2 …`; `13*0` is thirteen zeros. */
export function declareItems(line: DeclarationLine): void {
  const { words, context, error } = line;
  const [, name = "", arrayName = ""] = words;
  const descr = context.lookupDescr(arrayName);
  if (descr?.descrKind !== "array") throw error(`unknown array ${arrayName}`);
  if (descr.struct !== null) throw error("arrays of structs have no constants");
  const items: RtValue[] = [];
  for (const word of words.slice(3)) {
    const [, count = "1", text = ""] = /^(?:(\d+)\*)?(.+)$/.exec(word) ?? [];
    for (let i = 0; i < Number(count); i++) {
      writeItem(descr, items, items.length, readValue(line, descr.itemKind, text));
    }
  }
  context.addObject(name, items);
}

/** `string NAME "text"`. */
export function declareString(
  { words, text, context, error }: DeclarationLine,
  isUnicode: boolean,
) {
  const [, literal] = /^\w+\s+\w+\s+"(.*)"$/s.exec(text) ?? [];
  if (literal === undefined) throw error(`a string is \`${words[0]} NAME "text"\``);
  context.addObject(words[1] as string, context.string(unescapeText(literal), isUnicode));
}

/** `int NAME 5`; negative and hexadecimal ones too. */
export function declareInt({ words, context, error }: DeclarationLine): void {
  const [, name = "", text = ""] = words;
  const value = readInteger(text);
  if (name === "" || value === undefined) throw error("an integer is `int NAME 5`");
  context.integers.set(name, value);
}
