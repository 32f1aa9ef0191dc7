/**
 * The functions that jitcode refers to, found as the call graph is walked: each is residual, looked
 * inside (and then waits to be flattened), or the portal.
 */

import { defined } from "../base/assert.ts";
import { UserError } from "../base/errors.ts";
import type { TypeKind } from "../jitcode/product.ts";
import type { ClassTable } from "./classes.ts";
import { hasModifier, lookupField } from "./classes.ts";
import type { ExportTable } from "./exports.ts";
import type { CallModel, ClassModel, FunctionModel, FunctionNode, SymbolRef } from "./model.ts";
import { effectOf, whyResidual } from "./policy.ts";
import { refuse } from "./refuse.ts";
import type { Tags } from "./tags.ts";
import { tagsOf } from "./tags.ts";
import { getParameterKind, getResultKind } from "./type-kinds.ts";
import { ts } from "./typescript.ts";

export type CallableNode = ts.FunctionDeclaration | ts.MethodDeclaration;

export class FunctionTable {
  private readonly checker: ts.TypeChecker;
  private readonly classes: ClassTable;
  private readonly exports: ExportTable;
  /** In the order of discovery, which is the order in the product. */
  private readonly models = new Map<FunctionNode, FunctionModel>();
  private readonly calls = new Map<string, CallModel>();

  constructor(checker: ts.TypeChecker, classes: ClassTable, exports: ExportTable) {
    this.checker = checker;
    this.classes = classes;
    this.exports = exports;
  }

  /** All functions found so far; grows while it is iterated. */
  list(): IterableIterator<FunctionModel> {
    return this.models.values();
  }

  /** The function or method declared by `node`, which has a body. */
  get(node: CallableNode, use: ts.Node): FunctionModel {
    const known = this.models.get(node);
    if (known !== undefined) return known;
    const tags = tagsOf(node);
    const reason = whyResidual(tags, node.body);
    const method = ts.isMethodDeclaration(node) ? node : null;
    const owner = method === null ? null : this.ownerOf(method);
    const model: FunctionModel = {
      name: owner === null ? nameOf(node) : `${owner.name}.${nameOf(node)}`,
      ref:
        method === null || owner === null
          ? this.exports.refOf(node, use)
          : this.methodRef(owner, method),
      convention: method !== null && !isStatic(method) ? "method" : "function",
      node,
      call: this.callOf(node, tags),
      look: tags.has("portal") ? "portal" : reason === null ? "inside" : "residual",
      reason: reason ?? "",
    };
    this.models.set(node, model);
    return model;
  }

  /** The constructor of a class, called residually. */
  getConstructor(owner: ClassModel, use: ts.Node): FunctionModel {
    const known = this.models.get(owner.node);
    if (known !== undefined) return known;
    const node = findConstructor(owner);
    const model: FunctionModel = {
      name: `new ${owner.name}`,
      ref: this.exports.refOf(owner.node, use),
      convention: "construct",
      node: owner.node,
      call: this.internCall({
        argKinds: node === undefined ? "" : this.parameterKinds(node).join(""),
        resultKind: "r",
        ...this.effect(node === undefined ? new Map() : tagsOf(node), null),
      }),
      look: "residual",
      reason: "its constructor is not simple",
    };
    this.models.set(owner.node, model);
    return model;
  }

  /** How a function or an interface's method is called. */
  callOf(node: CallableNode | ts.MethodSignature, tags: Tags): CallModel {
    const signature = defined(this.checker.getSignatureFromDeclaration(node), "signature");
    const isMethod = !ts.isFunctionDeclaration(node) && !isStatic(node);
    const result = this.checker.getReturnTypeOfSignature(signature);
    return this.internCall({
      argKinds: (isMethod ? "r" : "") + this.parameterKinds(node).join(""),
      resultKind: getResultKind(this.checker, result, node.type ?? node.name ?? node),
      ...this.effect(tags, node),
    });
  }

  private effect(
    tags: Tags,
    node: CallableNode | ts.MethodSignature | null,
  ): Pick<CallModel, "extraEffect" | "oopspec" | "writes"> {
    const { writesNothing, ...effect } = effectOf(tags);
    const names = tags.get("writes");
    if (names === undefined) return { ...effect, writes: writesNothing ? [] : null };
    if (node === null || !ts.isMethodDeclaration(node)) {
      throw new UserError("@writes names fields of a method's class, so it stands at a method");
    }
    const owner = this.ownerOf(node);
    this.classes.use(owner);
    const writes = names.split(/\s+/).map((name) => {
      const field = lookupField(owner, name);
      return field ?? refuse(node.name, `${owner.name} has no field ${name}`);
    });
    return { ...effect, writes };
  }

  /** A call with fewer arguments, the rest being optional. */
  truncateCall(call: CallModel, count: number): CallModel {
    return this.internCall({ ...call, argKinds: call.argKinds.slice(0, count) });
  }

  /** The same call that may run guest code. */
  withEffect(call: CallModel, extraEffect: number): CallModel {
    return this.internCall({ ...call, extraEffect });
  }

  private internCall(call: CallModel): CallModel {
    const key = JSON.stringify([
      call.argKinds,
      call.resultKind,
      call.extraEffect,
      call.oopspec,
      call.writes?.map((field) => `${field.owner.qualifiedName}.${field.name}`) ?? null,
    ]);
    const known = this.calls.get(key);
    if (known !== undefined) return known;
    this.calls.set(key, call);
    return call;
  }

  private parameterKinds(node: ts.SignatureDeclaration): TypeKind[] {
    return node.parameters.map((param) => this.parameterKind(param));
  }

  /** The kind of a parameter. */
  parameterKind(param: ts.ParameterDeclaration): TypeKind {
    if (param.dotDotDotToken !== undefined) {
      refuse(param, "a rest parameter of a function that is called from traced code");
    }
    return getParameterKind(this.checker, this.checker.getTypeAtLocation(param), param);
  }

  private ownerOf(node: ts.MethodDeclaration): ClassModel {
    if (!ts.isClassDeclaration(node.parent)) {
      return refuse(node, "a method of something that is not a class declaration");
    }
    return this.classes.get(node.parent);
  }

  private methodRef(owner: ClassModel, node: ts.MethodDeclaration): SymbolRef {
    this.classes.use(owner);
    const ref = this.exports.refOf(owner.node, node);
    const via = isStatic(node) ? "" : ".prototype";
    return { module: ref.module, path: `${ref.path}${via}.${nameOf(node)}` };
  }
}

export function isStatic(node: ts.MethodDeclaration | ts.MethodSignature): boolean {
  return ts.isMethodDeclaration(node) && hasModifier(node, ts.SyntaxKind.StaticKeyword);
}

/** The constructor declared by a class or the nearest of its parents. */
export function findConstructor(model: ClassModel): ts.ConstructorDeclaration | undefined {
  for (let at: ClassModel | null = model; at !== null; at = at.parent) {
    const own = at.node.members.find(ts.isConstructorDeclaration);
    if (own !== undefined) return own;
  }
  return undefined;
}

function nameOf(node: CallableNode): string {
  return node.name?.getText() ?? "default";
}
