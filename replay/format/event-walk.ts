/**
 * Goes through the events of a reel. Behind damage it goes on with the next events that can be
 * read, and says which ones are lost: a block's tables grow in order, so what follows a lost frame
 * is unreadable up to the next block. Events are given once, in the order of their numbers, or not
 * at all; a frame that stands where it does not belong is damage.
 */

import { createHash } from "node:crypto";
import { decodeFrame } from "./decoded-frame.ts";
import type { NumberedEvent } from "./event-frame.ts";
import { EventFrameReader } from "./event-frame.ts";
import type { FrameAt } from "./frame.ts";
import type { FrameDamage, FrameWalk, WalkFrame } from "./frame-walk.ts";
import type { FramePlace } from "./frame-peek.ts";
import { DEFLATE_KIND } from "./frame-walk.ts";
import type { ReelIndex } from "./reel-index.ts";
import { decodeIndex } from "./reel-index.ts";
import { SchemaError } from "./value-type.ts";

/**
 * How the reading of a reel ended. Offsets are those of the frame that could not be read. Behind
 * damage of which a listener was told, a reel can still be truncated.
 */
export type ReelEnding =
  | { readonly kind: "complete" }
  | { readonly kind: "truncated" | "damaged"; readonly offset: number; readonly message: string };

/** Something in a reel that is not as it should be. */
export interface ReelDamage extends FrameDamage {
  /**
   * The first event that cannot be read, because of this or of what is damaged up to the next event
   * that can be read; null when none is lost, or when an earlier damage already tells.
   */
  readonly firstLost: number | null;
  /** How many events are lost from there on; null when that cannot be said. */
  readonly lostCount: number | null;
}

/** Told on the way. */
export interface WalkListener {
  /** Every good frame, in order; with its events where it has some that can be read. */
  readonly onFrame?: (frame: WalkFrame, events: readonly NumberedEvent[] | null) => void;
  /** A frame or an event of a kind that this version does not know. */
  readonly onUnknown?: (what: string) => void;
  /** Damage, as soon as it is known what is lost with it. Without it reading ends at the first. */
  readonly onDamage?: (damage: ReelDamage) => void;
}

/** Kinds of frames that hold no events and need no word. */
const SILENT_KINDS: ReadonlySet<string> = new Set(["header", "tool", "checkpoint", DEFLATE_KIND]);

/** Kinds of frames that the digest leaves out. */
const UNDIGESTED_KINDS: ReadonlySet<string> = new Set(["tool", "index", DEFLATE_KIND]);

/** A good frame at a wrong place. It is passed over; those behind it may be at the right one. */
class MisplacedError extends SchemaError {
  override name = "MisplacedError";
}

export class EventWalk {
  private readonly frames: FrameWalk;
  private readonly listener: WalkListener;
  private readonly digest = createHash("sha256");
  private readonly isFromStart: boolean;
  private readonly events: EventFrameReader;
  private block = -1;
  private isBlockLost = false;
  private expected: number;
  private index: { readonly offset: number; readonly content: ReelIndex } | null = null;
  private firstDamage: FrameDamage | null = null;
  /** Damage of which is not known yet what is lost. */
  private pending: FrameDamage[] = [];
  private lostFrom = 0;
  private truncatedAt: { readonly offset: number; readonly message: string } | null = null;

  /**
   * Of a reel of version `major`; `firstEvent` is the number of the first event behind where
   * `frames` begins.
   */
  constructor(frames: FrameWalk, major: number, firstEvent: number, listener: WalkListener) {
    this.frames = frames;
    this.events = new EventFrameReader(null, major);
    this.expected = firstEvent;
    this.listener = listener;
    this.isFromStart = frames.frameNumber === 0;
  }

  /** Where the reel ended before its trailer, when it did so the last time. */
  get truncation(): { readonly offset: number; readonly message: string } | null {
    return this.truncatedAt;
  }

  /** Whether something was damaged since the last event that could be read. */
  get isBehindDamage(): boolean {
    return this.pending.length > 0;
  }

  /** The number of the next frame; null when the walk did not begin at the first. */
  get frameNumber(): number | null {
    return this.frames.frameNumber;
  }

  /** The events; after a truncated ending it can be called again and goes on, if there is more. */
  *read(): Generator<NumberedEvent, ReelEnding> {
    for (;;) {
      const step = this.frames.next();
      if (step.kind === "truncated") return this.endTruncated(step);
      if (step.kind === "trailer") return this.endComplete(step);
      if (step.kind === "damaged") this.note(step);
      const events = step.kind === "frame" ? this.readFrame(step) : [];
      if (this.isOver) return this.damagedEnding();
      for (const event of events) yield event;
    }
  }

  private get isOver(): boolean {
    return this.firstDamage !== null && this.listener.onDamage === undefined;
  }

  private note(damage: FrameDamage, lostFrom = this.expected): void {
    this.firstDamage ??= damage;
    if (this.pending.length === 0) this.lostFrom = lostFrom;
    this.pending.push(damage);
  }

  private noteFrame(frame: WalkFrame, message: string, lostFrom = this.expected): void {
    const { number, offset, peek } = frame;
    this.note({ number, offset, frameKind: peek.kind, message }, lostFrom);
  }

  /** It is known now that all events before `next` that were not given are lost. */
  private settle(next: number | null): void {
    const { pending, lostFrom } = this;
    this.pending = [];
    const count = next === null ? null : Math.max(0, next - lostFrom);
    pending.forEach((damage, i) => {
      const isTold = i > 0 || count === 0;
      const lost = isTold
        ? { firstLost: null, lostCount: 0 }
        : { firstLost: lostFrom, lostCount: count };
      this.listener.onDamage?.({ ...damage, ...lost });
    });
  }

