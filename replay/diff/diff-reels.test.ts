/**
 * Differences of recorded runs and of random ones: nothing differs from itself, exchanging both
 * sides exchanges `new` and `gone`, and what a diff carries makes the second reel from the first.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { assertLaw } from "../../properties/laws/assert-law.ts";
import { checkDiff, diffsApply } from "../../properties/laws/parts/diff-law.ts";
import { diffReels } from "./diff-reels.ts";
import { isEmpty } from "./reel-diff.ts";
import { GOLDEN_NAMES, openGolden } from "./test-reels.ts";

test("no recorded run differs from itself", () => {
  for (const name of GOLDEN_NAMES) {
    const found = diffReels(openGolden(name), openGolden(name));
    assert.ok(isEmpty(found), name);
    assert.is(found.first, null);
    assert.equal([found.units, found.events, found.header, found.summarised], [[], [], [], []]);
  }
});

test("recorded runs: each with the next one, both ways round, and applied", () => {
  for (const [index, name] of GOLDEN_NAMES.entries()) {
    const next = GOLDEN_NAMES[(index + 1) % GOLDEN_NAMES.length]!;
    const found = checkDiff(openGolden(name), openGolden(next));
    assert.not(isEmpty(found), `${name} and ${next}`);
    assert.is.not(found.first, null);
  }
});

test("random runs: empty, symmetric, applied", async () => {
  await assertLaw(diffsApply, { seed: 6, numRuns: 300 });
});

test.run();
