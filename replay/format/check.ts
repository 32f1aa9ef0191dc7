/**
 * Checks a reel frame by frame, and goes on after a damaged frame where that is possible. It makes
 * the index again on the way and compares it with the one in the file.
 */

import { createHash } from "node:crypto";
import type { ByteSource } from "./byte-source.ts";
import { isSameState } from "./checkpoint.ts";
import { decodeFrame } from "./decoded-frame.ts";
import type { NumberedEvent } from "./event-frame.ts";
import type { EventWalk, ReelDamage } from "./event-walk.ts";
import { HEAD_SIZE_BYTES } from "./frame.ts";
import type { WalkFrame } from "./frame-walk.ts";
import { DEFLATE_KIND } from "./frame-walk.ts";
import { ReelReader } from "./reader.ts";
import type { ReelIndex } from "./reel-index.ts";
import { decodeIndex, IndexBuilder } from "./reel-index.ts";
import type { WrongByte } from "./wrong-byte.ts";
import { ReelState } from "./reel-state.ts";

/** One frame that was met. Frames count from 0, the header's. */
export interface FrameReport {
  readonly number: number;
  readonly offset: number;
  readonly sizeBytes: number;
  readonly kind: string;
  /** Frames of events that can be read: the first event's number and how many there are. */
  readonly events: { readonly first: number; readonly count: number } | null;
}

/** Something that is not as it should be; `offset` is the byte at which the frame begins. */
export interface ReelProblem {
  readonly kind: "truncated" | "damaged";
  readonly frame: number;
  readonly offset: number;
  /** "" when that cannot be said. */
  readonly frameKind: string;
  readonly message: string;
  /** The first event that is lost with it; null when none is or an earlier problem tells. */
  readonly firstLost: number | null;
  /** How many events are lost from there on; null when that cannot be said. */
  readonly lostCount: number | null;
  /** The byte that is wrong, when it seems to be one. */
  readonly wrongByte?: WrongByte;
}

export interface CheckReport {
  readonly reader: ReelReader;
  /** The frames that can be read; empty when they were not asked for. */
  readonly frames: readonly FrameReport[];
  readonly frameCount: number;
  /** Empty when the reel is complete and whole. */
  readonly problems: readonly ReelProblem[];
  readonly notices: readonly string[];
  /** How many events can be read. */
  readonly eventCount: number;
  /** Whether the reel ends before its trailer. */
  readonly isTruncated: boolean;
  /** The index made again from the frames that can be read. */
  readonly index: ReelIndex;
}

/**
 * Checks a whole reel; throws a ReelError when it is none or has no readable header. A large reel
 * has millions of frames: a list of them is made only with `listsFrames`.
 */
export function checkReel(
  bytes: Uint8Array | ByteSource,
  file: string,
  listsFrames = true,
): CheckReport {
  return new ReelCheck(new ReelReader(bytes, file), listsFrames).run();
}

class ReelCheck {
  private readonly reader: ReelReader;
  private readonly listsFrames: boolean;
  private readonly frames: FrameReport[] = [];
  private frameCount = 0;
  private indexNumber = 0;
  private readonly problems: ReelProblem[] = [];
  private readonly builder = new IndexBuilder();
  private readonly walk: EventWalk;
  private block: number | null = null;
  /** What the events so far come to; null when some cannot be read. */
  private state: ReelState | null = new ReelState();
  /** Where the checkpoint begins that has just been read; null when the last frame is none. */
  private checkpointOffset: number | null = null;
  private stored: { readonly offset: number; readonly content: ReelIndex } | null = null;

  constructor(reader: ReelReader, listsFrames: boolean) {
    this.reader = reader;
    this.listsFrames = listsFrames;
    this.walk = reader.walk({
      onFrame: (frame, events) => this.addFrame(frame, events),
      onDamage: (damage) => this.addDamage(damage),
    });
  }

  run(): CheckReport {
    this.checkProgram();
    const { walk } = this;
    const events = walk.read();
    while (!events.next().done) {}
    const { truncation } = walk;
    if (truncation !== null) {
      const { offset, message } = truncation;
      const frame = walk.frameNumber ?? 0;
      const lost = { firstLost: null, lostCount: null };
      this.problems.push({ kind: "truncated", frame, offset, frameKind: "", message, ...lost });
    }
    const index = this.builder.build();
    if (this.problems.length === 0 && this.stored !== null) this.checkIndex(this.stored, index);
    const { reader, frames, problems } = this;
    const { notices } = reader;
    const isTruncated = truncation !== null;
    const { frameCount } = this;
    const eventCount = index.events;
    return { reader, frames, frameCount, problems, notices, eventCount, isTruncated, index };
  }

