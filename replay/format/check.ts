/**
 * Checks a reel frame by frame, and goes on after a damaged frame where that is possible. It makes
 * the index again on the way and compares it with the one in the file.
 */

import { createHash } from "node:crypto";
import type { ByteSource } from "./byte-source.ts";
import { isSameState } from "./checkpoint.ts";
import { EventFrameReader } from "./event-frame.ts";
import type { FrameAt } from "./frame.ts";
import { HEAD_SIZE_BYTES, readFrameAt } from "./frame.ts";
import type { DecodedFrame } from "./reader.ts";
import { decodeFrame, ReelReader } from "./reader.ts";
import type { ReelIndex } from "./reel-index.ts";
import { decodeIndex, IndexBuilder } from "./reel-index.ts";
import { ReelState } from "./reel-state.ts";
import { SchemaError } from "./value-type.ts";

/** One frame that was met. Frames count from 0, the header's. */
export interface FrameReport {
  readonly number: number;
  readonly offset: number;
  readonly sizeBytes: number;
  /** "" when the frame cannot be read. */
  readonly kind: string;
  /** Events frames: the first event's number and how many there are. */
  readonly events: { readonly first: number; readonly count: number } | null;
}

/** Something that is not as it should be; `offset` is the byte at which the frame begins. */
export interface ReelProblem {
  readonly kind: "truncated" | "damaged";
  readonly frame: number;
  readonly offset: number;
  readonly message: string;
}

export interface CheckReport {
  readonly reader: ReelReader;
  readonly frames: readonly FrameReport[];
  /** Empty when the reel is complete and whole. */
  readonly problems: readonly ReelProblem[];
  readonly notices: readonly string[];
  /** The index made again from the frames that can be read. */
  readonly index: ReelIndex;
}

/** Checks a whole reel; throws a ReelError when it is none or has no readable header. */
export function checkReel(bytes: Uint8Array | ByteSource, file: string): CheckReport {
  return new ReelCheck(new ReelReader(bytes, file)).run();
}

class ReelCheck {
  private readonly reader: ReelReader;
  private readonly frames: FrameReport[] = [];
  private readonly problems: ReelProblem[] = [];
  private readonly notices: string[] = [];
  private readonly events = new EventFrameReader(0);
  private readonly builder = new IndexBuilder();
  private block: unknown = null;
  private stored: ReelIndex | null = null;
  private indexOffset = -1;
  /** What the events so far come to; null when some cannot be read. */
  private state: ReelState | null = new ReelState();
  /** Offset of the checkpoint that has just been read, or -1. */
  private checkpointOffset = -1;
  /** The first event that was lost with a damaged frame, until it is known how many are. */
  private lostFrom: number | null = null;

  constructor(reader: ReelReader) {
    this.reader = reader;
    this.notices.push(...reader.notices);
  }

  run(): CheckReport {
    this.checkProgram();
    for (let offset = HEAD_SIZE_BYTES; offset >= 0; ) offset = this.checkFrameAt(offset);
    if (this.lostFrom !== null) this.problem(-1, `events from ${this.lostFrom} on are lost`);
    const { reader, frames, problems, notices } = this;
    return { reader, frames, problems, notices, index: this.builder.build() };
  }

  private checkProgram(): void {
    const { programText, programSha256 } = this.reader.header;
    const digest = createHash("sha256").update(programText).digest();
    if (digest.equals(programSha256)) return;
    this.problem(HEAD_SIZE_BYTES, "the program's text does not have the SHA-256 the header states");
  }

  private problem(offset: number, message: string, kind: ReelProblem["kind"] = "damaged"): void {
    const at = offset < 0 ? this.reader.sizeBytes : offset;
    this.problems.push({ kind, frame: this.frames.length, offset: at, message });
  }

  /** Checks what stands at `offset`; gives the next offset, or -1 at the end. */
  private checkFrameAt(offset: number): number {
    const frame = readFrameAt(this.reader.source, offset);
    if (frame.kind === "frame") return this.checkContent(frame);
    if (frame.kind === "trailer") return this.checkEnd(frame);
    this.problem(offset, frame.message, frame.kind);
    if (frame.kind === "truncated") return -1;
    this.noteUnreadable(offset, frame.endOffset);
    const next = readFrameAt(this.reader.source, frame.endOffset);
    return next.kind === "frame" || next.kind === "trailer" ? frame.endOffset : -1;
  }

  private noteUnreadable(offset: number, endOffset: number): void {
    this.addFrame(offset, endOffset, "", null);
    this.lostFrom ??= this.events.expectedNumber;
    this.events.skipToNextBlock();
    this.state = null;
  }

