/**
 * Expressions whose value stands in the source: literals, names of literals (`const SIZE = 8`), and
 * entries of constant tables (`OP.ADD`, declared `as const`).
 */

import { toFloat } from "../base/float.ts";
import { intFromBigint } from "../base/int.ts";
import type { ConstantValue } from "../jitcode/constant-text.ts";
import { refuse } from "./refuse.ts";
import { lookupKind } from "./type-kinds.ts";
import { ts } from "./typescript.ts";

type Literal = Exclude<ConstantValue, { kind: "x" }>;

/** The value of a literal expression; null when it is not one. */
export function literalOf(checker: ts.TypeChecker, node: ts.Expression): Literal | null {
  const inner = skipTransparent(node);
  switch (inner.kind) {
    case ts.SyntaxKind.NullKeyword:
      return { kind: "n" };
    case ts.SyntaxKind.TrueKeyword:
      return { kind: "b", value: true };
    case ts.SyntaxKind.FalseKeyword:
      return { kind: "b", value: false };
  }
  if (ts.isStringLiteral(inner)) return { kind: "s", value: inner.text };
  if (ts.isNumericLiteral(inner)) return integer(inner, Number(inner.text));
  if (ts.isBigIntLiteral(inner)) return wideInteger(inner, BigInt(inner.text.slice(0, -1)));
  if (ts.isPrefixUnaryExpression(inner)) return negative(inner);
  if (ts.isCallExpression(inner)) return floatLiteral(inner);
  if (ts.isIdentifier(inner) || ts.isPropertyAccessExpression(inner)) return named(checker, inner);
  return null;
}

/** The expression without parentheses, casts and `!`, which mean nothing at run time. */
export function skipTransparent(node: ts.Expression): ts.Expression {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}

function negative(node: ts.PrefixUnaryExpression): Literal | null {
  if (node.operator !== ts.SyntaxKind.MinusToken) return null;
  const { operand } = node;
  if (ts.isNumericLiteral(operand)) return integer(node, 0 - Number(operand.text));
  if (!ts.isBigIntLiteral(operand)) return null;
  return wideInteger(node, -BigInt(operand.text.slice(0, -1)));
}

function integer(node: ts.Node, value: number): Literal {
  if (!Number.isSafeInteger(value)) {
    refuse(node, `${node.getText()} is not an Int`, "write toFloat(…) around a float's literal");
  }
  return { kind: "i", value };
}

function wideInteger(node: ts.Node, value: bigint): Literal {
  const canonical = intFromBigint(value);
  if (typeof canonical === "number" || canonical !== value) {
    refuse(
      node,
      `${node.getText()} is not a canonical Int`,
      "a number below 2^53 in magnitude, a bigint above, up to 64 bits",
    );
  }
  return { kind: "i", value: canonical };
}

/** `toFloat(1.5)`. */
function floatLiteral(node: ts.CallExpression): Literal | null {
  const [argument] = node.arguments;
  if (!ts.isIdentifier(node.expression) || node.expression.text !== "toFloat") return null;
  if (argument === undefined) return null;
  if (ts.isNumericLiteral(argument)) return { kind: "f", value: toFloat(Number(argument.text)) };
  if (!ts.isPrefixUnaryExpression(argument)) return null;
  if (argument.operator !== ts.SyntaxKind.MinusToken) return null;
  if (!ts.isNumericLiteral(argument.operand)) return null;
  return { kind: "f", value: toFloat(-Number(argument.operand.text)) };
}

/** A name whose declared type is one literal. */
function named(
  checker: ts.TypeChecker,
  node: ts.Identifier | ts.PropertyAccessExpression,
): Literal | null {
  if (!isConstantPath(checker, node)) return null;
  const type = checker.getTypeAtLocation(node);
  if (type.flags & ts.TypeFlags.Null) return { kind: "n" };
  if (type.isStringLiteral()) return { kind: "s", value: type.value };
  if (type.isNumberLiteral()) return numberConstant(checker, node, type);
  if (type.flags & ts.TypeFlags.BigIntLiteral) {
    const { negative: isNegative, base10Value } = (type as ts.BigIntLiteralType).value;
    return wideInteger(node, BigInt(`${isNegative ? "-" : ""}${base10Value}`));
  }
  if (type.flags & ts.TypeFlags.BooleanLiteral) {
    return { kind: "b", value: checker.typeToString(type) === "true" };
  }
  return null;
}

function numberConstant(
  checker: ts.TypeChecker,
  node: ts.Node,
  type: ts.NumberLiteralType,
): Literal | null {
  if (lookupKind(checker, type) !== "i") return null;
  return integer(node, type.value);
}

/** Whether `node` is a module-level `const`, or a readonly entry of one. */
export function isConstantPath(checker: ts.TypeChecker, node: ts.Expression): boolean {
  const declaration = declarationOf(checker, node);
  if (declaration === undefined) return false;
  if (ts.isIdentifier(node)) return isModuleConst(declaration);
  if (!ts.isPropertyAccessExpression(node)) return false;
  if (ts.isPropertyDeclaration(declaration)) return isStaticReadonly(declaration);
  if (isModuleConst(declaration)) return true;
  if (!ts.isPropertyAssignment(declaration)) return false;
  return isReadonlyEntry(declaration) && isConstantPath(checker, node.expression);
}

/** What a name stands for, imports followed. */
export function declarationOf(
  checker: ts.TypeChecker,
  node: ts.Expression,
): ts.Declaration | undefined {
  const symbol = checker.getSymbolAtLocation(
    ts.isPropertyAccessExpression(node) ? node.name : node,
  );
  if (symbol === undefined) return undefined;
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return (isAlias ? checker.getAliasedSymbol(symbol) : symbol).valueDeclaration;
}

function isModuleConst(declaration: ts.Declaration): boolean {
  if (!ts.isVariableDeclaration(declaration)) return false;
  const list = declaration.parent;
  if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0) return false;
  return ts.isVariableStatement(list.parent) && ts.isSourceFile(list.parent.parent);
}

function isStaticReadonly(declaration: ts.PropertyDeclaration): boolean {
  const flags = ts.getCombinedModifierFlags(declaration);
  const wanted = ts.ModifierFlags.Static | ts.ModifierFlags.Readonly;
  return (flags & wanted) === wanted;
}

/** Whether an entry of an object literal stands inside `as const`. */
function isReadonlyEntry(entry: ts.PropertyAssignment): boolean {
  let node: ts.Node = entry;
  while (ts.isPropertyAssignment(node) || ts.isObjectLiteralExpression(node)) node = node.parent;
  while (ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)) node = node.parent;
  return ts.isAsExpression(node) && ts.isConstTypeReference(node.type);
}
