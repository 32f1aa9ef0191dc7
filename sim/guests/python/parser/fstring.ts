/**
 * f-strings the way Python 3.9 reads them: literal parts are decoded, the text of each expression
 * is cut out by counting brackets and quotes, and parsed on its own in parentheses.
 *
 * Counterpart: pypy/interpreter/astcompiler/fstring.py.
 */

import type { Expression, FormattedValueNode, Located } from "./ast.ts";
import type { Conversion } from "./convert-context.ts";
import { fail } from "./convert-context.ts";
import { decodeStrBody, LiteralError } from "./literals.ts";

/** Parses the text of an expression; `offset` is where it starts in the conversion's text. */
export type ParseInner = (text: string, offset: number) => Expression;

/** A piece of text, empty ones included, and where the literal it is from stands. */
export interface TextPart {
  readonly kind: "Text";
  readonly text: string;
  readonly at: Located;
}

/** A piece of text, or a replacement field. */
export type FormatPart = TextPart | FormattedValueNode;

interface Scanner {
  readonly c: Conversion;
  readonly at: Located;
  readonly body: string;
  /** Offset of the body in the conversion's text. */
  readonly offset: number;
  readonly isRaw: boolean;
  readonly parseInner: ParseInner;
  position: number;
}

/** Splits the body of an f-string into text and fields. */
export function parseFormatString(
  c: Conversion,
  at: Located,
  body: string,
  offset: number,
  isRaw: boolean,
  parseInner: ParseInner,
): FormatPart[] {
  const scanner: Scanner = { c, at, body, offset, isRaw, parseInner, position: 0 };
  return scanParts(scanner, 0);
}

/** Merges neighbouring texts into constants that stand where the first one does. */
export function mergeParts(parts: readonly FormatPart[]): Expression[] {
  const merged: Expression[] = [];
  let text = "";
  let start: Located | null = null;
  const flush = () => {
    if (text !== "" && start !== null) {
      const value = { kind: "str", value: text } as const;
      merged.push({ ...onlyPosition(start), kind: "Constant", value });
    }
    text = "";
    start = null;
  };
  for (const part of parts) {
    if (part.kind === "Text") {
      text += part.text;
      start ??= part.at;
    } else {
      flush();
      merged.push(part);
    }
  }
  flush();
  return merged;
}

function onlyPosition({ line, column, endLine, endColumn }: Located): Located {
  return { line, column, endLine, endColumn };
}

/** Texts and fields take turns, beginning and ending with a text. */
function scanParts(s: Scanner, depth: number): FormatPart[] {
  const parts: FormatPart[] = [];
  for (;;) {
    parts.push({ kind: "Text", text: scanText(s, depth), at: s.at });
    const ch = s.body[s.position];
    if (ch === undefined || ch === "}") return parts;
    parts.push(...scanField(s, depth));
  }
}

/** Reads up to the next field, or inside a format spec up to the brace that ends it. */
function scanText(s: Scanner, depth: number): string {
  let out = "";
  let from = s.position;
  const take = (end: number) => {
    out += decodeText(s, s.body.slice(from, end));
  };
  let i = from;
  for (; i < s.body.length; i++) {
    const ch = s.body[i]!;
    if (!s.isRaw && ch === "\\") {
      i = skipEscape(s.body, i);
    } else if (ch === "{" || ch === "}") {
      if (depth > 0) break;
      if (s.body[i + 1] === ch) {
        take(i + 1);
        i++;
        from = i + 1;
      } else if (ch === "}") fail(s.c, s.at, "f-string: single '}' is not allowed");
      else break;
    }
  }
  take(i);
  s.position = i;
  return out;
}

/** Last character of the escape at `i`; `\N{...}` takes its braces along, `\{` does not. */
function skipEscape(body: string, i: number): number {
  const next = body[i + 1];
  if (next === "N" && body[i + 2] === "{") {
    const end = body.indexOf("}", i);
    return end < 0 ? i + 2 : end;
  }
  return next === "{" || next === "}" ? i : i + 1;
}

function decodeText(s: Scanner, text: string): string {
  if (s.isRaw) return text;
  try {
    return decodeStrBody(text);
  } catch (error) {
    if (error instanceof LiteralError) fail(s.c, s.at, error.message);
    throw error;
  }
}

