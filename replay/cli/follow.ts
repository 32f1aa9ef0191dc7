/**
 * `jitreel replay --follow S.reel`: lists the events of a recording while it goes on. The file is
 * looked at every {@link POLL_MILLISECONDS}; a recorder writes whole frames, at least after every
 * hook event (see "Flushing" in FORMAT.md), so what is listed is at most that old.
 *
 * It ends when the reel is complete, when its file is gone, at Ctrl-C, and, with `--idle`, when
 * nothing was written for so long: a recorder that was killed cannot say so.
 */

import { statSync } from "node:fs";
import { UserError } from "../../sim/base/errors.ts";
import { openFileSource } from "../format/byte-source.ts";
import { FRAME_HEAD_SIZE_BYTES, HEAD_SIZE_BYTES, readFrameAt } from "../format/frame.ts";
import { ReelReader } from "../format/reader.ts";
import { printPlural, printText } from "../replayer/print-value.ts";
import { select } from "../replayer/selection.ts";
import type { CommandAction, CommandCall } from "./command.ts";
import { EXIT } from "./command.ts";
import { EventListing } from "./event-listing.ts";
import { naturalOption } from "./options.ts";
import { DamageReport } from "./reel-ending.ts";
import { StopSignal } from "./stop-signal.ts";

const POLL_MILLISECONDS = 100;

/** After so long without a new frame it is said that the recording may be over. */
const SILENCE_SECONDS = 10;

export const follow: CommandAction = async (call) => {
  if (call.options.script !== undefined) {
    throw new UserError("--script needs the whole reel, so it cannot be used with --follow");
  }
  if (call.options.where !== undefined) {
    throw new UserError("--where can ask for what comes later, so it cannot be used with --follow");
  }
  const stop = new StopSignal();
  try {
    return await new Follower(call, stop).run();
  } finally {
    stop.dispose();
  }
};

/** A recording whose header is there. */
interface Opened {
  readonly path: string;
  readonly inode: number;
  readonly reader: ReelReader;
}

class Follower {
  private readonly call: CommandCall;
  private readonly stop: StopSignal;
  private readonly listing: EventListing;
  private readonly path: string;
  private readonly idleSeconds: number | null;
  private isSilenceTold = false;
  private isWaitTold = false;
  private changedAt = performance.now();

  constructor(call: CommandCall, stop: StopSignal) {
    this.call = call;
    this.stop = stop;
    this.path = call.operands[0]!;
    this.listing = new EventListing(call);
    this.idleSeconds = naturalOption(call.options, "idle");
  }

  async run(): Promise<number> {
    for (;;) {
      const opened = await this.open();
      if (opened === null) return this.endSilent();
      try {
        const code = await this.list(opened);
        if (code !== null) return code;
      } finally {
        opened.reader.close();
      }
      this.say("the recording has begun again");
    }
  }

  private say(text: string, path = this.path): void {
    this.call.console.errLine(`${printText(path)}: ${text}`);
  }

  /** Waits for a file with a whole header; null when waiting has ended. */
  private async open(): Promise<Opened | null> {
    for (;;) {
      const opened = this.openWhenReady();
      if (opened !== null) return opened;
      if (!this.isWaitTold) this.say("waiting for the recording to begin");
      this.isWaitTold = true;
      if (!(await this.wait())) return null;
    }
  }

  /** A recording that goes on stands beside the complete reel of an earlier one. */
  private openWhenReady(): Opened | null {
    for (const path of [`${this.path}.partial`, this.path]) {
      const inode = inodeOf(path);
      if (inode === null) continue;
      const reader = openWithHeader(path);
      if (reader !== null) this.noteChange();
      return reader === null ? null : { path, inode, reader };
    }
    return null;
  }

  private noteChange(): void {
    this.changedAt = performance.now();
    this.isSilenceTold = false;
  }

  /** Lists what there is and what comes; gives the exit code, or null to begin again. */
  private async list({ path, inode, reader }: Opened): Promise<number | null> {
    const { console } = this.call;
    const selection = this.listing.selectionOf(reader);
    const damage = new DamageReport(reader, console);
    const walk = reader.walk({ from: selection.from, isGrowing: true, onDamage: damage.add });
    for (let looksWhenGone = 0; ; ) {
      const events = select(walk.read(), selection);
      for (let step = events.next(); ; step = events.next()) {
        if (step.done) {
          if (step.value?.kind !== "truncated") return damage.end(step.value);
          break;
        }
        if (step.value.number >= selection.from) this.listing.print(step.value);
      }
      console.flush();
      if (inodeOf(path) === inode) looksWhenGone = 0;
      else if (++looksWhenGone > 1) return this.endGone(path);
      if (!(await this.wait())) return this.endSilent();
      const before = reader.sizeBytes;
      reader.source.refresh();
      if (reader.sizeBytes < before) return null;
      if (reader.sizeBytes > before) this.noteChange();
    }
  }

  /** Waits for the next look; false when it is time to end. */
  private async wait(): Promise<boolean> {
    const silentSeconds = (performance.now() - this.changedAt) / 1000;
    if (this.idleSeconds !== null && silentSeconds >= this.idleSeconds) return false;
    if (silentSeconds >= SILENCE_SECONDS && !this.isSilenceTold && this.idleSeconds === null) {
      this.isSilenceTold = true;
      const hint = "the recording may be over; Ctrl-C ends this";
      this.say(`nothing was written for ${SILENCE_SECONDS} seconds: ${hint}`);
    }
    await this.stop.sleep(POLL_MILLISECONDS);
    return !this.stop.isSent;
  }

  /** Ctrl-C is fine; that nothing has come for so long is not what was waited for. */
  private endSilent(): number {
    const listed = printPlural(this.listing.count, "event");
    if (this.stop.isSent) {
      this.say(`stopped; ${listed} listed, and the reel is not complete`);
      return EXIT.fine;
    }
    const seconds = printPlural(this.idleSeconds ?? 0, "second");
    this.say(`nothing was written for ${seconds}; ${listed} listed, and the reel is not complete`);
    return EXIT.no;
  }

  /** A recorder that packs a reel when it is complete writes another file. */
  private endGone(path: string): number {
    const isComplete = path !== this.path && inodeOf(this.path) !== null;
    if (isComplete) return EXIT.fine;
    this.say("the recording was given up: its file is gone", path);
    return EXIT.no;
  }
}

/** Identifies the file that has a name; null when there is none. */
function inodeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? null;
}

/** The reel at `path`, or null when its header is not whole yet. */
function openWithHeader(path: string): ReelReader | null {
  const source = openFileSource(path);
  const isBegun = source.size >= HEAD_SIZE_BYTES + FRAME_HEAD_SIZE_BYTES;
  if (source.size === 0 || (isBegun && readFrameAt(source, HEAD_SIZE_BYTES).kind === "truncated")) {
    source.close();
    return null;
  }
  return new ReelReader(source, path);
}
