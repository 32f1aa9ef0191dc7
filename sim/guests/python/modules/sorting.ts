/**
 * `sorted` and `list.sort`.
 *
 * Counterpart: pypy/objspace/std/listobject.py (descr_sort).
 */

import { intFromNumber } from "../../../base/int.ts";
import { sort_keys_loop, strategy_of } from "../objects/iteration-loops.ts";
import { list_of, newlist } from "../objects/list-object.ts";
import { ObjectListStorage } from "../objects/list-storage.ts";
import { lt_w } from "../objects/compare.ts";
import { W_FloatObject } from "../objects/float-object.ts";
import { W_BoolObject, W_IntObject } from "../objects/int-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import { orderOfText } from "../objects/text-order.ts";
import { timsort } from "../objects/timsort.ts";
import { W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { isMissing } from "./define.ts";

interface Keyed {
  readonly w_key: W_Root;
  readonly w_item: W_Root;
}

/** The items in order. `restore` gets them as they are when a comparison or key raises. */
export function sortItems(
  space: ObjSpace,
  items_w: readonly W_Root[],
  w_key: W_Root | null,
  isReverse: boolean,
  restore: (items_w: readonly W_Root[]) => void = () => {},
): W_Root[] {
  if (isMissing(w_key)) {
    const numbers = plainNumbers(items_w);
    if (numbers !== null) return sortNumbers(numbers, isReverse);
    const sorted_w = [...items_w];
    const sort = sorterOf(sorted_w, (w_item) => w_item);
    restoringOnError(
      () => sort(space, sorted_w, isReverse),
      () => restore(sorted_w),
    );
    return sorted_w;
  }
  let keyed: Keyed[] = items_w.map((w_item) => ({ w_key: w_item, w_item }));
  const itemsOf = (): W_Root[] => keyed.map((entry) => entry.w_item);
  restoringOnError(
    () => {
      const keys_w = keysOf(space, items_w, w_key!);
      keyed = items_w.map((w_item, index) => ({ w_key: keys_w[index]!, w_item }));
      sorterOf(keyed, (entry) => entry.w_key)(space, keyed, isReverse);
    },
    () => restore(itemsOf()),
  );
  return itemsOf();
}

/** The keys of items. */
function keysOf(space: ObjSpace, items_w: readonly W_Root[], w_key: W_Root): readonly W_Root[] {
  if (items_w.length === 0) return [];
  const w_items = newlist(items_w);
  const w_keys = list_of(new ObjectListStorage(0, []));
  const greenkey = w_key.getclass(space);
  sort_keys_loop(strategy_of(w_items), greenkey, 0, w_items, w_keys, w_key, space);
  return w_keys.getitems();
}

/** The values of machine integers that are safe numbers; null when there are others. */
function plainNumbers(items_w: readonly W_Root[]): Float64Array | null {
  const numbers = new Float64Array(items_w.length);
  for (let i = 0; i < items_w.length; i++) {
    const w_item = items_w[i]!;
    if (!(w_item instanceof W_IntObject) || w_item instanceof W_BoolObject) return null;
    if (typeof w_item.intval !== "number") return null;
    numbers[i] = w_item.intval;
  }
  return numbers;
}

/** Integers have no identity, so equal ones need not keep their order. */
function sortNumbers(numbers: Float64Array, isReverse: boolean): W_Root[] {
  numbers.sort();
  if (isReverse) numbers.reverse();
  const sorted_w: W_Root[] = [];
  for (let i = 0; i < numbers.length; i++) {
    sorted_w.push(new W_IntObject(intFromNumber(numbers[i]!)));
  }
  return sorted_w;
}

function restoringOnError(work: () => void, restore: () => void): void {
  try {
    work();
  } catch (error) {
    restore();
    throw error;
  }
}

type Sorter<T> = (space: ObjSpace, entries: T[], isReverse: boolean) => void;

/**
 * How to sort entries by their keys: by the host's sort, which is stable, when the keys are of one
 * plain type with a total order and programs cannot see what is compared.
 */
function sorterOf<T>(entries: readonly T[], keyOf: (entry: T) => W_Root): Sorter<T> {
  const order = plainOrder(entries.map(keyOf));
  if (order !== null) {
    return (_, all, isReverse) => {
      if (isReverse) all.sort((a, b) => order(keyOf(b), keyOf(a)));
      else all.sort((a, b) => order(keyOf(a), keyOf(b)));
    };
  }
  return (space, all, isReverse) => {
    // Sorting backwards keeps the order of equal items; after an error, they stay backwards.
    if (isReverse) all.reverse();
    timsort(all, (a, b) => lt_w(space, keyOf(a), keyOf(b)));
    if (isReverse) all.reverse();
  };
}

type Order = (w_a: W_Root, w_b: W_Root) => number;

/** The order of values that are all of the same plain type; null for others. */
function plainOrder(values_w: readonly W_Root[]): Order | null {
  const isAll = (hostClass: abstract new (...args: never[]) => W_Root): boolean =>
    values_w.every((w_value) => w_value.constructor === hostClass);
  if (isAll(W_IntObject)) {
    return (w_a, w_b) => orderOfNumbers((w_a as W_IntObject).intval, (w_b as W_IntObject).intval);
  }
  if (isAll(W_FloatObject)) {
    const isOrdered = values_w.every((w) => !Number.isNaN((w as W_FloatObject).floatval));
    const float = (w_value: W_Root): number => (w_value as W_FloatObject).floatval;
    return isOrdered ? (w_a, w_b) => orderOfNumbers(float(w_a), float(w_b)) : null;
  }
  if (isAll(W_UnicodeObject)) {
    const text = (w_value: W_Root): string => (w_value as W_UnicodeObject).value;
    return (w_a, w_b) => orderOfText(text(w_a), text(w_b));
  }
  return null;
}

function orderOfNumbers(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
