/**
 * Ways to damage a reel, and the law that holds for every damaged reel: reading it ends, and what it
 * gives is what was recorded, or something is said. Used by tests and by the campaign.
 */

import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { JitEvent } from "./events.ts";
import { MemorySource } from "./byte-source.ts";
import { checkReel } from "./check.ts";
import { encodeMsgpack } from "./codec.ts";
import { decodeFrame } from "./decoded-frame.ts";
import { encodeDeflateFrame } from "./deflate.ts";
import { generateRun } from "./long-run.ts";
import { encodeFrame, encodeTrailer, FRAME_HEAD_SIZE_BYTES, readFrameAt } from "./frame.ts";
import { HEAD_SIZE_BYTES, TRAILER_SIZE_BYTES } from "./frame.ts";
import type { ReelDamage, ReelEnding } from "./reader.ts";
import { ReelReader } from "./reader.ts";
import { ReelError } from "./reel-error.ts";
import type { BlockEntry, ReelIndex } from "./reel-index.ts";
import { decodeIndex, encodeIndex } from "./reel-index.ts";
import { sampleReel } from "./sample-reel.ts";
import { SchemaError } from "./value-type.ts";

/** One change. The numbers say where and how much; they are taken modulo what there is. */
export interface Mutation {
  readonly kind: MutationKind;
  readonly at: number;
  readonly to: number;
  readonly amount: number;
}

/** Offsets of the frames of a reel, as long as they can be read one after the other. */
function frameOffsets(bytes: Buffer): number[] {
  const source = new MemorySource(bytes);
  const offsets: number[] = [];
  for (let offset = HEAD_SIZE_BYTES; ; ) {
    const frame = readFrameAt(source, offset);
    if (frame.kind !== "frame") return offsets;
    offsets.push(offset);
    offset = frame.endOffset;
  }
}

/** The reel cut into its head, its frames, and what follows them. */
function cut(bytes: Buffer): { head: Buffer; frames: Buffer[]; rest: Buffer } {
  const offsets = frameOffsets(bytes);
  const ends = offsets.map((at) => at + FRAME_HEAD_SIZE_BYTES + bytes.readUInt32BE(at));
  const frames = offsets.map((at, i) => bytes.subarray(at, ends[i]));
  const head = bytes.subarray(0, HEAD_SIZE_BYTES);
  return { head, frames, rest: bytes.subarray(ends.at(-1) ?? HEAD_SIZE_BYTES) };
}

function withFrames(bytes: Buffer, change: (frames: Buffer[]) => Buffer[]): Buffer {
  const { head, frames, rest } = cut(bytes);
  return frames.length === 0 ? bytes : Buffer.concat([head, ...change(frames), rest]);
}

function flip(bytes: Buffer, at: number, to: number): Buffer {
  const wrong = Buffer.from(bytes);
  if (wrong.length > 0) wrong[at % wrong.length]! ^= (to % 255) + 1;
  return wrong;
}

/** Changes a byte of a frame's payload and makes its checksum right again. */
function flipRepaired(frame: Buffer, at: number, to: number): Buffer {
  const payload = flip(frame.subarray(FRAME_HEAD_SIZE_BYTES), at, to);
  return Buffer.from(encodeFrame(payload));
}

function changeIndex(bytes: Buffer, mutation: Mutation): Buffer {
  const offsets = frameOffsets(bytes);
  return withFrames(bytes, (frames) => {
    const index = indexIn(frames.at(-1)!);
    if (index === null) return frames;
    const blocks = changeBlocks(index.blocks, offsets, mutation);
    const changed = encodeFrame(encodeMsgpack(encodeIndex({ ...index, blocks })));
    return [...frames.slice(0, -1), Buffer.from(changed)];
  });
}

