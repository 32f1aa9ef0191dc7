/**
 * Expressions to jitcode: the value ends in an operand. Calls and accesses have files of their own.
 */

import { defined } from "../base/assert.ts";
import { flattenModuleConstant, flattenRead, flattenWrite } from "./accesses.ts";
import { flattenCall, flattenNew } from "./calls.ts";
import { lookupCondition, refuseOperator } from "./comparisons.ts";
import { NO_VALUE } from "./code-builder.ts";
import type { Flattener } from "./flattener.ts";
import {
  assigns,
  checkKind,
  deliver,
  kindOfNode,
  resultRegister,
  someValue,
  someValues,
  valueOfKind,
} from "./flattener.ts";
import { isConstantPath, literalOf, skipTransparent } from "./literals.ts";
import { refuse } from "./refuse.ts";
import { isSmallNumber, lookupKind, registerKind } from "./type-kinds.ts";
import { ts } from "./typescript.ts";

const K = ts.SyntaxKind;

/** Operators on small numbers, also in compound assignments. */
const ARITHMETIC: Readonly<Partial<Record<ts.SyntaxKind, string>>> = {
  [K.PlusToken]: "add",
  [K.PlusEqualsToken]: "add",
  [K.MinusToken]: "sub",
  [K.MinusEqualsToken]: "sub",
  [K.AsteriskToken]: "mul",
  [K.AsteriskEqualsToken]: "mul",
  [K.AmpersandToken]: "and",
  [K.AmpersandEqualsToken]: "and",
  [K.BarToken]: "or",
  [K.BarEqualsToken]: "or",
  [K.CaretToken]: "xor",
  [K.CaretEqualsToken]: "xor",
  [K.LessThanLessThanToken]: "lshift",
  [K.LessThanLessThanEqualsToken]: "lshift",
  [K.GreaterThanGreaterThanToken]: "rshift",
  [K.GreaterThanGreaterThanEqualsToken]: "rshift",
};

/** What to write instead of constructs outside of the subset. */
const REFUSED: Readonly<Partial<Record<ts.SyntaxKind, readonly [what: string, hint: string]>>> = {
  [K.ArrowFunction]: ["a closure", "make it an exported function or a method"],
  [K.FunctionExpression]: ["a closure", "make it an exported function or a method"],
  [K.TemplateExpression]: ["a template literal", "build strings in an @elidable function"],
  [K.NoSubstitutionTemplateLiteral]: ["a template literal", 'write it with "…"'],
  [K.TypeOfExpression]: ["typeof", "use instanceof, or a residual function"],
  [K.DeleteExpression]: ["delete", "use a residual function"],
  [K.AwaitExpression]: ["await", "traced code is synchronous"],
  [K.YieldExpression]: ["yield", "generators cannot be traced"],
  [K.SpreadElement]: ["spread", "write the items out"],
  [K.ObjectLiteralExpression]: ["an object literal", "make it an instance of an exported class"],
  [K.RegularExpressionLiteral]: ["a regular expression", "use a residual function"],
  [K.VoidExpression]: ["void", "drop it"],
};

/** Translates an expression; its value is in the operand returned (`dst` if that is given). */
export function flattenValue(f: Flattener, node: ts.Expression, dst?: number): number {
  const outer = f.at;
  f.at = node;
  const value = flattenInner(f, skipTransparent(node), dst);
  f.at = outer;
  checkCast(f, node, value);
  return value;
}

/** The kind of a value must be the kind of its type, whatever casts and generics say. */
function checkCast(f: Flattener, node: ts.Expression, value: number): void {
  if (value === NO_VALUE) return;
  const type = f.world.checker.getTypeAtLocation(node);
  const kind = lookupKind(f.world.checker, type);
  if (kind === null || kind === "v" || kind === "ovf" || isUnreached(f)) return;
  const actual = f.code.kindOf(value);
  if (actual === registerKind(kind)) return;
  refuse(
    node,
    `${f.world.checker.typeToString(type)} is held as another kind of value here`,
    "casts and type parameters cannot turn numbers into references or Floats",
  );
}

/** Whether the last instruction ends the code: what follows is dead. */
function isUnreached(f: Flattener): boolean {
  const last = f.code.items.at(-1);
  return last !== undefined && "op" in last && last.op === "unreachable";
}

