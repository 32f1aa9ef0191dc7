/**
 * Damaged reels: whatever is changed, nothing that was not recorded is given without a word.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import fc from "fast-check";
import { checkReel } from "./check.ts";
import { ReelReader } from "./reader.ts";
import { anyDamage, checkDamaged, intactReels } from "./reel-mutations.property.ts";

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

test("a damaged reel gives what was recorded, or says what is wrong", () => {
  const law = fc.property(anyDamage(REELS), fc.nat(), ([reel, mutations], look) => {
    checkDamaged(REELS[reel]!, mutations, look);
  });
  fc.assert(law, { seed: 6, numRuns: 1500 });
});

test.run();
