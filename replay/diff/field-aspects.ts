/**
 * THE table of what it means that a field of an event differs; a kind or a field that is missing
 * does not compile. Fields marked `null` are compared by `compare-events.ts` itself.
 */

import type { EventOf, OwnFields } from "../format/event-schema.ts";
import type { EventKind, JitEvent } from "../format/events.ts";
import type { Aspect } from "./aspects.ts";

type KindAspects<K extends EventKind> = {
  readonly [F in keyof OwnFields<K>]-?: Aspect | null;
};

const BLOCK = { address: "addresses", size: "code", owner: "numbers" } as const;

export const FIELD_ASPECTS: { readonly [K in EventKind]: KindAspects<K> } = {
  compile: {
    type: "entry",
    jitdriverName: "entry",
    greenKey: null,
    loopNo: "numbers",
    bridgeNo: "addresses",
    asmaddr: "addresses",
    asmlen: "code",
    blockAddress: "addresses",
    blockSize: "code",
    inputArgs: null,
    operations: null,
    cause: "cause",
    counting: null,
    delivered: "delivered",
  },
  abort: {
    jitdriverName: "content",
    greenKey: null,
    reason: "content",
    operations: null,
    cause: "cause",
    counting: null,
    delivered: "delivered",
  },
  too_long: { jitdriverName: "content", greenKey: null, delivered: "delivered" },
  tmp_callback: { greenKey: null, blockAddress: "addresses", blockSize: "code" },
  set_hook: { hook: "content", isSet: "content", operations: "content" },
  set_param: { name: "content", value: "content" },
  debug: { enabled: "content" },
  stats: {
    atEnd: "content",
    counters: "stats",
    tracingNanoseconds: "stats",
    backendNanoseconds: "stats",
    loopRunTimes: null,
  },
  free_loop: { loopNo: "numbers", bridges: "stats", reason: "content" },
  release_all: { loops: "stats" },
  invalidate: { loopNo: "numbers" },
  heap_reserve: BLOCK,
  heap_commit: { ...BLOCK, bytes: null },
  heap_abort: BLOCK,
  heap_patch: { address: "addresses", bytes: null },
  heap_free: BLOCK,
  input: { source: "content", name: "content", bytes: "content" },
  output: { stream: "content", bytes: "content" },
  end: { status: "content", outcome: "content", exception: "content" },
  checkpoint: { state: "content" },
  cost: { unit: "numbers", instructions: "cost", cycles: "cost" },
  fault: { fault: "content", size: "code", owner: "numbers" },
};

/** The fields of an event with what it means that they differ; ticks apart. */
export function fieldAspects(event: JitEvent): (readonly [string, Aspect | null])[] {
  return Object.entries(FIELD_ASPECTS[event.kind]) as [string, Aspect | null][];
}

/** A field by its name. */
export function fieldOf(event: EventOf<EventKind>, field: string): unknown {
  return (event as unknown as Readonly<Record<string, unknown>>)[field];
}
