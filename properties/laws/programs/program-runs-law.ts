/**
 * The law of all laws: a program does the same plainly interpreted and compiled, under every
 * backend and threshold. What else is true of each single run is checked on the same runs.
 */

import { describeFirstDifference } from "../../../fixtures/recording.ts";
import type { Totals } from "../../totals.ts";
import { countEvents } from "../../totals.ts";
import type { Law, Statement, Verdict } from "../law.ts";
import { broken, holds } from "../law.ts";
import type { Outcome, ProgramRun } from "./program-run.ts";
import { BACKENDS, JIT_SETTINGS, makeSpec, runPlain, runSpec } from "./program-run.ts";
import type { ProgramSubject } from "./program-subject.ts";
import { describeProgram, PROGRAMS, programSubjects } from "./program-subject.ts";
import { ONE_REEL, RUN_STATEMENTS, sameOutcome } from "./run-statements.ts";

const LAW_NAME = "compiled-as-interpreted";

async function check(subject: ProgramSubject): Promise<Verdict> {
  const plain = await runPlain(subject);
  if (plain === null) return holds({ "too long": 1 });
  const totals: Totals = { programs: 1 };
  if (plain.outcome.exception !== "") totals.exceptions = 1;
  for (const jit of JIT_SETTINGS) {
    const verdict = await checkSettings(subject, jit, plain.outcome, totals);
    if (verdict.problem !== null) return verdict;
  }
  return holds(totals);
}

async function checkSettings(
  subject: ProgramSubject,
  jit: string,
  expected: Outcome,
  totals: Totals,
): Promise<Verdict> {
  const reels: Uint8Array[] = [];
  for (const backend of BACKENDS) {
    const run = await runSpec(makeSpec(subject, jit, { backend }), totals);
    const { reel } = run.recording;
    reels.push(reel);
    if (backend === "host") countEvents(run.events, totals);
    const found = findProblem(run, expected);
    if (found === null) continue;
    const [{ name }, difference] = found;
    return broken(name, `${jit}, ${backend}: ${difference}`, totals, { difference, reel });
  }
  return compareReels(jit, reels, totals);
}

/** The first statement that a run breaks, and how. */
function findProblem(
  run: ProgramRun,
  expected: Outcome,
): readonly [Pick<Statement, "name">, string] | null {
  const outcome = sameOutcome(expected, run.outcome);
  if (outcome !== null) return [{ name: LAW_NAME }, outcome];
  for (const statement of RUN_STATEMENTS) {
    const problem = statement.problem(run);
    if (problem !== null) return [statement, problem];
  }
  return null;
}

function compareReels(jit: string, reels: readonly Uint8Array[], totals: Totals): Verdict {
  const [golden, ...others] = reels;
  for (const [k, reel] of others.entries()) {
    const difference = describeFirstDifference(golden as Uint8Array, reel);
    if (difference === "") continue;
    const sides = `${BACKENDS[0]} (golden) against ${BACKENDS[k + 1]} (live)`;
    return broken(ONE_REEL.name, `${jit}, ${sides}: ${difference}`, totals, {
      difference,
      reel,
      ...(golden === undefined ? {} : { golden }),
    });
  }
  return holds(totals);
}

export const compiledAsInterpreted: Law<ProgramSubject> = {
  name: LAW_NAME,
  says:
    "Under each backend and threshold a program prints the same, raises the same and ends with the " +
    "same status as plainly interpreted.",
  subjects: PROGRAMS,
  arbitrary: programSubjects,
  statements: [ONE_REEL, ...RUN_STATEMENTS],
  check,
  describe: describeProgram,
  planted: {
    file: "sim/metainterp/virtualizable.ts",
    find: "for (let i = fields.length; i < values.length; i++) {",
    replace: "for (let i = fields.length; i < values.length; i += 2) {",
  },
  secondsMax: 120,
};
