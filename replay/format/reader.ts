/**
 * Reads a reel, or any prefix of one that holds the whole header. Events are decoded one frame at a
 * time while they are asked for. What was not usual on the way is told by the ending and the
 * notices; only a file that is no reel, or whose header cannot be read, throws.
 */

import type { BlockStart, StoredIndex } from "./block-index.ts";
import { BlockIndex } from "./block-index.ts";
import type { ByteSource } from "./byte-source.ts";
import { MemorySource } from "./byte-source.ts";
import { decodeFrame } from "./decoded-frame.ts";
import type { NumberedEvent } from "./event-frame.ts";
import type { ReelDamage, ReelEnding, WalkListener } from "./event-walk.ts";
import { EventWalk } from "./event-walk.ts";
import type { FrameAt } from "./frame.ts";
import {
  decodeHead,
  FRAME_HEAD_SIZE_BYTES,
  HEAD_SIZE_BYTES,
  isNewerMinor,
  readFrameAt,
  TRAILER_SIZE_BYTES,
} from "./frame.ts";
import { DEFLATE_KIND, FIRST_FRAME, FrameWalk } from "./frame-walk.ts";
import type { ReelHeader } from "./header.ts";
import { decodeHeader } from "./header.ts";
import { ReelError } from "./reel-error.ts";
import type { ReelIndex } from "./reel-index.ts";
import { decodeIndex } from "./reel-index.ts";
import { ReelState } from "./reel-state.ts";
import { readState } from "./state-at.ts";
import { checkWtf8, SchemaError } from "./value-type.ts";
import { findWrongByte } from "./wrong-byte.ts";

export type { ReelDamage, ReelEnding } from "./event-walk.ts";

/** How often passed over things are told one by one. */
const NOTICES_MAX = 50;

/** How to go through the events. */
export interface WalkOptions {
  readonly onDamage?: WalkListener["onDamage"] | null;
  readonly onFrame?: WalkListener["onFrame"];
  readonly from?: number;
  readonly isGrowing?: boolean;
}

/** One reel, in memory or in an open file. */
export class ReelReader {
  readonly file: string;
  readonly source: ByteSource;
  readonly header: ReelHeader;
  /** The format's major version that the reel has. */
  readonly major: number;
  /** Offset of the first frame after the header. */
  readonly bodyOffset: number;
  /** Things passed over, in the order in which they were met; each is said once. */
  readonly notices: string[] = [];
  private readonly known = new Set<string>();
  private blockIndex: BlockIndex | null = null;

  /** Throws a ReelError when the bytes are no reel or lack a readable header. */
  constructor(bytes: Uint8Array | ByteSource, file: string) {
    this.file = file;
    this.source = bytes instanceof Uint8Array ? new MemorySource(bytes) : bytes;
    const { major, minor } = decodeHead(this.source.read(0, HEAD_SIZE_BYTES), file);
    const frame = this.readHeaderFrame();
    this.header = this.checkHeader(frame, `${major}.${minor}`);
    this.bodyOffset = frame.endOffset;
    this.major = major;
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
    const mended = frame.kind === "damaged" ? this.mendFrame(frame.endOffset) : null;
    if (mended !== null) return mended;
    const reason = frame.kind === "trailer" ? "there is none" : frame.message;
    throw new ReelError(this.file, `the reel's header cannot be read: ${reason}`, frame.offset);
  }

  /** The header frame as it is with another byte in place of the one that is wrong. */
  private mendFrame(endOffset: number): (FrameAt & { kind: "frame" }) | null {
    const bytes = Buffer.from(this.source.read(HEAD_SIZE_BYTES, endOffset - HEAD_SIZE_BYTES));
    const wrong = bytes.length <= FRAME_HEAD_SIZE_BYTES ? null : findWrongByte(bytes);
    if (wrong === null) return null;
    bytes[wrong.at] = wrong.fits;
    const frame = readFrameAt(new MemorySource(bytes), 0);
    return frame.kind === "frame" ? { ...frame, offset: HEAD_SIZE_BYTES, endOffset } : null;
  }

  private checkHeader(frame: FrameAt & { kind: "frame" }, version: string): ReelHeader {
    try {
      const { kind, map } = decodeFrame(frame.payload);
      if (kind !== "header") throw new SchemaError(`the first frame is of kind "${kind}"`);
      const header = decodeHeader(map);
      if (header.formatVersion === version) return header;
      const message = `format ${version} here, but ${header.formatVersion} in the header`;
      throw new ReelError(this.file, message, 8);
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      const message = `the reel's header cannot be read: ${error.message}`;
      throw new ReelError(this.file, message, frame.offset);
    }
  }

