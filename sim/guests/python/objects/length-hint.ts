/**
 * How long an iterable says it is, before it is used up.
 *
 * Counterpart: pypy/interpreter/baseobjspace.py (length_hint).
 */

import { call_looked_up, lookup } from "./call.ts";
import { valueError } from "./errors.ts";
import { isError } from "./iteration.ts";
import { w_NotImplemented } from "./singletons.ts";
import { intArgument } from "./slices.ts";
import type { ObjSpace } from "./space.ts";
import { check_length } from "./truth.ts";
import type { W_Root } from "./w-root.ts";

/** The length, or what `__length_hint__` guesses, or `missing`; a TypeError counts as nothing. */
export function lengthHint(space: ObjSpace, w_obj: W_Root, missing: number): number {
  const w_len = lookup(space, w_obj, "__len__");
  if (w_len !== null) {
    try {
      return check_length(space, call_looked_up(space, w_len, w_obj, [], null));
    } catch (error) {
      if (!isError(space, error, "TypeError")) throw error;
    }
  }
  const w_method = lookup(space, w_obj, "__length_hint__");
  if (w_method === null) return missing;
  let w_hint: W_Root;
  try {
    w_hint = call_looked_up(space, w_method, w_obj, [], null);
  } catch (error) {
    if (!isError(space, error, "TypeError")) throw error;
    return missing;
  }
  if (w_hint === w_NotImplemented) return missing;
  const hint = intArgument(space, w_hint);
  if (hint < 0) throw valueError(space, "__length_hint__() should return >= 0");
  return hint;
}

/** Asks an instance, since its methods may have effects. @dont_look_inside @may_force */
export function ask_length(space: ObjSpace, w_obj: W_Root): void {
  lengthHint(space, w_obj, 0);
}
