/** The coverage for a person: a row per group, then what was not reached, by name. */

import type { BehaviourState, Coverage, GroupCoverage } from "./coverage.ts";
import { isReached, SOURCE_NAMES, SOURCES } from "./coverage.ts";

const HEADINGS = ["group", "all", "reached", ...SOURCE_NAMES, "explained", "left"];

/** Lines of the table and of the lists below it; `only` one group when it is named. */
export function printCoverage(coverage: Coverage, only: string | null): string[] {
  const groups = coverage.groups.filter(({ name }) => only === null || name === only);
  const rows = groups.map(rowOf);
  if (only === null) rows.push(sumOf(coverage));
  return [
    ...alignRows([HEADINGS, ...rows]),
    "",
    ...SOURCE_NAMES.map((name) => `${name.padEnd(9)} ${SOURCES[name]}`),
    ...groups.flatMap(listMissed),
    ...(only === null ? [] : groups.flatMap(listReached)),
  ];
}

function rowOf(group: GroupCoverage): string[] {
  const { name, total, reached, by, explained, unexplained } = group;
  const counts = [total, reached, ...SOURCE_NAMES.map((source) => by[source])];
  return [name, ...[...counts, explained, unexplained].map(String)];
}

function sumOf({ groups, total, reached }: Coverage): string[] {
  const sum = (count: (group: GroupCoverage) => number): string =>
    String(groups.reduce((all, group) => all + count(group), 0));
  const bySource = SOURCE_NAMES.map((source) => sum(({ by }) => by[source]));
  const rest = [sum(({ explained }) => explained), sum(({ unexplained }) => unexplained)];
  return ["all", String(total), String(reached), ...bySource, ...rest];
}

function alignRows(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADINGS.map((_, k) => Math.max(...rows.map((row) => (row[k] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, k) => (k === 0 ? cell.padEnd(widths[k] ?? 0) : cell.padStart(widths[k] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

/** What nothing has reached: without a reason first, then by reason. */
function listMissed({ name, says, behaviours }: GroupCoverage): string[] {
  const missed = behaviours.filter((one) => !isReached(one));
  if (missed.length === 0) return [];
  const left = missed.filter(({ why }) => why === null);
  const reasons = new Set(missed.flatMap(({ why }) => (why === null ? [] : [why])));
  return [
    "",
    `${name}, not reached (${says}):`,
    ...left.map((one) => `  ${wordOf(name, one)}`),
    ...[...reasons].map((reason) => {
      const names = missed.filter(({ why }) => why === reason).map((one) => wordOf(name, one));
      return `  ${names.join(", ")}\n      no program can: ${reason}`;
    }),
  ];
}

function listReached({ name, behaviours }: GroupCoverage): string[] {
  const reached = behaviours.filter(isReached);
  return [
    "",
    `${name}, reached:`,
    ...reached.map((one) => {
      const counts = SOURCE_NAMES.flatMap((source) => {
        const count = one.reachedBy[source];
        return count === undefined ? [] : [`${source} ${count}`];
      });
      return `  ${wordOf(name, one)}: ${counts.join(", ")}`;
    }),
  ];
}

/** The name of a behaviour without that of its group. */
function wordOf(group: string, { name }: BehaviourState): string {
  return name.slice(group.length + 1);
}
