/**
 * `unicode_escape` and `raw_unicode_escape`: text as ASCII with Python's escapes.
 *
 * Counterpart: rpython/rlib/runicode.py (str_decode_unicode_escape …).
 */

import { SIMPLE_ESCAPES } from "../parser/literals.ts";
import { latin1Bytes, latin1Text } from "../objects/bytes-object.ts";
import { lookupCharacterName } from "../unicode/character-names.ts";
import { codesOf, type DecodeRun, type EncodeRun } from "./coding-run.ts";

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, "0");
}

function longEscape(code: number): string {
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

const SHORT_ESCAPES: ReadonlyMap<number, string> = new Map([
  [9, "\\t"],
  [10, "\\n"],
  [13, "\\r"],
  [0x5c, "\\\\"],
]);

function escapeCode(code: number): string {
  const short = SHORT_ESCAPES.get(code);
  if (short !== undefined) return short;
  if (code >= 32 && code < 127) return String.fromCharCode(code);
  return code <= 0xff ? `\\x${hex(code, 2)}` : longEscape(code);
}

export function encodeUnicodeEscape(run: EncodeRun): Uint8Array {
  return latin1Bytes(codesOf(run.w_text.value).map(escapeCode).join(""));
}

export function encodeRawUnicodeEscape(run: EncodeRun): Uint8Array {
  const escaped = codesOf(run.w_text.value).map((code) =>
    code <= 0xff ? String.fromCharCode(code) : longEscape(code),
  );
  return latin1Bytes(escaped.join(""));
}

/** One escape: its text and end, or what is wrong with it. */
type Escape =
  | { readonly text: string; readonly end: number }
  | { readonly reason: string; readonly start: number; readonly end: number };

function hexEscape(source: string, at: number, digits: number, name: string): Escape {
  const found = /^[0-9a-fA-F]*/.exec(source.slice(at + 2, at + 2 + digits))![0];
  const end = at + 2 + found.length;
  if (found.length < digits) return { reason: `truncated ${name} escape`, start: at, end };
  const code = Number.parseInt(found, 16);
  if (code > 0x10ffff) return { reason: "illegal Unicode character", start: at, end };
  return { text: String.fromCodePoint(code), end };
}

function nameEscape(source: string, at: number): Escape {
  const match = /^\{([^}]+)\}/.exec(source.slice(at + 2));
  if (match === null) {
    return { reason: "malformed \\N character escape", start: at + 1, end: at + 2 };
  }
  const end = at + 2 + match[0].length;
  const text = lookupCharacterName(match[1]!);
  if (text !== undefined) return { text, end };
  return { reason: "unknown Unicode character name", start: at + 1, end };
}

function readEscape(source: string, at: number): Escape {
  const letter = source[at + 1];
  if (letter === undefined) return { reason: "\\ at end of string", start: at - 1, end: at + 1 };
  const simple = SIMPLE_ESCAPES[letter];
  if (simple !== undefined) return { text: simple, end: at + 2 };
  if (letter === "x") return hexEscape(source, at, 2, "\\xXX");
  if (letter === "u") return hexEscape(source, at, 4, "\\uXXXX");
  if (letter === "U") return hexEscape(source, at, 8, "\\UXXXXXXXX");
  if (letter === "N") return nameEscape(source, at);
  const octal = /^[0-7]{1,3}/.exec(source.slice(at + 1, at + 4));
  if (octal === null) return { text: `\\${letter}`, end: at + 2 };
  return {
    text: String.fromCharCode(Number.parseInt(octal[0], 8)),
    end: at + 1 + octal[0].length,
  };
}

function readRawEscape(source: string, at: number): Escape {
  let backslashes = 1;
  while (source[at + backslashes] === "\\") backslashes++;
  const letter = source[at + backslashes];
  const kept = backslashes % 2 === 1 && (letter === "u" || letter === "U");
  if (!kept) return { text: "\\".repeat(backslashes), end: at + backslashes };
  if (backslashes > 1) {
    return { text: "\\".repeat(backslashes - 1), end: at + backslashes - 1 };
  }
  return letter === "u"
    ? hexEscape(source, at, 4, "\\uXXXX")
    : hexEscape(source, at, 8, "\\UXXXXXXXX");
}

function decodeEscapes(
  run: DecodeRun,
  encoding: string,
  read: (source: string, at: number) => Escape,
): string {
  const source = latin1Text(run.bytes);
  let text = "";
  let at = 0;
  for (;;) {
    const found = source.indexOf("\\", at);
    if (found < 0) return text + source.slice(at);
    text += source.slice(at, found);
    const step = read(source, found);
    if ("text" in step) {
      text += step.text;
      at = step.end;
      continue;
    }
    const { value, position } = run.fail({ encoding, ...step });
    text += value as string;
    at = position;
  }
}

export function decodeUnicodeEscape(run: DecodeRun): string {
  return decodeEscapes(run, "unicodeescape", readEscape);
}

export function decodeRawUnicodeEscape(run: DecodeRun): string {
  return decodeEscapes(run, "rawunicodeescape", readRawEscape);
}
