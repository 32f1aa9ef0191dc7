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
  /** What came next on either side. They are not compared: they help to see what happened. */
  readonly afterRecorded: readonly (JitEvent | null)[];
  readonly afterLive: readonly JitEvent[];
}

/** How a comparison ended. */
export interface ComparisonResult {
  readonly divergence: Divergence | null;
  /** Number of events that were the same. */
  readonly sameCount: number;
  /** How the recorded events ended; null when the comparison stopped before. */
  readonly ending: ReelEnding | null;
}

/** Number of events shown before and after a divergence. */
export const CONTEXT_COUNT = 5;

/** How many events behind a divergence are looked at for what has led to a compilation. */
const AFTER_COUNT_MAX = 48;

/** Events that belong to a compilation; why it was begun is told at its end. */
const JIT_KINDS = /^(compile|abort|too_long|tmp_callback|invalidate|free_loop|fault|heap_.*)$/;

/** Whether a divergence is one of what is compiled. */
export function concernsJit({ recorded, live }: Pick<Divergence, "recorded" | "live">): boolean {
  return [recorded, live].some((event) => event !== null && JIT_KINDS.test(event.kind));
}

/** Whether events behind a divergence tell enough: the context, and why something was traced. */
function isEnough(
  divergence: FirstDifference,
  side: "recorded" | "live",
  after: readonly (JitEvent | null)[],
): boolean {
  if (after.length < CONTEXT_COUNT) return false;
  if (after.length >= AFTER_COUNT_MAX || !concernsJit(divergence)) return true;
  return [divergence[side], ...after].some(hasCause);
}

function hasCause(event: JitEvent | null): boolean {
  return event?.kind === "compile" || event?.kind === "abort";
}

type FirstDifference = Omit<Divergence, "afterRecorded" | "afterLive">;

export class EventComparison {
  private readonly recorded: Iterator<NumberedEvent, ReelEnding>;
  private readonly before: NumberedEvent[] = [];
  private sameCount = 0;
  private divergence: FirstDifference | null = null;
  private readonly afterLive: JitEvent[] = [];
  private ending: ReelEnding | null = null;

  constructor(recorded: Iterator<NumberedEvent, ReelEnding>) {
    this.recorded = recorded;
  }

  /** Whether a difference was found; events that still come are only shown. */
  get hasDiverged(): boolean {
    return this.divergence !== null;
  }

  /** Whether no more live events are wanted: enough behind a divergence, or a prefix's end. */
  get isOver(): boolean {
    if (this.divergence !== null) return isEnough(this.divergence, "live", this.afterLive);
    return this.ending !== null && this.ending.kind !== "complete";
  }

  /** Compares the next live event. */
  add(live: JitEvent): void {
    if (this.isOver) return;
    if (this.divergence === null) this.compare(live);
    else this.afterLive.push(live);
  }

  private compare(live: JitEvent): void {
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
    if (!this.isOver && this.divergence === null && this.ending === null) {
      const step = this.recorded.next();
      if (step.done) this.ending = step.value;
      else this.diverge(step.value.event, null, []);
    }
    return { divergence: this.withContext(), sameCount: this.sameCount, ending: this.ending };
  }

  private withContext(): Divergence | null {
    const { divergence } = this;
    if (divergence === null) return null;
    const afterRecorded: (JitEvent | null)[] = [];
    while (this.ending === null && !isEnough(divergence, "recorded", afterRecorded)) {
      const step = this.recorded.next();
      if (step.done) break;
      afterRecorded.push(step.value.event);
    }
    return { ...divergence, afterRecorded, afterLive: [...this.afterLive] };
  }
}