function flattenInner(f: Flattener, inner: ts.Expression, dst: number | undefined): number {
  const literal = literalOf(f.world.checker, inner);
  if (literal !== null) {
    const constant =
      literal.kind === "b" ? f.code.integer(literal.value ? 1 : 0) : f.code.constant(literal);
    return deliver(f, constant, dst);
  }
  if (ts.isIdentifier(inner)) return flattenName(f, inner, dst);
  if (inner.kind === K.ThisKeyword) return flattenThis(f, inner, dst);
  if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) {
    return flattenRead(f, inner, dst);
  }
  if (ts.isCallExpression(inner)) return flattenCallOrTest(f, inner, dst);
  if (ts.isNewExpression(inner)) return flattenNew(f, inner, dst);
  if (ts.isBinaryExpression(inner)) return flattenBinary(f, inner, dst);
  if (ts.isPrefixUnaryExpression(inner)) return flattenPrefix(f, inner, dst);
  if (ts.isPostfixUnaryExpression(inner)) return flattenUpdate(f, inner, dst, true);
  if (ts.isConditionalExpression(inner)) return flattenChoice(f, inner, dst);
  if (ts.isArrayLiteralExpression(inner)) return flattenArray(f, inner, dst);
  const [what, hint] = REFUSED[inner.kind] ?? [
    ts.SyntaxKind[inner.kind],
    "use a residual function",
  ];
  return refuse(inner, `${what} in traced code`, hint);
}

function flattenName(f: Flattener, node: ts.Identifier, dst: number | undefined): number {
  const { checker } = f.world;
  if (node.text === "undefined") refuse(node, "undefined in traced code", "use null");
  const symbol = checker.getSymbolAtLocation(node);
  const register = symbol === undefined ? undefined : f.code.lookupVariable(symbol);
  if (register !== undefined) {
    // TypeScript knows better than the register only for the result of `int_add_ovf` and its kin.
    kindOfName(f, node);
    return deliver(f, register, dst);
  }
  const declaration = symbol?.valueDeclaration;
  const isFunction = declaration !== undefined && ts.isFunctionLike(declaration);
  const isClass = declaration !== undefined && ts.isClassLike(declaration);
  if (isConstantPath(checker, node) || isFunction || isClass) {
    return flattenModuleConstant(f, node, dst);
  }
  return refuse(
    node,
    `${node.text} is neither local nor a module-level const`,
    "run state hangs from objects that are passed in",
  );
}

function kindOfName(f: Flattener, node: ts.Identifier): void {
  const type = f.world.checker.getTypeAtLocation(node);
  if ((type.flags & ts.TypeFlags.Never) === 0) kindOfNode(f, node);
}

function flattenThis(f: Flattener, node: ts.Node, dst: number | undefined): number {
  if (f.fn.convention !== "method") refuse(node, "this outside of a method");
  return deliver(f, 0, dst);
}

/** Calls of boolean `@op` functions are comparisons; all others are calls. */
function flattenCallOrTest(f: Flattener, node: ts.CallExpression, dst: number | undefined): number {
  const test = lookupCondition(f, node);
  if (test === undefined) return flattenCall(f, node, dst);
  const { opname, args } = test;
  return f.code.emit("execute", resultRegister(f, "i", dst), args, { opname });
}

function flattenBinary(f: Flattener, node: ts.BinaryExpression, dst: number | undefined): number {
  const operator = node.operatorToken.kind;
  if (operator === K.EqualsToken) return flattenAssignment(f, node, dst);
  if (operator === K.AmpersandAmpersandToken || operator === K.BarBarToken) {
    return flattenTruth(f, node, dst);
  }
  if (operator === K.InstanceOfKeyword) return flattenInstanceOf(f, node, dst);
  const test = lookupCondition(f, node);
  if (test !== undefined) return flattenComparison(f, test.opname, test.args, dst);
  const name = ARITHMETIC[operator];
  if (name === undefined) refuseBinary(node);
  const opname = `int_${name}`;
  checkSmallNumbers(f, node, name);
  if (operator >= K.FirstCompoundAssignment && operator <= K.LastCompoundAssignment) {
    return assign(f, node.left, dst, (readOld, target) => {
      let old = readOld();
      const isChanged = ts.isIdentifier(node.left) && assigns(node.right, node.left.text);
      if (isChanged) old = f.code.move(f.code.newRegister("i"), old);
      const args = [old, someValue(f, node.right)];
      return f.code.emit("execute", target ?? f.code.newRegister("i"), args, { opname });
    });
  }
  const args = someValues(f, [node.left, node.right]);
  return f.code.emit("execute", resultRegister(f, "i", dst), args, { opname });
}

