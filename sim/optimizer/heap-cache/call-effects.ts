/**
 * What a call may do to a place of the heap, by the effects that its descr declares. What is not
 * declared is anything.
 *
 * Counterpart: EffectInfo in rpython/jit/codewriter/effectinfo.py. DIFFERS: reads may be unknown
 * while writes are known; an elidable function whose reads are unknown can then only look at what
 * its arguments lead to.
 */

import type { CallDescr, HeapPlace } from "../../trace/descr.ts";
import { EXTRA_EFFECT } from "../../trace/descr.ts";
import { VIRTUAL_REF_INFO } from "../../trace/virtual-ref-info.ts";
import type { Value } from "../../trace/values.ts";
import type { Place } from "./heap-entry.ts";

/** What forcing a virtual reference reads. */
const FORCED = VIRTUAL_REF_INFO.forced;

/** Whether the call may do anything at all to anything. */
export function hasRandomEffects(descr: CallDescr): boolean {
  if (descr.effect.extraEffect === EXTRA_EFFECT.randomEffects) return true;
  return descr.effect.writes === null && !isWithoutWrites(descr);
}

/** Whether a store to `place` must have been made before the call. */
export function mayRead(descr: CallDescr, args: readonly Value[], place: Place): boolean {
  const { reads = null } = descr.effect;
  if (descr.forcesVirtuals && place.placeKind === "field" && place.field === FORCED) return true;
  if (reads !== null) return isAmong(reads, place);
  return !isWithoutWrites(descr) || args.some((arg) => arg.kind === "r");
}

/** Whether what is known of `place` may be wrong after the call. */
export function mayWrite(descr: CallDescr, place: Place): boolean {
  return !isWithoutWrites(descr) && isAmong(descr.effect.writes, place);
}

/** What an elidable function writes is nobody's concern. */
function isWithoutWrites(descr: CallDescr): boolean {
  return descr.isElidable || descr.effect.extraEffect === EXTRA_EFFECT.loopInvariant;
}

function isAmong(descrs: readonly HeapPlace[] | null, place: Place): boolean {
  if (descrs === null) return true;
  if (place.placeKind === "field") return descrs.includes(place.field);
  return descrs.some(
    (descr) => descr.descrKind === "array" && descr.aliasKey === place.array.aliasKey,
  );
}
