/**
 * The modes of `compile()`: what a text may hold for `eval` (one expression) and for `single` (one
 * line of simple statements, or one compound statement).
 *
 * Counterpart: pypy/interpreter/pyparser (the start symbols of the grammar).
 */

import type { Module, Statement } from "../parser/ast.ts";
import { PythonSyntaxError } from "../parser/source-text.ts";

export const COMPILE_MODES = ["exec", "eval", "single"] as const;
export type CompileMode = (typeof COMPILE_MODES)[number];

/** Refuses what the grammar of the mode lacks. */
export function checkMode(tree: Module, mode: CompileMode): void {
  if (mode === "eval") checkEval(tree);
  else if (mode === "single") checkSingle(tree);
}

function invalid(tree: Module, line: number, column: number): PythonSyntaxError {
  return new PythonSyntaxError(tree.source, "invalid syntax", line, column);
}

function checkEval(tree: Module): void {
  const [first, second] = tree.body;
  if (first === undefined) throw invalid(tree, tree.source.text === "" ? 0 : 1, 0);
  const isStarred =
    first.kind === "Expr" &&
    first.value.kind === "Tuple" &&
    first.value.elts[0]?.kind === "Starred" &&
    first.value.elts[0].column === first.column;
  const isYield =
    first.kind === "Expr" && (first.value.kind === "Yield" || first.value.kind === "YieldFrom");
  if (first.kind !== "Expr" || isStarred || isYield) {
    throw invalid(tree, first.line, endOfExpression(tree, first));
  }
  if (second === undefined) return;
  const before = (tree.source.lines[second.line - 1] ?? "").slice(0, second.column - 1);
  throw invalid(tree, second.line, before.lastIndexOf(";") + 1 || second.column);
}

const ASSIGNMENT = /(?:[-+*/%&|^@]|<<|>>|\/\/|\*\*)?=(?!=)|:/g;

/** Where the parser of an expression stops: at an assignment's sign, or at the statement's start. */
function endOfExpression(tree: Module, statement: Statement): number {
  const { kind, line, column } = statement;
  if (kind !== "Assign" && kind !== "AugAssign" && kind !== "AnnAssign") return column;
  ASSIGNMENT.lastIndex = column;
  const match = ASSIGNMENT.exec(tree.source.lines[line - 1] ?? "");
  return match === null ? column : match.index + 1;
}

function checkSingle(tree: Module): void {
  const [first, ...rest] = tree.body;
  const next = rest.find((statement) => statement.line !== first!.line);
  if (next !== undefined) throw invalid(tree, next.line, next.column);
}
