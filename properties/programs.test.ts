/**
 * Random programs do the same interpreted and compiled, with one fixed seed: a sample of what
 * `npm run properties` does at length.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Kind } from "./campaign.ts";
import { runCampaign } from "./campaign.ts";

const RUNS: Record<Kind, number> = { tiny: 30, python: 20 };

for (const kind of ["tiny", "python"] as const) {
  test(`random ${kind} programs do the same interpreted and compiled by each backend`, async () => {
    const options = { runs: RUNS[kind], seed: 20261, onPypy: false };
    const { passed, report } = await runCampaign(kind, options);
    console.log(report);
    assert.ok(passed, report);
  });
}

test.run();
