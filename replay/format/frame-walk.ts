/**
 * Goes through the frames of a reel, one after the other. Behind a damaged frame it goes on where
 * frames can be read again (frame-search.ts); what a deflate frame holds follows it as if it stood
 * there. At the end of a reel that lacks its trailer it can go on later, when the reel has grown.
 */

import type { ByteSource } from "./byte-source.ts";
import { MemorySource } from "./byte-source.ts";
import { decodeFrame } from "./decoded-frame.ts";
import { decodeDeflateFrame } from "./deflate.ts";
import type { FrameAt } from "./frame.ts";
import {
  FRAME_HEAD_SIZE_BYTES,
  HEAD_SIZE_BYTES,
  PAYLOAD_SIZE_MAX_BYTES,
  readFrameAt,
} from "./frame.ts";
import type { FramePeek } from "./frame-peek.ts";
import { peekFrame, peekKind } from "./frame-peek.ts";
import { FrameSearch } from "./frame-search.ts";
import { SchemaError } from "./value-type.ts";
import type { WrongByte } from "./wrong-byte.ts";
import { findWrongByte } from "./wrong-byte.ts";

/** A good frame. */
export interface WalkFrame {
  readonly kind: "frame";
  /** Frames count from 0, the header's; null when the walk began somewhere in the reel. */
  readonly number: number | null;
  readonly offset: number;
  readonly endOffset: number;
  /** The whole frame, as it stands outside of a deflate frame. */
  readonly bytes: Uint8Array;
  readonly payload: Buffer;
  readonly peek: FramePeek;
  /** Whether it stands in a deflate frame, whose number and offsets these are. */
  readonly isPacked: boolean;
}

/** A frame that cannot be read. */
export interface FrameDamage {
  readonly number: number | null;
  readonly offset: number;
  /** "" when that cannot be said. */
  readonly frameKind: string;
  readonly message: string;
  /** The byte that is wrong, when it seems to be one; `at` is its offset in the reel. */
  readonly wrongByte?: WrongByte;
}

/** What is met on the way; trailer and truncation come last. */
export type WalkStep =
  | WalkFrame
  | ({ readonly kind: "damaged" } & FrameDamage)
  | (FrameAt & { readonly kind: "trailer" })
  | (FrameAt & { readonly kind: "truncated" });

const FRAME_SIZE_MAX_BYTES = FRAME_HEAD_SIZE_BYTES + PAYLOAD_SIZE_MAX_BYTES;

export const DEFLATE_KIND = "deflate";

/** Where a walk begins. */
export interface WalkStart {
  readonly offset: number;
  readonly number: number | null;
}

export const FIRST_FRAME: WalkStart = { offset: HEAD_SIZE_BYTES, number: 0 };

/** Gives the offsets that an index names: of blocks, and its own. */
export type FindAnchors = () => readonly number[];

export class FrameWalk {
  private readonly source: ByteSource;
  private readonly findAnchors: FindAnchors | null;
  private readonly search: FrameSearch | null;
  private readonly isGrowing: boolean;
  private offset: number;
  private number: number | null;
  private packed: WalkFrame[] = [];
  private lastBlock = -1;
  private lastFirst = -1;

  /**
   * Without `findAnchors` nothing is read behind a damaged frame. Of a reel that is growing, what
   * is not there yet is never searched for.
   */
  constructor(
    source: ByteSource,
    start: WalkStart,
    findAnchors: FindAnchors | null,
    isGrowing = false,
  ) {
    this.source = source;
    this.findAnchors = findAnchors;
    this.search = findAnchors === null ? null : new FrameSearch(source, findAnchors);
    this.offset = start.offset;
    this.number = start.number;
    this.isGrowing = isGrowing;
  }

  /** The number that the next frame has. */
  get frameNumber(): number | null {
    return this.number;
  }

  /** How large the reel is. */
  get sizeBytes(): number {
    return this.source.size;
  }

