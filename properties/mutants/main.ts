/**
 * Mutation testing of all of sim/ and replay/.
 *
 *     npm run mutants -- [--count 300] [--seed 1] [--workers K] [--only PATH]
 *     npm run mutants -- --resume | --survivors | --ids ID,ID | --list | --report
 *
 * The exit status is 1 when a mutant survives without an explanation (explanations.json).
 */

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { UserError } from "../../sim/base/errors.ts";
import { ROOT } from "../../sim/codewriter/sources.ts";
import { CACHE_FOLDER } from "./baseline.ts";
import type { CampaignState, KeptMutant } from "./campaign.ts";
import { CAMPAIGN_VERSION, judgeAll, keepMutant, readState, writeState } from "./campaign.ts";
import { countPlaces, drawMutants } from "./draw.ts";
import type { Mutant } from "./mutant.ts";
import { listPlaces } from "./mutant.ts";
import type { Explanations } from "./report.ts";
import { printResults, printScore } from "./report.ts";
import { readSources } from "./syntax.ts";
import type { Source } from "./syntax.ts";
import { listTestFiles } from "./test-pool.ts";
import { TypeChecker } from "./type-check.ts";

const USAGE = `Usage: npm run mutants -- [options]

Applies mutants to sim/ and replay/, one at a time, and runs against each the tests and laws that
run its place. Prints killed of total, and the survivors by name.

  --count N       how many mutants are drawn (default 300)
  --seed N        which (default 1)
  --only PATH     only from files whose path begins so
  --workers K     processes at a time (default 2)
  --seconds N     processor time for the tests of one mutant (default 60)
  --state FILE    where the campaign is kept (default in node_modules/.cache)
  --resume        goes on with the campaign that is kept there
  --survivors     judges its survivors again, by the sources and tests as they are now
  --ids ID,…      judges these mutants, whichever draw they are from, and keeps nothing
  --tests PATH    only by test files whose path begins so
  --list          prints the draw and judges nothing
  --report        prints the campaign that is kept, as far as it is, and judges nothing
  --results FILE  writes the result as Markdown, too
  --help          prints this

Examples:
  npm run mutants -- --only sim/optimizer --count 50
  npm run mutants -- --resume --results properties/mutants/RESULTS.md
`;

const EXPLANATIONS = path.join(ROOT, "properties/mutants/explanations.json");

