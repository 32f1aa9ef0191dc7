/**
 * Arrays of a length known only at run time, packed and filled with zeros. In traced code each is
 * one `new_array_clear`.
 */

import type { Float } from "../base/float.ts";
import { toFloat } from "../base/float.ts";
import type { Int } from "../base/int.ts";

/** `length` nulls. @hint new_array */
export function new_array_r<T>(length: number): (T | null)[] {
  const items: (T | null)[] = [];
  for (let i = 0; i < length; i++) items.push(null);
  return items;
}

/** `length` zeros. @hint new_array */
export function new_array_i(length: number): Int[] {
  const items: Int[] = [];
  for (let i = 0; i < length; i++) items.push(0);
  return items;
}

/** `length` zeros. @hint new_array */
export function new_array_f(length: number): Float[] {
  const items: Float[] = [];
  for (let i = 0; i < length; i++) items.push(toFloat(0));
  return items;
}
