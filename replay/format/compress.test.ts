/** Compressed reels are read as the plain ones are, and give them back. */

import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { MemorySource } from "./byte-source.ts";
import { checkReel } from "./check.ts";
import { compressingSink, compressReel } from "./compress.ts";
import { anyEvent } from "./event-arbitrary.ts";
import type { JitEvent } from "./events.ts";
import { ReelReader } from "./reader.ts";
import { SAMPLE_HEADER, sampleReel } from "./sample-reel.ts";
import { encodeEnd, ReelWriter } from "./writer.ts";

function compress(reel: Uint8Array): Buffer {
  const chunks: Uint8Array[] = [];
  compressReel(new MemorySource(reel), "S.reel", (bytes) => chunks.push(new Uint8Array(bytes)));
  return Buffer.concat(chunks);
}

/** The reel as a writer gives it, through `sink`. */
function written(events: readonly JitEvent[], isCompressed: boolean): Buffer {
  const chunks: Uint8Array[] = [];
  const keep = (bytes: Uint8Array): void => void chunks.push(new Uint8Array(bytes));
  const sink = isCompressed ? compressingSink(keep) : keep;
  const writer = new ReelWriter(sink, SAMPLE_HEADER, "1.0");
  for (const event of events) {
    writer.add(event);
    if (writer.pendingCount === 3) writer.flush();
  }
  writer.finish();
  return Buffer.concat(chunks);
}

function checkSame(plain: Uint8Array, packed: Uint8Array): void {
  assert.equal(checkReel(packed, "T.reel").problems, []);
  const reader = new ReelReader(packed, "T.reel");
  const events = [...new ReelReader(plain, "S.reel").events()];
  assert.equal([...reader.events()], events);
  for (const one of events) assert.equal(reader.at(one.number), one);
  const [a, b] = [reader, new ReelReader(plain, "S.reel")].map((one) => one.storedIndex());
  assert.equal(a?.sha256, b?.sha256);
  assert.equal(
    a?.blocks.map(({ first }) => first),
    b?.blocks.map(({ first }) => first),
  );
}

const events = fc.array(anyEvent, { maxLength: 20 });

test("a compressed reel has the same events and digest, by whichever way it is made", () => {
  const law = fc.property(events, (list) => {
    const plain = written(list, false);
    const packed = compress(plain);
    checkSame(plain, packed);
    assert.ok(written(list, true).equals(packed));
    assert.ok(compress(packed).equals(packed));
  });
  fc.assert(law, { seed: 111, numRuns: 60 });
});

/** Output that deflate makes much smaller, in some hundreds of kilobytes. */
function longRun(): JitEvent[] {
  return Array.from({ length: 400 }, (_, i): JitEvent => {
    const text = `line ${i} of the output\n`.repeat(100);
    return { kind: "output", ticks: i, stream: "stdout", bytes: new Uint8Array(Buffer.from(text)) };
  });
}

test("blocks become small, and are found through the index, checkpoints included", () => {
  const plain = written(longRun(), false);
  const packed = compress(plain);
  assert.ok(packed.length * 10 < plain.length, `${packed.length} of ${plain.length}`);
  checkSame(plain, packed);
  const reader = new ReelReader(packed, "T.reel");
  const index = reader.storedIndex()!;
  assert.ok(index.blocks.length > 4 && index.checkpoints.length > 0);
  const state = (bytes: Uint8Array, at: number): unknown =>
    new ReelReader(bytes, "x").stateAt(at).toPlain();
  for (const at of [0, 150, 399]) assert.equal(state(packed, at), state(plain, at));
});

test("a reel without an end is not compressed", () => {
  const reel = sampleReel(longRun());
  assert.throws(() => compress(reel.subarray(0, reel.length - 30)), /cannot compress it/);
});

test("a reel whose index is wrong is not compressed", () => {
  const reel = written(longRun(), false);
  const { blocks, ...index } = new ReelReader(reel, "S.reel").storedIndex()!;
  const trailer = Buffer.from(reel.subarray(reel.length - 24));
  const offset = Number(trailer.readBigUInt64BE(8));
  const end = encodeEnd({ ...index, blocks: blocks.slice(1) }, offset);
  const wrong = Buffer.concat([reel.subarray(0, offset), end]);
  assert.throws(() => compress(wrong), /cannot compress it: the index tells of/);
});

test.run();
