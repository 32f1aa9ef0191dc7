/**
 * Sources of bytes: memory and file give the same; a file may shrink or grow while it is read.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { MemorySource, openFileSource } from "./byte-source.ts";
import { ReelError } from "./reel-error.ts";

function withFile(content: Uint8Array, act: (path: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "reel-"));
  try {
    const path = join(folder, "s.reel");
    writeFileSync(path, content);
    act(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Longer than what is read ahead, so that both ways of reading are used. */
const CONTENT = Buffer.from(Array.from({ length: 400_000 }, (_, i) => (i * 7 + (i >> 8)) & 255));

test("a file gives the bytes that memory gives, wherever and however much is read", () => {
  withFile(CONTENT, (path) => {
    const file = openFileSource(path);
    const memory = new MemorySource(CONTENT);
    assert.is(file.size, memory.size);
    const offset = fc.integer({ min: 0, max: CONTENT.length + 10 });
    const length = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 300_000 }));
    const earlier: [Buffer, Buffer][] = [];
    const law = fc.property(offset, length, (at, size) => {
      const pair: [Buffer, Buffer] = [file.read(at, size), memory.read(at, size)];
      assert.ok(pair[0].equals(pair[1]));
      earlier.push(pair);
    });
    fc.assert(law, { seed: 71, numRuns: 200 });
    for (const [read, expected] of earlier) assert.ok(read.equals(expected));
    file.close();
    file.close();
    assert.throws(
      () => file.refresh(),
      (error: unknown) => error instanceof ReelError,
    );
  });
});

test("a file that grows is seen as it was until it is refreshed", () => {
  withFile(CONTENT.subarray(0, 100), (path) => {
    const file = openFileSource(path);
    appendFileSync(path, "more");
    assert.is(file.read(90, 50).length, 10);
    file.refresh();
    assert.is(file.read(90, 50).toString("latin1").slice(-4), "more");
    file.close();
  });
});

test("a file that shrinks while it is read gives fewer bytes", () => {
  withFile(CONTENT, (path) => {
    const file = openFileSource(path);
    truncateSync(path, 1000);
    assert.is(file.read(900, 300).length, 100);
    assert.is(file.read(0, 400_000).length, 1000);
    assert.is(file.read(5000, 10).length, 0);
    file.close();
  });
});

test.run();
