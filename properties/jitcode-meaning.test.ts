/** What the code writer makes means the same, the law `jitcode-as-typescript`, and is well-formed. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { defined } from "../sim/base/assert.ts";
import { checkJitCode } from "../sim/jitcode/verify.ts";
import { assertLaw } from "./laws/assert-law.ts";
import { EXERCISES, jitcodeAsTypescript } from "./laws/parts/jitcode-law.ts";
import { EXERCISE_PROGRAM } from "./laws/parts/jitcode-rig.ts";

const SEED = 20261122;
const CASES = 500;

test("jitcode means the same as the function that it is made of", async () => {
  const totals = await assertLaw(jitcodeAsTypescript, { seed: SEED, numRuns: CASES });
  for (const { name } of EXERCISES) assert.is(totals[`function ${name}`], CASES);
});

test("all jitcode of the exercises is well-formed", () => {
  for (const code of defined(EXERCISE_PROGRAM, "sources").jitcodes) checkJitCode(code);
});

test.run();
