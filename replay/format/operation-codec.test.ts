/**
 * Operations as tokens: any list comes back as it was, traces take few bytes, and what no writer
 * makes is damage that costs little.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { JitEvent, OperationRecord } from "../../sim/hooks/events.ts";
import { BlockReader } from "./block-reader.ts";
import { BlockWriter } from "./block-writer.ts";
import { decodeMsgpack } from "./codec.ts";
import { anyOperations, anyText } from "./event-arbitrary.ts";
import { putEvent, takeEvent } from "./event-schema.ts";
import { KNOWN_TEXTS } from "./known-texts.ts";
import { LEAD, OPERATION_COUNT_MAX } from "./operation-tables.ts";
import { ReelReader } from "./reader.ts";
import { sampleReel } from "./sample-reel.ts";
import { SchemaError } from "./schema-error.ts";
import { TokenReader } from "./token-reader.ts";
import { TokenWriter } from "./token-writer.ts";
import { OPS } from "../../sim/trace/ops.ts";

type TraceEvent = Extract<JitEvent, { readonly operations: readonly OperationRecord[] }>;

function compileEvent(
  operations: readonly OperationRecord[],
  inputArgs: readonly string[] = [],
): TraceEvent {
  return {
    kind: "compile",
    ticks: 1,
    type: "loop",
    jitdriverName: "pypyjit",
    greenKey: null,
    loopNo: 1,
    bridgeNo: -1,
    asmaddr: 4096,
    asmlen: 100,
    blockAddress: 4000,
    blockSize: 400,
    inputArgs,
    operations,
    cause: { kind: "loop", threshold: 1, count: 1, decays: 0 },
    delivered: false,
    counting: null,
  };
}

/** The events of one block: the bytes of their arrays and of their texts. */
function encode(events: readonly JitEvent[]): { arrays: Buffer[]; strings: Buffer } {
  const [tokens, strings] = [new TokenWriter(), new TokenWriter()];
  const block = new BlockWriter(tokens, strings);
  const arrays = events.map((event) => {
    tokens.clear();
    tokens.beginArray();
    putEvent(event, block);
    tokens.endArray();
    return Buffer.from(tokens.view());
  });
  const list = new TokenWriter();
  list.arrayHeader(strings.tokenCount);
  list.append(strings.view());
  return { arrays, strings: Buffer.from(list.view()) };
}

function decode({ arrays, strings }: { arrays: Buffer[]; strings: Buffer }): (JitEvent | null)[] {
  const block = new BlockReader();
  block.texts.add(decodeMsgpack(strings));
  return arrays.map((array) => {
    block.tokens = new TokenReader(decodeMsgpack(array) as unknown[]);
    return takeEvent(block);
  });
}

test("any lists of operations of a block come back as they were", () => {
  const names = fc.array(
    fc.oneof(
      anyText,
      fc.nat(12).map((n) => `p${n}`),
    ),
    { maxLength: 5 },
  );
  const law = fc.property(fc.array(fc.tuple(anyOperations, names), { maxLength: 4 }), (lists) => {
    const events = lists.map(([operations, inputArgs]) => compileEvent(operations, inputArgs));
    assert.equal(decode(encode(events)), events);
  });
  fc.assert(law, { seed: 81, numRuns: 400 });
});

const RUNS = join(import.meta.dirname, "../../fixtures/runs");

/** The events of compiled and of given up traces in a golden reel. */
function listTraces(run: string): TraceEvent[] {
  const path = join(RUNS, run, "golden.reel");
  return [...new ReelReader(readFileSync(path), path).events()].flatMap(({ event }) =>
    event?.kind === "compile" || event?.kind === "abort" ? [event] : [],
  );
}

test("recorded traces come back as they were, and take few bytes", () => {
  for (const run of ["warehouse", "abort-bridge", "traced-generators", "tiny-factorial"]) {
    const traces = listTraces(run);
    const encoded = encode(traces);
    assert.equal(decode(encoded), traces, run);
    const count = traces.reduce((sum, { operations }) => sum + operations.length, 0);
    const bytes = [...encoded.arrays, encoded.strings].reduce((sum, { length }) => sum + length, 0);
    assert.ok(bytes < 8 * count, `${run}: ${bytes} bytes for ${count} operations`);
  }
});

test("the operations of a trace are what FORMAT.md says", () => {
  const common = { failArgs: null, hash: "", mergePoint: null, descr: "" };
  const guard = { ...common, name: "guard_true", result: "", args: ["i1"], hash: "2097184" };
  const operations: OperationRecord[] = [
    { ...common, name: "int_add", result: "i1", args: ["i0", "1"], offset: 0 },
    { ...guard, descr: "<Guard0x60>", failArgs: ["i1", "i0"], offset: 9 },
    { ...guard, descr: "<Guard0xc0>", failArgs: ["i1", "i0"], hash: "16", offset: 20 },
    { ...common, name: "int_add", result: "i3", args: ["i1", "1"], offset: 24 },
  ];
  const { arrays, strings } = encode([compileEvent(operations, ["i0"])]);
  const tokens = decodeMsgpack(arrays[0]!) as unknown[];
  const known = (text: string): number => -1 - KNOWN_TEXTS.indexOf(text);
  const expected = [
    4,
    ...[LEAD.otherResult, known("int_add"), (2 * 4 + 1) * 4, known(""), 0, -1, known("1"), 0, -1],
    ...[LEAD.shape + 1, known("guard_true"), 1 * 4 * 4 + 1, 0, 9, 2, 2, 1, 1, 0],
    ...[LEAD.shape + 1, 0, 11, -3, 0],
    ...[LEAD.shape, 0, -1, 4],
  ];
  assert.equal(decodeMsgpack(strings), []);
  assert.equal(tokens.slice(-TAIL - expected.length, -TAIL), expected);
});

