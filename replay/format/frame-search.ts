/**
 * Finds where frames go on behind a damaged one. When the length of the damaged frame is right, they
 * go on where it ends. Otherwise the bytes behind it are searched for what every frame begins with:
 * a length, the checksum of so many bytes, and a map whose first key is `frame`.
 *
 * Bytes of a run (its output, its input) can look like frames, too: a program may print a reel. So
 * a frame that is found must continue the numbering of what was read before, and must lead to
 * the next block of which the index tells; without an index, the frame behind it must be good.
 *
 * The work is bounded by a multiple of the reel's size, whatever lengths the bytes claim.
 */

import type { ByteSource } from "./byte-source.ts";
import { FRAME_HEAD_SIZE_BYTES, readFrameAt, TRAILER_SIZE_BYTES } from "./frame.ts";
import { PAYLOAD_SIZE_MAX_BYTES } from "./frame.ts";
import { FRAME_KEY, peekFrame } from "./frame-peek.ts";

/** What was read before the damage. */
export interface SearchPlace {
  /** Number of the last block; -1 when there was none. */
  readonly block: number;
  /** Number that the next event should have. */
  readonly nextEvent: number;
}

/** Bytes in which the search looks at once. */
const PIECE_SIZE_BYTES = 1024 * 1024;

/** How often all bytes of a reel may be read by searches. */
const READINGS_MAX = 4;

export class FrameSearch {
  private readonly source: ByteSource;
  private readonly findAnchors: () => readonly number[];
  private spentBytes = 0;

  /** `findAnchors` gives the offsets of blocks and of the index, as far as an index names them. */
  constructor(source: ByteSource, findAnchors: () => readonly number[]) {
    this.source = source;
    this.findAnchors = findAnchors;
  }

  /**
   * Where the next good frame or the trailer begins after the damaged frame at `offset`, whose
   * length says that it ends at `endOffset`; null when there is none.
   */
  findNext(offset: number, endOffset: number, place: SearchPlace): number | null {
    if (this.isGoodAt(endOffset, place)) return endOffset;
    const anchor = this.findAnchors().find((at) => at > offset && this.isGoodAt(at, place));
    const found = this.search(offset + 1, endOffset, place, anchor ?? null);
    if (found !== null || anchor !== undefined) return found ?? anchor ?? null;
    const trailer = this.source.size - TRAILER_SIZE_BYTES;
    const isTrailer = trailer > offset && readFrameAt(this.source, trailer).kind === "trailer";
    return isTrailer ? trailer : null;
  }

  private search(
    from: number,
    endOffset: number,
    place: SearchPlace,
    anchor: number | null,
  ): number | null {
    const end = anchor ?? this.source.size;
    for (const at of this.candidates(from, end)) {
      if (!this.isGoodAt(at, place)) continue;
      const leads = anchor === null ? this.isFollowed(at, endOffset) : this.leadsTo(at, anchor);
      if (leads) return at;
    }
    return null;
  }

  /** Offsets before `end` at which bytes stand that may begin a frame. */
  private *candidates(from: number, end: number): Generator<number> {
    for (let at = from; at < end && this.spend(PIECE_SIZE_BYTES); at += PIECE_SIZE_BYTES) {
      const overlap = FRAME_HEAD_SIZE_BYTES + FRAME_KEY.length + 3;
      const piece = this.source.read(at, Math.min(PIECE_SIZE_BYTES + overlap, end + overlap - at));
      for (let key = piece.indexOf(FRAME_KEY); key >= 0; key = piece.indexOf(FRAME_KEY, key + 1)) {
        for (const headerSize of [1, 3]) {
          const start = key - headerSize - FRAME_HEAD_SIZE_BYTES;
          if (start < 0 || start >= PIECE_SIZE_BYTES) continue;
          const length = piece.readUInt32BE(start);
          const isPossible = length > 0 && length <= PAYLOAD_SIZE_MAX_BYTES;
          if (isPossible && at + start < end) yield at + start;
        }
      }
    }
  }

  /** Whether what stands at `at` can follow what was read. */
  private isGoodAt(at: number, place: SearchPlace): boolean {
    if (at > this.source.size || (at === this.source.size && at > 0))
      return at === this.source.size;
    const head = this.source.read(at, FRAME_HEAD_SIZE_BYTES);
    if (head.length < FRAME_HEAD_SIZE_BYTES) return false;
    const length = head.readUInt32BE(0);
    if (at + FRAME_HEAD_SIZE_BYTES + length > this.source.size || !this.spend(length)) return false;
    const frame = readFrameAt(this.source, at);
    if (frame.kind === "trailer") return frame.endOffset === this.source.size;
    if (frame.kind !== "frame") return false;
    const peek = peekFrame(frame.payload);
    if (peek.kind === "header" || (peek.kind === "tool" && place.block >= 0)) return false;
    const { place: found } = peek;
    if (found === null) return peek.kind !== "events";
    return found.block >= place.block && found.first >= place.nextEvent;
  }

  /** Within the bytes that the damaged frame claims, one good frame alone says little. */
  private isFollowed(at: number, endOffset: number): boolean {
    if (at >= endOffset) return true;
    const frame = readFrameAt(this.source, at);
    return frame.kind === "frame" && readFrameAt(this.source, frame.endOffset).kind !== "damaged";
  }

  /** Whether good frames, one after the other, lead from `at` to `anchor`. */
  private leadsTo(at: number, anchor: number): boolean {
    let offset = at;
    while (offset < anchor) {
      const frame = readFrameAt(this.source, offset);
      if (frame.kind !== "frame" || !this.spend(frame.bytes.length)) return false;
      offset = frame.endOffset;
    }
    return offset === anchor;
  }

  private spend(bytes: number): boolean {
    this.spentBytes += bytes;
    return this.spentBytes <= READINGS_MAX * this.source.size + PIECE_SIZE_BYTES;
  }
}
