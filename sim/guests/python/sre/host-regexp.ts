/**
 * The host's regular expression for a pattern, where its matches are exactly Python's.
 *
 * It is used for subjects that are pure ASCII, or bytes; each character class is written out as
 * codes that our own sets contain, so neither the host's classes nor its rules of case play a part.
 * A pattern qualifies when all of these hold, and else the matcher of our own runs:
 *
 * - no back references, conditions or TEMPLATE (an unset group matches nothing on the host);
 * - no repetition of a part that can be empty (the host refuses an empty iteration, Python takes
 *   it), and none of more than 1000 times;
 * - every group inside of a repetition takes part in each iteration (the host forgets the groups
 *   of the iteration before);
 * - no groups in lookbehinds (the host matches them backwards) or in negative assertions;
 * - at most 100 groups in groups (the host's parser is recursive).
 *
 * Positions: `^ $ \b` and the like are written as what Python means by them. The text is never
 * empty, since Python finds no `\B` in an empty one.
 */

import { unitTest } from "./charset.ts";
import { combineFlags, DOTALL, MULTILINE, TEMPLATE, UNICODE } from "./flags.ts";
import { MAXREPEAT } from "./flags.ts";
import type { Item, Position, Repeat, Sequence, UnitItem } from "./parse-tree.ts";

const MAX_COUNT = 1000;
const MAX_DEPTH = 100;

/** Characters that mean themselves in a host pattern and in its classes. */
const PLAIN = /^[A-Za-z0-9 _"'#%&,:;<=>@`~!]$/;

/** The host cannot do it. */
class Unfit {}

/** The source of the host's pattern, and the groups in the order in which they close. */
export interface HostPattern {
  readonly source: string;
  readonly closingOrder: readonly number[];
}

/** What may not stand where. */
interface Context {
  readonly flags: number;
  readonly depth: number;
  readonly isBytes: boolean;
  readonly closing: number[];
  /** Groups are not allowed here. */
  readonly isBare: boolean;
}

/** The host's pattern, or null when the matcher of our own must run. */
export function translateToHost(
  tree: Sequence,
  flags: number,
  isBytes: boolean,
): HostPattern | null {
  if ((flags & TEMPLATE) !== 0) return null;
  const closing: number[] = [];
  try {
    const source = sequenceSource(tree, { flags, depth: 0, isBytes, closing, isBare: false });
    return { source, closingOrder: closing };
  } catch (error) {
    if (error instanceof Unfit) return null;
    throw error;
  }
}

function sequenceSource(sequence: Sequence, context: Context): string {
  return sequence.items.map((item) => itemSource(item, context)).join("");
}

function itemSource(item: Item, context: Context): string {
  if (context.depth > MAX_DEPTH) throw new Unfit();
  const inner = { ...context, depth: context.depth + 1 };
  switch (item.op) {
    case "AT":
      return positionSource(item.at, context);
    case "BRANCH":
      return `(?:${item.items.map((choice) => sequenceSource(choice, inner)).join("|")})`;
    case "SUBPATTERN":
      return groupSource(item, inner);
    case "MAX_REPEAT":
    case "MIN_REPEAT":
      return repeatSource(item, inner);
    case "ASSERT":
    case "ASSERT_NOT": {
      const isNegative = item.op === "ASSERT_NOT";
      const isBare = context.isBare || isNegative || item.direction < 0;
      const sign = `${item.direction < 0 ? "<" : ""}${isNegative ? "!" : "="}`;
      return `(?${sign}${sequenceSource(item.body, { ...inner, isBare })})`;
    }
    case "GROUPREF":
    case "GROUPREF_EXISTS":
      throw new Unfit();
    default:
      return unitSource(item, context);
  }
}

function groupSource(item: Item & { op: "SUBPATTERN" }, context: Context): string {
  const flags = combineFlags(context.flags, item.addFlags, item.delFlags);
  const source = sequenceSource(item.body, { ...context, flags });
  if (item.group === null) return `(?:${source})`;
  if (context.isBare) throw new Unfit();
  context.closing.push(item.group);
  return `(${source})`;
}

function repeatSource(item: Repeat, context: Context): string {
  const { min, max, body } = item;
  if (body.width()[0] === 0 || min > MAX_COUNT) throw new Unfit();
  if (max !== MAXREPEAT && max > MAX_COUNT) throw new Unfit();
  const before = context.closing.length;
  const source = sequenceSource(body, context);
  const groupCount = context.closing.length - before;
  if (max > 1 && groupCount !== certainGroups(body)) throw new Unfit();
  const end = max === MAXREPEAT ? "" : String(max);
  const lazy = item.op === "MIN_REPEAT" ? "?" : "";
  return `(?:${source}){${min},${end}}${lazy}`;
}

/** The number of groups that take part whenever a sequence matches. */
function certainGroups(sequence: Sequence): number {
  let count = 0;
  for (const item of sequence.items) {
    if (item.op === "SUBPATTERN") {
      count += certainGroups(item.body) + (item.group === null ? 0 : 1);
    } else if (item.op === "ASSERT") count += certainGroups(item.body);
    else if (item.op === "MAX_REPEAT" || item.op === "MIN_REPEAT") {
      if (item.min > 0) count += certainGroups(item.body);
    }
  }
  return count;
}

function positionSource(at: Position, context: Context): string {
  const isMultiline = (context.flags & MULTILINE) !== 0;
  switch (at) {
    case "AT_BEGINNING":
      return isMultiline ? "(?<![^\\n])" : "^";
    case "AT_BEGINNING_STRING":
      return "^";
    case "AT_BOUNDARY":
      return "\\b";
    case "AT_NON_BOUNDARY":
      return "\\B";
    case "AT_END":
      return isMultiline ? "(?=\\n|$)" : "(?=\\n?$)";
    case "AT_END_STRING":
      return "$";
  }
}

function unitSource(item: UnitItem, context: Context): string {
  const { flags } = context;
  if (item.op === "ANY") return (flags & DOTALL) !== 0 ? "[^]" : "[^\\n]";
  const test = unitTest(item, flags);
  const limit = context.isBytes ? 0xff : 0x7f;
  if (test === null) {
    const { code } = item as { code: number };
    return code > limit ? "[]" : codeSource(code);
  }
  // Unicode's and ASCII's word characters are the same below 128; bytes are never UNICODE.
  if (context.isBytes && (flags & UNICODE) !== 0) throw new Unfit();
  return classSource(test, limit);
}

function classSource(test: (code: number) => boolean, limit: number): string {
  let source = "";
  for (let code = 0; code <= limit; code++) {
    if (!test(code)) continue;
    const first = code;
    while (code < limit && test(code + 1)) code++;
    source += codeSource(first);
    if (code > first) source += (code > first + 1 ? "-" : "") + codeSource(code);
  }
  return `[${source}]`;
}

function codeSource(code: number): string {
  const character = String.fromCharCode(code);
  return PLAIN.test(character) ? character : `\\x${code.toString(16).padStart(2, "0")}`;
}
