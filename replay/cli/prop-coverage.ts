/**
 * `jitreel prop coverage [REPORT]`: which behaviours were reached, by which source. The report of a
 * campaign says what random cases have reached; without one a small campaign that is always the
 * same is run first. The examples of the repository are run, too. Exit code 1: below the floor, or
 * a reason in unreachable.ts is wrong.
 */

import { availableParallelism } from "node:os";
import { Campaign } from "../../properties/campaign/campaign.ts";
import { newPlans } from "../../properties/campaign/plan.ts";
import type { CampaignReport } from "../../properties/campaign/report.ts";
import { currentVersions, readReport } from "../../properties/campaign/report-file.ts";
import { BEHAVIOUR_GROUPS } from "../../properties/coverage/behaviours.ts";
import {
  countFixtures,
  countTraceFiles,
  findAbove,
  findFixtures,
} from "../../properties/coverage/corpus.ts";
import type { Coverage, TotalsBySource } from "../../properties/coverage/coverage.ts";
import { isAboutPrograms, measureCoverage } from "../../properties/coverage/coverage.ts";
import {
  belowFloor,
  FLOOR_FILE,
  raisedFloor,
  readFloor,
  sameFloor,
  writeFloor,
} from "../../properties/coverage/floor.ts";
import { printCoverage } from "../../properties/coverage/print-coverage.ts";
import { LAWS } from "../../properties/laws/index.ts";
import { mergeTotals } from "../../properties/totals.ts";
import type { Totals } from "../../properties/totals.ts";
import { closestNames } from "../../sim/base/closest-names.ts";
import { UserError } from "../../sim/base/errors.ts";
import type { CommandAction, CommandCall } from "./command.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { textOption } from "./options.ts";
import { ProgressLine } from "./progress-line.ts";

/** The campaign that is always the same: its seed, and cases of each law. */
const SEED = 1;
const PROGRAM_CASES = 3;
const PART_CASES = 20;

export const propCoverage: CommandAction = async (call) => {
  const { options, console } = call;
  const group = readGroup(textOption(options, "group"));
  if (group !== null && options.updateFloor === true) {
    throw new UserError("--update-floor is about all groups: leave out --group");
  }
  const coverage = measureCoverage(await collectTotals(call));
  if (options.json === true) console.line(JSON.stringify(coverage));
  else for (const line of printCoverage(coverage, group)) console.line(line);
  return checkFloor(coverage, options.updateFloor === true, console);
};

function readGroup(name: string | undefined): string | null {
  if (name === undefined) return null;
  const names = BEHAVIOUR_GROUPS.map((one) => one.name);
  if (names.includes(name)) return name;
  const closest = closestNames(name, names).join(", ");
  throw new UserError(`--group: there is no group ${name}; the closest: ${closest}`);
}

/** What random cases and the examples have reached. */
async function collectTotals({ operands, console }: CommandCall): Promise<TotalsBySource> {
  const [file] = operands;
  const given = file === undefined ? null : readReport(file);
  const report = given ?? (await runSmallCampaign(console));
  const random = sumBySource(report, file);
  const fixtures = findFixtures();
  const { length } = fixtures;
  const line = new ProgressLine(console, "fixtures", length, () => performance.now());
  let done = 0;
  try {
    const counted = await countFixtures(fixtures, () => line.update(++done));
    return { ...random, fixtures: counted, traces: countTraceFiles() };
  } finally {
    line.finish();
  }
}

async function runSmallCampaign(console: Console): Promise<CampaignReport> {
  const cases = Object.fromEntries(
    LAWS.map((law) => [law.name, isAboutPrograms(law) ? PROGRAM_CASES : PART_CASES]),
  );
  const total = Object.values(cases).reduce((sum, count) => sum + count, 0);
  const line = new ProgressLine(console, "cases", total, () => performance.now());
  const plan = {
    laws: newPlans(LAWS, { cases, minutes: null }),
    lawModule: null,
    ...currentVersions(),
    seed: SEED,
    shard: null,
    shrinkSteps: 0,
    workers: availableParallelism(),
    milliseconds: null,
  };
  try {
    const campaign = new Campaign(plan, ({ checked, law }) => line.update(checked, ` ${law}`));
    return (await campaign.run()).report;
  } finally {
    line.finish();
  }
}

/** The totals of a report's laws, by what their subjects are. */
function sumBySource(
  { laws }: CampaignReport,
  file: string | undefined,
): Pick<TotalsBySource, "programs" | "parts"> {
  const programs: Totals = {};
  const parts: Totals = {};
  for (const { name, totals } of laws) {
    const law = LAWS.find((one) => one.name === name);
    if (law === undefined) {
      const position = file === undefined ? undefined : { file };
      throw new UserError(`there is no law ${name}: it was made by another version`, position);
    }
    mergeTotals(isAboutPrograms(law) ? programs : parts, totals);
  }
  return { programs, parts };
}

/** Says what is wrong, and whether the floor could be raised; raises it when asked to. */
function checkFloor(coverage: Coverage, isUpdate: boolean, console: Console): number {
  const path = findAbove(FLOOR_FILE);
  const floor = path === null ? { total: 0, groups: {} } : readFloor(path);
  const below = belowFloor(coverage, floor);
  for (const line of [...coverage.problems, ...below]) console.errLine(line);
  if (below.length + coverage.problems.length > 0) return EXIT.no;
  const raised = raisedFloor(coverage, floor);
  if (path === null || sameFloor(floor, raised)) return EXIT.fine;
  const figures = `${floor.total} to ${raised.total}`;
  if (isUpdate) writeFloor(path, raised);
  console.errLine(
    isUpdate
      ? `the floor was raised, in all from ${figures}`
      : `the floor could be raised, in all from ${figures}: --update-floor`,
  );
  return EXIT.fine;
}
