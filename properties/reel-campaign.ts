/**
 * Damaged reels at length: bytes, frames and their order are changed at random, and each reel is
 * checked, read, and looked into (replay/format/reel-mutations.property.ts says what must hold).
 *
 *     npx tsx properties/reel-campaign.ts [--count N] [--seed S] [--path P]
 */

import { parseArgs } from "node:util";
import fc from "fast-check";
import { anyDamage, checkDamaged, intactReels } from "../replay/format/reel-mutations.property.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    path: { type: "string" },
  },
});

/** No damaged reel may take longer; the reels are some ten thousand bytes. */
const MILLISECONDS_MAX = 5000;

const reels = intactReels();
const slowest = { milliseconds: 0 };
const law = fc.property(anyDamage(reels), fc.nat(), ([reel, mutations], look) => {
  const start = performance.now();
  checkDamaged(reels[reel]!, mutations, look);
  const milliseconds = performance.now() - start;
  slowest.milliseconds = Math.max(slowest.milliseconds, milliseconds);
  if (milliseconds > MILLISECONDS_MAX) throw new Error(`took ${milliseconds.toFixed(0)} ms`);
});
const { seed, count: numRuns } = { seed: Number(values.seed), count: Number(values.count) };
const details = fc.check(law, {
  seed,
  numRuns,
  ...(values.path === undefined ? {} : { path: values.path }),
});
if (details.failed) {
  const { counterexample, counterexamplePath, errorInstance } = details;
  console.log(`seed ${seed}, path ${counterexamplePath}: ${JSON.stringify(counterexample)}`);
  console.log(errorInstance instanceof Error ? errorInstance.stack : String(errorInstance));
  process.exitCode = 1;
} else {
  const most = `the slowest took ${slowest.milliseconds.toFixed(0)} ms`;
  console.log(`seed ${seed}: ${numRuns} damaged reels, none misread; ${most}`);
}