function refuseBinary(node: ts.BinaryExpression): never {
  const text = node.operatorToken.getText();
  if (text === "==" || text === "!=") refuse(node, `operator ${text}`, `write ${text}=`);
  if (text === "??") {
    refuse(node, "operator ?? in traced code", "write `a === null ? b : a`; test .length first");
  }
  return refuse(node, `operator ${text} in traced code`, "call an @op or @elidable function");
}

function checkSmallNumbers(f: Flattener, node: ts.BinaryExpression, name: string): void {
  for (const side of [node.left, node.right]) {
    if (isSmallNumber(f.world.checker.getTypeAtLocation(side))) continue;
    refuseOperator(f, node, side, `int_${name}`, `float_${name}`);
  }
}

/** A comparison as a value: null tests become comparisons with the null pointer. */
function flattenComparison(
  f: Flattener,
  opname: string,
  args: readonly number[],
  dst: number | undefined,
): number {
  const register = resultRegister(f, "i", dst);
  const isNullTest = opname === "ptr_iszero" || opname === "ptr_nonzero";
  if (!isNullTest) return f.code.emit("execute", register, args, { opname });
  const operands = [...args, f.code.constant({ kind: "n" })];
  const name = opname === "ptr_iszero" ? "ptr_eq" : "ptr_ne";
  return f.code.emit("execute", register, operands, { opname: name });
}

/** `a && b`, `a || b` as a value. */
function flattenTruth(f: Flattener, node: ts.Expression, dst: number | undefined): number {
  if (kindOfNode(f, node) !== "b") {
    refuse(node, "&& or || on values that are not booleans", "write `a !== null ? a : b`");
  }
  const result = resultRegister(f, "i", dst);
  const [whenTrue, whenFalse, end] = [f.code.newLabel(), f.code.newLabel(), f.code.newLabel()];
  f.condition(node, whenTrue, whenFalse);
  f.code.bind(whenTrue);
  f.code.move(result, f.code.integer(1));
  f.code.goto(end);
  f.code.bind(whenFalse);
  f.code.move(result, f.code.integer(0));
  f.code.bind(end);
  return result;
}

function flattenInstanceOf(
  f: Flattener,
  node: ts.BinaryExpression,
  dst: number | undefined,
): number {
  const { checker, classes } = f.world;
  const symbol = checker.getTypeAtLocation(node.right).symbol;
  const model = classes.lookup(symbol);
  if (model === undefined) {
    return refuse(node.right, `instanceof ${node.right.getText()}`, "use a class of the project");
  }
  classes.use(model);
  const value = valueOfKind(f, node.left, "r");
  return f.code.emit("instance_of", resultRegister(f, "i", dst), [value], { layout: model });
}

function flattenAssignment(
  f: Flattener,
  node: ts.BinaryExpression,
  dst: number | undefined,
): number {
  return assign(f, node.left, dst, (_readOld, target) => {
    if (target === undefined) return someValue(f, node.right);
    return valueOfKind(f, node.right, f.code.kindOf(target), target);
  });
}

/**
 * Assigns what `makeValue` gives to a variable, field or item. `target` is the register where the
 * value is wanted, if there is one.
 */
function assign(
  f: Flattener,
  left: ts.Expression,
  dst: number | undefined,
  makeValue: (readOld: () => number, target: number | undefined) => number,
): number {
  const place = skipTransparent(left);
  if (ts.isPropertyAccessExpression(place) || ts.isElementAccessExpression(place)) {
    const result = flattenWrite(f, place, (readOld) => {
      const value = makeValue(readOld, undefined);
      return { value, result: value };
    });
    return deliver(f, result, dst);
  }
  if (!ts.isIdentifier(place)) refuse(left, "destructuring in traced code");
  const variable = getVariable(f, place);
  const value = makeValue(() => variable, variable);
  checkKind(f, left, value, f.code.kindOf(variable));
  return deliver(f, f.code.move(variable, value), dst);
}

