/**
 * The lines of a PYPYLOG's sections that say numbers: addresses of code, dumps of its bytes, headers
 * of traces, counters, how often code ran. Each reader gives null for a line that is something else.
 *
 * Counterpart: rpython/jit/backend/x86/assembler.py, rpython/jit/metainterp/logger.py,
 * rpython/jit/metainterp/jitprof.py.
 */

import type { CounterName } from "../../sim/hooks/counters.ts";
import { COUNTER_NAMES } from "../../sim/hooks/counters.ts";
import type { StatsEvent } from "../format/events.ts";

/** What a trace became: a loop of this number, or a bridge from the guard at this address. */
export type UnitName =
  | { readonly kind: "loop"; readonly number: number; readonly location: string }
  | { readonly kind: "bridge"; readonly guard: number };

/** An address or a number that events can hold; null for another. */
function toNumber(text: string, base: 10 | 16): number | null {
  const value = Number.parseInt(text, base);
  return Number.isSafeInteger(value) ? value : null;
}

// ---- jit-log-opt-loop, jit-log-opt-bridge -----------------------------------------------------

/** The header of an optimized trace. */
export interface TraceHeader {
  readonly unit: UnitName;
  readonly type: "loop" | "entry bridge" | "bridge";
  /** How many operations follow. */
  readonly count: number;
}

const LOOP_HEADER = /^# Loop (-?\d{1,15}) \((.*)\) : (loop|entry bridge) with (\d{1,9}) ops$/s;
const BRIDGE_HEADER = /^# bridge out of Guard (?:0x)?([0-9a-f]{1,16}) with (\d{1,9}) ops$/;

export function readTraceHeader(line: string): TraceHeader | null {
  const loop = LOOP_HEADER.exec(line);
  if (loop !== null) {
    const [, number, location = "", type, count] = loop;
    const unit = { kind: "loop", number: Number(number), location } as const;
    return { unit, type: type === "loop" ? "loop" : "entry bridge", count: Number(count) };
  }
  const bridge = BRIDGE_HEADER.exec(line);
  const guard = bridge === null ? null : toNumber(bridge[1]!, 16);
  if (guard === null) return null;
  return { unit: { kind: "bridge", guard }, type: "bridge", count: Number(bridge![2]) };
}

// ---- jit-backend-addr -------------------------------------------------------------------------

/** Where a unit's code is: the operations' bytes. */
export interface CodeRange {
  readonly unit: UnitName;
  readonly from: number;
  readonly to: number;
}

const LOOP_AT =
  /^Loop (-?\d{1,15}) \((.*)\) has address 0x([0-9a-f]{1,16}) to 0x([0-9a-f]{1,16})(?: \(bootstrap 0x[0-9a-f]+\))?$/s;
const BRIDGE_AT =
  /^bridge out of Guard (?:0x)?([0-9a-f]{1,16}) has address 0x([0-9a-f]{1,16}) to 0x([0-9a-f]{1,16})$/;

export function readCodeRange(line: string): CodeRange | null {
  const loop = LOOP_AT.exec(line);
  if (loop !== null) {
    const [, number, location = "", start = "", end = ""] = loop;
    return makeRange({ kind: "loop", number: Number(number), location }, start, end);
  }
  const bridge = BRIDGE_AT.exec(line);
  const guard = bridge === null ? null : toNumber(bridge[1]!, 16);
  return guard === null ? null : makeRange({ kind: "bridge", guard }, bridge![2]!, bridge![3]!);
}

function makeRange(unit: UnitName, start: string, end: string): CodeRange | null {
  const from = toNumber(start, 16);
  const to = toNumber(end, 16);
  return from === null || to === null || to < from ? null : { unit, from, to };
}

/** Lines below: what begins where. */
export type PlaceName = "gc table" | "function" | "jump target" | "resops" | "failures" | "end";

const PLACE = /^\s*(gc table|function|jump target|resops|failures|end): 0x([0-9a-f]{1,16})$/;

export function readPlace(line: string): readonly [PlaceName, number] | null {
  const match = PLACE.exec(line);
  const address = match === null ? null : toNumber(match[2]!, 16);
  return address === null ? null : [match![1] as PlaceName, address];
}

// ---- jit-backend-dump -------------------------------------------------------------------------

const DUMP = /^CODE_DUMP @([0-9a-f]{1,16}) \+(\d{1,15}) {1,2}([0-9A-Fa-f]*)$/;
const DUMP_START = "CODE_DUMP @";
/** The backend whose machine code can be shown. */
export const KNOWN_BACKEND = "x86_64";

