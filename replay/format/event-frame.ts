/**
 * Event frames: `{frame: "events", block, first, before, strings, events}`. Frames with the same block
 * number share tables that grow with each event; `before` is how many events of the block stand
 * before the frame. So a reader can begin at any frame where it is 0, and knows when a frame that it
 * needs is lost.
 */

import type { JitEvent } from "../../sim/hooks/events.ts";
import { BlockReader } from "./block-reader.ts";
import { BlockWriter } from "./block-writer.ts";
import { decodeEvent, putEvent, takeEvent } from "./event-schema.ts";
import { FrameSizeError } from "./frame.ts";
import { DIRECT_READER } from "./header.ts";
import { OPERATION_COUNT_MAX } from "./operation-tables.ts";
import { StringTableReader } from "./string-table.ts";
import { TokenReader } from "./token-reader.ts";
import { TokenWriter } from "./token-writer.ts";
import { int, SchemaError } from "./value-type.ts";

/** A block ends with the first frame that brings its payloads to this size. */
export const BLOCK_SIZE_BYTES = 64 * 1024;

/** Collects events and makes frames of them. */
export class EventFrameWriter {
  private readonly tokens = new TokenWriter();
  private readonly strings = new TokenWriter();
  private readonly frame = new TokenWriter();
  private blockWriter = new BlockWriter(this.tokens, this.strings);
  private block = 0;
  /** The number of the block's first event. */
  private blockFirst = 0;
  private blockSizeBytes = 0;
  private operationCount = 0;
  /** Number of events that the next frame has. */
  pendingCount = 0;
  /** Number of events added so far. */
  eventCount = 0;

  /** Whether the next frame begins a block. */
  get isAtBlockStart(): boolean {
    return this.blockSizeBytes === 0;
  }

  /** Whether the next frame would have too many operations with `event`. */
  isFullFor(event: JitEvent): boolean {
    return this.operationCount + countOperations(event) > OPERATION_COUNT_MAX;
  }

  /** Throws a FrameSizeError for an event that no frame can hold. */
  add(event: JitEvent): void {
    if (this.isFullFor(event)) {
      throw new FrameSizeError(
        `one trace has ${countOperations(event)} operations; a frame can have ${OPERATION_COUNT_MAX}`,
      );
    }
    this.tokens.beginArray();
    putEvent(event, this.blockWriter);
    this.tokens.endArray();
    this.operationCount += countOperations(event);
    this.pendingCount++;
    this.eventCount++;
  }

  /** The payload with all events since the last call; valid until the next one. */
  takeFrame(): Uint8Array {
    const { frame, strings, tokens, pendingCount } = this;
    frame.clear();
    frame.mapHeader(6);
    frame.name("frame");
    frame.name("events");
    frame.name("block");
    frame.int(this.block);
    frame.name("first");
    frame.int(this.eventCount - pendingCount);
    frame.name("before");
    frame.int(this.eventCount - pendingCount - this.blockFirst);
    frame.name("strings");
    frame.arrayHeader(strings.tokenCount);
    frame.append(strings.view());
    frame.name("events");
    frame.arrayHeader(pendingCount);
    frame.append(tokens.view());
    strings.clear();
    tokens.clear();
    this.pendingCount = 0;
    this.operationCount = 0;
    return frame.view();
  }

  /** Must follow each {@link takeFrame}: how many bytes its payload has. */
  noteWritten(payloadSizeBytes: number): void {
    this.blockSizeBytes += payloadSizeBytes;
    if (this.blockSizeBytes < BLOCK_SIZE_BYTES) return;
    this.blockWriter = new BlockWriter(this.tokens, this.strings);
    this.block++;
    this.blockFirst = this.eventCount;
    this.blockSizeBytes = 0;
  }
}

function countOperations(event: JitEvent): number {
  return event.kind === "compile" || event.kind === "abort" ? event.operations.length : 0;
}

/** An event with its number in the reel; `event` is null when its kind is not known. */
export interface NumberedEvent {
  readonly number: number;
  readonly event: JitEvent | null;
}

/** What the events of a block share: the table of texts in version 1, more since version 2. */
interface BlockEvents {
  addStrings(strings: unknown): void;
  readEvent(plain: unknown): JitEvent | null;
}

class MapEvents implements BlockEvents {
  private readonly texts = new StringTableReader();

  addStrings(strings: unknown): void {
    this.texts.add(strings);
  }

  readEvent(plain: unknown): JitEvent | null {
    return decodeEvent(plain, this.texts);
  }
}

class TokenEvents implements BlockEvents {
  private readonly block = new BlockReader();

  addStrings(strings: unknown): void {
    this.block.texts.add(strings);
    this.block.operationCount = 0;
  }

  readEvent(plain: unknown): JitEvent | null {
    if (!Array.isArray(plain)) throw new SchemaError("expected an array");
    this.block.tokens = new TokenReader(plain);
    return takeEvent(this.block);
  }
}

/** Reads event frames one after the other. */
export class EventFrameReader {
  private readonly major: number;
  private blockEvents: BlockEvents;
  private block = -1;
  /** Events of the block that have been read. */
  private readCount = 0;
  private nextNumber: number | null;

  /**
   * For reels of version `major`. `firstNumber` is that of the first event to come; null when
   * reading begins at some block.
   */
  constructor(firstNumber: number | null, major: number) {
    this.nextNumber = firstNumber;
    this.major = major;
    this.blockEvents = this.beginBlock();
  }

  private beginBlock(): BlockEvents {
    return this.major < 2 ? new MapEvents() : new TokenEvents();
  }

  /** The number the next event should have; null after {@link skipToNextBlock}. */
  get expectedNumber(): number | null {
    return this.nextNumber;
  }

  /** Whether `payload` cannot be read because an earlier frame of its block was not. */
  isUnreadable(payload: Readonly<Record<string, unknown>>): boolean {
    return this.nextNumber === null && payload.block === this.block;
  }

  /** After a damaged frame: the rest of the block lacks texts. */
  skipToNextBlock(): void {
    this.nextNumber = null;
  }

  /** The events of a frame; throws a SchemaError when it is not as stated or not the next one. */
  read(payload: Readonly<Record<string, unknown>>): NumberedEvent[] {
    const first = int.decode(payload.first, DIRECT_READER);
    const block = int.decode(payload.block, DIRECT_READER);
    if (this.nextNumber !== null && first !== this.nextNumber) {
      throw new SchemaError(`begins with event ${first}, expected event ${this.nextNumber}`);
    }
    if (block !== this.block || payload.before === 0) {
      this.blockEvents = this.beginBlock();
      this.readCount = 0;
    }
    this.block = block;
    this.checkBefore(payload.before);
    this.blockEvents.addStrings(payload.strings);
    if (!Array.isArray(payload.events)) throw new SchemaError("events: expected a list");
    const events = payload.events.map((plain: unknown, i) => this.readEvent(plain, first + i));
    this.nextNumber = first + events.length;
    this.readCount += events.length;
    return events;
  }

  /** Reels before 2.0 do not say how many events the block has before a frame. */
  private checkBefore(before: unknown): void {
    if (this.major < 2 || before === this.readCount) return;
    const there = `${this.readCount} of the block are known`;
    throw new SchemaError(`follows ${String(before)} events, but ${there}`);
  }

  private readEvent(plain: unknown, number: number): NumberedEvent {
    try {
      return { number, event: this.blockEvents.readEvent(plain) };
    } catch (error) {
      if (error instanceof SchemaError) throw new SchemaError(`event ${number}: ${error.message}`);
      throw error;
    }
  }
}
