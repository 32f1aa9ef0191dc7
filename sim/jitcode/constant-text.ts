/**
 * Constants of the build product as text. JSON keeps neither bigints, nor -0, nor a NaN's bits, so
 * the first letter says what follows:
 *
 *   i12        an integer of any size       f3ff0…     a float, its 64 bits in hexadecimal
 *   stext      a string                     n          null
 *   b0 b1      a boolean (only in constructors' literals)
 *   xk3:path   what module 3 exports under that path, of kind k
 */

import { assert } from "../base/assert.ts";
import type { Float } from "../base/float.ts";
import { floatFromBits, floatToBits } from "../base/float.ts";
import type { Int } from "../base/int.ts";
import { intFromBigint } from "../base/int.ts";
import type { SymbolRow, TypeKind } from "./product.ts";

/** A constant as the code writer has it. */
export type ConstantValue =
  | { readonly kind: "i"; readonly value: Int }
  | { readonly kind: "f"; readonly value: Float }
  | { readonly kind: "s"; readonly value: string }
  | { readonly kind: "n" }
  | { readonly kind: "b"; readonly value: boolean }
  | { readonly kind: "x"; readonly typeKind: TypeKind; readonly symbol: SymbolRow };

export function printConstant(constant: ConstantValue): string {
  switch (constant.kind) {
    case "i":
      return `i${constant.value}`;
    case "f":
      return `f${floatToBits(constant.value).toString(16).padStart(16, "0")}`;
    case "s":
      return `s${constant.value}`;
    case "n":
      return "n";
    case "b":
      return constant.value ? "b1" : "b0";
    case "x":
      return `x${constant.typeKind}${constant.symbol[0]}:${constant.symbol[1]}`;
  }
}

export function parseConstant(text: string): ConstantValue {
  const rest = text.slice(1);
  switch (text[0]) {
    case "i":
      return { kind: "i", value: intFromBigint(BigInt(rest)) };
    case "f":
      return { kind: "f", value: floatFromBits(BigInt(`0x${rest}`)) };
    case "s":
      return { kind: "s", value: rest };
    case "n":
      return { kind: "n" };
    case "b":
      return { kind: "b", value: rest === "1" };
  }
  assert(text[0] === "x", `constant text ${text}`);
  const colon = rest.indexOf(":");
  const symbol: SymbolRow = [Number(rest.slice(1, colon)), rest.slice(colon + 1)];
  return { kind: "x", typeKind: rest[0] as TypeKind, symbol };
}
