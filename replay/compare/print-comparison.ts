/**
 * A comparison as text, PyPy's side on the left and ours on the right; `-` marks lines that only
 * PyPy has, `+` those that are only here.
 */

import { printCount, printText } from "../replayer/print-value.ts";
import type { Style } from "../replayer/style.ts";
import type { Row } from "./align.ts";
import type { Comparison, UnitPair } from "./comparison.ts";
import { alignOperations, meanSizeRatio, operationNames, sizeRatio } from "./comparison.ts";
import { isMergePoint } from "./normalize.ts";
import type { RunCount, SideEvent } from "./side.ts";

const EVENT_WIDTH = 46;
const OPERATION_WIDTH = 72;
const NAME_WIDTH = 24;
const NUMBER_WIDTH = 11;

export interface PrintOptions {
  /** Listings of all units. */
  readonly ops: boolean;
  /** The listing of one unit, counted from 1. */
  readonly unit: number | null;
}

export function printScore(score: number): string {
  return (Math.floor(score * 1000 + 1e-9) / 1000).toFixed(3);
}

export function printComparison(one: Comparison, options: PrintOptions, style: Style): string[] {
  const { unit, ops } = options;
  const units = one.units.map((pair, index) => [
    ...printUnit(pair, index, style),
    ...(ops || unit !== null ? ["", ...printListing(pair, style), ""] : []),
  ]);
  if (unit !== null) return units[unit - 1] ?? [];
  return [
    ...printEvents(one, style),
    "",
    style.strong("operations"),
    ...units.flat(),
    "",
    ...printSizes(one, style),
    "",
    ...printCounters(one, style),
    "",
    ...printRunCounts(one, style),
    "",
    ...printScores(one, style),
  ];
}

function printEvent(event: SideEvent | undefined): string {
  if (event === undefined) return "";
  const key = event.key === "" ? `from ${event.from}` : printText(event.key);
  const driver = event.driver === "pypyjit" ? "" : ` ${event.driver}`;
  const what = event.kind === "compile" ? event.type : `${event.kind} ${event.type}`.trim();
  const number = event.kind === "compile" ? ` loop ${event.loopNo}` : "";
  return `${what}${driver} ${key}${number}`;
}

/** Two columns with a mark in front. */
function printRow(row: Row, left: string, right: string, width: number, style: Style): string {
  if (row[0] === null) return style.good(`+ ${"".padEnd(width)} ${right}`.trimEnd());
  if (row[1] === null) return style.bad(`- ${left}`.trimEnd());
  return `  ${left.padEnd(width)} ${right}`.trimEnd();
}

function printEvents({ eventRows, real, here }: Comparison, style: Style): string[] {
  const lines = eventRows.map((row) => {
    const left = printEvent(real.events[row[0] ?? -1]);
    return printRow(row, left, printEvent(here.events[row[1] ?? -1]), EVENT_WIDTH, style);
  });
  const title = `events${" ".repeat(EVENT_WIDTH - 11)}PyPy`;
  return [style.strong(`${title} | jitreel`), ...(lines.length === 0 ? ["  none"] : lines)];
}

/** The unit's score and how often it has operations that the other side has more or less often. */
function printUnit(pair: UnitPair, index: number, style: Style): string[] {
  const names = [operationNames(pair.real), operationNames(pair.here)] as const;
  const event = pair.real ?? pair.here ?? undefined;
  const sizes = `${names[0].length} | ${names[1].length} operations`;
  const title = `  unit ${index + 1}  ${printEvent(event)}: ${sizes}, ${printScore(pair.score)}`;
  return [pair.score === 1 ? title : style.special(title), ...printHistogram(...names)];
}

function countNames(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function printHistogram(real: readonly string[], here: readonly string[]): string[] {
  const left = countNames(real);
  const right = countNames(here);
  const all = [...new Set([...left.keys(), ...right.keys()])].sort();
  return all.map((name) => {
    const [there, ours] = [left.get(name) ?? 0, right.get(name) ?? 0];
    return `    ${name.padEnd(NAME_WIDTH)}${printPair(there, ours)}`;
  });
}

function printPair(real: number, here: number): string {
  const difference = here - real;
  const signed = difference === 0 ? "" : `  ${difference > 0 ? "+" : ""}${printCount(difference)}`;
  const columns = [real, here].map((value) => printCount(value).padStart(NUMBER_WIDTH)).join("");
  return `${columns}${signed}`;
}

function printListing(pair: UnitPair, style: Style): string[] {
  const shown = (text: string | undefined): string => {
    if (text === undefined) return "";
    return isMergePoint(text) ? text : text.replace(/ \[[^\]]*\]$/, "");
  };
  return alignOperations(pair).map((row) => {
    const left = shown(pair.real?.operations[row[0] ?? -1]);
    const right = shown(pair.here?.operations[row[1] ?? -1]);
    return printRow(row, left, right, OPERATION_WIDTH, style);
  });
}

