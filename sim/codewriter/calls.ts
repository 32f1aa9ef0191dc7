/**
 * Calls: of functions, of methods, of hints, of the portal, and `new`.
 */

import { defined } from "../base/assert.ts";
import { EXTRA_EFFECT } from "../trace/descr.ts";
import { isOpName } from "../trace/ops.ts";
import { isSubclass } from "./classes.ts";
import { NO_VALUE } from "./code-builder.ts";
import { simpleConstructorOf } from "./constructors.ts";
import { flattenDriverCall, isJitDriver } from "./driver-calls.ts";
import type { Flattener } from "./flattener.ts";
import {
  checkKind,
  deliver,
  resultRegister,
  someValue,
  someValues,
  valueOfKind,
} from "./flattener.ts";
import type { CallableNode } from "./functions.ts";
import { findConstructor, isStatic } from "./functions.ts";
import { skipTransparent } from "./literals.ts";
import { findTargets, getSuperMethod } from "./methods.ts";
import type { CallModel, FunctionModel } from "./model.ts";
import { lookupOverflowOp } from "./overflow.ts";
import { refuse } from "./refuse.ts";
import { tagsOf } from "./tags.ts";
import { registerKind } from "./type-kinds.ts";
import { ts } from "./typescript.ts";

/** Translates a call; the result is {@link NO_VALUE} when there is none. */
export function flattenCall(f: Flattener, node: ts.CallExpression, dst?: number): number {
  const { checker } = f.world;
  if (node.questionDotToken !== undefined) refuse(node, "optional chaining", "test for null");
  const callee = skipTransparent(node.expression);
  if (ts.isPropertyAccessExpression(callee)) {
    if (callee.questionDotToken !== undefined) refuse(node, "optional chaining", "test for null");
    const receiver = checker.getTypeAtLocation(callee.expression);
    if (isJitDriver(receiver)) return flattenDriverCall(f, node, callee.name.text, dst);
  }
  const declaration = calleeOf(f, node);
  if (ts.isFunctionDeclaration(declaration)) return flattenFunctionCall(f, node, declaration, dst);
  if (!ts.isMethodSignature(declaration) && isStatic(declaration)) {
    return flattenFunctionCall(f, node, declaration, dst);
  }
  if (!ts.isPropertyAccessExpression(callee)) return refuse(node, "a call that is not a method's");
  if (callee.expression.kind === ts.SyntaxKind.SuperKeyword)
    return flattenSuper(f, node, callee, dst);
  return flattenMethodCall(f, node, callee, declaration, dst);
}

/** The declaration that a call means; overloads give the one with the body. */
function calleeOf(
  f: Flattener,
  node: ts.CallExpression,
): ts.FunctionDeclaration | ts.MethodDeclaration | ts.MethodSignature {
  const declaration = f.world.checker.getResolvedSignature(node)?.declaration;
  const text = node.expression.getText();
  if (declaration === undefined) {
    refuse(node, `call of ${text}, whose type is unknown`, "see npm run typecheck");
  }
  if (ts.isFunctionDeclaration(declaration) || ts.isMethodDeclaration(declaration)) {
    return declaration;
  }
  const isOurs = !declaration.getSourceFile().isDeclarationFile;
  if (ts.isMethodSignature(declaration) && isOurs) return declaration;
  if (!isOurs) {
    refuse(
      node,
      `call of ${text}, which belongs to a library`,
      "call it in an exported function marked @dont_look_inside (or @elidable)",
    );
  }
  return refuse(
    node,
    `call of ${text} through a function-typed value`,
    "make it a method of a class, or wrap the call in a residual method",
  );
}

function flattenFunctionCall(
  f: Flattener,
  node: ts.CallExpression,
  declaration: CallableNode,
  dst: number | undefined,
): number {
  const tags = tagsOf(declaration);
  if (tags.has("hint")) return flattenHint(f, node, tags.get("hint") ?? "", dst);
  if (tags.has("cast")) return flattenCast(f, node, dst);
  if (tags.has("op")) return flattenOperation(f, node, declaration, dst);
  const fn = f.world.functions.get(declaration, node);
  const args = someValues(f, node.arguments);
  return emitCall(f, node, fn, args, node.arguments, dst);
}

function flattenCast(f: Flattener, node: ts.CallExpression, dst: number | undefined): number {
  const argument = defined(node.arguments[0], "argument of a cast");
  const value = someValue(f, argument, dst);
  const want = f.world.functions.callOf(calleeOf(f, node) as CallableNode, new Map()).resultKind;
  if (want !== "v") checkKind(f, argument, value, registerKind(want));
  return value;
}

