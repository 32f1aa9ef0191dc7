/**
 * What is read of damaged reels: events on both sides, and a word about those that are lost. Single
 * events are found by number, with a good index, a wrong one, and none.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JitEvent } from "../../sim/hooks/events.ts";
import { checkReel } from "./check.ts";
import { encodeMsgpack } from "./codec.ts";
import { encodeFrame, encodeTrailer } from "./frame.ts";
import { generateRun } from "./long-run.ts";
import type { ReelDamage, ReelEnding } from "./reader.ts";
import { ReelReader } from "./reader.ts";
import { ReelError } from "./reel-error.ts";
import type { BlockEntry } from "./reel-index.ts";
import { encodeIndex } from "./reel-index.ts";
import { packBlocks } from "./reel-mutations.property.ts";
import { sampleReel } from "./sample-reel.ts";
import { findWrongByte } from "./wrong-byte.ts";

/** Output of so many bytes; eight of them make a block. */
function output(i: number): JitEvent {
  const bytes = new Uint8Array(9000).fill(i);
  return { kind: "output", ticks: i, stream: "stdout", bytes };
}

const RUN = [...generateRun(40, 4)];
const EVENTS: readonly JitEvent[] = [0, 1, 2].flatMap((i) => [
  ...RUN,
  ...Array.from({ length: 8 }, (_, j) => output(8 * i + j)),
]);
const PLAIN = Buffer.from(sampleReel(EVENTS, 4));
const REPORT = checkReel(PLAIN, "s.reel");
const FRAMES = REPORT.frames;
const INDEX = FRAMES.at(-1)!;
const PARTIAL = PLAIN.subarray(0, INDEX.offset);
const PACKED = packBlocks(PLAIN);

interface ReadBack {
  readonly events: ReadonlyMap<number, JitEvent | null>;
  readonly damages: readonly ReelDamage[];
  readonly ending: ReelEnding;
}

function read(bytes: Uint8Array): ReadBack {
  const damages: ReelDamage[] = [];
  const events = new Map<number, JitEvent | null>();
  const iterator = new ReelReader(bytes, "s.reel").events(0, (one) => damages.push(one));
  for (;;) {
    const step = iterator.next();
    if (step.done) return { events, damages, ending: step.value };
    assert.equal(step.value.event, EVENTS[step.value.number]);
    events.set(step.value.number, step.value.event);
  }
}

function lostIn(damages: readonly ReelDamage[], end: number): Set<number> {
  const lost = new Set<number>();
  for (const { firstLost, lostCount } of damages) {
    if (firstLost === null) continue;
    const after = lostCount === null ? end : firstLost + lostCount;
    for (let number = firstLost; number < after; number++) lost.add(number);
  }
  return lost;
}

/** Reads it, and checks that exactly the events are missing that are told to be lost. */
function checkBothSides(bytes: Uint8Array): ReadBack {
  const result = read(bytes);
  const lost = lostIn(result.damages, EVENTS.length);
  EVENTS.forEach((_, number) => {
    assert.is(result.events.has(number), !lost.has(number), `event ${number}`);
  });
  return result;
}

test("the reel has three blocks and more", () => {
  assert.ok(REPORT.index.blocks.length >= 3);
  assert.equal(REPORT.problems, []);
});

test("a flipped byte is named by frame, offset, kind and events; both sides are read", () => {
  const body = FRAMES.filter(({ kind }) => kind === "events" || kind === "index");
  for (const [bytes, name] of [
    [PLAIN, "whole"],
    [PARTIAL, "partial"],
  ] as const) {
    for (let step = 0; step < 90; step++) {
      const frame = body[step % body.length]!;
      if (frame.offset >= bytes.length) continue;
      const at = [0, 1, 2, 3, 5, 8, 14, 30, 35, 41, frame.sizeBytes - 1][step % 11]!;
      const wrong = Buffer.from(bytes);
      wrong[frame.offset + at]! ^= 1 << (step % 8);
      const { damages, events } = checkBothSides(wrong);
      const { wrongByte } = damages[0]!;
      const isLastOfPartial = frame.offset + frame.sizeBytes === bytes.length;
      if (!isLastOfPartial || at > 3) assert.is(wrongByte?.at, frame.offset + at);
      if (wrongByte !== undefined) assert.is(wrongByte.fits, bytes[frame.offset + at]);
      assert.ok(damages.length > 0, `${name}: byte ${at} of frame ${frame.number}`);
      assert.is(damages[0]!.number, frame.number);
      assert.is(damages[0]!.offset, frame.offset);
      if (at >= 8 + 20) assert.is(damages[0]!.frameKind, frame.kind);
      if (frame.kind === "events") assert.is(damages[0]!.firstLost, frame.events!.first);
      assert.ok(events.size >= EVENTS.length - 60);
    }
  }
});