  private addFrame(
    offset: number,
    endOffset: number,
    kind: string,
    events: FrameReport["events"],
  ): void {
    const number = this.frames.length;
    this.frames.push({ number, offset, sizeBytes: endOffset - offset, kind, events });
  }

  private checkContent(frame: FrameAt & { kind: "frame" }): number {
    try {
      const decoded = decodeFrame(frame);
      this.checkKind(decoded, frame);
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      this.problem(frame.offset, error.message);
      this.noteUnreadable(frame.offset, frame.endOffset);
    }
    return frame.endOffset;
  }

  private checkKind(decoded: DecodedFrame, frame: FrameAt & { kind: "frame" }): void {
    const { kind, offset, endOffset, payload } = decoded;
    if (kind !== "tool" && kind !== "index") this.builder.addFrame(frame.bytes);
    if (kind === "events") {
      this.checkEvents(decoded);
    } else {
      this.checkpointOffset = kind === "checkpoint" ? offset : -1;
      if (kind === "index") this.noteIndex(payload, offset);
      else if (kind === "checkpoint") this.checkCheckpoint(payload, offset);
      else if (kind !== "header" && kind !== "tool") this.noteUnknown(kind, frame.offset);
      this.addFrame(offset, endOffset, kind, null);
    }
  }

  /** After lost events the checkpoint is believed, and says what the state is. */
  private checkCheckpoint(payload: DecodedFrame["payload"], offset: number): void {
    const found = ReelState.fromPlain(payload);
    if (this.state !== null && !isSameState(this.state, found)) {
      this.problem(offset, `the checkpoint at byte ${offset} does not match the events before it`);
    }
    this.state ??= found;
  }

  private noteUnknown(kind: string, offset: number): void {
    this.notices.push(`a frame of an unknown kind ("${kind}", byte ${offset}) is passed over`);
  }

  private noteIndex(payload: Readonly<Record<string, unknown>>, offset: number): void {
    if (this.stored !== null) throw new SchemaError("there is a second index");
    this.stored = decodeIndex(payload);
    this.indexOffset = offset;
  }

  private checkEvents(decoded: DecodedFrame): void {
    const { offset, endOffset, payload } = decoded;
    if (this.events.isUnreadable(payload)) {
      this.addFrame(offset, endOffset, "events", null);
      return;
    }
    const events = this.events.read(payload);
    const first = Number(payload.first);
    if (this.lostFrom !== null) {
      if (first > this.lostFrom)
        this.problem(offset, `events ${this.lostFrom} to ${first - 1} are lost`);
      this.lostFrom = null;
    }
    const ticks = events[0]?.event?.ticks ?? 0;
    if (payload.block !== this.block) {
      const at = this.checkpointOffset;
      this.builder.addBlock(at < 0 ? offset : at, first, ticks, at >= 0);
    }
    this.checkpointOffset = -1;
    this.block = payload.block;
    for (const numbered of events) {
      const { number, event } = numbered;
      this.state?.add(numbered);
      if (event === null) this.notices.push(`event ${number} is of an unknown kind`);
      this.builder.addEvent(event?.kind ?? "?", event?.ticks ?? 0);
    }
    this.addFrame(offset, endOffset, "events", { first, count: events.length });
  }

  private checkEnd(trailer: FrameAt & { kind: "trailer" }): number {
    const { stored, reader } = this;
    if (trailer.endOffset !== reader.sizeBytes) {
      this.problem(trailer.endOffset, "there are bytes after the end of the reel");
    }
    if (stored === null) {
      this.problem(trailer.offset, "there is no index frame before the trailer");
    } else if (trailer.indexOffset !== this.indexOffset) {
      const message = `the trailer says that the index is at byte ${trailer.indexOffset}`;
      this.problem(trailer.offset, `${message}, but it is at byte ${this.indexOffset}`);
    } else if (this.problems.length === 0) {
      const wrong = indexDifference(stored, this.builder.build());
      if (wrong !== null) this.problem(this.indexOffset, wrong);
    }
    return -1;
  }
}

/** Where the index in the file differs from the frames, or null. */
function indexDifference(stored: ReelIndex, rebuilt: ReelIndex): string | null {
  for (const key of ["events", "ticks", "kinds", "blocks", "checkpoints"] as const) {
    if (JSON.stringify(stored[key]) !== JSON.stringify(rebuilt[key])) {
      return `the index's ${key} are not those of the frames`;
    }
  }
  const isSame = Buffer.from(stored.sha256).equals(rebuilt.sha256);
  return isSame ? null : "the SHA-256 in the index is not that of the frames";
}
