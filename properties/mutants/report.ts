/**
 * A campaign's result as text: killed of total, a table by folder, and each survivor by name with
 * why it survives, where that is explained. Nothing in it depends on the order of the work.
 */

import type { CampaignState, KeptMutant } from "./campaign.ts";

/** Why mutants survive, by their ids. */
export type Explanations = Readonly<Record<string, string>>;

type Outcome = "killed" | "timeout" | "refused" | "survived" | "open";

function outcomeOf({ judgement }: KeptMutant): Outcome {
  return judgement?.outcome ?? "open";
}

function count(mutants: readonly KeptMutant[], ...outcomes: readonly Outcome[]): number {
  return mutants.filter((mutant) => outcomes.includes(outcomeOf(mutant))).length;
}

/** `sim/optimizer`, or `sim` for files that lie there. */
function folderOf({ place }: KeptMutant): string {
  return place.split("/").slice(0, -1).slice(0, 2).join("/");
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`;
}

/** The line that says how many were killed; refused mutants are no mutants. */
export function printScore({ mutants }: CampaignState): string {
  const killed = count(mutants, "killed", "timeout");
  const total = count(mutants, "killed", "timeout", "survived");
  const timeouts = count(mutants, "timeout");
  const open = count(mutants, "open");
  const parts = [`${killed} of ${total} mutants killed (${percent(killed, total)})`];
  parts.push(`${timeouts} of them by the time limit`, `${total - killed} survived`);
  const refused = count(mutants, "refused");
  if (refused > 0) parts.push(`${refused} more refused by the code writer`);
  if (open > 0) parts.push(`${open} not judged yet`);
  return parts.join(", ");
}

function printFolders(mutants: readonly KeptMutant[]): string[] {
  const folders = [...new Set(mutants.map(folderOf))].sort();
  const rows = folders.map((folder) => {
    const inside = mutants.filter((mutant) => folderOf(mutant) === folder);
    const killed = count(inside, "killed", "timeout");
    const total = killed + count(inside, "survived");
    const share = percent(killed, total);
    const timeouts = count(inside, "timeout");
    return `| ${folder} | ${total} | ${killed} | ${timeouts} | ${total - killed} | ${share} |`;
  });
  return [
    "| folder | mutants | killed | of them by time | survived | killed, share |",
    "|---|---|---|---|---|---|",
    ...rows,
  ];
}

function printSurvivor(mutant: KeptMutant, explanations: Explanations): string {
  const { id, place, change, judgement } = mutant;
  const { ran = 0, tests = 0 } = judgement ?? {};
  const runs = tests === 0 ? "no test runs it" : `${ran} of ${tests} tests that run it were run`;
  const why = explanations[id];
  const lines = [`- \`${id}\` ${place}`, `  \`${change.replaceAll("`", "'")}\``, `  (${runs})`];
  if (why !== undefined) lines.push(`  **${why}**`);
  return lines.join("\n");
}

/** The whole result, as Markdown. */
export function printResults(state: CampaignState, explanations: Explanations): string {
  const { mutants, seed, files, places, refused, testCount, notGreen } = state;
  const survivors = mutants.filter((mutant) => outcomeOf(mutant) === "survived");
  const explained = survivors.filter(({ id }) => explanations[id] !== undefined);
  const lines = [
    "# Mutants",
    "",
    `${printScore(state)}.`,
    "",
    `Drawn with seed ${seed} from ${places} places of ${files} files; ${refused} that were drawn did`,
    `not type-check. Judged by ${testCount} tests. Survivors that are explained: ${explained.length}`,
    `of ${survivors.length}.`,
    "",
    ...printFolders(mutants),
    "",
    "## Survivors",
    "",
    ...survivors.map((mutant) => printSurvivor(mutant, explanations)),
    "",
    "## Killed by the time limit",
    "",
    ...mutants
      .filter((mutant) => outcomeOf(mutant) === "timeout")
      .map(({ place, change }) => `- ${place} \`${change.replaceAll("`", "'")}\``),
    "",
    "## Tests that judge nothing",
    "",
    ...notGreen.map((line) => `- ${line.split("\n")[0]}`),
    "",
  ];
  return lines.join("\n");
}
