/**
 * What list storages do with the arrays of their items, whatever these are. Each array is at least
 * as long as the list; slots behind the list hold `filler`.
 *
 * Counterpart: rpython/rtyper/rlist.py.
 */

/** A copy with room for `length` items, or for more by PyPy's over-allocation. */
export function resized<T>(
  items: readonly T[],
  length: number,
  overallocates: boolean,
  filler: T,
): T[] {
  const size = overallocates ? length + (length >> 3) + (length < 9 ? 3 : 6) : length;
  const result = items.slice(0, size);
  while (result.length < size) result.push(filler);
  return result;
}

/** Takes out the item at `index` of a list of `length` items. */
export function removeAt<T>(items: T[], length: number, index: number, filler: T): void {
  items.copyWithin(index, index + 1, length);
  items[length - 1] = filler;
}

/** The array with `item` put in at `index` of a list of `length` items; the same if it has room. */
export function insertedAt<T>(items: T[], length: number, index: number, item: T, filler: T): T[] {
  const result = length < items.length ? items : resized(items, length + 1, true, filler);
  result.copyWithin(index + 1, index, length);
  result[index] = item;
  return result;
}

/** `count` items from `start` on, every `step`-th. */
export function strided<T>(items: readonly T[], start: number, step: number, count: number): T[] {
  if (step === 1) return items.slice(start, start + count);
  const result: T[] = [];
  for (let i = 0; i < count; i++) result.push(items[start + i * step]!);
  return result;
}

/** The first `length` items with `count` of them from `start` on replaced. */
export function spliced<T>(
  items: readonly T[],
  length: number,
  start: number,
  count: number,
  replacement: readonly T[],
): T[] {
  const head = items.slice(0, start);
  if (start + count === length) return head.concat(replacement);
  return head.concat(replacement, items.slice(start + count, length));
}

/** The first `length` items `count` times over. */
export function repeated<T>(items: readonly T[], length: number, count: number): T[] {
  const result: T[] = [];
  for (let i = 0; i < count; i++) for (let k = 0; k < length; k++) result.push(items[k]!);
  return result;
}
