/**
 * What the code writer knows of classes, functions and instructions before they get their numbers
 * in the build product.
 */

import type { ConstantValue } from "../jitcode/constant-text.ts";
import type { JitOp } from "../jitcode/instructions.ts";
import type { LiveSets } from "../jitcode/liveness.ts";
import type { TypeKind } from "../jitcode/product.ts";
import type { Kind } from "../trace/values.ts";
import type { ts } from "./typescript.ts";

/** A thing that can be found at run time: what a module exports under a path. */
export interface SymbolRef {
  readonly module: string;
  readonly path: string;
}

export interface FieldModel {
  readonly owner: ClassModel;
  readonly name: string;
  /** Null when the type has no kind: traced code must not touch it. */
  readonly kind: TypeKind | null;
  readonly isPure: boolean;
  readonly isQuasiImmutable: boolean;
  readonly isLazyStore: boolean;
  readonly node: ts.PropertyDeclaration;
}

/** How a simple constructor fills a field. */
export type InitModel =
  | { readonly from: "param"; readonly index: number }
  | { readonly from: "literal"; readonly value: ConstantValue };

/** A constructor that only assigns parameters and literals to fields. */
export interface SimpleConstructor {
  readonly paramCount: number;
  readonly inits: ReadonlyMap<string, InitModel>;
}

export interface ClassModel {
  readonly name: string;
  readonly qualifiedName: string;
  readonly node: ts.ClassDeclaration;
  readonly parent: ClassModel | null;
  readonly children: ClassModel[];
  readonly ownFields: FieldModel[];
  readonly isRaw: boolean;
  readonly isAbstract: boolean;
}

/** The fields of the guest's frame that compiled code keeps in registers. */
export interface VirtualizableModel {
  readonly owner: ClassModel;
  readonly fields: readonly FieldModel[];
  readonly arrayField: FieldModel | null;
  readonly array: ArrayModel | null;
}

/** Arrays are equal when their item kinds and purity are; interned, compared by identity. */
export interface ArrayModel {
  readonly name: string;
  readonly itemKind: TypeKind;
  readonly isPure: boolean;
}

export interface CallModel {
  readonly argKinds: string;
  readonly resultKind: TypeKind | "v";
  readonly extraEffect: number;
  readonly oopspec: string | null;
  /** What the call may write that traced code reads; null for anything. */
  readonly writes: readonly FieldModel[] | null;
}

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.ClassDeclaration;

/** A function that traced code may call. */
export interface FunctionModel {
  readonly name: string;
  readonly ref: SymbolRef;
  readonly convention: "function" | "method" | "construct";
  readonly node: FunctionNode;
  readonly call: CallModel;
  readonly look: "inside" | "residual" | "portal";
  /** Why it is residual, for error messages. */
  readonly reason: string;
}

/** A place in the code, known once it is bound. */
export interface Label {
  readonly id: number;
}

/** An instruction before its targets have numbers. */
export interface Draft {
  readonly op: JitOp;
  readonly dst: number;
  /** Registers, or `~index` into the function's constants. */
  readonly args: readonly number[];
  readonly line: number;
  readonly opname: string | null;
  readonly target: Label | null;
  readonly handler: Label | null;
  readonly table: readonly (readonly [value: number, label: Label])[] | null;
  readonly field: FieldModel | null;
  readonly mutateField: FieldModel | null;
  readonly array: ArrayModel | null;
  readonly layout: ClassModel | null;
  readonly fn: FunctionModel | null;
  readonly call: CallModel | null;
  readonly fallback: CallModel | null;
  readonly method: string | null;
}

/** A constant of a function: a value, or something found when linking. */
export type ConstantModel =
  | Exclude<ConstantValue, { kind: "x" }>
  | { readonly kind: "ref"; readonly typeKind: TypeKind; readonly ref: SymbolRef };

/** An instruction whose targets are instruction numbers, -1 for none. */
export interface PlacedInstr {
  readonly draft: Draft;
  readonly op: JitOp;
  readonly dst: number;
  readonly args: readonly number[];
  readonly target: number;
  readonly handler: number;
  readonly table: readonly (readonly [value: number, pc: number])[] | null;
  readonly tableTargets: readonly number[];
}

/** The finished code of one function. */
export interface FunctionCode {
  readonly fn: FunctionModel;
  readonly registerKinds: readonly Kind[];
  readonly paramCount: number;
  readonly constants: readonly ConstantModel[];
  readonly instrs: readonly PlacedInstr[];
  readonly live: readonly LiveSets[];
}