function flattenOperation(
  f: Flattener,
  node: ts.CallExpression,
  declaration: CallableNode,
  dst: number | undefined,
): number {
  const opname = declaration.name?.getText() ?? "";
  if (!isOpName(opname)) refuse(node, `${opname} is marked @op but is not a trace operation`);
  if (lookupOverflowOp(f.world.checker, node) !== undefined) {
    refuse(
      node,
      `${opname} outside of its pattern`,
      `write \`const z = ${opname}(a, b); if (z === null) { … }\``,
    );
  }
  const call = f.world.functions.callOf(declaration, new Map());
  const args = someValues(f, node.arguments);
  checkArguments(f, call, args, node.arguments);
  const kind = call.resultKind === "v" ? "i" : call.resultKind;
  return f.code.emit("execute", resultRegister(f, kind, dst), args, { opname });
}

function flattenHint(
  f: Flattener,
  node: ts.CallExpression,
  hint: string,
  dst: number | undefined,
): number {
  if (hint === "we_are_jitted") return deliver(f, f.code.integer(1), dst);
  const argument = defined(node.arguments[0], "argument of a hint");
  const value = someValue(f, argument);
  switch (hint) {
    case "promote":
    case "assert_not_none":
      return f.code.emit(hint, resultRegister(f, f.code.kindOf(value), dst), [value]);
    case "virtual_ref":
      return f.code.emit(hint, resultRegister(f, "r", dst), [value]);
    case "force_virtualizable":
    case "virtual_ref_finish":
    case "virtual_ref_keep":
      f.code.emit(hint, -1, [value]);
      return NO_VALUE;
    case "new_array": {
      const type = f.world.checker.getTypeAtLocation(node);
      const array = defined(f.world.arrays.lookup(type, node), "array type");
      return f.code.emit("new_array", resultRegister(f, "r", dst), [value], { array });
    }
    default:
      return refuse(node, `unknown hint ${hint}`);
  }
}

function flattenSuper(
  f: Flattener,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  dst: number | undefined,
): number {
  const owner = f.fn.node.parent;
  if (!ts.isClassDeclaration(owner)) return refuse(node, "super outside of a class");
  const method = getSuperMethod(f.world.classes.get(owner), callee.name.text);
  const fn = f.world.functions.get(method, node);
  const nodes = [callee.expression, ...node.arguments];
  const args = [0, ...someValues(f, node.arguments)];
  return emitCall(f, node, fn, args, nodes, dst);
}

function flattenMethodCall(
  f: Flattener,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  declared: ts.MethodDeclaration | ts.MethodSignature,
  dst: number | undefined,
): number {
  const { checker, classes, functions } = f.world;
  const name = callee.name.text;
  const receiver = checker.getTypeAtLocation(callee.expression);
  const targets = findTargets(checker, classes, receiver, name);
  const candidates = targets.implementations.map((method) => functions.get(method, node));
  const nodes = [callee.expression, ...node.arguments];
  const args = someValues(f, nodes);
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1 && !targets.isOpen) {
    return emitCall(f, node, only, args, nodes, dst);
  }
  const model = classes.lookupType(receiver);
  if (model !== undefined) classes.use(model);
  const fallback = functions.callOf(declared, tagsOf(declared));
  for (const candidate of candidates) checkOverride(f, node, candidate, fallback);
  const residual = candidates.find((candidate) => candidate.look === "residual");
  if (residual !== undefined || targets.isOpen) {
    checkNoVable(f, nodes, residual?.name ?? name, residual?.reason ?? "it may be the host's");
  }
  checkArguments(f, fallback, args, nodes);
  return emitResult(f, node, fallback, dst, (register) =>
    f.code.emit("call_method", register, args, { method: name, fallback }),
  );
}

function checkOverride(
  f: Flattener,
  node: ts.Node,
  candidate: FunctionModel,
  declared: CallModel,
): void {
  const { call } = candidate;
  if (call.argKinds === declared.argKinds && call.resultKind === declared.resultKind) return;
  refuse(
    ts.isClassDeclaration(candidate.node) ? node : (candidate.node.name ?? node),
    `${candidate.name} has kinds ${showKinds(call)}, but is called as ${showKinds(declared)}`,
    `give all implementations of a method the same kinds (called in ${f.fn.name})`,
  );
}

function showKinds(call: CallModel): string {
  return `(${call.argKinds}) -> ${call.resultKind}`;
}

/** Emits the call of a function that is known. */
function emitCall(
  f: Flattener,
  node: ts.Expression,
  fn: FunctionModel,
  args: readonly number[],
  nodes: readonly ts.Expression[],
  dst: number | undefined,
): number {
  const { functions } = f.world;
  checkArguments(f, fn.call, args, nodes);
  const isShort = args.length < fn.call.argKinds.length;
  if (fn.look === "residual") {
    checkNoVable(f, nodes, fn.name, fn.reason);
    const call = isShort ? functions.truncateCall(fn.call, args.length) : fn.call;
    return emitResult(f, node, call, dst, (register) =>
      f.code.emit("residual_call", register, args, { fn, call }),
    );
  }
  if (isShort) refuse(node, `a call of ${fn.name} that leaves out arguments`, "pass all of them");
  if (fn.look === "portal") {
    const call = functions.withEffect(fn.call, EXTRA_EFFECT.forcesVirtual);
    return emitResult(f, node, call, dst, (register) =>
      f.code.emit("recursive_call", register, args, { fn, call }),
    );
  }
  return emitResult(f, node, fn.call, dst, (register) =>
    f.code.emit("inline_call", register, args, { fn }),
  );
}

