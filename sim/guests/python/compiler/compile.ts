/**
 * Source text to code objects: the entry of the compiler.
 *
 * Counterpart: pypy/interpreter/astcompiler/codegen.py (compile_ast and the code generators by kind
 * of scope).
 */

import { UserError } from "../../../base/errors.ts";
import type {
  Arguments,
  ClassDefNode,
  ComprehensionNode,
  FunctionDefNode,
  LambdaNode,
  Module,
  Statement,
} from "../parser/ast.ts";
import { parse } from "../parser/parse.ts";
import { CODE_FLAGS, type CodeTemplate } from "./code.ts";
import { CodeBuilder } from "./code-builder.ts";
import { foldConstants } from "./fold.ts";
import { stringifyAnnotations } from "./future-annotations.ts";
import { emitComprehensionBody } from "./generate-comprehensions.ts";
import { emitExpression } from "./generate-expressions.ts";
import { checkMode, type CompileMode } from "./compile-mode.ts";
import { FUTURE_ANNOTATIONS, findFutureImports } from "./generate-imports.ts";
import { emitNameOperation } from "./generate-names.ts";
import { emitStatement } from "./generate-statements.ts";
import { buildSymbolTable, type ScopeNode } from "./symbol-table.ts";
import type { CompileContext, CompiledScope, Generators, Unit, UnitKind } from "./unit.ts";
import { visit, visitBody } from "./unit.ts";

const GENERATORS: Generators = {
  expression: emitExpression,
  statement: emitStatement,
  scope: compileScope,
};

/**
 * Compiles a whole file. `initParser()` must have completed. Throws PythonSyntaxError, or another
 * UserError when expressions are nested too deeply for the host's stack.
 */
export function compileModule(source: string, filename: string): CodeTemplate {
  return compileSource(source, filename, "exec", 0);
}

/** As compileModule, for each mode of `compile()`; `inheritedFlags` are those of its caller. */
export function compileSource(
  source: string,
  filename: string,
  mode: CompileMode,
  inheritedFlags: number,
): CodeTemplate {
  return limitingDepth(filename, () =>
    compileTree(parseForMode(source, filename, mode), mode, inheritedFlags),
  );
}

/** Parses what a mode of `compile()` takes. */
export function parseForMode(source: string, filename: string, mode: CompileMode): Module {
  return limitingDepth(filename, () => {
    const tree = parse(source, filename);
    checkMode(tree, mode);
    return tree;
  });
}

function limitingDepth<T>(filename: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = "maximum recursion depth exceeded during compilation";
    throw new UserError(message, { file: filename }, "split the longest expression");
  }
}

/** Compiles a syntax tree. */
export function compileTree(
  tree: Module,
  mode: CompileMode = "exec",
  inheritedFlags = 0,
): CodeTemplate {
  const future = findFutureImports(tree);
  const futureFlags = future.flags | inheritedFlags;
  const stringify = (futureFlags & FUTURE_ANNOTATIONS) !== 0;
  const module = foldConstants(stringify ? stringifyAnnotations(tree) : tree);
  const context: CompileContext = {
    source: module.source,
    symbols: buildSymbolTable(module),
    futureFlags,
    lastFutureImport: future.last,
    isInteractive: mode === "single",
    generators: GENERATORS,
  };
  const unit = makeUnit(context, "module", module, null, -1);
  const { builder } = unit;
  const first = module.body[0];
  builder.firstLine = first?.line ?? 1;
  if (first === undefined) builder.line = 1;
  if (mode === "eval" && first?.kind === "Expr") {
    visit(unit, first.value);
    builder.emit("RETURN_VALUE");
  } else {
    emitSetupAnnotations(unit);
    if (mode === "single") visitBody(unit, module.body);
    else emitBodyWithDocstring(unit, module.body);
  }
  return finishCode(unit, "<module>", 0, 0, 0);
}

function makeUnit(
  context: CompileContext,
  kind: UnitKind,
  node: ScopeNode,
  qualname: string | null,
  firstLine: number,
): Unit {
  const scope = context.symbols.get(node);
  const builder = new CodeBuilder(scope, firstLine);
  const prefix = scope.isFunction ? `${qualname}.<locals>` : qualname;
  return { kind, context, scope, builder, qualname: prefix, frameBlocks: [] };
}

function compileScope(parent: Unit, kind: UnitKind, name: string, node: ScopeNode): CompiledScope {
  const isGlobal = parent.scope.lookup(name) === "global_explicit";
  const qualname = isGlobal || parent.qualname === null ? name : `${parent.qualname}.${name}`;
  const code = compileNode(parent.context, kind, name, qualname, node);
  return { code, qualname };
}

function compileNode(
  context: CompileContext,
  kind: UnitKind,
  name: string,
  qualname: string,
  node: ScopeNode,
): CodeTemplate {
  const line = "line" in node ? node.line : 1;
  const unit = makeUnit(context, kind, node, qualname, line);
  if (!("line" in node)) return finishCode(unit, name, 0, 0, 0);
  switch (node.kind) {
    case "FunctionDef":
    case "AsyncFunctionDef":
      emitFunctionBody(unit, node);
      return finishFunction(unit, name, node.args);
    case "Lambda":
      emitLambdaBody(unit, node);
      return finishFunction(unit, name, node.args);
    case "ClassDef":
      emitClassBody(unit, node);
      return finishCode(unit, name, 1, 0, 0);
    default:
      return compileComprehension(unit, name, node);
  }
}

function compileComprehension(unit: Unit, name: string, node: ComprehensionNode): CodeTemplate {
  emitComprehensionBody(unit, node);
  return finishCode(unit, name, 1, 0, 0);
}

