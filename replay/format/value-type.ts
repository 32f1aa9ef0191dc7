/**
 * The types of fields: how each value stands in msgpack, writer beside reader. A schema is a record
 * of these, so nothing can be written that is not read back, and both sides check what they get.
 *
 * Each value has two forms. `encode` and `decode`: a value of its own in a map or array, in the
 * header, the index, checkpoints and the events of reels of version 1. `put` and `take`: some tokens
 * in an event's flat array, since version 2.
 *
 * `encode` is a property, not a method, so that TypeScript compares it contravariantly: a schema
 * that forgets a member of a union, or has one too many, does not compile.
 */

import type { BlockReader } from "./block-reader.ts";
import type { BlockWriter } from "./block-writer.ts";
import type { Plain, PlainMap } from "./codec.ts";
import { SchemaError } from "./schema-error.ts";
import { decodeWtf8 } from "./wtf8.ts";

export { SchemaError };

/** How texts are written: into the table of their block, or directly. */
export interface TextWriter {
  readonly write: (text: string) => Plain;
}

/** The reading side of {@link TextWriter}. */
export interface TextReader {
  readonly read: (plain: unknown) => string;
}

/** A record or tuple as FORMAT.md describes it: its items in order, with the types' names. */
export interface RecordNote {
  readonly name: string;
  readonly items: readonly (readonly [key: string, typeName: string])[];
  readonly uses: readonly RecordNote[];
}

/** One type of field. */
export interface ValueType<T> {
  /** What FORMAT.md calls it. */
  readonly name: string;
  /** The records that values of this type hold. */
  readonly uses?: readonly RecordNote[];
  /** Of a field that version 1.0 did not have; the version is `major.minor`. */
  readonly since?: { readonly version: string; readonly before: T };
  readonly encode: (value: T, texts: TextWriter) => Plain;
  readonly decode: (plain: unknown, texts: TextReader) => T;
  readonly put: (value: T, out: BlockWriter) => void;
  readonly take: (from: BlockReader) => T;
}

/** The types of all fields of `T`, in the order in which they are written. */
export type Fields<T> = { readonly [K in keyof T]-?: ValueType<T[K]> };

function fail(expected: string, found: unknown): never {
  const shown = typeof found === "string" ? JSON.stringify(found) : String(found);
  throw new SchemaError(`expected ${expected}, found ${shown.slice(0, 60)}`);
}

function checkInt(value: unknown): number {
  const int = typeof value === "bigint" ? Number(value) : value;
  if (typeof int !== "number" || !Number.isSafeInteger(int) || Object.is(int, -0)) {
    return fail("an integer below 2^53", value);
  }
  return int;
}

/** An integer whose magnitude is below 2^53. */
export const int: ValueType<number> = {
  name: "int",
  encode: checkInt,
  decode: checkInt,
  put: (value, out) => out.tokens.int(value),
  take: (from) => from.tokens.int(),
};

/** An int that is near the last one of its type: its difference from that one, or nil for -1. */
export function near(name: string, register: "code" | "guard" | "owner"): ValueType<number> {
  return {
    ...int,
    name,
    put: (value, out) => {
      if (value === -1) {
        out.tokens.nil();
        return;
      }
      out.near(value, out[register]);
      out[register] = value;
    },
    take: (from) => {
      if (from.tokens.takeNil()) return -1;
      from[register] = from.tokens.near(from[register]);
      return from[register];
    },
  };
}

function checkBoolean(value: unknown): boolean {
  return typeof value === "boolean" ? value : fail("true or false", value);
}

export const boolean: ValueType<boolean> = {
  name: "bool",
  encode: checkBoolean,
  decode: checkBoolean,
  put: (value, out) => out.tokens.boolean(checkBoolean(value)),
  take: (from) => checkBoolean(from.tokens.take()),
};

function checkBytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? new Uint8Array(value) : fail("bytes", value);
}

export const bytes: ValueType<Uint8Array> = {
  name: "bytes",
  encode: checkBytes,
  decode: checkBytes,
  put: (value, out) => out.tokens.binary(value),
  take: (from) => checkBytes(from.tokens.take()),
};

/** Any text of the guest or of the simulator. */
export const text: ValueType<string> = {
  name: "text",
  encode: (value, texts) => (typeof value === "string" ? texts.write(value) : fail("text", value)),
  decode: (plain, texts) => texts.read(plain),
  put: (value, out) => out.text(value),
  take: (from) => from.text(),
};

/** One of a few words; written as a text. */
export function oneOf<const W extends string>(...words: readonly W[]): ValueType<W> {
  const check = (value: unknown): W =>
    words.find((word) => word === value) ?? fail(words.map((w) => `"${w}"`).join(" or "), value);
  return {
    name: words.map((word) => `"${word}"`).join(" or "),
    encode: (value, texts) => texts.write(check(value)),
    decode: (plain, texts) => check(texts.read(plain)),
    put: (value, out) => out.tokens.int(words.indexOf(check(value))),
    take: (from) => words[from.tokens.int()] ?? fail(`one of ${words.length} words`, "another"),
  };
}

/** `null` stands for itself. */
export function nullable<T>(item: ValueType<T>): ValueType<T | null> {
  return {
    name: `${item.name} or nil`,
    uses: item.uses ?? [],
    encode: (value, texts) => (value === null ? null : item.encode(value, texts)),
    decode: (plain, texts) => (plain === null ? null : item.decode(plain, texts)),
    put: (value, out) => (value === null ? out.tokens.nil() : item.put(value, out)),
    take: (from) => (from.tokens.takeNil() ? null : item.take(from)),
  };
}

