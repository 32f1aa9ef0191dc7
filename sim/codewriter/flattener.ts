/**
 * What the parts of flattening share: the program's tables, the function's code, and the way back
 * into expressions, conditions and statements, whose translations call each other.
 */

import { toFloat } from "../base/float.ts";
import type { TypeKind } from "../jitcode/product.ts";
import type { Kind } from "../trace/values.ts";
import type { ArrayTable } from "./arrays.ts";
import type { ClassTable } from "./classes.ts";
import type { CodeBuilder } from "./code-builder.ts";
import { NO_VALUE } from "./code-builder.ts";
import type { ExportTable } from "./exports.ts";
import type { FunctionTable } from "./functions.ts";
import { skipTransparent } from "./literals.ts";
import type { FunctionModel, Label, VirtualizableModel } from "./model.ts";
import { refuse } from "./refuse.ts";
import { getKind, registerKind } from "./type-kinds.ts";
import { ts } from "./typescript.ts";

/** What is known of the whole program. */
export interface World {
  readonly checker: ts.TypeChecker;
  readonly classes: ClassTable;
  readonly exports: ExportTable;
  readonly functions: FunctionTable;
  readonly arrays: ArrayTable;
  readonly vable: VirtualizableModel | null;
}

/** A statement that `break` or `continue` can leave. */
export interface Breakable {
  readonly name: string | null;
  readonly breakTo: Label;
  readonly continueTo: Label | null;
  /** Left only by `break name`: a labelled block. */
  readonly isBlock?: boolean;
}

/** The translation of one function. */
export interface Flattener {
  readonly world: World;
  readonly code: CodeBuilder;
  readonly fn: FunctionModel;
  readonly breakables: Breakable[];
  /** The expression being translated, for error messages. */
  at: ts.Node;
  /** Where the merge point stands in the code's items, and the operands it names. */
  mergePoint: MergePoint | null;
  /** Translates an expression; its value is in the operand returned, in `dst` if that is given. */
  value(node: ts.Expression, dst?: number): number;
  /** Translates a condition into jumps; gives its value if that is known. */
  condition(node: ts.Expression, whenTrue: Label, whenFalse: Label): boolean | null;
  statement(node: ts.Statement): void;
}

export interface MergePoint {
  readonly node: ts.Node;
  readonly args: readonly number[];
  /** The variables in scope. */
  readonly nameOf: (register: number) => string;
}

/** A value that must exist. */
export function someValue(f: Flattener, node: ts.Expression, dst?: number): number {
  const value = f.value(node, dst);
  if (value === NO_VALUE) refuse(node, "a call without a result is used as a value");
  return value;
}

/** A value of the kind that its place wants. */
export function valueOfKind(f: Flattener, node: ts.Expression, want: Kind, dst?: number): number {
  if (f.world.checker.getTypeAtLocation(node).flags & ts.TypeFlags.Never) {
    f.value(node);
    return zeroOfKind(f.code, want);
  }
  const value = someValue(f, node, dst);
  checkKind(f, node, value, want);
  return value;
}

/** Any value of a kind, for code that is never reached. */
export function zeroOfKind(code: CodeBuilder, kind: Kind): number {
  if (kind === "r") return code.constant({ kind: "n" });
  return kind === "i" ? code.integer(0) : code.constant({ kind: "f", value: toFloat(0) });
}

const KIND_NAMES: Readonly<Record<Kind, string>> = {
  i: "an integer",
  r: "a reference",
  f: "a Float",
};

/** Refuses a value of one kind where another is wanted (TypeScript lets a Float be a number). */
export function checkKind(f: Flattener, node: ts.Node, value: number, want: Kind): void {
  checkSameKind(node, f.code.kindOf(value), want);
}

/** Refuses a kind that is not the one wanted. */
export function checkSameKind(node: ts.Node, kind: Kind, want: Kind): void {
  if (kind === want) return;
  refuse(
    node,
    `${KIND_NAMES[kind]} where ${KIND_NAMES[want]} is expected`,
    "convert with cast_int_to_float or cast_float_to_int, or wrap it in an object",
  );
}

/** The same for the arguments of an operation. */
export function checkKinds(
  f: Flattener,
  nodes: readonly ts.Node[],
  values: readonly number[],
  want: Kind,
): void {
  values.forEach((value, index) => {
    checkKind(f, nodes[index] ?? f.fn.node, value, want);
  });
}

/** The kind of an expression by its type. */
export function kindOfNode(f: Flattener, node: ts.Expression): TypeKind {
  return getKind(f.world.checker, f.world.checker.getTypeAtLocation(node), node);
}

/** The register for a result: the one asked for, or a new one. */
export function resultRegister(f: Flattener, kind: TypeKind, dst: number | undefined): number {
  if (dst === undefined) return f.code.newRegister(registerKind(kind));
  checkSameKind(f.at, registerKind(kind), f.code.kindOf(dst));
  return dst;
}

/** Hands over a value that is already in an operand. */
export function deliver(f: Flattener, value: number, dst: number | undefined): number {
  if (dst === undefined) return value;
  checkKind(f, f.at, value, f.code.kindOf(dst));
  return f.code.move(dst, value);
}

/** Values of several expressions, evaluated in order. */
export function someValues(f: Flattener, nodes: readonly ts.Expression[]): number[] {
  return nodes.map((node, index) => {
    const value = someValue(f, node);
    const variable = skipTransparent(node);
    if (value < 0 || !ts.isIdentifier(variable)) return value;
    if (!nodes.slice(index + 1).some((later) => assigns(later, variable.text))) return value;
    return f.code.move(f.code.newRegister(f.code.kindOf(value)), value);
  });
}

/** Whether evaluating `node` assigns the local variable `name`. */
export function assigns(node: ts.Node, name: string): boolean {
  const isName = (place: ts.Node): boolean => ts.isIdentifier(place) && place.text === name;
  if (ts.isBinaryExpression(node)) {
    const kind = node.operatorToken.kind;
    const isAssignment =
      kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    if (isAssignment && isName(node.left)) return true;
  }
  const isUpdate = ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node);
  if (isUpdate && isName(node.operand)) return true;
  return ts.forEachChild(node, (child) => assigns(child, name) || undefined) ?? false;
}
