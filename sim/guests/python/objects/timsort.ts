/**
 * Timsort: stable, and adaptive to runs that are there already. Which pairs are compared is part of
 * what programs see (a user-written `__lt__`, the first comparison that fails), so every decision is
 * that of Tim Peters' description (CPython's Objects/listsort.txt) with the order of
 * merges of powersort (Munro and Wild): runs are found from the left, short ones extended by binary
 * insertion, and merged with galloping.
 *
 * When a comparison throws, the array holds all its items, partly sorted.
 *
 * Counterpart: rpython/rlib/listsort.py.
 */

/** Whether the first argument sorts before the second. */
export type Lower<T> = (a: T, b: T) => boolean;

/** Wins in a row after which a merge begins to gallop. */
const GALLOP_MIN = 7;

interface Run {
  readonly start: number;
  readonly length: number;
}

/** `depth` is that of the boundary to the next run, once there is one. */
interface PendingRun extends Run {
  readonly depth: number;
}

/** Sorts in place. */
export function timsort<T>(items: T[], lower: Lower<T>): void {
  const sorter = new Sorter(items, lower);
  let rest = items.length;
  if (rest < 2) return;
  const shortest = shortestRun(rest);
  for (let start = 0; rest > 0; ) {
    let length = sorter.takeRun(start);
    if (length < shortest) {
      const wanted = Math.min(rest, shortest);
      sorter.insertRest(start, start + length, start + wanted);
      length = wanted;
    }
    sorter.push({ start, length });
    start += length;
    rest -= length;
  }
  sorter.mergeAll();
}

/** Such that the number of runs is a power of two, or a little less. */
function shortestRun(count: number): number {
  let n = count;
  let droppedBit = 0;
  while (n >= 64) {
    droppedBit |= n & 1;
    n >>= 1;
  }
  return n + droppedBit;
}

/**
 * How often all `count` items must be halved until the middles of two neighbours lie in different
 * parts.
 */
function depthOfBoundary(left: Run, right: Run, count: number): number {
  let a = 2 * left.start + left.length;
  let b = 2 * right.start + right.length;
  for (let depth = 1; ; depth++) {
    if (a >= count) {
      a -= count;
      b -= count;
    } else if (b >= count) return depth;
    a *= 2;
    b *= 2;
  }
}

/** Where `key` goes into a sorted run, looked for in steps that double from `hint` on. */
function gallop<T>(
  items: readonly T[],
  { start, length }: Run,
  hint: number,
  isBefore: (item: T) => boolean,
): number {
  const test = (index: number): boolean => isBefore(items[start + index]!);
  let step = 1;
  let last = 0;
  let low: number;
  let high: number;
  if (test(hint)) {
    const most = length - hint;
    while (step < most && test(hint + step)) {
      last = step;
      step = step * 2 + 1;
    }
    low = hint + last;
    high = hint + Math.min(step, most);
  } else {
    const most = hint + 1;
    while (step < most && !test(hint - step)) {
      last = step;
      step = step * 2 + 1;
    }
    low = hint - Math.min(step, most);
    high = hint - last;
  }
  low++;
  while (low < high) {
    const middle = low + ((high - low) >> 1);
    if (test(middle)) low = middle + 1;
    else high = middle;
  }
  return high;
}

class Sorter<T> {
  private readonly items: T[];
  private readonly lower: Lower<T>;
  /** Sorted runs that are not merged yet, side by side. */
  private readonly pending: PendingRun[] = [];
  /** Adapts to the data: low where galloping pays. */
  private threshold = GALLOP_MIN;

  constructor(items: T[], lower: Lower<T>) {
    this.items = items;
    this.lower = lower;
  }

  /** The length of the run at `start`; a strictly descending one is reversed. */
  takeRun(start: number): number {
    const { items, lower } = this;
    let end = start + 1;
    if (end >= items.length) return 1;
    const isDescending = lower(items[end]!, items[start]!);
    do end++;
    while (end < items.length && lower(items[end]!, items[end - 1]!) === isDescending);
    if (isDescending) this.reverse(start, end);
    return end - start;
  }

  private reverse(start: number, end: number): void {
    const { items } = this;
    for (let low = start, high = end - 1; low < high; low++, high--) {
      const item = items[low]!;
      items[low] = items[high]!;
      items[high] = item;
    }
  }

  /** Binary insertion of the items from `sorted` to `end` into those before. */
  insertRest(start: number, sorted: number, end: number): void {
    const { items, lower } = this;
    for (let next = sorted; next < end; next++) {
      const item = items[next]!;
      let low = start;
      let high = next;
      while (low < high) {
        const middle = low + ((high - low) >> 1);
        if (lower(item, items[middle]!)) high = middle;
        else low = middle + 1;
      }
      for (let to = next; to > low; to--) items[to] = items[to - 1]!;
      items[low] = item;
    }
  }

  /** Adds a run; those before it are merged that lie deeper in the tree of merges (powersort). */
  push(run: Run): void {
    const { pending } = this;
    const before = pending.at(-1);
    if (before !== undefined) {
      const depth = depthOfBoundary(before, run, this.items.length);
      while (pending.length > 1 && pending.at(-2)!.depth > depth) this.mergeAt(pending.length - 2);
      pending[pending.length - 1] = { ...pending.at(-1)!, depth };
    }
    pending.push({ ...run, depth: 0 });
  }

