/**
 * The structural difference of two values of plain data, and its application. Everything is JSON;
 * bytes stand as `{"$hex": "…"}`.
 *
 *     {"=": value}                  the other value
 *     {"{}": {field: patch, …}}     fields that differ; both objects have the same fields
 *     {"[]": [step, …]}             a list, step by step:
 *         n                           the next n items stay
 *         {"-": n}                    the next n items go
 *         {"+": [value, …]}           these come
 *         {"~": patch}                the next item changes
 */

import { alignByKeys } from "./align-by-keys.ts";
import { areEqual } from "./equal-values.ts";

/** JSON. */
export type PlainValue =
  | null
  | boolean
  | number
  | string
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

export type ListStep =
  | number
  | { readonly "-": number }
  | { readonly "+": readonly PlainValue[] }
  | { readonly "~": Patch };

export type Patch =
  | { readonly "=": PlainValue }
  | { readonly "{}": { readonly [field: string]: Patch } }
  | { readonly "[]": readonly ListStep[] };

/** A value of an event as JSON. */
export function toPlain(value: unknown): PlainValue {
  if (value instanceof Uint8Array) return { $hex: Buffer.from(value).toString("hex") };
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toPlain(one)]));
  }
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return value;
  throw new TypeError(`no plain value: ${typeof value}`);
}

/** The inverse of {@link toPlain}. */
export function fromPlain(plain: PlainValue): unknown {
  if (isList(plain)) return plain.map(fromPlain);
  if (typeof plain !== "object" || plain === null) return plain;
  const { $hex } = plain;
  if (typeof $hex === "string") return new Uint8Array(Buffer.from($hex, "hex"));
  return Object.fromEntries(Object.entries(plain).map(([key, one]) => [key, fromPlain(one)]));
}

const isList = (plain: PlainValue): plain is readonly PlainValue[] => Array.isArray(plain);

/** How `b` is made from `a`; null when they are equal. */
export function makePatch(a: unknown, b: unknown): Patch | null {
  if (areEqual(a, b)) return null;
  if (Array.isArray(a) && Array.isArray(b)) return { "[]": listSteps(a, b) };
  if (isRecord(a) && isRecord(b) && haveSameFields(a, b)) {
    const fields = Object.keys(a).flatMap((key) => {
      const patch = makePatch(a[key], b[key]);
      return patch === null ? [] : [[key, patch] as const];
    });
    return { "{}": Object.fromEntries(fields) };
  }
  return { "=": toPlain(b) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  const isObject = typeof value === "object" && value !== null;
  return isObject && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function haveSameFields(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key));
}

/** Equal items first, then items that are about the same thing. */
function listSteps(a: readonly unknown[], b: readonly unknown[]): ListStep[] {
  const exact = (one: unknown): string => JSON.stringify(toPlain(one));
  const rows = alignByKeys([
    [a.map(exact), b.map(exact)],
    [a.map(subjectOf), b.map(subjectOf)],
  ]);
  const writer = new StepWriter();
  for (const [i, j] of rows) {
    if (i === null) writer.add(toPlain(b[j!]));
    else if (j === null) writer.drop();
    else writer.pair(makePatch(a[i], b[j]));
  }
  return writer.steps;
}

function subjectOf(value: unknown): string | null {
  return isRecord(value) && typeof value.name === "string" ? value.name : null;
}

/** Joins neighbouring steps of the same sort. */
export class StepWriter {
  readonly steps: ListStep[] = [];
  private added: PlainValue[] | null = null;

  /** An item that stays, or changes. */
  pair(patch: Patch | null): void {
    this.added = null;
    const last = this.steps.at(-1);
    if (patch !== null) this.steps.push({ "~": patch });
    else if (typeof last === "number") this.steps[this.steps.length - 1] = last + 1;
    else this.steps.push(1);
  }

  drop(): void {
    this.added = null;
    const last = this.steps.at(-1);
    if (typeof last === "object" && "-" in last) {
      this.steps[this.steps.length - 1] = { "-": last["-"] + 1 };
    } else this.steps.push({ "-": 1 });
  }

  add(value: PlainValue): void {
    if (this.added === null) {
      this.added = [];
      this.steps.push({ "+": this.added });
    }
    this.added.push(value);
  }
}