/** A replacement field; `{x=}` also yields the text before it. */
function scanField(s: Scanner, depth: number): FormatPart[] {
  if (depth >= 2) fail(s.c, s.at, "f-string: expressions nested too deeply");
  const start = s.position + 1;
  const end = findExpressionEnd(s, start);
  if (end >= s.body.length) fail(s.c, s.at, "f-string: expecting '}'");
  const text = s.body.slice(start, end);
  if (text.trim() === "") fail(s.c, s.at, "f-string: empty expression not allowed");
  const value = s.parseInner(text, s.offset + start);
  s.position = end;
  let shown: string | null = null;
  if (s.body[s.position] === "=") {
    s.position++;
    while (/\s/.test(s.body[s.position] ?? "")) s.position++;
    shown = s.body.slice(start, s.position);
  }
  let conversion = scanConversion(s);
  const formatSpec = scanFormatSpec(s, depth);
  if (s.body[s.position] !== "}") fail(s.c, s.at, "f-string: expecting '}'");
  s.position++;
  if (shown !== null && conversion === null && formatSpec === null) conversion = "r";
  const field: FormattedValueNode = {
    kind: "FormattedValue",
    value,
    conversion,
    formatSpec,
    ...s.at,
  };
  return shown === null ? [field] : [{ kind: "Text", text: shown, at: s.at }, field];
}

function scanConversion(s: Scanner): "s" | "r" | "a" | null {
  if (s.body[s.position] !== "!") return null;
  const letter = s.body[s.position + 1];
  if (letter === undefined) fail(s.c, s.at, "f-string: expecting '}'");
  if (letter !== "s" && letter !== "r" && letter !== "a") {
    fail(s.c, s.at, "f-string: invalid conversion character: expected 's', 'r', or 'a'");
  }
  s.position += 2;
  return letter;
}

function scanFormatSpec(s: Scanner, depth: number): Expression | null {
  if (s.body[s.position] !== ":") return null;
  s.position++;
  const values = mergeParts(scanParts(s, depth + 1));
  return { kind: "JoinedStr", values, ...s.at };
}

const CLOSERS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Offset of what ends the expression that starts at `start`: `!`, `:`, `=` or `}`. */
function findExpressionEnd(s: Scanner, start: number): number {
  const open: string[] = [];
  let i = start;
  while (i < s.body.length) {
    const ch = s.body[i]!;
    if (ch === "\\") fail(s.c, s.at, "f-string expression part cannot include a backslash");
    if (ch === "#") fail(s.c, s.at, "f-string expression part cannot include '#'");
    if (ch === "'" || ch === '"') {
      i = skipQuoted(s, i);
      continue;
    }
    if (CLOSERS[ch] !== undefined) open.push(ch);
    else if (open.length === 0) {
      const two = s.body.slice(i, i + 2);
      if (two === "!=" || two === "==" || two === "<=" || two === ">=") {
        i += 2;
        continue;
      }
      if (ch === "!" || ch === ":" || ch === "}" || ch === "=") return i;
    }
    if (ch === ")" || ch === "]" || ch === "}") closeBracket(s, open, ch);
    i++;
  }
  const left = open.at(-1);
  if (left !== undefined) fail(s.c, s.at, `f-string: unmatched '${left}'`);
  return i;
}

function closeBracket(s: Scanner, open: string[], ch: string): void {
  const opener = open.pop();
  if (opener === undefined) fail(s.c, s.at, `f-string: unmatched '${ch}'`);
  if (CLOSERS[opener] !== ch) {
    fail(
      s.c,
      s.at,
      `f-string: closing parenthesis '${ch}' does not match opening parenthesis '${opener}'`,
    );
  }
}

/** Offset after the string that starts at `i`. */
function skipQuoted(s: Scanner, i: number): number {
  const ch = s.body[i]!;
  const quote = s.body.startsWith(ch.repeat(3), i) ? ch.repeat(3) : ch;
  for (let j = i + quote.length; j < s.body.length; j++) {
    if (s.body[j] === "\\") {
      fail(s.c, s.at, "f-string expression part cannot include a backslash");
    }
    if (s.body.startsWith(quote, j)) return j + quote.length;
  }
  return fail(s.c, s.at, "f-string: unterminated string");
}
