/**
 * The values of the fields of `field-table.ts`. A field that an event does not have has no value
 * (null); one can have several.
 */

import type { CauseRecord, CountingRecord, JitEvent } from "../format/events.ts";
import type { OwnFieldName } from "./field-table.ts";
import type { Moment, Place, PlacedOperation } from "./moment.ts";
import { guardAddress, hasOperations, isGuard } from "./moment.ts";

export type Value = number | string | boolean;

/**
 * What a field of the event, or of one of its operations, is. A place field asked without an
 * operation is that of the event itself.
 */
export type FieldReader = (
  moment: Moment,
  placed: PlacedOperation | null,
) => Value | null | readonly Value[];

type ReadPlaced = (
  placed: PlacedOperation,
  moment: Moment,
) => Value | null | undefined | readonly Value[];

/** A field of operations. */
function ofOperation(read: ReadPlaced): FieldReader {
  return (moment, placed) => (placed === null ? null : (read(placed, moment) ?? null));
}

/** A field of guards. */
function ofGuard(read: ReadPlaced): FieldReader {
  return ofOperation((placed, moment) => (isGuard(placed.operation) ? read(placed, moment) : null));
}

function ofPlace(read: (place: Place, moment: Moment) => Value | null | undefined): FieldReader {
  return (moment, placed) => {
    const place = placed === null ? moment.ownKey : placed.place;
    return place === null ? null : (read(place, moment) ?? null);
  };
}

function ofKey(read: (place: Place) => Value | null): FieldReader {
  return (moment) => (moment.key === null ? null : read(moment.key));
}

/** A field of the event that it has under one of these names, when it is a plain value. */
function ofEvent(...names: readonly string[]): FieldReader {
  return ({ event }) => {
    for (const name of names) {
      const value: unknown = Reflect.get(event, name);
      if (typeof value === "number" || typeof value === "string") return value;
      if (typeof value === "boolean") return value;
    }
    return null;
  };
}

function ofKind(kinds: readonly JitEvent["kind"][], read: FieldReader): FieldReader {
  return (moment, placed) => (kinds.includes(moment.event.kind) ? read(moment, placed) : null);
}

function ofCause(read: (cause: CauseRecord) => Value): FieldReader {
  return ({ event }) => ("cause" in event ? read(event.cause) : null);
}

/** Fields that reels before format 2.0 and those of other engines lack. */
function ofCounting(read: (counting: CountingRecord) => Value | null): FieldReader {
  return ({ event }) => {
    const isTrace = event.kind === "compile" || event.kind === "abort";
    return isTrace && event.counting !== null ? read(event.counting) : null;
  };
}

function ownerOf(event: JitEvent): { readonly kind: string; readonly number: number } | null {
  if (event.kind === "cost") return event.unit;
  return "owner" in event ? event.owner : null;
}

function sizeOf(event: JitEvent): number | null {
  if (event.kind === "compile" || event.kind === "tmp_callback") return event.blockSize;
  if ("size" in event) return event.size;
  return "bytes" in event ? event.bytes.length : null;
}

function costOf(moment: Moment): { readonly instructions: number; readonly cycles: number } | null {
  const { event, number } = moment;
  if (event.kind === "cost") return event;
  const hasCost = event.kind === "compile" || event.kind === "tmp_callback";
  return hasCost ? moment.future.lookupCost(number) : null;
}

function bridgeOf(
  { operation }: PlacedOperation,
  moment: Moment,
): { number: number; failures: number } | null {
  const address = guardAddress(operation);
  return address === null ? null : moment.future.lookupBridge(moment.number, address);
}

