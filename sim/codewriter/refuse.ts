/**
 * Refusals: what stands outside of the subset, where, and what to write instead.
 */

import { UserError } from "../base/errors.ts";
import { relativePath } from "./sources.ts";
import type { ts } from "./typescript.ts";

/** The error for a construct that the code writer cannot translate. */
export function refusal(node: ts.Node, message: string, hint?: string): UserError {
  const file = node.getSourceFile();
  const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
  const position = { file: relativePath(file.fileName), line: line + 1, column: character + 1 };
  return new UserError(message, position, hint);
}

/** Throws a {@link refusal}. */
export function refuse(node: ts.Node, message: string, hint?: string): never {
  throw refusal(node, message, hint);
}

/** The line of a node, counted from 1. */
export function lineOf(node: ts.Node): number {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}
