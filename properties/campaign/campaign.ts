/**
 * A campaign: many random cases of several laws, checked by threads. First all cases are checked,
 * then of each kind of failure the smallest case is made smaller still.
 *
 * Which thread checks what, and when, changes nothing of the report: a case's subject depends on its
 * number alone, results are put together in the order of numbers, and shrinking counts its steps.
 */

import { setTimeout as wait } from "node:timers/promises";
import { failureId } from "../failures/failure-id.ts";
import type { AnyLaw } from "../laws/law.ts";
import type { Totals } from "../totals.ts";
import { mergeTotals } from "../totals.ts";
import { Crew } from "./crew.ts";
import { caseSeed } from "./draw.ts";
import type { RangeFailure, RangeResult } from "./messages.ts";
import { deathOf } from "./outcome.ts";
import type { CaseRange } from "./prefix.ts";
import { LawProgress } from "./prefix.ts";
import type { CampaignReport, FailureReport, LawReport, Shard } from "./report.ts";
import type { ShrunkSubject } from "./shrink-failure.ts";
import { examine, shrinkFailure } from "./shrink-failure.ts";

/** A law's part in a campaign. */
export interface LawPlan {
  readonly law: AnyLaw;
  /** How many cases; null: as many as the time allows. */
  readonly cases: number | null;
  /** What an earlier part of the same campaign has found. */
  readonly before: LawReport;
}

export interface CampaignPlan {
  readonly laws: readonly LawPlan[];
  /** Module with the table of these laws, for the threads; null: the usual one. */
  readonly lawModule: string | null;
  readonly version: string;
  readonly behaviourRevision: number;
  readonly seed: number;
  readonly shard: Shard | null;
  readonly shrinkSteps: number;
  readonly workers: number;
  /** Null: until all cases are checked. */
  readonly milliseconds: number | null;
}

/** How far a campaign is. */
export interface Progress {
  readonly checked: number;
  readonly failures: number;
  /** The law that is checked now; while shrinking, whose failure it is. */
  readonly law: string;
  readonly isShrinking: boolean;
}

/** A failure with all that the database keeps of it. */
export interface FoundFailure {
  readonly law: AnyLaw;
  readonly failure: FailureReport;
  readonly subject: ShrunkSubject;
}

/** A case that is running when time is up gets this much longer. */
const GRACE_MILLISECONDS = 2000;

export class Campaign {
  private readonly plan: CampaignPlan;
  private readonly parts: readonly { plan: LawPlan; progress: LawProgress }[];
  private readonly onProgress: (progress: Progress) => void;
  private crew: Crew;
  private isOver = false;

  constructor(plan: CampaignPlan, onProgress: (progress: Progress) => void) {
    this.plan = plan;
    this.onProgress = onProgress;
    this.crew = new Crew(plan.lawModule);
    this.parts = plan.laws.map((one) => ({
      plan: one,
      progress: new LawProgress(one.before, one.cases, plan.shard),
    }));
  }

  /** Runs it to its end; gives the report, and the failures in its order. */
  async run(): Promise<{ report: CampaignReport; found: readonly FoundFailure[] }> {
    try {
      await this.checkAll();
      return await this.finish();
    } finally {
      await this.crew.stop();
    }
  }

  /** What is true now. */
  state(): CampaignReport {
    return this.makeReport(
      this.parts.map(({ progress }) => progress.report()),
      false,
    );
  }

  private makeReport(laws: readonly LawReport[], isComplete: boolean): CampaignReport {
    const { version, behaviourRevision, seed, shrinkSteps, shard } = this.plan;
    return { schema: 1, version, behaviourRevision, seed, shrinkSteps, shard, isComplete, laws };
  }

  private async checkAll(): Promise<void> {
    const { milliseconds } = this.plan;
    const work = this.inLanes(async () => this.checkNext());
    if (milliseconds === null) {
      await work;
    } else {
      const timer = new AbortController();
      const { signal } = timer;
      const end = async (): Promise<void> => {
        await wait(milliseconds, undefined, { signal });
        this.isOver = true;
        await wait(GRACE_MILLISECONDS, undefined, { signal });
      };
      await Promise.race([work, end()]);
      timer.abort();
    }
    this.isOver = true;
    await this.crew.stop();
    this.crew = new Crew(this.plan.lawModule);
  }

  /** Does `next` in as many lanes as there are workers, until it says false. */
  private async inLanes(next: () => Promise<boolean>): Promise<void> {
    const lane = async (): Promise<void> => {
      while (await next());
    };
    await Promise.all(Array.from({ length: this.plan.workers }, lane));
  }

