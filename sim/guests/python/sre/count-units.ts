/**
 * How often one character's instruction matches in a row.
 *
 * Counterpart: rpython/rlib/rsre/rsre_core.py (find_repetition_end).
 */

import { unitMatches } from "./characters.ts";
import type { CompiledPattern } from "./compiled-pattern.ts";
import type { MatchContext } from "./match-context.ts";

/**
 * The end of the characters from `ptr` on that fit the instruction at `ppos`, at most `max` of
 * them; a negative `max` is no limit. The first one is tested here, since often it does not fit.
 */
export function repetitionEnd(
  ctx: MatchContext,
  pattern: CompiledPattern,
  ppos: number,
  ptr: number,
  max: number,
): number {
  const code = pattern.code;
  const codes = ctx.codes;
  let end = ctx.end;
  if (max === 0 || ptr >= end) return ptr;
  if (!unitMatches(code, ppos, codes[ptr] as number)) return ptr;
  if (max === 1) return ptr + 1;
  if (max > 0 && ptr + max < end) end = ptr + max;
  switch (code[ppos] as number) {
    case 3: // ANY_ALL
      return end;
    case 14: // IN
    case 29: // IN_IGNORE
    case 37: // IN_UNI_IGNORE
      return countSet(ppos, pattern, ptr + 1, end, ctx);
    default:
      return countOthers(ctx, code, ppos, ptr + 1, end);
  }
}

/** The end of the characters from `ptr` on that are in the set at `ppos`. @portal MATCH_IN */
export function countSet(
  ppos: number,
  pattern: CompiledPattern,
  ptr: number,
  end: number,
  ctx: MatchContext,
): number {
  const driver = ctx.drivers.matchIn;
  let next = driver.portal_entry(ppos, pattern, ptr, end, ctx);
  while (next >= 0) {
    ptr = driver.reload(2, ptr);
    driver.jit_merge_point(next, pattern, ptr, end, ctx);
    if (ptr >= end || !unitMatches(pattern.code, next, ctx.codes[ptr] as number)) return ptr;
    ptr++;
    next = driver.can_enter_jit(next, pattern, ptr, end, ctx);
  }
  return driver.take_result() as number;
}

/** @dont_look_inside @cannot_raise @no_side_effects */
export function countOthers(
  ctx: MatchContext,
  code: readonly number[],
  ppos: number,
  ptr: number,
  end: number,
): number {
  const { codes } = ctx;
  let at = ptr;
  const word = code[ppos + 1] as number;
  switch (code[ppos] as number) {
    case 2: // ANY
      while (at < end && codes[at] !== 10) at++;
      return at;
    case 17: // LITERAL
      while (at < end && codes[at] === word) at++;
      return at;
    case 21: // NOT_LITERAL
      while (at < end && codes[at] !== word) at++;
      return at;
    default:
      while (at < end && unitMatches(code, ppos, codes[at] as number)) at++;
      return at;
  }
}