/** Bytes and where they are; null for a line that is none or breaks off. */
export function readDump(line: string): { address: number; bytes: Uint8Array } | null {
  if (!line.startsWith(DUMP_START)) return null;
  const match = DUMP.exec(line);
  const start = match === null ? null : toNumber(match[1]!, 16);
  const digits = match?.[3] ?? "";
  if (start === null || digits.length % 2 !== 0) return null;
  const address = start + Number(match![2]);
  if (!Number.isSafeInteger(address + digits.length)) return null;
  return { address, bytes: new Uint8Array(Buffer.from(digits, "hex")) };
}

// ---- jit-backend-counts -----------------------------------------------------------------------

/** How often an entry, a label or a bridge was passed. */
export type RunCountRecord = StatsEvent["loopRunTimes"][number];

const RUN_COUNT = /^(?:entry (-?\d{1,16})|TargetToken\((\d{1,16})\)|bridge (\d{1,16})):(\d{1,16})$/;

export function readRunCount(line: string): RunCountRecord | null {
  const match = RUN_COUNT.exec(line);
  if (match === null) return null;
  const [, entry, label, bridge, count = ""] = match;
  const kind = entry !== undefined ? "e" : label !== undefined ? "l" : "b";
  const id = toNumber(entry ?? label ?? bridge ?? "", 10);
  const times = toNumber(count, 10);
  return id === null || times === null ? null : [kind, id, times];
}

// ---- jit-summary ------------------------------------------------------------------------------

/** The summary's labels by counter. */
const SUMMARY_LABELS: Readonly<Record<CounterName, string>> = {
  TRACING: "Tracing",
  BACKEND: "Backend",
  OPS: "ops",
  HEAPCACHED_OPS: "heapcached ops",
  RECORDED_OPS: "recorded ops",
  GUARDS: "guards",
  OPT_OPS: "opt ops",
  OPT_GUARDS: "opt guards",
  OPT_GUARDS_SHARED: "opt guards shared",
  OPT_FORCINGS: "forcings",
  OPT_VECTORIZE_TRY: "vecopt tried",
  OPT_VECTORIZED: "vecopt success",
  ABORT_TOO_LONG: "abort: trace too long",
  ABORT_BRIDGE: "abort: compiling",
  ABORT_BAD_LOOP: "abort: bad loop",
  ABORT_ESCAPE: "abort: vable escape",
  ABORT_FORCE_QUASIIMMUT: "abort: force quasi-immut",
  ABORT_SEGMENTED_TRACE: "abort: segmenting trace",
  FORCE_VIRTUALIZABLES: "virtualizables forced",
  NVIRTUALS: "nvirtuals",
  NVHOLES: "nvholes",
  NVREUSED: "nvreused",
  TOTAL_COMPILED_LOOPS: "Total # of loops",
  TOTAL_COMPILED_BRIDGES: "Total # of bridges",
  TOTAL_FREED_LOOPS: "Freed # of loops",
  TOTAL_FREED_BRIDGES: "Freed # of bridges",
};

const COUNTERS_BY_LABEL: ReadonlyMap<string, CounterName> = new Map(
  COUNTER_NAMES.map((name) => [SUMMARY_LABELS[name], name]),
);

/** A counter's line: its value, and the seconds that stand behind some. */
export interface SummaryLine {
  readonly counter: CounterName;
  readonly value: number;
  readonly seconds: number | null;
}

const SUMMARY = /^\s*([^\t]{1,40}?):\s*\t+(\d{1,16})(?:\t(\d{1,9}\.\d{1,9}))?\s*$/;

export function readSummaryLine(line: string): SummaryLine | null {
  const match = SUMMARY.exec(line);
  const counter = COUNTERS_BY_LABEL.get(match?.[1] ?? "");
  const value = match === null ? null : toNumber(match[2]!, 10);
  if (counter === undefined || value === null) return null;
  return { counter, value, seconds: match![3] === undefined ? null : Number(match![3]) };
}

// ---- jit-tracing and others -------------------------------------------------------------------

/** The reason of an abort. */
export function readAbort(line: string): string | null {
  return /^~~~ ABORTING TRACING (\w{1,60})$/.exec(line)?.[1] ?? null;
}

/** The function that will not be inlined any more. */
export function readNotInlined(line: string): string | null {
  return /^disabled inlining (.*)$/s.exec(line)?.[1] ?? null;
}

/** Loops that were given up together. */
export function readReleased(line: string): number | null {
  const match = /^Loop tokens cleared: *(\d{1,15})$/.exec(line);
  return match === null ? null : Number(match[1]);
}

/** The loop that a bridge belongs to. */
export function readBridgeOwner(line: string): number | null {
  const match = /^allocating Bridge # \d+ of Loop # (-?\d{1,15})$/.exec(line);
  return match === null ? null : Number(match[1]);
}
