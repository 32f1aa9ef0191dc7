/**
 * Concrete to typed: expressions. Three entries differ in what they let through:
 * `convertExpression` (a plain expression), `convertNamed` (also `name := value`), `convertStarred`
 * (also `*value`).
 *
 * Longer than most files: one handler for each node type of the grammar, and their table.
 */

import type {
  BinaryOperator,
  BinOpNode,
  BoolOperator,
  CompareOperator,
  Expression,
  Located,
  UnaryOperator,
} from "./ast.ts";
import {
  type ArgumentConverters,
  convertCallArguments,
  convertParameters,
  NO_ARGUMENTS,
} from "./convert-arguments.ts";
import {
  checkFormatString,
  convertNamedConstant,
  convertNumber,
  convertStrings,
  readIdentifier,
} from "./convert-atoms.ts";
import { checkErrors } from "./check-tree.ts";
import { type ComprehensionConverters, convertComprehension } from "./convert-comprehensions.ts";
import {
  type Conversion,
  fail,
  failNode,
  fieldOf,
  getField,
  hasToken,
  innerConversion,
  locate,
  namedChildren,
  span,
  textOf,
} from "./convert-context.ts";
import { nameTarget } from "./convert-targets.ts";
import { type CstNode, parseConcrete } from "./tree-sitter.ts";

type Handler = (c: Conversion, node: CstNode) => Expression;

const BINARY_OPERATORS: Readonly<Record<string, BinaryOperator>> = {
  "+": "Add",
  "-": "Sub",
  "*": "Mult",
  "@": "MatMult",
  "/": "Div",
  "%": "Mod",
  "**": "Pow",
  "<<": "LShift",
  ">>": "RShift",
  "|": "BitOr",
  "^": "BitXor",
  "&": "BitAnd",
  "//": "FloorDiv",
};

const UNARY_OPERATORS: Readonly<Record<string, UnaryOperator>> = {
  "~": "Invert",
  "+": "UAdd",
  "-": "USub",
};

const COMPARE_OPERATORS: Readonly<Record<string, CompareOperator>> = {
  "==": "Eq",
  "!=": "NotEq",
  "<": "Lt",
  "<=": "LtE",
  ">": "Gt",
  ">=": "GtE",
  is: "Is",
  "is not": "IsNot",
  in: "In",
  "not in": "NotIn",
};

/** The operator of an augmented assignment such as `+=`, or `undefined`. */
export function lookupAugmentedOperator(token: string): BinaryOperator | undefined {
  return BINARY_OPERATORS[token.slice(0, -1)];
}

/** An expression that is neither starred, nor named, nor a bare `yield`. */
export function convertExpression(c: Conversion, node: CstNode): Expression {
  const handler = HANDLERS[node.type];
  if (node.isError || handler === undefined) failNode(c, node);
  return handler(c, node);
}

/** An expression or `name := value`. */
export function convertNamed(c: Conversion, node: CstNode): Expression {
  if (node.type !== "named_expression") return convertExpression(c, node);
  const name = getField(c, node, "name");
  const target = nameTarget({
    kind: "Name",
    id: readIdentifier(c, name),
    ctx: "Load",
    ...locate(c, name),
  });
  const value = convertExpression(c, getField(c, node, "value"));
  return { kind: "NamedExpr", target, value, ...locate(c, node) };
}

/** An expression or `*value`. */
export function convertStarred(c: Conversion, node: CstNode): Expression {
  if (node.type !== "list_splat" && node.type !== "list_splat_pattern") {
    const e = convertExpression(c, node);
    return c.shown.stars.size > 0 && e.kind === "BinOp" ? liftStar(e) : e;
  }
  const operand = namedChildren(node)[0] ?? failNode(c, node);
  if (LOOSE_OPERATORS.has(operand.type)) failNode(c, operand);
  return { kind: "Starred", value: convertExpression(c, operand), ctx: "Load", ...locate(c, node) };
}

/** What binds less tightly than the star outside of calls. */
const LOOSE_OPERATORS: ReadonlySet<string> = new Set([
  "comparison_operator",
  "not_operator",
  "boolean_operator",
  "conditional_expression",
  "lambda",
]);

/** A disguised star binds more tightly than a star: `(*a) | b` is really `*(a | b)`. */
function liftStar(e: BinOpNode): Expression {
  const left = e.left.kind === "BinOp" ? liftStar(e.left) : e.left;
  if (left.kind !== "Starred") return e;
  const value: Expression = { ...e, left: left.value, ...span(left.value, e) };
  return { kind: "Starred", value, ctx: "Load", ...span(left, e) };
}

/** An element of a display: starred, named or plain. */
function convertElement(c: Conversion, node: CstNode): Expression {
  return node.type === "named_expression" ? convertNamed(c, node) : convertStarred(c, node);
}

