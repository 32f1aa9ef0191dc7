/**
 * Comparisons: operators on small numbers, `===` on what has identity, and the `@op` functions that
 * give a boolean. Each is one trace operation of two operands, or a null test.
 */

import { OPS, isOpName } from "../trace/ops.ts";
import type { Flattener } from "./flattener.ts";
import { checkKinds, kindOfNode, someValue, someValues } from "./flattener.ts";
import { declarationOf, skipTransparent } from "./literals.ts";
import { refuse } from "./refuse.ts";
import { tagsOf } from "./tags.ts";
import { isSmallNumber, isString, registerKind } from "./type-kinds.ts";
import { ts } from "./typescript.ts";

/** A condition with its evaluated operands. */
export interface Comparison {
  readonly opname: string;
  readonly args: readonly number[];
}

const ORDER: Readonly<Partial<Record<ts.SyntaxKind, string>>> = {
  [ts.SyntaxKind.LessThanToken]: "lt",
  [ts.SyntaxKind.LessThanEqualsToken]: "le",
  [ts.SyntaxKind.GreaterThanToken]: "gt",
  [ts.SyntaxKind.GreaterThanEqualsToken]: "ge",
};

/** Evaluates the operands of a comparison; undefined if `node` is none. */
export function lookupCondition(f: Flattener, node: ts.Expression): Comparison | undefined {
  if (ts.isCallExpression(node)) return lookupTestCall(f, node);
  if (!ts.isBinaryExpression(node)) return undefined;
  const operator = node.operatorToken.kind;
  const order = ORDER[operator];
  if (order !== undefined) return flattenOrder(f, node, order);
  if (operator === ts.SyntaxKind.EqualsEqualsEqualsToken) return flattenEquality(f, node, true);
  if (operator === ts.SyntaxKind.ExclamationEqualsEqualsToken) {
    return flattenEquality(f, node, false);
  }
  return undefined;
}

/** `int_lt(a, b)`. */
function lookupTestCall(f: Flattener, node: ts.CallExpression): Comparison | undefined {
  const declaration = declarationOf(f.world.checker, node.expression);
  if (declaration === undefined || !ts.isFunctionDeclaration(declaration)) return undefined;
  const name = declaration.name?.text ?? "";
  if (!isOpName(name) || !OPS[name].isBool || !tagsOf(declaration).has("op")) return undefined;
  const args = someValues(f, node.arguments);
  checkKinds(f, node.arguments, args, name.startsWith("float_") ? "f" : "i");
  return { opname: name, args };
}

function flattenOrder(f: Flattener, node: ts.BinaryExpression, order: string): Comparison {
  const { checker } = f.world;
  for (const side of [node.left, node.right]) {
    const type = checker.getTypeAtLocation(side);
    if (isSmallNumber(type)) continue;
    refuseOperator(f, node, side, `int_${order}`, `float_${order}`);
  }
  return { opname: `int_${order}`, args: someValues(f, [node.left, node.right]) };
}

/** Says which function to call instead of an operator. */
export function refuseOperator(
  f: Flattener,
  node: ts.BinaryExpression,
  side: ts.Expression,
  intName: string,
  floatName: string,
): never {
  const { checker } = f.world;
  const type = checker.getTypeAtLocation(side);
  const text = node.operatorToken.getText();
  const shown = isString(type) ? "string" : checker.typeToString(type);
  const message = `operator ${text} on ${shown}`;
  if (isString(type)) refuse(node, message, "call an @elidable helper function");
  const kind = kindOfNode(f, side);
  if (kind === "f") refuse(node, message, `call ${floatName} of sim/base/float.ts`);
  if (kind === "i") refuse(node, message, `call ${intName} of sim/base/int.ts`);
  return refuse(node, message, "operators work on small numbers only");
}

function flattenEquality(f: Flattener, node: ts.BinaryExpression, isEqual: boolean): Comparison {
  const { left, right } = node;
  if (isNull(right)) return nullTest(f, left, isEqual);
  if (isNull(left)) return nullTest(f, right, isEqual);
  const { checker } = f.world;
  const types = [left, right].map((side) => checker.getTypeAtLocation(side));
  const text = node.operatorToken.getText();
  if (types.some(isString)) {
    refuse(node, `${text} on strings`, "call an @elidable helper function");
  }
  const kinds = [left, right].map((side) => registerKind(kindOfNode(f, side)));
  if (kinds.includes("f")) {
    refuse(node, `${text} on Float`, `call float_${isEqual ? "eq" : "ne"} of sim/base/float.ts`);
  }
  if (kinds[0] !== kinds[1]) refuse(node, `${text} on values of different kinds`);
  const args = someValues(f, [left, right]);
  if (kinds[0] === "i") return { opname: isEqual ? "int_eq" : "int_ne", args };
  const areInstances = types.every((type) => f.world.classes.lookupType(type) !== undefined);
  const prefix = areInstances ? "instance_ptr" : "ptr";
  return { opname: `${prefix}_${isEqual ? "eq" : "ne"}`, args };
}

function isNull(node: ts.Expression): boolean {
  return skipTransparent(node).kind === ts.SyntaxKind.NullKeyword;
}

function nullTest(f: Flattener, node: ts.Expression, isEqual: boolean): Comparison {
  if (registerKind(kindOfNode(f, node)) !== "r") refuse(node, "a null test of a number");
  return { opname: isEqual ? "ptr_iszero" : "ptr_nonzero", args: [someValue(f, node)] };
}
