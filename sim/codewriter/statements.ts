/**
 * Statements to jitcode.
 */

import { flattenConditionalCall } from "./calls.ts";
import { defined } from "../base/assert.ts";
import { isJitDriver } from "./driver-calls.ts";
import type { Breakable, Flattener } from "./flattener.ts";
import { kindOfNode, valueOfKind } from "./flattener.ts";
import { literalOf } from "./literals.ts";
import type { ClassModel, Label } from "./model.ts";
import { flattenOverflowTest, isOverflowDeclaration } from "./overflow.ts";
import { lineOf, refuse } from "./refuse.ts";
import { getKind, registerKind } from "./type-kinds.ts";
import { ts } from "./typescript.ts";

/** Translates one statement. */
export function flattenStatement(f: Flattener, node: ts.Statement): void {
  f.code.line = lineOf(node);
  if (ts.isBlock(node)) flattenBlock(f, node.statements);
  else if (ts.isVariableStatement(node)) flattenVariables(f, node.declarationList);
  else if (ts.isExpressionStatement(node)) f.code.scope(() => f.value(node.expression));
  else if (ts.isIfStatement(node)) flattenIf(f, node);
  else if (ts.isReturnStatement(node)) flattenReturn(f, node);
  else if (ts.isThrowStatement(node)) flattenThrow(f, node);
  else if (ts.isWhileStatement(node)) flattenWhile(f, node, null);
  else if (ts.isForStatement(node)) flattenFor(f, node, null);
  else if (ts.isLabeledStatement(node)) flattenLabeled(f, node);
  else if (ts.isBreakOrContinueStatement(node)) flattenJump(f, node);
  else if (ts.isSwitchStatement(node)) flattenSwitch(f, node);
  else if (ts.isTryStatement(node)) flattenTry(f, node);
  else if (!ts.isEmptyStatement(node)) {
    refuse(node, `${describe(node)} in traced code`, STATEMENT_HINTS[node.kind] ?? OUTSIDE);
  }
}

const OUTSIDE = "move it into an exported function marked @dont_look_inside";

const STATEMENT_HINTS: Readonly<Partial<Record<ts.SyntaxKind, string>>> = {
  [ts.SyntaxKind.ForOfStatement]: "count with for (let i = 0; i < a.length; i++)",
  [ts.SyntaxKind.DoStatement]: "write while (true) with a break",
};

function describe(node: ts.Statement): string {
  switch (node.kind) {
    case ts.SyntaxKind.ForOfStatement:
      return "for…of";
    case ts.SyntaxKind.ForInStatement:
      return "for…in";
    case ts.SyntaxKind.DoStatement:
      return "do…while";
    case ts.SyntaxKind.FunctionDeclaration:
      return "a nested function";
    case ts.SyntaxKind.ClassDeclaration:
      return "a nested class";
    default:
      return ts.SyntaxKind[node.kind];
  }
}

/** The statements of a block; an overflowing operation and its test are one. */
export function flattenBlock(f: Flattener, statements: readonly ts.Statement[]): void {
  f.code.scope(() => flattenSequence(f, statements));
}

function flattenSequence(f: Flattener, statements: readonly ts.Statement[]): void {
  for (let i = 0; i < statements.length; i++) {
    const statement = defined(statements[i], "statement");
    if (isOverflowDeclaration(f.world.checker, statement)) {
      f.code.line = lineOf(statement);
      flattenOverflowTest(f, statement, statements[++i]);
    } else {
      f.statement(statement);
    }
  }
}

function flattenVariables(f: Flattener, list: ts.VariableDeclarationList): void {
  if ((list.flags & ts.NodeFlags.BlockScoped) === 0) refuse(list, "var", "use let or const");
  for (const declaration of list.declarations) flattenVariable(f, declaration);
}

