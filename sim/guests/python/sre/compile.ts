/**
 * Trees of regular expressions to code for the matcher.
 *
 * Counterpart: CPython's sre_compile.py.
 */

import { CharSet, caseRules, unitTest, wordTest } from "./charset.ts";
import { firstCharacters } from "./first-characters.ts";
import { combineFlags, DOTALL, IGNORECASE, MAXREPEAT, MULTILINE } from "./flags.ts";
import { TEMPLATE, UNICODE } from "./flags.ts";
import type { Item, Position, Repeat, Sequence, UnitItem } from "./parse-tree.ts";
import { AT, OP, type Program, UNIT } from "./program.ts";
import { RegexError } from "./tokenizer.ts";

/** Registers of one loop: how many iterations, where the last began, its entry on the stack. */
const REGISTERS_PER_LOOP = 3;

/** Code that is being written. */
class CodeWriter {
  readonly code: number[] = [];
  readonly sets: CharSet[] = [];
  registerCount = 0;
  assertionCount = 0;
  private readonly wordSets = new Map<boolean, number>();

  emit(...words: readonly number[]): void {
    this.code.push(...words);
  }

  /** Where the next instruction will be. */
  get here(): number {
    return this.code.length;
  }

  addSet(test: (code: number) => boolean): number {
    this.sets.push(new CharSet(test));
    return this.sets.length - 1;
  }

  wordSet(flags: number): number {
    const isUnicode = (flags & UNICODE) !== 0;
    let index = this.wordSets.get(isUnicode);
    if (index === undefined) {
      index = this.addSet(wordTest(flags));
      this.wordSets.set(isUnicode, index);
    }
    return index;
  }
}

/** Writes the program of a pattern. */
export function compileTree(tree: Sequence, flags: number, groupCount: number): Program {
  const writer = new CodeWriter();
  compileSequence(writer, tree, flags);
  writer.emit(OP.SUCCESS);
  const first = firstCharacters(tree, flags);
  return {
    code: Int32Array.from(writer.code),
    sets: writer.sets,
    groupCount,
    registerCount: writer.registerCount,
    assertionCount: writer.assertionCount,
    first: first === null ? null : new CharSet((code) => first.some((test) => test(code))),
    minWidth: tree.width()[0],
  };
}

function compileSequence(writer: CodeWriter, sequence: Sequence, flags: number): void {
  for (const item of sequence.items) compileItem(writer, item, flags);
}

function compileItem(writer: CodeWriter, item: Item, flags: number): void {
  switch (item.op) {
    case "AT":
      writer.emit(OP.AT, positionKind(item.at, flags), writer.wordSet(flags));
      return;
    case "BRANCH":
      compileBranch(writer, item.items, flags);
      return;
    case "SUBPATTERN":
      if (item.group !== null) writer.emit(OP.MARK, 2 * (item.group - 1));
      compileSequence(writer, item.body, combineFlags(flags, item.addFlags, item.delFlags));
      if (item.group !== null) writer.emit(OP.MARK, 2 * (item.group - 1) + 1);
      return;
    case "MAX_REPEAT":
    case "MIN_REPEAT":
      compileRepeat(writer, item, flags);
      return;
    case "ASSERT":
    case "ASSERT_NOT":
      compileAssertion(writer, item, flags);
      return;
    case "GROUPREF":
      writer.emit(OP.GROUPREF, item.group - 1, caseKind(flags));
      return;
    case "GROUPREF_EXISTS":
      compileCondition(writer, item, flags);
      return;
    default:
      compileUnit(writer, item, flags);
  }
}

/** Whether characters are compared exactly (0), by ASCII's (1) or Unicode's case (2). */
function caseKind(flags: number): number {
  if ((flags & IGNORECASE) === 0) return 0;
  return caseRules(flags) !== null && (flags & UNICODE) !== 0 ? 2 : 1;
}

function positionKind(at: Position, flags: number): number {
  const isMultiline = (flags & MULTILINE) !== 0;
  switch (at) {
    case "AT_BEGINNING":
      return isMultiline ? AT.BEGINNING_LINE : AT.BEGINNING;
    case "AT_BEGINNING_STRING":
      return AT.BEGINNING;
    case "AT_BOUNDARY":
      return AT.BOUNDARY;
    case "AT_NON_BOUNDARY":
      return AT.NON_BOUNDARY;
    case "AT_END":
      return isMultiline ? AT.END_LINE : AT.END;
    case "AT_END_STRING":
      return AT.END_STRING;
  }
}

