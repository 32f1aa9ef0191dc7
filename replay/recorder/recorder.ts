/**
 * Records a run: takes every event and writes the reel. Where frames end is a function of the events
 * alone, so two recordings of one run are the same bytes.
 */

import type { EventKind, EventListener, JitEvent } from "../format/events.ts";
import { FrameSizeError } from "../format/frame.ts";
import type { ReelHeader } from "../format/header.ts";
import { ReelError } from "../format/reel-error.ts";
import type { ByteSink } from "../format/writer.ts";
import { ReelWriter } from "../format/writer.ts";
import { ReelFile } from "./reel-file.ts";

/** When a frame ends. What is recorded is in the file at the latest then. */
export const FLUSH_POLICY = {
  /** Virtual time since the frame's first event: about 0.1 s of a fast run. */
  ticks: 10_000_000,
  events: 1024,
  /** Bytes of output, input and code in the frame's events. */
  payloadBytes: 32 * 1024,
} as const;

/** The events of hooks: someone may be waiting for them. */
const FLUSHING_KINDS: ReadonlySet<EventKind> = new Set(["compile", "abort", "too_long", "end"]);

/** Adds events to a writer and ends frames by {@link FLUSH_POLICY}. */
export class EventRecorder {
  private readonly writer: ReelWriter;
  private firstTicks = 0;
  private payloadBytes = 0;

  constructor(sink: ByteSink, header: ReelHeader, toolVersion: string) {
    this.writer = new ReelWriter(sink, header, toolVersion);
  }

  get eventCount(): number {
    return this.writer.eventCount;
  }

  readonly onEvent: EventListener = (event) => {
    if (this.writer.pendingCount === 0) this.firstTicks = event.ticks;
    this.writer.add(event);
    this.payloadBytes += "bytes" in event ? event.bytes.length : 0;
    if (this.isFrameFull(event)) this.flush();
  };

  private isFrameFull(event: JitEvent): boolean {
    return (
      FLUSHING_KINDS.has(event.kind) ||
      event.ticks - this.firstTicks >= FLUSH_POLICY.ticks ||
      this.writer.pendingCount >= FLUSH_POLICY.events ||
      this.payloadBytes >= FLUSH_POLICY.payloadBytes
    );
  }

  private flush(): void {
    this.writer.flush();
    this.payloadBytes = 0;
  }

  /** Writes what is left, the index and the trailer. */
  finish(): void {
    this.writer.finish();
  }
}

/** Records into a file. */
export class ReelRecorder {
  private readonly file: ReelFile;
  private readonly recorder: EventRecorder;
  readonly onEvent: EventListener;

  /** Throws a ReelError when the reel cannot be written at `path`. */
  constructor(path: string, header: ReelHeader, toolVersion: string) {
    this.file = new ReelFile(path);
    const sink: ByteSink = (bytes) => this.file.write(bytes);
    try {
      this.recorder = new EventRecorder(sink, header, toolVersion);
    } catch (error) {
      this.file.discard();
      throw sizeError(path, error);
    }
    this.onEvent = (event) => this.attempt(() => this.recorder.onEvent(event));
  }

  /** What no reel can hold ends the recording, as a full disk does, but not the run. */
  private attempt(act: () => void): void {
    if (this.file.hasFailed) return;
    try {
      act();
    } catch (error) {
      this.file.fail(sizeError(this.partialPath, error));
    }
  }

  get eventCount(): number {
    return this.recorder.eventCount;
  }

  /** Where the reel is until it is complete. */
  get partialPath(): string {
    return this.file.partialPath;
  }

  /** The run ended by itself or by a limit: the reel gets its final name. Gives its path. */
  complete(): string {
    this.attempt(() => this.recorder.finish());
    this.file.complete();
    return this.file.path;
  }

  /**
   * The run was interrupted or failed: what there is becomes a whole reel, but keeps the name of
   * the partial file, so that no earlier reel is replaced. Gives its path.
   */
  abandon(): string {
    this.attempt(() => this.recorder.finish());
    this.file.close();
    return this.file.partialPath;
  }

  /** The run could not be started: there is nothing to keep. */
  discard(): void {
    this.file.discard();
  }
}

function sizeError(path: string, error: unknown): ReelError {
  if (!(error instanceof FrameSizeError)) throw error;
  return new ReelError(path, `cannot write the reel: ${error.message}`);
}
