/**
 * Damaged reels: whatever is changed, nothing that was not recorded is given without a word.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { assertLaw } from "../../properties/laws/assert-law.ts";
import { damagedReels } from "../../properties/laws/parts/reel-laws.ts";
import { checkReel } from "./check.ts";
import { ReelReader } from "./reader.ts";
import { intactReels } from "./reel-mutations.property.ts";

const REELS = intactReels();

test("the reels are whole before they are damaged, packed or not", () => {
  for (const { name, bytes, events } of REELS) {
    const { problems, isTruncated } = checkReel(bytes, name);
    assert.is(problems.length, isTruncated ? 1 : 0, JSON.stringify(problems));
    const read = [...new ReelReader(bytes, name).events()].map((one) => one.event);
    assert.equal(read, events);
  }
  const [, long, packed] = REELS;
  assert.ok(packed!.bytes.length < long!.bytes.length);
  assert.ok(new ReelReader(packed!.bytes, "packed").storedIndex()!.blocks.length > 2);
});

test("a damaged reel gives what was recorded, or says what is wrong", async () => {
  await assertLaw(damagedReels, { seed: 6, numRuns: 1500 });
});

test.run();
