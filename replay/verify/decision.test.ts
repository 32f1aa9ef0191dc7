/**
 * Verifying with real runs: a changed event is found wherever it is, changed programs and parameters
 * are answered, and what is said to be behind a divergence is what was done to bring it about.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import fc from "fast-check";
import { listFixtures } from "../../fixtures/our-fixtures.ts";
import { makeFixtureSpec } from "../../fixtures/store/fixture.ts";
import { recordRun } from "../../fixtures/recording.ts";
import { UserError } from "../../sim/base/errors.ts";
import type { JitEvent, RunSpec } from "../../sim/index.ts";
import { makeRunSpec, NO_INPUTS, Simulator } from "../../sim/index.ts";
import { anyEvent } from "../format/event-arbitrary.ts";
import type { ReelHeader } from "../format/header.ts";
import { listChanges } from "../format/test-changes.ts";
import { ReelReader } from "../format/reader.ts";
import { SAMPLE_HEADER, sampleReel } from "../format/sample-reel.ts";
import { ReelWriter } from "../format/writer.ts";
import type { RunProgram } from "../recorder/run-program.ts";
import { findDecisions } from "./decision.ts";
import { describeChanges, describeMissing } from "./describe-changes.ts";
import { EventComparison } from "./event-comparison.ts";
import { printReport } from "./report.ts";
import type { RunChanges, VerifyResult } from "./verify-reel.ts";
import { verifyReel } from "./verify-reel.ts";

const runProgram: RunProgram = (spec, listeners) => new Simulator(spec, listeners).run();

interface Verified {
  readonly result: VerifyResult;
  /** What was decided otherwise, line by line. */
  readonly decisions: string;
}

