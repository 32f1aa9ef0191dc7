/**
 * The string objects of traces: what `newstr` and `newunicode` make, `strsetitem` fills and
 * `strlen` and `strgetitem` read. References that compare by identity, other than a guest's host
 * strings. Constants of one text are one object.
 *
 * Counterpart: rpython/rtyper/lltypesystem/rstr.py (STR, UNICODE).
 */

import type { Int } from "../base/int.ts";

/** A string of bytes, or of code points. */
export class LowString {
  readonly isUnicode: boolean;
  readonly chars: number[];
  /** 0 until computed. */
  hash: Int = 0;

  constructor(isUnicode: boolean, chars: number[]) {
    this.isUnicode = isUnicode;
    this.chars = chars;
  }

  static of(text: string, isUnicode: boolean): LowString {
    return new LowString(
      isUnicode,
      [...text].map((character) => character.codePointAt(0) as number),
    );
  }

  get text(): string {
    return this.chars.map((char) => String.fromCodePoint(char)).join("");
  }

  /** `s"abc"` or `u"abc"`, as traces have them. */
  printLiteral(): string {
    const inside = this.chars.map((char) => printCharacter(char)).join("");
    return `${this.isUnicode ? "u" : "s"}"${inside}"`;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "0": "\0" };
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g;

function printCharacter(char: number): string {
  if (char === 0x22 || char === 0x5c) return `\\${String.fromCharCode(char)}`;
  if (char >= 0x20 && char < 0x7f) return String.fromCharCode(char);
  if (char < 0x100) return `\\x${char.toString(16).padStart(2, "0")}`;
  if (char < 0x10000) return `\\u${char.toString(16).padStart(4, "0")}`;
  return `\\U${char.toString(16).padStart(8, "0")}`;
}

/** A literal's text without its quotes: `\n`, `\x41`, `\"` become characters. */
export function unescapeText(text: string): string {
  return text.replace(ESCAPE, (_all, byte, short, long, other) => {
    const digits = byte ?? short ?? long;
    if (digits === undefined) return ESCAPES[other] ?? other;
    return String.fromCodePoint(Number.parseInt(digits, 16));
  });
}
