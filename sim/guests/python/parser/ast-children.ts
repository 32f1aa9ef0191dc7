/**
 * The direct subexpressions of an expression, in Python's field order: for passes that treat most
 * kinds alike.
 */

import { unreachable } from "../../../base/assert.ts";
import type { Arguments, Comprehension, Expression } from "./ast.ts";

/** Direct children of `e`; of a lambda the defaults, of a comprehension everything. */
export function childExpressions(e: Expression): readonly (Expression | null)[] {
  switch (e.kind) {
    case "Constant":
    case "Name":
      return [];
    case "BoolOp":
    case "JoinedStr":
      return e.values;
    case "NamedExpr":
      return [e.target, e.value];
    case "BinOp":
      return [e.left, e.right];
    case "UnaryOp":
      return [e.operand];
    case "Lambda":
      return [...defaultsOf(e.args), e.body];
    case "IfExp":
      return [e.test, e.body, e.orelse];
    case "Dict":
      return e.keys.flatMap((key, i) => [key, e.values[i]!]);
    case "Set":
    case "List":
    case "Tuple":
      return e.elts;
    case "ListComp":
    case "SetComp":
    case "GeneratorExp":
      return [e.elt, ...e.generators.flatMap(clauseExpressions)];
    case "DictComp":
      return [e.key, e.value, ...e.generators.flatMap(clauseExpressions)];
    case "Await":
    case "Yield":
    case "YieldFrom":
    case "Attribute":
    case "Starred":
      return [e.value];
    case "Compare":
      return [e.left, ...e.comparators];
    case "Call":
      return [e.func, ...e.args, ...e.keywords.map((keyword) => keyword.value)];
    case "FormattedValue":
      return [e.value, e.formatSpec];
    case "Subscript":
      return [e.value, e.slice];
    case "Slice":
      return [e.lower, e.upper, e.step];
    default:
      return unreachable(e);
  }
}

function clauseExpressions(clause: Comprehension): Expression[] {
  return [clause.target, clause.iter, ...clause.ifs];
}

/** The default values of parameters; null where a keyword-only parameter has none. */
export function defaultsOf(args: Arguments): readonly (Expression | null)[] {
  return [...args.defaults, ...args.kwDefaults];
}
