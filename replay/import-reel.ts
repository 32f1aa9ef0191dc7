/**
 * A log of a real PyPy becomes a reel: what `jitreel import` and `importLog` of `jitreel/replay` do.
 */

import { readToolVersion } from "./cli/tool-version.ts";
import type { LoggedProgram, LogKind, OnProgress } from "./import/import-log.ts";
import { openLog } from "./import/import-log.ts";
import { ReelRecorder } from "./recorder/recorder.ts";

export interface ImportOptions {
  /** The program whose log it is: its text for listings, its folder to name files relative to. */
  readonly program?: LoggedProgram;
  /** Told how many bytes of the log have been read; a text log is read twice. */
  readonly onProgress?: OnProgress;
  /** Told the file that is being written. */
  readonly onRecording?: (partialPath: string) => void;
}

export interface ImportReport {
  readonly kind: LogKind;
  readonly events: number;
  /** What the log lacks, and what in it could not be read; a line each. */
  readonly notices: readonly string[];
}

/**
 * Writes the reel of a PYPYLOG or a jitlog. Throws a UserError when the log cannot be read or is
 * none, and a ReelError when the reel cannot be written; an earlier reel of that name is kept then.
 */
export async function importLog(
  logPath: string,
  reelPath: string,
  { program, onProgress, onRecording }: ImportOptions = {},
): Promise<ImportReport> {
  const log = await openLog(logPath, program ?? null, onProgress);
  const recorder = new ReelRecorder(reelPath, log.header, readToolVersion());
  onRecording?.(recorder.partialPath);
  const notices = await log.importEvents(recorder.onEvent).catch((error: unknown) => {
    recorder.discard();
    throw error;
  });
  const events = recorder.eventCount;
  recorder.complete();
  return { kind: log.kind, events, notices };
}
