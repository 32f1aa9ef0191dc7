/**
 * The numbers that the code of a pattern is made of: the same as PyPy's, since they show in the
 * green keys of the drivers of `re`.
 *
 * An instruction is its number, then its operands. Skips count from the word that holds them.
 * An index below means a word of the code.
 *
 * Counterpart: rpython/rlib/rsre/rsre_constants.py.
 */

export const OP = {
  FAILURE: 0,
  SUCCESS: 1,
  ANY: 2,
  ANY_ALL: 3,
  /** skip, characters to go back, body … SUCCESS */
  ASSERT: 4,
  ASSERT_NOT: 5,
  /** position */
  AT: 6,
  /** (skip, choice … JUMP) for each choice, 0 */
  BRANCH: 7,
  /** category; in sets only */
  CATEGORY: 9,
  /** 8 words: a bit for each of the first 256 characters; in sets only */
  CHARSET: 10,
  /** number of blocks, 64 words: a block number for each 256 characters, blocks as in CHARSET */
  BIGCHARSET: 11,
  /** group - 1 */
  GROUPREF: 12,
  /** group - 1, skip of the part for when the group has matched */
  GROUPREF_EXISTS: 13,
  /** skip, items of a set … FAILURE */
  IN: 14,
  /** skip, INFO flags, least width, most width; a prefix or a set */
  INFO: 15,
  /** skip */
  JUMP: 16,
  /** character */
  LITERAL: 17,
  /** 2 × (group - 1), plus 1 at its end */
  MARK: 18,
  MAX_UNTIL: 19,
  MIN_UNTIL: 20,
  NOT_LITERAL: 21,
  NEGATE: 22,
  /** low, high; in sets only */
  RANGE: 23,
  /** skip to the UNTIL, min, max, body */
  REPEAT: 24,
  /** skip, min, max, one instruction, SUCCESS */
  REPEAT_ONE: 25,
  MIN_REPEAT_ONE: 27,
  GROUPREF_IGNORE: 28,
  IN_IGNORE: 29,
  LITERAL_IGNORE: 30,
  NOT_LITERAL_IGNORE: 31,
  GROUPREF_LOC_IGNORE: 32,
  IN_LOC_IGNORE: 33,
  LITERAL_LOC_IGNORE: 34,
  NOT_LITERAL_LOC_IGNORE: 35,
  GROUPREF_UNI_IGNORE: 36,
  IN_UNI_IGNORE: 37,
  LITERAL_UNI_IGNORE: 38,
  NOT_LITERAL_UNI_IGNORE: 39,
  /** low, high; in sets only: the character or its upper case is between them */
  RANGE_UNI_IGNORE: 40,
} as const;

/** What INFO knows of the characters that a match begins with. */
export const INFO = {
  PREFIX: 1,
  /** The prefix is all of the pattern. */
  LITERAL: 2,
  CHARSET: 4,
} as const;

/** Operands of AT. */
export const AT = {
  BEGINNING: 0,
  BEGINNING_LINE: 1,
  BEGINNING_STRING: 2,
  BOUNDARY: 3,
  NON_BOUNDARY: 4,
  END: 5,
  END_LINE: 6,
  END_STRING: 7,
  LOC_BOUNDARY: 8,
  LOC_NON_BOUNDARY: 9,
  UNI_BOUNDARY: 10,
  UNI_NON_BOUNDARY: 11,
} as const;

/** Operands of CATEGORY; the negation of each is one more. */
export const CATEGORY = {
  DIGIT: 0,
  SPACE: 2,
  WORD: 4,
  LOC_WORD: 8,
  UNI_DIGIT: 10,
  UNI_SPACE: 12,
  UNI_WORD: 14,
} as const;
