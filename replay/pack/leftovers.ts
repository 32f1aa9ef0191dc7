/**
 * Looks for homes and names of users in a reel that is about to be given away: in the bytes of every
 * frame, unpacked, and in every text and all output and input of every event. What is found is said;
 * it can be a word that only looks like a name.
 */

import type { JitEvent } from "../format/events.ts";
import type { ReelHeader } from "../format/header.ts";
import type { PrivatePaths } from "./private-paths.ts";
import { mapTexts } from "./redaction.ts";

/** A word that is still there. */
export interface Leftover {
  readonly word: string;
  /** In which fields of the header, kinds of events or frames, and how often. */
  readonly places: readonly { readonly place: string; readonly count: number }[];
}

/** A shorter word counts only where no letter or digit stands beside it. */
const LONG_WORD_MIN = 4;

export class LeftoverSearch {
  private readonly words: readonly string[];
  private readonly found = new Map<string, Map<string, number>>();
  /** Words found in frames, which only tells something when they are found nowhere else. */
  private readonly inFrames = new Map<string, Map<string, number>>();
  /** The end of what each stream has said, where a word may be begun. */
  private readonly tails = { stdout: "", stderr: "" };

  constructor(paths: PrivatePaths) {
    this.words = [...new Set([...paths.homes, ...paths.names])];
  }

  get leftovers(): readonly Leftover[] {
    return this.words.flatMap((word) => {
      const places = this.found.get(word) ?? this.inFrames.get(word);
      if (places === undefined) return [];
      return [{ word, places: [...places].map(([place, count]) => ({ place, count })) }];
    });
  }

  addHeader(header: ReelHeader): void {
    this.addPlain(header, "header");
    this.addBytes(header.programText, "header programText");
  }

  addEvent(event: JitEvent): void {
    this.addPlain(event, event.kind);
    if (event.kind === "input") this.addBytes(event.bytes, `input ${event.source}`);
    if (event.kind !== "output") return;
    const { stream } = event;
    const text = Buffer.from(event.bytes).toString("latin1");
    const whole = this.tails[stream] + text;
    this.addText(whole, stream, this.tails[stream].length);
    const sizeMax = Math.max(0, ...this.words.map((word) => Buffer.byteLength(word)));
    this.tails[stream] = whole.slice(Math.max(0, whole.length - sizeMax));
  }

  /** The bytes of a frame as it stands in a reel that is not compressed. */
  addFrame(bytes: Uint8Array, kind: string): void {
    const frame = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (const word of this.words) {
      const count = countBytes(frame, word);
      if (count > 0) addCount(this.inFrames, word, `${kind} frames`, count);
    }
  }

  private addPlain(plain: object, place: string): void {
    mapTexts(plain, (text) => {
      this.addText(text, place, 0);
      return text;
    });
  }

  private addBytes(bytes: Uint8Array, place: string): void {
    this.addText(Buffer.from(bytes).toString("latin1"), place, 0);
  }

  /** What ends within the first `seen` characters was counted before. */
  private addText(text: string, place: string, seen: number): void {
    for (const word of this.words) {
      for (const written of new Set([word, Buffer.from(word).toString("latin1")])) {
        const count = countText(text, written, seen);
        if (count > 0) addCount(this.found, word, place, count);
      }
    }
  }
}

function addCount(
  counts: Map<string, Map<string, number>>,
  word: string,
  place: string,
  count: number,
): void {
  const places = counts.get(word) ?? new Map<string, number>();
  counts.set(word, places);
  places.set(place, (places.get(place) ?? 0) + count);
}

function countText(text: string, word: string, seen: number): number {
  let count = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    if (end > seen && isWord(word, text[at - 1] ?? "", text[end] ?? "")) count++;
  }
  return count;
}

function countBytes(bytes: Buffer, word: string): number {
  const wanted = Buffer.from(word);
  let count = 0;
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) {
    const before = bytes.toString("latin1", at - 1, at);
    const after = bytes.toString("latin1", at + wanted.length, at + wanted.length + 1);
    if (isWord(word, before, after)) count++;
  }
  return count;
}

function isWord(word: string, before: string, after: string): boolean {
  return word.length >= LONG_WORD_MIN || !/\w/.test(before + after);
}
