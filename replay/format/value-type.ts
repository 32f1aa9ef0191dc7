/**
 * The types of fields: how each value stands in msgpack, writer beside reader. A schema is a record
 * of these, so nothing can be written that is not read back, and both sides check what they get.
 *
 * `encode` is a property, not a method, so that TypeScript compares it contravariantly: a schema
 * that forgets a member of a union, or has one too many, does not compile.
 */

import type { Plain, PlainMap } from "./codec.ts";
import { decodeWtf8 } from "./wtf8.ts";

/** A value that does not fit its type: in a reel damage, in the writer a bug. */
export class SchemaError extends Error {
  override name = "SchemaError";
}

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
export const int: ValueType<number> = { name: "int", encode: checkInt, decode: checkInt };

function checkBoolean(value: unknown): boolean {
  return typeof value === "boolean" ? value : fail("true or false", value);
}

export const boolean: ValueType<boolean> = {
  name: "bool",
  encode: checkBoolean,
  decode: checkBoolean,
};

function checkBytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? new Uint8Array(value) : fail("bytes", value);
}

export const bytes: ValueType<Uint8Array> = {
  name: "bytes",
  encode: checkBytes,
  decode: checkBytes,
};

/** Any text of the guest or of the simulator. */
export const text: ValueType<string> = {
  name: "text",
  encode: (value, texts) => (typeof value === "string" ? texts.write(value) : fail("text", value)),
  decode: (plain, texts) => texts.read(plain),
};

/** One of a few words; written as a text. */
export function oneOf<const W extends string>(...words: readonly W[]): ValueType<W> {
  const check = (value: unknown): W =>
    words.find((word) => word === value) ?? fail(words.map((w) => `"${w}"`).join(" or "), value);
  return {
    name: words.map((word) => `"${word}"`).join(" or "),
    encode: (value, texts) => texts.write(check(value)),
    decode: (plain, texts) => check(texts.read(plain)),
  };
}

/** `null` stands for itself. */
export function nullable<T>(item: ValueType<T>): ValueType<T | null> {
  return {
    name: `${item.name} or nil`,
    uses: item.uses ?? [],
    encode: (value, texts) => (value === null ? null : item.encode(value, texts)),
    decode: (plain, texts) => (plain === null ? null : item.decode(plain, texts)),
  };
}

/** An array of equal items. */
export function list<T>(item: ValueType<T>): ValueType<readonly T[]> {
  return {
    name: `list of ${item.name}`,
    uses: item.uses ?? [],
    encode: (value, texts) => checkArray(value).map((one) => item.encode(one as T, texts)),
    decode: (plain, texts) => checkArray(plain).map((one) => item.decode(one, texts)),
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

/** A field that `version` has added to a map; reels without it mean `before`. */
export function since<T>(version: string, type: ValueType<T>, before: T): ValueType<T> {
  const name = `${type.name}; since ${version}, ${JSON.stringify(before)} where it is missing`;
  return { ...type, name, since: { version, before } };
}

function fieldEntries<T extends object>(
  fields: Fields<T>,
): (readonly [key: keyof T & string, type: ValueType<T[keyof T]>])[] {
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

/** A double: its 8 IEEE bytes, big-endian, so that -0, NaN and 1.0 keep what they are. */
export const float: ValueType<number> = {
  name: "float",
  encode: (value) => {
    const words = new DataView(new ArrayBuffer(8));
    words.setFloat64(0, typeof value === "number" ? value : fail("a number", value));
    if (Number.isNaN(value)) words.setBigUint64(0, 0x7ff8000000000000n);
    return new Uint8Array(words.buffer);
  },
  decode: (plain) => {
    const stored = checkBytes(plain);
    if (stored.length !== 8) return fail("8 bytes", `${stored.length} bytes`);
    return new DataView(stored.buffer).getFloat64(0);
  },
};

/** An integer of any size: msgpack's own up to 64 bits, beyond that `["int", "decimal text"]`. */
export const wideInt: ValueType<bigint> = {
  name: "wide int",
  encode: (value) => {
    if (typeof value !== "bigint") return fail("a bigint", value);
    return isWide(value) ? ["int", String(value)] : value;
  },
  decode: (plain) => {
    if (typeof plain === "bigint") return plain;
    if (typeof plain === "number" && Number.isSafeInteger(plain)) return BigInt(plain);
    const [tag, digits] = checkLength(plain, 2);
    if (tag !== "int" || typeof digits !== "string" || !/^(0|-?[1-9][0-9]*)$/.test(digits)) {
      return fail('["int", decimal]', plain);
    }
    return BigInt(digits);
  },
};

function isWide(value: bigint): boolean {
  return value < -(1n << 63n) || value >= 1n << 64n;
}

/** The text of WTF-8 bytes, which `plain` must be. */
export function checkWtf8(plain: unknown): string {
  const stored = plain instanceof Uint8Array ? plain : fail("WTF-8 bytes", plain);
  return decodeWtf8(stored) ?? fail("WTF-8 bytes", "bytes that are not WTF-8");
}
