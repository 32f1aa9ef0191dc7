/**
 * THE table of fields of every kind of event, as a reel holds them. It is checked by the compiler
 * against the event union: a field or a kind that is missing, has another type or is too many does
 * not compile. The order here is the order in the file; new fields go to the end of their kind, as
 * fields `since` the version that they raise: reels without them open for ever.
 */

import type { AbortReason, CounterName } from "../../sim/hooks/counters.ts";
import type {
  CauseRecord,
  CountingRecord,
  EventKind,
  GreenKeyRecord,
  JitEvent,
  MergePointRecord,
  OperationRecord,
  OwnerRecord,
} from "../../sim/hooks/events.ts";
import { EVENT_KINDS } from "../../sim/hooks/events.ts";
import type { BlockReader } from "./block-reader.ts";
import type { BlockWriter } from "./block-writer.ts";
import { takeInputArgs, takeOperations } from "./operation-reader.ts";
import { putInputArgs, putOperations } from "./operation-writer.ts";
import type { Fields, TextReader, ValueType } from "./value-type.ts";
import {
  boolean,
  bytes,
  checkMap,
  decodeFields,
  fieldEntries,
  int,
  list,
  near,
  nullable,
  oneOf,
  record,
  SchemaError,
  since,
  takeFields,
  text,
  tuple,
} from "./value-type.ts";

/** The event of one kind. */
export type EventOf<K extends EventKind> = Extract<JitEvent, { readonly kind: K }>;

/** The fields of one kind of event without `kind` and `ticks`, which every event has. */
export type OwnFields<K extends EventKind> = Omit<EventOf<K>, "kind" | "ticks">;

export const greenKey: ValueType<GreenKeyRecord> = {
  ...record<GreenKeyRecord>("green key", {
    text,
    position: int,
    codeName: text,
    fileName: text,
    firstLine: int,
    codeNumber: int,
  }),
  put: (key, out) => out.greenKey(key),
  take: (from) => from.greenKeys.take(from),
};

const mergePoint = record<MergePointRecord>("merge point", {
  jitdriverName: text,
  callDepth: int,
  callId: int,
  greenKey,
});

const operation = record<OperationRecord>("operation", {
  name: text,
  result: text,
  args: list(text),
  descr: text,
  failArgs: nullable(list(text)),
  offset: int,
  hash: text,
  mergePoint: nullable(mergePoint),
});

const operations: ValueType<readonly OperationRecord[]> = {
  ...list(operation),
  name: "operations",
  put: (operations, out) => putOperations(operations, out, operation),
  take: (from) => takeOperations(from, operation),
};

const inputArgs: ValueType<readonly string[]> = {
  ...list(text),
  name: "input args",
  put: putInputArgs,
  take: takeInputArgs,
};

const address = near("address", "code");
const guardAddress = near("guard address", "guard");

const countingRecord = record<CountingRecord>("counting", {
  began: int,
  decayed: int,
  preset: int,
  value: int,
  guard: guardAddress,
  loopNo: int,
  failures: int,
});

const cause = record<CauseRecord>("cause", {
  kind: oneOf("loop", "function", "guard"),
  threshold: int,
  count: int,
  decays: int,
});

/** How the counter came to fire. */
const counting = since<CountingRecord | null>("2.0", nullable(countingRecord), null);

export const owner = record<OwnerRecord>("owner", {
  kind: oneOf("loop", "bridge", "stub", "recovery"),
  number: near("owner number", "owner"),
});

/** PyPy's counters, in its order. */
export const COUNTER_WORDS = [
  "TRACING",
  "BACKEND",
  "OPS",
  "HEAPCACHED_OPS",
  "RECORDED_OPS",
  "GUARDS",
  "OPT_OPS",
  "OPT_GUARDS",
  "OPT_GUARDS_SHARED",
  "OPT_FORCINGS",
  "OPT_VECTORIZE_TRY",
  "OPT_VECTORIZED",
  "ABORT_TOO_LONG",
  "ABORT_BRIDGE",
  "ABORT_BAD_LOOP",
  "ABORT_ESCAPE",
  "ABORT_FORCE_QUASIIMMUT",
  "ABORT_SEGMENTED_TRACE",
  "FORCE_VIRTUALIZABLES",
  "NVIRTUALS",
  "NVHOLES",
  "NVREUSED",
  "TOTAL_COMPILED_LOOPS",
  "TOTAL_COMPILED_BRIDGES",
  "TOTAL_FREED_LOOPS",
  "TOTAL_FREED_BRIDGES",
] as const satisfies readonly CounterName[];

export const counter = tuple<readonly [CounterName, number]>("counter", [
  oneOf(...COUNTER_WORDS),
  int,
]);

export const runCount = tuple<readonly ["e" | "l" | "b", number, number]>("run count", [
  oneOf("e", "l", "b"),
  int,
  int,
]);

export const ABORT_WORDS = [
  "ABORT_TOO_LONG",
  "ABORT_BRIDGE",
  "ABORT_BAD_LOOP",
  "ABORT_ESCAPE",
  "ABORT_FORCE_QUASIIMMUT",
  "ABORT_SEGMENTED_TRACE",
] as const satisfies readonly AbortReason[];

