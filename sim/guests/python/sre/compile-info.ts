/**
 * The INFO block at the head of a pattern's code: the widths of a match, and what it begins with: a
 * literal text with its overlap table, or a set of characters.
 *
 * Counterpart: CPython's sre_compile.py (_compile_info).
 */

import { caseRules } from "./charset.ts";
import { compactSet } from "./compile-set.ts";
import { combineFlags, IGNORECASE, LOCALE, MAXREPEAT } from "./flags.ts";
import { INFO, OP } from "./opcodes.ts";
import type { Item, Sequence, SetItem } from "./parse-tree.ts";

/** The text that all matches begin with. */
interface Prefix {
  readonly text: readonly number[];
  /** How much of it can be taken as matched without setting marks; null when all of it. */
  readonly skip: number | null;
  /** Whether the text is all that there is. */
  readonly isWhole: boolean;
}

function isLocaleCase(flags: number): boolean {
  return (flags & IGNORECASE) !== 0 && (flags & LOCALE) !== 0;
}

function isCaseless(code: number, flags: number): boolean {
  const rules = caseRules(flags);
  return rules === null || !rules.isCased(code);
}

/** The words of the block. */
export function infoWords(tree: Sequence, flags: number): number[] {
  const [low, widest] = tree.width();
  const high = Math.min(widest, MAXREPEAT);
  if (low === 0) return [OP.INFO, 4, 0, low, high];
  const usesCase = isLocaleCase(flags);
  const prefix = usesCase ? null : literalPrefix(tree, flags);
  if (prefix !== null && prefix.text.length > 0) {
    const { text, skip, isWhole } = prefix;
    const mask = skip === null && isWhole ? INFO.PREFIX | INFO.LITERAL : INFO.PREFIX;
    const table = overlapTable(text);
    return closed([mask, low, high, text.length, skip ?? text.length, ...text, ...table]);
  }
  const set = usesCase ? null : firstSet(tree, flags);
  if (set === null || set.length === 0) return [OP.INFO, 4, 0, low, high];
  return closed([INFO.CHARSET, low, high, ...compactSet(set, null, flags).words, OP.FAILURE]);
}

function closed(body: readonly number[]): number[] {
  return [OP.INFO, body.length + 1, ...body];
}

function literalPrefix(sequence: Sequence, flags: number): Prefix {
  const text: number[] = [];
  let skip: number | null = null;
  for (const item of sequence.items) {
    if (item.op === "LITERAL") {
      if (!isCaseless(item.code, flags)) return { text, skip, isWhole: false };
      text.push(item.code);
      continue;
    }
    if (item.op !== "SUBPATTERN") return { text, skip, isWhole: false };
    const inner = combineFlags(flags, item.addFlags, item.delFlags);
    if (isLocaleCase(inner)) return { text, skip, isWhole: false };
    const part = literalPrefix(item.body, inner);
    if (skip === null && item.group !== null) skip = text.length;
    else if (skip === null && part.skip !== null) skip = text.length + part.skip;
    text.push(...part.text);
    if (!part.isWhole) return { text, skip, isWhole: false };
  }
  return { text, skip, isWhole: true };
}

/** The set that the first character of a match is in, if that is plain to see. */
function firstSet(tree: Sequence, treeFlags: number): readonly SetItem[] | null {
  let flags = treeFlags;
  let item: Item | undefined = tree.items[0];
  while (item?.op === "SUBPATTERN") {
    flags = combineFlags(flags, item.addFlags, item.delFlags);
    if (isLocaleCase(flags)) return null;
    item = item.body.items[0];
  }
  if (item === undefined) return null;
  if (item.op === "LITERAL") return isCaseless(item.code, flags) ? [item] : null;
  if (item.op === "IN") return isCaselessSet(item.set, flags) ? item.set : null;
  if (item.op !== "BRANCH") return null;
  const set: SetItem[] = [];
  for (const { items } of item.items) {
    const [first] = items;
    if (first?.op !== "LITERAL" || !isCaseless(first.code, flags)) return null;
    set.push(first);
  }
  return set;
}

function isCaselessSet(set: readonly SetItem[], flags: number): boolean {
  const rules = caseRules(flags);
  if (rules === null) return true;
  for (const item of set) {
    if (item.op === "LITERAL" && rules.isCased(item.code)) return false;
    if (item.op !== "RANGE") continue;
    if (item.high > 0xffff) return false;
    for (let code = item.low; code <= item.high; code++) if (rules.isCased(code)) return false;
  }
  return true;
}

/**
 * For each length of the prefix, the length of its longest proper part that is both its beginning
 * and its end: how much stays matched when the next character does not fit.
 */
function overlapTable(prefix: readonly number[]): number[] {
  const table: number[] = prefix.map(() => 0);
  let length = 0;
  for (let i = 1; i < prefix.length; i++) {
    while (length > 0 && prefix[length] !== prefix[i]) length = table[length - 1]!;
    if (prefix[length] === prefix[i]) length++;
    table[i] = length;
  }
  return table;
}
