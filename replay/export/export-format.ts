/**
 * What a format is: a name, and a function from a reel's content to bytes. The same reel and the
 * same selection give the same bytes: no dates, no paths of the machine, virtual time only. One file
 * per format; `formats.ts` is the table.
 */

import type { NumberedEvent } from "../format/event-frame.ts";
import type { ReelHeader } from "../format/header.ts";
import type { CodeState } from "../replayer/code-state.ts";

/** Takes the output, piece by piece. */
export type ByteSink = (bytes: Uint8Array) => void;

/** An event, and whether it is one of those that are asked for. */
export interface MarkedEvent extends NumberedEvent {
  readonly isSelected: boolean;
}

/** What is exported: a run, and a selection of its events. */
export interface ExportSource {
  readonly header: ReelHeader;
  /** The selected events; each call reads the reel again. */
  readonly events: () => Iterable<NumberedEvent>;
  /** All events up to the last selected one, for formats that need to know what was before. */
  readonly marked: () => Iterable<MarkedEvent>;
  /** The code heap after the last selected event, with the code of selected events only. */
  readonly state: () => CodeState;
}

export interface ExportFormat {
  readonly name: string;
  readonly write: (source: ExportSource, sink: ByteSink) => void;
}
