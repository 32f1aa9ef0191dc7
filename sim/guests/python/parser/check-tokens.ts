/**
 * What Python's tokenizer refuses: indentation, brackets, strings without end, malformed numbers,
 * stray characters. The grammar's parser is lenient about most of it, and its errors are less
 * exact.
 *
 * Indentation is counted twice, with tabs to multiples of 8 and with tabs as one column; where the
 * two disagree about what is deeper, the mix of tabs and spaces has no clear meaning.
 *
 * Counterpart: pypy/interpreter/pyparser/pytokenizer.py.
 */

import { findStringEnd } from "./literals.ts";
import { COMMA_MESSAGE } from "./recognizer.ts";
import { PythonSyntaxError, type SourceText, type SyntaxErrorKind } from "./source-text.ts";

interface Level {
  readonly columns: number;
  readonly characters: number;
}

interface Bracket {
  readonly ch: string;
  readonly at: number;
}

interface Checker {
  readonly source: SourceText;
  readonly text: string;
  position: number;
  readonly levels: Level[];
  readonly brackets: Bracket[];
  /** First word of the logical line, and the last character that is no blank or comment. */
  firstWord: string;
  lastCharacter: string;
  /** The line before opens a block. */
  expectsBlock: boolean;
  /** What is wrong is the indentation of the line at `position`. */
  atLineStart: boolean;
  /** The first block that is missing or too many; errors of tokens after it come before it. */
  blockError: TokenCheck | null;
  readonly joins: TextRange[];
  /** Offsets of the first tokens of logical lines. */
  readonly lineStarts: number[];
}

/** From an offset up to another. */
export type TextRange = readonly [start: number, end: number];

/** What the tokenizer finds: where logical lines start, and the first error. */
export interface TokenCheck {
  readonly lineStarts: readonly number[];
  /** What joins lines to a logical line: newlines and comments in brackets, backslashes. */
  readonly joins: readonly TextRange[];
  readonly error: PythonSyntaxError | null;
  /**
   * The text whose own errors come before `error`: what stands before its logical line (before the
   * line that opens the block, if a block is missing), or all of it with open brackets closed.
   */
  readonly sound: string;
}

const BLOCK_WORDS: ReadonlySet<string> = new Set(
  "if elif else for while try except finally with def class async".split(" "),
);

/** Far beyond what CPython allows; PyPy has no limits but its stack. */
const INDENTATION_MAX = 500;
const BRACKETS_MAX = 1000;

const CLOSERS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const WORD = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
const PREFIX = /^(?:[rbuf]|br|rb|fr|rf)$/i;

/** Reads the tokens of `source` up to the first error. */
export function checkTokens(source: SourceText): TokenCheck {
  const c: Checker = {
    source,
    text: source.text,
    position: 0,
    levels: [{ columns: 0, characters: 0 }],
    brackets: [],
    firstWord: "",
    lastCharacter: "",
    expectsBlock: false,
    atLineStart: false,
    blockError: null,
    joins: [],
    lineStarts: [],
  };
  try {
    scanAll(c);
    if (c.blockError !== null) return c.blockError;
    return { lineStarts: c.lineStarts, joins: c.joins, error: null, sound: c.text };
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    return { lineStarts: c.lineStarts, joins: c.joins, error, sound: soundText(c) };
  }
}

function scanAll(c: Checker): void {
  while (c.position < c.text.length) {
    if (startLine(c)) scanLine(c);
  }
  if (c.expectsBlock) noteBlock(c, c.text.length - 1, "expected an indented block");
}

/** A line that is cut leaves a `pass`, for the block it may be the only statement of. */
function soundText(c: Checker): string {
  if (c.position >= c.text.length && c.brackets.length > 0) {
    const closers = c.brackets.map((bracket) => CLOSERS[bracket.ch]).reverse();
    return `${c.text}${closers.join("")}\n`;
  }
  if (c.atLineStart) return c.text.slice(0, c.text.lastIndexOf("\n", c.position) + 1);
  const start = c.lineStarts.at(-1);
  return start === undefined ? "" : `${c.text.slice(0, start)}pass\n`;
}

function refuse(
  c: Checker,
  at: number,
  message: string,
  kind: SyntaxErrorKind = "SyntaxError",
): never {
  const before = c.text.slice(0, Math.max(at, 0));
  const line = before.split("\n").length;
  const column = at - before.lastIndexOf("\n");
  throw new PythonSyntaxError(c.source, message, line, column, kind);
}

