/**
 * A program prints the same whatever reservation of code memory fails: random programs, and for each
 * every reservation in turn, then all from one on. The laws of `laws/programs` hold in each run
 * (outputs, counters, events, equal reels under every backend), and the code heap's own check at the
 * end of each run.
 */

import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Kind } from "./campaign.ts";
import { KIND_SPECS } from "./campaign.ts";
import { Checker } from "./checker.ts";
import type { Totals } from "./totals.ts";
import { mergeTotals } from "./totals.ts";

interface Plan {
  readonly programs: number;
  /** Reservations of one program that are tried at most. */
  readonly faultsMax: number;
}

const PLANS: Record<Kind, Plan> = {
  tiny: { programs: 3, faultsMax: 9 },
  python: { programs: 1, faultsMax: 6 },
};

const SEED = 20271;

/** Makes each reservation of the program fail, until there is none left; counts what was hit. */
async function failEach(
  kind: Kind,
  source: string,
  faultsMax: number,
  check: Checker,
  totals: Totals,
): Promise<void> {
  for (let n = 1; n <= faultsMax; n++) {
    let struck = 0;
    const later = n === 1 || n === 4 ? [`heap-full@${n}`] : [];
    for (const fault of [`alloc-fail@${n}`, ...later]) {
      const setup = { parameters: "", heapBytes: null, seed: 0, faults: [fault] };
      const verdict = await check.check({ guest: kind, source, setup, onPypy: false });
      assert.is(verdict.problem, null, `${fault}: ${verdict.problem}\n${source}`);
      struck += verdict.totals.fault ?? 0;
      mergeTotals(totals, verdict.totals);
    }
    if (struck === 0) return;
  }
}

for (const kind of ["tiny", "python"] as const) {
  test(`random ${kind} programs do the same whichever reservation fails`, async () => {
    const { programs, secondsMax } = KIND_SPECS[kind];
    const plan = PLANS[kind];
    const check = new Checker(secondsMax);
    const totals: Totals = {};
    try {
      for (const source of fc.sample(programs, { seed: SEED, numRuns: plan.programs })) {
        await failEach(kind, source, plan.faultsMax, check, totals);
      }
    } finally {
      check.stop();
    }
    const { fault = 0, loop = 0, bridge = 0, ABORT_BRIDGE: aborts = 0 } = totals;
    console.log(`${kind}: ${fault} faults, ${aborts} aborts, ${loop} loops, ${bridge} bridges`);
    const expected = plan.programs * 4;
    assert.ok(fault >= expected && loop >= expected && bridge >= expected, JSON.stringify(totals));
  });
}

test.run();
