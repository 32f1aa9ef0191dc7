/**
 * Simple constructors: `super(params or literals)`, then `this.field = parameter or literal`. Only
 * objects of classes with such a constructor can be virtual, because only they can be made again
 * from the values of their fields.
 */

import { defined } from "../base/assert.ts";
import type { ConstantValue } from "../jitcode/constant-text.ts";
import { literalOf } from "./literals.ts";
import type { ClassModel, InitModel, SimpleConstructor } from "./model.ts";
import { ts } from "./typescript.ts";

type Inits = Map<string, InitModel>;

/** The constructor of a class, own or inherited; null when it is not simple. */
export function simpleConstructorOf(
  checker: ts.TypeChecker,
  model: ClassModel,
): SimpleConstructor | null {
  const own = model.node.members.find(ts.isConstructorDeclaration);
  const inherited = model.parent === null ? emptyConstructor(model) : null;
  const parent = inherited ?? simpleConstructorOf(checker, defined(model.parent, "parent"));
  if (parent === null) return null;
  const result =
    own === undefined ? parent : ownConstructor(checker, own, parent, model.parent !== null);
  if (result === null) return null;
  const inits: Inits = new Map(result.inits);
  if (!addPropertyInits(checker, model, inits)) return null;
  if (model.ownFields.some((field) => !inits.has(field.name))) return null;
  return { paramCount: result.paramCount, inits };
}

/** The constructor that a class without `extends` has by itself; null for heirs of the host's. */
function emptyConstructor(model: ClassModel): SimpleConstructor | null {
  const extendsHost = model.node.heritageClauses?.some(
    (clause) => clause.token === ts.SyntaxKind.ExtendsKeyword,
  );
  return extendsHost === true ? null : { paramCount: 0, inits: new Map() };
}

function addPropertyInits(checker: ts.TypeChecker, model: ClassModel, inits: Inits): boolean {
  for (const field of model.ownFields) {
    const { initializer } = field.node;
    if (initializer === undefined || inits.has(field.name)) continue;
    const value = literalOf(checker, initializer);
    if (value === null) return false;
    inits.set(field.name, { from: "literal", value });
  }
  return true;
}

function ownConstructor(
  checker: ts.TypeChecker,
  node: ts.ConstructorDeclaration,
  parent: SimpleConstructor,
  hasParent: boolean,
): SimpleConstructor | null {
  const params = new Map<string, number>();
  for (const param of node.parameters) {
    const isPlain =
      ts.isIdentifier(param.name) &&
      param.initializer === undefined &&
      param.questionToken === undefined &&
      param.dotDotDotToken === undefined;
    if (!isPlain) return null;
    params.set(param.name.getText(), params.size);
  }
  const statements = [...(node.body?.statements ?? [])];
  let inits: Inits | null = new Map();
  if (hasParent) inits = superInits(checker, statements.shift(), params, parent);
  if (inits === null) return null;
  for (const statement of statements) {
    if (!addAssignment(checker, statement, params, inits)) return null;
  }
  return { paramCount: params.size, inits };
}

function superInits(
  checker: ts.TypeChecker,
  statement: ts.Statement | undefined,
  params: ReadonlyMap<string, number>,
  parent: SimpleConstructor,
): Inits | null {
  if (statement === undefined || !ts.isExpressionStatement(statement)) return null;
  const call = statement.expression;
  if (!ts.isCallExpression(call) || call.expression.kind !== ts.SyntaxKind.SuperKeyword)
    return null;
  const inits: Inits = new Map();
  for (const [name, init] of parent.inits) {
    if (init.from === "literal") {
      inits.set(name, init);
      continue;
    }
    const argument = call.arguments[init.index];
    const mapped = argument === undefined ? null : initOf(checker, argument, params);
    if (mapped === null) return null;
    inits.set(name, mapped);
  }
  return inits;
}

function addAssignment(
  checker: ts.TypeChecker,
  statement: ts.Statement,
  params: ReadonlyMap<string, number>,
  inits: Inits,
): boolean {
  if (!ts.isExpressionStatement(statement)) return false;
  const { expression } = statement;
  if (!ts.isBinaryExpression(expression)) return false;
  if (expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  const { left, right } = expression;
  if (!ts.isPropertyAccessExpression(left)) return false;
  if (left.expression.kind !== ts.SyntaxKind.ThisKeyword) return false;
  const init = initOf(checker, right, params);
  if (init === null) return false;
  inits.set(left.name.text, init);
  return true;
}

function initOf(
  checker: ts.TypeChecker,
  node: ts.Expression,
  params: ReadonlyMap<string, number>,
): InitModel | null {
  const index = ts.isIdentifier(node) ? params.get(node.text) : undefined;
  if (index !== undefined) return { from: "param", index };
  const value: ConstantValue | null = literalOf(checker, node);
  return value === null ? null : { from: "literal", value };
}
