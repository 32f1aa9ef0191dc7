/**
 * Builds the scopes of a module from its tree. Errors of scoping are found here.
 *
 * Longer than most files: one visitor over all kinds of nodes that touch names.
 *
 * Counterpart: pypy/interpreter/astcompiler/symtable.py (SymtableBuilder).
 */

import { defined, unreachable } from "../../../base/assert.ts";
import type {
  AnnAssignNode,
  Argument,
  Arguments,
  ClassDefNode,
  Comprehension,
  ComprehensionNode,
  Expression,
  FunctionDefNode,
  GlobalNode,
  ImportFromNode,
  ImportNode,
  LambdaNode,
  Located,
  Module,
  NamedExprNode,
  ReturnNode,
  Statement,
} from "../parser/ast.ts";
import { childExpressions, defaultsOf } from "../parser/ast-children.ts";
import type { SourceText } from "../parser/source-text.ts";
import { ROLES, Scope, type ScopeKind } from "./scope.ts";

/** A node that has a scope of its own. */
export type ScopeNode = Module | FunctionDefNode | ClassDefNode | LambdaNode | ComprehensionNode;

/** The scopes of a module by their nodes. */
export class SymbolTable {
  private readonly scopes = new Map<ScopeNode, Scope>();

  add(node: ScopeNode, scope: Scope): void {
    this.scopes.set(node, scope);
  }

  get(node: ScopeNode): Scope {
    return defined(this.scopes.get(node), "scope");
  }
}

interface Builder {
  readonly table: SymbolTable;
  readonly source: SourceText;
  readonly stack: Scope[];
  readonly module: Scope;
}

const START: Located = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/** Finds the scopes of `module` and decides where its names live. */
export function buildSymbolTable(module: Module): SymbolTable {
  const table = new SymbolTable();
  const top = new Scope("module", "<top-level>", START, module.source);
  const builder: Builder = { table, source: module.source, stack: [top], module: top };
  table.add(module, top);
  visitBody(builder, module.body);
  top.finalize(null, new Set(), new Set());
  return table;
}

function current(b: Builder): Scope {
  return b.stack.at(-1)!;
}

function inScope(
  b: Builder,
  kind: ScopeKind,
  name: string,
  node: Exclude<ScopeNode, Module>,
  visit: (scope: Scope) => void,
): Scope {
  const scope = new Scope(kind, name, node, b.source);
  current(b).addChild(scope);
  b.table.add(node, scope);
  b.stack.push(scope);
  visit(scope);
  b.stack.pop();
  return scope;
}

/** Notes a name in the current scope; a global declaration also reaches the module. */
function note(b: Builder, name: string, role: number, at?: Located): void {
  const mangled = current(b).note(name, role, at);
  if (role & ROLES.GLOBAL) {
    b.module.roles.set(mangled, (b.module.roles.get(mangled) ?? 0) | role);
  }
}

function visitBody(b: Builder, body: readonly Statement[]): void {
  for (const statement of body) visitStatement(b, statement);
}

function visitAll(b: Builder, expressions: readonly (Expression | null)[]): void {
  for (const expression of expressions) if (expression !== null) visit(b, expression);
}

function visitStatement(b: Builder, s: Statement): void {
  switch (s.kind) {
    case "FunctionDef":
    case "AsyncFunctionDef":
      visitFunction(b, s);
      return;
    case "ClassDef":
      visitClass(b, s);
      return;
    case "Return":
      visitReturn(b, s);
      return;
    case "Delete":
      visitAll(b, s.targets);
      return;
    case "Assign":
      visitAll(b, [...s.targets, s.value]);
      return;
    case "AugAssign":
      visitAll(b, [s.target, s.value]);
      return;
    case "AnnAssign":
      visitAnnAssign(b, s);
      return;
    case "Raise":
      visitAll(b, [s.exc, s.cause]);
      return;
    case "Assert":
      visitAll(b, [s.test, s.msg]);
      return;
    case "Import":
    case "ImportFrom":
      visitImport(b, s);
      return;
    case "Global":
    case "Nonlocal":
      s.kind === "Global" ? visitGlobal(b, s) : visitNonlocal(b, s);
      return;
    case "Expr":
      visit(b, s.value);
      return;
    case "Pass":
    case "Break":
    case "Continue":
      return;
    default:
      visitBlocks(b, s);
      return;
  }
}

