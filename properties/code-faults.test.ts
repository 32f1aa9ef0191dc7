/**
 * A program prints the same whatever reservation of code memory fails: random programs, and for each
 * every reservation in turn, then all from one on. The laws of `laws/programs` hold in each run
 * (outputs, counters, events, equal reels under every backend), and the code heap's own check at the
 * end of each run.
 */

import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Crew } from "./campaign/crew.ts";
import { examine } from "./campaign/shrink-failure.ts";
import { encodeSubject } from "./failures/subject-json.ts";
import { pythonProgram } from "./generators/python-program.ts";
import { tinyProgram } from "./generators/tiny-program.ts";
import { compiledAsInterpreted } from "./laws/programs/program-runs-law.ts";
import type { Totals } from "./totals.ts";
import { mergeTotals } from "./totals.ts";

interface Plan {
  readonly arbitrary: fc.Arbitrary<string>;
  readonly programs: number;
  /** Reservations of one program that are tried at most. */
  readonly faultsMax: number;
}

const KINDS = ["tiny", "python"] as const;
type Kind = (typeof KINDS)[number];

const PLANS: Record<Kind, Plan> = {
  tiny: { arbitrary: tinyProgram, programs: 3, faultsMax: 9 },
  python: { arbitrary: pythonProgram, programs: 1, faultsMax: 4 },
};

const SEED = 20271;

/** Makes each reservation of the program fail, until there is none left; counts what was hit. */
async function failEach(
  kind: Kind,
  source: string,
  faultsMax: number,
  crew: Crew,
  totals: Totals,
): Promise<void> {
  for (let n = 1; n <= faultsMax; n++) {
    let struck = 0;
    const later = n === 1 || n === 4 ? [`heap-full@${n}`] : [];
    for (const fault of [`alloc-fail@${n}`, ...later]) {
      const setup = { parameters: "", heapBytes: null, seed: 0, faults: [fault] };
      const json = encodeSubject({ guest: kind, source, setup }) ?? "";
      const verdict = await examine(crew, compiledAsInterpreted, { json }, true);
      assert.is(verdict.failure, null, `${fault}: ${verdict.failure?.problem}\n${source}`);
      struck += verdict.totals.fault ?? 0;
      mergeTotals(totals, verdict.totals);
    }
    if (struck === 0) return;
  }
}

for (const kind of KINDS) {
  test(`random ${kind} programs do the same whichever reservation fails`, async () => {
    const plan = PLANS[kind];
    const crew = new Crew(null);
    const totals: Totals = {};
    try {
      for (const source of fc.sample(plan.arbitrary, { seed: SEED, numRuns: plan.programs })) {
        await failEach(kind, source, plan.faultsMax, crew, totals);
      }
    } finally {
      await crew.stop();
    }
    const { fault = 0, loop = 0, bridge = 0, ABORT_BRIDGE: aborts = 0 } = totals;
    console.log(`${kind}: ${fault} faults, ${aborts} aborts, ${loop} loops, ${bridge} bridges`);
    const expected = plan.programs * 4;
    assert.ok(fault >= expected && loop >= expected && bridge >= expected, JSON.stringify(totals));
  });
}

test.run();