function firstLineOf(node: FunctionDefNode | ClassDefNode): number {
  return node.decoratorList[0]?.line ?? node.line;
}

function emitFunctionBody(u: Unit, node: FunctionDefNode): void {
  u.builder.firstLine = firstLineOf(node);
  const hasDocstring = addDocstringConstant(u, node.body);
  visitBody(u, hasDocstring ? node.body.slice(1) : node.body);
}

/** The first constant of a lambda is None, so that a string is not taken for its docstring. */
function emitLambdaBody(u: Unit, node: LambdaNode): void {
  u.builder.addConst({ kind: "none" });
  visit(u, node.body);
  u.builder.emit("RETURN_VALUE");
}

function emitClassBody(u: Unit, node: ClassDefNode): void {
  const { builder } = u;
  addDocstringConstant(u, node.body);
  builder.firstLine = firstLineOf(node);
  builder.line = builder.firstLine;
  emitNameOperation(u, "__name__", "Load", node);
  emitNameOperation(u, "__module__", "Store", node);
  builder.loadStr(u.qualname ?? node.name);
  emitNameOperation(u, "__qualname__", "Store", node);
  emitSetupAnnotations(u);
  emitBodyWithDocstring(u, node.body);
  if (u.scope.lookup("__class__") === "cell_class") {
    builder.emit("LOAD_CLOSURE", builder.cellVars.get("__class__"));
    builder.emit("DUP_TOP");
    emitNameOperation(u, "__classcell__", "Store", node);
  } else builder.loadNone();
  builder.emit("RETURN_VALUE");
}

function emitSetupAnnotations(u: Unit): void {
  if (u.scope.containsAnnotated) u.builder.emit("SETUP_ANNOTATIONS");
}

function docstringOf(body: readonly Statement[]): string | undefined {
  const first = body[0];
  if (first?.kind !== "Expr" || first.value.kind !== "Constant") return undefined;
  return first.value.value.kind === "str" ? first.value.value.value : undefined;
}

/** Makes the docstring, or None, the first constant. Whether there is a docstring. */
function addDocstringConstant(u: Unit, body: readonly Statement[]): boolean {
  const value = docstringOf(body);
  if (value === undefined) {
    u.builder.addConst({ kind: "none" });
    return false;
  }
  u.builder.addConst({ kind: "str", value });
  u.builder.docRemovable = true;
  return true;
}

/** The body of a module or class: its docstring is stored in `__doc__`. */
function emitBodyWithDocstring(u: Unit, body: readonly Statement[]): void {
  const first = body[0];
  if (docstringOf(body) === undefined || first?.kind !== "Expr") {
    visitBody(u, body);
    return;
  }
  visit(u, first.value);
  u.builder.line = first.value.line;
  emitNameOperation(u, "__doc__", "Store", first);
  u.builder.docRemovable = true;
  visitBody(u, body.slice(1));
}

function finishFunction(u: Unit, name: string, args: Arguments): CodeTemplate {
  const positionalOnly = args.posonlyargs.length;
  const positional = positionalOnly + args.args.length;
  return finishCode(u, name, positional, positionalOnly, args.kwonlyargs.length);
}

function finishCode(
  u: Unit,
  name: string,
  argcount: number,
  posonlyargcount: number,
  kwonlyargcount: number,
): CodeTemplate {
  const { builder, context } = u;
  const assembled = builder.assemble();
  return {
    co_name: name,
    qualname: u.qualname === null ? name : u.qualname.replace(/\.<locals>$/, ""),
    co_filename: context.source.filename,
    co_firstlineno: assembled.firstLine,
    co_code: assembled.bytes,
    co_consts: builder.consts,
    co_names: [...builder.names.keys()],
    co_varnames: [...builder.varNames.keys()],
    co_freevars: [...builder.freeVars.keys()],
    co_cellvars: [...builder.cellVars.keys()],
    co_argcount: argcount,
    co_posonlyargcount: posonlyargcount,
    co_kwonlyargcount: kwonlyargcount,
    co_nlocals: builder.varNames.size,
    co_stacksize: assembled.stackDepth,
    co_flags: codeFlags(u) | context.futureFlags,
    co_lnotab: assembled.lineTable,
  };
}

function codeFlags(u: Unit): number {
  const { builder, scope, kind } = u;
  let flags = builder.docRemovable ? CODE_FLAGS.CO_KILL_DOCSTRING : 0;
  if (kind === "class") return flags;
  if (builder.cellVars.size === 0 && builder.freeVars.size === 0) flags |= CODE_FLAGS.CO_NOFREE;
  if (kind === "module") return flags;
  flags |= CODE_FLAGS.CO_OPTIMIZED | CODE_FLAGS.CO_NEWLOCALS;
  if (scope.nested) flags |= CODE_FLAGS.CO_NESTED;
  if (scope.hasYieldInsideTry) flags |= CODE_FLAGS.CO_YIELD_INSIDE_TRY;
  if (scope.hasVariableArg) flags |= CODE_FLAGS.CO_VARARGS;
  if (scope.hasKeywordsArg) flags |= CODE_FLAGS.CO_VARKEYWORDS;
  return flags | generatorFlags(u);
}

function generatorFlags(u: Unit): number {
  const { isGenerator, isCoroutine } = u.scope;
  let flags = u.kind === "generator_expression" ? CODE_FLAGS.CO_GENERATOR : 0;
  if (isGenerator && isCoroutine) flags |= CODE_FLAGS.CO_ASYNC_GENERATOR;
  else if (isGenerator) flags |= CODE_FLAGS.CO_GENERATOR;
  else if (isCoroutine) flags |= CODE_FLAGS.CO_COROUTINE;
  return flags;
}