/** An array of equal items. */
export function list<T>(item: ValueType<T>): ValueType<readonly T[]> {
  return {
    name: `list of ${item.name}`,
    uses: item.uses ?? [],
    encode: (value, texts) => checkArray(value).map((one) => item.encode(one as T, texts)),
    decode: (plain, texts) => checkArray(plain).map((one) => item.decode(one, texts)),
    put: (values, out) => {
      out.tokens.int(values.length);
      for (const one of values) item.put(one, out);
    },
    take: (from) => Array.from({ length: from.tokens.count() }, () => item.take(from)),
  };
}

function checkArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : fail("a list", value);
}

/** A fixed number of items of different types. */
export function tuple<T extends readonly unknown[]>(
  name: string,
  items: { readonly [I in keyof T]: ValueType<T[I]> },
): ValueType<T> {
  const types: readonly ValueType<unknown>[] = items as readonly ValueType<unknown>[];
  return {
    name,
    uses: [
      noteRecord(
        name,
        types.map((type, i) => [String(i), type] as const),
      ),
    ],
    encode: (value, texts) => types.map((type, i) => type.encode(value[i], texts)),
    decode: (plain, texts) => {
      const values = checkLength(plain, types.length);
      return types.map((type, i) => type.decode(values[i], texts)) as unknown as T;
    },
    put: (value, out) => {
      for (let i = 0; i < types.length; i++) types[i]!.put(value[i], out);
    },
    take: (from) => types.map((type) => type.take(from)) as unknown as T,
  };
}

/** More items than known come from a newer minor version and are passed over. */
function checkLength(plain: unknown, countMin: number): readonly unknown[] {
  const values = checkArray(plain);
  return values.length >= countMin ? values : fail(`${countMin} items`, `${values.length} items`);
}

/** An object, written as the array of its fields in the order of `fields`. */
export function record<T extends object>(name: string, fields: Fields<T>): ValueType<T> {
  const entries = fieldEntries(fields);
  return {
    name,
    uses: [noteRecord(name, entries)],
    encode: (value, texts) =>
      entries.map(([key, type]) => within(key, () => type.encode(value[key], texts))),
    decode: (plain, texts) => {
      const values = checkLength(plain, entries.length);
      return fromEntries<T>(
        entries.map(([key, type], i) => [key, within(key, () => type.decode(values[i], texts))]),
      );
    },
    put: (value, out) => {
      for (const [key, type] of entries) type.put(value[key], out);
    },
    take: (from) => takeFields(entries, from, {}),
  };
}

function noteRecord<T>(
  name: string,
  entries: readonly (readonly [string, ValueType<T>])[],
): RecordNote {
  const items = entries.map(([key, type]) => [key, type.name] as const);
  return { name, items, uses: entries.flatMap(([, type]) => type.uses ?? []) };
}

/** Adds the fields of `value` to `map`, in the order of `fields`. */
export function encodeFields<T extends object>(
  map: PlainMap,
  value: T,
  fields: Fields<T>,
  texts: TextWriter,
): void {
  for (const [key, type] of fieldEntries(fields)) {
    map[key] = within(key, () => type.encode(value[key], texts));
  }
}

/**
 * The inverse of {@link encodeFields}; keys that are not known are passed over, and only those of
 * later versions can be missing.
 */
export function decodeFields<T extends object>(
  map: Readonly<Record<string, unknown>>,
  fields: Fields<T>,
  texts: TextReader,
): T {
  return fromEntries<T>(
    fieldEntries(fields).map(([key, type]) => {
      if (Object.hasOwn(map, key)) return [key, within(key, () => type.decode(map[key], texts))];
      if (type.since === undefined) throw new SchemaError(`field ${key} is missing`);
      return [key, type.since.before];
    }),
  );
}

/** Adds the fields of `entries` to `found`, in their order; those of later versions can be missing. */
export function takeFields<T extends object>(
  entries: FieldEntries<T>,
  from: BlockReader,
  found: Record<string, unknown>,
): T {
  for (const [key, type] of entries) {
    if (type.since !== undefined && from.tokens.isAtEnd) found[key] = type.since.before;
    else found[key] = type.take(from);
  }
  return found as T;
}

/** A field that `version` has added to a map; reels without it mean `before`. */
export function since<T>(version: string, type: ValueType<T>, before: T): ValueType<T> {
  const name = `${type.name}; since ${version}, ${JSON.stringify(before)} where it is missing`;
  return { ...type, name, since: { version, before } };
}

/** The fields of a record with their types, in order. */
export type FieldEntries<T> = readonly (readonly [
  key: keyof T & string,
  type: ValueType<T[keyof T]>,
])[];

export function fieldEntries<T extends object>(fields: Fields<T>): FieldEntries<T> {
  return Object.entries(fields) as [keyof T & string, ValueType<T[keyof T]>][];
}

function fromEntries<T>(entries: readonly (readonly [string, unknown])[]): T {
  return Object.fromEntries(entries) as T;
}

/** Adds the field's name to the message of a {@link SchemaError}. */
function within<R>(key: string, act: () => R): R {
  try {
    return act();
  } catch (error) {
    if (error instanceof SchemaError) throw new SchemaError(`${key}: ${error.message}`);
    throw error;
  }
}

/** The map that `plain` must be. */
export function checkMap(plain: unknown): Readonly<Record<string, unknown>> {
  const isMap = typeof plain === "object" && plain !== null && !Array.isArray(plain);
  if (!isMap || plain instanceof Uint8Array) return fail("a map", plain);
  return plain as Readonly<Record<string, unknown>>;
}

/** The text of WTF-8 bytes, which `plain` must be. */
export function checkWtf8(plain: unknown): string {
  const stored = plain instanceof Uint8Array ? plain : fail("WTF-8 bytes", plain);
  return decodeWtf8(stored) ?? fail("WTF-8 bytes", "bytes that are not WTF-8");
}
