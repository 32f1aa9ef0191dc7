/**
 * Subjects as JSON, so that a kept failure does not depend on the generator that made it. What JSON
 * lacks has a tag: `{"$bigint": "1"}`, `{"$bytes": "base64"}`, `{"$number": "-0"}`, `{"$undefined": 0}`,
 * `{"$map": [[k, v]]}`, `{"$set": []}`; an object with a key that begins with `$` is `{"$object": []}`.
 * Subjects with functions or classes have no such form.
 */

import { isDeepStrictEqual } from "node:util";

/** The text of a subject; null when it would not come back as it is. */
export function encodeSubject(subject: unknown): string | null {
  try {
    const text = JSON.stringify(toJson(subject));
    return isDeepStrictEqual(decodeSubject(text), subject) ? text : null;
  } catch {
    return null;
  }
}

/** The subject; throws a SyntaxError when the text is damaged. */
export function decodeSubject(text: string): unknown {
  return fromJson(JSON.parse(text));
}

function toJson(value: unknown): unknown {
  if (typeof value === "bigint") return { $bigint: String(value) };
  if (value === undefined) return { $undefined: 0 };
  if (typeof value === "number") return isPlain(value) ? value : { $number: print(value) };
  if (typeof value === "function" || typeof value === "symbol") throw new Error("no plain data");
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
  if (value instanceof Map) return { $map: [...value].map((pair) => pair.map(toJson)) };
  if (value instanceof Set) return { $set: [...value].map(toJson) };
  const entries = Object.entries(value).map(([key, inner]) => [key, toJson(inner)] as const);
  const isTagLike = entries.some(([key]) => key.startsWith("$"));
  return isTagLike ? { $object: entries } : Object.fromEntries(entries);
}

function isPlain(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0);
}

function print(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

const TAGS: Readonly<Record<string, (value: unknown) => unknown>> = {
  $bigint: (value) => BigInt(String(value)),
  $undefined: () => undefined,
  $number: Number,
  $bytes: (value) => new Uint8Array(Buffer.from(String(value), "base64")),
  $map: (value) => new Map(pairs(value)),
  $set: (value) => new Set(items(value).map(fromJson)),
  $object: (value) => Object.fromEntries(pairs(value)),
};

function items(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new SyntaxError("expected a list behind a tag");
  return value;
}

function pairs(value: unknown): [string, unknown][] {
  return items(value).map((pair) => {
    const [key, inner] = items(pair);
    return [fromJson(key) as string, fromJson(inner)];
  });
}

function fromJson(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(fromJson);
  const entries = Object.entries(value);
  const [first] = entries;
  const untag = first === undefined ? undefined : TAGS[first[0]];
  if (untag !== undefined && first !== undefined) return untag(first[1]);
  return Object.fromEntries(entries.map(([key, inner]) => [key, fromJson(inner)]));
}
