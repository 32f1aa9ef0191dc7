/**
 * Conditions to jumps: comparisons and null tests are fused into `goto_if_not`, `&& || !` become
 * control flow, and what is known when translating (`we_are_jitted()`) takes no instruction.
 */

import { lookupCondition } from "./comparisons.ts";
import type { Flattener } from "./flattener.ts";
import { kindOfNode, valueOfKind } from "./flattener.ts";
import { skipTransparent } from "./literals.ts";
import type { Label } from "./model.ts";
import { refuse } from "./refuse.ts";
import { ts } from "./typescript.ts";

/**
 * Emits jumps to one of two labels; the caller binds them, `whenTrue` usually right after. Returns
 * the value of the condition if it is known.
 */
export function flattenCondition(
  f: Flattener,
  node: ts.Expression,
  whenTrue: Label,
  whenFalse: Label,
): boolean | null {
  const inner = skipTransparent(node);
  if (ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.ExclamationToken) {
    const known = flattenCondition(f, inner.operand, whenFalse, whenTrue);
    return known === null ? null : !known;
  }
  if (ts.isBinaryExpression(inner)) {
    const operator = inner.operatorToken.kind;
    if (operator === ts.SyntaxKind.AmpersandAmpersandToken) {
      return flattenAnd(f, inner, whenTrue, whenFalse);
    }
    if (operator === ts.SyntaxKind.BarBarToken) return flattenOr(f, inner, whenTrue, whenFalse);
  }
  return flattenTest(f, inner, whenTrue, whenFalse);
}

function flattenAnd(
  f: Flattener,
  node: ts.BinaryExpression,
  whenTrue: Label,
  whenFalse: Label,
): boolean | null {
  const middle = f.code.newLabel();
  const left = flattenCondition(f, node.left, middle, whenFalse);
  if (left === false) return false;
  f.code.bind(middle);
  const right = flattenCondition(f, node.right, whenTrue, whenFalse);
  return left === true || right === false ? right : null;
}

function flattenOr(
  f: Flattener,
  node: ts.BinaryExpression,
  whenTrue: Label,
  whenFalse: Label,
): boolean | null {
  const middle = f.code.newLabel();
  const left = flattenCondition(f, node.left, whenTrue, middle);
  if (left === true) return true;
  f.code.bind(middle);
  const right = flattenCondition(f, node.right, whenTrue, whenFalse);
  return left === false || right === true ? right : null;
}

function flattenTest(
  f: Flattener,
  node: ts.Expression,
  whenTrue: Label,
  whenFalse: Label,
): boolean | null {
  let known: boolean | null = null;
  f.code.scope(() => {
    const fused = lookupCondition(f, node);
    if (fused !== undefined) {
      const { opname, args } = fused;
      f.code.emit("goto_if_not", -1, args, { opname, target: whenFalse });
      f.code.goto(whenTrue);
      return;
    }
    if (kindOfNode(f, node) !== "b") {
      refuse(node, "a condition that is not a boolean", "compare: `!== null`, `!== 0`");
    }
    const value = valueOfKind(f, node, "i");
    const constant = f.code.lookupInteger(value);
    if (constant === undefined) {
      f.code.emit("goto_if_not", -1, [value], { opname: "int_is_true", target: whenFalse });
    } else {
      known = constant !== 0;
    }
    f.code.goto(known === false ? whenFalse : whenTrue);
  });
  return known;
}
