/**
 * A reel as the source of an export. Formats read it as often as they like, one event at a time, so
 * that those over events need no memory for them.
 *
 * Code is selected by the event that tells of it: a block of the heap is there when its commit, or
 * the compilation of the loop or bridge in it, is selected; patches that came later apply.
 */

import type { NumberedEvent } from "../format/event-frame.ts";
import type { JitEvent } from "../format/events.ts";
import type { ReelHeader } from "../format/header.ts";
import { CodeState } from "../replayer/code-state.ts";
import type { ExportSource, MarkedEvent } from "./export-format.ts";

/** Which events are asked for: a range of numbers, and what they must match. */
export interface ExportSelection {
  readonly from: number;
  /** Inclusive; null = to the end. */
  readonly to: number | null;
  readonly matches: ((numbered: NumberedEvent) => boolean) | null;
}

export const ALL_EVENTS: ExportSelection = { from: 0, to: null, matches: null };

/** What is read: a reel, or what looks like one. */
export interface EventReader {
  readonly header: ReelHeader;
  events(): Iterable<NumberedEvent>;
}

export class ReelSource implements ExportSource {
  readonly header: ReelHeader;
  private readonly reader: EventReader;
  private readonly selection: ExportSelection;

  constructor(reader: EventReader, selection: ExportSelection) {
    this.header = reader.header;
    this.reader = reader;
    this.selection = selection;
  }

  readonly events = (): Iterable<NumberedEvent> => onlySelected(this.marked());

  readonly marked = (): Iterable<MarkedEvent> => this.read();

  private *read(): Generator<MarkedEvent> {
    const { from, to, matches } = this.selection;
    for (const numbered of this.reader.events()) {
      const { number, event } = numbered;
      if (to !== null && number > to) return;
      const isSelected = number >= from && (matches === null || matches(numbered));
      yield { number, event, isSelected };
    }
  }

  readonly state = (): CodeState => {
    const { from, matches } = this.selection;
    const state = new CodeState(this.header, false);
    const wanted = from === 0 && matches === null ? null : this.findWantedCode();
    const places = new CodePlaces();
    for (const { number, event } of this.marked()) {
      const place = event === null ? null : places.next(event);
      const isWanted = place === null || wanted === null || wanted.has(place);
      state.add({ number, event: isWanted ? event : null });
    }
    return state;
  };

  private findWantedCode(): ReadonlySet<string> {
    const wanted = new Set<string>();
    const places = new CodePlaces();
    for (const { event, isSelected } of this.marked()) {
      const place = event === null ? null : places.next(event);
      if (place !== null && isSelected) wanted.add(place);
    }
    return wanted;
  }
}

function* onlySelected(events: Iterable<MarkedEvent>): Generator<NumberedEvent> {
  for (const { number, event, isSelected } of events) if (isSelected) yield { number, event };
}

/** Names what stands at an address between two frees, by the events that put it there. */
class CodePlaces {
  private readonly frees = new Map<number, number>();

  /** The place that an event fills; null for other events. */
  next(event: JitEvent): string | null {
    if (event.kind === "heap_free") {
      this.frees.set(event.address, (this.frees.get(event.address) ?? 0) + 1);
      return null;
    }
    if (event.kind === "heap_commit") return this.nameOf(event.address);
    const isCode = event.kind === "compile" || event.kind === "tmp_callback";
    return isCode ? this.nameOf(event.blockAddress) : null;
  }

  private nameOf(address: number): string {
    return `${address} ${this.frees.get(address) ?? 0}`;
  }
}
