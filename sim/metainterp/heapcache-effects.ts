/**
 * What recording an operation means to the tracer's heap cache.
 *
 *   none     neither does a reference in it escape nor is anything written that caches know
 *   store    its last argument is stored in its first
 *   uses     its references escape, but nothing is written that is not told the cache otherwise
 *   call     a call whose descr says what it may do
 *   forcing  anything may happen
 *
 * Counterpart: rpython/jit/metainterp/heapcache.py (mark_escaped, clear_caches). DIFFERS: there is
 * no array copy that the tracer knows.
 */

import type { CallDescr } from "../trace/descr.ts";
import { EXTRA_EFFECT } from "../trace/descr.ts";
import type { OpName } from "../trace/ops.ts";
import { OPS } from "../trace/ops.ts";

export type HeapEffect = "none" | "store" | "uses" | "call" | "forcing";

const NONE = /^(getfield_gc_[irf]|(instance_)?ptr_(eq|ne)|assert_not_none)$/;
const STORE = /^(setfield_gc|setarrayitem_gc)$/;
const USES =
  /^(set(field|arrayitem|interiorfield)_raw|setinteriorfield_gc|raw_store|(str|unicode)setitem|copy(str|unicode)content|record_exact_class)$/;
const CALL = /^(call_[irfn]|call_loopinvariant_[irfn]|cond_call|cond_call_value_[ir])$/;

function effectOf(name: OpName): HeapEffect {
  if (NONE.test(name)) return "none";
  if (STORE.test(name)) return "store";
  const info = OPS[name];
  if (info.isGuard) return "none";
  if (USES.test(name) || info.isOvf || info.hasNoSideEffect) {
    return takesReference(info.args) ? "uses" : "none";
  }
  return CALL.test(name) ? "call" : "forcing";
}

function takesReference(args: string): boolean {
  return /[r?*]/.test(args);
}

/** The effect of each operation. */
export const HEAP_EFFECTS = Object.fromEntries(
  (Object.keys(OPS) as OpName[]).map((name) => [name, effectOf(name)]),
) as Readonly<Record<OpName, HeapEffect>>;

/** What a call makes the cache forget: nothing, what others have seen, or everything. */
export function callForgets({ isElidable, effect }: CallDescr): "nothing" | "escaped" | "all" {
  if (isElidable || effect.extraEffect === EXTRA_EFFECT.loopInvariant) return "nothing";
  return effect.extraEffect >= EXTRA_EFFECT.forcesVirtual ? "all" : "escaped";
}