  mergeAll(): void {
    const { pending } = this;
    while (pending.length > 1) {
      const isInner = pending.length > 2 && pending.at(-3)!.length < pending.at(-1)!.length;
      this.mergeAt(pending.length - (isInner ? 3 : 2));
    }
  }

  /** Merges the pending run `index` with the one after it. */
  private mergeAt(index: number): void {
    const { items, lower, pending } = this;
    const [a, b] = [pending[index]!, pending[index + 1]!];
    pending.splice(index, 2, { start: a.start, length: a.length + b.length, depth: b.depth });
    const first = items[b.start]!;
    const inPlace = gallop(items, a, 0, (item) => !lower(first, item));
    const left = { start: a.start + inPlace, length: a.length - inPlace };
    if (left.length === 0) return;
    const last = items[left.start + left.length - 1]!;
    const length = gallop(items, b, b.length - 1, (item) => lower(item, last));
    if (length === 0) return;
    const right = { start: b.start, length };
    if (left.length <= length) this.mergeForwards(left, right);
    else this.mergeBackwards(left, right);
  }

  /** From the left end; the left run, the shorter one, is moved out of the way. */
  private mergeForwards(left: Run, right: Run): void {
    const { items, lower } = this;
    const aside = items.slice(left.start, left.start + left.length);
    const end = right.start + right.length;
    let a = 0;
    let b = right.start;
    let to = left.start;
    const moveLeft = (count: number): boolean => {
      for (let i = 0; i < count; i++) items[to++] = aside[a++]!;
      return aside.length - a <= 1;
    };
    const moveRight = (count: number): boolean => {
      for (let i = 0; i < count; i++) items[to++] = items[b++]!;
      return b === end;
    };
    const fromLeft = (key: T): number =>
      gallop(aside, { start: a, length: aside.length - a }, 0, (item) => !lower(key, item));
    const fromRight = (key: T): number =>
      gallop(items, { start: b, length: end - b }, 0, (item) => lower(item, key));
    try {
      if (moveRight(1) || aside.length === 1) return;
      this.merge(
        () => !lower(items[b]!, aside[a]!),
        { move: moveLeft, countBefore: () => fromLeft(items[b]!) },
        { move: moveRight, countBefore: () => fromRight(aside[a]!) },
      );
    } finally {
      if (aside.length - a === 1) moveRight(end - b);
      moveLeft(aside.length - a);
    }
  }

  /** From the right end; the right run is moved out of the way. */
  private mergeBackwards(left: Run, right: Run): void {
    const { items, lower } = this;
    const aside = items.slice(right.start, right.start + right.length);
    let a = left.length;
    let b = aside.length;
    let to = right.start + right.length;
    const moveLeft = (count: number): boolean => {
      for (let i = 0; i < count; i++) items[--to] = items[left.start + --a]!;
      return a === 0;
    };
    const moveRight = (count: number): boolean => {
      for (let i = 0; i < count; i++) items[--to] = aside[--b]!;
      return b <= 1;
    };
    const lastLeft = (): T => items[left.start + a - 1]!;
    const lastRight = (): T => aside[b - 1]!;
    const fromLeft = (key: T): number =>
      a - gallop(items, { start: left.start, length: a }, a - 1, (item) => !lower(key, item));
    const fromRight = (key: T): number =>
      b - gallop(aside, { start: 0, length: b }, b - 1, (item) => lower(item, key));
    try {
      if (moveLeft(1) || aside.length === 1) return;
      this.merge(
        () => lower(lastRight(), lastLeft()),
        { move: moveLeft, countBefore: () => fromLeft(lastRight()) },
        { move: moveRight, countBefore: () => fromRight(lastLeft()) },
      );
    } finally {
      if (b === 1) moveLeft(a);
      moveRight(b);
    }
  }

  /** One merge in either direction; `isLeftNext` compares the next items of both runs. */
  private merge(isLeftNext: () => boolean, left: MergeSide, right: MergeSide): void {
    for (;;) {
      let winner = left;
      for (let wins = 0; wins < this.threshold; wins++) {
        const next = isLeftNext() ? left : right;
        if (next !== winner) wins = 0;
        winner = next;
        if (winner.move(1)) return;
      }
      this.threshold++;
      for (let most = GALLOP_MIN; most >= GALLOP_MIN; ) {
        if (this.threshold > 1) this.threshold--;
        const leftCount = left.countBefore();
        if (left.move(leftCount) || right.move(1)) return;
        const rightCount = right.countBefore();
        if (right.move(rightCount) || left.move(1)) return;
        most = Math.max(leftCount, rightCount);
      }
      this.threshold++;
    }
  }
}

/** One of the two runs of a merge. */
interface MergeSide {
  /** Moves that many items to where they belong; whether the merge is over. */
  move(count: number): boolean;
  /** How many items come before the next one of the other run. */
  countBefore(): number;
}
