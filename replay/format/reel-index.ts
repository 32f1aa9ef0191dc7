/**
 * The index frame: totals, where blocks begin, and the digest. Everything in it follows from the
 * frames before it, so a reel without one is readable and {@link IndexBuilder} can make it again.
 */

import { createHash } from "node:crypto";
import type { PlainMap } from "./codec.ts";
import { DIRECT_READER, DIRECT_WRITER } from "./header.ts";
import type { Fields } from "./value-type.ts";
import { bytes, decodeFields, encodeFields, int, list, record, since, text } from "./value-type.ts";

/** Where a block begins. */
export interface BlockEntry {
  /** Offset in the file of the block's first frame: of its checkpoint, if it has one. */
  readonly offset: number;
  /** Number of its first event. */
  readonly first: number;
  /** Virtual time of its first event. */
  readonly ticks: number;
}

export interface ReelIndex {
  /** Number of events. */
  readonly events: number;
  /** Virtual time of the last event. */
  readonly ticks: number;
  /** How many events there are of each kind that occurs, in the order of the kinds' first event. */
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
  readonly blocks: readonly BlockEntry[];
  /** The blocks that begin with a checkpoint, by the number of their first event. */
  readonly checkpoints: readonly number[];
  /** SHA-256 over all frames (heads included) but the tool and index frames. */
  readonly sha256: Uint8Array;
}

export const INDEX_FIELDS: Fields<ReelIndex> = {
  events: int,
  ticks: int,
  kinds: list(record<{ kind: string; count: number }>("kind count", { kind: text, count: int })),
  blocks: list(record<BlockEntry>("block", { offset: int, first: int, ticks: int })),
  checkpoints: since<readonly number[]>("2.0", list(int), []),
  sha256: bytes,
};

/** The payload of the index frame. */
export function encodeIndex(index: ReelIndex): PlainMap {
  const map: PlainMap = { frame: "index" };
  encodeFields(map, index, INDEX_FIELDS, DIRECT_WRITER);
  return map;
}

/** The inverse of {@link encodeIndex}; throws a SchemaError. */
export function decodeIndex(map: Readonly<Record<string, unknown>>): ReelIndex {
  return decodeFields(map, INDEX_FIELDS, DIRECT_READER);
}

/** Collects what the index holds, while writing or while reading again. */
export class IndexBuilder {
  private readonly digest = createHash("sha256");
  private readonly counts = new Map<string, number>();
  private readonly blocks: BlockEntry[] = [];
  private readonly checkpoints: number[] = [];
  private eventCount = 0;
  private lastTicks = 0;

  /** A whole frame, head included, that is neither the tool nor the index frame. */
  addFrame(frame: Uint8Array): void {
    this.digest.update(frame);
  }

  addEvent(kind: string, ticks: number): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    this.eventCount++;
    this.lastTicks = ticks;
  }

  addBlock(offset: number, first: number, ticks: number, hasCheckpoint: boolean): void {
    this.blocks.push({ offset, first, ticks });
    if (hasCheckpoint) this.checkpoints.push(first);
  }

  build(): ReelIndex {
    return {
      events: this.eventCount,
      ticks: this.lastTicks,
      kinds: [...this.counts].map(([kind, count]) => ({ kind, count })),
      blocks: [...this.blocks],
      checkpoints: [...this.checkpoints],
      sha256: new Uint8Array(this.digest.copy().digest()),
    };
  }
}
