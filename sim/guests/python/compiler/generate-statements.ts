/**
 * Code of simple statements, and the dispatch over all of them.
 *
 * Counterpart: pypy/interpreter/astcompiler/codegen.py (visit_* of statements).
 */

import { unreachable } from "../../../base/assert.ts";
import type {
  AnnAssignNode,
  AssertNode,
  AssignNode,
  AugAssignNode,
  BinaryOperator,
  ExprNode,
  Expression,
  RaiseNode,
  ReturnNode,
  SimpleNode,
  Statement,
} from "../parser/ast.ts";
import { newBlock } from "./block.ts";
import { constantElements } from "./constant-values.ts";
import { emitFor, emitIf, emitTry, emitWhile, emitWith } from "./generate-control.ts";
import { emitClassDef, emitFunctionDef } from "./generate-functions.ts";
import { emitImport, emitImportFrom } from "./generate-imports.ts";
import { emitJumpIf } from "./generate-jumps.ts";
import { checkForbiddenName, emitNameOperation } from "./generate-names.ts";
import { emitUnwind, emitUnwindAll, emitUnwindToLoop } from "./generate-unwind.ts";
import type { OpcodeName } from "./opcodes.ts";
import { failAt, type Unit, visit, visitAll } from "./unit.ts";

const INPLACE: Readonly<Record<BinaryOperator, OpcodeName>> = {
  Add: "INPLACE_ADD",
  Sub: "INPLACE_SUBTRACT",
  Mult: "INPLACE_MULTIPLY",
  MatMult: "INPLACE_MATRIX_MULTIPLY",
  Div: "INPLACE_TRUE_DIVIDE",
  Mod: "INPLACE_MODULO",
  Pow: "INPLACE_POWER",
  LShift: "INPLACE_LSHIFT",
  RShift: "INPLACE_RSHIFT",
  BitOr: "INPLACE_OR",
  BitXor: "INPLACE_XOR",
  BitAnd: "INPLACE_AND",
  FloorDiv: "INPLACE_FLOOR_DIVIDE",
};

/** Emits the code of `s`; the line is already set. */
export function emitStatement(u: Unit, s: Statement): void {
  switch (s.kind) {
    case "FunctionDef":
    case "AsyncFunctionDef":
      emitFunctionDef(u, s);
      return;
    case "ClassDef":
      emitClassDef(u, s);
      return;
    case "Return":
      emitReturn(u, s);
      return;
    case "Delete":
      visitAll(u, s.targets);
      return;
    case "Assign":
      emitAssign(u, s);
      return;
    case "AugAssign":
      emitAugAssign(u, s);
      return;
    case "AnnAssign":
      emitAnnAssign(u, s);
      return;
    case "For":
    case "AsyncFor":
      emitFor(u, s);
      return;
    case "While":
      emitWhile(u, s);
      return;
    case "If":
      emitIf(u, s);
      return;
    case "With":
    case "AsyncWith":
      emitWith(u, s);
      return;
    case "Raise":
      emitRaise(u, s);
      return;
    case "Try":
      emitTry(u, s);
      return;
    case "Assert":
      emitAssert(u, s);
      return;
    case "Import":
      emitImport(u, s);
      return;
    case "ImportFrom":
      emitImportFrom(u, s);
      return;
    case "Expr":
      emitExpr(u, s);
      return;
    case "Global":
    case "Nonlocal":
    case "Pass":
      return;
    case "Break":
    case "Continue":
      emitLoopExit(u, s);
      return;
    default:
      unreachable(s);
  }
}

/** A constant statement has no code. */
function emitExpr(u: Unit, s: ExprNode): void {
  if (u.context.isInteractive && u.kind === "module") {
    visit(u, s.value);
    u.builder.emit("PRINT_EXPR");
    return;
  }
  if (s.value.kind === "Constant") return;
  visit(u, s.value);
  u.builder.emit("POP_TOP");
}

function emitReturn(u: Unit, s: ReturnNode): void {
  const { builder } = u;
  const { value } = s;
  if (value !== null && u.kind === "async_function" && u.scope.isGenerator) {
    failAt(u, s, "'return' with value in async generator", -1);
  }
  const keepTop = value !== null && value.kind !== "Constant";
  if (keepTop) visit(u, value);
  emitUnwindAll(u, keepTop);
  if (value === null) builder.loadNone();
  else if (!keepTop) visit(u, value);
  builder.emit("RETURN_VALUE");
}

function emitLoopExit(u: Unit, s: SimpleNode): void {
  const loop = emitUnwindToLoop(u);
  if (s.kind === "Continue") {
    if (loop === undefined) failAt(u, s, "'continue' not properly in loop");
    u.builder.emitAbsoluteJump("JUMP_ABSOLUTE", loop.start);
    return;
  }
  if (loop === undefined) failAt(u, s, "'break' not properly in loop");
  emitUnwind(u, loop, false);
  u.builder.emitAbsoluteJump("JUMP_ABSOLUTE", loop.end);
}

function emitRaise(u: Unit, s: RaiseNode): void {
  let count = 0;
  for (const part of [s.exc, s.cause]) {
    if (part === null) continue;
    visit(u, part);
    count++;
  }
  u.builder.emit("RAISE_VARARGS", count);
}

