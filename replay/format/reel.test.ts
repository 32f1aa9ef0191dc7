/**
 * Laws of reels: what is written is read, any prefix is readable, any damaged byte
 * is named, equal runs give equal bytes.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import fc from "fast-check";
import { assertLaw } from "../../properties/laws/assert-law.ts";
import { reelRoundTrip } from "../../properties/laws/parts/reel-laws.ts";
import type { JitEvent } from "../../sim/hooks/events.ts";
import { EVENT_KINDS } from "../../sim/hooks/events.ts";
import { checkReel } from "./check.ts";
import { encodeMsgpack } from "./codec.ts";
import { EVENT_ARBITRARIES } from "./event-arbitrary.ts";
import { encodeFrame, encodeTrailer } from "./frame.ts";
import { EVENT_FIELDS } from "./event-schema.ts";
import { encodeHeader } from "./header.ts";
import { ReelError } from "./reel-error.ts";
import type { ReelEnding } from "./reader.ts";
import { ReelReader } from "./reader.ts";
import { SAMPLE_HEADER, sampleReel } from "./sample-reel.ts";

interface ReadBack {
  events: (JitEvent | null)[];
  ending: ReelEnding;
  notices: string[];
}

function readAll(bytes: Uint8Array, from = 0): ReadBack {
  const reader = new ReelReader(bytes, "s.reel");
  const iterator = reader.events(from);
  const events: (JitEvent | null)[] = [];
  for (;;) {
    const step = iterator.next();
    if (step.done) return { events, ending: step.value, notices: reader.notices };
    events.push(step.value.event);
  }
}

/** One event of every kind, always the same. */
function oneOfEach(): JitEvent[] {
  const arbitraries = EVENT_KINDS.map((kind) => EVENT_ARBITRARIES[kind]);
  return arbitraries.map(
    (one) => fc.sample(one as fc.Arbitrary<JitEvent>, { seed: 7, numRuns: 3 })[2]!,
  );
}

test("the schema has all kinds, in the order of the event union", () => {
  assert.equal(Object.keys(EVENT_FIELDS), [...EVENT_KINDS]);
});

test("every kind of event reads back as it was written", () => {
  for (const kind of EVENT_KINDS) {
    const one = EVENT_ARBITRARIES[kind] as fc.Arbitrary<JitEvent>;
    const law = fc.property(one, (event) => {
      assert.equal(readAll(sampleReel([event])).events, [event]);
    });
    fc.assert(law, { seed: 11, numRuns: 60 });
  }
});

test("the header reads back as it was written", () => {
  const reader = new ReelReader(sampleReel([]), "s.reel");
  assert.equal(reader.header, SAMPLE_HEADER);
  assert.is(reader.toolVersion(), "0.0.0-test");
});

test("sequences of events read back in order, whatever the frames, and check finds nothing", async () => {
  await assertLaw(reelRoundTrip, { seed: 12, numRuns: 150 });
});

test("each prefix that holds the header is readable, a shorter one is refused", () => {
  const events = oneOfEach();
  const bytes = sampleReel(events, 3);
  const bodyOffset = new ReelReader(bytes, "s.reel").bodyOffset;
  let readMost = 0;
  for (let size = 0; size < bytes.length; size++) {
    const prefix = bytes.subarray(0, size);
    if (size < bodyOffset) {
      assert.throws(
        () => readAll(prefix),
        (error: unknown) => error instanceof ReelError,
      );
      continue;
    }
    const { events: read, ending } = readAll(prefix);
    assert.is(ending.kind, "truncated", `prefix of ${size} bytes`);
    assert.equal(read, events.slice(0, read.length));
    assert.ok(read.length >= readMost);
    readMost = read.length;
    assert.ok(checkReel(prefix, "s.reel").problems.length > 0, `prefix of ${size} bytes`);
  }
  assert.is(readMost, events.length);
});

test("each corrupted byte is named, at or before the byte", () => {
  const bytes = sampleReel(oneOfEach(), 4);
  for (const flip of [0x01, 0x80, 0xff]) {
    for (let at = 0; at < bytes.length; at++) {
      const wrong = new Uint8Array(bytes);
      wrong[at]! ^= flip;
      const offset = firstProblem(wrong);
      assert.ok(offset !== null && offset <= at, `byte ${at} ^ ${flip}: named at ${offset}`);
    }
  }
});

function firstProblem(bytes: Uint8Array): number | null {
  try {
    const problems = checkReel(bytes, "s.reel").problems;
    return problems.length === 0 ? null : Math.min(...problems.map((one) => one.offset));
  } catch (error) {
    if (error instanceof ReelError) return error.byteOffset ?? null;
    throw error;
  }
}

test("check goes on after a damaged frame and says which events are lost", () => {
  const release: JitEvent = { kind: "release_all", ticks: 1, loops: 1 };
  const bytes = sampleReel([release, release, release, release], 1);
  const frame = checkReel(bytes, "s.reel").frames[3]!;
  assert.equal(frame.events, { first: 1, count: 1 });
  const wrong = new Uint8Array(bytes);
  wrong[frame.offset + 12]! ^= 1;
  const report = checkReel(wrong, "s.reel");
  assert.is(report.problems[0]!.frame, 3);
  assert.is(report.problems[0]!.offset, frame.offset);
  assert.is(report.frames.length, 7 - 1);
  assert.is(report.problems.length, 1);
  assert.match(report.problems[0]!.message, "checksum");
  assert.is(report.problems[0]!.firstLost, 1);
  assert.is(report.problems[0]!.lostCount, 3);
  assert.is(report.eventCount, 1);
  assert.not(report.isTruncated);
});

