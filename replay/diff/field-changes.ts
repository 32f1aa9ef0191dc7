/**
 * Values that differ between two events or headers, one by one, short enough to be read.
 */

import { HEADER_FIELDS } from "../format/header.ts";
import type { ReelHeader } from "../format/header.ts";
import type { JitEvent } from "../format/events.ts";
import { printBytes } from "../replayer/print-value.ts";
import type { Aspect } from "./aspects.ts";
import { areEqual } from "./equal-values.ts";
import { fieldAspects, fieldOf } from "./field-aspects.ts";
import type { FieldChange } from "./reel-diff.ts";

const TEXT_LENGTH_MAX = 100;

/** Changes of fields whose aspects count; those of listings and keys are shown otherwise. */
export function eventChanges(
  a: JitEvent,
  b: JitEvent,
  aspects: ReadonlySet<Aspect>,
): FieldChange[] {
  const fields = fieldAspects(a).filter(([, aspect]) => aspect !== null && aspects.has(aspect));
  const ticks = aspects.has("ticks") ? [change("ticks", a.ticks, b.ticks)] : [];
  const own = fields.flatMap(([field]) =>
    valueChanges(field, fieldOf(a, field), fieldOf(b, field)),
  );
  return [...ticks, ...own, ...countingChanges(a, b, aspects)];
}

/** How it was counted, without the guard's address. */
function countingChanges(a: JitEvent, b: JitEvent, aspects: ReadonlySet<Aspect>): FieldChange[] {
  if (!("counting" in a && "counting" in b) || !aspects.has("cause")) return [];
  if (a.counting === null || b.counting === null) return [];
  const counted = { guard: b.counting.guard, loopNo: b.counting.loopNo };
  return valueChanges("counting", { ...a.counting, ...counted }, b.counting);
}

function valueChanges(field: string, a: unknown, b: unknown): FieldChange[] {
  if (areEqual(a, b)) return [];
  if (isRecord(a) && isRecord(b)) {
    return Object.keys(a).flatMap((key) => valueChanges(`${field}.${key}`, a[key], b[key]));
  }
  if (isCounterList(a) && isCounterList(b)) {
    const inB = new Map(b);
    return a.flatMap(([name, value]) => valueChanges(name, value, inB.get(name) ?? null));
  }
  return [change(field, a, b)];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  const isObject = typeof value === "object" && value !== null;
  return isObject && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function isCounterList(value: unknown): value is readonly (readonly [string, number])[] {
  return Array.isArray(value) && value.every((one) => Array.isArray(one) && one.length === 2);
}

export function change(field: string, a: unknown, b: unknown): FieldChange {
  return { field, a: shorten(a), b: shorten(b) };
}

function shorten(value: unknown): string | number | null {
  if (typeof value === "number" || value === null || value === undefined) return value ?? null;
  if (value instanceof Uint8Array) return printBytes(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= TEXT_LENGTH_MAX ? text : `${text.slice(0, TEXT_LENGTH_MAX)}…`;
}

/** Of the header, what another engine decides by itself. */
const ENGINE_FIELDS: readonly string[] = [
  "formatVersion",
  "behaviourRevision",
  "quirks",
  "engine",
  "redacted",
  "programText",
  "programName",
  "seed",
  "limits",
  "grants",
  "faults",
  "timeMode",
  "countRuns",
];

export function headerChanges(a: ReelHeader, b: ReelHeader, isForeign: boolean): FieldChange[] {
  const fields = Object.keys(HEADER_FIELDS) as (keyof ReelHeader)[];
  return fields.flatMap((field) => {
    if (isForeign && ENGINE_FIELDS.includes(field)) return [];
    if (areEqual(a[field], b[field])) return [];
    if (field === "programText") return [];
    if (field !== "programSha256") return [change(field, a[field], b[field])];
    if (isForeign && (a.programText.length === 0 || b.programText.length === 0)) return [];
    return [change("program text", programOf(a), programOf(b))];
  });
}

function programOf({ programText, programSha256 }: ReelHeader): string {
  const digest = Buffer.from(programSha256).toString("hex").slice(0, 12);
  return `${programText.length} bytes, SHA-256 ${digest}…`;
}