  /** Whether an index names this offset. */
  isAnchor(offset: number): boolean {
    return this.findAnchors?.().includes(offset) ?? false;
  }

  next(): WalkStep {
    const inner = this.packed.shift();
    if (inner !== undefined) return this.note(inner);
    const frame = readFrameAt(this.source, this.offset);
    if (frame.kind === "trailer") return frame;
    if (frame.kind === "truncated") return this.readTruncated(frame);
    if (frame.kind === "damaged") return this.readDamaged(frame.message, frame.endOffset);
    const peek = peekFrame(frame.payload);
    const step: WalkFrame = { ...frame, number: this.number, peek, isPacked: false };
    if (peek.kind === DEFLATE_KIND) {
      try {
        this.packed = unpackFrames(step);
      } catch (error) {
        if (!(error instanceof SchemaError)) throw error;
        return this.damage(error.message, frame.endOffset);
      }
    }
    this.moveTo(frame.endOffset);
    return this.note(step);
  }

  private note(frame: WalkFrame): WalkFrame {
    const { place } = frame.peek;
    if (place === null) return frame;
    this.lastBlock = Math.max(this.lastBlock, place.block);
    this.lastFirst = Math.max(this.lastFirst, place.first);
    return frame;
  }

  private moveTo(offset: number): void {
    this.offset = offset;
    if (this.number !== null) this.number++;
  }

  private damage(message: string, next: number): WalkStep {
    const { number, offset } = this;
    const start = this.source.read(offset + FRAME_HEAD_SIZE_BYTES, FRAME_HEAD_SIZE_BYTES * 8);
    const wrong = this.findWrongByte(next);
    this.moveTo(next);
    const frameKind = peekKind(start).kind;
    const wrongByte = wrong === null ? {} : { wrongByte: { ...wrong, at: offset + wrong.at } };
    return { kind: "damaged", number, offset, frameKind, message, ...wrongByte };
  }

  /** Looks for it where the frame must end, so that all searches together read the reel once. */
  private findWrongByte(next: number): WrongByte | null {
    const size = next - this.offset;
    const isPossible = size > FRAME_HEAD_SIZE_BYTES && size <= FRAME_SIZE_MAX_BYTES;
    return isPossible ? findWrongByte(this.source.read(this.offset, size)) : null;
  }

  private readDamaged(message: string, endOffset: number): WalkStep {
    const next = this.search?.findNext(this.offset, endOffset, this.place());
    return this.damage(message, next ?? this.source.size);
  }

  /** A reel that ends too early, unless there are frames behind: then the length is wrong. */
  private readTruncated(frame: FrameAt & { kind: "truncated" }): WalkStep {
    const isHead = this.source.size - this.offset > FRAME_HEAD_SIZE_BYTES;
    if (this.isGrowing || this.search === null || !isHead) return frame;
    const next = this.search.findNext(this.offset, Number.POSITIVE_INFINITY, this.place());
    return next === null ? frame : this.damage("the frame's length is wrong", next);
  }

  private place(): { block: number; nextEvent: number } {
    return { block: this.lastBlock, nextEvent: this.lastFirst + 1 };
  }
}

/** The frames in a deflate frame; throws a SchemaError when they are not whole. */
function unpackFrames(outer: WalkFrame): WalkFrame[] {
  const source = new MemorySource(decodeDeflateFrame(decodeFrame(outer.payload).map));
  const { number, offset, endOffset } = outer;
  const frames: WalkFrame[] = [];
  for (let at = 0; at < source.size; ) {
    const frame = readFrameAt(source, at);
    if (frame.kind !== "frame") throw new SchemaError("what it holds is not whole frames");
    const { bytes, payload } = frame;
    const peek = peekFrame(payload);
    if (peek.kind === DEFLATE_KIND) throw new SchemaError("it holds a deflate frame");
    frames.push({ kind: "frame", number, offset, endOffset, bytes, payload, peek, isPacked: true });
    at = frame.endOffset;
  }
  return frames;
}
