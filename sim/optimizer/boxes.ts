/**
 * Forwarding: where a box points to. A box is replaced by another value, or carries what is known
 * of it, or neither. Chains are short and are followed every time.
 *
 * Counterpart: get_box_replacement in rpython/jit/metainterp/resoperation.py.
 */

import type { Box, Value } from "../trace/values.ts";
import { BoxInfo } from "../trace/values.ts";

function isInfo(forwarded: Value | BoxInfo): forwarded is BoxInfo {
  return forwarded instanceof BoxInfo;
}

/** What `value` has been replaced by, at the end of the chain. */
export function replacementOf(value: Value): Value {
  let current = value;
  while (!current.isConst) {
    const { forwarded } = current;
    if (forwarded === null || isInfo(forwarded)) return current;
    current = forwarded;
  }
  return current;
}

/** What is known of a box that has not been replaced. */
export function forwardedInfo(box: Box): BoxInfo | null {
  const { forwarded } = box;
  return forwarded !== null && isInfo(forwarded) ? forwarded : null;
}