function emitAssert(u: Unit, s: AssertNode): void {
  const { builder } = u;
  const end = newBlock();
  emitJumpIf(u, s.test, true, end);
  builder.emit("LOAD_ASSERTION_ERROR");
  if (s.msg !== null) {
    visit(u, s.msg);
    builder.emit("CALL_FUNCTION", 1);
  }
  builder.emit("RAISE_VARARGS", 1);
  builder.useNextBlock(end);
}

function emitAssign(u: Unit, s: AssignNode): void {
  if (emitParallelAssign(u, s)) return;
  visit(u, s.value);
  s.targets.forEach((target, i) => {
    if (i < s.targets.length - 1) u.builder.emit("DUP_TOP");
    visit(u, target);
  });
}

/** The items of a display, target or constant sequence, else `undefined`. */
function itemsOf(e: Expression): readonly Expression[] | undefined {
  if (e.kind === "Tuple" || e.kind === "List") return e.elts;
  if (e.kind !== "Constant") return undefined;
  const { line, column, endLine, endColumn } = e;
  const at = { line, column, endLine, endColumn };
  return constantElements(e.value)?.map((value) => ({ kind: "Constant", value, ...at }));
}

/** `a, b = x, y` without a tuple. Whether it could be done. */
function emitParallelAssign(u: Unit, s: AssignNode): boolean {
  if (s.targets.length !== 1) return false;
  const targets = itemsOf(s.targets[0]!);
  const values = itemsOf(s.value);
  if (targets === undefined || targets.length === 0) return false;
  if (values?.length !== targets.length) return false;
  const isStarred = (e: Expression) => e.kind === "Starred";
  if (values.some(isStarred)) return false;
  const complex = targets.find((target) => target.kind !== "Name");
  if (complex === undefined) {
    emitNamesFromStack(u, targets, values);
    return true;
  }
  if (isStarred(complex) || values.length > 3) return false;
  visitAll(u, values);
  if (values.length === 3) u.builder.emit("ROT_THREE");
  if (values.length >= 2) u.builder.emit("ROT_TWO");
  visitAll(u, targets);
  return true;
}

/** Stores from the last to the first; of a name that occurs twice the last one wins. */
function emitNamesFromStack(
  u: Unit,
  targets: readonly Expression[],
  values: readonly Expression[],
): void {
  visitAll(u, values);
  const seen = new Set<string>();
  for (const target of [...targets].reverse()) {
    if (target.kind !== "Name") continue;
    if (seen.has(target.id)) u.builder.emit("POP_TOP");
    else emitNameOperation(u, target.id, "Store", target);
    seen.add(target.id);
  }
}

function emitAugAssign(u: Unit, s: AugAssignNode): void {
  const { builder } = u;
  const { target } = s;
  if (target.kind === "Attribute") {
    checkForbiddenName(u, target.attr, "Store", target);
    visit(u, target.value);
    builder.emit("DUP_TOP");
    builder.emitName("LOAD_ATTR", builder.names, target.attr);
    visit(u, s.value);
    builder.emit(INPLACE[s.op]);
    builder.emit("ROT_TWO");
    builder.emitName("STORE_ATTR", builder.names, target.attr);
  } else if (target.kind === "Subscript") {
    visitAll(u, [target.value, target.slice]);
    builder.emit("DUP_TOP_TWO");
    builder.emit("BINARY_SUBSCR");
    visit(u, s.value);
    builder.emit(INPLACE[s.op]);
    builder.emit("ROT_THREE");
    builder.emit("STORE_SUBSCR");
  } else if (target.kind === "Name") {
    emitNameOperation(u, target.id, "Load", target);
    visit(u, s.value);
    builder.emit(INPLACE[s.op]);
    emitNameOperation(u, target.id, "Store", target);
  } else failAt(u, target, "illegal expression for augmented assignment");
}

function emitAnnAssign(u: Unit, s: AnnAssignNode): void {
  const { builder } = u;
  const { target } = s;
  const inFunction = u.scope.isFunction;
  if (s.value !== null) {
    visit(u, s.value);
    visit(u, target);
  }
  if (target.kind === "Name") {
    checkForbiddenName(u, target.id, "Store", s);
    if (s.simple && !inFunction) {
      visit(u, s.annotation);
      builder.emitName("LOAD_NAME", builder.names, "__annotations__");
      builder.loadStr(u.scope.mangle(target.id));
      builder.emit("STORE_SUBSCR");
    }
  } else if (s.value === null && target.kind === "Attribute") evaluate(u, target.value);
  else if (s.value === null && target.kind === "Subscript") {
    evaluate(u, target.value);
    evaluateSlice(u, target.slice);
  }
  if (!s.simple && !inFunction) evaluate(u, s.annotation);
}

/** Evaluates `e` for its errors. */
function evaluate(u: Unit, e: Expression): void {
  visit(u, e);
  u.builder.emit("POP_TOP");
}

function evaluateSlice(u: Unit, e: Expression): void {
  if (e.kind === "Slice") {
    for (const bound of [e.lower, e.upper, e.step]) if (bound !== null) evaluate(u, bound);
  } else if (e.kind === "Tuple") for (const elt of e.elts) evaluateSlice(u, elt);
  else evaluate(u, e);
}
