/**
 * Concrete to typed: parameters of functions and lambdas, and arguments of calls.
 */

import type { Argument, Arguments, Expression, Keyword } from "./ast.ts";
import { readIdentifier } from "./convert-atoms.ts";
import {
  type Conversion,
  fail,
  failNode,
  getField,
  locate,
  namedChildren,
} from "./convert-context.ts";
import type { CstNode } from "./tree-sitter.ts";

/** How the two kinds of expressions are converted; given by the expression converter. */
export interface ArgumentConverters {
  readonly expression: (c: Conversion, node: CstNode) => Expression;
  /** An expression that may be `name := value`. */
  readonly named: (c: Conversion, node: CstNode) => Expression;
  /** A generator expression that is the whole argument list. */
  readonly generator: (c: Conversion, node: CstNode) => Expression;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

interface ParameterState {
  readonly result: Writable<Arguments>;
  afterStar: boolean;
}

/** No parameters at all. */
export const NO_ARGUMENTS: Arguments = {
  posonlyargs: [],
  args: [],
  vararg: null,
  kwonlyargs: [],
  kwDefaults: [],
  kwarg: null,
  defaults: [],
};

/** Converts `parameters` or `lambda_parameters`. */
export function convertParameters(
  c: Conversion,
  node: CstNode,
  converters: ArgumentConverters,
): Arguments {
  const result: Writable<Arguments> = {
    posonlyargs: [],
    args: [],
    vararg: null,
    kwonlyargs: [],
    kwDefaults: [],
    kwarg: null,
    defaults: [],
  };
  const state: ParameterState = { result, afterStar: false };
  const children = namedChildren(node);
  children.forEach((child, index) => {
    if (result.kwarg !== null) failNode(c, child);
    addParameter(c, state, child, converters, children[index + 1]);
  });
  return result;
}

function addParameter(
  c: Conversion,
  state: ParameterState,
  node: CstNode,
  converters: ArgumentConverters,
  next: CstNode | undefined,
): void {
  const { result } = state;
  switch (node.type) {
    case "positional_separator":
      if (state.afterStar || result.posonlyargs.length > 0 || result.args.length === 0) {
        failNode(c, node);
      }
      result.posonlyargs = result.args;
      result.args = [];
      return;
    case "keyword_separator":
      if (state.afterStar) failNode(c, node);
      if (next === undefined || next.type === "dictionary_splat_pattern" || isKwarg(next)) {
        failNode(c, node, "named arguments must follow bare *");
      }
      state.afterStar = true;
      return;
    case "list_splat_pattern":
    case "dictionary_splat_pattern":
      addSplat(c, state, node, null);
      return;
    case "typed_parameter":
      addTyped(c, state, node, converters);
      return;
    case "default_parameter":
    case "typed_default_parameter":
      addDefaulted(c, state, node, converters);
      return;
    default:
      addPlain(c, state, makeArgument(c, node, node, null), null);
  }
}

function isKwarg(node: CstNode): boolean {
  return (
    node.type === "typed_parameter" && namedChildren(node)[0]?.type === "dictionary_splat_pattern"
  );
}

function makeArgument(
  c: Conversion,
  node: CstNode,
  name: CstNode,
  annotation: Expression | null,
): Argument {
  const end = annotation ?? locate(c, name);
  const { endLine, endColumn } = end;
  return { arg: readIdentifier(c, name), annotation, ...locate(c, node), endLine, endColumn };
}

function convertAnnotation(
  c: Conversion,
  node: CstNode,
  converters: ArgumentConverters,
): Expression {
  const type = getField(c, node, "type");
  return converters.expression(c, type);
}

function addTyped(
  c: Conversion,
  state: ParameterState,
  node: CstNode,
  converters: ArgumentConverters,
): void {
  const target = namedChildren(node)[0] ?? failNode(c, node);
  const annotation = convertAnnotation(c, node, converters);
  if (target.type === "identifier") {
    addPlain(c, state, makeArgument(c, node, target, annotation), null);
  } else addSplat(c, state, target, annotation);
}

function addDefaulted(
  c: Conversion,
  state: ParameterState,
  node: CstNode,
  converters: ArgumentConverters,
): void {
  const typed = node.type === "typed_default_parameter";
  const annotation = typed ? convertAnnotation(c, node, converters) : null;
  const argument = makeArgument(c, node, getField(c, node, "name"), annotation);
  addPlain(c, state, argument, converters.expression(c, getField(c, node, "value")));
}

function addSplat(
  c: Conversion,
  state: ParameterState,
  node: CstNode,
  annotation: Expression | null,
): void {
  const name = namedChildren(node)[0] ?? failNode(c, node);
  const argument = makeArgument(c, name, name, annotation);
  if (node.type === "dictionary_splat_pattern") state.result.kwarg = argument;
  else {
    if (state.afterStar) failNode(c, node);
    state.result.vararg = argument;
    state.afterStar = true;
  }
}

function addPlain(
  c: Conversion,
  state: ParameterState,
  argument: Argument,
  value: Expression | null,
): void {
  const { result } = state;
  if (state.afterStar) {
    result.kwonlyargs.push(argument);
    result.kwDefaults.push(value);
    return;
  }
  if (value === null && result.defaults.length > 0) {
    fail(c, argument, "non-default argument follows default argument");
  }
  result.args.push(argument);
  if (value !== null) result.defaults.push(value);
}

/** Positional and keyword arguments of a call or a class. */
export interface CallArguments {
  readonly args: readonly Expression[];
  readonly keywords: readonly Keyword[];
}

/** Converts an argument list, or the generator expression that stands for one. */
export function convertCallArguments(
  c: Conversion,
  node: CstNode,
  converters: ArgumentConverters,
): CallArguments {
  if (node.type === "generator_expression") {
    return { args: [converters.generator(c, node)], keywords: [] };
  }
  const args: Expression[] = [];
  const keywords: Keyword[] = [];
  const children = namedChildren(node);
  for (const child of children) {
    if (child.type === "keyword_argument") keywords.push(convertKeyword(c, child, converters));
    else if (child.type === "dictionary_splat") {
      const value = converters.expression(c, namedChildren(child)[0] ?? failNode(c, child));
      keywords.push({ arg: null, value, ...locate(c, child) });
    } else {
      args.push(convertPositional(c, child, keywords, converters));
    }
  }
  return { args, keywords };
}

function convertPositional(
  c: Conversion,
  node: CstNode,
  keywords: readonly Keyword[],
  converters: ArgumentConverters,
): Expression {
  if (node.type === "list_splat") {
    if (keywords.some((keyword) => keyword.arg === null)) {
      failNode(c, node, "iterable argument unpacking follows keyword argument unpacking");
    }
    const value = converters.expression(c, namedChildren(node)[0] ?? failNode(c, node));
    return { kind: "Starred", value, ctx: "Load", ...locate(c, node) };
  }
  const value = converters.named(c, node);
  if (keywords.length > 0) {
    const unpacking = keywords.some((keyword) => keyword.arg === null);
    const what = unpacking ? "keyword argument unpacking" : "keyword argument";
    failNode(c, node, `positional argument follows ${what}`);
  }
  return value;
}

function convertKeyword(c: Conversion, node: CstNode, converters: ArgumentConverters): Keyword {
  const name = getField(c, node, "name");
  const arg = readIdentifier(c, name);
  const value = converters.expression(c, getField(c, node, "value"));
  return { arg, value, ...locate(c, node) };
}