async function verify(reel: Uint8Array, changes: RunChanges = {}): Promise<Verified> {
  const reader = new ReelReader(reel, "s.reel");
  const result = await verifyReel(reader, { backend: "host", changes }, runProgram);
  const found = findDecisions(reader, result);
  return { result, decisions: found.map(({ about, text }) => `${about}: ${text}`).join("\n") };
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function makeSpec(program: string, given: Partial<RunSpec> = {}): RunSpec {
  return makeRunSpec({ programName: "prog.py", source: bytesOf(program), ...given });
}

async function record(program: string, given: Partial<RunSpec> = {}): Promise<Uint8Array> {
  return (await recordRun(makeSpec(program, given))).reel;
}

function eventsOf(reel: Uint8Array): JitEvent[] {
  const events = [...new ReelReader(reel, "s.reel").events()].map(({ event }) => event);
  return events.filter((event) => event !== null);
}

/** The reel with other events. */
function withEvents(reel: Uint8Array, events: readonly JitEvent[]): Uint8Array {
  const chunks: Uint8Array[] = [];
  const sink = (bytes: Uint8Array): void => void chunks.push(Uint8Array.from(bytes));
  const writer = new ReelWriter(sink, new ReelReader(reel, "s.reel").header, "test");
  for (const event of events) {
    writer.add(event);
    if (writer.pendingCount >= 7) writer.flush();
  }
  writer.finish();
  return Buffer.concat(chunks);
}

const LOOP = `def main(n):
    total = 0
    for i in range(n):
        if i % 3 == 0:
            total += i
        else:
            total -= 1
    return total
print(main(300))
`;
const HOT = { jit: "threshold=30,trace_eagerness=5" };

const INPUTS = `import sys, time
lines = 0
for line in sys.stdin:
    lines += 1
    print(line.strip(), time.time())
print(lines)
`;

function withLines(...texts: string[]): Partial<RunSpec> {
  const lines = texts.map(bytesOf);
  let now = 1_000_000_000n;
  const inputs = {
    ...NO_INPUTS,
    stdin: () => lines.shift() ?? null,
    nowNanoseconds: () => (now += 1_500_000_000n),
  };
  return { inputs, timeMode: "real" };
}

test("any event that is changed in a reel is found, in whatever field", async () => {
  const reels = [
    await record(LOOP, HOT),
    await record(INPUTS, withLines("one\n", "two\n")),
    ...(await Promise.all(
      listFixtures(["abort-too-long", "release-all"]).map(async (fixture) => {
        return (await recordRun(makeFixtureSpec(fixture))).reel;
      }),
    )),
  ];
  const law = fc.asyncProperty(
    fc.nat({ max: reels.length - 1 }),
    fc.nat(),
    fc.nat(),
    async (which, where, what) => {
      const reel = reels[which]!;
      const events = eventsOf(reel);
      const number = where % events.length;
      const changes = listChanges(events[number], "");
      const change = changes[what % changes.length]!;
      // Changed inputs are inputs of the run: it is another run, which may be the same.
      if (events[number]?.kind === "input" && !/^\.(ticks|kind)/.test(change.path)) return;
      const changed = events.with(number, change.value as JitEvent);
      // A pair of a name and a number has no room for a third.
      if (/(counters|loopRunTimes)\[\d+\][+-]$/.test(change.path)) return;
      let bytes: Uint8Array;
      try {
        bytes = withEvents(reel, changed);
      } catch {
        return; // No reel can hold such an event.
      }
      const { result } = await verify(bytes);
      assert.is(result.divergence?.number, number, `${changed[number]?.kind}${change.path}`);
      assert.ok((result.divergence?.differences.length ?? 0) > 0);
    },
  );
  await fc.assert(law, { seed: 6, numRuns: 40 });
});

test("events that are left out, doubled or exchanged are found", async () => {
  const reel = await record(LOOP, HOT);
  const events = eventsOf(reel);
  for (let i = 0; i < events.length; i += 4) {
    const less = await verify(withEvents(reel, events.toSpliced(i, 1)));
    assert.ok((less.result.divergence?.number ?? -1) >= i);
    const more = await verify(withEvents(reel, events.toSpliced(i, 0, events[i]!)));
    assert.is(more.result.divergence?.number, i + 1);
  }
});

test("a prefix of any length is the same as far as it goes", async () => {
  const reel = await record(LOOP, HOT);
  for (let i = 1; i < 8; i++) {
    const { result } = await verify(reel.subarray(0, reel.length - i * 217));
    assert.is(result.divergence, null);
    assert.is(result.ending?.kind, "truncated");
  }
});

test("a changed threshold: the ticks of the counter on both sides", async () => {
  const changes = { jit: "threshold=50,trace_eagerness=5" };
  const { result, decisions } = await verify(await record(LOOP, HOT), changes);
  assert.is(result.divergence?.number, 0);
  assert.match(decisions, /^counter: what is traced: recorded, after the loop at main;prog.py/);
  assert.match(decisions, /counted to 30 \(threshold 30.*live, .*counted to 50 \(threshold 50/);
});

test("a changed eagerness: the failures of the guard", async () => {
  const { decisions } = await verify(await record(LOOP, HOT), {
    jit: "threshold=30,trace_eagerness=7",
  });
  assert.match(decisions, /guard \d+ of the 1\. compiled unit at main;prog\.py:\S+ \S+ has failed/);
  assert.match(decisions, /failure 5 \(trace_eagerness 5.*failure 7 \(trace_eagerness 7/);
});

test("another seed: where code memory begins, and which random draw", async () => {
  const jit = await verify(await record(LOOP, HOT), { seed: 3 });
  assert.match(jit.decisions, /^allocation: allocation 1 .* the seed decides where$/m);
  const program = "import random\nrandom.seed()\nx = random.random()\nprint('x')\nprint(x)\n";
  const { result, decisions } = await verify(await record(program), { seed: 3 });
  assert.is(result.divergence?.recorded?.kind, "output");
  assert.match(decisions, /write 2 to stdout parts at byte 4 of the stream/);
  const draw = /random draw (\d+) \(.*\): recorded, 0x(\w{16}); live, 0x(\w{16}): the seed/;
  const [, count, was, is] = draw.exec(decisions) ?? [];
  assert.ok(Number(count) >= 1);
  assert.is.not(was, is);
});

test("a fault: which allocation fails, and what was free", async () => {
  const { decisions } = await verify(await record(LOOP, HOT), { faults: ["alloc-fail@5"] });
  const text = /allocation 5 of code memory: recorded, \d+ bytes for .*, at 0x\w+; live, .* fail;/;
  assert.match(decisions, text);
  assert.match(decisions, /free before it: .*; everything from 0x7f32\w+ on/);
});

test("changed machine code: the operation that it is of", async () => {
  const reel = await record(LOOP, HOT);
  const events = eventsOf(reel);
  const unit = events.find((event) => event.kind === "compile");
  assert.ok(unit);
  const operation = unit.operations.findIndex(
    ({ name, offset }, i, all) => name === "int_rshift" && offset < (all[i + 1]?.offset ?? 0),
  );
  const at = unit.asmaddr + unit.operations[operation]!.offset - unit.blockAddress;
  const number = events.findIndex(
    (event) => event.kind === "heap_commit" && event.address === unit.blockAddress,
  );
  const commit = events[number] as JitEvent & { kind: "heap_commit" };
  const changed = { ...commit, bytes: commit.bytes.with(at, commit.bytes[at]! ^ 1) };
  const { result, decisions } = await verify(withEvents(reel, events.with(number, changed)));
  assert.is(result.divergence?.number, number);
  assert.match(decisions, `code: the machine code parts at byte ${at} of the block`);
  assert.match(decisions, `in operation ${operation}, `);
});

test("changed statistics: the counters by name", async () => {
  const reel = await record(LOOP, HOT);
  const events = eventsOf(reel);
  const number = events.findIndex((event) => event.kind === "stats");
  const stats = events[number] as JitEvent & { kind: "stats" };
  const counters = stats.counters.map(([name, value]) =>
    name === "GUARDS" ? ([name, value + 3] as const) : ([name, value] as const),
  );
  const { decisions } = await verify(withEvents(reel, events.with(number, { ...stats, counters })));
  const guards = stats.counters.find(([name]) => name === "GUARDS")![1];
  assert.match(decisions, `GUARDS ${guards + 3} → ${guards}`);
});

test("another program: the operation at which the traces part, in its bytecode", async () => {
  const source = bytesOf(LOOP.replace("i % 3", "i % 4"));
  const { decisions } = await verify(await record(LOOP, HOT), { source });
  const text =
    /operation: the traces part at operation \d+ \(in main;prog.py:1-4~#20 BINARY_MODULO\)/;
  assert.match(decisions, text);
});

test("another program: readings beyond the recorded ones, and files nobody has read", async () => {
  const reel = await record(INPUTS, withLines("one\n", "two\n"));
  assert.is((await verify(reel)).result.divergence, null);
  const clock = bytesOf(INPUTS.replace("time.time()", "(time.time(), time.time())"));
  const twice = await verify(reel, { source: clock });
  assert.match(twice.decisions, /input: recorded, nothing is read; live, clock reading 3, \d+ ns/);
  const reader = `${INPUTS}import beside, json\n`;
  const asks = await verify(reel, { source: bytesOf(reader) });
  const said = describeMissing(asks.result.missing, new Set(["json"]));
  assert.match(said, /there is none: module beside\.py$/);
  assert.match(asks.decisions, /stderr/);
});

test("a run that goes on without events after the divergence is ended", async () => {
  const source = bytesOf(`${LOOP}while True: pass\n`);
  const { result, decisions } = await verify(await record(LOOP, HOT), { source });
  assert.is(result.divergence?.recorded?.kind, "stats");
  assert.match(decisions, /counter: what is traced: recorded, after no trace|time: /);
});

test("a changed run that is the same has no difference", async () => {
  const { result } = await verify(await record(LOOP, HOT), {
    source: bytesOf(`${LOOP}\n# more\n`),
  });
  assert.is(result.divergence, null);
});

test("changes are told, and only those", () => {
  const { header } = new ReelReader(withEvents(RECORDED, []), "s.reel");
  assert.equal(describeChanges(header, { jit: header.jit, limits: header.limits, seed: 0 }), []);
  const changes = { jit: "off", seed: 4, faults: ["heap-full@2"], source: bytesOf("1") };
  assert.equal(describeChanges(header, changes, "other.py"), [
    "program: prog.py → other.py",
    "parameters: threshold=30,trace_eagerness=5 → off",
    "seed: 0 → 4",
    "faults: none → heap-full@2",
  ]);
});

const RECORDED = await record(LOOP, HOT);

test("reels of other engines, and redacted ones, are refused with what to use instead", async () => {
  const { header } = new ReelReader(RECORDED, "s.reel");
  for (const [change, text] of [
    [{ engine: "pypy3 7.3.11" }, /a run of pypy3 7.3.11 cannot be repeated here/],
    [{ redacted: ["source"] }, /parts of the reel were taken out \(source\)/],
  ] as const) {
    const chunks: Uint8Array[] = [];
    const sink = (bytes: Uint8Array): void => void chunks.push(Uint8Array.from(bytes));
    new ReelWriter(sink, { ...header, ...change }, "test").finish();
    try {
      await verify(Buffer.concat(chunks));
      assert.unreachable();
    } catch (error) {
      assert.match((error as Error).message, text);
      assert.match((error as { hint?: string }).hint ?? "", /jitreel diff/);
    }
  }
});

test("whatever two events are, there is a report of them", () => {
  const few = fc.array(anyEvent, { maxLength: 6 });
  const law = fc.property(few, few, few, (same, recorded, live) => {
    const reader = new ReelReader(sampleReel([...same, ...recorded]), "s.reel");
    const comparison = new EventComparison(reader.events());
    for (const event of [...same, ...live]) comparison.add(event);
    const result = {
      ...comparison.finish(),
      drawCount: 2,
      lastDraw: { word: 5n, ticks: 1 },
      missing: [],
    };
    if (result.divergence === null) return;
    const decisions = findDecisions(reader, result);
    for (const { text } of decisions) assert.not.match(text, /undefined|NaN/);
    const report = printReport({
      reader,
      result,
      decisions,
      changes: [],
      missing: "",
      toolVersion: "1",
      behaviourRevision: 1,
      command: [],
    });
    assert.not.match(report, /[^\P{Cc}\n]/u);
  });
  fc.assert(law, { seed: 12, numRuns: 300 });
});

const limit = fc.option(fc.oneof(fc.integer(), fc.maxSafeInteger()));
const anyHeader = fc.record({
  seed: fc.oneof(fc.maxSafeInteger(), fc.integer()),
  limits: fc.record({ maxSteps: limit, memoryBytes: limit, heapBytes: limit }),
  jit: fc.oneof(fc.string(), fc.constantFrom("", "threshold=1", "decay=-1", "trace_limit=9e9")),
  faults: fc.array(fc.oneof(fc.string(), fc.constantFrom("alloc-fail@0", "heap-full@-1"))),
  grants: fc.array(fc.string(), { maxLength: 2 }),
  programName: fc.oneof(fc.string(), fc.constantFrom("../../etc/passwd", "/etc/passwd", "")),
  guest: fc.constantFrom("python", "tiny"),
});

test("whatever a header says, the run is compared or refused", async () => {
  const law = fc.asyncProperty(anyHeader, async (change) => {
    const header = { ...SAMPLE_HEADER, ...change } as ReelHeader;
    const chunks: Uint8Array[] = [];
    const sink = (bytes: Uint8Array): void => void chunks.push(Uint8Array.from(bytes));
    new ReelWriter(sink, header, "test").finish();
    try {
      await verify(Buffer.concat(chunks));
    } catch (error) {
      assert.ok(error instanceof UserError, String(error));
    }
  });
  await fc.assert(law, { seed: 3, numRuns: 60 });
});

test("a report names no folder, and nothing of the reel leaves its block", async () => {
  const hostile = "a`b```\u001b[31m|\n# x";
  const events = eventsOf(RECORDED);
  const fault = { kind: "set_param", ticks: 0, name: hostile, value: "1" } as const;
  const reader = new ReelReader(withEvents(RECORDED, [fault, ...events]), "/some/where/s.reel");
  const result = await verifyReel(reader, { backend: "host" }, runProgram);
  const report = printReport({
    reader,
    result,
    decisions: findDecisions(reader, result),
    changes: [],
    missing: "",
    toolVersion: "1",
    behaviourRevision: 1,
    command: ["jitreel", "verify", "s.reel", "--jit", "it's"],
  });
  assert.not.match(report, "/some");
  assert.not.match(report, "\u001b");
  assert.match(report, "jitreel verify s.reel --jit 'it'\\''s'");
  const outside = report.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, "BLOCK");
  assert.not.match(outside, "```");
  assert.match(report, "````text");
  assert.equal(
    outside.split("\n").filter((line) => line.startsWith("#")),
    [
      "# `s.reel`: different from event 0 on",
      "## The recorded run",
      "## Event 0",
      "## What was decided",
      "## Around it",
      "## Both events",
    ],
  );
});

test.run();
