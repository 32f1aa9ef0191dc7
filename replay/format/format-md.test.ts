/**
 * FORMAT.md says what the code does: its tables are the schema's, and a reader written from it in
 * another language reads the same events, operations included.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { JitEvent } from "../../sim/hooks/events.ts";
import { EVENT_KINDS } from "../../sim/hooks/events.ts";
import { printEventJson } from "./event-json.ts";
import { MemorySource } from "./byte-source.ts";
import { compressReel } from "./compress.ts";
import { EVENT_ARBITRARIES } from "./event-arbitrary.ts";
import { FORMAT_MAJOR, FORMAT_MINOR } from "./frame.ts";
import { findPython } from "./test-find-python.ts";
import { printFieldTables } from "./format-tables.ts";
import { ReelReader } from "./reader.ts";
import { sampleReel } from "./sample-reel.ts";

const folder = import.meta.dirname;

test("the tables of FORMAT.md are those of the schema", () => {
  const text = readFileSync(join(folder, "FORMAT.md"), "utf8");
  assert.ok(text.endsWith(`\n${printFieldTables()}`));
});

/** What the reader in Python lists of a reel. */
function listWithPython(python: string, path: string): unknown[] {
  const run = spawnSync(python, [join(folder, "read_reel.py"), path], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  assert.is(run.stderr, "");
  const lines = run.stdout.trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as unknown);
}

/** Reels of this version, by the names of their files. */
function* listReels(): Generator<readonly [name: string, bytes: Uint8Array]> {
  const events = EVENT_KINDS.flatMap((kind) =>
    fc.sample(EVENT_ARBITRARIES[kind] as fc.Arbitrary<JitEvent>, { seed: 31, numRuns: 20 }),
  );
  yield ["any.reel", sampleReel(events, 7)];
  const name = `${FORMAT_MAJOR}.${FORMAT_MINOR}.reel`;
  yield [name, readFileSync(join(folder, "released", name))];
  for (const run of RUNS) {
    const path = join(folder, "../../fixtures/runs", run, "golden.reel");
    const recorded = [...new ReelReader(readFileSync(path), path).events()];
    const reel = sampleReel(
      recorded.map(({ event }) => event!),
      3,
    );
    yield [`${run}.reel`, reel];
    const packed: Uint8Array[] = [];
    compressReel(new MemorySource(reel), run, (bytes) => packed.push(new Uint8Array(bytes)));
    yield [`${run}-packed.reel`, Buffer.concat(packed)];
  }
}

/** Programs whose reels hold loops, bridges, given up traces, calls and long lists. */
const RUNS = ["warehouse", "abort-escape", "traced-regex", "tiny-collatz", "float-loop"];

test("a reader in Python, written from FORMAT.md, lists the same events", () => {
  const python = findPython();
  if (python === null) return;
  const directory = mkdtempSync(join(tmpdir(), "reel-"));
  try {
    for (const [name, bytes] of listReels()) {
      const path = join(directory, name);
      writeFileSync(path, bytes);
      const expected = [...new ReelReader(bytes, path).events()].map(
        ({ number, event }) => JSON.parse(printEventJson(number, event!)) as unknown,
      );
      assert.ok(expected.length > 0);
      const found = listWithPython(python, path);
      assert.is(found.length, expected.length, name);
      for (let i = 0; i < expected.length; i++) assert.equal(found[i], expected[i], name);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test.run();
