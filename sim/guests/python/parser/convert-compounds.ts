/**
 * Concrete to typed: compound statements, blocks and modules.
 */

import type { ExceptHandler, Expression, Statement, WithItem } from "./ast.ts";
import { convertCallArguments, convertParameters } from "./convert-arguments.ts";
import { readIdentifier } from "./convert-atoms.ts";
import {
  type Conversion,
  failNode,
  fieldOf,
  getField,
  hasToken,
  locate,
  namedChildren,
} from "./convert-context.ts";
import {
  ARGUMENTS,
  convertExpression,
  convertExpressionList,
  convertNamed,
} from "./convert-expressions.ts";
import { SIMPLE_STATEMENTS, type StatementHandler } from "./convert-statements.ts";
import { asTarget } from "./convert-targets.ts";
import type { CstNode } from "./tree-sitter.ts";

/** The statements of a block or module. */
export function convertBody(c: Conversion, node: CstNode): Statement[] {
  return namedChildren(node).map((child) => convertStatement(c, child));
}

function convertStatement(c: Conversion, node: CstNode): Statement {
  const handler = SIMPLE_STATEMENTS[node.type] ?? COMPOUND_STATEMENTS[node.type];
  if (node.isError || handler === undefined) failNode(c, node);
  return handler(c, node);
}

/** The block that is the child called `field`; it holds at least one statement. */
function getBlock(c: Conversion, node: CstNode, field: string): Statement[] {
  return convertBlock(c, node, fieldOf(node, field));
}

function convertBlock(c: Conversion, owner: CstNode, block: CstNode | undefined): Statement[] {
  const body = block === undefined ? [] : convertBody(c, block);
  if (body.length === 0) failNode(c, owner);
  return body;
}

function convertElse(c: Conversion, node: CstNode): Statement[] {
  const clause = node.children.find((child) => child.type === "else_clause");
  return clause === undefined ? [] : getBlock(c, clause, "body");
}

const convertIf: StatementHandler = (c, node) => {
  const clauses = node.children.filter((child) => child.type === "elif_clause");
  let orelse = convertElse(c, node);
  const { endLine, endColumn } = locate(c, node);
  for (const clause of clauses.reverse()) {
    orelse = [
      {
        kind: "If",
        test: convertNamed(c, getField(c, clause, "condition")),
        body: getBlock(c, clause, "consequence"),
        orelse,
        ...locate(c, clause),
        endLine,
        endColumn,
      },
    ];
  }
  return {
    kind: "If",
    test: convertNamed(c, getField(c, node, "condition")),
    body: getBlock(c, node, "consequence"),
    orelse,
    ...locate(c, node),
  };
};

const convertWhile: StatementHandler = (c, node) => ({
  kind: "While",
  test: convertNamed(c, getField(c, node, "condition")),
  body: getBlock(c, node, "body"),
  orelse: convertElse(c, node),
  ...locate(c, node),
});

const convertFor: StatementHandler = (c, node) => ({
  kind: hasToken(node, "async") ? "AsyncFor" : "For",
  target: asTarget(c, convertExpressionList(c, getField(c, node, "left")), "Store"),
  iter: convertExpressionList(c, getField(c, node, "right")),
  body: getBlock(c, node, "body"),
  orelse: convertElse(c, node),
  ...locate(c, node),
});

const convertTry: StatementHandler = (c, node) => {
  const clauses = node.children.filter((child) => child.type === "except_clause");
  const handlers = clauses.map((clause) => convertHandler(c, clause));
  const final = node.children.find((child) => child.type === "finally_clause");
  const orelse = convertElse(c, node);
  if (handlers.length === 0 && (final === undefined || orelse.length > 0)) failNode(c, node);
  return {
    kind: "Try",
    body: getBlock(c, node, "body"),
    handlers,
    orelse,
    finalbody: final === undefined ? [] : convertBlock(c, final, blockOf(final)),
    ...locate(c, node),
  };
};

function blockOf(node: CstNode): CstNode | undefined {
  return node.children.find((child) => child.type === "block");
}