/** What may stand on the right of `=`, or alone as a statement: also `yield` and bare tuples. */
export function convertRightSide(c: Conversion, node: CstNode): Expression {
  if (node.type === "yield") return convertYield(c, node);
  return convertExpressionList(c, node);
}

/** One expression, or an unparenthesized tuple. */
export function convertExpressionList(c: Conversion, node: CstNode): Expression {
  if (node.type !== "expression_list" && node.type !== "pattern_list") {
    return convertStarred(c, node);
  }
  const elts = namedChildren(node).map((child) => convertStarred(c, child));
  return { kind: "Tuple", elts, ctx: "Load", ...locate(c, node) };
}

/** `yield`, `yield value` or `yield from value`. */
export function convertYield(c: Conversion, node: CstNode): Expression {
  const at = locate(c, node);
  const parts = namedChildren(node);
  const first = parts[0];
  if (hasToken(node, "from")) {
    const value = convertExpression(c, first ?? failNode(c, node));
    return { kind: "YieldFrom", value, ...at };
  }
  if (first === undefined) return { kind: "Yield", value: null, ...at };
  return { kind: "Yield", value: convertExpressionList(c, first), ...at };
}

const convertName: Handler = (c, node) => {
  return { kind: "Name", id: readIdentifier(c, node), ctx: "Load", ...locate(c, node) };
};

const convertParenthesized: Handler = (c, node) => {
  const inner = namedChildren(node)[0] ?? failNode(c, node);
  if (inner.type === "yield") return convertYield(c, inner);
  if (inner.type === "list_splat" || inner.type === "list_splat_pattern") {
    fail(c, locate(c, inner), "can't use starred expression here");
  }
  const e = convertNamed(c, inner);
  if (e.kind === "Starred") fail(c, e, "can't use starred expression here");
  return e;
};

/** A pattern in parentheses without a comma is no tuple. */
export function isGroup(node: CstNode): boolean {
  return namedChildren(node).length === 1 && !hasToken(node, ",");
}

/** The parse of `(expression)` on its own: an f-string's field, or an annotation. */
function convertWhole(c: Conversion, module: CstNode, mayBeTuple = true): Expression {
  checkErrors(c, module);
  const statement = module.children[0];
  const node = statement?.children[0];
  const isWhole = node !== undefined && node.start === 0 && node.end === c.text.length;
  if (module.children.length !== 1 || statement?.type !== "expression_statement" || !isWhole) {
    failNode(c, statement ?? module);
  }
  if (!mayBeTuple && node.type !== "parenthesized_expression") failNode(c, node);
  return convertExpression(c, node);
}

const convertString: Handler = (c, node) => convertStrings(c, node, convertWhole);

const convertBoolean: Handler = (c, node) => {
  const token = getField(c, node, "operator").type;
  const op: BoolOperator = token === "and" ? "And" : "Or";
  const values: Expression[] = [];
  let left = node;
  const rights: CstNode[] = [];
  while (left.type === "boolean_operator" && getField(c, left, "operator").type === token) {
    rights.push(getField(c, left, "right"));
    left = getField(c, left, "left");
  }
  values.push(convertExpression(c, left));
  for (const right of rights.reverse()) values.push(convertExpression(c, right));
  return { kind: "BoolOp", op, values, ...locate(c, node) };
};

/** Operators that the grammar binds the wrong way round: `&` comes before `^`. */
function isAndOrXor(c: Conversion, node: CstNode): boolean {
  if (node.type !== "binary_operator") return false;
  return ["&", "^"].includes(getField(c, node, "operator").type);
}

/** An operand, with the place that it takes up, its parentheses included. */
interface Placed {
  readonly value: Expression;
  readonly place: Located;
}

/** Operands and operators of a mixture of `&` and `^` without parentheses, in order. */
function flattenAndXor(c: Conversion, node: CstNode, operands: Placed[], ops: string[]): void {
  if (!isAndOrXor(c, node)) {
    operands.push({ value: convertExpression(c, node), place: locate(c, node) });
    return;
  }
  flattenAndXor(c, getField(c, node, "left"), operands, ops);
  ops.push(getField(c, node, "operator").type);
  flattenAndXor(c, getField(c, node, "right"), operands, ops);
}

function binaryOf(left: Placed, op: BinaryOperator, right: Placed): Placed {
  const place = span(left.place, right.place);
  const value: Expression = { kind: "BinOp", left: left.value, op, right: right.value, ...place };
  return { value, place };
}

