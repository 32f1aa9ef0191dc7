/**
 * `jitreel prop run`: a campaign of random cases of the laws. Failures that are kept are checked
 * first. With `-o` the state is written every few seconds, so that `--resume` goes on after a kill.
 */

import { availableParallelism } from "node:os";
import { existsSync } from "node:fs";
import { UserError } from "../../sim/base/errors.ts";
import type { CampaignPlan, FoundFailure, LawPlan } from "../../properties/campaign/campaign.ts";
import { Campaign } from "../../properties/campaign/campaign.ts";
import { checkKept } from "../../properties/campaign/check-kept.ts";
import { Crew } from "../../properties/campaign/crew.ts";
import {
  continuedPlans,
  newPlans,
  parseCases,
  parseShard,
  selectLaws,
} from "../../properties/campaign/plan.ts";
import { printReport } from "../../properties/campaign/print-report.ts";
import type { CampaignReport } from "../../properties/campaign/report.ts";
import type { Wanted } from "../../properties/campaign/report-file.ts";
import {
  currentVersions,
  printReportFile,
  readReport,
  readState,
  writeReport,
  writeState,
} from "../../properties/campaign/report-file.ts";
import { caseSeed } from "../../properties/campaign/draw.ts";
import {
  FAILURES_FOLDER,
  keepFailure,
  listFailures,
} from "../../properties/failures/kept-failure.ts";
import type { AnyLaw } from "../../properties/laws/law.ts";
import type { CommandAction, CommandCall } from "./command.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { naturalOption, textOption } from "./options.ts";
import { ProgressLine } from "./progress-line.ts";
import { loadLaws } from "./prop-laws-module.ts";

const SHRINK_STEPS = 400;
const SEED = 1;
const CASES = "100";
const STATE_MILLISECONDS = 2000;
const WORKERS_MAX = 256;

export const propRun: CommandAction = async (call) => {
  const { options, console } = call;
  const output = textOption(options, "output") ?? textOption(options, "resume") ?? null;
  const { plan, wanted } = await makePlan(call);
  const root = textOption(options, "failures") ?? FAILURES_FOLDER;
  const areKeptFine = await checkAllKept(plan, root, console);
  const { report, found } = await runCampaign(plan, wanted, output, console);
  for (const one of found) keep(root, one, report);
  if (output !== null) writeReport(output, report);
  if (options.json === true) console.out(Buffer.from(printReportFile(report)));
  else for (const line of printReport(report, options.totals === true)) console.line(line);
  const areNewFine = report.laws.every(({ failures }) => failures.length === 0);
  return areKeptFine && areNewFine ? EXIT.fine : EXIT.no;
};

interface Planned {
  readonly plan: CampaignPlan;
  readonly wanted: Wanted;
}

async function makePlan({ options }: CommandCall): Promise<Planned> {
  const { table, lawModule } = await loadLaws(textOption(options, "laws"));
  const workers = naturalOption(options, "workers") ?? availableParallelism();
  if (workers < 1 || workers > WORKERS_MAX) {
    throw new UserError(`--workers: expected a number from 1 to ${WORKERS_MAX}, got ${workers}`);
  }
  const from = textOption(options, "resume");
  const { laws, wanted, before } =
    from === undefined ? planNew(options, table) : planResumed(options, table, from);
  const shrinkSteps = before?.shrinkSteps ?? naturalOption(options, "shrinkSteps") ?? SHRINK_STEPS;
  const shardText = textOption(options, "shard");
  const shard = before?.shard ?? (shardText === undefined ? null : parseShard(shardText));
  if (shard !== null && wanted.cases === null) {
    throw new UserError("--shard needs --cases: with --minutes the parts would not fit together");
  }
  const plan: CampaignPlan = {
    laws,
    lawModule,
    ...currentVersions(),
    seed: before?.seed ?? naturalOption(options, "seed") ?? SEED,
    shard,
    shrinkSteps,
    workers,
    milliseconds: wanted.minutes === null ? null : wanted.minutes * 60_000,
  };
  return { plan, wanted };
}

interface PlannedLaws {
  readonly laws: readonly LawPlan[];
  readonly wanted: Wanted;
  readonly before: CampaignReport | null;
}

function planNew(options: CommandCall["options"], table: readonly AnyLaw[]): PlannedLaws {
  const laws = selectLaws(table, textOption(options, "law"), textOption(options, "kind"));
  const wanted = readWanted(options, laws) ?? {
    cases: parseCases(CASES, laws),
    minutes: null,
  };
  return { laws: newPlans(laws, wanted), wanted, before: null };
}

/** What `--cases` or `--minutes` says; null when there is neither. */
function readWanted(options: CommandCall["options"], laws: readonly AnyLaw[]): Wanted | null {
  const cases = textOption(options, "cases");
  const minutes = textOption(options, "minutes");
  if (cases !== undefined && minutes !== undefined) {
    throw new UserError("--cases and --minutes: only one of them");
  }
  if (cases !== undefined) return { cases: parseCases(cases, laws), minutes: null };
  if (minutes === undefined) return null;
  const value = /^\d{1,6}(\.\d+)?$/.test(minutes) ? Number(minutes) : 0;
  if (value > 0) return { cases: null, minutes: value };
  throw new UserError(`--minutes: expected a number such as 10 or 0.5, got "${minutes}"`);
}

