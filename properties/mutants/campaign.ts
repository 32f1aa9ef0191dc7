/**
 * A campaign: mutants and what became of each, kept in a JSON file that is written after every
 * judgement, so that a campaign that was killed goes on where it was.
 */

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { replaceFile } from "../../fixtures/store/replace-file.ts";
import { UserError } from "../../sim/base/errors.ts";
import { inParallel, readBaseline, testBuild } from "./baseline.ts";
import { TRANSLATOR, presentProducts } from "./edited-build.ts";
import type { Court, Judgement } from "./judge.ts";
import { judge } from "./judge.ts";
import type { Mutant } from "./mutant.ts";
import { printChange, printPlace } from "./mutant.ts";
import { writeStarter } from "./run-file.ts";
import { bundleSources } from "./source-bundle.ts";
import type { NumberedMutant } from "./switches.ts";
import { SWITCH_PROLOGUE, insertSwitches } from "./switches.ts";
import type { Source } from "./syntax.ts";
import type { TestFile } from "./test-pool.ts";

/** A mutant of a campaign as it is kept. */
export interface KeptMutant {
  readonly id: string;
  /** `file:line:column`. */
  readonly place: string;
  /** What is changed, in a line. */
  readonly change: string;
  readonly judgement: Judgement | null;
}

export interface CampaignState {
  readonly version: number;
  readonly seed: number;
  /** How many mutants were asked for. */
  readonly count: number;
  /** Drawn mutants that did not type-check. */
  readonly refused: number;
  /** Files that mutants were drawn from, and their places. */
  readonly files: number;
  readonly places: number;
  readonly mutants: readonly KeptMutant[];
  /** Tests of the baseline that judge nothing, with the reason. */
  readonly notGreen: readonly string[];
  readonly testCount: number;
}

export const CAMPAIGN_VERSION = 1;

export function readState(file: string): CampaignState {
  let state: CampaignState;
  try {
    state = JSON.parse(readFileSync(file, "utf8")) as CampaignState;
  } catch {
    throw new UserError(
      "there is no campaign to go on with",
      { file },
      "start one without --resume",
    );
  }
  if (state.version !== CAMPAIGN_VERSION) {
    throw new UserError(`the campaign is of version ${state.version}, not ${CAMPAIGN_VERSION}`, {
      file,
    });
  }
  return state;
}

export function writeState(file: string, state: CampaignState): void {
  mkdirSync(path.dirname(file), { recursive: true });
  replaceFile(file, `${JSON.stringify(state, null, 1)}\n`);
}

export function keepMutant(mutant: Mutant, text: string): KeptMutant {
  const place = printPlace(mutant, text);
  return { id: mutant.id, place, change: printChange(mutant, text), judgement: null };
}

export interface Work {
  readonly sources: readonly Source[];
  readonly files: readonly TestFile[];
  readonly mutants: readonly Mutant[];
  readonly workers: number;
  readonly secondsMax: number;
  tell(line: string): void;
  /** Told each judgement as soon as it is there. */
  judged(mutant: Mutant, judgement: Judgement): void;
}

/** Judges mutants; gives what the baseline says. */
export async function judgeAll(
  work: Work,
): Promise<{ readonly notGreen: readonly string[]; readonly testCount: number }> {
  const { sources, files, mutants, workers, tell, judged, secondsMax } = work;
  const scratch = mkdtempSync(path.join(tmpdir(), "jitreel-mutants-"));
  const inFolder = (name: string): string => {
    const folder = path.join(scratch, name);
    mkdirSync(folder);
    return folder;
  };
  try {
    const folder = inFolder("baseline");
    const baseline = await readBaseline(sources, files, { folder, workers, tell });
    const numbered = mutants.map((mutant, index) => ({ number: index + 1, mutant }));
    const court: Court = {
      folder: inFolder("mutants"),
      baseline,
      texts: new Map(sources.map(({ file, text }) => [file, text])),
      products: presentProducts(),
      alone: new Map(),
      secondsMax,
    };
    await buildMutants(court, files, numbered);
    await inParallel(numbered, workers, async (one) => {
      judged(one.mutant, await judge(court, one));
    });
    const dependent = [...court.alone].filter(([, passes]) => !passes);
    const names = dependent.map(([{ file, name }]) => `${file.file}: ${name}: it fails alone`);
    return { notGreen: [...baseline.notGreen, ...names], testCount: baseline.tests.length };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function buildMutants(
  { folder, products }: Court,
  files: readonly TestFile[],
  numbered: readonly NumberedMutant[],
): Promise<void> {
  const change = (file: string, text: string): string =>
    insertSwitches(
      text,
      numbered.filter(({ mutant }) => mutant.file === file),
    );
  const entries = [...files.map(({ file }) => file), TRANSLATOR];
  const request = { entries, folder, change, prologue: SWITCH_PROLOGUE };
  await bundleSources(testBuild(request), products);
  writeStarter(folder);
}
