/**
 * How often compiled code runs: the counts of enable_debug() are those of pypy3's log section
 * jit-backend-counts, in the same order.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { BackendName } from "../sim/index.ts";
import { makeRunSpec, Simulator } from "../sim/index.ts";
import { hasPypy } from "./pypy.ts";

const SOURCE = `
def main():
    i = total = 0
    while i < 5000:
        total += i
        i += 1
    return total

print(main())
`;

/** One entry from the interpreter, one pass of the preamble, the rest in the peeled loop. */
const COUNTS = ["entry 1", "label 1", "label 3958"];

async function countHere(backend: BackendName): Promise<string[]> {
  const source = new TextEncoder().encode(SOURCE);
  const simulator = new Simulator(
    makeRunSpec({ guest: "python", programName: "prog.py", source, backend }),
  );
  simulator.enableDebug();
  const { stats } = await simulator.run();
  const kinds = { e: "entry", l: "label", b: "bridge" } as const;
  return stats.loopRunTimes.map(({ kind, count }) => `${kinds[kind]} ${count}`);
}

function countOnPypy(): string[] {
  const folder = mkdtempSync(join(tmpdir(), "counts-"));
  const log = join(folder, "log");
  try {
    const environment = { ...process.env, PYPYLOG: `jit-backend-counts:${log}` };
    const run = spawnSync("pypy3", ["-"], { input: SOURCE, encoding: "utf8", env: environment });
    assert.is(run.status, 0, run.stderr);
    const lines = readFileSync(log, "utf8").split("\n");
    return lines.flatMap((line) => {
      const match = /^(entry|TargetToken|bridge)\D*\(?\d+\)?:(\d+)$/.exec(line);
      if (match === null) return [];
      return [`${match[1] === "TargetToken" ? "label" : match[1]} ${match[2]}`];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const backend of ["host", "oracle"] as const) {
  test(`an int loop's run counts are pypy3's under the ${backend} backend`, async () => {
    assert.equal(await countHere(backend), COUNTS);
  });
}

if (hasPypy()) {
  test("pypy3 counts the runs of the int loop that are expected", () => {
    assert.equal(countOnPypy(), COUNTS);
  });
}

test.run();
