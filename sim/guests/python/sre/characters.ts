/**
 * Tests of single characters against the code of a pattern. In a trace the code is constant, so
 * what stays of a test are its comparisons.
 *
 * Counterpart: rpython/rlib/rsre/rsre_char.py, rsre_core.py (check_charset).
 */

import { isAlnum, isDecimal, isSpace } from "../objects/unicode-database.ts";
import { uint_lt } from "../../../base/int.ts";
import { unicodeLower, unicodeUpper } from "./case-rules.ts";

const DIGIT = 1;
const SPACE = 2;
const WORD = 4;
/** A space of Unicode: some control characters are none otherwise. */
const UNICODE_SPACE = 8;

function asciiClass(code: number): number {
  if (code === 32 || (code >= 9 && code <= 13)) return SPACE | UNICODE_SPACE;
  if (code >= 28 && code <= 31) return UNICODE_SPACE;
  if (code >= 0x30 && code <= 0x39) return DIGIT | WORD;
  const isLetter = ((code | 32) - 0x61) >>> 0 < 26;
  return isLetter || code === 0x5f ? WORD : 0;
}

/** The classes of the ASCII characters. */
export const CLASSES: readonly number[] = Array.from({ length: 128 }, (_, code) =>
  asciiClass(code),
);

/** For each category, without its negations: the class of ASCII characters that it is. */
export const CLASS_OF_CATEGORY: readonly number[] = [
  DIGIT,
  SPACE,
  WORD,
  0,
  WORD,
  DIGIT,
  UNICODE_SPACE,
  WORD,
];

/** Whether a character is in a category of opcodes.ts. */
export function hasCategory(category: number, char: number): boolean {
  const isNegated = (category & 1) === 1;
  if (char >= 128) {
    if (category < 10) return isNegated;
    return hasWideCategory(category >> 1, char) !== isNegated;
  }
  const mask = CLASS_OF_CATEGORY[category >> 1] as number;
  return (((CLASSES[char] as number) & mask) !== 0) !== isNegated;
}

/** Beyond ASCII, without negations. @elidable @cannot_raise */
export function hasWideCategory(category: number, char: number): boolean {
  if (category === 5) return isDecimal(char);
  return category === 6 ? isSpace(char) : isAlnum(char);
}

export function lowerAscii(char: number): number {
  return char + (bit(isBetween(0x41, 0x5a, char)) << 5);
}

export function upperAscii(char: number): number {
  return char - (bit(isBetween(0x61, 0x7a, char)) << 5);
}

export function lowerUnicode(char: number): number {
  return char < 128 ? lowerAscii(char) : lowerWide(char);
}

/** @elidable @cannot_raise */
export function lowerWide(char: number): number {
  return unicodeLower(char);
}

/** @elidable @cannot_raise */
export function upperWide(char: number): number {
  return unicodeUpper(char);
}

/** A condition as a number, to be joined with others without a branch. @cast */
export function bit(condition: boolean): number {
  return condition ? 1 : 0;
}

/**
 * Whether the set whose items begin at `start` has a character. All items are tested, so that a
 * trace has one guard. @unroll_safe
 */
export function setHas(code: readonly number[], start: number, char: number): boolean {
  let at = start;
  let found = 0;
  let isNegated = 0;
  for (;;) {
    // Literal labels: V8 makes a jump table of them. They are the numbers of OP.
    switch (code[at] as number) {
      case 17: // LITERAL
        found = found | bit((code[at + 1] as number) === char);
        at += 2;
        break;
      case 23: // RANGE
        found = found | bit(isBetween(code[at + 1] as number, code[at + 2] as number, char));
        at += 3;
        break;
      case 9: // CATEGORY
        found = found | bit(hasCategory(code[at + 1] as number, char));
        at += 2;
        break;
      case 10: // CHARSET
        if (char < 256) found = found | bit(hasBit(code, at + 1, char));
        at += 9;
        break;
      case 11: // BIGCHARSET
        if (char < 65536) found = found | bit(hasBigBit(code, at + 2, char));
        at += 66 + 8 * (code[at + 1] as number);
        break;
      case 22: // NEGATE
        isNegated = 1;
        at++;
        break;
      case 40: // RANGE_UNI_IGNORE
        found = found | bit(isCasedBetween(code[at + 1] as number, code[at + 2] as number, char));
        at += 3;
        break;
      default: // FAILURE
        return found !== isNegated;
    }
  }
}

export function isBetween(low: number, high: number, char: number): boolean {
  return uint_lt(char - low, high - low + 1);
}

/** A word may be negative, its bits are the same. */
export function hasBit(code: readonly number[], start: number, index: number): boolean {
  return (((code[start + (index >> 5)] as number) >> (index & 31)) & 1) === 1;
}

/** `start` is where the numbers of blocks are, four in a word; the blocks come after them. */
export function hasBigBit(code: readonly number[], start: number, char: number): boolean {
  const word = code[start + (char >> 10)] as number;
  const block = (word >> (8 * ((char >> 8) & 3))) & 255;
  return hasBit(code, start + 64 + 8 * block, char & 255);
}

export function isCasedBetween(low: number, high: number, char: number): boolean {
  return isBetween(low, high, char) || isBetween(low, high, upperWide(char));
}

/** Whether one character fits the instruction at `ppos`. */
export function unitMatches(code: readonly number[], ppos: number, char: number): boolean {
  switch (code[ppos] as number) {
    case 2: // ANY
      return char !== 10;
    case 3: // ANY_ALL
      return true;
    case 14: // IN
      return setHas(code, ppos + 2, char);
    case 17: // LITERAL
      return char === (code[ppos + 1] as number);
    case 21: // NOT_LITERAL
      return char !== (code[ppos + 1] as number);
    default:
      return caselessMatches(code, ppos, char);
  }
}

/** The instructions that ignore case. */
export function caselessMatches(code: readonly number[], ppos: number, char: number): boolean {
  switch (code[ppos] as number) {
    case 29: // IN_IGNORE
      return setHas(code, ppos + 2, lowerAscii(char));
    case 30: // LITERAL_IGNORE
      return lowerAscii(char) === (code[ppos + 1] as number);
    case 31: // NOT_LITERAL_IGNORE
      return lowerAscii(char) !== (code[ppos + 1] as number);
    case 33: // IN_LOC_IGNORE
      return setHas(code, ppos + 2, lowerAscii(char)) || setHas(code, ppos + 2, upperAscii(char));
    case 34: // LITERAL_LOC_IGNORE
      return isEitherCase(code[ppos + 1] as number, char);
    case 35: // NOT_LITERAL_LOC_IGNORE
      return !isEitherCase(code[ppos + 1] as number, char);
    case 37: // IN_UNI_IGNORE
      return setHas(code, ppos + 2, lowerUnicode(char));
    case 38: // LITERAL_UNI_IGNORE
      return lowerUnicode(char) === (code[ppos + 1] as number);
    case 39: // NOT_LITERAL_UNI_IGNORE
      return lowerUnicode(char) !== (code[ppos + 1] as number);
    default:
      return false;
  }
}

export function isEitherCase(literal: number, char: number): boolean {
  return lowerAscii(char) === literal || upperAscii(char) === literal;
}

/** How many words an instruction for one character has. */
export function unitSize(code: readonly number[], ppos: number): number {
  switch (code[ppos] as number) {
    case 2: // ANY
    case 3: // ANY_ALL
      return 1;
    case 14: // IN
    case 29: // IN_IGNORE
    case 33: // IN_LOC_IGNORE
    case 37: // IN_UNI_IGNORE
      return 1 + (code[ppos + 1] as number);
    default:
      return 2;
  }
}
