/**
 * Refuses concrete trees that the grammar's parser had to mend, and what it lets through anywhere:
 * statements in one line without a `;` or over two lines, commas with nothing before them, clauses
 * after a `;`.
 */

import { type Conversion, failNode } from "./convert-context.ts";
import type { CstNode } from "./tree-sitter.ts";

const CLAUSES: ReadonlySet<string> = new Set([
  "elif_clause",
  "else_clause",
  "except_clause",
  "finally_clause",
]);

/** Throws a syntax error at the first thing that is wrong in `node`. */
export function checkErrors(c: Conversion, node: CstNode): void {
  if (node.isError) failNode(c, node);
  // Annotations are parsed again, and checked then.
  if (node.type === "type") return;
  let before: CstNode | undefined;
  for (const child of node.children) {
    if (child.type === "," && (before === undefined || !before.named)) failNode(c, child);
    if (CLAUSES.has(child.type) && before !== undefined) checkOwnLine(c, before, child);
    checkErrors(c, child);
    before = child;
  }
  if (node.type === "import_statement" && before?.type === ",") failNode(c, before);
}

/** A clause of a compound statement starts a line. */
function checkOwnLine(c: Conversion, before: CstNode, clause: CstNode): void {
  const last = lastToken(before);
  if (last.endRow === clause.row && last.endColumn > 0) failNode(c, clause);
}

function lastToken(node: CstNode): CstNode {
  const last = node.children.at(-1);
  return last === undefined ? node : lastToken(last);
}

/** Where logical lines start, in order, and as a set. */
export interface LineStarts {
  readonly list: readonly number[];
  readonly set: ReadonlySet<number>;
}

/** Parts of a compound statement that hold statements of their own. */
const PARTS: ReadonlySet<string> = new Set([...CLAUSES, "block", "decorator"]);

/**
 * Every statement starts a logical line, follows a `;`, or is first after the `:` of its block, and
 * no statement or head of a compound statement goes over the end of its logical line.
 */
export function checkStatementLines(c: Conversion, node: CstNode, starts: LineStarts): void {
  const isList = node.type === "block" || node.type === "module";
  node.children.forEach((child, i) => {
    const before = node.children[i - 1];
    const isFirst = before === undefined && node.type === "block";
    if (isList && child.named && !isFirst && before?.type !== ";") {
      if (!starts.set.has(child.start)) failNode(c, child);
    }
    if (isList || PARTS.has(child.type)) checkStatementLines(c, child, starts);
    else if (child.type.endsWith("_definition")) checkStatementLines(c, child, starts);
    else if (!isList) checkOneLine(c, node, child, starts);
  });
}

function checkOneLine(c: Conversion, owner: CstNode, part: CstNode, starts: LineStarts): void {
  const next = firstAfter(starts.list, owner.start);
  if (owner.type !== "decorated_definition" && next < part.end) failNode(c, part);
}

/** The first of the ascending numbers that is larger than `limit`, or Infinity. */
function firstAfter(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return numbers[low] ?? Infinity;
}
