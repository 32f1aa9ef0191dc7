/**
 * The words of a query with where they stand: names, numbers, texts in quotes, signs. Whatever is
 * none of these is a UserError that says what to write instead.
 */

import { printText } from "../replayer/print-value.ts";
import type { Pattern, PatternPart } from "./pattern.ts";
import { queryError } from "./query-error.ts";

/** Longer queries are refused. */
export const QUERY_LENGTH_MAX = 10_000;

export type Sign = "(" | ")" | "," | ".." | "=" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "!~";

/** `at` and `end` are offsets in UTF-16 units. */
export type Token = { readonly at: number; readonly end: number } & (
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly pattern: Pattern }
  | { readonly kind: "sign"; readonly sign: Sign }
  | { readonly kind: "end" }
);

/** Longer ones first. */
const SIGNS: readonly Sign[] = ["!=", "!~", "<=", ">=", "..", "(", ")", ",", "=", "<", ">", "~"];

/** What other languages write. */
const FOREIGN: readonly (readonly [written: string, advice: string])[] = [
  ["==", "="],
  ["&&", "and"],
  ["||", "or"],
  ["!", "not"],
];

const SPACES = /[ \t\r\n]*/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*/y;
const NUMBER = /-?[0-9][0-9A-Za-z_]*/y;
const DECIMAL = /^(-?)([0-9]+(?:_[0-9]+)*)(k|M|G|Ki|Mi|Gi)?$/;
const HEXADECIMAL = /^(-?)0x([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)$/;

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

/** All tokens, an "end" last. */
export function readTokens(text: string): Token[] {
  if (text.length > QUERY_LENGTH_MAX) {
    const message = `a query has at most ${QUERY_LENGTH_MAX} characters; this one has ${text.length}`;
    throw queryError(text, QUERY_LENGTH_MAX, message);
  }
  const tokens: Token[] = [];
  for (let at = skip(SPACES, text, 0); at < text.length; ) {
    const token = readToken(text, at);
    tokens.push(token);
    at = skip(SPACES, text, token.end);
  }
  tokens.push({ kind: "end", at: text.length, end: text.length });
  return tokens;
}

/** Where what the expression finds at `at` ends; `at` when it finds nothing. */
function skip(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : at;
}

function readToken(text: string, at: number): Token {
  const nameEnd = skip(NAME, text, at);
  if (nameEnd > at) return { kind: "name", name: text.slice(at, nameEnd), at, end: nameEnd };
  const numberEnd = skip(NUMBER, text, at);
  if (numberEnd > at) return readNumber(text, at, numberEnd);
  const first = text[at]!;
  if (first === '"' || first === "'") return readText(text, at, first);
  const foreign = FOREIGN.find(([written]) => text.startsWith(written, at));
  const sign = SIGNS.find((one) => text.startsWith(one, at));
  if (foreign !== undefined && (sign === undefined || foreign[0].length > sign.length)) {
    throw queryError(text, at, `"${foreign[0]}" means nothing here; write ${foreign[1]}`);
  }
  if (sign !== undefined) return { kind: "sign", sign, at, end: at + sign.length };
  const character = String.fromCodePoint(text.codePointAt(at)!);
  throw queryError(text, at, `"${printText(character)}" means nothing here`);
}

function readNumber(text: string, at: number, end: number): Token {
  const written = text.slice(at, end);
  const value = numberValue(written);
  if (Number.isNaN(value)) {
    const forms = "numbers are 12, 1_000, 0x1f, 10k (thousand), 4Ki (1024), also M, G, Mi, Gi";
    throw queryError(text, at, `"${written}" is not a number; ${forms}`);
  }
  if (!Number.isSafeInteger(value)) {
    throw queryError(text, at, `"${written}" is too large; numbers are below 2^53`);
  }
  return { kind: "number", value, at, end };
}

/** NaN when it is no number. */
function numberValue(written: string): number {
  const hexadecimal = HEXADECIMAL.exec(written);
  const match = hexadecimal ?? DECIMAL.exec(written);
  if (match === null) return Number.NaN;
  const digits = match[2]!.replaceAll("_", "");
  const unit = hexadecimal === null ? UNITS[match[3] ?? ""]! : 1;
  const size = Number(hexadecimal === null ? digits : `0x${digits}`) * unit;
  return match[1] === "-" && size !== 0 ? -size : size;
}

/** What a backslash and one more character stand for. */
const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "\\": "\\",
  '"': '"',
  "'": "'",
  "*": "*",
  "?": "?",
};

const CODE_UNIT = /x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}/y;

function readText(text: string, start: number, quote: string): Token {
  const parts: PatternPart[] = [];
  let literal = "";
  const endLiteral = (): void => {
    if (literal !== "") parts.push({ literal });
    literal = "";
  };
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at]!;
    if (character === quote) {
      endLiteral();
      return { kind: "text", pattern: parts, at: start, end: at + 1 };
    }
    if (character === "*" || character === "?") {
      endLiteral();
      parts.push({ wildcard: character });
    } else if (character === "\\") {
      const [meant, length] = readEscape(text, at);
      literal += meant;
      at += length;
    } else literal += character;
  }
  throw queryError(text, start, `the text that begins here has no closing ${quote}`);
}

/** The character, and how many characters behind the backslash say it. */
function readEscape(text: string, at: number): readonly [meant: string, length: number] {
  const codeEnd = skip(CODE_UNIT, text, at + 1);
  if (codeEnd > at + 1) {
    return [
      String.fromCharCode(Number.parseInt(text.slice(at + 2, codeEnd), 16)),
      codeEnd - at - 1,
    ];
  }
  const next = text[at + 1] ?? "";
  if (Object.hasOwn(ESCAPES, next)) return [ESCAPES[next]!, 1];
  const known = "\\n \\t \\r \\\\ \\\" \\' \\* \\? \\x41 \\u0041";
  throw queryError(text, at, `a backslash in a text begins one of ${known}`);
}
