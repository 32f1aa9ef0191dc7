/**
 * Code of compound statements: conditions, loops, with, try.
 *
 * Counterpart: pypy/interpreter/astcompiler/codegen.py (visit_If ... _visit_try_finally).
 */

import type {
  ExceptHandler,
  ForNode,
  IfNode,
  Statement,
  TryNode,
  WhileNode,
  WithNode,
} from "../parser/ast.ts";
import { type Block, newBlock } from "./block.ts";
import { emitAwait } from "./generate-functions.ts";
import { constantTruth, emitJumpIf } from "./generate-jumps.ts";
import { emitNameOperation } from "./generate-names.ts";
import { emitClearHandlerName, emitExitCall } from "./generate-unwind.ts";
import { type FrameBlock, failAt, type Unit, visit, visitBody } from "./unit.ts";

function withBlock(u: Unit, block: FrameBlock, emit: () => void): void {
  u.frameBlocks.push(block);
  emit();
  u.frameBlocks.pop();
}

/** `if`; of a constant condition only one branch is emitted, the other checked for errors. */
export function emitIf(u: Unit, node: IfNode): void {
  const { builder } = u;
  const end = newBlock();
  const truth = constantTruth(node.test);
  if (truth !== undefined) {
    if (!truth) builder.inDeadCode(() => visitBody(u, node.body));
    visitBody(u, truth ? node.body : node.orelse);
    if (truth) builder.inDeadCode(() => visitBody(u, node.orelse));
  } else {
    const otherwise = node.orelse.length > 0 ? newBlock() : end;
    emitJumpIf(u, node.test, false, otherwise);
    visitBody(u, node.body);
    if (node.orelse.length > 0) {
      builder.emitJump("JUMP_FORWARD", end);
      builder.useNextBlock(otherwise);
      visitBody(u, node.orelse);
    }
  }
  builder.useNextBlock(end);
}

/** `while`. */
export function emitWhile(u: Unit, node: WhileNode): void {
  const { builder } = u;
  const truth = constantTruth(node.test);
  const end = newBlock();
  const start = newBlock();
  const loop: FrameBlock = { kind: "while_loop", start, end };
  if (truth === false) {
    builder.inDeadCode(() => withBlock(u, loop, () => visitBody(u, node.body)));
    visitBody(u, node.orelse);
    return;
  }
  const anchor = newBlock();
  withBlock(u, loop, () => {
    builder.useNextBlock(start);
    if (truth === undefined) emitJumpIf(u, node.test, false, anchor);
    visitBody(u, node.body);
    builder.emitAbsoluteJump("JUMP_ABSOLUTE", start);
    if (truth === undefined) builder.useNextBlock(anchor);
  });
  visitBody(u, node.orelse);
  builder.useNextBlock(end);
}

/** `for` and `async for`. */
export function emitFor(u: Unit, node: ForNode): void {
  if (node.kind === "AsyncFor") {
    emitAsyncFor(u, node);
    return;
  }
  const { builder } = u;
  const start = newBlock();
  const cleanup = newBlock();
  const end = newBlock();
  withBlock(u, { kind: "for_loop", start, end }, () => {
    visit(u, node.iter);
    builder.emit("GET_ITER");
    builder.useNextBlock(start);
    builder.emitJump("FOR_ITER", cleanup);
    visit(u, node.target);
    visitBody(u, node.body);
    builder.emitAbsoluteJump("JUMP_ABSOLUTE", start);
    builder.useNextBlock(cleanup);
  });
  visitBody(u, node.orelse);
  builder.useNextBlock(end);
}

function emitAsyncFor(u: Unit, node: ForNode): void {
  if (u.kind !== "async_function") failAt(u, node, "'async for' outside async function");
  const { builder } = u;
  const start = newBlock();
  const handler = newBlock();
  const end = newBlock();
  visit(u, node.iter);
  builder.emit("GET_AITER");
  builder.useNextBlock(start);
  withBlock(u, { kind: "for_loop", start, end }, () => {
    builder.emitJump("SETUP_EXCEPT", handler);
    builder.emit("GET_ANEXT");
    builder.loadNone();
    builder.emit("YIELD_FROM");
    builder.emit("POP_BLOCK");
    visit(u, node.target);
    visitBody(u, node.body);
    builder.emitAbsoluteJump("JUMP_ABSOLUTE", start);
  });
  builder.useNextBlock(handler);
  builder.emit("END_ASYNC_FOR");
  visitBody(u, node.orelse);
  builder.useNextBlock(end);
}

/** `with` and `async with`. */
export function emitWith(u: Unit, node: WithNode): void {
  if (node.kind === "AsyncWith" && u.kind !== "async_function") {
    failAt(u, node, "'async with' outside async function");
  }
  emitWithItem(u, node, 0);
}

