/**
 * The texts of one block of events: each stands once, in the `strings` of the frame that first needs
 * it, and everywhere else as its number; the known texts have negative numbers and stand nowhere. A
 * text whose beginning an earlier or known one has is written as the number of that one, how many
 * bytes of it to take, and the rest. Writer beside reader.
 */

import { KNOWN_TEXTS } from "./known-texts.ts";
import { SchemaError } from "./schema-error.ts";
import type { TokenWriter } from "./token-writer.ts";
import { checkWtf8 } from "./value-type.ts";
import { encodeWtf8 } from "./wtf8.ts";

/** The most bytes that a text takes from an earlier one: so few bytes cannot become many. */
const SHARED_SIZE_MAX_BYTES = 255;
/** Fewer are not worth their number. */
const SHARED_SIZE_MIN_BYTES = 5;

/** Beginnings are shared up to one of these characters. */
const BREAKS = /[\s.,;:_/(<'"]/g;
const ASCII = /^[\0-\x7f]*$/;

/** The beginnings of an ASCII text that others may share, the shortest first. */
function* beginningsOf(text: string): Generator<string> {
  if (text.length <= SHARED_SIZE_MIN_BYTES || !ASCII.test(text)) return;
  for (const { index } of text.matchAll(BREAKS)) {
    const size = index + 1;
    if (size > SHARED_SIZE_MAX_BYTES) return;
    if (size >= SHARED_SIZE_MIN_BYTES) yield text.slice(0, size);
  }
}

const KNOWN_NUMBERS = new Map(KNOWN_TEXTS.map((text, k) => [text, -1 - k]));

/** The first known text with each beginning. */
const KNOWN_BEGINNINGS = new Map(
  KNOWN_TEXTS.flatMap((text, k) =>
    Array.from(beginningsOf(text), (one) => [one, -1 - k] as const),
  ).reverse(),
);

/** Gives numbers to texts. */
export class TextTableWriter {
  private readonly numbers = new Map<string, number>();
  /** The first text with this beginning. */
  private readonly beginnings = new Map<string, number>();
  private readonly strings: TokenWriter;

  /** New texts are written to `strings`. */
  constructor(strings: TokenWriter) {
    this.strings = strings;
  }

  numberOf(text: string): number {
    return this.numbers.get(text) ?? KNOWN_NUMBERS.get(text) ?? this.add(text);
  }

  private add(text: string): number {
    const number = this.numbers.size;
    this.numbers.set(text, number);
    this.writeText(text, number);
    return number;
  }

  private writeText(text: string, number: number): void {
    let shared = 0;
    let sharedWith = 0;
    for (const beginning of beginningsOf(text)) {
      const other = this.beginnings.get(beginning) ?? KNOWN_BEGINNINGS.get(beginning);
      if (other === undefined) {
        this.beginnings.set(beginning, number);
      } else {
        shared = beginning.length;
        sharedWith = other;
      }
    }
    if (shared > 0) {
      this.strings.int(sharedWith);
      this.strings.int(shared);
    }
    this.strings.binary(encodeWtf8(shared > 0 ? text.slice(shared) : text));
  }
}

/** Gives texts to numbers. */
export class TextTableReader {
  private readonly texts: string[] = [];

  /** Adds the `strings` of a frame. */
  add(strings: unknown): void {
    if (!Array.isArray(strings)) throw new SchemaError("strings: expected a list");
    for (let at = 0; at < strings.length; at++) {
      const first: unknown = strings[at];
      if (typeof first === "number") {
        this.texts.push(this.beginning(first, strings[at + 1]) + checkWtf8(strings[at + 2]));
        at += 2;
      } else {
        this.texts.push(checkWtf8(first));
      }
    }
  }

  private beginning(number: number, size: unknown): string {
    const text = this.get(number);
    if (typeof size === "number" && size >= 1 && size <= SHARED_SIZE_MAX_BYTES) {
      const beginning = text.slice(0, size);
      if (beginning.length === size && ASCII.test(beginning)) return beginning;
    }
    throw new SchemaError(`strings: ${String(size)} bytes of text ${number} cannot be taken`);
  }

  get(number: number): string {
    const text = number < 0 ? KNOWN_TEXTS[-1 - number] : this.texts[number];
    if (text === undefined) throw new SchemaError(`no text has the number ${number}`);
    return text;
  }
}
