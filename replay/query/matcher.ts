/**
 * Which events of a reel are as a query says. Events may come in any order: those that a query needs
 * and that were not given are read from the reel.
 */

import type { NumberedEvent } from "../format/event-frame.ts";
import type { OperationRecord } from "../format/events.ts";
import type { ReelHeader } from "../format/header.ts";
import type { CompiledQuery } from "./condition.ts";
import type { FieldNeed } from "./field-table.ts";
import { FutureEvents, NO_FUTURE } from "./future.ts";
import type { Future, PlacedOperation } from "./moment.ts";
import { Moment } from "./moment.ts";
import { NO_PAST, PastEvents } from "./past.ts";

/** What a matcher needs of a reel. */
export interface QueriedReel {
  readonly header: ReelHeader;
  events(from?: number): Iterable<NumberedEvent>;
}

/** An operation of an event that a query is about. */
export interface MatchedOperation {
  readonly index: number;
  readonly operation: OperationRecord;
}

export class Matcher {
  private readonly query: CompiledQuery;
  private readonly reel: QueriedReel;
  private readonly future: Future;
  private past: PastEvents | null;
  /** Number of the last event that {@link past} has. */
  private last = -1;
  /** The event asked for last. */
  private moment: Moment | null = null;

  /** Reads the whole reel when the query asks for what comes after an event. */
  constructor(query: CompiledQuery, reel: QueriedReel) {
    this.query = query;
    this.reel = reel;
    this.past = query.needs.has("past") ? new PastEvents(reel.header) : null;
    const later = [...query.needs].filter((need) => need !== "past");
    this.future = later.length === 0 ? NO_FUTURE : readFuture(reel, new Set(later));
  }

  /** Whether the query asks for run counts, and the reel has none. */
  get lacksRuns(): boolean {
    return this.query.needs.has("runs") && !this.future.hasRuns;
  }

  matches(numbered: NumberedEvent): boolean {
    const moment = this.momentOf(numbered);
    return moment !== null && this.query.test(moment, null);
  }

  /** Operations of a matching event that fulfil a part of the query that is not denied. */
  matchedOperations(numbered: NumberedEvent): MatchedOperation[] {
    const moment = this.momentOf(numbered);
    if (moment === null) return [];
    const found = new Set<PlacedOperation>();
    this.query.pick(moment, found);
    return [...found]
      .sort((a, b) => a.index - b.index)
      .map(({ index, operation }) => ({ index, operation }));
  }

  private momentOf({ number, event }: NumberedEvent): Moment | null {
    if (event === null) return null;
    if (this.moment?.number === number && this.moment.event === event) return this.moment;
    const past = this.pastAt(number, { number, event });
    this.moment = new Moment(number, event, past ?? NO_PAST, this.future);
    return this.moment;
  }

  /** What stood before event `number`, with that event itself. */
  private pastAt(number: number, given: NumberedEvent): PastEvents | null {
    if (this.past === null) return null;
    if (number < this.last) {
      this.past = new PastEvents(this.reel.header);
      this.last = -1;
    }
    if (number > this.last + 1) {
      for (const one of this.reel.events(this.last + 1)) {
        if (one.number >= number) break;
        if (one.event !== null) this.past.add(one.event);
      }
    }
    if (number !== this.last && given.event !== null) this.past.add(given.event);
    this.last = number;
    return this.past;
  }
}

function readFuture(reel: QueriedReel, needs: ReadonlySet<FieldNeed>): Future {
  const future = new FutureEvents(needs);
  for (const { number, event } of reel.events()) {
    if (event !== null) future.add(number, event);
  }
  return future;
}