function indexIn(frame: Buffer): ReelIndex | null {
  try {
    const { kind, map } = decodeFrame(frame.subarray(FRAME_HEAD_SIZE_BYTES));
    return kind === "index" ? decodeIndex(map) : null;
  } catch (error) {
    if (error instanceof SchemaError) return null;
    throw error;
  }
}

function changeBlocks(
  before: readonly BlockEntry[],
  offsets: readonly number[],
  { at, to, amount }: Mutation,
): BlockEntry[] {
  const blocks = before.map((block, i) => {
    if (i !== at % before.length) return block;
    if (to % 3 === 0) return { ...block, first: Math.abs(block.first + amount - 30) };
    return { ...block, offset: offsets[amount % offsets.length] ?? 0 };
  });
  if (to % 4 === 0) blocks.splice(at % (blocks.length + 1), 1);
  return blocks;
}

/** Payloads that ask for much more than they are. */
const BOMBS: readonly Uint8Array[] = [
  Buffer.alloc(100_000, 0x91),
  Buffer.alloc(200_000, 0x81),
  Buffer.from([0xdd, 0xff, 0xff, 0xff, 0xff]),
  Buffer.from([0xdf, 0xff, 0xff, 0xff, 0xff]),
  Buffer.from([0xc6, 0xff, 0xff, 0xff, 0xff]),
  Buffer.from([0xdb, 0xff, 0xff, 0xff, 0xff]),
  Buffer.from([0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 0x01]),
  Buffer.from([0xc7, 0x0c, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
  encodeMsgpack({ frame: "deflate", size: 4_000_000_000, bytes: new Uint8Array(9) }),
  encodeMsgpack({ frame: "deflate", size: 60_000_000, bytes: new Uint8Array(9) }),
  encodeMsgpack({ frame: "events", block: 0, first: 0, before: 0, strings: [], events: [[]] }),
  encodeMsgpack({
    frame: "events",
    block: 2 ** 40,
    first: 2 ** 50,
    before: 0,
    strings: [],
    events: [],
  }),
];

const CHANGES = {
  flip: (bytes, { at, to }) => flip(bytes, at, to),
  overwrite: (bytes, { at, to, amount }) => {
    const wrong = Buffer.from(bytes);
    const start = at % (bytes.length + 1);
    wrong.fill(to, start, Math.min(start + (amount % 300), bytes.length));
    return wrong;
  },
  truncate: (bytes, { at }) => bytes.subarray(0, at % (bytes.length + 1)),
  remove: (bytes, { at, amount }) => {
    const start = at % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + 1 + (amount % 300))]);
  },
  insert: (bytes, { at, to, amount }) => {
    const start = at % (bytes.length + 1);
    const garbage = Buffer.alloc(1 + (amount % 300), to);
    return Buffer.concat([bytes.subarray(0, start), garbage, bytes.subarray(start)]);
  },
  append: (bytes, { to, amount }) => Buffer.concat([bytes, Buffer.alloc(1 + (amount % 50), to)]),
  dropFrame: (bytes, { at }) =>
    withFrames(bytes, (frames) => frames.filter((_, i) => i !== at % frames.length)),
  repeatFrame: (bytes, { at, to }) =>
    withFrames(bytes, (frames) => {
      const copies = [...frames];
      copies.splice(to % (frames.length + 1), 0, frames[at % frames.length]!);
      return copies;
    }),
  swapFrames: (bytes, { at, to }) =>
    withFrames(bytes, (frames) => {
      const [i, j] = [at % frames.length, to % frames.length];
      return frames.map((frame, k) => (k === i ? frames[j]! : k === j ? frames[i]! : frame));
    }),
  changeLength: (bytes, { at, to, amount }) => {
    const offsets = frameOffsets(bytes);
    if (offsets.length === 0) return bytes;
    const wrong = Buffer.from(bytes);
    const offset = offsets[at % offsets.length]!;
    const lengths = [
      0,
      0xffff_ffff,
      64 << 20,
      (64 << 20) + 1,
      amount,
      wrong.readUInt32BE(offset) + 1,
    ];
    wrong.writeUInt32BE(lengths[to % lengths.length]!, offset);
    return wrong;
  },
  repairedFlip: (bytes, { at, to, amount }) =>
    withFrames(bytes, (frames) =>
      frames.map((frame, i) =>
        i === at % frames.length ? flipRepaired(frame, amount, to) : frame,
      ),
    ),
  changeIndex,
  moveTrailer: (bytes, { at }) => {
    const start = Math.max(0, bytes.length - TRAILER_SIZE_BYTES);
    return Buffer.concat([bytes.subarray(0, start), encodeTrailer(at % (bytes.length + 1))]);
  },
  bomb: (bytes, { at, to }) =>
    withFrames(bytes, (frames) => {
      const copies = [...frames];
      const bomb = Buffer.from(encodeFrame(BOMBS[to % BOMBS.length]!));
      copies.splice(1 + (at % frames.length), 0, bomb);
      return copies;
    }),
} as const satisfies Record<string, (bytes: Buffer, mutation: Mutation) => Buffer>;

