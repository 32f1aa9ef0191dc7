/**
 * Says more about a syntax error than that the grammar's parser failed: a line that would be right
 * if its target were one (`f() = 1`), or that is a statement of Python 2.
 *
 * Works on the logical line of the error: it is cut at its top-level operators, and the part that
 * should be a target is parsed on its own.
 */

import { assert } from "../../../base/assert.ts";
import type { Expression, Located } from "./ast.ts";
import type { Conversion } from "./convert-context.ts";
import { checkFormatLiteral, parseWholeExpression } from "./convert-expressions.ts";
import { asTarget, describeExpression } from "./convert-targets.ts";
import { findStringEnd } from "./literals.ts";
import { PythonSyntaxError } from "./source-text.ts";

/** A token of the line that decides how it is cut. */
interface Cut {
  readonly token: string;
  readonly at: number;
  readonly depth: number;
  /** The bracket around it, and where what stands before it in there begins. */
  readonly bracket: string;
  readonly from: number;
}

interface Line {
  readonly c: Conversion;
  readonly start: number;
  readonly text: string;
  readonly cuts: readonly Cut[];
  /** Where f-strings start and end in the line. */
  readonly formats: readonly (readonly [start: number, end: number])[];
  /** Offset of the error in the line. */
  readonly errorAt: number;
}

/** `error`, or what is known better when it only says `invalid syntax`. */
export function explainError(
  c: Conversion,
  lineStarts: readonly number[],
  error: PythonSyntaxError,
): PythonSyntaxError {
  if (error.message !== "invalid syntax") return error;
  const legacy = explainLegacyStatement(error);
  if (legacy !== undefined) {
    return new PythonSyntaxError(c.source, legacy, error.line, error.column);
  }
  const line = findLine(c, lineStarts, error);
  if (line === undefined) return error;
  const found = explainFormat(line) ?? explainNamed(line) ?? explainArgument(line);
  return found ?? explainTarget(line) ?? error;
}

/** `print x` and `exec x`, as CPython recognizes them. */
function explainLegacyStatement(error: PythonSyntaxError): string | undefined {
  const text = error.sourceLine.trimStart();
  if (text.includes("(")) return undefined;
  if (text.startsWith("exec ")) return "Missing parentheses in call to 'exec'";
  if (!text.startsWith("print ")) return undefined;
  const shown = text.slice("print ".length).replace(/;.*$/, "").trim();
  const end = shown.endsWith(",") ? ' end=" "' : "";
  return `Missing parentheses in call to 'print'. Did you mean print(${shown}${end})?`;
}

function findLine(
  c: Conversion,
  lineStarts: readonly number[],
  error: PythonSyntaxError,
): Line | undefined {
  let offset = error.column - 1;
  for (const line of c.text.split("\n").slice(0, error.line - 1)) offset += line.length + 1;
  const index = lineStarts.findLastIndex((start) => start <= offset);
  const start = lineStarts[index];
  if (start === undefined) return undefined;
  const text = c.text.slice(start, lineStarts[index + 1] ?? c.text.length);
  return { c, start, text, ...findCuts(text), errorAt: offset - start };
}

const CUT = /(?:[-+*/%@&|^]|\*\*|\/\/|<<|>>|:)?=(?!=)|:|\bin\b/y;

interface Nesting {
  readonly bracket: string;
  from: number;
}

/** Assignment operators, colons and `in`; what is in strings and comments does not count. */
function findCuts(text: string): Pick<Line, "cuts" | "formats"> {
  const cuts: Cut[] = [];
  const formats: (readonly [number, number])[] = [];
  const stack: Nesting[] = [{ bracket: "", from: 0 }];
  for (let i = 0; i >= 0 && i < text.length; i++) {
    const ch = text[i]!;
    const top = stack.at(-1)!;
    if (ch === "#") i = text.indexOf("\n", i);
    else if (ch === "'" || ch === '"') {
      const prefix = /[a-zA-Z]*$/.exec(text.slice(0, i))![0];
      const start = i - prefix.length;
      i = skipString(text, i);
      if (/f/i.test(prefix)) formats.push([start, i + 1]);
    } else if ("([{".includes(ch)) stack.push({ bracket: ch, from: i + 1 });
    else if (")]}".includes(ch) && stack.length > 1) stack.pop();
    else if (ch === ",") top.from = i + 1;
    else if (/^(?:[=!<>]=)/.test(text.slice(i, i + 2))) i++;
    else {
      CUT.lastIndex = i;
      const token = CUT.exec(text)?.[0];
      if (token === undefined) continue;
      const { bracket, from } = top;
      cuts.push({ token, at: i, depth: stack.length - 1, bracket, from });
      i += token.length - 1;
    }
  }
  return { cuts, formats };
}

