/**
 * No virtual string crosses a label: at the end of a trace, those among the jump's arguments and
 * inside of its virtual objects are made real.
 *
 * Counterpart: force_box_for_end_of_preamble in rpython/jit/metainterp/optimizeopt/optimizer.py,
 * force_at_the_end_of_preamble in info.py.
 */

import type { Value } from "../../trace/values.ts";
import type { PtrInfo } from "../info.ts";
import { asVirtual, contentsOf } from "../info.ts";
import type { Optimizer } from "../optimizer.ts";
import { StringPtrInfo } from "./string-info.ts";

/** Forces the virtual strings that `values` are or contain. */
export function forceStrings(
  optimizer: Optimizer,
  values: readonly (Value | null)[],
  seen: Set<PtrInfo> = new Set(),
): void {
  if (optimizer.strings === null) return;
  for (const value of values) {
    const info = value === null || value.kind !== "r" ? null : optimizer.ptrInfo(value);
    if (value === null || info === null || !info.isVirtual || seen.has(info)) continue;
    if (info instanceof StringPtrInfo) {
      optimizer.force(value, optimizer.forceStage);
      optimizer.fired("string_at_a_label_is_forced");
      continue;
    }
    seen.add(info);
    const virtual = asVirtual(info);
    if (virtual !== null) forceStrings(optimizer, contentsOf(virtual), seen);
  }
}
