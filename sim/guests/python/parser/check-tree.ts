/**
 * Refuses concrete trees that the grammar's parser had to mend, and two things it lets through
 * anywhere: commas with nothing before them, and clauses that go on after a `;`.
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
