/**
 * The text or bytes that a pattern is matched against, in the forms that matching needs.
 */

import { W_BytesObject } from "../objects/bytes-object.ts";
import { join_text } from "../objects/text.ts";
import { newtext, sliceText, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import type { TextKind } from "./compiled-pattern.ts";

const ASCII_ONLY = /^[\0-\x7f]*$/;

export class SubjectText {
  readonly w_value: W_UnicodeObject | W_BytesObject;
  /** In characters. */
  readonly length: number;
  private readonly isBuffer: boolean;
  private knownCodes: Int32Array | null = null;
  private knownHostText: string | null | undefined = undefined;

  /** `isBuffer`: the bytes are those of another kind of value. */
  constructor(w_value: W_UnicodeObject | W_BytesObject, isBuffer: boolean) {
    this.w_value = w_value;
    this.isBuffer = isBuffer;
    this.length = w_value instanceof W_UnicodeObject ? w_value.length : w_value.value.length;
  }

  /** How PyPy's drivers call texts of this kind. */
  get kind(): TextKind {
    const { w_value } = this;
    if (w_value instanceof W_UnicodeObject) return this.hostText === null ? "Utf8" : "Str";
    return this.isBuffer ? "Buf" : "Str";
  }

  get isText(): boolean {
    return this.w_value instanceof W_UnicodeObject;
  }

  /** The same, as what it is for who only reads: an array that does not change. */
  get constantCodes(): readonly number[] {
    return this.codes as unknown as readonly number[];
  }

  /** Code points or bytes. */
  get codes(): Int32Array {
    this.knownCodes ??= toCodes(this.w_value);
    return this.knownCodes;
  }

  /** The text for the host's regular expressions; null when they are not to see it. */
  get hostText(): string | null {
    if (this.knownHostText === undefined) {
      const { w_value } = this;
      if (w_value instanceof W_BytesObject) {
        this.knownHostText = Buffer.from(w_value.value).toString("latin1");
      } else {
        const { value, length } = w_value;
        const isAscii = value.length === length && ASCII_ONLY.test(value);
        this.knownHostText = isAscii ? value : null;
      }
    }
    return this.knownHostText;
  }

  /** Whether a value can be a part of a text of this kind. */
  isPiece(w_piece: W_Root): w_piece is W_UnicodeObject | W_BytesObject {
    return w_piece instanceof (this.isText ? W_UnicodeObject : W_BytesObject);
  }

  /** Parts, all of them fit, as one string or bytes. */
  join(pieces_w: readonly W_Root[]): W_Root {
    if (this.isText) return join_text(pieces_w);
    return new W_BytesObject(Buffer.concat(pieces_w.map((w_piece) => bytesOf(w_piece))));
  }

  /** A literal of a template: a string, or bytes when the template was bytes. */
  literal(text: string, isText: boolean): W_Root {
    return isText ? newtext(text) : new W_BytesObject(Buffer.from(text, "latin1"));
  }

  /** The characters from `start` to `stop` as a new string or bytes. */
  slice(start: number, stop: number): W_UnicodeObject | W_BytesObject {
    const { w_value } = this;
    if (w_value instanceof W_BytesObject)
      return new W_BytesObject(w_value.value.slice(start, stop));
    if (w_value.value.length === w_value.length) return sliceText(w_value, start, stop);
    return new W_UnicodeObject(fromCodes(this.codes.subarray(start, stop)), stop - start);
  }
}

function toCodes(w_value: W_UnicodeObject | W_BytesObject): Int32Array {
  if (w_value instanceof W_BytesObject) return Int32Array.from(w_value.value);
  const { value, length } = w_value;
  const codes = new Int32Array(length);
  if (value.length === length) {
    for (let i = 0; i < length; i++) codes[i] = value.charCodeAt(i);
    return codes;
  }
  let unit = 0;
  for (let i = 0; i < length; i++) {
    const code = value.codePointAt(unit)!;
    codes[i] = code;
    unit += code > 0xffff ? 2 : 1;
  }
  return codes;
}

function fromCodes(codes: Int32Array): string {
  let text = "";
  for (let i = 0; i < codes.length; i += 4096) {
    text += String.fromCodePoint(...codes.subarray(i, i + 4096));
  }
  return text;
}

function bytesOf(w_bytes: W_Root): Uint8Array {
  return (w_bytes as W_BytesObject).value;
}
