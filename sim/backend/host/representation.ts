/**
 * How host code holds integers. Each box of kind i has one representation in a function:
 *
 *   I32   a host number in the int32 range
 *   NUM   a host number that is a safe integer
 *   ANY   any canonical `Int`
 *
 * never -0. Every box starts as I32 and is generalized by the values that it is seen to have. This
 * is private to the host backend and has no visible effect.
 */

import type { RtValue } from "../../trace/values.ts";

export const I32 = 0;
export const NUM = 1;
export const ANY = 2;
/** An expression only: a double that may lie outside of the safe integers, or be NaN. */
export const WIDE = 3;
/** An expression only: as WIDE, or -0. */
export const SIGNED_WIDE = 4;

export type Rep = typeof I32 | typeof NUM | typeof ANY;
export type ExprRep = Rep | typeof WIDE | typeof SIGNED_WIDE;

/** The narrowest representation of a value of kind i. */
export function repOf(value: RtValue): Rep {
  if (typeof value !== "number") return ANY;
  return (value | 0) === value ? I32 : NUM;
}
