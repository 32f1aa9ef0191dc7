/**
 * Concrete to typed: simple statements, and the table of all of them.
 */

import type { Alias, Expression, Statement } from "./ast.ts";
import { readIdentifier } from "./convert-atoms.ts";
import {
  type Conversion,
  fail,
  failNode,
  fieldOf,
  getField,
  hasToken,
  locate,
  namedChildren,
  textOf,
} from "./convert-context.ts";
import {
  convertExpression,
  convertExpressionList,
  convertRightSide,
  convertStarred,
  convertYield,
  lookupAugmentedOperator,
} from "./convert-expressions.ts";
import { asTarget, describeExpression } from "./convert-targets.ts";
import type { CstNode } from "./tree-sitter.ts";

/** Converts one concrete statement. */
export type StatementHandler = (c: Conversion, node: CstNode) => Statement;

const convertExpressionStatement: StatementHandler = (c, node) => {
  const first = node.children[0] ?? failNode(c, node);
  const isAssignment = first.type.endsWith("assignment");
  if (isAssignment && node.children.length > 1) failNode(c, node.children[1]!);
  if (first.type === "assignment") return convertAssignment(c, first);
  if (first.type === "augmented_assignment") return convertAugmented(c, first);
  const at = locate(c, node);
  if (!hasToken(node, ",")) return { kind: "Expr", value: convertRightSide(c, first), ...at };
  const elts = namedChildren(node).map((child) => convertStarred(c, child));
  return { kind: "Expr", value: { kind: "Tuple", elts, ctx: "Load", ...at }, ...at };
};

const convertAssignment: StatementHandler = (c, node) => {
  if (fieldOf(node, "type") !== undefined) return convertAnnotated(c, node);
  const targets: Expression[] = [];
  let current = node;
  for (;;) {
    targets.push(convertTarget(c, getField(c, current, "left")));
    const right = getField(c, current, "right");
    if (right.type === "augmented_assignment") failNode(c, right);
    if (right.type !== "assignment") {
      return { kind: "Assign", targets, value: convertRightSide(c, right), ...locate(c, node) };
    }
    if (fieldOf(right, "type") !== undefined) failNode(c, getField(c, right, "type"));
    current = right;
  }
};

/** The left side of `=`. */
function convertTarget(c: Conversion, node: CstNode): Expression {
  if (node.type === "yield")
    fail(c, locate(c, node), "assignment to yield expression not possible");
  return asTarget(c, convertExpressionList(c, node), "Store");
}

const convertAnnotated: StatementHandler = (c, node) => {
  const left = getField(c, node, "left");
  const target = convertExpressionList(c, left);
  if (target.kind === "Tuple" || target.kind === "List") {
    failNode(c, left, `only single target (not ${describeExpression(target)}) can be annotated`);
  }
  if (!["Name", "Attribute", "Subscript"].includes(target.kind)) {
    failNode(c, left, "illegal target for annotation");
  }
  const right = fieldOf(node, "right");
  if (right?.type === "assignment" || right?.type === "augmented_assignment") failNode(c, right);
  return {
    kind: "AnnAssign",
    target: asTarget(c, target, "Store"),
    annotation: convertExpression(c, getField(c, node, "type")),
    value: right === undefined ? null : convertRightSide(c, right),
    simple: left.type === "identifier",
    ...locate(c, node),
  };
};

const convertAugmented: StatementHandler = (c, node) => {
  const left = getField(c, node, "left");
  const target = convertExpressionList(c, left);
  if (!["Name", "Attribute", "Subscript"].includes(target.kind)) {
    const what = describeExpression(target);
    failNode(c, left, `'${what}' is an illegal expression for augmented assignment`);
  }
  const token = getField(c, node, "operator");
  const op = lookupAugmentedOperator(token.type) ?? failNode(c, token);
  const right = getField(c, node, "right");
  const value = convertRightSide(c, right);
  return { kind: "AugAssign", target: asTarget(c, target, "Store"), op, value, ...locate(c, node) };
};

const convertReturn: StatementHandler = (c, node) => {
  const value = namedChildren(node)[0];
  const at = locate(c, node);
  return {
    kind: "Return",
    value: value === undefined ? null : convertExpressionList(c, value),
    ...at,
  };
};

