/**
 * Where reading can begin to reach an event: the blocks that the index of a reel names, or, when it
 * is missing or wrong, those that its frames show. An index is believed only as far as it is seen
 * to be true: before a block is used, the frame at its offset must be the first of its block and
 * have the events that the index says. So a wrong index costs time, and never gives a wrong event.
 */

import type { ByteSource } from "./byte-source.ts";
import { FrameWalk } from "./frame-walk.ts";
import type { WalkFrame } from "./frame-walk.ts";
import type { ReelIndex } from "./reel-index.ts";

/** Where a block begins, and the number of its first event. */
export interface BlockStart {
  readonly offset: number;
  readonly first: number;
}

/** The index of a reel, with the place of its frame. */
export interface StoredIndex {
  readonly offset: number;
  readonly content: ReelIndex;
}

export class BlockIndex {
  private readonly source: ByteSource;
  private readonly start: BlockStart;
  private readonly onWrong: (message: string) => void;
  private stored: StoredIndex | null;
  /** Blocks of the stored index that have been seen to be as it says. */
  private readonly seen = new Set<number>();
  private rebuilt: RebuiltBlocks | null = null;

  /** `bodyOffset` is where the frames behind the header begin. */
  constructor(
    source: ByteSource,
    bodyOffset: number,
    stored: StoredIndex | null,
    onWrong: (message: string) => void,
  ) {
    this.source = source;
    this.start = { offset: bodyOffset, first: 0 };
    this.stored = stored;
    this.onWrong = onWrong;
    if (stored !== null && !isOrdered(stored, bodyOffset)) this.refuse("its blocks have no order");
  }

  /** The offsets that the stored index names: of its blocks and its own. */
  readonly anchors = (): readonly number[] => {
    if (this.stored === null) return [];
    const { content, offset } = this.stored;
    return [...content.blocks.map((block) => block.offset), offset];
  };

  /** The last block that begins at or before event `number`. */
  find(number: number): BlockStart {
    if (this.stored !== null) {
      const { blocks } = this.stored.content;
      const found = lastAtOrBefore(blocks, number);
      if (found < 0) return this.start;
      if (this.seen.has(found) || this.isTrue(found)) return blocks[found]!;
      this.refuse(`block ${found} does not begin at byte ${blocks[found]!.offset}`);
    }
    this.rebuilt ??= new RebuiltBlocks(this.source, this.start.offset);
    const blocks = this.rebuilt.upToNow();
    return blocks[lastAtOrBefore(blocks, number)] ?? this.start;
  }

  private refuse(reason: string): void {
    this.onWrong(`the index is wrong (${reason}) and is made again from the frames`);
    this.stored = null;
  }

  private isTrue(found: number): boolean {
    const blocks = this.stored!.content.blocks;
    const before = blocks[found - 1] ?? this.start;
    const { offset, first } = blocks[found]!;
    const frame = firstEvents(this.source, offset);
    const place = frame?.peek.place ?? null;
    if (place === null || place.first !== first) return false;
    const isStart =
      place.before === null
        ? !this.hasBlockBetween(before.offset, offset, place.block)
        : place.before === 0;
    if (isStart) this.seen.add(found);
    return isStart;
  }

  /** Before format 2.0 only the frames in front of it tell whether a frame begins its block. */
  private hasBlockBetween(from: number, to: number, block: number): boolean {
    const walk = new FrameWalk(this.source, { offset: from, number: null }, this.anchors);
    for (;;) {
      const step = walk.next();
      if (step.kind === "trailer" || step.kind === "truncated" || step.offset >= to) return false;
      if (step.kind === "frame" && step.peek.place?.block === block) return true;
    }
  }
}

/** The first events frame at `offset` or directly behind frames without events. */
function firstEvents(source: ByteSource, offset: number): WalkFrame | null {
  const walk = new FrameWalk(source, { offset, number: null }, null);
  for (;;) {
    const step = walk.next();
    if (step.kind !== "frame") return null;
    if (step.peek.place !== null) return step;
  }
}

function isOrdered({ offset, content }: StoredIndex, bodyOffset: number): boolean {
  const { blocks, events } = content;
  const areOrdered = blocks.every((block, i) => {
    const before = blocks[i - 1];
    return (before?.offset ?? bodyOffset - 1) < block.offset && (before?.first ?? -1) < block.first;
  });
  const last = blocks.at(-1);
  const isInside = last === undefined || (last.offset < offset && last.first < events);
  return areOrdered && isInside && (blocks[0]?.first ?? 0) === 0 && (events === 0) === !last;
}

/** Index of the last block whose first event is at or before `number`; -1 when there is none. */
function lastAtOrBefore(blocks: readonly BlockStart[], number: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle]!.first <= number) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The blocks as the frames show them. Goes on where it was when the reel has grown. */
class RebuiltBlocks {
  private readonly walk: FrameWalk;
  private readonly blocks: BlockStart[] = [];
  private block = -1;
  private first = -1;
  private isBehindDamage = false;

  constructor(source: ByteSource, bodyOffset: number) {
    this.walk = new FrameWalk(source, { offset: bodyOffset, number: null }, () => []);
  }

  upToNow(): readonly BlockStart[] {
    /** Frames without events in front of a block belong to it. */
    let before: number | null = null;
    for (;;) {
      const step = this.walk.next();
      if (step.kind === "trailer" || step.kind === "truncated") return this.blocks;
      if (step.kind === "damaged") {
        this.isBehindDamage = true;
        before = null;
      } else if (step.peek.place === null) before ??= step.offset;
      else {
        this.add(step, before ?? step.offset);
        before = null;
      }
    }
  }

  private add(frame: WalkFrame, offset: number): void {
    const { block, first, before } = frame.peek.place!;
    if (block === this.block) this.isBehindDamage = false;
    if (block <= this.block || first <= this.first) return;
    const isStart = before === null ? !this.isBehindDamage : before === 0;
    if (isStart) this.blocks.push({ offset, first });
    this.isBehindDamage = false;
    this.block = block;
    this.first = first;
  }
}
