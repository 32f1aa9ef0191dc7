/**
 * What `pack` did, for a person and for machines.
 */

import { printCount, printPlural, printText } from "../replayer/print-value.ts";
import type { Leftover } from "./leftovers.ts";
import type { PackReport } from "./pack-reel.ts";
import type { Category, Removed } from "./redaction.ts";
import { CATEGORIES } from "./redaction.ts";

/** A report with what was asked for. */
export interface PackOutcome extends PackReport {
  readonly redact: ReadonlySet<Category>;
  readonly isDryRun: boolean;
}

/** What is counted of each category. */
const NOUNS: Readonly<Record<Category, string>> = {
  paths: "path",
  source: "piece",
  output: "event",
  input: "piece",
};

/** One line for each thing that was removed, and each that is left. */
export function printReport(outcome: PackOutcome): string[] {
  const { removed, homes, leftovers, events, left, redact, isDryRun } = outcome;
  const verb = isDryRun ? "would remove" : "removed";
  const lines = removed.map((one) => `${verb} ${one.category}: ${printRemoved(one)}`);
  for (const { path, count } of homes) {
    lines.push(`  ${printText(path)}: ${printPlural(count, "time")}`);
  }
  const missing = CATEGORIES.filter((category) => redact.has(category)).filter(
    (category) => !removed.some((one) => one.category === category),
  );
  lines.push(...missing.map((category) => `${category}: there is nothing to remove`));
  if (left > 0) lines.push(`${verb} ${printPlural(left, "event")}; ${printCount(events)} kept`);
  if (redact.has("paths") && leftovers.length === 0) {
    lines.push("no home folder and no user's name is left in any byte");
  }
  return [...lines, ...leftovers.map(printLeftover)];
}

function printRemoved({ category, count, sizeBytes, places }: Removed): string {
  const where = places.map(({ place, count: n }) => `${place} ${printCount(n)}`).join(", ");
  const size = sizeBytes === 0 ? "" : `, ${printPlural(sizeBytes, "byte")}`;
  return `${printPlural(count, NOUNS[category])}${size} (${where})`;
}

function printLeftover({ word, places }: Leftover): string {
  const where = places.map(({ place, count }) => `${place} ${printCount(count)}`).join(", ");
  return `still there: "${printText(word)}" (${where})`;
}

export function reportToJson(outcome: PackOutcome): object {
  const { removed, homes, leftovers, events, left, isDryRun } = outcome;
  return { isDryRun, events, removedEvents: left, removed, homes, leftovers };
}