function getVariable(f: Flattener, node: ts.Identifier): number {
  const symbol = f.world.checker.getSymbolAtLocation(node);
  const register = symbol === undefined ? undefined : f.code.lookupVariable(symbol);
  return register ?? refuse(node, `assignment to ${node.text}, which is not local`);
}

function flattenPrefix(
  f: Flattener,
  node: ts.PrefixUnaryExpression,
  dst: number | undefined,
): number {
  if (node.operator === K.PlusPlusToken || node.operator === K.MinusMinusToken) {
    return flattenUpdate(f, node, dst, false);
  }
  if (node.operator === K.ExclamationToken) {
    if (kindOfNode(f, node.operand) !== "b") refuse(node, "! on a value that is not a boolean");
    const value = someValue(f, node.operand);
    const opname = "int_is_zero";
    return f.code.emit("execute", resultRegister(f, "i", dst), [value], { opname });
  }
  const text = node.operator === K.MinusToken ? "-" : node.operator === K.TildeToken ? "~" : "+";
  if (node.operator !== K.MinusToken) refuse(node, `unary ${text}`, "call int_invert");
  const type = f.world.checker.getTypeAtLocation(node.operand);
  if (!isSmallNumber(type)) {
    refuse(node, "unary - on Int or Float", "call int_neg or float_neg of sim/base");
  }
  const value = someValue(f, node.operand);
  return f.code.emit("execute", resultRegister(f, "i", dst), [value], { opname: "int_neg" });
}

/** `++` and `--`. */
function flattenUpdate(
  f: Flattener,
  node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression,
  dst: number | undefined,
  wantsOld: boolean,
): number {
  const opname = node.operator === K.PlusPlusToken ? "int_add" : "int_sub";
  if (!isSmallNumber(f.world.checker.getTypeAtLocation(node.operand))) {
    refuse(
      node,
      `${opname === "int_add" ? "++" : "--"} on Int`,
      `call ${opname} of sim/base/int.ts`,
    );
  }
  const isStatement = ts.isExpressionStatement(node.parent) || ts.isForStatement(node.parent);
  let old = NO_VALUE;
  const updated = assign(f, node.operand, undefined, (readOld, target) => {
    old = readOld();
    // The old value of a variable must be saved before its register is overwritten.
    if (wantsOld && !isStatement && target !== undefined) {
      old = f.code.move(f.code.newRegister("i"), old);
    }
    const register = target ?? f.code.newRegister("i");
    return f.code.emit("execute", register, [old, f.code.integer(1)], { opname });
  });
  return deliver(f, wantsOld && !isStatement ? old : updated, dst);
}

function flattenChoice(
  f: Flattener,
  node: ts.ConditionalExpression,
  dst: number | undefined,
): number {
  const kind = kindOfNode(f, node);
  const result = resultRegister(f, kind, dst);
  const [whenTrue, whenFalse, end] = [f.code.newLabel(), f.code.newLabel(), f.code.newLabel()];
  const known = f.condition(node.condition, whenTrue, whenFalse);
  f.code.bind(whenTrue);
  if (known !== false) valueOfKind(f, node.whenTrue, registerKind(kind), result);
  f.code.goto(end);
  f.code.bind(whenFalse);
  if (known !== true) valueOfKind(f, node.whenFalse, registerKind(kind), result);
  f.code.bind(end);
  return result;
}

function flattenArray(
  f: Flattener,
  node: ts.ArrayLiteralExpression,
  dst: number | undefined,
): number {
  const { checker, arrays } = f.world;
  const context = checker.getContextualType(node) ?? checker.getTypeAtLocation(node);
  const array =
    arrays.lookup(context, node) ?? arrays.lookup(checker.getTypeAtLocation(node), node);
  if (array === undefined) return refuse(node, "a tuple in traced code", "use a class");
  const values = someValues(f, node.elements);
  const result = resultRegister(f, "r", undefined);
  f.code.emit("new_array", result, [f.code.integer(values.length)], { array });
  values.forEach((value, index) => {
    checkKind(f, defined(node.elements[index], "item"), value, registerKind(array.itemKind));
    f.code.emit("setarrayitem", -1, [result, f.code.integer(index), value], { array });
  });
  return deliver(f, result, dst);
}
