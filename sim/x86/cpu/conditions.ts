/**
 * Conditions as JavaScript expressions over the pending flags of a block. What the flags were made
 * of is known while a block is written, so a compare and its jump become one comparison.
 */

import { assert } from "../../base/assert.ts";
import type { FlagOperation } from "./flags.ts";
import { FLAG } from "./flags.ts";

/** Which instruction the flags are of: `entry` one before this block, `bits` flags as bits. */
export type FlagState =
  | "entry"
  | "bits"
  | { readonly operation: FlagOperation; readonly size: number };

/** The condition that holds when the named one does not. */
const NEGATED: Readonly<Record<string, string>> = {
  no: "o",
  ae: "b",
  ne: "e",
  a: "be",
  ns: "s",
  np: "p",
  ge: "l",
  g: "le",
};

/** A condition's expression; `bits` is that of the flags as bits. */
export function conditionText(name: string, state: FlagState, bits: string): string {
  const plain = NEGATED[name];
  if (plain !== undefined) return `!(${conditionText(plain, state, bits)})`;
  if (typeof state === "object") {
    const known = knownCondition(name, state.operation, state.size === 8);
    if (known !== undefined) return known;
  }
  return bitsCondition(name, bits);
}

function bitsCondition(name: string, bits: string): string {
  switch (name) {
    case "o":
      return `(${bits}&${FLAG.o})!==0`;
    case "b":
      return `(${bits}&${FLAG.c})!==0`;
    case "e":
      return `(${bits}&${FLAG.z})!==0`;
    case "be":
      return `(${bits}&${FLAG.c | FLAG.z})!==0`;
    case "s":
      return `(${bits}&${FLAG.s})!==0`;
    case "p":
      return `(${bits}&${FLAG.p})!==0`;
    case "l":
      return `U.isLess(${bits})`;
    case "le":
      return `U.isLessOrEqual(${bits})`;
    default:
      return assert(false, "no condition", name) as never;
  }
}

const LESS_UNSIGNED = "(fA>>>0<fB>>>0||(fA===fB&&fa>>>0<fb>>>0))";
const LESS_SIGNED = "(fA<fB||(fA===fB&&fa>>>0<fb>>>0))";

/** The condition straight from operands and result, where that is shorter than through bits. */
function knownCondition(
  name: string,
  operation: FlagOperation,
  isWide: boolean,
): string | undefined {
  const zero = isWide ? "(fr|fR)===0" : "fr===0";
  const sign = isWide ? "fR<0" : "fr<0";
  if (name === "e") return zero;
  if (name === "s") return sign;
  switch (operation) {
    case "sub":
      return subtractCondition(name, isWide);
    case "add":
      return addCondition(name, isWide);
    case "logic":
      if (name === "o" || name === "b") return "false";
      if (name === "be") return zero;
      if (name === "l") return sign;
      return name === "le" ? `(${zero}||${sign})` : undefined;
    case "inc":
      return name === "o"
        ? isWide
          ? "(fR===-2147483648&&fr===0)"
          : "fr===-2147483648"
        : undefined;
    case "dec":
      return name === "o" ? (isWide ? "(fR===2147483647&&fr===-1)" : "fr===2147483647") : undefined;
    default:
      return undefined;
  }
}

function subtractCondition(name: string, isWide: boolean): string | undefined {
  switch (name) {
    case "b":
      return isWide ? LESS_UNSIGNED : "fa>>>0<fb>>>0";
    case "be":
      return isWide ? `(${LESS_UNSIGNED}||(fr|fR)===0)` : "fa>>>0<=fb>>>0";
    case "l":
      return isWide ? LESS_SIGNED : "fa<fb";
    case "le":
      return isWide ? `(${LESS_SIGNED}||(fr|fR)===0)` : "fa<=fb";
    case "o":
      return isWide ? "((fA^fB)&(fA^fR))<0" : "((fa^fb)&(fa^fr))<0";
    default:
      return undefined;
  }
}

function addCondition(name: string, isWide: boolean): string | undefined {
  if (name === "o") return isWide ? "((fA^fR)&(fB^fR))<0" : "((fa^fr)&(fb^fr))<0";
  if (name !== "b") return undefined;
  return isWide ? "(fR>>>0<fA>>>0||(fR===fA&&fr>>>0<fa>>>0))" : "fr>>>0<fa>>>0";
}
