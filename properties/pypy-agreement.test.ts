/**
 * The programs of fixtures/compare here and under the real PyPy: the scores that `jitreel compare`
 * gives them are a ratchet. One that falls fails; one that rises is told, and
 * `npm run compare:update` keeps it. What pypy3 did is recorded; where there is a pypy3, a sample
 * of the recordings is made again and must be the same.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Comparison } from "../replay/compare/comparison.ts";
import { describeCounters, sumCounters, unequalCounters } from "../fixtures/compare/counters.ts";
import type { NEAR_COUNTERS } from "../fixtures/compare/counters.ts";
import {
  compareProgram,
  describeFall,
  listPrograms,
  readReal,
  readScores,
  recordReal,
  scoreOf,
} from "../fixtures/compare/fixture-set.ts";
import { hasPypy } from "./pypy.ts";

const RECORDED_AGAIN = ["int-while", "branch-three", "exception-from-call", "min-max", "queens"];

/** Counters that differ where the events do not, and why that is so for now. */
const KNOWN_COUNTERS: Readonly<Record<string, readonly string[]>> = {
  // A generator that runs in compiled code leaves it through its frame there.
  "generator-sum": ["FORCE_VIRTUALIZABLES 116 0"],
};

/** How far the sums of the other counters may be from PyPy's, as a factor: [at least, at most]. */
const NEARNESS: Readonly<Record<(typeof NEAR_COUNTERS)[number], readonly [number, number]>> = {
  OPS: [0.65, 1],
  HEAPCACHED_OPS: [0.55, 1],
  RECORDED_OPS: [0.85, 1],
  GUARDS: [0.9, 1],
  OPT_OPS: [0.95, 1.05],
  OPT_GUARDS: [0.95, 1.05],
  OPT_GUARDS_SHARED: [0.95, 1.05],
  NVIRTUALS: [0.65, 1.1],
  NVHOLES: [0.1, 1.1],
  NVREUSED: [0.75, 1.1],
};

const scores = readScores();
const comparisons: Comparison[] = [];

for (const name of listPrograms()) {
  test(`${name} agrees with pypy3 as much as it did`, async () => {
    const comparison = await compareProgram(name);
    const now = scoreOf(comparison);
    const before = scores[name];
    assert.ok(before !== undefined, "no score; npm run compare:update -- --record writes one");
    assert.ok(comparison.sameOutput, "the output or the status is not PyPy's");
    assert.is(describeFall(before, now), "");
    comparisons.push(comparison);
    if (now.events) assert.equal(unequalCounters(comparison), KNOWN_COUNTERS[name] ?? []);
    if (describeFall(now, before) !== "") {
      console.log(`${name} agrees better than before; keep it with npm run compare:update`);
    }
  });
}

test("counters that depend on the interpreter come near", () => {
  console.log(describeCounters(comparisons));
  for (const [name, { real, here }] of sumCounters(comparisons)) {
    const [least, most] = NEARNESS[name as keyof typeof NEARNESS];
    assert.ok(here >= real * least && here <= real * most, `${name}: ${here}, PyPy has ${real}`);
  }
});

test("every score belongs to a program", () => {
  assert.equal(Object.keys(scores), listPrograms());
});

if (hasPypy()) {
  for (const name of RECORDED_AGAIN) {
    test(`what pypy3 does with ${name} is what was recorded`, () => {
      assert.equal(recordReal(name), readReal(name));
    });
  }
}

test.run();
