/**
 * Groups that are matched again.
 *
 * Counterpart: rpython/rlib/rsre/rsre_core.py (match_repeated, match_repeated_ignore).
 */

import { lowerAscii, lowerUnicode } from "./characters.ts";
import { type Mark, type MatchContext, markPosition } from "./match-context.ts";
import { OP } from "./opcodes.ts";

/**
 * The end of what a group (counted from 0) has matched, found again at `ptr`; -1 when it is not
 * there or the group has no match. @dont_look_inside @cannot_raise @no_side_effects
 */
export function repeatedGroupEnd(
  ctx: MatchContext,
  marks: Mark | null,
  operation: number,
  group: number,
  ptr: number,
): number {
  const start = markPosition(marks, 2 * group);
  const length = markPosition(marks, 2 * group + 1) - start;
  if (start < 0 || length < 0 || length > ctx.end - ptr) return -1;
  const { codes } = ctx;
  const lower = operation === OP.GROUPREF_UNI_IGNORE ? lowerUnicode : lowerAscii;
  for (let i = 0; i < length; i++) {
    const a = codes[start + i]!;
    const b = codes[ptr + i]!;
    if (a !== b && (operation === OP.GROUPREF || lower(a) !== lower(b))) return -1;
  }
  return ptr + length;
}
