/**
 * Searches: the matcher at one position after the other, with what the INFO block of the code
 * knows of the characters that a match begins with.
 *
 * Counterpart: rpython/rlib/rsre/rsre_core.py (match_context, search_context).
 */

import { setHas } from "./characters.ts";
import type { CompiledPattern } from "./compiled-pattern.ts";
import type { MatchContext } from "./match-context.ts";
import { matchAt, type MatchResult } from "./matcher.ts";
import { INFO, OP } from "./opcodes.ts";

/** Where the prefix begins in an INFO block that has one. */
const PREFIX_START = 7;

/** Whether the pattern matches at the start of the context. */
export function matchContext(ctx: MatchContext, pattern: CompiledPattern): boolean {
  return runMatch(0, pattern, ctx) !== 0;
}

/** @portal MATCH */
export function runMatch(zero: number, pattern: CompiledPattern, ctx: MatchContext): number {
  const driver = ctx.drivers.match;
  const start = driver.portal_entry(zero, pattern, ctx);
  if (start < 0) return driver.take_result() as number;
  driver.jit_merge_point(start, pattern, ctx);
  return matchAt(ctx, pattern, start, ctx.matchStart, null) === null ? 0 : 1;
}

/** Whether the pattern matches anywhere from the start of the context on. */
export function searchContext(ctx: MatchContext, pattern: CompiledPattern): boolean {
  const code = pattern.code;
  const mask = code[2]!;
  const base = code[1]! + 1;
  if ((mask & INFO.PREFIX) !== 0 && code[5]! > 1) {
    if (ctx.matchStart >= ctx.end) return false;
    return fastSearch(0, code[5]!, pattern, ctx.matchStart, ctx) !== 0;
  }
  const { matchStart, end } = ctx;
  if (code[base] === OP.LITERAL) {
    if (matchStart >= end) return false;
    return literalSearch(base + 2, code[base + 1]!, pattern, matchStart, ctx) !== 0;
  }
  if ((mask & INFO.CHARSET) !== 0) {
    return matchStart < end && charsetSearch(base, pattern, matchStart, ctx) !== 0;
  }
  return matchStart <= end && regularSearch(base, pattern, matchStart, ctx) !== 0;
}

/** Notes where the match begins; gives 1, the result of all searches that find one. */
export function found(ctx: MatchContext, start: number): number {
  ctx.matchStart = start;
  return 1;
}

/** `base` is the code after the literal. @portal LITERAL_SEARCH */
export function literalSearch(
  base: number,
  literal: number,
  pattern: CompiledPattern,
  start: number,
  ctx: MatchContext,
): number {
  const driver = ctx.drivers.literalSearch;
  let ppos = driver.portal_entry(base, literal, pattern, start, ctx);
  while (ppos >= 0) {
    start = driver.reload(3, start);
    driver.jit_merge_point(ppos, literal, pattern, start, ctx);
    if ((ctx.codes[start] as number) === literal) {
      if (matchAt(ctx, pattern, ppos, start + 1, null) !== null) return found(ctx, start);
    }
    start++;
    if (start >= ctx.end) return 0;
    ppos = driver.can_enter_jit(ppos, literal, pattern, start, ctx);
  }
  return driver.take_result() as number;
}

/** Tries the positions of characters in the set of the INFO block. @portal CHARSET_SEARCH */
export function charsetSearch(
  base: number,
  pattern: CompiledPattern,
  start: number,
  ctx: MatchContext,
): number {
  const driver = ctx.drivers.charsetSearch;
  let ppos = driver.portal_entry(base, pattern, start, ctx);
  while (ppos >= 0) {
    start = driver.reload(2, start);
    driver.jit_merge_point(ppos, pattern, start, ctx);
    if (setHas(pattern.code, 5, ctx.codes[start] as number)) {
      if (matchAt(ctx, pattern, ppos, start, null) !== null) return found(ctx, start);
    }
    start++;
    if (start >= ctx.end) return 0;
    ppos = driver.can_enter_jit(ppos, pattern, start, ctx);
  }
  return driver.take_result() as number;
}

/**
 * Looks for a prefix of `length` characters, of which `seen` stand before `at`; never goes back in
 * the text. @portal FAST_SEARCH
 */
export function fastSearch(
  seen: number,
  length: number,
  pattern: CompiledPattern,
  at: number,
  ctx: MatchContext,
): number {
  const driver = ctx.drivers.fastSearch;
  let fit = driver.portal_entry(seen, length, pattern, at, ctx);
  while (fit >= 0) {
    at = driver.reload(3, at);
    driver.jit_merge_point(fit, length, pattern, at, ctx);
    const code = pattern.code;
    const overlaps = PREFIX_START + length - 1;
    let isStep = true;
    if ((ctx.codes[at] as number) === (code[PREFIX_START + fit] as number)) {
      fit++;
      if (fit === length) {
        const start = at + 1 - length;
        if (matchRest(ctx, pattern, start) !== null) return found(ctx, start);
        fit = code[overlaps + fit] as number;
      }
    } else if (fit > 0) {
      fit = code[overlaps + fit] as number;
      isStep = false;
    }
    if (isStep) {
      at++;
      if (at >= ctx.end) return 0;
    }
    fit = driver.can_enter_jit(fit, length, pattern, at, ctx);
  }
  return driver.take_result() as number;
}

/** Matches the pattern at `from`, where its prefix has been found. */
export function matchRest(
  ctx: MatchContext,
  pattern: CompiledPattern,
  from: number,
): MatchResult | null {
  const code = pattern.code;
  const skip = code[6] as number;
  // A literal has two words.
  const ppos = (code[1] as number) + 1 + 2 * skip;
  return matchAt(ctx, pattern, ppos, from + skip, null);
}

/** Tries every position. @portal REGULAR_SEARCH */
export function regularSearch(
  base: number,
  pattern: CompiledPattern,
  start: number,
  ctx: MatchContext,
): number {
  const driver = ctx.drivers.regularSearch;
  let ppos = driver.portal_entry(base, pattern, start, ctx);
  while (ppos >= 0) {
    start = driver.reload(2, start);
    driver.jit_merge_point(ppos, pattern, start, ctx);
    if (matchAt(ctx, pattern, ppos, start, null) !== null) return found(ctx, start);
    start++;
    if (start > ctx.end) return 0;
    ppos = driver.can_enter_jit(ppos, pattern, start, ctx);
  }
  return driver.take_result() as number;
}