test("a lost frame is noticed by the numbers of the events", () => {
  const release: JitEvent = { kind: "release_all", ticks: 1, loops: 1 };
  const bytes = sampleReel([release, release, release], 1);
  const frame = checkReel(bytes, "s.reel").frames[3]!;
  const without = Buffer.concat([
    bytes.subarray(0, frame.offset),
    bytes.subarray(frame.offset + frame.sizeBytes),
  ]);
  const { ending, events } = readAll(without);
  assert.is(events.length, 1);
  assert.match(ending.kind === "complete" ? "" : ending.message, "expected event 1");
});

/** `bytes` with `frame` put in before the index. */
function withFrame(bytes: Uint8Array, frame: Uint8Array): Uint8Array {
  const index = checkReel(bytes, "s.reel").frames.findLast((one) => one.kind === "index")!;
  return Buffer.concat([bytes.subarray(0, index.offset), frame, bytes.subarray(index.offset)]);
}

test("a frame of an unknown kind is passed over with a notice", () => {
  const events = oneOfEach();
  const unknown = encodeFrame(encodeMsgpack({ frame: "picture", data: [1, 2, 3] }));
  const read = readAll(withFrame(sampleReel(events), unknown));
  assert.equal(read.events, events);
  assert.match(read.notices.join("\n"), 'unknown kind ("picture"');
});

test("an event of an unknown kind is passed over with a notice", () => {
  const first = new TextEncoder().encode("zigzag");
  const event = [99, 5, 0, [1]];
  const payload = {
    frame: "events",
    block: 7,
    first: 0,
    before: 0,
    strings: [first],
    events: [event],
  };
  const read = readAll(withFrame(sampleReel([]), encodeFrame(encodeMsgpack(payload))));
  assert.equal(read.events, [null]);
  assert.match(read.notices.join("\n"), "event 0 is of an unknown kind");
});

test("a newer minor version is read with a notice, a newer major version refused by name", () => {
  const bytes = Buffer.from(sampleReel([]));
  for (const [major, message] of [
    [0, /reel format 0\.0 is not known; this version reads 1\.1 and 2\.0/],
    [3, /reel format 3\.0 is not known; this version reads 1\.1 and 2\.0/],
  ] as const) {
    bytes.writeUInt16BE(major, 8);
    assert.throws(() => new ReelReader(bytes, "s.reel"), message);
  }
  for (const version of ["1.7", "2.7"]) {
    const head = Buffer.from(bytes.subarray(0, 12));
    head.writeUInt16BE(Number(version[0]), 8);
    head.writeUInt16BE(7, 10);
    const header = encodeHeader({ ...SAMPLE_HEADER, formatVersion: version });
    const read = readAll(Buffer.concat([head, encodeFrame(encodeMsgpack(header))]));
    assert.match(read.notices.join("\n"), `reel format ${version} is newer`);
  }
});

test("a file that is no reel is refused", () => {
  for (const text of ["", "#!/usr/bin/env node\n", "\x8aREEL"]) {
    const bytes = Buffer.from(text, "latin1");
    assert.throws(
      () => new ReelReader(bytes, "x"),
      (error: unknown) => error instanceof ReelError,
    );
  }
});

test("reading from a number on gives the same events as reading all", () => {
  const filler: JitEvent = {
    kind: "output",
    ticks: 3,
    stream: "stdout",
    bytes: new Uint8Array(20_000),
  };
  const events = [...oneOfEach(), filler, filler, filler, filler, filler, ...oneOfEach()];
  const bytes = sampleReel(events, 3);
  assert.ok(new ReelReader(bytes, "s.reel").storedIndex()!.blocks.length >= 2);
  for (let from = 0; from <= events.length; from++) {
    assert.equal(readAll(bytes, from).events, events.slice(from));
  }
});

test("the index made again is the one in the file, also without it", () => {
  const bytes = sampleReel(oneOfEach(), 3);
  const stored = new ReelReader(bytes, "s.reel").storedIndex()!;
  assert.equal(checkReel(bytes, "s.reel").index, stored);
  const index = checkReel(bytes, "s.reel").frames.at(-1)!;
  const prefix = bytes.subarray(0, index.offset);
  assert.is(new ReelReader(prefix, "s.reel").storedIndex(), null);
  assert.equal(checkReel(prefix, "s.reel").index, stored);
});

test("check compares the index and the trailer with the frames", () => {
  const bytes = sampleReel(oneOfEach(), 3);
  const trailerAt = bytes.length - 24;
  const moved = Buffer.concat([bytes.subarray(0, trailerAt), encodeTrailer(12)]);
  assert.match(checkReel(moved, "s.reel").problems[0]!.message, "index is at byte 12");
  const longer = Buffer.concat([bytes, Buffer.from([0])]);
  assert.match(checkReel(longer, "s.reel").problems[0]!.message, "bytes after the end");
  const unknown = encodeFrame(encodeMsgpack({ frame: "picture" }));
  const inserted = withFrame(bytes, unknown);
  inserted.set(encodeTrailer(trailerAtIndex(inserted)), inserted.length - 24);
  assert.match(checkReel(inserted, "s.reel").problems[0]!.message, "SHA-256");
});

function trailerAtIndex(bytes: Uint8Array): number {
  return checkReel(bytes, "s.reel").frames.findLast((one) => one.kind === "index")!.offset;
}

test.run();
