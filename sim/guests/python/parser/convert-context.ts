/**
 * What every conversion from the concrete to the typed tree shares: the text being converted, where
 * it stands in the file (an expression inside an f-string is parsed on its own), and how to fail.
 */

import type { Located } from "./ast.ts";
import { type Disguise, NO_STARS } from "./disguise.ts";
import { PythonSyntaxError, type SourceText, type SyntaxErrorKind } from "./source-text.ts";
import type { CstNode } from "./tree-sitter.ts";

/** The text under conversion and its place in the file. */
export interface Conversion {
  readonly source: SourceText;
  /** The text the concrete tree's offsets refer to. */
  readonly text: string;
  /** Lines to add to a row, and columns to add on the first row. */
  readonly rowShift: number;
  readonly columnShift: number;
  /** How the text differs from what the grammar was shown. */
  readonly shown: Disguise;
  /** Put before every message: `f-string: ` inside an f-string's expression. */
  readonly messagePrefix: string;
}

/** Position of `node` in the file. */
export function locate(c: Conversion, node: CstNode): Located {
  return {
    line: node.row + c.rowShift + 1,
    column: node.column + (node.row === 0 ? c.columnShift : 0) + 1,
    endLine: node.endRow + c.rowShift + 1,
    endColumn: node.endColumn + (node.endRow === 0 ? c.columnShift : 0) + 1,
  };
}

/** From the start of `first` to the end of `last`. */
export function span(first: Located, last: Located): Located {
  return {
    line: first.line,
    column: first.column,
    endLine: last.endLine,
    endColumn: last.endColumn,
  };
}

/** The text of `node`. */
export function textOf(c: Conversion, node: CstNode): string {
  return c.text.slice(node.start, node.end);
}

/** Throws a syntax error at `at`. */
export function fail(
  c: Conversion,
  at: Located,
  message: string,
  kind: SyntaxErrorKind = "SyntaxError",
): never {
  const prefixed = c.messagePrefix !== "" && !message.startsWith("f-string");
  const text = prefixed ? `${c.messagePrefix}${message}` : message;
  throw new PythonSyntaxError(c.source, text, at.line, at.column, kind);
}

/** Throws `invalid syntax` (or `message`) at a concrete node. */
export function failNode(c: Conversion, node: CstNode, message = "invalid syntax"): never {
  return fail(c, locate(c, node), message);
}

/** The child with the grammar's name `field`. */
export function fieldOf(node: CstNode, field: string): CstNode | undefined {
  return node.children.find((child) => child.field === field);
}

/** The child with the grammar's name `field`; without it the text makes no sense. */
export function getField(c: Conversion, node: CstNode, field: string): CstNode {
  return fieldOf(node, field) ?? failNode(c, node);
}

/** Children that are not punctuation. */
export function namedChildren(node: CstNode): readonly CstNode[] {
  return node.children.filter((child) => child.named);
}

/** Whether a punctuation or keyword token `token` is a direct child. */
export function hasToken(node: CstNode, token: string): boolean {
  return node.children.some((child) => !child.named && child.type === token);
}

/** The conversion of a part of the text on its own, in parentheses, where it stands in the file. */
export function innerConversion(
  c: Conversion,
  text: string,
  offset: number,
  messagePrefix: string,
): Conversion {
  const before = c.text.slice(0, offset);
  const row = before.split("\n").length - 1;
  const column = offset - (before.lastIndexOf("\n") + 1);
  return {
    source: c.source,
    text: `(${text})`,
    rowShift: c.rowShift + row,
    columnShift: column - 1 + (row === 0 ? c.columnShift : 0),
    shown: { stars: NO_STARS, joins: newlinesOf(text) },
    messagePrefix,
  };
}

/** The newlines of a text in parentheses, one character further in. */
function newlinesOf(text: string): (readonly [start: number, end: number])[] {
  return [...text.matchAll(/\n/g)].map(({ index }) => [index + 1, index + 2]);
}
