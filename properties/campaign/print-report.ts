/** A campaign's report for a person. */

import { printTotals } from "../totals.ts";
import type { CampaignReport, FailureReport, LawReport } from "./report.ts";

const RULE = "-".repeat(72);

/** `hasTotals`: also what was exercised. */
export function printReport(report: CampaignReport, hasTotals: boolean): string[] {
  const lines = report.laws.flatMap((law) => printLaw(law, hasTotals));
  const failures = report.laws.reduce((sum, law) => sum + law.failures.length, 0);
  const checked = report.laws.reduce((sum, law) => sum + law.checked, 0);
  const shard = report.shard === null ? "" : `, shard ${report.shard.index}/${report.shard.count}`;
  const kinds = failures === 1 ? "1 failure" : `${failures} failures`;
  lines.push(`seed ${report.seed}${shard}: ${checked} cases, ${kinds}`);
  lines.push(`again: ${againCommand(report)}`);
  return lines;
}

function printLaw(law: LawReport, hasTotals: boolean): string[] {
  const count = law.failures.reduce((sum, one) => sum + one.count, 0);
  const state = count === 0 ? "ok" : `${count} failed`;
  const lines = [`${law.name}: ${law.checked} cases, ${state}`];
  const totals = hasTotals ? printTotals(law.totals) : "";
  if (totals !== "") lines.push(totals);
  return [...lines, ...law.failures.flatMap(printFailure)];
}

function printFailure({ key, count, cases, shrunk }: FailureReport): string[] {
  const many = count > cases.length ? ", …" : "";
  const title = `  ${key} (${count}: case ${cases.join(", ")}${many})`;
  if (shrunk === null) return [title];
  const { id, seed, path, problem, subject } = shrunk;
  return [
    title,
    `  kept as ${id}, seed ${seed}, path ${path}; once more: jitreel prop replay ${id}`,
    RULE,
    subject.trimEnd(),
    RULE,
    problem,
  ];
}

/** The command that gives the same report. */
function againCommand({ seed, shard, laws }: CampaignReport): string {
  const counts = new Set(laws.map(({ cases }) => cases));
  const names = laws.map(({ name }) => name).join(",");
  const [all] = counts;
  const cases =
    counts.size === 1 ? String(all) : laws.map((law) => `${law.name}=${law.cases}`).join(",");
  const part = shard === null ? "" : ` --shard ${shard.index}/${shard.count}`;
  return `jitreel prop run --law ${names} --cases ${cases} --seed ${seed}${part}`;
}
