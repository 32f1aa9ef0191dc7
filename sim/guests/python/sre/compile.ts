/**
 * Trees of regular expressions to code, word by word the same as PyPy's.
 *
 * Counterpart: CPython's sre_compile.py.
 */

import type { CaseRules } from "./case-rules.ts";
import { caseRules } from "./charset.ts";
import { infoWords } from "./compile-info.ts";
import { compactSet } from "./compile-set.ts";
import { combineFlags, DOTALL, IGNORECASE, LOCALE, MULTILINE } from "./flags.ts";
import { TEMPLATE, UNICODE } from "./flags.ts";
import { AT, OP } from "./opcodes.ts";
import type { Item, Position, Repeat, Sequence, UnitItem } from "./parse-tree.ts";
import { RegexError } from "./tokenizer.ts";

/** The code of a pattern, as PyPy shows it in green keys. */
export function compileTree(tree: Sequence, flags: number): readonly number[] {
  const code = infoWords(tree, flags);
  emitSequence(code, tree, flags);
  code.push(OP.SUCCESS);
  return code;
}

function emitSequence(code: number[], sequence: Sequence, flags: number): void {
  for (const item of sequence.items) emitItem(code, item, flags);
}

/** A word that will hold how far it is to what follows; gives its index. */
function openSkip(code: number[]): number {
  code.push(0);
  return code.length - 1;
}

function closeSkip(code: number[], skip: number): void {
  code[skip] = code.length - skip;
}

function emitItem(code: number[], item: Item, flags: number): void {
  switch (item.op) {
    case "AT":
      code.push(OP.AT, positionNumber(item.at, flags));
      return;
    case "BRANCH":
      emitBranch(code, item.items, flags);
      return;
    case "SUBPATTERN":
      if (item.group !== null) code.push(OP.MARK, 2 * (item.group - 1));
      emitSequence(code, item.body, combineFlags(flags, item.addFlags, item.delFlags));
      if (item.group !== null) code.push(OP.MARK, 2 * (item.group - 1) + 1);
      return;
    case "MAX_REPEAT":
    case "MIN_REPEAT":
      emitRepeat(code, item, flags);
      return;
    case "ASSERT":
    case "ASSERT_NOT":
      emitAssertion(code, item, flags);
      return;
    case "GROUPREF":
      code.push(referenceOperation(flags), item.group - 1);
      return;
    case "GROUPREF_EXISTS":
      emitCondition(code, item, flags);
      return;
    default:
      emitUnit(code, item, flags);
  }
}

function positionNumber(at: Position, flags: number): number {
  const isMultiline = (flags & MULTILINE) !== 0;
  switch (at) {
    case "AT_BEGINNING":
      return isMultiline ? AT.BEGINNING_LINE : AT.BEGINNING;
    case "AT_BEGINNING_STRING":
      return AT.BEGINNING_STRING;
    case "AT_END":
      return isMultiline ? AT.END_LINE : AT.END;
    case "AT_END_STRING":
      return AT.END_STRING;
    case "AT_BOUNDARY":
      if ((flags & LOCALE) !== 0) return AT.LOC_BOUNDARY;
      return (flags & UNICODE) !== 0 ? AT.UNI_BOUNDARY : AT.BOUNDARY;
    case "AT_NON_BOUNDARY":
      return positionNumber("AT_BOUNDARY", flags) + 1;
  }
}

/** How case is ignored, by the names of the operations. */
type CaseKind = "exact" | "ascii" | "locale" | "unicode";

function caseKind(flags: number): CaseKind {
  if ((flags & IGNORECASE) === 0) return "exact";
  if ((flags & LOCALE) !== 0) return "locale";
  return (flags & UNICODE) !== 0 ? "unicode" : "ascii";
}

function referenceOperation(flags: number): number {
  switch (caseKind(flags)) {
    case "exact":
      return OP.GROUPREF;
    case "ascii":
      return OP.GROUPREF_IGNORE;
    case "locale":
      return OP.GROUPREF_LOC_IGNORE;
    case "unicode":
      return OP.GROUPREF_UNI_IGNORE;
  }
}

/** An item that matches one character. */
function emitUnit(code: number[], item: UnitItem, flags: number): void {
  if (item.op === "ANY") code.push((flags & DOTALL) !== 0 ? OP.ANY_ALL : OP.ANY);
  else if (item.op === "IN") emitSet(code, item, flags);
  else emitLiteral(code, item.code, item.op === "NOT_LITERAL", flags);
}