  private checkProgram(): void {
    const { programText, programSha256 } = this.reader.header;
    const digest = createHash("sha256").update(programText).digest();
    if (digest.equals(programSha256)) return;
    const message = "the program's text does not have the SHA-256 the header states";
    this.addProblem(0, HEAD_SIZE_BYTES, "header", message);
  }

  private addProblem(frame: number, offset: number, frameKind: string, message: string): void {
    const lost = { firstLost: null, lostCount: 0 };
    this.problems.push({ kind: "damaged", frame, offset, frameKind, message, ...lost });
  }

  private addDamage({ number, ...rest }: ReelDamage): void {
    if (rest.lostCount !== 0) this.state = null;
    this.problems.push({ kind: "damaged", frame: number ?? 0, ...rest });
  }

  private addFrame(frame: WalkFrame, events: readonly NumberedEvent[] | null): void {
    const { peek, offset, bytes } = frame;
    this.report(frame, events);
    if (peek.kind === "index") {
      this.stored = { offset, content: decodeIndex(decodeFrame(frame.payload).map) };
      this.indexNumber = frame.number ?? 0;
    } else if (peek.kind !== "tool" && peek.kind !== DEFLATE_KIND) this.builder.addFrame(bytes);
    if (peek.kind === "checkpoint") this.checkCheckpoint(frame);
    if (events !== null) this.addEvents(frame, events);
    this.checkpointOffset = peek.kind === "checkpoint" ? offset : null;
  }

  /** After lost events the checkpoint is believed, and says what the state is. */
  private checkCheckpoint({ number, offset, payload }: WalkFrame): void {
    const found = ReelState.fromPlain(decodeFrame(payload).map);
    if (this.walk.isBehindDamage) this.state = null;
    if (this.state !== null && !isSameState(this.state, found)) {
      const message = `the checkpoint at byte ${offset} does not match the events before it`;
      this.addProblem(number ?? 0, offset, "checkpoint", message);
    }
    this.state ??= found;
  }

  private report(frame: WalkFrame, events: readonly NumberedEvent[] | null): void {
    if (!frame.isPacked) this.frameCount++;
    if (!this.listsFrames) return;
    const range = events === null ? null : { first: events[0]?.number ?? 0, count: events.length };
    const number = frame.number ?? 0;
    const { offset, endOffset, peek } = frame;
    if (!frame.isPacked) {
      const sizeBytes = endOffset - offset;
      this.frames.push({ number, offset, sizeBytes, kind: peek.kind, events: range });
      return;
    }
    const outer = this.frames.pop()!;
    const before = outer.events;
    const joined =
      before === null || range === null
        ? (range ?? before)
        : { first: before.first, count: before.count + range.count };
    this.frames.push({ ...outer, events: joined });
  }

  private addEvents(frame: WalkFrame, events: readonly NumberedEvent[]): void {
    const block = frame.peek.place?.block ?? 0;
    const first = events[0];
    const at = this.checkpointOffset;
    if (block === this.block && at !== null) {
      this.addProblem(frame.number ?? 0, at, "checkpoint", "a checkpoint inside of a block");
    }
    if (block !== this.block) {
      const { number = 0, event = null } = first ?? {};
      this.builder.addBlock(at ?? frame.offset, number, event?.ticks ?? 0, at !== null);
    }
    this.block = block;
    for (const numbered of events) {
      const { event } = numbered;
      this.state?.add(numbered);
      this.builder.addEvent(event?.kind ?? "?", event?.ticks ?? 0);
    }
  }

  private checkIndex(stored: { offset: number; content: ReelIndex }, rebuilt: ReelIndex): void {
    const wrong = indexDifference(stored.content, rebuilt);
    if (wrong !== null) this.addProblem(this.indexNumber, stored.offset, "index", wrong);
  }
}

/** Where the index in the file differs from the frames, or null. */
function indexDifference(stored: ReelIndex, rebuilt: ReelIndex): string | null {
  for (const key of ["events", "ticks", "kinds", "blocks", "checkpoints"] as const) {
    if (JSON.stringify(stored[key]) !== JSON.stringify(rebuilt[key])) {
      return `the index's ${key} are not those of the frames`;
    }
  }
  const isSame = Buffer.from(stored.sha256).equals(rebuilt.sha256);
  return isSame ? null : "the SHA-256 in the index is not that of the frames";
}
