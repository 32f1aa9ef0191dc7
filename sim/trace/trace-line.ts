/**
 * The lines of a trace's text, taken apart but not yet understood: offsets, comments, frames of a
 * log; then the result, the operation's name, its arguments, descr and fail arguments, each with
 * its column.
 *
 * Counterpart: rpython/jit/tool/oparser.py (parse_op, parse_result_op), line by line.
 */

import type { Word } from "./split-arguments.ts";
import { splitPieces, splitWords, wordAt } from "./split-arguments.ts";

/** A line with an operation. */
export interface OperationLine {
  /** The name of the result; null when there is none. */
  readonly result: Word | null;
  readonly opname: Word;
  readonly args: readonly Word[];
  /** What follows `descr=`. */
  readonly descr: Word | null;
  /** What stands in brackets behind it; null when there are no brackets. */
  readonly failArgs: readonly Word[] | null;
  /** Where the line's text ends. */
  readonly end: number;
}

/** What is wrong with a line, and where. */
export class LineError {
  readonly message: string;
  readonly at: number;
  constructor(message: string, at: number) {
    this.message = message;
    this.at = at;
  }
}

const OFFSET = /^\s*\+\d+:\s*/;
const LOG_FRAME = /^\[[0-9a-f]+\] (?:\{[\w-]+|[\w-]+\})$/;
const END = "--end of the loop--";

/** Operations whose argument is text that may hold anything. */
const TEXT_OPERATION = /^\s*(?:\+\d+:\s*)?(?:debug_merge_point|jit_debug)\s*\(/;

/**
 * A line without its offset and comment, with blanks in place of what was cut in front; empty when
 * nothing is left.
 */
export function stripLine(raw: string): string {
  const isText = TEXT_OPERATION.test(raw);
  const line = isText ? raw.trimEnd() : cutComment(raw).trimEnd();
  if (LOG_FRAME.test(line.trim())) return "";
  const offset = OFFSET.exec(line)?.[0] ?? "";
  const text = " ".repeat(offset.length) + line.slice(offset.length);
  return text.trim() === "" || text.trim() === END ? "" : text;
}

/** Without what follows a `#` outside of quotes and brackets. */
function cutComment(line: string): string {
  let quote = "";
  for (let i = 0; i < line.length; i++) {
    const character = line[i] as string;
    if (quote !== "" && character === "\\") i += 1;
    else if (character === quote) quote = "";
    else if (quote === "" && (character === "'" || character === '"')) quote = character;
    else if (quote === "" && character === "#") return line.slice(0, i);
  }
  return line;
}

/** The words between `[` and `]` of a line of input arguments. */
export function readBrackets(text: string): Word[] {
  const open = text.indexOf("[");
  const close = text.lastIndexOf("]");
  if (close < open) throw new LineError("input arguments end with ]", text.length);
  const rest = text.slice(close + 1);
  if (rest.trim() !== "") {
    throw new LineError("expected nothing behind the input arguments", close + 1);
  }
  return wordsOf(text.slice(open + 1, close), open + 1);
}

/** The words that are not empty. */
function wordsOf(text: string, base: number): Word[] {
  return text.trim() === "" ? [] : splitWords(text, base).filter((word) => word.text !== "");
}

/** Takes an operation's line apart. */
export function readOperationLine(line: string): OperationLine {
  const open = line.indexOf("(");
  if (open < 0) {
    throw new LineError("not an operation: expected NAME(ARGUMENTS)", firstColumn(line));
  }
  const equals = line.indexOf("=");
  const hasResult = equals >= 0 && equals < open;
  const nameStart = hasResult ? equals + 1 : 0;
  const result = hasResult ? wordAt(line, 0, equals) : null;
  if (result?.text === "") throw new LineError("expected a name before =", equals);
  const opname = wordAt(line, nameStart, open);
  if (opname.text === "") throw new LineError("expected an operation's name before (", open);
  const brackets = findBrackets(line, open);
  const close = line.lastIndexOf(")", brackets === null ? line.length : brackets.open);
  if (close < open) throw new LineError("expected ) at the end of the arguments", line.length);
  const argText = line.slice(open + 1, close);
  const isText = opname.text === "debug_merge_point";
  const words = isText ? mergePointWords(argText, open + 1) : argumentWords(argText, open + 1);
  const descr = takeDescr(words);
  const failArgs =
    brackets === null
      ? null
      : wordsOf(line.slice(brackets.open + 1, brackets.close), brackets.open + 1);
  checkRest(line, close + 1, brackets);
  return { result, opname, args: words, descr, failArgs, end: line.length };
}

interface Brackets {
  readonly open: number;
  readonly close: number;
}

/** The last brackets of the line, when they stand behind the arguments. */
function findBrackets(line: string, from: number): Brackets | null {
  const match = /\)\s*\[[^\]()]*\]?\s*$/.exec(line.slice(from)) ?? null;
  if (match === null) return null;
  const open = line.indexOf("[", from + match.index);
  const close = line.lastIndexOf("]");
  if (close < open) throw new LineError("expected ] at the end of the fail arguments", line.length);
  return { open, close };
}

function checkRest(line: string, from: number, brackets: Brackets | null): void {
  const rest = line.slice(from, brackets?.open ?? line.length);
  if (rest.trim() === "") return;
  const at = from + rest.length - rest.trimStart().length;
  throw new LineError("expected nothing but [FAIL ARGUMENTS] behind the arguments", at);
}

function firstColumn(line: string): number {
  return line.length - line.trimStart().length;
}

/** As PyPy reads them: nothing between commas is no argument, blanks are the integer 0. */
function argumentWords(text: string, base: number): Word[] {
  if (text.trim() === "") return [];
  return splitPieces(text).flatMap(({ start, end }) => {
    const word = wordAt(text, start, end, base);
    if (word.text !== "") return [word];
    return start === end ? [] : [{ text: "0", at: word.at }];
  });
}

/** `0, 0, 'any text'`: what is quoted may hold commas and quotes. */
function mergePointWords(text: string, base: number): Word[] {
  const match = /^(\s*)(-?\d+)(\s*,\s*)(-?\d+)(\s*,\s*)(['"])(.*)\6\s*$/s.exec(text);
  if (match === null) return argumentWords(text, base);
  const [, blanks = "", depth = "", gap = "", callId = "", gap2 = "", quote, location] = match;
  const second = base + blanks.length + depth.length + gap.length;
  return [
    { text: depth, at: base + blanks.length },
    { text: callId, at: second },
    { text: `${quote}${location}${quote}`, at: second + callId.length + gap2.length },
  ];
}

function takeDescr(words: Word[]): Word | null {
  const last = words.at(-1);
  const match = last === undefined ? null : /^descr\s*=\s*/.exec(last.text);
  if (last === undefined || match === null) return null;
  words.pop();
  return { text: last.text.slice(match[0].length), at: last.at + match[0].length };
}
