/**
 * A reel as a library hands it out: opened by path, read event by event, closed. Everything is read
 * while it is asked for. A truncated reel simply ends earlier (`ending` says so); a damaged one
 * throws where the damage is.
 */

import { UserError } from "../../sim/base/errors.ts";
import type { JitEvent } from "../../sim/hooks/events.ts";
import { checkReel } from "../format/check.ts";
import type { ReelHeader } from "../format/header.ts";
import type { ReelEnding, ReelReader } from "../format/reader.ts";
import { ReelError } from "../format/reel-error.ts";
import type { StateRecord } from "../format/state-schema.ts";
import type { ReelIndex } from "../format/reel-index.ts";

/** An event with its number in the reel, counted from 0. */
export interface ReelEvent {
  readonly number: number;
  readonly event: JitEvent;
}

/** A range of events. */
export interface EventRange {
  /** First event; 0 when absent. */
  readonly from?: number;
  /** Last event, itself included; to the end when absent. */
  readonly to?: number;
}

/**
 * One opened reel. Iterating it gives all events in order; any number of iterations may go on at
 * the same time. Close it when done, or declare it with `using`.
 */
export class Reel implements Iterable<ReelEvent>, Disposable {
  private readonly reader: ReelReader;
  private knownIndex: ReelIndex | null = null;
  private lastEnding: ReelEnding | null = null;

  constructor(reader: ReelReader) {
    this.reader = reader;
  }

  /** The path it was opened by. */
  get file(): string {
    return this.reader.file;
  }

  /** Everything that determined the recorded run: program, arguments, parameters, seed, limits. */
  get header(): ReelHeader {
    return this.reader.header;
  }

  /** Version of the tool that wrote the reel, or "". */
  get toolVersion(): string {
    return this.reader.toolVersion();
  }

  /** Totals and where blocks begin: as stored, or made from the events when it is missing. */
  get index(): ReelIndex {
    const { reader } = this;
    this.knownIndex ??= reader.storedIndex() ?? checkReel(reader.source, reader.file, false).index;
    return this.knownIndex;
  }

  /** What reading has passed over so far, such as frames of kinds that a later version writes. */
  get notices(): readonly string[] {
    return this.reader.notices;
  }

  /** How the last iteration that came to the end has ended; null before. */
  get ending(): ReelEnding | null {
    return this.lastEnding;
  }

  /** All events. Throws a ReelError where the reel is damaged. */
  [Symbol.iterator](): Generator<ReelEvent, void> {
    return this.events();
  }

  /** The events of a range; those of kinds that are not known are passed over. */
  *events({
    from = 0,
    to = Number.POSITIVE_INFINITY,
  }: EventRange = {}): Generator<ReelEvent, void> {
    const events = this.reader.events(from);
    for (;;) {
      const step = events.next();
      if (step.done) return this.end(step.value);
      const { number, event } = step.value;
      if (number > to) return;
      if (event !== null) yield { number, event };
    }
  }

  private end(ending: ReelEnding): void {
    this.lastEnding = ending;
    if (ending.kind !== "damaged") return;
    throw new ReelError(this.file, `damaged: ${ending.message}`, ending.offset);
  }

  /** The event with this number, found through the index; throws a UserError when there is none. */
  at(number: number): JitEvent {
    const event = this.reader.at(number)?.event;
    if (event !== null && event !== undefined) return event;
    throw new UserError(`the reel has no event ${number}`, { file: this.file });
  }

  /**
   * What is alive after the event with this number: compiled code, blocks of the code heap, cells,
   * hooks, parameters, the last statistics. It costs the nearest checkpoint and the distance to it.
   * Throws a UserError when there is no such event.
   */
  stateAt(number: number): StateRecord {
    const state = this.reader.stateAt(number);
    if (state.eventNumber === number) return state.read();
    throw new UserError(`the reel has no event ${number}`, { file: this.file });
  }

  /** Gives the file back; nothing can be read after that. */
  close(): void {
    this.reader.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
