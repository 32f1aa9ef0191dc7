/** The optimizer keeps the meaning of random loops: a sample of the law. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { assertLaw } from "../laws/assert-law.ts";
import { optimizerKeepsMeaning } from "../laws/parts/optimizer-law.ts";

const RUNS = 2000;

test("optimized loops do what their programs say, with any passes", async () => {
  const totals = await assertLaw(optimizerKeepsMeaning, { seed: 20261122, numRuns: RUNS });
  const { loop = 0, bridge = 0, retrace = 0 } = totals;
  assert.ok(loop > RUNS * 0.6, `only ${loop} of ${RUNS} programs could be compiled`);
  assert.ok(bridge > RUNS / 2, `only ${bridge} bridges were made`);
  assert.ok(retrace > 0, "no bridge got a label of its own");
});

test.run();
