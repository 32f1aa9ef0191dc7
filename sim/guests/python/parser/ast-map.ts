/**
 * Rebuilding a tree with every expression replaced: the skeleton of passes that rewrite
 * expressions. Nodes whose children stay the same are copied all the same.
 */

import { unreachable } from "../../../base/assert.ts";
import type { Argument, Arguments, Comprehension, Expression, Keyword, Statement } from "./ast.ts";

/** Replaces an expression. */
export type ExpressionMap = (e: Expression) => Expression;

function mapMaybe(e: Expression | null, f: ExpressionMap): Expression | null {
  return e === null ? null : f(e);
}

/** `e` with `f` applied to its direct subexpressions. */
export function mapExpression(e: Expression, f: ExpressionMap): Expression {
  switch (e.kind) {
    case "Constant":
    case "Name":
      return e;
    case "BoolOp":
    case "JoinedStr":
      return { ...e, values: e.values.map(f) };
    case "NamedExpr":
      return { ...e, value: f(e.value) };
    case "BinOp":
      return { ...e, left: f(e.left), right: f(e.right) };
    case "UnaryOp":
      return { ...e, operand: f(e.operand) };
    case "Lambda":
      return { ...e, args: mapArguments(e.args, f), body: f(e.body) };
    case "IfExp":
      return { ...e, test: f(e.test), body: f(e.body), orelse: f(e.orelse) };
    case "Dict":
      return { ...e, keys: e.keys.map((key) => mapMaybe(key, f)), values: e.values.map(f) };
    case "Set":
    case "List":
    case "Tuple":
      return { ...e, elts: e.elts.map(f) };
    case "ListComp":
    case "SetComp":
    case "GeneratorExp":
      return { ...e, elt: f(e.elt), generators: mapClauses(e.generators, f) };
    case "DictComp":
      return { ...e, key: f(e.key), value: f(e.value), generators: mapClauses(e.generators, f) };
    case "Await":
    case "YieldFrom":
    case "Attribute":
    case "Starred":
      return { ...e, value: f(e.value) };
    case "Yield":
      return { ...e, value: mapMaybe(e.value, f) };
    case "Compare":
      return { ...e, left: f(e.left), comparators: e.comparators.map(f) };
    case "Call":
      return { ...e, func: f(e.func), args: e.args.map(f), keywords: mapKeywords(e.keywords, f) };
    case "FormattedValue":
      return { ...e, value: f(e.value), formatSpec: mapMaybe(e.formatSpec, f) };
    case "Subscript":
      return { ...e, value: f(e.value), slice: f(e.slice) };
    case "Slice":
      return {
        ...e,
        lower: mapMaybe(e.lower, f),
        upper: mapMaybe(e.upper, f),
        step: mapMaybe(e.step, f),
      };
    default:
      return unreachable(e);
  }
}

function mapClauses(clauses: readonly Comprehension[], f: ExpressionMap): Comprehension[] {
  return clauses.map((clause) => ({
    ...clause,
    target: f(clause.target),
    iter: f(clause.iter),
    ifs: clause.ifs.map(f),
  }));
}

function mapKeywords(keywords: readonly Keyword[], f: ExpressionMap): Keyword[] {
  return keywords.map((keyword) => ({ ...keyword, value: f(keyword.value) }));
}

function mapArgument(argument: Argument, f: ExpressionMap): Argument {
  return { ...argument, annotation: mapMaybe(argument.annotation, f) };
}

/** Parameters with `f` applied to annotations and defaults. */
function mapArguments(args: Arguments, f: ExpressionMap): Arguments {
  const mapAll = (list: readonly Argument[]) => list.map((argument) => mapArgument(argument, f));
  return {
    posonlyargs: mapAll(args.posonlyargs),
    args: mapAll(args.args),
    vararg: args.vararg === null ? null : mapArgument(args.vararg, f),
    kwonlyargs: mapAll(args.kwonlyargs),
    kwDefaults: args.kwDefaults.map((value) => mapMaybe(value, f)),
    kwarg: args.kwarg === null ? null : mapArgument(args.kwarg, f),
    defaults: args.defaults.map(f),
  };
}

/** Statements with `f` applied to every outermost expression in them, at any depth. */
export function mapStatements(body: readonly Statement[], f: ExpressionMap): Statement[] {
  return body.map((statement) => mapStatement(statement, f));
}

function mapStatement(s: Statement, f: ExpressionMap): Statement {
  switch (s.kind) {
    case "Return":
      return { ...s, value: mapMaybe(s.value, f) };
    case "Delete":
      return { ...s, targets: s.targets.map(f) };
    case "Assign":
      return { ...s, targets: s.targets.map(f), value: f(s.value) };
    case "AugAssign":
      return { ...s, target: f(s.target), value: f(s.value) };
    case "AnnAssign":
      return {
        ...s,
        target: f(s.target),
        annotation: f(s.annotation),
        value: mapMaybe(s.value, f),
      };
    case "Raise":
      return { ...s, exc: mapMaybe(s.exc, f), cause: mapMaybe(s.cause, f) };
    case "Assert":
      return { ...s, test: f(s.test), msg: mapMaybe(s.msg, f) };
    case "Expr":
      return { ...s, value: f(s.value) };
    case "Import":
    case "ImportFrom":
    case "Global":
    case "Nonlocal":
    case "Pass":
    case "Break":
    case "Continue":
      return s;
    default:
      return mapCompound(s, f);
  }
}

type CompoundStatement = Extract<
  Statement,
  {
    kind:
      | "FunctionDef"
      | "AsyncFunctionDef"
      | "ClassDef"
      | "If"
      | "While"
      | "For"
      | "AsyncFor"
      | "With"
      | "AsyncWith"
      | "Try";
  }
>;

function mapCompound(s: CompoundStatement, f: ExpressionMap): Statement {
  const body = mapStatements(s.body, f);
  switch (s.kind) {
    case "FunctionDef":
    case "AsyncFunctionDef": {
      const decoratorList = s.decoratorList.map(f);
      const args = mapArguments(s.args, f);
      return { ...s, decoratorList, args, returns: mapMaybe(s.returns, f), body };
    }
    case "ClassDef": {
      const decoratorList = s.decoratorList.map(f);
      const keywords = mapKeywords(s.keywords, f);
      return { ...s, decoratorList, bases: s.bases.map(f), keywords, body };
    }
    case "If":
    case "While":
      return { ...s, test: f(s.test), body, orelse: mapStatements(s.orelse, f) };
    case "For":
    case "AsyncFor": {
      const orelse = mapStatements(s.orelse, f);
      return { ...s, target: f(s.target), iter: f(s.iter), body, orelse };
    }
    case "With":
    case "AsyncWith": {
      const items = s.items.map((item) => ({
        contextExpr: f(item.contextExpr),
        optionalVars: mapMaybe(item.optionalVars, f),
      }));
      return { ...s, items, body };
    }
    case "Try": {
      const handlers = s.handlers.map((handler) => ({
        ...handler,
        type: mapMaybe(handler.type, f),
        body: mapStatements(handler.body, f),
      }));
      const orelse = mapStatements(s.orelse, f);
      return { ...s, body, handlers, orelse, finalbody: mapStatements(s.finalbody, f) };
    }
    default:
      return unreachable(s);
  }
}
