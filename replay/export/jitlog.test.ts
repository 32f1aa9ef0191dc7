/**
 * The binary jitlog, read back by a reader that also reads the installed pypy3's files: traces,
 * operations, places, code and run counts are those of the reel.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { anyEvent } from "../format/event-arbitrary.ts";
import type { CompileEvent, OperationRecord } from "../format/events.ts";
import type { JitlogRecord } from "./test-jitlog.ts";
import { readJitlog } from "./test-jitlog.ts";
import { exportEvents, exportSource, listRuns, openRun } from "./testing.ts";

type RecordOf<M extends JitlogRecord["mark"]> = Extract<JitlogRecord, { readonly mark: M }>;

/** The records from one start of a trace to the next. */
function splitTraces(records: readonly JitlogRecord[]): JitlogRecord[][] {
  const traces: JitlogRecord[][] = [];
  for (const record of records) {
    if (record.mark === "start") traces.push([]);
    traces.at(-1)?.push(record);
  }
  return traces;
}

function ofMark<M extends JitlogRecord["mark"]>(
  records: readonly JitlogRecord[],
  mark: M,
): RecordOf<M>[] {
  return records.filter((record): record is RecordOf<M> => record.mark === mark);
}

/** As the format writes an operation. */
function describe(operation: OperationRecord): { name: string; text: string; failArgs: string } {
  const { name, result, args, descr, failArgs } = operation;
  const values = [result === "" ? "?" : result, ...args, ...(descr === "" ? [] : [descr])];
  const passed = (failArgs ?? []).map((one) => (one === "None" ? "-" : one));
  return { name, text: values.join(","), failArgs: passed.join(",") };
}

test("all recorded runs: every trace with its operations, places, code and counts", () => {
  let count = 0;
  for (const run of listRuns()) {
    const source = openRun(run);
    const events = [...source.events()].map(({ event }) => event);
    const compiled = events.filter((event): event is CompileEvent => event?.kind === "compile");
    const records = [...readJitlog(exportSource("jitlog", source))];
    assert.equal(records[0], { mark: "header", version: 4, machine: "x86_64" });
    const traces = splitTraces(records);
    const done = traces.filter((trace) => ofMark(trace, "abort").length === 0);
    assert.is(done.length, compiled.length);
    const ids = traces.map((trace) => ofMark(trace, "start")[0]!.id);
    assert.is(new Set(ids).size, ids.length);
    for (const [i, trace] of done.entries()) checkTrace(trace, compiled[i]!);
    const stats = events.findLast((event) => event?.kind === "stats");
    const counts = ofMark(records, "count").map(({ kind, number, count }) => [kind, number, count]);
    assert.equal(counts, stats?.kind === "stats" && stats.atEnd ? stats.loopRunTimes : []);
    const givenUp = events.flatMap((event) => (event?.kind === "abort" ? [event] : []));
    assert.is(traces.length - done.length, givenUp.length);
    count += done.length;
  }
  assert.ok(count > 100);
});

function checkTrace(trace: readonly JitlogRecord[], event: CompileEvent): void {
  const start = ofMark(trace, "start")[0]!;
  assert.is(start.type, event.type === "loop" ? "loop" : "bridge");
  assert.is(start.driver, event.jitdriverName);
  if (event.type === "loop") assert.is(start.id, event.loopNo);
  if (event.type === "bridge") assert.is(start.descr, event.bridgeNo);
  const stages = ofMark(trace, "stage").map(({ stage, id }) => [stage, id]);
  assert.equal(stages, [
    ["opt", start.id],
    ["asm", start.id],
  ]);
  const operations = event.operations.filter(({ mergePoint }) => mergePoint === null);
  const written = ofMark(trace, "operation").map(({ name, text, failArgs }) => {
    return { name, text, failArgs };
  });
  assert.equal(written, [...operations, ...operations].map(describe));
  assert.equal(ofMark(trace, "inputs")[0]!.inputs, event.inputArgs.join(","));
  const places = event.operations.flatMap(({ mergePoint }) => {
    const key = mergePoint?.greenKey;
    const line = /[-:](\d+)~#\d+ (\S+)$/.exec(key?.text ?? "");
    if (key === undefined || line === null) return [];
    return [[key.fileName, Number(line[1]), key.codeName, key.position, line[2]]];
  });
  assert.equal(
    ofMark(trace, "place").map(({ values }) => values),
    [...places, ...places],
  );
  const code = ofMark(trace, "code");
  const withCode = operations.filter(({ offset }) => offset >= 0);
  const base = event.asmaddr - event.blockAddress;
  assert.equal(
    code.map(({ offset }) => offset),
    withCode.map(({ offset }) => (base + offset) & 0xffff),
  );
  const size = code.reduce((sum, { bytes }) => sum + bytes.length, 0);
  assert.is(size, event.blockSize - base - withCode[0]!.offset);
}

test("the reader reads what the installed pypy3 writes, with the same stages and fields", () => {
  const folder = mkdtempSync(join(tmpdir(), "jitreel-jitlog-"));
  try {
    const program = join(folder, "p.py");
    const log = join(folder, "log");
    const text = "def f(n):\n i = 0\n while i < n:\n  i += 2 if i % 3 else 1\n return i\nf(5000)\n";
    writeFileSync(program, text);
    const run = spawnSync("pypy3", [program], { env: { ...process.env, JITLOG: log } });
    if (run.status !== 0) return;
    const theirs = [...readJitlog(readFileSync(log))];
    const ours = [...readJitlog(exportSource("jitlog", openRun("bridge")))];
    assert.equal(theirs[0], ours[0]);
    const stitched = (records: readonly JitlogRecord[]): boolean => {
      const traces = splitTraces(records).filter((trace) => ofMark(trace, "stitch").length > 0);
      return traces.some((trace) => {
        const { descr } = ofMark(trace, "stitch")[0]!;
        const range = ofMark(trace, "range")[0]!;
        const isGuard = ofMark(records, "operation").some((one) => one.descr === descr);
        const { address } = ofMark(trace, "stitch")[0]!;
        return isGuard && ofMark(trace, "start")[0]!.descr === descr && range.from === address;
      });
    };
    assert.ok(stitched(theirs));
    assert.ok(stitched(ours));
    const place = (records: readonly JitlogRecord[]): string[] => {
      return ofMark(records, "place")[0]!.values.map((value) => typeof value);
    };
    assert.equal(place(ours), place(theirs));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("hostile events give a file that is read to its end", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) => {
      const records = [...readJitlog(exportEvents("jitlog", events))];
      const ids = ofMark(records, "start").map(({ id }) => id);
      assert.is(new Set(ids).size, ids.length);
      const traces = events.filter(({ kind }) => kind === "compile" || kind === "abort");
      assert.is(ids.length, traces.length);
    }),
    { numRuns: 500 },
  );
});

test.run();