function emitWithItem(u: Unit, node: WithNode, index: number): void {
  const { builder } = u;
  const isAsync = node.kind === "AsyncWith";
  const item = node.items[index]!;
  const body = newBlock();
  const cleanup = newBlock();
  const exit = newBlock();
  visit(u, item.contextExpr);
  if (isAsync) {
    builder.emit("BEFORE_ASYNC_WITH");
    emitAwait(u);
  }
  builder.emitJump(isAsync ? "SETUP_ASYNC_WITH" : "SETUP_WITH", cleanup);
  builder.useNextBlock(body);
  withBlock(u, { kind: isAsync ? "async_with" : "with" }, () => {
    if (item.optionalVars === null) builder.emit("POP_TOP");
    else visit(u, item.optionalVars);
    if (index === node.items.length - 1) visitBody(u, node.body);
    else emitWithItem(u, node, index + 1);
    builder.emit("POP_BLOCK");
  });
  emitExitCall(u);
  if (isAsync) emitAwait(u);
  builder.emit("POP_TOP");
  builder.emitAbsoluteJump("JUMP_ABSOLUTE", exit);
  emitWithCleanup(u, cleanup, isAsync);
  builder.useNextBlock(exit);
}

/** The way out of a `with` with an exception, which `__exit__` may swallow. */
function emitWithCleanup(u: Unit, cleanup: Block, isAsync: boolean): void {
  const { builder } = u;
  builder.useNextBlock(cleanup);
  builder.emit("WITH_EXCEPT_START");
  if (isAsync) emitAwait(u);
  const swallowed = newBlock();
  builder.emitAbsoluteJump("POP_JUMP_IF_TRUE", swallowed);
  builder.emit("RERAISE");
  builder.useNextBlock(swallowed);
  builder.emit("POP_TOP");
  builder.emit("POP_EXCEPT");
}

/** `try`. */
export function emitTry(u: Unit, node: TryNode): void {
  if (node.finalbody.length === 0) {
    emitTryExcept(u, node);
    return;
  }
  const { builder } = u;
  const end = newBlock();
  const exit = newBlock();
  builder.emitJump("SETUP_FINALLY", end);
  builder.useNextBlock();
  withBlock(u, { kind: "finally_try", node }, () => {
    if (node.handlers.length > 0) emitTryExcept(u, node);
    else visitBody(u, node.body);
    builder.emit("POP_BLOCK");
  });
  visitBody(u, node.finalbody);
  builder.emitJump("JUMP_FORWARD", exit);
  builder.useNextBlock(end);
  withBlock(u, { kind: "finally_end" }, () => visitBody(u, node.finalbody));
  builder.emit("RERAISE");
  builder.useNextBlock(exit);
}

function emitTryExcept(u: Unit, node: TryNode): void {
  const { builder } = u;
  const handlers = newBlock();
  const otherwise = newBlock();
  const end = newBlock();
  builder.emitJump("SETUP_EXCEPT", handlers);
  builder.useNextBlock();
  withBlock(u, { kind: "try_except" }, () => {
    visitBody(u, node.body);
    builder.emit("POP_BLOCK");
  });
  builder.emitJump("JUMP_FORWARD", otherwise);
  builder.useNextBlock(handlers);
  withBlock(u, { kind: "exception_handler" }, () => {
    node.handlers.forEach((handler, i) => {
      const isLast = i === node.handlers.length - 1;
      if (handler.type === null && !isLast) {
        failAt(u, handler, "bare 'except:' must be the last except block");
      }
      emitHandler(u, handler, end);
    });
  });
  builder.emit("POP_TOP");
  builder.emit("POP_TOP");
  builder.emit("RERAISE");
  builder.useNextBlock(otherwise);
  visitBody(u, node.orelse);
  builder.useNextBlock(end);
}

function emitHandler(u: Unit, handler: ExceptHandler, end: Block): void {
  const { builder } = u;
  const next = newBlock();
  builder.line = handler.line;
  if (handler.type !== null) {
    builder.emit("DUP_TOP");
    visit(u, handler.type);
    builder.emitAbsoluteJump("JUMP_IF_NOT_EXC_MATCH", next);
  }
  builder.emit("POP_TOP");
  if (handler.name === null) emitPlainHandlerBody(u, handler.body, end);
  else emitNamedHandlerBody(u, handler, handler.name, end);
  builder.useNextBlock(next);
}

function emitPlainHandlerBody(u: Unit, body: readonly Statement[], end: Block): void {
  const { builder } = u;
  builder.emit("POP_TOP");
  builder.emit("POP_TOP");
  builder.useNextBlock();
  withBlock(u, { kind: "handler_cleanup", node: null }, () => visitBody(u, body));
  builder.emit("POP_EXCEPT");
  builder.emitJump("JUMP_FORWARD", end);
}

/** `except … as name`: the body stands in a `try` whose `finally` unbinds the name. */
function emitNamedHandlerBody(u: Unit, handler: ExceptHandler, name: string, end: Block): void {
  const { builder } = u;
  const cleanup = newBlock();
  emitNameOperation(u, name, "Store", handler);
  builder.emit("POP_TOP");
  builder.emitJump("SETUP_FINALLY", cleanup);
  builder.useNextBlock();
  withBlock(u, { kind: "handler_cleanup", node: handler }, () => visitBody(u, handler.body));
  builder.emit("POP_BLOCK");
  builder.emit("POP_EXCEPT");
  emitClearHandlerName(u, handler);
  builder.emitJump("JUMP_FORWARD", end);
  builder.useNextBlock(cleanup);
  // The NOP tells the interpreter that this is no `finally` of the program's.
  builder.emit("NOP");
  emitClearHandlerName(u, handler);
  builder.emit("RERAISE");
}
