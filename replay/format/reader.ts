/**
 * Reads a reel, or any prefix of one that holds the whole header. Events are decoded one frame at a
 * time while they are asked for. What was not usual on the way is told by the ending and the
 * notices; only a file that is no reel, or whose header cannot be read, throws.
 */

import type { ByteSource } from "./byte-source.ts";
import { MemorySource } from "./byte-source.ts";
import { decodeMsgpack } from "./codec.ts";
import type { NumberedEvent } from "./event-frame.ts";
import { EventFrameReader } from "./event-frame.ts";
import type { FrameAt } from "./frame.ts";
import {
  decodeHead,
  HEAD_SIZE_BYTES,
  isNewerMinor,
  readFrameAt,
  TRAILER_SIZE_BYTES,
} from "./frame.ts";
import type { ReelHeader } from "./header.ts";
import { decodeHeader } from "./header.ts";
import { ReelError } from "./reel-error.ts";
import type { ReelIndex } from "./reel-index.ts";
import { decodeIndex } from "./reel-index.ts";
import { ReelState } from "./reel-state.ts";
import { readState } from "./state-at.ts";
import { checkMap, checkWtf8, SchemaError } from "./value-type.ts";

/** How the reading of a reel ended. Offsets are those of the frame that could not be read. */
export type ReelEnding =
  | { readonly kind: "complete" }
  | { readonly kind: "truncated" | "damaged"; readonly offset: number; readonly message: string };

/** A frame whose content is known to be a map. */
export interface DecodedFrame {
  readonly offset: number;
  readonly endOffset: number;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The map in a frame; throws a SchemaError when there is none. */
export function decodeFrame(frame: FrameAt & { readonly kind: "frame" }): DecodedFrame {
  const payload = checkMap(decodePayload(frame.payload));
  const kind = typeof payload.frame === "string" ? payload.frame : "";
  return { offset: frame.offset, endOffset: frame.endOffset, kind, payload };
}

function decodePayload(payload: Uint8Array): unknown {
  try {
    return decodeMsgpack(payload);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SchemaError(`not msgpack: ${reason}`);
  }
}

/** One reel, in memory or in an open file. */
export class ReelReader {
  readonly file: string;
  readonly source: ByteSource;
  readonly header: ReelHeader;
  /** Offset of the first frame after the header. */
  readonly bodyOffset: number;
  /** Things passed over, in the order in which they were met; each is said once. */
  readonly notices: string[] = [];

  /** Throws a ReelError when the bytes are no reel or lack a readable header. */
  constructor(bytes: Uint8Array | ByteSource, file: string) {
    this.file = file;
    this.source = bytes instanceof Uint8Array ? new MemorySource(bytes) : bytes;
    const { major, minor } = decodeHead(this.source.read(0, HEAD_SIZE_BYTES), file);
    const frame = this.readHeaderFrame();
    this.header = this.checkHeader(frame, `${major}.${minor}`);
    this.bodyOffset = frame.endOffset;
    if (isNewerMinor(major, minor)) {
      this.notice(`reel format ${major}.${minor} is newer: what is not known is passed over`);
    }
  }

  /** How large the reel is, or was when its source was last refreshed. */
  get sizeBytes(): number {
    return this.source.size;
  }

  /** Ends the use of the file that the reel is read from. */
  close(): void {
    this.source.close();
  }

  private readHeaderFrame(): FrameAt & { kind: "frame" } {
    const frame = readFrameAt(this.source, HEAD_SIZE_BYTES);
    if (frame.kind === "frame") return frame;
    const reason = frame.kind === "trailer" ? "there is none" : frame.message;
    throw new ReelError(this.file, `the reel's header cannot be read: ${reason}`, frame.offset);
  }

  private checkHeader(frame: FrameAt & { kind: "frame" }, version: string): ReelHeader {
    try {
      const { kind, payload } = decodeFrame(frame);
      if (kind !== "header") throw new SchemaError(`the first frame is of kind "${kind}"`);
      const header = decodeHeader(payload);
      if (header.formatVersion === version) return header;
      const message = `format ${version} here, but ${header.formatVersion} in the header`;
      throw new ReelError(this.file, message, 8);
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      const message = `the reel's header cannot be read: ${error.message}`;
      throw new ReelError(this.file, message, frame.offset);
    }
  }

