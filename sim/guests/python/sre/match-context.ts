/**
 * What one match runs on, and what it has found.
 *
 * Counterpart: rpython/rlib/rsre/rsre_core.py (AbstractMatchContext, Mark).
 */

import { GuestException } from "../../../hints/exception.ts";
import type { ReDrivers } from "./drivers.ts";

/** A match would take more memory than one may have. */
export class MatchTooLarge extends GuestException {}

/** The start or end of a group, and the marks set before it. */
export class Mark {
  /** 2 × (group - 1), plus 1 at the end of the group. */
  readonly number: number;
  readonly position: number;
  readonly previous: Mark | null;

  constructor(number: number, position: number, previous: Mark | null) {
    this.number = number;
    this.position = position;
    this.previous = previous;
  }
}

/** The position of a mark, or -1. @dont_look_inside @cannot_raise @no_side_effects */
export function markPosition(marks: Mark | null, number: number): number {
  for (let mark = marks; mark !== null; mark = mark.previous) {
    if (mark.number === number) return mark.position;
  }
  return -1;
}

/** Whether a group (counted from 0) has matched. */
export function hasGroup(marks: Mark | null, group: number): boolean {
  const start = markPosition(marks, 2 * group);
  return start >= 0 && markPosition(marks, 2 * group + 1) >= start;
}

export class MatchContext {
  readonly drivers: ReDrivers;
  /** Code points or bytes; an Int32Array, which is not written to. */
  readonly codes: readonly number[];
  /** Where the text ends for this match. */
  readonly end: number;
  /** Whether a match must reach `end`. */
  readonly isFull: boolean;
  /** Where a match must not end, or -1: after an empty match the next one there is not empty. */
  readonly refusedEnd: number;
  matchStart: number;
  matchEnd = -1;
  /** The marks of the match, the last one first. */
  matchMarks: Mark | null = null;

  constructor(
    drivers: ReDrivers,
    codes: readonly number[],
    start: number,
    end: number,
    isFull: boolean,
    refusedEnd: number,
  ) {
    this.drivers = drivers;
    this.codes = codes;
    this.matchStart = start;
    this.end = end;
    this.isFull = isFull;
    this.refusedEnd = refusedEnd;
  }
}
