/**
 * The build product: what the code writer stores for one guest and the loader reads back. Plain
 * JSON. Tables refer to each other by index; host classes and functions are named by module and
 * export path; the code of a function is one string, decoded when it is first used.
 *
 * Modules are paths from the repository's root without the extension, so that the same product
 * serves the TypeScript sources and the compiled JavaScript.
 */

import type { Kind } from "../trace/values.ts";

/** Raised when the shape of the product changes. */
export const PRODUCT_FORMAT = 3;

/** A kind as types have it: `b` is an `i` that the guest holds as a boolean. */
export type TypeKind = Kind | "b";

/** Index of a module in {@link Product.modules}, and the export path in it (`A.prototype.f`). */
export type SymbolRow = readonly [module: number, path: string];

/** How a constructor fills a field: from its parameter `index`, or with a constant's text. */
export type InitRow = readonly [field: string, from: "p", index: number] | InitLiteralRow;
export type InitLiteralRow = readonly [field: string, from: "l", constant: string];

/** A class: its own fields only; inherited ones are the parent's. */
export interface LayoutRow {
  readonly name: string;
  readonly qualifiedName: string;
  /** Index of the parent's layout (smaller than its own), or -1. */
  readonly parent: number;
  readonly isRaw: boolean;
  readonly symbol: SymbolRow;
  readonly fields: readonly FieldRow[];
  /** Number of constructor parameters, -1 when the constructor is not simple. */
  readonly paramCount: number;
  readonly inits: readonly InitRow[];
}

/** Flags: `p` pure, `q` quasi-immutable, `l` lazy store. */
export type FieldRow = readonly [name: string, kind: TypeKind, flags: string];

export type ArrayRow = readonly [name: string, itemKind: TypeKind, isPure: boolean];

export interface CallRow {
  readonly args: string;
  readonly result: TypeKind | "v";
  readonly extraEffect: number;
  readonly oopspec: string | null;
  /** Fields (numbered over all layouts) that the call may write; null for anything. */
  readonly writes: readonly number[] | null;
}

export interface FunctionRow {
  readonly name: string;
  readonly convention: "function" | "method" | "construct";
  readonly symbol: SymbolRow;
  readonly call: number;
  /** The jitcode to look inside, or -1 when the function is residual. */
  readonly jitcode: number;
}

export interface JitcodeRow {
  readonly name: string;
  readonly file: string;
  readonly result: Kind | "v";
  readonly paramCount: number;
  /** One letter a register. */
  readonly registerKinds: string;
  /** Texts of constants, see constant-text.ts. */
  readonly constants: readonly string[];
  /** Distinct sets of live registers, each as space-separated numbers. */
  readonly liveSets: readonly string[];
  /** See instruction-codec.ts. */
  readonly code: string;
}

export interface VirtualizableRow {
  readonly layout: number;
  /** Field names in the order of the tag. */
  readonly fields: readonly string[];
  readonly arrayField: string | null;
  readonly array: number;
}

/** A driver and its portal. */
export interface DriverRow {
  readonly name: string;
  readonly greenKinds: readonly TypeKind[];
  readonly redKinds: readonly Kind[];
  readonly vableRedIndex: number;
  readonly vable: VirtualizableRow | null;
  /** Index of the portal in {@link Product.functions}. */
  readonly portal: number;
}

export interface Product {
  readonly format: typeof PRODUCT_FORMAT;
  readonly guest: string;
  /** Hash over the texts of `sources` and over the code writer; see freshness.ts. */
  readonly hash: string;
  readonly sources: readonly string[];
  /** The main driver first. */
  readonly drivers: readonly DriverRow[];
  readonly modules: readonly string[];
  /** Method names and operation names that code refers to. */
  readonly names: readonly string[];
  readonly layouts: readonly LayoutRow[];
  readonly arrays: readonly ArrayRow[];
  readonly calls: readonly CallRow[];
  readonly functions: readonly FunctionRow[];
  readonly jitcodes: readonly JitcodeRow[];
}
