/**
 * Checkpoints: where they stand, that the state of any event is found through them, and that a
 * wrong one is found.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { JitEvent } from "../../sim/hooks/events.ts";
import { checkReel } from "./check.ts";
import { CHECKPOINT_DISTANCE_BYTES, isSameState } from "./checkpoint.ts";
import { decodeMsgpack, encodeMsgpack } from "./codec.ts";
import type { PlainMap } from "./codec.ts";
import { anyEvent, narrow } from "./event-arbitrary.ts";
import { findPython } from "./test-find-python.ts";
import { encodeFrame } from "./frame.ts";
import { generateRun } from "./long-run.ts";
import { ReelReader } from "./reader.ts";
import { ReelError } from "./reel-error.ts";
import { ReelState } from "./reel-state.ts";
import { sampleReel } from "./sample-reel.ts";
import { readCheckedState } from "./state-at.ts";

const EVENTS = [...generateRun(30_000)];
const REEL = sampleReel(EVENTS, 50);

function stateOf(events: readonly JitEvent[]): ReelState {
  const state = new ReelState();
  for (const [number, event] of events.entries()) state.add({ number, event });
  return state;
}

/** Frames that are checkpoints, and those that follow from the index. */
function checkpointsOf(bytes: Uint8Array) {
  const { frames, index, problems } = checkReel(bytes, "s.reel");
  const stand = frames.filter(({ kind }) => kind === "checkpoint");
  return { frames, index, problems, stand };
}

test("a long reel has checkpoints, and it is whole", () => {
  const { frames, index, problems, stand } = checkpointsOf(REEL);
  assert.equal(problems, []);
  assert.ok(stand.length >= 3, `${stand.length} checkpoints`);
  assert.is(index.checkpoints.length, stand.length);
  stand.forEach((frame, i) => {
    const before = i === 0 ? frames[2]!.offset : stand[i - 1]!.offset + stand[i - 1]!.sizeBytes;
    const distance = frame.offset - before;
    assert.ok(distance >= CHECKPOINT_DISTANCE_BYTES && distance >= 4 * frame.sizeBytes);
    const block = index.blocks.find(({ offset }) => offset === frame.offset);
    assert.is(block?.first, index.checkpoints[i]);
  });
});

test("the state at an event is the one gathered from the start", () => {
  const reader = new ReelReader(REEL, "s.reel");
  const { checkpoints } = reader.storedIndex()!;
  const near = checkpoints.flatMap((first) => [first - 2, first - 1, first, first + 1]);
  for (const n of [-1, 0, 1, 7777, EVENTS.length - 1, ...near]) {
    const state = reader.stateAt(n);
    assert.is(state.eventNumber, n);
    assert.ok(isSameState(state, stateOf(EVENTS.slice(0, n + 1))), `event ${n}`);
    assert.ok(isSameState(state, readCheckedState(reader, n)));
  }
  assert.is(reader.stateAt(EVENTS.length + 5).eventNumber, EVENTS.length - 1);
});

test("it is found without an index, and when the reel is cut", () => {
  const { stand } = checkpointsOf(REEL);
  const cut = REEL.subarray(0, stand[2]!.offset + stand[2]!.sizeBytes);
  const reader = new ReelReader(cut, "s.reel");
  assert.ok(isSameState(reader.stateAt(3000), stateOf(EVENTS.slice(0, 3001))));
  assert.is(checkReel(cut, "s.reel").problems[0]?.kind, "truncated");
});

/** The reel with another payload in the frame at `offset`, its checksum right; of equal length. */
function replaceFrame(offset: number, sizeBytes: number, change: (state: PlainMap) => void) {
  const payload = decodeMsgpack(REEL.subarray(offset + 8, offset + sizeBytes)) as PlainMap;
  change(payload.state as PlainMap);
  const frame = encodeFrame(encodeMsgpack(payload));
  assert.is(frame.length, sizeBytes);
  const bytes = new Uint8Array(REEL);
  bytes.set(frame, offset);
  return bytes;
}

test("a checkpoint that does not match is named, and not used by who asks for a checked state", () => {
  const { stand, index } = checkpointsOf(REEL);
  const { offset, sizeBytes } = stand[1]!;
  const wrong = replaceFrame(offset, sizeBytes, (state) => {
    const units = state.units as number[][];
    units[0]![5] = units[0]![5]! + 1;
  });
  const messages = checkReel(wrong, "s.reel").problems.map(({ message }) => message);
  assert.ok(
    messages.includes(`the checkpoint at byte ${offset} does not match the events before it`),
    messages.join("; "),
  );
  const reader = new ReelReader(wrong, "s.reel");
  const [first, second, third] = index.checkpoints as [number, number, number];
  assert.throws(() => readCheckedState(reader, second + 3), /does not match the events before it/);
  // The next one does not follow from a wrong one either.
  assert.throws(() => readCheckedState(reader, third + 3), /does not match the events before it/);
  assert.is(readCheckedState(reader, first + 3).eventNumber, first + 3);
});

