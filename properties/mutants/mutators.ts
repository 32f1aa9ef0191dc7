/**
 * THE table of mutators: each says, for a node of the syntax, what could stand there instead. They
 * are those of Stryker, with removed statements and returned values added.
 *
 * A mutant replaces the whole text of one node, so that mutants of nested nodes nest too. Assertions
 * (calls of `assert` and `unreachable`) have none: they only fail in a program that is wrong already.
 * Texts are mutated where something is compared with them; types, imports and names are no
 * expressions and have none.
 */

import { ts } from "./syntax.ts";

/** What a replacement is a replacement of, which decides how it is switched on. */
export type PlaceKind = "expression" | "statement" | "body" | "case";

export interface Replacement {
  readonly kind: PlaceKind;
  readonly text: string;
}

/** Gives the replacements of a node; none when the mutator has nothing to do with it. */
type Mutator = (node: ts.Node) => readonly Replacement[];

function expression(text: string): Replacement {
  return { kind: "expression", text };
}

const ARITHMETIC: Readonly<Record<string, readonly string[]>> = {
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
  "**": ["*"],
};

const BITWISE: Readonly<Record<string, readonly string[]>> = {
  "&": ["|"],
  "|": ["&"],
  "^": ["&"],
  "<<": [">>"],
  ">>": ["<<"],
  ">>>": [">>"],
};

const COMPARISON: Readonly<Record<string, readonly string[]>> = {
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "===": ["!=="],
  "!==": ["==="],
};

const LOGICAL: Readonly<Record<string, readonly string[]>> = {
  "&&": ["||"],
  "||": ["&&"],
  "??": ["&&"],
};

const ASSIGNMENT: Readonly<Record<string, readonly string[]>> = {
  "+=": ["-="],
  "-=": ["+="],
  "*=": ["/="],
  "/=": ["*="],
  "%=": ["*="],
  "&=": ["|="],
  "|=": ["&="],
  "^=": ["&="],
  "<<=": [">>="],
  ">>=": ["<<="],
  ">>>=": [">>="],
  "&&=": ["||="],
  "||=": ["&&="],
  "??=": ["&&="],
};

/** Methods that are called instead of others. */
const METHODS: Readonly<Record<string, string>> = {
  startsWith: "endsWith",
  endsWith: "startsWith",
  some: "every",
  every: "some",
  toUpperCase: "toLowerCase",
  toLowerCase: "toUpperCase",
  min: "max",
  max: "min",
  trimStart: "trimEnd",
  trimEnd: "trimStart",
};

/** Methods whose result is replaced by what they are called on. */
const DROPPED_METHODS = new Set(["slice", "filter", "reverse", "sort", "trim", "toSorted"]);

function binary(table: Readonly<Record<string, readonly string[]>>): Mutator {
  return (node) => {
    if (!ts.isBinaryExpression(node)) return [];
    const operators = table[node.operatorToken.getText()] ?? [];
    const [left, right] = [node.left, node.right].map(enclose);
    return operators.map((operator) => expression(`(${left} ${operator} ${right})`));
  };
}

/** The text of an operand; another operator may bind more tightly than the one it stood beside. */
function enclose(operand: ts.Node): string {
  return ts.isBinaryExpression(operand) ? `(${operand.getText()})` : operand.getText();
}

function isCondition(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isIfStatement(parent)) return node === parent.expression;
  if (ts.isConditionalExpression(parent) || ts.isForStatement(parent)) {
    return node === parent.condition;
  }
  return (ts.isWhileStatement(parent) || ts.isDoStatement(parent)) && node === parent.expression;
}

const conditional: Mutator = (node) => {
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword)
    return [];
  if (!isCondition(node)) return [];
  // A loop that never ends tells nothing that its opposite does not.
  const isLoop = ts.isIterationStatement(node.parent, false);
  return isLoop ? [expression("false")] : [expression("true"), expression("false")];
};

const unary: Mutator = (node) => {
  if (!ts.isPrefixUnaryExpression(node)) return [];
  const operand = node.operand.getText();
  if (node.operator === ts.SyntaxKind.MinusToken) return [expression(operand)];
  if (node.operator === ts.SyntaxKind.PlusToken) return [expression(`-${operand}`)];
  if (node.operator === ts.SyntaxKind.TildeToken) return [expression(operand)];
  return [];
};

const boolean: Mutator = (node) => {
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [expression("false")];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [expression("true")];
  const isNot =
    ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken;
  return isNot ? [expression(node.operand.getText())] : [];
};

