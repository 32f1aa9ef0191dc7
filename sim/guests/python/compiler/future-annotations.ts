/**
 * `from __future__ import annotations`: replaces every annotation by its text.
 *
 * Counterpart: pypy/interpreter/astcompiler/unparse.py (UnparseAnnotationsVisitor).
 */

import type { Argument, Arguments, Expression, Module, Statement } from "../parser/ast.ts";
import { unparseExpression } from "./unparse.ts";

/** The module with its annotations as strings. */
export function stringifyAnnotations(module: Module): Module {
  return { ...module, body: stringifyBody(module.body) };
}

function stringifyBody(body: readonly Statement[]): Statement[] {
  return body.map(stringifyStatement);
}

function stringifyStatement(s: Statement): Statement {
  switch (s.kind) {
    case "FunctionDef":
    case "AsyncFunctionDef": {
      const returns = stringify(s.returns);
      return { ...s, args: stringifyArguments(s.args), returns, body: stringifyBody(s.body) };
    }
    case "ClassDef":
      return { ...s, body: stringifyBody(s.body) };
    case "AnnAssign":
      return { ...s, annotation: stringify(s.annotation) ?? s.annotation };
    case "If":
    case "While":
    case "For":
    case "AsyncFor":
      return { ...s, body: stringifyBody(s.body), orelse: stringifyBody(s.orelse) };
    case "With":
    case "AsyncWith":
      return { ...s, body: stringifyBody(s.body) };
    case "Try":
      return {
        ...s,
        body: stringifyBody(s.body),
        handlers: s.handlers.map((h) => ({ ...h, body: stringifyBody(h.body) })),
        orelse: stringifyBody(s.orelse),
        finalbody: stringifyBody(s.finalbody),
      };
    default:
      return s;
  }
}

function stringify(e: Expression | null): Expression | null {
  if (e === null) return null;
  const { line, column, endLine, endColumn } = e;
  const value = { kind: "str", value: unparseExpression(e) } as const;
  return { kind: "Constant", value, line, column, endLine, endColumn };
}

function stringifyArguments(args: Arguments): Arguments {
  const one = (argument: Argument): Argument => {
    return { ...argument, annotation: stringify(argument.annotation) };
  };
  return {
    ...args,
    posonlyargs: args.posonlyargs.map(one),
    args: args.args.map(one),
    vararg: args.vararg === null ? null : one(args.vararg),
    kwonlyargs: args.kwonlyargs.map(one),
    kwarg: args.kwarg === null ? null : one(args.kwarg),
  };
}
