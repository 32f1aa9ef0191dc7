/**
 * By what events of two runs are recognized: the exact key says what an event is about without
 * numbers and addresses, the coarse one only of what kind it is.
 */

import { createHash } from "node:crypto";
import type { EventOf } from "../format/event-schema.ts";
import type { EventKind, GreenKeyRecord, JitEvent, OwnerRecord } from "../format/events.ts";
import type { UnitNames } from "./unit-names.ts";

export interface EventKeys {
  /** Null: there is no partner, or it does not matter. */
  readonly exact: string | null;
  /** Null: only an exact partner will do. */
  readonly coarse: string | null;
}

type KeyMaker<K extends EventKind> = (
  event: EventOf<K>,
  names: UnitNames,
) => readonly [exact: string, coarse: string | null];

/** The keys of an event that brings a unit; `name` is null for a unit of one side alone. */
export function keysOfUnit({ kind }: JitEvent, name: string | null): EventKeys {
  return { exact: name === null ? null : `${kind} ${name}`, coarse: null };
}

/** The keys of any other event. */
export function keysOf(event: JitEvent, names: UnitNames): EventKeys {
  const { kind } = event;
  const make = MAKERS[kind] as (event: JitEvent, names: UnitNames) => [string, string | null];
  const [exact, coarse] = make(event, names);
  return {
    exact: `${kind} ${exact}`,
    coarse: coarse === null ? null : `${kind} ${coarse}`,
  };
}

function greenKey(key: GreenKeyRecord | null): string {
  if (key === null) return "";
  return key.codeName === "" ? key.text : `${key.codeName} ${key.position}`;
}

function digest(bytes: Uint8Array): string {
  if (bytes.length <= 16) return Buffer.from(bytes).toString("hex");
  return createHash("sha1").update(bytes).digest("hex");
}

function block(
  { owner, size }: { readonly owner: OwnerRecord; readonly size: number },
  names: UnitNames,
): readonly [string, string] {
  return [`${names.owner(owner)} ${size}`, owner.kind];
}

const MAKERS: { readonly [K in EventKind]: KeyMaker<K> } = {
  compile: (e) => [`${e.type} ${greenKey(e.greenKey)}`, null],
  tmp_callback: (e) => [greenKey(e.greenKey), null],
  abort: (e) => [`${e.jitdriverName} ${e.reason} ${greenKey(e.greenKey)}`, e.reason],
  too_long: (e) => [`${e.jitdriverName} ${greenKey(e.greenKey)}`, ""],
  set_hook: (e) => [`${e.hook} ${e.isSet} ${e.operations}`, e.hook],
  set_param: (e) => [`${e.name} ${e.value}`, e.name],
  debug: (e) => [String(e.enabled), ""],
  stats: (e) => [String(e.atEnd), null],
  free_loop: (e, names) => [names.loop(e.loopNo) ?? "", e.reason],
  release_all: () => ["", null],
  invalidate: (e, names) => [names.loop(e.loopNo) ?? "", ""],
  heap_reserve: block,
  heap_commit: block,
  heap_abort: block,
  heap_free: block,
  heap_patch: (e) => [String(e.bytes.length), ""],
  input: (e) => [`${e.source} ${e.name} ${digest(e.bytes)}`, e.source],
  output: (e) => [`${e.stream} ${digest(e.bytes)}`, e.stream],
  end: () => ["", null],
  checkpoint: () => ["", null],
  cost: (e, names) => [e.unit === null ? "in all" : names.owner(e.unit), null],
  fault: (e) => [e.fault, ""],
};