export type MutationKind = keyof typeof CHANGES;

/** Those after which checksums fit a content that was not recorded. */
const FORGING: ReadonlySet<MutationKind> = new Set(["repairedFlip", "bomb"]);

const KINDS = Object.keys(CHANGES) as MutationKind[];

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(...KINDS),
  at: fc.nat(),
  to: fc.nat(),
  amount: fc.nat(5000),
});

/** A reel to damage, with what is in it. */
export interface IntactReel {
  readonly name: string;
  readonly bytes: Buffer;
  readonly events: readonly JitEvent[];
}

/** Damages that are done one after the other to one of `reels`. */
export function anyDamage(reels: readonly IntactReel[]): fc.Arbitrary<[number, Mutation[]]> {
  const reel = fc.nat(reels.length - 1);
  return fc.tuple(reel, fc.array(mutation, { minLength: 1, maxLength: 3 }));
}

export function applyMutations(bytes: Buffer, mutations: readonly Mutation[]): Buffer {
  return mutations.reduce<Buffer>((done, one) => CHANGES[one.kind](done, one), bytes);
}

/** A reel of several blocks, the same as packed, without its end, and one of output alone. */
export function intactReels(): IntactReel[] {
  const events = [...generateRun(70, 6)];
  const output = (i: number): JitEvent => {
    return { kind: "output", ticks: i, stream: "stdout", bytes: new Uint8Array(9000).fill(i) };
  };
  const long = [...events, ...Array.from({ length: 24 }, (_, i) => output(i)), ...events];
  const plain = Buffer.from(sampleReel(long, 5));
  const small = Buffer.from(sampleReel(events.slice(0, 30), 3));
  const { head, frames } = cut(small);
  return [
    { name: "small", bytes: small, events: events.slice(0, 30) },
    { name: "long", bytes: plain, events: long },
    { name: "packed", bytes: packBlocks(plain), events: long },
    {
      name: "partial",
      bytes: Buffer.concat([head, ...frames.slice(0, -1)]),
      events: events.slice(0, 30),
    },
  ];
}

/** The reel with each block in a deflate frame. */
export function packBlocks(bytes: Buffer): Buffer {
  const { index } = checkReel(bytes, "plain");
  const { head, frames } = cut(bytes);
  const offsets = frameOffsets(bytes);
  const parts = [head];
  const blocks: { offset: number; first: number; ticks: number }[] = [];
  let size = head.length;
  const add = (part: Buffer): void => {
    parts.push(part);
    size += part.length;
  };
  const bodyFrames = frames.slice(0, -1);
  const blockOf = (i: number): number => {
    return index.blocks.findLastIndex((block) => block.offset <= offsets[i]!);
  };
  const packed = new Map<number, Buffer[]>();
  bodyFrames.forEach((frame, i) => {
    const block = blockOf(i);
    if (block < 0) add(frame);
    else packed.set(block, [...(packed.get(block) ?? []), frame]);
  });
  for (const [block, inner] of packed) {
    blocks.push({ ...index.blocks[block]!, offset: size });
    add(Buffer.from(encodeDeflateFrame(Buffer.concat(inner))));
  }
  const trailer = encodeTrailer(size);
  add(Buffer.from(encodeFrame(encodeMsgpack(encodeIndex({ ...index, blocks })))));
  return Buffer.concat([...parts, trailer]);
}