test("a flipped byte is named by its own offset and its event, whichever it is", () => {
  const frame = FRAMES.find((one) => one.kind === "events" && one.events!.count === 4)!;
  const seen = new Set<number | null>();
  let last = -1;
  for (let at = 0; at < frame.sizeBytes; at++) {
    const wrong = Buffer.from(PLAIN.subarray(frame.offset, frame.offset + frame.sizeBytes));
    wrong[at]! ^= (at % 255) + 1;
    const found = findWrongByte(wrong);
    assert.is(found?.at, at);
    assert.is(found?.fits, PLAIN[frame.offset + at]);
    seen.add(found?.event ?? null);
    const event = found?.event ?? null;
    if (event !== null) assert.ok(event >= last);
    last = event ?? last;
  }
  const { first } = frame.events!;
  assert.equal([...seen], [null, first, first + 1, first + 2, first + 3]);
});

test("a flipped byte of the header costs no event", () => {
  const header = FRAMES[0]!;
  for (let at = 4; at < header.sizeBytes; at += 5) {
    const wrong = Buffer.from(PLAIN);
    wrong[header.offset + at]! ^= 0x10;
    assert.equal(new ReelReader(wrong, "s.reel").header, REPORT.reader.header);
    const { damages, events } = checkBothSides(wrong);
    assert.is(events.size, EVENTS.length);
    assert.is(damages[0]!.wrongByte?.at, header.offset + at);
    assert.is(checkReel(wrong, "s.reel").problems[0]!.frame, 0);
  }
});

test("events of a misplaced frame that is damaged, too, are told to be lost", () => {
  const { frames } = checkReel(PACKED, "p.reel");
  const [second, third] = frames.filter(({ kind }) => kind === "deflate").slice(1);
  const cut = (one: typeof second): Buffer =>
    PACKED.subarray(one!.offset, one!.offset + one!.sizeBytes);
  const wrong = Buffer.concat([
    PACKED.subarray(0, second!.offset),
    cut(third),
    cut(second),
    PACKED.subarray(third!.offset + third!.sizeBytes),
  ]);
  wrong[second!.offset]! ^= 1;
  const { damages } = checkBothSides(wrong);
  assert.match(damages.at(-1)!.message, "the index tells of");
});

test("a packed reel loses the block that a damaged byte is in, and no other", () => {
  const { frames, index } = checkReel(PACKED, "p.reel");
  assert.equal(index.sha256, REPORT.index.sha256);
  const second = frames.filter(({ kind }) => kind === "deflate")[1]!;
  for (const at of [0, 3, 9, 60, second.sizeBytes - 2]) {
    const wrong = Buffer.from(PACKED);
    wrong[second.offset + at]! ^= 4;
    const { damages } = checkBothSides(wrong);
    assert.is(damages[0]!.offset, second.offset);
    assert.is(damages[0]!.firstLost, second.events!.first);
    assert.is(damages[0]!.lostCount, second.events!.count);
  }
});

