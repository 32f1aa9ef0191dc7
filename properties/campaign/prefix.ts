/**
 * The cases of one law in a campaign: gives out ranges, takes their results in any order, and knows
 * what is true of the complete prefix, which is all that is ever reported.
 */

import type { Totals } from "../totals.ts";
import { mergeTotals } from "../totals.ts";
import type { RangeFailure, RangeResult } from "./messages.ts";
import type { FailureReport, LawReport, Shard } from "./report.ts";
import { caseOfShard, mergeFailures, shardSize, sortTotals } from "./report.ts";

/** A range of the shard's cases, counted within the shard. */
export interface CaseRange {
  readonly from: number;
  readonly count: number;
}

/** Ranges are made so long that one takes about this. */
const RANGE_MILLISECONDS = 500;
const RANGE_COUNT_MAX = 5000;

export class LawProgress {
  readonly name: string;
  private readonly shard: Shard | null;
  /** How many the campaign shall have; null: until time is up. */
  private readonly cases: number | null;
  /** How many of these are the shard's. */
  private readonly wanted: number;
  private next: number;
  private done: number;
  private readonly totals: Totals;
  private failures: readonly FailureReport[];
  /** Results that came before those of earlier ranges. */
  private readonly waiting = new Map<number, { count: number; result: RangeResult }>();
  private rangeCount = 1;
  /** Of all threads together. */
  milliseconds = 0;

  /** Goes on from what `before` says. */
  constructor(before: LawReport, cases: number | null, shard: Shard | null) {
    this.name = before.name;
    this.shard = shard;
    this.cases = cases;
    this.wanted = cases === null ? Number.POSITIVE_INFINITY : shardSize(cases, shard);
    this.next = before.checked;
    this.done = before.checked;
    this.totals = { ...before.totals };
    this.failures = before.failures;
  }

  /** The next cases to check; null: all are given out. */
  take(): CaseRange | null {
    const count = Math.min(this.rangeCount, this.wanted - this.next);
    if (count <= 0) return null;
    const range = { from: this.next, count };
    this.next += count;
    return range;
  }

  /** Takes the result of a whole range, and how long it took. */
  add(range: CaseRange, result: RangeResult, milliseconds: number): void {
    this.milliseconds += milliseconds;
    const fitting = (RANGE_MILLISECONDS / Math.max(1, milliseconds)) * range.count;
    const bound = Math.min(RANGE_COUNT_MAX, this.rangeCount * 4);
    this.rangeCount = Math.max(1, Math.min(bound, Math.floor(fitting)));
    this.waiting.set(range.from, { count: range.count, result });
    for (;;) {
      const following = this.waiting.get(this.done);
      if (following === undefined) return;
      this.waiting.delete(this.done);
      this.done += following.count;
      mergeTotals(this.totals, following.result.totals);
      const found = following.result.failures.map((failure) => [firstReport(failure)]);
      this.failures = mergeFailures([this.failures, ...found]);
    }
  }

  get checked(): number {
    return this.done;
  }

  get failureCount(): number {
    return this.failures.reduce((sum, { count }) => sum + count, 0);
  }

  /** What is true of the prefix. */
  report(): LawReport {
    const { name, done: checked, failures } = this;
    const cases = this.cases ?? checked;
    return { name, cases, checked, totals: sortTotals(this.totals), failures };
  }

  /** The number of the shard's `k`-th case. */
  caseAt(k: number): number {
    return caseOfShard(k, this.shard);
  }
}

function firstReport({ key, index, bytes }: RangeFailure): FailureReport {
  return { key, count: 1, cases: [index], smallest: { case: index, bytes }, shrunk: null };
}
