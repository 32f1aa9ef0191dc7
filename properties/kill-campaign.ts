/**
 * Recordings that are killed with `kill -9`, half of them at given bytes of the reel, half at given
 * moments, with what `npm run build` has built. Every file that is left must be a readable, verifiable prefix of the whole reel.
 *
 *     npx tsx properties/kill-campaign.ts [--count N] [--seed S]
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { KilledReel } from "../replay/cli/test-kill.ts";
import { checkKilled, makeKillPoints, recordAndDieAt } from "../replay/cli/test-kill.ts";
import { BUILT, recordAndKillAfter, recordWhole, WAREHOUSE } from "../replay/cli/test-kill.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "40" },
    seed: { type: "string", default: "1" },
  },
});

/** Every so many of the files that are left are also executed again. */
const VERIFY_EACH = 4;

const seed = Number(values.seed);
const half = Math.ceil(Number(values.count) / 2);
const folder = mkdtempSync(join(tmpdir(), "jitreel-kill-"));
const path = join(folder, "s.reel");
const totals = { killed: 0, readable: 0, events: 0 };

async function check(what: string, killed: KilledReel, i: number): Promise<void> {
  try {
    const events = await checkKilled(killed, whole, i % VERIFY_EACH === 0);
    totals.killed += killed.wasKilled ? 1 : 0;
    totals.readable += events === null ? 0 : 1;
    totals.events += events ?? 0;
  } catch (error) {
    console.log(`seed ${seed}, killed ${what}: ${error instanceof Error ? error.stack : error}`);
    process.exitCode = 1;
  }
}

const start = performance.now();
const whole = await recordWhole(path, WAREHOUSE, BUILT);
const seconds = (performance.now() - start) / 1000;
for (const [i, byte] of makeKillPoints(half, whole.length, seed).entries()) {
  await check(`at byte ${byte}`, await recordAndDieAt(byte, path, WAREHOUSE, BUILT), i);
}
for (const [i, moment] of makeKillPoints(half, seconds * 500, seed + 1).entries()) {
  await check(`after ${moment} ms`, await recordAndKillAfter(moment, path, WAREHOUSE, BUILT), i);
}
rmSync(folder, { recursive: true });
const { killed, readable, events } = totals;
const what = `${2 * half} recordings, ${killed} killed before their end`;
console.log(`seed ${seed}: ${what}; ${readable} files readable, with ${events} events`);
