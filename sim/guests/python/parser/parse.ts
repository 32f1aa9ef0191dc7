/**
 * Source text to syntax tree: the entry of the parser. A text that is not Python 3.9 ends with a
 * PythonSyntaxError; no error of the grammar's parser is passed over.
 */

import type { Module } from "./ast.ts";
import { checkTokens } from "./check-tokens.ts";
import { checkErrors } from "./check-tree.ts";
import { convertBody } from "./convert-compounds.ts";
import type { Conversion } from "./convert-context.ts";
import { makeSourceText } from "./source-text.ts";
import { parseConcrete } from "./tree-sitter.ts";

export { initParser } from "./tree-sitter.ts";

/** Parses a whole file. `initParser()` must have completed. */
export function parse(source: string, filename: string): Module {
  const text = makeSourceText(source, filename);
  const c: Conversion = {
    source: text,
    text: text.text,
    rowShift: 0,
    columnShift: 0,
    messagePrefix: "",
  };
  checkTokens(text);
  const root = parseConcrete(text.text);
  checkErrors(c, root);
  return { kind: "Module", body: convertBody(c, root), source: text };
}
