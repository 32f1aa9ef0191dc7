/**
 * What the thread that watches and the threads that check tell each other.
 */

import type { Totals } from "../totals.ts";
import type { CaseFailure } from "./outcome.ts";
import type { ShrinkState, ShrinkTask } from "./shrink.ts";

/** What a thread is started with. */
export interface ThreadSetup {
  /** Module with a table `LAWS`; null: the table of all laws. */
  readonly laws: string | null;
  /** One 32-bit number: how many cases and steps were begun. It is read while the thread works. */
  readonly begun: SharedArrayBuffer;
}

/** Cases `first`, `first + stride`, …: `count` of them. */
export interface RangeTask {
  readonly kind: "range";
  readonly law: string;
  readonly campaignSeed: number;
  readonly first: number;
  readonly stride: number;
  readonly count: number;
}

/** Where a subject comes from: a generator, or its own text. */
export type SubjectSource =
  | { readonly seed: number; readonly path: string }
  | { readonly json: string };

/** One subject; not checked when it is known that the thread would not survive that. */
export interface SingleTask {
  readonly kind: "single";
  readonly law: string;
  readonly source: SubjectSource;
  readonly isChecked: boolean;
}

export type Task =
  | RangeTask
  | SingleTask
  | ({ readonly kind: "shrink"; readonly law: string } & ShrinkTask);

/** A case of a range that failed. */
export interface RangeFailure extends CaseFailure {
  readonly index: number;
  /** Length of the subject's text. */
  readonly bytes: number;
}

export interface RangeResult {
  readonly kind: "range";
  readonly totals: Totals;
  readonly failures: readonly RangeFailure[];
}

export interface SingleResult {
  readonly kind: "single";
  /** The subject for a person; null: there is none at that path any more. */
  readonly text: string | null;
  /** See subject-json.ts. */
  readonly json: string | null;
  /** What its check said; null when the law holds, or it was not checked. */
  readonly failure: CaseFailure | null;
  readonly reel: Uint8Array | null;
  /** What it should be equal to. */
  readonly golden: Uint8Array | null;
  readonly totals: Totals;
}

export interface ShrinkResult extends ShrinkState {
  readonly kind: "shrink";
}

export type TaskResult = RangeResult | SingleResult | ShrinkResult;

export type ThreadMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "taken"; readonly state: ShrinkState }
  | { readonly kind: "result"; readonly result: TaskResult };
