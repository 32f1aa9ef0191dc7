/**
 * What a format is: a name, and a function from a reel's content to bytes. The same reel gives the
 * same bytes: no dates, no paths of the machine. One file per format; `formats.ts` is the table.
 */

import type { ReelHeader } from "../format/header.ts";
import type { CodeState } from "../replayer/code-state.ts";

/** Takes the output, piece by piece. */
export type ByteSink = (bytes: Uint8Array) => void;

/** What is exported: a run, and its code after some event. */
export interface ExportSource {
  readonly header: ReelHeader;
  readonly state: CodeState;
}

export interface ExportFormat {
  readonly name: string;
  readonly write: (source: ExportSource, sink: ByteSink) => void;
}