interface ReadBack {
  readonly events: ReadonlyMap<number, JitEvent | null>;
  readonly ending: ReelEnding;
  readonly damages: readonly ReelDamage[];
  readonly reader: ReelReader;
}

function readAll(reader: ReelReader): ReadBack {
  const damages: ReelDamage[] = [];
  const events = new Map<number, JitEvent | null>();
  const iterator = reader.events(0, (damage) => damages.push(damage));
  let last = -1;
  for (;;) {
    const step = iterator.next();
    if (step.done) return { events, ending: step.value, damages, reader };
    const { number, event } = step.value;
    if (number <= last) throw new Error(`event ${number} comes after event ${last}`);
    last = number;
    events.set(number, event);
  }
}

/** Throws an Error when reading a damaged reel breaks the law. */
export function checkDamaged(reel: IntactReel, mutations: readonly Mutation[], look: number): void {
  const bytes = applyMutations(reel.bytes, mutations);
  const isForged = mutations.some(({ kind }) => FORGING.has(kind));
  const isSame = bytes.equals(reel.bytes);
  try {
    const report = checkReel(bytes, "check");
    if (report.problems.length === 0 && !isSame && !isForged)
      throw new Error("check finds nothing");
    const read = readAll(new ReelReader(bytes, "read"));
    checkRead(reel, read, isForged);
    checkAt(reel, read, look, isForged);
  } catch (error) {
    if (!(error instanceof ReelError)) throw error;
  }
}

function checkRead(reel: IntactReel, read: ReadBack, isForged: boolean): void {
  const { events, ending, damages, reader } = read;
  const isTold = ending.kind !== "complete" || damages.length + reader.notices.length > 0;
  let isEqual = events.size === reel.events.length;
  for (const [number, event] of events) {
    const isRight = isDeepStrictEqual(event, reel.events[number] ?? undefined);
    isEqual &&= isRight;
    if (!isRight && !isForged) throw new Error(`event ${number} is not what was recorded`);
  }
  if (!isEqual && !isTold) throw new Error("events are missing or wrong, and nothing is said");
  if (isForged) return;
  for (let number = 0; number < reel.events.length; number++) {
    if (events.has(number) || isTruncatedBefore(read, number)) continue;
    if (!damages.some((one) => isLostIn(one, number))) {
      throw new Error(`event ${number} is not told to be lost`);
    }
  }
}

/** Whether the reel ends too early and the event would come after all that were read. */
function isTruncatedBefore({ ending, events, damages }: ReadBack, number: number): boolean {
  if (Math.max(-1, ...events.keys()) > number) return false;
  return ending.kind === "truncated" || damages.some(({ lostCount }) => lostCount === null);
}

function isLostIn({ firstLost, lostCount }: ReelDamage, number: number): boolean {
  if (firstLost === null || firstLost > number) return false;
  return lostCount === null || number < firstLost + lostCount;
}

/** What `at` gives is what reading from the start gives. */
function checkAt(reel: IntactReel, read: ReadBack, look: number, isForged: boolean): void {
  const number = look % (reel.events.length + 2);
  const found = read.reader.at(number);
  if (found === null || isForged) return;
  if (found.number !== number) throw new Error(`at(${number}) gives event ${found.number}`);
  if (!isDeepStrictEqual(found.event, reel.events[number])) {
    throw new Error(`at(${number}) is not what was recorded`);
  }
}