function parseOptions() {
  const { values } = parseArgs({
    options: {
      count: { type: "string", default: "300" },
      seed: { type: "string", default: "1" },
      only: { type: "string", default: "" },
      workers: { type: "string", default: "2" },
      seconds: { type: "string", default: "60" },
      state: { type: "string", default: path.join(CACHE_FOLDER, "campaign.json") },
      resume: { type: "boolean", default: false },
      survivors: { type: "boolean", default: false },
      ids: { type: "string" },
      tests: { type: "string", default: "" },
      list: { type: "boolean", default: false },
      report: { type: "boolean", default: false },
      results: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  return values;
}

type Options = ReturnType<typeof parseOptions>;

function numberOption(options: Options, name: "count" | "seed" | "workers" | "seconds"): number {
  const value = Number(options[name]);
  const isRight = Number.isSafeInteger(value) && value >= (name === "seed" ? 0 : 1);
  if (!isRight) throw new UserError(`--${name} ${options[name]}: it is a whole number above 0`);
  return value;
}

/** A campaign in which nothing is judged yet. */
function newState(
  sources: readonly Source[],
  chosen: readonly Source[],
  mutants: readonly Mutant[],
): CampaignState {
  const texts = new Map(sources.map(({ file, text }) => [file, text]));
  return {
    version: CAMPAIGN_VERSION,
    seed: 0,
    count: mutants.length,
    refused: 0,
    files: chosen.length,
    places: countPlaces(chosen).places,
    mutants: mutants.map((mutant) => keepMutant(mutant, texts.get(mutant.file) ?? "")),
    notGreen: [],
    testCount: 0,
  };
}

/** Draws a new campaign. */
function draw(sources: readonly Source[], options: Options): [CampaignState, Mutant[]] {
  const seed = numberOption(options, "seed");
  const count = numberOption(options, "count");
  const chosen = sources.filter(({ file }) => file.startsWith(options.only));
  if (chosen.length === 0) throw new UserError(`--only ${options.only}: no file begins so`);
  const { mutants, refused } = drawMutants(chosen, { seed, count }, new TypeChecker());
  const state = newState(sources, chosen, mutants);
  return [{ ...state, seed, count, refused }, [...mutants]];
}

/** Mutants by their ids, in the sources as they are now; undefined for one that is gone. */
function findMutants(sources: readonly Source[], ids: readonly string[]): Map<string, Mutant> {
  const wanted = new Set(ids);
  const found = new Map<string, Mutant>();
  for (const { mutants } of sources.flatMap(listPlaces)) {
    for (const mutant of mutants) if (wanted.has(mutant.id)) found.set(mutant.id, mutant);
  }
  return found;
}

function isOpen({ judgement }: KeptMutant): boolean {
  return judgement === null;
}

function hasSurvived({ judgement }: KeptMutant): boolean {
  return judgement?.outcome === "survived";
}

/** The campaign, and those of its mutants that are to be judged now. */
function choose(sources: readonly Source[], options: Options): [CampaignState, Mutant[]] {
  if (options.ids !== undefined) {
    const ids = options.ids.split(",");
    const found = findMutants(sources, ids);
    const missing = ids.find((id) => !found.has(id));
    if (missing !== undefined) throw new UserError(`--ids ${missing}: there is no such mutant`);
    const mutants = [...found.values()];
    return [newState(sources, sources, mutants), mutants];
  }
  if (!options.resume && !options.survivors) return draw(sources, options);
  const state = readState(options.state);
  const again = state.mutants.filter(options.survivors ? hasSurvived : isOpen);
  const files = new Set(again.map(({ place }) => place.split(":")[0]));
  const found = findMutants(
    sources.filter(({ file }) => files.has(file)),
    again.map(({ id }) => id),
  );
  // What stood there is gone, and the mutant with it.
  const gone = new Set(again.filter(({ id }) => !found.has(id)).map(({ id }) => id));
  for (const { place } of again.filter(({ id }) => gone.has(id))) console.log(`gone: ${place}`);
  return [
    { ...state, mutants: state.mutants.filter(({ id }) => !gone.has(id)) },
    [...found.values()],
  ];
}

async function run(options: Options): Promise<number> {
  if (options.report) return report(readState(options.state), options);
  const limits = {
    workers: numberOption(options, "workers"),
    secondsMax: numberOption(options, "seconds"),
  };
  const sources = readSources();
  const [chosen, unordered] = choose(sources, options);
  let state = chosen;
  // By their ids, which are hashes: what is judged when a campaign is stopped is a fair sample.
  const mutants = [...unordered].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (options.list) {
    for (const { id, place, change } of state.mutants) console.log(`${id} ${place} ${change}`);
    return 0;
  }
  const isKept = options.ids === undefined;
  if (isKept) writeState(options.state, state);
  let done = 0;
  const files = listTestFiles().filter(({ file }) => file.startsWith(options.tests));
  const { notGreen, testCount } = await judgeAll({
    sources,
    files,
    mutants,
    ...limits,
    tell: (line) => console.log(line),
    judged: (mutant, judgement) => {
      const kept = state.mutants.map((one) => (one.id === mutant.id ? { ...one, judgement } : one));
      state = { ...state, mutants: kept };
      if (isKept) writeState(options.state, state);
      const { place = "" } = kept.find(({ id }) => id === mutant.id) ?? {};
      const { outcome, by = "", seconds } = judgement;
      const count = `${++done}/${mutants.length}`;
      console.log(`${count} ${mutant.id} ${place} ${outcome} ${seconds.toFixed(1)} s ${by}`);
    },
  });
  state = { ...state, notGreen, testCount };
  if (isKept) writeState(options.state, state);
  return report(state, options);
}

/** Prints a campaign; the exit code says whether a mutant survives without an explanation. */
function report(state: CampaignState, options: Options): number {
  const explanations = JSON.parse(readFileSync(EXPLANATIONS, "utf8")) as Explanations;
  const text = printResults(state, explanations);
  if (options.results !== undefined) writeFileSync(options.results, text);
  console.log(text);
  console.log(printScore(state));
  const isExplained = ({ id }: KeptMutant): boolean => explanations[id] !== undefined;
  return state.mutants.filter(hasSurvived).every(isExplained) ? 0 : 1;
}

try {
  const options = parseOptions();
  if (options.help) console.log(USAGE);
  else process.exitCode = await run(options);
} catch (error) {
  const isUsage = error instanceof TypeError && "code" in error;
  if (!(error instanceof UserError) && !isUsage) throw error;
  console.error(error instanceof UserError ? error.print() : error.message);
  process.exitCode = 2;
}
