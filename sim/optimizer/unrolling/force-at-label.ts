/**
 * Virtual strings and virtual raw memory do not cross a label: at the end of a trace, those among
 * the jump's arguments and inside of its virtual objects are made real.
 *
 * Counterpart: force_box_for_end_of_preamble in rpython/jit/metainterp/optimizeopt/optimizer.py,
 * force_at_the_end_of_preamble in info.py.
 */

import type { Value } from "../../trace/values.ts";
import type { PtrInfo } from "../info.ts";
import { CarriedPtrInfo } from "../info.ts";
import type { Optimizer } from "../optimizer.ts";
import { RawPtrInfo } from "../virtuals/raw-info.ts";

/** Makes real what `values` are or contain that may not stay virtual. */
export function forceAtLabel(
  optimizer: Optimizer,
  values: readonly (Value | null)[],
  seen: Set<PtrInfo> = new Set(),
): void {
  for (const value of values) {
    const info = value === null || value.kind === "f" ? null : optimizer.ptrInfo(value);
    if (value === null || info === null || !info.isVirtual || seen.has(info)) continue;
    seen.add(info);
    if (info instanceof CarriedPtrInfo) forceAtLabel(optimizer, info.contents(), seen);
    else {
      optimizer.force(value, optimizer.forceStage);
      const isRaw = info instanceof RawPtrInfo;
      optimizer.fired(isRaw ? "raw_memory_at_a_label_is_allocated" : "string_at_a_label_is_forced");
    }
  }
}