test("a checkpoint that cannot be read is damage; the state is found from an earlier one", () => {
  const { stand, index } = checkpointsOf(REEL);
  const { offset, sizeBytes } = stand[1]!;
  const wrong = replaceFrame(offset, sizeBytes, (state) => {
    state.ticks = "x".repeat(encodeMsgpack({ a: state.ticks as number }).length - 4);
  });
  const { problems } = checkReel(wrong, "s.reel");
  assert.is(problems[0]?.offset, offset);
  assert.match(problems[0]?.message ?? "", /ticks: expected an integer/);
  const n = index.checkpoints[1]! + 3;
  const state = new ReelReader(wrong, "s.reel").stateAt(n);
  assert.ok(isSameState(state, stateOf(EVENTS.slice(0, n + 1))));
});

test("a checkpoint that stands inside of a block is named", () => {
  const { frames, stand } = checkpointsOf(REEL);
  const { offset, sizeBytes } = stand[0]!;
  const checkpoint = REEL.subarray(offset, offset + sizeBytes);
  const inner = frames.findIndex((one) => one.offset > offset) + 1;
  const at = frames[inner]!.offset;
  const bytes = Buffer.concat([REEL.subarray(0, at), checkpoint, REEL.subarray(at)]);
  const messages = checkReel(bytes, "s.reel").problems.map(({ message }) => message);
  assert.ok(messages.includes("a checkpoint inside of a block"), messages.join("; "));
});

test("a program in Python, written from FORMAT.md, makes the same states of the events", () => {
  const python = findPython();
  if (python === null) return;
  const options = { seed: 24, numRuns: 3000 };
  const others = fc.sample(fc.tuple(anyEvent, fc.nat()), options);
  const events = [...generateRun(9000)].flatMap((event, i) => {
    const [other, n] = others[Math.floor(i / 3)]!;
    return i % 3 === 0 ? [event, narrow(other, n)] : [event];
  });
  const folder = mkdtempSync(join(tmpdir(), "reel-"));
  try {
    const path = join(folder, "s.reel");
    writeFileSync(path, sampleReel(events, 50));
    const script = join(import.meta.dirname, "read_state.py");
    const { stdout, stderr } = spawnSync(python, [script, path], { encoding: "utf8" });
    assert.is(stderr, "");
    const { index } = checkReel(readFileSync(path), path);
    assert.ok(index.checkpoints.length > 2);
    const expected = index.checkpoints.map((first) => `${first - 1} same\n`);
    assert.is(stdout, expected.join(""));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Whether the wrong checkpoint does no harm: what is told is true, or a ReelError. */
function checkHarm(bytes: Uint8Array, number: number, offset: number): void {
  const { problems } = checkReel(bytes, "s.reel");
  const reader = new ReelReader(bytes, "s.reel");
  const expected = stateOf(EVENTS.slice(0, number + 1));
  try {
    const state = readCheckedState(reader, number);
    // Found through an earlier checkpoint, or the change has changed nothing.
    assert.ok(isSameState(state, expected));
  } catch (error) {
    if (!(error instanceof ReelError)) throw error;
  }
  // Believed, it may be wrong, but it is a state.
  reader.stateAt(number).toPlain();
  const isNamed = problems.some((one) => one.offset === offset);
  assert.ok(isNamed || isSameState(reader.stateAt(number), expected));
}

test("a checkpoint with any byte changed and its checksum repaired does no harm", () => {
  const { stand, index } = checkpointsOf(REEL.subarray(0));
  const { offset, sizeBytes } = stand[0]!;
  const end = index.blocks.find((block) => block.first > index.checkpoints[0]! + 20)!;
  const law = fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), fc.nat(20), (at, mask, n) => {
    const payload = new Uint8Array(REEL.subarray(offset + 8, offset + sizeBytes));
    const place = at % payload.length;
    payload[place] = payload[place]! ^ mask;
    const bytes = new Uint8Array(REEL.subarray(0, end.offset));
    bytes.set(encodeFrame(payload), offset);
    checkHarm(bytes, index.checkpoints[0]! + n, offset);
  });
  fc.assert(law, { seed: 22, numRuns: 30 });
});

test.run();