const DECIDED = ["law", "kind", "seed", "shard", "shrinkSteps"] as const;

function planResumed(
  options: CommandCall["options"],
  table: readonly AnyLaw[],
  file: string,
): PlannedLaws {
  const given = DECIDED.find((name) => options[name] !== undefined);
  if (given !== undefined) {
    throw new UserError(`--resume: laws, seed, shard are those of ${file}; leave out --${given}`);
  }
  const state = readState(file);
  if (state === null && !existsSync(file)) {
    throw new UserError("there is no campaign to go on with: neither it nor its .partial", {
      file,
    });
  }
  const before = state?.report ?? readReport(file);
  const names = before.laws.map(({ name }) => name);
  const asked = readWanted(
    options,
    table.filter(({ name }) => names.includes(name)),
  );
  const wanted = asked ?? state?.wanted ?? null;
  if (wanted === null) {
    throw new UserError("it is complete; --cases or --minutes gives it more cases", { file });
  }
  for (const { name, checked } of before.laws) {
    const cases = wanted.cases?.[name] ?? Number.POSITIVE_INFINITY;
    if (cases >= checked) continue;
    throw new UserError(`--cases: ${name} has ${checked} cases already`, { file });
  }
  return { laws: continuedPlans(table, before, wanted, file), wanted, before };
}

/** Checks the kept failures of the chosen laws; says which fail, and which cannot be checked. */
async function checkAllKept(plan: CampaignPlan, root: string, console: Console): Promise<boolean> {
  const names = plan.laws.map(({ law }) => law.name);
  const all = plan.shard === null || plan.shard.index === 1 ? listFailures(root) : [];
  const kept = all.filter((one) => names.includes(one.case.law));
  if (kept.length === 0) return true;
  const laws = plan.laws.map(({ law }) => law);
  const crew = new Crew(plan.lawModule);
  const failing: string[] = [];
  const pending = [...kept];
  const lane = async (): Promise<void> => {
    for (let one = pending.shift(); one !== undefined; one = pending.shift()) {
      const { id, law, key } = one.case;
      try {
        const { failure } = await checkKept(one, laws, crew);
        if (failure !== null) failing.push(`kept ${id} still fails: ${law}: ${failure.key}`);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        failing.push(`kept ${id} cannot be checked: ${law}: ${key}\n  ${error.print()}`);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: plan.workers }, lane));
  } finally {
    await crew.stop();
  }
  for (const line of failing.sort()) console.errLine(line);
  console.errLine(`kept failures: ${kept.length} checked, ${failing.length} of them fail`);
  return failing.length === 0;
}

async function runCampaign(
  plan: CampaignPlan,
  wanted: Wanted,
  output: string | null,
  console: Console,
): Promise<{ report: CampaignReport; found: readonly FoundFailure[] }> {
  const start = performance.now();
  const checkedBefore = plan.laws.reduce((sum, { before }) => sum + before.checked, 0);
  const total = wantedCount(plan, wanted);
  const line = new ProgressLine(console, "cases", total, () => performance.now());
  const campaign = new Campaign(plan, ({ checked, failures, law, isShrinking }) => {
    const milliseconds = performance.now() - start;
    const rate = ((checked - checkedBefore) / milliseconds) * 1000;
    const doing = isShrinking ? `making a failure of ${law} smaller` : law;
    const done = wanted.minutes === null ? checked : milliseconds;
    line.update(done, ` ${checked} cases, ${failures} failed, ${rate.toFixed(1)}/s, ${doing}`);
  });
  const save = (): void => {
    if (output !== null) writeState(output, { wanted, report: campaign.state() });
  };
  save();
  const timer = setInterval(save, STATE_MILLISECONDS);
  const stop = (signal: NodeJS.Signals): void => {
    line.finish();
    save();
    const kept = output === null ? "" : `; --resume ${output} goes on with it`;
    console.errLine(`jitreel: interrupted${kept}`);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  };
  const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM"];
  for (const signal of signals) process.on(signal, stop);
  try {
    return await campaign.run();
  } finally {
    for (const signal of signals) process.off(signal, stop);
    clearInterval(timer);
    line.finish();
  }
}

/** What the progress line counts to: cases, or milliseconds. */
function wantedCount(plan: CampaignPlan, { minutes }: Wanted): number {
  if (minutes !== null) return minutes * 60_000;
  return plan.laws.reduce((sum, { cases }) => sum + (cases ?? 0), 0);
}

function keep(root: string, { law, failure, subject }: FoundFailure, report: CampaignReport): void {
  const { id, path } = failure.shrunk ?? { id: "", path: "" };
  keepFailure(root, {
    id,
    law: law.name,
    key: failure.key,
    seed: caseSeed(report.seed, law.name, failure.smallest.case),
    path,
    campaign: { seed: report.seed, case: failure.smallest.case },
    version: report.version,
    behaviourRevision: report.behaviourRevision,
    text: subject.text,
    json: subject.json,
    problem: subject.problem,
    reel: subject.reel,
    golden: subject.golden,
    again: `jitreel prop replay ${id}`,
  });
}