function skipString(text: string, i: number): number {
  const quote = text.startsWith(text[i]!.repeat(3), i) ? text[i]!.repeat(3) : text[i]!;
  const end = findStringEnd(text, i + quote.length, quote);
  return end < 0 ? text.length : end + quote.length - 1;
}

/** `f(a.b=1)`: the left side of a keyword argument is no name. */
function explainArgument(line: Line): PythonSyntaxError | undefined {
  const cut = line.cuts.find(({ at }) => at === line.errorAt);
  if (cut?.token !== "=" || cut.bracket !== "(" || /^(?:async|def)\b/.test(line.text)) {
    return undefined;
  }
  return checkPart(line, cut.from, cut.at, (_line, e) =>
    e.kind === "Name" ? undefined : 'expression cannot contain assignment, perhaps you meant "=="?',
  );
}

/** Kinds that CPython has no name for where an assignment expression begins. */
const NAMELESS: ReadonlySet<Expression["kind"]> = new Set([
  "Name",
  "Attribute",
  "Subscript",
  "Await",
]);

/** `(a.b := 1)`: only a name can stand before `:=`. */
function explainNamed(line: Line): PythonSyntaxError | undefined {
  if (/^(?:async|def)\b/.test(line.text)) return undefined;
  const keyword = /^(?:if|elif|while)\b/.exec(line.text)?.[0];
  for (const cut of line.cuts) {
    if (cut.token !== ":=" || (cut.depth === 0 && keyword === undefined)) continue;
    const from = cut.depth === 0 ? keyword!.length : cut.from;
    if (/^\s*\w+\s*$/.test(line.text.slice(from, cut.at))) {
      const name = line.text.slice(from, cut.at).trim();
      if (!/^(?:\d.*|None|True|False)$/.test(name)) continue;
    }
    const error = checkPart(line, from, cut.at, asNamed);
    if (error !== undefined) return error;
  }
  return undefined;
}

/** What is plainly invalid before `:=`. */
const UNNAMED: ReadonlySet<Expression["kind"]> = new Set([
  "NamedExpr",
  "Yield",
  "YieldFrom",
  "GeneratorExp",
]);

const asNamed: Check = (_line, e) => {
  if (UNNAMED.has(e.kind)) return undefined;
  const what = NAMELESS.has(e.kind) ? "???" : describeExpression(e);
  return `cannot use assignment expressions with ${what}`;
};

/** The error of an f-string in the line, in the words for f-strings. */
function explainFormat(line: Line): PythonSyntaxError | undefined {
  for (const [from, to] of line.formats) {
    const text = line.text.slice(from, to);
    try {
      checkFormatLiteral(line.c, positionOf(line, from), text, line.start + from);
    } catch (error) {
      if (!(error instanceof PythonSyntaxError)) throw error;
      return error;
    }
  }
  return undefined;
}

function positionOf(line: Line, at: number): Located {
  const before = line.c.text.slice(0, line.start + at).split("\n");
  const here = { line: before.length, column: before.at(-1)!.length + 1 };
  return { ...here, endLine: here.line, endColumn: here.column };
}

