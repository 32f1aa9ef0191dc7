/**
 * What a campaign has found, as plain data: a function of the seed, the laws, the number of cases
 * and the version, and of nothing else. No clock, no number of threads, no name of a machine is in
 * it, so that the report of one thread and that of four are the same bytes.
 *
 * The same data, not complete, is the state from which a campaign goes on after it was killed.
 */

import type { Totals } from "../totals.ts";

export const REPORT_SCHEMA = 1;

/** Of `count` parts the one with this number, from 1 on: cases `index - 1`, `index - 1 + count`, … */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** A failing case after it was made smaller. */
export interface ShrunkFailure {
  /** Of the failure database. */
  readonly id: string;
  /** Seed of the case, and where its shrinking ended: fast-check's `seed` and `path`. */
  readonly seed: number;
  readonly path: string;
  /** Values tried while shrinking. */
  readonly steps: number;
  readonly problem: string;
  /** The subject for a person. */
  readonly subject: string;
}

/** Failures of one law with equal keys. */
export interface FailureReport {
  /** The first difference, without its numbers. */
  readonly key: string;
  readonly count: number;
  /** The first of these cases. */
  readonly cases: readonly number[];
  /** The smallest of them as it was generated; of equal ones the first. */
  readonly smallest: { readonly case: number; readonly bytes: number };
  /** Null while the campaign is not complete. */
  readonly shrunk: ShrunkFailure | null;
}

export interface LawReport {
  readonly name: string;
  /** Cases 0 … cases - 1 belong to the campaign. */
  readonly cases: number;
  /** How many of them were checked here: all, or those of the shard, or those until now. */
  readonly checked: number;
  readonly totals: Totals;
  readonly failures: readonly FailureReport[];
}

export interface CampaignReport {
  readonly schema: typeof REPORT_SCHEMA;
  readonly version: string;
  readonly behaviourRevision: number;
  readonly seed: number;
  /** Most values that are tried to make a failing case smaller. */
  readonly shrinkSteps: number;
  readonly shard: Shard | null;
  readonly isComplete: boolean;
  readonly laws: readonly LawReport[];
}

/** How many of cases 0 … cases - 1 are a shard's. */
export function shardSize(cases: number, shard: Shard | null): number {
  if (shard === null) return cases;
  return Math.max(0, Math.ceil((cases - (shard.index - 1)) / shard.count));
}

/** The number of the `k`-th case of a shard. */
export function caseOfShard(k: number, shard: Shard | null): number {
  return shard === null ? k : shard.index - 1 + k * shard.count;
}

const CASES_LISTED_MAX = 5;

/** Failures of the same law together; the order in which they are merged changes nothing. */
export function mergeFailures(
  all: readonly (readonly FailureReport[])[],
): readonly FailureReport[] {
  const byKey = new Map<string, FailureReport>();
  for (const failure of all.flat()) {
    const known = byKey.get(failure.key);
    byKey.set(failure.key, known === undefined ? failure : mergeTwo(known, failure));
  }
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function mergeTwo(a: FailureReport, b: FailureReport): FailureReport {
  const { key } = a;
  const cases = [...a.cases, ...b.cases].sort((x, y) => x - y).slice(0, CASES_LISTED_MAX);
  const isFirst = a.smallest.bytes - b.smallest.bytes || a.smallest.case - b.smallest.case;
  const { smallest, shrunk } = isFirst < 0 ? a : b;
  return { key, count: a.count + b.count, cases, smallest, shrunk };
}

/** The same totals, sorted by name. */
export function sortTotals(totals: Totals): Totals {
  const names = Object.keys(totals).sort();
  return Object.fromEntries(names.map((name) => [name, totals[name] ?? 0]));
}