  private readFrame(frame: WalkFrame): readonly NumberedEvent[] {
    const { kind } = frame.peek;
    const { expected } = this;
    if (!UNDIGESTED_KINDS.has(kind)) this.digest.update(frame.bytes);
    try {
      const events = kind === "events" ? this.readEvents(frame) : this.readOther(frame);
      this.listener.onFrame?.(frame, events);
      return events ?? [];
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      this.expected = expected;
      this.noteFrame(frame, error.message);
      if (kind === "events" && !(error instanceof MisplacedError)) this.loseBlock(frame);
      return [];
    }
  }

  private loseBlock({ peek: { place } }: WalkFrame): void {
    this.block = Math.max(this.block, place?.block ?? -1);
    this.isBlockLost = true;
  }

  private readOther(frame: WalkFrame): null {
    const { kind } = frame.peek;
    const isFirst = kind === "header" ? 0 : 1;
    if ((kind === "header" || kind === "tool") && (frame.number ?? isFirst + 1) !== isFirst) {
      throw new SchemaError(`there is a ${kind} frame where none belongs`);
    }
    if (kind === "index") {
      if (this.index !== null) throw new SchemaError("there is a second index");
      this.index = { offset: frame.offset, content: decodeIndex(decodeFrame(frame.payload).map) };
    } else if (!SILENT_KINDS.has(kind)) {
      decodeFrame(frame.payload);
      this.listener.onUnknown?.(
        `a frame of an unknown kind ("${kind}", byte ${frame.offset}) is passed over`,
      );
    }
    return null;
  }

  /** The events of a frame; null when they need tables of a frame that is lost. */
  private readEvents(frame: WalkFrame): readonly NumberedEvent[] | null {
    const { map } = decodeFrame(frame.payload);
    const { place } = frame.peek;
    if (place === null) throw new SchemaError("block, first: expected natural numbers");
    if (this.index !== null) this.noteFrame(frame, "events stand behind the index");
    this.checkOrder(place);
    const { expected } = this;
    if (place.first !== expected) {
      const message = `begins with event ${place.first}, expected event ${expected}`;
      if (this.pending.length === 0) this.noteFrame(frame, message);
      this.events.skipToNextBlock();
      this.isBlockLost = !this.beginsBlock(frame, place);
    } else if (place.block !== this.block || place.before === 0) this.isBlockLost = false;
    this.block = place.block;
    const count = Array.isArray(map.events) ? map.events.length : 0;
    this.expected = place.first + count;
    if (this.isBlockLost) return null;
    const events = this.events.read(map);
    if (this.pending.length > 0) this.settle(place.first);
    for (const { number, event } of events) {
      if (event !== null) continue;
      this.listener.onUnknown?.(`event ${number} is of an unknown kind and passed over`);
    }
    return events;
  }

  private checkOrder(place: FramePlace): void {
    if (place.first < this.expected) {
      const message = `begins with event ${place.first}, expected event ${this.expected}`;
      throw new MisplacedError(message);
    }
    if (place.block < this.block) {
      throw new MisplacedError(`is of block ${place.block}, behind block ${this.block}`);
    }
  }

  /** Whether a frame behind a lost one needs none of the tables that were lost. */
  private beginsBlock(frame: WalkFrame, place: FramePlace): boolean {
    if (place.block === this.block) return false;
    return place.before === null ? this.frames.isAnchor(frame.offset) : place.before === 0;
  }

  private endTruncated({ offset, message }: FrameAt & { kind: "truncated" }): ReelEnding {
    this.truncatedAt = { offset, message };
    if (this.pending.length > 0) this.settle(null);
    return { kind: "truncated", offset, message };
  }

  private endComplete(trailer: FrameAt & { kind: "trailer" }): ReelEnding {
    this.truncatedAt = null;
    this.checkEnd(trailer);
    if (this.pending.length > 0) this.settle(this.index?.content.events ?? null);
    return this.firstDamage === null ? { kind: "complete" } : this.damagedEnding();
  }

  private checkEnd(trailer: FrameAt & { kind: "trailer" }): void {
    const { index } = this;
    const number = this.frames.frameNumber;
    const at = (offset: number, message: string): void => {
      this.note({ number, offset, frameKind: "", message });
    };
    if (trailer.endOffset !== this.frames.sizeBytes) {
      at(trailer.endOffset, "there are bytes after the end of the reel");
    }
    if (index === null) at(trailer.offset, "there is no index frame before the trailer");
    else if (trailer.indexOffset !== index.offset) {
      const message = `the trailer says that the index is at byte ${trailer.indexOffset}`;
      at(trailer.offset, `${message}, but it is at byte ${index.offset}`);
    } else this.checkIndex(index.offset, index.content, at);
  }

  private checkIndex(
    offset: number,
    { events, sha256 }: ReelIndex,
    at: (offset: number, message: string) => void,
  ): void {
    const isWhole = this.firstDamage === null;
    const hasFewer = events > this.expected && this.pending.length === 0;
    if (hasFewer || (events < this.expected && isWhole)) {
      at(offset, `the index tells of ${events} events, there are ${this.expected}`);
    } else if (isWhole && this.isFromStart) {
      const isSame = this.digest.copy().digest().equals(sha256);
      if (!isSame) at(offset, "the SHA-256 in the index is not that of the frames");
    }
  }

  private damagedEnding(): ReelEnding {
    const { offset, message } = this.firstDamage!;
    return { kind: "damaged", offset, message };
  }
}
