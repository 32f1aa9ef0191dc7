/**
 * Tests of positions in the text: `^`, `$`, `\b` and the like.
 *
 * Counterpart: rpython/rlib/rsre/rsre_core.py (sre_at).
 */

import { hasCategory } from "./characters.ts";
import type { MatchContext } from "./match-context.ts";
import { CATEGORY } from "./opcodes.ts";

/** Whether `ptr` is at a position of opcodes.ts. */
export function isAtPosition(ctx: MatchContext, position: number, ptr: number): boolean {
  switch (position) {
    case 0: // BEGINNING
    case 2: // BEGINNING_STRING
      return ptr === 0;
    case 1: // BEGINNING_LINE
      return ptr === 0 || (ctx.codes[ptr - 1] as number) === 10;
    case 5: // END
      return ptr === ctx.end || (ptr === ctx.end - 1 && (ctx.codes[ptr] as number) === 10);
    case 6: // END_LINE
      return ptr === ctx.end || (ctx.codes[ptr] as number) === 10;
    case 7: // END_STRING
      return ptr === ctx.end;
    case 10: // UNI_BOUNDARY
      return ctx.end > 0 && isBoundary(ctx, CATEGORY.UNI_WORD, ptr);
    case 11: // UNI_NON_BOUNDARY
      return ctx.end > 0 && !isBoundary(ctx, CATEGORY.UNI_WORD, ptr);
    case 4: // NON_BOUNDARY
    case 9: // LOC_NON_BOUNDARY
      return ctx.end > 0 && !isBoundary(ctx, CATEGORY.WORD, ptr);
    default: // BOUNDARY, LOC_BOUNDARY
      return ctx.end > 0 && isBoundary(ctx, CATEGORY.WORD, ptr);
  }
}

export function isBoundary(ctx: MatchContext, words: number, ptr: number): boolean {
  const isBefore = ptr > 0 && hasCategory(words, ctx.codes[ptr - 1] as number);
  const isAfter = ptr < ctx.end && hasCategory(words, ctx.codes[ptr] as number);
  return isBefore !== isAfter;
}
