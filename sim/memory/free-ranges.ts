/**
 * Free memory as disjoint ranges in address order, no two of them touching: what is given back
 * coalesces with its neighbours. Taking is best fit (the smallest range that is large enough, the
 * lowest one among equals) and takes the range's low end. Nothing but the history of calls decides.
 *
 * Counterpart: rpython/jit/backend/llsupport/asmmemmgr.py.
 * DIFFERS: PyPy keeps lists by size class and may take a larger block than the best one.
 */

import { assert } from "../base/assert.ts";

/** A free range. */
export interface FreeRange {
  readonly address: number;
  readonly size: number;
}

/** The free ranges of one heap. */
export class FreeRanges {
  private readonly ranges: FreeRange[] = [];

  /** Takes `size` bytes out of the best range, or undefined when none is large enough. */
  take(size: number): number | undefined {
    assert(size > 0, "a range has a size");
    let best: number | undefined;
    for (let i = 0; i < this.ranges.length; i++) {
      const candidate = this.ranges[i]!.size;
      if (candidate < size) continue;
      if (best === undefined || candidate < this.ranges[best]!.size) best = i;
    }
    if (best === undefined) return undefined;
    const { address, size: found } = this.ranges[best]!;
    const rest = found === size ? [] : [{ address: address + size, size: found - size }];
    this.ranges.splice(best, 1, ...rest);
    return address;
  }

  /** Gives a range back; it overlaps no free range. */
  give(address: number, size: number): void {
    assert(size > 0, "a range has a size");
    const at = this.lowerBound(address);
    const before = this.ranges[at - 1];
    const after = this.ranges[at];
    assert(before === undefined || before.address + before.size <= address, "not free already");
    assert(after === undefined || address + size <= after.address, "not free already");
    const joinsBefore = before !== undefined && before.address + before.size === address;
    const joinsAfter = after !== undefined && address + size === after.address;
    const start = joinsBefore ? before.address : address;
    const end = joinsAfter ? after.address + after.size : address + size;
    const joined = Number(joinsBefore) + Number(joinsAfter);
    this.ranges.splice(at - Number(joinsBefore), joined, { address: start, size: end - start });
  }

  /** The free ranges in address order. */
  list(): readonly FreeRange[] {
    return this.ranges;
  }

  /** Index of the first range at or after `address`. */
  private lowerBound(address: number): number {
    let low = 0;
    let high = this.ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ranges[middle]!.address < address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