const update: Mutator = (node) => {
  const { PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
  if (ts.isPostfixUnaryExpression(node)) {
    const other = node.operator === PlusPlusToken ? "--" : "++";
    return [expression(`${node.operand.getText()}${other}`)];
  }
  if (!ts.isPrefixUnaryExpression(node)) return [];
  const operand = node.operand.getText();
  if (node.operator === PlusPlusToken) return [expression(`--${operand}`)];
  return node.operator === MinusMinusToken ? [expression(`++${operand}`)] : [];
};

const text: Mutator = (node) => {
  if (!ts.isStringLiteral(node)) return [];
  const { parent } = node;
  const isCompared =
    (ts.isBinaryExpression(parent) && COMPARISON[parent.operatorToken.getText()] !== undefined) ||
    (ts.isCaseClause(parent) && node === parent.expression);
  return isCompared ? [expression(node.text === "" ? '"mutant"' : '""')] : [];
};

const array: Mutator = (node) => {
  if (!ts.isArrayLiteralExpression(node) || node.elements.length === 0) return [];
  const { parent } = node;
  const isTarget =
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    parent.left === node;
  return isTarget ? [] : [expression("[]")];
};

/** A chain as a whole, `a?.b.c`: what stands around its parts cannot be replaced alone. */
function isChainEnd(node: ts.Node): boolean {
  const { parent } = node;
  return ts.isOptionalChain(node) && !ts.isOptionalChain(parent) && !ts.isDeleteExpression(parent);
}

const optional: Mutator = (node) => {
  if (!isChainEnd(node)) return [];
  const found: Replacement[] = [];
  const whole = node.getText();
  for (let part: ts.Node = node; ts.isOptionalChain(part); part = part.expression) {
    const token = ts.isNonNullExpression(part) ? undefined : part.questionDotToken;
    if (token === undefined) continue;
    const at = token.getStart() - node.getStart();
    const isName = ts.isPropertyAccessExpression(part);
    found.push(expression(`${whole.slice(0, at)}${isName ? "." : ""}${whole.slice(at + 2)}`));
  }
  return found;
};

const method: Mutator = (node) => {
  if (!ts.isCallExpression(node) || ts.isOptionalChain(node)) return [];
  const callee = node.expression;
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const object = callee.expression.getText();
  const name = callee.name.text;
  if (DROPPED_METHODS.has(name)) return [expression(object)];
  const other = METHODS[name];
  const rest = node.getText().slice(callee.getText().length);
  return other === undefined ? [] : [expression(`${object}.${other}${rest}`)];
};

/** Values returned instead; those of the wrong type are sorted out by the type check. */
const returned: Mutator = (node) => {
  if (!ts.isReturnStatement(node.parent) || !ts.isExpression(node)) return [];
  const source = node.getText();
  const values = ["null", "undefined", "0", '""', "[]", "true", "false"];
  return values.filter((value) => value !== source).map(expression);
};

const removed: Mutator = (node) => {
  if (!ts.isExpressionStatement(node) && !ts.isThrowStatement(node)) return [];
  const isSuper =
    ts.isExpressionStatement(node) &&
    ts.isCallExpression(node.expression) &&
    node.expression.expression.kind === ts.SyntaxKind.SuperKeyword;
  return isSuper ? [] : [{ kind: "statement", text: ";" }];
};

function callsSuper(block: ts.Block): boolean {
  return block.statements.some((statement) => statement.getText().startsWith("super("));
}

const block: Mutator = (node) => {
  if (!ts.isBlock(node) || node.statements.length === 0 || callsSuper(node)) return [];
  return [{ kind: ts.isFunctionLike(node.parent) ? "body" : "statement", text: "{}" }];
};

const emptyCase: Mutator = (node) => {
  if (!ts.isCaseOrDefaultClause(node) || node.statements.length === 0) return [];
  const end = node.statements[0]?.getFullStart() ?? node.end;
  return [{ kind: "case", text: node.getText().slice(0, end - node.getStart()) }];
};

/** All mutators by name. */
export const MUTATORS: Readonly<Record<string, Mutator>> = {
  arithmetic: binary(ARITHMETIC),
  bitwise: binary(BITWISE),
  comparison: binary(COMPARISON),
  logical: binary(LOGICAL),
  assignment: binary(ASSIGNMENT),
  condition: conditional,
  unary,
  boolean,
  update,
  text,
  array,
  optional,
  method,
  "returned value": returned,
  "removed statement": removed,
  "removed block": block,
  "removed case": emptyCase,
};
