/**
 * The code that the matcher runs: instructions of our own in one array of numbers.
 *
 * Layout of an instruction: its number, then its operands. Targets are indices into the array.
 * `SET`-like operands are indices into `sets`.
 *
 * Counterpart: CPython's sre_constants.py; DIFFERS: sequences of jumps instead of nested blocks.
 */

import type { CharSet } from "./charset.ts";

export const OP = {
  /** The match is complete. */
  SUCCESS: 0,
  FAIL: 1,
  /** code */
  LITERAL: 2,
  /** set */
  SET: 3,
  ANY: 4,
  /** position kind, set of word characters */
  AT: 5,
  /** mark: 2 × (group - 1), plus 1 at the end of the group */
  MARK: 6,
  /** target */
  JUMP: 7,
  /** what to try when the next instructions fail */
  SPLIT: 8,
  /** min, max, unit kind, unit operand */
  REPEAT_ONE: 9,
  MIN_REPEAT_ONE: 10,
  /** register */
  LOOP_START: 11,
  /** register, min, max, exit; the body follows and jumps back here */
  MAX_UNTIL: 12,
  MIN_UNTIL: 13,
  /** group - 1, case: 0 counts, 1 ASCII, 2 Unicode */
  GROUPREF: 14,
  /** group - 1, target when the group has no match */
  GROUPREF_EXISTS: 15,
  /** assertion number, end, characters to go back */
  ASSERT: 16,
  ASSERT_NOT: 17,
  /** assertion number */
  ASSERT_END: 18,
  ASSERT_NOT_END: 19,
} as const;

/** Kinds of positions, for AT. */
export const AT = {
  BEGINNING: 0,
  BEGINNING_LINE: 1,
  END: 2,
  END_LINE: 3,
  END_STRING: 4,
  BOUNDARY: 5,
  NON_BOUNDARY: 6,
} as const;

/** Kinds of single characters, for REPEAT_ONE. */
export const UNIT = { LITERAL: 0, SET: 1, ALL: 2 } as const;

export interface Program {
  readonly code: Int32Array;
  readonly sets: readonly CharSet[];
  /** Capturing groups, the whole match not counted. */
  readonly groupCount: number;
  readonly registerCount: number;
  readonly assertionCount: number;
  /** Characters that a match can begin with; null when it may be empty or begin with any. */
  readonly first: CharSet | null;
  /** The fewest characters of a match. */
  readonly minWidth: number;
}
