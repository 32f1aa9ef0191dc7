/**
 * Arguments of calls as built-ins hand them on: positional values and a dictionary of keywords.
 */

import type { W_DictObject } from "../objects/dict-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";

/** Positional arguments and keywords as one array. */
export function splitKeywords(
  space: ObjSpace,
  positional_w: readonly W_Root[],
  w_kwargs: W_Root,
): { args_w: W_Root[]; kwnames: readonly string[] | null } {
  const args_w = [...positional_w];
  const names: string[] = [];
  for (const [w_name, w_value] of (w_kwargs as W_DictObject).storage.pairs(space)) {
    names.push((w_name as W_UnicodeObject).value);
    args_w.push(w_value);
  }
  return { args_w, kwnames: names.length === 0 ? null : names };
}
