/**
 * Where the grammar and Python 3.9 disagree, the grammar is shown another text of the same length;
 * offsets stay, and names and values are read from the text itself. Strings and comments may change
 * too, which does not matter.
 *
 * - Words that only Python 2 or later versions know as keywords get a capital letter.
 * - A name between a colon or arrow and a `[` becomes digits: the grammar would take `a[b]` there
 *   for a generic type, and stumble over what a type cannot be.
 * - Newlines inside a logical line become blanks: the grammar would take the indentation of the
 *   next line for the end of a block, unless a bracket may close there.
 * - On a second try, prefix stars become `~`: the grammar has starred expressions only of names,
 *   attributes and items outside of brackets.
 */

import type { TextRange } from "./check-tokens.ts";
import { findStringEnd } from "./literals.ts";

const FOREIGN_KEYWORDS = /\b(?:print|exec|match|case|type)\b/g;

const NAME_AFTER_COLON = /(?<=(?::|->)[ \t]*)([A-Za-z_][A-Za-z_0-9]*)(?=[ \t]*\[)/g;

/** Keywords of Python 3.9. */
export const KEYWORDS: ReadonlySet<string> = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except " +
    "finally for from global if import in is lambda nonlocal not or pass raise return try while " +
    "with yield __peg_parser__"
  ).split(" "),
);

/** What of a text to disguise beyond its words. */
export interface Disguise {
  /** Offsets of stars to show as `~`. */
  readonly stars: ReadonlySet<number>;
  /** What to show as blanks: newlines that end no logical line, with the comments before them. */
  readonly joins: readonly TextRange[];
}

/** No stars are disguised. */
export const NO_STARS: ReadonlySet<number> = new Set();

/** The text that the grammar sees. */
export function disguise(text: string, { stars, joins }: Disguise): string {
  const shown = text
    .replace(FOREIGN_KEYWORDS, (word) => word[0]!.toUpperCase() + word.slice(1))
    .replace(NAME_AFTER_COLON, (name) => (KEYWORDS.has(name) ? name : "1".repeat(name.length)));
  if (stars.size === 0 && joins.length === 0) return shown;
  const parts: string[] = [];
  let at = 0;
  for (const [start, end] of joins) {
    if (end > text.length) break;
    parts.push(shown.slice(at, start), " ".repeat(end - start));
    at = end;
  }
  const joined = parts.join("") + shown.slice(at);
  if (stars.size === 0) return joined;
  const characters = joined.split("");
  for (const star of stars) characters[star] = "~";
  return characters.join("");
}

const BEFORE_OPERAND = /(?:^|[-+*/%@&|^~<>=,:;([{!]|\b([a-z]+))[ \t\f\n\\]*$/;
const NOT_STARRED: ReadonlySet<string> = new Set(["import", "except", "lambda", "for", "as"]);

/**
 * Offsets of the stars that may begin a starred expression in a statement or display: not those of
 * calls and parameters, which the grammar knows, nor those of targets, which must be patterns.
 */
export function findPrefixStars(text: string, lineStarts: readonly number[]): Set<number> {
  const stars = new Set<number>();
  lineStarts.forEach((start, i) => {
    const line = text.slice(start, lineStarts[i + 1] ?? text.length);
    if (line.includes("*")) findStarsOfLine(line, start, stars);
  });
  return stars;
}

function findStarsOfLine(line: string, start: number, stars: Set<number>): void {
  const isCall: boolean[] = [];
  for (let i = 0; i >= 0 && i < line.length; i++) {
    const ch = line[i]!;
    if (ch === "#") i = line.indexOf("\n", i);
    else if (ch === "'" || ch === '"') i = endOfString(line, i);
    else if ("([{".includes(ch)) isCall.push(ch === "(" && !isOperandNext(line.slice(0, i)));
    else if (")]}".includes(ch)) isCall.pop();
    else if (ch === "*") {
      if (line[i + 1] === "*" || line[i + 1] === "=") i++;
      else if (isCall.at(-1) !== true && isStarred(line, i, isCall.length)) stars.add(start + i);
    }
  }
}

function endOfString(line: string, i: number): number {
  const quote = line.startsWith(line[i]!.repeat(3), i) ? line[i]!.repeat(3) : line[i]!;
  const end = findStringEnd(line, i + quote.length, quote);
  return end < 0 ? line.length : end + quote.length - 1;
}

/** Whether an operand comes after `before`, rather than an operator. */
function isOperandNext(before: string): boolean {
  const match = BEFORE_OPERAND.exec(before);
  if (match === null) return false;
  return match[1] === undefined || KEYWORDS.has(match[1]);
}

function isStarred(line: string, at: number, depth: number): boolean {
  const before = line.slice(0, at);
  const word = /([a-z]+)\s*$/.exec(before)?.[1] ?? "";
  if (!isOperandNext(before) || NOT_STARRED.has(word)) return false;
  const isClause = /\bfor\b(?:(?!\bin\b)[^:])*$/.test(before);
  return !isAssigned(line, at, depth) && !isClause && !/\blambda\b[^:]*$/.test(before);
}

/** Whether the statement goes on with `=` outside of brackets; `depth` of them are open at `at`. */
function isAssigned(line: string, at: number, depth: number): boolean {
  let open = depth;
  for (let i = at; i >= 0 && i < line.length; i++) {
    const ch = line[i]!;
    if (ch === "#") {
      i = line.indexOf("\n", i);
      if (i < 0) return false;
    } else if (ch === "'" || ch === '"') i = endOfString(line, i);
    else if ("([{".includes(ch)) open++;
    else if (")]}".includes(ch)) open--;
    else if (open > 0) continue;
    else if (ch === ";" || ch === ":") return false;
    else if (ch === "=" && /[^-+*/%@&|^<>=!]=(?!=)/y.test(line.slice(i - 1, i + 2))) return true;
  }
  return false;
}