/**
 * `if (condition) f(…);` of a function marked `@conditional_call`: one instruction, which leaves no
 * guard of the condition. False for any other statement.
 */
export function flattenConditionalCall(f: Flattener, node: ts.IfStatement): boolean {
  const call = onlyCall(node.thenStatement);
  if (call === null || node.elseStatement !== undefined) return false;
  const declaration = f.world.checker.getResolvedSignature(call)?.declaration;
  if (declaration === undefined || !tagsOf(declaration).has("conditional_call")) return false;
  if (!ts.isMethodDeclaration(declaration)) refuse(call, "@conditional_call stands at a method");
  const callee = call.expression as ts.PropertyAccessExpression;
  const fn = f.world.functions.get(declaration, call);
  if (fn.call.resultKind !== "v") {
    refuse(call, `${fn.name} is called conditionally, but gives a result`);
  }
  f.code.scope(() => {
    const condition = valueOfKind(f, node.expression, "i");
    const nodes = [callee.expression, ...call.arguments];
    const args = someValues(f, nodes);
    checkArguments(f, fn.call, args, nodes);
    checkNoVable(f, nodes, fn.name, fn.reason);
    f.code.emit("cond_call", -1, [condition, ...args], { fn, call: fn.call });
  });
  return true;
}

/** The call that a statement consists of. */
function onlyCall(node: ts.Statement): ts.CallExpression | null {
  if (ts.isBlock(node)) {
    const [only] = node.statements;
    return only === undefined || node.statements.length > 1 ? null : onlyCall(only);
  }
  if (!ts.isExpressionStatement(node)) return null;
  return ts.isCallExpression(node.expression) ? node.expression : null;
}

/** Gives a call its result register; code after a call that never returns is dead. */
function emitResult(
  f: Flattener,
  node: ts.Expression,
  call: CallModel,
  dst: number | undefined,
  emit: (register: number) => void,
): number {
  const { resultKind } = call;
  const register = resultKind === "v" ? -1 : resultRegister(f, resultKind, dst);
  emit(register);
  const type = f.world.checker.getTypeAtLocation(node);
  if (type.flags & ts.TypeFlags.Never) f.code.emit("unreachable", -1, []);
  return register === -1 ? NO_VALUE : register;
}

function checkArguments(
  f: Flattener,
  call: CallModel,
  args: readonly number[],
  nodes: readonly ts.Expression[],
): void {
  args.forEach((arg, index) => {
    const want = call.argKinds[index];
    if (want === undefined) refuse(defined(nodes[index], "argument"), "too many arguments");
    checkKind(f, defined(nodes[index], "argument"), arg, want === "b" ? "i" : (want as "i"));
  });
}

/** Its fields live in registers of compiled code, so a residual function would see old ones. */
function checkNoVable(
  f: Flattener,
  nodes: readonly ts.Expression[],
  name: string,
  reason: string,
): void {
  const { vable, classes, checker } = f.world;
  if (vable === null) return;
  for (const node of nodes) {
    const self = node.kind === ts.SyntaxKind.SuperKeyword ? f.fn.node.parent : undefined;
    const model =
      self !== undefined && ts.isClassDeclaration(self)
        ? classes.get(self)
        : classes.lookupType(checker.getTypeAtLocation(node));
    if (model === undefined || !isSubclass(model, vable.owner)) continue;
    refuse(
      node,
      `the virtualizable is passed to ${name}, which is not looked inside: ${reason}`,
      "make it traceable (@unroll_safe for a loop of constant length), or pass fields instead",
    );
  }
}

/** `new C(…)`: one instruction if the constructor is simple, else a residual call. */
export function flattenNew(f: Flattener, node: ts.NewExpression, dst?: number): number {
  const { checker, classes, functions } = f.world;
  const model = classes.lookup(checker.getTypeAtLocation(node).symbol);
  if (model === undefined) {
    return refuse(
      node,
      `new ${node.expression.getText()}, which is not a class of the project`,
      "create it in an exported function marked @dont_look_inside",
    );
  }
  classes.use(model);
  const nodes = node.arguments ?? [];
  const args = someValues(f, nodes);
  const simple = simpleConstructorOf(checker, model);
  if (simple === null) {
    return emitCall(f, node, functions.getConstructor(model, node), args, nodes, dst);
  }
  const head = findConstructor(model);
  head?.parameters.forEach((param, index) => {
    const kind = functions.parameterKind(param);
    const argument = nodes[index] ?? node;
    checkKind(f, argument, args[index] ?? refuse(node, "missing argument"), registerKind(kind));
  });
  f.world.exports.refOf(model.node, node);
  return f.code.emit("new", resultRegister(f, "r", dst), args, { layout: model });
}