function convertAndXor(c: Conversion, node: CstNode): Expression {
  const operands: Placed[] = [];
  const ops: string[] = [];
  flattenAndXor(c, node, operands, ops);
  const [first, ...rest] = operands as [Placed, ...Placed[]];
  let sum: Placed | null = null;
  let product = first;
  rest.forEach((operand, index) => {
    if (ops[index] === "&") product = binaryOf(product, "BitAnd", operand);
    else {
      sum = sum === null ? product : binaryOf(sum, "BitXor", product);
      product = operand;
    }
  });
  return (sum === null ? product : binaryOf(sum, "BitXor", product)).value;
}

const convertBinary: Handler = (c, node) => {
  if (isAndOrXor(c, node)) return convertAndXor(c, node);
  const token = getField(c, node, "operator");
  const op = BINARY_OPERATORS[token.type] ?? failNode(c, token);
  const left = convertExpression(c, getField(c, node, "left"));
  const right = convertExpression(c, getField(c, node, "right"));
  return { kind: "BinOp", left, op, right, ...locate(c, node) };
};

const convertUnary: Handler = (c, node) => {
  const token = getField(c, node, "operator");
  if (c.shown.stars.has(node.start)) {
    const value = convertExpression(c, getField(c, node, "argument"));
    return { kind: "Starred", value, ctx: "Load", ...locate(c, node) };
  }
  const op = UNARY_OPERATORS[token.type] ?? failNode(c, token);
  const operand = convertExpression(c, getField(c, node, "argument"));
  return { kind: "UnaryOp", op, operand, ...locate(c, node) };
};

const convertNot: Handler = (c, node) => {
  const operand = convertExpression(c, getField(c, node, "argument"));
  return { kind: "UnaryOp", op: "Not", operand, ...locate(c, node) };
};

const convertCompare: Handler = (c, node) => {
  const operands = node.children.filter((child) => child.field !== "operators");
  const tokens = node.children.filter((child) => child.field === "operators");
  const ops = tokens.map((t) => COMPARE_OPERATORS[t.type] ?? failNode(c, t));
  const converted = operands.map((operand) => convertExpression(c, operand));
  if (converted.length !== ops.length + 1) failNode(c, node);
  const [left, ...comparators] = converted;
  return { kind: "Compare", left: left!, ops, comparators, ...locate(c, node) };
};

const convertConditional: Handler = (c, node) => {
  const [body, test, orelse] = node.children
    .filter((child) => child.type !== "if" && child.type !== "else")
    .map((child) => convertExpression(c, child));
  if (orelse === undefined) failNode(c, node);
  return { kind: "IfExp", test: test!, body: body!, orelse, ...locate(c, node) };
};

const convertLambda: Handler = (c, node) => {
  const parameters = fieldOf(node, "parameters");
  const args =
    parameters === undefined ? NO_ARGUMENTS : convertParameters(c, parameters, ARGUMENT_CONVERTERS);
  const body = convertExpression(c, getField(c, node, "body"));
  return { kind: "Lambda", args, body, ...locate(c, node) };
};

const convertCall: Handler = (c, node) => {
  const func = convertExpression(c, getField(c, node, "function"));
  const list = getField(c, node, "arguments");
  const { args, keywords } = convertCallArguments(c, list, ARGUMENT_CONVERTERS);
  return { kind: "Call", func, args, keywords, ...locate(c, node) };
};

const convertAttribute: Handler = (c, node) => {
  const value = convertExpression(c, getField(c, node, "object"));
  const attr = readIdentifier(c, getField(c, node, "attribute"));
  return { kind: "Attribute", value, attr, ctx: "Load", ...locate(c, node) };
};

const convertSubscript: Handler = (c, node) => {
  const value = convertExpression(c, getField(c, node, "value"));
  const items = node.children.filter((child) => child.field === "subscript");
  const indices = items.map((item) => convertExpression(c, item));
  const first = indices[0] ?? failNode(c, node);
  if (indices.some((index) => index.kind === "Starred")) failNode(c, node);
  // A comma makes a tuple of even one index.
  const slice: Expression = hasToken(node, ",")
    ? { kind: "Tuple", elts: indices, ctx: "Load", ...span(first, indices.at(-1)!) }
    : first;
  return { kind: "Subscript", value, slice, ctx: "Load", ...locate(c, node) };
};

const convertSlice: Handler = (c, node) => {
  const parts: (Expression | null)[] = [null, null, null];
  let index = 0;
  for (const child of node.children) {
    if (child.type === ":" && !child.named) index++;
    else parts[index] = convertExpression(c, child);
  }
  const [lower, upper, step] = parts;
  return { kind: "Slice", lower: lower!, upper: upper!, step: step!, ...locate(c, node) };
};

