/**
 * Questions about constant values that both folding and code generation ask.
 */

import { unreachable } from "../../../base/assert.ts";
import type { LiteralValue } from "../parser/ast.ts";

/** Python's truth of a constant. */
export function isTrue(value: LiteralValue): boolean {
  switch (value.kind) {
    case "none":
      return false;
    case "ellipsis":
      return true;
    case "bool":
      return value.value;
    case "int":
      return value.value !== 0n;
    case "float":
      return value.value !== 0;
    case "complex":
      return value.real !== 0 || value.imag !== 0;
    case "str":
    case "bytes":
      return value.value.length > 0;
    case "tuple":
      return value.items.length > 0;
    default:
      return unreachable(value);
  }
}

/** The items without those that equal an earlier one, as a set keeps them. */
export function uniqueConstants(items: readonly LiteralValue[]): LiteralValue[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = equalityKey(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** A key that is the same for values that compare equal, such as 1, 1.0 and True. */
function equalityKey(value: LiteralValue): string {
  switch (value.kind) {
    case "none":
    case "ellipsis":
      return value.kind;
    case "bool":
      return value.value ? "1" : "0";
    case "int":
      return value.value.toString();
    case "float":
      return floatEqualityKey(value.value);
    case "complex": {
      const real = floatEqualityKey(value.real);
      return value.imag === 0 ? real : `${real}+${floatEqualityKey(value.imag)}j`;
    }
    case "str":
      return JSON.stringify(value.value);
    case "bytes":
      return `b${value.value.join(",")}`;
    case "tuple":
      return `(${value.items.map(equalityKey).join(",")})`;
    default:
      return unreachable(value);
  }
}

function floatEqualityKey(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

/** The `len()` of a constant that has one. */
export function constantLength(value: LiteralValue): number | undefined {
  switch (value.kind) {
    case "str":
      return [...value.value].length;
    case "bytes":
      return value.value.length;
    case "tuple":
      return value.items.length;
    default:
      return undefined;
  }
}

/** What iterating over a constant sequence gives. */
export function constantElements(value: LiteralValue): readonly LiteralValue[] | undefined {
  switch (value.kind) {
    case "str":
      return [...value.value].map((ch) => ({ kind: "str", value: ch }));
    case "bytes":
      return [...value.value].map((byte) => ({ kind: "int", value: BigInt(byte) }));
    case "tuple":
      return value.items;
    default:
      return undefined;
  }
}
