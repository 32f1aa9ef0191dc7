/**
 * `kill -9` while recording: whatever is left is a readable, verifiable prefix of the whole reel.
 * More points: properties/kill-campaign.ts.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FROM_SOURCE, INT_LOOP, makeKillPoints, recordWhole, WAREHOUSE } from "./test-kill.ts";
import { checkKilled, recordAndDieAt, recordAndKillAfter } from "./test-kill.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-kill-"));
test.after(() => rmSync(folder, { recursive: true }));

test("a recording that dies at any byte leaves a prefix of the reel", async () => {
  const whole = await recordWhole(join(folder, "whole.reel"), INT_LOOP, FROM_SOURCE);
  const path = join(folder, "killed.reel");
  for (const point of [12, whole.length, ...makeKillPoints(3, whole.length, 4)]) {
    const killed = await recordAndDieAt(point, path, INT_LOOP, FROM_SOURCE);
    assert.ok(killed.wasKilled);
    assert.is(killed.bytes?.length, point);
    const left = await checkKilled(killed, whole, true);
    assert.is(left === null, point < 400);
  }
});

test("a recording that is killed at some moment leaves a prefix of the reel", async () => {
  const whole = await recordWhole(join(folder, "whole.reel"), WAREHOUSE, FROM_SOURCE);
  const path = join(folder, "killed.reel");
  const killed = await recordAndKillAfter(300, path, WAREHOUSE, FROM_SOURCE);
  await checkKilled(killed, whole, true);
});

test.run();