  private readonly notice = (text: string): void => {
    if (this.notices.length > NOTICES_MAX || this.known.has(text)) return;
    this.known.add(text);
    const isLast = this.notices.length === NOTICES_MAX;
    this.notices.push(isLast ? "there is more of that kind, which is not listed" : text);
  };

  /** The version of the tool that wrote the reel, or "" when its frame cannot be read. */
  toolVersion(): string {
    try {
      const frame = readFrameAt(this.source, this.bodyOffset);
      if (frame.kind !== "frame") return "";
      const { kind, map } = decodeFrame(frame.payload);
      return kind === "tool" ? checkWtf8(map.version) : "";
    } catch (error) {
      if (error instanceof SchemaError) return "";
      throw error;
    }
  }

  /**
   * All events with their numbers, from number `from` on; returns how the reel ended. With
   * `onDamage` reading goes on behind what is damaged, and some numbers are missing; it is told
   * of each damage before the next event. Without it, the first damage is the end.
   */
  events(
    from = 0,
    onDamage: WalkListener["onDamage"] | null = null,
  ): Generator<NumberedEvent, ReelEnding> {
    return from === 0 ? this.walk({ onDamage }).read() : this.eventsFrom(from, onDamage);
  }

  private *eventsFrom(
    from: number,
    onDamage: WalkListener["onDamage"] | null,
  ): Generator<NumberedEvent, ReelEnding> {
    const walk = this.walk({ onDamage, from });
    const events = walk.read();
    for (;;) {
      const step = events.next();
      if (step.done) return step.value;
      if (step.value.number >= from) yield step.value;
    }
  }

  /**
   * A walk through the events, from the beginning or from where `from` can be reached. Of a reel
   * that is growing it can be continued.
   */
  walk({ onDamage, onFrame, from = 0, isGrowing = false }: WalkOptions): EventWalk {
    const block = from === 0 ? null : this.blocks.find(from);
    const start = block === null ? FIRST_FRAME : { offset: block.offset, number: null };
    const anchors = (): readonly number[] => this.blocks.anchors();
    const frames = new FrameWalk(this.source, start, anchors, isGrowing);
    return new EventWalk(frames, this.major, block?.first ?? 0, {
      onUnknown: this.notice,
      ...(onFrame === undefined ? {} : { onFrame }),
      ...(onDamage === null || onDamage === undefined ? {} : { onDamage }),
    });
  }

  /**
   * The event with this number, found through the index; null when the reel ends before it. Throws
   * a ReelError when it is lost in a damaged part.
   */
  at(number: number): NumberedEvent | null {
    const damages: ReelDamage[] = [];
    for (const event of this.events(number, (damage) => damages.push(damage))) {
      if (event.number === number) return event;
      break;
    }
    const lost = damages.find(({ firstLost }) => firstLost !== null && firstLost <= number);
    if (lost === undefined) return null;
    throw new ReelError(this.file, `event ${number} is lost: ${lost.message}`, lost.offset);
  }

  /** The state in the checkpoint at `offset`; null when there is none that can be read. */
  checkpointAt(offset: number): ReelState | null {
    const walk = new FrameWalk(this.source, { offset, number: null }, null);
    try {
      for (;;) {
        const step = walk.next();
        if (step.kind !== "frame") return null;
        if (step.peek.kind === DEFLATE_KIND) continue;
        if (step.peek.kind !== "checkpoint") return null;
        return ReelState.fromPlain(decodeFrame(step.payload).map);
      }
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
    return this.findIndex()?.content ?? null;
  }

  /** The block that holds an event, or the last one before it. */
  blockOf(number: number): BlockStart {
    return this.blocks.find(number);
  }

  private get blocks(): BlockIndex {
    this.blockIndex ??= new BlockIndex(this.source, this.bodyOffset, this.findIndex(), this.notice);
    return this.blockIndex;
  }

  private findIndex(): StoredIndex | null {
    if (this.sizeBytes < this.bodyOffset + TRAILER_SIZE_BYTES) return null;
    const trailer = readFrameAt(this.source, this.sizeBytes - TRAILER_SIZE_BYTES);
    if (trailer.kind !== "trailer" || trailer.indexOffset >= this.sizeBytes) return null;
    const frame = readFrameAt(this.source, trailer.indexOffset);
    if (frame.kind !== "frame") return null;
    try {
      const { kind, map } = decodeFrame(frame.payload);
      return kind === "index" ? { offset: frame.offset, content: decodeIndex(map) } : null;
    } catch (error) {
      if (error instanceof SchemaError) return null;
      throw error;
    }
  }
}
