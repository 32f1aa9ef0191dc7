/**
 * The functions on strings that random loop programs call: what they mean, straight from the texts.
 * `streq.lengthok` and its kin check less than `equal` does, and may be wrong where they may not be
 * called.
 */

import { LowString } from "../../sim/trace/low-string.ts";

type Text = LowString | null;

function sameChars(a: readonly number[], b: readonly number[]): 0 | 1 {
  return a.length === b.length && a.every((char, k) => char === b[k]) ? 1 : 0;
}

function concat(a: LowString, b: LowString): LowString {
  return new LowString(a.isUnicode, [...a.chars, ...b.chars]);
}

function slice(s: LowString, start: number, stop: number): LowString {
  return new LowString(s.isUnicode, s.chars.slice(start, stop));
}

function equal(a: Text, b: Text): 0 | 1 {
  if (a === null || b === null) return a === b ? 1 : 0;
  return sameChars(a.chars, b.chars);
}

function cmp(a: LowString, b: LowString): number {
  const length = Math.min(a.chars.length, b.chars.length);
  for (let k = 0; k < length; k++) {
    const difference = (a.chars[k] as number) - (b.chars[k] as number);
    if (difference !== 0) return difference;
  }
  return a.chars.length - b.chars.length;
}

const sliceOf = (s: LowString, start: number, length: number) =>
  s.chars.slice(start, start + length);

const FUNCTIONS = {
  concat,
  slice,
  equal,
  cmp,
  slice_checknull: (s: LowString, start: number, length: number, other: Text) =>
    other === null ? 0 : sameChars(sliceOf(s, start, length), other.chars),
  slice_nonnull: (s: LowString, start: number, length: number, other: LowString) =>
    sameChars(sliceOf(s, start, length), other.chars),
  slice_char: (s: LowString, start: number, length: number, char: number) =>
    sameChars(sliceOf(s, start, length), [char]),
  nonnull: (a: LowString, b: LowString) => sameChars(a.chars, b.chars),
  nonnull_char: (s: LowString, char: number) => sameChars(s.chars, [char]),
  checknull_char: (s: Text, char: number) => (s === null ? 0 : sameChars(s.chars, [char])),
  lengthok: (a: LowString, b: LowString) => (a.chars.every((c, k) => c === b.chars[k]) ? 1 : 0),
};

/** Looks at a string: its length and characters in one number. */
function weigh(s: Text): number {
  if (s === null) return -1;
  return s.chars.reduce((sum, char) => (sum * 31 + char) % 1_000_003, s.chars.length);
}

/** All of them for strings of bytes (`s_concat`) and of code points (`u_concat`), and `weigh`. */
export const STRING_FUNCTIONS = {
  ...Object.fromEntries(
    Object.entries(FUNCTIONS).flatMap(([name, fn]) => [
      [`s_${name}`, fn],
      [`u_${name}`, fn],
    ]),
  ),
  weigh,
};