/** Bytes of machine code of each unit; `-` where one side has no such unit, or was not measured. */
function printSizes({ units }: Comparison, style: Style): string[] {
  const bytes = (event: SideEvent | null): string => {
    return event === null || event.asmlen === 0 ? "-" : printCount(event.asmlen);
  };
  const line = (name: string, columns: readonly string[], ratio: number | null): string => {
    const last = ratio === null ? "-" : printRatio(ratio);
    const cells = [...columns, last].map((cell) => cell.padStart(NUMBER_WIDTH));
    return `  ${name.padEnd(EVENT_WIDTH)}${cells.join("")}`;
  };
  const lines = units.map((pair, index) => {
    const event = pair.real ?? pair.here ?? undefined;
    const name = `unit ${index + 1}  ${printEvent(event)}`;
    return line(name, [bytes(pair.real), bytes(pair.here)], sizeRatio(pair));
  });
  if (lines.length > 0) lines.push(line("mean", ["", ""], meanSizeRatio(units)));
  const heads = ["PyPy", "jitreel", "ratio"].map((head) => head.padStart(NUMBER_WIDTH)).join("");
  const title = `${"machine code, bytes".padEnd(EVENT_WIDTH + 2)}${heads}`;
  return [style.strong(title), ...(lines.length === 0 ? ["  none"] : lines)];
}

export function printRatio(ratio: number): string {
  return ratio.toFixed(3);
}

function printCounters({ real, here }: Comparison, style: Style): string[] {
  const lines = Object.entries(real.counters).map(([name, count]) => {
    return `  ${name.padEnd(NAME_WIDTH)}${printPair(count, here.counters[name] ?? 0)}`;
  });
  const title = `counters${" ".repeat(NAME_WIDTH + NUMBER_WIDTH - 10)}PyPy    jitreel`;
  return [style.strong(title), ...lines];
}

function printRunCount(run: RunCount | undefined): string {
  if (run === undefined) return "";
  return `${run.kind}${run.number === 0 ? "" : ` ${run.number}`}: ${printCount(run.count)}`;
}

function printRunCounts({ countRows, real, here }: Comparison, style: Style): string[] {
  const lines = countRows.map((row) => {
    const left = printRunCount(real.runCounts[row[0] ?? -1]);
    return printRow(row, left, printRunCount(here.runCounts[row[1] ?? -1]), EVENT_WIDTH, style);
  });
  const title = `run counts${" ".repeat(EVENT_WIDTH - 15)}PyPy | jitreel`;
  return [style.strong(title), ...(lines.length === 0 ? ["  none"] : lines)];
}

function printScores({ scores, sameOutput, units }: Comparison, style: Style): string[] {
  const answer = (isSame: boolean): string => (isSame ? style.good("equal") : style.bad("differ"));
  const each = units.map(({ score }) => printScore(score)).join(" ");
  return [
    style.strong("scores"),
    `  events      ${answer(scores.events)}`,
    `  run counts  ${answer(scores.runCounts)}`,
    `  operations  ${printScore(scores.operations)}${units.length > 1 ? `  (${each})` : ""}`,
    ...(sameOutput ? [] : [`  output      ${answer(false)}`]),
  ];
}

/** For machines: everything but the operations that are equal anyway. */
export function comparisonData(one: Comparison): object {
  const { scores, sameOutput, units, real, here } = one;
  const withoutOperations = (event: SideEvent): object => {
    const { operations, ...rest } = event;
    return { ...rest, operations: operations.length };
  };
  const counters = Object.entries(real.counters).map(([name, count]) => {
    return [name, [count, here.counters[name] ?? 0]];
  });
  return {
    scores,
    sameOutput,
    events: {
      pypy: real.events.map(withoutOperations),
      jitreel: here.events.map(withoutOperations),
    },
    units: units.map((pair) => ({
      score: pair.score,
      asmlen: [pair.real?.asmlen ?? null, pair.here?.asmlen ?? null],
      sizeRatio: sizeRatio(pair),
      pypy: pair.real?.operations ?? null,
      jitreel: pair.here?.operations ?? null,
    })),
    meanSizeRatio: meanSizeRatio(units),
    counters: Object.fromEntries(counters) as object,
    runCounts: { pypy: real.runCounts, jitreel: here.runCounts },
  };
}
