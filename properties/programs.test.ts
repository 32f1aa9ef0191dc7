/**
 * Random programs do the same interpreted and compiled, with one fixed seed: a sample of what
 * `jitreel prop run` does at length. A sample that compiles too little proves nothing.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { Campaign } from "./campaign/campaign.ts";
import { newPlans, parseCases } from "./campaign/plan.ts";
import { printReport } from "./campaign/print-report.ts";
import { currentVersions } from "./campaign/report-file.ts";
import { compiledAsInterpreted } from "./laws/programs/program-runs-law.ts";
import { missedFloors } from "./totals.ts";

const CASES = 24;

/** Least totals per program. */
const FLOORS = {
  programs: 0.7,
  loop: 1,
  bridge: 2,
  "entry bridge": 0.5,
  call_assembler: 0.1,
  "exit guard_false": 0.3,
  "exit guard_true": 0.3,
  "exit guard_nonnull_class": 0.3,
};

test("random programs do the same interpreted and compiled by each backend", async () => {
  const laws = [compiledAsInterpreted];
  const plan = {
    laws: newPlans(laws, { cases: parseCases(String(CASES), laws), minutes: null }),
    lawModule: null,
    ...currentVersions(),
    seed: 20261,
    shard: null,
    shrinkSteps: 200,
    workers: 1,
    milliseconds: null,
  };
  const { report } = await new Campaign(plan, () => {}).run();
  const text = printReport(report, true).join("\n");
  console.log(text);
  const [law] = report.laws;
  assert.equal(law?.failures, [], text);
  assert.is(missedFloors(law?.totals ?? {}, FLOORS, CASES), "", text);
});

test.run();