type BlockStatement = Extract<
  Statement,
  { kind: "If" | "While" | "For" | "AsyncFor" | "With" | "AsyncWith" | "Try" }
>;

function visitBlocks(b: Builder, s: BlockStatement): void {
  switch (s.kind) {
    case "If":
    case "While":
      visit(b, s.test);
      visitBody(b, s.body);
      visitBody(b, s.orelse);
      return;
    case "For":
    case "AsyncFor":
      visitAll(b, [s.target, s.iter]);
      visitBody(b, s.body);
      visitBody(b, s.orelse);
      return;
    case "With":
    case "AsyncWith":
      for (const item of s.items) visitAll(b, [item.contextExpr, item.optionalVars]);
      visitTryBody(b, s.body);
      return;
    case "Try":
      visitTryBody(b, s.body);
      for (const handler of s.handlers) {
        if (handler.name !== null) note(b, handler.name, ROLES.ASSIGNED, handler);
        visitAll(b, [handler.type]);
        visitBody(b, handler.body);
      }
      visitBody(b, s.orelse);
      visitBody(b, s.finalbody);
      return;
    default:
      unreachable(s);
  }
}

function visitTryBody(b: Builder, body: readonly Statement[]): void {
  const scope = current(b);
  scope.tryDepth++;
  visitBody(b, body);
  scope.tryDepth--;
}

function visitFunction(b: Builder, node: FunctionDefNode): void {
  note(b, node.name, ROLES.ASSIGNED, node);
  visitAll(b, defaultsOf(node.args));
  visitAll(b, annotationsOf(node.args));
  visitAll(b, [node.returns, ...node.decoratorList]);
  const kind = node.kind === "AsyncFunctionDef" ? "async_function" : "function";
  inScope(b, kind, node.name, node, (scope) => {
    noteParameters(b, scope, node.args);
    visitBody(b, node.body);
  });
}

function annotationsOf(args: Arguments): (Expression | null)[] {
  const all = [...args.posonlyargs, ...args.args, args.vararg, args.kwarg, ...args.kwonlyargs];
  return all.map((argument) => argument?.annotation ?? null);
}

function noteParameters(b: Builder, scope: Scope, args: Arguments): void {
  const ordered = [...args.posonlyargs, ...args.args, ...args.kwonlyargs];
  for (const argument of ordered) noteParameter(b, scope, argument);
  if (args.vararg !== null) noteParameter(b, scope, args.vararg);
  if (args.kwarg !== null) noteParameter(b, scope, args.kwarg);
  scope.hasVariableArg = args.vararg !== null;
  scope.hasKeywordsArg = args.kwarg !== null;
}

function noteParameter(b: Builder, scope: Scope, argument: Argument): void {
  if (argument.arg === "__debug__") scope.fail("cannot assign to __debug__", argument);
  note(b, argument.arg, ROLES.PARAM, argument);
}

function visitClass(b: Builder, node: ClassDefNode): void {
  note(b, node.name, ROLES.ASSIGNED, node);
  visitAll(b, node.bases);
  for (const keyword of node.keywords) visit(b, keyword.value);
  visitAll(b, node.decoratorList);
  inScope(b, "class", node.name, node, (scope) => {
    scope.note("__class__", ROLES.ASSIGNED);
    scope.note("__locals__", ROLES.PARAM);
    visitBody(b, node.body);
  });
}

