/**
 * The inside of a comprehension: its loops, and what each round adds to the result.
 *
 * Counterpart: pypy/interpreter/astcompiler/codegen.py (_comp_generator and its kin).
 */

import type { Comprehension, ComprehensionNode } from "../parser/ast.ts";
import { type Block, newBlock } from "./block.ts";
import { emitJumpIf } from "./generate-jumps.ts";
import { type Unit, visit } from "./unit.ts";

/** Emits the body of the code object of `node`. */
export function emitComprehensionBody(u: Unit, node: ComprehensionNode): void {
  u.builder.line = node.line;
  emitContainer(u, node);
  emitClause(u, node, 0);
  if (node.kind !== "GeneratorExp") u.builder.emit("RETURN_VALUE");
}

/** The empty result and the iterator of the first clause. */
function emitContainer(u: Unit, node: ComprehensionNode): void {
  const { builder } = u;
  const first = node.generators[0]!;
  if (node.kind === "ListComp" && node.generators.length === 1 && first.ifs.length === 0) {
    // The list takes its size from what it is made from.
    builder.emit("LOAD_FAST", 0);
    builder.emit("BUILD_LIST_FROM_ARG");
    return;
  }
  if (node.kind === "ListComp") builder.emit("BUILD_LIST", 0);
  else if (node.kind === "SetComp") builder.emit("BUILD_SET", 0);
  else if (node.kind === "DictComp") builder.emit("BUILD_MAP", 0);
  builder.emit("LOAD_FAST", 0);
}

function emitClause(u: Unit, node: ComprehensionNode, index: number): void {
  const clause = node.generators[index]!;
  if (clause.isAsync) emitAsyncClause(u, node, clause, index);
  else emitSyncClause(u, node, clause, index);
}

function emitSyncClause(
  u: Unit,
  node: ComprehensionNode,
  clause: Comprehension,
  index: number,
): void {
  const { builder } = u;
  const start = newBlock();
  const skip = newBlock();
  const end = newBlock();
  if (index > 0) {
    visit(u, clause.iter);
    builder.emit("GET_ITER");
  }
  builder.useNextBlock(start);
  builder.emitJump("FOR_ITER", end);
  builder.useNextBlock();
  emitRound(u, node, clause, index, skip);
  builder.useNextBlock(skip);
  builder.emitAbsoluteJump("JUMP_ABSOLUTE", start);
  builder.useNextBlock(end);
}

function emitAsyncClause(
  u: Unit,
  node: ComprehensionNode,
  clause: Comprehension,
  index: number,
): void {
  const { builder } = u;
  const start = newBlock();
  const handler = newBlock();
  const skip = newBlock();
  if (index > 0) {
    visit(u, clause.iter);
    builder.emit("GET_AITER");
  }
  builder.useNextBlock(start);
  builder.emitJump("SETUP_EXCEPT", handler);
  builder.emit("GET_ANEXT");
  builder.loadNone();
  builder.emit("YIELD_FROM");
  builder.emit("POP_BLOCK");
  emitRound(u, node, clause, index, skip);
  builder.useNextBlock(skip);
  builder.emitAbsoluteJump("JUMP_ABSOLUTE", start);
  builder.useNextBlock(handler);
  builder.emit("END_ASYNC_FOR");
}

/** Binds the target, tests the conditions, then goes one clause deeper or adds an item. */
function emitRound(
  u: Unit,
  node: ComprehensionNode,
  clause: Comprehension,
  index: number,
  skip: Block,
): void {
  visit(u, clause.target);
  for (const test of clause.ifs) {
    emitJumpIf(u, test, false, skip);
    u.builder.useNextBlock();
  }
  if (index + 1 < node.generators.length) emitClause(u, node, index + 1);
  else emitItem(u, node, index + 2);
}

/** Adds an item to the result, which is `depth` below the top. */
function emitItem(u: Unit, node: ComprehensionNode, depth: number): void {
  const { builder } = u;
  switch (node.kind) {
    case "ListComp":
      visit(u, node.elt);
      builder.emit("LIST_APPEND", depth);
      return;
    case "SetComp":
      visit(u, node.elt);
      builder.emit("SET_ADD", depth);
      return;
    case "DictComp":
      visit(u, node.key);
      visit(u, node.value);
      builder.emit("MAP_ADD", depth);
      return;
    case "GeneratorExp":
      visit(u, node.elt);
      builder.emit("YIELD_VALUE");
      builder.emit("POP_TOP");
      return;
  }
}
