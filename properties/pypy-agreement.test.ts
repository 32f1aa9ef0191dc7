/**
 * The programs of fixtures/compare here and under the real PyPy: the scores that `jitreel compare`
 * gives them are a ratchet. One that falls fails; one that rises is told, and
 * `npm run compare:update` keeps it. What pypy3 did is recorded; where there is a pypy3, a sample
 * of the recordings is made again and must be the same.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
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

const scores = readScores();

for (const name of listPrograms()) {
  test(`${name} agrees with pypy3 as much as it did`, async () => {
    const comparison = await compareProgram(name);
    const now = scoreOf(comparison);
    const before = scores[name];
    assert.ok(before !== undefined, "no score; npm run compare:update -- --record writes one");
    assert.ok(comparison.sameOutput, "the output or the status is not PyPy's");
    assert.is(describeFall(before, now), "");
    if (describeFall(now, before) !== "") {
      console.log(`${name} agrees better than before; keep it with npm run compare:update`);
    }
  });
}

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
