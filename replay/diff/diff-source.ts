/**
 * What a diff reads: the header and the events of a run, as often as needed, from any number on.
 * `ReelReader` is one; events in memory are another.
 */

import type { NumberedEvent } from "../format/event-frame.ts";
import type { JitEvent } from "../format/events.ts";
import type { ReelHeader } from "../format/header.ts";

export interface DiffSource {
  readonly header: ReelHeader;
  events(from?: number): Iterable<NumberedEvent>;
}

/** Events that are held in memory. */
export class MemoryReel implements DiffSource {
  readonly header: ReelHeader;
  readonly list: readonly JitEvent[];

  constructor(header: ReelHeader, list: readonly JitEvent[]) {
    this.header = header;
    this.list = list;
  }

  *events(from = 0): Generator<NumberedEvent, void> {
    for (let number = from; number < this.list.length; number++) {
      yield { number, event: this.list[number]! };
    }
  }
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
