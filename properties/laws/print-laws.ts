/** The table of laws as text: each statement with what it says, and figures if there are any. */

import type { LawSpeed } from "./bench-laws.ts";
import type { AnyLaw, Statement } from "./law.ts";
import { statementsOf } from "./law.ts";
import type { PlantedOutcome } from "./planted-run.ts";

/** A statement as a machine reads it. */
export interface StatementRow {
  readonly law: string;
  readonly name: string;
  readonly says: string;
  readonly subjects: string;
  readonly planted: Statement["planted"];
}

export function listStatements(laws: readonly AnyLaw[]): StatementRow[] {
  return laws.flatMap((law) =>
    statementsOf(law).map(({ name, says, planted }) => {
      return { law: law.name, name, says, subjects: law.subjects, planted };
    }),
  );
}

/** Laws with their subjects; below each what else its check holds. */
export function printLaws(laws: readonly AnyLaw[]): string[] {
  return laws.flatMap((law) => [
    `${law.name}: ${law.says}`,
    `    of ${law.subjects}`,
    ...(law.statements ?? []).map(({ name, says }) => `    ${name}: ${says}`),
    "",
  ]);
}

export function printSpeed({ name }: AnyLaw, { cases, casesPerSecond }: LawSpeed): string {
  const digits = casesPerSecond < 10 ? 2 : 0;
  const figure = casesPerSecond.toFixed(digits).padStart(8);
  return `${name.padEnd(NAME_WIDTH)}${figure} cases per second  (${cases} cases)`;
}

const NAME_WIDTH = 34;

export function printPlanted({ name, planted }: Statement, outcome: PlantedOutcome): string {
  const { caught, cases, others } = outcome;
  const besides = others.length === 0 ? "" : `, before it ${others.join(", ")}`;
  const found =
    caught === null
      ? `NOT caught in ${cases} cases${besides}`
      : `caught by case ${caught}${besides}`;
  return `${name.padEnd(NAME_WIDTH)}${found}  (${planted.file})`;
}
