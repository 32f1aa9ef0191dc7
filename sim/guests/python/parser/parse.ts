/**
 * Source text to syntax tree: the entry of the parser. A text that is not Python 3.9 ends with a
 * PythonSyntaxError; no error of the tokens or of the grammar's parser is passed over.
 */

import type { Module, Statement } from "./ast.ts";
import { checkTokens } from "./check-tokens.ts";
import { checkErrors, checkStatementLines } from "./check-tree.ts";
import { convertBody } from "./convert-compounds.ts";
import type { Conversion } from "./convert-context.ts";
import { findPrefixStars, NO_STARS } from "./disguise.ts";
import { explainError } from "./explain-error.ts";
import { findMistake } from "./recognize-statements.ts";
import { makeSourceText, PythonSyntaxError, type SourceText } from "./source-text.ts";
import { parseConcrete } from "./tree-sitter.ts";

export { initParser } from "./tree-sitter.ts";

/** Parses a whole file. `initParser()` must have completed. */
export function parse(source: string, filename: string): Module {
  const text = makeSourceText(source, filename);
  const tokens = checkTokens(text);
  const c: Conversion = {
    source: text,
    text: tokens.sound,
    rowShift: 0,
    columnShift: 0,
    shown: { stars: NO_STARS, joins: tokens.joins },
    messagePrefix: "",
  };
  // What the tokenizer refuses comes first; blocks that are missing are the grammar's affair.
  if (tokens.error !== null && !isBlockError(tokens.error)) throw tokens.error;
  try {
    const body = convertText(c, tokens.lineStarts);
    if (tokens.error === null) return { kind: "Module", body, source: text };
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    throw placeError(text, error);
  }
  throw placeError(text, tokens.error);
}

function isBlockError(error: PythonSyntaxError): boolean {
  return error.message === "expected an indented block" || error.message === "unexpected indent";
}

/** An error of the grammar, at the place and in the words that Python's own parser has for it. */
function placeError(source: SourceText, error: PythonSyntaxError): PythonSyntaxError {
  const mistake = findMistake(source.text);
  if (mistake === null) return error;
  const { message, line, column, kind } = mistake;
  const isVague = error.message === "invalid syntax" || isBlockError(error);
  const isKnown = !isVague && error.column > 0 && line >= error.line;
  if (isKnown && message === "invalid syntax") return error;
  return new PythonSyntaxError(source, message, line, column, kind);
}

function convertText(c: Conversion, lineStarts: readonly number[]): Statement[] {
  try {
    return convertTree(c, lineStarts);
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    const isUnknown = error.message === "invalid syntax";
    const body = isUnknown ? convertWithStars(c, lineStarts) : undefined;
    if (body === undefined) throw explainError(c, lineStarts, error);
    return body;
  }
}

function convertTree(c: Conversion, lineStarts: readonly number[]): Statement[] {
  const root = parseConcrete(c.text, c.shown);
  checkErrors(c, root);
  checkStatementLines(c, root, { list: lineStarts, set: new Set(lineStarts) });
  return convertBody(c, root);
}

/** The second try, for starred expressions that the grammar does not know. */
function convertWithStars(c: Conversion, lineStarts: readonly number[]): Statement[] | undefined {
  const stars = findPrefixStars(c.text, lineStarts);
  if (stars.size === 0) return undefined;
  try {
    return convertTree({ ...c, shown: { ...c.shown, stars } }, lineStarts);
  } catch (error) {
    if (error instanceof PythonSyntaxError) return undefined;
    throw error;
  }
}
