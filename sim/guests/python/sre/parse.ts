/**
 * Patterns to trees: alternatives, sequences, repetitions.
 *
 * Groups nest as deep as the host's stack allows; what is beyond is Python's RecursionError, made
 * by the caller from `MAX_NESTING`.
 *
 * Counterpart: CPython's sre_parse.py (parse, _parse_sub, _parse).
 */

import { ASCII, LOCALE, MAXREPEAT, UNICODE, VERBOSE } from "./flags.ts";
import { DIGITS, parseEscape } from "./parse-escape.ts";
import { type BodyParsers, parseGroup } from "./parse-group.ts";
import { parseSet } from "./parse-set.ts";
import { ParseState, RestartVerbose } from "./parse-state.ts";
import { isSameItem, type Item, Sequence, type SetItem, uniqueSetItems } from "./parse-tree.ts";
import { codeLength, RegexError, Tokenizer } from "./tokenizer.ts";

/** A number in a pattern that no count can be. */
export class RepetitionTooLarge {}

/** Flags that do not fit the kind of pattern: a ValueError. */
export class FlagsError {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** Groups in groups beyond this give a RecursionError. */
export const MAX_NESTING = 300;

/** Groups stand too deep in each other. */
export class NestedTooDeep {}

export interface ParsedPattern {
  readonly tree: Sequence;
  readonly state: ParseState;
}

/** Parses a pattern; `text` holds bytes as Latin-1 when `isText` is false. */
export function parsePattern(text: string, isText: boolean, flags: number): ParsedPattern {
  const source = new Tokenizer(text, isText);
  let state = new ParseState(flags);
  let tree: Sequence;
  try {
    tree = parseAlternatives(source, state, (flags & VERBOSE) !== 0, 0);
  } catch (error) {
    if (!(error instanceof RestartVerbose)) throw error;
    const warnings = state.warnings;
    state = new ParseState(flags | VERBOSE);
    state.warnings.push(...warnings);
    source.seek(0);
    tree = parseAlternatives(source, state, true, 0);
  }
  state.flags = checkFlags(isText, state.flags);
  if (source.next !== null) throw source.error("unbalanced parenthesis");
  for (const [group, position] of state.conditionPositions) {
    if (group >= state.groups) throw new RegexError(`invalid group reference ${group}`, position);
  }
  return { tree, state };
}

/** The flags with UNICODE where text has it without asking. */
function checkFlags(isText: boolean, flags: number): number {
  if (isText) {
    if (flags & LOCALE) throw new FlagsError("cannot use LOCALE flag with a str pattern");
    if (!(flags & ASCII)) return flags | UNICODE;
    if (flags & UNICODE) throw new FlagsError("ASCII and UNICODE flags are incompatible");
    return flags;
  }
  if (flags & UNICODE) throw new FlagsError("cannot use UNICODE flag with a bytes pattern");
  if (flags & LOCALE && flags & ASCII) {
    throw new FlagsError("ASCII and LOCALE flags are incompatible");
  }
  return flags;
}

/** `a|b|c`, up to a closing parenthesis. */
export function parseAlternatives(
  source: Tokenizer,
  state: ParseState,
  verbose: boolean,
  nested: number,
): Sequence {
  if (nested > 2 * MAX_NESTING) throw new NestedTooDeep();
  const choices: Sequence[] = [];
  do {
    const isFirst = nested === 0 && choices.length === 0;
    choices.push(parseSequence(source, state, verbose, nested + 1, isFirst));
  } while (source.match("|"));
  if (choices.length === 1) return choices[0]!;
  const result = new Sequence(takeCommonPrefix(choices));
  const set = mergeSets(choices);
  result.items.push(set === null ? { op: "BRANCH", items: choices } : { op: "IN", set });
  return result;
}

/** Removes what all choices begin with. */
function takeCommonPrefix(choices: readonly Sequence[]): Item[] {
  const prefix: Item[] = [];
  for (;;) {
    const first = choices[0]!.items[0];
    if (first === undefined) return prefix;
    const isCommon = choices.every(({ items }) => {
      const [item] = items;
      return item !== undefined && (item === first || isSameItem(item, first));
    });
    if (!isCommon) return prefix;
    for (const { items } of choices) items.shift();
    prefix.push(first);
  }
}

/** The one set for choices of single characters; null when some choice is more. */
function mergeSets(choices: readonly Sequence[]): SetItem[] | null {
  const set: SetItem[] = [];
  for (const { items } of choices) {
    const [item] = items;
    if (items.length !== 1 || item === undefined) return null;
    if (item.op === "LITERAL") set.push({ op: "LITERAL", code: item.code });
    else if (item.op === "IN" && item.set[0]!.op !== "NEGATE") set.push(...item.set);
    else return null;
  }
  return uniqueSetItems(set);
}

const PARSERS: BodyParsers = { alternatives: parseAlternatives, sequence: parseSequence };

/** Items up to `|` or a closing parenthesis. */
export function parseSequence(
  source: Tokenizer,
  state: ParseState,
  verbose: boolean,
  nested: number,
  isFirst = false,
): Sequence {
  const items: Item[] = [];
  for (;;) {
    const token = source.next;
    if (token === null || token === "|" || token === ")") break;
    source.get();
    if (verbose && skipBlank(source, token)) continue;
    if (token === "(") {
      const isStart = isFirst && items.length === 0;
      const group = parseGroup(PARSERS, source, state, verbose, nested, isStart);
      if (group !== null) items.push(group);
    } else parseItem(source, state, nested, token, items);
  }
  return new Sequence(items.flatMap(unwrapGroup));
}

/** Groups that are there for their parentheses only vanish. */
function unwrapGroup(item: Item): Item[] {
  return isPlainGroup(item) ? item.body.items : [item];
}

function isPlainGroup(item: Item): item is Item & { op: "SUBPATTERN" } {
  if (item.op !== "SUBPATTERN" || item.group !== null) return false;
  return item.addFlags === 0 && item.delFlags === 0;
}

function skipBlank(source: Tokenizer, token: string): boolean {
  if (" \t\n\r\v\f".includes(token)) return true;
  if (token !== "#") return false;
  for (;;) {
    const skipped = source.get();
    if (skipped === null || skipped === "\n") return true;
  }
}

function parseItem(
  source: Tokenizer,
  state: ParseState,
  nested: number,
  token: string,
  items: Item[],
): void {
  if (token.startsWith("\\")) items.push(parseEscape(source, token, state));
  else if (token === "[") items.push(parseSet(source, state, nested));
  else if (token === ".") items.push({ op: "ANY" });
  else if (token === "^") items.push({ op: "AT", at: "AT_BEGINNING" });
  else if (token === "$") items.push({ op: "AT", at: "AT_END" });
  else if ("*+?{".includes(token)) parseRepeat(source, token, items);
  else items.push({ op: "LITERAL", code: token.codePointAt(0)! });
}

function parseRepeat(source: Tokenizer, token: string, items: Item[]): void {
  const here = source.tell();
  const counts = token === "{" ? parseCounts(source, here) : simpleCounts(token);
  if (counts === null) {
    items.push({ op: "LITERAL", code: token.codePointAt(0)! });
    return;
  }
  const item = items.at(-1);
  if (item === undefined || item.op === "AT") {
    throw source.error("nothing to repeat", source.tell() - here + codeLength(token));
  }
  if (item.op === "MAX_REPEAT" || item.op === "MIN_REPEAT") {
    throw source.error("multiple repeat", source.tell() - here + codeLength(token));
  }
  const body = isPlainGroup(item) ? item.body : new Sequence([item]);
  const op = source.match("?") ? "MIN_REPEAT" : "MAX_REPEAT";
  items[items.length - 1] = { op, min: counts[0], max: counts[1], body };
}

function simpleCounts(token: string): readonly [number, number] {
  if (token === "?") return [0, 1];
  return [token === "*" ? 0 : 1, MAXREPEAT];
}

/** `{m}`, `{m,}`, `{,n}`, `{m,n}`; null when the brace is a literal. */
function parseCounts(source: Tokenizer, here: number): readonly [number, number] | null {
  if (source.next === "}") return null;
  let low = "";
  let high = "";
  while (source.isNextIn(DIGITS)) low += source.get();
  if (source.match(",")) while (source.isNextIn(DIGITS)) high += source.get();
  else high = low;
  if (!source.match("}")) {
    source.seek(here);
    return null;
  }
  const min = low === "" ? 0 : Number(low);
  const max = high === "" ? MAXREPEAT : Number(high);
  if (min >= MAXREPEAT || (high !== "" && max >= MAXREPEAT)) throw new RepetitionTooLarge();
  if (max < min) {
    throw source.error("min repeat greater than max repeat", source.tell() - here);
  }
  return [min, max];
}
