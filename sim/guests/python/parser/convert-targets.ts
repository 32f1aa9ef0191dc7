/**
 * Assignment and deletion targets: gives expressions the Store or Del context and refuses what
 * cannot be a target, in CPython 3.9's words.
 *
 * Counterpart: pypy/interpreter/astcompiler/astbuilder.py (set_context).
 */

import type { Context, Expression, NameNode } from "./ast.ts";
import { type Conversion, fail } from "./convert-context.ts";

/** `expression` as a target; what is wrong with a part is said of `whole`. */
export function asTarget(
  c: Conversion,
  expression: Expression,
  ctx: Exclude<Context, "Load">,
  whole: Expression = expression,
): Expression {
  switch (expression.kind) {
    case "Name":
    case "Attribute":
    case "Subscript":
      return { ...expression, ctx };
    case "Starred":
      if (ctx === "Del") fail(c, whole, "cannot delete starred expression");
      return { ...expression, value: asTarget(c, expression.value, ctx, whole), ctx };
    case "List":
    case "Tuple": {
      const elts = expression.elts.map((e) => asTarget(c, e, ctx, whole));
      return { ...expression, elts, ctx };
    }
    default: {
      const verb = ctx === "Del" ? "delete" : "assign to";
      return fail(c, whole, `cannot ${verb} ${describeExpression(expression)}`);
    }
  }
}

/** A plain name as a target. */
export function nameTarget(name: NameNode): NameNode {
  return { ...name, ctx: "Store" };
}

/** What CPython calls an expression in its messages. */
export function describeExpression(expression: Expression): string {
  switch (expression.kind) {
    case "Constant":
      return describeConstant(expression.value.kind, expression);
    case "BoolOp":
    case "BinOp":
    case "UnaryOp":
      return "operator";
    default:
      return DESCRIPTIONS[expression.kind];
  }
}

function describeConstant(kind: string, expression: Expression): string {
  if (kind === "none") return "None";
  if (kind === "ellipsis") return "Ellipsis";
  if (expression.kind === "Constant" && expression.value.kind === "bool") {
    return expression.value.value ? "True" : "False";
  }
  return "literal";
}

type Described = Exclude<Expression["kind"], "Constant" | "BoolOp" | "BinOp" | "UnaryOp">;

const DESCRIPTIONS: Readonly<Record<Described, string>> = {
  Name: "name",
  NamedExpr: "named expression",
  Lambda: "lambda",
  IfExp: "conditional expression",
  Dict: "dict display",
  Set: "set display",
  ListComp: "list comprehension",
  SetComp: "set comprehension",
  DictComp: "dict comprehension",
  GeneratorExp: "generator expression",
  Await: "await expression",
  Yield: "yield expression",
  YieldFrom: "yield expression",
  Compare: "comparison",
  Call: "function call",
  FormattedValue: "f-string expression",
  JoinedStr: "f-string expression",
  Attribute: "attribute",
  Subscript: "subscript",
  Starred: "starred",
  List: "list",
  Tuple: "tuple",
  Slice: "slice",
};