function flattenVariable(f: Flattener, node: ts.VariableDeclaration): void {
  const { checker } = f.world;
  if (!ts.isIdentifier(node.name)) {
    refuse(node.name, "destructuring in traced code", "read each field into its own const");
  }
  const type = checker.getTypeAtLocation(node.name);
  if (isJitDriver(type)) return;
  const symbol = defined(checker.getSymbolAtLocation(node.name), "symbol of a variable");
  const kind = registerKind(getKind(checker, type, node));
  const { initializer } = node;
  const register = f.code.declare(symbol, kind);
  if (initializer === undefined) return;
  f.code.scope(() => valueOfKind(f, initializer, kind, register));
}

function flattenIf(f: Flattener, node: ts.IfStatement): void {
  if (flattenConditionalCall(f, node)) return;
  const [whenTrue, whenFalse, end] = [f.code.newLabel(), f.code.newLabel(), f.code.newLabel()];
  const known = f.condition(node.expression, whenTrue, whenFalse);
  f.code.bind(whenTrue);
  if (known !== false) {
    f.statement(node.thenStatement);
    f.code.goto(end);
  }
  f.code.bind(whenFalse);
  if (known !== true && node.elseStatement !== undefined) f.statement(node.elseStatement);
  f.code.bind(end);
}

function flattenReturn(f: Flattener, node: ts.ReturnStatement): void {
  const kind = f.fn.call.resultKind;
  f.code.scope(() => {
    if (node.expression === undefined) {
      f.code.emit("return", -1, []);
    } else if (kind === "v") {
      f.value(node.expression);
      f.code.emit("return", -1, []);
    } else {
      f.code.emit("return", -1, [valueOfKind(f, node.expression, registerKind(kind))]);
    }
  });
}

function flattenThrow(f: Flattener, node: ts.ThrowStatement): void {
  checkThrown(f, node.expression);
  f.code.scope(() => {
    f.code.emit("raise", -1, [valueOfKind(f, node.expression, "r")]);
  });
}

/** Only guest exceptions are caught by traced code; all else is a bug or ends the run. */
function checkThrown(f: Flattener, node: ts.Expression): void {
  const { checker, classes } = f.world;
  const type = checker.getTypeAtLocation(node);
  if (type.flags & ts.TypeFlags.Unknown) return;
  const isGuests = (part: ts.Type): boolean => {
    const model = classes.lookupType(part);
    return model !== undefined && extendsGuestException(model);
  };
  if (type.isUnion() ? type.types.every(isGuests) : isGuests(type)) return;
  refuse(
    node,
    `throw of ${checker.typeToString(type)}, which is not a GuestException`,
    "traced code throws guest exceptions; check for bugs in a function marked @dont_look_inside",
  );
}

function extendsGuestException(model: ClassModel): boolean {
  for (let at: ClassModel | null = model; at !== null; at = at.parent) {
    if (at.name === "GuestException") return true;
  }
  return false;
}

function flattenLoop(
  f: Flattener,
  name: string | null,
  condition: ts.Expression | undefined,
  body: ts.Statement,
  step: ts.Expression | undefined,
): void {
  const [head, inside, next, end] = [0, 1, 2, 3].map(() => f.code.newLabel()) as Labels4;
  f.code.bind(head);
  if (condition !== undefined) f.condition(condition, inside, end);
  f.code.bind(inside);
  inBreakable(f, { name, breakTo: end, continueTo: next }, () => f.statement(body));
  f.code.bind(next);
  if (step !== undefined) f.code.scope(() => f.value(step));
  f.code.goto(head);
  f.code.bind(end);
}

type Labels4 = [Label, Label, Label, Label];

function flattenWhile(f: Flattener, node: ts.WhileStatement, name: string | null): void {
  flattenLoop(f, name, node.expression, node.statement, undefined);
}

function flattenFor(f: Flattener, node: ts.ForStatement, name: string | null): void {
  f.code.scope(() => {
    const { initializer, condition, statement, incrementor } = node;
    if (initializer !== undefined) {
      if (ts.isVariableDeclarationList(initializer)) flattenVariables(f, initializer);
      else f.value(initializer);
    }
    flattenLoop(f, name, condition, statement, incrementor);
  });
}

