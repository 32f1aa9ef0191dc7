/**
 * THE table of fields that a query can ask for: plain data, so that the help of the command line
 * comes from it without loading anything else. Their values are in `field-values.ts`, where a field
 * without one does not compile. Counters (`OPS`, `end.OPS`) come on top.
 */

import { ABORT_WORDS, EVENT_FIELDS } from "../format/event-schema.ts";

/**
 * Whether a field says something of the event, of each of its operations, or of the places in the
 * program that it is about: the event's own and those of its operations.
 */
export type FieldOf = "event" | "operation" | "place";

export type FieldType = "number" | "text" | "flag";

/**
 * What a value needs beside the event: what stood earlier in the reel ("past"), or one of the things
 * that come later, for which the whole reel is read once before.
 */
export type FieldNeed = "past" | "runs" | "costs" | "bridges" | "end counters";

export interface FieldSpec {
  readonly of: FieldOf;
  readonly type: FieldType;
  /** What it says, and of which events. */
  readonly about: string;
  readonly needs?: readonly FieldNeed[];
  /** Texts: all that there are. */
  readonly words?: readonly string[];
}

/** All kinds of events. */
export const KIND_WORDS: readonly string[] = Object.keys(EVENT_FIELDS);

const FIELDS = {
  event: { of: "event", type: "number", about: "number of the event" },
  ticks: { of: "event", type: "number", about: "virtual time" },
  kind: { of: "event", type: "text", about: "kind of the event", words: KIND_WORDS },
  type: {
    of: "event",
    type: "text",
    about: "compile: what was compiled",
    words: ["loop", "entry bridge", "bridge"],
  },
  driver: { of: "event", type: "text", about: "name of the jitdriver" },
  loop_no: {
    of: "event",
    type: "number",
    about: "compile, free_loop, invalidate: number of the loop",
  },
  bridge_no: {
    of: "event",
    type: "number",
    about: "bridge: address of the guard that it leaves from",
  },
  asmaddr: { of: "event", type: "number", about: "compile: where its machine code begins" },
  asmlen: { of: "event", type: "number", about: "compile: bytes of its machine code" },
  address: {
    of: "event",
    type: "number",
    about: "compile, tmp_callback, heap: where the block begins",
  },
  size: {
    of: "event",
    type: "number",
    about: "compile, tmp_callback, heap, fault, input, output: bytes",
  },
  owner: {
    of: "event",
    type: "text",
    about: "heap, cost, fault: whose block it is",
    words: ["loop", "bridge", "stub", "recovery"],
  },
  owner_no: { of: "event", type: "number", about: "heap, cost, fault: number of the owner" },
  delivered: { of: "event", type: "flag", about: "compile, abort, too_long: the hook was called" },
  reason: {
    of: "event",
    type: "text",
    about: "abort, free_loop: why",
    words: [...ABORT_WORDS, "collect", "age"],
  },
  "cause.kind": {
    of: "event",
    type: "text",
    about: "compile, abort: what started the trace",
    words: ["loop", "function", "guard"],
  },
  "cause.count": {
    of: "event",
    type: "number",
    about: "compile, abort: jumps, calls or failures until then",
  },
  "cause.threshold": { of: "event", type: "number", about: "compile, abort: how many it takes" },
  "cause.decays": {
    of: "event",
    type: "number",
    about: "compile, abort: decays of all counters until then",
  },
  "cause.began": {
    of: "event",
    type: "number",
    about: "compile, abort: time of the first of them",
  },
  "cause.decayed": { of: "event", type: "number", about: "compile, abort: decays between them" },
  "cause.guard": {
    of: "event",
    type: "number",
    about: "compile, abort: address of the failing guard",
  },
  "cause.loop_no": {
    of: "event",
    type: "number",
    about: "compile, abort: loop of the failing guard",
  },
  "cause.failures": {
    of: "event",
    type: "number",
    about: "compile, abort: all failures of the guard",
  },

  key: {
    of: "event",
    type: "text",
    about: "green key as printed; of traces from a guard: where that is",
    needs: ["past"],
  },
  "key.function": {
    of: "event",
    type: "text",
    about: "name of the key's code object",
    needs: ["past"],
  },
  "key.file": {
    of: "event",
    type: "text",
    about: "file of the key's code object",
    needs: ["past"],
  },
  "key.line": { of: "event", type: "number", about: "source line of the key", needs: ["past"] },
  guard_op: {
    of: "event",
    type: "text",
    about: "bridge, abort: name of the guard that it leaves from",
    needs: ["past"],
  },

  ops: { of: "event", type: "number", about: "compile, abort: number of operations" },
  guards: { of: "event", type: "number", about: "compile, abort: number of guards" },
  inputs: { of: "event", type: "number", about: "compile: number of input arguments" },

  function: { of: "place", type: "text", about: "name of a code object" },
  file: { of: "place", type: "text", about: "file name of a code object" },
  line: { of: "place", type: "number", about: "number of a source line" },
  bytecode: { of: "place", type: "text", about: "a bytecode: #20 LOAD_FAST" },
  source: { of: "place", type: "text", about: "text of a source line", needs: ["past"] },
  depth: { of: "operation", type: "number", about: "calls inlined around it" },

  op: { of: "operation", type: "text", about: "name" },
  index: { of: "operation", type: "number", about: "its place among the operations, from 0" },
  result: { of: "operation", type: "text", about: "name of the box that it gives" },
  arg: { of: "operation", type: "text", about: "each of its arguments" },
  args: { of: "operation", type: "number", about: "how many arguments" },
  descr: { of: "operation", type: "text", about: "its descr as printed" },
  offset: { of: "operation", type: "number", about: "offset of its machine code from asmaddr" },
  guard: { of: "operation", type: "flag", about: "it is a guard" },
  fail_arg: { of: "operation", type: "text", about: "guards: each value that is kept" },
  hash: { of: "operation", type: "text", about: "guards: counter hash, decimal" },
  attached: {
    of: "operation",
    type: "flag",
    about: "guards: a bridge was attached later",
    needs: ["bridges"],
  },
  failures: {
    of: "operation",
    type: "number",
    about: "guards: failures when a bridge was attached",
    needs: ["bridges"],
  },
  bridge_runs: {
    of: "operation",
    type: "number",
    about: "guards: how often their bridge was entered",
    needs: ["bridges", "runs"],
  },

  runs: {
    of: "event",
    type: "number",
    about: "compile: run count, the largest of entry and labels",
    needs: ["runs"],
  },
  entries: {
    of: "event",
    type: "number",
    about: "compile: run count of the entry",
    needs: ["runs"],
  },
  instructions: {
    of: "event",
    type: "number",
    about: "compile, tmp_callback, cost: instructions executed in it",
    needs: ["costs"],
  },
  cycles: {
    of: "event",
    type: "number",
    about: "compile, tmp_callback, cost: their cycles",
    needs: ["costs"],
  },

  hook: {
    of: "event",
    type: "text",
    about: "set_hook: which",
    words: ["compile", "abort", "too_long"],
  },
  set: { of: "event", type: "flag", about: "set_hook, debug: it was set, run counts are on" },
  name: { of: "event", type: "text", about: "set_param, input, fault: of what" },
  value: { of: "event", type: "text", about: "set_param: the value" },
  at_end: { of: "event", type: "flag", about: "stats: those of the run's end" },
  tracing_ns: { of: "event", type: "number", about: "stats: virtual nanoseconds of tracing" },
  backend_ns: { of: "event", type: "number", about: "stats: virtual nanoseconds of the backend" },
  loops: { of: "event", type: "number", about: "release_all: how many" },
  bridges: { of: "event", type: "number", about: "free_loop: bridges freed with it" },
  origin: {
    of: "event",
    type: "text",
    about: "input: where it came from",
    words: ["clock", "random", "stdin", "file", "module", "signal"],
  },
  stream: { of: "event", type: "text", about: "output: which", words: ["stdout", "stderr"] },
  text: { of: "event", type: "text", about: "input, output: the bytes as UTF-8" },
  status: { of: "event", type: "number", about: "end: exit status" },
  outcome: {
    of: "event",
    type: "text",
    about: "end: how the run ended",
    words: ["finished", "exception", "steps", "memory", "interrupted"],
  },
  exception: { of: "event", type: "text", about: "end: class of the uncaught exception" },
} as const satisfies Readonly<Record<string, FieldSpec>>;

export type OwnFieldName = keyof typeof FIELDS;

export const FIELD_TABLE: Readonly<Record<OwnFieldName, FieldSpec>> = FIELDS;

/** Flags that stand for a type of event: each kind, and these groups. */
export const GROUP_FLAGS = {
  loop: "a loop was compiled",
  bridge: "a bridge was compiled",
  entry: "an entry bridge was compiled",
  heap: "any event of the code heap",
  io: "input or output",
} as const;