/** Remembers that a block is missing or unexpected at `at`. */
function noteBlock(c: Checker, at: number, message: string): void {
  if (c.blockError !== null) return;
  const before = c.text.slice(0, Math.max(at, 0));
  const [line, column] = [before.split("\n").length, at - before.lastIndexOf("\n")];
  const error = new PythonSyntaxError(c.source, message, line, column, "IndentationError");
  const lineStarts = [...c.lineStarts];
  c.blockError = { lineStarts, joins: [...c.joins], error, sound: soundText(c) };
}

/** Reads the indentation of a line. False, and past the line, when the line is blank. */
function startLine(c: Checker): boolean {
  let columns = 0;
  let characters = 0;
  for (; ; c.position++) {
    const ch = c.text[c.position];
    if (ch === " ") columns++;
    else if (ch === "\t") columns = (Math.floor(columns / 8) + 1) * 8;
    else if (ch === "\f") columns = 0;
    else break;
    characters = ch === "\f" ? 0 : characters + 1;
  }
  const ch = c.text[c.position];
  if (ch === "#" || ch === "\n" || ch === undefined) {
    skipToLineEnd(c);
    c.position++;
    return false;
  }
  if (ch === "\\" && c.text[c.position + 1] === "\n") {
    c.position += 2;
    if (c.position >= c.text.length) refuseEnd(c);
    return startLine(c);
  }
  // Where a block is missing, the line to blame for what comes next is the one that opens it.
  c.atLineStart = !c.expectsBlock;
  checkIndentation(c, { columns, characters });
  c.atLineStart = false;
  c.lineStarts.push(c.position);
  c.firstWord = "";
  c.lastCharacter = "";
  return true;
}

function skipToLineEnd(c: Checker): void {
  const end = c.text.indexOf("\n", c.position);
  c.position = end < 0 ? c.text.length : end;
}

function skipComment(c: Checker): void {
  const start = c.position;
  skipToLineEnd(c);
  if (c.brackets.length > 0) c.joins.push([start, c.position]);
}

function checkIndentation(c: Checker, level: Level): void {
  const at = c.position;
  const top = c.levels.at(-1)!;
  const mixed = () =>
    refuse(c, at - 1, "inconsistent use of tabs and spaces in indentation", "TabError");
  if (level.columns > top.columns) {
    if (level.characters <= top.characters) mixed();
    if (!c.expectsBlock) noteBlock(c, at, "unexpected indent");
    if (c.levels.length >= INDENTATION_MAX) {
      refuse(c, at, "too many levels of indentation", "IndentationError");
    }
    c.levels.push(level);
    return;
  }
  if (c.expectsBlock) {
    if (level.columns === top.columns && level.characters !== top.characters) mixed();
    noteBlock(c, at, "expected an indented block");
  }
  while (level.columns < c.levels.at(-1)!.columns) c.levels.pop();
  if (level.columns !== c.levels.at(-1)!.columns) {
    const message = "unindent does not match any outer indentation level";
    refuse(c, at, message, "IndentationError");
  }
  if (level.characters !== c.levels.at(-1)!.characters) mixed();
}

/** Reads to the end of the logical line. */
function scanLine(c: Checker): void {
  while (c.position < c.text.length) {
    const ch = c.text[c.position]!;
    if (ch === "\n") {
      c.position++;
      if (c.brackets.length === 0) break;
      c.joins.push([c.position - 1, c.position]);
    } else if (ch === " " || ch === "\t" || ch === "\f") c.position++;
    else if (ch === "#") skipComment(c);
    else scanToken(c, ch);
  }
  if (c.brackets.length > 0) refuse(c, c.brackets[0]!.at, "parenthesis is never closed");
  c.expectsBlock = c.lastCharacter === ":" && BLOCK_WORDS.has(c.firstWord);
}

function scanToken(c: Checker, ch: string): void {
  const start = c.position;
  if (ch === "\\") {
    continueLine(c);
    return;
  }
  c.lastCharacter = ch;
  if (ch === '"' || ch === "'") scanString(c, start);
  else if (/[0-9]/.test(ch) || (ch === "." && /[0-9]/.test(c.text[start + 1] ?? ""))) scanNumber(c);
  else if (CLOSERS[ch] !== undefined) {
    if (c.brackets.length >= BRACKETS_MAX) refuse(c, start, "too many nested parentheses");
    c.brackets.push({ ch, at: start });
    c.position++;
  } else if (ch === ")" || ch === "]" || ch === "}") closeBracket(c, ch);
  else if (/[A-Za-z_]/.test(ch) || ch.charCodeAt(0) > 127) scanWord(c);
  else if (ch === "`") refuse(c, start, "invalid syntax");
  else if (/[$?]/.test(ch) || (ch === "!" && c.text[start + 1] !== "=")) {
    refuse(c, start, "Unknown character");
  } else if (ch < " " || ch === "\x7f") refuse(c, start, "Unknown character");
  else c.position++;
  if (c.firstWord === "") c.firstWord = c.text.slice(start, c.position);
}

