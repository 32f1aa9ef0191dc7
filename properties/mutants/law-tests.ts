/**
 * THE table of laws as tests: each law for some subjects that are the same every time. More than a
 * mutant's limit of time allows is what `jitreel prop run` is for.
 */

import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { LAWS } from "../laws/index.ts";
import { checkLaw } from "../laws/law.ts";

/** Subjects in one test, and tests for each law: short tests judge more mutants than long ones. */
const SUBJECTS = 2;
const TESTS = 5;
const SEED = 20261127;

for (const law of LAWS) {
  for (let part = 0; part < TESTS; part++) {
    test(`law ${law.name}, part ${part + 1}`, async () => {
      const subjects = fc.sample(law.arbitrary, { seed: SEED + part, numRuns: SUBJECTS });
      for (const subject of subjects) {
        const { problem } = await checkLaw(law, subject);
        assert.is(problem, null);
      }
    });
  }
}

test.run();
