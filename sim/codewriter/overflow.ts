/**
 * `const z = int_add_ovf(a, b); if (z === null) …`: two statements, one instruction.
 */

import { defined } from "../base/assert.ts";
import { OPS, isOpName } from "../trace/ops.ts";
import type { Flattener } from "./flattener.ts";
import { checkKinds, someValues } from "./flattener.ts";
import { declarationOf, skipTransparent } from "./literals.ts";
import { refuse } from "./refuse.ts";
import { tagsOf } from "./tags.ts";
import { ts } from "./typescript.ts";

/** The name of the overflow-checking operation that a call stands for. */
export function lookupOverflowOp(
  checker: ts.TypeChecker,
  node: ts.Expression | undefined,
): string | undefined {
  if (node === undefined || !ts.isCallExpression(node)) return undefined;
  const declaration = declarationOf(checker, node.expression);
  if (declaration === undefined || !ts.isFunctionDeclaration(declaration)) return undefined;
  const name = declaration.name?.text ?? "";
  if (!isOpName(name) || !OPS[name].isOvf) return undefined;
  return tagsOf(declaration).has("op") ? name : undefined;
}

/** Whether a statement declares the result of an overflow-checking operation. */
export function isOverflowDeclaration(
  checker: ts.TypeChecker,
  node: ts.Statement,
): node is ts.VariableStatement {
  if (!ts.isVariableStatement(node)) return false;
  return node.declarationList.declarations.some(
    (declaration) => lookupOverflowOp(checker, declaration.initializer) !== undefined,
  );
}

const PATTERN = "write `const z = int_add_ovf(a, b); if (z === null) { … }`";

/** Translates the declaration with the test that must follow it. */
export function flattenOverflowTest(
  f: Flattener,
  node: ts.VariableStatement,
  test: ts.Statement | undefined,
): void {
  const { checker } = f.world;
  const { declarations } = node.declarationList;
  const [declaration] = declarations;
  if (declarations.length !== 1) {
    refuse(node, "an operation that may overflow, declared with other variables", PATTERN);
  }
  const call = defined(declaration, "declaration").initializer as ts.CallExpression;
  const opname = defined(lookupOverflowOp(checker, call), "operation");
  const name = defined(declaration, "declaration").name;
  const symbol = defined(checker.getSymbolAtLocation(name), "symbol");
  if (test === undefined || !ts.isIfStatement(test)) {
    refuse(node, `${opname} without a test for null right after it`, PATTERN);
  }
  const isNullTest = lookupNullTest(checker, test.expression, symbol);
  if (isNullTest === null) refuse(test.expression, `not the null test of ${opname}`, PATTERN);
  const [overflow, end] = [f.code.newLabel(), f.code.newLabel()];
  const args = someValues(f, call.arguments);
  checkKinds(f, call.arguments, args, "i");
  f.code.emit("ovf", f.code.declare(symbol, "i"), args, { opname, target: overflow });
  const whenFine = isNullTest ? test.elseStatement : test.thenStatement;
  const whenOverflow = isNullTest ? test.thenStatement : test.elseStatement;
  if (whenFine !== undefined) f.statement(whenFine);
  f.code.goto(end);
  f.code.bind(overflow);
  if (whenOverflow !== undefined) f.statement(whenOverflow);
  f.code.bind(end);
}

/** True for `z === null`, false for `z !== null`, null for anything else. */
function lookupNullTest(
  checker: ts.TypeChecker,
  node: ts.Expression,
  symbol: ts.Symbol,
): boolean | null {
  const test = skipTransparent(node);
  if (!ts.isBinaryExpression(test)) return null;
  if (test.right.kind !== ts.SyntaxKind.NullKeyword) return null;
  if (checker.getSymbolAtLocation(test.left) !== symbol) return null;
  const operator = test.operatorToken.kind;
  if (operator === ts.SyntaxKind.EqualsEqualsEqualsToken) return true;
  return operator === ts.SyntaxKind.ExclamationEqualsEqualsToken ? false : null;
}