export const FIELD_READERS: Readonly<Record<OwnFieldName, FieldReader>> = {
  event: ({ number }) => number,
  ticks: ({ event }) => event.ticks,
  kind: ({ event }) => event.kind,
  type: ({ event }) => (event.kind === "compile" ? event.type : null),
  driver: ofEvent("jitdriverName"),
  loop_no: ofEvent("loopNo"),
  bridge_no: ({ event }) =>
    event.kind === "compile" && event.type === "bridge" ? event.bridgeNo : null,
  asmaddr: ofEvent("asmaddr"),
  asmlen: ofEvent("asmlen"),
  address: ofEvent("blockAddress", "address"),
  size: ({ event }) => sizeOf(event),
  owner: ({ event }) => ownerOf(event)?.kind ?? null,
  owner_no: ({ event }) => ownerOf(event)?.number ?? null,
  delivered: ofEvent("delivered"),
  reason: ofEvent("reason"),
  "cause.kind": ofCause(({ kind }) => kind),
  "cause.count": ofCause(({ count }) => count),
  "cause.threshold": ofCause(({ threshold }) => threshold),
  "cause.decays": ofCause(({ decays }) => decays),
  "cause.began": ofCounting(({ began }) => began),
  "cause.decayed": ofCounting(({ decayed }) => decayed),
  "cause.guard": ofCounting(({ guard }) => (guard < 0 ? null : guard)),
  "cause.loop_no": ofCounting(({ loopNo }) => (loopNo < 0 ? null : loopNo)),
  "cause.failures": ofCounting(({ guard, failures }) => (guard < 0 ? null : failures)),

  key: ofKey(({ greenKey }) => greenKey.text),
  "key.function": ofKey(({ greenKey }) => greenKey.codeName),
  "key.file": ofKey(({ greenKey }) => greenKey.fileName),
  "key.line": ofKey(({ line }) => line),
  guard_op: (moment) => moment.guard?.name ?? null,

  ops: ({ event }) => (hasOperations(event) ? event.operations.length : null),
  guards: ({ event }) => (hasOperations(event) ? event.operations.filter(isGuard).length : null),
  inputs: ({ event }) => (event.kind === "compile" ? event.inputArgs.length : null),

  function: ofPlace(({ greenKey }) => greenKey.codeName),
  file: ofPlace(({ greenKey }) => greenKey.fileName),
  line: ofPlace(({ line }) => line),
  bytecode: ofPlace(({ bytecode }) => bytecode),
  source: ofPlace(({ greenKey, line }, { past }) =>
    line === null ? null : past.lookupSource(greenKey.fileName, line),
  ),
  depth: ofOperation(({ place }) => place?.depth),

  op: ofOperation(({ operation }) => operation.name),
  index: ofOperation(({ index }) => index),
  result: ofOperation(({ operation }) => operation.result || null),
  arg: ofOperation(({ operation }) => operation.args),
  args: ofOperation(({ operation }) => operation.args.length),
  descr: ofOperation(({ operation }) => operation.descr || null),
  offset: ofOperation(({ operation }) => (operation.offset < 0 ? null : operation.offset)),
  guard: ofOperation(({ operation }) => isGuard(operation)),
  fail_arg: ofGuard(({ operation }) => operation.failArgs),
  hash: ofGuard(({ operation }) => operation.hash || null),
  attached: ofGuard((placed, moment) => bridgeOf(placed, moment) !== null),
  failures: ofGuard((placed, moment) => bridgeOf(placed, moment)?.failures),
  bridge_runs: ofGuard((placed, moment) => {
    const bridge = bridgeOf(placed, moment);
    return bridge === null ? null : moment.future.lookupRuns(bridge.number)?.runs;
  }),

  runs: ({ number, future }) => future.lookupRuns(number)?.runs ?? null,
  entries: ({ number, future }) => future.lookupRuns(number)?.entries ?? null,
  instructions: (moment) => costOf(moment)?.instructions ?? null,
  cycles: (moment) => costOf(moment)?.cycles ?? null,

  hook: ofEvent("hook"),
  set: ofEvent("isSet", "enabled"),
  name: ({ event }) => nameOf(event),
  value: ofEvent("value"),
  at_end: ofEvent("atEnd"),
  tracing_ns: ofEvent("tracingNanoseconds"),
  backend_ns: ofEvent("backendNanoseconds"),
  loops: ofEvent("loops"),
  bridges: ofEvent("bridges"),
  origin: ofKind(["input"], ofEvent("source")),
  stream: ofEvent("stream"),
  text: ({ event }) =>
    event.kind === "input" || event.kind === "output"
      ? Buffer.from(event.bytes).toString("utf8")
      : null,
  status: ofEvent("status"),
  outcome: ofEvent("outcome"),
  exception: ofEvent("exception"),
};

function nameOf(event: JitEvent): string | null {
  if (event.kind === "fault") return event.fault;
  return event.kind === "set_param" || event.kind === "input" ? event.name : null;
}
