/**
 * Kinds from types: how a value of a TypeScript type is held in a register.
 *
 *   Int, number, bigint   i        boolean   b (an i that the guest holds as a boolean)
 *   Float (the brand)     f        void      v
 *   everything else       r        Int|null  ovf (only the result of `int_add_ovf` and its kin)
 *
 * A union that mixes them, and `any`, have no kind.
 */

import type { TypeKind } from "../jitcode/product.ts";
import type { Kind } from "../trace/values.ts";
import { refuse } from "./refuse.ts";
import { ts } from "./typescript.ts";

/** What the parts of a type are: letters of kinds; n null, u undefined, ? any. */
type Part = "i" | "b" | "f" | "r" | "n" | "u" | "?";

function partsOf(checker: ts.TypeChecker, type: ts.Type, into: Set<Part>): void {
  const { flags } = type;
  if (flags & ts.TypeFlags.Any) into.add("?");
  else if (flags & ts.TypeFlags.Never) return;
  else if (flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) into.add("u");
  else if (flags & ts.TypeFlags.Null) into.add("n");
  else if (flags & ts.TypeFlags.BooleanLike) into.add("b");
  else if (flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike)) into.add("i");
  else if (type.isUnion()) for (const part of type.types) partsOf(checker, part, into);
  else if (type.isIntersection()) into.add(isBrandedNumber(type) ? "f" : "r");
  else if (flags & ts.TypeFlags.TypeParameter) {
    const constraint = checker.getBaseConstraintOfType(type);
    if (constraint === undefined || constraint === type) into.add("r");
    else partsOf(checker, constraint, into);
  } else into.add("r");
}

function isBrandedNumber(type: ts.IntersectionType): boolean {
  return type.types.some((part) => (part.flags & ts.TypeFlags.NumberLike) !== 0);
}

/** The kind of a type; null if it has none. */
export function lookupKind(checker: ts.TypeChecker, type: ts.Type): TypeKind | "v" | "ovf" | null {
  const parts = new Set<Part>();
  partsOf(checker, type, parts);
  const key = [...parts].sort().join("");
  if (key === "" || key === "u") return "v";
  if (key === "i" || key === "b" || key === "f" || key === "r") return key;
  if (key === "n" || key === "nr") return "r";
  return key === "in" ? "ovf" : null;
}

/** The kind of a value of this type, which must have one. */
export function getKind(checker: ts.TypeChecker, type: ts.Type, node: ts.Node): TypeKind {
  // What TypeScript believes to be unreachable: any kind will do.
  if (type.flags & ts.TypeFlags.Never) return "r";
  const kind = lookupKind(checker, type);
  if (kind !== null && kind !== "v" && kind !== "ovf") return kind;
  return refuse(node, `type ${checker.typeToString(type)} has no kind`, explain(checker, type));
}

/** The kind of a function's result. */
export function getResultKind(
  checker: ts.TypeChecker,
  type: ts.Type,
  node: ts.Node,
): TypeKind | "v" {
  return lookupKind(checker, type) === "v" ? "v" : getKind(checker, type, node);
}

/** The kind of a parameter, which may be optional. */
export function getParameterKind(checker: ts.TypeChecker, type: ts.Type, node: ts.Node): TypeKind {
  const parts = new Set<Part>();
  partsOf(checker, type, parts);
  if (parts.delete("u") && parts.size === 1 && parts.has("r")) return "r";
  return getKind(checker, type, node);
}

/** Drops the difference between booleans and other integers. */
export function registerKind(kind: TypeKind): Kind {
  return kind === "b" ? "i" : kind;
}

/** A number that operators may be used on: not an `Int`, which includes bigint, not a `Float`. */
export function isSmallNumber(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.every(isSmallNumber);
  return (type.flags & ts.TypeFlags.NumberLike) !== 0;
}

/** Strings compare by value and need residual helpers. */
export function isString(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.some(isString);
  return (type.flags & ts.TypeFlags.StringLike) !== 0;
}

function explain(checker: ts.TypeChecker, type: ts.Type): string {
  const parts = new Set<Part>();
  partsOf(checker, type, parts);
  if (parts.has("?")) return "give it a type: `any` is not translated";
  if (parts.has("u")) return "use null instead of undefined";
  if (parts.has("i") && parts.has("n")) {
    return "a number or null exists only as `const z = int_add_ovf(a, b); if (z === null) …`";
  }
  return "a register holds one kind: integer, float or reference";
}
