/**
 * Escapes of patterns, outside and inside of sets of characters.
 *
 * Counterpart: CPython's sre_parse.py (_escape, _class_escape).
 */

import { quoteText } from "../objects/text-quote.ts";
import { lookupCharacterName } from "../unicode/character-names.ts";
import type { ParseState } from "./parse-state.ts";
import type { Category, Item, Position, SetItem } from "./parse-tree.ts";
import { codeLength, type RegexError, type Tokenizer } from "./tokenizer.ts";

export const DIGITS = "0123456789";
export const OCTAL_DIGITS = "01234567";
const HEX_DIGITS = "0123456789abcdefABCDEF";
const LETTER = /^[A-Za-z]$/;

/** Escapes for one character, by letter. */
export const CHARACTER_ESCAPES: ReadonlyMap<string, number> = new Map([
  ["\\a", 7],
  ["\\b", 8],
  ["\\f", 12],
  ["\\n", 10],
  ["\\r", 13],
  ["\\t", 9],
  ["\\v", 11],
  ["\\\\", 92],
]);

const POSITION_ESCAPES: ReadonlyMap<string, Position> = new Map([
  ["\\A", "AT_BEGINNING_STRING"],
  ["\\b", "AT_BOUNDARY"],
  ["\\B", "AT_NON_BOUNDARY"],
  ["\\Z", "AT_END_STRING"],
]);

const CATEGORY_ESCAPES: ReadonlyMap<string, Category> = new Map([
  ["\\d", "CATEGORY_DIGIT"],
  ["\\D", "CATEGORY_NOT_DIGIT"],
  ["\\s", "CATEGORY_SPACE"],
  ["\\S", "CATEGORY_NOT_SPACE"],
  ["\\w", "CATEGORY_WORD"],
  ["\\W", "CATEGORY_NOT_WORD"],
]);

export function badEscape(source: Tokenizer, token: string): RegexError {
  return source.error(`bad escape ${token}`, codeLength(token));
}

/** The item of an escape inside of a set. */
export function parseSetEscape(source: Tokenizer, token: string): SetItem {
  const character = CHARACTER_ESCAPES.get(token);
  if (character !== undefined) return { op: "LITERAL", code: character };
  const category = CATEGORY_ESCAPES.get(token);
  if (category !== undefined) return { op: "CATEGORY", category };
  const code = parseNumericEscape(source, token) ?? parseOctalInSet(source, token);
  return { op: "LITERAL", code: code ?? parsePlainEscape(source, token) };
}

/** The item of an escape outside of sets. */
export function parseEscape(source: Tokenizer, token: string, state: ParseState): Item {
  const at = POSITION_ESCAPES.get(token);
  if (at !== undefined) return { op: "AT", at };
  const category = CATEGORY_ESCAPES.get(token);
  if (category !== undefined) return { op: "IN", set: [{ op: "CATEGORY", category }] };
  const character = CHARACTER_ESCAPES.get(token);
  if (character !== undefined) return { op: "LITERAL", code: character };
  const code = parseNumericEscape(source, token);
  if (code !== null) return { op: "LITERAL", code };
  if (token[1] === "0") {
    const digits = token.slice(1) + source.getWhile(2, OCTAL_DIGITS);
    return { op: "LITERAL", code: Number.parseInt(digits, 8) };
  }
  if (DIGITS.includes(token[1]!)) return parseReference(source, token, state);
  return { op: "LITERAL", code: parsePlainEscape(source, token) };
}

function parsePlainEscape(source: Tokenizer, token: string): number {
  const character = token.slice(1);
  if (LETTER.test(character)) throw badEscape(source, token);
  return character.codePointAt(0)!;
}

/** `\xhh`, `\uhhhh`, `\Uhhhhhhhh` and `\N{...}`; null for others. */
function parseNumericEscape(source: Tokenizer, token: string): number | null {
  switch (token[1]) {
    case "x":
      return parseHex(source, token, 2);
    case "u":
      return source.isText ? parseHex(source, token, 4) : null;
    case "U":
      return source.isText ? parseHex(source, token, 8) : null;
    case "N":
      return source.isText ? parseNamed(source) : null;
    default:
      return null;
  }
}

function parseHex(source: Tokenizer, token: string, count: number): number {
  const text = token + source.getWhile(count, HEX_DIGITS);
  if (text.length !== count + 2) {
    throw source.error(`incomplete escape ${text}`, text.length);
  }
  const code = Number.parseInt(text.slice(2), 16);
  if (code > 0x10ffff) throw badEscape(source, text);
  return code;
}

function parseNamed(source: Tokenizer): number {
  if (!source.match("{")) throw source.error("missing {");
  const name = source.getUntil("}", "character name");
  const character = lookupCharacterName(name);
  if (character !== undefined) return character.codePointAt(0)!;
  const message = `undefined character name ${quoteText(name)}`;
  throw source.error(message, codeLength(name) + "\\N{}".length);
}

function checkOctal(source: Tokenizer, token: string): number {
  const code = Number.parseInt(token.slice(1), 8);
  if (code <= 0o377) return code;
  const message = `octal escape value ${token} outside of range 0-0o377`;
  throw source.error(message, token.length);
}

function parseOctalInSet(source: Tokenizer, token: string): number | null {
  if (OCTAL_DIGITS.includes(token[1]!)) {
    return checkOctal(source, token + source.getWhile(2, OCTAL_DIGITS));
  }
  if (DIGITS.includes(token[1]!)) throw badEscape(source, token);
  return null;
}

/** Digits that begin with 1 to 9: three octal ones are a character, others refer to a group. */
function parseReference(source: Tokenizer, start: string, state: ParseState): Item {
  let token = start;
  if (source.isNextIn(DIGITS)) {
    token += source.get();
    const isOctal = OCTAL_DIGITS.includes(token[1]!) && OCTAL_DIGITS.includes(token[2]!);
    if (isOctal && source.isNextIn(OCTAL_DIGITS)) {
      return { op: "LITERAL", code: checkOctal(source, token + source.get()) };
    }
  }
  const group = Number(token.slice(1));
  if (group >= state.groups) {
    throw source.error(`invalid group reference ${group}`, token.length - 1);
  }
  if (!state.isClosed(group)) {
    throw source.error("cannot refer to an open group", token.length);
  }
  state.checkLookbehindGroup(group, source);
  return { op: "GROUPREF", group, width: state.widthOf(group) };
}
