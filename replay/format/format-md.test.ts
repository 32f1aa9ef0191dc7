/**
 * FORMAT.md says what the code does: its tables are the schema's, and a reader
 * written from it in another language reads the same events.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { JitEvent } from "../../sim/hooks/events.ts";
import { EVENT_KINDS } from "../../sim/hooks/events.ts";
import { printEventJson } from "./event-json.ts";
import { EVENT_ARBITRARIES } from "./event-arbitrary.ts";
import { printFieldTables } from "./format-tables.ts";
import { ReelReader } from "./reader.ts";
import { sampleReel } from "./sample-reel.ts";

const folder = import.meta.dirname;

test("the tables of FORMAT.md are those of the schema", () => {
  const text = readFileSync(join(folder, "FORMAT.md"), "utf8");
  assert.ok(text.endsWith(`\n${printFieldTables()}`));
});

/** A Python that has the module, or null. */
function findPython(): string | null {
  const candidates = ["python3", "/usr/bin/python3"];
  return candidates.find((one) => spawnSync(one, ["-c", "import msgpack"]).status === 0) ?? null;
}

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

test("a reader in Python, written from FORMAT.md, lists the same events", () => {
  const python = findPython();
  if (python === null && process.env.CI === undefined) {
    console.log("skipped: python3-msgpack is not installed");
    return;
  }
  assert.ok(python !== null, "python3-msgpack is needed where CI is set");
  const events = EVENT_KINDS.flatMap((kind) =>
    fc.sample(EVENT_ARBITRARIES[kind] as fc.Arbitrary<JitEvent>, { seed: 31, numRuns: 20 }),
  );
  const directory = mkdtempSync(join(tmpdir(), "reel-"));
  try {
    const sample = join(directory, "s.reel");
    writeFileSync(sample, sampleReel(events, 7));
    const released = join(folder, "released");
    const names = readdirSync(released).filter((name) => name.endsWith(".reel"));
    for (const path of [sample, ...names.map((name) => join(released, name))]) {
      const read = [...new ReelReader(readFileSync(path), path).events()];
      const expected = read.map(
        ({ number, event }) => JSON.parse(printEventJson(number, event!)) as unknown,
      );
      if (path === sample) assert.is(expected.length, events.length);
      const found = listWithPython(python, path);
      assert.is(found.length, expected.length);
      for (let i = 0; i < expected.length; i++) assert.equal(found[i], expected[i]);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test.run();
