/** For tests: a law must hold for a sample of its subjects, drawn from a fixed seed. */

import * as fc from "fast-check";
import type { Totals } from "../totals.ts";
import { mergeTotals } from "../totals.ts";
import type { Law } from "./law.ts";
import { checkLaw } from "./law.ts";

export interface Sample {
  readonly seed: number;
  readonly numRuns: number;
}

/** Throws with the smallest failing subject, seed and path; gives what was exercised. */
export async function assertLaw<T>(law: Law<T>, sample: Sample): Promise<Totals> {
  const totals: Totals = {};
  let problem = "";
  const property = fc.asyncProperty(law.arbitrary, async (subject) => {
    const verdict = await checkLaw(law, subject);
    mergeTotals(totals, verdict.totals);
    if (verdict.problem === null) return true;
    problem = verdict.problem;
    return false;
  });
  const { failed, counterexample, counterexamplePath, seed } = await fc.check(property, sample);
  if (!failed) return totals;
  const subject = counterexample === null ? "" : law.describe(counterexample[0]);
  throw new Error(
    `law ${law.name} is broken: seed ${seed}, path ${counterexamplePath}\n${subject}\n${problem}`,
  );
}
