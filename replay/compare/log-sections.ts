/**
 * The sections of a PYPYLOG that count: `jit-backend-counts` with the runs of entries, labels and
 * bridges, and `jit-summary` with the counters, which is absent when nothing was traced.
 */

import { COUNTER_NAMES } from "../../sim/index.ts";
import { readRunCount, readSummaryLine } from "../import/log-texts.ts";
import type { RunCount } from "./side.ts";

export interface LogSections {
  readonly runCounts: readonly RunCount[];
  readonly counters: Readonly<Record<string, number>>;
}

const RUN_KINDS = { e: "entry", l: "label", b: "bridge" } as const;

export function parseLogSections(text: string): LogSections {
  const numbers = new Map<string, number>();
  const runCounts: RunCount[] = [];
  for (const line of text.split("\n")) {
    const summary = readSummaryLine(line);
    if (summary !== null) numbers.set(summary.counter, summary.value);
    const run = readRunCount(line);
    if (run === null) continue;
    const [kind, id, count] = run;
    // A callback for code that is not compiled yet is no loop.
    if (id < 0) continue;
    runCounts.push({ kind: RUN_KINDS[kind], number: kind === "e" ? id : 0, count });
  }
  const counters = COUNTER_NAMES.map((name) => [name, numbers.get(name) ?? 0]);
  return { runCounts, counters: Object.fromEntries(counters) as Record<string, number> };
}