  private notice(text: string): void {
    if (!this.notices.includes(text)) this.notices.push(text);
  }

  /** The version of the tool that wrote the reel, or "" when its frame cannot be read. */
  toolVersion(): string {
    try {
      const frame = readFrameAt(this.source, this.bodyOffset);
      const { kind, payload } = frame.kind === "frame" ? decodeFrame(frame) : NO_FRAME;
      return kind === "tool" ? checkWtf8(payload.version) : "";
    } catch (error) {
      if (error instanceof SchemaError) return "";
      throw error;
    }
  }

  /** All events with their numbers, from number `from` on; returns how the reel ended. */
  *events(from = 0): Generator<NumberedEvent, ReelEnding> {
    let offset = from === 0 ? this.bodyOffset : this.blockOffset(from);
    const reader = new EventFrameReader(offset === this.bodyOffset ? 0 : null);
    for (;;) {
      const frame = readFrameAt(this.source, offset);
      if (frame.kind === "trailer") return this.endAt(frame.endOffset);
      if (frame.kind !== "frame") return ending(frame.kind, frame.offset, frame.message);
      try {
        for (const event of this.readFrameEvents(frame, reader)) {
          if (event.number >= from) yield event;
        }
      } catch (error) {
        if (error instanceof SchemaError) return ending("damaged", offset, error.message);
        throw error;
      }
      offset = frame.endOffset;
    }
  }

  private endAt(offset: number): ReelEnding {
    if (offset === this.sizeBytes) return { kind: "complete" };
    return ending("damaged", offset, "there are bytes after the end of the reel");
  }

  private readFrameEvents(
    frame: FrameAt & { kind: "frame" },
    reader: EventFrameReader,
  ): NumberedEvent[] {
    const { kind, payload } = decodeFrame(frame);
    if (kind === "tool" || kind === "index" || kind === "checkpoint") return [];
    if (kind !== "events") {
      this.notice(`a frame of an unknown kind ("${kind}", byte ${frame.offset}) is passed over`);
      return [];
    }
    const events = reader.read(payload);
    for (const { number, event } of events) {
      if (event === null) this.notice(`event ${number} is of an unknown kind and passed over`);
    }
    return events;
  }

  /** Where the block with event `number` begins; the start when there is no usable index. */
  private blockOffset(number: number): number {
    const blocks = this.storedIndex()?.blocks ?? [];
    const block = blocks.findLast((one) => one.first <= number);
    return block === undefined ? this.bodyOffset : block.offset;
  }

  /** The state in the checkpoint at `offset`; null when there is none that can be read. */
  checkpointAt(offset: number): ReelState | null {
    const frame = readFrameAt(this.source, offset);
    if (frame.kind !== "frame") return null;
    try {
      const { kind, payload } = decodeFrame(frame);
      return kind === "checkpoint" ? ReelState.fromPlain(payload) : null;
    } catch (error) {
      if (error instanceof SchemaError) return null;
      throw error;
    }
  }

  /** The state of the run after event `number`, from the nearest checkpoint on. */
  stateAt(number: number): ReelState {
    return readState(this, number);
  }

  /** The index that stands at the end of a complete reel, or null. */
  storedIndex(): ReelIndex | null {
    if (this.sizeBytes < this.bodyOffset + TRAILER_SIZE_BYTES) return null;
    const trailer = readFrameAt(this.source, this.sizeBytes - TRAILER_SIZE_BYTES);
    if (trailer.kind !== "trailer" || trailer.indexOffset >= this.sizeBytes) return null;
    const frame = readFrameAt(this.source, trailer.indexOffset);
    if (frame.kind !== "frame") return null;
    try {
      const { kind, payload } = decodeFrame(frame);
      return kind === "index" ? decodeIndex(payload) : null;
    } catch (error) {
      if (error instanceof SchemaError) return null;
      throw error;
    }
  }
}

const NO_FRAME: Pick<DecodedFrame, "kind" | "payload"> = { kind: "", payload: {} };

function ending(kind: "truncated" | "damaged", offset: number, message: string): ReelEnding {
  return { kind, offset, message };
}
