/**
 * Number and string literals: text to value. Strings are UTF-16; escapes are decoded as Python
 * does, unknown escapes keep their backslash.
 *
 * DIFFERS: two surrogate escapes in a row ("\ud83d\ude00") are one character here, two in Python;
 * UTF-16 cannot tell them apart.
 *
 * Counterpart: pypy/interpreter/pyparser/parsestring.py.
 */

import { lookupCharacterName } from "../unicode/character-names.ts";
import type { LiteralValue } from "./ast.ts";

/** A literal that has no value; the message is CPython's. */
export class LiteralError extends Error {
  override name = "LiteralError";
}

/** The parts of a string literal as written. */
export interface StringLiteral {
  readonly isRaw: boolean;
  readonly isBytes: boolean;
  readonly isFormat: boolean;
  readonly isUnicodePrefixed: boolean;
  /** Between the quotes, escapes not decoded. */
  readonly body: string;
  /** Offset of the body in the literal. */
  readonly bodyStart: number;
}

/** Splits a string literal. `undefined` when the text is not exactly one string of Python 3.9. */
export function splitStringLiteral(text: string): StringLiteral | undefined {
  const match = /^(|[rR]|[uU]|[bB]|[fF]|[bB][rR]|[rR][bB]|[fF][rR]|[rR][fF])("""|'''|"|')/.exec(
    text,
  );
  if (match === null) return undefined;
  const prefix = match[1]!.toLowerCase();
  const quote = match[2]!;
  const bodyStart = match[0].length;
  const end = findStringEnd(text, bodyStart, quote);
  if (end !== text.length - quote.length) return undefined;
  return {
    isRaw: prefix.includes("r"),
    isBytes: prefix.includes("b"),
    isFormat: prefix.includes("f"),
    isUnicodePrefixed: prefix === "u",
    body: text.slice(bodyStart, end),
    bodyStart,
  };
}

/** Offset of the closing `quote` of a string whose body starts at `from`, or -1. */
export function findStringEnd(text: string, from: number, quote: string): number {
  for (let i = from; i < text.length; i++) {
    const ch = text[i];
    if (ch === "\\") i++;
    else if (ch === "\n" && quote.length === 1) return -1;
    else if (text.startsWith(quote, i)) return i;
  }
  return -1;
}

/** Escapes of one character, in literals and in the codec `unicode_escape` alike. */
export const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Decodes the escapes of a str body. */
export function decodeStrBody(body: string): string {
  if (!body.includes("\\")) return body;
  let out = "";
  let i = 0;
  while (i < body.length) {
    const next = body.indexOf("\\", i);
    if (next < 0) break;
    out += body.slice(i, next);
    const step = decodeStrEscape(body, next);
    out += step.text;
    i = step.end;
  }
  return out + body.slice(i);
}

interface Decoded {
  readonly text: string;
  readonly end: number;
}

function decodeStrEscape(body: string, at: number): Decoded {
  const ch = body[at + 1];
  if (ch === undefined) throw unicodeError(body, at, at + 1, "\\ at end of string");
  const simple = SIMPLE_ESCAPES[ch];
  if (simple !== undefined) return { text: simple, end: at + 2 };
  if (ch === "x") return decodeHexEscape(body, at, 2, "truncated \\xXX escape");
  if (ch === "u") return decodeHexEscape(body, at, 4, "truncated \\uXXXX escape");
  if (ch === "U") return decodeHexEscape(body, at, 8, "truncated \\UXXXXXXXX escape");
  if (ch === "N") return decodeNameEscape(body, at);
  const octal = /^[0-7]{1,3}/.exec(body.slice(at + 1, at + 4));
  if (octal !== null) {
    return { text: String.fromCharCode(parseInt(octal[0], 8)), end: at + 1 + octal[0].length };
  }
  return { text: "\\", end: at + 1 };
}

function decodeHexEscape(body: string, at: number, digits: number, message: string): Decoded {
  const found = /^[0-9a-fA-F]*/.exec(body.slice(at + 2, at + 2 + digits))![0];
  if (found.length < digits) throw unicodeError(body, at, at + 1 + found.length, message);
  const code = parseInt(found, 16);
  const end = at + 2 + digits;
  if (code > 0x10ffff) throw unicodeError(body, at, end - 1, "illegal Unicode character");
  return { text: String.fromCodePoint(code), end };
}

function decodeNameEscape(body: string, at: number): Decoded {
  const match = /^\{([^}]+)\}/.exec(body.slice(at + 2));
  if (match === null) throw unicodeError(body, at + 1, at + 1, "malformed \\N character escape");
  const end = at + 2 + match[0].length;
  const text = lookupCharacterName(match[1]!);
  if (text === undefined) {
    throw unicodeError(body, at + 1, end - 1, "unknown Unicode character name");
  }
  return { text, end };
}

/** CPython gives positions in the UTF-8 text with non-ASCII characters as `\UXXXXXXXX`. */
function unicodeError(body: string, from: number, to: number, message: string): LiteralError {
  const offset = escapedLength(body.slice(0, from));
  const last = offset + escapedLength(body.slice(from, to + 1)) - 1;
  const where =
    offset === last ? `byte 0x5c in position ${offset}` : `bytes in position ${offset}-${last}`;
  return new LiteralError(
    `(unicode error) 'unicodeescape' codec can't decode ${where}: ${message}`,
  );
}

function escapedLength(text: string): number {
  let length = 0;
  for (const ch of text) length += ch.codePointAt(0)! < 128 ? 1 : 10;
  return length;
}

/** Decodes the escapes of a bytes body (already checked to be ASCII) unless it is raw. */
export function decodeBytesBody(body: string, isRaw: boolean): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i < body.length; i++) {
    const ch = body[i]!;
    if (ch !== "\\" || isRaw) {
      out.push(ch.charCodeAt(0));
      continue;
    }
    const next = body[i + 1] ?? "";
    const simple = SIMPLE_ESCAPES[next];
    const octal = /^[0-7]{1,3}/.exec(body.slice(i + 1, i + 4));
    if (simple !== undefined) {
      if (simple !== "") out.push(simple.charCodeAt(0));
      i += 1;
    } else if (octal !== null) {
      out.push(parseInt(octal[0], 8) & 0xff);
      i += octal[0].length;
    } else if (next === "x") {
      const digits = body.slice(i + 2, i + 4);
      if (!/^[0-9a-fA-F]{2}$/.test(digits)) {
        throw new LiteralError(`(value error) invalid \\x escape at position ${i}`);
      }
      out.push(parseInt(digits, 16));
      i += 3;
    } else out.push(0x5c);
  }
  return Uint8Array.from(out);
}

const DECIMAL = /^(0(_?0)*|[1-9](_?[0-9])*)$/;
const RADIX = /^0([xX](_?[0-9a-fA-F])+|[oO](_?[0-7])+|[bB](_?[01])+)$/;
const DIGITS = "[0-9](?:_?[0-9])*";
const FLOAT = new RegExp(
  `^(?:(?:${DIGITS})?\\.${DIGITS}(?:[eE][-+]?${DIGITS})?|${DIGITS}\\.?(?:[eE][-+]?${DIGITS})?)$`,
);

/** Decodes a number literal of Python 3.9; `undefined` when it is not one. */
export function decodeNumber(text: string): LiteralValue | undefined {
  const plain = text.replaceAll("_", "");
  if (DECIMAL.test(text) || RADIX.test(text)) return { kind: "int", value: BigInt(plain) };
  if (/[jJ]$/.test(text)) {
    if (!FLOAT.test(text.slice(0, -1))) return undefined;
    return { kind: "complex", real: 0, imag: Number(plain.slice(0, -1)) };
  }
  if (!FLOAT.test(text) || /^[0-9_]+$/.test(text)) return undefined;
  return { kind: "float", value: Number(plain) };
}
