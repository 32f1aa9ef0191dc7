/**
 * Readers of JSON files that jitreel itself has written: what a value must be, as a value. Files that
 * are damaged, or of another version, are refused with file, line and column.
 */

import type { JsonNode } from "../fixtures/store/json-text.ts";
import { JsonText } from "../fixtures/store/json-text.ts";

/** Makes a value of a node; `what` names it in errors. */
export type JsonReader<T> = (json: JsonText, node: JsonNode, what: string) => T;

/** Reads the text of a whole file. */
export function readJson<T>(text: string, file: string, reader: JsonReader<T>): T {
  const json = new JsonText(text, file);
  return reader(json, json.root, "the file");
}

export const readText: JsonReader<string> = (json, node, what) => {
  if (node.kind !== "text") throw json.wrongKind(node, what, "a text");
  return node.value;
};

export const readInteger: JsonReader<number> = (json, node, what) => {
  if (node.kind === "number" && Number.isSafeInteger(node.value)) return node.value;
  throw json.wrongKind(node, what, "an integer");
};

export const readNatural: JsonReader<number> = (json, node, what) => {
  const value = readInteger(json, node, what);
  if (value < 0) throw json.error(`${what} must not be negative`, node.offset);
  return value;
};

export const readNumber: JsonReader<number> = (json, node, what) => {
  if (node.kind !== "number") throw json.wrongKind(node, what, "a number");
  return node.value;
};

export const readBoolean: JsonReader<boolean> = (json, node, what) => {
  if (node.kind !== "boolean") throw json.wrongKind(node, what, "true or false");
  return node.value;
};

export function readNullable<T>(reader: JsonReader<T>): JsonReader<T | null> {
  return (json, node, what) => (node.kind === "null" ? null : reader(json, node, what));
}

export function readList<T>(reader: JsonReader<T>): JsonReader<T[]> {
  return (json, node, what) => {
    if (node.kind !== "list") throw json.wrongKind(node, what, "a list");
    return node.items.map((item, i) => reader(json, item, `${what}[${i}]`));
  };
}

/** An object whose keys are names of any kind. */
export function readMap<T>(reader: JsonReader<T>): JsonReader<Record<string, T>> {
  return (json, node, what) => {
    const members = json.object(node, what);
    const entries = members.map(({ key, node: value }) => [key, reader(json, value, `"${key}"`)]);
    return Object.fromEntries(entries) as Record<string, T>;
  };
}

/** An object with exactly these keys. */
export function readObject<T extends object>(
  readers: {
    readonly [K in keyof T]: JsonReader<T[K]>;
  },
): JsonReader<T> {
  const keys = Object.keys(readers) as (keyof T & string)[];
  return (json, node, what) => {
    const members = json.members(node, keys, what);
    const entries = keys.map((key) => {
      const member = members.get(key);
      if (member === undefined) throw json.error(`${what} has no "${key}"`, node.offset);
      return [key, readers[key](json, member.node, `"${key}"`)];
    });
    return Object.fromEntries(entries) as T;
  };
}
