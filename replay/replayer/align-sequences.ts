/**
 * A longest common subsequence of two sequences of keys (Myers 1986), with a bound on its cost:
 * where two stretches differ too much, keys that are unique in both are fixed first (patience
 * diff), and what is between them is aligned by itself; what has neither is not aligned.
 *
 * The result does not depend on which sequence is given first: of two alignments of the same length
 * the same one is found either way.
 */

/** Indexes on both sides; null where the item is on the other side only. */
export type AlignedRow = readonly [a: number | null, b: number | null];

/** A key that is null is equal to no other one. */
export type AlignKey = string | number | null;

/** Differences within one stretch that are searched for; the square of it bounds the memory. */
const DISTANCE_MAX = 1000;

/** All items of both in order; of a stretch without common keys, first those of `a`. */
export function alignSequences(a: readonly AlignKey[], b: readonly AlignKey[]): AlignedRow[] {
  const isTurned = isAfter(a, b);
  const [left, right] = isTurned ? intern(b, a) : intern(a, b);
  const pairs = new Aligner(left, right).align();
  return rowsOf(isTurned ? pairs.map(([i, j]) => [j, i] as const) : pairs, a.length, b.length);
}

function isAfter(a: readonly AlignKey[], b: readonly AlignKey[]): boolean {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    const left = String(a[i]);
    const right = String(b[i]);
    if (left !== right) return left > right;
  }
  return a.length > b.length;
}

/** Keys as small numbers, equal ones alike. */
function intern(a: readonly AlignKey[], b: readonly AlignKey[]): [Int32Array, Int32Array] {
  const numbers = new Map<AlignKey, number>();
  let count = 0;
  const numberOf = (key: AlignKey): number => {
    let number = key === null ? undefined : numbers.get(key);
    if (number === undefined) {
      number = count++;
      if (key !== null) numbers.set(key, number);
    }
    return number;
  };
  return [Int32Array.from(a, numberOf), Int32Array.from(b, numberOf)];
}

type Pair = readonly [number, number];

function rowsOf(pairs: readonly Pair[], aCount: number, bCount: number): AlignedRow[] {
  const rows: AlignedRow[] = [];
  let i = 0;
  let j = 0;
  for (const [nextA, nextB] of [...pairs, [aCount, bCount] as const]) {
    while (i < nextA) rows.push([i++, null]);
    while (j < nextB) rows.push([null, j++]);
    if (i < aCount && j < bCount) rows.push([i++, j++]);
  }
  return rows;
}

/** A stretch of both sides. */
interface Stretch {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
}

class Aligner {
  private readonly a: Int32Array;
  private readonly b: Int32Array;
  private readonly pairs: Pair[] = [];

  constructor(a: Int32Array, b: Int32Array) {
    this.a = a;
    this.b = b;
  }

  align(): readonly Pair[] {
    this.alignStretch({ aStart: 0, aEnd: this.a.length, bStart: 0, bEnd: this.b.length });
    return this.pairs;
  }

  private alignStretch(whole: Stretch): void {
    let { aStart, aEnd, bStart, bEnd } = whole;
    while (aStart < aEnd && bStart < bEnd && this.a[aStart] === this.b[bStart]) {
      this.pairs.push([aStart++, bStart++]);
    }
    const ends: Pair[] = [];
    while (aStart < aEnd && bStart < bEnd && this.a[aEnd - 1] === this.b[bEnd - 1]) {
      ends.push([--aEnd, --bEnd]);
    }
    if (aStart < aEnd && bStart < bEnd) this.alignMiddle({ aStart, aEnd, bStart, bEnd });
    for (let i = ends.length - 1; i >= 0; i--) this.pairs.push(ends[i]!);
  }

  private alignMiddle(stretch: Stretch): void {
    const shortest = this.findShortest(stretch);
    if (shortest !== null) {
      this.pairs.push(...shortest);
      return;
    }
    let { aStart, bStart } = stretch;
    const anchors = this.findAnchors(stretch);
    for (const [aEnd, bEnd] of anchors) {
      this.alignStretch({ aStart, aEnd, bStart, bEnd });
      this.pairs.push([aEnd, bEnd]);
      aStart = aEnd + 1;
      bStart = bEnd + 1;
    }
    if (anchors.length > 0) this.alignStretch({ ...stretch, aStart, bStart });
  }

  /** Myers' greedy algorithm; null when more than {@link DISTANCE_MAX} items differ. */
  private findShortest({ aStart, aEnd, bStart, bEnd }: Stretch): Pair[] | null {
    const n = aEnd - aStart;
    const m = bEnd - bStart;
    const distanceMax = Math.min(DISTANCE_MAX, n + m);
    /** At `d`: how far each diagonal -d, -d+2 … d gets with d differences. */
    const reached: Int32Array[] = [];
    for (let d = 0; d <= distanceMax; d++) {
      const row = new Int32Array(d + 1);
      const before = reached[d - 1];
      for (let index = 0; index <= d; index++) {
        const k = 2 * index - d;
        let x = before === undefined ? 0 : farthest(before, index);
        while (x < n && x - k < m && this.a[aStart + x] === this.b[bStart + x - k]) x++;
        row[index] = x;
        if (x >= n && x - k >= m) {
          reached.push(row);
          return walkBack(reached, n, m).map(([i, j]) => [aStart + i, bStart + j] as const);
        }
      }
      reached.push(row);
    }
    return null;
  }

  /** Keys that stand once on each side, as many as are in the same order. */
  private findAnchors({ aStart, aEnd, bStart, bEnd }: Stretch): Pair[] {
    const places = new Map<number, { a: number; b: number }>();
    for (let i = aStart; i < aEnd; i++) {
      const place = places.get(this.a[i]!);
      if (place === undefined) places.set(this.a[i]!, { a: i, b: -1 });
      else place.a = -1;
    }
    for (let j = bStart; j < bEnd; j++) {
      const place = places.get(this.b[j]!);
      if (place !== undefined) place.b = place.b === -1 ? j : -2;
    }
    const unique = [...places.values()].filter(({ a, b }) => a >= 0 && b >= 0);
    return longestRising(unique);
  }
}

/** Where diagonal `index` starts, one difference after `before`: a step down or to the right. */
function farthest(before: Int32Array, index: number): number {
  const down = index < before.length ? before[index]! : -1;
  const right = index > 0 ? before[index - 1]! + 1 : -1;
  return Math.max(down, right);
}

function walkBack(reached: readonly Int32Array[], n: number, m: number): Pair[] {
  const pairs: Pair[] = [];
  let x = n;
  let y = m;
  for (let d = reached.length - 1; d >= 0; d--) {
    const index = (x - y + d) / 2;
    const before = d > 0 ? reached[d - 1]! : null;
    const start = before === null ? 0 : farthest(before, index);
    while (x > start) pairs.push([--x, --y]);
    if (before === null) break;
    if (index > 0 && before[index - 1]! + 1 === start) x--;
    else y--;
  }
  return pairs.reverse();
}

/** The longest subsequence with rising `b`; `a` is rising already. */
function longestRising(places: readonly { readonly a: number; readonly b: number }[]): Pair[] {
  const tails: number[] = [];
  const previous = new Int32Array(places.length).fill(-1);
  for (const [index, { b }] of places.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[tails[middle]!]!.b < b) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? tails[low - 1]! : -1;
    tails[low] = index;
  }
  const found: Pair[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at]!) {
    found.push([places[at]!.a, places[at]!.b]);
  }
  return found.reverse();
}
