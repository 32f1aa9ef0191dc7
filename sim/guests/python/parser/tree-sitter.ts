/**
 * The adapter to web-tree-sitter and its Python grammar, and the only file that imports it. It
 * turns a text into a plain concrete syntax tree; comments and line continuations are left out.
 *
 * Initialization is asynchronous (WebAssembly), parsing is not. The grammar's wasm file stands
 * beside this file, in the sources and in the compiled program.
 */

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Language, Parser, type TreeCursor } from "web-tree-sitter";
import { defined } from "../../../base/assert.ts";
import { type Disguise, disguise } from "./disguise.ts";

/** A node of the concrete tree. Offsets are UTF-16 units, rows and columns count from 0. */
export interface CstNode {
  readonly type: string;
  readonly named: boolean;
  /** The grammar's name for this child in its parent. */
  readonly field: string | null;
  readonly start: number;
  readonly end: number;
  readonly row: number;
  readonly column: number;
  readonly endRow: number;
  readonly endColumn: number;
  /** The parser invented this token, or could not make sense of this stretch of text. */
  readonly isError: boolean;
  readonly children: readonly CstNode[];
}

/** The one parser of the process: it holds no state between calls. */
const holder: { parser: Parser | null; starting: Promise<void> | null } = {
  parser: null,
  starting: null,
};

/**
 * Loads the grammar; must have completed before {@link parseConcrete}. Calling it again is free.
 */
export function initParser(): Promise<void> {
  holder.starting ??= start();
  return holder.starting;
}

async function start(): Promise<void> {
  const require = createRequire(import.meta.url);
  const runtime = require.resolve("web-tree-sitter/web-tree-sitter.wasm");
  await Parser.init({ wasmBinary: await readFile(runtime) });
  const grammar = join(dirname(fileURLToPath(import.meta.url)), "tree-sitter-python.wasm");
  const parser = new Parser();
  parser.setLanguage(await Language.load(await readFile(grammar)));
  holder.parser = parser;
}

/** Parses `text` as {@link disguise} shows it to the grammar; errors are nodes with `isError`. */
export function parseConcrete(text: string, shown: Disguise): CstNode {
  const parser = defined(holder.parser, "parser: await initParser() first");
  parser.reset();
  const tree = defined(parser.parse(disguise(text, shown)), "parse tree");
  const cursor = tree.walk();
  const root = copyNode(cursor, new LineIndex(text));
  cursor.delete();
  tree.delete();
  return root;
}

/** Rows and columns of offsets. */
class LineIndex {
  private readonly starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
      this.starts.push(at + 1);
    }
  }

  find(offset: number): { readonly row: number; readonly column: number } {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return { row: low, column: offset - this.starts[low]! };
  }
}

function copyNode(cursor: TreeCursor, lines: LineIndex): CstNode {
  const type = cursor.nodeType;
  const named = cursor.nodeIsNamed;
  const field = cursor.currentFieldName;
  const isError = type === "ERROR" || cursor.nodeIsMissing;
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  const from = lines.find(start);
  const to = lines.find(end);
  const children: CstNode[] = [];
  if (cursor.gotoFirstChild()) {
    do {
      if (!isExtra(cursor.nodeType)) children.push(copyNode(cursor, lines));
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  return {
    type,
    named,
    field,
    start,
    end,
    row: from.row,
    column: from.column,
    endRow: to.row,
    endColumn: to.column,
    isError,
    children,
  };
}

function isExtra(type: string): boolean {
  return type === "comment" || type === "line_continuation";
}