/** Kind and operand of an item that matches one character. */
function unitOperands(
  writer: CodeWriter,
  item: UnitItem,
  flags: number,
): readonly [number, number] {
  if (item.op === "ANY" && (flags & DOTALL) !== 0) return [UNIT.ALL, 0];
  const test = unitTest(item, flags);
  if (test === null) return [UNIT.LITERAL, (item as { code: number }).code];
  return [UNIT.SET, writer.addSet(test)];
}

function compileUnit(writer: CodeWriter, item: UnitItem, flags: number): void {
  const [kind, operand] = unitOperands(writer, item, flags);
  if (kind === UNIT.LITERAL) writer.emit(OP.LITERAL, operand);
  else if (kind === UNIT.SET) writer.emit(OP.SET, operand);
  else writer.emit(OP.ANY);
}

function compileBranch(writer: CodeWriter, choices: readonly Sequence[], flags: number): void {
  const jumps: number[] = [];
  choices.forEach((choice, index) => {
    const isLast = index === choices.length - 1;
    const split = writer.here;
    if (!isLast) writer.emit(OP.SPLIT, 0);
    compileSequence(writer, choice, flags);
    if (isLast) return;
    jumps.push(writer.here + 1);
    writer.emit(OP.JUMP, 0);
    writer.code[split + 1] = writer.here;
  });
  for (const jump of jumps) writer.code[jump] = writer.here;
}

/** The one-character item of a repetition's body; null when the body is more. */
function repeatedUnit(body: Sequence, flags: number): readonly [UnitItem, number] | null {
  const [item] = body.items;
  if (body.items.length !== 1 || item === undefined) return null;
  switch (item.op) {
    case "LITERAL":
    case "NOT_LITERAL":
    case "IN":
    case "ANY":
      return [item, flags];
    case "SUBPATTERN":
      if (item.group !== null) return null;
      return repeatedUnit(item.body, combineFlags(flags, item.addFlags, item.delFlags));
    default:
      return null;
  }
}

function compileRepeat(writer: CodeWriter, item: Repeat, flags: number): void {
  if ((flags & TEMPLATE) !== 0) {
    throw new RegexError(`internal: unsupported template operator ${item.op}`, null);
  }
  const isGreedy = item.op === "MAX_REPEAT";
  // No text is longer than what 31 bits count.
  const max = item.max === MAXREPEAT ? 0x7fffffff : Math.min(item.max, 0x7fffffff);
  const min = Math.min(item.min, 0x7fffffff);
  const unit = repeatedUnit(item.body, flags);
  if (unit !== null) {
    const operands = unitOperands(writer, ...unit);
    writer.emit(isGreedy ? OP.REPEAT_ONE : OP.MIN_REPEAT_ONE, min, max, ...operands);
    return;
  }
  const register = writer.registerCount;
  writer.registerCount += REGISTERS_PER_LOOP;
  writer.emit(OP.LOOP_START, register);
  const head = writer.here;
  writer.emit(isGreedy ? OP.MAX_UNTIL : OP.MIN_UNTIL, register, min, max, 0);
  compileSequence(writer, item.body, flags);
  writer.emit(OP.JUMP, head);
  writer.code[head + 4] = writer.here;
}

function compileAssertion(
  writer: CodeWriter,
  item: Item & { op: "ASSERT" | "ASSERT_NOT" },
  flags: number,
): void {
  const [low, high] = item.body.width();
  if (item.direction < 0 && low !== high) {
    throw new RegexError("look-behind requires fixed-width pattern", null);
  }
  const number = writer.assertionCount++;
  const isNegative = item.op === "ASSERT_NOT";
  const back = item.direction < 0 ? low : 0;
  const start = writer.here;
  writer.emit(isNegative ? OP.ASSERT_NOT : OP.ASSERT, number, 0, back);
  compileSequence(writer, item.body, flags);
  writer.emit(isNegative ? OP.ASSERT_NOT_END : OP.ASSERT_END, number);
  writer.code[start + 2] = writer.here;
}

function compileCondition(
  writer: CodeWriter,
  item: Item & { op: "GROUPREF_EXISTS" },
  flags: number,
): void {
  const start = writer.here;
  writer.emit(OP.GROUPREF_EXISTS, item.group - 1, 0);
  compileSequence(writer, item.yes, flags);
  if (item.no !== null && item.no.items.length > 0) {
    const jump = writer.here;
    writer.emit(OP.JUMP, 0);
    writer.code[start + 2] = writer.here;
    compileSequence(writer, item.no, flags);
    writer.code[jump + 1] = writer.here;
  } else writer.code[start + 2] = writer.here;
}
