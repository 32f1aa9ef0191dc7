/**
 * Verification of whole reels against runs, without a JIT.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import type { JitEvent } from "../../sim/hooks/events.ts";
import { ReelReader } from "../format/reader.ts";
import { EventRecorder } from "../recorder/recorder.ts";
import { makeHeader } from "../recorder/run-header.ts";
import type { RunProgram } from "../recorder/run-program.ts";
import type { InputSource, RunSpec } from "../../sim/index.ts";
import type { ComparisonResult } from "./event-comparison.ts";
import { verifyReel } from "./verify-reel.ts";

/** A program that copies its input lines and adds the clock: all a run does, without a JIT. */
const copyInput: RunProgram = async (spec, listeners) => {
  let ticks = 0;
  const tell = (event: JitEvent): void => listeners.onEvent?.(event);
  for (;;) {
    const line = spec.inputs.stdin();
    const bytes = line ?? new Uint8Array();
    tell({ kind: "input", ticks: ++ticks, source: "stdin", name: "", bytes });
    if (line === null) break;
    tell({ kind: "output", ticks: ++ticks, stream: "stdout", bytes });
  }
  tell({ kind: "end", ticks, status: 0, outcome: "finished", exception: "" });
  return { status: 0, outcome: "finished" };
};

function lines(...texts: string[]): InputSource {
  const left = texts.map((text) => new Uint8Array(Buffer.from(text)));
  return {
    stdin: () => left.shift() ?? null,
    readModule: () => null,
    readFile: () => null,
    readFolder: () => null,
    nowNanoseconds: () => 0n,
  };
}

const SPEC: Omit<RunSpec, "inputs"> = {
  guest: "tiny",
  programName: "copy.tiny",
  source: new Uint8Array(Buffer.from("copy")),
  argv: [],
  jit: "",
  seed: 0,
  backend: "host",
  limits: { maxSteps: null, memoryBytes: null, heapBytes: null },
  timeMode: "virtual",
  countRuns: false,
  faults: [],
  grants: [],
};

async function record(inputs: InputSource, runProgram: RunProgram): Promise<Buffer> {
  const spec = { ...SPEC, inputs };
  const chunks: Buffer[] = [];
  const sink = (bytes: Uint8Array): number => chunks.push(Buffer.from(bytes));
  const recorder = new EventRecorder(sink, makeHeader(spec), "1");
  await runProgram(spec, { onEvent: recorder.onEvent });
  recorder.finish();
  return Buffer.concat(chunks);
}

function verify(bytes: Uint8Array, runProgram: RunProgram): Promise<ComparisonResult> {
  return verifyReel(new ReelReader(bytes, "s.reel"), { backend: "oracle" }, runProgram);
}

test("a run verifies with its recorded inputs, on another backend", async () => {
  const reel = await record(lines("one\n", "two\n"), copyInput);
  const backends: string[] = [];
  const watched: RunProgram = (spec, listeners) => {
    backends.push(spec.backend);
    return copyInput(spec, listeners);
  };
  const result = await verify(reel, watched);
  assert.is(result.divergence, null);
  assert.is(result.sameCount, 6);
  assert.equal(result.ending, { kind: "complete" });
  assert.equal(backends, ["oracle"]);
});

test("a run that behaves otherwise is stopped soon after the first divergence", async () => {
  const reel = await record(lines("one\n", "two\n", "three\n", "four\n", "5\n"), copyInput);
  const asked: string[] = [];
  const changed: RunProgram = (spec, listeners) =>
    copyInput(spec, {
      onEvent: (event) => {
        asked.push(event.kind);
        const isChanged = event.kind === "output" && event.bytes[1] === 119;
        listeners.onEvent?.(isChanged ? { ...event, ticks: 77 } : event);
      },
    });
  const { divergence, sameCount } = await verify(reel, changed);
  assert.is(sameCount, 3);
  assert.equal(divergence?.differences, [{ path: "ticks", recorded: "4", live: "77" }]);
  assert.is(asked.length, 9);
  assert.is(divergence?.afterLive.length, 5);
  assert.equal(divergence?.afterRecorded.slice(0, 5), divergence?.afterLive);
});

test("a run that ends early or goes on too long has diverged", async () => {
  const reel = await record(lines("one\n"), copyInput);
  const nothing: RunProgram = async () => ({ status: 0, outcome: "finished" });
  assert.is((await verify(reel, nothing)).divergence?.number, 0);
  const twice: RunProgram = async (spec, listeners) => {
    await copyInput(spec, listeners);
    return copyInput(spec, listeners);
  };
  assert.is((await verify(reel, twice)).divergence?.recorded, null);
});

test("a prefix of a reel verifies as far as it goes", async () => {
  const reel = await record(lines("one\n"), copyInput);
  const { divergence, ending } = await verify(reel.subarray(0, reel.length - 1), copyInput);
  assert.is(divergence, null);
  assert.is(ending?.kind, "truncated");
});

test("an error of the run itself is not taken for a divergence", async () => {
  const reel = await record(lines("one\n"), copyInput);
  const failing: RunProgram = () => Promise.reject(new RangeError("broken"));
  try {
    await verify(reel, failing);
    assert.unreachable();
  } catch (error) {
    assert.instance(error, RangeError);
  }
});

test.run();
