/**
 * Leaving statements early: what `return`, `break` and `continue` must undo on their way out. The
 * body of a `finally` is emitted again at every such place.
 *
 * Counterpart: pypy/interpreter/astcompiler/codegen.py (unwind_fblock, unwind_fblock_stack).
 */

import { unreachable } from "../../../base/assert.ts";
import type { ExceptHandler } from "../parser/ast.ts";
import { emitAwait } from "./generate-functions.ts";
import { emitNameOperation } from "./generate-names.ts";
import { type FrameBlock, type Unit, visitBody } from "./unit.ts";

type LoopBlock = Extract<FrameBlock, { kind: "while_loop" | "for_loop" }>;

/** Undoes one block. With `keepTop` a value on top of the stack survives. */
export function emitUnwind(u: Unit, block: FrameBlock, keepTop: boolean): void {
  const { builder } = u;
  switch (block.kind) {
    case "while_loop":
    case "exception_handler":
      return;
    case "for_loop":
    case "pop_value":
      dropBelow(u, keepTop);
      return;
    case "try_except":
      builder.emit("POP_BLOCK");
      return;
    case "finally_try": {
      builder.emit("POP_BLOCK");
      if (keepTop) u.frameBlocks.push({ kind: "pop_value" });
      const line = builder.line;
      visitBody(u, block.node.finalbody);
      builder.line = line;
      if (keepTop) u.frameBlocks.pop();
      return;
    }
    case "finally_end":
      dropBelow(u, keepTop);
      builder.emit("POP_EXCEPT");
      return;
    case "with":
    case "async_with":
      builder.emit("POP_BLOCK");
      if (keepTop) builder.emit("ROT_TWO");
      emitExitCall(u);
      if (block.kind === "async_with") emitAwait(u);
      builder.emit("POP_TOP");
      return;
    case "handler_cleanup":
      if (block.node !== null) builder.emit("POP_BLOCK");
      builder.emit("POP_EXCEPT");
      if (block.node !== null) emitClearHandlerName(u, block.node);
      return;
    default:
      unreachable(block);
  }
}

function dropBelow(u: Unit, keepTop: boolean): void {
  if (keepTop) u.builder.emit("ROT_TWO");
  u.builder.emit("POP_TOP");
}

/** Calls the `__exit__` on top of the stack for the case of no exception. */
export function emitExitCall(u: Unit): void {
  const { builder } = u;
  builder.loadNone();
  builder.emit("DUP_TOP");
  builder.emit("DUP_TOP");
  builder.emit("CALL_FUNCTION", 3);
}

/** `name = None; del name` at the end of `except … as name`. */
export function emitClearHandlerName(u: Unit, handler: ExceptHandler): void {
  if (handler.name === null) return;
  u.builder.loadNone();
  emitNameOperation(u, handler.name, "Store", handler);
  emitNameOperation(u, handler.name, "Del", handler);
}

/** Undoes every block, as `return` must. */
export function emitUnwindAll(u: Unit, keepTop: boolean): void {
  unwindFromTop(u, keepTop, false);
}

/** Undoes what is inside the innermost loop; the loop, or `undefined` outside of all loops. */
export function emitUnwindToLoop(u: Unit): LoopBlock | undefined {
  return unwindFromTop(u, false, true);
}

/**
 * Blocks are taken off while they are undone and put back afterwards: a `finally` body emitted in
 * between may itself return or break, and then sees only what is around it.
 */
function unwindFromTop(u: Unit, keepTop: boolean, toLoop: boolean): LoopBlock | undefined {
  const block = u.frameBlocks.at(-1);
  if (block === undefined) return undefined;
  if (toLoop && (block.kind === "while_loop" || block.kind === "for_loop")) return block;
  u.frameBlocks.pop();
  emitUnwind(u, block, keepTop);
  const loop = unwindFromTop(u, keepTop, toLoop);
  u.frameBlocks.push(block);
  return loop;
}