function emitLiteral(code: number[], literal: number, isNegated: boolean, flags: number): void {
  const kind = caseKind(flags);
  const rules = caseRules(flags);
  if (kind === "locale") {
    code.push(isNegated ? OP.NOT_LITERAL_LOC_IGNORE : OP.LITERAL_LOC_IGNORE, literal);
    return;
  }
  if (rules === null || !rules.isCased(literal)) {
    code.push(isNegated ? OP.NOT_LITERAL : OP.LITERAL, literal);
    return;
  }
  const lower = rules.lower(literal);
  if (kind === "ascii") {
    code.push(isNegated ? OP.NOT_LITERAL_IGNORE : OP.LITERAL_IGNORE, lower);
    return;
  }
  const partners = rules.partners(lower);
  if (partners.length === 0) {
    code.push(isNegated ? OP.NOT_LITERAL_UNI_IGNORE : OP.LITERAL_UNI_IGNORE, lower);
    return;
  }
  const members = [lower, ...partners].flatMap((member) => [OP.LITERAL, member]);
  emitSetWords(code, OP.IN_UNI_IGNORE, isNegated ? [OP.NEGATE, ...members] : members);
}

function emitSetWords(code: number[], operation: number, words: readonly number[]): void {
  code.push(operation, words.length + 2, ...words, OP.FAILURE);
}

function emitSet(code: number[], item: UnitItem & { op: "IN" }, flags: number): void {
  const rules: CaseRules | null = caseRules(flags);
  const { words, isCased } = compactSet(item.set, rules, flags);
  const kind = caseKind(flags);
  if (kind === "locale") emitSetWords(code, OP.IN_LOC_IGNORE, words);
  else if (!isCased) emitSetWords(code, OP.IN, words);
  else emitSetWords(code, kind === "ascii" ? OP.IN_IGNORE : OP.IN_UNI_IGNORE, words);
}

function emitBranch(code: number[], choices: readonly Sequence[], flags: number): void {
  code.push(OP.BRANCH);
  const jumps: number[] = [];
  for (const choice of choices) {
    const skip = openSkip(code);
    emitSequence(code, choice, flags);
    code.push(OP.JUMP);
    jumps.push(openSkip(code));
    closeSkip(code, skip);
  }
  code.push(0);
  for (const jump of jumps) closeSkip(code, jump);
}

/** Whether a repetition's body is one item for one character. */
function isUnit(body: Sequence): boolean {
  const [item] = body.items;
  if (body.items.length !== 1 || item === undefined) return false;
  switch (item.op) {
    case "LITERAL":
    case "NOT_LITERAL":
    case "IN":
    case "ANY":
      return true;
    case "SUBPATTERN":
      return item.group === null && isUnit(item.body);
    default:
      return false;
  }
}

function emitRepeat(code: number[], item: Repeat, flags: number): void {
  if ((flags & TEMPLATE) !== 0) {
    throw new RegexError(`internal: unsupported template operator ${item.op}`, null);
  }
  const isGreedy = item.op === "MAX_REPEAT";
  if (isUnit(item.body)) {
    code.push(isGreedy ? OP.REPEAT_ONE : OP.MIN_REPEAT_ONE);
    const skip = openSkip(code);
    code.push(item.min, item.max);
    emitSequence(code, item.body, flags);
    code.push(OP.SUCCESS);
    closeSkip(code, skip);
    return;
  }
  code.push(OP.REPEAT);
  const skip = openSkip(code);
  code.push(item.min, item.max);
  emitSequence(code, item.body, flags);
  closeSkip(code, skip);
  code.push(isGreedy ? OP.MAX_UNTIL : OP.MIN_UNTIL);
}

function emitAssertion(
  code: number[],
  item: Item & { op: "ASSERT" | "ASSERT_NOT" },
  flags: number,
): void {
  const [low, high] = item.body.width();
  if (item.direction < 0 && low !== high) {
    throw new RegexError("look-behind requires fixed-width pattern", null);
  }
  code.push(item.op === "ASSERT" ? OP.ASSERT : OP.ASSERT_NOT);
  const skip = openSkip(code);
  code.push(item.direction < 0 ? low : 0);
  emitSequence(code, item.body, flags);
  code.push(OP.SUCCESS);
  closeSkip(code, skip);
}

function emitCondition(
  code: number[],
  item: Item & { op: "GROUPREF_EXISTS" },
  flags: number,
): void {
  code.push(OP.GROUPREF_EXISTS, item.group - 1);
  const skip = openSkip(code);
  emitSequence(code, item.yes, flags);
  if (item.no === null || item.no.items.length === 0) {
    code[skip] = code.length - skip + 1;
    return;
  }
  code.push(OP.JUMP);
  const jump = openSkip(code);
  code[skip] = code.length - skip + 1;
  emitSequence(code, item.no, flags);
  closeSkip(code, jump);
}
