/**
 * The same reel, byte for byte, whichever backend a program runs on: every fixture, started with
 * something that its golden is not recorded with. What it prints is what it prints anyway. With
 * their own parameters fixtures are compared in fixtures.test.ts, random programs in
 * programs.test.ts. So are runs that a limit of steps ends. All fixtures take some minutes: `tsx properties/backends.test.ts all`.
 */

import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { listFixtures } from "../fixtures/our-fixtures.ts";
import { makeFixtureSpec, pathIn } from "../fixtures/store/fixture.ts";
import type { Recording } from "../fixtures/recording.ts";
import { describeFirstDifference, recordRun } from "../fixtures/recording.ts";
import type { RunSpec } from "../sim/index.ts";
import { BACKENDS } from "./laws/programs/program-run.ts";

/** Changes of a run that leave its output alone. */
const VARIATIONS: readonly Partial<RunSpec>[] = [
  { seed: 7 },
  { jit: "threshold=3,function_threshold=4,trace_eagerness=1" },
  { faults: ["alloc-fail@2"] },
  { faults: ["alloc-fail@1", "alloc-fail@4"], seed: 3 },
  { faults: ["heap-full@3"] },
  { jit: "threshold=20,function_threshold=30,trace_eagerness=2,loop_longevity=3" },
];

/** Small fixtures, one for each variation: these run with the other tests. */
const SAMPLE = ["bridge", "float-loop", "int-loop", "nested-loops", "polymorphic-add", "tiny-sum"];
const FIXTURES = listFixtures(process.argv.includes("all") ? [] : SAMPLE);

/** These print addresses or parameters of the run, or count what a variation changes. */
const OWN_OUTPUT = /^(hooks|parameters|release-all|debug-counters|abort-.*|code-memory-full)$/;

async function recordEverywhere(makeSpec: (backend: RunSpec["backend"]) => RunSpec) {
  const recordings: Recording[] = [];
  for (const backend of BACKENDS) recordings.push(await recordRun(makeSpec(backend)));
  const [first, ...others] = recordings;
  for (const [k, { reel }] of others.entries()) {
    const difference = describeFirstDifference(first!.reel, reel);
    assert.is(difference, "", `${BACKENDS[0]} (golden) against ${BACKENDS[k + 1]} (live)`);
  }
  return first!;
}

for (const [k, fixture] of FIXTURES.entries()) {
  const variation = VARIATIONS[k % VARIATIONS.length]!;
  const text = JSON.stringify(variation);
  test(`${fixture.name} with ${text} is one reel on ${BACKENDS.join(", ")}`, async () => {
    const { reel, stdout } = await recordEverywhere((backend) => {
      return { ...makeFixtureSpec(fixture, backend), ...variation };
    });
    assert.ok(reel.length > 1000, `${reel.length} bytes`);
    if (OWN_OUTPUT.test(fixture.name)) return;
    assert.is(stdout, readFileSync(pathIn(fixture, "expected.out"), "utf8"));
  });
}

/** Ends of runs inside of calls: of loops by loops, from host code, of frames that were forced. */
const ENDS: readonly (readonly [string, number])[] = [
  ["deep-recursion", 3000],
  ["recursion", 3000],
  ["recursion", 14_000],
  ["generator", 22_222],
  ["frame-forced", 12_345],
  ["exception-leaves-call", 7001],
];

for (const [name, maxSteps] of ENDS) {
  test(`${name} ended after ${maxSteps} steps is one reel on ${BACKENDS.join(", ")}`, async () => {
    const [fixture] = listFixtures([name]);
    const { result } = await recordEverywhere((backend) => {
      const spec = makeFixtureSpec(fixture!, backend);
      return { ...spec, limits: { ...spec.limits, maxSteps } };
    });
    assert.is(result.status, 1);
  });
}

test.run();
