/**
 * Probes: what says which blocks of the sources a test runs. A probe stands at the start of each
 * function's body, of each branch, loop's body and case, and one at the head of each file. A place
 * belongs to the innermost probe around it.
 *
 * Probes are bytes that all threads of a process share. Their numbers go through the files in the
 * order of their paths, and through each in the order of its text.
 */

import type { Source } from "./syntax.ts";
import { ts } from "./syntax.ts";

/** A probe's block, as offsets into its file. */
interface Block {
  readonly start: number;
  readonly end: number;
}

/** A text to insert at an offset. */
interface Insertion {
  readonly at: number;
  readonly text: string;
  /** Those at the same offset stand in this order. */
  readonly order: number;
}

/** The probes of one file. */
export interface FileProbes {
  readonly file: string;
  readonly first: number;
  readonly blocks: readonly Block[];
}

/** JavaScript that must run before any probe; `count` is the number of all probes. */
export function probePrologue(count: number): string {
  return `import * as $threads from "node:worker_threads";
let $shared = $threads.getEnvironmentData("jitreel probes");
if ($shared === undefined) {
  $shared = new SharedArrayBuffer(${count});
  $threads.setEnvironmentData("jitreel probes", $shared);
}
const $c = new Uint8Array($shared);
globalThis.jitreelProbes = $c;`;
}

/** Numbers the probes of all files. */
export function placeProbes(sources: readonly Source[]): Map<string, FileProbes> {
  const files = new Map<string, FileProbes>();
  let first = 0;
  for (const source of sources) {
    const blocks: Block[] = [{ start: 0, end: source.text.length }];
    visitBlocks(source.tree, (node) => {
      blocks.push({ start: node.getStart(), end: node.end });
    });
    files.set(source.file, { file: source.file, first, blocks });
    first += blocks.length;
  }
  return files;
}

/** The number of the innermost probe around an offset. */
export function probeAround({ first, blocks }: FileProbes, offset: number): number {
  let found = 0;
  for (const [index, { start, end }] of blocks.entries()) {
    // A later block that contains the offset lies inside of an earlier one.
    if (start <= offset && offset < end) found = index;
  }
  return first + found;
}

/** The text of a file with its probes. */
export function insertProbes(source: Source, { first }: FileProbes): string {
  // The line for the shell, if there is one, stays the first.
  const at = source.text.startsWith("#!") ? source.text.indexOf("\n") + 1 : 0;
  const insertions: Insertion[] = [{ at, text: `$c[${first}] = 1;`, order: 0 }];
  let next = first + 1;
  visitBlocks(source.tree, (node) => {
    const hit = `$c[${next++}] = 1`;
    const order = insertions.length;
    if (ts.isBlock(node)) insertions.push({ at: node.getStart() + 1, text: `${hit};`, order });
    else if (ts.isCaseOrDefaultClause(node)) {
      const at = colonOf(source, node) + 1;
      insertions.push({ at, text: `${hit};`, order });
    } else {
      const [open, close] = isExpressionPlace(node) ? [`(${hit}, `, ")"] : [`{ ${hit}; `, "}"];
      insertions.push({ at: node.getStart(), text: open, order });
      // What begins later ends earlier.
      insertions.push({ at: node.end, text: close, order: -order });
    }
  });
  return insertAll(source.text, insertions);
}

function insertAll(text: string, insertions: readonly Insertion[]): string {
  const sorted = [...insertions].sort((a, b) => a.at - b.at || a.order - b.order);
  let result = "";
  let done = 0;
  for (const { at, text: inserted } of sorted) {
    result += text.slice(done, at) + inserted;
    done = at;
  }
  return result + text.slice(done);
}

function colonOf({ text }: Source, node: ts.CaseOrDefaultClause): number {
  const from = ts.isCaseClause(node) ? node.expression.end : node.getStart();
  return text.indexOf(":", from);
}

function isExpressionPlace(node: ts.Node): boolean {
  return ts.isArrowFunction(node.parent) || ts.isConditionalExpression(node.parent);
}

/** Calls `found` for each node that has a probe, in the order of the text. */
function visitBlocks(tree: ts.SourceFile, found: (node: ts.Node) => void): void {
  const visit = (node: ts.Node): void => {
    if (isProbed(node)) found(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(tree, visit);
}

function isProbed(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isArrowFunction(parent)) return node === parent.body;
  if (ts.isFunctionLike(parent)) return ts.isBlock(node);
  if (ts.isCaseOrDefaultClause(node)) return true;
  if (ts.isIfStatement(parent)) return node !== parent.expression;
  if (ts.isConditionalExpression(parent)) {
    return node === parent.whenTrue || node === parent.whenFalse;
  }
  if (ts.isIterationStatement(parent, false)) return node === parent.statement;
  return ts.isCatchClause(parent) && ts.isBlock(node);
}