const convertDelete: StatementHandler = (c, node) => {
  const list = namedChildren(node)[0] ?? failNode(c, node);
  const nodes = list.type === "expression_list" ? namedChildren(list) : [list];
  const targets = nodes.map((child) => asTarget(c, convertStarred(c, child), "Del"));
  return { kind: "Delete", targets, ...locate(c, node) };
};

const convertRaise: StatementHandler = (c, node) => {
  const cause = fieldOf(node, "cause");
  const exc = namedChildren(node).find((child) => child !== cause);
  if (exc === undefined && cause !== undefined) failNode(c, cause);
  return {
    kind: "Raise",
    exc: exc === undefined ? null : convertExpression(c, exc),
    cause: cause === undefined ? null : convertExpression(c, cause),
    ...locate(c, node),
  };
};

const convertAssert: StatementHandler = (c, node) => {
  const [test, msg, extra] = namedChildren(node);
  if (test === undefined || extra !== undefined) failNode(c, node);
  return {
    kind: "Assert",
    test: convertExpression(c, test),
    msg: msg === undefined ? null : convertExpression(c, msg),
    ...locate(c, node),
  };
};

const convertImport: StatementHandler = (c, node) => {
  const names = node.children.filter((child) => child.field === "name");
  return { kind: "Import", names: names.map((name) => convertAlias(c, name)), ...locate(c, node) };
};

function convertAlias(c: Conversion, node: CstNode): Alias {
  const at = locate(c, node);
  if (node.type !== "aliased_import") return { name: dottedName(c, node), asname: null, ...at };
  const name = dottedName(c, getField(c, node, "name"));
  return { name, asname: readIdentifier(c, getField(c, node, "alias")), ...at };
}

function dottedName(c: Conversion, node: CstNode): string {
  return namedChildren(node)
    .map((part) => readIdentifier(c, part))
    .join(".");
}

const convertImportFrom: StatementHandler = (c, node) => {
  const at = locate(c, node);
  const { module, level } = convertModuleName(c, node);
  const wildcard = node.children.find((child) => child.type === "wildcard_import");
  if (wildcard !== undefined) {
    const names: Alias[] = [{ name: "*", asname: null, ...locate(c, wildcard) }];
    return { kind: "ImportFrom", module, names, level, ...at };
  }
  const last = node.children.at(-1)!;
  if (last.type === "," && !hasToken(node, "(")) {
    failNode(c, last, "trailing comma not allowed without surrounding parentheses");
  }
  const nodes = node.children.filter((child) => child.field === "name");
  const names = nodes.map((name) => convertAlias(c, name));
  if (names.some((alias) => alias.name.includes("."))) failNode(c, node);
  return { kind: "ImportFrom", module, names, level, ...at };
};

function convertModuleName(
  c: Conversion,
  node: CstNode,
): { readonly module: string | null; readonly level: number } {
  if (node.type === "future_import_statement") return { module: "__future__", level: 0 };
  const name = getField(c, node, "module_name");
  if (name.type !== "relative_import") return { module: dottedName(c, name), level: 0 };
  const [prefix, rest] = namedChildren(name);
  const level = textOf(c, prefix ?? failNode(c, name)).replace(/[^.]/g, "").length;
  return { module: rest === undefined ? null : dottedName(c, rest), level };
}

const convertGlobal: StatementHandler = (c, node) => {
  const names = namedChildren(node).map((name) => readIdentifier(c, name));
  const kind = node.type === "global_statement" ? "Global" : "Nonlocal";
  return { kind, names, ...locate(c, node) };
};

const convertYieldStatement: StatementHandler = (c, node) => {
  const at = locate(c, node);
  return { kind: "Expr", value: convertYield(c, node), ...at };
};

/** Handlers of simple statements by concrete node type. */
export const SIMPLE_STATEMENTS: Readonly<Record<string, StatementHandler>> = {
  expression_statement: convertExpressionStatement,
  yield: convertYieldStatement,
  return_statement: convertReturn,
  delete_statement: convertDelete,
  raise_statement: convertRaise,
  assert_statement: convertAssert,
  import_statement: convertImport,
  import_from_statement: convertImportFrom,
  future_import_statement: convertImportFrom,
  global_statement: convertGlobal,
  nonlocal_statement: convertGlobal,
  pass_statement: (c, node) => ({ kind: "Pass", ...locate(c, node) }),
  break_statement: (c, node) => ({ kind: "Break", ...locate(c, node) }),
  continue_statement: (c, node) => ({ kind: "Continue", ...locate(c, node) }),
};
