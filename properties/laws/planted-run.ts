/**
 * Runs a law until one of its statements fails, as the main program of a build with a planted bug.
 * Cases in which something else fails first are counted and passed over.
 *
 *     node planted-run.js LAW STATEMENT CASES SEED
 *
 * Prints one line of JSON, a {@link PlantedOutcome}.
 */

import { firstSubjects } from "./case-subjects.ts";
import { LAWS } from "./index.ts";
import { checkLaw } from "./law.ts";

/** What became of a planted bug. */
export interface PlantedOutcome {
  /** Number of the first case in which the statement failed, from 1; null: in none. */
  readonly caught: number | null;
  readonly cases: number;
  /** The failure, or the last failure of something else. */
  readonly problem: string | null;
  /** Names of what else has failed. */
  readonly others: readonly string[];
}

async function run(
  lawName: string,
  statement: string,
  cases: number,
  seed: number,
): Promise<PlantedOutcome> {
  const law = LAWS.find(({ name }) => name === lawName);
  if (law === undefined) throw new TypeError(`no law ${lawName}`);
  const others = new Set<string>();
  let problem: string | null = null;
  for (const [k, subject] of firstSubjects(law, cases, seed).entries()) {
    const verdict = await checkLaw(law, subject);
    if (verdict.problem === null) continue;
    problem = verdict.problem;
    const name = problem.slice(0, problem.indexOf(":"));
    if (name === statement) return { caught: k + 1, cases, problem, others: [...others] };
    others.add(name);
  }
  return { caught: null, cases, problem, others: [...others] };
}

const [, , lawName = "", statement = "", cases = "", seed = ""] = process.argv;
const outcome = await run(lawName, statement, Number(cases), Number(seed));
process.stdout.write(`${JSON.stringify(outcome)}\n`);
process.exit(0);
