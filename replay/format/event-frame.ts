/**
 * Event frames: `{frame: "events", block, first, texts, strings, events}`. Frames with the same block
 * number share one table of texts; `texts` is how many it has before the frame. So a reader can
 * begin at any frame where it is 0, and knows when a frame that it needs is lost.
 */

import type { JitEvent } from "../../sim/hooks/events.ts";
import type { PlainMap } from "./codec.ts";
import { decodeEvent, encodeEvent } from "./event-schema.ts";
import { StringTableReader, StringTableWriter } from "./string-table.ts";
import { int, SchemaError } from "./value-type.ts";
import { DIRECT_READER } from "./header.ts";

/** A block ends with the first frame that brings its payloads to this size. */
export const BLOCK_SIZE_BYTES = 64 * 1024;

/** Collects events and makes frames of them. */
export class EventFrameWriter {
  private table = new StringTableWriter();
  private block = 0;
  private blockSizeBytes = 0;
  private pending: PlainMap[] = [];
  /** Number of events added so far. */
  eventCount = 0;

  get pendingCount(): number {
    return this.pending.length;
  }

  /** Whether the next frame begins a block. */
  get isAtBlockStart(): boolean {
    return this.blockSizeBytes === 0;
  }

  add(event: JitEvent): void {
    this.pending.push(encodeEvent(event, this.table));
    this.eventCount++;
  }

  /** The payload with all events since the last call. */
  takeFrame(): PlainMap {
    const first = this.eventCount - this.pending.length;
    const strings = this.table.takeAdded();
    const texts = this.table.size - strings.length;
    const events = this.pending;
    this.pending = [];
    return { frame: "events", block: this.block, first, texts, strings, events };
  }

  /** Must follow each {@link takeFrame}: how many bytes its payload has. */
  noteWritten(payloadSizeBytes: number): void {
    this.blockSizeBytes += payloadSizeBytes;
    if (this.blockSizeBytes < BLOCK_SIZE_BYTES) return;
    this.table = new StringTableWriter();
    this.block++;
    this.blockSizeBytes = 0;
  }
}

/** An event with its number in the reel; `event` is null when its kind is not known. */
export interface NumberedEvent {
  readonly number: number;
  readonly event: JitEvent | null;
}

/** Reads event frames one after the other. */
export class EventFrameReader {
  private table = new StringTableReader();
  private block = -1;
  private nextNumber: number | null;

  /** `firstNumber` is that of the first event to come; null when reading begins at some block. */
  constructor(firstNumber: number | null) {
    this.nextNumber = firstNumber;
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
    if (block !== this.block) this.table = new StringTableReader();
    this.block = block;
    this.checkTexts(payload.texts);
    this.table.add(payload.strings);
    if (!Array.isArray(payload.events)) throw new SchemaError("events: expected a list");
    const events = payload.events.map((plain: unknown, i) => this.readEvent(plain, first + i));
    this.nextNumber = first + events.length;
    return events;
  }

  /** Reels before 2.0 do not say how many texts there are. */
  private checkTexts(texts: unknown): void {
    if (texts === undefined || texts === this.table.size) return;
    const there = `${this.table.size} of the block are known`;
    throw new SchemaError(`follows ${String(texts)} texts, but ${there}`);
  }

  private readEvent(plain: unknown, number: number): NumberedEvent {
    try {
      return { number, event: decodeEvent(plain, this.table) };
    } catch (error) {
      if (error instanceof SchemaError) throw new SchemaError(`event ${number}: ${error.message}`);
      throw error;
    }
  }
}