function convertHandler(c: Conversion, node: CstNode): ExceptHandler {
  const values = node.children.filter((child) => child.named && child.type !== "block");
  if (values.length > 1 || hasToken(node, "*")) failNode(c, values[1] ?? node);
  const body = convertBlock(c, node, blockOf(node));
  const value = values[0];
  const at = locate(c, node);
  if (value === undefined) return { type: null, name: null, body, ...at };
  if (value.type !== "as_pattern") {
    return { type: convertExpression(c, value), name: null, body, ...at };
  }
  const [type, alias] = namedChildren(value);
  const name = alias?.children[0] ?? failNode(c, value);
  return { type: convertExpression(c, type!), name: readIdentifier(c, name), body, ...at };
}

const convertWith: StatementHandler = (c, node) => {
  const clause = node.children.find((child) => child.type === "with_clause") ?? failNode(c, node);
  const last = clause.children.at(-1);
  if (last?.type === ",") failNode(c, last);
  const items = withItemNodes(clause).map((item) => convertWithItem(c, item));
  return {
    kind: hasToken(node, "async") ? "AsyncWith" : "With",
    items,
    body: getBlock(c, node, "body"),
    ...locate(c, node),
  };
};

/** The items; the grammar takes `(a as b)` for an expression, to Python it is a list of items. */
function withItemNodes(clause: CstNode): readonly CstNode[] {
  const values = namedChildren(clause).flatMap((item) => fieldOf(item, "value") ?? []);
  const group = values.length === 1 ? values[0]! : null;
  const isGroup = group?.type === "parenthesized_expression" || group?.type === "tuple";
  if (group === null || !isGroup) return values;
  const inner = namedChildren(group);
  return inner.some((child) => child.type === "as_pattern") ? inner : values;
}

function convertWithItem(c: Conversion, value: CstNode): WithItem {
  if (value.type !== "as_pattern") {
    return { contextExpr: convertExpression(c, value), optionalVars: null };
  }
  const [context, alias] = namedChildren(value);
  if (context === undefined || alias === undefined) failNode(c, value);
  const target = namedChildren(alias)[0] ?? failNode(c, alias);
  return {
    contextExpr: convertExpression(c, context),
    optionalVars: asTarget(c, convertExpressionList(c, target), "Store"),
  };
}

function convertFunction(
  c: Conversion,
  node: CstNode,
  decoratorList: readonly Expression[],
): Statement {
  const returns = fieldOf(node, "return_type");
  const parameters = fieldOf(node, "type_parameters");
  if (parameters !== undefined) failNode(c, parameters);
  return {
    kind: hasToken(node, "async") ? "AsyncFunctionDef" : "FunctionDef",
    name: readIdentifier(c, getField(c, node, "name")),
    args: convertParameters(c, getField(c, node, "parameters"), ARGUMENTS),
    body: getBlock(c, node, "body"),
    decoratorList,
    returns: returns === undefined ? null : convertExpression(c, returns),
    ...locate(c, node),
  };
}

function convertClass(
  c: Conversion,
  node: CstNode,
  decoratorList: readonly Expression[],
): Statement {
  const list = fieldOf(node, "superclasses");
  const parameters = fieldOf(node, "type_parameters");
  if (parameters !== undefined) failNode(c, parameters);
  const { args, keywords } =
    list === undefined ? { args: [], keywords: [] } : convertCallArguments(c, list, ARGUMENTS);
  return {
    kind: "ClassDef",
    name: readIdentifier(c, getField(c, node, "name")),
    bases: args,
    keywords,
    body: getBlock(c, node, "body"),
    decoratorList,
    ...locate(c, node),
  };
}

const convertDecorated: StatementHandler = (c, node) => {
  const decorators = node.children
    .filter((child) => child.type === "decorator")
    .map((child) => convertNamed(c, namedChildren(child)[0] ?? failNode(c, child)));
  const definition = getField(c, node, "definition");
  return definition.type === "class_definition"
    ? convertClass(c, definition, decorators)
    : convertFunction(c, definition, decorators);
};

const COMPOUND_STATEMENTS: Readonly<Record<string, StatementHandler>> = {
  if_statement: convertIf,
  while_statement: convertWhile,
  for_statement: convertFor,
  try_statement: convertTry,
  with_statement: convertWith,
  function_definition: (c, node) => convertFunction(c, node, []),
  class_definition: (c, node) => convertClass(c, node, []),
  decorated_definition: convertDecorated,
};
