/**
 * Compares a live run's events with recorded ones, as they come. The first divergence is kept; what
 * comes after it means nothing any more.
 */

import type { JitEvent } from "../format/events.ts";
import type { NumberedEvent } from "../format/event-frame.ts";
import type { ReelEnding } from "../format/reader.ts";
import type { FieldDifference } from "./differences.ts";
import { listDifferences } from "./differences.ts";

/** Where a live run leaves the recorded one. */
export interface Divergence {
  /** Number of the event. */
  readonly number: number;
  /** Null when the recorded run had no more events. */
  readonly recorded: JitEvent | null;
  /** Null when the live run had no more events. */
  readonly live: JitEvent | null;
  readonly differences: readonly FieldDifference[];
  /** The last events that were the same, oldest first. */
  readonly before: readonly NumberedEvent[];
}

/** How a comparison ended. */
export interface ComparisonResult {
  readonly divergence: Divergence | null;
  /** Number of events that were the same. */
  readonly sameCount: number;
  /** How the recorded events ended; null when the comparison stopped before. */
  readonly ending: ReelEnding | null;
}

/** Number of events shown before a divergence. */
export const CONTEXT_COUNT = 5;

export class EventComparison {
  private readonly recorded: Iterator<NumberedEvent, ReelEnding>;
  private readonly before: NumberedEvent[] = [];
  private sameCount = 0;
  private divergence: Divergence | null = null;
  private ending: ReelEnding | null = null;

  constructor(recorded: Iterator<NumberedEvent, ReelEnding>) {
    this.recorded = recorded;
  }

  /** Whether there is nothing more to compare: a divergence, or an incomplete reel's end. */
  get isOver(): boolean {
    return this.divergence !== null || (this.ending !== null && this.ending.kind !== "complete");
  }

  /** Compares the next live event. */
  add(live: JitEvent): void {
    if (this.isOver) return;
    const step = this.ending === null ? this.recorded.next() : null;
    if (step === null || step.done) {
      if (step?.done) this.ending = step.value;
      if (this.ending?.kind === "complete") this.diverge(null, live, []);
      return;
    }
    const { event } = step.value;
    const differences = listDifferences(event, live);
    if (differences.length > 0) this.diverge(event, live, differences);
    else this.note(step.value);
  }

  private note(event: NumberedEvent): void {
    this.sameCount++;
    this.before.push(event);
    if (this.before.length > CONTEXT_COUNT) this.before.shift();
  }

  private diverge(
    recorded: JitEvent | null,
    live: JitEvent | null,
    differences: readonly FieldDifference[],
  ): void {
    const before = [...this.before];
    this.divergence = { number: this.sameCount, recorded, live, differences, before };
  }

  /** The live run is over: the recorded one must be so too. */
  finish(): ComparisonResult {
    if (!this.isOver && this.ending === null) {
      const step = this.recorded.next();
      if (step.done) this.ending = step.value;
      else this.diverge(step.value.event, null, []);
    }
    return { divergence: this.divergence, sameCount: this.sameCount, ending: this.ending };
  }
}
