/**
 * The sections of a PYPYLOG that count: `jit-backend-counts` with the runs of entries, labels and
 * bridges, and `jit-summary` with the counters, which is absent when nothing was traced.
 */

import { COUNTER_NAMES } from "../../sim/index.ts";
import type { RunCount } from "./side.ts";

export interface LogSections {
  readonly runCounts: readonly RunCount[];
  readonly counters: Readonly<Record<string, number>>;
}

/** The summary's lines, in the order of PyPy's counters. */
const SUMMARY_LABELS: Readonly<Record<string, string>> = {
  TRACING: "Tracing",
  BACKEND: "Backend",
  OPS: "ops",
  HEAPCACHED_OPS: "heapcached ops",
  RECORDED_OPS: "recorded ops",
  GUARDS: "guards",
  OPT_OPS: "opt ops",
  OPT_GUARDS: "opt guards",
  OPT_GUARDS_SHARED: "opt guards shared",
  OPT_FORCINGS: "forcings",
  OPT_VECTORIZE_TRY: "vecopt tried",
  OPT_VECTORIZED: "vecopt success",
  ABORT_TOO_LONG: "abort: trace too long",
  ABORT_BRIDGE: "abort: compiling",
  ABORT_BAD_LOOP: "abort: bad loop",
  ABORT_ESCAPE: "abort: vable escape",
  ABORT_FORCE_QUASIIMMUT: "abort: force quasi-immut",
  ABORT_SEGMENTED_TRACE: "abort: segmenting trace",
  FORCE_VIRTUALIZABLES: "virtualizables forced",
  NVIRTUALS: "nvirtuals",
  NVHOLES: "nvholes",
  NVREUSED: "nvreused",
  TOTAL_COMPILED_LOOPS: "Total # of loops",
  TOTAL_COMPILED_BRIDGES: "Total # of bridges",
  TOTAL_FREED_LOOPS: "Freed # of loops",
  TOTAL_FREED_BRIDGES: "Freed # of bridges",
};

export function parseLogSections(text: string): LogSections {
  const numbers = new Map<string, number>();
  const runCounts: RunCount[] = [];
  for (const line of text.split("\n")) {
    const summary = /^\s*([^\t]+?):\s*\t+(\d+)/.exec(line);
    if (summary !== null) numbers.set(summary[1]!, Number(summary[2]));
    const run = /^(entry|TargetToken|bridge)\s?\(?(\d+)\)?:(\d+)$/.exec(line);
    if (run === null) continue;
    const kind = run[1] === "TargetToken" ? "label" : (run[1] as "entry" | "bridge");
    runCounts.push({ kind, number: kind === "entry" ? Number(run[2]) : 0, count: Number(run[3]) });
  }
  const counters = COUNTER_NAMES.map((name) => [name, numbers.get(SUMMARY_LABELS[name]!) ?? 0]);
  return { runCounts, counters: Object.fromEntries(counters) as Record<string, number> };
}