function continueLine(c: Checker): void {
  if (c.text[c.position + 1] !== "\n") {
    refuse(c, c.position + 1, "unexpected character after line continuation character");
  }
  c.joins.push([c.position, c.position + 2]);
  c.position += 2;
  if (c.position >= c.text.length) refuseEnd(c);
}

/** A backslash at the end of the text: the error is on the line after it. */
function refuseEnd(c: Checker): never {
  const line = c.text.split("\n").length;
  throw new PythonSyntaxError(c.source, "end of file (EOF) in multi-line statement", line, 0);
}

function scanString(c: Checker, start: number): void {
  const ch = c.text[c.position]!;
  const quote = c.text.startsWith(ch.repeat(3), c.position) ? ch.repeat(3) : ch;
  const end = findStringEnd(c.text, c.position + quote.length, quote);
  if (end < 0) {
    if (quote.length === 3)
      refuse(c, start, "end of file (EOF) while scanning triple-quoted string literal");
    refuse(c, start, "end of line (EOL) while scanning string literal");
  }
  c.position = end + quote.length;
}

function scanWord(c: Checker): void {
  const start = c.position;
  WORD.lastIndex = start;
  const word = WORD.exec(c.text)?.[0] ?? "";
  if (word === "") refuseCharacter(c, start);
  c.position += word.length;
  const next = c.text[c.position];
  if ((next === '"' || next === "'") && PREFIX.test(word)) scanString(c, start);
  else if (next !== undefined && next.charCodeAt(0) > 127) refuseCharacter(c, c.position);
}

function refuseCharacter(c: Checker, at: number): never {
  const code = c.text.codePointAt(at)!;
  const hex = code.toString(16).toUpperCase().padStart(4, "0");
  return refuse(c, at, `invalid character '${String.fromCodePoint(code)}' (U+${hex})`);
}

function closeBracket(c: Checker, ch: string): void {
  const open = c.brackets.pop();
  if (open === undefined) refuse(c, c.position, `unmatched '${ch}'`);
  if (CLOSERS[open.ch] !== ch) {
    const between = c.text.slice(open.at, c.position);
    const line = c.text.slice(0, open.at).split("\n").length;
    const where = between.includes("\n") ? ` on line ${line}` : "";
    const message = `closing parenthesis '${ch}' does not match opening parenthesis '${open.ch}'`;
    refuse(c, c.position, message + where);
  }
  c.position++;
}

const RADIX_NAMES: Readonly<Record<string, readonly [string, RegExp]>> = {
  x: ["hexadecimal", /[0-9a-fA-F]/],
  o: ["octal", /[0-7]/],
  b: ["binary", /[01]/],
};

function scanNumber(c: Checker): void {
  const radix = /^0([xXoObB])/.exec(c.text.slice(c.position, c.position + 2));
  if (radix === null) scanDecimal(c);
  else scanRadixNumber(c, radix[1]!.toLowerCase());
}

function scanRadixNumber(c: Checker, letter: string): void {
  const [name, digit] = RADIX_NAMES[letter]!;
  let i = c.position + 2;
  let digits = 0;
  for (; ; i++) {
    const ch = c.text[i] ?? "";
    if (digit.test(ch)) digits++;
    else if (/[0-9]/.test(ch)) refuse(c, i, `invalid digit '${ch}' in ${name} literal`);
    else if (ch !== "_" || !/[0-9a-fA-F]/.test(c.text[i + 1] ?? "")) {
      if (digits === 0 || ch === "_") refuse(c, i - 1, `invalid ${name} literal`);
      break;
    }
  }
  c.position = i;
}

const DECIMAL = /[0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9][0-9_]*)?[jJ]?/y;

function scanDecimal(c: Checker): void {
  DECIMAL.lastIndex = c.position;
  const text = DECIMAL.exec(c.text)![0];
  const underscore = /_(?![0-9])|\._/.exec(text);
  if (underscore !== null && !text.startsWith("._")) {
    refuse(c, c.position + underscore.index, "invalid decimal literal");
  }
  if (/^0[0-9_]*[89]/.test(text) && /^[0-9_]+$/.test(text)) refuse(c, c.position, COMMA_MESSAGE);
  if (/^0[0-9_]*[1-9]/.test(text) && /^[0-9_]+$/.test(text)) {
    const hint = "use an 0o prefix for octal integers";
    refuse(c, c.position, `leading zeros in decimal integer literals are not permitted; ${hint}`);
  }
  c.position += text.length;
}
