/**
 * What a diff reads: the header and the events of a run, as often as needed, from any number on.
 * `ReelReader` is one.
 */

import type { NumberedEvent } from "../format/event-frame.ts";
import type { JitEvent } from "../format/events.ts";
import type { ReelHeader } from "../format/header.ts";

export interface DiffSource {
  readonly header: ReelHeader;
  events(from?: number): Iterable<NumberedEvent>;
}

/** The event with a number; null when there is none, or its kind is not known. */
export function eventAt(source: DiffSource, number: number): JitEvent | null {
  for (const numbered of source.events(number)) {
    return numbered.number === number ? numbered.event : null;
  }
  return null;
}

/** `pypy3` of `pypy3 7.3.11`. */
export function engineFamily({ engine }: ReelHeader): string {
  return engine.split(" ")[0] ?? "";
}
