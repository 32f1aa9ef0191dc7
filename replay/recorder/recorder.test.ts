/**
 * Recording into files: partial ones, complete ones, refused ones; recorded inputs.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { BEHAVIOUR_REVISION } from "../../sim/index.ts";
import type { JitEvent } from "../format/events.ts";
import { checkReel } from "../format/check.ts";
import { anyEvent } from "../format/event-arbitrary.ts";
import { ReelError } from "../format/reel-error.ts";
import { ReelReader } from "../format/reader.ts";
import { SAMPLE_HEADER } from "../format/sample-reel.ts";
import { finishPartial } from "./finish-partial.ts";
import { decodeClockReading, encodeClockReading, RecordedInputs } from "./recorded-inputs.ts";
import { EventRecorder, FLUSH_POLICY, ReelRecorder } from "./recorder.ts";
import { makeHeader, makeRunSpec } from "./run-header.ts";

function inFolder(act: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "reel-"));
  try {
    act(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function release(ticks: number): JitEvent {
  return { kind: "release_all", ticks, loops: 0 };
}

function readEvents(path: string): (JitEvent | null)[] {
  const reader = new ReelReader(readFileSync(path), path);
  return [...reader.events()].map((one) => one.event);
}

function isReelError(error: unknown): boolean {
  return error instanceof ReelError;
}

test("a recording has the name of its partial file until it is complete", () => {
  inFolder((folder) => {
    const path = join(folder, "s.reel");
    const recorder = new ReelRecorder(path, SAMPLE_HEADER, "1");
    assert.ok(existsSync(`${path}.partial`));
    assert.equal(readEvents(`${path}.partial`), []);
    recorder.onEvent(release(1));
    assert.not.ok(existsSync(path));
    assert.is(recorder.complete(), path);
    assert.not.ok(existsSync(`${path}.partial`));
    assert.equal(readEvents(path), [release(1)]);
    assert.equal(checkReel(readFileSync(path), path).problems, []);
  });
});

test("a recording that failed leaves the earlier reel and a readable partial one", () => {
  inFolder((folder) => {
    const path = join(folder, "s.reel");
    writeFileSync(path, "good");
    const recorder = new ReelRecorder(path, SAMPLE_HEADER, "1");
    recorder.onEvent(release(1));
    assert.is(recorder.abandon(), `${path}.partial`);
    assert.is(readFileSync(path, "utf8"), "good");
    assert.equal(readEvents(`${path}.partial`), [release(1)]);
  });
});

test("events of hooks are in the file at once, others after some virtual time", () => {
  inFolder((folder) => {
    const path = join(folder, "s.reel");
    const recorder = new ReelRecorder(path, SAMPLE_HEADER, "1");
    const count = (): number => readEvents(`${path}.partial`).length;
    recorder.onEvent(release(1));
    assert.is(count(), 0);
    recorder.onEvent({ kind: "end", ticks: 2, status: 0, outcome: "finished", exception: "" });
    assert.is(count(), 2);
    recorder.onEvent(release(5));
    recorder.onEvent(release(5 + FLUSH_POLICY.ticks - 1));
    assert.is(count(), 2);
    recorder.onEvent(release(5 + FLUSH_POLICY.ticks));
    assert.is(count(), 5);
    const bytes = new Uint8Array(FLUSH_POLICY.payloadBytes);
    recorder.onEvent({ kind: "output", ticks: 6, stream: "stdout", bytes });
    assert.is(count(), 6);
    for (let i = 0; i < FLUSH_POLICY.events; i++) recorder.onEvent(release(6));
    assert.is(count(), 6 + FLUSH_POLICY.events);
    recorder.abandon();
  });
});

test("a recording that was cut off anywhere can be finished", () => {
  inFolder((folder) => {
    const path = join(folder, "s.reel");
    const recorder = new ReelRecorder(path, SAMPLE_HEADER, "1");
    recorder.onEvent(release(1));
    recorder.onEvent({ kind: "end", ticks: 2, status: 0, outcome: "finished", exception: "" });
    const partial = recorder.partialPath;
    const flushed = readFileSync(partial);
    recorder.abandon();
    const finished = readFileSync(partial);
    let keptMost = 0;
    for (let size = 0; size <= flushed.length; size++) {
      writeFileSync(partial, flushed.subarray(0, size));
      if (!finishPartial(partial)) continue;
      assert.equal(checkReel(readFileSync(partial), path).problems, []);
      keptMost = readEvents(partial).length;
    }
    assert.is(keptMost, 2);
    assert.equal(readFileSync(partial), finished);
    assert.is(finishPartial(partial), false);
  });
});

test("a partial file left behind is overwritten", () => {
  inFolder((folder) => {
    const path = join(folder, "s.reel");
    writeFileSync(`${path}.partial`, "x".repeat(5000));
    new ReelRecorder(path, SAMPLE_HEADER, "1").complete();
    assert.equal(checkReel(readFileSync(path), path).problems, []);
  });
});

test("a place where no reel can be written is refused before anything runs", () => {
  inFolder((folder) => {
    mkdirSync(join(folder, "d.reel"));
    writeFileSync(join(folder, "file"), "");
    const places = ["d.reel", "missing/s.reel", "file/s.reel", `${"n".repeat(300)}.reel`];
    for (const place of places) {
      const open = (): unknown => new ReelRecorder(join(folder, place), SAMPLE_HEADER, "1");
      assert.throws(open, isReelError, place);
    }
    assert.throws(() => new ReelRecorder("/dev/full", SAMPLE_HEADER, "1"), /not a regular file/);
  });
});

test("two recordings of the same events are the same bytes", () => {
  const record = (events: readonly JitEvent[]): Buffer => {
    const chunks: Buffer[] = [];
    const sink = (bytes: Uint8Array): number => chunks.push(Buffer.from(bytes));
    const recorder = new EventRecorder(sink, SAMPLE_HEADER, "1");
    for (const event of events) recorder.onEvent(event);
    recorder.finish();
    return Buffer.concat(chunks);
  };
  const law = fc.property(fc.array(anyEvent, { maxLength: 20 }), (events) => {
    assert.equal(record(events), record(structuredClone(events)));
  });
  fc.assert(law, { seed: 51, numRuns: 40 });
});

function input(source: "stdin" | "module" | "clock", name: string, bytes: Uint8Array): JitEvent {
  return { kind: "input", ticks: 0, source, name, bytes };
}

test("recorded inputs come again in their order", () => {
  const inputs = new RecordedInputs([
    input("stdin", "", Buffer.from("a\n")),
    input("module", "m/n.py", Buffer.from("x = 1")),
    input("stdin", "", Buffer.from("b")),
    input("clock", "", encodeClockReading(-5n)),
    input("stdin", "", new Uint8Array(0)),
  ]);
  assert.is(Buffer.from(inputs.stdin()!).toString(), "a\n");
  assert.is(Buffer.from(inputs.stdin()!).toString(), "b");
  assert.is(inputs.stdin(), null);
  assert.is(inputs.stdin(), null);
  assert.is(Buffer.from(inputs.readModule("m/n.py")!).toString(), "x = 1");
  assert.is(inputs.readModule("other.py"), null);
  assert.is(inputs.nowNanoseconds(), -5n);
  assert.is(decodeClockReading(encodeClockReading(2n ** 60n)), 2n ** 60n);
});

test("a header gives the run back that it was made of", () => {
  const inputs = new RecordedInputs([]);
  const spec = makeRunSpec(SAMPLE_HEADER, inputs, "oracle");
  assert.is(spec.backend, "oracle");
  assert.is(spec.inputs, inputs);
  const behaviourRevision = BEHAVIOUR_REVISION;
  assert.equal(makeHeader(spec), { ...SAMPLE_HEADER, behaviourRevision });
});

test.run();