function inBreakable(f: Flattener, breakable: Breakable, body: () => void): void {
  f.breakables.push(breakable);
  body();
  f.breakables.pop();
}

function flattenLabeled(f: Flattener, node: ts.LabeledStatement): void {
  const name = node.label.text;
  if (ts.isWhileStatement(node.statement)) flattenWhile(f, node.statement, name);
  else if (ts.isForStatement(node.statement)) flattenFor(f, node.statement, name);
  else flattenLabeledBlock(f, node.statement, name);
}

function flattenLabeledBlock(f: Flattener, node: ts.Statement, name: string): void {
  const end = f.code.newLabel();
  const breakable = { name, breakTo: end, continueTo: null, isBlock: !ts.isSwitchStatement(node) };
  inBreakable(f, breakable, () => f.statement(node));
  f.code.bind(end);
}

function flattenJump(f: Flattener, node: ts.BreakOrContinueStatement): void {
  const isContinue = ts.isContinueStatement(node);
  const name = node.label?.text;
  const found = f.breakables.findLast((breakable) => {
    if (name !== undefined) return breakable.name === name;
    return isContinue ? breakable.continueTo !== null : breakable.isBlock !== true;
  });
  const { breakTo, continueTo } = defined(found, "statement to leave");
  f.code.goto(isContinue ? defined(continueTo, "loop to continue") : breakTo);
}

function flattenSwitch(f: Flattener, node: ts.SwitchStatement): void {
  f.code.scope(() => {
    const end = f.code.newLabel();
    const labels = node.caseBlock.clauses.map(() => f.code.newLabel());
    if (kindOfNode(f, node.expression) !== "i") {
      refuse(node.expression, "switch on something that is not a number", "write if…else");
    }
    const value = valueOfKind(f, node.expression, "i");
    const table: [number, Label][] = [];
    let fallback = end;
    node.caseBlock.clauses.forEach((clause, index) => {
      const label = defined(labels[index], "label");
      if (ts.isDefaultClause(clause)) fallback = label;
      else table.push([caseValue(f, clause), label]);
    });
    f.code.emit("switch", -1, [value], { table, target: fallback });
    inBreakable(f, { name: null, breakTo: end, continueTo: null }, () => {
      node.caseBlock.clauses.forEach((clause, index) => {
        f.code.bind(defined(labels[index], "label"));
        flattenBlock(f, clause.statements);
      });
    });
    f.code.bind(end);
  });
}

function caseValue(f: Flattener, clause: ts.CaseClause): number {
  const literal = literalOf(f.world.checker, clause.expression);
  if (literal?.kind === "i" && typeof literal.value === "number") return literal.value;
  return refuse(
    clause.expression,
    "a case that is not a small integer literal",
    "switch on a small number with literal cases, or write if…else",
  );
}

function flattenTry(f: Flattener, node: ts.TryStatement): void {
  if (node.finallyBlock !== undefined) {
    refuse(node.finallyBlock, "finally in traced code", "repeat the code at the end and in catch");
  }
  const clause = defined(node.catchClause, "catch clause");
  const [handler, end] = [f.code.newLabel(), f.code.newLabel()];
  const outer = f.code.handler;
  f.code.handler = handler;
  f.statement(node.tryBlock);
  f.code.handler = outer;
  f.code.goto(end);
  f.code.bind(handler);
  f.code.scope(() => {
    flattenCatchVariable(f, clause);
    f.statement(clause.block);
  });
  f.code.bind(end);
}

function flattenCatchVariable(f: Flattener, clause: ts.CatchClause): void {
  f.code.line = lineOf(clause);
  const variable = clause.variableDeclaration;
  if (variable === undefined) {
    f.code.emit("catch", f.code.newRegister("r"), []);
    return;
  }
  if (!ts.isIdentifier(variable.name)) refuse(variable, "destructuring in traced code");
  const symbol = defined(f.world.checker.getSymbolAtLocation(variable.name), "symbol");
  f.code.emit("catch", f.code.declare(symbol, "r"), []);
}