  /** Checks some cases of the law that had the least time so far. */
  private async checkNext(): Promise<boolean> {
    if (this.isOver) return false;
    const byTime = [...this.parts].sort(
      (a, b) => a.progress.milliseconds - b.progress.milliseconds,
    );
    for (const { plan, progress } of byTime) {
      const range = progress.take();
      if (range === null) continue;
      this.tell(plan.law.name, false);
      const start = performance.now();
      const result = await this.checkRange(plan.law, progress, range);
      progress.add(range, result, performance.now() - start);
      this.tell(plan.law.name, false);
      return true;
    }
    return false;
  }

  private tell(law: string, isShrinking: boolean): void {
    const sum = (count: (one: LawProgress) => number): number =>
      this.parts.reduce((total, { progress }) => total + count(progress), 0);
    const checked = sum((one) => one.checked);
    const failures = sum((one) => one.failureCount);
    this.onProgress({ checked, failures, law, isShrinking });
  }

  private async checkRange(
    law: AnyLaw,
    progress: LawProgress,
    range: CaseRange,
    isAlone = false,
  ): Promise<RangeResult> {
    const { seed, shard } = this.plan;
    const first = progress.caseAt(range.from);
    const stride = shard?.count ?? 1;
    const { count } = range;
    const task = {
      kind: "range",
      law: law.name,
      campaignSeed: seed,
      first,
      stride,
      count,
    } as const;
    const result = await this.crew.perform({ task, secondsMax: law.secondsMax }, isAlone);
    if (result.kind === "range") return result;
    if (result.kind !== "dead") throw new Error(`a range's answer is ${result.kind}`);
    if (result.begun === 0) throw new Error(result.how);
    if (isAlone) return this.deadCase(law, first, result.how);
    // Of a thread that had done other cases before, the death may be theirs: asked again, alone.
    const k = result.begun - 1;
    const parts = [
      { from: range.from, count: k },
      { from: range.from + k, count: 1 },
      { from: range.from + k + 1, count: count - k - 1 },
    ];
    const results: RangeResult[] = [];
    for (const part of parts) {
      if (part.count === 0) continue;
      results.push(await this.checkRange(law, progress, part, part === parts[1]));
    }
    return mergeRanges(results);
  }

  /** What is reported of a case that its thread does not survive. */
  private async deadCase(law: AnyLaw, index: number, how: string): Promise<RangeResult> {
    const source = { seed: caseSeed(this.plan.seed, law.name, index), path: "0" };
    const { text } = await examine(this.crew, law, source, false);
    const failure = { ...deathOf(how), index, bytes: Buffer.byteLength(text ?? "") };
    return { kind: "range", totals: {}, failures: [failure] };
  }

  private async finish(): Promise<{ report: CampaignReport; found: readonly FoundFailure[] }> {
    const laws = this.parts.map(({ progress }) => progress.report());
    const jobs = laws.flatMap((report, k) =>
      report.failures.map((failure) => ({ law: this.plan.laws[k]!.law, failure })),
    );
    const pending = jobs.filter(({ failure }) => failure.shrunk === null);
    const done = new Map<FailureReport, FoundFailure>();
    await this.inLanes(async () => {
      const job = pending.shift();
      if (job === undefined) return false;
      this.tell(job.law.name, true);
      done.set(job.failure, await this.shrinkOne(job.law, job.failure));
      return true;
    });
    const shrunk = (failure: FailureReport): FailureReport => done.get(failure)?.failure ?? failure;
    const report = this.makeReport(
      laws.map((law) => ({ ...law, failures: law.failures.map(shrunk) })),
      true,
    );
    const found = jobs.map(({ failure }) => done.get(failure)).filter((one) => one !== undefined);
    return { report, found };
  }

  private async shrinkOne(law: AnyLaw, failure: FailureReport): Promise<FoundFailure> {
    const seed = caseSeed(this.plan.seed, law.name, failure.smallest.case);
    const stepsMax = this.plan.shrinkSteps;
    const subject = await shrinkFailure(this.crew, law, { seed, key: failure.key, stepsMax });
    const { path, steps, problem, text } = subject;
    const id = failureId(law.name, failure.key, text);
    const shrunk = { id, seed, path, steps, problem, subject: text };
    return { law, failure: { ...failure, shrunk }, subject };
  }
}

function mergeRanges(results: readonly RangeResult[]): RangeResult {
  const totals: Totals = {};
  const failures: RangeFailure[] = [];
  for (const result of results) {
    mergeTotals(totals, result.totals);
    failures.push(...result.failures);
  }
  return { kind: "range", totals, failures };
}
