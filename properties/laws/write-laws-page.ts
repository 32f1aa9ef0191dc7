/**
 * Writes the page of laws with its figures, from what the command line has printed:
 *
 *     jitreel prop laws --bench --json > bench.jsonl
 *     jitreel prop laws --planted all --json > planted.jsonl
 *     tsx properties/laws/write-laws-page.ts bench.jsonl planted.jsonl > properties/LAWS.md
 *
 * What was not measured has a dash.
 */

import { readFileSync } from "node:fs";
import type { LawSpeed } from "./bench-laws.ts";
import { LAWS } from "./index.ts";
import { statementsOf } from "./law.ts";
import type { PlantedOutcome } from "./planted-run.ts";

type BenchLine = LawSpeed & { readonly law: string };
type PlantedLine = PlantedOutcome & { readonly statement: string };

const NONE = "–";

function readLines<T>(file: string): T[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as T);
}

function printCaught(outcome: PlantedOutcome | undefined): string {
  if (outcome === undefined) return NONE;
  const { caught, cases, others } = outcome;
  if (caught !== null) return String(caught);
  const besides = others.length === 0 ? "" : `, seen by ${others.join(", ")}`;
  return `not in ${cases}${besides}`;
}

function printSpeed(speed: BenchLine | undefined): string {
  if (speed === undefined) return NONE;
  const { cases, casesPerSecond } = speed;
  return `${casesPerSecond.toFixed(casesPerSecond < 10 ? 2 : 0)} (${cases})`;
}

const [, , benchFile = "", plantedFile = ""] = process.argv;
const speeds = new Map(readLines<BenchLine>(benchFile).map((line) => [line.law, line]));
const outcomes = new Map(readLines<PlantedLine>(plantedFile).map((line) => [line.statement, line]));

const rows = LAWS.flatMap((law) =>
  statementsOf(law).map((statement) => {
    const isLaw = statement === law;
    const name = isLaw ? `\`${law.name}\`` : `… \`${statement.name}\``;
    const speed = isLaw ? printSpeed(speeds.get(law.name)) : "";
    const caught = printCaught(outcomes.get(statement.name));
    return `| ${name} | ${statement.says} | ${speed} | ${caught} |`;
  }),
);

process.stdout.write(`# Laws

Made by \`properties/laws/write-laws-page.ts\` from what \`jitreel prop laws --bench --json\` and
\`jitreel prop laws --planted all --json\` print; a row with … is checked on the cases of the law above it.

*Cases/s*: cases checked in a second of one core's time (processor time of the process, so what
else the machine did is not counted, nor are processes that a law starts); the first case, which
warms up, is left out; in brackets: how many cases were measured. *Caught*: the number of the first random case, seed 1, in which the statement
fails when its bug is planted. ${NONE} = not measured.

| law | says | cases/s | caught by case |
|---|---|---:|---:|
${rows.join("\n")}
`);
