/**
 * A campaign: many random programs of one kind, each checked every way. Ends with what was
 * exercised, or with the smallest failing program that shrinking finds.
 */

import * as fc from "fast-check";
import type { Subject } from "./check-program.ts";
import { Checker } from "./checker.ts";
import { pythonProgram } from "./generators/python-program.ts";
import { tinyProgram } from "./generators/tiny-program.ts";
import type { Setup } from "./laws/programs/program-subject.ts";
import { setups } from "./laws/programs/program-subject.ts";
import type { Totals } from "./totals.ts";
import { mergeTotals, missedFloors, printTotals } from "./totals.ts";

export const KINDS = ["tiny", "python"] as const;
export type Kind = (typeof KINDS)[number];

interface KindSpec {
  readonly programs: fc.Arbitrary<string>;
  readonly secondsMax: number;
  /** Least totals per program. */
  readonly floors: Totals;
}

export const KIND_SPECS: Record<Kind, KindSpec> = {
  tiny: {
    programs: tinyProgram,
    secondsMax: 60,
    floors: { programs: 0.7, loop: 1, bridge: 1, "entry bridge": 0.5, call_assembler: 0.3 },
  },
  python: {
    programs: pythonProgram,
    secondsMax: 120,
    floors: {
      programs: 0.7,
      loop: 1,
      bridge: 2,
      "entry bridge": 0.5,
      "bridge guard_false": 1.5,
      "bridge guard_true": 0.9,
      "bridge guard_nonnull_class": 0.9,
    },
  },
};

export interface CampaignOptions {
  readonly runs: number;
  readonly seed: number;
  /** Counterexample path of an earlier failure. */
  readonly path?: string;
  readonly onPypy: boolean;
  /** Stop after this many seconds, whatever was reached. */
  readonly secondsMax?: number;
}

export interface CampaignResult {
  readonly passed: boolean;
  /** For a person: totals, or the failure. */
  readonly report: string;
}

/** Runs a campaign to its end or to its first failure. */
export async function runCampaign(kind: Kind, options: CampaignOptions): Promise<CampaignResult> {
  const spec = KIND_SPECS[kind];
  const checker = new Checker(spec.secondsMax);
  const totals: Totals = {};
  let lastProblem = "";
  const law = fc.asyncProperty(spec.programs, setups, async (source, setup) => {
    const subject: Subject = {
      guest: kind,
      source,
      setup,
      onPypy: options.onPypy && kind === "python",
    };
    const verdict = await checker.check(subject);
    mergeTotals(totals, verdict.totals);
    if (verdict.problem === null) return;
    lastProblem = verdict.problem;
    throw new Error(verdict.problem);
  });
  try {
    const details = await fc.check(law, {
      numRuns: options.runs,
      seed: options.seed,
      ...(options.path === undefined ? {} : { path: options.path, endOnFailure: true }),
      ...(options.secondsMax === undefined
        ? {}
        : { interruptAfterTimeLimit: options.secondsMax * 1000 }),
    });
    return details.failed
      ? { passed: false, report: describeFailure(kind, details, lastProblem) }
      : judge(kind, details.numRuns, options.seed, totals);
  } finally {
    checker.stop();
  }
}

function describeFailure(
  kind: Kind,
  details: fc.RunDetails<[string, Setup]>,
  lastProblem: string,
): string {
  const cause = details.errorInstance;
  const problem = cause instanceof Error ? cause.message : lastProblem;
  const path = details.counterexamplePath ?? "";
  return [
    `${kind}: run ${details.numRuns} fails (shrunk ${details.numShrinks} times)`,
    `again: npm run properties -- --kind ${kind} --seed ${details.seed} --path ${path}`,
    "----------------------------------------------------------------",
    details.counterexample?.[0] ?? "",
    "----------------------------------------------------------------",
    JSON.stringify(details.counterexample?.[1]),
    problem,
  ].join("\n");
}

function judge(kind: Kind, runs: number, seed: number, totals: Totals): CampaignResult {
  const missed = missedFloors(totals, KIND_SPECS[kind].floors, runs);
  const report = `${kind}: ${runs} programs, seed ${seed}\n${printTotals(totals)}`;
  if (missed === "") return { passed: true, report };
  return { passed: false, report: `${report}\ntoo little was exercised: ${missed}` };
}
