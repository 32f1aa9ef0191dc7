/**
 * What makes functions: def, lambda, class and comprehensions, in the code around them.
 *
 * Counterpart: pypy/interpreter/astcompiler/codegen.py (_make_function, _visit_function, ...).
 */

import { assert } from "../../../base/assert.ts";
import type {
  Arguments,
  ClassDefNode,
  ComprehensionNode,
  Expression,
  FunctionDefNode,
  LambdaNode,
} from "../parser/ast.ts";
import { emitCall } from "./generate-calls.ts";
import { constantItems } from "./generate-displays.ts";
import { emitNameOperation } from "./generate-names.ts";
import type { CompiledScope } from "./unit.ts";
import { failAt, type Unit, visit, visitAll } from "./unit.ts";

/** Bits of MAKE_FUNCTION's argument. */
const DEFAULTS = 1;
const KEYWORD_DEFAULTS = 2;
const ANNOTATIONS = 4;
const CLOSURE = 8;

/** Makes a function of compiled code; `flags` tells what is on the stack for it. */
function emitMakeFunction(u: Unit, compiled: CompiledScope, flags: number): void {
  const { builder } = u;
  const { code, qualname } = compiled;
  let argument = flags;
  if (code.co_freevars.length > 0) {
    argument |= CLOSURE;
    for (const name of code.co_freevars) {
      const place = u.scope.lookup(name);
      const isCell = place === "cell" || place === "cell_class";
      const table = isCell ? builder.cellVars : builder.freeVars;
      const isKnown = table.has(name) || place === "free";
      assert(isKnown, `closure variable ${name} lives here or outside`);
      builder.emit("LOAD_CLOSURE", table.get(name) ?? builder.addName(table, name));
    }
    builder.emit("BUILD_TUPLE", code.co_freevars.length);
  }
  builder.loadConst({ kind: "code", code });
  builder.loadStr(qualname);
  builder.emit("MAKE_FUNCTION", argument);
}

/** A function definition, decorated and bound to its name. */
export function emitFunctionDef(u: Unit, node: FunctionDefNode): void {
  const { builder } = u;
  for (const decorator of node.decoratorList) {
    builder.line = decorator.line;
    visit(u, decorator);
  }
  builder.line = node.line;
  let flags = emitDefaults(u, node.args);
  if (emitAnnotations(u, node)) flags |= ANNOTATIONS;
  const kind = node.kind === "AsyncFunctionDef" ? "async_function" : "function";
  emitMakeFunction(u, u.context.generators.scope(u, kind, node.name, node), flags);
  for (const _ of node.decoratorList) builder.emit("CALL_FUNCTION", 1);
  emitNameOperation(u, node.name, "Store", node);
}

/** A lambda expression. */
export function emitLambda(u: Unit, node: LambdaNode): void {
  const flags = emitDefaults(u, node.args);
  emitMakeFunction(u, u.context.generators.scope(u, "lambda", "<lambda>", node), flags);
}

function emitDefaults(u: Unit, args: Arguments): number {
  const { builder } = u;
  let flags = 0;
  if (args.defaults.length > 0) {
    flags |= DEFAULTS;
    const items = constantItems(args.defaults);
    if (items === undefined) {
      visitAll(u, args.defaults);
      builder.emit("BUILD_TUPLE", args.defaults.length);
    } else {
      builder.line = args.defaults.at(-1)!.line;
      builder.loadConst({ kind: "tuple", items });
    }
  }
  const names: string[] = [];
  args.kwDefaults.forEach((value, i) => {
    if (value === null) return;
    names.push(u.scope.mangle(args.kwonlyargs[i]!.arg));
    visit(u, value);
  });
  if (names.length > 0) {
    flags |= KEYWORD_DEFAULTS;
    builder.loadNames(names);
    builder.emit("BUILD_CONST_KEY_MAP", names.length);
  }
  return flags;
}

/** Leaves the dictionary of annotations, if there are any. */
function emitAnnotations(u: Unit, node: FunctionDefNode): boolean {
  const { posonlyargs, args, vararg, kwonlyargs, kwarg } = node.args;
  const all = [...posonlyargs, ...args, vararg, ...kwonlyargs, kwarg];
  const names: string[] = [];
  const add = (name: string, annotation: Expression | null) => {
    if (annotation === null) return;
    visit(u, annotation);
    names.push(u.scope.mangle(name));
  };
  for (const argument of all) if (argument !== null) add(argument.arg, argument.annotation);
  add("return", node.returns);
  if (names.length === 0) return false;
  u.builder.loadNames(names);
  u.builder.emit("BUILD_CONST_KEY_MAP", names.length);
  return true;
}

/** A class definition, decorated and bound to its name. */
export function emitClassDef(u: Unit, node: ClassDefNode): void {
  const { builder } = u;
  visitAll(u, node.decoratorList);
  const compiled = u.context.generators.scope(u, "class", node.name, node);
  builder.emit("LOAD_BUILD_CLASS");
  emitMakeFunction(u, compiled, 0);
  builder.loadStr(node.name);
  emitCall(u, 2, node.bases, node.keywords);
  for (const _ of node.decoratorList) builder.emit("CALL_FUNCTION", 1);
  emitNameOperation(u, node.name, "Store", node);
}

const COMPREHENSION_NAMES = {
  ListComp: "<listcomp>",
  SetComp: "<setcomp>",
  DictComp: "<dictcomp>",
  GeneratorExp: "<genexpr>",
} as const;

/** A comprehension: makes its function and calls it with the first iterator. */
export function emitComprehension(u: Unit, node: ComprehensionNode): void {
  const { builder, context } = u;
  const isGenerator = node.kind === "GeneratorExp";
  const kind = isGenerator ? "generator_expression" : "comprehension";
  const compiled = context.generators.scope(u, kind, COMPREHENSION_NAMES[node.kind], node);
  const isAsync = context.symbols.get(node).isCoroutine;
  if (isAsync && !u.scope.isCoroutine && !isGenerator) {
    failAt(u, node, "asynchronous comprehension outside of an asynchronous function");
  }
  builder.line = node.line;
  emitMakeFunction(u, compiled, 0);
  const first = node.generators[0]!;
  visit(u, first.iter);
  builder.emit(first.isAsync ? "GET_AITER" : "GET_ITER");
  builder.emit("CALL_FUNCTION", 1);
  if (isAsync && !isGenerator) emitAwait(u);
}

/** Awaits the value on top of the stack. */
export function emitAwait(u: Unit): void {
  u.builder.emit("GET_AWAITABLE");
  u.builder.loadNone();
  u.builder.emit("YIELD_FROM");
}
