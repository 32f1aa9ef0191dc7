/**
 * The pure operations remembered under one name: as many as `pureop_historylength` says, a new one
 * in the place of the oldest.
 *
 * Counterpart: RecentPureOps in rpython/jit/metainterp/optimizeopt/pure.py.
 */

import type { Value } from "../../trace/values.ts";
import { sameValue } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import type { Known } from "../info.ts";

/** One remembered operation: the same on the same arguments gives `result`. */
export interface Remembered {
  readonly args: readonly Value[];
  readonly descr: unknown;
  result: Known;
}

export class RecentOps {
  private readonly slots: Remembered[] = [];
  private next = 0;
  private readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  add(entry: Remembered): void {
    this.slots[this.next] = entry;
    this.next = (this.next + 1) % this.size;
  }

  lookup(args: readonly Value[], descr: unknown): Remembered | undefined {
    for (const entry of this.slots) {
      if (entry.descr === descr && sameArgs(entry.args, args)) return entry;
    }
    return undefined;
  }
}

/** Whether two lists of arguments are the same values by now. */
export function sameArgs(known: readonly Value[], args: readonly Value[]): boolean {
  if (known.length !== args.length) return false;
  for (let i = 0; i < args.length; i++) {
    if (!sameValue(replacementOf(known[i] as Value), replacementOf(args[i] as Value))) return false;
  }
  return true;
}
