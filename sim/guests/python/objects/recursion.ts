/**
 * Counting built-ins that recurse (repr, comparisons of containers) in the recursion limit, so that
 * the host's stack never runs out first.
 */

import { oefmt } from "./errors.ts";
import type { ObjSpace } from "./space.ts";

/** Throws RecursionError at the limit. Pair with {@link leaveRecursion} in a finally clause. */
export function enterRecursion(space: ObjSpace): void {
  const { ec } = space;
  if (ec.depth >= ec.recursion_limit) throw recursionError(space);
  ec.depth++;
}

export function leaveRecursion(space: ObjSpace): void {
  space.ec.depth--;
}

/**
 * What a host error means to the program: host code that recurses without counting (iterators of
 * iterators, say) and uses up the host's stack raises RecursionError, too; other errors stay.
 * @dont_look_inside @cannot_raise
 */
export function guestError(space: ObjSpace, error: unknown): unknown {
  const isStack = error instanceof RangeError && error.message === STACK_MESSAGE;
  return isStack ? recursionError(space) : error;
}

const STACK_MESSAGE = "Maximum call stack size exceeded";

/** @dont_look_inside @cannot_raise */
export function recursionError(space: ObjSpace) {
  return oefmt(space, space.w_RecursionError, "maximum recursion depth exceeded");
}
