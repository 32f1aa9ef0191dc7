/**
 * The flags of regular expressions, by their numbers.
 *
 * Counterpart: CPython's sre_constants.py, rpython/rlib/rsre/rsre_constants.py.
 */

export const TEMPLATE = 1;
export const IGNORECASE = 2;
export const LOCALE = 4;
export const MULTILINE = 8;
export const DOTALL = 16;
export const UNICODE = 32;
export const VERBOSE = 64;
export const DEBUG = 128;
export const ASCII = 256;

export const TYPE_FLAGS = ASCII | LOCALE | UNICODE;
export const GLOBAL_FLAGS = DEBUG | TEMPLATE;

/** Inline flags by letter. */
export const FLAG_LETTERS: ReadonlyMap<string, number> = new Map([
  ["i", IGNORECASE],
  ["L", LOCALE],
  ["m", MULTILINE],
  ["s", DOTALL],
  ["x", VERBOSE],
  ["a", ASCII],
  ["t", TEMPLATE],
  ["u", UNICODE],
]);

/** Flags in the order in which the repr of a pattern lists them. */
export const FLAG_NAMES: readonly (readonly [number, string])[] = [
  [TEMPLATE, "re.TEMPLATE"],
  [IGNORECASE, "re.IGNORECASE"],
  [LOCALE, "re.LOCALE"],
  [MULTILINE, "re.MULTILINE"],
  [DOTALL, "re.DOTALL"],
  [VERBOSE, "re.VERBOSE"],
  [DEBUG, "re.DEBUG"],
  [ASCII, "re.ASCII"],
];

/** "Without end" as the count of a repetition. */
export const MAXREPEAT = 4294967295;
export const MAXGROUPS = 2147483647;

/** The flags of a part of a pattern with its own inline flags. */
export function combineFlags(flags: number, addFlags: number, delFlags: number): number {
  const base = (addFlags & TYPE_FLAGS) !== 0 ? flags & ~TYPE_FLAGS : flags;
  return (base | addFlags) & ~delFlags;
}
