/**
 * A campaign's plan, from what the command line asks for and from the state of one that goes on.
 */

import { closestNames } from "../../sim/base/closest-names.ts";
import { UserError } from "../../sim/base/errors.ts";
import type { AnyLaw } from "../laws/law.ts";
import type { LawPlan } from "./campaign.ts";
import type { CampaignReport, LawReport, Shard } from "./report.ts";
import type { Wanted } from "./report-file.ts";
import { currentVersions } from "./report-file.ts";

/** The laws that `--law` names (`*` stands for any letters) and whose subjects `--kind` names. */
export function selectLaws(
  laws: readonly AnyLaw[],
  names: string | undefined,
  kind: string | undefined,
): readonly AnyLaw[] {
  const patterns = names?.split(",") ?? ["*"];
  const chosen = new Set<AnyLaw>();
  for (const pattern of patterns) {
    const found = laws.filter(({ name }) => matches(name, pattern));
    for (const law of found) chosen.add(law);
    if (found.length > 0) continue;
    const known = laws.map(({ name }) => name);
    const closest = closestNames(pattern, known).join(", ");
    throw new UserError(`--law: there is no law ${pattern}; the closest: ${closest}`);
  }
  const ofKind = laws.filter(
    (law) => chosen.has(law) && law.subjects.toLowerCase().includes((kind ?? "").toLowerCase()),
  );
  if (ofKind.length > 0) return ofKind;
  throw new UserError(`--kind: no law chosen is about ${kind}; \`jitreel prop laws\` lists them`);
}

function matches(name: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[^\w-]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}

/** `--cases 100`, or `--cases LAW=100,LAW=20` for exactly the chosen laws. */
export function parseCases(text: string, laws: readonly AnyLaw[]): Record<string, number> {
  const names = laws.map(({ name }) => name);
  if (!text.includes("=")) {
    const count = parseCount(text);
    return Object.fromEntries(names.map((name) => [name, count]));
  }
  const entries = text.split(",").map((part): [string, number] => {
    const [name = "", count = ""] = part.split("=");
    if (!names.includes(name)) throw new UserError(`--cases: ${name} is no law that is chosen`);
    return [name, parseCount(count)];
  });
  const cases = Object.fromEntries(entries);
  const missing = names.filter((name) => cases[name] === undefined);
  if (missing.length === 0) return cases;
  throw new UserError(`--cases: no number for ${missing.join(", ")}`);
}

function parseCount(text: string): number {
  const count = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (count > 0) return count;
  throw new UserError(`--cases: expected a number from 1 on, or LAW=N,…, got "${text}"`);
}

/** `--shard 2/4`. */
export function parseShard(text: string): Shard {
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match !== null && index >= 1 && index <= count) return { index, count };
  const hint = match === null || count === 0 ? "" : `; there are 1/${count} to ${count}/${count}`;
  throw new UserError(`--shard: expected i/n with i from 1 to n, got "${text}"${hint}`);
}

/** The parts of a new campaign. */
export function newPlans(laws: readonly AnyLaw[], { cases }: Wanted): LawPlan[] {
  return laws.map((law) => ({
    law,
    cases: cases?.[law.name] ?? null,
    before: emptyReport(law.name),
  }));
}

function emptyReport(name: string): LawReport {
  return { name, cases: 0, checked: 0, totals: {}, failures: [] };
}

/** The parts of a campaign that goes on; `file` has what it has found before. */
export function continuedPlans(
  laws: readonly AnyLaw[],
  before: CampaignReport,
  { cases }: Wanted,
  file: string,
): LawPlan[] {
  for (const [name, now] of Object.entries(currentVersions())) {
    const then = before[name as keyof ReturnType<typeof currentVersions>];
    if (then === now) continue;
    const what = name === "version" ? "jitreel" : "behaviour revision";
    throw new UserError(`it is of ${what} ${then}, and this is ${now}: start anew`, { file });
  }
  return before.laws.map((report) => {
    const law = laws.find(({ name }) => name === report.name);
    if (law === undefined) throw new UserError(`there is no law ${report.name} any more`, { file });
    return { law, cases: cases?.[law.name] ?? null, before: report };
  });
}