function explainTarget(line: Line): PythonSyntaxError | undefined {
  const cuts = line.cuts.filter(({ depth }) => depth === 0);
  const first = cuts[0];
  if (first === undefined) return undefined;
  if (/^(?:async\s+)?for\b/.test(line.text)) {
    const from = line.text.indexOf("for") + 3;
    return first.token === "in" ? checkPart(line, from, first.at, asStored) : undefined;
  }
  const augmented = cuts.find(({ token }) => /^[^:=]+=$/.test(token));
  if (augmented !== undefined) {
    const rest = augmented.at + augmented.token.length;
    return isExpression(line, rest, line.text.length)
      ? checkPart(line, 0, augmented.at, asAugmented)
      : undefined;
  }
  const assigns = cuts.filter(({ token }) => token === "=");
  const end = assigns[0]?.at ?? line.text.length;
  if (first.token === ":" && isExpression(line, first.at + 1, end)) {
    const error = checkPart(line, 0, first.at, asAnnotated);
    if (error !== undefined) return error;
  }
  let from = 0;
  for (const { at } of assigns) {
    const error = checkPart(line, from, at, asStored);
    if (error !== undefined) return assigns.length === 1 ? withHint(line, at, error) : error;
    from = at + 1;
  }
  return undefined;
}

/** Kinds of expressions that are asked whether `==` was meant; those in parentheses always are. */
const LOOSE: ReadonlySet<Expression["kind"]> = new Set([
  "Tuple",
  "List",
  "GeneratorExp",
  "Compare",
  "BoolOp",
  "Lambda",
  "IfExp",
  "Yield",
  "YieldFrom",
  "Starred",
]);

function withHint(line: Line, end: number, error: PythonSyntaxError): PythonSyntaxError {
  const text = line.text.slice(0, end).trim();
  const e = parseWholeExpression(line.c, text, line.start);
  const isGroup = text.startsWith("(") && text.endsWith(")") && e.column > 1;
  const isConstant = e.kind === "Constant" && /^(?:None|True|False)$/.test(text);
  const isNot = text.startsWith("not ") || text.startsWith("not(");
  const isAlways = e.kind === "Tuple" || e.kind === "List" || e.kind === "GeneratorExp";
  if (isConstant || isNot || isAlways || (LOOSE.has(e.kind) && !isGroup)) return error;
  const what = e.kind === "Yield" || e.kind === "YieldFrom" ? "yield expression" : "";
  const message = what === "" ? error.message : `cannot assign to ${what}`;
  const hint = `${message} here. Maybe you meant '==' instead of '='?`;
  return new PythonSyntaxError(line.c.source, hint, error.line, error.column);
}

function isExpression(line: Line, from: number, to: number): boolean {
  return checkPart(line, from, to, () => "an expression")?.message === "an expression";
}

type Check = (line: Line, e: Expression) => string | undefined;

/** Parses a part of the line; what it is wrong for, if it parses. */
function checkPart(line: Line, from: number, to: number, check: Check) {
  const part = line.text.slice(from, to);
  const offset = line.start + from;
  const skipped = part.length - part.trimStart().length;
  try {
    const e = parseWholeExpression(line.c, part.trim(), offset + skipped);
    const message = check(line, e);
    if (message === undefined) return undefined;
    return new PythonSyntaxError(line.c.source, message, e.line, e.column);
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    return error.message === "invalid syntax" ? undefined : error;
  }
}

/** A tuple without parentheses begins with its first item. */
function wholeOf(line: Line, e: Expression): Expression {
  const first = e.kind === "Tuple" ? e.elts[0] : undefined;
  if (first === undefined) return e;
  return line.c.source.lines[e.line - 1]?.[e.column - 1] === "(" ? e : first;
}

/** Throws when `e` cannot be assigned to. */
const asStored: Check = (line, e) => {
  if (e.kind === "Yield" || e.kind === "YieldFrom") {
    return "assignment to yield expression not possible";
  }
  const target = asTarget(line.c, e, "Store", wholeOf(line, e));
  assert(target.kind === e.kind, "a target is what it was");
  return undefined;
};

const SINGLE_TARGETS: readonly Expression["kind"][] = ["Name", "Attribute", "Subscript"];

const asAugmented: Check = (_line, e) => {
  if (SINGLE_TARGETS.includes(e.kind)) return undefined;
  return `'${describeExpression(e)}' is an illegal expression for augmented assignment`;
};

const asAnnotated: Check = (_line, e) => {
  if (SINGLE_TARGETS.includes(e.kind)) return undefined;
  if (e.kind === "Tuple" || e.kind === "List") {
    return `only single target (not ${describeExpression(e)}) can be annotated`;
  }
  return "illegal target for annotation";
};
