/**
 * The table of texts of one block: each text is written once, in the frame that first needs it, and
 * stands everywhere else as its number. A new block begins with an empty table, so that a reader
 * may begin there.
 */

import type { Plain } from "./codec.ts";
import type { TextReader, TextWriter } from "./value-type.ts";
import { checkWtf8, SchemaError } from "./value-type.ts";
import { encodeWtf8 } from "./wtf8.ts";

/** Gives numbers to texts. */
export class StringTableWriter implements TextWriter {
  private readonly numbers = new Map<string, number>();
  private added: Uint8Array[] = [];

  readonly write = (text: string): number => {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.numbers.size);
    this.added.push(encodeWtf8(text));
    return this.numbers.size - 1;
  };

  /** The texts that are new since the last call, in the order of their numbers. */
  takeAdded(): Plain[] {
    const { added } = this;
    this.added = [];
    return added;
  }
}

/** Gives texts to numbers. */
export class StringTableReader implements TextReader {
  private readonly texts: string[] = [];

  /** Adds the `strings` of a frame. */
  add(strings: unknown): void {
    if (!Array.isArray(strings)) throw new SchemaError("strings: expected a list");
    for (const one of strings) this.texts.push(checkWtf8(one));
  }

  readonly read = (plain: unknown): string => {
    const text = typeof plain === "number" ? this.texts[plain] : undefined;
    if (text === undefined) throw new SchemaError(`no text has the number ${String(plain)}`);
    return text;
  };
}
