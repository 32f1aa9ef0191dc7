/**
 * Alignment of two sequences and their distance. The alignment is a longest common subsequence by
 * key; among those of the same length, one with most items that are alike in detail.
 */

/** What of a sequence is compared. */
export interface Aligned {
  /** Items with equal keys may stand beside each other. */
  readonly key: string;
  /** Of those, items with equal details rather. */
  readonly detail: string;
}

/** Indexes on both sides; null where the item is on the other side only. */
export type Row = readonly [left: number | null, right: number | null];

/** A pair is worth more than any number of details. */
const PAIR = 1 << 14;

function worthOf(left: Aligned, right: Aligned): number {
  if (left.key !== right.key) return 0;
  return left.detail === right.detail ? PAIR + 1 : PAIR;
}

function countCommonStart(left: readonly Aligned[], right: readonly Aligned[]): number {
  const end = Math.min(left.length, right.length);
  let count = 0;
  while (count < end && worthOf(left[count]!, right[count]!) > PAIR) count++;
  return count;
}

export function align(left: readonly Aligned[], right: readonly Aligned[]): Row[] {
  const start = countCommonStart(left, right);
  const rows: Row[] = [];
  for (let i = 0; i < start; i++) rows.push([i, i]);
  const best = fillTable(left, right, start);
  const width = right.length - start + 1;
  const at = (i: number, j: number): number => best[(i - start) * width + j - start]!;
  let i = start;
  let j = start;
  while (i < left.length && j < right.length) {
    const worth = worthOf(left[i]!, right[j]!);
    if (worth > 0 && at(i, j) === worth + at(i + 1, j + 1)) rows.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) rows.push([i++, null]);
    else rows.push([null, j++]);
  }
  while (i < left.length) rows.push([i++, null]);
  while (j < right.length) rows.push([null, j++]);
  return rows;
}

/** At (i, j): what the best alignment of left from i and right from j is worth. */
function fillTable(
  left: readonly Aligned[],
  right: readonly Aligned[],
  start: number,
): Float64Array {
  const width = right.length - start + 1;
  const best = new Float64Array((left.length - start + 1) * width);
  for (let i = left.length - 1; i >= start; i--) {
    for (let j = right.length - 1; j >= start; j--) {
      const cell = (i - start) * width + j - start;
      const worth = worthOf(left[i]!, right[j]!);
      const both = worth === 0 ? 0 : worth + best[cell + width + 1]!;
      best[cell] = Math.max(both, best[cell + 1]!, best[cell + width]!);
    }
  }
  return best;
}

/** Levenshtein's distance: insertions, deletions and replacements. */
export function editDistance(left: readonly string[], right: readonly string[]): number {
  let above = right.map((_, j) => j + 1);
  above.unshift(0);
  for (let i = 0; i < left.length; i++) {
    const row = [i + 1];
    for (let j = 0; j < right.length; j++) {
      const replaced = above[j]! + (left[i] === right[j] ? 0 : 1);
      row.push(Math.min(replaced, above[j + 1]! + 1, row[j]! + 1));
    }
    above = row;
  }
  return above[right.length]!;
}

/** 1 for equal sequences, 0 for those that have nothing in common. */
export function similarity(left: readonly string[], right: readonly string[]): number {
  const longer = Math.max(left.length, right.length);
  return longer === 0 ? 1 : 1 - editDistance(left, right) / longer;
}
