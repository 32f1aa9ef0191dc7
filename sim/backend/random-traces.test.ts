/** The executors agree on random programs: a sample of what campaigns do at length. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { assertLaw } from "../../properties/laws/assert-law.ts";
import { executorsAgree } from "../../properties/laws/parts/executors-law.ts";

test("random programs have equal exits, heap, ticks, runs and costs under all executors", async () => {
  const totals = await assertLaw(executorsAgree, { seed: 20261122, numRuns: 150 });
  // The programs really run: most of them for some thousand operations.
  assert.ok((totals.operations ?? 0) > 150 * 1000, `${totals.operations} operations`);
});

test.run();