const heapBlock = { address, size: int, owner };

/** Every kind of event with its fields, `kind` and `ticks` apart. */
export const EVENT_FIELDS = {
  compile: {
    type: oneOf("loop", "entry bridge", "bridge"),
    jitdriverName: text,
    greenKey: nullable(greenKey),
    loopNo: int,
    bridgeNo: guardAddress,
    asmaddr: address,
    asmlen: int,
    blockAddress: address,
    blockSize: int,
    inputArgs,
    operations,
    cause,
    delivered: boolean,
    counting,
  },
  abort: {
    jitdriverName: text,
    greenKey: nullable(greenKey),
    reason: oneOf(...ABORT_WORDS),
    operations,
    cause,
    delivered: boolean,
    counting,
  },
  too_long: { jitdriverName: text, greenKey, delivered: boolean },
  tmp_callback: { greenKey, blockAddress: address, blockSize: int },
  set_hook: { hook: oneOf("compile", "abort", "too_long"), isSet: boolean, operations: boolean },
  set_param: { name: text, value: text },
  debug: { enabled: boolean },
  stats: {
    atEnd: boolean,
    counters: list(counter),
    tracingNanoseconds: int,
    backendNanoseconds: int,
    loopRunTimes: list(runCount),
  },
  free_loop: { loopNo: int, bridges: int, reason: oneOf("collect", "age") },
  release_all: { loops: int },
  invalidate: { loopNo: int },
  heap_reserve: heapBlock,
  heap_commit: { ...heapBlock, bytes },
  heap_abort: heapBlock,
  heap_patch: { address, bytes },
  heap_free: heapBlock,
  input: {
    source: oneOf("clock", "random", "stdin", "file", "module", "signal"),
    name: text,
    bytes,
  },
  output: { stream: oneOf("stdout", "stderr"), bytes },
  end: {
    status: int,
    outcome: oneOf("finished", "exception", "steps", "memory", "interrupted"),
    exception: text,
  },
  checkpoint: { state: bytes },
  cost: { unit: nullable(owner), instructions: int, cycles: int },
  fault: {
    fault: text,
    size: since("1.1", int, 0),
    owner: since<OwnerRecord>("1.1", owner, { kind: "loop", number: -1 }),
  },
} as const satisfies { readonly [K in EventKind]: Fields<OwnFields<K>> };

/** The number of a kind of event, and the kind of a number. */
const KIND_NUMBERS = new Map(EVENT_KINDS.map((kind, number) => [kind, number]));

/** The kinds' fields, by the numbers of the kinds. */
const FIELDS_BY_NUMBER = EVENT_KINDS.map((kind) => fieldEntries(fieldsOf(kind)));

/** One event as tokens: the number of its kind, its ticks, then its own fields. */
export function putEvent(event: JitEvent, out: BlockWriter): void {
  const number = KIND_NUMBERS.get(event.kind)!;
  out.tokens.int(number);
  out.near(event.ticks, out.ticks);
  out.ticks = event.ticks;
  const values: Readonly<Record<string, unknown>> = { ...event };
  for (const [key, type] of FIELDS_BY_NUMBER[number]!) {
    putField(key, type, values[key], out);
  }
}

function putField(key: string, type: ValueType<unknown>, value: unknown, out: BlockWriter): void {
  try {
    type.put(value, out);
  } catch (error) {
    throw error instanceof SchemaError ? new SchemaError(`${key}: ${error.message}`) : error;
  }
}

/**
 * The inverse of {@link putEvent}, from the tokens of `from`; null for a kind that is not known here
 * (a newer minor version's). Throws a SchemaError when a field is not as stated.
 */
export function takeEvent(from: BlockReader): JitEvent | null {
  const number = from.tokens.int();
  from.ticks = from.tokens.near(from.ticks);
  from.inputArgs = [];
  const kind = EVENT_KINDS[number];
  if (kind === undefined) return null;
  const event = takeFields(FIELDS_BY_NUMBER[number]!, from, { kind, ticks: from.ticks });
  return event as unknown as JitEvent;
}

/**
 * The event of a map of version 1, where texts stand for words and records are arrays; null for a kind that is not known here (a newer minor
 * version's). Throws a SchemaError when a field is not as stated.
 */
export function decodeEvent(plain: unknown, texts: TextReader): JitEvent | null {
  const map = checkMap(plain);
  const kind = text.decode(map.kind, texts);
  if (!Object.hasOwn(EVENT_FIELDS, kind)) return null;
  const ticks = int.decode(map.ticks, texts);
  const own = decodeFields(map, fieldsOf(kind as EventKind), texts);
  return { kind, ticks, ...own } as JitEvent;
}

/** The types of a kind's own fields, whichever kind it is. */
function fieldsOf(kind: EventKind): Readonly<Record<string, ValueType<unknown>>> {
  return EVENT_FIELDS[kind] as unknown as Readonly<Record<string, ValueType<unknown>>>;
}
