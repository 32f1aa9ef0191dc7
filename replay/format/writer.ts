/**
 * Writes a reel: head, header frame, tool frame, event frames with checkpoints between them, index
 * frame, trailer. What has been
 * given to the sink is at every moment a valid prefix of a reel that lacks at most the events since
 * the last flush. The bytes are a function of header, tool version, events and flushes alone.
 */

import type { JitEvent } from "../../sim/hooks/events.ts";
import type { PlainMap } from "./codec.ts";
import { encodeMsgpack } from "./codec.ts";
import { CheckpointWriter } from "./checkpoint.ts";
import { EventFrameWriter } from "./event-frame.ts";
import {
  encodeFrame,
  encodeHead,
  encodeTrailer,
  FRAME_HEAD_SIZE_BYTES,
  FrameSizeError,
} from "./frame.ts";
import type { ReelHeader } from "./header.ts";
import { encodeHeader } from "./header.ts";
import { checkMsgpackShape, VALUE_COUNT_MAX } from "./msgpack-shape.ts";
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
  private readonly checkpoints = new CheckpointWriter();
  /** Stands before the block that the events not flushed begin. */
  private checkpoint: Uint8Array | null = null;
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
    const { frames, checkpoints } = this;
    if (frames.isFullFor(event)) this.flush();
    if (frames.pendingCount === 0) {
      this.pendingTicks = event.ticks;
      this.checkpoint = frames.isAtBlockStart ? checkpoints.takeFrame() : null;
    }
    checkpoints.add({ number: frames.eventCount, event });
    frames.add(event);
    this.index.addEvent(event.kind, event.ticks);
  }

  /** Ends a frame with the events since the last one, if there are any. */
  flush(): void {
    if (this.frames.pendingCount === 0) return;
    const first = this.frames.eventCount - this.frames.pendingCount;
    if (this.frames.isAtBlockStart) this.beginBlock(first);
    const frame = this.emitPayload(this.frames.takeFrame());
    this.frames.noteWritten(frame.length - FRAME_HEAD_SIZE_BYTES);
    this.checkpoints.noteWritten(frame.length);
    this.index.addFrame(frame);
  }

  private beginBlock(first: number): void {
    const { checkpoint } = this;
    this.index.addBlock(this.offset, first, this.pendingTicks, checkpoint !== null);
    if (checkpoint === null) return;
    this.emit(checkpoint);
    this.index.addFrame(checkpoint);
    this.checkpoint = null;
  }

  /** Ends the reel with its index and trailer. */
  finish(): void {
    this.flush();
    this.emit(encodeEnd(this.index.build(), this.offset));
  }

  private emitFrame(map: PlainMap): Uint8Array {
    return this.emitPayload(encodeMsgpack(map));
  }

  private emitPayload(payload: Uint8Array): Uint8Array {
    if (payload.length > VALUE_COUNT_MAX) checkValueCount(payload);
    const frame = encodeFrame(payload);
    this.emit(frame);
    return frame;
  }

  private emit(bytes: Uint8Array): void {
    this.sink(bytes);
    this.offset += bytes.length;
  }
}

/** A payload has fewer values than bytes, so only a large one can have too many. */
function checkValueCount(payload: Uint8Array): void {
  try {
    checkMsgpackShape(payload);
  } catch (error) {
    throw new FrameSizeError(
      `one frame has ${error instanceof Error ? error.message : "too much"}`,
    );
  }
}

/** The last bytes of a reel, which begin at `offset`: the index frame and the trailer. */
export function encodeEnd(index: ReelIndex, offset: number): Uint8Array {
  return Buffer.concat([encodeFrame(encodeMsgpack(encodeIndex(index))), encodeTrailer(offset)]);
}