/** Tokens of a compile event behind its operations. */
const TAIL = 6;

/** Tokens of a compile event whose list of operations is `list`. */
function withList(list: readonly unknown[]): unknown[] {
  const [array] = encode([compileEvent([])]).arrays;
  const tokens = decodeMsgpack(array!) as unknown[];
  return [...tokens.slice(0, -TAIL - 1), ...list, ...tokens.slice(-TAIL)];
}

test("what no writer makes is damage, and few tokens do not become much", () => {
  const take = (list: readonly unknown[]): JitEvent | null => {
    const block = new BlockReader();
    block.tokens = new TokenReader(withList(list));
    return takeEvent(block);
  };
  assert.is(take([0])?.kind, "compile");
  const word = -1;
  const wide = 2 ** 40;
  const guard = [LEAD.shape, word, 1, 0, 2];
  const cases: (readonly unknown[])[] = [
    [-1],
    [wide],
    [1, 7],
    [1, LEAD.nextKey, 5],
    [1, LEAD.shape + 1, word, 0, word],
    [1, LEAD.shape, word, 16 * wide, word, 0, 0],
    [1, LEAD.shape, word, -4, word, 0],
    [1, LEAD.shape, word, 16, word, 3, 0],
    [1, LEAD.shape, word, 16, word, -9, word, 0],
    [1, LEAD.shape, word, 16, word, "x", 0],
    [1, LEAD.shape, word, 16, word, true, 3 * wide, 0],
    [1, LEAD.shape, word, 16, word, true, -2, 0],
    [1, LEAD.shape, word, 4, word, 0, -7],
    [1, ...guard, 2 * 5, 0, 0],
    [1, ...guard, 2, 3, 0],
    [1, ...guard, 2, 0, wide],
    [1, ...guard, 2, 0, -1],
    [1, ...guard, -2],
    [1, ...guard, 1, [-5]],
    [1, LEAD.shape, word, 1, 0, 0, [2 ** 53]],
  ];
  for (const list of cases) {
    assert.throws(
      () => take(list),
      (error: unknown) => error instanceof SchemaError,
      JSON.stringify(list),
    );
  }
});

test("fail arguments cannot grow by keeping them again and again", () => {
  const names = Array.from({ length: 4000 }, () => -1);
  const first = [LEAD.shape, -1, 1, 0, -1, 2, 0, names.length, -1, -2, ...names.slice(1)];
  const edit = [LEAD.shape, 0, -1, 2 * 4000, 0, 1, -1];
  const take = (edits: number): JitEvent | null => {
    const block = new BlockReader();
    const list = [1 + edits, ...first, ...Array.from({ length: edits }, () => edit).flat()];
    block.tokens = new TokenReader(withList(list));
    return takeEvent(block);
  };
  assert.is((take(4) as TraceEvent).operations[4]?.failArgs?.length, 4000);
  assert.throws(() => take(5), /fail arguments/);
});

test("long fail arguments that change often are written again, within the same limit", () => {
  const long = Array.from({ length: 900 }, (_, i) => `p${i}`);
  const guards = Array.from(
    { length: 400 },
    (_, i): OperationRecord => ({
      name: "guard_true",
      result: "",
      args: [],
      descr: `<Guard0x${(96 * (i + 1)).toString(16)}>`,
      failArgs: [...long.slice(0, 450), `i${i}`, ...long.slice(450)],
      offset: i,
      hash: "0",
      mergePoint: null,
    }),
  );
  const events = [compileEvent(guards, long)];
  assert.equal(decode(encode(events)), events);
});

test("a frame has as many operations as a reader takes, one event cannot have more", () => {
  const operation: OperationRecord = {
    name: "keepalive",
    result: "",
    args: [],
    descr: "",
    failArgs: null,
    offset: 0,
    hash: "",
    mergePoint: null,
  };
  const event = (count: number): TraceEvent => compileEvent(new Array(count).fill(operation));
  const half = event(OPERATION_COUNT_MAX / 2 + 1);
  const reel = sampleReel([half, half], 2);
  const counts = [...new ReelReader(reel, "s.reel").events()].map((numbered) => {
    return (numbered.event as TraceEvent).operations.length;
  });
  assert.equal(counts, [half.operations.length, half.operations.length]);
  assert.throws(() => sampleReel([event(OPERATION_COUNT_MAX + 1)]), /one trace has \d+ operations/);
});

test("equal fail arguments are one object", () => {
  const guard = (descr: string): OperationRecord => ({
    name: "guard_true",
    result: "",
    args: [],
    descr,
    failArgs: ["p1", "p2"],
    offset: 0,
    hash: "0",
    mergePoint: null,
  });
  const [event] = decode(encode([compileEvent([guard("<Guard0x1>"), guard("<Guard0x2>")])]));
  const [first, second] = (event as TraceEvent).operations;
  assert.is(first?.failArgs, second?.failArgs);
});

test("all operations of traces are known texts", () => {
  const missing = Object.keys(OPS).filter((name) => !KNOWN_TEXTS.includes(name));
  assert.equal(missing, []);
  assert.is(new Set(KNOWN_TEXTS).size, KNOWN_TEXTS.length);
});

test.run();
