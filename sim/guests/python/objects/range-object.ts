/**
 * Ranges. Start, step and length are exact integers of any size; `range(start, stop)` of machine
 * words and iteration over machine words have classes of their own, which traces look inside.
 *
 * Counterpart: pypy/module/__builtin__/functional.py (W_Range).
 */

import { type Int, int_eq, intFromBigintOrNull } from "../../../base/int.ts";
import { wrapBigint } from "./int-object.ts";
import {
  W_HostIterator,
  W_IntRangeOneArgIterator,
  W_IntRangeStepOneIterator,
  W_IntRangeStepsIterator,
} from "./iterators.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

export abstract class W_RangeObject extends W_Root {
  abstract get start(): bigint;
  abstract get stop(): bigint;
  abstract get step(): bigint;
  abstract get count(): bigint;

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_range;
  }

  /** The item at a position inside of the range. */
  item(index: bigint): W_Root {
    return wrapBigint(this.start + index * this.step);
  }
}

/** `range(first, end)` of machine words. */
export class W_IntRangeObject extends W_RangeObject {
  readonly first: Int;
  readonly end: Int;

  constructor(first: Int, end: Int) {
    super();
    this.first = first;
    this.end = end;
  }

  override get start(): bigint {
    return BigInt(this.first);
  }

  override get stop(): bigint {
    return BigInt(this.end);
  }

  override get step(): bigint {
    return 1n;
  }

  override get count(): bigint {
    return countOf(this.start, this.stop, 1n);
  }
}

/** Any range. */
export class W_BigRangeObject extends W_RangeObject {
  override readonly start: bigint;
  override readonly stop: bigint;
  override readonly step: bigint;
  override readonly count: bigint;

  constructor(start: bigint, stop: bigint, step: bigint) {
    super();
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.count = countOf(start, stop, step);
  }
}

/** The range of exact integers; the step is not zero. */
export function makeRange(start: bigint, stop: bigint, step: bigint): W_RangeObject {
  const first = intFromBigintOrNull(start);
  const end = intFromBigintOrNull(stop);
  if (step !== 1n || first === null || end === null) return new W_BigRangeObject(start, stop, step);
  return new W_IntRangeObject(first, end);
}

function countOf(start: bigint, stop: bigint, step: bigint): bigint {
  if (step > 0n) return start < stop ? (stop - start - 1n) / step + 1n : 0n;
  return start > stop ? (start - stop - 1n) / -step + 1n : 0n;
}

/** A fresh iterator over a range. */
export function range_iterator(space: ObjSpace, w_range: W_RangeObject): W_Root {
  if (w_range instanceof W_IntRangeObject) {
    if (int_eq(w_range.first, 0)) return new W_IntRangeOneArgIterator(w_range.end);
    return new W_IntRangeStepOneIterator(w_range.first, w_range.end);
  }
  return big_range_iterator(space, w_range);
}

/** @dont_look_inside @cannot_raise */
export function big_range_iterator(space: ObjSpace, w_range: W_RangeObject): W_Root {
  const { start, step, count } = w_range;
  const first = intFromBigintOrNull(start);
  const end = intFromBigintOrNull(start + count * step);
  const remaining = intFromBigintOrNull(count);
  const width = intFromBigintOrNull(step);
  if (first === null || end === null || remaining === null || width === null) {
    return new W_HostIterator(space.w_rangeiterator, bigItems(w_range));
  }
  if (step === 1n && first === 0) return new W_IntRangeOneArgIterator(end);
  if (step === 1n) return new W_IntRangeStepOneIterator(first, end);
  return new W_IntRangeStepsIterator(first, remaining, width);
}

function* bigItems(w_range: W_RangeObject): Iterator<W_Root> {
  for (let i = 0n; i < w_range.count; i++) yield w_range.item(i);
}

export function rangeEquals(a: W_RangeObject, b: W_RangeObject): boolean {
  if (a.count !== b.count) return false;
  if (a.count === 0n) return true;
  return a.start === b.start && (a.count === 1n || a.step === b.step);
}

/** Whether an integer is in the range. */
export function rangeContains(w_range: W_RangeObject, value: bigint): boolean {
  const { start, step, count } = w_range;
  const offset = value - start;
  return offset % step === 0n && offset / step >= 0n && offset / step < count;
}

/** Part of a range. */
export function rangeSlice(
  w_range: W_RangeObject,
  start: bigint,
  step: bigint,
  count: bigint,
): W_RangeObject {
  const from = w_range.start + start * w_range.step;
  const width = w_range.step * step;
  return makeRange(from, from + count * width, width);
}
