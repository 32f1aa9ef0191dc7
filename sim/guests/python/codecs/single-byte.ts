/**
 * Encodings of one byte per character: ASCII, Latin-1, and those by a table of 256 characters.
 *
 * Counterpart: rpython/rlib/runicode.py (str_decode_ascii, str_decode_charmap …).
 */

import { latin1Bytes, latin1Text } from "../objects/bytes-object.ts";
import { type DecodeRun, type EncodeRun, encodePoints, type PointWriter } from "./coding-run.ts";

function limited(encoding: string, limit: number): PointWriter {
  return {
    encoding,
    reason: `ordinal not in range(${limit})`,
    joinsProblems: true,
    fits: (code) => code < limit,
    write: (code, sink) => sink.push(code),
  };
}

const ASCII_WRITER = limited("ascii", 128);
const LATIN1_WRITER = limited("latin1", 256);
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is meant
const ASCII_ONLY = /^[\x00-\x7f]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of Latin-1 is meant
const LATIN1_ONLY = /^[\x00-\xff]*$/;

export function encodeAscii(run: EncodeRun): Uint8Array {
  if (ASCII_ONLY.test(run.w_text.value)) return latin1Bytes(run.w_text.value);
  return encodePoints(run, ASCII_WRITER);
}

export function encodeLatin1(run: EncodeRun): Uint8Array {
  if (LATIN1_ONLY.test(run.w_text.value)) return latin1Bytes(run.w_text.value);
  return encodePoints(run, LATIN1_WRITER);
}

export function decodeLatin1(run: DecodeRun): string {
  return latin1Text(run.bytes);
}

export function decodeAscii(run: DecodeRun): string {
  const text = latin1Text(run.bytes);
  if (ASCII_ONLY.test(text)) return text;
  return decodeUnits(run, "ascii", "ordinal not in range(128)", (byte) =>
    byte < 128 ? String.fromCharCode(byte) : null,
  );
}

/** Decodes byte by byte; `characterOf` gives null for a byte that means nothing. */
export function decodeUnits(
  run: DecodeRun,
  encoding: string,
  reason: string,
  characterOf: (byte: number) => string | null,
): string {
  const { bytes } = run;
  let text = "";
  let at = 0;
  while (at < bytes.length) {
    const character = characterOf(bytes[at]!);
    if (character !== null) {
      text += character;
      at++;
      continue;
    }
    const { value, position } = run.fail({ encoding, start: at, end: at + 1, reason });
    text += value as string;
    at = position;
  }
  return text;
}

/** The character that stands for "undefined" in a table. */
export const UNDEFINED_CHARACTER = "\ufffe";
const CHARMAP_REASON = "character maps to <undefined>";

/** Decodes by a table of up to 256 characters. */
export function decodeTable(run: DecodeRun, table: readonly string[]): string {
  return decodeUnits(run, "charmap", CHARMAP_REASON, (byte) => {
    const character = table[byte];
    return character === undefined || character === UNDEFINED_CHARACTER ? null : character;
  });
}

/** Encodes by a table from code points to bytes. */
export function encodeTable(run: EncodeRun, table: ReadonlyMap<number, number>): Uint8Array {
  return encodePoints(run, {
    encoding: "charmap",
    reason: CHARMAP_REASON,
    joinsProblems: true,
    fits: (code) => table.has(code),
    write: (code, sink) => sink.push(table.get(code)!),
  });
}