const convertTuple: Handler = (c, node) => {
  const isStarred = namedChildren(node)[0]?.type.startsWith("list_splat") ?? false;
  const mayBeGroup = node.type === "tuple_pattern" || isStarred;
  if (mayBeGroup && isGroup(node)) return convertParenthesized(c, node);
  const elts = namedChildren(node).map((child) => convertElement(c, child));
  return { kind: "Tuple", elts, ctx: "Load", ...locate(c, node) };
};

const convertList: Handler = (c, node) => {
  const elts = namedChildren(node).map((child) => convertElement(c, child));
  return { kind: "List", elts, ctx: "Load", ...locate(c, node) };
};

const convertSet: Handler = (c, node) => {
  const elts = namedChildren(node).map((child) => convertElement(c, child));
  return { kind: "Set", elts, ...locate(c, node) };
};

const convertDictionary: Handler = (c, node) => {
  const keys: (Expression | null)[] = [];
  const values: Expression[] = [];
  for (const child of namedChildren(node)) {
    if (child.type === "pair") {
      keys.push(convertExpression(c, getField(c, child, "key")));
      values.push(convertExpression(c, getField(c, child, "value")));
    } else if (child.type === "dictionary_splat") {
      keys.push(null);
      values.push(convertExpression(c, namedChildren(child)[0] ?? failNode(c, child)));
    } else failNode(c, child);
  }
  return { kind: "Dict", keys, values, ...locate(c, node) };
};

const convertAwait: Handler = (c, node) => {
  const value = convertExpression(c, namedChildren(node)[0] ?? failNode(c, node));
  return { kind: "Await", value, ...locate(c, node) };
};

/**
 * An annotation. The grammar takes some for types of its own kind (it reads `x[a:b]` as a bound);
 * such a text is parsed again as the expression that it is.
 */
const convertType: Handler = (c, node) => {
  const inner = node.children[0] ?? failNode(c, node);
  if (!hasForeignType(node)) return convertExpression(c, inner);
  const conversion = innerConversion(c, textOf(c, node), node.start, c.messagePrefix);
  return convertWhole(conversion, parseConcrete(conversion.text, conversion.shown), false);
};

/** Throws the error in an f-string literal, in the words for f-strings. */
export function checkFormatLiteral(c: Conversion, at: Located, text: string, offset: number): void {
  checkFormatString(c, at, text, offset, convertWhole);
}

/** Parses `text`, which stands at `offset`, as one expression or a tuple without parentheses. */
export function parseWholeExpression(c: Conversion, text: string, offset: number): Expression {
  const inner = innerConversion(c, text, offset, c.messagePrefix);
  return convertWhole(inner, parseConcrete(inner.text, inner.shown));
}

function hasForeignType(node: CstNode): boolean {
  return node.isError || FOREIGN_TYPES.has(node.type) || node.children.some(hasForeignType);
}

const FOREIGN_TYPES: ReadonlySet<string> = new Set([
  "generic_type",
  "union_type",
  "constrained_type",
  "member_type",
  "splat_type",
]);

const convertComprehensionNode: Handler = (c, node) =>
  convertComprehension(c, node, COMPREHENSION_CONVERTERS);

const ARGUMENT_CONVERTERS: ArgumentConverters = {
  expression: convertExpression,
  named: convertNamed,
  generator: convertComprehensionNode,
};

const COMPREHENSION_CONVERTERS: ComprehensionConverters = {
  expression: convertExpression,
  named: convertNamed,
  list: convertExpressionList,
};

const HANDLERS: Readonly<Record<string, Handler>> = {
  identifier: convertName,
  integer: convertNumber,
  float: convertNumber,
  string: convertString,
  concatenated_string: convertString,
  true: convertNamedConstant,
  false: convertNamedConstant,
  none: convertNamedConstant,
  ellipsis: convertNamedConstant,
  parenthesized_expression: convertParenthesized,
  boolean_operator: convertBoolean,
  binary_operator: convertBinary,
  unary_operator: convertUnary,
  not_operator: convertNot,
  comparison_operator: convertCompare,
  conditional_expression: convertConditional,
  lambda: convertLambda,
  call: convertCall,
  attribute: convertAttribute,
  subscript: convertSubscript,
  slice: convertSlice,
  tuple: convertTuple,
  tuple_pattern: convertTuple,
  list: convertList,
  list_pattern: convertList,
  set: convertSet,
  dictionary: convertDictionary,
  list_comprehension: convertComprehensionNode,
  set_comprehension: convertComprehensionNode,
  dictionary_comprehension: convertComprehensionNode,
  generator_expression: convertComprehensionNode,
  await: convertAwait,
  type: convertType,
};

/** The converters that parameters and call arguments need. */
export const ARGUMENTS: ArgumentConverters = ARGUMENT_CONVERTERS;
