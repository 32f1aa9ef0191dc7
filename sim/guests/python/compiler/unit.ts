/**
 * The state of generating one code object, and the two operations every generator file needs:
 * visiting an expression and visiting a body. The generators themselves are handed in, so that the
 * files of the generator form no cycle.
 *
 * Counterpart: pypy/interpreter/astcompiler/codegen.py (PythonCodeGenerator).
 */

import type { ExceptHandler, Expression, Located, Statement, TryNode } from "../parser/ast.ts";
import { PythonSyntaxError, type SourceText } from "../parser/source-text.ts";
import type { Block } from "./block.ts";
import type { CodeTemplate } from "./code.ts";
import type { CodeBuilder } from "./code-builder.ts";
import type { Scope } from "./scope.ts";
import type { ScopeNode, SymbolTable } from "./symbol-table.ts";

/** What is compiled: the whole file or a node with a scope of its own. */
export type UnitKind =
  | "module"
  | "class"
  | "function"
  | "async_function"
  | "lambda"
  | "comprehension"
  | "generator_expression";

/** What every code object of a file shares. */
export interface CompileContext {
  readonly source: SourceText;
  readonly symbols: SymbolTable;
  /** Bits of `co_flags` that `from __future__` imports set. */
  readonly futureFlags: number;
  /** Where the last `from __future__` import of the file's head starts. */
  readonly lastFutureImport: Located | null;
  /** Statements of the top level that are expressions print their value. */
  readonly isInteractive: boolean;
  readonly generators: Generators;
}

/** The generator's entries, one per kind of thing. */
export interface Generators {
  readonly expression: (u: Unit, e: Expression) => void;
  readonly statement: (u: Unit, s: Statement) => void;
  /** Compiles a nested scope to a code object of its own. */
  readonly scope: (parent: Unit, kind: UnitKind, name: string, node: ScopeNode) => CompiledScope;
}

/** A nested code object and the qualified name of what it makes. */
export interface CompiledScope {
  readonly code: CodeTemplate;
  readonly qualname: string;
}

/** What must be undone when control leaves the statement that pushed the block. */
export type FrameBlock =
  | { readonly kind: "while_loop" | "for_loop"; readonly start: Block; readonly end: Block }
  | { readonly kind: "try_except" | "finally_end" | "with" | "async_with" | "pop_value" }
  | { readonly kind: "exception_handler" }
  | { readonly kind: "finally_try"; readonly node: TryNode }
  | { readonly kind: "handler_cleanup"; readonly node: ExceptHandler | null };

/** The state of one code object. */
export interface Unit {
  readonly kind: UnitKind;
  readonly context: CompileContext;
  readonly scope: Scope;
  readonly builder: CodeBuilder;
  /** Prefix of qualified names of what is defined inside, null at the top. */
  readonly qualname: string | null;
  readonly frameBlocks: FrameBlock[];
}

/** Emits the code that leaves the value of `e` on the stack (or binds it, for a target). */
export function visit(u: Unit, e: Expression): void {
  const { builder } = u;
  const saved = builder.line;
  // Expressions of the first line keep the line in force, which PyPy takes for "no position".
  if (e.line > 1) builder.line = e.line;
  u.context.generators.expression(u, e);
  builder.line = saved;
}

/** Visits one after the other. */
export function visitAll(u: Unit, expressions: readonly Expression[]): void {
  for (const expression of expressions) visit(u, expression);
}

/** Emits the code of statements. */
export function visitBody(u: Unit, body: readonly Statement[]): void {
  for (const statement of body) {
    u.builder.line = statement.line;
    u.context.generators.statement(u, statement);
  }
}

/** Throws a syntax error at `at`. */
export function failAt(u: Unit, at: Located, message: string, shift = 0): never {
  throw new PythonSyntaxError(
    u.context.source,
    message,
    at.line,
    at.column + shift,
    "SyntaxError",
    true,
  );
}
