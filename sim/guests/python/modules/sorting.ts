/**
 * Sorting: a stable merge sort that compares as Python does and raises what comparisons raise.
 *
 * Counterpart: rpython/rlib/listsort.py. DIFFERS: plain merge sort, so user-written `__lt__` sees
 * other pairs than timsort gives it; results are the same for any consistent order.
 */

import { call_function } from "../objects/call.ts";
import { lt_w } from "../objects/compare.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_Root } from "../objects/w-root.ts";
import { isMissing } from "./define.ts";

interface Keyed {
  readonly w_key: W_Root;
  readonly w_item: W_Root;
}

/** The items in order. `restore` gets them back when a comparison or key raises. */
export function sortItems(
  space: ObjSpace,
  items_w: readonly W_Root[],
  w_key: W_Root | null,
  isReverse: boolean,
  restore: (items_w: readonly W_Root[]) => void = () => {},
): W_Root[] {
  try {
    const keyed = items_w.map((w_item) => ({
      w_key: isMissing(w_key) ? w_item : call_function(space, w_key!, [w_item]),
      w_item,
    }));
    if (isReverse) keyed.reverse();
    const sorted = mergeSort(space, keyed);
    if (isReverse) sorted.reverse();
    return sorted.map((entry) => entry.w_item);
  } catch (error) {
    restore(items_w);
    throw error;
  }
}

function mergeSort(space: ObjSpace, entries: Keyed[]): Keyed[] {
  if (entries.length < 2) return entries;
  const middle = entries.length >> 1;
  const left = mergeSort(space, entries.slice(0, middle));
  const right = mergeSort(space, entries.slice(middle));
  const merged: Keyed[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    if (lt_w(space, right[j]!.w_key, left[i]!.w_key)) merged.push(right[j++]!);
    else merged.push(left[i++]!);
  }
  while (i < left.length) merged.push(left[i++]!);
  while (j < right.length) merged.push(right[j++]!);
  return merged;
}
