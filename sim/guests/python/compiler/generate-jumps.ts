/**
 * Jumping on the truth of an expression, and what is known of constants' truth.
 *
 * Counterpart: pypy/interpreter/astcompiler/optimize.py (accept_jump_if, as_constant_truth).
 */

import type { Expression } from "../parser/ast.ts";
import { type Block, newBlock } from "./block.ts";
import { isTrue } from "./constant-values.ts";
import { type Unit, visit } from "./unit.ts";

/** The truth of `e` when it is a constant, else `undefined`. */
export function constantTruth(e: Expression): boolean | undefined {
  return e.kind === "Constant" ? isTrue(e.value) : undefined;
}

/** Emits a jump to `target` taken when `e` is as true as `condition`; else control goes on. */
export function emitJumpIf(u: Unit, e: Expression, condition: boolean, target: Block): void {
  if (e.kind === "UnaryOp" && e.op === "Not") {
    emitJumpIf(u, e.operand, !condition, target);
    return;
  }
  if (e.kind === "BoolOp") {
    // `and` jumps on false at any operand; to jump on true, all but the last must skip the jump.
    if (condition === (e.op === "And")) {
      const end = newBlock();
      for (const value of e.values.slice(0, -1)) emitJumpIf(u, value, !condition, end);
      emitJumpIf(u, e.values.at(-1)!, condition, target);
      u.builder.useNextBlock(end);
    } else for (const value of e.values) emitJumpIf(u, value, condition, target);
    return;
  }
  visit(u, e);
  u.builder.emitAbsoluteJump(condition ? "POP_JUMP_IF_TRUE" : "POP_JUMP_IF_FALSE", target);
}