test("what a program prints is not taken for a frame, not even behind a damaged length", () => {
  const inner = sampleReel([...EVENTS, ...EVENTS], 4);
  const printed: JitEvent = { kind: "output", ticks: 1, stream: "stdout", bytes: inner };
  const events = [...RUN, printed, ...RUN];
  const bytes = Buffer.from(sampleReel(events, 1));
  const frames = checkReel(bytes, "s.reel").frames;
  const outer = frames.find((one) => one.events?.first === RUN.length)!;
  for (const length of [1, 40, outer.sizeBytes + 900, 0x7fff_ffff]) {
    const wrong = Buffer.from(bytes);
    wrong.writeUInt32BE(length, outer.offset);
    const damages: ReelDamage[] = [];
    for (const { number, event } of new ReelReader(wrong, "s.reel").events(0, (one) => {
      damages.push(one);
    })) {
      assert.equal(event, events[number]);
    }
    assert.is(damages[0]!.offset, outer.offset);
    assert.is(damages[0]!.firstLost, RUN.length);
  }
});

function withBlocks(blocks: readonly BlockEntry[]): Buffer {
  const index = encodeFrame(encodeMsgpack(encodeIndex({ ...REPORT.index, blocks })));
  return Buffer.concat([PARTIAL, index, encodeTrailer(PARTIAL.length)]);
}

function checkEveryEvent(reader: ReelReader): void {
  for (let number = 0; number < EVENTS.length; number += 7) {
    assert.equal(reader.at(number), { number, event: EVENTS[number] });
  }
  assert.is(reader.at(EVENTS.length), null);
}

test("any event is found by its number, packed or not, with an index or without", () => {
  for (const bytes of [PLAIN, PACKED, PARTIAL]) {
    const reader = new ReelReader(bytes, "s.reel");
    checkEveryEvent(reader);
    assert.equal(reader.notices, []);
  }
});

test("a wrong index is noticed and never gives a wrong event", () => {
  const { blocks } = REPORT.index;
  const inside = FRAMES.find((one) => (one.events?.first ?? 0) > blocks[1]!.first)!;
  const change = (i: number, entry: Partial<BlockEntry>): BlockEntry[] => {
    return blocks.map((block, k) => (k === i ? { ...block, ...entry } : block));
  };
  const wrong = [
    change(1, { offset: inside.offset, first: inside.events!.first }),
    change(1, { first: blocks[1]!.first + 2 }),
    change(1, { offset: blocks[1]!.offset + 1 }),
    change(2, { offset: 40 }),
    change(0, { first: 1 }),
    [...blocks].reverse(),
    [],
  ];
  for (const one of wrong) {
    const reader = new ReelReader(withBlocks(one), "s.reel");
    checkEveryEvent(reader);
    assert.match(reader.notices.join("\n"), "the index is wrong");
  }
  const thinned = new ReelReader(withBlocks([blocks[0]!, blocks[2]!]), "s.reel");
  checkEveryEvent(thinned);
  assert.match(checkReel(withBlocks(wrong[0]!), "s.reel").problems[0]!.message, "index's blocks");
});

test("an event that is lost is said to be lost, its neighbours in other blocks are found", () => {
  const frame = FRAMES.find((one) => one.events?.first === REPORT.index.blocks[1]!.first)!;
  for (const whole of [PLAIN, PARTIAL]) {
    const wrong = Buffer.from(whole);
    wrong[frame.offset + 300]! ^= 1;
    const reader = new ReelReader(wrong, "s.reel");
    const isLost = (error: unknown): boolean =>
      error instanceof ReelError && /^event \d+ is lost: /.test(error.message);
    assert.throws(() => reader.at(frame.events!.first), isLost);
    assert.equal(reader.at(0)?.event, EVENTS[0]);
    const last = EVENTS.length - 1;
    assert.equal(reader.at(last)?.event, EVENTS[last]);
  }
});

test("reels of format 1.1 are read on both sides of damage, too", () => {
  const path = join(import.meta.dirname, "released/1.1.reel");
  const bytes = readFileSync(path);
  const whole = [...new ReelReader(bytes, path).events()];
  const frames = checkReel(bytes, path).frames.filter((one) => one.kind === "events");
  for (const frame of frames) {
    const wrong = Buffer.from(bytes);
    wrong[frame.offset + 60]! ^= 1;
    const damages: ReelDamage[] = [];
    for (const one of new ReelReader(wrong, path).events(0, (damage) => damages.push(damage))) {
      assert.equal(one, whole[one.number]);
    }
    assert.is(damages[0]!.offset, frame.offset);
  }
});

test.run();
