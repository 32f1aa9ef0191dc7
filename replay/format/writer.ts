/**
 * Writes a reel: head, header frame, tool frame, event frames, index frame, trailer. What has been
 * given to the sink is at every moment a valid prefix of a reel that lacks at most the events since
 * the last flush. The bytes are a function of header, tool version, events and flushes alone.
 */

import type { JitEvent } from "../../sim/hooks/events.ts";
import type { PlainMap } from "./codec.ts";
import { encodeMsgpack } from "./codec.ts";
import { EventFrameWriter } from "./event-frame.ts";
import { encodeFrame, encodeHead, encodeTrailer, FRAME_HEAD_SIZE_BYTES } from "./frame.ts";
import type { ReelHeader } from "./header.ts";
import { encodeHeader } from "./header.ts";
import type { ReelIndex } from "./reel-index.ts";
import { encodeIndex, IndexBuilder } from "./reel-index.ts";
import { encodeWtf8 } from "./wtf8.ts";

/** Takes the bytes of a reel, in order; must have used them when it returns. */
export type ByteSink = (bytes: Uint8Array) => void;

/** One reel being written. */
export class ReelWriter {
  private readonly sink: ByteSink;
  private readonly frames = new EventFrameWriter();
  private readonly index = new IndexBuilder();
  private offset = 0;
  /** Virtual time of the first event that is not flushed. */
  private pendingTicks = 0;

  constructor(sink: ByteSink, header: ReelHeader, toolVersion: string) {
    this.sink = sink;
    this.emit(encodeHead());
    this.index.addFrame(this.emitFrame(encodeHeader(header)));
    this.emitFrame({ frame: "tool", version: encodeWtf8(toolVersion) });
  }

  /** Number of events so far. */
  get eventCount(): number {
    return this.frames.eventCount;
  }

  /** Number of events that {@link flush} would write. */
  get pendingCount(): number {
    return this.frames.pendingCount;
  }

  add(event: JitEvent): void {
    if (this.frames.pendingCount === 0) this.pendingTicks = event.ticks;
    this.frames.add(event);
    this.index.addEvent(event.kind, event.ticks);
  }

  /** Ends a frame with the events since the last one, if there are any. */
  flush(): void {
    if (this.frames.pendingCount === 0) return;
    const first = this.frames.eventCount - this.frames.pendingCount;
    if (this.frames.isAtBlockStart) this.index.addBlock(this.offset, first, this.pendingTicks);
    const frame = this.emitFrame(this.frames.takeFrame());
    this.frames.noteWritten(frame.length - FRAME_HEAD_SIZE_BYTES);
    this.index.addFrame(frame);
  }

  /** Ends the reel with its index and trailer. */
  finish(): void {
    this.flush();
    this.emit(encodeEnd(this.index.build(), this.offset));
  }

  private emitFrame(payload: PlainMap): Uint8Array {
    const frame = encodeFrame(encodeMsgpack(payload));
    this.emit(frame);
    return frame;
  }

  private emit(bytes: Uint8Array): void {
    this.sink(bytes);
    this.offset += bytes.length;
  }
}

/** The last bytes of a reel, which begin at `offset`: the index frame and the trailer. */
export function encodeEnd(index: ReelIndex, offset: number): Uint8Array {
  return Buffer.concat([encodeFrame(encodeMsgpack(encodeIndex(index))), encodeTrailer(offset)]);
}
