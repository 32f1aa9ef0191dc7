/**
 * Sets of characters to code, in the most compact of three forms: the items as they are, up to two
 * ranges, or a bitmap.
 *
 * Counterpart: CPython's sre_compile.py (_optimize_charset, _compile_charset).
 */

import type { CaseRules } from "./case-rules.ts";
import { LOCALE, UNICODE } from "./flags.ts";
import { CATEGORY, OP } from "./opcodes.ts";
import type { Category, SetItem } from "./parse-tree.ts";

const LATIN_SIZE = 0x100;
const BMP_SIZE = 0x10000;

/** A set as the code holds it: items, or words that are ready. */
interface CompactSet {
  readonly words: readonly number[];
  /** Whether the set has characters with a case, so that characters are lowered before. */
  readonly isCased: boolean;
}

/** The words of the items of a set, without the closing FAILURE. */
function setWords(set: readonly SetItem[], flags: number): number[] {
  return set.flatMap((item) => itemWords(item, flags));
}

function itemWords(item: SetItem, flags: number): number[] {
  switch (item.op) {
    case "NEGATE":
      return [OP.NEGATE];
    case "LITERAL":
      return [OP.LITERAL, item.code];
    case "RANGE":
      return [OP.RANGE, item.low, item.high];
    case "CATEGORY":
      return [OP.CATEGORY, categoryNumber(item.category, flags)];
  }
}

function categoryNumber(category: Category, flags: number): number {
  const isUnicode = (flags & (UNICODE | LOCALE)) === UNICODE;
  const isLocale = (flags & LOCALE) !== 0;
  switch (category) {
    case "CATEGORY_DIGIT":
      return isUnicode ? CATEGORY.UNI_DIGIT : CATEGORY.DIGIT;
    case "CATEGORY_SPACE":
      return isUnicode ? CATEGORY.UNI_SPACE : CATEGORY.SPACE;
    case "CATEGORY_WORD":
      if (isLocale) return CATEGORY.LOC_WORD;
      return isUnicode ? CATEGORY.UNI_WORD : CATEGORY.WORD;
    case "CATEGORY_NOT_DIGIT":
      return categoryNumber("CATEGORY_DIGIT", flags) + 1;
    case "CATEGORY_NOT_SPACE":
      return categoryNumber("CATEGORY_SPACE", flags) + 1;
    case "CATEGORY_NOT_WORD":
      return categoryNumber("CATEGORY_WORD", flags) + 1;
  }
}

/** Which characters of the BMP the ranges and literals of a set hold; the rest of the items. */
class Membership {
  readonly members = new Uint8Array(BMP_SIZE);
  /** Whether there are items beyond Latin-1, so that the bitmap must be the big one. */
  isWide = false;
  isCased = false;
  /** The words of what the members do not tell. */
  readonly tail: number[] = [];
  tailCount = 0;
  private readonly rules: CaseRules | null;
  private readonly flags: number;

  constructor(rules: CaseRules | null, flags: number) {
    this.rules = rules;
    this.flags = flags;
  }

  add(item: SetItem): void {
    if (item.op === "CATEGORY") this.keep(itemWords(item, this.flags));
    else if (item.op === "LITERAL") this.addRange(item, item.code, item.code);
    else if (item.op === "RANGE") this.addRange(item, item.low, item.high);
  }

  private keep(words: readonly number[]): void {
    this.tail.push(...words);
    this.tailCount++;
  }

  /** The members below the BMP's end stay even when the range goes beyond it. */
  private addRange(item: SetItem, low: number, high: number): void {
    const last = Math.min(high, BMP_SIZE - 1);
    for (let code = low; code <= last; code++) this.addCode(code);
    if (high >= BMP_SIZE) {
      this.isWide = true;
      if (this.rules !== null) this.isCased = true;
      const words = itemWords(item, this.flags);
      if (this.rules !== null && item.op === "RANGE") words[0] = OP.RANGE_UNI_IGNORE;
      this.keep(words);
    } else if (this.rules !== null && !this.isCased) {
      for (let code = low; code <= high && !this.isCased; code++) {
        this.isCased = this.rules.isCased(code);
      }
    }
  }

  private addCode(code: number): void {
    const { rules } = this;
    if (rules === null) {
      this.mark(code);
      return;
    }
    const lower = rules.lower(code);
    this.mark(lower);
    for (const partner of rules.partners(lower)) this.mark(partner);
  }

  private mark(code: number): void {
    this.members[code] = 1;
    if (code >= LATIN_SIZE) this.isWide = true;
  }

  /** Up to two ranges [low, end) that hold the members; null when there are more. */
  runs(): (readonly [number, number])[] | null {
    const members = this.isWide ? this.members : this.members.subarray(0, LATIN_SIZE);
    const runs: (readonly [number, number])[] = [];
    let from = 0;
    for (;;) {
      const low = members.indexOf(1, from);
      if (low < 0) return runs;
      if (runs.length === 2) return null;
      const end = members.indexOf(0, low);
      runs.push([low, end < 0 ? members.length : end]);
      if (end < 0) return runs;
      from = end;
    }
  }
}

/** The shortest form of a set. `rules` are the rules of case if case is ignored, else null. */
export function compactSet(
  set: readonly SetItem[],
  rules: CaseRules | null,
  flags: number,
): CompactSet {
  const membership = new Membership(rules, flags);
  for (const item of set) membership.add(item);
  const { isCased, tail } = membership;
  const isNegated = set.some((item) => item.op === "NEGATE");
  const head = isNegated ? [OP.NEGATE] : [];
  const runs = membership.runs();
  if (runs === null) {
    const bitmap = membership.isWide
      ? bigBitmap(membership.members)
      : [OP.CHARSET, ...bits(membership.members.subarray(0, LATIN_SIZE))];
    return { words: [...head, ...bitmap, ...tail], isCased };
  }
  const count = head.length + runs.length + membership.tailCount;
  if (!isCased && count >= set.length) return { words: setWords(set, flags), isCased };
  const ranges = runs.flatMap(([low, end]) => {
    return end - low === 1 ? [OP.LITERAL, low] : [OP.RANGE, low, end - 1];
  });
  return { words: [...head, ...ranges, ...tail], isCased };
}

/** Members as words of 32 bits, the first member in the lowest bit. */
function bits(members: Uint8Array): number[] {
  const words: number[] = [];
  for (let i = 0; i < members.length; i += 32) {
    let word = 0;
    for (let bit = 0; bit < 32; bit++) word |= members[i + bit]! << bit;
    words.push(word >>> 0);
  }
  return words;
}

function bigBitmap(members: Uint8Array): number[] {
  const numbers = new Map<string, number>();
  const blocks: number[] = [];
  const mapping: number[] = [];
  for (let i = 0; i < BMP_SIZE; i += LATIN_SIZE) {
    const block = bits(members.subarray(i, i + LATIN_SIZE));
    const key = block.join();
    let number = numbers.get(key);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(key, number);
      blocks.push(...block);
    }
    mapping.push(number);
  }
  const mappingWords: number[] = [];
  for (let i = 0; i < mapping.length; i += 4) {
    const [a, b, c, d] = mapping.slice(i, i + 4) as [number, number, number, number];
    mappingWords.push((a | (b << 8) | (c << 16) | (d << 24)) >>> 0);
  }
  return [OP.BIGCHARSET, numbers.size, ...mappingWords, ...blocks];
}