function visitReturn(b: Builder, node: ReturnNode): void {
  const scope = current(b);
  if (!scope.isFunction) scope.fail("return outside function", node, -1);
  visitAll(b, [node.value]);
}

function visitAnnAssign(b: Builder, node: AnnAssignNode): void {
  const scope = current(b);
  if (!scope.isFunction) scope.containsAnnotated = true;
  const { target } = node;
  if (target.kind === "Name") {
    const old = scope.roleOf(target.id);
    for (const [bit, word] of [
      [ROLES.GLOBAL, "global"],
      [ROLES.NONLOCAL, "nonlocal"],
    ] as const) {
      if (node.simple && old & bit) {
        scope.fail(`annotated name '${target.id}' can't be ${word}`, node);
      }
    }
    const role = (node.simple ? ROLES.ANNOTATED : 0) | (node.value === null ? 0 : ROLES.ASSIGNED);
    if (role !== 0) note(b, target.id, role, target);
  } else visit(b, target);
  visitAll(b, [node.value, node.annotation]);
}

function visitImport(b: Builder, node: ImportNode | ImportFromNode): void {
  for (const alias of node.names) {
    if (alias.name === "*") {
      if (current(b).isFunction) current(b).fail("import * only allowed at module level", node);
      continue;
    }
    const stored = alias.asname ?? alias.name.split(".")[0]!;
    note(b, stored, ROLES.ASSIGNED, node);
  }
}

function visitGlobal(b: Builder, node: GlobalNode): void {
  const scope = current(b);
  for (const name of node.names) {
    const old = scope.roleOf(name);
    const refuse = (message: string) => scope.fail(message, node);
    if (old & ROLES.PARAM) refuse(`name '${name}' is parameter and global`);
    if (old & ROLES.NONLOCAL) refuse(`name '${name}' is nonlocal and global`);
    if (old & ROLES.ANNOTATED) refuse(`annotated name '${name}' can't be global`);
    if (old & ROLES.ASSIGNED) refuse(`name '${name}' is assigned to before global declaration`);
    if (old & ROLES.USED) refuse(`name '${name}' is used prior to global declaration`);
    note(b, name, ROLES.GLOBAL, node);
  }
}

function visitNonlocal(b: Builder, node: GlobalNode): void {
  const scope = current(b);
  for (const name of node.names) {
    const old = scope.roleOf(name);
    const refuse = (message: string) => scope.fail(message, node);
    const isClassCell = name === "__class__" && scope.kind === "class";
    if (scope.kind === "module") refuse("nonlocal declaration not allowed at module level");
    if (old & ROLES.PARAM) refuse(`name '${name}' is parameter and nonlocal`);
    if (old & ROLES.GLOBAL) refuse(`name '${name}' is nonlocal and global`);
    if (old & ROLES.ANNOTATED) refuse(`annotated name '${name}' can't be nonlocal`);
    if (old & ROLES.ASSIGNED && !isClassCell) {
      refuse(`name '${name}' is assigned to before nonlocal declaration`);
    }
    if (old & ROLES.USED && !isClassCell) {
      refuse(`name '${name}' is used prior to nonlocal declaration`);
    }
    note(b, name, ROLES.NONLOCAL, node);
    if (!scope.nonlocalDirectives.has(name)) scope.nonlocalDirectives.set(name, node);
  }
}

function visit(b: Builder, e: Expression): void {
  switch (e.kind) {
    case "Name":
      note(b, e.id, e.ctx === "Load" ? ROLES.USED : ROLES.ASSIGNED, e);
      return;
    case "Lambda":
      visitLambda(b, e);
      return;
    case "ListComp":
    case "SetComp":
    case "DictComp":
    case "GeneratorExp":
      visitComprehension(b, e);
      return;
    case "NamedExpr":
      visitNamedExpr(b, e);
      return;
    case "Yield":
    case "YieldFrom":
      noteYield(current(b), e);
      break;
    case "Await":
      noteAwait(current(b), e);
      break;
    default:
  }
  visitAll(b, childExpressions(e));
}

