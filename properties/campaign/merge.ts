/**
 * The reports of all shards of one campaign, put together: the same bytes as the report of the whole
 * campaign. Shards of different campaigns are refused, and so are parts that are missing or doubled.
 */

import { UserError } from "../../sim/base/errors.ts";
import { mergeTotals } from "../totals.ts";
import type { Totals } from "../totals.ts";
import type { CampaignReport, LawReport } from "./report.ts";
import { mergeFailures, shardSize, sortTotals } from "./report.ts";

/** A report and the file that it is from. */
export interface NamedReport {
  readonly file: string;
  readonly report: CampaignReport;
}

/** Throws a UserError that names the file that does not belong to the others. */
export function mergeReports(shards: readonly NamedReport[]): CampaignReport {
  const [first] = shards;
  if (first === undefined) throw new UserError("prop merge: no reports are given");
  for (const one of shards) checkShard(one, first);
  checkAllThere(shards, first);
  const laws = first.report.laws.map(({ name, cases }) => {
    const parts = shards.map(({ report }) => lawOf(report, name));
    return mergeLaw(name, cases, parts);
  });
  return { ...first.report, shard: null, laws };
}

function checkShard({ file, report }: NamedReport, first: NamedReport): void {
  const refuse = (message: string): UserError => new UserError(message, { file });
  if (report.shard === null) throw refuse("it is no shard's report: it has all cases");
  if (!report.isComplete) throw refuse("its campaign has not ended");
  for (const [what, read] of IDENTITY) {
    const [mine, other] = [read(report), read(first.report)];
    if (mine === other) continue;
    throw refuse(`it is of another campaign: ${what} ${mine}, but ${other} in ${first.file}`);
  }
  for (const law of report.laws) {
    const size = shardSize(law.cases, report.shard);
    if (law.checked !== size) {
      throw refuse(`of ${law.name} it has ${law.checked} cases, and its shard has ${size}`);
    }
  }
}

/** What all shards of a campaign have in common. */
const IDENTITY: readonly (readonly [what: string, read: (report: CampaignReport) => string])[] = [
  ["version", ({ version }) => version],
  ["behaviour revision", ({ behaviourRevision }) => String(behaviourRevision)],
  ["seed", ({ seed }) => String(seed)],
  ["steps of shrinking", ({ shrinkSteps }) => String(shrinkSteps)],
  ["number of shards", ({ shard }) => String(shard?.count)],
  ["laws", ({ laws }) => laws.map(({ name, cases }) => `${name}=${cases}`).join(",")],
];

function checkAllThere(shards: readonly NamedReport[], first: NamedReport): void {
  const count = first.report.shard?.count ?? 0;
  const files = new Map<number, string>();
  for (const { file, report } of shards) {
    const index = report.shard?.index ?? 0;
    const other = files.get(index);
    if (other !== undefined) {
      throw new UserError(`it is shard ${index}/${count}, as ${other} is`, { file });
    }
    files.set(index, file);
  }
  const all = Array.from({ length: count }, (_, i) => i + 1);
  const missing = all.filter((index) => !files.has(index)).map((index) => `${index}/${count}`);
  if (missing.length > 0) throw new UserError(`missing shards: ${missing.join(", ")}`);
}

function lawOf(report: CampaignReport, name: string): LawReport {
  const law = report.laws.find((one) => one.name === name);
  if (law === undefined) throw new Error(`no law ${name}`);
  return law;
}

function mergeLaw(name: string, cases: number, parts: readonly LawReport[]): LawReport {
  const totals: Totals = {};
  for (const part of parts) mergeTotals(totals, part.totals);
  const checked = parts.reduce((sum, part) => sum + part.checked, 0);
  const failures = mergeFailures(parts.map((part) => part.failures));
  return { name, cases, checked, totals: sortTotals(totals), failures };
}