function noteYield(scope: Scope, e: Expression): void {
  if (!scope.isFunction) scope.fail("'yield' outside function", e, -1);
  if (e.kind === "YieldFrom" && scope.kind === "async_function") {
    scope.fail("'yield from' inside async function", e, -1);
  }
  scope.isGenerator = true;
  if (scope.tryDepth > 0) scope.hasYieldInsideTry = true;
}

function noteAwait(scope: Scope, at: Located): void {
  if (!scope.isFunction) scope.fail("'await' outside function", at, -1);
  scope.isCoroutine = true;
}

function visitLambda(b: Builder, node: LambdaNode): void {
  visitAll(b, defaultsOf(node.args));
  inScope(b, "function", "<lambda>", node, (scope) => {
    noteParameters(b, scope, node.args);
    visit(b, node.body);
  });
}

const COMPREHENSION_NAMES = {
  ListComp: "list comprehension",
  SetComp: "set comprehension",
  DictComp: "dict comprehension",
  GeneratorExp: "generator expression",
} as const;

function visitComprehension(b: Builder, node: ComprehensionNode): void {
  const [outer, ...rest] = node.generators;
  visitIterable(b, outer!.iter);
  const scope = inScope(b, "comprehension", "<genexpr>", node, (inner) => {
    inner.note(".0", ROLES.PARAM);
    inner.isCoroutine ||= outer!.isAsync;
    visitTarget(b, outer!.target);
    visitAll(b, outer!.ifs);
    for (const clause of rest) visitClause(b, clause);
    visitAll(b, node.kind === "DictComp" ? [node.value, node.key] : [node.elt]);
  });
  if (scope.isGenerator) {
    scope.fail(`'yield' inside ${COMPREHENSION_NAMES[node.kind]}`, node);
  }
  scope.isGenerator = node.kind === "GeneratorExp";
}

function visitClause(b: Builder, clause: Comprehension): void {
  visitTarget(b, clause.target);
  visitIterable(b, clause.iter);
  visitAll(b, clause.ifs);
  if (clause.isAsync) noteAwait(current(b), clause.target);
}

function visitTarget(b: Builder, target: Expression): void {
  const scope = current(b);
  scope.inComprehensionTarget = true;
  visit(b, target);
  scope.inComprehensionTarget = false;
}

function visitIterable(b: Builder, iter: Expression): void {
  const scope = current(b);
  scope.comprehensionIterDepth++;
  visit(b, iter);
  scope.comprehensionIterDepth--;
}

/** `name := value` binds in the nearest scope that is no comprehension. */
function visitNamedExpr(b: Builder, node: NamedExprNode): void {
  const scope = current(b);
  if (scope.comprehensionIterDepth > 0) {
    const what = "assignment expression cannot be used in a comprehension iterable expression";
    scope.fail(what, node);
  }
  if (scope.kind === "comprehension") bindOutside(b, scope, node);
  visitAll(b, [node.target, node.value]);
}

function bindOutside(b: Builder, scope: Scope, node: NamedExprNode): void {
  const name = node.target.id;
  for (const parent of [...b.stack].reverse()) {
    if (parent.kind === "comprehension") {
      if (parent.roleOf(name) & ROLES.COMP_ITER) {
        const what = "assignment expression cannot rebind comprehension iteration variable";
        scope.fail(`${what} '${name}'`, node);
      }
    } else if (parent.isFunction) {
      parent.note(name, ROLES.ASSIGNED);
      scope.note(name, parent.roleOf(name) & ROLES.GLOBAL ? ROLES.GLOBAL : ROLES.NONLOCAL);
      return;
    } else if (parent.kind === "module") {
      parent.note(name, ROLES.GLOBAL);
      scope.note(name, ROLES.GLOBAL);
    } else {
      const what = "assignment expression within a comprehension cannot be used in a class body";
      scope.fail(what, node);
    }
  }
}
